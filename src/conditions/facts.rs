//! The facts of a ticket by their paths.

use super::Facts;
use crate::json::{self, Plain, View};
use serde_json::Value;

/// What a path that begins with a point starts from.
pub(super) type Entry<'a> = Option<(&'a dyn Plain, &'a str)>;

/// Shows every fact or object under a path, with where it stands.
pub(super) fn each<'a>(
    path: &str,
    facts: &Facts<'a>,
    entry: Entry<'a>,
    show: &mut dyn FnMut(&str, &dyn Plain),
) {
    if let Some(path) = path.strip_prefix('.') {
        if let Some((plain, at)) = entry {
            walk(plain, path, at, show);
        }
        return;
    }
    let known = facts.known;
    let (root, rest) = split(path);
    let order = facts
        .order
        .and_then(|at| Some((at, known.ticket.orders.get(at)?)));
    match root {
        "tier" => {
            if let Some(tier) = &known.tier {
                show(&tier.path, &tier.value);
            }
        }
        "country" => {
            if let Some((path, country)) = country(facts) {
                show(&path, &country);
            }
        }
        "order" => {
            if let Some((at, order)) = order {
                walk(order, rest, &format!("orders[{at}]"), show);
            }
        }
        "item" => {
            if let Some((at, order)) = order
                && let Some(item) = facts.item
                && let Some(own) = order.items.get(item)
            {
                walk(own, rest, &format!("orders[{at}].items[{item}]"), show);
            }
        }
        _ => match facts.verdicts.iter().find(|(name, _)| *name == root) {
            Some((_, verdict)) => walk(*verdict, rest, root, show),
            None => walk(&known.ticket, path, "", show),
        },
    }
}

/// The country to which the order in question goes, else the requester's, with where it stands.
fn country(facts: &Facts<'_>) -> Option<(String, String)> {
    let ticket = &facts.known.ticket;
    let sent_to = facts.order.and_then(|at| {
        let address = ticket.orders.get(at)?.shipping_address.as_ref()?;
        let country = address.get("country")?.as_str()?;
        Some((
            format!("orders[{at}].shipping_address.country"),
            country.to_owned(),
        ))
    });
    sent_to.or_else(|| {
        let own = ticket.requester.as_ref()?.country.clone()?;
        Some(("requester.country".to_owned(), own))
    })
}

fn walk(plain: &dyn Plain, path: &str, at: &str, show: &mut dyn FnMut(&str, &dyn Plain)) {
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
        View::Value(Value::Array(entries)) => {
            for (number, entry) in entries.iter().enumerate() {
                walk(entry, path, &format!("{at}[{number}]"), show);
            }
        }
        _ if path.is_empty() => show(at, plain),
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
        View::Value(Value::Object(fields)) => {
            let (name, rest) = split(path);
            if let Some(inner) = fields.get(name) {
                walk(inner, rest, &under(name), show);
            }
        }
        _ => {}
    }
}

/// The first step of a path, and the rest.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.split_once('.').unwrap_or((path, ""))
}

/// What a path calls its fact.
pub(super) fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// A fact as a value; nothing for what is empty.
pub(super) fn value(fact: &dyn Plain) -> Option<Value> {
    let value = match fact.view() {
        View::Truth(truth) => Value::Bool(truth),
        View::Whole(number) => Value::from(number),
        View::Number(number) => Value::from(number),
        View::Text(text) => Value::from(text),
        View::Value(value) => value.clone(),
        // A sum.
        View::Record(record) => {
            let fields = record.shape().fields.iter().enumerate();
            let part = |(number, field): (usize, &json::Field)| {
                Some((field.name.to_owned(), value(record.field(number)?)?))
            };
            Value::Object(fields.filter_map(part).collect())
        }
        _ => return None,
    };
    (!value.is_null() && value.as_str() != Some("")).then_some(value)
}

/// Trimmed and in small letters: how facts are compared.
pub(super) fn folded(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_lowercase(),
        other => json::text(other),
    }
}

/// A number, or the amount of a sum.
pub(super) fn number(value: &Value) -> Option<f64> {
    let value = value.get("amount").unwrap_or(value);
    value
        .as_f64()
        .or_else(|| crate::decimal::parse(&folded(value)))
}

/// The currency of a sum; empty where none is given.
pub(super) fn currency(value: &Value) -> &str {
    value.get("currency").and_then(Value::as_str).unwrap_or("")
}
