//! The lead's settings: one JSON document in sparse layers, read with line and column.
//!
//! Built-in defaults < the lead's document < the organisation's managed policy. Each layer holds only
//! what it changes; see [`layers`].

mod defaults;
mod error;
mod layers;
mod origins;
mod references;
mod safeguards;

pub mod autonomy;
pub mod conditions;
pub mod display;
pub mod identity;
pub mod intents;
pub mod knowledge;
pub mod metrics;
pub mod phases;
pub mod policies;
pub mod priority;
pub mod privacy;
pub mod routing;
pub mod triggers;
pub mod voice;

pub use error::SettingsError;
pub use layers::merge;
pub use origins::origins;

use crate::json::{self, Plain};
use serde_json::Value;

/// Version of the settings' format that this engine reads.
pub const FORMAT: u32 = 1;

/// The effective settings. Every section has a default, so that a layer may leave out what it does
/// not change.
#[derive(Debug, Clone, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Version of the format.
    pub version: u32,
    /// What the assistant may do.
    pub phases: phases::Phases,
    /// Intents that the desk knows.
    pub intents: Vec<intents::IntentSetting>,
    /// Escalation rules.
    pub triggers: Vec<triggers::TriggerRule>,
    /// Who gets which ticket.
    pub routing: routing::Routing,
    /// Return windows, warranty and other policies.
    pub policies: Vec<policies::PolicyRule>,
    /// Weights of the priority's factors.
    pub priority: priority::PriorityWeights,
    /// How articles are searched and shown.
    pub knowledge: knowledge::KnowledgeSettings,
    /// Who is VIP, an assistant, staff; where the helpdesk keeps facts.
    pub identity: identity::Identity,
    /// What is stored and masked.
    pub privacy: privacy::Privacy,
    /// How drafts sound.
    pub brand_voice: voice::BrandVoice,
    /// Which categories an assistant may resolve alone (phase 3).
    pub autonomy: autonomy::AutonomySettings,
    /// How outcomes are counted.
    pub metrics: metrics::Metrics,
    /// How the panel looks.
    pub display: display::Display,
}

impl Default for Settings {
    /// The empty document: nothing switched on. What is shipped is read by [`Settings::read`].
    fn default() -> Self {
        Self {
            version: FORMAT,
            phases: Default::default(),
            intents: Vec::new(),
            triggers: Vec::new(),
            routing: Default::default(),
            policies: Vec::new(),
            priority: Default::default(),
            knowledge: Default::default(),
            identity: Default::default(),
            privacy: Default::default(),
            brand_voice: Default::default(),
            autonomy: Default::default(),
            metrics: Default::default(),
            display: Default::default(),
        }
    }
}

impl Settings {
    /// Reads the lead's document over the shipped defaults. An empty text or `{}` gives the defaults.
    ///
    /// Only shape and keys are checked here; what the stages refuse (a broken pattern, an example
    /// that does not behave) is told by the engine when it is built.
    ///
    /// # Errors
    /// When the text is no JSON, has an unknown key, a value of the wrong type, or is of a newer
    /// format; with line and column in `text`.
    pub fn read(text: &str) -> Result<Self, SettingsError> {
        Self::read_layers(&[text])
    }

    /// Reads several documents, each over the ones before it: the lead's, then the managed policy.
    ///
    /// # Errors
    /// As [`Settings::read`], for the first layer that is wrong.
    pub fn read_layers(texts: &[&str]) -> Result<Self, SettingsError> {
        let mut effective = defaults::value()?;
        for text in texts {
            // Windows programs put a byte order mark in front.
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            if text.trim().is_empty() {
                continue;
            }
            // Read by type first: only this way errors have a line and a column.
            let layer: Self = json::read(text).map_err(|e| SettingsError::from_json(&e))?;
            if layer.version > FORMAT {
                return Err(SettingsError::new(
                    "newer_format",
                    format!(
                        "these settings are of format {}, newer than this Handrail's {FORMAT}",
                        layer.version
                    ),
                    "update Handrail, or export the settings from the older one",
                    "version",
                )
                .locate(text));
            }
            let value: Value =
                serde_json::from_str(text).map_err(|e| SettingsError::from_json(&e))?;
            layers::check_ids(&value).map_err(|error| error.locate(text))?;
            layer.phases.check().map_err(|error| error.locate(text))?;
            safeguards::check(&layer, &effective).map_err(|error| error.locate(text))?;
            effective = layers::merge(effective, value);
        }
        let settings: Self =
            json::shape(effective, None).map_err(|e| SettingsError::from_json(&e))?;
        settings.check_references().map_err(|error| {
            // The layer in which the name stands, from the top.
            let mut located = error.clone();
            for text in texts {
                located = error.clone().locate(text);
                if located.line.is_some() {
                    break;
                }
            }
            located
        })?;
        Ok(settings)
    }

    /// Canonical JSON of the effective settings.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::text(self)
    }

    /// A short fingerprint of the effective settings, the same wherever it is computed.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        format!(
            "{FORMAT}-{:016x}",
            crate::fingerprint::fnv1a(self.to_json().as_bytes())
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, (&str, usize, usize)>) {
        match (Settings::read(text), expected) {
            (Ok(settings), Ok(part)) => {
                let json = settings.to_json();
                assert!(json.contains(part), "{json} has no {part}");
            }
            (Err(error), Err((part, line, column))) => {
                assert!(error.message.contains(part), "{error:?}");
                assert_eq!(
                    (error.line, error.column),
                    (Some(line), Some(column)),
                    "{error:?}"
                );
            }
            (got, expected) => panic!("{got:?} but expected {expected:?}"),
        }
    }

    #[test]
    fn shipped_defaults_are_sound() {
        check("", Ok(r#""mode":1"#));
        check("{}", Ok(r#""version":1"#));
        check("\u{feff}{}", Ok(r#""version":1"#));
    }

    #[test]
    fn a_layer_changes_only_what_it_holds() {
        check(
            r#"{"identity":{"assistants":[{"id":"bot","name":"Robo"}]}}"#,
            Ok(r#""name":"Robo""#),
        );
    }

    #[test]
    fn refuses_with_line_and_column() {
        check(
            "{\n  \"tirggers\": []\n}",
            Err(("unknown field `tirggers`", 2, 15)),
        );
        check("{\"version\": 1,", Err(("EOF", 1, 14)));
        check("[]", Err(("no list", 1, 1)));
        check("{\"identity\":\n {\"vip\": []}}", Err(("no list", 2, 10)));
        check("{\"triggers\":[[]]}", Err(("no list", 1, 14)));
        check("{\"phases\":{\"mode\":9}}", Err(("no phase 9", 1, 19)));
        check("{\n\"version\": 99}", Err(("newer than", 2, 12)));
        check(
            "{\"triggers\":[{\"id\":\"a\"},\n{\"id\":\"a\"}]}",
            Err(("`a` stands twice", 2, 7)),
        );
        check(
            "{\"autonomy\":\n{\"allowlist\":[\"order_statu\"]}}",
            Err(("no intent `order_statu`", 2, 15)),
        );
        check(
            "{\"routing\":{\"rules\":[{\"id\":\"x\",\"triggers\":[\"vipp\"]}]}}",
            Err(("no trigger `vipp`", 1, 44)),
        );
        check(
            "{\"triggers\":[{\"id\":\"product_harm\",\"disabled\":true}]}",
            Err(("switched off without a reason", 1, 14)),
        );
        check(
            "{\"triggers\":[{\"id\":\"mine\",\"kind\":\"vip\"}]}",
            Err(("does not say why", 1, 14)),
        );
    }

    #[test]
    fn a_guarded_rule_goes_off_with_a_reason() {
        check(
            "{\"triggers\":[{\"id\":\"product_harm\",\"disabled\":true,\"off_reason\":\"we sell no goods\"}]}",
            Ok("we sell no goods"),
        );
    }
}
