//! Things named in the text: money, order numbers and more.

mod currency;
pub mod money;
mod number;
mod order;

pub use money::MoneyMention;
pub use order::OrderPatterns;

use super::{Conversation, Passage, RegionKind, Sentence, Standing};
use crate::analysis::{Entity, EntityKind};
use serde_json::Value;
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
    for (passage_at, passage) in conversation.passages().enumerate() {
        let mut found = Found::default();
        for sum in std::iter::from_fn(|| sums.next_if(|sum| sum.passage == passage_at)) {
            let value = sum.money().to_value();
            found.push(EntityKind::Money, sum.visible.clone(), value);
        }
        for block in blocks(passage) {
            let text = passage.text(&block);
            let shift = |range: Range<usize>| block.start + range.start..block.start + range.end;
            for range in order::find(text, patterns) {
                let number = Value::from(text.get(range.clone()).unwrap_or(""));
                found.push(EntityKind::Order, shift(range), number);
            }
        }
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

/// Runs of visible text that [`reads`] allows: neighbouring sentences together.
fn blocks(passage: &Passage) -> Vec<Range<usize>> {
    passage
        .sentences
        .iter()
        .filter(|sentence| reads(sentence))
        .map(|sentence| sentence.visible.clone())
        .collect()
}

/// The entities of one passage; what is found first keeps its place.
#[derive(Default)]
struct Found {
    taken: Vec<(Range<usize>, EntityKind, Value)>,
}

impl Found {
    fn push(&mut self, kind: EntityKind, visible: Range<usize>, value: Value) {
        self.taken.push((visible, kind, value));
    }

    fn finish(mut self, passage: &Passage, out: &mut Vec<Entity>) {
        // Stable: at one place, what was found first stands first and hides the rest.
        self.taken.sort_by_key(|(range, _, _)| range.start);
        let mut end = 0;
        for (visible, kind, value) in self.taken {
            if visible.start < end || visible.is_empty() {
                continue;
            }
            end = visible.end;
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
