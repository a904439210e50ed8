//! Copies of a request in which something is changed, in a fixed order and without chance.

use super::shop::{Change, Offer, Order, PaymentMethod, Request, Shop, Wish};

/// Every state that an order can have.
const STATES: [&str; 7] = [
    "pending",
    "processed",
    "delivered",
    "cancelled",
    "pending (items modified)",
    "return requested",
    "exchange requested",
];

/// What was changed, and the request with the change.
pub(super) type Mutation = (&'static str, Request);

/// All changed copies of a request; `turn` counts requests, so that not each gets the same ones.
pub(super) fn all(request: &Request, shop: &Shop, turn: usize) -> Vec<Mutation> {
    let mut made = Vec::new();
    state(request, turn, &mut made);
    second(request, &mut made);
    payment(request, shop, &mut made);
    balance(request, &mut made);
    items(request, shop, turn, &mut made);
    reason(request, &mut made);
    owner(request, shop, turn, &mut made);
    made
}

fn state(request: &Request, turn: usize, made: &mut Vec<Mutation>) {
    let others: Vec<&str> = STATES
        .into_iter()
        .filter(|state| *state != request.order.status)
        .collect();
    let states = others.iter().cycle().skip(turn).take(2);
    made.extend(states.map(|state| {
        let mut copy = request.clone();
        (*state).clone_into(&mut copy.order.status);
        ("order status", copy)
    }));
}

/// The same wish again, and other wishes, after it was carried out.
fn second(request: &Request, made: &mut Vec<Mutation>) {
    let (customer, order) = request.carried_out();
    let mut again = request.clone();
    again.customer = customer;
    again.order = order;
    if matches!(
        request.wish,
        Wish::ChangeItems { .. } | Wish::ChangePayment { .. } | Wish::ChangeAddress
    ) {
        for wish in [
            Wish::ChangeAddress,
            Wish::Cancel {
                reason: Some("no longer needed".to_owned()),
            },
        ] {
            let mut copy = again.clone();
            copy.wish = wish;
            made.push(("after a modification", copy));
        }
    }
    made.push(("second time", again));
}

fn payment_of(wish: &Wish) -> Option<&Option<String>> {
    match wish {
        Wish::Return { payment, .. }
        | Wish::Exchange { payment, .. }
        | Wish::ChangeItems { payment, .. }
        | Wish::ChangePayment { payment } => Some(payment),
        Wish::ChangeAddress | Wish::Cancel { .. } => None,
    }
}

fn pay_by(request: &Request, id: Option<&str>) -> Request {
    let mut copy = request.clone();
    match &mut copy.wish {
        Wish::Return { payment, .. }
        | Wish::Exchange { payment, .. }
        | Wish::ChangeItems { payment, .. }
        | Wish::ChangePayment { payment } => *payment = id.map(str::to_owned),
        Wish::ChangeAddress | Wish::Cancel { .. } => {}
    }
    copy
}

fn payment(request: &Request, shop: &Shop, made: &mut Vec<Mutation>) {
    let Some(given) = payment_of(&request.wish) else {
        return;
    };
    let own = &request.customer.payment_methods;
    for id in own.keys().filter(|id| Some(*id) != given.as_ref()) {
        made.push(("other payment method", pay_by(request, Some(id))));
    }
    let foreign = shop
        .customers
        .values()
        .flat_map(|customer| customer.payment_methods.keys())
        .find(|id| !own.contains_key(*id));
    if let Some(id) = foreign {
        made.push(("payment method of another", pay_by(request, Some(id))));
    }
    made.push(("payment method not said", pay_by(request, None)));
}

/// A gift card of the customer that holds what is needed, and one cent less.
fn balance(request: &Request, made: &mut Vec<Mutation>) {
    let needed = match &request.wish {
        Wish::Exchange { changes, .. } | Wish::ChangeItems { changes, .. } => changes
            .iter()
            .map(|change| change.to.item.price - change.from.price)
            .sum(),
        Wish::ChangePayment { .. } => request.order.payments().map(|one| one.amount).sum::<f64>(),
        _ => return,
    };
    let needed = (needed.max(0.0) * 100.0).round();
    for (cents, what) in [
        (needed, "gift card that just covers it"),
        (needed - 1.0, "gift card a cent short"),
    ] {
        if cents < 0.0 {
            continue;
        }
        let mut copy = pay_by(request, Some("gift_card_own"));
        copy.customer.payment_methods.insert(
            "gift_card_own".to_owned(),
            PaymentMethod {
                id: "gift_card_own".to_owned(),
                source: "gift_card".to_owned(),
                balance: Some(cents / 100.0),
            },
        );
        made.push((what, copy));
    }
}

fn changes_of(wish: &mut Wish) -> Option<&mut Vec<Change>> {
    match wish {
        Wish::Exchange { changes, .. } | Wish::ChangeItems { changes, .. } => Some(changes),
        _ => None,
    }
}

fn items(request: &Request, shop: &Shop, turn: usize, made: &mut Vec<Mutation>) {
    let order = &request.order;
    // A thing of the catalogue that is not in the order, a different one each time.
    let stranger = shop
        .catalogue
        .values()
        .cycle()
        .skip(turn)
        .take(shop.catalogue.len())
        .find(|offer| {
            let mut own = order.items.iter();
            own.all(|item| item.product_id != offer.item.product_id)
        });
    let Some(stranger) = stranger else { return };
    if let Wish::Return { items, payment } = &request.wish {
        let mut with = |what: &'static str, items: Vec<String>| {
            let mut copy = request.clone();
            copy.wish = Wish::Return {
                items,
                payment: payment.clone(),
            };
            made.push((what, copy));
        };
        let mut more = items.clone();
        more.push(stranger.item.item_id.clone());
        with("item that is not in the order", more);
        with(
            "all items of the order",
            order
                .items
                .iter()
                .map(|item| item.item_id.clone())
                .collect(),
        );
        if items.len() > 1 {
            with("one item less", items.iter().skip(1).cloned().collect());
        }
        return;
    }
    let mut with = |what: &'static str, change: &dyn Fn(&mut Vec<Change>)| {
        let mut copy = request.clone();
        if let Some(changes) = changes_of(&mut copy.wish) {
            change(changes);
            made.push((what, copy));
        }
    };
    with("item of another product", &|changes| {
        if let Some(first) = changes.first_mut() {
            first.to = stranger.clone();
            first.to.available = true;
        }
    });
    with("item that is not in the order", &|changes| {
        if let Some(first) = changes.first_mut() {
            first.from = stranger.item.clone();
            first.to.item = stranger.item.clone();
            first
                .to
                .item
                .options
                .insert("colour".to_owned(), "another".to_owned());
        }
    });
    with("item that is not available", &|changes| {
        if let Some(last) = changes.last_mut() {
            last.to.available = false;
        }
    });
    with("another option", &|changes| {
        if let Some(first) = changes.first_mut()
            && let Some(offer) = other_option(shop, first)
        {
            first.to = offer.clone();
        }
    });
    with("one item less", &|changes| {
        if changes.len() > 1 {
            changes.remove(0);
        }
    });
}

/// The last of the catalogue that differs from both items of a change.
fn other_option<'a>(shop: &'a Shop, change: &Change) -> Option<&'a Offer> {
    shop.catalogue.values().rfind(|offer| {
        offer.available
            && offer.item.product_id == change.from.product_id
            && offer.item.item_id != change.from.item_id
            && offer.item.item_id != change.to.item.item_id
    })
}

fn reason(request: &Request, made: &mut Vec<Mutation>) {
    let Wish::Cancel { reason } = &request.wish else {
        return;
    };
    for (what, other) in [
        ("the other reason", Some("no longer needed")),
        ("the other reason", Some("ordered by mistake")),
        ("another reason", Some("found it cheaper elsewhere")),
        ("another reason", Some("delivery takes too long")),
        ("reason not said", None),
    ] {
        if reason.as_deref() != other {
            let mut copy = request.clone();
            copy.wish = Wish::Cancel {
                reason: other.map(str::to_owned),
            };
            made.push((what, copy));
        }
    }
}

fn owner(request: &Request, shop: &Shop, turn: usize, made: &mut Vec<Mutation>) {
    let mut customers = shop.customers.keys().cycle().skip(turn);
    let Some(other) = customers.find(|id| **id != request.customer_id) else {
        return;
    };
    let mut copy = request.clone();
    copy.order = Order {
        user_id: other.clone(),
        ..copy.order
    };
    made.push(("order of another customer", copy));
}
