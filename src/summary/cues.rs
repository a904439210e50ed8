//! Words that make a sentence a request, a promise or a courtesy, in the languages that the engine
//! reads. Compared with the normal form: lower case, straight apostrophes.

use crate::shipped::PhraseList;
use crate::text::needles::Needles;
use std::sync::LazyLock;

/// A list of cues that is searched in one pass; each has to start at a word's start.
pub(crate) struct Cues {
    words: Needles,
}

impl Cues {
    fn new(words: &[&str]) -> Self {
        Self {
            words: Needles::new(words.iter().map(|word| (*word).to_owned()).collect()),
        }
    }

    /// Whether a cue stands in the text, at the start of a word.
    pub(crate) fn is_in(&self, normal: &str) -> bool {
        let mut before = None;
        for (at, character) in normal.char_indices() {
            let starts = !before.is_some_and(char::is_alphanumeric);
            before = Some(character);
            if !starts {
                continue;
            }
            let (_, rest) = normal.split_at(at);
            if let Some(length) = self.words.longest(rest.as_bytes()) {
                let (cue, after) = rest.split_at(length);
                if cue.ends_with(['-', ' ']) || !after.starts_with(char::is_alphanumeric) {
                    return true;
                }
            }
        }
        false
    }
}

/// The customer asks for something.
pub(crate) static REQUEST: LazyLock<Cues> =
    LazyLock::new(|| Cues::new(&PhraseList::new("requests")));

/// The team promises something.
pub(crate) static PROMISE: LazyLock<Cues> =
    LazyLock::new(|| Cues::new(&PhraseList::new("promises")));

/// Greeting, thanks, good-bye: says nothing of the matter when it starts a short sentence.
pub(crate) static COURTESY: PhraseList = PhraseList::new("courtesies");

/// Yes and no: a short sentence that starts so answers and asks nothing.
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
    fn check(cues: &Cues, text: &str, expected: bool) {
        assert_eq!(cues.is_in(text), expected, "{text}");
    }

    #[test]
    fn cues_are_whole_words() {
        check(&REQUEST, "could you send it again", true);
        check(&REQUEST, "i was pleased", false);
        check(&REQUEST, "pouvez-vous m'aider", true);
        check(&REQUEST, "die ware ist kaputt", false);
        check(&PROMISE, "we'll send a courier on friday", true);
        check(&PROMISE, "a new shade is on its way", true);
        check(&PROMISE, "wir melden uns morgen", true);
        check(&PROMISE, "he will power is strong", false);
    }

    #[test]
    fn courtesies_start_a_sentence() {
        assert!(starts_with("thanks, ann", &COURTESY));
        assert!(!starts_with("thanksgiving order is late", &COURTESY));
        assert!(starts_with("«hola», soy ann", &COURTESY));
    }
}
