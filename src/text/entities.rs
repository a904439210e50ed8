//! Things named in the text: money, order numbers and more.

mod account;
mod contact;
mod count;
mod currency;
mod date;
pub mod money;
mod number;
mod order;
mod person;
mod role;
pub(crate) mod street;
mod tracking;

pub use money::MoneyMention;
pub use order::OrderPatterns;

use super::{Conversation, Passage, Region, RegionKind, Sentence, Standing};
use crate::analysis::{Entity, EntityKind, MoneyRole};
use crate::ticket::Ticket;
use serde_json::Value;
use std::ops::Range;

/// Known names that are looked for.
const MOST_NAMES: usize = 24;

/// The entities of the conversation, in reading order. `money` comes from [`money::mentions`].
#[must_use]
pub fn extract(
    conversation: &Conversation,
    money: &[MoneyMention],
    patterns: &OrderPatterns,
) -> Vec<Entity> {
    let mut entities = Vec::new();
    let mut sums = money.iter().peekable();
    let month_first = month_first(money);
    for (passage_at, passage) in conversation.passages().enumerate() {
        let mut found = Found::in_text(passage.visible.len());
        let sums: Vec<&MoneyMention> =
            std::iter::from_fn(|| sums.next_if(|sum| sum.passage == passage_at)).collect();
        let sentences = || passage.sentences.iter().filter(|sentence| reads(sentence));
        found.push_personal(passage, |kind| {
            matches!(
                kind,
                EntityKind::Email | EntityKind::Card | EntityKind::Iban
            )
        });
        for sentence in sentences() {
            numbers(passage, sentence, patterns, &mut found);
        }
        found.push_sums(sums.iter().copied().filter(|sum| sum.explicit));
        for sentence in sentences() {
            times(passage, sentence, month_first, &mut found);
        }
        found.push_personal(passage, |kind| kind == EntityKind::Phone);
        found.push_sums(sums.iter().copied().filter(|sum| !sum.explicit));
        found.push_personal(passage, |kind| kind == EntityKind::Person);
        found.finish(passage, &mut entities);
    }
    entities
}

/// Full names that the ticket itself gives: of the requester, of who wrote, of who reads along.
pub(super) fn names(ticket: &Ticket) -> Vec<String> {
    let requester = ticket.requester.iter().map(|requester| &requester.name);
    let authors = ticket.messages.iter().map(|message| &message.author.name);
    let participants = ticket.participants.iter().map(|one| &one.name);
    let mut names: Vec<String> = requester
        .chain(authors)
        .chain(participants)
        .flatten()
        // A single name may be a word as well.
        .filter(|name| name.trim().contains(' '))
        .map(|name| name.trim().to_owned())
        .collect();
    names.sort_unstable();
    names.dedup();
    // A thread has few people; a list of thousands is no thread.
    names.truncate(MOST_NAMES);
    names
}

/// Where personal data stand in a text of these regions, in order: addresses, numbers to call,
/// accounts, and names; `names` are known ones.
pub(super) fn personal(visible: &str, regions: &[Region], names: &[String]) -> Vec<Personal> {
    let mut found = Found::in_text(visible.len());
    let mut push = |kind, ranges: Vec<Range<usize>>| {
        for range in ranges {
            found.push(kind, range, Value::Null);
        }
    };
    push(EntityKind::Email, contact::emails(visible));
    for (range, account) in account::find(visible) {
        push(account.kind(), vec![range]);
    }
    push(EntityKind::Phone, contact::phones(visible));
    for name in names {
        push(EntityKind::Person, person::named(visible, name));
    }
    push(EntityKind::Person, person::find(visible, regions));
    found
        .in_order()
        .into_iter()
        .map(|Thing { visible, kind, .. }| Personal { kind, visible })
        .collect()
}

/// Whether entities are read from a sentence: not from disclaimers, nor from quotes that stand
/// elsewhere in the thread.
fn reads(sentence: &Sentence) -> bool {
    match sentence.region {
        RegionKind::Disclaimer => false,
        RegionKind::ReplyQuote => sentence.standing != Standing::Silent,
        _ => true,
    }
}

/// Addresses and numbers of things. The surer kinds come first: at one place the first one stays.
fn numbers(passage: &Passage, sentence: &Sentence, patterns: &OrderPatterns, found: &mut Found) {
    let text = passage.text(&sentence.visible);
    let start = sentence.visible.start;
    let shift = |range: &Range<usize>| start + range.start..start + range.end;
    let words = |range: &Range<usize>| text.get(range.clone()).unwrap_or("");
    for range in contact::urls(text) {
        found.push(EntityKind::Url, shift(&range), Value::from(words(&range)));
    }
    for range in tracking::find(text) {
        found.push(
            EntityKind::Tracking,
            shift(&range),
            Value::from(tracking::compact(words(&range))),
        );
    }
    for range in order::find(text, patterns) {
        found.push(EntityKind::Order, shift(&range), Value::from(words(&range)));
    }
}

/// Dates.
fn times(passage: &Passage, sentence: &Sentence, month_first: bool, found: &mut Found) {
    let text = passage.text(&sentence.visible);
    let start = sentence.visible.start;
    let shift = |range: &Range<usize>| start + range.start..start + range.end;
    for (range, day) in date::find(text, passage.at, month_first) {
        found.push(EntityKind::Date, shift(&range), Value::from(day));
    }
}

/// Whether `11/12` is a month and a day here: where people count in dollars.
fn month_first(money: &[MoneyMention]) -> bool {
    money
        .iter()
        .filter(|sum| sum.explicit)
        .all(|sum| matches!(sum.currency.as_str(), "USD" | ""))
}

/// A stretch of personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personal {
    /// What it is.
    pub kind: EntityKind,
    /// Visible range.
    pub visible: Range<usize>,
}

impl Personal {
    /// The word that stands for it in the normal form, so that nobody's name or number decides a
    /// verdict.
    pub(super) fn placeholder(&self) -> &'static str {
        match self.kind {
            EntityKind::Email => "xmailx",
            EntityKind::Phone => "xphonex",
            EntityKind::Person => "xnamex",
            _ => "xaccountx",
        }
    }

    fn value(&self, written: &str) -> String {
        match self.kind {
            EntityKind::Email => written.to_lowercase(),
            EntityKind::Phone => contact::dialled(written),
            EntityKind::Card | EntityKind::Iban => account::hidden(written),
            _ => written.to_owned(),
        }
    }
}

/// An entity before its place in the body is known.
struct Thing {
    visible: Range<usize>,
    kind: EntityKind,
    value: Value,
    role: Option<MoneyRole>,
}

/// The entities of one passage; what is found first keeps its place.
struct Found {
    things: Vec<Thing>,
    /// For each byte of the visible text whether a thing has it.
    taken: Vec<bool>,
}

impl Found {
    fn in_text(length: usize) -> Self {
        Self {
            things: Vec::new(),
            taken: vec![false; length],
        }
    }

    fn push(&mut self, kind: EntityKind, visible: Range<usize>, value: Value) {
        self.push_thing(Thing {
            visible,
            kind,
            value,
            role: None,
        });
    }

    fn push_thing(&mut self, thing: Thing) {
        let bytes = self.taken.get_mut(thing.visible.clone());
        if let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty() && !bytes.contains(&true)) {
            bytes.fill(true);
            self.things.push(thing);
        }
    }

    /// The personal data of these kinds, where entities are read at all.
    fn push_personal(&mut self, passage: &Passage, wanted: impl Fn(EntityKind) -> bool) {
        for datum in passage.personal.iter().filter(|datum| wanted(datum.kind)) {
            let read = passage.sentences.iter().any(|sentence| {
                reads(sentence)
                    && sentence.visible.start < datum.visible.end
                    && datum.visible.start < sentence.visible.end
            });
            if read {
                let value = datum.value(passage.text(&datum.visible));
                self.push(datum.kind, datum.visible.clone(), Value::from(value));
            }
        }
    }

    fn push_sums<'m>(&mut self, sums: impl Iterator<Item = &'m MoneyMention>) {
        for sum in sums {
            self.push_thing(Thing {
                visible: sum.visible.clone(),
                kind: EntityKind::Money,
                value: sum.money().to_value(),
                role: sum.role,
            });
        }
    }

    fn in_order(mut self) -> Vec<Thing> {
        // No two begin at the same byte.
        let start = |thing: &Thing| thing.visible.start;
        self.things.sort_unstable_by_key(start);
        self.things
    }

    fn finish(self, passage: &Passage, out: &mut Vec<Entity>) {
        for thing in self.in_order() {
            let Thing {
                visible,
                kind,
                value,
                role,
            } = thing;
            // What nobody should read in full does not leave in full.
            let text = match kind {
                EntityKind::Card | EntityKind::Iban => value.as_str().unwrap_or("").to_owned(),
                _ => passage.text(&visible).to_owned(),
            };
            out.push(Entity {
                kind,
                text,
                value,
                message_id: passage.id().to_owned(),
                span: passage.body_span(&visible),
                role,
            });
        }
    }
}

#[cfg(test)]
mod tests;
