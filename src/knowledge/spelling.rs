//! Unknown words are taken for the known word that differs least.

use crate::knowledge::layout::Layout;

/// Shorter words are not corrected: too many words are one letter away.
const SHORTEST: usize = 5;

/// The index's term nearest to an unknown one, and how far it is trusted: one slip in words of five
/// letters, two in words of eight. The first letter has to be right. Terms begin with their language's
/// letter, here and below.
pub(crate) fn nearest(layout: &Layout, bytes: &[u8], term: &str) -> Option<(usize, f64)> {
    let [language, wanted @ ..] = term.as_bytes() else {
        return None;
    };
    if wanted.len() < SHORTEST || !wanted.iter().all(u8::is_ascii_alphabetic) {
        return None;
    }
    let most = if wanted.len() < 8 { 1 } else { 2 };
    let first = *wanted.first()?;
    let start = layout.lower_bound(bytes, &[*language, first]);
    let end = layout.lower_bound(bytes, &[*language, first + 1]);
    let letters = letters(wanted);
    let mut best: Option<(usize, usize, usize)> = None;
    for position in start..end {
        let candidate = layout.term(bytes, position).get(1..).unwrap_or_default();
        if candidate.len().abs_diff(wanted.len()) > most
            || candidate.len() < 4
            // A slip changes at most two letters of the set.
            || (self::letters(candidate) ^ letters).count_ones() as usize > 2 * most
        {
            continue;
        }
        let limit = best.map_or(most, |(distance, _, _)| distance);
        if let Some(distance) = distance(wanted, candidate, limit) {
            let count = layout.postings(bytes, position).count;
            let better = best.is_none_or(|(known, often, _)| {
                distance < known || (distance == known && count > often)
            });
            if better {
                best = Some((distance, count, position));
            }
        }
    }
    best.map(|(distance, _, position)| (position, if distance == 1 { 0.8 } else { 0.6 }))
}

/// The letters of a word as a set of bits.
fn letters(word: &[u8]) -> u32 {
    word.iter().fold(0, |set, byte| set | 1 << (byte & 31))
}

/// Two of the index's terms that an unknown one is made of (`giftcard`), if there are such.
pub(crate) fn split(layout: &Layout, bytes: &[u8], term: &str) -> Option<[usize; 2]> {
    const SHORTEST_PART: usize = 4;
    let language = term.get(..1)?;
    (1 + SHORTEST_PART..=term.len().checked_sub(SHORTEST_PART)?)
        .filter_map(|at| term.split_at_checked(at))
        .find_map(|(first, second)| {
            let first = layout.find(bytes, first)?;
            Some([first, layout.find(bytes, &format!("{language}{second}"))?])
        })
}

/// Slips between two words (a letter added, missing, changed, or two swapped), if at most `limit`:
/// optimal string alignment.
fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let width = b.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut earlier: Option<u8> = None;
    for (row, &own) in a.iter().enumerate() {
        let mut current = Vec::with_capacity(width);
        current.push(row + 1);
        let mut left = row + 1;
        let mut previous: Option<u8> = None;
        let mut two_back = None;
        for (column, &other) in b.iter().enumerate() {
            let diagonal = last.get(column).copied().unwrap_or(limit + 1);
            let above = last.get(column + 1).copied().unwrap_or(limit + 1);
            let mut cost = (diagonal + usize::from(own != other))
                .min(above + 1)
                .min(left + 1);
            if earlier == Some(other)
                && previous == Some(own)
                && let Some(swapped) = two_back
            {
                cost = cost.min(swapped + 1);
            }
            two_back = before.get(column).copied();
            previous = Some(other);
            left = cost;
            current.push(cost);
        }
        if current.iter().min().is_some_and(|least| *least > limit) {
            return None;
        }
        earlier = Some(own);
        before = std::mem::replace(&mut last, current);
    }
    last.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, limit: usize, expected: Option<usize>) {
        assert_eq!(
            distance(a.as_bytes(), b.as_bytes(), limit),
            expected,
            "{a} {b}"
        );
    }

    #[test]
    fn counts_slips() {
        check("refund", "refund", 1, Some(0));
        check("refnud", "refund", 1, Some(1));
        check("refun", "refund", 1, Some(1));
        check("refuund", "refund", 1, Some(1));
        check("rafund", "refund", 1, Some(1));
        check("warranty", "warrnaties", 2, None);
        check("strikethrough", "stikethrough", 2, Some(1));
        check("ca", "abc", 3, Some(3));
    }
}
