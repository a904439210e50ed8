//! How well sentiment is told.

use super::fit::{self, FitOptions};
use super::samples::{Sample, Source};
use crate::metrics::{Figure, resampled};
use crate::seeded::Seeded;
use handrail::analysis::LanguageVerdict;
use handrail::sentiment::SentimentReader;
use handrail::sentiment::features::Reading;
use handrail::sentiment::model::SentimentModel;
use handrail::text::Conversation;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// The three labels that are told apart.
pub const LABELS: [&str; 3] = ["negative", "neutral", "positive"];

/// What was said of a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What people said, if they chose a label.
    pub truth: Option<String>,
    /// How people rated it, if they did.
    pub rating: Option<f64>,
    /// The label that was found, one of [`LABELS`].
    pub found: String,
    /// The score that was found.
    pub score: f64,
}

/// Figures of a label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelFigures {
    /// The label.
    pub label: String,
    /// Messages with it.
    pub rows: usize,
    /// Share of its findings that were right.
    pub precision: f64,
    /// Share of its messages that were found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// How many of its messages were found as each of [`LABELS`].
    pub found_as: [usize; 3],
}

/// All figures of a measurement, with 95 % ranges.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Messages.
    pub rows: usize,
    /// Share whose label was right.
    pub accuracy: Option<Figure>,
    /// Mean F1 of the labels.
    pub macro_f1: Option<Figure>,
    /// By label.
    pub labels: Vec<LabelFigures>,
    /// Pearson's correlation of score and rating.
    pub correlation: Option<Figure>,
}

/// What a reader says of a message.
#[must_use]
pub fn outcome(
    reader: &SentimentReader,
    conversation: &Conversation,
    truth: Option<&str>,
    rating: Option<f64>,
) -> Outcome {
    let verdict = reader.read(conversation, &LanguageVerdict::default());
    Outcome {
        truth: truth.map(str::to_owned),
        rating,
        found: verdict.label.trim_start_matches("very_").to_owned(),
        score: verdict.score,
    }
}

/// Measures outcomes.
#[must_use]
pub fn measure(outcomes: &[Outcome]) -> Figures {
    let labelled: Vec<&Outcome> = outcomes.iter().filter(|o| o.truth.is_some()).collect();
    let rated: Vec<&Outcome> = outcomes.iter().filter(|o| o.rating.is_some()).collect();
    Figures {
        rows: outcomes.len(),
        accuracy: (!labelled.is_empty()).then(|| resampled(&labelled, &accuracy)),
        macro_f1: (!labelled.is_empty()).then(|| resampled(&labelled, &macro_f1)),
        labels: if labelled.is_empty() {
            Vec::new()
        } else {
            label_figures(&labelled)
        },
        correlation: (rated.len() > 1).then(|| resampled(&rated, &correlation)),
    }
}

fn accuracy(rows: &[&Outcome]) -> f64 {
    let right = rows
        .iter()
        .filter(|row| row.truth.as_ref() == Some(&row.found))
        .count();
    right as f64 / rows.len().max(1) as f64
}

fn macro_f1(rows: &[&Outcome]) -> f64 {
    let figures = label_figures(rows);
    figures.iter().map(|label| label.f1).sum::<f64>() / figures.len().max(1) as f64
}

fn label_figures(rows: &[&Outcome]) -> Vec<LabelFigures> {
    let count = |truth: &str, found: &str| {
        rows.iter()
            .filter(|row| row.truth.as_deref() == Some(truth) && row.found == found)
            .count()
    };
    LABELS
        .iter()
        .map(|label| {
            let found_as = LABELS.map(|found| count(label, found));
            let of = found_as.iter().sum::<usize>();
            let all = rows.iter().filter(|row| row.found == *label).count();
            let right = count(label, label) as f64;
            LabelFigures {
                label: (*label).to_owned(),
                rows: of,
                precision: right / all.max(1) as f64,
                recall: right / of.max(1) as f64,
                f1: 2.0 * right / (of + all).max(1) as f64,
                found_as,
            }
        })
        .filter(|label| label.rows > 0)
        .collect()
}

fn correlation(rows: &[&Outcome]) -> f64 {
    let count = rows.len() as f64;
    let pairs = || {
        rows.iter()
            .map(|row| (row.score, row.rating.unwrap_or(0.0)))
    };
    let mean = |pick: fn((f64, f64)) -> f64| pairs().map(pick).sum::<f64>() / count;
    let (score, rating) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let (mut both, mut own, mut other) = (0.0, 0.0, 0.0);
    for (x, y) in pairs() {
        both += (x - score) * (y - rating);
        own += (x - score) * (x - score);
        other += (y - rating) * (y - rating);
    }
    let spread = (own * other).sqrt();
    if spread > 0.0 { both / spread } else { 0.0 }
}

/// Parts into which the samples with a block are split.
const FOLDS: usize = 8;

/// Outcomes of the samples with a block, each by a model that has seen nothing of its block.
#[must_use]
pub fn held_out(
    samples: &[Sample],
    readings: &[Reading],
    words: &[(u32, u8, i8)],
    options: &FitOptions,
) -> Vec<(usize, Outcome)> {
    let blocks: BTreeSet<&String> = samples.iter().filter_map(|s| s.block.as_ref()).collect();
    let mut blocks: Vec<&String> = blocks.into_iter().collect();
    Seeded::new(5).shuffle(&mut blocks);
    let fold: BTreeMap<&String, usize> = blocks
        .into_iter()
        .enumerate()
        .map(|(at, block)| (block, at % FOLDS))
        .collect();
    let of = |sample: &Sample| sample.block.as_ref().and_then(|b| fold.get(b)).copied();
    let mut outcomes = Vec::new();
    for part in 0..FOLDS {
        let train: Vec<usize> = (0..samples.len())
            .filter(|at| samples.get(*at).is_some_and(|s| of(s) != Some(part)))
            .collect();
        let parts = fit::fit(samples, readings, &train, words, options);
        let reader = SentimentReader::new(Some(Arc::new(SentimentModel::new(parts))));
        for (at, sample) in samples.iter().enumerate() {
            if of(sample) == Some(part) {
                let outcome = outcome(&reader, &sample.conversation, sample.label, sample.rating);
                outcomes.push((at, outcome));
            }
        }
    }
    outcomes
}

/// Figures of the held-out outcomes: of the own messages, and of the rated tweets.
#[must_use]
pub fn held_out_figures(samples: &[Sample], outcomes: &[(usize, Outcome)]) -> [Figures; 2] {
    [Source::Own, Source::Tweets].map(|source| {
        let of: Vec<Outcome> = outcomes
            .iter()
            .filter(|(at, _)| samples.get(*at).is_some_and(|s| s.source == source))
            .map(|(_, outcome)| outcome.clone())
            .collect();
        measure(&of)
    })
}

/// The figures as a page of text.
#[must_use]
pub fn text(figures: &Figures) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    let shown = |figure: &Figure| {
        format!(
            "{:.3}  (95 % range {:.3} to {:.3})",
            figure.value, figure.low, figure.high
        )
    };
    line(format!("{} messages", figures.rows));
    if let Some(accuracy) = &figures.accuracy {
        line(format!("accuracy     {}", shown(accuracy)));
    }
    if let Some(macro_f1) = &figures.macro_f1 {
        line(format!("macro-F1     {}", shown(macro_f1)));
    }
    if let Some(correlation) = &figures.correlation {
        line(format!("correlation  {}", shown(correlation)));
    }
    if !figures.labels.is_empty() {
        line(format!(
            "{:<10}{:>6}{:>11}{:>8}{:>7}   found as {}",
            "label",
            "rows",
            "precision",
            "recall",
            "F1",
            LABELS.join(", ")
        ));
    }
    for label in &figures.labels {
        let [negative, neutral, positive] = label.found_as;
        line(format!(
            "{:<10}{:>6}{:>11.3}{:>8.3}{:>7.3}   {negative}, {neutral}, {positive}",
            label.label, label.rows, label.precision, label.recall, label.f1
        ));
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn row(truth: &str, found: &str, score: f64, rating: Option<f64>) -> Outcome {
        Outcome {
            truth: (!truth.is_empty()).then(|| truth.to_owned()),
            rating,
            found: found.to_owned(),
            score,
        }
    }

    #[track_caller]
    fn check(rows: &[Outcome], accuracy: Option<f64>, macro_f1: Option<f64>, r: Option<f64>) {
        let figures = measure(rows);
        let near = |found: Option<Figure>, wanted: Option<f64>| match (found, wanted) {
            (Some(found), Some(wanted)) => (found.value - wanted).abs() < 1e-9,
            (None, None) => true,
            _ => false,
        };
        assert!(near(figures.accuracy, accuracy), "{figures:?}");
        assert!(near(figures.macro_f1, macro_f1), "{figures:?}");
        assert!(near(figures.correlation, r), "{figures:?}");
        assert!(text(&figures).starts_with(&format!("{} messages", rows.len())));
    }

    #[test]
    fn figures_are_counted() {
        check(&[], None, None, None);
        check(
            &[
                row("negative", "negative", -1.0, None),
                row("negative", "neutral", 0.0, None),
                row("neutral", "neutral", 0.0, None),
                row("positive", "positive", 1.0, None),
            ],
            Some(0.75),
            Some((2.0 / 3.0 + 2.0 / 3.0 + 1.0) / 3.0),
            None,
        );
        check(
            &[
                row("", "negative", -1.0, Some(-2.0)),
                row("", "neutral", 0.0, Some(0.0)),
                row("", "positive", 1.0, Some(2.0)),
            ],
            None,
            None,
            Some(1.0),
        );
    }
}
