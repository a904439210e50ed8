//! What is said at second hand: quotes whose text stands nowhere else in the thread, and agents'
//! reports of the customer's words.

use super::Sentence;
use super::{Passage, RegionKind, Standing, regions};
use crate::fingerprint;
use crate::shipped::PhraseList;
use crate::ticket::{Channel, Role};

/// Words in a row that are compared.
const SHINGLE: usize = 3;

/// Raises to [`Standing::Reported`] the sentences of reply quotes whose text stands nowhere else in
/// the thread, and agents' reports of what the customer said. `channel` is the ticket's.
pub(super) fn settle(
    messages: &mut [Passage],
    subject: Option<&Passage>,
    channel: Option<Channel>,
) {
    settle_quotes(messages, subject);
    for (at, passage) in messages.iter_mut().enumerate() {
        if passage.role == Role::Agent {
            settle_report(passage, channel == Some(Channel::Phone) && at == 0);
        }
    }
}

/// Compares by runs of three words, so that other line breaks and quote signs do not matter. Of a
/// text that is quoted several times the first quote is raised.
fn settle_quotes(messages: &mut [Passage], subject: Option<&Passage>) {
    let quoting = messages.iter().any(|passage| {
        passage
            .sentences
            .iter()
            .any(|sentence| sentence.region == RegionKind::ReplyQuote)
    });
    if !quoting {
        return;
    }
    // Runs that stand in somebody's own words, and quoted ones with the first message that quotes them.
    let mut own_runs: Vec<u64> = Vec::new();
    let mut quoted: Vec<(u64, usize)> = Vec::new();
    for passage in subject.into_iter().chain(messages.iter()) {
        let own = || {
            passage
                .sentences
                .iter()
                .filter(|sentence| sentence.region != RegionKind::ReplyQuote)
        };
        // Over the ends of sentences too: a quote may end them elsewhere.
        own_runs.extend(shingles(
            own().flat_map(|sentence| words(&sentence.normal.text)),
        ));
        for sentence in own() {
            own_runs.extend(shingles(words(&sentence.normal.text)).take(SHINGLE - 1));
        }
    }
    for (at, passage) in messages.iter().enumerate() {
        for sentence in passage.sentences.iter().filter(|one| is_quote(one)) {
            quoted.extend(shingles(words(&sentence.normal.text)).map(|run| (run, at)));
        }
    }
    own_runs.sort_unstable();
    quoted.sort_unstable();
    for (at, passage) in messages.iter_mut().enumerate() {
        let known = |run: &u64| {
            let first = quoted.partition_point(|(other, _)| other < run);
            own_runs.binary_search(run).is_ok()
                || quoted
                    .get(first)
                    .is_some_and(|(other, earlier)| other == run && *earlier < at)
        };
        for sentence in passage.sentences.iter_mut().filter(|one| is_quote(one)) {
            let mut mine: Vec<u64> = shingles(words(&sentence.normal.text)).collect();
            // The first runs are shorter; only a text that has no others is compared by them.
            mine.drain(..mine.len().saturating_sub(1).min(SHINGLE - 1));
            let strange = mine.iter().filter(|run| !known(run)).count();
            // A few words may differ at the edges of a line or by a masked name.
            if strange * 2 > mine.len() {
                sentence.standing = Standing::Reported;
            }
        }
    }
}

fn is_quote(sentence: &Sentence) -> bool {
    sentence.region == RegionKind::ReplyQuote && !regions::is_envelope(&sentence.normal.text)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Hashes of the runs of up to three words that end at each word.
fn shingles<'a>(words: impl Iterator<Item = &'a str>) -> impl Iterator<Item = u64> {
    let mut last = [0_u64; SHINGLE];
    words.map(move |word| {
        last.rotate_left(1);
        if let Some(newest) = last.last_mut() {
            *newest = hash(word);
        }
        last.iter().fold(0, |mixed: u64, word| {
            mixed.rotate_left(21).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ word
        })
    })
}

fn hash(word: &str) -> u64 {
    fingerprint::fnv1a(word.as_bytes())
}

/// Beginnings of a note that holds the customer's words.
static NOTE_OPENINGS: PhraseList = PhraseList::new("openings of notes");

/// Who is reported on, in the normal form.
static REPORTED: PhraseList = PhraseList::new("reported customers");

/// What is said of them, by beginnings.
const REPORTING: &[&str] = &[
    "say",
    "said",
    "state",
    "stating",
    "claim",
    "report",
    "call",
    "phoned",
    "rang",
    "told",
    "tells",
    "mention",
    "threat",
    "want",
    "ask",
    "demand",
    "complain",
    "insist",
    "explain",
    "describ",
    "alleg",
    "is threatening",
    "is saying",
    "is claiming",
    "is demanding",
    "was told",
    "sagt",
    "gibt an",
    "gab an",
    "teilt",
    "teilte",
    "ruft",
    "rief",
    "hat angerufen",
    "droht",
    "meldet",
    "berichtet",
    "möchte",
    "will ",
    "verlangt",
    "behauptet",
    "dit ",
    "déclare",
    "a appelé",
    "a dit",
    "menace",
    "signale",
    "affirme",
    "souhaite",
    "demande",
    "dice",
    "llam",
    "indica",
    "amenaza",
    "afirma",
    "informa",
    "reclama",
    "quiere",
    "pide",
    "diz",
    "disse",
    "ligou",
    "ameaça",
    "quer ",
    "ha chiamato",
    "ha detto",
    "minaccia",
    "riferisce",
    "segnala",
    "vuole",
    "chiede",
    "zegt",
    "belde",
    "geeft aan",
    "gaf aan",
    "dreigt",
    "meldt",
    "wil ",
];

/// Raises an agent's report. In a note for the team what follows the report belongs to it; in a
/// public message only the reporting sentence does. `phone`: the ticket was taken down on the
/// telephone, and this is what was taken down.
fn settle_report(passage: &mut Passage, phone: bool) {
    let internal = passage.internal;
    let mut going_on = phone;
    for sentence in &mut passage.sentences {
        if !sentence.region.is_own() {
            continue;
        }
        let reports = reports(&sentence.normal.text);
        if internal && reports {
            going_on = true;
        }
        if reports || going_on {
            sentence.standing = Standing::Reported;
        }
    }
}

fn reports(text: &str) -> bool {
    if NOTE_OPENINGS
        .iter()
        .any(|opening| text.starts_with(opening))
    {
        return true;
    }
    let mut at = 0;
    for word in text.split_inclusive(|character: char| !character.is_alphanumeric()) {
        at += word.len();
        let word = word.trim_end_matches(|character: char| !character.is_alphanumeric());
        if !REPORTED.contains(&word) {
            continue;
        }
        // `the customer, who lives abroad, says`: within a few words.
        let mut rest = text.get(at..).unwrap_or("");
        for _ in 0..6 {
            rest = rest.trim_start_matches(|character: char| !character.is_alphanumeric());
            if REPORTING.iter().any(|verb| rest.starts_with(verb)) {
                return true;
            }
            let length = rest
                .find(|character: char| !character.is_alphanumeric())
                .unwrap_or(rest.len());
            rest = rest.get(length..).unwrap_or("");
        }
    }
    false
}

#[cfg(test)]
mod tests;
