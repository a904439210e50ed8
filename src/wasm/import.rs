//! Reading articles in the browser.

use super::convert::{from_js, to_js};
use crate::analysis::Diagnostic;
use crate::json::Plain;
use crate::knowledge::Article;
use crate::knowledge::import::changes::{self, Changes, Known};
use crate::knowledge::import::{self, SourceFile};
use std::cell::RefCell;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// The browser's reader of encodings.
    type TextDecoder;

    #[wasm_bindgen(constructor, catch)]
    fn new(label: &str) -> Result<TextDecoder, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &[u8]) -> Result<String, JsValue>;
}

fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    TextDecoder::new(label).ok()?.decode(bytes).ok()
}

/// Collects what is imported at once, and compares it with what is known.
#[wasm_bindgen]
#[derive(Default)]
pub struct ArticleImport {
    files: RefCell<Vec<SourceFile>>,
}

/// What an import changes, and what went wrong.
#[derive(Plain)]
struct Outcome {
    changes: Changes,
    diagnostics: Vec<Diagnostic>,
}

#[wasm_bindgen]
impl ArticleImport {
    /// Nothing yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file by its name, or by its path from the folder that was chosen on.
    #[wasm_bindgen(js_name = addFile)]
    pub fn add_file(&self, name: String, bytes: Vec<u8>) {
        self.files.borrow_mut().push(SourceFile { name, bytes });
    }

    /// Reads the files and compares them with `known`, a list of `{id, source, digest}`:
    /// `{changes: {put, removed, new, changed, unchanged, kept}, diagnostics}`. The import is empty afterwards.
    ///
    /// # Errors
    /// When `known` is no such list.
    pub fn changes(&self, known: &JsValue) -> Result<JsValue, JsValue> {
        let known: Vec<Known> = from_js(known, "list of known articles")?;
        let mut collected = import::read(&self.files.take(), &decode);
        let diagnostics = std::mem::take(&mut collected.faults);
        to_js(&Outcome {
            changes: changes::changes(&known, collected),
            diagnostics,
        })
    }
}

/// What a file of articles holds.
#[derive(Plain)]
struct FileOfArticles {
    articles: Vec<Article>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads a file of articles by its name: `{articles: Article[], diagnostics: Diagnostic[]}`. What cannot be read
/// is left out and told.
///
/// # Errors
/// When the result cannot cross the boundary.
#[wasm_bindgen(js_name = readArticles)]
pub fn read_articles(file_name: &str, bytes: &[u8]) -> Result<JsValue, JsValue> {
    let file = SourceFile {
        name: file_name.to_owned(),
        bytes: bytes.to_vec(),
    };
    let read = import::read(&[file], &decode);
    to_js(&FileOfArticles {
        articles: read.articles.into_iter().map(|own| own.article).collect(),
        diagnostics: read.faults,
    })
}
