//! The panel's words for the contract's ids.

use crate::analysis::{Abstention, Band, PolicyStatus, PriorityLevel, Tier, Trend};
use crate::ticket::Role;

/// `refund_request` as `Refund request`.
#[must_use]
pub fn from_id(id: &str) -> String {
    let spaced = id.replace(['_', '.'], " ");
    let mut characters = spaced.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// Name of a trigger kind.
#[must_use]
pub fn trigger(kind: &str) -> String {
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

/// Name of a language by ISO 639-1 code.
#[must_use]
pub fn language(code: &str) -> String {
    let name = match code {
        "ar" => "Arabic",
        "cs" => "Czech",
        "da" => "Danish",
        "de" => "German",
        "el" => "Greek",
        "en" => "English",
        "es" => "Spanish",
        "fi" => "Finnish",
        "fr" => "French",
        "he" => "Hebrew",
        "hu" => "Hungarian",
        "it" => "Italian",
        "ja" => "Japanese",
        "ko" => "Korean",
        "nb" | "no" => "Norwegian",
        "nl" => "Dutch",
        "pl" => "Polish",
        "pt" => "Portuguese",
        "ro" => "Romanian",
        "ru" => "Russian",
        "sv" => "Swedish",
        "tr" => "Turkish",
        "uk" => "Ukrainian",
        "zh" => "Chinese",
        "" | "und" => "Language unknown",
        other => return other.to_owned(),
    };
    name.to_owned()
}

/// Name of a channel id.
#[must_use]
pub fn channel(id: &str) -> &str {
    match id {
        "email" => "e-mail",
        "sms" => "text message",
        "web" => "web form",
        other => other,
    }
}

/// Who wrote a message.
#[must_use]
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Customer => "Customer",
        Role::Agent => "Agent",
        Role::Ai => "Assistant",
        Role::System => "System",
    }
}

/// Name of a priority level.
#[must_use]
pub fn priority(level: PriorityLevel) -> &'static str {
    match level {
        PriorityLevel::Low => "Low",
        PriorityLevel::Normal => "Normal",
        PriorityLevel::High => "High",
        PriorityLevel::Urgent => "Urgent",
    }
}

/// Name of a confidence band.
#[must_use]
pub fn band(band: Band) -> &'static str {
    match band {
        Band::Low => "low",
        Band::Medium => "medium",
        Band::High => "high",
    }
}

/// Why the classifier abstains.
#[must_use]
pub fn abstention(reason: Abstention) -> &'static str {
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
#[must_use]
pub fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Manager => "Management must own this",
        Tier::Specialist => "A specialist must own this",
        Tier::AiAssisted => "A person must own this",
        Tier::SelfService => "The knowledge base can answer this",
        Tier::AiResolved => "Allowlisted for automatic resolution",
    }
}

/// Arrow and word of a trend.
#[must_use]
pub fn trend(trend: Trend) -> &'static str {
    match trend {
        Trend::Improving => "improving ↗",
        Trend::Steady => "steady →",
        Trend::Worsening => "worsening ↘",
    }
}

/// Name of a policy status.
#[must_use]
pub fn policy(status: PolicyStatus) -> &'static str {
    match status {
        PolicyStatus::Allowed => "allowed",
        PolicyStatus::Denied => "denied",
        PolicyStatus::Expiring => "expiring",
        PolicyStatus::Unknown => "unknown",
    }
}

/// A JSON value as an agent reads it: money as `USD 129.90`, text without quotation marks.
#[must_use]
pub fn value(value: &serde_json::Value) -> String {
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

/// What a part of a message is, and what it may cause.
#[must_use]
pub fn region(kind: &str) -> &str {
    match kind {
        "reply_quote" => "quote of an earlier message",
        "mobile_footer" => "footer",
        other => other,
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `2026-10-24T12:00:00Z` as `24 Oct 2026`; other text as it is.
#[must_use]
pub fn date(text: &str) -> String {
    let day = text.get(..10).unwrap_or(text);
    match day.parse::<jiff::civil::Date>() {
        Ok(date) => {
            let month = usize::try_from(date.month()).unwrap_or(1);
            let name = MONTHS.get(month.saturating_sub(1)).unwrap_or(&"");
            format!("{} {name} {}", date.day(), date.year())
        }
        Err(_) => text.to_owned(),
    }
}

/// How long ago `then` was at `now` (both RFC 3339), in the largest fitting unit; empty when either
/// cannot be read or lies ahead.
#[must_use]
pub fn age(then: &str, now: &str) -> String {
    let (Some(then), Some(now)) = (
        crate::ticket::Time::new(then).millis(),
        crate::ticket::Time::new(now).millis(),
    ) else {
        return String::new();
    };
    let days = (now - then).div_euclid(86_400_000);
    let (count, unit) = match days {
        ..0 => return String::new(),
        0 => return "today".to_owned(),
        1..=59 => (days, "day"),
        60..=729 => (days / 30, "month"),
        _ => (days / 365, "year"),
    };
    format!("{count} {unit}{} old", if count == 1 { "" } else { "s" })
}
