//! Errors as JavaScript's `Error`, named `EngineError`, with `code`, `help`, `line` and `column`.

use crate::analysis::Diagnostic;
use crate::settings::SettingsError;
use wasm_bindgen::JsValue;

/// An `EngineError`.
pub(super) fn throw(code: &str, message: &str, help: &str) -> JsValue {
    from_diagnostic(&Diagnostic::new(code, message, help))
}

/// An `EngineError` from a diagnostic.
pub(super) fn from_diagnostic(diagnostic: &Diagnostic) -> JsValue {
    let error = js_sys::Error::new(&diagnostic.message);
    error.set_name("EngineError");
    let set = |key: &str, value: JsValue| {
        // Setting a property of a fresh, extensible object cannot fail.
        let _ = js_sys::Reflect::set(&error, &JsValue::from_str(key), &value);
    };
    set("code", JsValue::from_str(&diagnostic.code));
    set("help", JsValue::from_str(&diagnostic.help));
    if let Some(line) = diagnostic.line {
        set("line", JsValue::from_f64(line as f64));
    }
    if let Some(column) = diagnostic.column {
        set("column", JsValue::from_f64(column as f64));
    }
    error.into()
}

/// An `EngineError` from refused settings.
pub(super) fn from_settings(error: &SettingsError) -> JsValue {
    from_diagnostic(&error.diagnostic())
}
