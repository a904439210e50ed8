use super::*;
use crate::text::Conversation;
use serde_json::json;

fn apply(identity: Value, ticket: Value) -> KnownTicket {
    let identity: Identity = serde_json::from_value(identity).unwrap();
    let ticket: Ticket = serde_json::from_value(ticket).unwrap();
    IdentityRules::compile(&identity).apply(&ticket)
}

#[track_caller]
fn check_roles(identity: Value, tags: Value, authors: Value, expected: &[&str]) {
    let messages: Vec<Value> = authors
        .as_array()
        .unwrap()
        .iter()
        .map(|author| json!({"author": author, "body": "hello"}))
        .collect();
    let known = apply(
        identity,
        json!({"id": 1, "tags": tags, "messages": messages,
               "requester": {"id": "7", "name": "Ann", "email": "ann@example.com"}}),
    );
    let roles: Vec<&str> = known
        .ticket
        .messages
        .iter()
        .map(|message| message.author.role.id())
        .collect();
    assert_eq!(roles, expected);
}

#[test]
fn authors_get_their_roles() {
    let rules = json!({
        "assistants": [{"id": "a", "name": "Robo"}, {"id": "b", "address": "Bot@example.com"}, {"id": "c", "tag": "bot_answered"}],
        "staff": [{"id": "s", "address": "@shop.example.com"}]
    });
    check_roles(
        rules.clone(),
        json!([]),
        json!([
            {"name": "ROBO ", "role": "agent"},
            {"email": "bot@EXAMPLE.com"},
            {"id": "bot@example.com", "role": "agent"},
            {"email": "kim@shop.example.com"},
            {"email": "kim@shop.example.com.evil.example"},
            {"name": "Robot", "role": "agent"},
            {"email": "ann@example.com", "name": "Robo"},
            {"name": "Ann"},
            {"name": "Robo", "role": "system"}
        ]),
        &[
            "ai", "ai", "ai", "agent", "customer", "agent", "customer", "customer", "system",
        ],
    );
    check_roles(
        rules.clone(),
        json!(["bot_answered"]),
        json!([{"role": "agent", "name": "Kim"}, {"email": "ann@example.com"}]),
        &["ai", "customer"],
    );
    check_roles(
        rules,
        json!(["bot_answered_not"]),
        json!([{"role": "agent", "name": "Kim"}]),
        &["agent"],
    );
}

#[track_caller]
fn check_vip(requester: Value, expected: Value) {
    let known = apply(
        json!({
            "vip": {"tags": ["vip"], "tiers": ["gold", "platinum"], "min_lifetime_value": {"amount": "5000", "currency": "USD"}},
            "tier_fields": ["loyalty_tier", "tier"],
            "directory": [{"address": "Dir@example.com", "tier": "Platinum", "tags": ["press", "vip"],
                "lifetime_value": {"amount": "8420.00", "currency": "USD"}, "customer_since": "2019-03-14", "usage": {"orders": 3}}]
        }),
        json!({"id": 1, "messages": [], "requester": requester}),
    );
    assert_eq!(serde_json::to_value(&known.vip).unwrap(), expected);
}

#[test]
fn vips_by_tag_tier_and_value() {
    let field = |path: &str, value: Value| json!([{"in": "field", "path": path, "value": value}]);
    check_vip(
        json!({"tags": ["new", "vip"]}),
        field("requester.tags[1]", json!("vip")),
    );
    check_vip(json!({"tags": ["vip-event-guest", "VIP"]}), json!([]));
    check_vip(
        json!({"organization": {"tags": ["vip"]}}),
        field("requester.organization.tags[0]", json!("vip")),
    );
    check_vip(
        json!({"fields": {"tier": "GOLD"}}),
        field("requester.fields.tier", json!("GOLD")),
    );
    check_vip(
        json!({"fields": {"tier": "gold", "Loyalty tier": "silver"}}),
        json!([]),
    );
    check_vip(json!({"fields": {"club": "gold"}}), json!([]));
    check_vip(
        json!({"lifetime_value": {"amount": 5000, "currency": "EUR"}}),
        field(
            "requester.lifetime_value",
            json!({"amount": "5000", "currency": "EUR"}),
        ),
    );
    check_vip(
        json!({"lifetime_value": {"amount": "4999.99", "currency": "USD"}}),
        json!([]),
    );
    check_vip(
        json!({"lifetime_value": {"amount": "90000", "currency": "JPY"}}),
        json!([]),
    );
}

#[test]
fn the_directory_fills_what_the_helpdesk_does_not_give() {
    let from = |path: &str, value: Value| json!({"in": "settings", "path": format!("identity.directory[Dir@example.com].{path}"), "value": value});
    check_vip(
        json!({"email": "dir@EXAMPLE.com", "tags": ["press"]}),
        json!([
            from("tags[1]", json!("vip")),
            from("tier", json!("Platinum")),
            from(
                "lifetime_value",
                json!({"amount": "8420.00", "currency": "USD"})
            ),
        ]),
    );
    // The helpdesk's own value wins, also where it makes no VIP.
    check_vip(
        json!({"email": "dir@example.com", "fields": {"tier": "silver"}, "lifetime_value": {"amount": "1", "currency": "USD"}}),
        json!([from("tags[1]", json!("vip"))]),
    );
}

#[track_caller]
fn check_order(fields: Value, orders: Value, expected: Value, origins: &[(&str, &str)]) {
    let known = apply(
        json!({"order_fields": {"number": "order_number", "total": "order_total", "currency": "currency",
            "placed_at": "ordered", "delivered_at": "delivered_on", "item": "item", "category": "category", "warranty_months": "warranty"}}),
        json!({"id": 1, "messages": [], "fields": fields, "orders": orders}),
    );
    assert_eq!(
        serde_json::to_value(&known.ticket.orders).unwrap(),
        expected
    );
    let found: Vec<(&str, &str)> = known
        .origins
        .iter()
        .map(|(path, origin)| (path.as_str(), origin.as_str()))
        .collect();
    assert_eq!(found, origins);
}

#[test]
fn custom_fields_become_an_order() {
    check_order(
        json!({"Order number": ["#AH-1"], "order_total": "1.299,00", "currency": "EUR", "delivered_on": "20.11.2026",
               "item": "Lamp", "category": "lighting", "warranty": "2 years"}),
        json!([]),
        json!([{"id": "AH-1", "delivered_at": "2026-11-20", "total": {"amount": "1299.00", "currency": "EUR"},
                "items": [{"name": "Lamp", "category": "lighting", "warranty_months": 24}], "provenance": "fields"}]),
        &[
            ("orders[0].delivered_at", "fields.delivered_on"),
            ("orders[0].id", "fields.Order number"),
            ("orders[0].items[0].category", "fields.category"),
            ("orders[0].items[0].name", "fields.item"),
            ("orders[0].items[0].warranty_months", "fields.warranty"),
            ("orders[0].total", "fields.order_total"),
        ],
    );
    // A typed order of that number keeps what it has.
    check_order(
        json!({"order_number": "ah1", "order_total": "5 USD", "delivered_on": "2026-11-20"}),
        json!([{"id": "AH-1", "total": {"amount": "7", "currency": "USD"}}]),
        json!([{"id": "AH-1", "delivered_at": "2026-11-20", "total": {"amount": "7", "currency": "USD"}}]),
        &[
            ("orders[0].delivered_at", "fields.delivered_on"),
            ("orders[0].id", "fields.order_number"),
        ],
    );
    check_order(
        json!({"order_number": "B-2"}),
        json!([{"id": "AH-1"}]),
        json!([{"id": "AH-1"}, {"id": "B-2", "provenance": "fields"}]),
        &[("orders[1].id", "fields.order_number")],
    );
    // A date that cannot be read is kept as written, to be reported.
    check_order(
        json!({"order_number": "B-2", "delivered_on": "4/5/2026"}),
        json!([]),
        json!([{"id": "B-2", "delivered_at": "4/5/2026", "provenance": "fields"}]),
        &[
            ("orders[0].delivered_at", "fields.delivered_on"),
            ("orders[0].id", "fields.order_number"),
        ],
    );
    check_order(
        json!({"order_number": null, "item": "Lamp"}),
        json!([]),
        json!([]),
        &[],
    );
}

#[track_caller]
fn check_matter(texts: &[&str], fields: Value, expected: Option<(usize, Chosen, usize)>) {
    let messages: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| json!({"id": format!("m{index}"), "body": text}))
        .collect();
    let known = apply(
        json!({"order_fields": {"number": "order_number"}}),
        json!({"id": 1, "messages": messages, "fields": fields, "orders": [
            {"id": "A-1001", "delivered_at": "2026-10-01", "items": [{"name": "Brightwell kettle"}]},
            {"id": "A-1002", "delivered_at": "2026-11-01", "items": [{"name": "Oak table"}]},
            {"id": "A-1003", "placed_at": "2026-11-10", "items": [{"name": "Wool socks"}]}
        ]}),
    );
    let conversation = Conversation::read(&known.ticket);
    let choice = order_in_question(&known, &conversation, &[]);
    assert_eq!(
        choice.map(|choice| (choice.index, choice.by, choice.others)),
        expected
    );
}

#[test]
fn the_order_that_the_matter_is_about() {
    check_matter(
        &["order A-1001 please", "sorry, it is a1003"],
        json!({}),
        Some((2, Chosen::Named, 0)),
    );
    check_matter(
        &["A-1003 came, #1001 did not"],
        json!({}),
        Some((2, Chosen::Named, 1)),
    );
    check_matter(
        &["it broke"],
        json!({"order_number": "A-1003"}),
        Some((2, Chosen::Field, 0)),
    );
    check_matter(&["my kettles broke"], json!({}), Some((0, Chosen::Item, 0)));
    check_matter(
        &["the kettle and the table"],
        json!({}),
        Some((1, Chosen::Latest, 0)),
    );
    check_matter(&["hello"], json!({}), Some((1, Chosen::Latest, 0)));
}
