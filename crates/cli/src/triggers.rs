//! `handrail train triggers`: the sentence model of the escalation triggers.

use crate::CommandResult;
use crate::error::CliError;
use handrail_trainer::triggers::fit::FitOptions;
use handrail_trainer::triggers::sentences::Origin;
use handrail_trainer::triggers::{measure, sentences};
use std::path::PathBuf;
use std::process::ExitCode;

/// Fits the sentence model of the triggers, measures it on sentences that it has not seen, and makes
/// probabilities of its scores. The same sentences give the same bytes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Directory of the labelled sentences: a file a kind
    #[arg(long, value_name = "DIR", default_value = "data/triggers")]
    sentences: PathBuf,
    /// Directory of the intents' messages, of which some are ordinary
    #[arg(long, value_name = "DIR", default_value = "data/intents")]
    messages: PathBuf,
    /// Where the model goes
    #[arg(long, value_name = "FILE", default_value = "www/data/triggers.dat")]
    out: PathBuf,
    /// Write each held-out sentence with its probabilities, JSON Lines
    #[arg(long, value_name = "FILE")]
    held_out: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn train(arguments: &Arguments) -> CommandResult {
    let corpus = sentences::read(&arguments.sentences, &arguments.messages).map_err(|error| {
        CliError::new(
            format!("{}:{}: {}", error.path.display(), error.line, error.reason),
            "data/triggers/README.md tells the form of a line",
        )
    })?;
    let (bytes, held_out) =
        measure::cross_validate(&corpus, &FitOptions::default()).map_err(|error| {
            CliError::new(
                format!("the trained model cannot be read back: {error}"),
                "report this with the sentences",
            )
        })?;
    let write = |path: &PathBuf, bytes: &[u8]| {
        std::fs::write(path, bytes).map_err(|error| CliError::file(path, &error))
    };
    write(&arguments.out, &bytes)?;
    if let Some(path) = &arguments.held_out {
        let mut lines = String::new();
        for held in &held_out {
            let own = match held.row.origin {
                Origin::Kind(at) => corpus.kinds.get(at).map(String::as_str),
                Origin::Ticket => Some("ticket"),
                Origin::Example => Some("example"),
                Origin::Ordinary => None,
            };
            let labels: Vec<String> = held.row.labels.iter().map(|l| format!("{l:?}")).collect();
            let line = serde_json::json!({
                "text": held.row.text, "lang": held.row.language, "own": own,
                "labels": labels, "probabilities": held.probabilities,
            });
            lines.push_str(&line.to_string());
            lines.push('\n');
        }
        write(path, lines.as_bytes())?;
    }
    print!("{}", measure::report(&corpus, &held_out));
    eprintln!(
        "wrote {} ({} KB); the figures are of rows held out in turn",
        arguments.out.display(),
        bytes.len() / 1000
    );
    Ok(ExitCode::SUCCESS)
}
