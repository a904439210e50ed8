//! `handrail evaluate`: measures an intent model on labelled messages, or the escalation rules on
//! labelled tickets.

use crate::CommandResult;
use crate::error::CliError;
use crate::train::{self, Reading};
use handrail::intent::IntentModel;
use handrail_trainer::cross_validation::outcome;
use handrail_trainer::metrics::{self, Outcome};
use handrail_trainer::report;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Measures an intent model on labelled messages or tickets: accuracy, macro-F1, each label, what is
/// mixed up, calibration, out of scope, with 95 % ranges.
///
/// With --cases it measures the escalation rules instead. A line of that file is {"id", "ticket",
/// "now", "expect": {"triggers": […], "forbid": […], "evidence": {kind: words}}}: a kind in
/// `triggers` must fire at `escalate`, one in `forbid` must not. Prints hits, misses, false alarms,
/// precision and recall by kind, then each failure with ticket, rule and words.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    other: Option<Other>,
    /// Labelled rows: JSON Lines with {"text" or "ticket", "intent"}, or CSV
    #[arg(long, value_name = "FILE", required_unless_present = "cases")]
    test: Vec<PathBuf>,
    /// Tickets with the triggers that must and must not fire, JSON Lines
    #[arg(long, value_name = "FILE", conflicts_with_all = ["test", "train"])]
    cases: Option<PathBuf>,
    /// With --cases: the lead's settings document (JSON); without it the shipped defaults
    #[arg(long, value_name = "FILE", requires = "cases")]
    settings: Option<PathBuf>,
    /// With --cases: a folder of model files instead of the built-in ones
    #[arg(long, value_name = "DIR", requires = "cases")]
    models: Option<PathBuf>,
    /// A model file
    #[arg(long, value_name = "FILE", default_value = "www/data/intent.dat")]
    model: PathBuf,
    /// Train a model on these rows first, and measure that
    #[arg(long, value_name = "FILE", conflicts_with = "model")]
    train: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is measured besides intents and triggers.
#[derive(Debug, clap::Subcommand)]
enum Other {
    /// Measure how languages are told
    Language(crate::language::EvaluateArguments),
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> CommandResult {
    if let Some(Other::Language(arguments)) = &arguments.other {
        return crate::language::evaluate(arguments);
    }
    if let Some(cases) = &arguments.cases {
        let assets = crate::assets::load(arguments.models.as_deref(), None, None)?;
        let engine = crate::analyze::engine(arguments.settings.as_deref(), assets)?;
        let now = jiff::Timestamp::now().as_millisecond();
        return crate::cases::run(&engine, cases, now, arguments.json);
    }
    let rows = arguments.reading.rows(&arguments.test)?;
    let bytes = if arguments.train.is_empty() {
        std::fs::read(&arguments.model).map_err(|error| CliError::file(&arguments.model, &error))?
    } else {
        train::fit(&arguments.reading.rows(&arguments.train)?, "evaluated")?.bytes
    };
    let model = IntentModel::from_bytes(&bytes).map_err(|error| {
        CliError::new(
            format!("{}: {error}", arguments.model.display()),
            error.help(),
        )
    })?;
    let model = Arc::new(model);
    let outcomes: Vec<Outcome> = rows.iter().map(|row| outcome(&model, row)).collect();
    let metrics = metrics::measure(&outcomes);
    if arguments.json {
        println!(
            "{}",
            serde_json::to_string_pretty(&metrics).unwrap_or_default()
        );
    } else {
        print!("{}", report::text(&metrics));
    }
    Ok(ExitCode::SUCCESS)
}
