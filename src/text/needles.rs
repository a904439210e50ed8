//! Many words, found where they stand in a text. They are kept sorted, so that those with the same start
//! are neighbours: a look-up narrows the range byte by byte and ends at the longest word at the latest.

use std::ops::Range;

/// Words to be found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Needles {
    /// Each with the number under which it was given.
    sorted: Vec<(String, usize)>,
    /// For each byte the places in `sorted` of the words that begin with it.
    first: Vec<Range<usize>>,
}

impl Needles {
    /// For these words, numbered in their order. Empty ones are never found.
    pub(crate) fn new(words: Vec<String>) -> Self {
        let mut sorted: Vec<(String, usize)> = words
            .into_iter()
            .enumerate()
            .filter_map(|(number, word)| (!word.is_empty()).then_some((word, number)))
            .collect();
        sorted.sort_unstable();
        let mut first = vec![0..0; 256];
        for (at, (word, _)) in sorted.iter().enumerate() {
            let start = word.bytes().next().map(usize::from);
            if let Some(range) = start.and_then(|byte| first.get_mut(byte)) {
                if range.start == range.end {
                    range.start = at;
                }
                range.end = at + 1;
            }
        }
        Self { sorted, first }
    }

    /// Shows every word that stands at the start of `text`, shorter ones first: its number and length.
    pub(crate) fn at_start(&self, text: &[u8], show: &mut dyn FnMut(usize, usize)) {
        let start = text.first().map(|byte| usize::from(*byte));
        let range = start.and_then(|byte| self.first.get(byte));
        let Some(mut left) = range.and_then(|range| self.sorted.get(range.clone())) else {
            return;
        };
        let mut depth = 1;
        loop {
            while let Some(((word, number), rest)) = left.split_first()
                && word.len() == depth
            {
                show(*number, depth);
                left = rest;
            }
            let Some(byte) = text.get(depth).filter(|_| !left.is_empty()) else {
                return;
            };
            let from = left.partition_point(|(word, _)| word.as_bytes().get(depth) < Some(byte));
            left = left.get(from..).unwrap_or_default();
            let to = left.partition_point(|(word, _)| word.as_bytes().get(depth) == Some(byte));
            left = left.get(..to).unwrap_or_default();
            depth += 1;
        }
    }

    /// Shows every word wherever it stands: its number and its end.
    pub(crate) fn everywhere(&self, text: &str, show: &mut dyn FnMut(usize, usize)) {
        for (at, _) in text.char_indices() {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            self.at_start(rest, &mut |number, length| show(number, at + length));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], text: &str, expected: &[(usize, usize)]) {
        let mut found = Vec::new();
        Needles::new(words.iter().map(|word| (*word).to_owned()).collect())
            .everywhere(text, &mut |number, end| found.push((number, end)));
        assert_eq!(found, expected);
    }

    #[test]
    fn every_word_is_found_everywhere() {
        check(
            &["he", "she", "hers", ""],
            "ushers",
            &[(1, 4), (0, 4), (2, 6)],
        );
        check(&["é", "e"], "née", &[(0, 3), (1, 4)]);
        check(&["aa", "aa"], "aaa", &[(0, 2), (1, 2), (0, 3), (1, 3)]);
        check(&["abc"], "ab", &[]);
        check(&[], "ab", &[]);
    }
}
