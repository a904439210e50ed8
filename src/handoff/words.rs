//! The hand-off's words for the contract's ids. It is in English: it goes to people whose language nobody knows.

use crate::analysis::{Abstention, Band, PolicyStatus, Tier, Trend};
use crate::evidence::Evidence;
use crate::ticket::Role;

/// `refund_request` as `Refund request`.
pub(super) fn from_id(id: &str) -> String {
    let spaced = id.replace(['_', '.'], " ");
    let mut characters = spaced.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// Name of a trigger kind.
pub(super) fn trigger(kind: &str) -> String {
    match kind {
        "vip" => "VIP customer".to_owned(),
        "amount_threshold" => "Amount over threshold".to_owned(),
        "repeat_ai_contact" => "Repeated AI contact".to_owned(),
        "human_requested" => "Asks for a person".to_owned(),
        "low_confidence" => "Intent unsure".to_owned(),
        "third_party_claim" => "Third-party claim".to_owned(),
        "security_fraud" => "Security or fraud".to_owned(),
        other => from_id(other),
    }
}

/// Who wrote a message.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Customer => "Customer",
        Role::Agent => "Agent",
        Role::Ai => "Assistant",
        Role::System => "System",
    }
}

/// Name of a confidence band.
pub(super) fn band(band: Band) -> &'static str {
    match band {
        Band::Low => "low",
        Band::Medium => "medium",
        Band::High => "high",
    }
}

/// Why the classifier abstains.
pub(super) fn abstention(reason: Abstention) -> &'static str {
    match reason {
        Abstention::Empty => "The customer has written no text.",
        Abstention::UnsupportedLanguage => "The intent model does not know this language.",
        Abstention::Tie => "Two intents are equally likely.",
        Abstention::LowConfidence => "No intent is likely enough.",
        Abstention::OutOfScope => "This does not look like a support matter.",
        Abstention::NoModel => "No intent model is loaded.",
    }
}

/// What a tier asks of the agent.
pub(super) fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Manager => "Management must own this",
        Tier::Specialist => "A specialist must own this",
        Tier::AiAssisted => "A person must own this",
        Tier::SelfService => "The knowledge base can answer this",
        Tier::AiResolved => "Allowlisted for automatic resolution",
    }
}

/// Arrow and word of a trend.
pub(super) fn trend(trend: Trend) -> &'static str {
    match trend {
        Trend::Improving => "improving ↗",
        Trend::Steady => "steady →",
        Trend::Worsening => "worsening ↘",
    }
}

/// Name of a policy status.
pub(super) fn policy(status: PolicyStatus) -> &'static str {
    match status {
        PolicyStatus::Allowed => "allowed",
        PolicyStatus::Denied => "denied",
        PolicyStatus::Expiring => "expiring",
        PolicyStatus::Unknown => "unknown",
    }
}

/// A JSON value as an agent reads it: money as `USD 129.90`, text without quotation marks.
pub(super) fn value(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::String(text) => text.clone(),
        Value::Object(map) => match (map.get("amount"), map.get("currency")) {
            (Some(Value::String(amount)), Some(Value::String(currency))) => {
                format!("{currency} {amount}").trim().to_owned()
            }
            _ => crate::json::text(value),
        },
        Value::Array(items) => items.iter().map(self::value).collect::<Vec<_>>().join(", "),
        Value::Null => String::new(),
        other => crate::json::text(other),
    }
}

/// `45 min`, `8 h`, `2 days`.
pub(super) fn minutes(minutes: u32) -> String {
    match minutes {
        0..=119 => format!("{minutes} min"),
        120..=2879 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}

/// The words of a piece of evidence, or the value of a field.
pub(super) fn quoted(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Message { text, .. }
        | Evidence::Subject { text, .. }
        | Evidence::Article { text, .. } => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Evidence::Field { value, .. }
        | Evidence::Order { value, .. }
        | Evidence::Ticket { value, .. }
        | Evidence::Settings { value, .. } => self::value(value),
    }
}
