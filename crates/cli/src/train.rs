//! `handrail train`: fits an intent model.

use crate::CommandResult;
use crate::assets;
use crate::error::CliError;
use handrail::intent::OUT_OF_SCOPE;
use handrail::text::vectors::Vectors;
use handrail_trainer::choose::choose;
use handrail_trainer::cross_validation::{cross_validate, folds};
use handrail_trainer::dataset::{self, BrokenRow, Fields, Row};
use handrail_trainer::fit::{FitOptions, Prepared};
use handrail_trainer::metrics::{self, Metrics};
use handrail_trainer::unlike::{Unlike, unlike};
use handrail_trainer::{reliability, report, sources};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Most weights of a model, which bounds its size: a feature takes about five bytes and one a label.
/// Less for the shipped model, which every desk loads.
const MOST_WEIGHTS: usize = 1_600_000;
pub(crate) const MOST_SHIPPED_WEIGHTS: usize = 1_150_000;

/// Fits an intent model, measures it on rows that it has not seen, and calibrates its confidence.
///
/// Without --train this makes the shipped model: from the messages in data/intents and, with --data,
/// the public sets that crates/trainer/mappings names. The same rows give the same bytes.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    other: Option<Other>,
    /// Your own labelled messages: JSON Lines with {"text" or "ticket", "intent"}, or CSV with such
    /// columns; may be given more than once
    #[arg(long, value_name = "FILE")]
    train: Vec<PathBuf>,
    /// Directory of the public data sets (shipped model only)
    #[arg(long, value_name = "DIR", conflicts_with = "train")]
    data: Option<PathBuf>,
    /// Directory of the project's own messages
    #[arg(
        long,
        value_name = "DIR",
        default_value = "data/intents",
        conflicts_with = "train"
    )]
    messages: PathBuf,
    /// Where the model goes
    #[arg(long, value_name = "FILE", required = true)]
    out: Option<PathBuf>,
    /// Write the figures to a file: JSON where its name ends so, else text
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Word vectors, a file or `none`; without it the shipped ones
    #[arg(long, value_name = "FILE")]
    vectors: Option<PathBuf>,
    /// Write the reliability diagram of the held-out rows to a file
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Name of the model
    #[arg(long, default_value = "intent")]
    name: String,
    #[command(flatten)]
    reading: Reading,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
}

/// Models other than that of intents.
#[derive(Debug, clap::Subcommand)]
enum Other {
    /// Fit the model that tells languages apart
    Language(crate::language::TrainArguments),
    /// Fit the sentence model of the escalation triggers
    Triggers(crate::triggers::Arguments),
    /// Fit the model that tells how a customer feels
    Sentiment(crate::sentiment::TrainArguments),
}

/// How labelled files are read.
#[derive(Debug, clap::Args)]
pub(crate) struct Reading {
    /// Field or column of the message
    #[arg(long, default_value = "text")]
    text_field: String,
    /// Field or column of the label
    #[arg(long, default_value = "intent")]
    label_field: String,
    /// A label that means out of scope (besides `out_of_scope` and `oos`)
    #[arg(long, value_name = "LABEL")]
    out_of_scope: Vec<String>,
    /// Leave out rows that cannot be read, rather than refuse the file
    #[arg(long)]
    skip_broken: bool,
}

impl Reading {
    /// Reads labelled files; broken rows are named by line.
    pub(crate) fn rows(&self, paths: &[PathBuf]) -> Result<Vec<Row>, CliError> {
        let mut outside = dataset::usual_out_of_scope();
        outside.extend(self.out_of_scope.iter().cloned());
        let fields = Fields {
            text: &self.text_field,
            label: &self.label_field,
            out_of_scope: &outside,
        };
        let mut rows = Vec::new();
        let mut broken = Vec::new();
        for path in paths {
            let labelled =
                dataset::read(path, &fields).map_err(|error| CliError::file(path, &error))?;
            rows.extend(labelled.rows);
            broken.extend(labelled.broken);
        }
        self.refuse(&broken)?;
        if rows.is_empty() {
            let names: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
            return Err(CliError::new(
                format!("no labelled rows in {}", names.join(", ")),
                "give JSON Lines such as {\"text\": \"where is my parcel\", \"intent\": \"order_status\"}, or CSV with the columns text and intent",
            ));
        }
        Ok(rows)
    }

    fn refuse(&self, broken: &[BrokenRow]) -> Result<(), CliError> {
        const SHOWN: usize = 20;
        if broken.is_empty() {
            return Ok(());
        }
        let mut list: Vec<String> = broken.iter().take(SHOWN).map(ToString::to_string).collect();
        if broken.len() > SHOWN {
            list.push(format!("and {} more", broken.len() - SHOWN));
        }
        let list = list.join("\n  ");
        if self.skip_broken {
            eprintln!(
                "left out {} rows that cannot be read:\n  {list}",
                broken.len()
            );
            return Ok(());
        }
        Err(CliError::new(
            format!("{} rows cannot be read:\n  {list}", broken.len()),
            "mend them, or leave them out with --skip-broken",
        ))
    }
}

/// The word vectors of a file; of none where it is called `none`; without a file the shipped ones.
pub(crate) fn vectors(path: Option<&Path>) -> Result<Option<Arc<Vectors>>, CliError> {
    let vectors = match path {
        None => assets::vectors("the built-in vectors.dat", assets::VECTORS)?,
        Some(path) if path.as_os_str() == "none" => return Ok(None),
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
            assets::vectors(&path.display().to_string(), &bytes)?
        }
    };
    Ok(Some(Arc::new(vectors)))
}

/// A trained model and how it did on rows that it had not seen.
pub(crate) struct Trained {
    pub(crate) bytes: Vec<u8>,
    pub(crate) held_out: Metrics,
}

/// Whose rows a model is fitted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The project's, with options that suit them.
    Shipped,
    /// A team's own, which choose the options.
    Own,
}

/// Chooses options, cross-validates, calibrates and fits.
pub(crate) fn fit(
    rows: &[Row],
    name: &str,
    vectors: Option<Arc<Vectors>>,
    purpose: Purpose,
) -> Result<Trained, CliError> {
    let named = match purpose {
        Purpose::Shipped => Vec::new(),
        Purpose::Own => [rows, &dataset::names(rows)].concat(),
    };
    let rows = if named.is_empty() { rows } else { &named };
    let prepared = Prepared::new(rows, vectors);
    let labels = prepared
        .labels
        .iter()
        .filter(|l| *l != OUT_OF_SCOPE)
        .count();
    if labels < 2 {
        return Err(CliError::new(
            format!("the rows have {labels} label(s), a classifier needs two"),
            "add rows of another intent",
        ));
    }
    let most_weights = match purpose {
        Purpose::Shipped => MOST_SHIPPED_WEIGHTS,
        Purpose::Own => MOST_WEIGHTS,
    };
    let mut options = FitOptions {
        most_features: most_weights / (prepared.labels.len() + 5),
        ..FitOptions::default()
    };
    let faulty = |error| {
        CliError::new(
            format!("the trained model cannot be read back: {error}"),
            "report this with the labels of your file",
        )
    };
    if purpose == Purpose::Own {
        options = choose(&prepared, &options).map_err(faulty)?;
        eprintln!(
            "chosen by cross-validation: words {}, vectors {}, cost {}, nearest message {}",
            options.word_share, options.dense_length, options.svm.cost, options.neighbour_share
        );
    }
    // Of the shipped model whole trades are held out.
    let unlike = match purpose {
        Purpose::Shipped => Unlike::default(),
        Purpose::Own => unlike(&prepared, &options).map_err(faulty)?,
    };
    let folds = folds(rows);
    eprintln!(
        "{} rows, {} labels; measuring on {} held-out parts",
        rows.len(),
        prepared.labels.len(),
        folds.len()
    );
    let validation = cross_validate(&prepared, &folds, &options, &unlike).map_err(faulty)?;
    let all: Vec<usize> = (0..rows.len()).collect();
    let mut parts = prepared.fit(&all, name, &options);
    parts.confidence = validation.confidence;
    Ok(Trained {
        bytes: parts.to_bytes(),
        held_out: metrics::measure(&validation.outcomes),
    })
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> CommandResult {
    match &arguments.other {
        Some(Other::Language(arguments)) => return crate::language::train(arguments),
        Some(Other::Triggers(arguments)) => return crate::triggers::train(arguments),
        Some(Other::Sentiment(arguments)) => return crate::sentiment::train(arguments),
        None => {}
    }
    // The reader of the command line has seen to it that it is there.
    let out = arguments.out.as_deref().unwrap_or(Path::new("intent.dat"));
    let (rows, purpose) = if arguments.train.is_empty() {
        (shipped_rows(arguments)?, Purpose::Shipped)
    } else {
        (arguments.reading.rows(&arguments.train)?, Purpose::Own)
    };
    let vectors = vectors(arguments.vectors.as_deref())?;
    let trained = fit(&rows, &arguments.name, vectors, purpose)?;
    write(out, &trained.bytes)?;
    let json = serde_json::to_string_pretty(&trained.held_out).unwrap_or_default();
    let text = report::text(&trained.held_out);
    if let Some(path) = &arguments.report {
        let is_json = path
            .extension()
            .is_some_and(|extension| extension == "json");
        write(path, if is_json { &json } else { &text }.as_bytes())?;
    }
    if let Some(path) = &arguments.svg {
        write(path, reliability::svg(&trained.held_out).as_bytes())?;
    }
    println!("{}", if arguments.json { &json } else { &text });
    eprintln!(
        "wrote {} ({} KB); the figures are of rows held out in turn",
        out.display(),
        trained.bytes.len() / 1000
    );
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    std::fs::write(path, bytes).map_err(|error| {
        CliError::new(
            format!("cannot write {}: {error}", path.display()),
            "check that the directory is there and that you may write to it",
        )
    })
}

/// The project's own messages.
pub(crate) fn own_rows(directory: &Path, reading: &Reading) -> Result<Vec<Row>, CliError> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(directory)
        .map_err(|error| CliError::file(directory, &error))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "jsonl")
        })
        .collect();
    paths.sort();
    reading.rows(&paths)
}

/// The project's own messages and the public sets that are there.
fn shipped_rows(arguments: &Arguments) -> Result<Vec<Row>, CliError> {
    let directory = &arguments.messages;
    let mut rows = own_rows(directory, &arguments.reading)?;
    // The shipped vectors have read the messages of some trades: a figure of those would flatter.
    for row in &mut rows {
        row.own = row
            .group
            .as_deref()
            .is_none_or(|group| !sources::read_by_distillation(group));
    }
    let Some(data) = &arguments.data else {
        eprintln!("no --data: trained on {} alone", directory.display());
        return Ok(rows);
    };
    let tables = sources::all().map_err(|error| {
        CliError::new(
            format!("a mapping table cannot be read: {error}"),
            "mend it in crates/trainer/mappings",
        )
    })?;
    for source in tables.iter().filter(|source| source.used) {
        match source
            .read(data)
            .map_err(|error| CliError::file(data, &error))?
        {
            Some(labelled) => {
                arguments.reading.refuse(&labelled.broken)?;
                eprintln!(
                    "{}: {} rows, {}",
                    source.name,
                    labelled.rows.len(),
                    source.licence
                );
                rows.extend(labelled.rows);
            }
            None => eprintln!("{}: not in {}, left out", source.name, data.display()),
        }
    }
    Ok(rows)
}
