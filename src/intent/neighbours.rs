//! How near a text lies to the messages that a model was trained on.
//!
//! A model of few messages scores a text of another matter by the few words that it happens to share
//! with one of them. The greatest cosine of the text's word vectors with those of a training message
//! tells such a text better; it is added to the scope score. The trainer decides whether it helps.

/// Directions of training messages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Neighbours {
    /// What a cosine of 1 adds to the scope score.
    pub share: f32,
    /// Length of a direction.
    pub dimensions: usize,
    /// The directions one after the other, unit vectors in parts of 127.
    pub directions: Vec<i8>,
}

/// Largest part of a unit vector, as stored.
const UNIT: f32 = 127.0;

impl Neighbours {
    /// Stores directions; those of another length than the first, or of none, are left out.
    #[must_use]
    pub fn new<'a>(share: f32, directions: impl Iterator<Item = &'a [f32]>) -> Self {
        let mut neighbours = Self {
            share,
            ..Self::default()
        };
        for direction in directions.filter(|direction| !direction.is_empty()) {
            if neighbours.dimensions == 0 {
                neighbours.dimensions = direction.len();
            }
            if direction.len() == neighbours.dimensions {
                neighbours.directions.extend(
                    direction
                        .iter()
                        .map(|value| libm::roundf(value * UNIT) as i8),
                );
            }
        }
        neighbours
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.directions.is_empty()
    }

    /// The greatest cosine of a unit vector with a stored direction; 0 where there are none.
    #[must_use]
    pub fn nearest(&self, direction: impl Iterator<Item = f32> + Clone) -> f32 {
        self.directions
            .chunks_exact(self.dimensions.max(1))
            .map(|stored| {
                let sum: f32 = direction
                    .clone()
                    .zip(stored)
                    .map(|(value, stored)| value * f32::from(*stored))
                    .sum();
                sum / UNIT
            })
            .fold(None, |most: Option<f32>, cosine| {
                Some(most.map_or(cosine, |most| most.max(cosine)))
            })
            .unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stored: &[&[f32]], direction: &[f32], expected: f32) {
        let neighbours = Neighbours::new(1.0, stored.iter().copied());
        let found = neighbours.nearest(direction.iter().copied());
        assert!((found - expected).abs() < 0.01, "{found}");
    }

    #[test]
    fn the_nearest_counts() {
        check(&[&[1.0, 0.0], &[0.6, 0.8]], &[0.6, 0.8], 1.0);
        check(&[&[1.0, 0.0]], &[-1.0, 0.0], -1.0);
        check(&[&[1.0, 0.0], &[0.0, 1.0, 0.0], &[]], &[0.0, 1.0], 0.0);
        check(&[], &[1.0, 0.0], 0.0);
        check(&[&[1.0, 0.0]], &[], 0.0);
    }
}
