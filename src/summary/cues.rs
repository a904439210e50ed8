//! Words that make a sentence a request, a promise, a report of what was tried and so on, in the
//! languages that the engine reads. Compared with the normal form: lower case, straight apostrophes.

use crate::shipped::PhraseList;
use crate::text::needles::Needles;
use std::sync::LazyLock;

/// What a sentence may be by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    /// The customer asks for something.
    Request,
    /// Asks for help, or to go on, and does not say with what.
    EmptyRequest,
    /// Another matter, or the same one otherwise.
    Change,
    /// Points to what was said before.
    Pointing,
    /// Something is wrong.
    Problem,
    /// The team promises something.
    Promise,
    /// What was done or decided, what is possible and what is not.
    Outcome,
    /// Courtesies of service, which tell nothing of the matter.
    Service,
    /// Ends a conversation, or sees to who it is with.
    Closing,
    /// Somebody will look: no answer yet.
    Holding,
    /// The customer tells what he did himself.
    Attempt,
    /// What was done did not help.
    Failure,
    /// A step that the customer is to take.
    Step,
    /// Something was done or refused: more than what could be.
    Done,
    /// Asks to confirm or explain what was said, or how something is paid: a part of what was asked before.
    Detail,
    /// Names what is done to an order: returned, exchanged, cancelled.
    Action,
}

/// Headings of the lists in `tables/phrases.txt`, in the order of [`Cue`].
const LISTS: [&str; 16] = [
    "requests",
    "empty requests",
    "changes of mind",
    "pointing words",
    "problems",
    "promises",
    "outcomes",
    "service phrases",
    "closing offers",
    "holding replies",
    "own attempts",
    "failed attempts",
    "suggested steps",
    "things done or refused",
    "details of a request",
    "what is done to an order",
];

/// All lists, searched in one pass, and the list of each cue.
static WORDS: LazyLock<(Needles, Vec<u16>)> = LazyLock::new(|| {
    let mut words = Vec::new();
    let mut lists = Vec::new();
    for (list, heading) in LISTS.iter().enumerate() {
        for word in PhraseList::new(heading).iter() {
            words.push((*word).to_owned());
            lists.push(1 << list);
        }
    }
    (Needles::new(words), lists)
});

/// The cues of a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cues(u16);

impl Cues {
    /// The cues that stand in a text as whole words.
    pub(crate) fn of(normal: &str) -> Self {
        let (words, lists) = &*WORDS;
        let mut found = 0;
        let mut before = None;
        for (at, character) in normal.char_indices() {
            let starts = !before.is_some_and(char::is_alphanumeric);
            before = Some(character);
            if !starts {
                continue;
            }
            let (_, rest) = normal.split_at(at);
            words.at_start(rest.as_bytes(), &mut |number, length| {
                let after = rest.get(length..).unwrap_or("");
                if !after.starts_with(char::is_alphanumeric) {
                    found |= lists.get(number).copied().unwrap_or(0);
                }
            });
        }
        Self(found)
    }

    /// Whether it is one of these.
    pub(crate) fn has(self, cue: Cue) -> bool {
        self.0 & (1 << cue as u16) != 0
    }
}

/// Greeting, thanks, good-bye: says nothing of the matter when it starts a short sentence.
pub(crate) static COURTESY: PhraseList = PhraseList::new("courtesies");

/// Yes and no: a sentence that starts so answers rather than asks.
pub(crate) static ANSWER: PhraseList = PhraseList::new("short answers");

/// Whether a text starts with one of the words.
pub(crate) fn starts_with(normal: &str, words: &[&str]) -> bool {
    let normal = normal.trim_start_matches(|c: char| !c.is_alphanumeric());
    words.iter().any(|word| {
        normal
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cue: Cue, text: &str, expected: bool) {
        assert_eq!(Cues::of(text).has(cue), expected, "{text}");
    }

    #[test]
    fn cues_are_whole_words() {
        check(Cue::Request, "could you send it again", true);
        check(Cue::Request, "i was pleased", false);
        check(Cue::Request, "pouvez-vous m'aider", true);
        check(Cue::EmptyRequest, "pouvez-vous m'aider", true);
        check(Cue::Request, "die ware ist kaputt", false);
        check(Cue::Problem, "die ware ist kaputt", true);
        check(Cue::Promise, "we'll send a courier on friday", true);
        check(Cue::Promise, "a new shade is on its way", true);
        check(Cue::Promise, "wir melden uns morgen", true);
        check(Cue::Promise, "he will power is strong", false);
        check(Cue::Attempt, "ik heb al geprobeerd te resetten", true);
        check(Cue::Failure, "todavía sigue sin encender", true);
        check(Cue::Done, "your parcel has been returned to us", true);
        check(Cue::Done, "ihre bestellung wurde storniert", true);
        check(Cue::Done, "i can cancel it", false);
        check(Cue::Done, "das ist leider ausverkauft", true);
        check(
            Cue::Detail,
            "könnten sie bestätigen, dass es heute kommt?",
            true,
        );
        check(Cue::Detail, "can you confirm the date?", false);
    }

    #[test]
    fn every_list_is_there() {
        for heading in LISTS {
            assert!(!PhraseList::new(heading).is_empty(), "{heading}");
        }
    }

    #[test]
    fn courtesies_start_a_sentence() {
        assert!(starts_with("thanks, ann", &COURTESY));
        assert!(!starts_with("thanksgiving order is late", &COURTESY));
        assert!(starts_with("«hola», soy ann", &COURTESY));
    }
}
