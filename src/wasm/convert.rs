//! Plain data across the boundary, as JSON text: the browser's own JSON is fast, and one reader and
//! one writer for every type keep the module small.

use super::error;
use crate::json::{self, Plain};
use crate::ticket::mend_surrogates;
use wasm_bindgen::JsValue;

/// Data as a plain JavaScript object.
pub(super) fn to_js(value: &dyn Plain) -> Result<JsValue, JsValue> {
    js_sys::JSON::parse(&json::text(value))
}

/// JSON text of a JavaScript value; `what` names it in the error.
fn json_text(value: &JsValue, what: &str) -> Result<String, JsValue> {
    js_sys::JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .ok_or_else(|| error::throw("wrong_shape", &format!("this is no {what}"), SHAPE))
}

/// Data from a plain JavaScript object; `what` names it in the error.
pub(super) fn from_js<T: Plain>(value: &JsValue, what: &str) -> Result<T, JsValue> {
    json::read(&mend_surrogates(&json_text(value, what)?))
        .map_err(|error| error::throw("wrong_shape", &format!("this is no {what}: {error}"), SHAPE))
}

const SHAPE: &str = "see the data contract for its shape";
