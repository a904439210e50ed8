//! Fits how scores become confidences, on held-out rows.

use crate::unlike::Unlike;
use handrail::intent::OUT_OF_SCOPE;
use handrail::intent::calibration::{Bin, Confidence};

/// Scores of a row that the model has not seen.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldOut {
    /// Its label.
    pub label: usize,
    /// The model's scores.
    pub scores: Vec<f32>,
    /// The model's scope score.
    pub scope: f32,
}

/// Rows in a bin, at least.
const LEAST_IN_BIN: usize = 40;
const MOST_BINS: usize = 15;
/// Share that must be right in the high band. One point above what the band promises, because the
/// threshold is chosen on the rows on which it is measured.
const RIGHT_IN_HIGH: f64 = 0.96;
/// Confidence from which a suggestion is worth showing as such.
const MEDIUM_FROM: f32 = 0.6;
/// Below this the classifier abstains: it would be wrong more often than about two times in three.
const LEAST: f32 = 0.35;
const TIE_WITHIN: f32 = 0.03;
/// Share of in-scope rows that the scope threshold may refuse.
const REFUSED_IN_SCOPE: f64 = 0.02;

/// Fits a calibration, on rows held out by chance and on such as are unlike all that the model has seen; the latter say
/// nothing of the scope, where a part of what is in scope would be refused for them.
#[must_use]
pub fn fit(rows: &[HeldOut], unlike: &Unlike, labels: &[String]) -> Confidence {
    let outside = labels.iter().position(|label| label == OUT_OF_SCOPE);
    let mut confidence = Confidence {
        tie_within: TIE_WITHIN,
        least: LEAST,
        medium_from: MEDIUM_FROM,
        ..Confidence::default()
    };
    if rows.is_empty() {
        return confidence;
    }
    let mut scopes: Vec<f32> = rows
        .iter()
        .filter(|row| Some(row.label) != outside)
        .map(|row| row.scope)
        .collect();
    let rows = [rows, &unlike.rows].concat();
    confidence.sharpness = sharpness(&rows);
    let mut tops: Vec<(f32, bool)> = Vec::new();
    let mut taught_tops = 0;
    for (row, taught) in rows
        .iter()
        .map(|row| (row, true))
        .chain(unlike.outside.iter().map(|row| (row, false)))
    {
        let probabilities = confidence.probabilities(&row.scores, |_| true);
        let mut best = None;
        for (label, probability) in probabilities.iter().enumerate() {
            if best.is_none_or(|(_, most)| *probability > most) {
                best = Some((label, *probability));
            }
        }
        if let Some((label, probability)) = best.filter(|(label, _)| Some(*label) != outside) {
            tops.push((probability, taught && label == row.label));
            taught_tops += usize::from(taught);
        }
    }
    confidence.bins = bins(tops.iter().copied().take(taught_tops).collect());
    let calibrated: Vec<(f32, bool)> = tops
        .iter()
        .map(|(top, right)| (confidence.of(*top), *right))
        .collect();
    confidence.high_from = high_from(calibrated);
    confidence.medium_from = MEDIUM_FROM.min(confidence.high_from);
    scopes.sort_by(f32::total_cmp);
    let refused = (scopes.len() as f64 * REFUSED_IN_SCOPE) as usize;
    confidence.in_scope_from = scopes.get(refused).copied().unwrap_or(f32::MIN);
    confidence
}

/// The factor that makes the labels of the rows most likely, by golden-section search over its
/// logarithm.
fn sharpness(rows: &[HeldOut]) -> f32 {
    let loss = |log: f64| -> f64 {
        let confidence = Confidence {
            sharpness: log.exp() as f32,
            ..Confidence::default()
        };
        rows.iter()
            .map(|row| {
                let probabilities = confidence.probabilities(&row.scores, |_| true);
                let own = probabilities.get(row.label).copied().unwrap_or(0.0);
                -f64::from(own.max(1e-9)).ln()
            })
            .sum()
    };
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (-3.0_f64, 4.0_f64);
    while high - low > 1e-3 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if loss(a) < loss(b) {
            high = b;
        } else {
            low = a;
        }
    }
    f64::midpoint(low, high).exp() as f32
}

/// Bins of about equal size; shares made to rise by pooling adjacent violators.
fn bins(mut tops: Vec<(f32, bool)>) -> Vec<Bin> {
    tops.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = (tops.len() / LEAST_IN_BIN).clamp(1, MOST_BINS);
    let size = tops.len().div_ceil(count).max(1);
    let mut pooled: Vec<(f64, f32, u32, u32)> = Vec::new();
    for chunk in tops.chunks(size) {
        let sum: f64 = chunk.iter().map(|(top, _)| f64::from(*top)).sum();
        let right = chunk.iter().filter(|(_, right)| *right).count() as u32;
        let up_to = chunk.last().map_or(1.0, |(top, _)| *top);
        pooled.push((sum, up_to, right, chunk.len() as u32));
        while let [.., before, last] = pooled.as_slice() {
            if u64::from(before.2) * u64::from(last.3) < u64::from(last.2) * u64::from(before.3) {
                break;
            }
            let joined = (
                before.0 + last.0,
                last.1,
                before.2 + last.2,
                before.3 + last.3,
            );
            pooled.truncate(pooled.len() - 2);
            pooled.push(joined);
        }
    }
    let last = pooled.len();
    pooled
        .into_iter()
        .enumerate()
        .map(|(index, (sum, up_to, right, of))| Bin {
            up_to: if index + 1 == last { 1.0 } else { up_to },
            at: (sum / f64::from(of)) as f32,
            // Never quite certain: one more wrong row is always thinkable.
            confidence: ((f64::from(right) + 0.5) / (f64::from(of) + 1.0)) as f32,
            right,
            of,
        })
        .collect()
}

/// The lowest confidence from which enough were right; above 1 when there is none.
fn high_from(mut rows: Vec<(f32, bool)>) -> f32 {
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut right = 0_usize;
    let mut lowest = 2.0;
    for (index, (confidence, is_right)) in rows.iter().enumerate() {
        right += usize::from(*is_right);
        let share = right as f64 / (index + 1) as f64;
        let ends = rows.get(index + 1).is_none_or(|next| next.0 < *confidence);
        if ends && index + 1 >= LEAST_IN_BIN && share >= RIGHT_IN_HIGH {
            lowest = *confidence;
        }
    }
    lowest
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// `rows`: (score of the first label, whether it is the right one), of two labels.
    fn check(rows: &[(f32, bool)], high: impl Fn(f32) -> bool) {
        let rows: Vec<HeldOut> = rows
            .iter()
            .map(|(score, right)| HeldOut {
                label: usize::from(!right),
                scores: vec![*score, 0.0],
                scope: *score,
            })
            .collect();
        let fitted = fit(&rows, &Unlike::default(), &["a".to_owned(), "b".to_owned()]);
        assert!(high(fitted.high_from), "{fitted:?}");
        let rising = fitted
            .bins
            .windows(2)
            .all(|pair| pair[0].confidence < pair[1].confidence && pair[0].up_to < pair[1].up_to);
        assert!(rising, "{fitted:?}");
        let total: u32 = fitted.bins.iter().map(|bin| bin.of).sum();
        assert_eq!(total as usize, rows.len());
    }

    #[test]
    fn confidence_means_what_held_out_rows_say() {
        // Sure ones are right, unsure ones by chance.
        let mut rows: Vec<(f32, bool)> = (0..200).map(|i| (3.0 + i as f32 / 100.0, true)).collect();
        rows.extend((0..200).map(|i| (0.2 + i as f32 / 400.0, i % 2 == 0)));
        check(&rows, |high| high > 0.5 && high < 1.0);
        // All by chance: no high band.
        let rows: Vec<(f32, bool)> = (0..400)
            .map(|i| (1.0 + i as f32 / 100.0, i % 2 == 0))
            .collect();
        check(&rows, |high| high > 1.0);
        check(&[], |high| high > 1.0);
    }
}
