//! Policies as data.
//!
//! Of a policy's rules that apply the closest one decides: a rule that names another in `over` before that
//! one, then categories before `when` and dates, those before tiers, and of two alike the later one. Its
//! verdict is the first of these that says something: `excluded` and sales that were final, `requires`, the
//! period.

use super::conditions::Condition;
use crate::analysis::PolicyStatus;
use crate::json::Plain;
use serde_json::Value;

/// A rule of a policy.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct PolicyRule {
    /// Id of the rule, such as `returns.standard`.
    pub id: String,
    /// Policy that it belongs to, such as `returns` or `warranty`.
    pub policy: String,
    /// The rule in words, for the agent.
    pub why: String,
    /// Switched off.
    pub disabled: bool,
    /// Days from the start of the period.
    pub days: Option<u32>,
    /// Months from the start of the period; in the policy `warranty` an item's own warranty months come
    /// before it.
    pub months: Option<u32>,
    /// When the period starts.
    pub counts_from: Start,
    /// The period does not end before this day (`2027-01-31`), however long it is.
    pub open_until: String,
    /// Allowed without a period.
    pub unlimited: bool,
    /// Never allowed, whatever the day.
    pub excluded: bool,
    /// Only for customers of these tiers, compared without case; empty: all.
    pub tiers: Vec<String>,
    /// Only for items whose category holds one of these words, compared without case; empty: all.
    pub categories: Vec<String>,
    /// Only where this holds. What is not known does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Only for orders placed (where that is not known: delivered) on this day (`2026-11-01`) or later.
    /// Without an order today counts.
    pub from: String,
    /// Only for those placed on this day or earlier.
    pub until: String,
    /// Ids of rules of the policy to which this one is the exception.
    pub over: Vec<String>,
    /// What must hold, each by itself. Where a fact is missing the verdict is `unknown`.
    pub requires: Vec<Requirement>,
    /// After the period it is still allowed where this holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived_when: Option<Condition>,
    /// Whether items sold as final may go back.
    pub final_sale: bool,
    /// `expiring` when no more than so many days are left.
    pub expiring_days: u32,
    /// Shown for these intents, also where it denies or a fact is missing; empty: always. With an
    /// order at hand a rule that allows is shown for other intents too.
    pub intents: Vec<String>,
    /// Shown for its intents alone.
    pub only_for_intents: bool,
    /// Article that states the rule.
    pub article: Option<String>,
    /// What the rule must say of tickets; checked when settings are saved.
    pub examples: Vec<PolicyExample>,
    /// Taken away by a layer above.
    pub removed: bool,
}

/// When a period starts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Plain)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// On the day of delivery.
    #[default]
    DeliveredAt,
    /// On the day of the order.
    PlacedAt,
}

/// What a rule asks for.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Requirement {
    /// The condition.
    pub that: Condition,
    /// What the agent reads where it does not hold.
    pub otherwise: String,
}

/// A ticket and what the rule says of it, as if there were no other rules.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct PolicyExample {
    /// A ticket, or a part of one (`{"orders": [{"delivered_at": "2026-10-24"}]}`).
    pub ticket: Value,
    /// The moment, or a day.
    pub now: String,
    /// What is said.
    pub status: PolicyStatus,
    /// `false`: the rule is not for this ticket.
    pub applies: Option<bool>,
}
