//! How often a term stands in each field of an article: in four bytes, and in about one where the index
//! carries it, so that an index can be built on.

use crate::bytes::{Reader, Writer};
use crate::knowledge::bm25::{BODY, FIELDS, HEADINGS, LABELS, TITLE};

/// By field: bits in the low part, then bits in the high part. What is small in every field fits the low
/// part, seven bits: a byte as a varint.
const BITS: [(usize, u32, u32); FIELDS] = [
    (BODY, 3, 13),
    (TITLE, 2, 4),
    (HEADINGS, 1, 5),
    (LABELS, 1, 3),
];

/// Counts of one term in one article; each field counts as far as its bits go (the body to 65,535).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct TermCounts(u32);

impl TermCounts {
    /// Once in the body, as most terms stand.
    pub(crate) const PLAIN: Self = Self(1);

    /// Counts by field, in the order of the fields.
    pub(crate) fn of(counts: &[u32; FIELDS]) -> Self {
        let (mut packed, mut low, mut high) = (0, 0, 7);
        for (field, small, large) in BITS {
            let most = (1 << (small + large)) - 1;
            let count = counts.get(field).map_or(0, |count| (*count).min(most));
            packed |= (count & ((1 << small) - 1)) << low;
            packed |= (count >> small) << high;
            low += small;
            high += large;
        }
        Self(packed)
    }

    pub(crate) fn by_field(self) -> [u32; FIELDS] {
        let mut counts = [0; FIELDS];
        let (mut low, mut high) = (0, 7);
        for (field, small, large) in BITS {
            if let Some(count) = counts.get_mut(field) {
                *count = (self.0 >> low) & ((1 << small) - 1);
                *count |= ((self.0 >> high) & ((1 << large) - 1)) << small;
            }
            low += small;
            high += large;
        }
        counts
    }
}

/// What is frequent after the plain ones: it takes three bits, anything else takes a varint of its own.
const FREQUENT: [u32; 7] = [
    // Twice, three times, four times in the body.
    2, 3, 4, //
    // Once in the title; there and in the body.
    8, 9, //
    // Once in the headings; there and in the body.
    32, 33,
];
const OTHER: u8 = FREQUENT.len() as u8;
/// Most plain ones that a byte counts; more take a varint.
const MOST_PLAIN: u32 = 31;

/// Writes counts one after another: where they are not plain, how many plain ones came before and which
/// they are.
#[derive(Debug, Default)]
pub(crate) struct CountsWriter {
    out: Writer,
    plain: u32,
}

impl CountsWriter {
    pub(crate) fn put(&mut self, counts: TermCounts) {
        if counts == TermCounts::PLAIN {
            self.plain += 1;
            return;
        }
        let frequent = FREQUENT.iter().position(|own| *own == counts.0);
        let code = frequent.map_or(OTHER, |at| at as u8);
        let short = self.plain.min(MOST_PLAIN);
        self.out.bytes.push((short as u8) << 3 | code);
        if short == MOST_PLAIN {
            self.out.varint(self.plain - MOST_PLAIN);
        }
        if code == OTHER {
            self.out.varint(counts.0);
        }
        self.plain = 0;
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        self.out.bytes
    }
}

/// Reads what [`CountsWriter`] wrote; after the last one that is not plain there are plain ones without end.
#[derive(Debug)]
pub(crate) struct CountsReader<'a> {
    rest: Reader<'a>,
    plain: u32,
    next: Option<TermCounts>,
}

impl<'a> CountsReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: Reader(bytes),
            plain: 0,
            next: None,
        }
    }

    /// The next counts; `None` where the bytes are broken.
    pub(crate) fn next(&mut self) -> Option<TermCounts> {
        if self.next.is_none() && !self.rest.0.is_empty() {
            let byte = self.rest.byte()?;
            self.plain = u32::from(byte >> 3);
            if self.plain == MOST_PLAIN {
                self.plain = self.plain.checked_add(self.rest.varint()?)?;
            }
            let frequent = FREQUENT.get(usize::from(byte & 7));
            self.next = Some(TermCounts(match frequent {
                Some(counts) => *counts,
                None => self.rest.varint()?,
            }));
        }
        if self.plain > 0 || self.next.is_none() {
            self.plain = self.plain.saturating_sub(1);
            return Some(TermCounts::PLAIN);
        }
        self.next.take()
    }

    /// Whether everything was read.
    pub(crate) fn is_at_end(&self) -> bool {
        self.next.is_none() && self.rest.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(all: &[[u32; FIELDS]], bytes: usize) {
        let mut writer = CountsWriter::default();
        for counts in all {
            let packed = TermCounts::of(counts);
            assert_eq!(packed.by_field(), *counts);
            writer.put(packed);
        }
        let written = writer.bytes();
        assert_eq!(written.len(), bytes, "{all:?}");
        let mut reader = CountsReader::new(&written);
        for counts in all {
            assert_eq!(reader.next().map(TermCounts::by_field), Some(*counts));
        }
        assert!(reader.is_at_end());
        for end in 0..written.len() {
            let mut cut = CountsReader::new(&written[..end]);
            while cut.next().is_some_and(|_| !cut.is_at_end()) {}
        }
    }

    #[test]
    fn counts_come_back() {
        check(&[], 0);
        check(&[[0, 0, 1, 0]; 9], 0);
        check(&[[0, 0, 2, 0], [1, 0, 1, 0], [0, 1, 0, 0]], 3);
        // More plain ones than a byte holds; counts that are not frequent.
        let mut many = vec![[0, 0, 1, 0]; 40];
        many.push([0, 0, 5, 0]);
        check(&many, 3);
        check(&[[63, 63, 65_535, 15], [3, 1, 7, 1], [0, 0, 0, 1]], 10);
    }

    #[test]
    fn a_field_counts_as_far_as_its_bits_go() {
        let full = TermCounts::of(&[u32::MAX; FIELDS]);
        assert_eq!(full.by_field(), [63, 63, 65_535, 15]);
        assert_eq!(TermCounts::of(&[0, 0, 1, 0]), TermCounts::PLAIN);
    }
}
