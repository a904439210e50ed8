//! The shipped defaults: one JSON file a section in `www/data/settings/`, so that a lead finds each where
//! it is looked for.
//!
//! Natively they are part of the program. In the browser they would be a large part of the WebAssembly,
//! so the page loads the files and hands them over once ([`provide`]).

use super::SettingsError;
use serde_json::{Value, json};

/// Sections that have a shipped default; each is a file `www/data/settings/<section>.json`.
pub const SECTIONS: [&str; 7] = [
    "intents",
    "triggers",
    "routing",
    "policies",
    "priority",
    "knowledge",
    "identity",
];

/// The shipped defaults as one document.
pub(crate) fn value() -> Result<Value, SettingsError> {
    let mut document = shipped()?;
    if let Some(map) = document.as_object_mut() {
        map.insert("version".to_owned(), json!(super::FORMAT));
    }
    Ok(document)
}

#[cfg(not(target_arch = "wasm32"))]
fn shipped() -> Result<Value, SettingsError> {
    const TEXTS: [&str; 7] = [
        include_str!("../../www/data/settings/intents.json"),
        include_str!("../../www/data/settings/triggers.json"),
        include_str!("../../www/data/settings/routing.json"),
        include_str!("../../www/data/settings/policies.json"),
        include_str!("../../www/data/settings/priority.json"),
        include_str!("../../www/data/settings/knowledge.json"),
        include_str!("../../www/data/settings/identity.json"),
    ];
    let sections = SECTIONS.iter().zip(TEXTS).map(|(section, text)| {
        let value: Value = serde_json::from_str(text).map_err(|e| SettingsError::from_json(&e))?;
        Ok(((*section).to_owned(), value))
    });
    Ok(Value::Object(
        sections.collect::<Result<_, SettingsError>>()?,
    ))
}

#[cfg(target_arch = "wasm32")]
static PROVIDED: std::sync::OnceLock<String> = std::sync::OnceLock::new();

/// Takes the shipped defaults: an object with every section of [`SECTIONS`]. Only the first call counts.
///
/// # Errors
/// When the text is no such object.
#[cfg(target_arch = "wasm32")]
pub(crate) fn provide(text: &str) -> Result<(), SettingsError> {
    let value: Value = serde_json::from_str(text).map_err(|e| SettingsError::from_json(&e))?;
    for section in SECTIONS {
        if value.get(section).is_none() {
            return Err(SettingsError::new(
                "defaults_incomplete",
                format!("the shipped defaults lack the section `{section}`"),
                "install Handrail again",
                "",
            ));
        }
    }
    PROVIDED.get_or_init(|| text.to_owned());
    Ok(())
}

#[cfg(target_arch = "wasm32")]
fn shipped() -> Result<Value, SettingsError> {
    let text = PROVIDED.get().ok_or_else(|| {
        SettingsError::new(
            "defaults_missing",
            "the shipped defaults were not loaded",
            "call `loadDefaults` before anything that reads settings",
            "",
        )
    })?;
    serde_json::from_str(text).map_err(|e| SettingsError::from_json(&e))
}
