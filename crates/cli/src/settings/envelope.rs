//! The team's document as it is published: settings with a revision and a time up to which they hold, signed.
//!
//! ```text
//! {"handrail_team_document": 1, "public_key": "ed25519:…", "signature": "…", "signed": "…"}
//! ```
//!
//! `signed` is JSON in a string, so that what was signed survives any tool that lays JSON out anew. The signature is
//! that of the line `handrail-team-document-1` and of `signed`, so that no other signed text can be taken for one.
//! `www/team/envelope.js` reads and writes the same.

use super::keys::{KeyPair, PublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the signature covers before `signed`.
const CONTEXT: &str = "handrail-team-document-1\n";

#[derive(Debug, Serialize, Deserialize)]
struct Envelope {
    handrail_team_document: u32,
    public_key: String,
    signature: String,
    signed: String,
}

/// What is signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct TeamDocument {
    /// Counts what was published; a browser takes no lower one than it has seen.
    pub(super) revision: u64,
    /// When it was signed (RFC 3339).
    pub(super) published_at: String,
    /// After this moment every browser falls back to phase 1.
    pub(super) valid_until: String,
    /// So long a browser may go without asking the address successfully, before it falls back to phase 1.
    pub(super) max_age_hours: u64,
    /// Where it is published; an import takes it from here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) address: String,
    /// Why the assistant is stopped; empty while it is not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) kill_switch: String,
    /// The lead's settings.
    pub(super) settings: Value,
}

impl TeamDocument {
    /// As a published file.
    pub(super) fn sign(&self, pair: &KeyPair) -> Result<String, serde_json::Error> {
        let signed = serde_json::to_string(self)?;
        let signature = pair.sign(&covered(&signed));
        let envelope = Envelope {
            handrail_team_document: 1,
            public_key: pair.public().text(),
            signature: STANDARD.encode(signature),
            signed,
        };
        Ok(format!("{}\n", serde_json::to_string_pretty(&envelope)?))
    }

    /// Reads a published file: the document and the key that signed it. It is for the caller to say whether that
    /// is the right key.
    ///
    /// # Errors
    /// In words, when it is no such file, or was changed after it was signed.
    pub(super) fn read(text: &str) -> Result<(Self, PublicKey), String> {
        let envelope: Envelope = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| format!("this is no team's document: {error}"))?;
        if envelope.handrail_team_document != 1 {
            return Err(format!(
                "it is of format {}, which this Handrail does not know",
                envelope.handrail_team_document
            ));
        }
        let key = PublicKey::read(&envelope.public_key)?;
        let signature = STANDARD
            .decode(&envelope.signature)
            .map_err(|_| "the signature is no base64".to_owned())?;
        if !key.verifies(&covered(&envelope.signed), &signature) {
            return Err(
                "the signature is not that of this document: it was changed after it was signed"
                    .to_owned(),
            );
        }
        let document = serde_json::from_str(&envelope.signed)
            .map_err(|error| format!("what was signed is no team's document: {error}"))?;
        Ok((document, key))
    }
}

fn covered(signed: &str) -> Vec<u8> {
    format!("{CONTEXT}{signed}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::CliError;
    use serde_json::json;

    #[track_caller]
    fn check(change: impl Fn(String) -> String, expected: Result<u64, &str>) {
        let document = TeamDocument {
            revision: 7,
            published_at: "2026-11-20T12:00:00Z".to_owned(),
            valid_until: "2026-12-20T12:00:00Z".to_owned(),
            max_age_hours: 24,
            address: String::new(),
            kill_switch: String::new(),
            settings: json!({"phases": {"mode": 1}}),
        };
        let text = KeyPair::generate().and_then(|pair| {
            document
                .sign(&pair)
                .map_err(|error| CliError::new(error.to_string(), ""))
        });
        match (text.map(|text| TeamDocument::read(&change(text))), expected) {
            (Ok(Ok((read, _))), Ok(revision)) => assert_eq!(read.revision, revision),
            (Ok(Err(message)), Err(part)) => assert!(message.contains(part), "{message}"),
            (got, expected) => panic!("{got:?} but expected {expected:?}"),
        }
    }

    #[test]
    fn what_was_signed_is_read_and_nothing_else() {
        check(|text| text, Ok(7));
        check(
            |text| format!("\u{feff}{}", text.replace('\n', "\r\n")),
            Ok(7),
        );
        check(
            |text| text.replace("\\\"mode\\\":1", "\\\"mode\\\":3"),
            Err("was changed"),
        );
        check(
            |text| text.replace("\\\"revision\\\":7", "\\\"revision\\\":8"),
            Err("was changed"),
        );
        check(
            |text| text.replace("_document\": 1", "_document\": 2"),
            Err("format 2"),
        );
        check(|_| "{}".to_owned(), Err("no team's document"));
        let other = "ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        check(
            |text| {
                let mut value: Value = serde_json::from_str(&text).unwrap_or_default();
                if let Some(key) = value.get_mut("public_key") {
                    *key = Value::from(other);
                }
                value.to_string()
            },
            Err("was changed"),
        );
    }
}
