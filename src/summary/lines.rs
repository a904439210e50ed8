//! The sentences from which the summary is made, read once.

use super::cues::{ANSWER, COURTESY, Cue, Cues, starts_with};
use super::phrases::StopWords;
use crate::text::{Conversation, Passage, Sentence, Standing, is_envelope};
use crate::ticket::Role;

/// A sentence of the conversation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) passage: &'a Passage,
    /// Position of the message; `None` for the subject line.
    pub(crate) message: Option<usize>,
    pub(crate) sentence: &'a Sentence,
    pub(crate) cues: Cues,
    /// How many words it has.
    pub(crate) words: usize,
    /// Whether it is more than a courtesy or a yes.
    pub(crate) says_something: bool,
    /// Whether it starts with a yes or a no.
    pub(crate) answers: bool,
    /// How many of its words name something.
    pub(crate) telling: usize,
    /// Whether it stands in the customer's answer to a question of the team.
    pub(crate) replies: bool,
}

/// The sentences that somebody wrote for this ticket or that report his words, in order.
pub(crate) fn read<'a>(conversation: &'a Conversation, stop: &StopWords) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    // Whether the message before asks the customer something.
    let mut asked = false;
    let messages = conversation.messages.iter().enumerate();
    let passages = conversation.subject.iter().map(|passage| (None, passage));
    for (message, passage) in passages.chain(messages.map(|(at, passage)| (Some(at), passage))) {
        let first = lines.len();
        for sentence in &passage.sentences {
            let told = sentence.region.is_own() || sentence.standing >= Standing::Reported;
            let normal = sentence.normal.text.as_str();
            if told && passage.role != Role::System && !is_envelope(normal) {
                let cues = Cues::of(normal);
                let words = normal.split_whitespace().count();
                // "Hello, can I change the size?" greets and asks.
                let asks = cues.has(Cue::Request) || is_question(normal);
                let courtesy = words <= 8 && !asks && starts_with(normal, &COURTESY);
                lines.push(Line {
                    passage,
                    message,
                    sentence,
                    cues,
                    words,
                    says_something: normal.chars().any(char::is_alphabetic) && !courtesy,
                    answers: starts_with(normal, &ANSWER),
                    telling: stop.telling(normal),
                    replies: asked && sentence.standing == Standing::Customer,
                });
            }
        }
        if !passage.internal && lines.len() > first {
            let own = lines.get(first..).unwrap_or_default();
            asked = own.iter().any(|line: &Line<'_>| {
                let asks = line.is_question() || line.has(Cue::Request) || line.has(Cue::Step);
                line.by_team() && asks && !line.has(Cue::Closing)
            });
        }
    }
    lines
}

impl<'a> Line<'a> {
    /// As it was written.
    pub(crate) fn text(&self) -> &'a str {
        self.passage.text(&self.sentence.visible)
    }

    pub(crate) fn id(&self) -> &'a str {
        self.passage.id()
    }

    pub(crate) fn normal(&self) -> &'a str {
        &self.sentence.normal.text
    }

    pub(crate) fn has(&self, cue: Cue) -> bool {
        self.cues.has(cue)
    }

    /// The customer's own words.
    pub(crate) fn by_customer(&self) -> bool {
        self.sentence.standing == Standing::Customer
    }

    /// The team's words that the customer can read.
    pub(crate) fn by_team(&self) -> bool {
        team(self.passage) && self.sentence.region.is_own()
    }

    pub(crate) fn is_question(&self) -> bool {
        is_question(self.normal())
    }

    /// Whether it says what is to be done, and not only to go on with it or how it is paid.
    pub(crate) fn names_action(&self) -> bool {
        self.has(Cue::Action) && !self.has(Cue::EmptyRequest) && !self.has(Cue::Detail)
    }

    /// Whether it asks for help, or to go on, and names next to nothing.
    pub(crate) fn is_empty_request(&self) -> bool {
        self.has(Cue::EmptyRequest) && self.telling <= 1
    }
}

fn is_question(normal: &str) -> bool {
    normal.trim_end().ends_with('?') || normal.starts_with('¿')
}

/// Whether the customer can read the message as the team's.
pub(crate) fn team(passage: &Passage) -> bool {
    matches!(passage.role, Role::Agent | Role::Ai) && !passage.internal
}
