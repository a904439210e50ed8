//! Entities of whole texts.

use super::*;
use crate::ticket::{Message, Ticket};

fn conversation(text: &str) -> Conversation {
    let message: Message =
        serde_json::from_value(serde_json::json!({"id": "m1", "at": "2026-11-18T09:00:00Z", "author": {"role": "customer"}, "body": text}))
            .unwrap();
    Conversation::read(&Ticket {
        id: "1".to_owned(),
        messages: vec![message],
        ..Ticket::default()
    })
}

fn check_money(text: &str, expected: &[&str]) {
    let conversation = conversation(text);
    let sums: Vec<String> = money::mentions(&conversation)
        .iter()
        .map(|sum| {
            format!("{} {}", sum.money().amount, sum.currency)
                .trim()
                .to_owned()
        })
        .collect();
    assert_eq!(sums, expected, "{text}");
}

#[test]
fn money_is_read_in_every_common_way_of_writing() {
    check_money("it was $1,200.50 in all", &["1200.50 USD"]);
    check_money("noch 1.200,50 € offen", &["1200.50 EUR"]);
    check_money("€2.450", &["2450.00 EUR"]);
    check_money("USD 450 or 450 usd or usd450", &["450.00 USD"; 3]);
    check_money("you owe me 450 bucks", &["450.00 USD"]);
    check_money("450 dollars", &["450.00 USD"]);
    check_money("five hundred dollars", &["500.00 USD"]);
    check_money("I want my 1k back", &["1000.00"]);
    check_money("$1,5k and €1.2k", &["1500.00 USD", "1200.00 EUR"]);
    check_money("£300", &["300.00 GBP"]);
    check_money("CHF 1'200.-", &["1200.00 CHF"]);
    check_money("450,- EUR", &["450.00 EUR"]);
    check_money("$200-300", &["200.00 USD", "300.00 USD"]);
    check_money("200 to 300 dollars", &["200.00 USD", "300.00 USD"]);
    check_money("between 200 and 300 euros", &["200.00 EUR", "300.00 EUR"]);
    check_money("5000 yen, ¥5,000", &["5000 JPY", "5000 JPY"]);
    check_money(
        "C$ 99.90 and 50 Canadian dollars and $50 CAD",
        &["99.90 CAD", "50.00 CAD", "50.00 CAD"],
    );
    check_money(
        "1 200,50 € and 1\u{a0}200 €",
        &["1200.50 EUR", "1200.00 EUR"],
    );
    check_money("99 cents", &["0.99"]);
    check_money("R$ 1.500,00", &["1500.00 BRL"]);
    check_money("zweihundertfünfzig Euro", &["250.00 EUR"]);
    check_money("deux mille cinq cents euros", &["2500.00 EUR"]);
    check_money("two grand", &["2000.00 USD"]);
    check_money(
        "trecentottanta euro, ventuno euro",
        &["380.00 EUR", "21.00 EUR"],
    );
    check_money("2 hundred quid", &["200.00 GBP"]);
    check_money("you took $ 2 6 0 . 0 0 today", &["260.00 USD"]);
    check_money("the 1.2k sitting in my wallet", &["1200.00"]);
    check_money("move the 1.2k on my old account", &["1200.00"]);
    check_money("310.00 altogether", &["310.00"]);
    check_money("you charged 389.99 twice", &["389.99"]);
    check_money("the total comes to 449", &["449.00"]);
    check_money("＄４５０", &["450.00 USD"]);
    check_money("$ 450.", &["450.00 USD"]);
    check_money("-$50", &["50.00 USD"]);
}

#[test]
fn a_bare_number_is_money_only_where_the_words_say_so() {
    check_money("please refund 450", &["450.00"]);
    check_money("ich will 450 zurück, der Preis war hoch", &["450.00"]);
    check_money("the payment of 89,90 was taken", &["89.90"]);
    check_money(
        "I paid 320 for it, that is €320!",
        &["320.00 EUR", "320.00 EUR"],
    );
    check_money("the charge was 2.4k for nothing", &["2400.00"]);
    check_money("I paid in 2019 for 3 items after 14 days", &[]);
    check_money("we have 1k followers and paid ads", &[]);
    check_money("refund order 20014500", &[]);
    check_money("a 20% refund", &[]);
    check_money("it runs on 220 V, paid already", &[]);
    check_money("version 2.10 cost me a day", &[]);
    check_money("call 555-0199-300 about the refund", &[]);
    check_money("5 pounds of coffee", &[]);
    check_money("charged 2 times on 12 Nov", &[]);
    check_money("the 12.11.2026 charge", &[]);
    check_money("US 9.5 shoes at a good price", &[]);
}

#[test]
fn entities_come_in_reading_order_with_their_place() {
    let conversation = conversation("Refund $20 for order A-20417, please.");
    let money = money::mentions(&conversation);
    let entities = extract(&conversation, &money, &OrderPatterns::default());
    let seen: Vec<(EntityKind, &str, usize)> = entities
        .iter()
        .map(|entity| (entity.kind, entity.text.as_str(), entity.span.start))
        .collect();
    assert_eq!(
        seen,
        [
            (EntityKind::Money, "$20", 7),
            (EntityKind::Order, "A-20417", 21)
        ]
    );
    assert_eq!(entities[0].money().unwrap().amount, "20.00");
}

/// Kinds and values of all entities.
fn check(text: &str, expected: &[(EntityKind, &str)]) {
    let conversation = conversation(text);
    let money = money::mentions(&conversation);
    let entities = extract(&conversation, &money, &OrderPatterns::default());
    let found: Vec<(EntityKind, String)> = entities
        .iter()
        .map(|entity| match entity.money() {
            Some(sum) => (entity.kind, format!("{} {}", sum.amount, sum.currency)),
            None => (
                entity.kind,
                entity.value.as_str().unwrap_or_default().to_owned(),
            ),
        })
        .collect();
    let expected: Vec<(EntityKind, String)> = expected
        .iter()
        .map(|(kind, value)| (*kind, (*value).to_owned()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn kinds_do_not_take_each_others_places() {
    use EntityKind::{Date, Email, Money, Order, Phone, Tracking, Url};
    check(
        "it cost $3.11. Then on 3.11. it came",
        &[(Money, "3.11 USD"), (Date, "2026-11-03")],
    );
    check(
        "order 20014500 of last Friday, $58",
        &[
            (Order, "20014500"),
            (Date, "2026-11-13"),
            (Money, "58.00 USD"),
        ],
    );
    check(
        "Track 1Z5R89390357567127 at https://example.com/t?n=20014500.",
        &[
            (Tracking, "1Z5R89390357567127"),
            (Url, "https://example.com/t?n=20014500"),
        ],
    );
    check(
        "Call +1 555 0199 300 or mail Ann@Example.com",
        &[(Phone, "+15550199300"), (Email, "ann@example.com")],
    );
    check(
        "20-24 Dec, 14 November 2026",
        &[(Date, "2026-12-24"), (Date, "2026-11-14")],
    );
}
