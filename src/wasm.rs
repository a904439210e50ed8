//! The API that the browser calls.

use wasm_bindgen::prelude::wasm_bindgen;

/// The engine's version, as Cargo.toml has it.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
