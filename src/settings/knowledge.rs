//! How articles are searched and shown.

use serde::{Deserialize, Serialize};

/// Settings of the knowledge stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KnowledgeSettings {
    /// How many articles are shown.
    pub limit: usize,
    /// Articles that did not change for so many days carry the warning `stale`.
    pub stale_days: u32,
}

impl Default for KnowledgeSettings {
    fn default() -> Self {
        Self {
            limit: 3,
            stale_days: 365,
        }
    }
}
