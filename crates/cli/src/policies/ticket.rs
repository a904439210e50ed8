//! A request to the shop as a ticket: what a form or the shop's own look-up would put into it.

use super::shop::{Change, Request, Shop, Wish};
use handrail::ticket::Ticket;
use serde_json::{Map, Value, json};

/// The intent of a wish and the policy that answers it.
pub(super) fn asked(wish: &Wish) -> (&'static str, &'static str) {
    match wish {
        Wish::Return { .. } => ("return_request", "returns"),
        Wish::Exchange { .. } => ("exchange_request", "exchanges"),
        Wish::ChangeItems { .. } => ("order_change", "item_changes"),
        Wish::ChangePayment { .. } => ("payment_problem", "payment_changes"),
        Wish::ChangeAddress => ("address_change", "address_changes"),
        Wish::Cancel { .. } => ("order_cancel", "cancellation"),
    }
}

/// The ticket: the customer with the ways to pay, the other orders too, and the request in its fields.
pub(super) fn of(request: &Request, shop: &Shop) -> Result<Ticket, serde_json::Error> {
    let methods = request.customer.payment_methods.values().map(|method| {
        let mut own = Map::new();
        own.insert("id".to_owned(), json!(method.id));
        own.insert("source".to_owned(), json!(method.source));
        if let Some(balance) = method.balance {
            own.insert("balance".to_owned(), money(balance));
        }
        Value::Object(own)
    });
    let mut details = Map::new();
    let mut put = |key: &str, value: Value| details.insert(key.to_owned(), value);
    put("order_customer", json!(request.order.user_id));
    let given = |text: &Option<String>| text.as_ref().map_or(Value::Null, |text| json!(text));
    match &request.wish {
        Wish::Return { items, payment } => {
            put("items", json!(items));
            put("payment", given(payment));
        }
        Wish::Exchange { changes, payment } | Wish::ChangeItems { changes, payment } => {
            put("changes", changes.iter().map(change).collect());
            let sums = changes.iter().map(|one| one.to.item.price - one.from.price);
            put("difference", money(sums.sum()));
            put("payment", given(payment));
        }
        Wish::ChangePayment { payment } => {
            put("payment", given(payment));
        }
        Wish::ChangeAddress => {}
        Wish::Cancel { reason } => {
            put("reason", given(reason));
        }
    }
    let own = &request.order.order_id;
    let others = shop.orders_of(&request.customer_id);
    let orders: Vec<Value> = others
        .filter(|order| order.order_id != *own)
        .chain([&request.order])
        .map(|order| {
            let paid = order
                .payments()
                .map(|one| json!({"method": one.payment_method_id, "amount": money(one.amount)}));
            let items = order.items.iter().map(
                |item| json!({"sku": item.item_id, "name": item.name, "price": money(item.price)}),
            );
            json!({
                "id": order.order_id.trim_start_matches('#'),
                "status": order.status,
                "total": money(order.payments().map(|one| one.amount).sum()),
                "payments": paid.collect::<Vec<_>>(),
                "items": items.collect::<Vec<_>>(),
            })
        })
        .collect();
    serde_json::from_value(json!({
        "id": own,
        "requester": {
            "id": request.customer_id,
            "fields": {"payment_methods": methods.collect::<Vec<_>>()},
        },
        "orders": orders,
        "fields": {"request": details},
        "messages": [{"id": "m1", "body": format!("This is about my order {own}.")}],
    }))
}

fn change(change: &Change) -> Value {
    json!({
        "from": {"sku": change.from.item_id, "name": change.from.name},
        "to": {"sku": change.to.item.item_id, "name": change.to.item.name, "available": change.to.available},
    })
}

fn money(sum: f64) -> Value {
    json!({"amount": format!("{sum:.2}"), "currency": "USD"})
}
