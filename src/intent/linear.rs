//! The linear model: a score for each label, the sum of its weights over a text's features.

use super::features::{self, BUCKETS, Counts};
use super::model_file::RARITY_STEP;
use super::views::View;

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
    /// Largest absolute weight of each feature.
    pub scales: Vec<f32>,
    /// A row of one weight a label for each feature, in parts of [`LARGEST`] of its scale.
    pub quantised: Vec<i8>,
}

/// Weights that can be looked up by bucket.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Linear {
    weights: Weights,
    /// Position of a bucket's feature, plus one; 0 where there is none.
    positions: Vec<u32>,
}

impl Linear {
    pub(crate) fn new(weights: Weights) -> Self {
        let mut positions = vec![0; BUCKETS];
        for (position, bucket) in weights.buckets.iter().enumerate() {
            if let Some(slot) = positions.get_mut(*bucket as usize) {
                *slot = position as u32 + 1;
            }
        }
        Self { weights, positions }
    }

    /// Position of a bucket's feature.
    pub(crate) fn position(&self, bucket: u32) -> Option<u32> {
        self.positions.get(bucket as usize)?.checked_sub(1)
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

    /// The vector of a view.
    pub(crate) fn vector(&self, view: &View<'_>) -> Vec<(u32, f32)> {
        let counts = counts(view, |bucket| self.position(bucket).is_some());
        features::vector(&counts, self.weights.word_share, |bucket| {
            let position = self.position(bucket)?;
            let rarity = self.weights.rarities.get(position as usize)?;
            Some((position, f32::from(*rarity) * RARITY_STEP))
        })
    }

    /// The score of each label.
    pub(crate) fn scores(&self, vector: &[(u32, f32)]) -> Vec<f32> {
        let mut scores = self.weights.bias.clone();
        for (position, value) in vector {
            for (score, weight) in scores.iter_mut().zip(self.row(*position)) {
                *score += weight * value;
            }
        }
        scores
    }
}

/// Feature counts of a view; `keep` says which buckets matter.
#[must_use]
pub fn counts(view: &View<'_>, keep: impl Fn(u32) -> bool) -> Vec<(u32, u32)> {
    let mut counts = Counts::default();
    for part in &view.sentences {
        counts.add(&part.sentence.normal.text, part.weight, part.words, &keep);
    }
    counts.finish()
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
        });
        assert_eq!(linear.position(7), Some(0));
        assert_eq!(linear.position(8), None);
        assert_eq!(linear.position(u32::MAX), None);
        let scores = linear.scores(&[(0, 1.0), (1, 0.5), (77, 1.0)]);
        assert!((scores[0] - 1.5).abs() < 1e-6 && (scores[1] + 1.5).abs() < 1e-6);
    }
}
