//! What is stored and masked.

use crate::json::Plain;

/// Storage of what was seen.
#[derive(Debug, Clone, PartialEq, Eq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// Whether masked tickets are kept for the eval set.
    pub keep_tickets: bool,
    /// After so many days what was kept is removed.
    pub retention_days: u32,
    /// Whether personal data is masked before anything is kept.
    pub mask: bool,
    /// Whether the event log names people, rather than pseudonyms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_actors: Option<bool>,
}

impl Default for Privacy {
    fn default() -> Self {
        Self {
            keep_tickets: false,
            retention_days: 180,
            mask: true,
            name_actors: None,
        }
    }
}
