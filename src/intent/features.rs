//! Hashed features of normalised text, the same code for training and for reading a ticket.
//!
//! Per sentence: words and pairs of neighbouring words, and the 2 to 5 character pieces of each word
//! with its boundaries. Digits become one sign, so that an order number is no feature of its own.
//! Nothing is allocated per piece: pieces are hashed while the text is walked.

use crate::text::letter_hash::{mix, step};
use crate::text::words;
use std::ops::Range;

/// Pieces fall into `2^HASH_BITS` buckets; the lower half is for words and pairs, the upper half for
/// character pieces.
pub const HASH_BITS: u32 = 20;
/// Number of buckets.
pub const BUCKETS: usize = 1 << HASH_BITS;
/// First bucket of the character pieces.
pub const FIRST_CHARACTER_BUCKET: u32 = 1 << (HASH_BITS - 1);
/// Weight of a sentence that counts in full; weights are whole numbers, so that sums are exact and do
/// not depend on order.
pub const FULL_WEIGHT: u32 = 16;

/// Shortest and longest character piece, in characters with the word's boundaries.
const SHORTEST: usize = 2;
const LONGEST: usize = 5;
/// A word's boundary, as a character of its pieces.
const BOUNDARY: char = ' ';

const WORD_SEED: u32 = 0x811c_9dc5;
const PAIR_SEED: u32 = 0x9e37_79b9;
const PIECE_SEED: u32 = 0x85eb_ca6b;

/// One occurrence of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Its bucket.
    pub bucket: u32,
    /// Index of the word in which it ends.
    pub word: usize,
    /// Index of the word in which it begins: the same, but for a pair of words.
    pub first_word: usize,
}

/// Walks `text` (a normal form) and gives every feature occurrence to `each`; returns the byte ranges
/// of its words. At most `limit` words are read. One copy of it serves all that ask: it is large.
pub fn walk(text: &str, limit: usize, each: &mut dyn FnMut(Piece)) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut letters: Vec<char> = Vec::with_capacity(words::LONGEST + 2);
    let mut previous: Option<u32> = None;
    words::walk(text, limit, |found| {
        letters.clear();
        letters.push(BOUNDARY);
        letters.extend_from_slice(found.letters);
        letters.push(BOUNDARY);
        let word = words.len();
        words.push(found.range);
        let hash = letters.iter().fold(WORD_SEED, |hash, c| step(hash, *c));
        each(Piece {
            bucket: word_bucket(hash),
            word,
            first_word: word,
        });
        if let Some(before) = previous {
            each(Piece {
                bucket: word_bucket(mix(before.rotate_left(5) ^ PAIR_SEED).wrapping_add(hash)),
                word,
                first_word: word.saturating_sub(1),
            });
        }
        previous = Some(hash);
        if letters.len() > 3 {
            pieces(&letters, |bucket| {
                each(Piece {
                    bucket,
                    word,
                    first_word: word,
                });
            });
        }
    });
    words
}

/// Sublinear term frequency: `log2(1 + n)`, so that one full occurrence counts 1.
#[must_use]
pub fn term_frequency(weight: u32) -> f32 {
    if weight == FULL_WEIGHT {
        return 1.0;
    }
    libm::log2f(1.0 + weight as f32 / FULL_WEIGHT as f32)
}

/// The vector of a text: position and value of each known feature, in order of the buckets. `known`
/// gives a bucket's position and its rarity. Words and character pieces are brought to lengths whose
/// squares are `word_share` and `1 - word_share`, so that the vector has length 1.
#[must_use]
pub fn vector(
    counts: &[(u32, u32)],
    word_share: f32,
    known: impl Fn(u32) -> Option<(u32, f32)>,
) -> Vec<(u32, f32)> {
    let mut values = Vec::with_capacity(counts.len());
    let mut words = (0_usize, 0.0_f32);
    let mut pieces = 0.0_f32;
    for (bucket, weight) in counts {
        let Some((position, rarity)) = known(*bucket) else {
            continue;
        };
        let value = term_frequency(*weight) * rarity;
        values.push((position, value));
        if *bucket < FIRST_CHARACTER_BUCKET {
            words.0 = values.len();
            words.1 += value * value;
        } else {
            pieces += value * value;
        }
    }
    let (word_scale, piece_scale) = scales(words.1, pieces, word_share);
    for (index, (_, value)) in values.iter_mut().enumerate() {
        *value *= if index < words.0 {
            word_scale
        } else {
            piece_scale
        };
    }
    values
}

fn scales(words: f32, pieces: f32, word_share: f32) -> (f32, f32) {
    let (word_share, piece_share) = if words > 0.0 && pieces > 0.0 {
        (word_share, 1.0 - word_share)
    } else {
        (1.0, 1.0)
    };
    let scale = |share: f32, sum_of_squares: f32| {
        if sum_of_squares > 0.0 {
            libm::sqrtf(share / sum_of_squares)
        } else {
            0.0
        }
    };
    (scale(word_share, words), scale(piece_share, pieces))
}

fn pieces(letters: &[char], mut each: impl FnMut(u32)) {
    for start in 0..letters.len() {
        let mut hash = PIECE_SEED;
        for (length, letter) in letters.iter().skip(start).take(LONGEST).enumerate() {
            hash = step(hash, *letter);
            if length + 1 >= SHORTEST {
                each(piece_bucket(hash));
            }
        }
    }
}

fn word_bucket(hash: u32) -> u32 {
    mix(hash) >> (33 - HASH_BITS)
}

fn piece_bucket(hash: u32) -> u32 {
    FIRST_CHARACTER_BUCKET | (mix(hash) >> (33 - HASH_BITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buckets(text: &str) -> Vec<(u32, u32)> {
        let mut buckets: Vec<u32> = Vec::new();
        walk(text, 1000, &mut |piece| buckets.push(piece.bucket));
        buckets.sort_unstable();
        let runs = buckets.chunk_by(|one, other| one == other);
        runs.map(|run| (run[0], run.len() as u32)).collect()
    }

    #[track_caller]
    fn check(text: &str, words: &[&str]) {
        let ranges = walk(text, 1000, &mut |piece| {
            assert!((piece.bucket as usize) < BUCKETS && piece.first_word <= piece.word);
        });
        let found: Vec<&str> = ranges.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, words, "{text}");
    }

    #[test]
    fn words_are_found() {
        check(
            "where's my order, #12-b?",
            &["where's", "my", "order", "12", "b", "?"],
        );
        check("", &[]);
        check("… — !!", &[]);
        check("é€5", &["é", "€", "5"]);
        check("'tis o'", &["tis", "o'"]);
    }

    #[test]
    fn numbers_are_levelled() {
        assert_eq!(buckets("order 12345 now"), buckets("order 9 now"));
        assert_ne!(buckets("order 12345 now"), buckets("order now"));
        assert_eq!(buckets("don't"), buckets("dont"));
    }

    #[test]
    fn long_words_stay_cheap() {
        let long = "a".repeat(1_000_000);
        assert!(buckets(&long).len() < 200);
        assert_eq!(walk(&"a ".repeat(5000), 400, &mut |_| {}).len(), 400);
    }

    #[test]
    fn repetition_counts_less_than_its_number() {
        assert!((term_frequency(FULL_WEIGHT) - 1.0).abs() < 1e-6);
        assert!(term_frequency(4 * FULL_WEIGHT) < 2.5);
        assert!(term_frequency(FULL_WEIGHT / 2) < 1.0);
    }
}
