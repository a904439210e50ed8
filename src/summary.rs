//! The ticket at a glance: extractive, each clause with its source.

mod account;
mod ask;
mod clause;
mod cues;
mod given;
mod lines;
mod one_line;
mod phrases;
mod turns;

use crate::analysis::{Entity, IntentVerdict, Summary};
use crate::identity::KnownTicket;
use crate::text::Conversation;
use clause::{Clause, settle};
use lines::Line;
use phrases::StopWords;

/// What the summary is made of.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The ticket with the settings' facts.
    pub known: &'a KnownTicket,
    /// What was written.
    pub conversation: &'a Conversation,
    /// Code of the language of the customer's words.
    pub language: &'a str,
    /// Things named in the text.
    pub entities: &'a [Entity],
    /// What the customer wants.
    pub intent: &'a IntentVerdict,
    /// The intent's display name.
    pub intent_name: &'a str,
    /// The moment, in milliseconds since 1970 UTC.
    pub now: i64,
}

/// Writes the summary.
#[must_use]
pub fn write(facts: &Facts<'_>) -> Summary {
    /// An ask is shown up to this length.
    const LONGEST_ASK: usize = 300;
    let conversation = facts.conversation;
    let stop = StopWords::new(facts.language);
    let lines = lines::read(conversation, &stop);
    let asking = ask::find(&lines);
    let ask = ask::text(asking).map_or_else(Clause::default, |(words, source)| {
        Clause::quoting(words, source, LONGEST_ASK)
    });
    let intent = if facts.intent.abstained.is_none() {
        facts.intent.label.as_str()
    } else {
        ""
    };
    let phrases = phrases::key_phrases(conversation, &stop);
    let wanted = one_line::is_wanted(facts, asking.first());
    let opening = turns::opening(&lines, asking).filter(|_| !wanted);
    let shown: Vec<&Line<'_>> = asking.iter().chain(opening).collect();
    let mut sources = Vec::new();
    let mut summary = Summary {
        one_line: one_line::write(facts, &lines, wanted, asking.first(), opening, &phrases)
            .settle("one_line", &mut sources),
        ask: ask.settle("ask", &mut sources),
        key_phrases: settle(phrases, "key_phrases", &mut sources),
        conversation: turns::points(&lines, &shown),
        open_questions: settle(
            turns::open_questions(&lines),
            "open_questions",
            &mut sources,
        ),
        promises: settle(
            turns::promises(&lines, &facts.known.ticket),
            "promises",
            &mut sources,
        ),
        already_given: settle(
            given::already_given(facts, &lines),
            "already_given",
            &mut sources,
        ),
        account: account::facts(facts.known, facts.now),
        history: account::history(facts.known, intent).settle("history", &mut sources),
        tried: settle(turns::tried(&lines), "tried", &mut sources),
        sources: Vec::new(),
    };
    summary.sources = sources;
    summary
}

#[cfg(test)]
mod tests;
