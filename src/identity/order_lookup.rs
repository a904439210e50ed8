//! What to ask the helpdesk's own origin for orders: addresses from the lead's template.

mod template;
#[cfg(test)]
mod tests;

use crate::analysis::{Entity, EntityKind};
use crate::identity::{KnownTicket, field, fold_key, text_of};
use crate::json::Plain;
use crate::settings::SettingsError;
use crate::settings::identity::OrderLookup;
use crate::ticket::Fields;
use template::TemplateError;

/// Orders that are asked for one by one; a matter is about few.
const MOST: usize = 5;

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
            let path = template::fill(&lookup.path, |name| value(name, known, &number))?;
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

/// What stands for a placeholder; `None` where it is not known.
fn value(placeholder: &str, known: &KnownTicket, number: &str) -> Option<String> {
    let ticket = &known.ticket;
    match placeholder {
        "order_number" => Some(number.to_owned()),
        "ticket_id" => Some(ticket.id.clone()),
        "requester_email" => ticket.requester.as_ref()?.email.clone(),
        "requester_id" => ticket.requester.as_ref()?.id.clone(),
        other => custom(&ticket.fields, other),
    }
}

fn custom(fields: &Fields, placeholder: &str) -> Option<String> {
    let (_, value) = field(fields, placeholder.strip_prefix("fields.")?)?;
    Some(text_of(value))
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
    match template::check(path) {
        Ok(()) => Ok(()),
        Err(TemplateError::Elsewhere) => refuse(
            format!("`{path}` is no path on the helpdesk's own origin"),
            "write it from the root on, such as `/shop/orders/{order_number}.json`; no other host is ever asked",
            "path",
        ),
        Err(TemplateError::Unpaired) => refuse(
            "a brace of the address has no partner".to_owned(),
            "write a placeholder as `{order_number}`",
            "path",
        ),
        Err(TemplateError::Unknown(name)) => refuse(
            format!("there is no placeholder `{{{name}}}`"),
            "the placeholders are {order_number}, {requester_email}, {requester_id}, {ticket_id} and {fields.KEY} for a custom field",
            "path",
        ),
        Err(TemplateError::Constant) => refuse(
            "the address has no placeholder, so every ticket would get the same orders".to_owned(),
            "put in {order_number} or {requester_email}, say",
            "path",
        ),
    }
}
