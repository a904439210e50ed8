//! What to ask the helpdesk's own origin for orders: addresses from the lead's template.

use crate::analysis::{Entity, EntityKind};
use crate::identity::{KnownTicket, field, fold_key, text_of};
use crate::json::Plain;
use crate::settings::SettingsError;
use crate::settings::identity::OrderLookup;
use crate::ticket::Fields;

/// Orders that are asked for one by one; a matter is about few.
const MOST: usize = 5;
/// Longest value that an address takes, in bytes.
const LONGEST: usize = 200;

/// Fields of an order that the answer's own may be named for, as [`super::order_answer`] reads them.
pub(super) const FIELDS: [&str; 26] = [
    "currency",
    "delivered_at",
    "email",
    "id",
    "items",
    "items.category",
    "items.condition",
    "items.final_sale",
    "items.name",
    "items.price",
    "items.quantity",
    "items.sku",
    "items.warranty_months",
    "payments",
    "payments.amount",
    "payments.method",
    "payments.status",
    "placed_at",
    "shipping_address.city",
    "shipping_address.country",
    "shipping_address.postal_code",
    "status",
    "total",
    "tracking.carrier",
    "tracking.number",
    "tracking.url",
];

/// A question to the helpdesk's origin.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct OrderRequest {
    /// Path on the origin, with its query.
    pub path: String,
    /// The order's number; empty where the customer's orders are asked for.
    pub number: String,
}

/// The questions for a ticket: one for each order that it names, or one for the customer. None where the
/// settings have no look-up, the template is not sound, or a value that it wants is not known.
#[must_use]
pub fn order_requests(
    lookup: &OrderLookup,
    known: &KnownTicket,
    entities: &[Entity],
) -> Vec<OrderRequest> {
    if lookup.path.is_empty() || check_lookup(lookup).is_err() {
        return Vec::new();
    }
    let by_number = lookup.path.contains("{order_number}");
    let numbers = if by_number {
        numbers(known, entities)
    } else {
        vec![String::new()]
    };
    numbers
        .into_iter()
        .filter_map(|number| {
            let path = filled(&lookup.path, known, &number)?;
            Some(OrderRequest { path, number })
        })
        .collect()
}

/// Numbers of orders that the ticket names and that the helpdesk has no order of: its fields' first, then what
/// was written, latest first.
fn numbers(known: &KnownTicket, entities: &[Entity]) -> Vec<String> {
    let orders = known.ticket.orders.iter();
    let typed: Vec<String> = orders
        .clone()
        .filter(|order| order.provenance.is_none())
        .map(|order| fold_key(&order.id))
        .collect();
    let named = orders
        .filter(|order| order.provenance.as_deref() == Some("fields"))
        .map(|order| order.id.as_str());
    let written = entities
        .iter()
        .rev()
        .filter(|entity| entity.kind == EntityKind::Order)
        .map(|entity| entity.value.as_str().unwrap_or(&entity.text));
    let mut found: Vec<String> = Vec::new();
    for number in named.chain(written) {
        let number = number.trim().trim_start_matches('#').trim();
        let key = fold_key(number);
        let is_new = !key.is_empty()
            && !typed.contains(&key)
            && found.iter().all(|known| fold_key(known) != key);
        if is_new && found.len() < MOST {
            found.push(number.to_owned());
        }
    }
    found
}

/// The template with its values; `None` where one is missing or would lead elsewhere.
fn filled(template: &str, known: &KnownTicket, number: &str) -> Option<String> {
    let ticket = &known.ticket;
    let requester = ticket.requester.as_ref();
    let mut path = String::new();
    for (text, name) in parts(template) {
        path.push_str(text);
        let value = match name {
            "" => continue,
            "order_number" => number.to_owned(),
            "ticket_id" => ticket.id.clone(),
            "requester_email" => requester?.email.clone()?,
            "requester_id" => requester?.id.clone()?,
            other => custom(&ticket.fields, other)?,
        };
        let value = value.trim();
        if value.is_empty() || value.len() > LONGEST {
            return None;
        }
        encode(value, &mut path);
    }
    (!climbs(&path)).then_some(path)
}

fn custom(fields: &Fields, placeholder: &str) -> Option<String> {
    let (_, value) = field(fields, placeholder.strip_prefix("fields.")?)?;
    Some(text_of(value))
}

/// The template's texts, each with the placeholder behind it; the last one's is empty.
fn parts(template: &str) -> impl Iterator<Item = (&str, &str)> {
    template.split('}').map(|part| match part.split_once('{') {
        Some((text, name)) => (text, name),
        None => (part, ""),
    })
}

/// Whether each brace that opens is closed before the next one.
fn paired(template: &str) -> bool {
    let mut open = false;
    for c in template.chars() {
        if matches!(c, '{' | '}') {
            if open == (c == '{') {
                return false;
            }
            open = !open;
        }
    }
    !open
}

/// Whether a segment of the path is `.` or `..`: browsers take it for a step to another folder.
fn climbs(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or(path);
    path.split('/').any(|segment| {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        segment == "." || segment == ".."
    })
}

/// Percent-encodes all but letters, digits and `-._~` of ASCII (RFC 3986, 2.3), so that a value ends neither
/// its segment nor the path.
fn encode(value: &str, path: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// Whether the look-up can be used: its address stays on the helpdesk's origin, and its names are known.
///
/// # Errors
/// With the path in the settings of what is wrong.
pub fn check_lookup(lookup: &OrderLookup) -> Result<(), SettingsError> {
    let path = lookup.path.as_str();
    let refuse = |message: String, help: &str, place: &str| {
        Err(SettingsError::new(
            "broken_lookup",
            message,
            help,
            format!("identity.order_lookup.{place}"),
        ))
    };
    if let Some(unknown) = lookup
        .fields
        .keys()
        .find(|key| !FIELDS.contains(&key.as_str()))
    {
        return refuse(
            format!("an order has no field `{unknown}`"),
            &format!("the fields are: {}", FIELDS.join(", ")),
            &format!("fields.{unknown}"),
        );
    }
    if path.is_empty() {
        return Ok(());
    }
    let elsewhere = !path.starts_with('/')
        || path.starts_with("//")
        || path.contains(['\\', '#'])
        || parts(path)
            .any(|(text, _)| text.contains(|c: char| c.is_whitespace() || c.is_control()))
        || climbs(path);
    if elsewhere {
        return refuse(
            format!("`{path}` is no path on the helpdesk's own origin"),
            "write it from the root on, such as `/shop/orders/{order_number}.json`; no other host is ever asked",
            "path",
        );
    }
    if !paired(path) {
        return refuse(
            "a brace of the address has no partner".to_owned(),
            "write a placeholder as `{order_number}`",
            "path",
        );
    }
    let known = |name: &str| {
        [
            "order_number",
            "requester_email",
            "requester_id",
            "ticket_id",
        ]
        .contains(&name)
            || name
                .strip_prefix("fields.")
                .is_some_and(|key| !key.is_empty())
    };
    let placeholders = path.matches('{').count();
    // What comes behind the last brace is text.
    for (_, name) in parts(path).take(placeholders) {
        if !known(name) {
            return refuse(
                format!("there is no placeholder `{{{name}}}`"),
                "the placeholders are {order_number}, {requester_email}, {requester_id}, {ticket_id} and {fields.KEY} for a custom field",
                "path",
            );
        }
    }
    if placeholders == 0 {
        return refuse(
            "the address has no placeholder, so every ticket would get the same orders".to_owned(),
            "put in {order_number} or {requester_email}, say",
            "path",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
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
}
