//! How outcomes are counted.

use crate::json::Plain;
use crate::ticket::Money;

/// Inputs of the headline metrics.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Metrics {
    /// What an agent's hour costs.
    pub agent_hour_cost: Option<Money>,
}
