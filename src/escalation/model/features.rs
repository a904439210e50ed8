//! What the sentence model reads of a sentence: the same code for training and for a ticket.
//!
//! Words (without accents, digits levelled), pairs of neighbours, and the 3 to 5 character pieces of
//! each word with its boundaries. Each occurrence counts one, common words as much as rare ones: who
//! does what to whom is said in common words. Nothing is allocated per piece.

use crate::phrases::Token;
use crate::text::letter_hash::{mix, step};

/// Pieces with this bit are character pieces; the others are words and pairs.
pub const CHARACTERS: u32 = 1 << 31;

/// Shortest and longest character piece, in characters with the word's boundaries.
const SHORTEST: usize = 3;
const LONGEST: usize = 5;
/// Longest word, in characters: what is longer is cut, so that text without spaces stays cheap.
const LONGEST_WORD: usize = 32;
/// A word's boundary, as a character of its pieces.
const BOUNDARY: char = ' ';

const WORD_SEED: u32 = 0x811c_9dc5;
const PAIR_SEED: u32 = 0x9e37_79b9;
const PIECE_SEED: u32 = 0x85eb_ca6b;

/// One occurrence of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Its key.
    pub key: u32,
    /// The word in which it begins; the sentence's signs have none.
    pub first: usize,
    /// The word in which it ends.
    pub last: usize,
}

impl Piece {
    /// Whether it is a character piece.
    #[must_use]
    pub fn is_characters(&self) -> bool {
        self.key & CHARACTERS != 0
    }
}

/// Gives every feature occurrence of a sentence to `each`; `normal` is the sentence's normal form, of
/// which `tokens` are the words. A question and an exclamation are words of their own, behind the
/// last one.
pub fn walk(tokens: &[Token], normal: &str, mut each: impl FnMut(Piece)) {
    let mut letters: Vec<char> = Vec::with_capacity(LONGEST_WORD + 2);
    let mut before: Option<u32> = None;
    for (index, token) in tokens.iter().enumerate() {
        spell(&token.folded, &mut letters);
        let hash = letters.iter().fold(WORD_SEED, |hash, c| step(hash, *c));
        let word = |key: u32, first: usize| Piece {
            key: key & !CHARACTERS,
            first,
            last: index,
        };
        each(word(mix(hash), index));
        if let Some(before) = before {
            let pair = mix(before.rotate_left(5) ^ PAIR_SEED).wrapping_add(hash);
            each(word(mix(pair), index.saturating_sub(1)));
        }
        before = Some(hash);
        for start in 0..letters.len() {
            let mut hash = PIECE_SEED;
            for (length, letter) in letters.iter().skip(start).take(LONGEST).enumerate() {
                hash = step(hash, *letter);
                if length + 1 >= SHORTEST {
                    each(Piece {
                        key: mix(hash) | CHARACTERS,
                        first: index,
                        last: index,
                    });
                }
            }
        }
    }
    for sign in ['?', '!'] {
        if normal.contains(sign) {
            each(Piece {
                key: mix(step(WORD_SEED, sign)) & !CHARACTERS,
                first: tokens.len(),
                last: tokens.len(),
            });
        }
    }
}

/// The letters of a word between its boundaries; apostrophes are left out, a run of digits is a `0`.
fn spell(word: &str, letters: &mut Vec<char>) {
    letters.clear();
    letters.push(BOUNDARY);
    for character in word.chars() {
        if letters.len() > LONGEST_WORD {
            break;
        }
        if character == '\'' {
            continue;
        }
        let digit = character.is_numeric();
        if !(digit && letters.last() == Some(&'0')) {
            letters.push(if digit { '0' } else { character });
        }
    }
    letters.push(BOUNDARY);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrases::PhraseBook;

    fn keys(text: &str) -> Vec<u32> {
        let reading = PhraseBook::default().read(text);
        let mut keys = Vec::new();
        walk(&reading.tokens, text, |piece| {
            assert!(piece.first <= piece.last && piece.last <= reading.tokens.len());
            keys.push(piece.key);
        });
        keys.sort_unstable();
        keys
    }

    #[track_caller]
    fn check(one: &str, other: &str, same: bool) {
        assert_eq!(keys(one) == keys(other), same, "{one} / {other}");
    }

    #[test]
    fn what_says_the_same_reads_the_same() {
        check("order 12345", "order 9", true);
        check("don't go", "dont go", true);
        check("müller", "muller", true);
        check("you sue me", "me sue you", false);
        check("really", "really?", false);
        check("", "", true);
    }

    #[test]
    fn pieces_grow_with_the_text_alone() {
        assert_eq!(keys("").len(), 0);
        // A word, and the only piece of ` a `.
        assert_eq!(keys("a").len(), 2);
        assert!(keys(&"a".repeat(100_000)).len() < 200);
    }
}
