//! Orders that are looked up on the helpdesk's own origin.

use super::convert::{from_js, to_js};
use super::error;
use crate::analysis::{Analysis, Diagnostic};
use crate::engine;
use crate::identity::{OrderAnswer, add_looked_up};
use crate::json::Plain;
use crate::settings::Settings;
use crate::ticket::{Ticket, name_messages};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// A ticket with the orders that were looked up, and what went wrong.
#[derive(Plain)]
struct LookedUp {
    ticket: Ticket,
    problems: Vec<Diagnostic>,
}

/// What to ask the helpdesk's own origin for a ticket's orders: `{path, number}[]`. `settings_json` is the lead's
/// document.
///
/// # Errors
/// When an object has not its shape, or the settings are refused.
#[wasm_bindgen(js_name = orderRequests)]
pub fn order_requests(
    ticket: JsValue,
    analysis: JsValue,
    settings_json: &str,
) -> Result<JsValue, JsValue> {
    let mut ticket: Ticket = from_js(&ticket, "ticket")?;
    name_messages(&mut ticket);
    let analysis: Analysis = from_js(&analysis, "analysis")?;
    to_js(&engine::order_requests(
        &settings(settings_json)?,
        &ticket,
        &analysis,
    ))
}

/// The ticket with the orders of the answers (`{path, number, status, failure, text}[]`), and what is wrong with
/// these: `{ticket, problems}`.
///
/// # Errors
/// When an object has not its shape, or the settings are refused.
#[wasm_bindgen(js_name = addOrders)]
pub fn add_orders(
    ticket: JsValue,
    answers: JsValue,
    settings_json: &str,
) -> Result<JsValue, JsValue> {
    let mut ticket: Ticket = from_js(&ticket, "ticket")?;
    let answers: Vec<OrderAnswer> = from_js(&answers, "list of answers")?;
    let settings = settings(settings_json)?;
    let problems = add_looked_up(&settings.identity.order_lookup, &mut ticket, &answers);
    to_js(&LookedUp { ticket, problems })
}

fn settings(json: &str) -> Result<Settings, JsValue> {
    Settings::read(json).map_err(|refused| error::from_settings(&refused))
}
