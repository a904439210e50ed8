//! Plain data across the boundary.

use super::error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// Data as a plain JavaScript object, shaped as its JSON would be.
pub(super) fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| error::throw("not_convertible", &error.to_string(), ""))
}

/// Data from a plain JavaScript object; `what` names it in the error.
pub(super) fn from_js<T: DeserializeOwned>(value: JsValue, what: &str) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| {
        error::throw(
            "wrong_shape",
            &format!("this is no {what}: {error}"),
            "see the data contract for its shape",
        )
    })
}
