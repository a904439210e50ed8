//! Shares with the interval in which they lie.

use crate::json::Plain;
use crate::round::round4;

/// The standard normal's 97.5 % quantile.
const Z: f64 = 1.959_963_985;

/// A share with its 95 % interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Proportion {
    /// How many.
    pub part: usize,
    /// Of how many.
    pub of: usize,
    /// The share, 0 to 1; 0 of none.
    pub share: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Proportion {
    /// Wilson's score interval (Wilson, "Probable inference, the law of succession, and statistical inference",
    /// 1927). Of none, everything is possible.
    #[must_use]
    pub fn of(part: usize, of: usize) -> Self {
        if of == 0 {
            return Self {
                high: 1.0,
                ..Self::default()
            };
        }
        let part = part.min(of);
        let n = of as f64;
        let share = part as f64 / n;
        let z2 = Z * Z;
        let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
        Self {
            part,
            of,
            share: round4(share),
            low: round4((middle - half).max(0.0)),
            high: round4((middle + half).min(1.0)),
        }
    }
}

/// The difference of two shares with its 95 % interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Difference {
    /// The one share less the other.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Difference {
    /// Newcombe's hybrid score interval (Newcombe, "Interval estimation for the difference between independent
    /// proportions", 1998, method 10).
    #[must_use]
    pub fn between(one: Proportion, other: Proportion) -> Self {
        let value = one.share - other.share;
        let square = |a: f64, b: f64| (a - b) * (a - b);
        let below = (square(one.share, one.low) + square(other.high, other.share)).sqrt();
        let above = (square(one.high, one.share) + square(other.share, other.low)).sqrt();
        Self {
            value: round4(value),
            low: round4(value - below),
            high: round4(value + above),
        }
    }
}

/// A mean with its 95 % interval, by the normal approximation.
#[must_use]
pub(super) fn mean(values: &[f64]) -> Difference {
    if values.is_empty() {
        return Difference::default();
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let spread = values.iter().map(|value| (value - mean) * (value - mean));
    let half = match values.len() {
        1 => 1.0,
        _ => Z * (spread.sum::<f64>() / (n - 1.0) / n).sqrt(),
    };
    Difference {
        value: round4(mean),
        low: round4((mean - half).max(0.0)),
        high: round4((mean + half).min(1.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(part: usize, of: usize, low: f64, high: f64) {
        let got = Proportion::of(part, of);
        assert_eq!((got.low, got.high), (low, high), "{part} of {of}");
    }

    #[test]
    fn wilson() {
        // Newcombe 1998, table I, method 3.
        check(81, 263, 0.2553, 0.3662);
        check(15, 148, 0.0624, 0.1605);
        check(0, 20, 0.0, 0.1611);
        check(1, 29, 0.0061, 0.1718);
        check(0, 0, 0.0, 1.0);
        check(3, 2, 0.3424, 1.0);
    }

    #[test]
    fn newcombe() {
        // Newcombe 1998 (differences), table II, method 10: 56/70 less 48/80.
        let got = Difference::between(Proportion::of(56, 70), Proportion::of(48, 80));
        assert_eq!((got.value, got.low, got.high), (0.2, 0.0524, 0.3339));
    }
}
