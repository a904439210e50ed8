//! Measures of a ranked list: how early what is right stands in it. Ranks count from 1.

/// Ranks that nDCG looks at.
pub const DEPTH: usize = 10;

/// Reciprocal rank of the first right one: `1 / rank`, 0 where none was found.
#[must_use]
pub fn reciprocal_rank(first: Option<usize>) -> f64 {
    first.map_or(0.0, |rank| 1.0 / rank.max(1) as f64)
}

/// Normalised discounted cumulative gain at 10, with gains of 0 and 1 (Järvelin and Kekäläinen, "Cumulated gain-based
/// evaluation of IR techniques", 2002): the sum over the `ranks` of the right ones of `1 / log2(rank + 1)`, divided
/// by what it is where all `relevant` ones stand first.
#[must_use]
pub fn ndcg_at_10(ranks: impl IntoIterator<Item = usize>, relevant: usize) -> f64 {
    let gain = |rank: usize| 1.0 / libm::log2(rank as f64 + 1.0);
    let within = ranks.into_iter().filter(|rank| (1..=DEPTH).contains(rank));
    let gained: f64 = within.map(gain).sum();
    let ideal: f64 = (1..=relevant.min(DEPTH)).map(gain).sum();
    if ideal > 0.0 { gained / ideal } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ranks: &[usize], relevant: usize, expected: [f64; 2]) {
        let found = [
            reciprocal_rank(ranks.first().copied()),
            ndcg_at_10(ranks.iter().copied(), relevant),
        ];
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-4, "{found} {expected}");
        }
    }

    #[test]
    fn early_ones_count_more() {
        check(&[1], 1, [1.0, 1.0]);
        check(&[2], 1, [0.5, 0.6309]);
        check(&[6], 1, [1.0 / 6.0, 0.3562]);
        check(&[11], 1, [1.0 / 11.0, 0.0]);
        check(&[], 1, [0.0, 0.0]);
        check(&[1, 3], 2, [1.0, 0.9197]);
        check(&[], 0, [0.0, 0.0]);
    }
}
