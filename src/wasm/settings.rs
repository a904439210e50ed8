//! Settings for the page that edits them.

#[cfg(feature = "workbench")]
use super::convert::to_js;
#[cfg(feature = "workbench")]
use super::engine::JsAssets;
use super::error;
#[cfg(feature = "workbench")]
use crate::analysis::Diagnostic;
#[cfg(feature = "workbench")]
use crate::engine;
use crate::settings::Settings;
#[cfg(feature = "workbench")]
use crate::settings::{self, SettingsError};
#[cfg(feature = "workbench")]
use serde_json::Value;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Takes the shipped texts: the contents of the files that [`default_files`] names, in that order. Call it
/// once, before anything else.
///
/// # Errors
/// `EngineError` when one is missing.
#[wasm_bindgen(js_name = loadDefaults)]
pub fn load_defaults(texts: Vec<String>) -> Result<(), JsValue> {
    if crate::shipped::provide(texts) {
        Ok(())
    } else {
        Err(error::throw(
            "defaults_incomplete",
            "a file that ships with Handrail is missing or empty",
            "install Handrail again",
        ))
    }
}

/// Files that ship with Handrail, as paths in `www/data/`: default settings and tables.
#[wasm_bindgen(js_name = defaultFiles)]
#[must_use]
pub fn default_files() -> Vec<String> {
    crate::shipped::ALL
        .iter()
        .map(|shipped| shipped.path.to_owned())
        .collect()
}

/// Everything that is wrong with a document, as diagnostics with line and column; empty when it is sound.
/// The rules' examples are run with the models of `assets`. Never throws.
#[cfg(feature = "workbench")]
#[wasm_bindgen(js_name = checkSettings)]
#[must_use]
pub fn check(settings_json: &str, assets: &JsAssets) -> JsValue {
    let diagnostics: Vec<Diagnostic> = engine::faults(settings_json, &assets.inner.borrow())
        .iter()
        .map(|error| error.diagnostic())
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
#[cfg(feature = "workbench")]
#[wasm_bindgen(js_name = defaultSettings)]
pub fn defaults() -> Result<String, JsValue> {
    merge(Vec::new())
}

/// Which layer each value comes from, as JSON text: `{path: number}` by the layers' numbers from 0, lowest first, for
/// every value that one of them sets ([`settings::origins`](crate::settings::origins)).
///
/// # Errors
/// `EngineError` when a layer is no JSON.
#[cfg(feature = "workbench")]
#[wasm_bindgen(js_name = settingsLayers)]
pub fn layers(layers: Vec<String>) -> Result<String, JsValue> {
    let values = layers
        .iter()
        .map(|text| match text.trim() {
            "" => Ok(Value::Object(serde_json::Map::new())),
            text => serde_json::from_str(text),
        })
        .collect::<Result<Vec<Value>, _>>()
        .map_err(|refused| error::from_settings(&SettingsError::from_json(&refused)))?;
    let origins: serde_json::Map<String, Value> = settings::origins(&values)
        .into_iter()
        .map(|(path, layer)| (path, Value::from(layer)))
        .collect();
    Ok(Value::Object(origins).to_string())
}
