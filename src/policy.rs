//! Policies: a deterministic clock over the facts of an order.

mod clock;
mod items;
mod verdict;

use crate::analysis::{Entity, IntentVerdict, PolicyFlag, PolicyStatus};
use crate::identity::{Chosen, KnownTicket, order_in_question};
use crate::settings::SettingsError;
use crate::settings::policies::PolicyRule;
use crate::text::Conversation;
use crate::ticket::Item;
use crate::time_zones::Zone;
use clock::Clock;
use verdict::Case;

/// A candidate intent counts from this confidence on, beside the first.
const SECOND_INTENT: f64 = 0.25;
/// Of one policy at most so many verdicts are shown, for items that differ.
const MOST_ITEMS: usize = 4;

/// The compiled policies.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    rules: Vec<PolicyRule>,
    /// The policies' names, in the order of their first rules.
    names: Vec<String>,
}

impl Policies {
    /// Compiles the rules; those switched off are left out.
    ///
    /// # Errors
    /// When a rule names no policy, has no period or two, or warns longer than its period.
    pub fn compile(rules: &[PolicyRule]) -> Result<Self, SettingsError> {
        let mut compiled = Self::default();
        for rule in rules.iter().filter(|rule| !rule.disabled && !rule.removed) {
            check(rule)?;
            if !compiled.names.contains(&rule.policy) {
                compiled.names.push(rule.policy.clone());
            }
            compiled.rules.push(rule.clone());
        }
        Ok(compiled)
    }

    /// What they say of the order that the ticket is about. A policy is shown when the intent is one
    /// of its rule's, also where facts are missing; with an order at hand every policy that still
    /// allows something is shown.
    #[must_use]
    pub fn evaluate(
        &self,
        known: &KnownTicket,
        conversation: &Conversation,
        entities: &[Entity],
        intent: &IntentVerdict,
        zone: Option<&Zone>,
        now: i64,
    ) -> Vec<PolicyFlag> {
        let choice = order_in_question(known, conversation, entities);
        let order = choice.and_then(|choice| {
            let order = known.ticket.orders.get(choice.index)?;
            Some((choice, order))
        });
        let Some(clock) = Clock::new(
            zone,
            order.and_then(|(_, order)| order.delivered_at.as_ref()),
            now,
        ) else {
            return Vec::new();
        };
        let items: Vec<Option<(usize, &Item)>> = match order {
            None => vec![None],
            Some((_, order)) => {
                let meant = items::in_question(&order.items, conversation);
                if meant.is_empty() {
                    vec![None]
                } else {
                    meant.into_iter().map(Some).collect()
                }
            }
        };
        let guessed = order
            .filter(|(choice, _)| choice.by == Chosen::Latest)
            .map(|_| known.ticket.orders.len());
        let mut flags = Vec::new();
        for name in &self.names {
            let mut own: Vec<PolicyFlag> = Vec::new();
            for item in &items {
                let Some(rule) = self.rule(name, known, item.map(|(_, item)| item)) else {
                    continue;
                };
                let asked = is_asked(rule, intent);
                let case = Case {
                    known,
                    clock: &clock,
                    order: order.map(|(choice, order)| (choice.index, order)),
                    item: *item,
                    several_items: items.len() > 1,
                    guessed_of: guessed,
                };
                let flag = case.judge(rule);
                let helps = matches!(flag.status, PolicyStatus::Allowed | PolicyStatus::Expiring);
                if (asked || (order.is_some() && helps && !rule.only_for_intents))
                    && own.len() < MOST_ITEMS
                    && !own.contains(&flag)
                {
                    own.push(flag);
                }
            }
            flags.extend(own);
        }
        flags
    }

    /// The policy's rule for an item: the one with the closest conditions.
    fn rule(&self, policy: &str, known: &KnownTicket, item: Option<&Item>) -> Option<&PolicyRule> {
        let tier = known.tier.as_ref().map(|tier| tier.value.as_str());
        self.rules
            .iter()
            .filter(|rule| rule.policy == policy)
            .filter_map(|rule| {
                let by_category = items::has_category(item, &rule.categories)?;
                let by_tier = if rule.tiers.is_empty() {
                    false
                } else {
                    let own = tier?;
                    rule.tiers
                        .iter()
                        .any(|tier| same(tier, own))
                        .then_some(true)?
                };
                Some((u8::from(by_category) * 2 + u8::from(by_tier), rule))
            })
            // Of two alike the later one.
            .max_by_key(|(closeness, _)| *closeness)
            .map(|(_, rule)| rule)
    }
}

/// Equal without case and white space around.
fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// Whether the ticket asks for what the rule governs. Without any intent everything may be asked.
fn is_asked(rule: &PolicyRule, intent: &IntentVerdict) -> bool {
    if rule.intents.is_empty() {
        return true;
    }
    let named = |label: &str| rule.intents.iter().any(|own| own == label);
    named(&intent.label)
        || intent
            .candidates
            .iter()
            .take(3)
            .any(|candidate| candidate.confidence >= SECOND_INTENT && named(&candidate.label))
}

fn check(rule: &PolicyRule) -> Result<(), SettingsError> {
    let error = |code: &str, message: String, help: &str, field: &str| {
        Err(SettingsError::new(
            code,
            message,
            help,
            format!("policies[{}].{field}", rule.id),
        ))
    };
    if rule.policy.trim().is_empty() {
        return error(
            "policy_missing",
            format!("the rule `{}` belongs to no policy", rule.id),
            "name the policy, such as `returns` or `warranty`",
            "policy",
        );
    }
    let by_days = rule.days.is_some() || !rule.days_by_tier.is_empty();
    match (by_days, rule.months.is_some(), rule.excluded) {
        (true, true, _) => error(
            "policy_period",
            format!("the rule `{}` counts in days and in months", rule.id),
            "keep one of the two",
            "months",
        ),
        (false, false, false) => error(
            "policy_period",
            format!("the rule `{}` has no period", rule.id),
            "give `days` or `months`, or set `excluded` to true",
            "days",
        ),
        _ => {
            let shortest = rule.days.iter().chain(rule.days_by_tier.values()).min();
            if shortest.is_some_and(|days| rule.expiring_days > *days) {
                return error(
                    "policy_expiring",
                    format!(
                        "the rule `{}` warns earlier than its period starts",
                        rule.id
                    ),
                    "make `expiring_days` no longer than the period",
                    "expiring_days",
                );
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
