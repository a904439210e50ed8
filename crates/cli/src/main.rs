//! The `handrail` command: the engine on files.

mod added;
mod analyze;
mod assets;
mod cases;
mod error;
mod evaluate;
mod kb;
mod kb_evaluation;
mod kb_lint;
mod labelled;
mod language;
mod policies;
mod replay;
mod report;
mod sentiment;
mod settings;
mod share;
mod summaries;
mod train;
mod triggers;

use clap::{Parser, Subcommand};
use error::CliError;
use std::io::Write;
use std::process::ExitCode;

/// Reads support tickets and says what matters: intent, escalation triggers with their evidence,
/// policies, articles, a summary. The same engine as in the browser's side panel.
#[derive(Debug, Parser)]
#[command(
    name = "handrail",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Analyse tickets: one JSON ticket a line in, one JSON analysis a line out, in order
    Analyze(analyze::Arguments),
    /// Fit an intent model: the shipped one, or one from your own labelled messages
    Train(train::Arguments),
    /// Measure an intent model on labelled messages, or the escalation rules on labelled tickets
    Evaluate(evaluate::Arguments),
    /// Build and search a knowledge base
    Kb {
        #[command(subcommand)]
        command: kb::Command,
    },
    /// Verify and merge event logs; print figures and the gates of the phases
    Report(report::Arguments),
    /// Compute the analyses of an event log again, and compare them bit for bit
    Replay(replay::Arguments),
    /// Check, print, compare, sign and verify settings
    Settings {
        #[command(subcommand)]
        command: settings::Command,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Analyze(arguments) => analyze::run(&arguments),
        Command::Train(arguments) => train::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Kb { command } => kb::run(&command),
        Command::Report(arguments) => report::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Settings { command } => settings::run(&command),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Writes a line to standard output. Whoever reads may go away (`| head`): that is no error.
fn say(line: &str) -> Result<(), CliError> {
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(CliError::new(
            format!("cannot write: {error}"),
            "is the disk full?",
        )),
        _ => Ok(()),
    }
}

/// `Err` ends with status 2 (the command could not run), `Ok` with the given status.
type CommandResult = Result<ExitCode, CliError>;
