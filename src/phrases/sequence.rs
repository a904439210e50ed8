//! Matches a sequence of elements at one place of a sentence.

use super::tokens::Token;
use super::vocabulary::WordId;

/// A sentence's words with what they stand for.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The words.
    pub tokens: Vec<Token>,
    /// For each word, the numbers of the written words that it stands for, sorted.
    pub(crate) words: Vec<Vec<WordId>>,
}

impl Reading {
    /// Whether the word at this place is written in digits.
    pub(crate) fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            token
                .folded
                .starts_with(|letter: char| letter.is_ascii_digit())
        })
    }
}

/// An element of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Element {
    /// One of these, sorted.
    Words(Vec<WordId>),
    /// One of these sequences; an empty one among them where all may be missing.
    Choice(Vec<Vec<Element>>),
    /// A number in digits.
    Number,
    /// Up to so many words.
    Gap(u8),
    /// Start of the sentence.
    Start,
    /// End of the sentence.
    End,
}

/// What follows a sequence that stands inside another one.
struct Rest<'e> {
    elements: &'e [Element],
    then: Option<&'e Rest<'e>>,
}

/// The word after the last one of the longest match that starts at word `at`, if there is one; gaps are
/// kept as short as they can be. The work is bounded by the sizes that the notation allows.
pub(crate) fn match_at(elements: &[Element], reading: &Reading, at: usize) -> Option<usize> {
    step(elements, None, reading, at, true)
}

fn step(
    elements: &[Element],
    then: Option<&Rest<'_>>,
    reading: &Reading,
    at: usize,
    first: bool,
) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else {
        return match then {
            Some(outer) => step(outer.elements, outer.then, reading, at, first),
            None => Some(at),
        };
    };
    let fits = match element {
        Element::Choice(choices) => {
            let then = Rest {
                elements: rest,
                then,
            };
            return choices
                .iter()
                .filter_map(|choice| step(choice, Some(&then), reading, at, first))
                .max();
        }
        Element::Gap(most) => {
            for skipped in 0..=usize::from(*most) {
                let end = step(rest, then, reading, at + skipped, false);
                let next = reading.tokens.get(at + skipped);
                if end.is_some() || next.is_none_or(|token| token.after_break) {
                    return end;
                }
            }
            return None;
        }
        Element::Start if at == 0 => return step(rest, then, reading, at, first),
        Element::End if at == reading.tokens.len() => {
            return step(rest, then, reading, at, first);
        }
        Element::Start | Element::End => false,
        Element::Number => reading.is_number(at),
        Element::Words(wanted) => reading
            .words
            .get(at)
            .is_some_and(|words| words.iter().any(|word| wanted.binary_search(word).is_ok())),
    };
    let parted = !first && reading.tokens.get(at).is_none_or(|token| token.after_break);
    if fits && !parted {
        step(rest, then, reading, at + 1, false)
    } else {
        None
    }
}
