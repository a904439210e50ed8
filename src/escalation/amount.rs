//! `amount_threshold`: the sum that the customer claims, disputes or wants moved, or the order's
//! value at stake.

use super::compile::{Role, Rule};
use super::scan::{Line, Scan};
use super::{Facts, Finding};
use crate::analysis::{Entity, Severity};
use crate::evidence::Evidence;
use crate::text::Standing;
use crate::ticket::{Money, Order};
use serde_json::json;

/// A sum that counts.
#[derive(Debug, Clone)]
struct Stake {
    money: Money,
    /// In units of the threshold's currency.
    level: f64,
    severity: Severity,
    evidence: Vec<Evidence>,
}

/// Checks the rule.
pub(crate) fn check(index: usize, rule: &Rule, facts: &Facts<'_>, scan: &Scan<'_>) -> Finding {
    let matter = matter(index, rule, facts, scan);
    let mut stakes = claimed(index, rule, facts, scan, matter);
    if matter && !stakes.iter().any(|stake| stake.severity == Severity::Escalate) {
        stakes.extend(order_at_stake(rule, facts));
    }
    let limit = rule.threshold.number().unwrap_or(f64::INFINITY);
    let highest = stakes
        .iter()
        .filter(|stake| stake.level >= limit)
        .max_by(|a, b| (a.severity, a.level).partial_cmp(&(b.severity, b.level)).unwrap_or(std::cmp::Ordering::Equal))
        .or_else(|| stakes.iter().max_by(|a, b| a.level.total_cmp(&b.level)));
    let Some(highest) = highest else {
        return Finding {
            margin: Some(format!("no sum at stake; {} {}", rule.threshold.amount, rule.threshold.currency)),
            ..Finding::default()
        };
    };
    let margin = Some(format!(
        "{} {} of {} {}",
        highest.money.amount, highest.money.currency, rule.threshold.amount, rule.threshold.currency
    ));
    if highest.level < limit {
        return Finding { margin, ..Finding::default() };
    }
    Finding {
        severity: Some(highest.severity.min(rule.severity)),
        value: Some(json!(highest.money)),
        threshold: Some(json!(rule.threshold)),
        margin,
        evidence: highest.evidence.clone(),
    }
}

/// Whether the ticket is about a refund, a return or a charge.
fn matter(index: usize, rule: &Rule, facts: &Facts<'_>, scan: &Scan<'_>) -> bool {
    let intent = facts.intent.abstained.is_none() && rule.intents.contains(&facts.intent.label);
    intent
        || scan
            .lines
            .iter()
            .any(|line| line.is_customers() && !line.has(index, Role::Unless) && line.has(index, Role::Matters))
}

/// Sums that the customer names and claims.
fn claimed(index: usize, rule: &Rule, facts: &Facts<'_>, scan: &Scan<'_>, matter: bool) -> Vec<Stake> {
    let mut stakes = Vec::new();
    for entity in facts.entities {
        let Some(money) = entity.money() else { continue };
        let Some(line) = line_of(scan, entity) else { continue };
        if line.sentence.standing < Standing::Reported || line.has(index, Role::Unless) {
            continue;
        }
        if !(line.has(index, Role::Fires) || matter) {
            continue;
        }
        if let Some(level) = level(rule, &money) {
            stakes.push(Stake {
                money,
                level,
                severity: if line.is_customers() { Severity::Escalate } else { Severity::Notice },
                evidence: vec![evidence_of(line, entity)],
            });
        }
    }
    stakes
}

/// The sentence in which an entity stands.
fn line_of<'s, 'a>(scan: &'s Scan<'a>, entity: &Entity) -> Option<&'s Line<'a>> {
    scan.voiced().find(|line| {
        if line.passage.id() != entity.message_id {
            return false;
        }
        let span = line.passage.body_span(&line.sentence.visible);
        span.start <= entity.span.start && entity.span.start < span.end
    })
}

/// The entity's words as evidence.
fn evidence_of(line: &Line<'_>, entity: &Entity) -> Evidence {
    let sentence = line.passage.text(&line.sentence.visible);
    let place = sentence.find(entity.text.as_str()).map(|at| {
        let start = line.sentence.visible.start + at;
        start..start + entity.text.len()
    });
    line.passage.evidence(&place.unwrap_or_else(|| line.sentence.visible.clone()))
}

/// A sum in units of the threshold's currency; a currency without a rate is compared by number.
fn level(rule: &Rule, money: &Money) -> Option<f64> {
    let rate = rule.rates.get(&money.currency).copied().unwrap_or(1.0);
    Some(money.number()?.abs() / rate)
}

/// The value of the order that the matter is about.
fn order_at_stake(rule: &Rule, facts: &Facts<'_>) -> Option<Stake> {
    let (order, items) = order_in_question(facts)?;
    let (money, path) = match items.as_slice() {
        [] => (order.total.clone()?, "total".to_owned()),
        [one] => {
            let item = order.items.get(*one)?;
            let price = item.price.clone()?;
            let sum = price.number()? * item.quantity.unwrap_or(1.0);
            (Money::new(format!("{sum:.2}"), price.currency), format!("items[{one}].price"))
        }
        _ => (order.total.clone()?, "total".to_owned()),
    };
    Some(Stake {
        level: level(rule, &money)?,
        severity: Severity::Escalate,
        evidence: vec![Evidence::Order {
            order_id: order.id.clone(),
            path,
            value: json!(money),
        }],
        money,
    })
}

/// The order that the customer names by number or by an item's name, or the only one; and which of
/// its items, when he names some but not all.
fn order_in_question<'a>(facts: &Facts<'a>) -> Option<(&'a Order, Vec<usize>)> {
    let orders = &facts.known.ticket.orders;
    let mut words = String::new();
    for (_, sentence) in facts.conversation.sentences(Standing::Reported) {
        words.push(' ');
        words.push_str(&sentence.normal.text);
    }
    let named: Vec<(&Order, Vec<usize>)> = orders
        .iter()
        .map(|order| {
            let items = order
                .items
                .iter()
                .enumerate()
                .filter(|(_, item)| item.name.as_deref().is_some_and(|name| names(&words, name)))
                .map(|(at, _)| at)
                .collect();
            (order, items)
        })
        .collect();
    let by_number = named
        .iter()
        .find(|(order, _)| order.id.len() >= 3 && words.contains(&order.id.to_lowercase()));
    let chosen = match (by_number, orders.len()) {
        (Some(chosen), _) => chosen,
        (None, 1) => named.first()?,
        (None, _) => {
            let mut by_item = named.iter().filter(|(_, items)| !items.is_empty());
            let only = by_item.next()?;
            if by_item.next().is_some() {
                return None;
            }
            only
        }
    };
    let (order, items) = chosen;
    let all = items.len() == order.items.len();
    Some((order, if all { Vec::new() } else { items.clone() }))
}

/// Whether the text names an item: a telling word of its name stands there.
fn names(words: &str, name: &str) -> bool {
    name.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| part.chars().count() >= 4)
        .any(|part| words.contains(part))
}
