//! How outcomes are counted.

use crate::ticket::Money;
use serde::{Deserialize, Serialize};

/// Inputs of the headline metrics.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Metrics {
    /// What an agent's hour costs.
    pub agent_hour_cost: Option<Money>,
}
