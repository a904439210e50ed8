//! The customer's current ask: the sentence of his that asks, verbatim.

use crate::summary::cues::{ANSWER, COURTESY, REQUEST, starts_with};
use crate::text::{Conversation, Passage, Sentence, Standing};
use std::ops::Range;

/// So many of the customer's messages are searched, latest first.
const MOST_MESSAGES: usize = 6;
/// From so many points on a sentence asks.
const ASKS: i32 = 2;
/// An ask is shown up to this length.
const LONGEST: usize = 300;

/// The ask, and the passage in which it stands.
#[derive(Debug, Clone)]
pub(crate) struct Ask<'a> {
    pub(crate) passage: &'a Passage,
    pub(crate) visible: Range<usize>,
}

impl Ask<'_> {
    pub(crate) fn text(&self) -> String {
        one_line(self.passage.text(&self.visible), LONGEST)
    }
}

/// The latest sentence that asks; where none does, the first that tells something, then the subject,
/// then what an agent reports of the customer's words.
pub(crate) fn find(conversation: &Conversation) -> Option<Ask<'_>> {
    let passages: Vec<&Passage> = conversation
        .customer_messages()
        .rev()
        .take(MOST_MESSAGES)
        .collect();
    for passage in passages.iter().copied().chain(&conversation.subject) {
        if let Some((sentence, points)) = best(passage, Standing::Customer)
            && points >= ASKS
        {
            return Some(ask(passage, sentence));
        }
    }
    passages
        .iter()
        .copied()
        .chain(&conversation.subject)
        .find_map(|passage| told(passage, Standing::Customer))
        .or_else(|| {
            conversation
                .messages
                .iter()
                .rev()
                .find_map(|passage| told(passage, Standing::Reported))
        })
}

fn ask<'a>(passage: &'a Passage, sentence: &Sentence) -> Ask<'a> {
    Ask {
        passage,
        visible: sentence.visible.clone(),
    }
}

/// The sentence of a passage that asks most clearly; of two alike the later one.
pub(crate) fn best(passage: &Passage, least: Standing) -> Option<(&Sentence, i32)> {
    passage
        .sentences
        .iter()
        .filter(|sentence| sentence.standing >= least)
        .map(|sentence| (sentence, points(sentence)))
        .max_by_key(|(_, points)| *points)
}

/// The first sentence of some length that tells something, else the first that does.
fn told(passage: &Passage, least: Standing) -> Option<Ask<'_>> {
    const SOME_WORDS: usize = 5;
    let telling = || {
        passage
            .sentences
            .iter()
            .filter(|sentence| sentence.standing >= least && says_something(&sentence.normal.text))
    };
    telling()
        .find(|sentence| sentence.normal.text.split_whitespace().count() >= SOME_WORDS)
        .or_else(|| telling().next())
        .map(|sentence| ask(passage, sentence))
}

/// Whether a sentence is more than a courtesy or a yes.
pub(crate) fn says_something(normal: &str) -> bool {
    let words = normal.split_whitespace().count();
    // "Hello, can I change the size?" greets and asks.
    let asks = REQUEST.is_in(normal) || normal.trim_end().ends_with('?');
    let courtesy = words <= 8 && !asks && starts_with(normal, &COURTESY);
    let letters = normal.chars().any(char::is_alphabetic);
    letters && !courtesy
}

fn points(sentence: &Sentence) -> i32 {
    let normal = sentence.normal.text.as_str();
    let words = normal.split_whitespace().count();
    let mut points = 0;
    if normal.trim_end().ends_with('?') || normal.starts_with('¿') {
        points += 2;
    }
    if REQUEST.is_in(normal) {
        points += 3;
    }
    if words < 3 {
        points -= 2;
    }
    if !says_something(normal) || (words <= 8 && starts_with(normal, &ANSWER)) {
        points -= 6;
    }
    points
}

/// Text in one line, cut after a word where it is longer.
pub(crate) fn one_line(text: &str, longest: usize) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            if out.len() + word.len() >= longest {
                out.push('…');
                return out;
            }
            out.push(' ');
        }
        out.extend(word.chars().take(longest));
    }
    out
}
