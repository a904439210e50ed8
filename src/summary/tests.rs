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
fn what_the_team_asked_for_is_not_the_ask() {
    let opening = (
        "customer",
        "I'd like to exchange a lamp. Can you help me with that?",
    );
    let asked = ("agent", "Sure. Which payment method shall we use?");
    check_ask(
        &[opening, asked, ("customer", "Please use my credit card.")],
        "I'd like to exchange a lamp.",
    );
    check_ask(
        &[
            opening,
            asked,
            ("customer", "Yes, please go ahead with that."),
        ],
        "I'd like to exchange a lamp.",
    );
    check_ask(
        &[
            opening,
            asked,
            (
                "customer",
                "Actually, I would rather return it for a refund.",
            ),
        ],
        "Actually, I would rather return it for a refund.",
    );
    check_ask(
        &[opening, asked, ("customer", "Give me a human now!")],
        "Give me a human now!",
    );
    check_ask(
        &[(
            "customer",
            "Can I pay by voucher instead? If not, I want to cancel. Thanks!",
        )],
        "Can I pay by voucher instead? If not, I want to cancel.",
    );
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
        "The customer Ann Lee (gold): Refund request, order A-1001 (Kettle); the agent answered once, an assistant answered once; the agent wrote last"
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
        ["Where is it?", "And when does it come?", "Any news?"]
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
fn points_are_what_matters_of_a_long_thread() {
    let mut turns = vec![("customer", "The lamp came broken. Please help.")];
    turns.extend([("agent", "Thanks for your message!"); 8]);
    turns.push(("agent", "We will send a courier for it next week."));
    turns.extend([("customer", "Okay."), ("agent", "Have a nice day!")]);
    turns.push(("customer", "Nobody came, the lamp is still here."));
    turns.push((
        "agent",
        "The courier has been booked again, unfortunately only for Friday.",
    ));
    turns.push(("customer", "Please answer me."));
    let points: Vec<(String, String)> = summarize(messages(&turns))
        .conversation
        .into_iter()
        .map(|point| (point.message_id, point.text))
        .collect();
    let expected = [
        ("m1", "The lamp came broken."),
        ("m10", "We will send a courier for it next week."),
        ("m13", "Nobody came, the lamp is still here."),
        (
            "m14",
            "The courier has been booked again, unfortunately only for Friday.",
        ),
    ];
    let expected = expected.map(|(id, text)| (id.to_owned(), text.to_owned()));
    assert_eq!(points, expected);
}

#[test]
fn what_was_tried() {
    let tried = |turns: &[(&str, &str)]| summarize(messages(turns)).tried;
    assert_eq!(
        tried(&[
            (
                "customer",
                "The app crashes. I have already restarted the phone."
            ),
            ("agent", "Sorry about that! Please reinstall the app."),
            ("customer", "I did, it still does not work."),
            ("agent", "Please clear the cache."),
        ]),
        [
            "I have already restarted the phone. (m1)",
            "We suggested: Please reinstall the app. (m2). Then: I did, it still does not work. (m3)",
        ]
    );
    assert_eq!(
        tried(&[("customer", "Ich habe bereits den Stecker gezogen. Was nun?")]),
        ["Ich habe bereits den Stecker gezogen. (m1)"]
    );
    assert!(tried(&[("customer", "Where is my order?")]).is_empty());
}

#[test]
fn the_name_may_stand_in_the_text() {
    let who = |turns: &[(&str, &str)]| {
        let mut ticket = messages(turns);
        ticket["requester"] = json!({"name": "a.lee@example.com", "email": "a.lee@example.com"});
        let line = summarize(ticket).one_line;
        line.split(':').next().unwrap_or("").to_owned()
    };
    assert_eq!(
        who(&[("customer", "Please refund me.\n\nKind regards,\nAnn Lee")]),
        "The customer Ann Lee"
    );
    assert_eq!(
        who(&[("customer", "My name is Ann Lee. Please refund me.")]),
        "The customer Ann Lee"
    );
    assert_eq!(
        who(&[
            ("customer", "Hi Tom, please refund me."),
            ("agent", "Hi Ann,\nit is on its way.")
        ]),
        "The customer Ann"
    );
    assert_eq!(
        who(&[("customer", "Please refund me.")]),
        "The customer a.lee@example.com"
    );
}

#[test]
fn several_customers_are_named() {
    let mut ticket = messages(&[("customer", "Please refund us."), ("customer", "I agree.")]);
    ticket["requester"] = json!({"name": "Ann Lee"});
    ticket["messages"][0]["author"]["name"] = json!("Ann");
    ticket["messages"][1]["author"]["name"] = json!("Bob Ray");
    assert_eq!(
        summarize(ticket).one_line,
        "The customers Ann Lee and Bob Ray: Refund request; no answer yet"
    );
}

#[test]
fn an_answer_is_not_asked_for_again() {
    let summary = summarize(messages(&[
        (
            "customer",
            "My drill stopped. The serial number is KX-99812B.",
        ),
        ("agent", "Is it still under warranty?"),
        ("customer", "Yes, I bought it in May."),
    ]));
    assert_eq!(
        summary.already_given,
        [
            "serial number KX-99812B (m1)",
            "“Is it still under warranty?” – “Yes, I bought it in May.” (m3)",
        ]
    );
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
            "two photos (m1)",
            "one file (m1)",
            "address 14 Larch Close (m1)"
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
                "2019-03-14 (seven years)",
                "requester.created_at"
            ),
            ("Lifetime value", "8420.00 USD", "requester.lifetime_value"),
            ("Tags", "press", "requester.tags"),
            ("orders last year", "31", "requester.usage.orders_last_year"),
            ("Other open tickets", "one", "previous_tickets"),
            ("Last rating", "bad", "previous_tickets[0].csat"),
        ]
    );
    assert_eq!(
        summary.history,
        "Two earlier tickets, the last one of 2026-09-01: “Lamp shade missing” (solved). Of these, one handled by an assistant, one on the same kind of matter, one rated bad."
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
