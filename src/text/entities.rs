//! Things named in the text: money, order numbers and more.

mod contact;
mod currency;
mod date;
pub mod money;
mod number;
mod order;
mod tracking;

pub use money::MoneyMention;
pub use order::OrderPatterns;

use super::{Conversation, Passage, RegionKind, Sentence, Standing};
use crate::analysis::{Entity, EntityKind};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

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
        let mut found = Found::default();
        let sums: Vec<&MoneyMention> =
            std::iter::from_fn(|| sums.next_if(|sum| sum.passage == passage_at)).collect();
        let sentences = || passage.sentences.iter().filter(|sentence| reads(sentence));
        for sentence in sentences() {
            numbers(passage, sentence, patterns, &mut found);
        }
        found.push_sums(sums.iter().copied().filter(|sum| sum.explicit));
        for sentence in sentences() {
            times(passage, sentence, month_first, &mut found);
        }
        found.push_sums(sums.iter().copied().filter(|sum| !sum.explicit));
        found.finish(passage, &mut entities);
    }
    entities
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
    for range in contact::emails(text) {
        found.push(
            EntityKind::Email,
            shift(&range),
            Value::from(words(&range).to_lowercase()),
        );
    }
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

/// Dates and telephone numbers.
fn times(passage: &Passage, sentence: &Sentence, month_first: bool, found: &mut Found) {
    let text = passage.text(&sentence.visible);
    let start = sentence.visible.start;
    let shift = |range: &Range<usize>| start + range.start..start + range.end;
    for (range, day) in date::find(text, passage.at, month_first) {
        found.push(EntityKind::Date, shift(&range), Value::from(day));
    }
    for range in contact::phones(text) {
        found.push(
            EntityKind::Phone,
            shift(&range),
            Value::from(contact::dialled(text.get(range.clone()).unwrap_or(""))),
        );
    }
}

/// Whether `11/12` is a month and a day here: where people count in dollars.
fn month_first(money: &[MoneyMention]) -> bool {
    money
        .iter()
        .filter(|sum| sum.explicit)
        .all(|sum| matches!(sum.currency.as_str(), "USD" | ""))
}

/// The entities of one passage; what is found first keeps its place.
#[derive(Default)]
struct Found {
    /// By first byte; they do not overlap.
    taken: BTreeMap<usize, (Range<usize>, EntityKind, Value)>,
}

impl Found {
    fn push(&mut self, kind: EntityKind, visible: Range<usize>, value: Value) {
        let before = self.taken.range(..visible.end).next_back();
        let free = before.is_none_or(|(_, (known, _, _))| known.end <= visible.start);
        if free && !visible.is_empty() {
            self.taken.insert(visible.start, (visible, kind, value));
        }
    }

    fn push_sums<'m>(&mut self, sums: impl Iterator<Item = &'m MoneyMention>) {
        for sum in sums {
            let value = sum.money().to_value();
            self.push(EntityKind::Money, sum.visible.clone(), value);
        }
    }

    fn finish(self, passage: &Passage, out: &mut Vec<Entity>) {
        for (visible, kind, value) in self.taken.into_values() {
            out.push(Entity {
                kind,
                text: passage.text(&visible).to_owned(),
                value,
                message_id: passage.id().to_owned(),
                span: passage.body_span(&visible),
            });
        }
    }
}

#[cfg(test)]
mod tests;
