//! `handrail settings`: check, print, compare and publish settings documents.

mod envelope;
mod flips;
mod keys;
mod publish;

use crate::error::CliError;
use crate::{CommandResult, analyze};
use clap::Subcommand;
use handrail::engine::{self, Assets};
use handrail::settings::Settings;
use serde_json::Value;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check a document: keys, types, and that every rule's examples behave
    Check {
        /// The document
        file: PathBuf,
    },
    /// Print the effective settings: the document over the shipped defaults
    Show {
        /// The document; without it the defaults alone
        file: Option<PathBuf>,
    },
    /// List what differs between two effective documents, path by path; with tickets, what flips on them
    ///
    /// Ends with status 1 when something differs, or flips.
    Diff {
        /// The one document
        from: PathBuf,
        /// The other
        to: PathBuf,
        /// Tickets, JSON Lines: run each by both documents, and list the verdicts that flip
        #[arg(long, value_name = "FILE")]
        tickets: Option<PathBuf>,
        /// With --tickets: print JSON, a ticket a line, then the counts
        #[arg(long, requires = "tickets")]
        json: bool,
    },
    /// Make a key pair that signs the team's document
    Keygen(publish::Keygen),
    /// Check settings and sign them as the team's document
    Sign(publish::Sign),
    /// Verify a published document
    Verify(publish::Verify),
}

pub(crate) fn run(command: &Command) -> CommandResult {
    match command {
        Command::Keygen(arguments) => publish::keygen(arguments),
        Command::Sign(arguments) => publish::sign(arguments),
        Command::Verify(arguments) => publish::verify(arguments),
        Command::Check { file } => {
            let text =
                std::fs::read_to_string(file).map_err(|error| CliError::file(file, &error))?;
            let faults = engine::faults(
                &text,
                &crate::assets::load(&crate::assets::AssetFiles::default())?,
            );
            for fault in &faults {
                eprintln!("{}", CliError::settings(file, fault));
            }
            if faults.is_empty() {
                crate::say(&format!("{}: the settings are sound", file.display()))?;
            }
            Ok(ExitCode::from(u8::from(!faults.is_empty())))
        }
        Command::Show { file } => {
            let engine = analyze::engine(file.as_deref(), Assets::default())?;
            crate::say(&serde_json::to_string_pretty(engine.settings()).unwrap_or_default())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Diff {
            from,
            to,
            tickets: Some(tickets),
            json,
        } => flips::run(from, to, tickets, *json),
        Command::Diff { from, to, .. } => {
            let mut differences = Vec::new();
            difference("", &effective(from)?, &effective(to)?, &mut differences);
            for line in &differences {
                crate::say(line)?;
            }
            Ok(ExitCode::from(u8::from(!differences.is_empty())))
        }
    }
}

fn effective(path: &PathBuf) -> Result<Value, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    let settings = Settings::read(&text).map_err(|error| CliError::settings(path, &error))?;
    serde_json::to_value(settings).map_err(|error| CliError::new(error.to_string(), ""))
}

fn difference(path: &str, from: &Value, to: &Value, out: &mut Vec<String>) {
    match (from, to) {
        (Value::Object(from), Value::Object(to)) => {
            let keys: std::collections::BTreeSet<&String> = from.keys().chain(to.keys()).collect();
            for key in keys {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                let none = Value::Null;
                difference(
                    &path,
                    from.get(key).unwrap_or(&none),
                    to.get(key).unwrap_or(&none),
                    out,
                );
            }
        }
        (Value::Array(from_items), Value::Array(to_items)) => {
            let key = |item: &Value, index: usize| {
                item.get("id")
                    .and_then(Value::as_str)
                    .map_or_else(|| index.to_string(), str::to_owned)
            };
            let index = |items: &[Value]| -> std::collections::BTreeMap<String, Value> {
                items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| (key(item, at), item.clone()))
                    .collect()
            };
            let (from, to) = (index(from_items), index(to_items));
            let keys: std::collections::BTreeSet<&String> = from.keys().chain(to.keys()).collect();
            for key in keys {
                let none = Value::Null;
                let path = format!("{path}[{key}]");
                difference(
                    &path,
                    from.get(key).unwrap_or(&none),
                    to.get(key).unwrap_or(&none),
                    out,
                );
            }
        }
        _ if from == to => {}
        _ => out.push(format!("{path}: {from} -> {to}")),
    }
}
