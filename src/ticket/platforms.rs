//! The helpdesks whose raw answers are understood. A new one is a file beside this and a line here.

use super::{PayloadError, Ticket, django_helpdesk, request_tracker};
use serde_json::Value;

/// A platform's reader: payload in, ticket out.
type Read = fn(&Value) -> Result<Ticket, PayloadError>;

const READERS: [(&str, Read); 2] = [
    (django_helpdesk::PLATFORM, django_helpdesk::read),
    (request_tracker::PLATFORM, request_tracker::read),
];

/// Ids of the known platforms.
pub const NAMES: [&str; 2] = [django_helpdesk::PLATFORM, request_tracker::PLATFORM];

/// Reads a platform's payload, as its adapter in `www/hosts/` gathers it, into the neutral ticket.
///
/// # Errors
/// When the platform is unknown, or the payload lacks what identifies a ticket. Odd or missing parts
/// beyond that are left out.
pub fn read(platform: &str, payload: &Value) -> Result<Ticket, PayloadError> {
    let (_, read) = READERS
        .iter()
        .find(|(name, _)| *name == platform)
        .ok_or_else(|| PayloadError::UnknownPlatform(platform.to_owned()))?;
    let mut ticket = read(payload)?;
    super::read::name_messages(&mut ticket);
    Ok(ticket)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(platform: &str, payload: Value, expected: &str) {
        let error = read(platform, &payload).unwrap_err();
        assert_eq!(error.code(), expected);
        assert!(!error.help().is_empty());
    }

    #[test]
    fn refuses_what_is_no_ticket() {
        check("other_desk", json!({}), "unknown_platform");
        for platform in NAMES {
            for payload in [
                json!(null),
                json!([]),
                json!({"ticket": 5}),
                json!({"ticket": {}}),
            ] {
                check(platform, payload, "not_a_payload");
            }
        }
    }
}
