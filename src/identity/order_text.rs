//! An order out of what the customer says, where the helpdesk has none: believed less than a record.

use crate::analysis::{Entity, EntityKind};
use crate::identity::KnownTicket;
use crate::shipped::PhraseList;
use crate::text::{Conversation, Passage, Sentence, Standing};
use crate::ticket::{Order, Time};

/// Words of something that has come, in the languages that the shipped settings know.
static ARRIVED: PhraseList = PhraseList::new("words of arrival");
/// Words of something that was ordered.
static ORDERED: PhraseList = PhraseList::new("words of ordering");
/// Words that make a day of arrival one that was hoped for, or missed.
static AGAINST: PhraseList = PhraseList::new("words against arrival");

/// So many numbers and days are looked at; a letter about an order has few.
const MOST: usize = 32;

/// Adds the order of which the customer says when it was ordered or came, if the ticket has none. Its number
/// is the first that the customer names; where the customer names several, none is taken for the one.
pub fn add_told_order(known: &mut KnownTicket, conversation: &Conversation, entities: &[Entity]) {
    let told = |entity: &&Entity| matches!(entity.kind, EntityKind::Order | EntityKind::Date);
    let told: Vec<&Entity> = entities.iter().filter(told).take(MOST).collect();
    let dated = told.iter().any(|entity| entity.kind == EntityKind::Date);
    if !known.ticket.orders.is_empty() || !dated {
        return;
    }
    let mut order = Order {
        provenance: Some("text".to_owned()),
        ..Order::default()
    };
    let mut sources: Vec<(&str, String)> = Vec::new();
    let mut numbers: Vec<&str> = Vec::new();
    for (passage, sentence) in conversation.sentences(Standing::Reported) {
        let place = || match passage.id() {
            "subject" => "subject".to_owned(),
            id => format!("messages[{id}].body"),
        };
        let span = passage.body_span(&sentence.visible);
        let within = |entity: &&&Entity| {
            entity.message_id == passage.id()
                && span.start <= entity.span.start
                && entity.span.end <= span.end
        };
        for entity in told.iter().filter(within) {
            let text = entity.value.as_str().unwrap_or(&entity.text);
            if entity.kind == EntityKind::Order && !numbers.contains(&text) {
                numbers.push(text);
                sources.push(("id", place()));
            }
            if entity.kind == EntityKind::Date
                && let Some(arrived) = event(passage, sentence, entity)
            {
                // What is said last counts.
                let (slot, name) = if arrived {
                    (&mut order.delivered_at, "delivered_at")
                } else {
                    (&mut order.placed_at, "placed_at")
                };
                *slot = Some(Time::new(text));
                sources.push((name, place()));
            }
        }
    }
    if numbers.len() > 1 || (order.delivered_at.is_none() && order.placed_at.is_none()) {
        return;
    }
    if let Some(number) = numbers.first() {
        number.trim_start_matches('#').clone_into(&mut order.id);
    }
    known.ticket.orders.push(order);
    for (name, place) in sources {
        known.origins.insert(format!("orders[0].{name}"), place);
    }
}

/// Whether something came (`true`) or was ordered on a day, by the nearest word that says so; `None` where
/// none does, or the arrival was not one.
fn event(passage: &Passage, sentence: &Sentence, day: &Entity) -> Option<bool> {
    let text = passage.text(&sentence.visible);
    let mut nearest: Option<(usize, bool)> = None;
    let mut against = false;
    let mut start = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let at = sentence.visible.start + start;
        start += word.len()
            + text
                .get(start + word.len()..)?
                .chars()
                .next()
                .map_or(0, char::len_utf8);
        let folded = word.to_lowercase();
        let folded = folded.as_str();
        against |= AGAINST.contains(&folded);
        let arrived = ARRIVED.contains(&folded);
        if arrived || ORDERED.contains(&folded) {
            let place = passage.body_span(&(at..at + word.len())).start;
            let distance = place.abs_diff(day.span.start);
            if nearest.is_none_or(|(least, _)| distance < least) {
                nearest = Some((distance, arrived));
            }
        }
    }
    let (_, arrived) = nearest?;
    (!(arrived && against)).then_some(arrived)
}
