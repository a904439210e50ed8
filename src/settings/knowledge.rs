//! How articles are searched and shown.

use crate::analysis::{PolicyStatus, Tier};
use crate::json::Plain;

/// Settings of the knowledge stage.
#[derive(Debug, Clone, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct KnowledgeSettings {
    /// How many articles are shown.
    pub limit: usize,
    /// Articles that did not change for so many days carry the warning `stale`.
    pub stale_days: u32,
    /// An article is offered for a ticket only if it is at least so likely to answer it, 0 to 1.
    pub relevance: f64,
    /// Words and phrases that mean the same here, such as `["rma", "return merchandise"]`.
    pub synonyms: Vec<Vec<String>>,
    /// Ways to resolve tickets.
    pub playbooks: Vec<Playbook>,
}

/// A way to resolve a kind of ticket. Every condition that is given has to hold; an empty one
/// always does.
///
/// In `why` and `steps` stand `{detail}` and `{missing}` for what the policy says, `{route}` for where
/// the ticket goes and `{article}` for the title of the best article. A step whose word has no value
/// is left out.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Playbook {
    /// Id.
    pub id: String,
    /// What is done, in a few words.
    pub title: String,
    /// The intent is one of these.
    pub intents: Vec<String>,
    /// With `statuses`: this policy gives one of them.
    pub policy: Option<String>,
    /// `allowed`, `expiring`, `denied` or `unknown`; `unknown` holds too where the policy says nothing.
    pub statuses: Vec<PolicyStatus>,
    /// One of these triggers fired at `escalate`. Such a way comes before all others.
    pub triggers: Vec<String>,
    /// The ticket goes to one of these tiers.
    pub tiers: Vec<Tier>,
    /// For tickets of which the classifier does not know what is wanted.
    pub when_unsure: bool,
    /// Why it fits.
    pub why: String,
    /// What to ask where the fact is not given yet; such steps come first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<PlaybookQuestion>,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// Switched off.
    pub disabled: bool,
    /// Taken away by a layer above.
    pub removed: bool,
}

/// A question of a playbook, for a fact that may be missing.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct PlaybookQuestion {
    /// `order number`, `photo`, `address`, `serial number`, `tracking number`, `mail address` or
    /// `phone number`.
    pub fact: String,
    /// What to ask, as a step.
    pub question: String,
}

impl Default for KnowledgeSettings {
    fn default() -> Self {
        Self {
            limit: 3,
            stale_days: 365,
            relevance: 0.18,
            synonyms: Vec::new(),
            playbooks: Vec::new(),
        }
    }
}
