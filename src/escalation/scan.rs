//! One pass over the conversation: which phrases of which rules stand where.

use super::compile::{Compiled, Mark, Role};
use super::context::Shade;
use super::model::SentenceModel;
use super::model::network::{Network, Pool};
use crate::phrases::{Hit, PhraseBook, Reading};
use crate::text::vectors::Vectors;
use crate::text::{Conversation, Passage, Place, Sentence, Standing};
use crate::ticket::Role as Author;
use std::cell::RefCell;
use std::ops::Range;

/// A sentence with what stands in it.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    /// The passage in which it stands.
    pub(crate) passage: &'a Passage,
    /// The sentence.
    pub(crate) sentence: &'a Sentence,
    /// Position of the passage: 0 for the subject, then the messages from 1.
    pub(crate) position: usize,
    /// Its words.
    pub(crate) reading: Reading,
    /// Words that shade others, with their places.
    pub(crate) shades: Vec<(Shade, Range<usize>)>,
    /// Phrases of the rules: (rule, what it is for, where).
    pub(crate) hits: Vec<(usize, Role, Hit)>,
    /// What the sentence left in the sentence model's units.
    pool: Pool,
    /// What it and the one before it left there together, if that is of the same passage.
    pair: Option<Pool>,
    /// What the sentence model gives each of its kinds: the sentence alone, and at most as a pair.
    probabilities: Vec<f32>,
    pair_probabilities: Vec<f32>,
}

impl Line<'_> {
    /// The sentence model's probability of one of its kinds, alone or with the sentence before; 0
    /// without a model.
    pub(crate) fn probability(&self, kind: usize) -> f64 {
        let of = |values: &Vec<f32>| values.get(kind).map_or(0.0, |value| f64::from(*value));
        of(&self.probabilities).max(of(&self.pair_probabilities))
    }

    /// Whether a kind is more probable of the pair than of the sentence alone.
    fn is_pair(&self, kind: usize) -> bool {
        self.pair_probabilities.get(kind) > self.probabilities.get(kind)
    }

    /// The places of a rule's phrases of one role.
    pub(crate) fn of(&self, rule: usize, role: Role) -> impl Iterator<Item = &Hit> {
        self.hits
            .iter()
            .filter(move |(index, found, _)| *index == rule && *found == role)
            .map(|(_, _, hit)| hit)
    }

    /// Whether a rule has a phrase of this role here.
    pub(crate) fn has(&self, rule: usize, role: Role) -> bool {
        self.of(rule, role).next().is_some()
    }

    /// Whether a clause ends between two words.
    pub(crate) fn broken_between(&self, from: usize, to: usize) -> bool {
        self.reading
            .tokens
            .get(from..=to)
            .is_some_and(|tokens| tokens.iter().any(|token| token.after_break))
    }

    /// Whether it was said by the customer, not quoted nor reported.
    pub(crate) fn is_customers(&self) -> bool {
        self.sentence.standing == Standing::Customer
    }
}

/// The conversation's sentences with what stands in them.
#[derive(Debug)]
pub(crate) struct Scan<'a> {
    pub(crate) lines: Vec<Line<'a>>,
    /// The book with which it was read.
    pub(crate) book: &'a PhraseBook,
    /// The sentence model with which it was read.
    pub(crate) model: Option<&'a SentenceModel>,
    network: Option<RefCell<Network<'a>>>,
    doubted: &'a [bool],
}

impl<'a> Scan<'a> {
    /// Reads what customers and assistants wrote and what is reported of customers.
    pub(crate) fn read(
        compiled: &'a Compiled,
        model: Option<&'a SentenceModel>,
        vectors: Option<&'a Vectors>,
        conversation: &'a Conversation,
    ) -> Self {
        let mut network = model.and_then(|model| model.network(vectors));
        let mut lines: Vec<Line<'a>> = Vec::new();
        for passage in conversation.passages() {
            let wanted: Vec<&Sentence> = passage
                .sentences
                .iter()
                .filter(|sentence| {
                    sentence.standing >= Standing::Reported || passage.role == Author::Ai
                })
                .collect();
            let readings: Vec<Reading> = wanted
                .iter()
                .map(|sentence| compiled.book.read(&sentence.normal.text))
                .collect();
            let found = compiled.book.find(&readings);
            let position = position(passage);
            for ((sentence, reading), hits) in wanted.into_iter().zip(readings).zip(found) {
                let mut line = Line {
                    passage,
                    sentence,
                    position,
                    reading,
                    shades: Vec::new(),
                    hits: Vec::new(),
                    pool: Pool::default(),
                    pair: None,
                    probabilities: Vec::new(),
                    pair_probabilities: Vec::new(),
                };
                if let Some((model, network)) = model
                    .zip(network.as_mut())
                    .filter(|_| sentence.standing >= Standing::Reported)
                {
                    line.pool = network.read(&sentence.normal.text);
                    line.probabilities = model.probabilities(&line.pool);
                    let before = lines.last().filter(|before| before.position == position);
                    if let Some(before) = before {
                        let mut pair = before.pool.clone();
                        pair.join(&line.pool);
                        line.pair_probabilities = model.probabilities(&pair);
                        line.pair = Some(pair);
                    }
                }
                for hit in hits {
                    match compiled.marks.get(hit.phrase.0 as usize) {
                        Some(Mark::Rule(rule, role)) => line.hits.push((*rule, *role, hit)),
                        Some(Mark::Context(shade)) => line.shades.push((*shade, hit.tokens)),
                        None => {}
                    }
                }
                lines.push(line);
            }
        }
        Self {
            lines,
            book: &compiled.book,
            model: model.filter(|_| network.is_some()),
            network: network.map(RefCell::new),
            doubted: &compiled.doubted,
        }
    }

    /// Whether the sentence model may doubt a phrase: it knows the language and every word as it stands
    /// there, so that a misspelling cannot hide behind its doubt.
    pub(crate) fn may_doubt(&self, line: &Line<'_>, hit: &Hit) -> bool {
        let words = line.sentence.normal.text.get(hit.text.clone());
        self.doubted.get(hit.phrase.0 as usize) == Some(&true)
            && self
                .network
                .as_ref()
                .zip(words)
                .is_some_and(|(network, words)| network.borrow().knows(words))
    }

    /// The words that spoke most for a kind in a line, and in the one before it where the two were
    /// judged together: each line with ranges of its normal form.
    pub(crate) fn deciding<'s>(
        &'s self,
        line: &'s Line<'a>,
        kind: usize,
    ) -> Vec<(&'s Line<'a>, Range<usize>)> {
        let Some(network) = &self.network else {
            return Vec::new();
        };
        let pair = line.pair.as_ref().filter(|_| line.is_pair(kind));
        let pool = pair.unwrap_or(&line.pool);
        let at = self.lines.iter().position(|one| std::ptr::eq(one, line));
        let before = pair
            .and(at)
            .and_then(|at| self.lines.get(at.checked_sub(1)?));
        let mut network = network.borrow_mut();
        before
            .into_iter()
            .chain(std::iter::once(line))
            .flat_map(|line| {
                network.read(&line.sentence.normal.text);
                let found = network.deciding(kind, pool);
                found.into_iter().map(move |range| (line, range))
            })
            .collect()
    }

    /// Positions of the passages after the subject in which the customer says a phrase that settles
    /// a rule's matter.
    pub(crate) fn settled(&self, rule: usize) -> impl Iterator<Item = usize> {
        self.lines
            .iter()
            .filter(move |line| {
                line.is_customers() && line.position > 0 && line.has(rule, Role::Settled)
            })
            .map(|line| line.position)
    }

    /// Lines that may cause something, in reading order.
    pub(crate) fn voiced(&self) -> impl Iterator<Item = &Line<'a>> {
        self.lines
            .iter()
            .filter(|line| line.sentence.standing >= Standing::Reported)
    }
}

/// 0 for the subject, then the messages from 1.
pub(crate) fn position(passage: &Passage) -> usize {
    match &passage.place {
        Place::Subject => 0,
        Place::Message { index, .. } => index + 1,
    }
}
