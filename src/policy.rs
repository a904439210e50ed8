//! Policies: a deterministic clock over the facts of an order, and what rules ask of them.
//!
//! Rules are data ([`crate::settings::policies`]). [`Policies::compile`] refuses what cannot be meant. What else
//! a lead should know before saving [`examples`] and [`cover`] tell: rules whose examples do not behave, that
//! overlap, or leave a hole. An engine that only reads tickets does without them.

mod compile;
mod cover;
mod examples;
mod items;
mod verdict;

pub use cover::cover;
pub use examples::examples;

use crate::analysis::{Entity, IntentVerdict, PolicyFlag, PolicyStatus};
use crate::conditions::{self, Facts, Findings, Truth};
use crate::identity::{Chosen, KnownTicket, orders_in_question};
use crate::json::Plain;
use crate::settings::SettingsError;
use crate::settings::policies::PolicyRule;
use crate::text::Conversation;
use crate::ticket::Order;
use crate::time_zones::{Clock, Zone};
use verdict::Case;

/// A candidate intent counts from this confidence on, beside the first.
const SECOND_INTENT: f64 = 0.25;
/// Of one policy at most so many verdicts are shown, for orders and items that differ.
const MOST_VERDICTS: usize = 4;

/// So many items of an order are looked at.
const MOST_ITEMS: usize = 24;

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
    /// When a rule names no policy, has no period or two, warns longer than its period, or has a date or a
    /// condition that cannot be read.
    pub fn compile(rules: &[PolicyRule]) -> Result<Self, SettingsError> {
        let mut compiled = Self::default();
        for rule in switched_on(rules) {
            compile::check(rule, rules)?;
            if !compiled.names.contains(&rule.policy) {
                compiled.names.push(rule.policy.clone());
            }
            compiled.rules.push(rule.clone());
        }
        Ok(compiled)
    }

    /// What they say of the orders that the ticket may be about. A policy is shown when the intent is one
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
        let (by, meant) = orders_in_question(known, conversation, entities);
        let guessed = by == Chosen::Latest || meant.len() > 1;
        let several = meant.len();
        let mut orders: Vec<Option<(usize, &Order)>> = meant
            .into_iter()
            .filter_map(|at| Some(Some((at, known.ticket.orders.get(at)?))))
            .take(MOST_VERDICTS)
            .collect();
        if orders.is_empty() {
            orders.push(None);
        }
        let verdicts: [(&str, &dyn Plain); 1] = [("intent", intent)];
        let mut flags = Vec::new();
        for name in &self.names {
            let first = flags.len();
            for order in &orders {
                let sample = order.and_then(|(_, order)| order.delivered_at.as_ref());
                let Some(clock) = Clock::new(zone, sample, now) else {
                    continue;
                };
                let facts = Facts {
                    known,
                    verdicts: &verdicts,
                    order: order.map(|(at, _)| at),
                    item: None,
                    clock: Some(&clock),
                    now,
                    open: true,
                };
                for mut flag in self.of_order(name, facts, *order, conversation, intent) {
                    if guessed && let Some((_, order)) = order {
                        flag.detail = format!(
                            "{} (order {}, one of {several} that could be meant)",
                            flag.detail, order.id
                        );
                        flag.missing.push("order".to_owned());
                    }
                    if flags.len() < first + MOST_VERDICTS && !flags.contains(&flag) {
                        flags.push(flag);
                    }
                }
            }
        }
        flags
    }

    /// What a policy says of one order: one verdict where its items do not differ, else one an item.
    fn of_order(
        &self,
        policy: &str,
        facts: Facts<'_>,
        order: Option<(usize, &Order)>,
        conversation: &Conversation,
        intent: &IntentVerdict,
    ) -> Vec<PolicyFlag> {
        let mut items: Vec<Option<usize>> = order
            .map(|(_, order)| items::in_question(&order.items, conversation))
            .unwrap_or_default()
            .into_iter()
            .take(MOST_ITEMS)
            .map(Some)
            .collect();
        if items.is_empty() {
            items.push(None);
        }
        let mut judged: Vec<(Option<&str>, bool, PolicyFlag)> = Vec::new();
        let mut one = true;
        for item in items {
            let facts = Facts { item, ..facts };
            let item = order.and_then(|(_, order)| Some((item?, order.items.get(item?)?)));
            let case = Case { facts, order, item };
            let (flag, shown) = match self.rule(policy, &case) {
                Some(rule) => {
                    let flag = case.judge(rule);
                    let helps =
                        matches!(flag.status, PolicyStatus::Allowed | PolicyStatus::Expiring);
                    let shown = is_asked(rule, intent)
                        || (order.is_some() && helps && !rule.only_for_intents);
                    (flag, shown)
                }
                None => self.hole(policy, facts.known, intent),
            };
            let name = item.and_then(|(_, item)| item.name.as_deref());
            if let Some((_, _, first)) = judged.first() {
                one &= first.rule == flag.rule
                    && first.status == flag.status
                    && first.detail == flag.detail;
            }
            judged.push((name, shown, flag));
        }
        if one {
            judged.truncate(1);
        }
        let mut flags = Vec::new();
        for (name, shown, mut flag) in judged {
            if let Some(name) = name
                && !one
            {
                flag.detail = format!("{name}: {}", flag.detail);
            }
            if shown {
                flags.push(flag);
            }
        }
        flags
    }

    /// The policy's rule for a case: of those that apply and are not excepted from, the closest.
    fn rule(&self, policy: &str, case: &Case<'_>) -> Option<&PolicyRule> {
        let mut closest: Option<(u8, &PolicyRule)> = None;
        for rule in &self.rules {
            let excepted = |other: &PolicyRule| {
                other.policy == policy && other.over.contains(&rule.id) && case.applies(other)
            };
            let own = closeness(rule);
            // Of two alike the later one.
            if rule.policy == policy
                && closest.is_none_or(|(least, _)| own >= least)
                && case.applies(rule)
                && !self.rules.iter().any(excepted)
            {
                closest = Some((own, rule));
            }
        }
        closest.map(|(_, rule)| rule)
    }

    /// The verdict of a policy none of whose rules applies, and whether it is asked for.
    fn hole(
        &self,
        policy: &str,
        known: &KnownTicket,
        intent: &IntentVerdict,
    ) -> (PolicyFlag, bool) {
        let mut rules = self.rules.iter().filter(|rule| rule.policy == policy);
        let by_tier = rules.clone().any(|rule| !rule.tiers.is_empty());
        let mut flag = PolicyFlag {
            policy: policy.to_owned(),
            detail: "no rule applies".to_owned(),
            ..PolicyFlag::default()
        };
        if by_tier && known.tier.is_none() {
            flag.missing.push("tier".to_owned());
        }
        (flag, rules.any(|rule| is_asked(rule, intent)))
    }
}

/// The rules that are switched on.
fn switched_on(rules: &[PolicyRule]) -> impl Iterator<Item = &PolicyRule> {
    rules.iter().filter(|rule| !rule.disabled && !rule.removed)
}

/// How close a rule's conditions are: by category, by data or dates, by tier.
fn closeness(rule: &PolicyRule) -> u8 {
    let dated = !rule.from.is_empty() || !rule.until.is_empty();
    u8::from(!rule.categories.is_empty()) * 4
        + u8::from(rule.when.is_some() || dated) * 2
        + u8::from(!rule.tiers.is_empty())
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

/// What a condition comes to where a missing fact leaves it open or not, and what it read.
fn holds(
    condition: &crate::settings::conditions::Condition,
    facts: Facts<'_>,
    open: bool,
) -> (Truth, Findings) {
    let mut findings = Findings::default();
    let truth = conditions::judge(condition, &Facts { open, ..facts }, &mut findings);
    (truth, findings)
}

#[cfg(test)]
mod tests;
