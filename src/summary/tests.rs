use super::*;
use crate::identity::IdentityRules;
use crate::settings::Settings;
use crate::text::entities::{self, OrderPatterns, money};
use crate::ticket::{Ticket, Time};
use serde_json::{Value, json};

fn summarize(ticket: Value) -> Summary {
    let settings = Settings::read("").unwrap();
    let ticket: Ticket = serde_json::from_value(ticket).unwrap();
    let known = IdentityRules::compile(&settings.identity).apply(&ticket);
    let conversation = Conversation::read(&known.ticket);
    let language = crate::text::language::detect(&conversation, None, None);
    let sums = money::mentions(&conversation);
    let patterns = OrderPatterns::compile(&[]).unwrap();
    let found = entities::extract(&conversation, &sums, &patterns);
    let intent = IntentVerdict {
        label: "refund_request".to_owned(),
        confidence: 0.9,
        ..IntentVerdict::default()
    };
    write(&Facts {
        known: &known,
        conversation: &conversation,
        language: &language.code,
        entities: &found,
        intent: &intent,
        intent_name: "Refund request",
        triggers: &[],
        policy_flags: &[],
        now: Time::new("2026-11-20T12:00:00Z").millis().unwrap(),
    })
}

fn messages(turns: &[(&str, &str)]) -> Value {
    let messages: Vec<Value> = turns
        .iter()
        .enumerate()
        .map(|(index, (role, body))| {
            json!({"id": format!("m{}", index + 1), "author": {"role": role}, "body": body,
                   "at": format!("2026-11-1{index}T10:00:00Z")})
        })
        .collect();
    json!({"id": 1, "messages": messages})
}

#[track_caller]
fn check_ask(turns: &[(&str, &str)], expected: &str) {
    assert_eq!(summarize(messages(turns)).ask, expected);
}

#[test]
fn the_ask_is_the_customers_latest_request() {
    check_ask(
        &[(
            "customer",
            "Hi there,\n\nthe kettle arrived broken. Could you please send a new one? It is for a birthday.\n\nThanks\nAnn",
        )],
        "Could you please send a new one?",
    );
    check_ask(
        &[
            ("customer", "I want to return the lamp."),
            ("agent", "Is it unused?"),
            ("customer", "Yes, it is unused."),
        ],
        "I want to return the lamp.",
    );
    check_ask(
        &[
            ("customer", "Can I return the lamp?"),
            ("agent", "Yes you can."),
            ("customer", "Thanks. I would like a replacement instead."),
        ],
        "I would like a replacement instead.",
    );
    check_ask(
        &[("customer", "Hello,\nthe tracking does not move.\nBye")],
        "the tracking does not move.",
    );
    check_ask(
        &[(
            "customer",
            "Guten Tag, die Lampe ist kaputt. Bitte erstatten Sie mir den Betrag. Viele Grüße",
        )],
        "Bitte erstatten Sie mir den Betrag.",
    );
    check_ask(
        &[(
            "customer",
            "Bonjour, la lampe est cassée. Je voudrais être remboursé.",
        )],
        "Je voudrais être remboursé.",
    );
    check_ask(
        &[(
            "customer",
            "Hola. ¿Dónde está mi pedido? Lo espero desde hace días.",
        )],
        "¿Dónde está mi pedido?",
    );
    check_ask(
        &[("customer", "Buongiorno, vorrei cambiare la taglia.")],
        "Buongiorno, vorrei cambiare la taglia.",
    );
    check_ask(
        &[(
            "customer",
            "Goedemiddag. Ik wil graag mijn geld terug. De lamp is stuk.",
        )],
        "Ik wil graag mijn geld terug.",
    );
    check_ask(
        &[(
            "customer",
            "Bom dia. Gostaria de cancelar a encomenda. Obrigado",
        )],
        "Gostaria de cancelar a encomenda.",
    );
    check_ask(&[("customer", "")], "");
}

#[test]
fn the_subject_asks_where_the_body_is_empty() {
    let summary = summarize(json!({"id": 1, "subject": "Cancel order AH-20555 please",
        "messages": [{"id": "m1", "body": ""}]}));
    assert_eq!(summary.ask, "Cancel order AH-20555 please");
}

#[test]
fn one_line_says_who_wants_what_about_which_thing() {
    let mut ticket = messages(&[
        ("customer", "Please refund order A-1001."),
        ("ai", "Please try again."),
        ("agent", "We will look into it."),
    ]);
    ticket["requester"] = json!({"name": "Ann Lee", "fields": {"tier": "gold"}});
    ticket["orders"] = json!([{"id": "A-1001", "items": [{"name": "Kettle"}]}, {"id": "A-2"}]);
    assert_eq!(
        summarize(ticket).one_line,
        "Ann Lee (gold): Refund request, order A-1001, Kettle; 2 answers so far, 1 by an assistant"
    );
}

#[test]
fn questions_stay_open_until_somebody_answers() {
    let open = |turns: &[(&str, &str)]| summarize(messages(turns)).open_questions;
    assert_eq!(
        open(&[
            ("customer", "Where is it? And when does it come?"),
            ("agent", "Let me look."),
            ("customer", "Any news? I am waiting."),
        ]),
        ["Any news?"]
    );
    assert_eq!(
        open(&[
            ("customer", "Where is it?"),
            ("agent", "On its way. Which colour did you order?"),
        ]),
        ["We asked: Which colour did you order?"]
    );
    assert!(open(&[("customer", "It is broken."), ("agent", "Sorry.")]).is_empty());
}

#[test]
fn promises_of_the_team_with_their_day() {
    let summary = summarize(messages(&[
        ("customer", "I will send it back. We will see."),
        (
            "agent",
            "Sorry! A courier will call you on 12 November. Will you be at home?",
        ),
        ("agent", "We'll refund the label too."),
        ("agent", "Wir erstatten Ihnen den Betrag."),
    ]));
    assert_eq!(
        summary.promises,
        [
            "A courier will call you on 12 November. (m2, 2026-11-11)",
            "We'll refund the label too. (m3, 2026-11-12)",
            "Wir erstatten Ihnen den Betrag. (m4, 2026-11-13)",
        ]
    );
}

#[test]
fn points_are_of_at_most_five_messages_in_order() {
    let mut turns = vec![("customer", "The lamp is broken.")];
    for _ in 0..8 {
        turns.push(("agent", "We looked at it."));
    }
    turns.push(("customer", "Please answer me."));
    let turns: Vec<(&str, &str)> = turns;
    let mut ticket = messages(&turns);
    ticket["messages"][3]["body"] = json!("We will send a courier.");
    let points = summarize(ticket).conversation;
    let ids: Vec<&str> = points
        .iter()
        .map(|point| point.message_id.as_str())
        .collect();
    assert_eq!(ids, ["m1", "m4", "m8", "m9", "m10"]);
    assert_eq!(points[1].text, "We will send a courier.");
}

#[test]
fn what_was_given_is_not_asked_again() {
    let mut ticket = messages(&[
        (
            "customer",
            "Order A-1001 is broken, see the pictures. I live at 14 Larch Close now.",
        ),
        ("agent", "Is it order A-9999?"),
    ]);
    ticket["messages"][0]["attachments"] =
        json!([{"name": "a.JPG"}, {"mime": "image/png"}, {"name": "receipt.pdf"}]);
    assert_eq!(
        summarize(ticket).already_given,
        [
            "order number A-1001 (m1)",
            "2 photos (m1)",
            "1 file (m1)",
            "address (m1)"
        ]
    );
}

#[test]
fn the_account_and_its_history() {
    let mut ticket = messages(&[("customer", "Please refund me.")]);
    ticket["requester"] = json!({"name": "Ann", "created_at": "2019-03-14", "tags": ["press"],
        "lifetime_value": {"amount": "8420.00", "currency": "USD"}, "usage": {"orders_last_year": 31}});
    ticket["previous_tickets"] = json!([
        {"id": "7", "subject": "Lamp shade missing", "status": "solved", "created_at": "2026-09-01", "csat": "bad", "intent": "refund_request"},
        {"id": "6", "subject": "Code", "status": "open", "created_at": "2026-08-01", "resolved_by": "ai"}
    ]);
    let summary = summarize(ticket);
    let facts: Vec<(&str, &str, &str)> = summary
        .account
        .iter()
        .map(|fact| {
            (
                fact.label.as_str(),
                fact.value.as_str(),
                fact.source.as_str(),
            )
        })
        .collect();
    assert_eq!(
        facts,
        [
            (
                "Customer since",
                "2019-03-14 (7 years)",
                "requester.created_at"
            ),
            ("Lifetime value", "8420.00 USD", "requester.lifetime_value"),
            ("Tags", "press", "requester.tags"),
            ("orders last year", "31", "requester.usage.orders_last_year"),
            ("Other open tickets", "1", "previous_tickets"),
            ("Last rating", "bad", "previous_tickets[0].csat"),
        ]
    );
    assert_eq!(
        summary.history,
        "2 earlier tickets, the last one of 2026-09-01: “Lamp shade missing” (solved). Of these, 1 handled by an assistant, 1 on the same kind of matter, 1 rated bad."
    );
}

#[test]
fn key_phrases_are_the_customers_words() {
    let summary = summarize(messages(&[(
        "customer",
        "The espresso machine leaks. I cleaned the water tank of the espresso machine twice.",
    )]));
    assert_eq!(
        summary.key_phrases.first().map(String::as_str),
        Some("espresso machine leaks")
    );
    assert!(
        summary.key_phrases.contains(&"water tank".to_owned()),
        "{:?}",
        summary.key_phrases
    );
}
