//! The customer directory, read from CSV.

use super::convert::to_js;
use crate::analysis::Diagnostic;
use crate::identity::directory_csv;
use crate::json::Plain;
use crate::settings::identity::Customer;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[derive(Plain)]
struct Directory {
    customers: Vec<Customer>,
    diagnostics: Vec<Diagnostic>,
}

/// A customer directory from CSV: `{customers, diagnostics}`. With diagnostics there are no
/// customers: a directory is taken whole or not at all.
///
/// # Errors
/// Never in practice.
#[wasm_bindgen(js_name = readDirectory)]
pub fn read_directory(csv: &[u8]) -> Result<JsValue, JsValue> {
    let (customers, diagnostics) = match directory_csv::read(csv) {
        Ok(customers) => (customers, Vec::new()),
        Err(diagnostics) => (Vec::new(), diagnostics),
    };
    to_js(&Directory {
        customers,
        diagnostics,
    })
}
