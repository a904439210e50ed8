//! Reading a helpdesk's raw JSON: what is missing or of another type is simply not there.

use super::{Ticket, Time};
use crate::decimal;
use crate::json;
use serde_json::Value;
use std::fmt;

/// Why a payload is no ticket of its platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayloadError {
    /// No such platform.
    UnknownPlatform(String),
    /// A part that the platform cannot do without is missing or of another type.
    Missing {
        /// The platform.
        platform: &'static str,
        /// Path of the part, such as `ticket.id`.
        part: &'static str,
    },
}

impl PayloadError {
    /// Stable code for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownPlatform(_) => "unknown_platform",
            Self::Missing { .. } => "not_a_payload",
        }
    }

    /// The way out, in the user's words.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::UnknownPlatform(_) => {
                format!("known are {}", super::platforms::NAMES.join(", "))
            }
            Self::Missing { .. } => {
                "read the ticket again; if that does not help, this version of the helpdesk answers differently from those that Handrail knows".to_owned()
            }
        }
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPlatform(name) => write!(f, "there is no helpdesk called `{name}`"),
            Self::Missing { platform, part } => {
                write!(f, "the answer of {platform} has no `{part}`")
            }
        }
    }
}

impl std::error::Error for PayloadError {}

/// Text at `key` that holds more than white space.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value
        .get(key)?
        .as_str()
        .filter(|text| !text.trim().is_empty())
}

/// Like [`text`], owned.
pub(super) fn owned(value: &Value, key: &str) -> Option<String> {
    text(value, key).map(str::to_owned)
}

/// An identifier at `key`: text, or a number without a fraction.
pub(super) fn id(value: &Value, key: &str) -> Option<String> {
    identifier(value.get(key)?)
}

/// A value as an identifier.
pub(super) fn identifier(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(match number.as_i64() {
            Some(whole) => whole.to_string(),
            None => decimal::fixed(number.as_f64()?, 0),
        }),
        _ => None,
    }
}

/// A whole number at `key`, also one written as text.
pub(super) fn whole(value: &Value, key: &str) -> Option<i64> {
    let value = value.get(key)?;
    // JavaScript hands every number over as a float.
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|float| float as i64))
        .or_else(|| value.as_str()?.trim().parse().ok())
}

/// A moment at `key`.
pub(super) fn time(value: &Value, key: &str) -> Option<Time> {
    text(value, key).map(Time::new)
}

/// The items of the list at `key`.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The mail address in a text such as `E-Mail Received from a@example.com`, whatever its language.
pub(super) fn address(text: &str) -> Option<&str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"'))
        .map(|word| word.trim_end_matches(['.', ':']))
        .find(|word| {
            word.split_once('@').is_some_and(|(name, domain)| {
                !name.is_empty() && domain.contains('.') && !domain.contains('@')
            })
        })
}

/// Whether an author is one of the settings' assistants (`{name?, address?}`), which the adapter hands
/// over because only so an earlier ticket can say who handled it.
pub(super) fn is_assistant(payload: &Value, known_as: &[Option<&str>]) -> bool {
    list(payload, "assistants").iter().any(|rule| {
        [text(rule, "name"), text(rule, "address")]
            .into_iter()
            .flatten()
            .any(|wanted| {
                known_as
                    .iter()
                    .flatten()
                    .any(|name| name.trim().to_lowercase() == wanted.trim().to_lowercase())
            })
    })
}

/// Where and when the payload was read, the same for all platforms.
pub(super) fn source(
    platform: &'static str,
    payload: &Value,
    revision: Option<String>,
) -> super::Source {
    super::Source {
        platform: Some(platform.to_owned()),
        origin: owned(payload, "origin"),
        url: owned(payload, "url"),
        fetched_at: time(payload, "fetched_at"),
        revision,
        complete: payload.get("complete").and_then(Value::as_bool),
    }
}

/// A digest of the ticket's own answer, for platforms that give no revision.
pub(super) fn digest(value: &Value) -> String {
    format!(
        "{:016x}",
        crate::fingerprint::fnv1a(json::text(value).as_bytes())
    )
}

/// Sorts the messages by time, keeping the given order where times are equal or missing.
pub(super) fn in_order(ticket: &mut Ticket) {
    if ticket
        .messages
        .iter()
        .all(|message| message.at.as_ref().is_some_and(|at| at.millis().is_some()))
    {
        ticket
            .messages
            .sort_by_key(|message| message.at.as_ref().and_then(Time::millis));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(address(text), expected);
    }

    #[test]
    fn finds_the_address_in_any_language() {
        check(
            "E-Mail Received from a.b@example.com",
            Some("a.b@example.com"),
        );
        check(
            "E-Mail empfangen von <a@example.org>.",
            Some("a@example.org"),
        );
        check("Ticket geöffnet", None);
        check("@ a@ @b.c a@b", None);
    }
}
