//! Conditions of rules on a ticket's data: when they hold, and what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use handrail::engine::{Assets, Engine};
use serde_json::{Value, json};

/// The settings with one rule of the lead's own, of a kind that no words of the ticket fire.
fn settings(when: &Value, fires: &Value) -> String {
    json!({"triggers": [{"id": "mine", "kind": "churn_risk", "why": "A large customer.", "when": when, "fires": fires}]}).to_string()
}

fn ticket() -> Value {
    json!({
        "id": "1",
        "channel": "email",
        "tags": ["Annual", "beta"],
        "fields": {"plan": "Enterprise", "seats": "250", "region.code": "eu", "card": "c2",
            "cards": [{"id": "c1", "limit": {"amount": "10.00", "currency": "EUR"}}, {"id": "C2", "limit": {"amount": "5", "currency": "EUR"}, "blocked": false}],
            "bill": [{"amount": "4.00", "currency": "EUR"}, {"amount": "1.00", "currency": "EUR"}], "fee": {"amount": "1", "currency": "USD"}},
        "requester": {"tags": ["pilot"], "fields": {"loyalty_tier": "gold"}, "contract_value": {"amount": "4999.00", "currency": "USD"}},
        "orders": [{"id": "1", "status": "delivered"}, {"id": "2", "status": "sent"}],
        "previous_tickets": [
            {"id": "a", "created_at": "2026-11-10T12:00:00Z"},
            {"id": "b", "created_at": "2026-11-01T12:00:00Z"},
            {"id": "c", "created_at": "2026-05-01T12:00:00Z"},
        ],
        "messages": [{"id": "m1", "author": {"role": "customer"}, "body": "The export takes longer than last week."}],
    })
}

/// Whether a rule with this condition fires, and the paths of the facts that it shows.
#[track_caller]
fn check(when: Value, expected: Result<&[&str], ()>) {
    fires(when, json!({}), expected);
}

#[track_caller]
fn fires(when: Value, phrases: Value, expected: Result<&[&str], ()>) {
    let engine =
        Engine::checked(&settings(&when, &phrases), Assets::default()).expect("sound settings");
    let analysis: Value = serde_json::from_str(
        &engine
            .analyze_json(&ticket().to_string(), 1_795_176_000_000)
            .unwrap(),
    )
    .unwrap();
    let trigger = analysis["triggers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["rule"] == "mine");
    let shown: Option<Vec<&str>> = trigger.map(|trigger| {
        let evidence = trigger["evidence"].as_array().unwrap();
        evidence
            .iter()
            .map(|one| one["path"].as_str().or(one["text"].as_str()).unwrap())
            .collect()
    });
    assert_eq!(shown.as_deref(), expected.ok(), "{when} {phrases}");
    if phrases == json!({}) {
        let checked = analysis["checked"].as_array().unwrap();
        let margin = &checked.iter().find(|one| one["rule"] == "mine").unwrap()["margin"];
        assert_eq!(margin.is_string(), expected.is_err(), "{margin}");
    }
}

#[test]
fn facts_of_every_kind_are_read() {
    check(
        json!({"field": "fields.plan", "is": ["enterprise"]}),
        Ok(&["fields.plan"]),
    );
    check(
        json!({"field": "fields.plan", "is": ["free", "team"]}),
        Err(()),
    );
    check(json!({"field": "fields.plan"}), Ok(&["fields.plan"]));
    check(json!({"field": "fields.color"}), Err(()));
    check(
        json!({"field": "fields.seats", "at_least": 200.0}),
        Ok(&["fields.seats"]),
    );
    check(
        json!({"field": "fields.seats", "at_least": 100.0, "at_most": 200.0}),
        Err(()),
    );
    check(
        json!({"field": "fields.region.code", "is": ["EU"]}),
        Ok(&["fields.region.code"]),
    );
    check(json!({"field": "tags", "is": ["annual"]}), Ok(&["tags[0]"]));
    check(
        json!({"field": "requester.contract_value.amount", "at_least": 4000.0}),
        Ok(&["requester.contract_value.amount"]),
    );
    check(
        json!({"field": "orders.status", "is": ["sent"]}),
        Ok(&["orders[1].status"]),
    );
    check(
        json!({"field": "tier", "is": ["Gold"]}),
        Ok(&["requester.fields.loyalty_tier"]),
    );
    check(
        json!({"field": "channel", "is": ["email"]}),
        Ok(&["channel"]),
    );
    check(
        json!({"field": "intent.confidence", "at_most": 0.5}),
        Ok(&["intent.confidence"]),
    );
}

#[test]
fn facts_are_counted_within_days() {
    let recent = [
        "previous_tickets[0].created_at",
        "previous_tickets[1].created_at",
    ];
    check(
        json!({"field": "previous_tickets.created_at", "within_days": 30, "times": 2}),
        Ok(&recent),
    );
    check(
        json!({"field": "previous_tickets.created_at", "within_days": 30, "times": 3}),
        Err(()),
    );
    check(
        json!({"field": "previous_tickets.id", "times": 3}),
        Ok(&[
            "previous_tickets[0].id",
            "previous_tickets[1].id",
            "previous_tickets[2].id",
        ]),
    );
}

#[test]
fn facts_are_held_against_other_facts() {
    check(
        json!({"field": "fields.card", "same_as": "fields.cards.id"}),
        Ok(&["fields.card"]),
    );
    check(
        json!({"field": "fields.cards.id", "same_as": "fields.card"}),
        Ok(&["fields.cards[1].id"]),
    );
    check(
        json!({"field": "fields.card", "same_as": "orders.id"}),
        Err(()),
    );
    check(
        json!({"field": "fields.card", "same_as": "fields.nothing"}),
        Err(()),
    );
    check(
        json!({"field": "orders.status", "every": true, "is": ["sent", "delivered"]}),
        Ok(&["orders[0].status", "orders[1].status"]),
    );
    check(
        json!({"field": "orders.status", "every": true, "is": ["sent"]}),
        Err(()),
    );
    // The bill's sums together.
    check(
        json!({"field": "fields.cards.limit", "covers": "fields.bill"}),
        Ok(&["fields.cards[0].limit", "fields.cards[1].limit"]),
    );
    check(
        json!({"field": "fields.cards.limit", "every": true, "covers": "fields.cards.limit"}),
        Err(()),
    );
    check(
        json!({"field": "fields.cards.limit", "covers": "fields.fee"}),
        Err(()),
    );
    check(
        json!({"field": "fields.cards.limit", "at_least": 7.0, "currency": "EUR"}),
        Ok(&["fields.cards[0].limit"]),
    );
    check(
        json!({"field": "fields.cards.limit", "at_least": 7.0, "currency": "USD"}),
        Err(()),
    );
}

#[test]
fn conditions_hold_within_one_object() {
    let own = |limit: f64| {
        json!({"field": "fields.cards", "has": [
            {"field": ".id", "same_as": "fields.card"}, {"field": ".limit.amount", "at_least": limit}]})
    };
    check(
        own(5.0),
        Ok(&["fields.cards[1].id", "fields.cards[1].limit.amount"]),
    );
    // Another card has it.
    check(own(7.0), Err(()));
    check(
        json!({"field": "fields.cards", "has": [{"not": [{"field": ".blocked"}]}]}),
        Ok(&[]),
    );
    check(
        json!({"field": "orders", "has": [{"field": ".id", "is": ["2"]}, {"field": ".status", "is": ["delivered"]}]}),
        Err(()),
    );
}

#[test]
fn conditions_combine() {
    let plan = json!({"field": "fields.plan", "is": ["enterprise"]});
    let pilot = json!({"field": "requester.tags", "is": ["pilot"]});
    let never = json!({"field": "status", "is": ["closed"]});
    check(
        json!({"all": [plan, pilot]}),
        Ok(&["fields.plan", "requester.tags[0]"]),
    );
    check(json!({"all": [plan, never]}), Err(()));
    check(json!({"any": [never, pilot]}), Ok(&["requester.tags[0]"]));
    check(json!({"not": [never]}), Ok(&[]));
    check(json!({"all": [plan], "not": [pilot]}), Err(()));
    check(
        json!({"all": [{"any": [never, plan]}, {"not": [never]}]}),
        Ok(&["fields.plan"]),
    );
}

#[test]
fn words_and_a_condition_must_both_be_there() {
    let words = json!({"en": ["takes longer"]});
    fires(
        json!({"field": "fields.plan"}),
        words.clone(),
        Ok(&["takes longer", "fields.plan"]),
    );
    fires(json!({"field": "fields.color"}), words, Err(()));
    fires(
        json!({"field": "fields.plan"}),
        json!({"en": ["refund"]}),
        Err(()),
    );
}

#[track_caller]
fn refused(when: Value, message: &str, path: &str) {
    let text = settings(&when, &json!({}));
    let error = Engine::checked(&text, Assets::default())
        .map(|_| ())
        .expect_err("must be refused");
    assert!(error.message.contains(message), "{error:?}");
    assert_eq!(error.path, path, "{error:?}");
    assert!(error.line.is_some() && error.column.is_some(), "{error:?}");
}

#[test]
fn what_cannot_hold_is_refused_where_it_stands() {
    refused(
        json!({"field": "requestor.tags"}),
        "a ticket has no `requestor.tags`",
        "triggers[mine].when.field",
    );
    refused(
        json!({"all": [{"field": "tags"}, {"field": "orders.colour"}]}),
        "no `orders.colour`",
        "triggers[mine].when.all[1].field",
    );
    refused(
        json!({"is": ["a"]}),
        "does not say what",
        "triggers[mine].when",
    );
    refused(json!({}), "asks nothing", "triggers[mine].when");
    refused(
        json!({"not": [{}]}),
        "asks nothing",
        "triggers[mine].when.not[0]",
    );
    refused(
        json!({"field": "fields.seats", "at_least": 5.0, "at_most": 2.0}),
        "at least 5.0 and at most 2.0",
        "triggers[mine].when.at_least",
    );
    refused(
        json!({"field": "tags", "times": 0}),
        "zero always holds",
        "triggers[mine].when.times",
    );
    refused(
        json!({"field": "tags", "same_as": "requestor.tags"}),
        "no `requestor.tags`",
        "triggers[mine].when.same_as",
    );
    refused(
        json!({"field": "orders", "has": [{"field": ".colour"}]}),
        "no `.colour`",
        "triggers[mine].when.has[0].field",
    );
    // Only policies know which order is in question.
    refused(
        json!({"field": "order.status"}),
        "no `order.status`",
        "triggers[mine].when.field",
    );
}

#[test]
fn the_example_of_the_documentation_is_sound() {
    let guide = include_str!("../docs/TRIGGERS.md");
    let example = guide
        .split("```json")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let faults = handrail::engine::faults(example.expect("an example"), &Assets::default());
    assert_eq!(faults, []);
}
