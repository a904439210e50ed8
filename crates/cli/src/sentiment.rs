//! `handrail train sentiment` and `handrail evaluate --sentiment`: how customers feel.

use crate::error::CliError;
use crate::{CommandResult, say};
use handrail::sentiment::SentimentReader;
use handrail::sentiment::model::SentimentModel;
use handrail_trainer::sentiment::fit::{self, FitOptions};
use handrail_trainer::sentiment::measure::{self, LABELS, Outcome};
use handrail_trainer::sentiment::samples::{self, Sample, SourceWeights};
use handrail_trainer::sentiment::words;
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Fits the sentiment model, after measuring it on messages that it has not seen. The same data gives
/// the same bytes.
#[derive(Debug, clap::Args)]
pub(crate) struct TrainArguments {
    /// Directory of the public data sets: vader, goemotions
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Directory of the project's own messages: sentiment, triggers, intents
    #[arg(long, value_name = "DIR", default_value = "data")]
    own: PathBuf,
    /// Where the model goes
    #[arg(long, value_name = "FILE", default_value = "www/data/sentiment.dat")]
    out: PathBuf,
    /// Learning rate
    #[arg(long, default_value_t = FitOptions::default().rate)]
    rate: f32,
    /// Pull of the weights to 0
    #[arg(long, default_value_t = FitOptions::default().shrink)]
    shrink: f32,
    /// Passes over the messages
    #[arg(long, default_value_t = FitOptions::default().passes)]
    passes: usize,
    /// Most features that are kept
    #[arg(long, default_value_t = FitOptions::default().most_features)]
    features: usize,
    /// How much the sets count: own messages, positive ones among them, triggers, intents, tweets,
    /// comments
    #[arg(long, num_args = 6)]
    weights: Option<Vec<f32>>,
    /// Only measure: write no model
    #[arg(long)]
    dry: bool,
    /// Write the held-out verdicts to a file, a line each
    #[arg(long, value_name = "FILE")]
    verdicts: Option<PathBuf>,
}

/// Of the comments with emotions, one in so many is read: they help little.
const EVERY_COMMENT: usize = 3;

/// Runs `handrail train sentiment`.
pub(crate) fn train(arguments: &TrainArguments) -> CommandResult {
    let faulty = |path: &Path| {
        let path = path.to_owned();
        move |error: io::Error| CliError::file(&path, &error)
    };
    let mut weights = SourceWeights::default();
    if let Some([own, positive, triggers, intents, tweets, emotions]) = arguments.weights.as_deref()
    {
        weights = SourceWeights {
            own: *own,
            positive: *positive,
            triggers: *triggers,
            intents: *intents,
            tweets: *tweets,
            emotions: *emotions,
        };
    }
    let own = arguments.own.join("sentiment/messages.jsonl");
    let acting = arguments.own.join("sentiment/words.txt");
    let mut all = samples::own(&own, &weights).map_err(faulty(&own))?;
    told(&own, all.len());
    for (name, read) in [
        (
            "triggers",
            samples::triggers as fn(&Path, &SourceWeights) -> io::Result<Vec<Sample>>,
        ),
        ("intents", samples::intents),
    ] {
        let directory = arguments.own.join(name);
        let more = read(&directory, &weights).map_err(faulty(&directory))?;
        told(&directory, more.len());
        all.extend(more);
    }
    let mut lexicon = None;
    if let Some(data) = &arguments.data {
        lexicon = Some(data.join("vader/vader_lexicon.txt"));
        let tweets = data.join("vader/tweets.jsonl");
        let more = samples::tweets(&tweets, &weights).map_err(faulty(&tweets))?;
        told(&tweets, more.len());
        all.extend(more);
        let comments = data.join("goemotions/train.jsonl");
        let more =
            samples::emotions(&comments, EVERY_COMMENT, &weights).map_err(faulty(&comments))?;
        told(&comments, more.len());
        all.extend(more);
    }
    let words = words::read(lexicon.as_deref(), &acting).map_err(faulty(&acting))?;
    let options = FitOptions {
        rate: arguments.rate,
        shrink: arguments.shrink,
        passes: arguments.passes,
        most_features: arguments.features,
        ..FitOptions::default()
    };
    let readings = fit::readings(&all, &words);
    let outcomes = measure::held_out(&all, &readings, &words, &options);
    let [own, tweets] = measure::held_out_figures(&all, &outcomes);
    say(&format!("held out, own messages: {}", measure::text(&own)))?;
    if tweets.rows > 0 {
        say(&format!("held out, tweets: {}", measure::text(&tweets)))?;
    }
    if let Some(path) = &arguments.verdicts {
        let lines: String = outcomes
            .iter()
            .map(|(at, o)| verdict_line(&all, *at, o))
            .collect();
        write(path, lines.as_bytes())?;
    }
    if arguments.dry {
        return Ok(ExitCode::SUCCESS);
    }
    let everything: Vec<usize> = (0..all.len()).collect();
    let parts = fit::fit(&all, &readings, &everything, &words, &options);
    let bytes = parts.to_bytes();
    write(&arguments.out, &bytes)?;
    say(&format!(
        "{}: {} features, {} words, {} bytes",
        arguments.out.display(),
        parts.buckets.len(),
        parts.words.len(),
        bytes.len()
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn told(path: &Path, count: usize) {
    eprintln!("{}: {count} messages", path.display());
}

fn verdict_line(all: &[Sample], at: usize, outcome: &Outcome) -> String {
    let text = all
        .get(at)
        .and_then(|sample| sample.conversation.messages.first())
        .map_or("", |passage| &passage.visible);
    let row = serde_json::json!({
        "text": text, "truth": outcome.truth, "rating": outcome.rating,
        "found": outcome.found, "score": outcome.score,
    });
    format!("{row}\n")
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    std::fs::write(path, bytes).map_err(|error| {
        CliError::new(
            format!("cannot write {}: {error}", path.display()),
            "check that the directory is there and that you may write to it",
        )
    })
}

/// Runs `handrail evaluate --sentiment`.
pub(crate) fn evaluate(
    path: &Path,
    rating_field: &str,
    model: Option<Arc<SentimentModel>>,
    json: bool,
) -> CommandResult {
    let reader = SentimentReader::new(model);
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    let mut outcomes = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        outcomes.push(row(&reader, line, rating_field).map_err(|reason| {
            CliError::new(
                format!("{}:{}: {reason}", path.display(), number + 1),
                "a row is {\"text\": …, \"sentiment\": \"negative\", \"neutral\" or \"positive\"}, or has a numeric rating",
            )
        })?);
    }
    let figures = measure::measure(&outcomes);
    if json {
        say(&serde_json::to_string_pretty(&figures).unwrap_or_default())?;
    } else {
        say(measure::text(&figures).trim_end())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn row(reader: &SentimentReader, line: &str, rating_field: &str) -> Result<Outcome, String> {
    let row: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let text = row
        .get("text")
        .and_then(Value::as_str)
        .ok_or("no field `text`")?;
    let truth = row.get("sentiment").and_then(Value::as_str);
    let rating = row.get(rating_field).and_then(Value::as_f64);
    if let Some(truth) = truth.filter(|truth| !LABELS.contains(truth)) {
        return Err(format!("`{truth}` is no sentiment"));
    }
    if truth.is_none() && rating.is_none() {
        return Err(format!("neither `sentiment` nor `{rating_field}`"));
    }
    let conversation = samples::conversation(text);
    Ok(measure::outcome(reader, &conversation, truth, rating))
}
