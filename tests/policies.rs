//! Dated cases of every shipped policy rule and its exceptions, at each boundary, and of the settings that
//! a lead can import (`www/data/policies`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use handrail::analysis::{IntentVerdict, PolicyFlag};
use handrail::engine::{Assets, Engine, faults};
use handrail::identity::IdentityRules;
use handrail::policy::{Policies, cover};
use handrail::settings::Settings;
use handrail::settings::policies::PolicyRule;
use handrail::text::Conversation;
use handrail::ticket::{Ticket, Time};
use handrail::time_zones::{self, TimeZones};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

/// Policies of a settings document over the shipped ones, ready to be asked.
struct Shop {
    rules: Vec<PolicyRule>,
    policies: Policies,
    identity: IdentityRules,
}

impl Shop {
    fn read(text: &str) -> Self {
        let settings = Settings::read(text).unwrap();
        let identity = IdentityRules::compile(&settings.identity);
        Self {
            policies: Policies::compile(&settings.policies).unwrap(),
            identity,
            rules: settings.policies,
        }
    }

    fn flags(&self, ticket: &Value, policy: &str, now: &str) -> Vec<PolicyFlag> {
        let mut ticket = ticket.clone();
        let fields = ticket.as_object_mut().unwrap();
        fields.entry("id").or_insert(json!("1"));
        fields.entry("messages").or_insert(json!([]));
        let ticket: Ticket = serde_json::from_value(ticket).unwrap();
        let known = self.identity.apply(&ticket);
        let rule = self.rules.iter().find(|rule| rule.policy == policy);
        let intent = IntentVerdict {
            label: rule.unwrap().intents.first().cloned().unwrap_or_default(),
            confidence: 1.0,
            ..IntentVerdict::default()
        };
        let zone = time_zones::of_requester(&known.ticket).and_then(|name| ZONES.get(name));
        let mut flags = self.policies.evaluate(
            &known,
            &Conversation::read(&known.ticket),
            &[],
            &intent,
            zone.as_ref(),
            Time::new(now).millis().unwrap(),
        );
        flags.retain(|flag| flag.policy == policy);
        flags
    }
}

static ZONES: LazyLock<TimeZones> =
    LazyLock::new(|| TimeZones::from_bytes(include_bytes!("../www/data/zones.dat")).unwrap());
static SAMPLE: LazyLock<Shop> = LazyLock::new(|| Shop::read(""));
static MEMBERS: LazyLock<Shop> =
    LazyLock::new(|| Shop::read(include_str!("../www/data/policies/abcd.json")));
static RETAIL: LazyLock<Shop> =
    LazyLock::new(|| Shop::read(include_str!("../www/data/policies/tau_retail.json")));

/// A line a verdict: `rule status detail | missing`.
fn lines(flags: &[PolicyFlag]) -> Vec<String> {
    let line = |flag: &PolicyFlag| {
        let status = serde_json::to_value(flag.status).unwrap();
        let missing = if flag.missing.is_empty() {
            String::new()
        } else {
            format!(" | {}", flag.missing.join(" "))
        };
        let line = format!("{} {} {}", flag.rule, status.as_str().unwrap(), flag.detail);
        format!("{}{missing}", line.trim_end())
    };
    flags.iter().map(line).collect()
}

#[track_caller]
fn check(shop: &Shop, policy: &str, ticket: Value, now: &str, expected: &[&str]) {
    let flags = shop.flags(&ticket, policy, now);
    assert_eq!(lines(&flags), expected, "{ticket} at {now}");
}

fn order(order: Value) -> Value {
    json!({"orders": [order]})
}

fn tier(tier: &str, order: Value) -> Value {
    json!({"requester": {"fields": {"loyalty_tier": tier}}, "orders": [order]})
}

/// Each rule of the sample shop: the last day that is far enough from the end, the first and the last on
/// which it warns, and the day after.
#[test]
fn the_sample_shops_periods_end_on_their_day() {
    let delivered = |item: Value| json!({"id": "A", "delivered_at": "2026-03-10", "items": [item]});
    let plain = || delivered(json!({"name": "Kettle"}));
    for (policy, standard, gold) in [
        ("returns", "returns.standard", "returns.gold"),
        ("exchanges", "exchanges.standard", "exchanges.gold"),
    ] {
        for (now, rest) in [
            ("2026-04-03", "allowed day 24 of 30"),
            ("2026-04-04", "expiring day 25 of 30"),
            ("2026-04-08", "expiring day 29 of 30"),
            ("2026-04-09", "expiring day 30 of 30"),
            ("2026-04-10", "denied day 31 of 30"),
        ] {
            let line = format!("{standard} {rest}");
            check(&SAMPLE, policy, order(plain()), now, &[&line]);
            check(&SAMPLE, policy, tier("silver", plain()), now, &[&line]);
        }
        for (now, rest) in [
            ("2026-05-03", "allowed day 54 of 60"),
            ("2026-05-04", "expiring day 55 of 60"),
            ("2026-05-09", "expiring day 60 of 60"),
            ("2026-05-10", "denied day 61 of 60"),
        ] {
            let line = format!("{gold} {rest}");
            check(&SAMPLE, policy, tier(" GOLD", plain()), now, &[&line]);
            check(&SAMPLE, policy, tier("platinum", plain()), now, &[&line]);
        }
        let last = delivered(json!({"name": "Lamp", "final_sale": true}));
        let line = format!("{gold} denied sold as final");
        check(&SAMPLE, policy, tier("gold", last), "2026-03-11", &[&line]);
    }
    for (now, rest) in [
        ("2026-04-03", "allowed day 24 of 30"),
        ("2026-04-04", "expiring day 25 of 30"),
        ("2026-04-09", "expiring day 30 of 30"),
        ("2026-04-10", "denied day 31 of 30"),
    ] {
        // What was sold as final is no exception here.
        let item = delivered(json!({"name": "Lamp", "final_sale": true}));
        let line = format!("defects.standard {rest}");
        check(&SAMPLE, "defects", order(item), now, &[&line]);
    }
}

#[test]
fn the_sample_shops_warranties_end_on_their_day() {
    let item =
        |item: Value| order(json!({"id": "A", "delivered_at": "2024-03-10", "items": [item]}));
    for (category, now, line) in [
        (
            "kitchen",
            "2026-02-07",
            "warranty.standard allowed covered until 2026-03-10",
        ),
        (
            "kitchen",
            "2026-02-08",
            "warranty.standard expiring covered until 2026-03-10",
        ),
        (
            "kitchen",
            "2026-03-10",
            "warranty.standard expiring covered until 2026-03-10",
        ),
        (
            "kitchen",
            "2026-03-11",
            "warranty.standard denied ended on 2026-03-10",
        ),
        (
            "Running shoes",
            "2025-02-07",
            "warranty.textiles allowed covered until 2025-03-10",
        ),
        (
            "Running shoes",
            "2025-03-10",
            "warranty.textiles expiring covered until 2025-03-10",
        ),
        (
            "Running shoes",
            "2025-03-11",
            "warranty.textiles denied ended on 2025-03-10",
        ),
    ] {
        check(
            &SAMPLE,
            "warranty",
            item(json!({"category": category})),
            now,
            &[line],
        );
    }
    // The item's own warranty comes before the rule's.
    let own = || item(json!({"category": "shoes", "warranty_months": 30}));
    check(
        &SAMPLE,
        "warranty",
        own(),
        "2026-09-10",
        &["warranty.textiles expiring covered until 2026-09-10"],
    );
    check(
        &SAMPLE,
        "warranty",
        own(),
        "2026-09-11",
        &["warranty.textiles denied ended on 2026-09-10"],
    );
}

/// The 29th of February, and months that are shorter.
#[test]
fn leap_days_count() {
    let delivered = |day: &str| order(json!({"id": "A", "delivered_at": day}));
    for (day, now, line) in [
        (
            "2024-02-28",
            "2024-03-01",
            "returns.standard allowed day 2 of 30",
        ),
        (
            "2023-02-28",
            "2023-03-01",
            "returns.standard allowed day 1 of 30",
        ),
        (
            "2024-01-30",
            "2024-02-29",
            "returns.standard expiring day 30 of 30",
        ),
        (
            "2024-01-30",
            "2024-03-01",
            "returns.standard denied day 31 of 30",
        ),
    ] {
        check(&SAMPLE, "returns", delivered(day), now, &[line]);
    }
    for (now, line) in [
        (
            "2026-02-28",
            "warranty.standard expiring covered until 2026-02-28",
        ),
        ("2026-03-01", "warranty.standard denied ended on 2026-02-28"),
    ] {
        check(&SAMPLE, "warranty", delivered("2024-02-29"), now, &[line]);
    }
}

/// The day changes at the customer's midnight, not at that of the shop or of UTC.
#[test]
fn days_change_at_the_customers_midnight() {
    let living_in = |zone: &str, delivered: &str| json!({"requester": {"time_zone": zone}, "orders": [{"id": "A", "delivered_at": delivered}]});
    for (zone, delivered, now, line) in [
        // 10 March, 20:00 in New York; day 30 is 9 April, which ends at 04:00 UTC.
        (
            "America/New_York",
            "2026-03-11T00:00:00Z",
            "2026-04-10T03:59:59Z",
            "returns.standard expiring day 30 of 30",
        ),
        (
            "America/New_York",
            "2026-03-11T00:00:00Z",
            "2026-04-10T04:00:00Z",
            "returns.standard denied day 31 of 30",
        ),
        // 11 March, 13:00 in Auckland; day 30 is 10 April, which ends at 12:00 UTC.
        (
            "Pacific/Auckland",
            "2026-03-11T00:00:00Z",
            "2026-04-10T11:59:59Z",
            "returns.standard expiring day 30 of 30",
        ),
        (
            "Pacific/Auckland",
            "2026-03-11T00:00:00Z",
            "2026-04-10T12:00:00Z",
            "returns.standard denied day 31 of 30",
        ),
        // A day without an hour is that day everywhere.
        (
            "Pacific/Auckland",
            "2026-03-11",
            "2026-04-10T11:59:59Z",
            "returns.standard expiring day 30 of 30",
        ),
        (
            "America/New_York",
            "2026-03-11",
            "2026-04-11T03:59:59Z",
            "returns.standard expiring day 30 of 30",
        ),
        // Berlin's clocks go forward on 29 March, so that one day has 23 hours.
        (
            "Europe/Berlin",
            "2026-03-10T22:59:59Z",
            "2026-04-09T21:59:59Z",
            "returns.standard expiring day 30 of 30",
        ),
        (
            "Europe/Berlin",
            "2026-03-10T22:59:59Z",
            "2026-04-09T22:00:00Z",
            "returns.standard denied day 31 of 30",
        ),
    ] {
        check(&SAMPLE, "returns", living_in(zone, delivered), now, &[line]);
    }
    // Without a zone the offset of the shop's own date decides.
    let ticket = || order(json!({"id": "A", "delivered_at": "2026-03-10T23:30:00-05:00"}));
    check(
        &SAMPLE,
        "returns",
        ticket(),
        "2026-04-10T04:59:59Z",
        &["returns.standard expiring day 30 of 30"],
    );
    check(
        &SAMPLE,
        "returns",
        ticket(),
        "2026-04-10T05:00:00Z",
        &["returns.standard denied day 31 of 30"],
    );
}

#[test]
fn dates_that_are_missing_or_to_come_are_told() {
    let now = "2026-04-10";
    for (ticket, line) in [
        (
            json!({}),
            "returns.standard unknown no order is known | order delivered_at",
        ),
        (
            order(json!({"id": "A"})),
            "returns.standard unknown the date of delivery is not known | delivered_at",
        ),
        (
            order(json!({"id": "A", "status": "in_transit"})),
            "returns.standard unknown not delivered yet (in_transit); the period starts with delivery | delivered_at",
        ),
        (
            order(json!({"id": "A", "status": "delivered", "placed_at": "2026-03-11"})),
            "returns.standard allowed at most day 30 of 30: it was placed on 2026-03-11",
        ),
        (
            order(json!({"id": "A", "status": "delivered", "placed_at": "2026-03-10"})),
            "returns.standard unknown the date of delivery is not known | delivered_at",
        ),
        (
            order(json!({"id": "A", "delivered_at": "2026-04-11"})),
            "returns.standard unknown the date of delivery 2026-04-11 is still to come | delivered_at",
        ),
        (
            order(json!({"id": "A", "placed_at": "2027-01-01"})),
            "returns.standard unknown the date of the order 2027-01-01 is still to come | delivered_at",
        ),
        (
            order(json!({"id": "A", "delivered_at": "soon"})),
            "returns.standard unknown the date of delivery `soon` cannot be read | delivered_at",
        ),
    ] {
        check(&SAMPLE, "returns", ticket, now, &[line]);
    }
}

#[test]
fn the_state_of_an_order_decides_changes_and_cancellation() {
    for (status, cancel, change) in [
        (
            json!("Pending"),
            "cancellation.standard allowed",
            "order_changes.standard allowed",
        ),
        (
            json!("unfulfilled"),
            "cancellation.standard allowed",
            "order_changes.standard allowed",
        ),
        (
            json!("shipped"),
            "cancellation.standard denied it is too late to stop this order",
            "order_changes.standard denied it is too late to change this order",
        ),
        (
            json!("delivered"),
            "cancellation.standard denied it is too late to stop this order",
            "order_changes.standard denied it is too late to change this order",
        ),
        (
            json!(null),
            "cancellation.standard unknown not all facts are known | status",
            "order_changes.standard unknown not all facts are known | status",
        ),
    ] {
        let ticket = || order(json!({"id": "A", "status": status}));
        check(&SAMPLE, "cancellation", ticket(), "2026-04-10", &[cancel]);
        check(&SAMPLE, "order_changes", ticket(), "2026-04-10", &[change]);
    }
    check(
        &SAMPLE,
        "cancellation",
        json!({}),
        "2026-04-10",
        &["cancellation.standard unknown no order is known | order"],
    );
}

#[test]
fn orders_that_could_be_meant_are_all_shown() {
    let ticket = |text: &str| {
        json!({"messages": [{"id": "m1", "body": text}], "orders": [
            {"id": "A-1001", "delivered_at": "2026-03-01"}, {"id": "A-1002", "delivered_at": "2026-04-01"}]})
    };
    check(
        &SAMPLE,
        "returns",
        ticket("I send it back."),
        "2026-04-10",
        &[
            "returns.standard allowed day 9 of 30 (order A-1002, one of 2 that could be meant) | order",
            "returns.standard denied day 40 of 30 (order A-1001, one of 2 that could be meant) | order",
        ],
    );
    check(
        &SAMPLE,
        "returns",
        ticket("I send back A-1001 and A-1002."),
        "2026-04-10",
        &[
            "returns.standard denied day 40 of 30 (order A-1001, one of 2 that could be meant) | order",
            "returns.standard allowed day 9 of 30 (order A-1002, one of 2 that could be meant) | order",
        ],
    );
    check(
        &SAMPLE,
        "returns",
        ticket("I send back A-1001."),
        "2026-04-10",
        &["returns.standard denied day 40 of 30"],
    );
}

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

/// A request to the retail shop; `changes` are laid over the one that is allowed.
fn retail(changes: Value) -> Value {
    let mut ticket = json!({
        "requester": {"id": "c1", "fields": {"payment_methods": [
            {"id": "card_1", "source": "credit_card"}, {"id": "card_2", "source": "credit_card"},
            {"id": "gift_1", "source": "gift_card", "balance": {"amount": "20.00", "currency": "USD"}}]}},
        "orders": [{"id": "W1", "status": "delivered", "total": {"amount": "20.00", "currency": "USD"},
            "payments": [{"method": "card_1"}], "items": [{"sku": "11", "name": "Lamp"}, {"sku": "12", "name": "Mug"}]}],
        "fields": {"request": {"order_customer": "c1", "items": ["11"], "payment": "card_1", "reason": "no longer needed",
            "changes": [{"from": {"sku": "11", "name": "Lamp"}, "to": {"sku": "15", "name": "Lamp", "available": true}}],
            "difference": {"amount": "20.00", "currency": "USD"}}},
    });
    for (path, value) in changes.as_object().unwrap() {
        *ticket.pointer_mut(path).unwrap() = value.clone();
    }
    ticket
}

#[test]
fn a_request_is_held_against_every_sentence_of_the_retail_shop() {
    const STATUS: &str = "/orders/0/status";
    const PAYMENT: &str = "/fields/request/payment";
    const BALANCE: &str = "/requester/fields/payment_methods/2/balance/amount";
    let one = |policy: &str, changes: Value, line: &str| {
        check(&RETAIL, policy, retail(changes), "2026-11-20", &[line]);
    };
    let foreign = json!({"/fields/request/order_customer": "c2"});
    for (policy, rule, status) in [
        ("returns", "returns.delivered", "delivered"),
        ("exchanges", "exchanges.delivered", "delivered"),
        ("item_changes", "item_changes.pending", "pending"),
        ("address_changes", "address_changes.pending", "pending"),
        ("cancellation", "cancellation.pending", "pending"),
    ] {
        one(policy, json!({STATUS: status}), &format!("{rule} allowed"));
        one(
            policy,
            foreign.clone(),
            &format!("{rule} denied the order belongs to another customer"),
        );
    }
    one(
        "payment_changes",
        json!({STATUS: "pending", PAYMENT: "card_2"}),
        "payment_changes.pending allowed",
    );

    one(
        "returns",
        json!({STATUS: "processed"}),
        "returns.delivered denied only a delivered order can be returned",
    );
    one(
        "returns",
        json!({"/fields/request/items": ["11", "12"]}),
        "returns.delivered allowed",
    );
    one(
        "returns",
        json!({"/fields/request/items": ["11", "13"]}),
        "returns.delivered denied an item is not of this order",
    );
    one(
        "returns",
        json!({PAYMENT: "gift_1"}),
        "returns.delivered allowed",
    );
    one(
        "returns",
        json!({PAYMENT: "card_2"}),
        "returns.delivered denied the refund can only go to the original payment method or to a gift card of the customer",
    );
    one(
        "returns",
        json!({PAYMENT: null}),
        "returns.delivered unknown not all facts are known | payment",
    );
    one(
        "returns",
        json!({PAYMENT: null, STATUS: "cancelled"}),
        "returns.delivered denied only a delivered order can be returned",
    );

    one(
        "exchanges",
        json!({STATUS: "exchange requested"}),
        "exchanges.delivered denied only a delivered order can be exchanged, and only once",
    );
    one(
        "exchanges",
        json!({"/fields/request/changes/0/from/sku": "13"}),
        "exchanges.delivered denied an item is not of this order",
    );
    one(
        "exchanges",
        json!({"/fields/request/changes/0/to/name": "Mug"}),
        "exchanges.delivered denied the new item is another product",
    );
    one(
        "exchanges",
        json!({"/fields/request/changes/0/to/available": false}),
        "exchanges.delivered denied the new item is not available",
    );
    one(
        "exchanges",
        json!({PAYMENT: "card_9"}),
        "exchanges.delivered denied the customer has no such payment method",
    );
    one(
        "exchanges",
        json!({PAYMENT: "gift_1"}),
        "exchanges.delivered allowed",
    );
    one(
        "exchanges",
        json!({PAYMENT: "gift_1", BALANCE: "19.99"}),
        "exchanges.delivered denied the gift card does not cover the difference",
    );
    // Sums in two currencies are not compared.
    one(
        "exchanges",
        json!({PAYMENT: "gift_1", "/fields/request/difference/currency": "EUR"}),
        "exchanges.delivered unknown not all facts are known | balance",
    );

    one(
        "item_changes",
        json!({STATUS: "pending (items modified)"}),
        "item_changes.pending denied only a pending order can be changed, and its items only once",
    );
    one(
        "payment_changes",
        json!({STATUS: "pending"}),
        "payment_changes.pending denied the order is paid with this method already",
    );
    one(
        "payment_changes",
        json!({STATUS: "pending", PAYMENT: "gift_1"}),
        "payment_changes.pending allowed",
    );
    one(
        "payment_changes",
        json!({STATUS: "pending", PAYMENT: "gift_1", BALANCE: "19.99"}),
        "payment_changes.pending denied the gift card does not cover the total",
    );
    one(
        "address_changes",
        json!({STATUS: "processed"}),
        "address_changes.pending denied only a pending order can be changed",
    );
    one(
        "cancellation",
        json!({STATUS: "pending", "/fields/request/reason": "too expensive"}),
        "cancellation.pending denied this is no reason to cancel",
    );
    one(
        "cancellation",
        json!({STATUS: "pending", "/fields/request/reason": null}),
        "cancellation.pending unknown not all facts are known | reason",
    );
}

/// Rules with dates, exceptions, countries and sums.
#[test]
fn rules_have_dates_exceptions_and_conditions() {
    let shop = Shop::read(
        &json!({"policies": [
            {"id": "returns.holidays", "policy": "returns", "why": "Bought for the holidays.", "days": 30, "open_until": "2027-01-31",
                "from": "2026-11-01", "until": "2026-12-24", "intents": ["return_request"]},
            {"id": "returns.mattress", "policy": "returns", "why": "Mattresses are tried for 100 days.", "days": 100, "over": ["returns.holidays", "returns.gold"],
                "when": {"field": "item.name", "is": ["mattress"]}, "intents": ["return_request"]},
            {"id": "returns.abroad", "policy": "returns", "why": "From abroad not.", "excluded": true, "over": ["returns.holidays"],
                "when": {"field": "country", "is": ["CH", "NO"]}, "intents": ["return_request"]},
            {"id": "price_match.standard", "policy": "price_match", "why": "Within 14 days of the order, up to 50 EUR.", "days": 14, "counts_from": "placed_at",
                "requires": [{"that": {"field": "order.total", "at_most": 50.0, "currency": "EUR"}, "otherwise": "more than 50 EUR"}]},
        ]})
        .to_string(),
    );
    let bought = |day: &str, item: &str| json!({"id": "A", "placed_at": day, "delivered_at": day, "items": [{"name": item}]});
    for (day, item, now, line) in [
        (
            "2026-10-31",
            "Lamp",
            "2026-12-01",
            "returns.standard denied day 31 of 30",
        ),
        (
            "2026-11-01",
            "Lamp",
            "2027-01-30",
            "returns.holidays allowed covered until 2027-01-31",
        ),
        (
            "2026-11-01",
            "Lamp",
            "2027-01-31",
            "returns.holidays expiring covered until 2027-01-31",
        ),
        (
            "2026-11-01",
            "Lamp",
            "2027-02-01",
            "returns.holidays denied ended on 2027-01-31",
        ),
        (
            "2026-12-24",
            "Lamp",
            "2027-02-01",
            "returns.holidays denied ended on 2027-01-31",
        ),
        (
            "2026-12-25",
            "Lamp",
            "2027-01-24",
            "returns.standard expiring day 30 of 30",
        ),
        (
            "2026-12-25",
            "Lamp",
            "2027-01-25",
            "returns.standard denied day 31 of 30",
        ),
        (
            "2026-11-01",
            "Mattress",
            "2027-02-09",
            "returns.mattress expiring day 100 of 100",
        ),
        (
            "2026-11-01",
            "Mattress",
            "2027-02-10",
            "returns.mattress denied day 101 of 100",
        ),
    ] {
        check(&shop, "returns", order(bought(day, item)), now, &[line]);
    }
    let sent_to = |address: Value, home: &str| json!({"requester": {"country": home}, "orders": [{"id": "A", "delivered_at": "2026-10-20", "shipping_address": address}]});
    check(
        &shop,
        "returns",
        sent_to(json!({"country": "ch"}), "DE"),
        "2026-10-21",
        &["returns.abroad denied excluded"],
    );
    check(
        &shop,
        "returns",
        sent_to(json!({"country": "DE"}), "CH"),
        "2026-10-21",
        &["returns.standard allowed day 1 of 30"],
    );
    check(
        &shop,
        "returns",
        sent_to(json!(null), "NO"),
        "2026-10-21",
        &["returns.abroad denied excluded"],
    );
    let costs = |amount: &str, currency: &str, day: &str| {
        order(
            json!({"id": "A", "placed_at": day, "total": {"amount": amount, "currency": currency}}),
        )
    };
    for (amount, currency, day, line) in [
        (
            "50.00",
            "EUR",
            "2026-11-07",
            "price_match.standard allowed day 13 of 14",
        ),
        (
            "50.00",
            "EUR",
            "2026-11-06",
            "price_match.standard expiring day 14 of 14",
        ),
        (
            "50.00",
            "EUR",
            "2026-11-05",
            "price_match.standard denied day 15 of 14",
        ),
        (
            "50.01",
            "EUR",
            "2026-11-07",
            "price_match.standard denied more than 50 EUR",
        ),
        (
            "50.00",
            "USD",
            "2026-11-07",
            "price_match.standard unknown day 13 of 14 | EUR",
        ),
    ] {
        check(
            &shop,
            "price_match",
            costs(amount, currency, day),
            "2026-11-20",
            &[line],
        );
    }
    check(
        &shop,
        "price_match",
        order(json!({"id": "A", "delivered_at": "2026-11-07"})),
        "2026-11-20",
        &["price_match.standard unknown the date of the order is not known | placed_at total"],
    );
}

#[test]
fn facts_say_where_they_come_from() {
    let facts = |shop: &Shop, policy: &str, ticket: Value| -> Vec<String> {
        let flags = shop.flags(&ticket, policy, "2026-11-20");
        let facts = flags[0].facts.iter();
        facts
            .map(|fact| format!("{} {} {}", fact.name, fact.value, fact.source))
            .collect()
    };
    assert_eq!(
        facts(
            &RETAIL,
            "cancellation",
            retail(json!({"/orders/0/status": "pending"}))
        ),
        [
            "order W1 orders[0].id",
            "order_customer c1 fields.request.order_customer",
            "status pending orders[0].status",
            "reason no longer needed fields.request.reason",
        ]
    );
    let from_fields = json!({"fields": {"order_number": "B-7", "delivered_on": "2026-10-24"}});
    assert_eq!(
        facts(&SAMPLE, "returns", from_fields),
        [
            "order B-7 fields.order_number",
            "delivered_at 2026-10-24 fields.delivered_on"
        ]
    );
}

/// What customers say of an order that no record knows is used, and told apart.
#[test]
fn an_order_out_of_the_text_is_believed_less() {
    let zones = TimeZones::from_bytes(include_bytes!("../www/data/zones.dat")).unwrap();
    let assets = Assets {
        time_zones: Some(Arc::new(zones)),
        ..Assets::default()
    };
    let settings = r#"{"policies": [{"id": "returns.standard", "intents": []}]}"#;
    let engine = Engine::from_json(settings, assets).unwrap();
    let told = |body: &str, expected: &[&str]| {
        let ticket = json!({"id": "1", "messages": [{"id": "m7", "at": "2026-11-20T09:00:00Z", "body": body}]});
        let ticket: Ticket = serde_json::from_value(ticket).unwrap();
        let now = Time::new("2026-11-20T12:00:00Z").millis().unwrap();
        let analysis = engine.analyze(&ticket, now);
        let flag = &analysis.policy_flags[0];
        let facts = flag.facts.iter();
        let facts = facts.map(|fact| format!("{} {} {}", fact.name, fact.value, fact.source));
        let got: Vec<String> = lines(std::slice::from_ref(flag))
            .into_iter()
            .chain(facts)
            .collect();
        assert_eq!(got, expected, "{body}");
        assert!(
            analysis
                .autonomy
                .blocked_by
                .contains(&"policy returns.standard lacks facts".to_owned())
        );
    };
    told(
        "My order no. A-20417 was delivered on 24 October 2026. I send it back.",
        &[
            "returns.standard expiring day 27 of 30, as the customer says | order",
            "order A-20417 messages[m7].body",
            "delivered_at 2026-10-24 messages[m7].body",
        ],
    );
    told(
        "Die Lampe kam am 30.10.2026 an und gefällt mir nicht. Ich schicke sie zurück.",
        &["returns.standard unknown no order is known | order delivered_at"],
    );
    told(
        "Die Lampe wurde am 30.10.2026 geliefert. Ich schicke sie zurück.",
        &[
            "returns.standard allowed day 21 of 30, as the customer says | order",
            "delivered_at 2026-10-30 messages[m7].body",
        ],
    );
    told(
        "J'ai commandé la lampe le 10 novembre 2026, je la renvoie.",
        &[
            "returns.standard allowed at most day 10 of 30: it was placed on 2026-11-10, as the customer says | order",
            "placed_at 2026-11-10 messages[m7].body",
        ],
    );
    for nothing in [
        "My order no. A-20417 should have been delivered on 24 October 2026.",
        "It has not arrived on 24 October 2026.",
        "Orders A-20417 and A-20418 were delivered on 24 October 2026.",
        "I called on 24 October 2026 about order no. A-20417.",
    ] {
        told(
            nothing,
            &["returns.standard unknown no order is known | order delivered_at"],
        );
    }
}

#[test]
fn every_rule_that_ships_has_examples_and_nothing_is_left_open() {
    for shop in [&*SAMPLE, &*MEMBERS, &*RETAIL] {
        assert_eq!(cover(&shop.rules), []);
        for rule in &shop.rules {
            assert!(
                !rule.why.is_empty() && !rule.examples.is_empty(),
                "{}",
                rule.id
            );
        }
    }
}

#[track_caller]
fn told(policies: Value, expected: &[(&str, &str)]) {
    let text = serde_json::to_string_pretty(&json!({"policies": policies})).unwrap();
    let found = faults(&text, &Assets::default());
    let shown: Vec<(&str, &str)> = found
        .iter()
        .map(|fault| (fault.code.as_str(), fault.path.as_str()))
        .collect();
    assert_eq!(shown, expected, "{found:?}");
    assert!(found.iter().all(|fault| fault.line.is_some()), "{found:?}");
}

#[test]
fn rules_that_overlap_or_leave_a_hole_are_named() {
    let rule = |id: &str, more: Value| {
        let mut rule = json!({"id": id, "policy": "trial", "why": "w", "days": 10});
        let more = more.as_object().unwrap().clone();
        rule.as_object_mut().unwrap().extend(more);
        rule
    };
    let base = || rule("base", json!({}));
    told(json!([base()]), &[]);
    told(
        json!([base(), rule("b", json!({}))]),
        &[("policy_overlap", "policies[b]")],
    );
    told(json!([base(), rule("b", json!({"over": ["base"]}))]), &[]);
    let by_tier = |id: &str, tiers: Value| rule(id, json!({"tiers": tiers}));
    told(
        json!([
            base(),
            by_tier("a", json!(["Gold"])),
            by_tier("b", json!(["silver", "gold"]))
        ]),
        &[("policy_overlap", "policies[b]")],
    );
    told(
        json!([
            base(),
            by_tier("a", json!(["gold"])),
            by_tier("b", json!(["silver"]))
        ]),
        &[],
    );
    told(
        json!([by_tier("a", json!(["gold"]))]),
        &[("policy_hole", "policies[a].policy")],
    );
    let when = |id: &str, condition: Value| rule(id, json!({"when": condition}));
    let sent = || json!({"field": "order.status", "is": ["sent"]});
    told(
        json!([
            base(),
            when("a", sent()),
            when("b", json!({"field": "order.status", "is": ["paid"]}))
        ]),
        &[],
    );
    told(
        json!([
            base(),
            when("a", sent()),
            when("b", json!({"not": [sent()]}))
        ]),
        &[],
    );
    told(
        json!([
            base(),
            when("a", sent()),
            when("b", json!({"field": "country", "is": ["CH"]}))
        ]),
        &[("policy_overlap", "policies[b]")],
    );
    let dated = |id: &str, from: &str, until: &str| rule(id, json!({"from": from, "until": until}));
    told(
        json!([dated("a", "", "2026-06-30"), dated("b", "2026-07-01", "")]),
        &[],
    );
    told(
        json!([dated("a", "", "2026-06-30"), dated("b", "2026-07-02", "")]),
        &[("policy_hole", "policies[a].policy")],
    );
    told(
        json!([dated("a", "", "2026-06-30"), dated("b", "2026-06-30", "")]),
        &[("policy_overlap", "policies[b]")],
    );
    told(
        json!([dated("a", "2026-06-30", "")]),
        &[("policy_hole", "policies[a].policy")],
    );
    told(
        json!([dated("a", "", "2026-06-30")]),
        &[("policy_hole", "policies[a].policy")],
    );
    told(
        json!([rule(
            "base",
            json!({"examples": [{"ticket": {"orders": [{"delivered_at": "2026-11-01"}]}, "now": "2026-11-20", "status": "allowed"}]})
        )]),
        &[("example_fails", "policies[base].examples[0]")],
    );
}

#[test]
fn the_example_of_the_documentation_is_sound() {
    let guide = include_str!("../docs/POLICIES.md");
    let example = guide
        .split("```json")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    assert_eq!(faults(example.expect("an example"), &Assets::default()), []);
}

#[test]
fn a_policy_without_a_rule_for_the_customer_says_so() {
    let shop = Shop::read(
        &json!({"policies": [{"id": "lounge.gold", "policy": "lounge", "why": "w", "unlimited": true, "tiers": ["gold"]}]})
            .to_string(),
    );
    check(
        &shop,
        "lounge",
        json!({}),
        "2026-11-20",
        &[" unknown no rule applies | tier"],
    );
    check(
        &shop,
        "lounge",
        tier("silver", json!({"id": "A"})),
        "2026-11-20",
        &[" unknown no rule applies"],
    );
    check(
        &shop,
        "lounge",
        tier("gold", json!({"id": "A"})),
        "2026-11-20",
        &["lounge.gold allowed"],
    );
}

#[test]
fn sums_in_several_currencies_are_told() {
    let ticket = json!({"id": "1", "messages": [{"id": "m1", "body": "Hello"}], "orders": [{"id": "A",
        "total": {"amount": "5", "currency": "EUR"}, "items": [{"price": {"amount": "5", "currency": "USD"}}]}]});
    let engine = Engine::from_json("", Assets::default()).unwrap();
    let analysis = engine.analyze(&serde_json::from_value(ticket).unwrap(), 0);
    let told = analysis
        .diagnostics
        .iter()
        .find(|one| one.code == "mixed_currencies");
    assert_eq!(told.unwrap().message, "order A has sums in EUR and USD");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// While the days go by, a verdict turns from allowed to expiring and to denied, each once, and it is
    /// denied from the day after the last one on: in every zone, from any hour.
    #[test]
    fn a_verdict_turns_once(
        day in 0_i64..1500,
        second in 0_i64..86_400,
        zone in prop::sample::select(vec!["UTC", "America/New_York", "Pacific/Auckland", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns"]),
        gold in any::<bool>(),
    ) {
        let delivered = 1_700_000_000_000 + day * 86_400_000 + second * 1000;
        let level = if gold { "gold" } else { "none" };
        let length = if gold { 60 } else { 30 };
        let ticket = json!({"requester": {"time_zone": zone, "fields": {"loyalty_tier": level}},
            "orders": [{"id": "A", "delivered_at": Time::from_millis(delivered).text()}]});
        let mut statuses: Vec<String> = Vec::new();
        for half in 0..(2 * length + 8) {
            let now = Time::from_millis(delivered + half * 43_200_000);
            let flags = SAMPLE.flags(&ticket, "returns", now.text());
            let text = lines(&flags).join("");
            let mut words = text.split(' ').skip(1);
            let status = words.next().unwrap().to_owned();
            // `day 31 of 30`
            let counted: i64 = words.nth(1).unwrap().parse().unwrap();
            prop_assert_eq!(status == "denied", counted > length, "{}", text);
            prop_assert_eq!(status == "allowed", counted < length - 5, "{}", text);
            if statuses.last() != Some(&status) {
                statuses.push(status);
            }
        }
        prop_assert_eq!(statuses, ["allowed", "expiring", "denied"]);
    }
}
