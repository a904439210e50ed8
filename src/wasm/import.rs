//! Reading articles in the browser.

use super::convert::{from_js, to_js};
use super::error;
use super::knowledge::wanted_from;
use crate::analysis::Diagnostic;
use crate::json::Plain;
use crate::knowledge::history::import::{self as history_import, CollectedTickets};
use crate::knowledge::history::{HistoryBuilder, SolvedTickets};
use crate::knowledge::import::changes::{self, Changes, Known};
use crate::knowledge::import::{self, HelpdeskAnswer, SourceFile};
use crate::text::vectors::Vectors;
use crate::ticket::{Ticket, platforms};
use serde_json::Value;
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
    answers: RefCell<Vec<HelpdeskAnswer>>,
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

    /// Adds what a helpdesk answered for its own knowledge base, as `www/hosts/library.js` gathers it.
    ///
    /// # Errors
    /// When the payload is no JSON.
    #[wasm_bindgen(js_name = addPayload)]
    pub fn add_payload(
        &self,
        platform: String,
        origin: String,
        payload: &JsValue,
    ) -> Result<(), JsValue> {
        let payload = from_js(payload, "payload")?;
        self.answers.borrow_mut().push(HelpdeskAnswer {
            platform,
            origin,
            payload,
        });
        Ok(())
    }

    /// Reads the files and compares them with `known`, a list of `{id, source, digest}`:
    /// `{changes: {put, removed, new, changed, unchanged, kept}, diagnostics}`. The import is empty afterwards.
    ///
    /// # Errors
    /// When `known` is no such list.
    pub fn changes(&self, known: &JsValue) -> Result<JsValue, JsValue> {
        let known: Vec<Known> = from_js(known, "list of known articles")?;
        let mut collected = import::read(&self.files.take(), &decode);
        for answer in self.answers.take() {
            import::add_helpdesk(&mut collected, &answer);
        }
        let diagnostics = std::mem::take(&mut collected.faults);
        to_js(&Outcome {
            changes: changes::changes(&known, collected),
            diagnostics,
        })
    }
}

/// Collects the solved tickets that are imported at once, and compares them with those that are known.
#[wasm_bindgen]
pub struct HistoryImport {
    masked: bool,
    files: RefCell<Vec<SourceFile>>,
    closed: RefCell<Vec<(String, Vec<Ticket>)>>,
}

#[wasm_bindgen]
impl HistoryImport {
    /// Nothing yet; with `masked` personal data is hidden before anything is given back.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(masked: bool) -> Self {
        Self {
            masked,
            files: RefCell::default(),
            closed: RefCell::default(),
        }
    }

    /// Adds a file by its name.
    #[wasm_bindgen(js_name = addFile)]
    pub fn add_file(&self, name: String, bytes: Vec<u8>) {
        self.files.borrow_mut().push(SourceFile { name, bytes });
    }

    /// Adds closed tickets: a list of the payloads that `readTicket` takes.
    ///
    /// # Errors
    /// When the payload is no list. A ticket that cannot be read is left out.
    #[wasm_bindgen(js_name = addPayload)]
    pub fn add_payload(
        &self,
        platform: &str,
        origin: &str,
        payload: &JsValue,
    ) -> Result<(), JsValue> {
        let payloads: Vec<Value> = from_js(payload, "list of payloads")?;
        let tickets = payloads
            .iter()
            .filter_map(|payload| platforms::read(platform, payload).ok())
            .collect();
        let source = format!("{platform} {origin}");
        self.closed.borrow_mut().push((source, tickets));
        Ok(())
    }

    /// Reads what was added and compares it with `known`, as [`ArticleImport::changes`] does.
    ///
    /// # Errors
    /// When `known` is no list of `{id, source, digest}`.
    pub fn changes(&self, known: &JsValue) -> Result<JsValue, JsValue> {
        let known: Vec<Known> = from_js(known, "list of known tickets")?;
        let mut collected: CollectedTickets =
            history_import::read(&self.files.take(), &decode, self.masked);
        for (source, tickets) in self.closed.take() {
            history_import::add_helpdesk(&mut collected, &source, &tickets, self.masked);
        }
        let diagnostics = std::mem::take(&mut collected.faults);
        to_js(&Outcome {
            changes: changes::ticket_changes(&known, collected),
            diagnostics,
        })
    }
}

/// Builds the index of solved tickets.
#[wasm_bindgen(js_name = HistoryBuilder)]
#[derive(Default)]
pub struct JsHistoryBuilder {
    builder: RefCell<HistoryBuilder>,
    vectors: RefCell<Option<Vectors>>,
}

#[wasm_bindgen(js_class = HistoryBuilder)]
impl JsHistoryBuilder {
    /// An empty builder.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads `vectors.dat`, with which tickets added from now on are also found by what they mean.
    ///
    /// # Errors
    /// When it is no such file.
    #[wasm_bindgen(js_name = loadVectors)]
    pub fn load_vectors(&self, bytes: &[u8]) -> Result<(), JsValue> {
        let vectors = Vectors::from_bytes(bytes).map_err(|refused| {
            error::throw(refused.code(), &refused.to_string(), refused.help())
        })?;
        self.vectors.replace(Some(vectors));
        Ok(())
    }

    /// Goes on from the bytes of a history, as `KnowledgeBuilder.resume` does of an index.
    ///
    /// # Errors
    /// When `wanted` is no list of `{id, digest}`.
    pub fn resume(&self, bytes: &[u8], wanted: &JsValue) -> Result<Option<Vec<u32>>, JsValue> {
        let wanted = wanted_from(wanted)?;
        let vectors = self.vectors.borrow();
        let builder = SolvedTickets::from_bytes(bytes)
            .ok()
            .and_then(|history| HistoryBuilder::resume(&history, vectors.as_ref()));
        Ok(builder.map(|mut builder| {
            let missing = builder.keep(wanted.iter().map(|(id, digest)| (id.as_str(), *digest)));
            self.builder.replace(builder);
            missing.into_iter().map(|at| at as u32).collect()
        }))
    }

    /// Adds solved tickets.
    ///
    /// # Errors
    /// When they are no list of them.
    pub fn add(&self, tickets: &JsValue) -> Result<(), JsValue> {
        let tickets: Vec<crate::knowledge::history::SolvedTicket> =
            from_js(tickets, "list of solved tickets")?;
        for ticket in &tickets {
            let vectors = self.vectors.borrow();
            self.builder.borrow_mut().add(ticket, vectors.as_ref());
        }
        Ok(())
    }

    /// The bytes for `Assets.loadHistory`; the builder is empty afterwards.
    #[must_use]
    pub fn finish(&self) -> Vec<u8> {
        self.builder.take().finish().to_bytes()
    }
}
