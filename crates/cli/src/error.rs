//! Why a command could not run: what happened, where, and the way out.

use handrail::settings::SettingsError;
use std::fmt;
use std::path::Path;

/// An error for the person at the terminal.
#[derive(Debug)]
pub(crate) struct CliError {
    message: String,
    help: String,
}

impl CliError {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }

    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::new(
            format!("cannot read {}: {error}", path.display()),
            "check the path and that you may read it",
        )
    }

    pub(crate) fn settings(path: &Path, error: &SettingsError) -> Self {
        let place = match (error.line, error.column) {
            (Some(line), Some(column)) => format!(":{line}:{column}"),
            _ => String::new(),
        };
        Self::new(
            format!("{}{place}: {error}", path.display()),
            error.help.clone(),
        )
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        if !self.help.is_empty() {
            write!(f, "\n help: {}", self.help)?;
        }
        Ok(())
    }
}
