//! Facts of the account, and a returning customer's history.

use crate::analysis::AccountFact;
use crate::identity::KnownTicket;
use crate::ticket::{Csat, Money, PreviousTicket, ResolvedBy, Status, Time};
use serde_json::Value;

const MOST_USAGE: usize = 6;

/// The facts, each with the place from which it comes.
pub(crate) fn facts(known: &KnownTicket, now: i64) -> Vec<AccountFact> {
    let mut facts = Vec::new();
    let mut add = |label: &str, value: String, path: &str| {
        if !value.trim().is_empty() {
            facts.push(AccountFact {
                label: label.to_owned(),
                value,
                source: known.source(path).to_owned(),
            });
        }
    };
    let requester = known.ticket.requester.as_ref();
    if let Some(tier) = &known.tier {
        add("Tier", tier.value.clone(), &tier.path);
    }
    if let Some(requester) = requester {
        if let Some(since) = &requester.created_at {
            let day: String = since.text().chars().take(10).collect();
            let years = since
                .millis()
                .map(|since| now.saturating_sub(since) / 31_556_952_000)
                .filter(|years| *years > 0);
            let value = match years {
                Some(1) => format!("{day} (1 year)"),
                Some(years) => format!("{day} ({years} years)"),
                None => day,
            };
            add("Customer since", value, "requester.created_at");
        }
        for (label, sum, path) in [
            (
                "Lifetime value",
                &requester.lifetime_value,
                "requester.lifetime_value",
            ),
            (
                "Contract value",
                &requester.contract_value,
                "requester.contract_value",
            ),
        ] {
            if let Some(sum) = sum {
                add(label, money(sum), path);
            }
        }
        if let Some(organization) = &requester.organization
            && let Some(name) = &organization.name
        {
            add("Organisation", name.clone(), "requester.organization.name");
        }
        if !requester.tags.is_empty() {
            let from = (0..requester.tags.len())
                .map(|index| format!("requester.tags[{index}]"))
                .find(|path| known.origins.contains_key(path))
                .unwrap_or_else(|| "requester.tags".to_owned());
            add("Tags", requester.tags.join(", "), &from);
        }
        for (key, value) in requester.usage.iter().take(MOST_USAGE) {
            let label = key.replace('_', " ");
            add(&label, plain(value), &format!("requester.usage.{key}"));
        }
    }
    let previous = &known.ticket.previous_tickets;
    let open = previous
        .iter()
        .filter(|ticket| {
            ticket
                .status
                .is_some_and(|status| !matches!(status, Status::Solved | Status::Closed))
        })
        .count();
    if open > 0 {
        add("Other open tickets", open.to_string(), "previous_tickets");
    }
    let rated = previous
        .iter()
        .enumerate()
        .filter(|(_, ticket)| ticket.csat.is_some())
        .max_by_key(|(index, ticket)| (moment(ticket), std::cmp::Reverse(*index)));
    if let Some((index, ticket)) = rated {
        let word = match ticket.csat {
            Some(Csat::Good) => "good",
            Some(Csat::Bad) => "bad",
            None => "",
        };
        add(
            "Last rating",
            word.to_owned(),
            &format!("previous_tickets[{index}].csat"),
        );
    }
    facts
}

/// A returning customer's history in at most two sentences; empty where there is none.
pub(crate) fn history(known: &KnownTicket, intent: &str) -> String {
    let previous = &known.ticket.previous_tickets;
    let Some((_, last)) = previous
        .iter()
        .enumerate()
        .max_by_key(|(index, ticket)| (moment(ticket), std::cmp::Reverse(*index)))
    else {
        return String::new();
    };
    let count = match previous.len() {
        1 => "1 earlier ticket".to_owned(),
        count => format!("{count} earlier tickets, the last one"),
    };
    let mut first = count;
    if let Some(created) = &last.created_at {
        let day: String = created.text().chars().take(10).collect();
        first.push_str(&format!(" of {day}"));
    }
    if let Some(subject) = last.subject.as_deref().filter(|s| !s.trim().is_empty()) {
        first.push_str(&format!(": “{}”", super::ask::one_line(subject, 80)));
    }
    if let Some(status) = last.status {
        first.push_str(&format!(" ({})", status.id().replace('_', " ")));
    }
    let mut parts = Vec::new();
    let by_assistant = previous
        .iter()
        .filter(|ticket| ticket.resolved_by == Some(ResolvedBy::Ai))
        .count();
    if by_assistant > 0 {
        parts.push(format!("{by_assistant} handled by an assistant"));
    }
    let alike = previous
        .iter()
        .filter(|ticket| !intent.is_empty() && ticket.intent.as_deref() == Some(intent))
        .count();
    if alike > 0 {
        parts.push(format!("{alike} on the same kind of matter"));
    }
    let bad = previous
        .iter()
        .filter(|ticket| ticket.csat == Some(Csat::Bad))
        .count();
    if bad > 0 {
        parts.push(format!("{bad} rated bad"));
    }
    if parts.is_empty() {
        format!("{first}.")
    } else {
        format!("{first}. Of these, {}.", parts.join(", "))
    }
}

fn moment(ticket: &PreviousTicket) -> Option<i64> {
    ticket.created_at.as_ref().and_then(Time::millis)
}

fn money(sum: &Money) -> String {
    format!("{} {}", sum.amount, sum.currency).trim().to_owned()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => crate::json::text(other),
    }
}
