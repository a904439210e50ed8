//! Matches a sequence of elements at one place of a sentence.

use super::tokens::Token;
use super::vocabulary::WordId;
use std::sync::Arc;

/// A sentence's words with what they stand for.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The words.
    pub tokens: Vec<Token>,
    /// For each word, the numbers of the written words that it stands for, sorted.
    pub(crate) words: Vec<Vec<WordId>>,
}

/// An element of a sequence, words looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Element {
    /// One of these, sorted.
    Words(Arc<[WordId]>),
    Number,
    Gap(u8),
    Start,
    End,
}

/// The word after the last one of the match that starts at word `at`, if there is one; gaps are kept
/// as short as they can be. The work is bounded by the sizes that the notation allows.
pub(crate) fn match_at(elements: &[Element], reading: &Reading, at: usize) -> Option<usize> {
    step(elements, reading, at, true)
}

fn step(elements: &[Element], reading: &Reading, at: usize, first: bool) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else {
        return Some(at);
    };
    match element {
        Element::Start => (at == 0).then(|| step(rest, reading, at, first)).flatten(),
        Element::End => (at == reading.tokens.len())
            .then(|| step(rest, reading, at, first))
            .flatten(),
        Element::Number => {
            let token = reading.tokens.get(at)?;
            if (!first && token.after_break)
                || !token.folded.starts_with(|c: char| c.is_ascii_digit())
            {
                return None;
            }
            step(rest, reading, at + 1, false)
        }
        Element::Words(wanted) => {
            let token = reading.tokens.get(at)?;
            let words = reading.words.get(at)?;
            if (!first && token.after_break)
                || !words.iter().any(|word| wanted.binary_search(word).is_ok())
            {
                return None;
            }
            step(rest, reading, at + 1, false)
        }
        Element::Gap(most) => {
            for skipped in 0..=usize::from(*most) {
                if let Some(end) = step(rest, reading, at + skipped, false) {
                    return Some(end);
                }
                let broken = reading
                    .tokens
                    .get(at + skipped)
                    .is_none_or(|token| token.after_break);
                if broken {
                    return None;
                }
            }
            None
        }
    }
}
