//! The customer's current ask: the sentence of his that asks, verbatim.

use super::cues::Cue;
use super::lines::Line;
use crate::text::Standing;

/// So many of the customer's messages are searched, latest first.
const MOST_MESSAGES: usize = 30;
/// From so many points on a sentence asks clearly, and where none does, at all.
const ASKS: [i32; 2] = [2, 1];

/// What the customer's latest message that asks does ask: its clearest sentence with the asking ones
/// beside it. Where none asks, the first sentence that tells something, then what an agent reports of the
/// customer's words, then the subject. Empty where nobody wrote.
pub(crate) fn find<'l, 'a>(lines: &'l [Line<'a>]) -> &'l [Line<'a>] {
    let messages = || lines.chunk_by(|a, b| a.message == b.message);
    let own = |line: &&Line<'_>| line.by_customer();
    let unasked = |line: &&Line<'_>| line.by_customer() && !line.replies;
    let asking = |least: i32| {
        let customers = messages()
            .rev()
            .filter(|message| message.iter().any(|line| line.by_customer()));
        // The subject is always looked at.
        let searched = customers
            .enumerate()
            .filter(|(nth, message)| *nth < MOST_MESSAGES || message.iter().all(is_subject));
        let asks = |line: &Line<'_>| line.by_customer() && points(line) >= least;
        searched.into_iter().find_map(|(_, message)| {
            let (best, _) = message
                .iter()
                .enumerate()
                .filter(|(_, line)| asks(line))
                .max_by_key(|(_, line)| points(line))?;
            let (before, after) = message.split_at_checked(best)?;
            let first = best - before.iter().rev().take_while(|line| asks(line)).count();
            let last = best + after.iter().take_while(|line| asks(line)).count();
            message.get(first..last)
        })
    };
    let told_in = |wanted: &dyn Fn(&&Line<'_>) -> bool, subject: bool| {
        let mut messages = messages().rev();
        messages.find_map(|message| {
            let right = message.iter().all(is_subject) == subject;
            let line = told(message.iter().filter(|line| right && wanted(line)))?;
            Some(std::slice::from_ref(line))
        })
    };
    let reported = |line: &&Line<'_>| line.sentence.standing == Standing::Reported;
    let clearest = ASKS.iter().find_map(|least| asking(*least));
    clearest
        .or_else(|| told_in(&unasked, false))
        .or_else(|| told_in(&own, false))
        .or_else(|| told_in(&reported, false))
        .or_else(|| told_in(&own, true))
        .unwrap_or_default()
}

/// The words from the first to the last of these sentences.
pub(crate) fn text<'a>(lines: &[Line<'a>]) -> Option<(&'a str, &'a str)> {
    let (first, last) = (lines.first()?, lines.last()?);
    let range = first.sentence.visible.start..last.sentence.visible.end;
    Some((first.passage.text(&range), first.id()))
}

fn is_subject(line: &Line<'_>) -> bool {
    line.message.is_none()
}

/// The first sentence of some length that tells something, else the first that does.
fn told<'l, 'a: 'l>(message: impl Iterator<Item = &'l Line<'a>>) -> Option<&'l Line<'a>> {
    const SOME_WORDS: usize = 5;
    let mut short = None;
    for line in message.filter(|line| line.says_something && !line.has(Cue::Closing)) {
        if line.words >= SOME_WORDS {
            return Some(line);
        }
        short = short.or(Some(line));
    }
    short
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
    // "Can you help me with that?" says less than the sentence before it, as does "Any luck with that?",
    // which names next to nothing.
    let change = line.has(Cue::Change);
    if line.is_empty_request() || (line.has(Cue::Pointing) && line.telling <= 1 && !change) {
        points -= 4;
    }
    // "Could you confirm that it costs the same?" and how it is paid belong to what was asked before.
    if line.has(Cue::Detail) && line.is_question() && line.replies {
        points -= 4;
    }
    if !line.says_something {
        points -= 6;
    } else if line.answers && !change {
        // "Yes, please go on" agrees to what was asked before.
        points -= match line.words {
            0..=8 => 6,
            _ if line.is_question() => 0,
            _ => 2,
        };
    } else if line.replies && !line.is_question() && !change && !line.names_action() {
        // What the team asked for is a detail of what was asked before, unless it says what is to be done.
        points -= 2;
    }
    points
}
