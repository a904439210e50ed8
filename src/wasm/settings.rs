//! Settings for the page that edits them.

use super::convert::to_js;
use super::error;
use crate::analysis::Diagnostic;
use crate::engine::{Assets, Engine};
use crate::settings::Settings;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Takes the shipped defaults as JSON text: an object with the sections of [`default_sections`]. Call it
/// once, before anything that reads settings.
///
/// # Errors
/// `EngineError` when the text is no such object.
#[wasm_bindgen(js_name = loadDefaults)]
pub fn load_defaults(text: &str) -> Result<(), JsValue> {
    crate::settings::provide(text).map_err(|refused| error::from_settings(&refused))
}

/// Sections that have a shipped default: each is the file `www/data/settings/<section>.json`.
#[wasm_bindgen(js_name = defaultSections)]
#[must_use]
pub fn default_sections() -> Vec<String> {
    crate::settings::SECTIONS
        .iter()
        .map(|section| (*section).to_owned())
        .collect()
}

/// What is wrong with a document, as diagnostics with line and column; empty when it is sound.
/// Never throws.
#[wasm_bindgen(js_name = checkSettings)]
#[must_use]
pub fn check(settings_json: &str) -> JsValue {
    let diagnostics: Vec<Diagnostic> = Engine::from_json(settings_json, Assets::default())
        .err()
        .map(|error| error.diagnostic())
        .into_iter()
        .collect();
    to_js(&diagnostics).unwrap_or(JsValue::UNDEFINED)
}

/// The effective settings as JSON text: the given layers, lowest first, over the shipped defaults.
///
/// # Errors
/// `EngineError` when a layer is refused.
#[wasm_bindgen(js_name = mergeSettings)]
pub fn merge(layers: Vec<String>) -> Result<String, JsValue> {
    let texts: Vec<&str> = layers.iter().map(String::as_str).collect();
    Settings::read_layers(&texts)
        .map(|settings| settings.to_json())
        .map_err(|refused| error::from_settings(&refused))
}

/// The shipped defaults as JSON text.
///
/// # Errors
/// Never for a sound build.
#[wasm_bindgen(js_name = defaultSettings)]
pub fn defaults() -> Result<String, JsValue> {
    merge(Vec::new())
}
