//! The ticket at a glance: extractive, each clause with its source.

mod account;
mod ask;
mod cues;
mod given;
mod phrases;
mod turns;

use crate::analysis::{Entity, EntityKind, IntentVerdict, PolicyFlag, Summary, Trigger};
use crate::identity::{Chosen, KnownTicket, order_in_question};
use crate::text::Conversation;
use crate::ticket::{Role, Visibility};

/// What the summary is made of.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The ticket with the settings' facts.
    pub known: &'a KnownTicket,
    /// What was written.
    pub conversation: &'a Conversation,
    /// Code of the language of the customer's words.
    pub language: &'a str,
    /// Things named in the text.
    pub entities: &'a [Entity],
    /// What the customer wants.
    pub intent: &'a IntentVerdict,
    /// The intent's display name.
    pub intent_name: &'a str,
    /// Triggers that fired.
    pub triggers: &'a [Trigger],
    /// What the policies say.
    pub policy_flags: &'a [PolicyFlag],
    /// The moment, in milliseconds since 1970 UTC.
    pub now: i64,
}

/// Writes the summary.
#[must_use]
pub fn write(facts: &Facts<'_>) -> Summary {
    let conversation = facts.conversation;
    let ask = ask::find(conversation).map_or_else(String::new, |ask| ask.text());
    let intent = if facts.intent.abstained.is_none() {
        facts.intent.label.as_str()
    } else {
        ""
    };
    Summary {
        one_line: one_line(facts, &ask),
        ask,
        key_phrases: phrases::key_phrases(conversation, facts.language),
        conversation: turns::points(conversation),
        open_questions: turns::open_questions(conversation),
        promises: turns::promises(conversation),
        already_given: given::already_given(facts.known, conversation, facts.entities),
        account: account::facts(facts.known, facts.now),
        history: account::history(facts.known, intent),
    }
}

/// Who wants what about which thing, and how often it went to and fro: `Ann Lee (gold): Refund
/// request, order A-1001, Brightwell kettle; 2 answers so far, 1 by an assistant`.
fn one_line(facts: &Facts<'_>, ask: &str) -> String {
    let ticket = &facts.known.ticket;
    let requester = ticket.requester.as_ref();
    let given = |text: &Option<String>| {
        text.as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let mut who = requester
        .and_then(|requester| given(&requester.name).or_else(|| given(&requester.email)))
        .or_else(|| {
            let writer = ticket
                .messages
                .iter()
                .find(|message| message.author.role == Role::Customer)?;
            given(&writer.author.name).or_else(|| given(&writer.author.email))
        })
        .unwrap_or_else(|| "The customer".to_owned());
    if let Some(tier) = &facts.known.tier {
        who.push_str(&format!(" ({})", tier.value));
    }
    let what = if facts.intent.abstained.is_none() && !facts.intent_name.is_empty() {
        facts.intent_name.to_owned()
    } else if ask.is_empty() {
        return String::new();
    } else {
        ask::one_line(ask, 100)
    };
    let mut line = format!("{who}: {what}");
    for thing in things(facts) {
        line.push_str(&format!(", {thing}"));
    }
    let answers = |role: Role| {
        ticket
            .messages
            .iter()
            .filter(|message| {
                message.author.role == role && message.visibility == Visibility::Public
            })
            .count()
    };
    let (by_people, by_assistant) = (answers(Role::Agent), answers(Role::Ai));
    match by_people + by_assistant {
        0 => {}
        1 => line.push_str("; 1 answer so far"),
        count => line.push_str(&format!("; {count} answers so far")),
    }
    if by_assistant > 0 {
        line.push_str(&format!(", {by_assistant} by an assistant"));
    }
    line
}

/// The order and its items, or the order number that the customer wrote.
fn things(facts: &Facts<'_>) -> Vec<String> {
    let choice = order_in_question(facts.known, facts.conversation, facts.entities);
    let sure = choice.filter(|choice| choice.by != Chosen::Latest);
    if let Some(order) = sure.and_then(|choice| facts.known.ticket.orders.get(choice.index)) {
        let mut things = Vec::new();
        if !order.id.is_empty() {
            things.push(format!("order {}", order.id));
        }
        things.extend(
            order
                .items
                .iter()
                .filter_map(|item| item.name.clone())
                .take(2),
        );
        return things;
    }
    facts
        .entities
        .iter()
        .rev()
        .find(|entity| entity.kind == EntityKind::Order)
        .map(|entity| format!("order {}", entity.value.as_str().unwrap_or(&entity.text)))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests;
