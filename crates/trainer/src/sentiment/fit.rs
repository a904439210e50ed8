//! Multinomial logistic regression by AdaGrad (Duchi, Hazan, Singer: "Adaptive Subgradient Methods for
//! Online Learning and Stochastic Optimization", 2011) over shares of classes.

use super::samples::Sample;
use crate::seeded::Seeded;
use handrail::sentiment::SentimentReader;
use handrail::sentiment::features::{BUCKETS, FIRST_PIECE_BUCKET, Reading, SIGNALS};
use handrail::sentiment::model::{
    CLASS_COUNT, PerClass, RARITY_STEP, SentimentModel, SentimentParts, softmax, vector,
};

/// How to fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitOptions {
    /// Learning rate.
    pub rate: f32,
    /// Pull of the weights to 0.
    pub shrink: f32,
    /// Passes over the samples.
    pub passes: usize,
    /// Rows in which a word, and a piece of a word, must stand.
    pub least_rows: (u32, u32),
    /// Most features that are kept: those of the largest weights.
    pub most_features: usize,
    /// Seed of the order of samples.
    pub seed: u64,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            rate: 0.05,
            shrink: 1e-5,
            passes: 8,
            least_rows: (2, 3),
            most_features: 55_000,
            seed: 11,
        }
    }
}

/// What the model reads of each sample.
#[must_use]
pub fn readings(samples: &[Sample], words: &[(u32, u8, i8)]) -> Vec<Reading> {
    let reader = SentimentReader::new(None);
    let table = SentimentModel::new(SentimentParts {
        words: words.to_vec(),
        ..SentimentParts::default()
    });
    samples
        .iter()
        .map(|sample| {
            let mut messages = sample.conversation.customer_messages();
            let mut reading = messages
                .next()
                .map_or_else(Reading::default, |passage| reader.features(passage, &table));
            reading.tokens = Vec::new();
            reading.feelings = Vec::new();
            reading
        })
        .collect()
}

/// Features that are read, with their rarities.
#[derive(Debug, Clone)]
struct Vocabulary {
    buckets: Vec<u32>,
    rarities: Vec<u8>,
    /// Position by bucket, plus one.
    positions: Vec<u32>,
}

impl Vocabulary {
    fn of(buckets: Vec<u32>, rarities: Vec<u8>) -> Self {
        let mut positions = vec![0; BUCKETS];
        for (position, bucket) in buckets.iter().enumerate() {
            if let Some(slot) = positions.get_mut(*bucket as usize) {
                *slot = position as u32 + 1;
            }
        }
        Self {
            buckets,
            rarities,
            positions,
        }
    }

    fn count(readings: &[&Reading], least: (u32, u32)) -> Self {
        let mut rows = vec![0_u32; BUCKETS];
        for reading in readings {
            let mut buckets: Vec<u32> = reading.occurrences.iter().map(|o| o.bucket).collect();
            buckets.sort_unstable();
            buckets.dedup();
            for bucket in buckets {
                if let Some(count) = rows.get_mut(bucket as usize) {
                    *count += 1;
                }
            }
        }
        let mut buckets = Vec::new();
        let mut rarities = Vec::new();
        for (bucket, count) in (0_u32..).zip(rows) {
            let wanted = if bucket < FIRST_PIECE_BUCKET {
                least.0
            } else {
                least.1
            };
            if count >= wanted {
                let share = (1.0 + readings.len() as f32) / (1.0 + count as f32);
                buckets.push(bucket);
                rarities.push(((share.ln() + 1.0) / RARITY_STEP).round() as u8);
            }
        }
        Self::of(buckets, rarities)
    }

    fn known(&self, bucket: u32) -> Option<(u32, f32)> {
        let position = self.positions.get(bucket as usize)?.checked_sub(1)?;
        let rarity = self.rarities.get(position as usize)?;
        Some((position, f32::from(*rarity) * RARITY_STEP))
    }

    /// The features of the largest weights.
    fn pruned(&self, weights: &[PerClass<f32>], most: usize) -> Self {
        let size = |row: &PerClass<f32>| row.iter().fold(0.0_f32, |m, w| m.max(w.abs()));
        let mut order: Vec<usize> = (0..self.buckets.len()).collect();
        let sizes: Vec<f32> = weights.iter().map(size).collect();
        order.sort_by(|a, b| {
            let of = |at: &usize| sizes.get(*at).copied().unwrap_or(0.0);
            of(b).total_cmp(&of(a)).then(a.cmp(b))
        });
        order.truncate(most);
        order.sort_unstable();
        let pick = |at: &usize| Some((*self.buckets.get(*at)?, *self.rarities.get(*at)?));
        let (buckets, rarities) = order.iter().filter_map(pick).unzip();
        Self::of(buckets, rarities)
    }
}

/// A sample as the regression sees it.
struct Row {
    values: Vec<(u32, f32)>,
    target: PerClass<f32>,
    weight: f32,
}

/// Weights of the features, signals and bias; bias last.
struct Fitted {
    weights: Vec<PerClass<f32>>,
}

fn regress(rows: &[Row], features: usize, options: &FitOptions) -> Fitted {
    let mut weights = vec![[0.0_f32; CLASS_COUNT]; features];
    let mut squares = vec![[0.0_f32; CLASS_COUNT]; features];
    let mut random = Seeded::new(options.seed);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    for _ in 0..options.passes {
        random.shuffle(&mut order);
        for row in order.iter().filter_map(|at| rows.get(*at)) {
            let mut scores = [0.0_f32; CLASS_COUNT];
            for (position, value) in &row.values {
                if let Some(weights) = weights.get(*position as usize) {
                    for (score, weight) in scores.iter_mut().zip(weights) {
                        *score += weight * value;
                    }
                }
            }
            let mut slopes = softmax(scores);
            for (slope, target) in slopes.iter_mut().zip(row.target) {
                *slope = (*slope - target) * row.weight;
            }
            for (position, value) in &row.values {
                let at = *position as usize;
                let (Some(weights), Some(squares)) = (weights.get_mut(at), squares.get_mut(at))
                else {
                    continue;
                };
                for ((weight, square), slope) in weights.iter_mut().zip(squares).zip(slopes) {
                    let gradient = slope * value + options.shrink * *weight;
                    *square += gradient * gradient;
                    *weight -= options.rate * gradient / (1e-3 + square.sqrt());
                }
            }
        }
    }
    Fitted { weights }
}

/// Fits a model to the samples with these indices; the same samples and options give the same bytes.
#[must_use]
pub fn fit(
    samples: &[Sample],
    readings: &[Reading],
    train: &[usize],
    words: &[(u32, u8, i8)],
    options: &FitOptions,
) -> SentimentParts {
    let picked: Vec<(&Sample, &Reading)> = train
        .iter()
        .filter_map(|at| samples.get(*at).zip(readings.get(*at)))
        .collect();
    let read: Vec<&Reading> = picked.iter().map(|(_, reading)| *reading).collect();
    let mut vocabulary = Vocabulary::count(&read, options.least_rows);
    let run = |vocabulary: &Vocabulary| {
        let features = vocabulary.buckets.len();
        let rows: Vec<Row> = picked
            .iter()
            .map(|(sample, reading)| {
                let hashed = vector(reading, |bucket| vocabulary.known(bucket));
                let signals = reading.signals.iter().copied().chain([1.0]);
                Row {
                    values: hashed
                        .iter()
                        .map(|feature| (feature.position, feature.value))
                        .chain((features as u32..).zip(signals))
                        .filter(|(_, value)| *value != 0.0)
                        .collect(),
                    target: sample.target,
                    weight: sample.weight,
                }
            })
            .collect();
        regress(&rows, features + SIGNALS + 1, options)
    };
    let mut fitted = run(&vocabulary);
    if vocabulary.buckets.len() > options.most_features {
        let hashed = fitted.weights.get(..vocabulary.buckets.len());
        vocabulary = vocabulary.pruned(hashed.unwrap_or_default(), options.most_features);
        fitted = run(&vocabulary);
    }
    let (hashed, rest) = fitted.weights.split_at(vocabulary.buckets.len());
    let (signals, bias) = rest.split_at(SIGNALS);
    let largest = hashed
        .iter()
        .flatten()
        .fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let step = (largest / 127.0).max(f32::MIN_POSITIVE);
    SentimentParts {
        words: words.to_vec(),
        bias: bias.first().copied().unwrap_or_default(),
        signals: signals.to_vec(),
        step,
        weights: hashed
            .iter()
            .map(|row| row.map(|weight| (weight / step).round() as i8))
            .collect(),
        buckets: vocabulary.buckets,
        rarities: vocabulary.rarities,
    }
}
