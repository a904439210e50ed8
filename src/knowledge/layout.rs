//! The index's bytes: where what stands. Everything is read in place, so that opening an index costs
//! its checksum and nothing else.
//!
//! A sealed head ([`crate::bytes::Seal`]) holds the checksum of what follows it, the number of articles,
//! terms and chunks, the dimensions and the checksum of the word vectors, and the lengths of the sections;
//! then come the sections: languages, the table of articles, places of terms, terms in order, postings,
//! chunks, strings, and what only building on the index needs.
//!
//! A term begins with its language's letter, so that each language has terms and postings of its own. A
//! posting is the distance from the article before (varint) and the term's BM25F saturation there, in 255
//! parts: what depends on the article alone is computed when the index is built. A chunk is a stretch of an
//! article: the article, the signs of its direction against the mean (a bit a dimension), and the direction
//! (a byte a dimension).
//!
//! Saturations depend on the mean length of all articles. So that one article can change without reading the
//! others anew, the last section holds the lengths of each article's fields (varints), and then, posting by
//! posting, how often the term stands in each field (`term_counts.rs`).

use crate::bytes::{Reader, Seal, SealError, Writer};
use crate::knowledge::{FORMAT, IndexError};
use std::ops::Range;

const SEAL: Seal = Seal {
    magic: *b"HRKB",
    format: FORMAT,
};
/// Bytes before the sections: the seal's own, and the head.
const HEAD: usize = 24 + 8 + 4 * 4 + 8 + SECTIONS * 4;
const SECTIONS: usize = 8;
/// Stands before a heading in an article's stored text.
pub(crate) const HEADING_MARK: char = '\u{1}';
/// Bytes of an article in the table: language, internal, place of its strings, digest of the article.
const RECORD: usize = 2 + 4 + 8;
/// No index has more languages: a term's first byte tells which.
pub(crate) const MOST_LANGUAGES: usize = 100;
/// Word vectors have no more dimensions.
const MOST_DIMENSIONS: usize = 1024;

/// What is stored of an article, in this order.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stored {
    Id = 0,
    Title = 1,
    Url = 2,
    UpdatedAt = 3,
    Intents = 4,
    Text = 5,
    /// Where it may contradict other articles, a warning a line.
    Contradictions = 6,
}

/// A language of the index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Language {
    pub(crate) code: String,
    /// How many articles are written in it.
    pub(crate) articles: usize,
}

/// What the sections hold.
#[derive(Debug, Default)]
pub(crate) struct Sections {
    pub(crate) languages: Vec<Language>,
    pub(crate) table: Writer,
    pub(crate) term_index: Writer,
    pub(crate) term_bytes: Vec<u8>,
    pub(crate) postings: Writer,
    /// Article of each chunk.
    pub(crate) chunk_articles: Writer,
    /// Mean direction, then the signs of each chunk, then its direction.
    pub(crate) mean: Vec<i8>,
    pub(crate) signs: Vec<u8>,
    pub(crate) directions: Vec<i8>,
    /// Checksum of the word vectors.
    pub(crate) vectors: u64,
    pub(crate) strings: Vec<u8>,
    /// Lengths of the articles' fields, then the counts of the postings.
    pub(crate) workings: Vec<u8>,
}

impl Sections {
    /// The index's bytes.
    pub(crate) fn file(self) -> Vec<u8> {
        let codes = self.languages.iter().fold(String::new(), |all, language| {
            all + &language.code + " " + &language.articles.to_string() + "\n"
        });
        let mut chunks = self.chunk_articles;
        let count = chunks.bytes.len() / 4;
        chunks.weights(&self.mean);
        chunks.bytes.extend_from_slice(&self.signs);
        chunks.weights(&self.directions);
        let sections: [&[u8]; SECTIONS] = [
            codes.as_bytes(),
            &self.table.bytes,
            &self.term_index.bytes,
            &self.term_bytes,
            &self.postings.bytes,
            &chunks.bytes,
            &self.strings,
            &self.workings,
        ];
        let data = sections.concat();
        let mut head = Writer::default();
        head.bytes.extend_from_slice(&checksum(&data).to_le_bytes());
        for number in [
            self.table.bytes.len() / RECORD,
            (self.term_index.bytes.len() / 8).saturating_sub(1),
            count,
            self.mean.len(),
        ] {
            head.size(number);
        }
        head.bytes.extend_from_slice(&self.vectors.to_le_bytes());
        for section in sections {
            head.size(section.len());
        }
        let mut file = SEAL.file(&head.bytes);
        file.extend_from_slice(&data);
        file
    }
}

/// FNV-1a over words of eight bytes, the rest filled up with zeros: megabytes in milliseconds.
fn checksum(data: &[u8]) -> u64 {
    data.chunks(8).fold(0xcbf2_9ce4_8422_2325, |hash, chunk| {
        let mut word = [0; 8];
        for (slot, byte) in word.iter_mut().zip(chunk) {
            *slot = *byte;
        }
        let hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3);
        // A product moves bits only upwards.
        hash ^ (hash >> 32)
    })
}

/// The sections' places in the bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    pub(crate) articles: usize,
    pub(crate) terms: usize,
    pub(crate) checksum: u64,
    pub(crate) languages: Vec<Language>,
    /// Number of chunks, dimensions of each, and the word vectors they were made of.
    pub(crate) chunks: usize,
    pub(crate) dimensions: usize,
    pub(crate) vectors: u64,
    table: Range<usize>,
    term_index: Range<usize>,
    term_bytes: Range<usize>,
    postings: Range<usize>,
    chunk_bytes: Range<usize>,
    strings: Range<usize>,
    workings: Range<usize>,
}

impl Layout {
    /// Checks and reads the head.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, IndexError> {
        let sealed = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
        let (head, _) = SEAL.open(sealed).map_err(|error| match error {
            SealError::Other => IndexError::NotAnIndex,
            SealError::Version(found) => IndexError::Version {
                found,
                expected: FORMAT,
            },
            SealError::Damaged => IndexError::Damaged,
        })?;
        Self::read_head(head, bytes).ok_or(IndexError::Damaged)
    }

    fn read_head(head: &[u8], bytes: &[u8]) -> Option<Self> {
        let mut head = Reader(head);
        let expected = u64::from_le_bytes(head.array()?);
        let articles = head.long()? as usize;
        let terms = head.long()? as usize;
        let chunks = head.long()? as usize;
        let dimensions = head.long()? as usize;
        let vectors = u64::from_le_bytes(head.array()?);
        let mut start = HEAD;
        let mut next = || {
            let end = start.checked_add(head.long()? as usize)?;
            let range = start..end;
            start = end;
            Some(range)
        };
        let languages = next()?;
        let layout = Self {
            articles,
            terms,
            checksum: expected,
            languages: Vec::new(),
            chunks,
            dimensions,
            vectors,
            table: next()?,
            term_index: next()?,
            term_bytes: next()?,
            postings: next()?,
            chunk_bytes: next()?,
            strings: next()?,
            workings: next()?,
        };
        let each = 4 + dimensions / 8 + dimensions;
        let sound = start == bytes.len()
            && checksum(bytes.get(HEAD..)?) == expected
            && articles.checked_mul(RECORD) == Some(layout.table.len())
            && terms.checked_add(1)?.checked_mul(8) == Some(layout.term_index.len())
            && dimensions <= MOST_DIMENSIONS
            && dimensions.is_multiple_of(64)
            && chunks.checked_mul(each)?.checked_add(dimensions) == Some(layout.chunk_bytes.len());
        let languages = std::str::from_utf8(bytes.get(languages)?).ok()?;
        let languages = languages
            .lines()
            .map(|line| {
                let (code, articles) = line.split_once(' ')?;
                Some(Language {
                    code: code.to_owned(),
                    articles: articles.parse().ok()?,
                })
            })
            .collect::<Option<Vec<_>>>()?;
        (sound && languages.len() <= MOST_LANGUAGES).then_some(Self {
            languages,
            ..layout
        })
    }

    fn record<'a>(&self, bytes: &'a [u8], article: usize) -> Reader<'a> {
        let at = self.table.start + article.min(self.articles) * RECORD;
        Reader(bytes.get(at..self.table.end).unwrap_or_default())
    }

    pub(crate) fn language(&self, bytes: &[u8], article: usize) -> usize {
        usize::from(self.record(bytes, article).byte().unwrap_or(0))
    }

    pub(crate) fn internal(&self, bytes: &[u8], article: usize) -> bool {
        matches!(self.record(bytes, article).0, [_, 1, ..])
    }

    /// The digest of an article's content.
    pub(crate) fn digest(&self, bytes: &[u8], article: usize) -> u64 {
        let mut record = self.record(bytes, article);
        record
            .take(RECORD - 8)
            .and_then(|_| record.array())
            .map_or(0, u64::from_le_bytes)
    }

    /// A stored text; empty when there is none, or when it is no text.
    pub(crate) fn string<'a>(&self, bytes: &'a [u8], article: usize, which: Stored) -> &'a str {
        let mut record = self.record(bytes, article);
        let read = || {
            record.take(2)?;
            let start = record.long()? as usize;
            let mut strings = Reader(bytes.get(self.strings.clone())?.get(start..)?);
            let mut found = None;
            for _ in 0..=which as usize {
                let length = strings.varint()? as usize;
                found = Some(strings.take(length)?);
            }
            std::str::from_utf8(found?).ok()
        };
        let mut read = read;
        read().unwrap_or("")
    }

    /// The bytes of the stored texts before one of them; `None` when they are not there.
    pub(crate) fn strings_before<'a>(
        &self,
        bytes: &'a [u8],
        article: usize,
        which: Stored,
    ) -> Option<&'a [u8]> {
        let mut record = self.record(bytes, article);
        record.take(2)?;
        let start = record.long()? as usize;
        let all = bytes.get(self.strings.clone())?.get(start..)?;
        let mut strings = Reader(all);
        for _ in 0..which as usize {
            let length = strings.varint()? as usize;
            strings.take(length)?;
        }
        all.get(..all.len() - strings.0.len())
    }

    /// What building on the index needs.
    pub(crate) fn workings<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        bytes.get(self.workings.clone()).unwrap_or_default()
    }

    /// Where a term and its postings begin, then where they end.
    fn places(&self, bytes: &[u8], term: usize) -> [usize; 4] {
        let at = self.term_index.start + term.min(self.terms.saturating_sub(1)) * 8;
        let own = bytes.get(at..at + 16).unwrap_or_default();
        let (places, _) = own.as_chunks::<4>();
        let mut out = [0; 4];
        for (place, out) in places.iter().zip(&mut out) {
            *out = u32::from_le_bytes(*place) as usize;
        }
        out
    }

    pub(crate) fn term<'a>(&self, bytes: &'a [u8], term: usize) -> &'a [u8] {
        let [start, _, end, _] = self.places(bytes, term);
        bytes
            .get(self.term_bytes.clone())
            .and_then(|terms| terms.get(start..end))
            .unwrap_or(&[])
    }

    /// Position of the first term that is not before `wanted`.
    pub(crate) fn lower_bound(&self, bytes: &[u8], wanted: &[u8]) -> usize {
        first(self.terms, &|term| self.term(bytes, term) < wanted)
    }

    pub(crate) fn find(&self, bytes: &[u8], wanted: &str) -> Option<usize> {
        let at = self.lower_bound(bytes, wanted.as_bytes());
        (at < self.terms && self.term(bytes, at) == wanted.as_bytes()).then_some(at)
    }

    /// A term's postings.
    pub(crate) fn postings<'a>(&self, bytes: &'a [u8], term: usize) -> Postings<'a> {
        let [_, start, _, end] = self.places(bytes, term);
        let own = bytes
            .get(self.postings.clone())
            .and_then(|postings| postings.get(start..end))
            .unwrap_or(&[]);
        let mut rest = Reader(own);
        let count = rest.varint().unwrap_or(0) as usize;
        Postings {
            rest: rest.0,
            count: count.min(self.articles),
            article: 0,
        }
    }

    /// The mean direction, a byte a dimension.
    pub(crate) fn mean<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let start = self.chunk_bytes.start + self.chunks * 4;
        bytes
            .get(start..start + self.dimensions)
            .unwrap_or_default()
    }

    /// The signs of all chunks, `dimensions / 8` bytes each.
    pub(crate) fn signs<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let start = self.chunk_bytes.start + self.chunks * 4 + self.dimensions;
        bytes
            .get(start..start + self.chunks * self.dimensions / 8)
            .unwrap_or_default()
    }

    /// A chunk's direction, a byte a dimension.
    pub(crate) fn direction<'a>(&self, bytes: &'a [u8], chunk: usize) -> &'a [u8] {
        let before = self.chunks * (4 + self.dimensions / 8) + self.dimensions;
        let start = self.chunk_bytes.start + before + chunk * self.dimensions;
        bytes
            .get(start..start + self.dimensions)
            .unwrap_or_default()
    }

    /// The article of a chunk.
    pub(crate) fn article_of(&self, bytes: &[u8], chunk: usize) -> usize {
        let at = self.chunk_bytes.start + chunk * 4;
        Reader(bytes.get(at..self.chunk_bytes.end).unwrap_or_default())
            .long()
            .map_or(usize::MAX, |article| article as usize)
    }

    /// The chunks of an article: those of articles stand in order.
    pub(crate) fn chunks_of(&self, bytes: &[u8], article: usize) -> Range<usize> {
        let start = first(self.chunks, &|chunk| {
            self.article_of(bytes, chunk) < article
        });
        let mut end = start;
        while end < self.chunks && self.article_of(bytes, end) == article {
            end += 1;
        }
        start..end
    }
}

/// The first of so many in order that is not before what is looked for.
fn first(count: usize, is_before: &dyn Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The articles that hold a term, with its saturation there in 255 parts; decoded one by one.
pub(crate) struct Postings<'a> {
    rest: &'a [u8],
    /// How many articles hold the term.
    pub(crate) count: usize,
    article: usize,
}

impl Iterator for Postings<'_> {
    type Item = (usize, u8);

    fn next(&mut self) -> Option<Self::Item> {
        let mut gap = 0_usize;
        let mut shift = 0_u32;
        loop {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            gap |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if *byte < 0x80 {
                break;
            }
            shift += 7;
        }
        let (impact, rest) = self.rest.split_first()?;
        self.rest = rest;
        self.article = self.article.saturating_add(gap);
        Some((self.article, *impact))
    }
}
