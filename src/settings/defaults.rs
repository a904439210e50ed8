//! The shipped defaults: one JSON file a section, so that a lead finds each where it is looked for.

use super::SettingsError;
use serde_json::{Map, Value, json};

/// The shipped default of each section, as JSON text, by the section's key.
pub const DEFAULTS: &[(&str, &str)] = &[
    (
        "intents",
        include_str!("../../www/data/settings/intents.json"),
    ),
    (
        "triggers",
        include_str!("../../www/data/settings/triggers.json"),
    ),
    (
        "routing",
        include_str!("../../www/data/settings/routing.json"),
    ),
    (
        "policies",
        include_str!("../../www/data/settings/policies.json"),
    ),
    (
        "priority",
        include_str!("../../www/data/settings/priority.json"),
    ),
    (
        "identity",
        include_str!("../../www/data/settings/identity.json"),
    ),
];

/// The shipped defaults as one document.
pub(crate) fn value() -> Result<Value, SettingsError> {
    let mut sections = Map::new();
    sections.insert("version".to_owned(), json!(super::FORMAT));
    for (section, text) in DEFAULTS {
        let value = serde_json::from_str(text).map_err(|e| SettingsError::from_json(&e))?;
        sections.insert((*section).to_owned(), value);
    }
    Ok(Value::Object(sections))
}
