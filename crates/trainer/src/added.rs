//! Measures intents that a lead adds with a few examples: are they found, and do they take messages
//! away from the intents that were there before?
//!
//! Labels of a set that the taxonomy lacks play the added intents. The messages of the other intents are
//! read by models that have not seen their trades.

use crate::cross_validation::folds;
use crate::dataset::Row;
use crate::fit::{FitOptions, Prepared};
use crate::seeded::Seeded;
use handrail::analysis::{Band, IntentVerdict, LanguageVerdict};
use handrail::intent::calibration::Confidence;
use handrail::intent::{IntentClassifier, IntentModel};
use handrail::settings::intents::IntentSetting;
use handrail::text::vectors::Vectors;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Parts in which trades are held out.
const PARTS: usize = 4;
/// Draws of added intents and their examples, for each part.
const DRAWS: u64 = 5;
/// A label needs so many rows beside its examples.
const LEAST_TESTED: usize = 5;

/// A message that plays an example or a test.
#[derive(Debug, Clone)]
pub struct StandIn {
    /// What the customer wrote.
    pub text: String,
    /// It, read.
    pub row: Row,
}

/// How verdicts fared.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Messages.
    pub rows: usize,
    /// Whose best candidate was right.
    pub right: usize,
    /// For which the classifier did not abstain.
    pub given: usize,
    /// And was right.
    pub given_right: usize,
    /// In the high band.
    pub high: usize,
    /// And right.
    pub high_right: usize,
    /// Given to an added intent, without abstaining.
    pub taken: usize,
    /// In the high band given to an added intent.
    pub taken_high: usize,
    /// Sum of the confidences of verdicts that name an added intent.
    pub added_confidence: f64,
    /// Verdicts that name an added intent.
    pub added: usize,
    /// And are right.
    pub added_right: usize,
}

impl Tally {
    fn add(&mut self, verdict: &IntentVerdict, right: bool, added: &[IntentSetting]) {
        let given = verdict.abstained.is_none();
        let high = verdict.band == Band::High;
        let is_added = added.iter().any(|one| one.id == verdict.label);
        self.rows += 1;
        self.right += usize::from(right);
        self.given += usize::from(given);
        self.given_right += usize::from(given && right);
        self.high += usize::from(high);
        self.high_right += usize::from(high && right);
        self.taken += usize::from(given && is_added);
        self.taken_high += usize::from(high && is_added);
        if is_added {
            self.added_confidence += verdict.confidence;
            self.added += 1;
            self.added_right += usize::from(right);
        }
    }
}

/// What came of one number of examples.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// Examples of each added intent.
    pub examples: usize,
    /// Messages of the added intents.
    pub own: Tally,
    /// Messages of the intents that were there, before any was added.
    pub before: Tally,
    /// The same messages after.
    pub after: Tally,
    /// Messages of the set's other labels, of which no intent knows.
    pub others: Tally,
}

/// What is measured on.
#[derive(Debug)]
pub struct Stage<'a> {
    /// The messages of the intents that are there.
    pub rows: &'a [Row],
    /// The messages of which some play added intents.
    pub stand_ins: &'a [StandIn],
    /// How the models are calibrated.
    pub confidence: &'a Confidence,
    /// The settings' intents.
    pub settings: &'a [IntentSetting],
    /// The word vectors.
    pub vectors: Arc<Vectors>,
    /// How many intents are added at once.
    pub added: usize,
}

/// Measures for each number of examples.
///
/// # Errors
/// A model that cannot be read back, or settings that are refused, in words.
pub fn measure(
    stage: &Stage<'_>,
    options: &FitOptions,
    examples: &[usize],
) -> Result<Vec<Measured>, String> {
    let prepared = Prepared::new(stage.rows, Some(Arc::clone(&stage.vectors)));
    let folds = folds(stage.rows);
    let mut by_label: BTreeMap<&str, Vec<&StandIn>> = BTreeMap::new();
    for one in stage.stand_ins {
        by_label.entry(&one.row.label).or_default().push(one);
    }
    let mut measured: Vec<Measured> = examples
        .iter()
        .map(|examples| Measured {
            examples: *examples,
            ..Measured::default()
        })
        .collect();
    for part in 0..PARTS {
        let held: Vec<usize> = folds
            .iter()
            .skip(part)
            .step_by(PARTS)
            .flatten()
            .copied()
            .collect();
        let train: Vec<usize> = (0..stage.rows.len())
            .filter(|row| !held.contains(row))
            .collect();
        let mut parts = prepared.fit(&train, "part", options);
        parts.confidence = stage.confidence.clone();
        let model = IntentModel::from_bytes(&parts.to_bytes()).map_err(|e| e.to_string())?;
        let model = Arc::new(model);
        let before = Reader::new(stage, &model, &[])?;
        let old: Vec<(&Row, IntentVerdict)> = held
            .iter()
            .filter_map(|row| stage.rows.get(*row))
            .map(|row| (row, before.read(row)))
            .collect();
        for measured in &mut measured {
            for draw in 0..DRAWS {
                let seed = draw + DRAWS * part as u64;
                let (added, tests) = draw_intents(&by_label, stage.added, measured.examples, seed);
                let after = Reader::new(stage, &model, &added)?;
                for (row, verdict) in &old {
                    measured
                        .before
                        .add(verdict, verdict.label == row.label, &added);
                    let verdict = after.read(row);
                    measured
                        .after
                        .add(&verdict, verdict.label == row.label, &added);
                }
                for one in tests {
                    let verdict = after.read(&one.row);
                    if added.iter().any(|added| added.id == one.row.label) {
                        measured
                            .own
                            .add(&verdict, verdict.label == one.row.label, &added);
                    } else {
                        measured.others.add(&verdict, false, &added);
                    }
                }
            }
        }
    }
    Ok(measured)
}

/// Some labels as added intents, and all messages that are no examples.
fn draw_intents<'a>(
    by_label: &BTreeMap<&'a str, Vec<&'a StandIn>>,
    added: usize,
    examples: usize,
    seed: u64,
) -> (Vec<IntentSetting>, Vec<&'a StandIn>) {
    let mut random = Seeded::new(101 + seed);
    let mut labels: Vec<&str> = by_label
        .iter()
        .filter(|(_, rows)| rows.len() >= examples + LEAST_TESTED)
        .map(|(label, _)| *label)
        .collect();
    random.shuffle(&mut labels);
    labels.truncate(added);
    let mut settings = Vec::new();
    let mut tests = Vec::new();
    for (label, rows) in by_label {
        let mut rows = rows.clone();
        if labels.contains(label) {
            random.shuffle(&mut rows);
            let rest = rows.split_off(examples);
            settings.push(IntentSetting {
                id: (*label).to_owned(),
                examples: Some(rows.iter().map(|one| one.text.clone()).collect()),
                ..IntentSetting::default()
            });
            rows = rest;
        }
        tests.extend(rows);
    }
    (settings, tests)
}

struct Reader(IntentClassifier);

impl Reader {
    fn new(
        stage: &Stage<'_>,
        model: &Arc<IntentModel>,
        added: &[IntentSetting],
    ) -> Result<Self, String> {
        let settings = [stage.settings, added].concat();
        IntentClassifier::new(
            Some(Arc::clone(model)),
            Some(Arc::clone(&stage.vectors)),
            &settings,
        )
        .map(Self)
        .map_err(|error| error.to_string())
    }

    fn read(&self, row: &Row) -> IntentVerdict {
        let unknown = LanguageVerdict {
            code: "und".to_owned(),
            confidence: 0.0,
        };
        self.0.classify(&row.conversation, &unknown)
    }
}

/// The figures as lines of a table.
#[must_use]
pub fn table(all: &[Measured]) -> String {
    let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
    let mut text = String::new();
    for one in all {
        let (own, before, after, others) = (&one.own, &one.before, &one.after, &one.others);
        let line = |name: &str, tally: &Tally| {
            format!(
                "  {name}: {} messages, accuracy {:.3}, given {:.3} of which right {:.3}, high {:.3} of which right {:.3}\n",
                tally.rows,
                share(tally.right, tally.rows),
                share(tally.given, tally.rows),
                share(tally.given_right, tally.given),
                share(tally.high, tally.rows),
                share(tally.high_right, tally.high),
            )
        };
        let taken = |name: &str, tally: &Tally| {
            format!(
                "  {name} given to an added intent: {:.4}, in the high band {:.4}\n",
                share(tally.taken, tally.rows),
                share(tally.taken_high, tally.rows),
            )
        };
        text.push_str(&format!("{} examples\n", one.examples));
        text.push_str(&line("added intents", own));
        text.push_str(&line("the others, before", before));
        text.push_str(&line("the others, after", after));
        text.push_str(&taken("of their messages", after));
        text.push_str(&taken("of messages that no intent knows", others));
        let named = own.added + after.added;
        text.push_str(&format!(
            "  verdicts that name an added intent: mean confidence {:.3}, right {:.3}\n",
            (own.added_confidence + after.added_confidence) / named.max(1) as f64,
            share(own.added_right + after.added_right, named),
        ));
    }
    text
}
