//! The lexicon: lines of a weight and phrases. A word before a phrase may strengthen or turn it round,
//! capitals and exclamation marks strengthen. The sum `s` of a message becomes `s / sqrt(s² + 12)`, the
//! form that VADER uses (Hutto and Gilbert 2014), so that it lies between -1 and 1.

use crate::decimal;
use crate::phrases::{Hit, Lists, PhraseBook, PhraseBookBuilder, Reading};
use crate::text::{Passage, Sentence};
use std::ops::Range;

/// How far the sum of weights must go before a message counts as strongly felt.
const ALPHA: f64 = 12.0;
/// What a strengthening word, and capitals, multiply a weight by.
const STRENGTHENED: f64 = 1.4;
const SHOUTED: f64 = 1.3;
/// What is left of a weight that is turned round.
const TURNED: f64 = -0.6;
/// Words within which a word strengthens or turns round what follows.
const REACH: usize = 3;
/// What each exclamation mark adds to the sum's strength, and how many count.
const EXCLAMATION: f64 = 0.4;
const MOST_EXCLAMATIONS: usize = 4;
/// What a line's phrases do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Entry {
    /// They carry a feeling, -4 to 4.
    Feeling(f64),
    /// They strengthen what follows.
    Strengthens,
    /// They turn round what follows.
    Turns,
}

/// The compiled lexicon.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    book: PhraseBook,
    entries: Vec<Entry>,
}

/// A phrase with what it weighs where it stands.
pub(crate) struct Weighed {
    pub weight: f64,
    /// Number of its sentence.
    pub sentence: usize,
    /// Its bytes in the sentence's normal form.
    pub range: Range<usize>,
}

impl Lexicon {
    /// Compiles the lines; one that cannot be read is left out, so that a broken line costs its words
    /// and nothing else.
    pub(crate) fn compile(text: &str) -> Self {
        let mut book = PhraseBookBuilder::default();
        let mut entries = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((weight, phrases)) = line.split_once(' ') else {
                continue;
            };
            let entry = match weight {
                "x" => Entry::Strengthens,
                "n" => Entry::Turns,
                number => match decimal::parse(number) {
                    Some(weight) => Entry::Feeling(weight),
                    None => continue,
                },
            };
            if book.add(phrases, &Lists::new()).is_ok() {
                entries.push(entry);
            }
        }
        Self {
            book: book.finish(),
            entries,
        }
    }

    /// Number of its lines.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The phrases of a message, each with its weight.
    pub(crate) fn weigh(&self, passage: &Passage, sentences: &[&Sentence]) -> Vec<Weighed> {
        let readings: Vec<Reading> = sentences
            .iter()
            .map(|sentence| self.book.read(&sentence.normal.text))
            .collect();
        let mut weighed = Vec::new();
        let found = sentences.iter().zip(self.book.find(&readings));
        for (number, (sentence, hits)) in found.enumerate() {
            for (hit, weight) in self.weights(&hits) {
                let visible = sentence.normal.visible(&hit.text);
                let shouted = is_shouted(passage.text(&visible));
                weighed.push(Weighed {
                    weight: if shouted { weight * SHOUTED } else { weight },
                    sentence: number,
                    range: hit.text.clone(),
                });
            }
        }
        weighed
    }

    /// Of overlapping phrases the longest, with its weight after the words before it.
    fn weights<'h>(&self, hits: &'h [Hit]) -> Vec<(&'h Hit, f64)> {
        let entry = |hit: &Hit| self.entries.get(hit.phrase.0 as usize).copied();
        let mut kept: Vec<(&Hit, f64)> = Vec::new();
        for hit in hits {
            let Some(Entry::Feeling(weight)) = entry(hit) else {
                continue;
            };
            let overlap = kept.iter().position(|(other, _)| {
                other.tokens.start < hit.tokens.end && hit.tokens.start < other.tokens.end
            });
            match overlap {
                Some(at) => {
                    if let Some(other) = kept.get_mut(at) {
                        let longer = hit.tokens.len() > other.0.tokens.len();
                        let stronger = hit.tokens.len() == other.0.tokens.len()
                            && weight.abs() > other.1.abs();
                        if longer || stronger {
                            *other = (hit, weight);
                        }
                    }
                }
                None => kept.push((hit, weight)),
            }
        }
        for (hit, weight) in &mut kept {
            let before = |wanted: Entry| {
                hits.iter().any(|other| {
                    entry(other) == Some(wanted)
                        && other.tokens.end <= hit.tokens.start
                        && hit.tokens.start - other.tokens.end < REACH
                })
            };
            if before(Entry::Strengthens) {
                *weight *= STRENGTHENED;
            }
            if before(Entry::Turns) {
                *weight *= TURNED;
            }
        }
        kept
    }
}

/// The score of a message by its phrases alone.
pub(crate) fn score(sentences: &[&Sentence], phrases: &[Weighed]) -> f64 {
    let sum: f64 = phrases.iter().map(|one| one.weight).sum();
    if sum == 0.0 {
        return 0.0;
    }
    let sum = sum + sum.signum() * excitement(sentences);
    sum / libm::sqrt(sum * sum + ALPHA)
}

/// What exclamation marks add to the strength of a message.
fn excitement(sentences: &[&Sentence]) -> f64 {
    let marks = sentences
        .iter()
        .map(|sentence| sentence.normal.text.matches('!').count())
        .sum::<usize>();
    marks.min(MOST_EXCLAMATIONS) as f64 * EXCLAMATION
}

/// Whether a word is written in capitals (two letters are too few to tell).
fn is_shouted(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 2
        && text.chars().any(char::is_uppercase)
        && !text.chars().any(char::is_lowercase)
}
