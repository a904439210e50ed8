//! Weights of the priority's factors.

use crate::json::Plain;
use crate::sorted::Map;

/// Points (0 to 100) that each signal adds at its strongest.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct PriorityWeights {
    /// Points by signal.
    pub weights: Map<String, f64>,
    /// Extra points by intent.
    pub intents: Map<String, f64>,
    /// Extra points by trigger that fired at `escalate`.
    pub triggers: Map<String, f64>,
    /// Lowest score of each level above `low`: `normal`, `high`, `urgent`.
    pub levels: Map<String, f64>,
}
