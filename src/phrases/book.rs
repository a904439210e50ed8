//! All phrases of a set of rules, compiled, and found in one pass over a message.

use super::notation::{self, Lists, NotationError};
use super::sequence::{Element, match_at};
use super::tokens::tokenize;
use super::vocabulary::{Vocabulary, VocabularyBuilder, WordId};
use crate::sorted::{Map, Set, by_start};
use std::ops::Range;

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

/// A part of a phrase.
#[derive(Debug, Clone)]
struct Term {
    phrase: u32,
    negative: bool,
    message: bool,
    elements: Vec<Element>,
}

/// Collects phrases.
#[derive(Debug, Default)]
pub struct PhraseBookBuilder {
    vocabulary: VocabularyBuilder,
    terms: Vec<Term>,
    phrases: Vec<Range<u32>>,
}

impl PhraseBookBuilder {
    /// Adds a phrase in the [notation](super); `lists` are those that it may name.
    ///
    /// # Errors
    /// When the phrase cannot be read or stands for too much.
    pub fn add(&mut self, phrase: &str, lists: &Lists) -> Result<PhraseId, NotationError> {
        let number = self.phrases.len() as u32;
        let first = self.terms.len() as u32;
        for term in notation::parse(phrase, lists, &mut self.vocabulary)? {
            self.terms.push(Term {
                phrase: number,
                negative: term.negative,
                message: term.message,
                elements: term.elements,
            });
        }
        self.phrases.push(first..self.terms.len() as u32);
        Ok(PhraseId(number))
    }

    /// Compiles the phrases.
    #[must_use]
    pub fn finish(self) -> PhraseBook {
        let usage = Usage::count(&self.terms, self.vocabulary.len());
        let mut anchors: Vec<(WordId, Anchor)> = Vec::new();
        for (number, term) in self.terms.iter().enumerate() {
            let term_number = number as u32;
            let (_, found) = usage.anchors(&term.elements).unwrap_or_default();
            anchors.extend(found.into_iter().map(|(word, before)| {
                let anchor = Anchor {
                    term: term_number,
                    before,
                };
                (word, anchor)
            }));
        }
        anchors.sort_unstable_by_key(|(word, anchor)| (*word, anchor.term, anchor.before));
        anchors.dedup();
        let mut of_word = Vec::with_capacity(self.vocabulary.len() + 1);
        let mut from = 0;
        for word in 0..=self.vocabulary.len() {
            let behind = anchors.get(from..).unwrap_or_default();
            let count = behind.iter().take_while(|(one, _)| *one as usize == word);
            let end = from + count.count();
            of_word.push(from..end);
            from = end;
        }
        PhraseBook {
            vocabulary: self.vocabulary.finish(),
            terms: self.terms,
            phrases: self.phrases,
            anchors: anchors.into_iter().map(|(_, anchor)| anchor).collect(),
            of_word,
        }
    }
}

/// Where a term is looked for: at the words of it that texts hold most rarely, since most terms begin with
/// a word such as "i".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Anchor {
    term: u32,
    before: Before,
}

/// Fewest and most words of a match that stand before a place in it.
type Before = (u8, u8);

/// In how many phrases each word stands, and behind the words, numbers: what many phrases hold, texts hold
/// often.
struct Usage(Vec<(u32, u32)>);

impl Usage {
    fn count(terms: &[Term], words: usize) -> Self {
        // (phrases so far, the last of them)
        let mut usage = Self(vec![(0, u32::MAX); words + 1]);
        for term in terms {
            usage.add(&term.elements, term.phrase);
        }
        usage
    }

    fn add(&mut self, elements: &[Element], phrase: u32) {
        for element in elements {
            match element {
                Element::Words(words) => words.iter().for_each(|word| self.see(*word, phrase)),
                Element::Number => self.see(self.number(), phrase),
                Element::Choice(choices) => {
                    for choice in choices {
                        self.add(choice, phrase);
                    }
                }
                _ => {}
            }
        }
    }

    /// The number under which numbers stand.
    fn number(&self) -> WordId {
        self.0.len() as WordId - 1
    }

    fn see(&mut self, word: WordId, phrase: u32) {
        if let Some((count, last)) = self.0.get_mut(word as usize)
            && *last != phrase
        {
            *count += 1;
            *last = phrase;
        }
    }

    fn of(&self, word: WordId) -> u32 {
        self.0.get(word as usize).map_or(0, |(count, _)| *count)
    }

    /// The rarest words of which every match of a sequence holds one, with what stands before each, and how
    /// often they stand in phrases; `None` when a match may hold neither word nor number.
    fn anchors(&self, elements: &[Element]) -> Option<(u32, Vec<(WordId, Before)>)> {
        let mut before = (0u8, 0u8);
        let mut best: Option<(u32, Vec<(WordId, Before)>)> = None;
        for element in elements {
            let here = match element {
                Element::Words(words) => Some((
                    words.iter().map(|word| self.of(*word)).sum(),
                    words.iter().map(|word| (*word, before)).collect(),
                )),
                Element::Number => Some((self.of(self.number()), vec![(self.number(), before)])),
                Element::Choice(choices) => self.anchors_of_each(choices, before),
                _ => None,
            };
            if let Some((often, _)) = &here
                && best.as_ref().is_none_or(|(least, _)| often < least)
            {
                best = here;
            }
            let (least, most) = length(element);
            before = (
                before.0.saturating_add(least),
                before.1.saturating_add(most),
            );
        }
        best
    }

    fn anchors_of_each(
        &self,
        choices: &[Vec<Element>],
        before: Before,
    ) -> Option<(u32, Vec<(WordId, Before)>)> {
        let mut often = 0;
        let mut all = Vec::new();
        for choice in choices {
            let (more, anchors) = self.anchors(choice)?;
            often += more;
            all.extend(anchors.into_iter().map(|(word, (least, most))| {
                let before = (
                    before.0.saturating_add(least),
                    before.1.saturating_add(most),
                );
                (word, before)
            }));
        }
        Some((often, all))
    }
}

/// Fewest and most words that an element stands for.
fn length(element: &Element) -> Before {
    match element {
        Element::Words(_) | Element::Number => (1, 1),
        Element::Gap(most) => (0, *most),
        Element::Start | Element::End => (0, 0),
        Element::Choice(choices) => {
            let lengths = choices.iter().map(|choice| {
                choice.iter().map(length).fold((0u8, 0u8), |sum, one| {
                    (sum.0.saturating_add(one.0), sum.1.saturating_add(one.1))
                })
            });
            lengths
                .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
                .unwrap_or_default()
        }
    }
}

/// Compiled phrases.
#[derive(Debug, Clone, Default)]
pub struct PhraseBook {
    vocabulary: Vocabulary,
    terms: Vec<Term>,
    phrases: Vec<Range<u32>>,
    /// By the number of their word.
    anchors: Vec<Anchor>,
    /// By number of a word, and last, of numbers: which of `anchors` are its own.
    of_word: Vec<Range<usize>>,
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

    fn term(&self, id: u32) -> Option<&Term> {
        self.terms.get(id as usize)
    }

    fn terms_in(&self, reading: &Reading) -> Found {
        let mut found = Found::new();
        let mut attempt = |number: u32, at: usize| {
            let Some(term) = self.term(number) else {
                return;
            };
            if let Some(end) = match_at(&term.elements, reading, at) {
                let Some((places, _)) = found.or_put(number, Vec::new()) else {
                    return;
                };
                // A text that repeats itself without end is no letter to read.
                if places.len() < MOST_KEPT && places.iter().all(|place| place.start != at) {
                    places.push(at..end);
                }
            }
        };
        for (at, words) in reading.words.iter().enumerate() {
            let number = reading.is_number(at).then_some(self.of_word.last());
            let own = words.iter().map(|word| self.of_word.get(*word as usize));
            for anchors in own.chain(number).flatten() {
                for anchor in self.anchors.get(anchors.clone()).into_iter().flatten() {
                    let (least, most) =
                        (usize::from(anchor.before.0), usize::from(anchor.before.1));
                    let Some(last) = at.checked_sub(least) else {
                        continue;
                    };
                    for start in at.saturating_sub(most)..=last {
                        attempt(anchor.term, start);
                    }
                }
            }
        }
        for places in found.values_mut() {
            by_start(places);
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
        hits.sort_unstable_by_key(|hit| (hit.tokens.start, hit.tokens.end, hit.phrase));
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
        check(
            "(#|three) [more] times",
            "three more times",
            "three more times",
        );
        check("(#|three)", "asked 3 or three", "3 / three");
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
