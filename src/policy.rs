//! Policies: a deterministic clock over the facts of an order.

use crate::analysis::{Entity, IntentVerdict, PolicyFlag};
use crate::identity::KnownTicket;
use crate::settings::SettingsError;
use crate::settings::policies::PolicyRule;

/// The compiled policies.
#[derive(Debug, Clone, Default)]
pub struct Policies {}

impl Policies {
    /// Compiles the rules.
    ///
    /// # Errors
    /// When a rule names an unknown policy or lacks what it needs.
    pub fn compile(_rules: &[PolicyRule]) -> Result<Self, SettingsError> {
        Ok(Self {})
    }

    /// What they say of the order that the ticket is about.
    #[must_use]
    pub fn evaluate(
        &self,
        _known: &KnownTicket,
        _entities: &[Entity],
        _intent: &IntentVerdict,
        _now: i64,
    ) -> Vec<PolicyFlag> {
        Vec::new()
    }
}
