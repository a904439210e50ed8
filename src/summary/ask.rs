//! The customer's current ask: the sentence of his that asks, verbatim.

use super::cues::Cue;
use super::lines::Line;
use crate::text::Standing;

/// So many of the customer's messages are searched, latest first.
const MOST_MESSAGES: usize = 30;
/// From so many points on a sentence asks.
const ASKS: i32 = 2;

/// The latest message's sentence that asks; where none does, the first that tells something, then what
/// an agent reports of the customer's words, then the subject.
pub(crate) fn find<'l, 'a>(lines: &'l [Line<'a>]) -> Option<&'l Line<'a>> {
    let own: Vec<&Line<'_>> = lines.iter().filter(|line| line.by_customer()).collect();
    // Latest message first, the subject last.
    let mut messages: Vec<&[&Line<'_>]> = own
        .chunk_by(|a, b| a.message == b.message)
        .rev()
        .take(MOST_MESSAGES)
        .collect();
    if let Some(first) = own.first().filter(|line| line.message.is_none())
        && messages.len() == MOST_MESSAGES
    {
        messages.push(std::slice::from_ref(first));
    }
    let asking = messages.iter().find_map(|message| {
        let best = message.iter().max_by_key(|line| points(line))?;
        (points(best) >= ASKS).then_some(*best)
    });
    let reported: Vec<&Line<'_>> = lines
        .iter()
        .filter(|line| line.sentence.standing == Standing::Reported)
        .collect();
    let reported = reported.chunk_by(|a, b| a.message == b.message).rev();
    // A subject that does not ask, such as "Phone note", comes last.
    let (messages, subject): (Vec<_>, Vec<_>) = messages
        .into_iter()
        .partition(|message| message.iter().any(|line| line.message.is_some()));
    let others = messages.into_iter().chain(reported).chain(subject);
    asking.or_else(|| others.filter_map(told).next())
}

/// The first sentence of some length that tells something, else the first that does.
fn told<'l, 'a>(message: &[&'l Line<'a>]) -> Option<&'l Line<'a>> {
    const SOME_WORDS: usize = 5;
    let telling = || message.iter().filter(|line| line.says_something());
    telling()
        .find(|line| line.words >= SOME_WORDS)
        .or_else(|| telling().next())
        .copied()
}

/// How clearly a sentence asks.
pub(crate) fn points(line: &Line<'_>) -> i32 {
    let mut points = 0;
    if line.is_question() {
        points += 2;
    }
    if line.has(Cue::Request) {
        points += 3;
    }
    if line.words < 3 || (line.words == 3 && !line.is_question()) {
        points -= 2;
    }
    // "Can you help me with that?" says less than the sentence before it.
    if line.has(Cue::EmptyRequest) && line.words <= 9 {
        points -= if line.words <= 6 { 4 } else { 3 };
    }
    if !line.says_something() {
        points -= 6;
    } else if line.answers() {
        // "Yes, please go on" agrees to what was asked before.
        points -= if line.words <= 8 { 6 } else { 2 };
    }
    points
}
