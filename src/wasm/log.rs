//! The event log for the settings page, and the masking of what is kept.

use super::convert::{from_js, to_js};
use super::error;
use crate::json::{self, Plain};
use crate::log::{self, Export, GateSettings};
use crate::text::masking;
use crate::ticket::{Ticket, name_messages};
use serde_json::Value;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// What the page says beside the logs.
#[derive(Default, Plain)]
#[serde(default, rename_all = "camelCase")]
struct Options {
    now_ms: f64,
    gates: Value,
}

/// Verifies exports of logs, `{name, text, head}` each, and computes the figures and gates of `handrail report`.
/// Options are `{nowMs, gates}`: the settings' `phases.gates`.
///
/// # Errors
/// When an object has not its shape.
#[wasm_bindgen(js_name = reportLogs)]
pub fn report_logs(exports: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let exports: Vec<Export> = from_js(&exports, "list of logs")?;
    let options: Options = from_js(&options, "options object")?;
    let gates = GateSettings::read(&options.gates).map_err(|refused| {
        error::throw(
            "wrong_gates",
            &format!("phases.gates: {refused}"),
            "the gates are numbers by name, see docs/LOG.md",
        )
    })?;
    to_js(&log::report(&exports, &gates, options.now_ms as i64))
}

/// The ticket without personal data, as JSON text; as it is where `masked` is false.
///
/// # Errors
/// When the object is no ticket.
#[wasm_bindgen(js_name = keepTicket)]
pub fn keep_ticket(ticket: JsValue, masked: bool) -> Result<String, JsValue> {
    let mut ticket: Ticket = from_js(&ticket, "ticket")?;
    name_messages(&mut ticket);
    // When it was fetched changes with each reading, and no verdict rests on it.
    if let Some(source) = &mut ticket.source {
        source.fetched_at = None;
    }
    Ok(json::text(&if masked {
        masking::mask(&ticket)
    } else {
        ticket
    }))
}
