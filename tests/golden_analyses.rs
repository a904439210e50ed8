//! Golden analyses: the same tickets give the same bytes, on every machine and in WebAssembly
//! (`tests/wasm/golden.test.js` reads the same files). They change only on demand:
//! `HANDRAIL_GOLDEN=write cargo test --test golden_analyses`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use handrail::engine::{Assets, Engine};
use handrail::escalation::model::SentenceModel;
use handrail::intent::IntentModel;
use handrail::knowledge::{Article, KnowledgeIndex};
use handrail::sentiment::model::SentimentModel;
use handrail::text::language::LanguageModel;
use handrail::text::vectors::Vectors;
use handrail::time_zones::TimeZones;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/analyses")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap()
}

fn engine() -> Engine {
    let model = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/intent.dat"));
    let vectors = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/vectors.dat"));
    let articles: Vec<Article> = read("articles.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let vectors = Vectors::from_bytes(&vectors.unwrap()).unwrap();
    // By way of bytes, as the panel gets it.
    let index = KnowledgeIndex::build(&articles, Some(&vectors)).to_bytes();
    let index = KnowledgeIndex::from_bytes(index).unwrap();
    let zones = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/zones.dat"));
    let zones = TimeZones::from_bytes(&zones.unwrap()).unwrap();
    let languages =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/language.dat"));
    let languages = LanguageModel::from_bytes(&languages.unwrap()).unwrap();
    let triggers =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/triggers.dat"));
    let triggers = SentenceModel::from_bytes(&triggers.unwrap()).unwrap();
    let sentiment =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/sentiment.dat"));
    let sentiment = SentimentModel::from_bytes(&sentiment.unwrap()).unwrap();
    let assets = Assets {
        sentiment_model: Some(Arc::new(sentiment)),
        trigger_model: Some(Arc::new(triggers)),
        language_model: Some(Arc::new(languages)),
        intent_model: Some(Arc::new(IntentModel::from_bytes(&model.unwrap()).unwrap())),
        vectors: Some(Arc::new(vectors)),
        time_zones: Some(Arc::new(zones)),
        knowledge: Some(Arc::new(index)),
        ..Assets::default()
    };
    Engine::from_json(&read("settings.json"), assets).unwrap()
}

#[test]
fn analyses_are_as_recorded() {
    let engine = engine();
    let analyses: Vec<String> = read("tickets.jsonl")
        .lines()
        .map(|line| match engine.analyze_json(line, 0) {
            Ok(analysis) => analysis,
            Err(error) => format!("{}: {error}", error.code()),
        })
        .collect();
    let analyses = analyses.join("\n") + "\n";
    if std::env::var("HANDRAIL_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(folder().join("analyses.jsonl"), analyses).unwrap();
        return;
    }
    let recorded = read("analyses.jsonl");
    for (number, (got, expected)) in analyses.lines().zip(recorded.lines()).enumerate() {
        assert_eq!(
            got,
            expected,
            "ticket in line {} of tickets.jsonl",
            number + 1
        );
    }
    assert_eq!(analyses.lines().count(), recorded.lines().count());
}
