//! JSON text to ticket, leniently: hostile text never makes a ticket unreadable.

use super::Ticket;
use super::surrogates::mend_surrogates;
use crate::json::{self, Plain};
use serde_json::Value;
use std::fmt;

/// A ticket as read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// The moment that came with it (`{"ticket":…,"now":…}`), in milliseconds since 1970 UTC.
    pub now: Option<i64>,
}

/// Why a text is no ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketError {
    /// The text is no JSON, or not of the ticket's shape.
    Json {
        /// What is wrong.
        message: String,
        /// Line in the text, from 1.
        line: usize,
        /// Column in the line, from 1.
        column: usize,
    },
    /// `now` is no moment.
    Now(String),
}

impl fmt::Display for TicketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json {
                message,
                line,
                column,
            } => {
                write!(
                    f,
                    "this is no ticket: {message} (line {line}, column {column})"
                )
            }
            Self::Now(text) => write!(f, "`now` is no RFC 3339 moment: `{text}`"),
        }
    }
}

impl std::error::Error for TicketError {}

impl TicketError {
    /// Stable code for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Json { .. } => "not_a_ticket",
            Self::Now(_) => "bad_now",
        }
    }

    /// The way out, in the user's words.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Json { .. } => {
                "a ticket is a JSON object with at least `id` and `messages`, or {\"ticket\": {…}, \"now\": \"…\"}"
            }
            Self::Now(_) => "write it like 2026-11-20T12:00:00Z",
        }
    }
}

#[derive(Plain)]
struct Wrapper {
    ticket: Ticket,
    #[serde(default)]
    now: Option<String>,
}

impl ReadTicket {
    /// Reads a bare ticket or `{"ticket":{…},"now":"…"}`; other keys beside them are ignored. Lone
    /// surrogate escapes become U+FFFD, which the engine reports.
    ///
    /// # Errors
    /// When the text is no JSON object of a ticket's shape, or `now` is no moment.
    pub fn from_json(text: &str) -> Result<Self, TicketError> {
        let mended = mend_surrogates(text);
        let json_error = |error: serde_json::Error| TicketError::Json {
            message: plain_message(&error),
            line: error.line(),
            column: error.column(),
        };
        let value: Value = serde_json::from_str(&mended).map_err(json_error)?;
        let wrapped = value.get("ticket").is_some_and(|ticket| !ticket.is_null())
            && value.get("messages").is_none_or(Value::is_null);
        let text = Some(mended.as_ref());
        let (mut ticket, now) = if wrapped {
            let wrapper: Wrapper = json::shape(value, text).map_err(json_error)?;
            (wrapper.ticket, wrapper.now)
        } else {
            (json::shape(value, text).map_err(json_error)?, None)
        };
        let now = match now {
            None => None,
            Some(text) => match super::Time::new(&text).millis() {
                Some(millis) => Some(millis),
                None => return Err(TicketError::Now(text)),
            },
        };
        name_messages(&mut ticket);
        Ok(Self { ticket, now })
    }
}

/// Gives each message without an id one of its own: `m1`, `m2`, … by position.
pub(crate) fn name_messages(ticket: &mut Ticket) {
    for (index, message) in ticket.messages.iter_mut().enumerate() {
        if message.id.is_empty() {
            message.id = format!("m{}", index + 1);
        }
    }
}

fn plain_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text.get(..end).unwrap_or(&text).to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(&str, &str), &str>) {
        let got = ReadTicket::from_json(text);
        match (got, expected) {
            (Ok(read), Ok((id, body))) => {
                assert_eq!(read.ticket.id, id);
                let first = read.ticket.messages.first().map_or("", |m| m.body.as_str());
                assert_eq!(first, body);
            }
            (Err(error), Err(part)) => {
                assert!(
                    error.to_string().contains(part),
                    "{error} does not say {part}"
                );
            }
            (got, expected) => panic!("{got:?} but expected {expected:?}"),
        }
    }

    #[test]
    fn reads_bare_and_wrapped() {
        check(r#"{"id":7,"messages":[{"body":"hi"}]}"#, Ok(("7", "hi")));
        check(
            r#"{"ticket":{"id":"a","messages":[{"body":null}]},"now":"2026-01-01T00:00:00Z","note":1}"#,
            Ok(("a", "")),
        );
        check(
            r#"{"id":7.0,"messages":null,"tags":null,"zzz":{}}"#,
            Ok(("7", "")),
        );
    }

    #[test]
    fn a_word_or_number_of_the_helpdesk_is_no_hindrance() {
        check(
            r#"{"id":"1","status":6,"priority":"P1","previous_tickets":[{"csat":5},{"csat":{"value":1}}],
                "messages":[{"author":{"role":3},"body":"hi"}]}"#,
            Ok(("1", "hi")),
        );
        let csat = |value: &str| {
            let text =
                format!(r#"{{"id":"1","messages":[],"previous_tickets":[{{"csat":{value}}}]}}"#);
            ReadTicket::from_json(&text)
                .unwrap()
                .ticket
                .previous_tickets[0]
                .csat
        };
        use crate::ticket::Csat;
        for (value, expected) in [
            ("5", Some(Csat::Good)),
            ("\"bad\"", Some(Csat::Bad)),
            ("1", Some(Csat::Bad)),
            ("3", Some(Csat::Unrated)),
            ("\"offered\"", Some(Csat::Unrated)),
            ("null", None),
        ] {
            assert_eq!(csat(value), expected, "{value}");
        }
    }

    #[test]
    fn mends_lone_surrogates_only() {
        check(
            r#"{"id":"1","messages":[{"body":"a\ud800b"}]}"#,
            Ok(("1", "a\u{fffd}b")),
        );
        check(
            r#"{"id":"1","messages":[{"body":"\udc00\ud83d\ude00"}]}"#,
            Ok(("1", "\u{fffd}😀")),
        );
        check(
            r#"{"id":"1","messages":[{"body":"\\ud800"}]}"#,
            Ok(("1", "\\ud800")),
        );
    }

    #[test]
    fn names_what_is_no_ticket() {
        check("{", Err("line 1, column 1"));
        check(r#"{"id":"1"}"#, Err("messages"));
        check(r#"[1]"#, Err("no ticket"));
        check(
            r#"{"ticket":{"id":1,"messages":[]},"now":"soon"}"#,
            Err("`soon`"),
        );
    }
}
