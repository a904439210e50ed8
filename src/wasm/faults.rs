//! What is wrong with settings that are being edited, field by field.

use super::convert::{from_js, to_js};
use super::engine::{JsAssets, JsEngine};
use crate::engine;
use crate::json::Plain;
use serde_json::Value;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// A fault with the field that it concerns.
#[derive(Default, Plain)]
#[serde(default)]
struct FieldFault {
    path: String,
    code: String,
    message: String,
    help: String,
}

/// What is wrong with a document, each with the path of its field (`triggers[vip].examples.fires[0]`):
/// `{path, code, message, help}[]`. The checks are those of `checkSettings`.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(js_name = settingsFaults)]
pub fn settings_faults(settings_json: &str, assets: &JsAssets) -> Result<JsValue, JsValue> {
    let faults: Vec<FieldFault> = engine::faults(settings_json, &assets.inner.borrow())
        .iter()
        .map(|fault| {
            let told = fault.diagnostic();
            FieldFault {
                path: fault.path.clone(),
                code: told.code,
                message: told.message,
                help: told.help,
            }
        })
        .collect();
    to_js(&faults)
}

/// Whether each example, a sentence or a ticket, fires the trigger rule: `true`, `false`, or `null` where there is no
/// such rule or it is switched off, or the example is neither.
///
/// # Errors
/// When the examples are no list.
#[wasm_bindgen(js_name = examplesFire)]
pub fn examples_fire(engine: &JsEngine, rule: &str, examples: JsValue) -> Result<JsValue, JsValue> {
    let examples: Vec<Value> = from_js(&examples, "list of examples")?;
    let fired: Vec<Option<bool>> = examples
        .iter()
        .map(|example| engine.inner.example_fires(rule, example))
        .collect();
    to_js(&fired)
}
