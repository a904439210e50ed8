//! Whether confidences mean what they say, and from which one on the classifier may be believed.

use super::Judged;
use crate::json::Plain;
use crate::log::{Difference, Proportion};
use crate::round::round4;

/// Bins of equal width in which confidences are gathered.
const BINS: usize = 10;
/// How often the samples are drawn anew for the interval.
const RESAMPLES: usize = 400;
/// Thresholds that are looked at, in hundredths.
const THRESHOLDS: [u32; 11] = [0, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95];

/// Confidence against what was right.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Calibration {
    /// Labelled samples for which there was a best candidate.
    pub of: usize,
    /// Expected calibration error: the mean distance of confidence and share of right ones over the bins, by their
    /// size (Naeini, Cooper, Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", 2015),
    /// with the 95 % interval of its bootstrap (percentiles; the draws are the same in each run).
    pub ece: Difference,
    /// The bins that hold samples, by confidence.
    pub bins: Vec<Bin>,
}

/// Samples with confidences near one another.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Bin {
    /// Lower end, 0 to 1.
    pub from: f64,
    /// Upper end.
    pub to: f64,
    /// Mean confidence in it.
    pub confidence: f64,
    /// How many were right.
    pub right: Proportion,
}

/// What holds of the samples whose confidence is not below a threshold.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Threshold {
    /// The threshold, 0 to 1.
    pub from: f64,
    /// How many of the labelled samples lie above.
    pub coverage: Proportion,
    /// How many of those were right.
    pub right: Proportion,
    /// Whether the whole interval of `right` lies above what is wanted.
    pub enough: bool,
}

/// The confidence of the best candidate, and whether that is the label. Of a sample that nobody could tell, any
/// candidate is wrong.
fn points(judged: &[Judged]) -> Vec<(f64, bool)> {
    judged
        .iter()
        .filter(|one| !one.verdict.intent.is_empty())
        .filter_map(|one| {
            let right = one.expect.intent.as_ref()?;
            Some((one.verdict.confidence, *right == one.verdict.intent))
        })
        .collect()
}

/// Computes it.
pub(super) fn calibration(judged: &[Judged]) -> Calibration {
    let points = points(judged);
    let bins = gathered(&points)
        .into_iter()
        .enumerate()
        .filter(|(_, bin)| bin.count > 0)
        .map(|(index, bin)| Bin {
            from: round4(index as f64 / BINS as f64),
            to: round4((index + 1) as f64 / BINS as f64),
            confidence: round4(bin.sum / bin.count as f64),
            right: Proportion::of(bin.right, bin.count),
        })
        .collect();
    let (low, high) = interval(&points);
    Calibration {
        of: points.len(),
        ece: Difference {
            value: round4(error(&gathered(&points))),
            low,
            high,
        },
        bins,
    }
}

/// What each threshold would give; `wanted` is the share of right ones that is asked for.
pub(super) fn thresholds(judged: &[Judged], wanted: f64) -> Vec<Threshold> {
    let labelled = judged.iter().filter(|one| one.expect.intent.is_some());
    let labelled = labelled.count();
    let points = points(judged);
    THRESHOLDS
        .iter()
        .map(|hundredths| {
            let from = f64::from(*hundredths) / 100.0;
            let above = points.iter().filter(|(confidence, _)| *confidence >= from);
            let (right, all) = above.fold((0, 0), |(right, all), (_, is_right)| {
                (right + usize::from(*is_right), all + 1)
            });
            let share = Proportion::of(right, all);
            Threshold {
                from: round4(from),
                coverage: Proportion::of(all, labelled),
                right: share,
                enough: all > 0 && share.low > wanted,
            }
        })
        .collect()
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    count: usize,
    right: usize,
    sum: f64,
}

impl Sums {
    fn add(&mut self, (confidence, right): (f64, bool)) {
        self.count += 1;
        self.right += usize::from(right);
        self.sum += confidence;
    }
}

fn gathered(points: &[(f64, bool)]) -> [Sums; BINS] {
    let mut bins = [Sums::default(); BINS];
    for point in points {
        // A confidence on the border belongs to the bin above, 1 to the last one.
        let index = ((point.0 * BINS as f64) as usize).min(BINS - 1);
        if let Some(bin) = bins.get_mut(index) {
            bin.add(*point);
        }
    }
    bins
}

fn error(bins: &[Sums; BINS]) -> f64 {
    let all: usize = bins.iter().map(|bin| bin.count).sum();
    if all == 0 {
        return 0.0;
    }
    let distances = bins.iter().map(|bin| (bin.sum - bin.right as f64).abs());
    distances.sum::<f64>() / all as f64
}

/// Percentiles of the error over samples drawn anew.
fn interval(points: &[(f64, bool)]) -> (f64, f64) {
    if points.is_empty() {
        return (0.0, 1.0);
    }
    let mut state = 0_u64;
    let mut errors: Vec<f64> = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        let mut bins = [Sums::default(); BINS];
        for _ in 0..points.len() {
            let drawn = next(&mut state) % points.len() as u64;
            if let Some(point) = usize::try_from(drawn).ok().and_then(|at| points.get(at)) {
                let index = ((point.0 * BINS as f64) as usize).min(BINS - 1);
                if let Some(bin) = bins.get_mut(index) {
                    bin.add(*point);
                }
            }
        }
        errors.push(error(&bins));
    }
    errors.sort_by(f64::total_cmp);
    let at = |hundredths: usize| {
        let index = (RESAMPLES - 1) * hundredths / 1000;
        round4(errors.get(index).copied().unwrap_or_default())
    };
    (at(25), at(975))
}

/// The next number of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014): the
/// same row in each run.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::super::{Expectation, Verdict};
    use super::*;

    /// Samples of one confidence, the first `right` of them right.
    fn samples(confidence: f64, right: usize, of: usize) -> Vec<Judged> {
        (0..of)
            .map(|at| Judged {
                expect: Expectation {
                    intent: Some(if at < right { "a" } else { "b" }.to_owned()),
                    ..Expectation::default()
                },
                verdict: Verdict {
                    intent: "a".to_owned(),
                    confidence,
                    ..Verdict::default()
                },
                ..Judged::default()
            })
            .collect()
    }

    #[track_caller]
    fn check(parts: &[(f64, usize, usize)], ece: f64, bins: &[(f64, usize, usize)]) {
        let judged: Vec<Judged> = parts
            .iter()
            .flat_map(|(confidence, right, of)| samples(*confidence, *right, *of))
            .collect();
        let found = calibration(&judged);
        let got: Vec<(f64, usize, usize)> = found
            .bins
            .iter()
            .map(|bin| (bin.from, bin.right.part, bin.right.of))
            .collect();
        assert_eq!((found.ece.value, got.as_slice()), (ece, bins));
        assert!(found.ece.low <= found.ece.value + 0.1 && found.ece.value <= found.ece.high + 0.1);
        assert_eq!(calibration(&judged), found, "the same in each run");
    }

    #[test]
    fn the_error_is_the_mean_distance() {
        check(&[], 0.0, &[]);
        check(&[(0.8, 8, 10)], 0.0, &[(0.8, 8, 10)]);
        check(&[(0.9, 5, 10)], 0.4, &[(0.9, 5, 10)]);
        check(
            &[(0.9, 9, 10), (0.5, 0, 10), (1.0, 10, 10)],
            0.1667,
            &[(0.5, 0, 10), (0.9, 19, 20)],
        );
    }

    #[test]
    fn the_interval_holds_the_error_of_many() {
        let judged: Vec<Judged> = samples(0.8, 160, 200);
        let found = calibration(&judged).ece;
        assert!(found.high > 0.02 && found.high < 0.12, "{found:?}");
    }

    #[test]
    fn thresholds_trade_coverage_for_right_answers() {
        let mut judged = samples(0.97, 198, 200);
        judged.extend(samples(0.6, 50, 100));
        let found = thresholds(&judged, 0.9);
        let enough: Vec<f64> = found
            .iter()
            .filter(|one| one.enough)
            .map(|one| one.from)
            .collect();
        assert_eq!(enough, [0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]);
        assert_eq!(found.first().unwrap().coverage.part, 300);
        assert_eq!(found.last().unwrap().coverage.part, 200);
        assert!(thresholds(&[], 0.9).iter().all(|one| !one.enough));
    }
}
