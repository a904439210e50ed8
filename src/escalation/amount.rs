//! `amount_threshold`: the sum that the customer claims, disputes or wants moved, or the order's
//! value at stake.

use super::compile::{Role, Rule};
use super::scan::{Line, Scan};
use super::{Facts, Finding};
use crate::analysis::{MoneyRole, Severity};
use crate::evidence::Evidence;
use crate::identity::{Chosen, order_in_question};
use crate::text::entities::MoneyMention;
use crate::ticket::Money;
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

/// Checks the rule. `disputed`: another rule found that the customer disputes a payment, so that the
/// sums that he names are at stake.
pub(crate) fn check(
    index: usize,
    rule: &Rule,
    facts: &Facts<'_>,
    scan: &Scan<'_>,
    disputed: bool,
) -> Finding {
    let matter = matter(index, rule, facts, scan);
    let mut stakes = claimed(index, rule, facts, scan, matter || disputed);
    if matter
        && !stakes
            .iter()
            .any(|stake| stake.severity == Severity::Escalate)
    {
        stakes.extend(order_at_stake(rule, facts));
    }
    let limit = rule.threshold.number().unwrap_or(f64::INFINITY);
    let highest = stakes
        .iter()
        .filter(|stake| stake.level >= limit)
        .max_by(|a, b| {
            (a.severity, a.level)
                .partial_cmp(&(b.severity, b.level))
                .unwrap_or(std::cmp::Ordering::Equal)
        })
        .or_else(|| stakes.iter().max_by(|a, b| a.level.total_cmp(&b.level)));
    let Some(highest) = highest else {
        return Finding {
            margin: Some(format!(
                "no sum at stake; {} {}",
                rule.threshold.amount, rule.threshold.currency
            )),
            ..Finding::default()
        };
    };
    let margin = Some(format!(
        "{} {} of {} {}",
        highest.money.amount,
        highest.money.currency,
        rule.threshold.amount,
        rule.threshold.currency
    ));
    if highest.level < limit {
        return Finding {
            margin,
            ..Finding::default()
        };
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
        || scan.lines.iter().any(|line| {
            line.is_customers() && !line.has(index, Role::Unless) && line.has(index, Role::Matters)
        })
}

/// Sums that the customer names and claims.
fn claimed(
    index: usize,
    rule: &Rule,
    facts: &Facts<'_>,
    scan: &Scan<'_>,
    matter: bool,
) -> Vec<Stake> {
    let mut stakes = Vec::new();
    for mention in facts.money {
        let Some(line) = line_of(scan, facts, mention) else {
            continue;
        };
        let claims = line.has(index, Role::Fires);
        if line.has(index, Role::Unless) || !(claims || matter) {
            continue;
        }
        // What lies on an account or is taken off is not at stake, nor is a price that is merely asked.
        match mention.role {
            Some(MoneyRole::Balance | MoneyRole::Discount) => continue,
            Some(MoneyRole::Price) if !claims => continue,
            _ => {}
        }
        let money = mention.total();
        if let Some(level) = level(rule, &money) {
            stakes.push(Stake {
                money,
                level,
                severity: if line.is_customers() {
                    Severity::Escalate
                } else {
                    Severity::Notice
                },
                evidence: vec![line.passage.evidence(&mention.visible)],
            });
        }
    }
    stakes
}

/// The sentence in which a sum stands.
fn line_of<'s, 'a>(
    scan: &'s Scan<'a>,
    facts: &Facts<'_>,
    mention: &MoneyMention,
) -> Option<&'s Line<'a>> {
    let position = mention.passage + usize::from(facts.conversation.subject.is_none());
    scan.voiced().find(|line| {
        line.position == position && line.sentence.visible.contains(&mention.visible.start)
    })
}

/// A sum in units of the threshold's currency; a currency without a rate is compared by number.
fn level(rule: &Rule, money: &Money) -> Option<f64> {
    let rate = rule.rates.get(&money.currency).copied().unwrap_or(1.0);
    Some(money.number()?.abs() / rate)
}

/// The value of the order that the matter is about; where the order is a guess, only to be noticed.
fn order_at_stake(rule: &Rule, facts: &Facts<'_>) -> Option<Stake> {
    let choice = order_in_question(facts.known, facts.conversation, facts.entities)?;
    let order = facts.known.ticket.orders.get(choice.index)?;
    let money = order.total.clone()?;
    Some(Stake {
        level: level(rule, &money)?,
        severity: if choice.by == Chosen::Latest {
            Severity::Notice
        } else {
            Severity::Escalate
        },
        evidence: vec![Evidence::Order {
            order_id: order.id.clone(),
            path: "total".to_owned(),
            value: json!(money),
        }],
        money,
    })
}
