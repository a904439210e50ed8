//! From labelled rows to the weights of a model.

use crate::dataset::Row;
use crate::svm::{self, SvmOptions, Vector};
use handrail::intent::calibration::Confidence;
use handrail::intent::features::{self, BUCKETS};
use handrail::intent::linear::{self, Weights};
use handrail::intent::model_file::{ModelParts, RARITY_STEP};
use handrail::intent::neighbours::Neighbours;
use handrail::intent::{OUT_OF_SCOPE, views};
use handrail::text::vectors::Vectors;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Feature counts of a row: bucket and weight.
pub type Counts = Vec<(u32, u32)>;

/// How to fit a model.
#[derive(Debug, Clone, PartialEq)]
pub struct FitOptions {
    /// The machine.
    pub svm: SvmOptions,
    /// Part of a vector's squared length that words get.
    pub word_share: f32,
    /// A feature must stand in at least so many rows.
    pub least_rows: usize,
    /// Length of the dense part, where the hashed part has length 1.
    pub dense_length: f32,
    /// What the cosine with the nearest training message adds to the scope score; 0 stores none.
    pub neighbour_share: f32,
    /// Most features that are kept; those with the largest weights stay.
    pub most_features: usize,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            svm: SvmOptions::default(),
            word_share: 0.75,
            dense_length: 0.35,
            least_rows: 1,
            neighbour_share: 0.0,
            most_features: usize::MAX,
        }
    }
}

/// Rows with their features counted once, for all fits.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// The rows.
    pub rows: &'a [Row],
    /// Feature counts of each row's current ask.
    pub counts: Vec<Counts>,
    /// The direction of each row's word vectors; empty when there are none.
    pub dense: Vec<Vec<f32>>,
    /// The word vectors.
    pub vectors: Option<Arc<Vectors>>,
    /// All labels, sorted.
    pub labels: Vec<String>,
    /// Index of each row's label in `labels`.
    pub targets: Vec<usize>,
}

impl<'a> Prepared<'a> {
    /// Counts the features of all rows, and reads them with the word vectors if there are any.
    #[must_use]
    pub fn new(rows: &'a [Row], vectors: Option<Arc<Vectors>>) -> Self {
        let labels: Vec<String> = rows
            .iter()
            .map(|row| row.label.clone())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let mut counts = Vec::with_capacity(rows.len());
        let mut dense = Vec::with_capacity(rows.len());
        for row in rows {
            let views = views::views(&row.conversation);
            let view = views.first();
            counts.push(view.map_or_else(Vec::new, |view| linear::counts(view, &|_| true)));
            dense.push(match (view, &vectors) {
                (Some(view), Some(vectors)) => {
                    let (mut sum, factor) = linear::dense(view, vectors, 1.0);
                    sum.iter_mut().for_each(|value| *value *= factor);
                    sum
                }
                _ => Vec::new(),
            });
        }
        let targets = rows
            .iter()
            .map(|row| labels.binary_search(&row.label).unwrap_or(0))
            .collect();
        Self {
            rows,
            counts,
            dense,
            vectors,
            labels,
            targets,
        }
    }

    /// Fits a model on the rows with these indices. Its confidence is not calibrated yet.
    #[must_use]
    pub fn fit(&self, train: &[usize], name: &str, options: &FitOptions) -> ModelParts {
        let mut vocabulary = self.vocabulary(train, options.least_rows);
        let mut fitted = self.fit_vocabulary(train, &vocabulary, options);
        if vocabulary.buckets.len() > options.most_features {
            vocabulary = vocabulary.pruned(&fitted, options.most_features);
            fitted = self.fit_vocabulary(train, &vocabulary, options);
        }
        let mut weights = Weights {
            word_share: options.word_share,
            bias: fitted.iter().map(|label| label.bias).collect(),
            vectors: self.vectors.as_ref().map(|vectors| vectors.checksum()),
            dense_length: options.dense_length,
            centre: self.centre(train),
            ..Weights::default()
        };
        weights.buckets.clone_from(&vocabulary.buckets);
        weights.rarities.clone_from(&vocabulary.rarities);
        for position in 0..vocabulary.buckets.len() + self.dimensions() {
            let row: Vec<f32> = fitted
                .iter()
                .map(|label| label.weights.get(position).copied().unwrap_or(0.0))
                .collect();
            let (scale, stored) = linear::quantise(&row);
            weights.scales.push(scale);
            weights.quantised.extend(stored);
        }
        let neighbours = if options.neighbour_share > 0.0 {
            let outside = self.labels.iter().position(|label| label == OUT_OF_SCOPE);
            let inside = train
                .iter()
                .filter(|row| self.targets.get(**row).copied() != outside)
                .filter_map(|row| self.dense.get(*row).map(Vec::as_slice));
            Neighbours::new(options.neighbour_share, inside)
        } else {
            Neighbours::default()
        };
        ModelParts {
            name: name.to_owned(),
            languages: vec!["en".to_owned()],
            labels: self.labels.clone(),
            confidence: Confidence::default(),
            weights,
            neighbours,
        }
    }

    /// The mean direction of the rows' word vectors.
    fn centre(&self, train: &[usize]) -> Vec<f32> {
        let mut sum = vec![0.0_f64; self.dimensions()];
        for direction in train.iter().filter_map(|row| self.dense.get(*row)) {
            for (sum, value) in sum.iter_mut().zip(direction) {
                *sum += f64::from(*value);
            }
        }
        let rows = train.len().max(1) as f64;
        sum.into_iter().map(|sum| (sum / rows) as f32).collect()
    }

    fn dimensions(&self) -> usize {
        self.vectors
            .as_ref()
            .map_or(0, |vectors| vectors.dimensions())
    }

    fn fit_vocabulary(
        &self,
        train: &[usize],
        vocabulary: &Vocabulary,
        options: &FitOptions,
    ) -> Vec<svm::Fitted> {
        let positions = vocabulary.positions();
        let vectors: Vec<Vector> = train
            .iter()
            .filter_map(|row| self.counts.get(*row).zip(self.dense.get(*row)))
            .map(|(counts, dense)| {
                let mut vector = features::vector(counts, options.word_share, |bucket| {
                    let position = positions.get(bucket as usize)?.checked_sub(1)?;
                    let rarity = vocabulary.rarities.get(position as usize)?;
                    Some((position, f32::from(*rarity) * RARITY_STEP))
                });
                let first = vocabulary.buckets.len() as u32;
                let values = dense.iter().map(|value| value * options.dense_length);
                vector.extend((first..).zip(values));
                vector
            })
            .collect();
        let borrowed: Vec<&Vector> = vectors.iter().collect();
        let pick = |row: &usize| self.targets.get(*row).copied();
        let targets: Vec<usize> = train.iter().filter_map(pick).collect();
        let row_weights: Vec<f32> = train
            .iter()
            .filter_map(|row| self.rows.get(*row))
            .map(|row| row.weight)
            .collect();
        svm::fit_all(
            &borrowed,
            &targets,
            &row_weights,
            self.labels.len(),
            vocabulary.buckets.len() + self.dimensions(),
            &options.svm,
        )
    }

    fn vocabulary(&self, train: &[usize], least_rows: usize) -> Vocabulary {
        let mut rows_with = vec![0_u32; BUCKETS];
        for counts in train.iter().filter_map(|row| self.counts.get(*row)) {
            for (bucket, _) in counts {
                if let Some(rows) = rows_with.get_mut(*bucket as usize) {
                    *rows += 1;
                }
            }
        }
        let total = train.len() as f64;
        let mut vocabulary = Vocabulary::default();
        for (bucket, rows) in rows_with.into_iter().enumerate() {
            if rows as usize >= least_rows.max(1) {
                // Smoothed inverse document frequency, in the file's steps.
                let rarity = ((1.0 + total) / (1.0 + f64::from(rows))).ln() + 1.0;
                let steps = (rarity / f64::from(RARITY_STEP)).round().min(255.0);
                vocabulary.buckets.push(bucket as u32);
                vocabulary.rarities.push(steps as u8);
            }
        }
        vocabulary
    }
}

/// The features of a model.
#[derive(Debug, Default)]
struct Vocabulary {
    buckets: Vec<u32>,
    rarities: Vec<u8>,
}

impl Vocabulary {
    fn positions(&self) -> Vec<u32> {
        let mut positions = vec![0; BUCKETS];
        for (position, bucket) in self.buckets.iter().enumerate() {
            if let Some(slot) = positions.get_mut(*bucket as usize) {
                *slot = position as u32 + 1;
            }
        }
        positions
    }

    /// Keeps the features whose weights spread most over the labels.
    fn pruned(&self, fitted: &[svm::Fitted], most: usize) -> Self {
        let mut ranked: Vec<(f32, usize)> = (0..self.buckets.len())
            .map(|position| {
                let spread = fitted
                    .iter()
                    .filter_map(|label| label.weights.get(position))
                    .map(|weight| weight * weight)
                    .sum::<f32>();
                (spread, position)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(most);
        let mut kept: Vec<usize> = ranked.into_iter().map(|(_, position)| position).collect();
        kept.sort_unstable();
        Self {
            buckets: kept
                .iter()
                .filter_map(|p| self.buckets.get(*p).copied())
                .collect(),
            rarities: kept
                .iter()
                .filter_map(|p| self.rarities.get(*p).copied())
                .collect(),
        }
    }
}
