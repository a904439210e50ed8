//! Word vectors: what a text means, as a direction in a space of some hundred dimensions.
//!
//! Frequent words and pairs of neighbouring words have a vector each; an unknown word has the mean of
//! the vectors of its 3 to 5 character pieces, which share a hashed table. The vector of a text is the
//! sum over its words and pairs, so that the share of each word is exact. The vectors were fitted so
//! that the direction of the sum is that which a sentence encoder gives the text
//! (`crates/trainer/distil`).
//!
//! ```text
//! "HRVC"  format: u32  length of the rest: u64  FNV-1a of the rest: u64
//! dimensions: u16; dimensions a code: u8, always 4; pieces in the hashed table: u32; entries with a key: u32
//! step of the lengths: f32; step of the code books: f32
//! code books: 256 code words of i8 for each group of dimensions
//! gaps between the keys, ascending: varint each
//! for each keyed entry, then for each piece: length: u8, a code a group: u8
//! ```
//! Numbers are little-endian. A vector is `length * step` times the code words of its groups
//! (product quantisation: Jégou, Douze, Schmid, "Product Quantization for Nearest Neighbor Search",
//! 2011).

use super::words;
use crate::bytes::{Reader, Seal};
use crate::key_index::KeyIndex;
use std::fmt;

/// Version of the format, and of how words become keys.
pub const FORMAT: u32 = 1;
const SEAL: Seal = Seal {
    magic: *b"HRVC",
    format: FORMAT,
};
/// Code words of a code book.
const CODES: usize = 256;
/// Dimensions of a code word: one step of a processor that adds four numbers at once.
const GROUP: usize = 4;
/// Bounds that no honest file exceeds.
const MOST_DIMENSIONS: usize = 1_024;
const MOST_ENTRIES: usize = 1 << 22;
/// Letters of an unknown word that are cut into pieces.
const LETTERS: usize = 24;
const SHORTEST_PIECE: usize = 3;
const LONGEST_PIECE: usize = 5;

/// The vectors of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Vectors {
    checksum: u64,
    dimensions: usize,
    /// Code words, book after book.
    books: Vec<[f32; GROUP]>,
    keys: KeyIndex,
    lengths: Vec<f32>,
    codes: Vec<u8>,
    pieces: u32,
}

/// The bytes are no file of word vectors of this version, or it is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VectorsError;

impl VectorsError {
    /// Stable code for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        "vectors_unusable"
    }

    /// The way out.
    #[must_use]
    pub fn help(self) -> &'static str {
        "give the `vectors.dat` that belongs to this version of Handrail"
    }
}

impl fmt::Display for VectorsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no file of word vectors that this version reads, or it is damaged")
    }
}

impl std::error::Error for VectorsError {}

/// A vector of a text's word or pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Index of its word; of a pair, of the second.
    pub word: usize,
    /// Index of the word in which it begins: the same, but for a pair.
    pub first_word: usize,
    /// Which vector.
    entry: usize,
    /// Of how many of the same word it is one: the vector counts one part in so many.
    of: u32,
}

impl Vectors {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is no such file, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VectorsError> {
        Self::read(bytes).ok_or(VectorsError)
    }

    /// Tells one file from another; a model is fitted to one.
    #[must_use]
    pub fn checksum(&self) -> u64 {
        self.checksum
    }

    /// Dimensions of a vector.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The vectors that a text (a normal form) consists of, from its first `limit` words.
    pub fn parts(&self, text: &str, limit: usize, mut each: impl FnMut(Part)) {
        let mut before: Option<u32> = None;
        let mut index = 0;
        let mut pieces: Vec<usize> = Vec::new();
        words::walk(text, limit, |word| {
            let word_hash = fnv(FNV_START, word.letters);
            match self.position(finish(word_hash)) {
                Some(entry) => each(Part {
                    word: index,
                    first_word: index,
                    entry,
                    of: 1,
                }),
                None => {
                    pieces.clear();
                    self.pieces_of(word.letters, &mut pieces);
                    for entry in &pieces {
                        each(Part {
                            word: index,
                            first_word: index,
                            entry: *entry,
                            of: pieces.len() as u32,
                        });
                    }
                }
            }
            if let Some(before) = before {
                let pair = fnv(fnv(before, &[' ']), word.letters);
                if let Some(entry) = self.position(finish(pair)) {
                    each(Part {
                        word: index,
                        first_word: index.saturating_sub(1),
                        entry,
                        of: 1,
                    });
                }
            }
            before = Some(word_hash);
            index += 1;
        });
    }

    /// Whether a part is of a word or pair with a vector of its own, not a piece of an unknown word.
    #[must_use]
    pub fn is_known(&self, part: Part) -> bool {
        part.entry < self.keys.len()
    }

    /// Adds `weight` times a part to `sum`, a vector of [`Self::dimensions`].
    pub fn add(&self, part: Part, weight: f32, sum: &mut [f32]) {
        let length = self.lengths.get(part.entry).copied().unwrap_or(0.0);
        let factor = length * weight / part.of as f32;
        let (slots, _) = sum.as_chunks_mut::<GROUP>();
        for (slots, word) in slots.iter_mut().zip(self.code_words(part.entry)) {
            for (slot, value) in slots.iter_mut().zip(word) {
                *slot += factor * value;
            }
        }
    }

    /// The dot product of a part with `other`.
    #[must_use]
    pub fn dot(&self, part: Part, other: &[f32]) -> f32 {
        let length = self.lengths.get(part.entry).copied().unwrap_or(0.0);
        let mut sum = 0.0;
        let (slots, _) = other.as_chunks::<GROUP>();
        for (slots, word) in slots.iter().zip(self.code_words(part.entry)) {
            for (slot, value) in slots.iter().zip(word) {
                sum += slot * value;
            }
        }
        sum * length / part.of as f32
    }

    fn code_words(&self, entry: usize) -> impl Iterator<Item = &[f32; GROUP]> {
        let groups = self.dimensions / GROUP;
        let codes = self.codes.get(entry * groups..).unwrap_or_default();
        let (books, _) = self.books.as_chunks::<CODES>();
        let codes = codes.iter().zip(books);
        codes.filter_map(|(code, book)| book.get(usize::from(*code)))
    }

    fn position(&self, key: u32) -> Option<usize> {
        self.keys.position(key)
    }

    /// Entries of the pieces of an unknown word.
    fn pieces_of(&self, letters: &[char], found: &mut Vec<usize>) {
        if self.pieces == 0 {
            return;
        }
        let mut bounded = ['\0'; LETTERS + 2];
        let mut length = 0;
        let all = std::iter::once(&'<')
            .chain(letters.iter().take(LETTERS))
            .chain(std::iter::once(&'>'));
        for (slot, letter) in bounded.iter_mut().zip(all) {
            *slot = *letter;
            length += 1;
        }
        let bounded = bounded.get(..length).unwrap_or_default();
        for size in SHORTEST_PIECE..=LONGEST_PIECE {
            for piece in bounded.windows(size) {
                let hash = finish(fnv(FNV_START, piece));
                found.push(self.keys.len() + (hash % self.pieces) as usize);
            }
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (body, checksum) = SEAL.open(bytes).ok()?;
        let mut input = Reader(body);
        let dimensions = usize::from(u16::from_le_bytes(input.array()?));
        let group = usize::from(input.byte()?);
        let pieces = input.long()?;
        let keyed = input.long()? as usize;
        if group != GROUP
            || dimensions == 0
            || dimensions > MOST_DIMENSIONS
            || !dimensions.is_multiple_of(GROUP)
            || keyed.saturating_add(pieces as usize) > MOST_ENTRIES
        {
            return None;
        }
        let length_step = input.float()?;
        let book_step = input.float()?;
        let (words, _) = input.take(dimensions * CODES)?.as_chunks::<GROUP>();
        let books = words
            .iter()
            .map(|word| word.map(|value| f32::from(value as i8) * book_step))
            .collect();
        // A key takes at least a byte: never reserve more than is there.
        if keyed > input.0.len() {
            return None;
        }
        let mut keys = Vec::with_capacity(keyed);
        let mut key = 0_u32;
        for index in 0..keyed {
            let gap = input.varint()?;
            if index > 0 && gap == 0 {
                return None;
            }
            key = key.checked_add(gap)?;
            keys.push(key);
        }
        let groups = dimensions / GROUP;
        let entries = keyed + pieces as usize;
        if input.0.len() != entries * (1 + groups) {
            return None;
        }
        let mut lengths = Vec::with_capacity(entries);
        let mut codes = Vec::with_capacity(entries * groups);
        for entry in input.0.chunks_exact(1 + groups) {
            let (length, rest) = entry.split_first()?;
            lengths.push(f32::from(*length) * length_step);
            codes.extend_from_slice(rest);
        }
        Some(Self {
            checksum,
            dimensions,
            books,
            keys: KeyIndex::new(keys),
            lengths,
            codes,
            pieces,
        })
    }
}

const FNV_START: u32 = 0x811c_9dc5;

/// FNV-1a, 32 bits, over the letters in UTF-8, going on from `hash`.
fn fnv(hash: u32, letters: &[char]) -> u32 {
    let mut buffer = [0_u8; 4];
    letters.iter().fold(hash, |hash, letter| {
        letter
            .encode_utf8(&mut buffer)
            .bytes()
            .fold(hash, |hash, byte| {
                (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
            })
    })
}

/// Spreads the bits of a hash: the key.
fn finish(mut hash: u32) -> u32 {
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0x85eb_ca6b);
    hash ^ (hash >> 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two groups, in which the dimensions are alike; code 0 is 0, code n is n/10.
    fn file(entries: &[(&str, [u8; 3])], pieces: &[[u8; 3]]) -> Vec<u8> {
        let mut keyed: Vec<(u32, [u8; 3])> = entries
            .iter()
            .map(|(word, entry)| {
                let letters: Vec<char> = word.chars().collect();
                (finish(fnv(FNV_START, &letters)), *entry)
            })
            .collect();
        keyed.sort_unstable();
        let mut body = vec![8, 0, 4];
        body.extend((pieces.len() as u32).to_le_bytes());
        body.extend((keyed.len() as u32).to_le_bytes());
        body.extend(1.0_f32.to_le_bytes());
        body.extend(0.1_f32.to_le_bytes());
        for _ in 0..2 {
            body.extend((0..256).flat_map(|code: i32| [code.min(127) as u8; GROUP]));
        }
        let mut before = 0;
        for (key, _) in &keyed {
            let mut out = crate::bytes::Writer::default();
            out.varint(key - before);
            before = *key;
            body.extend(out.bytes);
        }
        for entry in keyed.iter().map(|(_, entry)| entry).chain(pieces) {
            body.extend(entry);
        }
        SEAL.file(&body)
    }

    fn fixture() -> Vec<u8> {
        file(
            &[
                ("refund", [1, 10, 0]),
                ("my", [2, 0, 10]),
                ("refund my", [1, 5, 5]),
            ],
            &[[1, 20, 40]],
        )
    }

    #[track_caller]
    fn check(text: &str, expected: [f32; 2]) {
        let vectors = Vectors::from_bytes(&fixture()).unwrap();
        let mut sum = vec![0.0; vectors.dimensions()];
        let mut dot = 0.0;
        vectors.parts(text, 100, |part| {
            assert!(part.first_word <= part.word);
            vectors.add(part, 1.0, &mut sum);
            dot += vectors.dot(part, &[0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 10.0, 0.0]);
        });
        for (slots, expected) in sum.chunks(GROUP).zip(expected) {
            let near = |slot: &f32| (slot - expected).abs() < 1e-5;
            assert!(slots.iter().all(near), "{text}: {sum:?}");
        }
        assert!((dot - (sum[1] + 10.0 * sum[6])).abs() < 1e-4);
    }

    #[test]
    fn a_text_is_the_sum_of_its_words_and_pairs() {
        check("", [0.0, 0.0]);
        check("refund", [1.0, 0.0]);
        check("my", [0.0, 2.0]);
        check("my refund", [1.0, 2.0]);
        check("refund my", [1.5, 2.5]);
        // An unknown word counts as one, however many pieces it has.
        check("zebra", [2.0, 4.0]);
        check("extraordinarily", [2.0, 4.0]);
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let good = fixture();
        for bytes in [&b""[..], b"HRVC", b"{}", &good[..good.len() - 1]] {
            assert_eq!(Vectors::from_bytes(bytes), Err(VectorsError));
        }
        let (body, _) = SEAL.open(&good).unwrap();
        for at in 0..body.len() {
            assert!(Vectors::from_bytes(&SEAL.file(&body[..at])).is_err());
            for value in [0x00, 0x01, 0x7f, 0x80, 0xff] {
                let mut changed = body.to_vec();
                changed[at] = value;
                if let Ok(vectors) = Vectors::from_bytes(&SEAL.file(&changed)) {
                    let mut sum = vec![0.0; vectors.dimensions()];
                    vectors.parts("refund my zebra", 9, |part| {
                        vectors.add(part, 1.0, &mut sum)
                    });
                }
            }
        }
        assert!(!VectorsError.help().is_empty() && !VectorsError.to_string().is_empty());
    }
}
