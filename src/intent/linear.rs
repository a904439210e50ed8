//! The linear model: a score for each label, the sum of its weights over a text's features.
//!
//! Beside the hashed features a text has a dense part: the sum of its word vectors, brought to a
//! fixed length. Its dimensions are features like the others, so that a word's share of a score is
//! its hashed features' and its vector's, summed.

use super::features::{self, BUCKETS, FULL_WEIGHT};
use super::model_file::RARITY_STEP;
use super::occurrences::Occurrences;
use super::views::View;
use crate::text::vectors::Vectors;

/// Largest quantised weight.
pub const LARGEST: f32 = 127.0;

/// Weights of the features that were worth keeping, as stored.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weights {
    /// Part of a vector's squared length that its words get; the rest is its character pieces'.
    pub word_share: f32,
    /// What a label's score starts from.
    pub bias: Vec<f32>,
    /// Bucket of each feature, ascending.
    pub buckets: Vec<u32>,
    /// Rarity of each feature, in steps of [`RARITY_STEP`].
    pub rarities: Vec<u8>,
    /// Checksum of the word vectors that the dense part needs; `None` when there is no dense part.
    pub vectors: Option<u64>,
    /// Length of the dense part; the hashed part has length 1.
    pub dense_length: f32,
    /// Mean direction of the training messages' word vectors, from which added intents are seen.
    pub centre: Vec<f32>,
    /// Largest absolute weight of each feature, then of each dimension of the dense part.
    pub scales: Vec<f32>,
    /// A row of one weight a label for each of `scales`, in parts of [`LARGEST`] of it.
    pub quantised: Vec<i8>,
}

/// What the model reads of a view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Position and value of each feature, ascending; the dimensions of the dense part follow the
    /// hashed features.
    pub features: Vec<(u32, f32)>,
    /// How many of `features` are hashed ones.
    pub hashed: usize,
    /// By what the sum of the word vectors was multiplied.
    pub dense_factor: f32,
    /// Where the features stand.
    pub(crate) occurrences: Occurrences,
}

/// Weights that can be looked up by bucket.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Linear {
    weights: Weights,
    /// For each run of 64 buckets which of them have a feature, and how many have one before the run. Small
    /// enough to stay in the processor's cache, where most buckets that are asked for have none.
    known: Vec<(u64, u32)>,
    /// The greatest of `weights.rarities`.
    rarest: u8,
}

impl Linear {
    pub(crate) fn new(weights: Weights) -> Self {
        let mut known = vec![(0, 0); BUCKETS / 64];
        for bucket in &weights.buckets {
            if let Some((bits, _)) = known.get_mut(*bucket as usize / 64) {
                *bits |= 1 << (bucket % 64);
            }
        }
        let mut before = 0;
        for (bits, count) in &mut known {
            *count = before;
            before += u64::count_ones(*bits);
        }
        let rarest = weights.rarities.iter().copied().max().unwrap_or(0);
        Self {
            weights,
            known,
            rarest,
        }
    }

    /// Position of a bucket's feature.
    pub(crate) fn position(&self, bucket: u32) -> Option<u32> {
        let (bits, before) = self.known.get(bucket as usize / 64)?;
        let bit = 1_u64 << (bucket % 64);
        (bits & bit != 0).then(|| before + (bits & (bit - 1)).count_ones())
    }

    /// Rarity of a bucket: that of its feature, else that of the rarest.
    pub(crate) fn rarity(&self, bucket: u32) -> f32 {
        let known = self.position(bucket).and_then(|position| {
            let rarity = self.weights.rarities.get(position as usize)?;
            Some(*rarity)
        });
        f32::from(known.unwrap_or(self.rarest)) * RARITY_STEP
    }

    /// Part of a vector's squared length that its words get.
    pub(crate) fn word_share(&self) -> f32 {
        self.weights.word_share
    }

    /// Mean direction of the training messages' word vectors.
    pub(crate) fn centre(&self) -> &[f32] {
        &self.weights.centre
    }

    /// Weight of each label for a feature.
    pub(crate) fn row(&self, position: u32) -> impl Iterator<Item = f32> {
        let labels = self.weights.bias.len();
        let start = position as usize * labels;
        let scale = self.scale(position);
        self.weights
            .quantised
            .get(start..start + labels)
            .unwrap_or_default()
            .iter()
            .map(move |weight| f32::from(*weight) * scale)
    }

    fn scale(&self, position: u32) -> f32 {
        self.weights
            .scales
            .get(position as usize)
            .map_or(0.0, |scale| scale / LARGEST)
    }

    /// The word vectors to read with; `None` when the model has no dense part. The error is for a
    /// model whose own vectors these are not.
    pub(crate) fn own_vectors<'a>(
        &self,
        vectors: Option<&'a Vectors>,
    ) -> Result<Option<&'a Vectors>, VectorsMissing> {
        match self.weights.vectors {
            None => Ok(None),
            Some(checksum) => vectors
                .filter(|vectors| vectors.checksum() == checksum)
                .map(Some)
                .ok_or(VectorsMissing),
        }
    }

    /// Position of the first dimension of the dense part.
    pub(crate) fn first_dense(&self) -> u32 {
        self.weights.buckets.len() as u32
    }

    /// Length of the dense part.
    pub(crate) fn dense_length(&self) -> f32 {
        self.weights.dense_length
    }

    /// What the model reads of a view.
    pub(crate) fn read(&self, view: &View<'_>, vectors: Option<&Vectors>) -> Reading {
        let occurrences = Occurrences::of(view, vectors, &|bucket| self.position(bucket).is_some());
        let features = features::vector(&occurrences.counts(), self.weights.word_share, |bucket| {
            let position = self.position(bucket)?;
            let rarity = self.weights.rarities.get(position as usize)?;
            Some((position, f32::from(*rarity) * RARITY_STEP))
        });
        let mut reading = Reading {
            hashed: features.len(),
            features,
            dense_factor: 0.0,
            occurrences,
        };
        if let Some(vectors) = vectors {
            let mut sum = vec![0.0; vectors.dimensions()];
            for (part, weight) in &reading.occurrences.vectors {
                vectors.add(*part, *weight as f32 / FULL_WEIGHT as f32, &mut sum);
            }
            let factor = factor(&sum, self.weights.dense_length);
            reading.dense_factor = factor;
            reading
                .features
                .extend((self.first_dense()..).zip(sum.iter().map(|value| value * factor)));
        }
        reading
    }

    /// The score of each label.
    pub(crate) fn scores(&self, reading: &Reading) -> Vec<f32> {
        let mut scores = self.weights.bias.clone();
        for (position, value) in &reading.features {
            for (score, weight) in scores.iter_mut().zip(self.row(*position)) {
                *score += weight * value;
            }
        }
        scores
    }
}

/// The model's word vectors are not there, or others are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VectorsMissing;

/// The sum of a view's word vectors, and the factor that brings it to `length`.
#[must_use]
pub fn dense(view: &View<'_>, vectors: &Vectors, length: f32) -> (Vec<f32>, f32) {
    let mut sum = vec![0.0; vectors.dimensions()];
    for part in &view.sentences {
        let weight = part.weight as f32 / FULL_WEIGHT as f32;
        vectors.parts(&part.sentence.normal.text, part.words, |word| {
            vectors.add(word, weight, &mut sum);
        });
    }
    let factor = factor(&sum, length);
    (sum, factor)
}

/// What brings a vector to `length`; 0 for one without direction.
fn factor(vector: &[f32], length: f32) -> f32 {
    let squares: f32 = vector.iter().map(|value| value * value).sum();
    if squares > 0.0 {
        length / libm::sqrtf(squares)
    } else {
        0.0
    }
}

/// Feature counts of a view; `keep` says which buckets matter.
#[must_use]
pub fn counts(view: &View<'_>, keep: &dyn Fn(u32) -> bool) -> Vec<(u32, u32)> {
    Occurrences::of(view, None, keep).counts()
}

/// Quantises the weights of one feature: its scale and the stored weights.
#[must_use]
pub fn quantise(row: &[f32]) -> (f32, Vec<i8>) {
    let scale = row
        .iter()
        .fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let stored = row
        .iter()
        .map(|weight| {
            if scale > 0.0 {
                libm::roundf(weight / scale * LARGEST) as i8
            } else {
                0
            }
        })
        .collect();
    (scale, stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(row: &[f32]) {
        let (scale, stored) = quantise(row);
        for (weight, stored) in row.iter().zip(stored) {
            let back = f32::from(stored) * scale / LARGEST;
            assert!((back - weight).abs() <= scale / LARGEST, "{weight} {back}");
        }
    }

    #[test]
    fn quantised_weights_stay_near() {
        check(&[0.5, -1.25, 0.0, 0.003]);
        check(&[0.0, 0.0]);
        check(&[-7.0]);
        check(&[]);
    }

    #[test]
    fn scores_are_weighted_sums() {
        let linear = Linear::new(Weights {
            word_share: 0.5,
            bias: vec![0.5, -0.5],
            buckets: vec![7, 9],
            rarities: vec![16, 16],
            scales: vec![1.0, 2.0],
            quantised: vec![127, 0, 0, -127],
            ..Weights::default()
        });
        assert_eq!(linear.position(7), Some(0));
        assert_eq!(linear.position(8), None);
        assert_eq!(linear.position(u32::MAX), None);
        let scores = linear.scores(&Reading {
            features: vec![(0, 1.0), (1, 0.5), (77, 1.0)],
            ..Reading::default()
        });
        assert!((scores[0] - 1.5).abs() < 1e-6 && (scores[1] + 1.5).abs() < 1e-6);
    }
}
