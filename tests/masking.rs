//! A masked ticket is judged as the original is: same labels, triggers and tier.

use handrail::engine::{Assets, Engine};
use handrail::intent::IntentModel;
use handrail::sentiment::model::SentimentModel;
use handrail::text::masking::mask;
use handrail::ticket::ReadTicket;
use std::sync::Arc;

/// What must not change: intent, fired triggers with their severity, tier and route.
fn verdict(engine: &Engine, ticket: &handrail::ticket::Ticket, now: i64) -> String {
    let analysis = engine.analyze(ticket, now);
    let mut triggers: Vec<String> = analysis
        .triggers
        .iter()
        .map(|trigger| format!("{:?} {} {:?}", trigger.kind, trigger.rule, trigger.severity))
        .collect();
    triggers.sort();
    format!(
        "{} {:?} {:?} {} {triggers:?}",
        analysis.intent.label,
        analysis.intent.abstained,
        analysis.escalation.tier,
        analysis.escalation.route
    )
}

#[expect(clippy::expect_used, reason = "the cases are sound tickets")]
fn check(engine: &Engine, line: &str) {
    const NOW: i64 = 1_795_176_000_000;
    let read = ReadTicket::from_json(line).expect("a ticket");
    let now = read.now.unwrap_or(NOW);
    let masked = mask(&read.ticket);
    assert_eq!(
        verdict(engine, &masked, now),
        verdict(engine, &read.ticket, now),
        "{line}"
    );
}

#[test]
fn masking_changes_no_verdict() {
    let root = env!("CARGO_MANIFEST_DIR");
    let model = std::fs::read(format!("{root}/www/data/intent.dat")).expect("the shipped model");
    let sentiment =
        std::fs::read(format!("{root}/www/data/sentiment.dat")).expect("the shipped model");
    let assets = Assets {
        sentiment_model: Some(Arc::new(
            SentimentModel::from_bytes(&sentiment).expect("a sound model"),
        )),
        intent_model: Some(Arc::new(
            IntentModel::from_bytes(&model).expect("a sound model"),
        )),
        ..Assets::default()
    };
    let engine = Engine::from_json("", assets).expect("the shipped settings");
    let mut checked = 0;
    for file in ["text.jsonl", "facts.jsonl", "personal.jsonl"] {
        let text = std::fs::read_to_string(format!("{root}/tests/cases/{file}")).expect("cases");
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            check(&engine, line);
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}
