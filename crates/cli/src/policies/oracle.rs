//! The shop's written policy (tau-bench, `policy_wiki.md`) in plain Rust, to hold the settings' rules
//! against. It shares no code with the engine and reads the shop's own records, not the ticket.

use super::shop::{Change, PaymentMethod, Request, Wish};

/// What the written policy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    Allowed,
    Denied,
    /// The policy asks the customer for something that was not said.
    Incomplete,
}

/// What the written policy says of a request, and the sentence that decides.
///
/// "An available new item … of different product option": recorded requests list items beside themselves, for
/// which no change was asked. Such an item is not changed, so nothing is said of its options; `literally`
/// denies it.
pub(super) fn verdict(request: &Request, literally: bool) -> (Verdict, &'static str) {
    // "You can only help one user per conversation … must deny any requests for tasks related to any
    // other user."
    if request.order.user_id != request.customer_id {
        return (Verdict::Denied, "another user's order");
    }
    let status = request.order.status.as_str();
    let pending = status == "pending";
    let delivered = status == "delivered";
    match &request.wish {
        Wish::Cancel { reason } => {
            if !pending {
                return (Verdict::Denied, "cancel only when pending");
            }
            match reason.as_deref() {
                None => (Verdict::Incomplete, "the user confirms the reason"),
                Some("no longer needed" | "ordered by mistake") => (Verdict::Allowed, ""),
                Some(_) => (Verdict::Denied, "one of two reasons"),
            }
        }
        Wish::ChangeAddress => {
            if pending {
                (Verdict::Allowed, "")
            } else {
                (Verdict::Denied, "modify only when pending")
            }
        }
        Wish::ChangePayment { payment } => {
            if !pending {
                return (Verdict::Denied, "modify only when pending");
            }
            let Some(id) = payment else {
                return (Verdict::Incomplete, "the user chooses a payment method");
            };
            let Some(method) = request.customer.payment_methods.get(id) else {
                return (Verdict::Denied, "no such payment method in the profile");
            };
            let paid: Vec<_> = request
                .order
                .payment_history
                .iter()
                .filter(|one| one.transaction_type == "payment")
                .collect();
            if paid.iter().any(|one| one.payment_method_id == *id) {
                return (Verdict::Denied, "different from the original method");
            }
            let total: f64 = paid.iter().map(|one| one.amount).sum();
            if short(method, total) {
                return (Verdict::Denied, "the gift card covers the total");
            }
            (Verdict::Allowed, "")
        }
        Wish::Return { items, payment } => {
            if !delivered {
                return (Verdict::Denied, "return only when delivered");
            }
            if !items.iter().all(|item| holds(request, item)) {
                return (Verdict::Denied, "items of the order");
            }
            let Some(id) = payment else {
                return (
                    Verdict::Incomplete,
                    "the user confirms where the refund goes",
                );
            };
            let original = request
                .order
                .payment_history
                .iter()
                .any(|one| one.transaction_type == "payment" && one.payment_method_id == *id);
            let gift_card = request
                .customer
                .payment_methods
                .get(id)
                .is_some_and(|method| method.source == "gift_card");
            if original || gift_card {
                (Verdict::Allowed, "")
            } else {
                (Verdict::Denied, "original payment method or a gift card")
            }
        }
        Wish::Exchange { changes, payment } => {
            if !delivered {
                return (Verdict::Denied, "exchange only when delivered");
            }
            new_items(request, changes, payment.as_deref(), literally)
        }
        Wish::ChangeItems { changes, payment } => {
            // "The order status changes to 'pending (items modifed)', and the agent will not be able to
            // modify or cancel the order anymore."
            if !pending {
                return (Verdict::Denied, "modify only when pending");
            }
            new_items(request, changes, payment.as_deref(), literally)
        }
    }
}

/// "Each item can be exchanged to an available new item of the same product but of different product
/// option … The user must provide a payment method … If the user provides a gift card, it must have enough
/// balance to cover the price difference."
fn new_items(
    request: &Request,
    changes: &[Change],
    payment: Option<&str>,
    literally: bool,
) -> (Verdict, &'static str) {
    let mut difference = 0.0;
    for change in changes {
        if !holds(request, &change.from.item_id) {
            return (Verdict::Denied, "items of the order");
        }
        if change.from.product_id != change.to.item.product_id {
            return (Verdict::Denied, "the same product");
        }
        let kept = change.from.item_id == change.to.item.item_id;
        if change.from.options == change.to.item.options && (literally || !kept) {
            return (Verdict::Denied, "a different product option");
        }
        if !change.to.available {
            return (Verdict::Denied, "an available item");
        }
        difference += change.to.item.price - change.from.price;
    }
    let Some(payment) = payment else {
        return (Verdict::Incomplete, "the user provides a payment method");
    };
    match request.customer.payment_methods.get(payment) {
        None => (Verdict::Denied, "no such payment method in the profile"),
        Some(method) if short(method, difference) => {
            (Verdict::Denied, "the gift card covers the difference")
        }
        Some(_) => (Verdict::Allowed, ""),
    }
}

fn holds(request: &Request, item: &str) -> bool {
    request.order.items.iter().any(|own| own.item_id == item)
}

/// Whether a gift card holds less than a sum, in whole cents.
fn short(method: &PaymentMethod, sum: f64) -> bool {
    let cents = |sum: f64| (sum * 100.0).round();
    method.source == "gift_card" && cents(method.balance.unwrap_or(0.0)) < cents(sum)
}
