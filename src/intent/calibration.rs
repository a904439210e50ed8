//! From scores to a confidence that may be believed, and what it means.
//!
//! Scores become probabilities by a softmax whose sharpness was fitted on held-out messages
//! (temperature scaling: Guo et al., "On Calibration of Modern Neural Networks", 2017). The top
//! probability is then bent onto the share that was right among held-out messages, which rises with
//! it (isotonic regression by pooling adjacent violators).

use crate::analysis::{Band, Calibration};

/// A range of top probabilities and how the held-out messages in it fared.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bin {
    /// Largest top probability of the range.
    pub up_to: f32,
    /// Mean top probability of the range.
    pub at: f32,
    /// Share that was right, made to rise from bin to bin.
    pub confidence: f32,
    /// How many were right.
    pub right: u32,
    /// How many there were.
    pub of: u32,
}

/// How scores become confidences, and what follows from them.
#[derive(Debug, Clone, PartialEq)]
pub struct Confidence {
    /// Factor of the scores before the softmax (an inverse temperature).
    pub sharpness: f32,
    /// Confidence from which the band is high: at least 95 % were right on held-out messages.
    pub high_from: f32,
    /// Confidence from which the band is medium.
    pub medium_from: f32,
    /// Below this confidence the classifier abstains, unless the settings say otherwise.
    pub least: f32,
    /// Two candidates so near to each other are a tie.
    pub tie_within: f32,
    /// A best score below this is out of scope.
    pub in_scope_from: f32,
    /// Held-out results by top probability, ascending.
    pub bins: Vec<Bin>,
}

impl Default for Confidence {
    /// Uncalibrated: probabilities as they are, and no high band.
    fn default() -> Self {
        Self {
            sharpness: 1.0,
            high_from: 2.0,
            medium_from: 0.5,
            least: 0.0,
            tie_within: 0.0,
            in_scope_from: f32::MIN,
            bins: Vec::new(),
        }
    }
}

impl Confidence {
    /// Probabilities of the labels; those switched off get 0.
    #[must_use]
    pub fn probabilities(&self, scores: &[f32], enabled: impl Fn(usize) -> bool) -> Vec<f32> {
        let best = scores
            .iter()
            .enumerate()
            .filter(|(label, _)| enabled(*label))
            .fold(f32::MIN, |best, (_, score)| best.max(*score));
        let mut probabilities: Vec<f32> = scores
            .iter()
            .enumerate()
            .map(|(label, score)| {
                if enabled(label) {
                    libm::expf((score - best) * self.sharpness)
                } else {
                    0.0
                }
            })
            .collect();
        let total: f32 = probabilities.iter().sum();
        if total > 0.0 {
            for probability in &mut probabilities {
                *probability /= total;
            }
        }
        probabilities
    }

    /// The confidence of a top probability: along straight lines between the bins.
    #[must_use]
    pub fn of(&self, top: f32) -> f32 {
        let mut before = (0.0_f32, 0.0_f32);
        for bin in &self.bins {
            if top <= bin.at {
                return between(before, (bin.at, bin.confidence), top);
            }
            before = (bin.at, bin.confidence);
        }
        match self.bins.last() {
            // No more certain than the surest held-out messages turned out to be.
            Some(last) => last.confidence,
            None => top,
        }
    }

    /// How held-out messages with such a top probability fared.
    #[must_use]
    pub fn held_out(&self, top: f32) -> Calibration {
        self.bins
            .iter()
            .find(|bin| top <= bin.up_to)
            .or(self.bins.last())
            .map_or_else(Calibration::default, |bin| Calibration {
                right: bin.right,
                of: bin.of,
            })
    }

    /// Band of a confidence.
    #[must_use]
    pub fn band(&self, confidence: f32) -> Band {
        if confidence >= self.high_from {
            Band::High
        } else if confidence >= self.medium_from {
            Band::Medium
        } else {
            Band::Low
        }
    }
}

fn between(from: (f32, f32), to: (f32, f32), at: f32) -> f32 {
    let width = to.0 - from.0;
    if width > 0.0 {
        from.1 + (to.1 - from.1) * (at - from.0) / width
    } else {
        to.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted() -> Confidence {
        let bin = |up_to, at, confidence, right, of| Bin {
            up_to,
            at,
            confidence,
            right,
            of,
        };
        Confidence {
            high_from: 0.9,
            medium_from: 0.6,
            bins: vec![
                bin(0.5, 0.4, 0.3, 3, 10),
                bin(0.8, 0.7, 0.75, 15, 20),
                bin(1.0, 0.9, 0.95, 19, 20),
            ],
            ..Confidence::default()
        }
    }

    #[track_caller]
    fn check(top: f32, confidence: f32, right: u32, of: u32, band: Band) {
        let fitted = fitted();
        assert!(
            (fitted.of(top) - confidence).abs() < 1e-5,
            "{}",
            fitted.of(top)
        );
        assert_eq!(fitted.held_out(top), Calibration { right, of });
        assert_eq!(fitted.band(fitted.of(top)), band);
    }

    #[test]
    fn confidence_follows_the_held_out_share() {
        check(0.2, 0.15, 3, 10, Band::Low);
        check(0.4, 0.3, 3, 10, Band::Low);
        check(0.55, 0.525, 15, 20, Band::Low);
        check(0.7, 0.75, 15, 20, Band::Medium);
        check(0.9, 0.95, 19, 20, Band::High);
        check(1.0, 0.95, 19, 20, Band::High);
    }

    #[test]
    fn probabilities_add_up() {
        let confidence = Confidence::default();
        let all = confidence.probabilities(&[1.0, 2.0, -3.0], |_| true);
        assert!((all.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        let some = confidence.probabilities(&[1.0, 2.0, 1.0], |label| label != 1);
        assert_eq!(some, [0.5, 0.0, 0.5]);
        assert_eq!(confidence.probabilities(&[1.0], |_| false), [0.0]);
    }
}
