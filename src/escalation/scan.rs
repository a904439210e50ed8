//! One pass over the conversation: which phrases of which rules stand where.

use super::compile::{Compiled, Mark, Role};
use super::context::Shade;
use super::model::{SentenceModel, Sums};
use crate::phrases::{Hit, PhraseBook, Reading};
use crate::text::{Conversation, Passage, Place, Sentence, Standing};
use crate::ticket::Role as Author;
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
    /// What the sentence model read, alone.
    sums: Sums,
    /// What the sentence model gives each of its kinds.
    probabilities: Vec<f32>,
}

impl Line<'_> {
    /// The sentence model's probability of one of its kinds; 0 without a model.
    pub(crate) fn probability(&self, kind: usize) -> f64 {
        self.probabilities
            .get(kind)
            .map_or(0.0, |probability| f64::from(*probability))
    }

    /// The words that spoke most for a kind, as ranges of the normal form.
    pub(crate) fn deciding(&self, model: &SentenceModel, kind: usize) -> Vec<Range<usize>> {
        let tokens = &self.reading.tokens;
        model
            .deciding(kind, tokens, &self.sentence.normal.text, &self.sums)
            .into_iter()
            .filter_map(|run| {
                let words = tokens.get(run)?;
                Some(words.first()?.text.start..words.last()?.text.end)
            })
            .collect()
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
}

impl<'a> Scan<'a> {
    /// Reads what customers and assistants wrote and what is reported of customers.
    pub(crate) fn read(
        compiled: &'a Compiled,
        model: Option<&'a SentenceModel>,
        conversation: &'a Conversation,
    ) -> Self {
        let mut lines = Vec::new();
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
                    sums: Sums::default(),
                    probabilities: Vec::new(),
                };
                if let Some(model) = model.filter(|_| sentence.standing >= Standing::Reported) {
                    line.sums = model.read(&line.reading.tokens, &sentence.normal.text);
                    line.probabilities = model.probabilities(&line.sums);
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
            model,
        }
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
