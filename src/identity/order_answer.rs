//! What the helpdesk's own origin answered for orders, as typed orders, by the lead's mapping.

use crate::analysis::Diagnostic;
use crate::identity::order_fields::{months, time};
use crate::identity::order_lookup::FIELDS;
use crate::identity::{amount, fold, fold_key};
use crate::json::{self, Plain};
use crate::settings::identity::OrderLookup;
use crate::ticket::{Fields, Item, Money, Order, Payment, Ticket, Time, Tracking};
use serde_json::Value;

/// How an order that was looked up says where it comes from.
pub const LOOK_UP: &str = "look-up";

/// Longest answer that is read, in bytes.
const LONGEST: usize = 1_000_000;
/// Most orders of one answer; a customer with more is no one-look matter.
const MOST: usize = 50;
/// Most items or payments of an order.
const MOST_LINES: usize = 200;

/// What the origin answered to one question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct OrderAnswer {
    /// What was asked.
    pub path: String,
    /// The order's number; empty where the customer's orders were asked for.
    pub number: String,
    /// HTTP status; a redirect is not followed and stands as 302.
    pub status: u32,
    /// `timeout`, `network` or `elsewhere` where no answer came.
    pub failure: Option<String>,
    /// The body.
    pub text: String,
}

/// Adds the orders of the answers to the ticket, and says what is wrong with them. An order that the helpdesk
/// gave itself is not overwritten.
pub fn add_looked_up(
    lookup: &OrderLookup,
    ticket: &mut Ticket,
    answers: &[OrderAnswer],
) -> Vec<Diagnostic> {
    let email = ticket
        .requester
        .as_ref()
        .and_then(|requester| requester.email.clone());
    let mut reader = Reader {
        lookup,
        email,
        problems: Vec::new(),
    };
    for answer in answers {
        for order in reader.orders(answer) {
            let known = ticket
                .orders
                .iter()
                .any(|known| fold_key(&known.id) == fold_key(&order.id));
            if !known {
                ticket.orders.push(order);
            }
        }
    }
    reader.problems
}

/// Reads answers and keeps what is wrong with them.
struct Reader<'a> {
    lookup: &'a OrderLookup,
    /// The requester's address.
    email: Option<String>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn tell(&mut self, code: &str, message: String, help: &str) {
        // Every order of a list may lack the same.
        if !self.problems.iter().any(|known| known.message == message) {
            self.problems.push(Diagnostic::new(code, message, help));
        }
    }

    fn orders(&mut self, answer: &OrderAnswer) -> Vec<Order> {
        let Some(body) = self.body(answer) else {
            return Vec::new();
        };
        let list = self.lookup.list.as_str();
        let listed = match at(&body, list) {
            Some(Value::Array(orders)) => orders.as_slice(),
            Some(order @ Value::Object(_)) => std::slice::from_ref(order),
            _ => {
                let place = if list.is_empty() {
                    "neither an order nor a list of them".to_owned()
                } else {
                    format!("no orders at `{list}`")
                };
                self.tell(
                    "lookup_unreadable",
                    format!("the order look-up's answer holds {place}"),
                    "name where the orders stand in the settings, under `list`",
                );
                return Vec::new();
            }
        };
        let read = listed.iter().take(MOST);
        read.filter_map(|given| self.order(answer, given)).collect()
    }

    /// The answer as JSON; `None` where there is none, which is told.
    fn body(&mut self, answer: &OrderAnswer) -> Option<Value> {
        let path = answer.path.split('?').next().unwrap_or(&answer.path);
        let why = match (answer.failure.as_deref(), answer.status) {
            (Some("timeout"), _) => "took too long".to_owned(),
            (Some("elsewhere"), _) => "was not asked: it leads to another host".to_owned(),
            (Some(_), _) => "gave no answer".to_owned(),
            (None, 404 | 410) => {
                if !answer.number.is_empty() {
                    self.tell(
                        "no_such_order",
                        format!("the order look-up knows no order {}", answer.number),
                        "ask whether the number is right",
                    );
                }
                return None;
            }
            (None, 301..=399 | 401) => "wants a login".to_owned(),
            (None, 403) => "may not be read by this agent".to_owned(),
            (None, status @ (0..=199 | 400..)) => format!("answered {status}"),
            (None, _) if answer.text.len() > LONGEST => {
                "gave an answer that is too long".to_owned()
            }
            (None, _) => match serde_json::from_str(&answer.text) {
                Ok(body) => return Some(body),
                Err(_) => "answered with something that is no JSON".to_owned(),
            },
        };
        self.tell(
            "lookup_failed",
            format!("the order look-up {path} {why}"),
            "what follows is judged without it",
        );
        None
    }

    fn order(&mut self, answer: &OrderAnswer, given: &Value) -> Option<Order> {
        let asked = answer.number.as_str();
        let told = self.text(given, "id", "");
        let id = match told {
            Some(id) if asked.is_empty() => id.trim_start_matches('#').to_owned(),
            // A number of the answer's own that nobody named may be a key of its database.
            Some(id)
                if self.lookup.fields.get("id").is_some() && fold_key(&id) != fold_key(asked) =>
            {
                self.tell(
                    "wrong_order",
                    format!(
                        "the order look-up answered with order {id} where {asked} was asked for"
                    ),
                    "it is left out",
                );
                return None;
            }
            _ if !asked.is_empty() => asked.to_owned(),
            _ => {
                self.tell(
                    "lookup_unreadable",
                    "an order of the look-up's answer has no number".to_owned(),
                    "name where it stands in the settings, under `fields.id`",
                );
                return None;
            }
        };
        if let (Some(own), Some(owner)) = (self.email.clone(), self.text(given, "email", ""))
            && fold(&own) != fold(&owner)
        {
            self.tell(
                "order_of_another",
                format!("order {id} belongs to another customer than the one who wrote"),
                "it is left out; check who is asking",
            );
            return None;
        }
        let currency = self.text(given, "currency", "").unwrap_or_default();
        let mut address = Fields::new();
        for key in ["city", "country", "postal_code"] {
            let field = format!("shipping_address.{key}");
            if let Some(text) = self.text(given, &field, "") {
                address.insert(key.to_owned(), Value::String(text));
            }
        }
        let tracking = Tracking {
            carrier: self.text(given, "tracking.carrier", ""),
            number: self.text(given, "tracking.number", ""),
            url: self.text(given, "tracking.url", ""),
        };
        let items = self.lines(given, "items");
        let payments = self.lines(given, "payments");
        Some(Order {
            id,
            placed_at: self.time(given, "placed_at"),
            delivered_at: self.time(given, "delivered_at"),
            status: self.text(given, "status", ""),
            total: self.money(given, "total", "", &currency),
            shipping_address: (!address.is_empty()).then_some(address),
            tracking: (tracking != Tracking::default()).then_some(tracking),
            items: items
                .iter()
                .map(|line| self.item(line, &currency))
                .collect(),
            payments: payments
                .iter()
                .map(|line| Payment {
                    method: self.text(line, "payments.method", "payments."),
                    amount: self.money(line, "payments.amount", "payments.", &currency),
                    status: self.text(line, "payments.status", "payments."),
                })
                .collect(),
            provenance: Some(LOOK_UP.to_owned()),
        })
    }

    fn item(&mut self, line: &Value, currency: &str) -> Item {
        let text = |reader: &mut Self, field: &str| reader.text(line, field, "items.");
        let months_of = |text: String| months(&text);
        Item {
            sku: text(self, "items.sku"),
            name: text(self, "items.name"),
            category: text(self, "items.category"),
            quantity: self
                .value(line, "items.quantity", "items.")
                .and_then(|value| {
                    value
                        .as_f64()
                        .or_else(|| value.as_str()?.trim().parse().ok())
                }),
            price: self.money(line, "items.price", "items.", currency),
            final_sale: self.value(line, "items.final_sale", "items.").and_then(
                |value| match value {
                    Value::Bool(truth) => Some(*truth),
                    Value::Number(number) => Some(number.as_f64() != Some(0.0)),
                    Value::String(text) => match fold(text).as_str() {
                        "true" | "yes" | "1" => Some(true),
                        "false" | "no" | "0" | "" => Some(false),
                        _ => None,
                    },
                    _ => None,
                },
            ),
            warranty_months: text(self, "items.warranty_months").and_then(months_of),
            condition: text(self, "items.condition"),
        }
    }

    /// The list under a field; one thing alone counts as a list of it.
    fn lines<'v>(&mut self, given: &'v Value, field: &str) -> Vec<&'v Value> {
        match self.value(given, field, "") {
            Some(Value::Array(lines)) => lines.iter().take(MOST_LINES).collect(),
            Some(line @ Value::Object(_)) => vec![line],
            _ => Vec::new(),
        }
    }

    /// What the answer has for a field of the order; what is `null` or empty is not known. A field that the
    /// settings name and the answer does not have at all is told: the mapping is wrong, or the shop's
    /// application has changed. `within` is what the field's own name has before that of the line's.
    fn value<'v>(&mut self, given: &'v Value, field: &str, within: &str) -> Option<&'v Value> {
        debug_assert!(FIELDS.contains(&field));
        let named = self.lookup.fields.get(field);
        let path = named.map_or_else(
            || field.strip_prefix(within).unwrap_or(field),
            String::as_str,
        );
        if path.is_empty() {
            return None;
        }
        let found = at(given, path);
        if found.is_none() && named.is_some() {
            let message =
                format!("the order look-up's answer has no `{path}`, which stands for `{field}`");
            self.tell(
                "lookup_field_missing",
                message,
                "mend the names in the settings, or leave the field out there",
            );
        }
        found.filter(|value| !value.is_null())
    }

    fn text(&mut self, given: &Value, field: &str, within: &str) -> Option<String> {
        let text = match self.value(given, field, within)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => match number.as_f64() {
                // JavaScript may have written a whole number as a float.
                Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => format!("{float:.0}"),
                _ => json::number(number),
            },
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    fn time(&mut self, given: &Value, field: &str) -> Option<Time> {
        let value = self.value(given, field, "")?.clone();
        if value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return None;
        }
        let read = time(&value);
        if read.millis().is_none() {
            self.unreadable(field, &value);
        }
        Some(read)
    }

    fn money(&mut self, given: &Value, field: &str, within: &str, currency: &str) -> Option<Money> {
        let value = self.value(given, field, within)?.clone();
        if value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return None;
        }
        let sum = amount::read(&value, currency);
        if sum.is_none() {
            self.unreadable(field, &value);
        }
        sum
    }

    fn unreadable(&mut self, field: &str, value: &Value) {
        let shown: String = json::text(value).chars().take(60).collect();
        self.tell(
            "lookup_unreadable",
            format!("the order look-up's `{field}` cannot be read: {shown}"),
            "days are written as 2026-11-20, sums as 19.90 EUR",
        );
    }
}

/// The value at a path such as `shipping.delivered` or `lines.0.name`; the whole for an empty one.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if path.is_empty() {
        return Some(value);
    }
    path.split('.').try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    })
}

#[cfg(test)]
mod tests;
