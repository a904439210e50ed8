//! `handrail evaluate`: measures an intent model on labelled messages, the escalation rules on labelled
//! tickets, or the policies on a shop's requests.

use crate::CommandResult;
use crate::assets::AssetFiles;
use crate::error::CliError;
use crate::train::{self, Purpose, Reading};
use handrail::intent::IntentModel;
use handrail::text::vectors::Vectors;
use handrail_trainer::cross_validation::outcome;
use handrail_trainer::dataset::Row;
use handrail_trainer::metrics::{self, Metrics, Outcome};
use handrail_trainer::{reliability, report};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Measures an intent model on labelled messages or tickets: accuracy, macro-F1, each label, what is
/// mixed up, calibration, out of scope, with 95 % ranges.
///
/// With --cases it measures the escalation rules instead. A line of that file is {"id", "ticket",
/// "now", "expect": {"triggers": […], "forbid": […], "evidence": {kind: words}}}: a kind in
/// `triggers` must fire at `escalate`, one in `forbid` must not. Prints hits, misses, false alarms,
/// precision and recall by kind, then each failure with ticket, rule and words.
///
/// With --policies it measures the policies: requests to the retail shop of tau-bench, as recorded and with
/// changes, held against the shop's written policy. Prints how often they agree, by what was changed, and
/// every case in which they do not.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    other: Option<Other>,
    /// Labelled rows: JSON Lines with {"text" or "ticket", "intent"}, or CSV
    #[arg(long, value_name = "FILE", required_unless_present_any = ["cases", "labelled", "sentiment", "summaries", "policies", "train"])]
    test: Vec<PathBuf>,
    /// Tickets with the triggers that must and must not fire, JSON Lines
    #[arg(long, value_name = "FILE", conflicts_with_all = ["test", "train"])]
    cases: Option<PathBuf>,
    /// An eval set as the settings page exports it, JSON Lines: accuracy, coverage, calibration, routing agreement
    /// and thresholds, with 95 % ranges
    #[arg(long, value_name = "FILE", conflicts_with_all = ["test", "train", "cases"])]
    labelled: Option<PathBuf>,
    /// Messages with {"text", "sentiment"}, or with a rating, JSON Lines
    #[arg(long, value_name = "FILE", conflicts_with_all = ["test", "train", "cases"])]
    sentiment: Option<PathBuf>,
    /// Dialogues, JSON Lines, or the folder of data sets: prints summaries and whether their order
    /// numbers are right
    #[arg(long, value_name = "FILE|DIR", conflicts_with_all = ["test", "train", "cases", "sentiment"])]
    summaries: Option<PathBuf>,
    /// Requests to a retail shop, as recorded and with changes, against the shop's written policy
    #[arg(long, requires = "data", conflicts_with_all = ["test", "train", "cases", "sentiment", "summaries"])]
    policies: bool,
    /// With --policies: the folder of tau-bench's retail data (orders, users, products, tasks)
    #[arg(long, value_name = "DIR", requires = "policies")]
    data: Option<PathBuf>,
    /// With --policies: read the written policy so that an item that stays as it is cannot be listed
    #[arg(long, requires = "policies")]
    literally: bool,
    /// With --sentiment: the field of a number that says how people rated the message
    #[arg(long, default_value = "rating", requires = "sentiment")]
    rating_field: String,
    /// With --sentiment: a sentiment model, in the place of the built-in one
    #[arg(long, value_name = "FILE", requires = "sentiment")]
    sentiment_model: Option<PathBuf>,
    /// With --sentiment: measure the lexicon alone
    #[arg(long, requires = "sentiment", conflicts_with = "sentiment_model")]
    lexicon_alone: bool,
    /// With --cases, --labelled: the lead's settings document (JSON), without it the shipped defaults. With --policies:
    /// the shop's policies, without it those in www/data/policies/tau_retail.json
    #[arg(long, value_name = "FILE", conflicts_with_all = ["test", "sentiment", "summaries"])]
    settings: Option<PathBuf>,
    /// With --cases: a folder of model files instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// A model file
    #[arg(long, value_name = "FILE", default_value = "www/data/intent.dat")]
    model: PathBuf,
    /// Compare two model files on the rows, the second against the first
    #[arg(long, value_names = ["A", "B"], num_args = 2, conflicts_with_all = ["model", "train", "svg"])]
    compare: Vec<PathBuf>,
    /// Write the reliability diagram to a file
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Train a model on these rows first, and measure that; without --test on the rows themselves, each judged
    /// by a model that has not seen it (cross-validation)
    #[arg(long, value_name = "FILE", conflicts_with = "model")]
    train: Vec<PathBuf>,
    /// Word vectors, a file or `none`; without it the shipped ones
    #[arg(long, value_name = "FILE")]
    vectors: Option<PathBuf>,
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
    /// Measure intents that a lead adds with a few examples
    Added(crate::added::Arguments),
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> CommandResult {
    match &arguments.other {
        Some(Other::Language(arguments)) => return crate::language::evaluate(arguments),
        Some(Other::Added(arguments)) => return crate::added::run(arguments),
        None => {}
    }
    if let Some(cases) = &arguments.cases {
        let assets = crate::assets::load(&AssetFiles::of_models(arguments.models.clone()))?;
        let engine = crate::analyze::engine(arguments.settings.as_deref(), assets)?;
        let now = jiff::Timestamp::now().as_millisecond();
        return crate::cases::run(&engine, cases, now, arguments.json);
    }
    if let Some(labelled) = &arguments.labelled {
        let assets = crate::assets::load(&AssetFiles::of_models(arguments.models.clone()))?;
        let engine = crate::analyze::engine(arguments.settings.as_deref(), assets)?;
        let now = jiff::Timestamp::now().as_millisecond();
        return crate::labelled::run(&engine, labelled, now, arguments.json);
    }
    if let Some(data) = arguments.data.as_ref().filter(|_| arguments.policies) {
        let shipped = PathBuf::from("www/data/policies/tau_retail.json");
        let settings = arguments.settings.as_ref().unwrap_or(&shipped);
        return crate::policies::evaluate(data, settings, arguments.literally, arguments.json);
    }
    if let Some(path) = &arguments.sentiment {
        let model = if arguments.lexicon_alone {
            None
        } else {
            Some(crate::assets::sentiment_model(
                arguments.sentiment_model.as_deref(),
            )?)
        };
        return crate::sentiment::evaluate(path, &arguments.rating_field, model, arguments.json);
    }
    if let Some(path) = &arguments.summaries {
        let assets = crate::assets::load(&AssetFiles::default())?;
        let engine = crate::analyze::engine(None, assets)?;
        let now = jiff::Timestamp::now().as_millisecond();
        return crate::summaries::run(&engine, path, now, arguments.json);
    }
    let vectors = train::vectors(arguments.vectors.as_deref())?;
    if arguments.test.is_empty() {
        let rows = arguments.reading.rows(&arguments.train)?;
        let trained = train::fit(&rows, "evaluated", vectors, Purpose::Own)?;
        return print(arguments, &trained.held_out);
    }
    let rows = arguments.reading.rows(&arguments.test)?;
    if let [first, second] = arguments.compare.as_slice() {
        return compare(first, second, vectors.as_ref(), &rows, arguments.json);
    }
    let bytes = if arguments.train.is_empty() {
        std::fs::read(&arguments.model).map_err(|error| CliError::file(&arguments.model, &error))?
    } else {
        let rows = arguments.reading.rows(&arguments.train)?;
        train::fit(&rows, "evaluated", vectors.clone(), Purpose::Own)?.bytes
    };
    let outcomes = outcomes(&arguments.model, &bytes, vectors.as_ref(), &rows)?;
    print(arguments, &metrics::measure(&outcomes))
}

fn print(arguments: &Arguments, metrics: &Metrics) -> CommandResult {
    if let Some(path) = &arguments.svg {
        train::write(path, reliability::svg(metrics).as_bytes())?;
    }
    if arguments.json {
        println!(
            "{}",
            serde_json::to_string_pretty(metrics).unwrap_or_default()
        );
    } else {
        print!("{}", report::text(metrics));
    }
    Ok(ExitCode::SUCCESS)
}

/// What the model in `bytes` says of the rows; `path` is for messages.
fn outcomes(
    path: &Path,
    bytes: &[u8],
    vectors: Option<&Arc<Vectors>>,
    rows: &[Row],
) -> Result<Vec<Outcome>, CliError> {
    let name = path.display();
    let model = IntentModel::from_bytes(bytes)
        .map_err(|error| CliError::new(format!("{name}: {error}"), error.help()))?;
    if !model.works_with(vectors.map(Arc::as_ref)) {
        return Err(CliError::new(
            format!("{name}: the model was trained with other word vectors"),
            "give those with --vectors, or train the model again",
        ));
    }
    let model = Arc::new(model);
    Ok(rows
        .iter()
        .map(|row| outcome(&model, vectors, row))
        .collect())
}

fn compare(
    first: &Path,
    second: &Path,
    vectors: Option<&Arc<Vectors>>,
    rows: &[Row],
    json: bool,
) -> CommandResult {
    let measured = [first, second]
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
            outcomes(path, &bytes, vectors, rows)
        })
        .collect::<Result<Vec<_>, CliError>>()?;
    let [a, b] = measured.as_slice() else {
        return Ok(ExitCode::FAILURE);
    };
    let (of_a, of_b) = (metrics::measure(a), metrics::measure(b));
    let comparison = metrics::compare(a, b);
    if json {
        let all = serde_json::json!({"first": of_a, "second": of_b, "difference": comparison});
        println!("{}", serde_json::to_string_pretty(&all).unwrap_or_default());
    } else {
        println!("{}\n{}", first.display(), report::text(&of_a));
        println!("{}\n{}", second.display(), report::text(&of_b));
        print!("{}", report::comparison(&comparison));
    }
    Ok(ExitCode::SUCCESS)
}
