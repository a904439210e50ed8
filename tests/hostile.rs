//! Hostile tickets: the engine answers with an analysis, whatever the text.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use handrail::analysis::Analysis;
use handrail::engine::{Assets, Engine};
use serde_json::{Value, json};

#[track_caller]
fn check(messages: Vec<Value>, diagnostic: Option<&str>) -> Analysis {
    let engine = Engine::from_json("", Assets::default()).unwrap();
    let ticket = json!({"id": "h", "subject": "hostile", "messages": messages});
    let text = engine
        .analyze_json(&ticket.to_string(), 1_700_000_000_000)
        .unwrap();
    let analysis: Analysis = serde_json::from_str(&text).unwrap();
    assert_eq!(analysis.ticket_id, "h");
    if let Some(code) = diagnostic {
        assert!(
            analysis.diagnostics.iter().any(|d| d.code == code),
            "no `{code}`"
        );
    }
    // What leaves is bounded, however long the text is.
    assert!(text.len() < 3_000_000, "{} bytes", text.len());
    analysis
}

fn customer(body: &str, format: &str) -> Value {
    json!({"author": {"role": "customer"}, "format": format, "body": body})
}

#[test]
fn no_messages() {
    check(vec![], Some("no_messages"));
}

#[test]
fn a_megabyte_in_one_line() {
    check(vec![customer(&"a".repeat(1 << 20), "text")], None);
    check(vec![customer(&"lawyer ".repeat(150_000), "text")], None);
    check(vec![customer(&"1".repeat(1 << 20), "text")], None);
    check(vec![customer(&"$1,".repeat(1 << 18), "text")], None);
    check(vec![customer(&"a.".repeat(1 << 19), "text")], None);
    check(vec![customer(&" \u{200b}".repeat(1 << 18), "text")], None);
    check(vec![customer(&"l a w ".repeat(1 << 17), "text")], None);
    check(
        vec![customer(&"e\u{301}\u{301}".repeat(1 << 17), "text")],
        None,
    );
}

#[test]
fn a_megabyte_of_broken_html() {
    check(vec![customer(&"<".repeat(1 << 20), "html")], None);
    check(vec![customer(&"<div>".repeat(1 << 18), "html")], None);
    check(
        vec![customer(&"<blockquote>".repeat(1 << 16), "html")],
        None,
    );
    check(vec![customer(&"&amp".repeat(1 << 18), "html")], None);
    check(vec![customer(&"<!--".repeat(1 << 18), "html")], None);
    check(vec![customer(&"<a href='".repeat(1 << 17), "html")], None);
    check(vec![customer(&"<script".repeat(1 << 15), "html")], None);
    check(vec![customer(&"</script".repeat(1 << 15), "html")], None);
}

#[test]
fn many_lines_and_messages() {
    check(vec![customer(&"> quoted\n".repeat(100_000), "text")], None);
    check(
        vec![customer(&"On Monday, Ann wrote:\n".repeat(40_000), "text")],
        None,
    );
    check(
        (0..5000)
            .map(|n| customer(&format!("message {n}, refund my $300"), "text"))
            .collect(),
        None,
    );
}

#[test]
fn odd_characters() {
    check(
        vec![customer("\u{0}\u{0}\u{fffd}\u{202e}abc", "text")],
        Some("broken_characters"),
    );
    check(vec![customer("🤬🤬🤬 👩‍👩‍👧‍👦 \u{1f1e9}\u{1f1ea}", "text")], None);
    check(vec![customer("שלום, איפה ההזמנה שלי?", "text")], None);
}
