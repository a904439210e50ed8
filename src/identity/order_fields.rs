//! Custom fields that hold an order become an order.

use crate::identity::{KnownTicket, amount, dates, field, fold_key, text_of};
use crate::settings::identity::OrderFields;
use crate::ticket::{Item, Order, Time};
use serde_json::Value;

/// Adds the order that the ticket's custom fields tell of, or fills the gaps of the typed order with
/// that number. What the helpdesk gave as an order is not overwritten.
pub(crate) fn add_order(keys: &OrderFields, known: &mut KnownTicket) {
    let fields = known.ticket.fields.clone();
    let get = |key: &Option<String>| -> Option<(String, Value)> {
        let (key, value) = field(&fields, key.as_deref()?)?;
        Some((format!("fields.{key}"), value.clone()))
    };
    let number = get(&keys.number);
    let total = get(&keys.total);
    let placed = get(&keys.placed_at);
    let delivered = get(&keys.delivered_at);
    let item = get(&keys.item);
    let category = get(&keys.category);
    let warranty = get(&keys.warranty_months);
    // A date or a sum without a number still tells of the matter's order.
    if number.is_none() && total.is_none() && placed.is_none() && delivered.is_none() {
        return;
    }
    let id = number
        .as_ref()
        .map(|(_, value)| text_of(value).trim_start_matches('#').trim().to_owned());
    let position = match &id {
        Some(id) => known
            .ticket
            .orders
            .iter()
            .position(|order| fold_key(&order.id) == fold_key(id)),
        // Without a number, only a single order can be the one that is meant.
        None => (known.ticket.orders.len() == 1).then_some(0),
    };
    let position = position.unwrap_or_else(|| {
        known.ticket.orders.push(Order {
            id: id.unwrap_or_default(),
            provenance: Some("fields".to_owned()),
            ..Order::default()
        });
        known.ticket.orders.len() - 1
    });
    let Some(order) = known.ticket.orders.get_mut(position) else {
        return;
    };
    let mut filled: Vec<(&str, String)> = Vec::new();
    if let Some((path, _)) = number {
        filled.push(("id", path));
    }
    if let (None, Some((path, value))) = (&order.total, total) {
        let currency = get(&keys.currency).map_or_else(String::new, |(_, value)| text_of(&value));
        if let Some(total) = amount::read(&value, &currency) {
            order.total = Some(total);
            filled.push(("total", path));
        }
    }
    for (slot, name, given) in [
        (&mut order.placed_at, "placed_at", placed),
        (&mut order.delivered_at, "delivered_at", delivered),
    ] {
        if let (None, Some((path, value))) = (&slot, given) {
            *slot = Some(time(&value));
            filled.push((name, path));
        }
    }
    if order.items.is_empty() && (item.is_some() || category.is_some() || warranty.is_some()) {
        let mut own = Item::default();
        if let Some((path, value)) = item {
            own.name = Some(text_of(&value));
            filled.push(("items[0].name", path));
        }
        if let Some((path, value)) = category {
            own.category = Some(text_of(&value));
            filled.push(("items[0].category", path));
        }
        if let Some((path, value)) = warranty {
            own.warranty_months = months(&text_of(&value));
            if own.warranty_months.is_some() {
                filled.push(("items[0].warranty_months", path));
            }
        }
        order.items.push(own);
    }
    for (name, path) in filled {
        known
            .origins
            .insert(format!("orders[{position}].{name}"), path);
    }
}

/// A field's moment. Text that cannot be read is kept, so that it is reported and not lost.
pub(super) fn time(value: &Value) -> Time {
    if let Some(number) = value.as_i64() {
        // Seconds or milliseconds since 1970: ten digits or more.
        let millis = if number.unsigned_abs() < 100_000_000_000 {
            number.saturating_mul(1000)
        } else {
            number
        };
        return Time::from_millis(millis);
    }
    let text = text_of(value);
    Time::new(&dates::read(&text).unwrap_or(text))
}

/// `24`, `24 months` or `2 years`.
pub(super) fn months(text: &str) -> Option<u32> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let count: u32 = digits.parse().ok()?;
    let unit = text.get(digits.len()..)?.trim().to_lowercase();
    let years = [
        "y", "year", "years", "jahre", "jahr", "ans", "an", "años", "anni", "jaar", "anos",
    ];
    if years.contains(&unit.as_str()) {
        count.checked_mul(12)
    } else {
        Some(count)
    }
}
