//! Figures of a measured model.

use crate::seeded::Seeded;
use handrail::analysis::{Abstention, Band};
use handrail::intent::OUT_OF_SCOPE;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a model said of a labelled row.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The right label.
    pub truth: String,
    /// The best candidate, whether or not the model abstained; empty when there was none.
    pub predicted: String,
    /// Its confidence.
    pub confidence: f64,
    /// Its band.
    pub band: Band,
    /// Why the model abstained, if it did.
    pub abstained: Option<Abstention>,
    /// How much the text looked in scope.
    pub scope: f32,
    /// The row's group.
    pub group: Option<String>,
}

impl Outcome {
    fn in_scope(&self) -> bool {
        self.truth != OUT_OF_SCOPE
    }

    fn right(&self) -> bool {
        self.truth == self.predicted
    }
}

/// A figure with the range in which 95 % of resampled sets put it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How often so confident verdicts were right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReliabilityBin {
    /// Confidences up to this.
    pub up_to: f64,
    /// Mean confidence.
    pub confidence: f64,
    /// Share that was right.
    pub right: f64,
    /// How many.
    pub of: usize,
}

/// Precision, recall and F1 of a label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelFigures {
    /// The label.
    pub label: String,
    /// Rows with it.
    pub rows: usize,
    /// Share of its predictions that were right.
    pub precision: f64,
    /// Share of its rows that were found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Share of its rows on which the model did not abstain.
    pub coverage: f64,
}

/// Two labels that were mixed up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Confusion {
    /// The right label.
    pub truth: String,
    /// What the model said.
    pub predicted: String,
    /// How often.
    pub count: usize,
}

/// All figures of a measurement. Accuracy, F1 and calibration are of in-scope rows and of the best
/// candidate, whether or not the model abstained.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Metrics {
    /// In-scope rows.
    pub rows: usize,
    /// Out-of-scope rows.
    pub out_of_scope_rows: usize,
    /// Share of in-scope rows whose best candidate was right.
    pub accuracy: Figure,
    /// Mean F1 of the labels that the rows have.
    pub macro_f1: Figure,
    /// Expected calibration error, 10 equal widths.
    pub calibration_error: Figure,
    /// Share of in-scope rows on which the model did not abstain.
    pub coverage: Figure,
    /// Share of those that were right.
    pub accuracy_when_covered: Figure,
    /// Share of in-scope rows in the high band.
    pub high_coverage: Figure,
    /// Share of verdicts in the high band that were right, out-of-scope rows counted as wrong.
    pub high_precision: Figure,
    /// Area under the ROC curve of in scope against out of scope.
    pub out_of_scope_auroc: Option<Figure>,
    /// Share of out-of-scope rows on which the model abstained.
    pub out_of_scope_recall: Option<Figure>,
    /// By label, sorted.
    pub labels: Vec<LabelFigures>,
    /// Most frequent first.
    pub confusions: Vec<Confusion>,
    /// By confidence.
    pub reliability: Vec<ReliabilityBin>,
    /// Accuracy by group (trade), where rows name one.
    pub groups: BTreeMap<String, f64>,
}

const RESAMPLES: usize = 500;

/// A label is thin when it has fewer rows than this, or its recall or precision is below
/// [`WEAK`].
const FEW_ROWS: usize = 20;
const WEAK: f64 = 0.6;

impl Metrics {
    /// Labels that need more examples, the weakest first, each with the label that it is most often
    /// mixed up with in either direction.
    #[must_use]
    pub fn thin_labels(&self) -> Vec<(&LabelFigures, Option<&str>)> {
        let mut thin: Vec<&LabelFigures> = self
            .labels
            .iter()
            .filter(|label| label.rows < FEW_ROWS || label.recall < WEAK || label.precision < WEAK)
            .collect();
        thin.sort_by(|a, b| a.f1.total_cmp(&b.f1));
        thin.into_iter()
            .map(|label| {
                let other = self.confusions.iter().find_map(|confusion| {
                    if confusion.truth == label.label {
                        Some(confusion.predicted.as_str())
                    } else if confusion.predicted == label.label {
                        Some(confusion.truth.as_str())
                    } else {
                        None
                    }
                });
                (label, other.filter(|other| !other.is_empty()))
            })
            .collect()
    }
}

/// How two models compare on the same rows, in order: the second less the first, with the range in
/// which 95 % of resampled sets put it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Comparison {
    /// Of the accuracies.
    pub accuracy: Figure,
    /// Of the macro-F1.
    pub macro_f1: Figure,
    /// In-scope rows that only the first had right.
    pub only_first: usize,
    /// In-scope rows that only the second had right.
    pub only_second: usize,
}

/// Compares what two models said of the same rows.
#[must_use]
pub fn compare(first: &[Outcome], second: &[Outcome]) -> Comparison {
    let pairs: Vec<(&Outcome, &Outcome)> = first.iter().zip(second).collect();
    let difference = |measure: &dyn Fn(&[&Outcome]) -> f64| {
        resampled(&pairs, &|sample| {
            let (a, b): (Vec<&Outcome>, Vec<&Outcome>) = sample.iter().copied().unzip();
            measure(&b) - measure(&a)
        })
    };
    let only = |wanted: (bool, bool)| {
        pairs
            .iter()
            .filter(|(a, b)| a.in_scope() && (a.right(), b.right()) == wanted)
            .count()
    };
    Comparison {
        accuracy: difference(&accuracy),
        macro_f1: difference(&macro_f1),
        only_first: only((true, false)),
        only_second: only((false, true)),
    }
}

/// Measures outcomes.
#[must_use]
pub fn measure(outcomes: &[Outcome]) -> Metrics {
    let all: Vec<&Outcome> = outcomes.iter().collect();
    let inside: Vec<&Outcome> = outcomes.iter().filter(|o| o.in_scope()).collect();
    let outside = all.len() - inside.len();
    let figure = |measure: &dyn Fn(&[&Outcome]) -> f64| resampled(&all, measure);
    let mut groups: BTreeMap<String, Vec<&Outcome>> = BTreeMap::new();
    for outcome in &inside {
        if let Some(group) = &outcome.group {
            groups.entry(group.clone()).or_default().push(outcome);
        }
    }
    Metrics {
        rows: inside.len(),
        out_of_scope_rows: outside,
        accuracy: figure(&accuracy),
        macro_f1: figure(&macro_f1),
        calibration_error: figure(&calibration_error),
        coverage: figure(&|rows| share(rows, Outcome::in_scope, |o| o.abstained.is_none())),
        accuracy_when_covered: figure(&|rows| {
            share(
                rows,
                |o| o.in_scope() && o.abstained.is_none(),
                Outcome::right,
            )
        }),
        high_coverage: figure(&|rows| share(rows, Outcome::in_scope, |o| o.band == Band::High)),
        high_precision: figure(&|rows| share(rows, |o| o.band == Band::High, Outcome::right)),
        out_of_scope_auroc: (outside > 0 && !inside.is_empty()).then(|| figure(&auroc)),
        out_of_scope_recall: (outside > 0)
            .then(|| figure(&|rows| share(rows, |o| !o.in_scope(), |o| o.abstained.is_some()))),
        labels: by_label(&inside),
        confusions: confusions(&inside),
        reliability: reliability(&inside),
        groups: groups
            .into_iter()
            .map(|(group, rows)| (group, accuracy(&rows)))
            .collect(),
    }
}

/// The figure, and the 2.5th and 97.5th percentile of it over resampled rows (bootstrap).
#[must_use]
pub fn resampled<T: Copy>(rows: &[T], measure: &dyn Fn(&[T]) -> f64) -> Figure {
    let value = measure(rows);
    let mut random = Seeded::new(7);
    let mut values: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let sample: Vec<T> = (0..rows.len())
                .filter_map(|_| rows.get(random.below(rows.len())).copied())
                .collect();
            measure(&sample)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let index = ((RESAMPLES - 1) as f64 * share).round() as usize;
        values.get(index).copied().unwrap_or(value)
    };
    Figure {
        value,
        low: at(0.025),
        high: at(0.975),
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn share(rows: &[&Outcome], of: impl Fn(&Outcome) -> bool, is: impl Fn(&Outcome) -> bool) -> f64 {
    let whole = rows.iter().filter(|o| of(o)).count();
    ratio(rows.iter().filter(|o| of(o) && is(o)).count(), whole)
}

fn accuracy(rows: &[&Outcome]) -> f64 {
    share(rows, Outcome::in_scope, Outcome::right)
}

fn macro_f1(rows: &[&Outcome]) -> f64 {
    let labels = by_label(
        &rows
            .iter()
            .copied()
            .filter(|o| o.in_scope())
            .collect::<Vec<_>>(),
    );
    let sum: f64 = labels.iter().map(|label| label.f1).sum();
    sum / labels.len().max(1) as f64
}

fn by_label(rows: &[&Outcome]) -> Vec<LabelFigures> {
    #[derive(Default)]
    struct Count {
        rows: usize,
        covered: usize,
        predicted: usize,
        right: usize,
    }
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for row in rows {
        let own = counts.entry(&row.truth).or_default();
        own.rows += 1;
        own.covered += usize::from(row.abstained.is_none());
        own.right += usize::from(row.right());
        counts.entry(&row.predicted).or_default().predicted += 1;
    }
    counts
        .into_iter()
        .filter(|(_, count)| count.rows > 0)
        .map(|(label, count)| {
            let precision = ratio(count.right, count.predicted);
            let recall = ratio(count.right, count.rows);
            LabelFigures {
                label: label.to_owned(),
                rows: count.rows,
                precision,
                recall,
                f1: ratio(2 * count.right, count.rows + count.predicted),
                coverage: ratio(count.covered, count.rows),
            }
        })
        .collect()
}

fn confusions(rows: &[&Outcome]) -> Vec<Confusion> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.right()) {
        *counts.entry((&row.truth, &row.predicted)).or_default() += 1;
    }
    let mut confusions: Vec<Confusion> = counts
        .into_iter()
        .map(|((truth, predicted), count)| Confusion {
            truth: truth.to_owned(),
            predicted: predicted.to_owned(),
            count,
        })
        .collect();
    confusions.sort_by_key(|confusion| std::cmp::Reverse(confusion.count));
    confusions
}

fn reliability(rows: &[&Outcome]) -> Vec<ReliabilityBin> {
    (0..10)
        .filter_map(|bin| {
            let (low, up_to) = (f64::from(bin) / 10.0, f64::from(bin + 1) / 10.0);
            let inside: Vec<&&Outcome> = rows
                .iter()
                .filter(|o| (o.confidence > low || bin == 0) && o.confidence <= up_to)
                .collect();
            let sum: f64 = inside.iter().map(|o| o.confidence).sum();
            (!inside.is_empty()).then(|| ReliabilityBin {
                up_to,
                confidence: sum / inside.len() as f64,
                right: ratio(inside.iter().filter(|o| o.right()).count(), inside.len()),
                of: inside.len(),
            })
        })
        .collect()
}

fn calibration_error(rows: &[&Outcome]) -> f64 {
    let inside: Vec<&Outcome> = rows.iter().copied().filter(|o| o.in_scope()).collect();
    reliability(&inside)
        .iter()
        .map(|bin| (bin.confidence - bin.right).abs() * ratio(bin.of, inside.len()))
        .sum()
}

fn auroc(rows: &[&Outcome]) -> f64 {
    area_under_roc(rows.iter().map(|o| (o.scope, o.in_scope())).collect())
}

/// How well a score puts what is in scope above what is not: area under the ROC curve, by ranks; ties
/// count half (Mann and Whitney). 0 where there is only one sort.
#[must_use]
pub fn area_under_roc(mut sorted: Vec<(f32, bool)>) -> f64 {
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let inside = sorted.iter().filter(|row| row.1).count();
    let outside = sorted.len() - inside;
    let mut below = 0_usize;
    let mut wins = 0.0;
    for run in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let inside_here = run.iter().filter(|row| row.1).count();
        let outside_here = run.len() - inside_here;
        wins += inside_here as f64 * (below as f64 + outside_here as f64 / 2.0);
        below += outside_here;
    }
    if inside == 0 || outside == 0 {
        0.0
    } else {
        wins / (inside as f64 * outside as f64)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn outcome(truth: &str, predicted: &str, confidence: f64, scope: f32) -> Outcome {
        Outcome {
            truth: truth.to_owned(),
            predicted: predicted.to_owned(),
            confidence,
            band: if confidence > 0.8 {
                Band::High
            } else {
                Band::Low
            },
            abstained: (confidence < 0.3).then_some(Abstention::LowConfidence),
            scope,
            group: None,
        }
    }

    #[track_caller]
    fn check(name: &str, found: f64, expected: f64) {
        assert!(
            (found - expected).abs() < 1e-9,
            "{name}: {found} but {expected}"
        );
    }

    #[test]
    fn figures_by_hand() {
        let rows = [
            outcome("a", "a", 0.9, 2.0),
            outcome("a", "b", 0.9, 1.5),
            outcome("b", "b", 0.5, 1.0),
            outcome("b", "b", 0.2, 0.5),
            outcome(OUT_OF_SCOPE, "a", 0.2, 0.5),
            outcome(OUT_OF_SCOPE, "b", 0.85, -1.0),
        ];
        let metrics = measure(&rows);
        check("accuracy", metrics.accuracy.value, 0.75);
        // a: precision 1, recall 1/2; b: precision 2/3, recall 1.
        check("macro f1", metrics.macro_f1.value, (2.0 / 3.0 + 0.8) / 2.0);
        check("coverage", metrics.coverage.value, 0.75);
        check("high coverage", metrics.high_coverage.value, 0.5);
        check("high precision", metrics.high_precision.value, 1.0 / 3.0);
        // (0.9 - 0.5) * 2/4 + (1 - 0.5) / 4 + (1 - 0.2) / 4
        check("calibration", metrics.calibration_error.value, 0.525);
        check(
            "auroc",
            metrics.out_of_scope_auroc.map_or(0.0, |f| f.value),
            7.5 / 8.0,
        );
        check(
            "recall",
            metrics.out_of_scope_recall.map_or(0.0, |f| f.value),
            0.5,
        );
        assert!(metrics.accuracy.low <= 0.75 && metrics.accuracy.high >= 0.75);
        assert_eq!(metrics.confusions.len(), 1);
    }

    #[test]
    fn nothing_measured_gives_no_nonsense() {
        let metrics = measure(&[]);
        check("accuracy", metrics.accuracy.value, 0.0);
        assert!(metrics.out_of_scope_auroc.is_none());
    }
}
