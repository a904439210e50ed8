//! The recorded answers of real helpdesks, read into tickets and compared with the golden ones in
//! `tests/golden/tickets/`.
//!
//! After a change that is meant, `UPDATE_GOLDEN=1 cargo test --test payloads` writes them anew; look at the
//! difference before you keep it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test ends by panicking"
)]

use handrail::ticket::{Ticket, platforms};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn fixture(platform: &str, name: &str) -> Value {
    let path = folder("tests/fixtures/payloads").join(platform).join(name);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What every adapter adds.
fn common(origin: &str, mut payload: Value) -> Value {
    let parts = payload.as_object_mut().unwrap();
    parts.insert("origin".to_owned(), json!(origin));
    parts.insert("fetched_at".to_owned(), json!("2026-11-22T03:00:00Z"));
    parts.insert("complete".to_owned(), json!(true));
    parts.insert(
        "assistants".to_owned(),
        json!([{"name": "Alder Assistant"}, {"address": "assistant@example.com"}]),
    );
    payload
}

fn django(key: &str, more: Value) -> Value {
    let mut payload = json!({
        "ticket": fixture("django_helpdesk", &format!("{key}.ticket.json")),
        "page": {"users": [
            {"id": "1", "login": "agent", "name": "Robin Hale"},
            {"id": "2", "login": "assistant", "name": "Alder Assistant"},
        ]},
    });
    payload
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    common("http://127.0.0.1:8301", payload)
}

fn tracker(key: &str, more: Value) -> Value {
    let part = |part: &str| fixture("request_tracker", &format!("{key}.{part}.json"));
    let mut payload = json!({
        "ticket": part("ticket"),
        "history": part("history")["items"],
        "attachments": part("attachments")["items"],
        "users": {"agent": fixture("request_tracker", "agent.user.json")},
        "revision": "\"etag\"",
    });
    payload
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    common("http://127.0.0.1:8302", payload)
}

/// Reads the payload and compares the ticket with its golden file.
#[track_caller]
fn check(platform: &str, key: &str, payload: Value) -> Ticket {
    let ticket = platforms::read(platform, &payload).unwrap();
    let text = format!("{}\n", serde_json::to_string_pretty(&ticket).unwrap());
    let path = folder("tests/golden/tickets")
        .join(platform)
        .join(format!("{key}.json"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, golden, "{} differs", path.display());
    ticket
}

#[test]
fn django_helpdesk_tickets() {
    for key in [
        "amount",
        "angry",
        "german",
        "no_body",
        "phone_note",
        "third_contact",
        "third_contact_by_mail",
    ] {
        check("django_helpdesk", key, django(key, json!({})));
    }
}

#[test]
fn django_helpdesk_mail_as_html() {
    let html =
        "<p>Hello, the oak table was cancelled.</p><p>I would like my <b>$449.00</b> back.</p>";
    let ticket = check(
        "django_helpdesk",
        "amount_as_html",
        django("amount", json!({"html": {"26": html}})),
    );
    assert_eq!(
        ticket.messages.len(),
        1,
        "the description is not told twice"
    );
    assert_eq!(ticket.messages[0].body, html);
    assert!(ticket.messages[0].attachments.is_empty());
}

#[test]
fn django_helpdesk_earlier_tickets() {
    let list = fixture("django_helpdesk", "where_is_order.previous.json")["data"].clone();
    // The same earlier ticket, answered by the account that is an assistant.
    let mut by_assistant = fixture("django_helpdesk", "earlier_lamp.ticket.json");
    by_assistant["id"] = json!(20);
    for followup in by_assistant["followup_set"].as_array_mut().unwrap() {
        if followup["user"] == json!(1) {
            followup["user"] = json!(2);
        }
    }
    let earlier = [
        fixture("django_helpdesk", "earlier_lamp.ticket.json"),
        by_assistant,
    ];
    let ticket = check(
        "django_helpdesk",
        "where_is_order",
        django("where_is_order", json!({"list": list, "earlier": earlier})),
    );
    let handled: Vec<_> = ticket
        .previous_tickets
        .iter()
        .map(|previous| (previous.id.as_str(), previous.resolved_by.map(|by| by.id())))
        .collect();
    assert_eq!(handled, [("20", Some("ai")), ("19", Some("human"))]);
    assert_eq!(ticket.queue.as_deref(), Some("Orders"));
}

#[test]
fn request_tracker_tickets() {
    for key in [
        "amount",
        "angry",
        "german",
        "html_mail",
        "no_body",
        "phone_note",
        "third_contact",
        "third_contact_by_mail",
    ] {
        check("request_tracker", key, tracker(key, json!({})));
    }
}

#[test]
fn request_tracker_earlier_tickets() {
    let more = json!({
        "named": fixture("request_tracker", "where_is_order.search.json")["items"][0],
        "list": fixture("request_tracker", "where_is_order.previous.json")["items"],
        "earlier": {
            "19": fixture("request_tracker", "earlier_lamp.history.json")["items"],
            "20": fixture("request_tracker", "third_contact_by_mail.history.json")["items"],
        },
    });
    let ticket = check(
        "request_tracker",
        "where_is_order",
        tracker("where_is_order", more),
    );
    let handled: Vec<_> = ticket
        .previous_tickets
        .iter()
        .map(|previous| (previous.id.as_str(), previous.resolved_by.map(|by| by.id())))
        .collect();
    assert_eq!(handled, [("20", Some("ai")), ("19", Some("human"))]);
    let requester = ticket.requester.unwrap();
    assert_eq!(requester.name.as_deref(), Some("Aisha Noor"));
    assert_eq!(ticket.queue.as_deref(), Some("Orders"));
}
