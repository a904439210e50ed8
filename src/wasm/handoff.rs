//! The hand-off, written when an agent asks for it.

use super::convert::from_js;
use super::error;
use crate::analysis::Analysis;
use crate::engine;
use crate::handoff::HandoffOptions;
use crate::json::Plain;
use crate::settings::Settings;
use crate::ticket::{Ticket, name_messages};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// What the page wants.
#[derive(Default, Plain)]
#[serde(default, rename_all = "camelCase")]
struct Options {
    format: String,
    masked: bool,
    settings_json: String,
}

/// The hand-off of a ticket with its analysis, as text to copy. Options are `{format, masked,
/// settingsJson}`: the format is `markdown` or `json`, `masked` hides personal data, and the settings are
/// the lead's document.
///
/// # Errors
/// When an object has not its shape, or the settings are refused.
#[wasm_bindgen]
pub fn handoff(ticket: JsValue, analysis: JsValue, options: JsValue) -> Result<String, JsValue> {
    let mut ticket: Ticket = from_js(&ticket, "ticket")?;
    name_messages(&mut ticket);
    let analysis: Analysis = from_js(&analysis, "analysis")?;
    let options: Options = from_js(&options, "options object")?;
    let settings =
        Settings::read(&options.settings_json).map_err(|refused| error::from_settings(&refused))?;
    let options = HandoffOptions {
        masked: options.masked,
        format: options.format,
        ..HandoffOptions::default()
    };
    Ok(engine::handoff(&settings, &ticket, &analysis, options))
}
