//! The handbook of ABCD: rules by membership level.

use super::{MEMBERS, check, order};
use serde_json::{Value, json};

/// The levels of the ABCD handbook, each at its boundary.
#[test]
fn membership_levels_have_their_own_rules() {
    let member = |level: &str, fields: Value, order: Value| {
        let orders = if order.is_null() {
            json!([])
        } else {
            json!([order])
        };
        json!({"requester": {"fields": {"membership_level": level}}, "fields": fields, "orders": orders})
    };
    let bought = |day: &str| json!({"id": "A", "placed_at": day});
    let without = || json!({"receipt": false, "original_packaging": false});
    let returns = |level: &str, fields: Value, day: &str, now: &str, line: &str| {
        check(
            &MEMBERS,
            "returns",
            member(level, fields, bought(day)),
            now,
            &[line],
        );
    };
    returns(
        "Gold",
        json!({}),
        "2016-02-29",
        "2026-11-20",
        "abcd.returns.gold allowed",
    );
    for (now, line) in [
        (
            "2026-02-27",
            "abcd.returns.silver allowed covered until 2026-02-28",
        ),
        (
            "2026-02-28",
            "abcd.returns.silver expiring covered until 2026-02-28",
        ),
        (
            "2026-03-01",
            "abcd.returns.silver denied ended on 2026-02-28",
        ),
    ] {
        returns("silver", without(), "2025-08-31", now, line);
    }
    for (level, day, now, line) in [
        (
            "bronze",
            "2026-01-01",
            "2026-03-31",
            "abcd.returns.bronze allowed day 89 of 90",
        ),
        (
            "bronze",
            "2026-01-01",
            "2026-04-01",
            "abcd.returns.bronze expiring day 90 of 90",
        ),
        (
            "bronze",
            "2026-01-01",
            "2026-04-02",
            "abcd.returns.bronze denied day 91 of 90",
        ),
        (
            "guest",
            "2026-01-01",
            "2026-01-30",
            "abcd.returns.guest allowed day 29 of 30",
        ),
        (
            "guest",
            "2026-01-01",
            "2026-01-31",
            "abcd.returns.guest expiring day 30 of 30",
        ),
        (
            "guest",
            "2026-01-01",
            "2026-02-01",
            "abcd.returns.guest denied day 31 of 30",
        ),
    ] {
        returns(level, without(), day, now, line);
    }
    let late = "2026-11-20";
    returns(
        "silver",
        json!({"receipt": "yes"}),
        "2020-01-01",
        late,
        "abcd.returns.silver allowed ended on 2020-07-01, but an exception holds",
    );
    returns(
        "bronze",
        json!({"original_packaging": true}),
        "2026-01-01",
        late,
        "abcd.returns.bronze allowed day 323 of 90, but an exception holds",
    );
    returns(
        "guest",
        json!({"receipt": false, "original_packaging": true}),
        "2026-01-01",
        late,
        "abcd.returns.guest denied day 323 of 30",
    );
    returns(
        "guest",
        json!({}),
        "2026-01-01",
        late,
        "abcd.returns.guest unknown day 323 of 30 | receipt",
    );
    check(
        &MEMBERS,
        "returns",
        order(bought("2026-11-19")),
        late,
        &["abcd.returns.level unknown not all facts are known | tier"],
    );
    returns(
        "diamond",
        json!({}),
        "2026-11-19",
        late,
        "abcd.returns.level denied the handbook knows no such membership level",
    );

    let in_state =
        |level: &str, status: &str| member(level, json!({}), json!({"id": "A", "status": status}));
    for (policy, level, status, line) in [
        (
            "cancellation",
            "guest",
            "Order Received",
            "abcd.cancellation.received allowed",
        ),
        (
            "cancellation",
            "bronze",
            "In Transit",
            "abcd.cancellation.members allowed",
        ),
        (
            "cancellation",
            "guest",
            "Delivered",
            "abcd.cancellation.guest denied a guest waits until the order arrives and then returns it",
        ),
        (
            "overnight_shipping",
            "gold",
            "order received",
            "abcd.overnight_shipping.gold allowed",
        ),
        (
            "overnight_shipping",
            "silver",
            "order received",
            "abcd.overnight_shipping.others allowed",
        ),
        (
            "overnight_shipping",
            "gold",
            "in transit",
            "abcd.overnight_shipping.gold denied the order has been shipped",
        ),
        (
            "slower_shipping",
            "guest",
            "order received",
            "abcd.slower_shipping.received allowed",
        ),
        (
            "slower_shipping",
            "bronze",
            "in transit",
            "abcd.slower_shipping.members allowed",
        ),
        (
            "slower_shipping",
            "guest",
            "in transit",
            "abcd.slower_shipping.guest denied the order has been shipped, and guests get no credit",
        ),
        (
            "added_items",
            "guest",
            "order received",
            "abcd.added_items.received allowed",
        ),
        (
            "added_items",
            "silver",
            "delivered",
            "abcd.added_items.members allowed",
        ),
        (
            "added_items",
            "bronze",
            "delivered",
            "abcd.added_items.others denied the order has been shipped",
        ),
    ] {
        check(&MEMBERS, policy, in_state(level, status), late, &[line]);
    }
    let said = |level: &str, fields: Value| member(level, fields, Value::Null);
    for (policy, level, fields, line) in [
        (
            "fee_removal",
            "silver",
            json!({}),
            "abcd.fee_removal.members allowed",
        ),
        (
            "fee_removal",
            "guest",
            json!({"company_error": "no"}),
            "abcd.fee_removal.others denied the fee was no mistake of the company",
        ),
        (
            "new_promo_code",
            "bronze",
            json!({}),
            "abcd.new_promo_code.members allowed",
        ),
        (
            "new_promo_code",
            "guest",
            json!({}),
            "abcd.new_promo_code.guest unknown not all facts are known | company_error",
        ),
        (
            "payment_extension",
            "gold",
            json!({"days_late": 30}),
            "abcd.payment_extension.gold allowed",
        ),
        (
            "payment_extension",
            "silver",
            json!({"days_late": 1}),
            "abcd.payment_extension.silver allowed",
        ),
        (
            "payment_extension",
            "silver",
            json!({"days_late": 2}),
            "abcd.payment_extension.silver denied more than one day late",
        ),
        (
            "payment_extension",
            "guest",
            json!({"days_late": 1}),
            "abcd.payment_extension.others denied excluded",
        ),
        (
            "bill_refund",
            "silver",
            json!({"disputed_amount": "9.99"}),
            "abcd.bill_refund.silver allowed",
        ),
        (
            "bill_refund",
            "silver",
            json!({"disputed_amount": 10}),
            "abcd.bill_refund.silver denied the amount is 10 dollars or more",
        ),
        (
            "bill_refund",
            "bronze",
            json!({"company_error": true}),
            "abcd.bill_refund.others allowed",
        ),
        (
            "late_credit",
            "gold",
            json!({"days_waited": 1}),
            "abcd.late_credit.gold allowed",
        ),
        (
            "late_credit",
            "silver",
            json!({"days_waited": 8}),
            "abcd.late_credit.others allowed",
        ),
        (
            "late_credit",
            "silver",
            json!({"days_waited": 7}),
            "abcd.late_credit.others denied it has not been more than 7 days",
        ),
        (
            "reshipment",
            "guest",
            json!({"days_waited": 8}),
            "abcd.reshipment.standard allowed",
        ),
        (
            "reshipment",
            "guest",
            json!({"days_waited": 7}),
            "abcd.reshipment.standard denied a parcel can take up to 7 days",
        ),
    ] {
        check(&MEMBERS, policy, said(level, fields), late, &[line]);
    }
}
