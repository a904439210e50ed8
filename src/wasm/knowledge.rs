//! Building a knowledge index in the browser.

use super::convert::{from_js, to_js};
use super::error;
use crate::json::Plain;
use crate::knowledge::import::changes::Known;
use crate::knowledge::{Article, IndexBuilder, KnowledgeIndex, lint};
use crate::text::vectors::Vectors;
use std::cell::RefCell;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Collects articles and builds their index.
#[wasm_bindgen]
#[derive(Default)]
pub struct KnowledgeBuilder {
    index: RefCell<IndexBuilder>,
    vectors: RefCell<Option<Vectors>>,
}

/// Options of the builder; none yet.
#[derive(Default, Plain)]
#[serde(default)]
struct Options {}

/// Reads a list of `{id, digest}`. A digest that is none is one that nothing has.
pub(super) fn wanted_from(list: &JsValue) -> Result<Vec<(String, u64)>, JsValue> {
    let wanted: Vec<Known> = from_js(list, "list of ids and digests")?;
    let digest = |one: &Known| u64::from_str_radix(&one.digest, 16).unwrap_or(0);
    Ok(wanted
        .into_iter()
        .map(|one| (one.id.trim().to_owned(), digest(&one)))
        .collect())
}

#[derive(Plain)]
struct Progress {
    articles: usize,
}

#[wasm_bindgen]
impl KnowledgeBuilder {
    /// An empty builder.
    ///
    /// # Errors
    /// When `options` is given and no object.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<Self, JsValue> {
        if !options.is_undefined() && !options.is_null() {
            let _: Options = from_js(&options, "options object")?;
        }
        Ok(Self::default())
    }

    /// Adds articles to the index; one with a known id replaces the older one.
    ///
    /// # Errors
    /// When they are no list of articles.
    pub fn add(&self, articles: JsValue) -> Result<(), JsValue> {
        let added: Vec<Article> = from_js(&articles, "list of articles")?;
        let vectors = self.vectors.borrow();
        let mut index = self.index.borrow_mut();
        for article in &added {
            index.add(article, vectors.as_ref());
        }
        Ok(())
    }

    /// Reads `vectors.dat`, with which articles added from now on are also found by what they mean. The
    /// engine has to load the same file.
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

    /// Goes on from the bytes of an index, so that only what changed is read anew: keeps those of its articles that
    /// are in `wanted`, a list of `{id, digest}`, and gives the positions in `wanted` of those that are still to be
    /// added. `undefined` when the bytes are no index of this version or were built with other word vectors; the
    /// builder stays as it was then.
    ///
    /// # Errors
    /// When `wanted` is no such list.
    pub fn resume(&self, bytes: Vec<u8>, wanted: &JsValue) -> Result<Option<Vec<u32>>, JsValue> {
        let wanted = wanted_from(wanted)?;
        let vectors = self.vectors.borrow();
        let builder = KnowledgeIndex::from_bytes(bytes)
            .ok()
            .and_then(|index| IndexBuilder::resume(&index, vectors.as_ref()));
        Ok(builder.map(|mut builder| {
            let missing = builder.keep(wanted.iter().map(|(id, digest)| (id.as_str(), *digest)));
            self.index.replace(builder);
            missing.into_iter().map(|at| at as u32).collect()
        }))
    }

    /// Takes articles away by id.
    pub fn remove(&self, ids: Vec<String>) {
        for id in &ids {
            self.index.borrow_mut().remove(id);
        }
    }

    /// `{articles}`: how many are there.
    ///
    /// # Errors
    /// Never in practice.
    pub fn progress(&self) -> Result<JsValue, JsValue> {
        to_js(&Progress {
            articles: self.index.borrow().len(),
        })
    }

    /// Looks in all articles, which have been added, for values that contradict each other, so that the next
    /// `finish` tells of them; gives how many there are. `progress` is called with the steps that are done, and
    /// how many there are.
    ///
    /// # Errors
    /// When they are no list of articles.
    #[wasm_bindgen(js_name = findConflicts)]
    pub fn find_conflicts(
        &self,
        articles: &JsValue,
        progress: &js_sys::Function,
    ) -> Result<usize, JsValue> {
        let articles: Vec<Article> = from_js(articles, "list of articles")?;
        let vectors = self.vectors.borrow();
        let mut tell = super::lint::teller(progress);
        let found = lint::contradictions(&articles, vectors.as_ref(), &mut tell);
        self.index.borrow_mut().contradicts(&found);
        Ok(found.len())
    }

    /// The index as bytes for `Assets.loadKnowledge`.
    #[must_use]
    pub fn finish(&self) -> Vec<u8> {
        self.index.borrow().finish()
    }
}
