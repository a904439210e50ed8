//! The API that the browser calls: conversions and errors, no logic.
//!
//! What the panel itself never calls is in the second module alone (feature `workbench`): its own has a budget.
//!
//! Every method takes `&self`: a panic inside `&mut self` would lock the object for good. After a
//! `RuntimeError` the page drops the whole instance and loads afresh.

// What the macro exports reaches JavaScript, whatever Rust's own visibility says.
#![allow(unreachable_pub, reason = "exported by wasm_bindgen")]

mod convert;
#[cfg(feature = "workbench")]
mod directory;
mod dom;
mod engine;
mod error;
#[cfg(feature = "workbench")]
mod evaluation;
#[cfg(feature = "workbench")]
mod faults;
#[cfg(feature = "workbench")]
mod handoff;
#[cfg(feature = "workbench")]
mod import;
#[cfg(feature = "workbench")]
mod knowledge;
#[cfg(feature = "workbench")]
mod lint;
#[cfg(feature = "workbench")]
mod log;
#[cfg(feature = "workbench")]
mod messages;
#[cfg(feature = "workbench")]
mod orders;
mod settings;
#[cfg(feature = "stages")]
mod stages;
mod ticket;

use crate::json::Plain;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Version of this API.
const API: u32 = 1;

#[derive(Plain)]
#[serde(rename_all = "camelCase")]
struct Version {
    engine: String,
    api: u32,
    models: u32,
    knowledge_format: u32,
    settings_format: u32,
}

/// Versions of the engine, of this API, and of the formats that it reads:
/// `{engine, api, models, knowledgeFormat, settingsFormat}`.
///
/// # Errors
/// Never in practice; the conversion to a JavaScript object can fail in theory.
#[wasm_bindgen]
pub fn version() -> Result<JsValue, JsValue> {
    convert::to_js(&Version {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        api: API,
        models: crate::intent::FORMAT,
        knowledge_format: crate::knowledge::FORMAT,
        settings_format: crate::settings::FORMAT,
    })
}
