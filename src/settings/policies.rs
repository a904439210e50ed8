//! Policies as data.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A rule of a policy.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PolicyRule {
    /// Id of the rule, such as `returns.standard`.
    pub id: String,
    /// Policy that it belongs to: `returns` or `warranty`.
    pub policy: String,
    /// The rule in words, for the agent.
    pub why: String,
    /// Switched off.
    pub disabled: bool,
    /// Days from delivery.
    pub days: Option<u32>,
    /// Days from delivery for a tier, where it has its own.
    pub days_by_tier: BTreeMap<String, u32>,
    /// Months from delivery.
    pub months: Option<u32>,
    /// Only for these categories of items; empty: all.
    pub categories: Vec<String>,
    /// Whether items sold as final may go back.
    pub final_sale: bool,
    /// `expiring` when no more than so many days are left.
    pub expiring_days: u32,
    /// Shown for these intents; empty: always.
    pub intents: Vec<String>,
    /// Article that states the rule.
    pub article: Option<String>,
    /// Taken away by a layer above.
    pub removed: bool,
}
