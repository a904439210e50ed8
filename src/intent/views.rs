//! What of a conversation the classifier reads, and how much each part counts.
//!
//! A turn is what the customer wrote between two answers. The latest turn is the current ask and
//! decides; the first turn (with the subject) and the one before the latest say what it is about.
//! Quotes, signatures and disclaimers are no part of any view.

use crate::intent::features::FULL_WEIGHT;
use crate::text::{Conversation, Passage, Sentence, Standing};
use crate::ticket::Role;

/// Most words that are read of a view. A longer one is cut down to the sentences that ask for
/// something and the first ones.
pub const WORD_LIMIT: usize = 400;
/// Weight of a sentence of a long message that asks for nothing, in sixteenths.
const CONTEXT_WEIGHT: u32 = 12;
/// A message of at most so many sentences is read evenly.
const SHORT_MESSAGE: usize = 2;

/// What the first turn adds to the latest one's score, when they differ.
const FIRST_TURN_WEIGHT: f32 = 0.35;
/// What the turn before the latest adds.
const EARLIER_TURN_WEIGHT: f32 = 0.25;

/// A sentence in a view.
#[derive(Debug, Clone, Copy)]
pub struct ViewSentence<'a> {
    /// Where it stands.
    pub passage: &'a Passage,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// How much it counts, in sixteenths.
    pub weight: u32,
    /// How many of its words are read.
    pub words: usize,
}

/// A part of the conversation that is scored by itself.
#[derive(Debug, Clone)]
pub struct View<'a> {
    /// Its sentences, in reading order.
    pub sentences: Vec<ViewSentence<'a>>,
    /// Its share of the verdict; those of all views add up to 1.
    pub share: f32,
}

/// The views of a conversation, the current ask first; none when the customer wrote nothing.
#[must_use]
pub fn views(conversation: &Conversation) -> Vec<View<'_>> {
    let mut turns = turns(conversation, Standing::Customer);
    if turns.is_empty() {
        // Nothing but the subject and what others report of the customer's words.
        turns = self::turns(conversation, Standing::Reported);
    }
    let subject: Vec<_> = conversation
        .subject
        .iter()
        .flat_map(|passage| passage.sentences.iter().map(move |s| (passage, s)))
        .collect();
    match turns.first_mut() {
        Some(first) => {
            first.splice(0..0, subject);
        }
        None if subject.is_empty() => return Vec::new(),
        None => turns.push(subject),
    }
    let count = turns.len();
    let mut views = Vec::with_capacity(3);
    for (index, turn) in turns.into_iter().enumerate().rev() {
        let share = if index + 1 == count {
            1.0
        } else if index == 0 {
            FIRST_TURN_WEIGHT
        } else if index + 2 == count {
            EARLIER_TURN_WEIGHT
        } else {
            continue;
        };
        views.push(View {
            sentences: weigh(&turn),
            share,
        });
    }
    let total: f32 = views.iter().map(|view| view.share).sum();
    for view in &mut views {
        view.share /= total;
    }
    views
}

type Spoken<'a> = (&'a Passage, &'a Sentence);

/// The customer's turns, oldest first: each the sentences of at least the given standing.
fn turns(conversation: &Conversation, least: Standing) -> Vec<Vec<Spoken<'_>>> {
    let mut turns: Vec<Vec<Spoken<'_>>> = Vec::new();
    let mut answered = true;
    for passage in &conversation.messages {
        let before = turns.last().map_or(0, Vec::len);
        for sentence in &passage.sentences {
            if sentence.standing < least {
                continue;
            }
            if answered {
                turns.push(Vec::new());
                answered = false;
            }
            if let Some(turn) = turns.last_mut() {
                turn.push((passage, sentence));
            }
        }
        let spoke = !answered && turns.last().map_or(0, Vec::len) != before;
        if !spoke && matches!(passage.role, Role::Agent | Role::Ai) && !passage.internal {
            answered = true;
        }
    }
    turns
}

/// Weighs the sentences of a turn and keeps at most [`WORD_LIMIT`] words, requests first.
fn weigh<'a>(turn: &[Spoken<'a>]) -> Vec<ViewSentence<'a>> {
    let even = turn.len() <= SHORT_MESSAGE;
    let asks: Vec<bool> = turn
        .iter()
        .map(|(_, s)| is_request(&s.normal.text))
        .collect();
    let any = asks.iter().any(|ask| *ask);
    let lengths: Vec<usize> = turn.iter().map(|(_, s)| words(&s.normal.text)).collect();
    let mut left = WORD_LIMIT;
    let mut granted = vec![0_usize; turn.len()];
    for wanted in [true, false] {
        for ((grant, length), ask) in granted.iter_mut().zip(&lengths).zip(&asks) {
            if *ask == wanted {
                *grant = (*length).min(left);
                left -= *grant;
            }
        }
    }
    turn.iter()
        .zip(granted)
        .zip(asks)
        .filter(|((_, grant), _)| *grant > 0)
        .map(|(((passage, sentence), words), ask)| ViewSentence {
            passage,
            sentence,
            weight: if even || ask || !any {
                FULL_WEIGHT
            } else {
                CONTEXT_WEIGHT
            },
            words,
        })
        .collect()
}

/// An upper bound of the words in a text that is cheap to take.
fn words(text: &str) -> usize {
    text.split(' ').count() * 2
}

/// Whether a sentence looks like a question or a request.
fn is_request(normal: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "can ", "could ", "would ", "will ", "may ", "please ", "pls ", "plz ", "how ", "where ",
        "when ", "what ", "why ", "which ", "who ", "is ", "are ", "do ", "does ", "did ", "any ",
        "kindly ", "help ", "send ", "give ", "tell ", "cancel ", "change ", "stop ", "refund ",
    ];
    const PHRASES: &[&str] = &[
        "i want",
        "i'd like",
        "i would like",
        "i need",
        "we need",
        "we want",
        "we'd like",
        "we would like",
        "i wish",
        "can you",
        "could you",
        "can i",
        "could i",
        "can we",
        "could we",
        "please",
        "let me know",
        "tell me",
        "is it possible",
        "i'm asking",
        "i am asking",
        "looking to",
        "looking for",
        "trying to",
        "want to know",
        "wondering",
        "i expect",
        "would you",
        "help me",
        "i have to",
        "i demand",
        "request",
    ];
    normal.contains('?')
        || OPENINGS.iter().any(|opening| normal.starts_with(opening))
        || PHRASES.iter().any(|phrase| normal.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::{Author, Message, Ticket};

    /// `messages`: (role, body); `expected`: for each view, its sentences as normal text.
    #[track_caller]
    fn check(subject: &str, messages: &[(Role, &str)], expected: &[&[&str]]) {
        let ticket = Ticket {
            subject: Some(subject.to_owned()),
            messages: messages
                .iter()
                .enumerate()
                .map(|(index, (role, body))| {
                    let mut message: Message =
                        serde_json::from_value(serde_json::json!({"id": index, "body": body}))
                            .unwrap();
                    message.author = Author {
                        role: *role,
                        ..Author::default()
                    };
                    message
                })
                .collect(),
            ..Ticket::default()
        };
        let conversation = Conversation::read(&ticket);
        let views = views(&conversation);
        let texts: Vec<Vec<&str>> = views
            .iter()
            .map(|view| {
                view.sentences
                    .iter()
                    .map(|s| s.sentence.normal.text.as_str())
                    .collect()
            })
            .collect();
        assert_eq!(texts, expected);
        if !views.is_empty() {
            let total: f32 = views.iter().map(|view| view.share).sum();
            assert!((total - 1.0).abs() < 1e-6, "{total}");
        }
    }

    #[test]
    fn the_latest_turn_comes_first() {
        use Role::{Agent, Ai, Customer};
        check("", &[], &[]);
        check("Refund", &[], &[&["refund"]]);
        check(
            "Refund",
            &[(Customer, "Where is it?")],
            &[&["refund", "where is it?"]],
        );
        check(
            "S",
            &[
                (Customer, "One."),
                (Customer, "Two."),
                (Agent, "Hm."),
                (Customer, "Three."),
            ],
            &[&["three."], &["s", "one.", "two."]],
        );
        check(
            "",
            &[
                (Customer, "One."),
                (Ai, "A."),
                (Customer, "Two."),
                (Agent, "B."),
                (Customer, "Three."),
                (Agent, "C."),
                (Customer, "Four."),
                (Agent, "D."),
            ],
            &[&["four."], &["three."], &["one."]],
        );
        check("", &[(Agent, "Hello.")], &[]);
    }

    #[test]
    fn quotes_are_no_part() {
        check(
            "",
            &[(Role::Customer, "Cancel it.\n> I want a refund.\n> Now.")],
            &[&["cancel it."]],
        );
    }

    #[test]
    fn requests_are_told_from_context() {
        for (text, expected) in [
            ("where is my parcel", true),
            ("i'd like my money back.", true),
            ("it came on monday?", true),
            ("my daughter loves it.", false),
            ("thank you in advance.", false),
        ] {
            assert_eq!(is_request(text), expected, "{text}");
        }
    }
}
