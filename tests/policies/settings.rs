//! Rules of a lead's own: dates, exceptions, conditions, and what the settings check tells of them.

use super::{MEMBERS, RETAIL, SAMPLE, Shop, check, order, tier};
use handrail::engine::{Assets, Engine, faults};
use handrail::policy::{cover, examples};
use serde_json::{Value, json};

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
            {"id": "price_match.small", "policy": "price_match", "why": "Within 14 days of the order, up to 50 EUR.", "days": 14, "counts_from": "placed_at",
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
            "price_match.small allowed day 13 of 14",
        ),
        (
            "50.00",
            "EUR",
            "2026-11-06",
            "price_match.small expiring day 14 of 14",
        ),
        (
            "50.00",
            "EUR",
            "2026-11-05",
            "price_match.small denied day 15 of 14",
        ),
        (
            "50.01",
            "EUR",
            "2026-11-07",
            "price_match.small denied more than 50 EUR",
        ),
        (
            "50.00",
            "USD",
            "2026-11-07",
            "price_match.small unknown day 13 of 14 | EUR",
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
        &["price_match.small unknown the date of the order is not known | placed_at total"],
    );
}

#[test]
fn every_rule_that_ships_has_examples_and_nothing_is_left_open() {
    for shop in [&*SAMPLE, &*MEMBERS, &*RETAIL] {
        assert_eq!(cover(&shop.rules), []);
        assert_eq!(examples(&shop.rules, &shop.identity, None), []);
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
    let guide = include_str!("../../docs/POLICIES.md");
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
