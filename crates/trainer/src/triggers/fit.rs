//! Fits the model: one linear machine a kind, over the features worth keeping.

use super::platt;
use super::sentences::{Corpus, Label, Origin, Row};
use crate::svm::{self, Fitted, SvmOptions, Vector};
use handrail::escalation::model::features::CHARACTERS;
use handrail::escalation::model::file::ModelParts;
use handrail::escalation::model::{Kind, length};
use std::collections::BTreeMap;

/// How to fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitOptions {
    /// The machine.
    pub svm: SvmOptions,
    /// A feature must stand in at least so many rows.
    pub least_rows: u32,
    /// Most features that are kept; those with the largest weights stay.
    pub most_features: usize,
    /// How much words and character pieces count.
    pub shares: [f32; 2],
    /// How often a sentence of a whole ticket, or an example of a rule, counts, where one that was written for a kind counts once.
    pub ticket_weight: f32,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            svm: SvmOptions {
                cost: 1.0,
                tolerance: 0.02,
                passes: 100,
                ..SvmOptions::default()
            },
            least_rows: 2,
            most_features: 50_000,
            shares: [0.7, 0.7],
            ticket_weight: 3.0,
        }
    }
}

/// Fits on the rows with these indices. The probabilities are not calibrated yet.
#[must_use]
pub fn fit(corpus: &Corpus, train: &[usize], options: &FitOptions) -> ModelParts {
    let rows: Vec<&Row> = train.iter().filter_map(|at| corpus.rows.get(*at)).collect();
    let mut keys = vocabulary(&rows, options.least_rows);
    let mut fitted = machines(corpus, &rows, &keys, options);
    if keys.len() > options.most_features {
        keys = heaviest(&keys, &fitted, options.most_features);
        fitted = machines(corpus, &rows, &keys, options);
    }
    let kinds = corpus
        .kinds
        .iter()
        .zip(&fitted)
        .map(|(name, one)| {
            let most = one
                .weights
                .iter()
                .fold(0.0_f32, |most, w| most.max(w.abs()));
            Kind {
                name: name.clone(),
                bias: one.bias,
                step: most.max(f32::MIN_POSITIVE) / 127.0,
                slope: 1.0,
                offset: 0.0,
            }
        })
        .collect::<Vec<_>>();
    let mut weights = Vec::with_capacity(keys.len() * kinds.len());
    for position in 0..keys.len() {
        for (kind, one) in kinds.iter().zip(&fitted) {
            let weight = one.weights.get(position).copied().unwrap_or(0.0);
            weights.push((weight / kind.step).round() as i8);
        }
    }
    ModelParts {
        kinds,
        shares: options.shares,
        keys,
        weights,
    }
}

/// Fits the probabilities of all kinds; `scores` are those of held-out rows, with the row. Only the
/// sentences of whole tickets count: the probability is meant among what customers write.
pub fn calibrate(parts: &mut ModelParts, scores: &[(&Row, Vec<f32>)]) {
    for (at, kind) in parts.kinds.iter_mut().enumerate() {
        let rows: Vec<(f32, bool)> = scores
            .iter()
            .filter(|(row, _)| row.origin == Origin::Ticket)
            .filter_map(|(row, scores)| {
                let label = row.labels.get(at)?;
                (*label != Label::Open).then_some((*scores.get(at)?, *label == Label::Fires))
            })
            .collect();
        (kind.slope, kind.offset) = platt::fit(&rows);
    }
}

/// Keys that stand in enough rows, sorted.
fn vocabulary(rows: &[&Row], least: u32) -> Vec<u32> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for row in rows {
        let mut last = None;
        for key in &row.keys {
            if last != Some(key) {
                *counts.entry(*key).or_default() += 1;
                last = Some(key);
            }
        }
    }
    counts
        .into_iter()
        .filter(|(_, rows)| *rows >= least)
        .map(|(key, _)| key)
        .collect()
}

/// The keys whose weights are largest over all kinds, sorted.
fn heaviest(keys: &[u32], fitted: &[Fitted], most: usize) -> Vec<u32> {
    let mut ranked: Vec<(f32, u32)> = keys
        .iter()
        .enumerate()
        .map(|(position, key)| {
            let sum = fitted
                .iter()
                .filter_map(|one| one.weights.get(position))
                .map(|weight| weight * weight)
                .sum();
            (sum, *key)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.truncate(most);
    let mut kept: Vec<u32> = ranked.into_iter().map(|(_, key)| key).collect();
    kept.sort_unstable();
    kept
}

fn machines(corpus: &Corpus, rows: &[&Row], keys: &[u32], options: &FitOptions) -> Vec<Fitted> {
    let vectors: Vec<Vector> = rows
        .iter()
        .map(|row| vector(&row.keys, keys, options.shares))
        .collect();
    let vectors: Vec<&Vector> = vectors.iter().collect();
    let kinds = corpus.kinds.len();
    let mut fitted = vec![Fitted::default(); kinds];
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(4));
    let share = kinds.div_ceil(threads).max(1);
    let vectors = &vectors;
    std::thread::scope(|scope| {
        for (part, slots) in fitted.chunks_mut(share).enumerate() {
            scope.spawn(move || {
                for (offset, slot) in slots.iter_mut().enumerate() {
                    let kind = part * share + offset;
                    let label = |row: &&Row| row.labels.get(kind).copied().unwrap_or(Label::Open);
                    let labels: Vec<usize> = rows
                        .iter()
                        .map(|row| usize::from(label(row) == Label::Fires))
                        .collect();
                    let weights: Vec<f32> = rows
                        .iter()
                        .map(|row| match (label(row), row.origin) {
                            (Label::Open, _) => 0.0,
                            (_, Origin::Ticket | Origin::Example) => options.ticket_weight,
                            _ => 1.0,
                        })
                        .collect();
                    *slot = svm::fit_one(vectors, &labels, &weights, 1, keys.len(), &options.svm);
                }
            });
        }
    });
    fitted
}

/// The vector of a row over known keys: what [`handrail::escalation::model::SentenceModel`] sums.
fn vector(row: &[u32], keys: &[u32], shares: [f32; 2]) -> Vector {
    let mut vector: Vector = Vec::new();
    let mut known = [0_u32; 2];
    let mut words = 0;
    for key in row {
        let Ok(position) = keys.binary_search(key) else {
            continue;
        };
        let group = usize::from(key & CHARACTERS != 0);
        if let Some(count) = known.get_mut(group) {
            *count += 1;
        }
        match vector.last_mut() {
            Some((last, value)) if *last == position as u32 => *value += 1.0,
            _ => {
                vector.push((position as u32, 1.0));
                words += usize::from(group == 0);
            }
        }
    }
    let [word_share, character_share] = shares;
    let [known_words, known_characters] = known;
    let word_factor = word_share / length(known_words);
    let character_factor = character_share / length(known_characters);
    for (index, (_, value)) in vector.iter_mut().enumerate() {
        *value *= if index < words {
            word_factor
        } else {
            character_factor
        };
    }
    vector
}
