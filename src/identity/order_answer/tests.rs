use super::*;
use crate::ticket::ReadTicket;
use serde_json::json;

fn answer(number: &str, status: u32, text: &str) -> OrderAnswer {
    OrderAnswer {
        path: "/shop/orders/1.json?by=a@example.com".to_owned(),
        number: number.to_owned(),
        status,
        failure: None,
        text: text.to_owned(),
    }
}

#[track_caller]
fn check(lookup: Value, ticket: Value, answers: &[OrderAnswer], orders: Value, problems: &[&str]) {
    let mut whole = json!({"id": "7", "messages": [], "requester": {"email": "Ana@example.com"}});
    for (key, value) in ticket.as_object().unwrap() {
        whole[key] = value.clone();
    }
    let mut ticket = ReadTicket::from_json(&whole.to_string()).unwrap().ticket;
    let lookup: OrderLookup = serde_json::from_value(lookup).unwrap();
    let told = add_looked_up(&lookup, &mut ticket, answers);
    assert_eq!(serde_json::to_value(&ticket.orders).unwrap(), orders);
    let told: Vec<&str> = told.iter().map(|told| told.message.as_str()).collect();
    assert_eq!(told, problems);
}

#[test]
fn an_answer_in_the_orders_own_form_needs_no_mapping() {
    let order = json!({
        "id": 4411, "placed_at": "2026-10-20", "delivered_at": "2026-10-24T23:30:00Z", "status": "delivered",
        "total": "1.299,00", "currency": "EUR", "shipping_address": {"country": "DE", "street": "x"},
        "payments": [{"method": "card", "amount": 1299}], "tracking": {"carrier": "DHL", "number": 77},
        "items": [{"sku": "K-1", "name": "Kettle", "quantity": "2", "price": {"amount": "649.50", "currency": "EUR"}, "final_sale": "no", "warranty_months": "2 years"}],
    });
    check(
        json!({}),
        json!({}),
        &[answer("W-1", 200, &order.to_string())],
        json!([{
            "id": "W-1", "placed_at": "2026-10-20", "delivered_at": "2026-10-24T23:30:00Z", "status": "delivered",
            "total": {"amount": "1299.00", "currency": "EUR"}, "shipping_address": {"country": "DE"},
            "payments": [{"method": "card", "amount": {"amount": "1299", "currency": "EUR"}}],
            "tracking": {"carrier": "DHL", "number": "77"},
            "items": [{"sku": "K-1", "name": "Kettle", "quantity": 2.0, "price": {"amount": "649.50", "currency": "EUR"}, "final_sale": false, "warranty_months": 24}],
            "provenance": "look-up",
        }]),
        &[],
    );
}

#[test]
fn the_mapping_finds_what_is_called_otherwise() {
    let lookup = json!({
        "list": "data.orders",
        "fields": {"id": "number", "delivered_at": "shipping.0.delivered", "total": "sum", "items": "lines", "items.name": "product.title", "email": "buyer"},
    });
    let body = json!({"data": {"orders": [
        {"id": 1, "number": "#W-1", "shipping": [{"delivered": 1_792_800_000}], "sum": "5 USD", "lines": [{"product": {"title": "Lamp"}}], "buyer": "ANA@example.com"},
        {"id": 2, "number": "W-2", "shipping": [{"delivered": null}], "sum": "", "lines": {"product": {"title": "Rug"}}, "buyer": "ana@example.com"},
        {"id": 3, "number": "W-3", "shipping": [], "sum": "5 USD", "lines": [], "buyer": "bo@example.com"},
        {"id": 4, "number": null, "buyer": "ana@example.com"},
    ]}});
    check(
        lookup,
        json!({"orders": [{"id": "w2", "status": "paid"}]}),
        &[answer("", 200, &body.to_string())],
        json!([
            {"id": "w2", "status": "paid"},
            {"id": "W-1", "delivered_at": "2026-10-24T00:00:00Z", "total": {"amount": "5", "currency": "USD"}, "items": [{"name": "Lamp"}], "provenance": "look-up"},
        ]),
        &[
            "order W-3 belongs to another customer than the one who wrote",
            "an order of the look-up's answer has no number",
        ],
    );
}

#[test]
fn what_is_missing_or_unreadable_is_told() {
    let body = json!({"delivered": "soon", "total": "free", "number": "W-1"});
    check(
        json!({"fields": {"delivered_at": "delivered", "status": "state"}}),
        json!({}),
        &[answer("W-1", 200, &body.to_string())],
        json!([{"id": "W-1", "delivered_at": "soon", "provenance": "look-up"}]),
        &[
            "the order look-up's `delivered_at` cannot be read: \"soon\"",
            "the order look-up's answer has no `state`, which stands for `status`",
            "the order look-up's `total` cannot be read: \"free\"",
        ],
    );
    check(
        json!({"fields": {"id": "number"}}),
        json!({}),
        &[answer("W-2", 200, &body.to_string())],
        json!([]),
        &["the order look-up answered with order W-1 where W-2 was asked for"],
    );
    check(
        json!({"list": "orders"}),
        json!({}),
        &[answer("W-2", 200, "{}")],
        json!([]),
        &["the order look-up's answer holds no orders at `orders`"],
    );
    check(
        json!({}),
        json!({}),
        &[answer("W-2", 200, "7")],
        json!([]),
        &["the order look-up's answer holds neither an order nor a list of them"],
    );
}

#[test]
fn no_answer_is_told_and_adds_nothing() {
    let failed = |failure: &str| OrderAnswer {
        failure: Some(failure.to_owned()),
        ..answer("W-1", 0, "")
    };
    let path = "/shop/orders/1.json";
    for (answer, why) in [
        (
            answer("W-9", 404, "<h1>Not found</h1>"),
            "the order look-up knows no order W-9".to_owned(),
        ),
        (
            answer("W-9", 302, ""),
            format!("the order look-up {path} wants a login"),
        ),
        (
            answer("W-9", 403, "{}"),
            format!("the order look-up {path} may not be read by this agent"),
        ),
        (
            answer("W-9", 500, "{}"),
            format!("the order look-up {path} answered 500"),
        ),
        (
            answer("W-9", 200, "<html>"),
            format!("the order look-up {path} answered with something that is no JSON"),
        ),
        (
            answer("W-9", 200, &" ".repeat(LONGEST + 1)),
            format!("the order look-up {path} gave an answer that is too long"),
        ),
        (
            failed("timeout"),
            format!("the order look-up {path} took too long"),
        ),
        (
            failed("network"),
            format!("the order look-up {path} gave no answer"),
        ),
        (
            failed("elsewhere"),
            format!("the order look-up {path} was not asked: it leads to another host"),
        ),
    ] {
        check(json!({}), json!({}), &[answer], json!([]), &[why.as_str()]);
    }
    // A customer without orders.
    check(json!({}), json!({}), &[answer("", 404, "")], json!([]), &[]);
    check(
        json!({}),
        json!({}),
        &[answer("", 200, "[]")],
        json!([]),
        &[],
    );
}
