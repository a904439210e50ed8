//! Escalation triggers, the tier and the route.

use crate::analysis::{
    CheckedRule, Entity, Escalation, IntentVerdict, LanguageVerdict, PolicyFlag, SentimentVerdict,
    Trigger,
};
use crate::identity::KnownTicket;
use crate::settings::SettingsError;
use crate::settings::routing::Routing;
use crate::settings::triggers::TriggerRule;
use crate::text::Conversation;

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The ticket with the settings' facts.
    pub known: &'a KnownTicket,
    /// What was written.
    pub conversation: &'a Conversation,
    /// Things named in the text.
    pub entities: &'a [Entity],
    /// Language of the customer's words.
    pub language: &'a LanguageVerdict,
    /// What the customer wants.
    pub intent: &'a IntentVerdict,
    /// How the customer feels.
    pub sentiment: &'a SentimentVerdict,
    /// What the policies say.
    pub policy_flags: &'a [PolicyFlag],
    /// The moment, in milliseconds since 1970 UTC.
    pub now: i64,
}

/// The result of all rules.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdicts {
    /// Those that fired.
    pub triggers: Vec<Trigger>,
    /// All that were checked.
    pub checked: Vec<CheckedRule>,
}

/// The compiled rules.
#[derive(Debug, Clone, Default)]
pub struct TriggerRules {}

impl TriggerRules {
    /// Compiles the rules and runs their examples.
    ///
    /// # Errors
    /// When a rule's kind is unknown, a value is missing or out of range, or an example does not
    /// behave.
    pub fn compile(_rules: &[TriggerRule]) -> Result<Self, SettingsError> {
        Ok(Self {})
    }

    /// Checks every rule.
    #[must_use]
    pub fn check(&self, _facts: &Facts<'_>) -> Verdicts {
        Verdicts::default()
    }
}

/// Tier, route and time by the routing table.
#[must_use]
pub fn route(
    _routing: &Routing,
    _triggers: &[Trigger],
    _intent: &IntentVerdict,
    _language: &LanguageVerdict,
) -> Escalation {
    Escalation::default()
}
