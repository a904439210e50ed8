//! What happened when, from every dated fact of the ticket.

use super::words;
use super::{Moment, Turn, starts, time};
use crate::analysis::{Analysis, Severity};
use crate::evidence::Evidence;
use crate::ticket::{Ticket, Time};

/// The dated facts, oldest first; what has no date keeps its place behind the fact before it.
pub(super) fn of(ticket: &Ticket, analysis: &Analysis, transcript: &[Turn]) -> Vec<Moment> {
    let mut moments: Vec<(Option<i64>, Moment)> = Vec::new();
    let mut add = |at: Option<&Time>, text: String, source: String| {
        let moment = Moment {
            at: time(at),
            text,
            source,
        };
        moments.push((at.and_then(Time::millis), moment));
    };
    for (at, order) in ticket.orders.iter().enumerate() {
        for (when, field, what) in [
            (&order.placed_at, "placed_at", "placed"),
            (&order.delivered_at, "delivered_at", "delivered"),
        ] {
            if when.is_some() {
                let text = format!("Order {} {what}", order.id);
                add(when.as_ref(), text, format!("orders[{at}].{field}"));
            }
        }
    }
    for (at, previous) in ticket.previous_tickets.iter().enumerate() {
        if previous.created_at.is_some() {
            let subject = previous.subject.as_deref().unwrap_or(&previous.id);
            let status = previous.status.map_or("", |status| status.id());
            let text = format!("Earlier ticket “{}” {status}", starts(subject));
            let path = format!("previous_tickets[{at}]");
            add(
                previous.created_at.as_ref(),
                text.trim_end().to_owned(),
                path,
            );
        }
    }
    for (message, turn) in ticket.messages.iter().zip(transcript) {
        let point = analysis.summary.conversation.iter();
        let mut points = point.filter(|point| point.message_id == turn.message_id);
        let told = points
            .next()
            .map_or(turn.starts.as_str(), |point| point.text.as_str());
        let mut text = format!("{}: {told}", words::role(turn.role));
        let escalating = analysis.triggers.iter();
        for trigger in escalating.filter(|one| one.severity == Severity::Escalate) {
            let here = trigger.evidence.iter().any(|evidence| {
                matches!(evidence, Evidence::Message { message_id, .. } if *message_id == turn.message_id)
            });
            if here {
                text.push_str(&format!(" ⚑ {}", words::trigger(&trigger.kind)));
            }
        }
        add(message.at.as_ref(), text, turn.message_id.clone());
    }
    if let Some(due) = ticket
        .sla
        .as_ref()
        .and_then(|sla| sla.first_reply_at.as_ref())
    {
        add(
            Some(due),
            "First reply due".to_owned(),
            "sla.first_reply_at".to_owned(),
        );
    }
    let mut last = i64::MIN;
    for (at, _) in &mut moments {
        last = at.unwrap_or(last);
        *at = Some(last);
    }
    moments.sort_by_key(|(at, _)| *at);
    moments.into_iter().map(|(_, moment)| moment).collect()
}
