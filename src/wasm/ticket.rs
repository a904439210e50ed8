//! Raw helpdesk payload to neutral ticket, and the canonical form of what comes back.

use super::convert::{from_js, to_js};
use super::error;
#[cfg(feature = "workbench")]
use crate::analysis::Analysis;
#[cfg(feature = "workbench")]
use crate::engine::canonical_json;
#[cfg(feature = "workbench")]
use crate::ticket::ReadTicket;
use crate::ticket::platforms;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// The neutral ticket of a platform's payload, as the platform's adapter gathered it.
///
/// # Errors
/// `EngineError` when the platform is unknown or the payload is none of its tickets.
#[wasm_bindgen(js_name = readTicket)]
pub fn read_ticket(platform: &str, payload: JsValue) -> Result<JsValue, JsValue> {
    let payload: serde_json::Value = from_js(&payload, "payload")?;
    let ticket = platforms::read(platform, &payload)
        .map_err(|refused| error::throw(refused.code(), &refused.to_string(), &refused.help()))?;
    to_js(&ticket)
}

/// Ids of the platforms that [`read_ticket`] understands.
#[cfg(feature = "workbench")]
#[wasm_bindgen(js_name = platformNames)]
#[must_use]
pub fn platform_names() -> Vec<String> {
    platforms::NAMES
        .iter()
        .map(|name| (*name).to_owned())
        .collect()
}

/// Reads a neutral ticket from JSON text.
///
/// # Errors
/// When the text is no ticket.
#[cfg(feature = "workbench")]
#[wasm_bindgen(js_name = readTicketJson)]
pub fn read_ticket_json(text: &str) -> Result<JsValue, JsValue> {
    let read = ReadTicket::from_json(text)
        .map_err(|refused| error::throw(refused.code(), &refused.to_string(), refused.help()))?;
    to_js(&read.ticket)
}

/// Canonical JSON of an analysis, for its hash.
///
/// # Errors
/// When the object is no analysis.
#[cfg(feature = "workbench")]
#[wasm_bindgen(js_name = canonicalJson)]
pub fn canonical(analysis: JsValue) -> Result<String, JsValue> {
    Ok(canonical_json(&from_js::<Analysis>(&analysis, "analysis")?))
}
