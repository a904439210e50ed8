//! The retail shop of tau-bench: what a request asks for is held against the order.

use super::{RETAIL, SAMPLE, Shop, check};
use serde_json::{Value, json};

/// A request to the retail shop; `changes` are laid over the one that is allowed.
fn retail(changes: Value) -> Value {
    let mut ticket = json!({
        "requester": {"id": "c1", "fields": {"payment_methods": [
            {"id": "card_1", "source": "credit_card"}, {"id": "card_2", "source": "credit_card"},
            {"id": "gift_1", "source": "gift_card", "balance": {"amount": "20.00", "currency": "USD"}}]}},
        "orders": [{"id": "W1", "status": "delivered", "total": {"amount": "20.00", "currency": "USD"},
            "payments": [{"method": "card_1"}], "items": [{"sku": "11", "name": "Lamp"}, {"sku": "12", "name": "Mug"}]}],
        "fields": {"request": {"order_customer": "c1", "items": ["11"], "payment": "card_1", "reason": "no longer needed",
            "changes": [{"from": {"sku": "11", "name": "Lamp"}, "to": {"sku": "15", "name": "Lamp", "available": true}}],
            "difference": {"amount": "20.00", "currency": "USD"}}},
    });
    for (path, value) in changes.as_object().unwrap() {
        *ticket.pointer_mut(path).unwrap() = value.clone();
    }
    ticket
}

#[test]
fn a_request_is_held_against_every_sentence_of_the_retail_shop() {
    const STATUS: &str = "/orders/0/status";
    const PAYMENT: &str = "/fields/request/payment";
    const BALANCE: &str = "/requester/fields/payment_methods/2/balance/amount";
    let one = |policy: &str, changes: Value, line: &str| {
        check(&RETAIL, policy, retail(changes), "2026-11-20", &[line]);
    };
    let foreign = json!({"/fields/request/order_customer": "c2"});
    for (policy, rule, status) in [
        ("returns", "returns.delivered", "delivered"),
        ("exchanges", "exchanges.delivered", "delivered"),
        ("item_changes", "item_changes.pending", "pending"),
        ("address_changes", "address_changes.pending", "pending"),
        ("cancellation", "cancellation.pending", "pending"),
    ] {
        one(policy, json!({STATUS: status}), &format!("{rule} allowed"));
        one(
            policy,
            foreign.clone(),
            &format!("{rule} denied the order belongs to another customer"),
        );
    }
    one(
        "payment_changes",
        json!({STATUS: "pending", PAYMENT: "card_2"}),
        "payment_changes.pending allowed",
    );

    one(
        "returns",
        json!({STATUS: "processed"}),
        "returns.delivered denied only a delivered order can be returned",
    );
    one(
        "returns",
        json!({"/fields/request/items": ["11", "12"]}),
        "returns.delivered allowed",
    );
    one(
        "returns",
        json!({"/fields/request/items": ["11", "13"]}),
        "returns.delivered denied an item is not of this order",
    );
    one(
        "returns",
        json!({PAYMENT: "gift_1"}),
        "returns.delivered allowed",
    );
    one(
        "returns",
        json!({PAYMENT: "card_2"}),
        "returns.delivered denied the refund can only go to the original payment method or to a gift card of the customer",
    );
    one(
        "returns",
        json!({PAYMENT: null}),
        "returns.delivered unknown not all facts are known | payment",
    );
    one(
        "returns",
        json!({PAYMENT: null, STATUS: "cancelled"}),
        "returns.delivered denied only a delivered order can be returned",
    );

    one(
        "exchanges",
        json!({STATUS: "exchange requested"}),
        "exchanges.delivered denied only a delivered order can be exchanged, and only once",
    );
    one(
        "exchanges",
        json!({"/fields/request/changes/0/from/sku": "13"}),
        "exchanges.delivered denied an item is not of this order",
    );
    one(
        "exchanges",
        json!({"/fields/request/changes/0/to/name": "Mug"}),
        "exchanges.delivered denied the new item is another product",
    );
    one(
        "exchanges",
        json!({"/fields/request/changes/0/to/available": false}),
        "exchanges.delivered denied the new item is not available",
    );
    one(
        "exchanges",
        json!({PAYMENT: "card_9"}),
        "exchanges.delivered denied the customer has no such payment method",
    );
    one(
        "exchanges",
        json!({PAYMENT: "gift_1"}),
        "exchanges.delivered allowed",
    );
    one(
        "exchanges",
        json!({PAYMENT: "gift_1", BALANCE: "19.99"}),
        "exchanges.delivered denied the gift card does not cover the difference",
    );
    // Sums in two currencies are not compared.
    one(
        "exchanges",
        json!({PAYMENT: "gift_1", "/fields/request/difference/currency": "EUR"}),
        "exchanges.delivered unknown not all facts are known | balance",
    );

    one(
        "item_changes",
        json!({STATUS: "pending (items modified)"}),
        "item_changes.pending denied only a pending order can be changed, and its items only once",
    );
    one(
        "payment_changes",
        json!({STATUS: "pending"}),
        "payment_changes.pending denied the order is paid with this method already",
    );
    one(
        "payment_changes",
        json!({STATUS: "pending", PAYMENT: "gift_1"}),
        "payment_changes.pending allowed",
    );
    one(
        "payment_changes",
        json!({STATUS: "pending", PAYMENT: "gift_1", BALANCE: "19.99"}),
        "payment_changes.pending denied the gift card does not cover the total",
    );
    one(
        "address_changes",
        json!({STATUS: "processed"}),
        "address_changes.pending denied only a pending order can be changed",
    );
    one(
        "cancellation",
        json!({STATUS: "pending", "/fields/request/reason": "too expensive"}),
        "cancellation.pending denied this is no reason to cancel",
    );
    one(
        "cancellation",
        json!({STATUS: "pending", "/fields/request/reason": null}),
        "cancellation.pending unknown not all facts are known | reason",
    );
}

#[test]
fn facts_say_where_they_come_from() {
    let facts = |shop: &Shop, policy: &str, ticket: Value| -> Vec<String> {
        let flags = shop.flags(&ticket, policy, "2026-11-20");
        let facts = flags[0].facts.iter();
        facts
            .map(|fact| format!("{} {} {}", fact.name, fact.value, fact.source))
            .collect()
    };
    assert_eq!(
        facts(
            &RETAIL,
            "cancellation",
            retail(json!({"/orders/0/status": "pending"}))
        ),
        [
            "order W1 orders[0].id",
            "order_customer c1 fields.request.order_customer",
            "status pending orders[0].status",
            "reason no longer needed fields.request.reason",
        ]
    );
    let from_fields = json!({"fields": {"order_number": "B-7", "delivered_on": "2026-10-24"}});
    assert_eq!(
        facts(&SAMPLE, "returns", from_fields),
        [
            "order B-7 fields.order_number",
            "delivered_at 2026-10-24 fields.delivered_on"
        ]
    );
}
