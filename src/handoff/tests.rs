use super::*;
use crate::engine::{Assets, Engine};
use crate::ticket::ReadTicket;
use serde_json::{Value, json};

fn made(ticket: &Value, masked: bool, format: &str) -> String {
    let engine = Engine::from_json("", Assets::default()).unwrap();
    let ticket = ReadTicket::from_json(&ticket.to_string()).unwrap().ticket;
    let now = Time::new("2026-11-20T12:00:00Z").millis().unwrap();
    let analysis = engine.analyze(&ticket, now);
    let options = HandoffOptions {
        masked,
        format: format.to_owned(),
        intent_name: "Refund request".to_owned(),
    };
    written(&ticket, &analysis, &options)
}

/// A ticket for the manager, with personal data in every corner.
fn ticket() -> Value {
    json!({
        "id": "7", "number": "4411", "subject": "Burnt by the kettle",
        "source": {"url": "https://desk.example.com/tickets/4411"},
        "requester": {"name": "Annika Baker", "email": "annika@example.com", "phone": "+44 20 7946 0000",
            "created_at": "2020-01-02"},
        "orders": [{"id": "A-20417", "delivered_at": "2026-11-01", "items": [{"name": "Kettle"}],
            "shipping_address": {"city": "Ghent", "country": "BE"}}],
        "previous_tickets": [{"id": "5", "subject": "Lid of Annika's kettle", "status": "solved", "created_at": "2026-10-01"}],
        "messages": [
            {"id": "m1", "at": "2026-11-18T09:00:00Z", "author": {"role": "customer", "name": "Annika Baker"},
             "body": "The kettle of order A-20417 burned my hand. I already returned it to 14 Larch Close. See [this](https://example.com) <b>now</b>.",
             "attachments": [{"name": "hand.jpg"}]},
            {"id": "m2", "at": "2026-11-18T10:00:00Z", "author": {"role": "agent", "name": "Tom Ward"},
             "body": "Hi Annika,\nwe will call you tomorrow. Is it still hot?"},
            {"id": "m3", "at": "2026-11-19T10:00:00Z", "author": {"role": "customer", "name": "Annika Baker"},
             "body": "Nobody called. My lawyer will write to you. I want 900 EUR.\n\nRegards,\nAnnika Baker"}
        ]
    })
}

#[track_caller]
fn check(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

#[test]
fn the_full_picture_in_markdown() {
    let text = made(&ticket(), false, "markdown");
    check(
        &text,
        &[
            "# Hand-off: ticket 4411 Burnt by the kettle",
            "https://desk.example.com/tickets/4411",
            "## Recommended action",
            "## What is asked\n> I want 900 EUR.",
            "## Promised\n- we will call you tomorrow. (m2, 2026-11-18)",
            "order number A-20417 (m1)",
            "one photo (m1)",
            "## Reasoning\n- ",
            "“burned my hand” (m1)",
            "## Customer\n- Customer since: 2020-01-02",
            "## Timeline\n- 2026-10-01 Earlier ticket “Lid of Annika's kettle” solved (previous_tickets\\[0\\])\n- 2026-11-01 Order A-20417 delivered (orders\\[0\\].delivered_at)\n- 2026-11-18 09:00 Customer: ",
            "## Transcript\n- m1 2026-11-18 09:00 Customer Annika Baker, 1 file: The kettle",
            "as of 2026-11-20T12:00:00Z",
        ],
    );
    // The customer's own markup stays words.
    assert!(!text.contains("[this]("), "{text}");
    assert!(!text.contains(" <b>"), "{text}");
}

#[test]
fn a_masked_package_holds_no_personal_data() {
    for format in ["markdown", "json"] {
        let open = made(&ticket(), false, format);
        let masked = made(&ticket(), true, format);
        for datum in ["Annika", "Baker", "annika@", "7946", "Tom Ward", "Larch"] {
            assert!(!masked.contains(datum), "{datum} in {masked}");
        }
        check(&open, &["Annika Baker", "Tom Ward", "14 Larch Close"]);
        check(&masked, &["A-20417", "Xxxxxx Xxxxx", "900 EUR"]);
    }
}

#[test]
fn json_is_for_machines() {
    let value: Value = serde_json::from_str(&made(&ticket(), true, "json")).unwrap();
    assert_eq!(value["ticket_id"], "7");
    assert_eq!(value["masked"], true);
    assert_eq!(value["transcript"][1]["message_id"], "m2");
    assert_eq!(value["transcript"][1]["role"], "agent");
    let tier = value["tier"].as_str().unwrap();
    assert!(["specialist", "manager"].contains(&tier), "{tier}");
    assert!(value["recommended_action"]["steps"][0].is_string());
    assert_eq!(value["summary"]["sources"][0]["clause"], "one_line");
}

#[test]
fn an_ordinary_ticket_has_no_timeline() {
    let ticket = json!({"id": 1, "messages": [{"body": "Where is my order B-99120?"}]});
    let value: Value = serde_json::from_str(&made(&ticket, false, "json")).unwrap();
    assert_eq!(value["timeline"], json!([]));
    assert_eq!(value["recommended_action"], Value::Null);
    assert!(!made(&ticket, false, "markdown").contains("## Timeline"));
}
