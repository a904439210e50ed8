//! The index's bytes: where what stands. Everything is read in place, so that opening an index costs
//! its checksum and nothing else.
//!
//! `HRKB`, version, checksum (FNV-1a of all that follows); number of articles and of terms; total
//! length of each field; lengths of six sections, then these: language codes, the table of articles,
//! places of terms, terms in order, postings, strings.

use crate::fingerprint::fnv1a;
use crate::knowledge::bm25::{BODY, Corpus, FIELDS};
use crate::knowledge::bytes::{Cursor, u16_at, u32_at, u64_at};
use crate::knowledge::{FORMAT, IndexError};
use std::ops::Range;

pub(crate) const MAGIC: &[u8; 4] = b"HRKB";
/// Stands before a heading in an article's stored text.
pub(crate) const HEADING_MARK: char = '\u{1}';

const HEADER: usize = 16;
const SECTIONS: usize = 6;
const PRELUDE: usize = HEADER + 8 + FIELDS * 8 + SECTIONS * 4;
/// Bytes of an article in the table: language, internal, four lengths, six strings.
const RECORD: usize = 2 + FIELDS * 2 + 6 * 8;

/// What is stored of an article, in the table's order.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stored {
    Id = 0,
    Title = 1,
    Url = 2,
    UpdatedAt = 3,
    Intents = 4,
    Text = 5,
}

/// The sections' places in the bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    pub(crate) articles: usize,
    pub(crate) terms: usize,
    pub(crate) checksum: u64,
    pub(crate) corpus: Corpus,
    pub(crate) languages: Vec<String>,
    table: Range<usize>,
    term_index: Range<usize>,
    term_bytes: Range<usize>,
    postings: Range<usize>,
    strings: Range<usize>,
}

impl Layout {
    /// Checks and reads the head.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, IndexError> {
        if !bytes.starts_with(MAGIC) {
            return Err(IndexError::NotAnIndex);
        }
        if bytes.len() < PRELUDE {
            return Err(IndexError::Damaged);
        }
        let found = u32::try_from(u32_at(bytes, 4)).unwrap_or(0);
        if found != FORMAT {
            return Err(IndexError::Version {
                found,
                expected: FORMAT,
            });
        }
        let checksum = u64_at(bytes, 8);
        if fnv1a(bytes.get(HEADER..).unwrap_or(&[])) != checksum {
            return Err(IndexError::Damaged);
        }
        let articles = u32_at(bytes, HEADER);
        let terms = u32_at(bytes, HEADER + 4);
        let mut average = [0.0; FIELDS];
        for (slot, average) in average.iter_mut().enumerate() {
            let total = u64_at(bytes, HEADER + 8 + slot * 8);
            *average = total as f64 / (articles.max(1)) as f64;
        }
        let mut ranges: Vec<Range<usize>> = Vec::with_capacity(SECTIONS);
        let mut start = PRELUDE;
        for section in 0..SECTIONS {
            let length = u32_at(bytes, HEADER + 8 + FIELDS * 8 + section * 4);
            let end = start.checked_add(length).ok_or(IndexError::Damaged)?;
            ranges.push(start..end);
            start = end;
        }
        let [languages, table, term_index, term_bytes, postings, strings] = ranges.as_slice()
        else {
            return Err(IndexError::Damaged);
        };
        let sound = start == bytes.len()
            && articles.checked_mul(RECORD) == Some(table.len())
            && terms.checked_add(1).and_then(|n| n.checked_mul(8)) == Some(term_index.len());
        if !sound {
            return Err(IndexError::Damaged);
        }
        let codes = bytes
            .get(languages.clone())
            .and_then(|codes| std::str::from_utf8(codes).ok())
            .ok_or(IndexError::Damaged)?;
        Ok(Self {
            articles,
            terms,
            checksum,
            corpus: Corpus { articles, average },
            languages: codes.lines().map(str::to_owned).collect(),
            table: table.clone(),
            term_index: term_index.clone(),
            term_bytes: term_bytes.clone(),
            postings: postings.clone(),
            strings: strings.clone(),
        })
    }

    fn record(&self, article: usize) -> usize {
        self.table.start + article * RECORD
    }

    pub(crate) fn language(&self, bytes: &[u8], article: usize) -> usize {
        bytes
            .get(self.record(article))
            .map_or(0, |l| usize::from(*l))
    }

    pub(crate) fn internal(&self, bytes: &[u8], article: usize) -> bool {
        bytes.get(self.record(article) + 1) == Some(&1)
    }

    pub(crate) fn lengths(&self, bytes: &[u8], article: usize) -> [u32; FIELDS] {
        let at = self.record(article) + 2;
        let mut lengths = [0; FIELDS];
        for (slot, length) in lengths.iter_mut().enumerate() {
            *length = u16_at(bytes, at + slot * 2);
        }
        lengths
    }

    /// A stored text; empty when there is none, or when it is no text.
    pub(crate) fn string<'a>(&self, bytes: &'a [u8], article: usize, which: Stored) -> &'a str {
        let at = self.record(article) + 2 + FIELDS * 2 + (which as usize) * 8;
        let start = self.strings.start.saturating_add(u32_at(bytes, at));
        let end = start.saturating_add(u32_at(bytes, at + 4));
        bytes
            .get(start..end.min(self.strings.end))
            .and_then(|text| std::str::from_utf8(text).ok())
            .unwrap_or("")
    }

    pub(crate) fn term<'a>(&self, bytes: &'a [u8], term: usize) -> &'a [u8] {
        let at = self.term_index.start + term * 8;
        let start = self.term_bytes.start.saturating_add(u32_at(bytes, at));
        let end = self.term_bytes.start.saturating_add(u32_at(bytes, at + 8));
        bytes
            .get(start..end.min(self.term_bytes.end))
            .unwrap_or(&[])
    }

    /// Position of the first term that is not before `wanted`.
    pub(crate) fn lower_bound(&self, bytes: &[u8], wanted: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.terms);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.term(bytes, middle) < wanted {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    pub(crate) fn find(&self, bytes: &[u8], wanted: &str) -> Option<usize> {
        let at = self.lower_bound(bytes, wanted.as_bytes());
        (at < self.terms && self.term(bytes, at) == wanted.as_bytes()).then_some(at)
    }

    /// A term's postings.
    pub(crate) fn postings<'a>(&self, bytes: &'a [u8], term: usize) -> Postings<'a> {
        let at = self.term_index.start + term * 8 + 4;
        let start = self.postings.start.saturating_add(u32_at(bytes, at));
        let end = self.postings.start.saturating_add(u32_at(bytes, at + 8));
        let own = bytes.get(..end.min(self.postings.end)).unwrap_or(&[]);
        let mut cursor = Cursor::new(own, start);
        let count = cursor.varint() as usize;
        Postings {
            cursor,
            count: count.min(self.articles),
            left: count.min(self.articles),
            article: 0,
        }
    }
}

/// The articles that hold a term, decoded one by one.
pub(crate) struct Postings<'a> {
    cursor: Cursor<'a>,
    /// How many articles hold the term.
    pub(crate) count: usize,
    left: usize,
    article: usize,
}

impl Iterator for Postings<'_> {
    type Item = (usize, [u32; FIELDS]);

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 || self.cursor.is_empty() {
            return None;
        }
        self.left -= 1;
        self.article = self.article.saturating_add(self.cursor.varint() as usize);
        let head = self.cursor.byte();
        let small = u32::from(head >> 4);
        let mut tf = [0; FIELDS];
        for (slot, tf) in tf.iter_mut().enumerate() {
            if head & (1 << slot) != 0 {
                *tf = if slot == BODY && small < 15 {
                    small
                } else {
                    self.cursor.varint()
                };
            }
        }
        Some((self.article, tf))
    }
}
