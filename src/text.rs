//! The conversation as the stages read it: visible text, regions, sentences, and a normal form for
//! detection, each with the way back to the body as given.
//!
//! Offsets named `visible` are bytes of [`Passage::visible`]. Evidence leaves in UTF-16.

pub(crate) mod html;
pub(crate) mod letter_hash;
pub(crate) mod needles;
mod normal;
mod offsets;
pub(crate) mod pattern;
mod regions;
pub(crate) mod sentences;
pub mod shown;
mod standing;
pub(crate) mod unicode;
mod windows;

pub mod entities;
pub mod language;
pub mod masking;
pub mod stop_words;
pub mod vectors;
pub mod words;

pub use normal::Normal;
pub(crate) use regions::is_envelope;
pub use regions::{Region, RegionKind};

use crate::evidence::{Evidence, Span};
use crate::ticket::{Format, Message, Role, Ticket, Visibility};
use offsets::Offsets;
use regions::Hints;
use std::ops::Range;

/// How much a sentence may cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The team's and assistants' own words, a quote that stands elsewhere in the thread, a
    /// signature, a disclaimer: fires no text trigger.
    Silent,
    /// The customer's words at second hand (an agent's report of a call, a reply quote whose text
    /// stands nowhere else): a text trigger gives `notice`.
    Reported,
    /// What the customer wrote, forwarded mail included: a text trigger may escalate.
    Customer,
}

/// Where a passage stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The subject line.
    Subject,
    /// A message, by its position and id.
    Message {
        /// Position in [`Ticket::messages`].
        index: usize,
        /// The message's id.
        id: String,
    },
}

/// A sentence of a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Visible range.
    pub visible: Range<usize>,
    /// Kind of the region in which it stands.
    pub region: RegionKind,
    /// What it may cause.
    pub standing: Standing,
    /// Its normal form.
    pub normal: Normal,
}

/// The subject line or a message, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Where it stands.
    pub place: Place,
    /// Who wrote it; the subject counts as the customer's.
    pub role: Role,
    /// Whether only the team can read it.
    pub internal: bool,
    /// When it was written, in milliseconds since 1970 UTC.
    pub at: Option<i64>,
    /// Its visible text.
    pub visible: String,
    /// Its regions, in order, covering all of `visible`.
    pub regions: Vec<Region>,
    /// Where personal data stand in it, in order.
    pub personal: Vec<entities::Personal>,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
    offsets: Offsets,
}

/// All that was written on a ticket.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Conversation {
    /// The subject line, if it has text.
    pub subject: Option<Passage>,
    /// The messages, in the ticket's order.
    pub messages: Vec<Passage>,
}

impl Conversation {
    /// Reads a ticket. Never fails; linear in its text.
    #[must_use]
    pub fn read(ticket: &Ticket) -> Self {
        let names = entities::names(ticket);
        let subject = ticket
            .subject
            .as_deref()
            .filter(|subject| !subject.trim().is_empty())
            .map(|subject| Passage::subject(subject, &names));
        // The subject's forward prefix speaks of the mail that opened the ticket.
        let forwarded = ticket
            .subject
            .as_deref()
            .is_some_and(regions::says_forwarded);
        let mut messages: Vec<Passage> = ticket
            .messages
            .iter()
            .enumerate()
            .map(|(index, message)| {
                Passage::message(index, message, forwarded && index == 0, &names)
            })
            .collect();
        standing::settle(&mut messages, subject.as_ref(), ticket.channel);
        Self { subject, messages }
    }

    /// Subject first, then the messages.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.subject.iter().chain(self.messages.iter())
    }

    /// Sentences of at least the given standing, in reading order, with their passages.
    pub fn sentences(&self, least: Standing) -> impl Iterator<Item = (&Passage, &Sentence)> {
        self.passages().flat_map(move |passage| {
            passage
                .sentences
                .iter()
                .filter(move |sentence| sentence.standing >= least)
                .map(move |sentence| (passage, sentence))
        })
    }

    /// Messages in which the customer himself says something, oldest first.
    pub fn customer_messages(&self) -> impl DoubleEndedIterator<Item = &Passage> {
        self.messages.iter().filter(|passage| {
            passage
                .sentences
                .iter()
                .any(|sentence| sentence.standing == Standing::Customer)
        })
    }
}

impl Passage {
    fn subject(text: &str, names: &[String]) -> Self {
        Self::build(
            Place::Subject,
            Role::Customer,
            false,
            None,
            text.to_owned(),
            Offsets::identity(text),
            Hints {
                names,
                ..Hints::default()
            },
        )
    }

    fn message(index: usize, message: &Message, forwarded: bool, names: &[String]) -> Self {
        let (visible, offsets, marks) = match message.format {
            Format::Text => (message.body.clone(), Offsets::identity(&message.body), None),
            Format::Html => {
                let seen = html::visible_text(&message.body);
                (seen.text, seen.offsets, Some(seen.marks))
            }
        };
        Self::build(
            Place::Message {
                index,
                id: message.id.clone(),
            },
            message.author.role,
            message.visibility == Visibility::Internal,
            message.at.as_ref().and_then(crate::ticket::Time::millis),
            visible,
            offsets,
            Hints {
                marks: marks.as_ref(),
                forwarded,
                author: message.author.name.as_deref(),
                names,
            },
        )
    }

    fn build(
        place: Place,
        role: Role,
        internal: bool,
        at: Option<i64>,
        visible: String,
        offsets: Offsets,
        hints: Hints<'_>,
    ) -> Self {
        let names = hints.names;
        let regions = match place {
            Place::Subject => regions::whole(&visible),
            Place::Message { .. } => regions::split(&visible, hints),
        };
        let personal = entities::personal(&visible, &regions, names);
        let sentences = sentences::split(&visible, &regions, &personal, role);
        Self {
            place,
            role,
            internal,
            at,
            visible,
            regions,
            personal,
            sentences,
            offsets,
        }
    }

    /// The message's id, or `subject`.
    #[must_use]
    pub fn id(&self) -> &str {
        match &self.place {
            Place::Subject => "subject",
            Place::Message { id, .. } => id,
        }
    }

    /// The visible text of a range; empty when the range is none of this text.
    #[must_use]
    pub fn text(&self, visible: &Range<usize>) -> &str {
        self.visible.get(visible.clone()).unwrap_or("")
    }

    /// UTF-16 range of a visible range in the body as given.
    #[must_use]
    pub fn body_span(&self, visible: &Range<usize>) -> Span {
        self.offsets.body(&self.visible, visible)
    }

    /// Evidence for a visible range.
    #[must_use]
    pub fn evidence(&self, visible: &Range<usize>) -> Evidence {
        let text = self.text(visible).to_owned();
        match &self.place {
            Place::Subject => Evidence::Subject {
                span: self.body_span(visible),
                text,
            },
            Place::Message { id, .. } => Evidence::Message {
                message_id: id.clone(),
                span: self.body_span(visible),
                visible_span: self.offsets.visible(&self.visible, visible),
                text,
                prefix: last_chars(self.visible.get(..visible.start).unwrap_or(""), 32),
                suffix: first_chars(self.visible.get(visible.end..).unwrap_or(""), 32),
            },
        }
    }

    /// Evidence for a range of a sentence's normal form.
    #[must_use]
    pub fn evidence_of(&self, sentence: &Sentence, normal: &Range<usize>) -> Evidence {
        self.evidence(&sentence.normal.visible(normal))
    }

    /// What the writer himself wrote, forwarded mail included, without quotes, signature and
    /// disclaimer.
    #[must_use]
    pub fn own_text(&self) -> String {
        let mut out = String::new();
        for region in &self.regions {
            if region.kind.is_own() {
                out.push_str(self.text(&region.visible));
                out.push('\n');
            }
        }
        out
    }
}

fn first_chars(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

fn last_chars(text: &str, count: usize) -> String {
    let start = text
        .char_indices()
        .rev()
        .take(count)
        .last()
        .map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or("").to_owned()
}

#[cfg(test)]
mod tests;
