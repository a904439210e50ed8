//! `Assets` and `Engine`.

use super::convert::{from_js, to_js};
use super::error;
use crate::engine::{Assets, Engine};
use crate::escalation::model::SentenceModel;
use crate::intent::IntentModel;
use crate::knowledge::KnowledgeIndex;
use crate::knowledge::history::SolvedTickets;
use crate::sentiment::model::SentimentModel;
use crate::text::language::LanguageModel;
use crate::text::vectors::Vectors;
use crate::ticket::{Ticket, name_messages};
use crate::time_zones::TimeZones;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// What engines read beside the settings; shared between them.
#[wasm_bindgen(js_name = Assets)]
#[derive(Default)]
pub struct JsAssets {
    pub(super) inner: RefCell<Assets>,
}

#[wasm_bindgen(js_class = Assets)]
impl JsAssets {
    /// Nothing loaded yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads a data file by its name: `intent`, `language`, `sentiment`, `triggers`, `vectors` or `zones`. What
    /// was loaded before stays when this fails.
    ///
    /// # Errors
    /// When the name is unknown or the bytes are no such model.
    pub fn load(&self, name: &str, bytes: &[u8]) -> Result<(), JsValue> {
        match name {
            "intent" => {
                let model = IntentModel::from_bytes(bytes).map_err(|error| {
                    error::throw("model_unusable", &error.to_string(), error.help())
                })?;
                self.inner.borrow_mut().intent_model = Some(Arc::new(model));
                Ok(())
            }
            "language" => {
                let model = LanguageModel::from_bytes(bytes).map_err(|error| {
                    error::throw(error.code(), &error.to_string(), error.help())
                })?;
                self.inner.borrow_mut().language_model = Some(Arc::new(model));
                Ok(())
            }
            "triggers" => {
                let model = SentenceModel::from_bytes(bytes).map_err(|error| {
                    error::throw(error.code(), &error.to_string(), error.help())
                })?;
                self.inner.borrow_mut().trigger_model = Some(Arc::new(model));
                Ok(())
            }
            "vectors" => {
                let vectors = Vectors::from_bytes(bytes).map_err(|error| {
                    error::throw(error.code(), &error.to_string(), error.help())
                })?;
                self.inner.borrow_mut().vectors = Some(Arc::new(vectors));
                Ok(())
            }
            "sentiment" => {
                let model = SentimentModel::from_bytes(bytes).map_err(|error| {
                    error::throw(error.code(), &error.to_string(), error.help())
                })?;
                self.inner.borrow_mut().sentiment_model = Some(Arc::new(model));
                Ok(())
            }
            "zones" => {
                let zones = TimeZones::from_bytes(bytes).map_err(|error| {
                    error::throw(error.code(), &error.to_string(), error.help())
                })?;
                self.inner.borrow_mut().time_zones = Some(Arc::new(zones));
                Ok(())
            }
            other => Err(error::throw(
                "unknown_model",
                &format!("there is no model named `{other}`"),
                "the models are: intent, language, sentiment, triggers, vectors, zones",
            )),
        }
    }

    /// Loads a knowledge index. What was loaded before stays when this fails.
    ///
    /// # Errors
    /// When the bytes are no index of this version.
    #[wasm_bindgen(js_name = loadKnowledge)]
    pub fn load_knowledge(&self, bytes: Vec<u8>) -> Result<(), JsValue> {
        let index = KnowledgeIndex::from_bytes(bytes).map_err(|error| {
            error::throw("knowledge_unusable", &error.to_string(), error.help())
        })?;
        self.inner.borrow_mut().knowledge = Some(Arc::new(index));
        Ok(())
    }

    /// Loads the team's solved tickets, as `HistoryBuilder` wrote them. What was loaded before stays when
    /// this fails.
    ///
    /// # Errors
    /// When the bytes are no history of this version.
    #[wasm_bindgen(js_name = loadHistory)]
    pub fn load_history(&self, bytes: &[u8]) -> Result<(), JsValue> {
        let history = SolvedTickets::from_bytes(bytes)
            .map_err(|error| error::throw("history_unusable", &error.to_string(), error.help()))?;
        self.inner.borrow_mut().history = Some(Arc::new(history));
        Ok(())
    }

    /// Forgets the solved tickets.
    #[wasm_bindgen(js_name = dropHistory)]
    pub fn drop_history(&self) {
        self.inner.borrow_mut().history = None;
    }

    /// Forgets the knowledge index.
    #[wasm_bindgen(js_name = dropKnowledge)]
    pub fn drop_knowledge(&self) {
        self.inner.borrow_mut().knowledge = None;
    }
}

/// The engine over a settings document and assets.
#[wasm_bindgen(js_name = Engine)]
pub struct JsEngine {
    pub(super) inner: Engine,
}

#[wasm_bindgen(js_class = Engine)]
impl JsEngine {
    /// Compiles the lead's document (JSON text, empty for the defaults) over the shipped defaults.
    ///
    /// # Errors
    /// `EngineError {code, message, help, line?, column?}` when the document is refused.
    #[wasm_bindgen(constructor)]
    pub fn new(settings_json: &str, assets: &JsAssets) -> Result<Self, JsValue> {
        let assets = assets.inner.borrow().clone();
        let inner = Engine::from_json(settings_json, assets)
            .map_err(|refused| error::from_settings(&refused))?;
        Ok(Self { inner })
    }

    /// Analyses a neutral ticket as of `now_ms`.
    ///
    /// # Errors
    /// When the object has not a ticket's shape; never because of its text.
    pub fn analyze(&self, ticket: JsValue, now_ms: f64) -> Result<JsValue, JsValue> {
        let mut ticket: Ticket = from_js(&ticket, "ticket")?;
        name_messages(&mut ticket);
        to_js(&self.inner.analyze(&ticket, now_ms as i64))
    }

    /// Analyses a ticket given as JSON text and returns canonical JSON text, the same bytes as the
    /// `handrail analyze` command writes.
    ///
    /// # Errors
    /// When the text is no ticket.
    #[wasm_bindgen(js_name = analyzeJson)]
    pub fn analyze_json(&self, text: &str, now_ms: f64) -> Result<String, JsValue> {
        self.inner
            .analyze_json(text, now_ms as i64)
            .map_err(|refused| error::throw(refused.code(), &refused.to_string(), refused.help()))
    }

    /// Analyses a ticket as `analyzeJson` does, and says how long each stage took: `{stage, milliseconds}[]`.
    ///
    /// # Errors
    /// When the text is no ticket.
    #[cfg(feature = "stages")]
    #[wasm_bindgen(js_name = stageTimes)]
    pub fn stage_times(&self, text: &str, now_ms: f64) -> Result<JsValue, JsValue> {
        let read = crate::ticket::ReadTicket::from_json(text).map_err(|refused| {
            error::throw(refused.code(), &refused.to_string(), refused.help())
        })?;
        let mut times = Vec::new();
        let mut last = super::stages::now();
        self.inner
            .analyze_observed(&read.ticket, now_ms as i64, |stage| {
                let at = super::stages::now();
                times.push(super::stages::StageTime {
                    stage: stage.to_owned(),
                    milliseconds: at - last,
                });
                last = super::stages::now();
            });
        to_js(&times)
    }

    /// Articles for a typed query, best first.
    ///
    /// # Errors
    /// Never in practice.
    pub fn search(&self, query: &str, limit: usize, now_ms: f64) -> Result<JsValue, JsValue> {
        to_js(&self.inner.search(query, limit, now_ms as i64))
    }

    /// Display names of the intents by id, as the settings have them.
    ///
    /// # Errors
    /// Never in practice.
    #[wasm_bindgen(js_name = intentNames)]
    pub fn intent_names(&self) -> Result<JsValue, JsValue> {
        to_js(&self.inner.intent_names())
    }
}
