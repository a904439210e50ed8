//! The shipped rules on labelled tickets, and properties that must hold on every one of them.
#![allow(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use handrail::analysis::Severity;
use handrail::engine::{Assets, Engine};
use handrail::escalation::model::SentenceModel;
use handrail::sentiment::model::SentimentModel;
use handrail::ticket::{ReadTicket, Time};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

static CASES: [&str; 2] = [
    include_str!("cases/text.jsonl"),
    include_str!("cases/facts.jsonl"),
];

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::checked("", assets()).expect("sound defaults"));

/// With the shipped models of sentences and of sentiment.
fn assets() -> Assets {
    let model = SentenceModel::from_bytes(include_bytes!("../www/data/triggers.dat"));
    let sentiment = SentimentModel::from_bytes(include_bytes!("../www/data/sentiment.dat"));
    Assets {
        sentiment_model: Some(Arc::new(sentiment.expect("a sound model"))),
        trigger_model: Some(Arc::new(model.expect("a sound model"))),
        ..Assets::default()
    }
}

fn cases() -> Vec<Value> {
    CASES
        .iter()
        .flat_map(|text| text.lines())
        .map(|line| serde_json::from_str(line).expect("a case"))
        .collect()
}

fn kinds(engine: &Engine, case: &Value) -> BTreeSet<String> {
    let read = ReadTicket::from_json(&case["ticket"].to_string()).expect("a ticket");
    let now = Time::new(case["now"].as_str().expect("now"))
        .millis()
        .expect("a moment");
    engine
        .analyze(&read.ticket, now)
        .triggers
        .into_iter()
        .filter(|trigger| trigger.severity == Severity::Escalate)
        .map(|trigger| trigger.kind)
        .collect()
}

fn labels(case: &Value, key: &str) -> BTreeSet<String> {
    case["expect"][key]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|kind| kind.as_str().map(str::to_owned))
        .collect()
}

/// Changes each case and compares what escalates before and after.
#[track_caller]
fn check(
    change: impl Fn(&mut Value),
    holds: impl Fn(&BTreeSet<String>, &BTreeSet<String>) -> bool,
) {
    for case in cases() {
        let before = kinds(&ENGINE, &case);
        let mut changed = case.clone();
        change(&mut changed);
        let after = kinds(&ENGINE, &changed);
        assert!(
            holds(&before, &after),
            "{}: {before:?} became {after:?}",
            case["id"]
        );
    }
}

fn messages(case: &mut Value) -> &mut Vec<Value> {
    case["ticket"]["messages"].as_array_mut().expect("messages")
}

fn message(id: &str, role: &str, body: &str) -> Value {
    json!({"id": id, "author": {"role": role}, "body": body})
}

#[test]
fn labelled_tickets_keep_their_verdicts() {
    let (mut hits, mut misses, mut alarms) = (0_u32, 0_u32, 0_u32);
    let mut failures = Vec::new();
    for case in cases() {
        let fired = kinds(&ENGINE, &case);
        for kind in labels(&case, "triggers") {
            if fired.contains(&kind) {
                hits += 1;
            } else {
                misses += 1;
                failures.push(format!("{} misses {kind}", case["id"]));
            }
        }
        for kind in labels(&case, "forbid").intersection(&fired) {
            alarms += 1;
            failures.push(format!("{} fires {kind}", case["id"]));
        }
    }
    let recall = f64::from(hits) / f64::from(hits + misses);
    let precision = f64::from(hits) / f64::from(hits + alarms);
    assert!(
        recall >= 0.95 && precision >= 0.95,
        "recall {recall:.3}, precision {precision:.3}: {failures:#?}"
    );
}

#[test]
fn an_unrelated_message_removes_nothing() {
    check(
        |case| {
            messages(case).push(message(
                "later",
                "customer",
                "By the way, which size is the blue scarf?",
            ))
        },
        |before, after| {
            // Another matter starts a new count of the assistant's answers.
            before
                .iter()
                .all(|kind| after.contains(kind) || kind == "repeat_ai_contact")
        },
    );
}

#[test]
fn quoting_adds_nothing() {
    check(
        |case| {
            let quoted: Vec<String> = messages(case)
                .iter()
                .filter_map(|message| message["body"].as_str())
                .flat_map(|body| body.lines().map(|line| format!("> {line}")))
                .collect();
            let body = format!("Thanks, noted.\n\n{}\n", quoted.join("\n"));
            messages(case).push(message("quote", "agent", &body));
        },
        |before, after| after.is_subset(before),
    );
}

#[test]
fn the_teams_words_change_nothing() {
    let body = "I will call my lawyer, the kettle burned my hand, give me a manager, this is outrageous, \
                I want 900 dollars back and I will sue you.";
    check(
        |case| messages(case).push(message("reply", "agent", body)),
        |before, after| before == after,
    );
}

#[test]
fn the_order_of_tags_changes_nothing() {
    check(
        |case| {
            if let Some(tags) = case["ticket"]["requester"]["tags"].as_array_mut() {
                tags.reverse();
            }
        },
        |before, after| before == after,
    );
}

#[test]
fn a_lower_threshold_removes_nothing() {
    let lower = Engine::from_json(
        r#"{"triggers":[{"id":"amount_threshold","threshold":{"amount":"20","currency":"USD"}},
            {"id":"repeat_ai_contact","count":1}]}"#,
        assets(),
    )
    .expect("sound settings");
    for case in cases() {
        let (before, after) = (kinds(&ENGINE, &case), kinds(&lower, &case));
        assert!(
            before.is_subset(&after),
            "{}: {before:?} became {after:?}",
            case["id"]
        );
    }
}

/// A sentence about a key word, and the kind that each of its disguises must fire.
#[track_caller]
fn evades(sentence: &str, word: &str, kind: &str) {
    let letters: Vec<char> = word.chars().collect();
    let join = |separator: &str| {
        letters
            .iter()
            .map(char::to_string)
            .collect::<Vec<_>>()
            .join(separator)
    };
    let mut swapped = letters.clone();
    swapped.swap(2, 3);
    let mut missing = letters.clone();
    missing.remove(letters.len() / 2);
    let mut doubled = letters.clone();
    doubled.insert(3, letters[3]);
    let cyrillic: String = word
        .chars()
        .map(|c| {
            if c == 'a' {
                'а'
            } else if c == 'e' {
                'е'
            } else {
                c
            }
        })
        .collect();
    let disguises = [
        word.to_uppercase(),
        join("\u{200b}"),
        join("."),
        join("-"),
        swapped.into_iter().collect(),
        missing.into_iter().collect(),
        doubled.into_iter().collect(),
        cyrillic,
    ];
    for disguise in disguises {
        let body = sentence.replace("{}", &disguise);
        let case = json!({"ticket": {"id": "1", "messages": [message("m1", "customer", &body)]}, "now": "2026-11-20T12:00:00Z"});
        assert!(kinds(&ENGINE, &case).contains(kind), "{body}");
    }
    let html = format!(
        "<p>{}</p>",
        sentence.replace("{}", &format!("{}<b>{}</b>", &word[..2], &word[2..]))
    );
    let mut written = message("m1", "customer", &html);
    written["format"] = json!("html");
    let case = json!({"ticket": {"id": "1", "messages": [written]}, "now": "2026-11-20T12:00:00Z"});
    assert!(kinds(&ENGINE, &case).contains(kind), "{html}");
}

#[test]
fn disguises_do_not_help() {
    evades("My {} will write to you.", "lawyer", "legal_language");
    evades("Get me a {} now.", "supervisor", "human_requested");
    evades("This is absolutely {}.", "ridiculous", "frustration");
    evades("The charger {} on the table.", "exploded", "product_harm");
    evades(
        "I have opened a {} with my bank.",
        "chargeback",
        "payment_dispute",
    );
    evades(
        "Your driver was extremely {}.",
        "aggressive",
        "staff_complaint",
    );
}

#[test]
fn a_broken_example_is_named() {
    let error = Engine::checked(
        r#"{"triggers":[{"id":"legal_language","examples":{"fires":["My lawyer will call.","See you in court.","Where is my parcel?"]}}]}"#,
        Assets::default(),
    )
    .expect_err("an example does not behave");
    assert_eq!(error.path, "triggers[legal_language].examples.fires[2]");
    assert_eq!(error.line, Some(1));
}

#[test]
fn evidence_is_what_the_customer_wrote() {
    for case in cases() {
        let read = ReadTicket::from_json(&case["ticket"].to_string()).expect("a ticket");
        for trigger in ENGINE.analyze(&read.ticket, 0).triggers {
            for evidence in trigger.evidence {
                if let handrail::evidence::Evidence::Message {
                    message_id,
                    span,
                    text,
                    ..
                } = evidence
                {
                    let body = &read
                        .ticket
                        .messages
                        .iter()
                        .find(|m| m.id == message_id)
                        .expect("its message")
                        .body;
                    let units: Vec<u16> = body.encode_utf16().collect();
                    assert_eq!(
                        String::from_utf16_lossy(&units[span.start..span.end]),
                        text,
                        "{}",
                        case["id"]
                    );
                }
            }
        }
    }
}
