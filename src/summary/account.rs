//! Facts of the account, and a returning customer's history.

use super::clause::{Clause, counted, in_words};
use crate::analysis::AccountFact;
use crate::identity::KnownTicket;
use crate::ticket::{Csat, Money, PreviousTicket, ResolvedBy, Status, Time};
use serde_json::Value;

const MOST_USAGE: usize = 6;
const LONGEST: usize = 80;

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
                Some(years) => format!("{day} ({})", counted(years as usize, "year")),
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
        add(
            "Other open tickets",
            in_words(open).to_owned(),
            "previous_tickets",
        );
    }
    let rated = previous
        .iter()
        .enumerate()
        .filter(|(_, ticket)| matches!(ticket.csat, Some(Csat::Good | Csat::Bad)))
        .max_by_key(|(index, ticket)| (moment(ticket), std::cmp::Reverse(*index)));
    if let Some((index, ticket)) = rated {
        let word = match ticket.csat {
            Some(Csat::Good) => "good",
            Some(Csat::Bad) => "bad",
            Some(Csat::Unrated) | None => "",
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
pub(crate) fn history(known: &KnownTicket, intent: &str) -> Clause {
    let previous = &known.ticket.previous_tickets;
    let mut history = Clause::default();
    let Some((index, last)) = previous
        .iter()
        .enumerate()
        .max_by_key(|(index, ticket)| (moment(ticket), std::cmp::Reverse(*index)))
    else {
        return history;
    };
    let path = |field: &str| format!("previous_tickets[{index}].{field}");
    let mut first = counted(previous.len(), "earlier ticket");
    if let Some(letter) = first.get_mut(..1) {
        letter.make_ascii_uppercase();
    }
    history.say(&first);
    if previous.len() > 1 {
        history.say(", the last one");
    }
    if let Some(created) = &last.created_at {
        let day: String = created.text().chars().take(10).collect();
        history.say(" of ");
        history.quote(&day, &path("created_at"), LONGEST);
    }
    let subject = last.subject.as_deref().unwrap_or("").trim();
    if !subject.is_empty() {
        history.say(": “");
        history.quote(subject, &path("subject"), LONGEST);
        history.say("”");
    }
    if let Some(status) = last.status {
        history.say(" (");
        history.quote(&status.id().replace('_', " "), &path("status"), LONGEST);
        let resolution = last.resolution.as_deref().unwrap_or("").trim();
        if !resolution.is_empty() {
            history.say(": ");
            history.quote(resolution, &path("resolution"), LONGEST);
        }
        history.say(")");
    }
    history.say(".");
    let count = |counts: &dyn Fn(&PreviousTicket) -> bool| {
        previous.iter().filter(|ticket| counts(ticket)).count()
    };
    let alike =
        |ticket: &PreviousTicket| !intent.is_empty() && ticket.intent.as_deref() == Some(intent);
    let parts: Vec<String> = [
        (
            count(&|ticket| ticket.resolved_by == Some(ResolvedBy::Ai)),
            "handled by an assistant",
        ),
        (count(&alike), "on the same kind of matter"),
        (count(&|ticket| ticket.csat == Some(Csat::Bad)), "rated bad"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{} {what}", in_words(count)))
    .collect();
    if !parts.is_empty() {
        history.say(&format!(" Of these, {}.", parts.join(", ")));
    }
    history
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
