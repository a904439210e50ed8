//! Weights of the priority's factors.

use crate::json::Plain;
use std::collections::BTreeMap;

/// Points (0 to 100) that each signal adds at its strongest.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct PriorityWeights {
    /// Points by signal.
    pub weights: BTreeMap<String, f64>,
    /// Extra points by intent.
    pub intents: BTreeMap<String, f64>,
    /// Extra points by trigger that fired at `escalate`.
    pub triggers: BTreeMap<String, f64>,
    /// Lowest score of each level above `low`: `normal`, `high`, `urgent`.
    pub levels: BTreeMap<String, f64>,
}
