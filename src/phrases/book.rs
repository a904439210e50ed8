//! All phrases of a set of rules, compiled, and found in one pass over a message.

use super::notation::{self, Lists, NotationError, Piece};
use super::sequence::{Element, match_at};
use super::tokens::tokenize;
use super::vocabulary::{Vocabulary, VocabularyBuilder, WordId};
use crate::sorted::{Map, Set};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub use super::sequence::Reading;

/// Number of a phrase, in the order in which phrases were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhraseId(pub u32);

/// Most pieces of a word that a hyphen or point has cut (`l-a-w-y-e-r`).
const MOST_JOINED: usize = 12;
/// Most places of one phrase that are kept in a sentence.
const MOST_HITS: usize = 4;
/// Most places of one phrase that are compared in a sentence before the first ones are kept.
const MOST_KEPT: usize = 16;

/// A phrase that stands in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which phrase.
    pub phrase: PhraseId,
    /// Words of the sentence.
    pub tokens: Range<usize>,
    /// Bytes of the sentence's normal form.
    pub text: Range<usize>,
}

#[derive(Debug, Clone, Copy)]
struct TermInfo {
    phrase: u32,
    negative: bool,
    message: bool,
}

/// Words that several combinations hold, as written and by number.
type SharedWords = (Arc<[String]>, Arc<[WordId]>);

/// Collects phrases.
#[derive(Debug, Default)]
pub struct PhraseBookBuilder {
    vocabulary: VocabularyBuilder,
    terms: Vec<TermInfo>,
    phrases: Vec<Range<u32>>,
    sequences: Vec<(u32, Vec<Element>)>,
    shared: HashMap<usize, SharedWords>,
}

impl PhraseBookBuilder {
    /// Adds a phrase in the [notation](super); `lists` are those that it may name.
    ///
    /// # Errors
    /// When the phrase cannot be read or stands for too much.
    pub fn add(&mut self, phrase: &str, lists: &Lists) -> Result<PhraseId, NotationError> {
        let number = self.phrases.len() as u32;
        let first = self.terms.len() as u32;
        for term in notation::parse(phrase, lists)? {
            let id = self.terms.len() as u32;
            self.terms.push(TermInfo {
                phrase: number,
                negative: term.negative,
                message: term.message,
            });
            for sequence in term.sequences {
                let elements = sequence
                    .into_iter()
                    .map(|piece| self.element(piece))
                    .collect();
                self.sequences.push((id, elements));
            }
        }
        self.phrases.push(first..self.terms.len() as u32);
        Ok(PhraseId(number))
    }

    fn element(&mut self, piece: Piece) -> Element {
        match piece {
            Piece::Words(words) => Element::Words(self.numbers(words)),
            Piece::Number => Element::Number,
            Piece::Gap(most) => Element::Gap(most),
            Piece::Start => Element::Start,
            Piece::End => Element::End,
        }
    }

    /// The sorted numbers of words; those of words that were shared are shared.
    fn numbers(&mut self, words: Arc<[String]>) -> Arc<[WordId]> {
        // What is kept here keeps its address, so the address tells it apart.
        let address = words.as_ptr() as usize;
        if let Some((_, numbers)) = self.shared.get(&address) {
            return numbers.clone();
        }
        let mut ids: Vec<WordId> = words.iter().map(|word| self.vocabulary.id(word)).collect();
        ids.sort_unstable();
        let numbers: Arc<[WordId]> = ids.into();
        self.shared.insert(address, (words, numbers.clone()));
        numbers
    }

    /// Compiles the phrases.
    #[must_use]
    pub fn finish(self) -> PhraseBook {
        let phrase_of = |term: u32| self.terms.get(term as usize).map_or(0, |info| info.phrase);
        let usage = Usage::count(
            self.sequences
                .iter()
                .map(|(term, elements)| (phrase_of(*term), elements.as_slice())),
        );
        let mut anchors: Vec<Vec<Anchor>> = vec![Vec::new(); self.vocabulary.len()];
        let mut at_number = Vec::new();
        for (index, (_, elements)) in self.sequences.iter().enumerate() {
            let index = index as u32;
            let Some((anchor, words)) = anchor(index, elements, &usage) else {
                at_number.push(index);
                continue;
            };
            for word in words {
                if let Some(list) = anchors.get_mut(*word as usize) {
                    list.push(anchor);
                }
            }
        }
        PhraseBook {
            vocabulary: self.vocabulary.finish(),
            terms: self.terms,
            phrases: self.phrases,
            sequences: self.sequences,
            anchors,
            at_number,
        }
    }
}

/// Where a sequence is looked for: at the element that texts hold most rarely, since most sequences
/// begin with a word such as "i".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Anchor {
    sequence: u32,
    /// Fewest and most words of the match that stand before the anchor.
    before: (u8, u8),
}

/// The anchor of a sequence with the words of its element; `None` when it holds no words.
fn anchor<'e>(
    sequence: u32,
    elements: &'e [Element],
    usage: &Usage,
) -> Option<(Anchor, &'e [WordId])> {
    let mut before = (0u8, 0u8);
    let mut best: Option<(u32, Anchor, &[WordId])> = None;
    for element in elements {
        match element {
            Element::Words(words) => {
                let often = words.iter().map(|word| usage.of(*word)).sum();
                if best.is_none_or(|(least, _, _)| often < least) {
                    best = Some((often, Anchor { sequence, before }, words));
                }
                before = (before.0.saturating_add(1), before.1.saturating_add(1));
            }
            Element::Number => before = (before.0.saturating_add(1), before.1.saturating_add(1)),
            Element::Gap(most) => before.1 = before.1.saturating_add(*most),
            Element::Start | Element::End => {}
        }
    }
    best.map(|(_, anchor, words)| (anchor, words))
}

/// In how many phrases each word stands: words that many phrases hold are those that texts hold often.
struct Usage(HashMap<WordId, (u32, u32)>);

impl Usage {
    fn count<'e>(sequences: impl Iterator<Item = (u32, &'e [Element])>) -> Self {
        let mut usage: HashMap<WordId, (u32, u32)> = HashMap::new();
        for (phrase, elements) in sequences {
            for element in elements {
                let Element::Words(words) = element else {
                    continue;
                };
                for word in words.iter() {
                    // (phrases so far, the last of them)
                    let (count, last) = usage.entry(*word).or_insert((0, u32::MAX));
                    if *last != phrase {
                        *count += 1;
                        *last = phrase;
                    }
                }
            }
        }
        Self(usage)
    }

    fn of(&self, word: WordId) -> u32 {
        self.0.get(&word).map_or(0, |(count, _)| *count)
    }
}

/// Compiled phrases.
#[derive(Debug, Clone, Default)]
pub struct PhraseBook {
    vocabulary: Vocabulary,
    terms: Vec<TermInfo>,
    phrases: Vec<Range<u32>>,
    sequences: Vec<(u32, Vec<Element>)>,
    /// By number of a word: the sequences that are looked for where it stands.
    anchors: Vec<Vec<Anchor>>,
    /// Sequences without words, which are looked for at every number.
    at_number: Vec<u32>,
}

/// Places of the terms found in one sentence.
type Found = Map<u32, Vec<Range<usize>>>;

impl PhraseBook {
    /// Cuts a sentence's normal form into words and looks them up.
    #[must_use]
    pub fn read(&self, normal: &str) -> Reading {
        let mut tokens = tokenize(normal);
        self.join(&mut tokens);
        let words = tokens
            .iter()
            .map(|token| self.vocabulary.look_up(&token.folded))
            .collect();
        Reading { tokens, words }
    }

    /// Puts together what a hyphen or point has cut, where that gives a word of a phrase.
    fn join(&self, tokens: &mut Vec<super::Token>) {
        if !tokens.iter().any(|token| token.joined) {
            return;
        }
        let mut out: Vec<super::Token> = Vec::with_capacity(tokens.len());
        let mut rest = tokens.as_slice();
        while let Some((first, others)) = rest.split_first() {
            let run = others
                .iter()
                .take(MOST_JOINED - 1)
                .take_while(|token| token.joined)
                .count();
            let mut joined = first.clone();
            let mut best: Option<(super::Token, usize)> = None;
            for (count, token) in others.iter().take(run).enumerate() {
                joined.folded.push_str(&token.folded);
                joined.text.end = token.text.end;
                if joined.folded.chars().count() >= 5 && self.vocabulary.knows(&joined.folded) {
                    best = Some((joined.clone(), count + 1));
                }
            }
            let used = best.as_ref().map_or(0, |(_, count)| *count);
            out.push(best.map_or_else(|| first.clone(), |(token, _)| token));
            rest = others.get(used..).unwrap_or(&[]);
        }
        *tokens = out;
    }

    /// The phrases in each of a message's sentences (their normal forms), sorted by place. Linear in
    /// the text.
    #[must_use]
    pub fn find(&self, readings: &[Reading]) -> Vec<Vec<Hit>> {
        let found: Vec<Found> = readings
            .iter()
            .map(|reading| self.terms_in(reading))
            .collect();
        let anywhere: Set<u32> = found
            .iter()
            .flat_map(|terms| terms.keys().copied())
            .filter(|term| self.term(*term).is_some_and(|info| info.message))
            .collect();
        found
            .iter()
            .zip(readings)
            .map(|(terms, reading)| self.hits(terms, reading, &anywhere))
            .collect()
    }

    fn term(&self, id: u32) -> Option<&TermInfo> {
        self.terms.get(id as usize)
    }

    fn terms_in(&self, reading: &Reading) -> Found {
        let mut found = Found::new();
        let mut attempt = |index: u32, at: usize| {
            let Some((term, elements)) = self.sequences.get(index as usize) else {
                return;
            };
            if let Some(end) = match_at(elements, reading, at) {
                let Some((places, _)) = found.or_put(*term, Vec::new()) else {
                    return;
                };
                // A text that repeats itself without end is no letter to read.
                let room = places.len() < MOST_KEPT;
                match places.iter_mut().find(|place| place.start == at) {
                    // The longer of two readings shows more of what is meant.
                    Some(place) => place.end = place.end.max(end),
                    None if room => places.push(at..end),
                    None => {}
                }
            }
        };
        for (at, words) in reading.words.iter().enumerate() {
            for word in words {
                for anchor in self.anchors.get(*word as usize).into_iter().flatten() {
                    let (least, most) =
                        (usize::from(anchor.before.0), usize::from(anchor.before.1));
                    let Some(last) = at.checked_sub(least) else {
                        continue;
                    };
                    for start in at.saturating_sub(most)..=last {
                        attempt(anchor.sequence, start);
                    }
                }
            }
            let number = reading
                .tokens
                .get(at)
                .is_some_and(|token| token.folded.starts_with(|c: char| c.is_ascii_digit()));
            if number {
                for index in &self.at_number {
                    attempt(*index, at);
                }
            }
        }
        for places in found.values_mut() {
            places.sort_by_key(|place| place.start);
            places.truncate(MOST_HITS);
        }
        found
    }

    fn hits(&self, found: &Found, reading: &Reading, anywhere: &Set<u32>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (term, places) in found {
            let Some(info) = self.term(*term) else {
                continue;
            };
            let Some(terms) = self.phrases.get(info.phrase as usize) else {
                continue;
            };
            if terms.start != *term || !self.holds(terms, found, anywhere) {
                continue;
            }
            for place in places {
                let hull = self.hull(place, terms, found);
                let text = bytes(reading, &hull);
                hits.push(Hit {
                    phrase: PhraseId(info.phrase),
                    tokens: hull,
                    text,
                });
            }
        }
        hits.sort_by_key(|hit| (hit.tokens.start, hit.tokens.end, hit.phrase));
        hits
    }

    fn holds(&self, terms: &Range<u32>, found: &Found, anywhere: &Set<u32>) -> bool {
        terms.clone().all(|term| {
            self.term(term).is_some_and(|info| {
                let there = if info.message {
                    anywhere.contains(&term)
                } else {
                    found.contains_key(&term)
                };
                there != info.negative
            })
        })
    }

    /// The place of the first term, stretched over the nearest places of the others in the sentence.
    fn hull(&self, place: &Range<usize>, terms: &Range<u32>, found: &Found) -> Range<usize> {
        let mut hull = place.clone();
        for term in terms.clone().skip(1) {
            let counts = self
                .term(term)
                .is_some_and(|info| !info.negative && !info.message);
            let nearest = found.get(&term).filter(|_| counts).and_then(|places| {
                places
                    .iter()
                    .min_by_key(|other| other.start.abs_diff(place.start))
            });
            if let Some(other) = nearest {
                hull = hull.start.min(other.start)..hull.end.max(other.end);
            }
        }
        hull
    }
}

fn bytes(reading: &Reading, tokens: &Range<usize>) -> Range<usize> {
    let start = reading
        .tokens
        .get(tokens.start)
        .map_or(0, |token| token.text.start);
    let end = tokens
        .end
        .checked_sub(1)
        .and_then(|last| reading.tokens.get(last))
        .map_or(start, |token| token.text.end);
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `message` is split at `|` into sentences; the phrases' words found are joined by ` / `.
    #[track_caller]
    fn check(phrase: &str, message: &str, expected: &str) {
        let mut builder = PhraseBookBuilder::default();
        builder.add(phrase, &Lists::new()).expect("a sound phrase");
        let book = builder.finish();
        let sentences: Vec<&str> = message.split('|').collect();
        let readings: Vec<Reading> = sentences
            .iter()
            .map(|sentence| book.read(sentence))
            .collect();
        let found: Vec<&str> = book
            .find(&readings)
            .iter()
            .zip(&sentences)
            .flat_map(|(hits, sentence)| hits.iter().map(|hit| &sentence[hit.text.clone()]))
            .collect();
        assert_eq!(found.join(" / "), expected, "{phrase} in {message}");
    }

    #[test]
    fn finds_words_in_a_row() {
        check(
            "see you in court",
            "i will see you in court, then",
            "see you in court",
        );
        check("see you in court", "see you. in court", "");
        check("my lawyer|attorney", "ask my atorney", "my atorney");
        check("(my legal team|a lawyer)", "i have a lawyer", "a lawyer");
        check(
            "take [all of] you to court",
            "we take you to court",
            "take you to court",
        );
    }

    #[test]
    fn gaps_stay_in_their_clause() {
        check(
            "talk .. manager",
            "talk to the store manager",
            "talk to the store manager",
        );
        check("talk .. manager", "talk to me about the store manager", "");
        check("talk ... manager", "talk to me. the manager is here", "");
    }

    #[test]
    fn anchors_and_numbers() {
        check("^ agent $", "agent", "agent");
        check("^ agent $", "the agent", "");
        check("# times", "asked 3 times", "3 times");
    }

    #[test]
    fn combines_terms() {
        check("burn* & hand", "my hand is burned", "hand is burned");
        check("burn* & hand & !toast", "hand burned by toast", "");
        check("burn* && hand", "it burned me|my hand hurts", "burned");
        check("burn* && hand", "it burned me|my foot hurts", "");
    }

    #[test]
    fn joins_what_was_cut() {
        check("my lawyer", "my law-yer", "my law-yer");
        check("my lawyer", "my l.a.w.y.e.r called", "my l.a.w.y.e.r");
        check("one star", "a one-star review", "one-star");
    }
}
