//! What the assistant may do.

use super::SettingsError;
use crate::json::Plain;
use crate::sorted::Map;
use serde_json::Value;

/// The phase, overall and by intent.
#[derive(Debug, Clone, PartialEq, Eq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Phases {
    /// 1 read-only, 2 drafts, 3 narrow autonomy.
    pub mode: u8,
    /// Lower phases for some intents.
    pub categories: Map<String, u8>,
    /// What the gates of the later phases ask for, where it is not what is shipped; the event log knows
    /// its shape.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub gates: Value,
}

impl Phases {
    /// Checks that every phase is one.
    ///
    /// # Errors
    /// When a phase is not 1, 2 or 3.
    pub(crate) fn check(&self) -> Result<(), SettingsError> {
        let own = self
            .categories
            .iter()
            .map(|(intent, phase)| (format!("phases.categories.{intent}"), phase));
        for (path, phase) in std::iter::once(("phases.mode".to_owned(), &self.mode)).chain(own) {
            if !(1..=3).contains(phase) {
                return Err(SettingsError::new(
                    "no_such_phase",
                    format!("there is no phase {phase}"),
                    "write 1 (read-only), 2 (drafts) or 3 (narrow autonomy)",
                    path,
                ));
            }
        }
        Ok(())
    }
}

impl Default for Phases {
    fn default() -> Self {
        Self {
            mode: 1,
            categories: Map::new(),
            gates: Value::Null,
        }
    }
}
