//! The shipped defaults: one JSON file a section in `www/data/settings/`, read as one document.

use super::SettingsError;
use crate::shipped::{self, Shipped};
use serde_json::{Map, Value, json};

/// Sections that have a shipped default.
static SECTIONS: [(&str, &Shipped); 7] = [
    ("intents", &shipped::INTENTS),
    ("triggers", &shipped::TRIGGERS),
    ("routing", &shipped::ROUTING),
    ("policies", &shipped::POLICIES),
    ("priority", &shipped::PRIORITY),
    ("knowledge", &shipped::KNOWLEDGE),
    ("identity", &shipped::IDENTITY),
];

/// The shipped defaults as one document.
pub(crate) fn value() -> Result<Value, SettingsError> {
    let mut document = Map::new();
    for (section, shipped) in &SECTIONS {
        if shipped.text().is_empty() {
            return Err(SettingsError::new(
                "defaults_missing",
                "the shipped defaults were not loaded",
                "call `loadDefaults` before anything that reads settings",
                "",
            ));
        }
        let value =
            serde_json::from_str(shipped.text()).map_err(|e| SettingsError::from_json(&e))?;
        document.insert((*section).to_owned(), value);
    }
    document.insert("version".to_owned(), json!(super::FORMAT));
    Ok(Value::Object(document))
}
