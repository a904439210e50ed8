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
    /// An article is offered for a ticket only if it is at least so relevant, 0 to 1; with 1 the
    /// three rarest words asked for would have to stand in its title. Half is enough for an article
    /// that is tied to the ticket's intent.
    pub relevance: f64,
}

impl Default for KnowledgeSettings {
    fn default() -> Self {
        Self {
            limit: 3,
            stale_days: 365,
            relevance: 0.18,
        }
    }
}
