//! Which of the customer's orders the matter is about.

use crate::analysis::{Entity, EntityKind};
use crate::identity::{KnownTicket, fold_key};
use crate::sorted::{Map, Set};
use crate::text::{Conversation, Passage};
use crate::ticket::{Order, Time};

/// By what an order was chosen, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chosen {
    /// The customer named its number.
    Named,
    /// The helpdesk's order number field names it.
    Field,
    /// There is no other.
    Only,
    /// The customer named its item.
    Item,
    /// It was delivered (else placed) last: a guess.
    Latest,
}

/// The order that the matter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderChoice {
    /// Position in [`crate::ticket::Ticket::orders`].
    pub index: usize,
    /// By what it was chosen.
    pub by: Chosen,
    /// How many other orders were named in the same breath.
    pub others: usize,
}

/// The order that the customer's words are about: the one whose number stands in the latest message
/// that names any, else the one that the helpdesk's field names, the only one, the one whose item is
/// named, and at last the one delivered last. `None` when the ticket has no orders.
#[must_use]
pub fn order_in_question(
    known: &KnownTicket,
    conversation: &Conversation,
    entities: &[Entity],
) -> Option<OrderChoice> {
    let (by, meant) = orders_in_question(known, conversation, entities);
    let index = *meant.first()?;
    let others = match by {
        Chosen::Named => meant.len() - 1,
        _ => 0,
    };
    Some(OrderChoice { index, by, others })
}

/// All orders that the customer's words may be about, likeliest first, as [`order_in_question`] finds them:
/// those named in one message, and all that there are where nothing tells them apart. Empty when the ticket
/// has no orders.
#[must_use]
pub fn orders_in_question(
    known: &KnownTicket,
    conversation: &Conversation,
    entities: &[Entity],
) -> (Chosen, Vec<usize>) {
    let orders = &known.ticket.orders;
    let named = named(orders, conversation, entities);
    if !named.is_empty() {
        return (Chosen::Named, named);
    }
    if orders.len() == 1 {
        let by_field = known.origins.contains_key("orders[0].id");
        let by = if by_field {
            Chosen::Field
        } else {
            Chosen::Only
        };
        return (by, vec![0]);
    }
    let by_field =
        (0..orders.len()).find(|index| known.origins.contains_key(&format!("orders[{index}].id")));
    if let Some(index) = by_field {
        return (Chosen::Field, vec![index]);
    }
    if let Some(index) = by_item(orders, conversation) {
        return (Chosen::Item, vec![index]);
    }
    let moment = |time: &Option<Time>| time.as_ref().and_then(Time::millis);
    let mut latest: Vec<usize> = (0..orders.len()).collect();
    latest.sort_by_key(|index| {
        let order = orders.get(*index);
        std::cmp::Reverse(
            order.map(|order| (moment(&order.delivered_at), moment(&order.placed_at))),
        )
    });
    (Chosen::Latest, latest)
}

/// Order numbers to positions: as letters and digits, and as digits alone where they tell one order.
struct Numbers {
    full: Map<String, usize>,
    digits: Map<String, Option<usize>>,
}

impl Numbers {
    fn new(orders: &[Order]) -> Self {
        let mut full = Map::new();
        let mut digits: Map<String, Option<usize>> = Map::new();
        for (index, order) in orders.iter().enumerate() {
            let key = fold_key(&order.id);
            if key.is_empty() {
                continue;
            }
            let number: String = key.chars().filter(char::is_ascii_digit).collect();
            full.or_put(key, index);
            if number.len() >= 4 {
                // Digits that two orders share name neither.
                if let Some((known, false)) = digits.or_put(number, Some(index)) {
                    *known = None;
                }
            }
        }
        Self { full, digits }
    }

    fn find(&self, written: &str) -> Option<usize> {
        let key = fold_key(written);
        self.full
            .get(&key)
            .copied()
            .or_else(|| self.digits.get(&key).copied().flatten())
    }
}

/// The orders whose numbers stand in the latest message that names any.
fn named(orders: &[Order], conversation: &Conversation, entities: &[Entity]) -> Vec<usize> {
    if orders.is_empty() {
        return Vec::new();
    }
    let numbers = Numbers::new(orders);
    let passages = conversation
        .customer_messages()
        .rev()
        .chain(conversation.subject.iter());
    for passage in passages {
        let written = written_in(passage, entities);
        let mut found: Vec<usize> = Vec::new();
        for text in &written {
            if let Some(index) = numbers.find(text)
                && !found.contains(&index)
                && found.len() < 16
            {
                found.push(index);
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// What may be an order number in a passage: the entities, and every word with a digit in it.
fn written_in(passage: &Passage, entities: &[Entity]) -> Vec<String> {
    let mut written: Vec<String> = entities
        .iter()
        .filter(|entity| entity.kind == EntityKind::Order && entity.message_id == passage.id())
        .map(|entity| {
            entity
                .value
                .as_str()
                .map_or_else(|| entity.text.clone(), str::to_owned)
        })
        .collect();
    let own = passage.own_text();
    written.extend(
        own.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '/')))
            .filter(|word| word.len() < 64 && word.contains(|c: char| c.is_ascii_digit()))
            .map(str::to_owned),
    );
    written
}

/// The order that shares most words with the customer, if one does so more than all others.
fn by_item(orders: &[Order], conversation: &Conversation) -> Option<usize> {
    let mut said: Set<String> = Set::new();
    for passage in conversation
        .customer_messages()
        .chain(conversation.subject.iter())
    {
        said.extend(words(&passage.own_text()));
    }
    let mut best: Option<(usize, usize)> = None;
    let mut tied = false;
    for (index, order) in orders.iter().enumerate() {
        let own: Set<String> = order
            .items
            .iter()
            .flat_map(|item| [&item.name, &item.sku])
            .flatten()
            .flat_map(|name| words(name))
            .collect();
        let shared = own.intersection(&said).count();
        match best {
            Some((_, most)) if shared < most => {}
            Some((_, most)) if shared == most => tied = true,
            _ => {
                best = Some((index, shared));
                tied = false;
            }
        }
    }
    best.filter(|(_, shared)| *shared > 0 && !tied)
        .map(|(index, _)| index)
}

/// Words of four letters or more in lower case, without a plural `s`.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 4)
        .map(|word| {
            let word = word.to_lowercase();
            word.strip_suffix('s').map_or(word.clone(), str::to_owned)
        })
        .collect()
}
