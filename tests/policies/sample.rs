//! The sample shop, which is what ships.

use super::{SAMPLE, Shop, check, lines, order, tier};
use handrail::engine::{Assets, Engine};
use handrail::ticket::{Ticket, Time};
use handrail::time_zones::TimeZones;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

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

/// Price match ships switched off; a lead switches it on.
#[test]
fn the_sample_shops_price_match_ends_on_its_day() {
    let on = Shop::read(r#"{"policies": [{"id": "price_match.standard", "disabled": false}]}"#);
    let placed =
        |item: Value| order(json!({"id": "A", "placed_at": "2024-02-20", "items": [item]}));
    let plain = || placed(json!({"name": "Kettle"}));
    for (now, rest) in [
        ("2024-02-20", "allowed day 0 of 14"),
        ("2024-03-01", "allowed day 10 of 14"),
        ("2024-03-02", "expiring day 11 of 14"),
        ("2024-03-04", "expiring day 13 of 14"),
        ("2024-03-05", "expiring day 14 of 14"),
        ("2024-03-06", "denied day 15 of 14"),
    ] {
        let line = format!("price_match.standard {rest}");
        check(&on, "price_match", plain(), now, &[&line]);
    }
    let last = || placed(json!({"name": "Lamp", "final_sale": true}));
    for now in ["2024-02-20", "2024-03-06"] {
        let line = "price_match.standard denied sold as final";
        check(&on, "price_match", last(), now, &[line]);
    }
    // The day of the order counts, in the customer's own calendar; that of the delivery says nothing.
    for (ticket, now, line) in [
        (
            order(json!({"id": "A", "delivered_at": "2024-02-20"})),
            "2024-02-21",
            "price_match.standard unknown the date of the order is not known | placed_at",
        ),
        (
            json!({"requester": {"time_zone": "America/New_York"}, "orders": [{"id": "A", "placed_at": "2024-02-20"}]}),
            "2024-03-06T04:59:59Z",
            "price_match.standard expiring day 14 of 14",
        ),
        (
            json!({"requester": {"time_zone": "America/New_York"}, "orders": [{"id": "A", "placed_at": "2024-02-20"}]}),
            "2024-03-06T05:00:00Z",
            "price_match.standard denied day 15 of 14",
        ),
        (
            json!({}),
            "2024-02-21",
            "price_match.standard unknown no order is known | order placed_at",
        ),
    ] {
        check(&on, "price_match", ticket, now, &[line]);
    }
    check(&SAMPLE, "price_match", plain(), "2024-02-21", &[]);
    let examples = handrail::policy::examples(&on.rules, &on.identity, None);
    assert_eq!(examples, []);
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

/// What customers say of an order that no record knows is used, and told apart.
#[test]
fn an_order_out_of_the_text_is_believed_less() {
    let zones = TimeZones::from_bytes(include_bytes!("../../www/data/zones.dat")).unwrap();
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
