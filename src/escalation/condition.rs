//! Whether a condition of the settings holds for a ticket, and which facts say so.

use super::Facts;
use crate::analysis::{IntentVerdict, LanguageVerdict, SentimentVerdict};
use crate::evidence::Evidence;
use crate::json::{self, Plain, View};
use crate::settings::SettingsError;
use crate::settings::conditions::Condition;
use crate::ticket::{Ticket, Time};
use serde_json::Value;

/// How deep conditions may stand in conditions.
const DEEPEST: usize = 6;
const DAY: i64 = 86_400_000;

/// A ticket that has everything: what a path may name.
const WHOLE_TICKET: &str = r#"{"id":"","source":{},"sla":{},"assignee":{},"participants":[{}],
    "current_agent":{},"requester":{"organization":{},"lifetime_value":{"amount":"","currency":""},
    "contract_value":{"amount":"","currency":""}},"orders":[{"id":"","total":{"amount":"","currency":""},
    "shipping_address":{},"items":[{"price":{"amount":"","currency":""}}],"shipments":[{}]}],
    "messages":[{"id":"","author":{},"body":"","attachments":[{}]}],"previous_tickets":[{"id":""}],
    "rating":{}}"#;

/// Refuses conditions that could never hold, or not as they look. `path` is where the condition stands.
///
/// # Errors
/// When a path names nothing that a ticket has, a test is missing its fact, or bounds contradict each other.
pub(crate) fn check(condition: &Condition, path: &str) -> Result<(), SettingsError> {
    if condition.is_empty() {
        return Err(empty(path));
    }
    let whole: Ticket = json::read(WHOLE_TICKET).unwrap_or_default();
    check_inner(condition, path, &whole, 0)
}

fn empty(path: &str) -> SettingsError {
    SettingsError::new(
        "empty_condition",
        "a condition asks nothing",
        "write a `field` into it, or take it out",
        path,
    )
}

fn check_inner(
    condition: &Condition,
    path: &str,
    whole: &Ticket,
    depth: usize,
) -> Result<(), SettingsError> {
    let refuse = |code: &'static str, message: String, help: &str, key: &str| {
        Err(SettingsError::new(
            code,
            message,
            help,
            format!("{path}{key}"),
        ))
    };
    if depth > DEEPEST {
        return refuse(
            "condition_too_deep",
            format!("conditions stand more than {DEEPEST} deep in each other"),
            "write two rules",
            "",
        );
    }
    if condition.field.is_empty() && condition.tests() {
        return refuse(
            "condition_without_field",
            "a condition tests something, but does not say what".to_owned(),
            "write a `field` beside it, such as \"requester.tags\"",
            "",
        );
    }
    if !condition.field.is_empty() && !exists(&condition.field, whole) {
        return refuse(
            "unknown_field",
            format!("a ticket has no `{}`", condition.field),
            "write a path such as `requester.tags`, `fields.NAME`, `requester.fields.NAME`, `orders.status`, \
             `previous_tickets.created_at`, `intent.label`, `language.code`, `sentiment.score` or `tier`",
            ".field",
        );
    }
    if let (Some(least), Some(most)) = (condition.at_least, condition.at_most)
        && least > most
    {
        return refuse(
            "contradiction",
            format!(
                "nothing is at least {} and at most {}",
                json::text(&least),
                json::text(&most)
            ),
            "swap the two bounds, or take one out",
            ".at_least",
        );
    }
    if condition.times == Some(0) {
        return refuse(
            "bad_count",
            "a count of zero always holds".to_owned(),
            "write 1 or more; for \"none\" put the condition into `not`",
            ".times",
        );
    }
    let groups = [
        ("all", &condition.all),
        ("any", &condition.any),
        ("not", &condition.not),
    ];
    for (key, group) in groups {
        for (at, one) in group.iter().enumerate() {
            if one.is_empty() {
                return Err(empty(&format!("{path}.{key}[{at}]")));
            }
            check_inner(one, &format!("{path}.{key}[{at}]"), whole, depth + 1)?;
        }
    }
    Ok(())
}

fn exists(path: &str, whole: &Ticket) -> bool {
    let (root, rest) = split(path);
    let intent = IntentVerdict::default();
    let language = LanguageVerdict::default();
    let sentiment = SentimentVerdict::default();
    match root {
        "tier" => rest.is_empty(),
        "intent" => names(&intent, rest),
        "language" => names(&language, rest),
        "sentiment" => names(&sentiment, rest),
        _ => names(whole, path),
    }
}

/// Whether data of this shape may have a fact under a path.
fn names(plain: &dyn Plain, path: &str) -> bool {
    match plain.view() {
        View::List(list) => list.item(0).is_some_and(|item| names(item, path)) || path.is_empty(),
        View::Record(record) if !path.is_empty() => {
            let (name, rest) = split(path);
            let mut fields = record.shape().fields.iter();
            let number = fields.position(|field| field.name == name);
            number
                .and_then(|number| record.field(number))
                .is_some_and(|field| names(field, rest))
        }
        View::Map(_) | View::Value(_) => true,
        _ => path.is_empty(),
    }
}

fn split(path: &str) -> (&str, &str) {
    path.split_once('.').unwrap_or((path, ""))
}

/// Whether a condition holds; the facts that say so are added to `evidence`.
pub(crate) fn holds(
    condition: &Condition,
    facts: &Facts<'_>,
    evidence: &mut Vec<Evidence>,
) -> bool {
    let mut found = Vec::new();
    let all = condition
        .all
        .iter()
        .all(|one| holds(one, facts, &mut found))
        && (condition.any.is_empty()
            || condition
                .any
                .iter()
                .any(|one| holds(one, facts, &mut found)))
        && !condition
            .not
            .iter()
            .any(|one| holds(one, facts, &mut Vec::new()))
        && (condition.field.is_empty() || passes(condition, facts, &mut found));
    if all {
        evidence.append(&mut found);
    }
    all
}

/// Whether enough facts of a condition's path pass its tests.
fn passes(condition: &Condition, facts: &Facts<'_>, evidence: &mut Vec<Evidence>) -> bool {
    let mut passed = 0u32;
    let mut show = |path: &str, fact: &View<'_>| {
        if let Some(value) = value(fact).filter(|value| fits(condition, value, facts.now)) {
            passed += 1;
            evidence.push(facts.known.evidence(path, value));
        }
    };
    let path = condition.field.as_str();
    let (root, rest) = split(path);
    match root {
        "tier" => {
            if let Some(tier) = &facts.known.tier {
                show(&tier.path, &View::Text(&tier.value));
            }
        }
        "intent" => walk(facts.intent, rest, root, &mut show),
        "language" => walk(facts.language, rest, root, &mut show),
        "sentiment" => walk(facts.sentiment, rest, root, &mut show),
        _ => walk(&facts.known.ticket, path, "", &mut show),
    }
    passed >= condition.times.unwrap_or(1)
}

/// Shows every fact under a path, with where it stands.
fn walk(plain: &dyn Plain, path: &str, at: &str, show: &mut dyn FnMut(&str, &View<'_>)) {
    let under = |name: &str| {
        if at.is_empty() {
            name.to_owned()
        } else {
            format!("{at}.{name}")
        }
    };
    match plain.view() {
        View::List(list) => {
            for number in 0..list.length() {
                if let Some(item) = list.item(number) {
                    walk(item, path, &format!("{at}[{number}]"), show);
                }
            }
        }
        View::Record(record) => {
            let (name, rest) = split(path);
            let mut fields = record.shape().fields.iter();
            let number = fields.position(|field| field.name == name);
            if let Some(field) = number.and_then(|number| record.field(number)) {
                walk(field, rest, &under(name), show);
            }
        }
        View::Map(map) => map.each(&mut |name, inner| {
            // Names of custom fields may hold points.
            if let Some(rest) = path.strip_prefix(name)
                && (rest.is_empty() || rest.starts_with('.'))
            {
                walk(inner, rest.trim_start_matches('.'), &under(name), show);
            }
            true
        }),
        View::Value(value) => walk_value(value, path, at, show),
        fact if path.is_empty() => show(at, &fact),
        _ => {}
    }
}

fn walk_value(value: &Value, path: &str, at: &str, show: &mut dyn FnMut(&str, &View<'_>)) {
    match value {
        Value::Array(entries) => {
            for (number, entry) in entries.iter().enumerate() {
                walk_value(entry, path, &format!("{at}[{number}]"), show);
            }
        }
        Value::Object(fields) => {
            let (name, rest) = split(path);
            if let Some(inner) = fields.get(name) {
                walk_value(inner, rest, &format!("{at}.{name}"), show);
            }
        }
        fact if path.is_empty() => show(at, &View::Value(fact)),
        _ => {}
    }
}

/// A fact as a value; nothing for what is empty.
fn value(fact: &View<'_>) -> Option<Value> {
    let value = match fact {
        View::Truth(truth) => Value::Bool(*truth),
        View::Whole(number) => Value::from(*number),
        View::Number(number) => Value::from(*number),
        View::Text(text) => Value::from(*text),
        View::Value(value) => (*value).clone(),
        _ => return None,
    };
    (!value.is_null() && value.as_str() != Some("")).then_some(value)
}

fn fits(condition: &Condition, value: &Value, now: i64) -> bool {
    let text = match value {
        Value::String(text) => text.trim().to_lowercase(),
        other => json::text(other),
    };
    let number = || value.as_f64().or_else(|| crate::decimal::parse(&text));
    let is = condition.is.is_empty()
        || condition
            .is
            .iter()
            .any(|wanted| wanted.trim().to_lowercase() == text);
    is && condition
        .at_least
        .is_none_or(|least| number().is_some_and(|number| number >= least))
        && condition
            .at_most
            .is_none_or(|most| number().is_some_and(|number| number <= most))
        && condition.within_days.is_none_or(|days| {
            value
                .as_str()
                .and_then(|text| Time::new(text).millis())
                .is_some_and(|at| at <= now && now - at <= i64::from(days) * DAY)
        })
}
