//! Escalation rules as data.

use crate::analysis::Severity;
use crate::ticket::Money;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// An escalation rule.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TriggerRule {
    /// Id of the rule.
    pub id: String,
    /// Kind, as the taxonomy names it.
    pub kind: String,
    /// Why a person must own such a ticket, in words for the agent.
    pub why: String,
    /// How serious it is.
    pub severity: Option<Severity>,
    /// Switched off.
    pub disabled: bool,
    /// For `amount_threshold`: from this sum on.
    pub threshold: Option<Money>,
    /// For `amount_threshold`: units of a currency that make one unit of the threshold's currency;
    /// a currency that is not listed is compared by number.
    pub rates: BTreeMap<String, f64>,
    /// For rules that count: from this count on.
    pub count: Option<u32>,
    /// For rules that look back: so many days.
    pub within_days: Option<u32>,
    /// For `low_confidence`: below this confidence (0 to 1).
    pub below: Option<f64>,
    /// Sentences or ticket fragments that must, or must not, fire the rule; checked when settings
    /// are saved.
    pub examples: Examples,
    /// Taken away by a layer above.
    pub removed: bool,
}

/// Examples of a rule.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Examples {
    /// Must fire: a sentence, or a ticket fragment.
    pub fires: Vec<Value>,
    /// Must not fire.
    pub stays_quiet: Vec<Value>,
}
