//! `handrail analyze`: tickets in, analyses out, line by line.

use crate::CommandResult;
use crate::assets::AssetFiles;
use crate::error::CliError;
use clap::Args;
use handrail::engine::{Assets, Engine, handoff};
use handrail::handoff::HandoffOptions;
use handrail::ticket::{ReadTicket, Time};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::io::{BufRead, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Reads tickets from standard input, one JSON object a line, and writes one analysis a line to
/// standard output, in the same order.
///
/// A line is a bare ticket or {"ticket": {…}, "now": "…"}; other keys beside them are ignored. A line
/// that is no ticket gives {"line": N, "error": {…}} in its place, and the command ends with status 1.
///
/// Example: handrail analyze --knowledge articles.jsonl < tickets.jsonl > analyses.jsonl
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The lead's settings document (JSON); without it the shipped defaults
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    #[command(flatten)]
    assets: AssetFiles,
    /// The moment for which to analyse, such as 2026-11-20T12:00:00Z; a line's own `now` wins;
    /// without either, the present
    #[arg(long, value_name = "TIME", value_parser = moment)]
    now: Option<i64>,
    /// Write hand-offs in place of analyses: a Markdown document for each ticket, or JSON, one a line
    #[arg(long, value_name = "FORMAT", value_parser = ["markdown", "json"])]
    handoff: Option<String>,
    /// With --handoff: hide personal data
    #[arg(long, requires = "handoff")]
    masked: bool,
}

pub(crate) fn moment(text: &str) -> Result<i64, String> {
    Time::new(text)
        .millis()
        .ok_or_else(|| "expected a moment such as 2026-11-20T12:00:00Z".to_owned())
}

pub(crate) fn run(arguments: &Arguments) -> CommandResult {
    let assets = crate::assets::load(&arguments.assets)?;
    let engine = engine(arguments.settings.as_deref(), assets)?;
    let now = arguments
        .now
        .unwrap_or_else(|| jiff::Timestamp::now().as_millisecond());
    let progress = progress();
    let mut input = std::io::stdin().lock();
    let mut output = BufWriter::new(std::io::stdout().lock());
    let mut failed = false;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = input.read_until(b'\n', &mut line).map_err(|error| {
            CliError::new(
                format!("standard input, line {number}: {error}"),
                "try again",
            )
        })?;
        if read == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        // Windows programs put a byte order mark in front of the first line.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        if text.trim().is_empty() {
            continue;
        }
        let answer = match &arguments.handoff {
            None => engine.analyze_json(text, now),
            Some(format) => ReadTicket::from_json(text).map(|read| {
                let analysis = engine.analyze(&read.ticket, read.now.unwrap_or(now));
                let options = HandoffOptions {
                    masked: arguments.masked,
                    format: format.clone(),
                    ..HandoffOptions::default()
                };
                handoff(engine.settings(), &read.ticket, &analysis, options)
            }),
        };
        let written = match answer {
            Ok(analysis) => writeln!(output, "{analysis}"),
            Err(error) => {
                failed = true;
                let error = json!({"code": error.code(), "message": error.to_string(), "help": error.help()});
                writeln!(output, "{}", json!({"line": number, "error": error}))
            }
        };
        match written {
            Ok(()) => progress.inc(1),
            // The reader went away (`| head`): nothing is left to do.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => break,
            Err(error) => return Err(CliError::new(format!("cannot write: {error}"), "")),
        }
    }
    let flushed = output.flush();
    progress.finish_and_clear();
    match flushed {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(CliError::new(
            format!("cannot write: {error}"),
            "is the disk full?",
        )),
        _ => Ok(ExitCode::from(u8::from(failed))),
    }
}

/// The engine with the settings of a file, or the defaults.
pub(crate) fn engine(
    settings: Option<&std::path::Path>,
    assets: Assets,
) -> Result<Engine, CliError> {
    match settings {
        None => Engine::checked("", assets)
            .map_err(|error| CliError::settings(std::path::Path::new("shipped settings"), &error)),
        Some(path) => {
            let text =
                std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
            Engine::checked(&text, assets).map_err(|error| CliError::settings(path, &error))
        }
    }
}

/// Counts on a terminal while the output goes to a file; silent elsewhere.
fn progress() -> ProgressBar {
    if !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {pos} tickets, {per_sec}");
    ProgressBar::new_spinner()
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
