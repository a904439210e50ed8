//! Which rules fired, and who must own the ticket.

use crate::evidence::Evidence;
use crate::json::Plain;
use serde_json::Value;

/// How serious a trigger is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The agent should know; autonomy is off.
    #[default]
    Notice,
    /// A person must own the ticket.
    Escalate,
}

/// An escalation trigger that fired.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Trigger {
    /// Kind, as the taxonomy names it.
    pub kind: String,
    /// Id of the rule in the settings.
    pub rule: String,
    /// How serious.
    pub severity: Severity,
    /// The rule's reason, in words for the agent.
    pub reason: String,
    /// What was measured, where the rule measures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Against what it was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Value>,
    /// Where it comes from.
    pub evidence: Vec<Evidence>,
}

/// A rule that was checked.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct CheckedRule {
    /// Kind.
    pub kind: String,
    /// Id of the rule in the settings.
    pub rule: String,
    /// Whether it fired.
    pub fired: bool,
    /// How near it came, such as `480 of 500`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<String>,
}

/// Who owns a ticket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// The knowledge base alone answers it.
    SelfService,
    /// An allowlisted category without a person (phase 3).
    AiResolved,
    /// A person answers, with the context package.
    #[default]
    AiAssisted,
    /// A named team.
    Specialist,
    /// Management.
    Manager,
}

/// Where the ticket goes.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Escalation {
    /// Tier.
    pub tier: Tier,
    /// Whether a person must own it.
    pub required: bool,
    /// Team or queue.
    pub route: String,
    /// Minutes to the first reply.
    pub sla_minutes: Option<u32>,
    /// Why.
    pub reasons: Vec<String>,
}

/// Whether an assistant could resolve the ticket alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Autonomy {
    /// Whether nothing speaks against it.
    pub eligible: bool,
    /// What speaks against it.
    pub blocked_by: Vec<String>,
}
