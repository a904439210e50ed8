//! What is wrong with a settings document, and where.

use crate::analysis::Diagnostic;
use crate::json::position;
use std::fmt;

/// Why settings are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// Stable code for programs.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
    /// Where in the document, such as `triggers[vip].threshold` or `routing.rules[2]`; empty when
    /// the text is no JSON.
    pub path: String,
    /// Line, from 1, where it is known.
    pub line: Option<usize>,
    /// Column, from 1.
    pub column: Option<usize>,
}

impl SettingsError {
    /// An error at a path; [`SettingsError::locate`] finds its line. A step is a key, `[3]` for a
    /// position, or `[some_id]` for the list's item with that `id`.
    pub fn new(
        code: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
        path: impl Into<String>,
    ) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            help: help.into(),
            path: path.into(),
            line: None,
            column: None,
        }
    }

    /// From serde_json, which knows line and column.
    #[must_use]
    pub fn from_json(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
        let known = error.line() > 0;
        Self {
            code: "not_settings".to_owned(),
            message,
            help: "mend the document at this place; the settings in use stay as they are"
                .to_owned(),
            path: String::new(),
            line: known.then_some(error.line()),
            column: known.then_some(error.column()),
        }
    }

    /// Finds line and column of `path` in the document, or of the nearest part of the path that
    /// stands there; leaves them out when none does (the value comes from a default).
    #[must_use]
    pub fn locate(mut self, text: &str) -> Self {
        if self.line.is_none()
            && let Some((line, column)) = position::of(text, &self.path)
        {
            self.line = Some(line);
            self.column = Some(column);
        }
        self
    }

    /// As a diagnostic.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic {
            code: self.code.clone(),
            message: self.to_string(),
            help: self.help.clone(),
            line: self.line,
            column: self.column,
        }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if !self.path.is_empty() {
            write!(f, ", in `{}`", self.path)?;
        }
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, " (line {line}, column {column})")?;
        }
        Ok(())
    }
}

impl std::error::Error for SettingsError {}
