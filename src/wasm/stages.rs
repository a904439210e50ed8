//! The time of single stages, for `cargo xtask bench speed` alone: no module that ships has it.

use crate::json::Plain;
use wasm_bindgen::prelude::wasm_bindgen;

/// How long a stage took.
#[derive(Plain)]
pub(super) struct StageTime {
    /// Its name.
    pub(super) stage: String,
    /// Milliseconds.
    pub(super) milliseconds: f64,
}

#[wasm_bindgen]
extern "C" {
    /// The browser's clock, in milliseconds.
    #[wasm_bindgen(js_namespace = performance)]
    pub(super) fn now() -> f64;
}
