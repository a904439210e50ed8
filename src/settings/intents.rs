//! Intents that the desk knows.

use serde::{Deserialize, Serialize};

/// An intent: how it is called, and from which confidence it is believed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IntentSetting {
    /// Label, as the model knows it.
    pub id: String,
    /// What an agent reads.
    pub name: String,
    /// Whether it is used.
    pub disabled: bool,
    /// Below this calibrated confidence the classifier abstains (0 to 1); `None` takes the model's.
    pub min_confidence: Option<f64>,
    /// Taken away by a layer above.
    pub removed: bool,
}
