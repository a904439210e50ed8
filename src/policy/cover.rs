//! Rules that may both decide, and orders that fall under none: what a lead should know before saving.

use super::{closeness, same, switched_on};
use crate::settings::SettingsError;
use crate::settings::conditions::Condition;
use crate::settings::policies::PolicyRule;
use jiff::civil::Date;

/// Names what overlaps and where there are holes. An engine runs with both: of two rules that may both
/// decide the later one does, and where none applies the verdict is `unknown`.
#[must_use]
pub fn cover(rules: &[PolicyRule]) -> Vec<SettingsError> {
    let rules: Vec<&PolicyRule> = switched_on(rules).collect();
    let mut faults = Vec::new();
    for (position, rule) in rules.iter().enumerate() {
        let own: Vec<&PolicyRule> = rules
            .iter()
            .filter(|other| other.policy == rule.policy)
            .copied()
            .collect();
        let before = rules.iter().take(position);
        if !before.clone().any(|other| other.policy == rule.policy) {
            faults.extend(hole(&own));
        }
        for other in before.filter(|other| other.policy == rule.policy && overlap(other, rule)) {
            faults.push(SettingsError::new(
                "policy_overlap",
                format!(
                    "the rules `{}` and `{}` may both decide, and nothing says which",
                    other.id, rule.id
                ),
                format!(
                    "write \"over\": [\"{}\"] into `{}` if it is the exception, or narrow one of them",
                    other.id, rule.id
                ),
                format!("policies[{}]", rule.id),
            ));
        }
    }
    faults
}

fn overlap(one: &PolicyRule, other: &PolicyRule) -> bool {
    let excepted = one.over.contains(&other.id) || other.over.contains(&one.id);
    let apart = |a: &[String], b: &[String]| {
        !a.is_empty() && !b.is_empty() && !a.iter().any(|a| b.iter().any(|b| same(a, b)))
    };
    let before = |a: &PolicyRule, b: &PolicyRule| {
        !a.until.is_empty() && !b.from.is_empty() && a.until < b.from
    };
    let exclude = |a: &Option<Condition>, b: &Option<Condition>| match (a, b) {
        (Some(a), Some(b)) => {
            a.not.contains(b) || b.not.contains(a) || (a.field == b.field && apart(&a.is, &b.is))
        }
        _ => false,
    };
    closeness(one) == closeness(other)
        && !excepted
        && !apart(&one.tiers, &other.tiers)
        && !apart(&one.categories, &other.categories)
        && !before(one, other)
        && !before(other, one)
        && !exclude(&one.when, &other.when)
}

/// What falls under none of a policy's rules, if anything does.
fn hole(rules: &[&PolicyRule]) -> Option<SettingsError> {
    let first = rules.first()?;
    let refuse = |message: String| {
        Some(SettingsError::new(
            "policy_hole",
            message,
            "add a rule for the rest; with \"excluded\": true if nothing is allowed there",
            format!("policies[{}].policy", first.id),
        ))
    };
    let mut general: Vec<&&PolicyRule> = rules
        .iter()
        .filter(|rule| rule.tiers.is_empty() && rule.categories.is_empty() && rule.when.is_none())
        .collect();
    let policy = &first.policy;
    if general.is_empty() {
        return refuse(format!(
            "every rule of the policy `{policy}` has conditions; for all others it has none"
        ));
    }
    general.sort_by(|a, b| a.from.cmp(&b.from));
    // The first day that no rule has covered so far; empty: all days up to now are to come.
    let mut next = String::new();
    for rule in general {
        if rule.from > next {
            return refuse(if next.is_empty() {
                format!(
                    "orders placed before {} fall under no rule of the policy `{policy}`",
                    rule.from
                )
            } else {
                format!(
                    "orders placed from {next} until the day before {} fall under no rule of the policy `{policy}`",
                    rule.from
                )
            });
        }
        if rule.until.is_empty() {
            return None;
        }
        let after = rule
            .until
            .parse::<Date>()
            .ok()?
            .tomorrow()
            .ok()?
            .to_string();
        next = next.max(after);
    }
    refuse(format!(
        "orders placed from {next} on fall under no rule of the policy `{policy}`"
    ))
}
