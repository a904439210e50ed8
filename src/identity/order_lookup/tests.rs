use super::*;
use crate::evidence::Span;
use crate::identity::IdentityRules;
use crate::settings::identity::{Identity, OrderFields};
use crate::ticket::ReadTicket;
use serde_json::{Value, json};

#[track_caller]
fn check(template: &str, ticket: Value, written: &[&str], expected: &[&str]) {
    let identity = Identity {
        order_fields: OrderFields {
            number: Some("order_number".to_owned()),
            ..OrderFields::default()
        },
        ..Identity::default()
    };
    let mut whole = json!({"id": "7", "messages": []});
    for (key, value) in ticket.as_object().unwrap() {
        whole[key] = value.clone();
    }
    let ticket = ReadTicket::from_json(&whole.to_string()).unwrap().ticket;
    let known = IdentityRules::compile(&identity).apply(&ticket);
    let entities: Vec<Entity> = written
        .iter()
        .map(|number| Entity {
            kind: EntityKind::Order,
            text: (*number).to_owned(),
            value: json!(number),
            message_id: "m1".to_owned(),
            span: Span { start: 0, end: 0 },
            role: None,
        })
        .collect();
    let lookup = OrderLookup {
        path: template.to_owned(),
        ..OrderLookup::default()
    };
    let paths: Vec<String> = order_requests(&lookup, &known, &entities)
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(paths, expected);
}

#[test]
fn asks_for_each_order_that_is_named() {
    let template = "/shop/orders/{order_number}.json?by={requester_email}";
    let requester = json!({"requester": {"email": "a+b@example.com"}});
    check(
        template,
        requester.clone(),
        &["#W1001", "w-1001", "W1002"],
        &[
            "/shop/orders/W1002.json?by=a%2Bb%40example.com",
            "/shop/orders/w-1001.json?by=a%2Bb%40example.com",
        ],
    );
    // What the team filled in comes first; an order that the helpdesk has is not asked for.
    check(
        "/o/{order_number}",
        json!({"fields": {"order_number": "#B 2"}, "orders": [{"id": "W1"}]}),
        &["W1", "W3"],
        &["/o/B%202", "/o/W3"],
    );
    check(template, requester, &[], &[]);
    check(template, json!({}), &["W1"], &[]);
    let many: Vec<String> = (0..40).map(|n| format!("W{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    check(
        "/o/{order_number}",
        json!({}),
        &many,
        &["/o/W39", "/o/W38", "/o/W37", "/o/W36", "/o/W35"],
    );
}

#[test]
fn asks_for_the_customers_orders() {
    check(
        "/o?customer={requester_id}&ticket={ticket_id}",
        json!({"requester": {"id": 17}}),
        &["W1"],
        &["/o?customer=17&ticket=7"],
    );
    check(
        "/o/{fields.Customer no}",
        json!({"fields": {"Customer no": 5}}),
        &[],
        &["/o/5"],
    );
}

#[test]
fn a_value_never_leaves_its_place() {
    let template = "/o/{order_number}/x";
    check(template, json!({}), &["../admin"], &["/o/..%2Fadmin/x"]);
    check(template, json!({}), &["a?b#c%2e"], &["/o/a%3Fb%23c%252e/x"]);
    check("/o/{fields.n}/x", json!({"fields": {"n": ".."}}), &[], &[]);
    check("/o/{fields.n}", json!({"fields": {"n": "."}}), &[], &[]);
    check(
        "/o/{fields.n}",
        json!({"fields": {"n": "x".repeat(300)}}),
        &[],
        &[],
    );
}

#[track_caller]
fn check_template(path: &str, expected: &str) {
    let lookup = OrderLookup {
        path: path.to_owned(),
        ..OrderLookup::default()
    };
    let told = match check_lookup(&lookup) {
        Ok(()) => String::new(),
        Err(error) => error.message,
    };
    assert!(
        told.contains(expected) && told.is_empty() == expected.is_empty(),
        "{path}: {told}"
    );
}

#[test]
fn a_template_stays_on_the_origin() {
    for sound in ["", "/o/{order_number}", "/a?b={fields.Order number}&c"] {
        check_template(sound, "");
    }
    for elsewhere in [
        "https://shop.example.com/{order_number}",
        "//shop.example.com/{order_number}",
        "/\\shop.example.com/{order_number}",
        "o/{order_number}",
        "/a/../{order_number}",
        "/a/%2E%2e/{order_number}",
        "/o#{order_number}",
        "/o/{order_number}\n",
    ] {
        check_template(elsewhere, "no path");
    }
    check_template("/o/{order}", "no placeholder `{order}`");
    check_template("/o/{fields.}", "no placeholder");
    check_template("/o/{order_number", "no partner");
    check_template("/o/{{order_number}}", "no partner");
    check_template("/o/}order_number{", "no partner");
    check_template("/o/all", "no placeholder, so");
}

#[test]
fn unknown_names_are_refused() {
    let lookup = OrderLookup {
        fields: [("deliverd_at".to_owned(), "x".to_owned())].into(),
        ..OrderLookup::default()
    };
    let error = check_lookup(&lookup).unwrap_err();
    assert_eq!(error.path, "identity.order_lookup.fields.deliverd_at");
}
