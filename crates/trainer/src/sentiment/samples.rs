//! What the sentiment model is fitted to: messages with the share of each class.

use handrail::sentiment::model::{CLASSES, PerClass};
use handrail::text::Conversation;
use handrail::ticket::{Message, Ticket};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// A message with what is known of its feeling.
#[derive(Debug)]
pub struct Sample {
    /// The message, read.
    pub conversation: Conversation,
    /// Share of each class.
    pub target: PerClass<f32>,
    /// How much it counts.
    pub weight: f32,
    /// Set from which it comes.
    pub source: Source,
    /// Samples of one block are held out together; `None` is never held out.
    pub block: Option<String>,
    /// `negative`, `neutral` or `positive`, where people said so.
    pub label: Option<&'static str>,
    /// How people rated it, where they did.
    pub rating: Option<f64>,
}

/// Where a sample comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The project's own messages with their sentiment.
    Own,
    /// The project's messages that show a trigger, and near misses.
    Triggers,
    /// The project's messages by intent.
    Intents,
    /// Tweets that 20 people rated (VADER).
    Tweets,
    /// Comments with emotions (GoEmotions).
    Emotions,
}

/// How much a sample of each set counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SourceWeights {
    /// Own messages; positive ones, which are fewer, count [`Self::positive`] times as much.
    pub own: f32,
    /// See `own`.
    pub positive: f32,
    /// Messages that show a trigger.
    pub triggers: f32,
    /// Messages by intent.
    pub intents: f32,
    /// Rated tweets.
    pub tweets: f32,
    /// Comments with emotions.
    pub emotions: f32,
}

impl Default for SourceWeights {
    fn default() -> Self {
        Self {
            own: 2.0,
            positive: 1.7,
            triggers: 0.2,
            intents: 0.3,
            tweets: 1.0,
            emotions: 0.1,
        }
    }
}

/// Lines of a block: neighbours may be of one hand and mood.
const BLOCK: usize = 12;
/// Tweets of a block.
const TWEET_BLOCK: usize = 20;
/// The rating that counts as the strongest.
const STRONGEST_RATING: f64 = 3.6;

/// Shares of the classes whose expected score is `score`.
#[must_use]
pub fn shares(score: f64) -> PerClass<f32> {
    let mut shares = [0.0; CLASSES.len()];
    let place = (score.clamp(-1.0, 1.0) + 1.0) * (CLASSES.len() - 1) as f64 / 2.0;
    let below = (place as usize).min(CLASSES.len() - 2);
    let part = (place - below as f64) as f32;
    if let Some([low, high]) = shares.get_mut(below..below + 2) {
        *low = 1.0 - part;
        *high = part;
    }
    shares
}

/// A message as a conversation of one.
#[must_use]
pub fn conversation(text: &str) -> Conversation {
    let message = serde_json::from_value::<Message>(json!({"id": "m", "body": text}));
    Conversation::read(&Ticket {
        messages: message.into_iter().collect(),
        ..Ticket::default()
    })
}

fn sample(text: &str, target: PerClass<f32>, weight: f32, source: Source) -> Sample {
    Sample {
        conversation: conversation(text),
        target,
        weight,
        source,
        block: None,
        label: None,
        rating: None,
    }
}

fn rows(path: &Path) -> io::Result<Vec<Value>> {
    let text = std::fs::read_to_string(path)?;
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).map_err(io::Error::other))
        .collect()
}

fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// The project's own messages. Runs of one language and length are twins of each other, line by line:
/// they share their blocks.
///
/// # Errors
/// When the file cannot be read.
pub fn own(path: &Path, weights: &SourceWeights) -> io::Result<Vec<Sample>> {
    let rows = rows(path)?;
    let mut samples = Vec::new();
    for run in rows.chunk_by(|one, other| text(one, "lang") == text(other, "lang")) {
        for (at, row) in run.iter().enumerate() {
            let angry = row.get("anger").and_then(Value::as_bool) == Some(true);
            let (label, target) = match (text(row, "sentiment"), angry) {
                ("negative", true) => ("negative", [0.85, 0.15, 0.0, 0.0, 0.0]),
                ("negative", false) => ("negative", [0.1, 0.9, 0.0, 0.0, 0.0]),
                ("positive", _) => ("positive", [0.0, 0.0, 0.0, 0.5, 0.5]),
                ("neutral", _) => ("neutral", [0.0, 0.0, 1.0, 0.0, 0.0]),
                (other, _) => {
                    return Err(io::Error::other(format!("`{other}` is no sentiment")));
                }
            };
            let more = if label == "positive" {
                weights.positive
            } else {
                1.0
            };
            samples.push(Sample {
                block: Some(format!("{} {}", run.len(), at / BLOCK)),
                label: Some(label),
                ..sample(text(row, "text"), target, weights.own * more, Source::Own)
            });
        }
    }
    Ok(samples)
}

/// Messages that show a trigger which only the unhappy show, and their near misses.
///
/// # Errors
/// When a file is there and cannot be read.
pub fn triggers(directory: &Path, weights: &SourceWeights) -> io::Result<Vec<Sample>> {
    const HARSH: PerClass<f32> = [0.25, 0.5, 0.25, 0.0, 0.0];
    const QUIET: PerClass<f32> = [0.0, 0.15, 0.75, 0.08, 0.02];
    let mut samples = Vec::new();
    for (kind, target, quiet) in [
        (
            "frustration",
            [0.8, 0.2, 0.0, 0.0, 0.0],
            Some([0.02, 0.18, 0.65, 0.1, 0.05]),
        ),
        ("staff_complaint", [0.5, 0.5, 0.0, 0.0, 0.0], None),
        ("review_threat", [0.5, 0.45, 0.05, 0.0, 0.0], None),
        ("legal_language", HARSH, Some(QUIET)),
        ("third_party_claim", HARSH, Some(QUIET)),
        ("payment_dispute", HARSH, Some(QUIET)),
        ("product_harm", HARSH, Some(QUIET)),
        ("churn_risk", HARSH, None),
        ("repeat_contact", HARSH, Some(QUIET)),
    ] {
        let path = directory.join(format!("{kind}.jsonl"));
        if !path.exists() {
            continue;
        }
        for row in rows(&path)? {
            let fires = row.get("fires").and_then(Value::as_bool) == Some(true);
            let Some(target) = (if fires { Some(target) } else { quiet }) else {
                continue;
            };
            samples.push(sample(
                text(&row, "text"),
                target,
                weights.triggers,
                Source::Triggers,
            ));
        }
    }
    Ok(samples)
}

/// Messages of intents that mostly go with a feeling, or with none.
///
/// # Errors
/// When a file is there and cannot be read.
pub fn intents(directory: &Path, weights: &SourceWeights) -> io::Result<Vec<Sample>> {
    const PLAIN: PerClass<f32> = [0.0, 0.05, 0.92, 0.03, 0.0];
    let mut samples = Vec::new();
    for (intent, target) in [
        ("praise_or_feedback", [0.0, 0.15, 0.1, 0.4, 0.35]),
        ("complaint_service", [0.5, 0.5, 0.0, 0.0, 0.0]),
        ("account_details_change", PLAIN),
        ("address_change", PLAIN),
        ("invoice_request", PLAIN),
        ("order_change", PLAIN),
        ("order_status", PLAIN),
        ("other", PLAIN),
        ("product_question", PLAIN),
        ("promotion_or_credit", PLAIN),
        ("return_policy", PLAIN),
        ("stock_availability", PLAIN),
    ] {
        let path = directory.join(format!("{intent}.jsonl"));
        if !path.exists() {
            continue;
        }
        for row in rows(&path)? {
            samples.push(sample(
                text(&row, "text"),
                target,
                weights.intents,
                Source::Intents,
            ));
        }
    }
    Ok(samples)
}

/// The tweets that people rated from -4 to 4.
///
/// # Errors
/// When the file cannot be read.
pub fn tweets(path: &Path, weights: &SourceWeights) -> io::Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for (at, row) in rows(path)?.iter().enumerate() {
        let rating = row.get("valence").and_then(Value::as_f64).unwrap_or(0.0);
        samples.push(Sample {
            block: Some(format!("tweets {}", at / TWEET_BLOCK)),
            rating: Some(rating),
            ..sample(
                text(row, "text"),
                shares(rating / STRONGEST_RATING),
                weights.tweets,
                Source::Tweets,
            )
        });
    }
    Ok(samples)
}

/// Every `every`th of the comments whose emotion is clear. Those without one are left out: they are
/// talk of anything, not requests.
///
/// # Errors
/// When the file cannot be read.
pub fn emotions(path: &Path, every: usize, weights: &SourceWeights) -> io::Result<Vec<Sample>> {
    let scores: BTreeMap<&str, f64> = [
        ("anger", -0.8),
        ("annoyance", -0.5),
        ("disappointment", -0.5),
        ("disapproval", -0.35),
        ("disgust", -0.7),
        ("sadness", -0.3),
        ("fear", -0.3),
        ("admiration", 0.7),
        ("gratitude", 0.6),
        ("joy", 0.7),
        ("love", 0.8),
        ("excitement", 0.7),
        ("pride", 0.6),
        ("relief", 0.5),
        ("approval", 0.3),
    ]
    .into_iter()
    .collect();
    let mut samples = Vec::new();
    for row in rows(path)?.iter().step_by(every.max(1)) {
        let labels = row.get("labels").and_then(Value::as_array);
        let found: Vec<f64> = labels
            .into_iter()
            .flatten()
            .filter_map(|label| scores.get(label.as_str()?).copied())
            .collect();
        if found.is_empty() {
            continue;
        }
        let mean = found.iter().sum::<f64>() / found.len() as f64;
        samples.push(sample(
            text(row, "text"),
            shares(mean),
            weights.emotions,
            Source::Emotions,
        ));
    }
    Ok(samples)
}
