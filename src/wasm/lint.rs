//! Lint of a knowledge base in the browser.

use super::convert::{from_js, to_js};
use super::error;
use crate::json::Plain;
use crate::knowledge::Article;
use crate::knowledge::lint::{self, LintOptions, Question};
use crate::settings::Settings;
use crate::text::vectors::Vectors;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// What the page tells lint.
#[derive(Default, Plain)]
#[serde(default, rename_all = "camelCase")]
struct Options {
    now_ms: f64,
    settings_json: String,
    advisory: bool,
    reached: Option<Vec<String>>,
    questions: Vec<Question>,
}

/// What is wrong with the articles: `{findings, diagnostics, articles}`.
///
/// `options` is `{nowMs, settingsJson, advisory, reached?, questions?}`; `vectors` are the bytes of
/// `vectors.dat`; `progress` is called with the steps that are done, and how many there are.
///
/// # Errors
/// When the articles, options, settings or vectors are none.
#[wasm_bindgen(js_name = lintArticles)]
pub fn lint_articles(
    articles: JsValue,
    options: JsValue,
    vectors: &[u8],
    progress: &js_sys::Function,
) -> Result<JsValue, JsValue> {
    let articles: Vec<Article> = from_js(&articles, "list of articles")?;
    let options: Options = from_js(&options, "options object")?;
    let settings = Settings::read(&options.settings_json).map_err(|refused| {
        error::throw("settings_unusable", &refused.to_string(), &refused.help)
    })?;
    let vectors = Vectors::from_bytes(vectors)
        .map_err(|refused| error::throw(refused.code(), &refused.to_string(), refused.help()))?;
    let mut tell = teller(progress);
    let report = lint::lint(
        &articles,
        &LintOptions {
            now: options.now_ms as i64,
            vectors: Some(&vectors),
            policies: &settings.policies,
            advisory: options.advisory,
            aged_days: settings.knowledge.stale_days,
            reached: options.reached.as_deref(),
            questions: &options.questions,
        },
        &mut tell,
    );
    to_js(&report)
}

/// Calls `progress` with the steps that are done and how many there are; a hundred words are enough.
pub(super) fn teller(progress: &js_sys::Function) -> impl FnMut(usize, usize) + '_ {
    let mut told = 0;
    move |done, total| {
        if done == total || done >= told + (total / 100).max(1) {
            told = done;
            let _ = progress.call2(
                &JsValue::NULL,
                &JsValue::from_f64(done as f64),
                &JsValue::from_f64(total as f64),
            );
        }
    }
}
