//! Policies as data.

use crate::json::Plain;
use crate::sorted::Map;

/// A rule of a policy.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct PolicyRule {
    /// Id of the rule, such as `returns.standard`.
    pub id: String,
    /// Policy that it belongs to, such as `returns` or `warranty`. Of a policy's rules the one with
    /// the closest conditions decides: category before tier, and of two alike the later one.
    pub policy: String,
    /// The rule in words, for the agent.
    pub why: String,
    /// Switched off.
    pub disabled: bool,
    /// Days from delivery.
    pub days: Option<u32>,
    /// Days from delivery for a tier, where it has its own.
    pub days_by_tier: Map<String, u32>,
    /// Months from delivery; an item's own warranty months come before it.
    pub months: Option<u32>,
    /// Never allowed, whatever the day.
    pub excluded: bool,
    /// Only for customers of these tiers, compared without case; empty: all.
    pub tiers: Vec<String>,
    /// Only for items whose category holds one of these words, compared without case; empty: all.
    pub categories: Vec<String>,
    /// Whether items sold as final may go back.
    pub final_sale: bool,
    /// Items in one of these conditions are refused, compared without case.
    pub refused_conditions: Vec<String>,
    /// `expiring` when no more than so many days are left.
    pub expiring_days: u32,
    /// Shown for these intents, also where it denies or a fact is missing; empty: always. With an
    /// order at hand a rule that allows is shown for other intents too.
    pub intents: Vec<String>,
    /// Shown for its intents alone.
    pub only_for_intents: bool,
    /// Article that states the rule.
    pub article: Option<String>,
    /// Taken away by a layer above.
    pub removed: bool,
}
