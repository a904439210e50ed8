//! Whether two quantities say the same.

use super::{Quantity, Role};
use crate::knowledge::lint::units::Measure;

/// Whether two quantities of one measure say the same, as far as a reader would care.
pub(in crate::knowledge::lint) fn agree(a: &Quantity, b: &Quantity) -> bool {
    let tolerance = if a.measure == Measure::Duration && a.factor != b.factor {
        0.08
    } else {
        0.015
    };
    let near = |x: f64, y: f64, slack: f64| (x - y).abs() <= slack * x.abs().max(y.abs()) + 1e-9;
    let same = |stretch: f64| {
        let (low, high) = (a.low * stretch, a.high * stretch);
        let slack = if stretch == 1.0 { tolerance } else { 0.08 };
        (near(low, b.low, slack) && near(high, b.high, slack))
            // A single value inside a written range, or at its end, is no contradiction.
            || (b.low == b.high && low < high && low <= b.low && b.low <= high * (1.0 + slack))
            || (low == high && b.low < b.high && b.low <= low && low <= b.high * (1.0 + slack))
    };
    let exact = matches!(
        a.measure,
        Measure::Clock
            | Measure::Statement
            | Measure::Weekdays
            | Measure::YearDay
            | Measure::Label
            | Measure::Phone
            | Measure::Email
    );
    if exact {
        if a.measure == Measure::Clock && (a.low == a.high) != (b.low == b.high) {
            return a.low == b.low
                || a.high == b.high
                || (a.low <= b.low && b.high <= a.high)
                || (b.low <= a.low && a.high <= b.high);
        }
        return a.low == b.low && a.high == b.high;
    }
    // A lower bound against a range is about its lower end.
    if a.low != a.high || b.low != b.high {
        if a.role == Role::Least && a.low == a.high {
            return near(a.low, b.low, tolerance);
        }
        if b.role == Role::Least && b.low == b.high {
            return near(a.low, b.low, tolerance);
        }
    }
    // Five working days are a week.
    same(1.0)
        || (a.measure == Measure::Duration && a.working != b.working && {
            if a.working {
                same(1.4)
            } else {
                same(1.0 / 1.4)
            }
        })
}
