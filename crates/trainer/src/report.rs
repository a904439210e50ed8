//! A measurement as text.

use crate::metrics::{Comparison, Figure, Metrics};
use std::fmt::Write;

/// The figures of a measurement, for a terminal or a Markdown file.
#[must_use]
pub fn text(metrics: &Metrics) -> String {
    let mut out = String::new();
    let mut line = |name: &str, figure: Figure| {
        let _ = writeln!(
            out,
            "{name:<34} {:.3}  ({:.3} to {:.3})",
            figure.value, figure.low, figure.high
        );
    };
    line("accuracy", metrics.accuracy);
    line("macro-F1", metrics.macro_f1);
    line("expected calibration error", metrics.calibration_error);
    line("coverage (not abstained)", metrics.coverage);
    line(
        "accuracy where not abstained",
        metrics.accuracy_when_covered,
    );
    line("high band: coverage", metrics.high_coverage);
    line("high band: precision", metrics.high_precision);
    if let Some(figure) = metrics.out_of_scope_auroc {
        line("out-of-scope AUROC", figure);
    }
    if let Some(figure) = metrics.out_of_scope_recall {
        line("out of scope, abstained", figure);
    }
    let _ = writeln!(
        out,
        "rows: {} in scope, {} out of scope; ranges: 95 % of resampled sets\n",
        metrics.rows, metrics.out_of_scope_rows
    );
    let width = metrics
        .labels
        .iter()
        .map(|label| label.label.chars().count())
        .chain([5])
        .max()
        .unwrap_or(5);
    let _ = writeln!(
        out,
        "{:<width$}  rows  precision  recall     F1  coverage",
        "label"
    );
    for label in &metrics.labels {
        let _ = writeln!(
            out,
            "{:<width$} {:>5}      {:.3}   {:.3}  {:.3}     {:.3}",
            label.label, label.rows, label.precision, label.recall, label.f1, label.coverage
        );
    }
    if !metrics.confusions.is_empty() {
        let _ = writeln!(out, "\nmost often mixed up (right label -> given label)");
        for confusion in metrics.confusions.iter().take(20) {
            let _ = writeln!(
                out,
                "{:>4}  {} -> {}",
                confusion.count, confusion.truth, confusion.predicted
            );
        }
    }
    let thin = metrics.thin_labels();
    if !thin.is_empty() {
        let _ = writeln!(out, "\nneed more examples (rows, F1), and told from what");
        for (label, other) in thin {
            let _ = writeln!(
                out,
                "{:<width$} {:>5}  {:.3}  {}",
                label.label,
                label.rows,
                label.f1,
                other.unwrap_or("")
            );
        }
    }
    let _ = writeln!(out, "\nconfidence   right    of");
    for bin in &metrics.reliability {
        let _ = writeln!(
            out,
            "     {:.3}   {:.3} {:>5}",
            bin.confidence, bin.right, bin.of
        );
    }
    if !metrics.groups.is_empty() {
        let _ = writeln!(out, "\naccuracy by trade, held out");
        for (group, accuracy) in &metrics.groups {
            let _ = writeln!(out, "{accuracy:.3}  {group}");
        }
    }
    out
}

/// How two models compare, for a terminal.
#[must_use]
pub fn comparison(comparison: &Comparison) -> String {
    let mut out = String::new();
    for (name, figure) in [
        ("accuracy, second less first", comparison.accuracy),
        ("macro-F1, second less first", comparison.macro_f1),
    ] {
        let _ = writeln!(
            out,
            "{name:<34} {:+.3}  ({:+.3} to {:+.3})",
            figure.value, figure.low, figure.high
        );
    }
    let _ = writeln!(
        out,
        "right only by the first: {}, only by the second: {}",
        comparison.only_first, comparison.only_second
    );
    out
}
