use super::*;
use crate::identity::IdentityRules;
use crate::settings::Settings;
use crate::ticket::{Ticket, Time};
use crate::time_zones::{self, TimeZones};
use serde_json::{Value, json};
use std::sync::LazyLock;

const NOW: &str = "2026-11-20T12:00:00Z";

/// The shipped policies, compiled once.
struct Shipped {
    policies: Policies,
    identity: IdentityRules,
    zones: TimeZones,
}

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    let settings = Settings::read("").unwrap();
    let identity = IdentityRules::compile(&settings.identity);
    let zones = TimeZones::from_bytes(include_bytes!("../../www/data/zones.dat")).unwrap();
    Shipped {
        policies: Policies::compile(&settings.policies).unwrap(),
        identity,
        zones,
    }
});

fn evaluate(ticket: Value, intent: &str, now: &str) -> Vec<PolicyFlag> {
    let ticket: Ticket = serde_json::from_value(ticket).unwrap();
    let known = SHIPPED.identity.apply(&ticket);
    let conversation = Conversation::read(&known.ticket);
    let verdict = IntentVerdict {
        label: intent.to_owned(),
        confidence: 0.9,
        ..IntentVerdict::default()
    };
    let zone = time_zones::of_requester(&known.ticket).and_then(|name| SHIPPED.zones.get(name));
    let now = Time::new(now).millis().unwrap();
    SHIPPED
        .policies
        .evaluate(&known, &conversation, &[], &verdict, zone.as_ref(), now)
}

/// `order` is one order, `expected` a line a flag: `rule status detail | missing`.
#[track_caller]
fn check(order: Value, requester: Value, intent: &str, expected: &[&str]) {
    let orders = match order {
        Value::Null => json!([]),
        Value::Array(orders) => json!(orders),
        order => json!([order]),
    };
    let flags = evaluate(
        json!({"id": 1, "requester": requester, "orders": orders,
               "messages": [{"id": "m1", "body": "I want to send back the kettle"}]}),
        intent,
        NOW,
    );
    let got: Vec<String> = flags
        .iter()
        .map(|flag| {
            let status = serde_json::to_value(flag.status).unwrap();
            let mut line = format!("{} {} {}", flag.rule, status.as_str().unwrap(), flag.detail);
            if !flag.missing.is_empty() {
                line.push_str(" | ");
                line.push_str(&flag.missing.join(" "));
            }
            line
        })
        .collect();
    assert_eq!(got, expected);
}

fn delivered(day: &str) -> Value {
    json!({"id": "A-1", "delivered_at": day})
}

#[test]
fn the_return_window_by_status() {
    let first = |date: &str, requester: Value| {
        let flags = evaluate(
            json!({"id": 1, "requester": requester, "messages": [], "orders": [delivered(date)]}),
            "return_request",
            NOW,
        );
        let flag = flags.first().unwrap().clone();
        assert_eq!(flag.policy, "returns");
        (flag.rule, flag.status, flag.detail)
    };
    let gold = || json!({"fields": {"loyalty_tier": "Gold"}});
    let case = |date: &str, requester: Value, rule: &str, status: PolicyStatus, detail: &str| {
        assert_eq!(
            first(date, requester),
            (rule.to_owned(), status, detail.to_owned())
        );
    };
    use PolicyStatus::{Allowed, Denied, Expiring, Unknown};
    case(
        "2026-11-20",
        json!({}),
        "returns.standard",
        Allowed,
        "day 0 of 30",
    );
    case(
        "2026-10-27",
        json!({}),
        "returns.standard",
        Allowed,
        "day 24 of 30",
    );
    case(
        "2026-10-26",
        json!({}),
        "returns.standard",
        Expiring,
        "day 25 of 30",
    );
    case(
        "2026-10-24",
        json!({}),
        "returns.standard",
        Expiring,
        "day 27 of 30",
    );
    case(
        "2026-10-21",
        json!({}),
        "returns.standard",
        Expiring,
        "day 30 of 30",
    );
    case(
        "2026-10-20",
        json!({}),
        "returns.standard",
        Denied,
        "day 31 of 30",
    );
    case(
        "2026-10-20",
        gold(),
        "returns.gold",
        Allowed,
        "day 31 of 60",
    );
    case(
        "2026-09-21",
        gold(),
        "returns.gold",
        Expiring,
        "day 60 of 60",
    );
    case("2026-09-20", gold(), "returns.gold", Denied, "day 61 of 60");
    case(
        "2026-11-21",
        json!({}),
        "returns.standard",
        Unknown,
        "the date of delivery 2026-11-21 is still to come",
    );
    case(
        "last week",
        json!({}),
        "returns.standard",
        Unknown,
        "the date of delivery `last week` cannot be read",
    );
}

#[test]
fn facts_that_are_missing_are_named() {
    check(
        Value::Null,
        json!({}),
        "return_request",
        &["returns.standard unknown no order is known | order delivered_at"],
    );
    check(
        json!({"id": "A-1", "status": "Shipped", "placed_at": "2026-11-18"}),
        json!({}),
        "return_request",
        &[
            "returns.standard unknown not delivered yet (Shipped); the period starts with delivery | delivered_at",
        ],
    );
    check(
        json!({"id": "A-1", "placed_at": "2026-11-01"}),
        json!({}),
        "return_request",
        &[
            "returns.standard allowed at most day 19 of 30: it was placed on 2026-11-01",
            "warranty.standard allowed covered until 2028-11-01 at least",
        ],
    );
    check(
        json!({"id": "A-1", "placed_at": "2026-09-01", "status": "delivered"}),
        json!({}),
        "return_request",
        &[
            "returns.standard unknown the date of delivery is not known | delivered_at",
            "warranty.standard allowed covered until 2028-09-01 at least",
        ],
    );
    check(Value::Null, json!({}), "order_status", &[]);
}

#[test]
fn final_sale_and_categories() {
    check(
        json!({"id": "A-1", "delivered_at": "2026-11-10", "items": [{"name": "Kettle", "final_sale": true}]}),
        json!({}),
        "return_request",
        &[
            "returns.standard denied sold as final",
            "warranty.standard allowed covered until 2028-11-10",
        ],
    );
    check(
        json!({"id": "A-1", "delivered_at": "2025-11-20", "items": [{"category": "Trail running shoes"}]}),
        json!({}),
        "warranty_claim",
        &["warranty.textiles expiring covered until 2026-11-20"],
    );
    check(
        json!({"id": "A-1", "delivered_at": "2025-11-19", "items": [{"category": "footwear"}]}),
        json!({}),
        "warranty_claim",
        &["warranty.textiles denied ended on 2026-11-19"],
    );
    check(
        json!({"id": "A-1", "delivered_at": "2023-12-19", "items": [{"category": "kitchen", "warranty_months": 36}]}),
        json!({}),
        "warranty_claim",
        &["warranty.standard expiring covered until 2026-12-19"],
    );
}

#[test]
fn the_item_that_is_named_decides() {
    let items = json!([{"name": "Brightwell kettle", "final_sale": true}, {"name": "Oak table"}]);
    check(
        json!({"id": "A-1", "delivered_at": "2026-11-10", "items": items}),
        json!({}),
        "return_request",
        &[
            "returns.standard denied sold as final",
            "warranty.standard allowed covered until 2028-11-10",
        ],
    );
    let items = json!([{"name": "Lamp", "final_sale": true}, {"name": "Oak table"}]);
    check(
        json!({"id": "A-1", "delivered_at": "2026-10-19", "items": items}),
        json!({}),
        "return_request",
        &[
            "returns.standard denied Lamp: sold as final",
            "returns.standard denied Oak table: day 32 of 30",
            "warranty.standard allowed covered until 2028-10-19",
        ],
    );
}

#[test]
fn a_defect_is_judged_by_its_own_rules() {
    check(
        json!({"id": "A-1", "delivered_at": "2026-10-01", "items": [{"name": "Kettle", "final_sale": true}]}),
        json!({}),
        "damaged_or_defective",
        &[
            "defects.standard denied day 50 of 30",
            "warranty.standard allowed covered until 2028-10-01",
        ],
    );
}

#[test]
fn a_guessed_order_is_told() {
    check(
        json!([delivered("2026-10-01"), {"id": "A-2", "delivered_at": "2026-11-18"}]),
        json!({}),
        "return_request",
        &[
            "returns.standard allowed day 2 of 30 (order A-2, one of 2 that could be meant) | order",
            "returns.standard denied day 50 of 30 (order A-1, one of 2 that could be meant) | order",
            "warranty.standard allowed covered until 2028-11-18 (order A-2, one of 2 that could be meant) | order",
            "warranty.standard allowed covered until 2028-10-01 (order A-1, one of 2 that could be meant) | order",
        ],
    );
}

#[test]
fn a_policy_that_nobody_asked_for_only_helps() {
    check(delivered("2024-01-01"), json!({}), "order_status", &[]);
    check(
        delivered("2026-01-01"),
        json!({}),
        "order_status",
        &["warranty.standard allowed covered until 2028-01-01"],
    );
}

#[test]
fn facts_tell_where_they_come_from() {
    let flags = evaluate(
        json!({"id": 1, "messages": [], "requester": {"fields": {"tier": "platinum"}},
               "fields": {"order_number": "B-7", "delivered_on": "2026-10-24"}}),
        "return_request",
        NOW,
    );
    let facts: Vec<(&str, &str, &str)> = flags[0]
        .facts
        .iter()
        .map(|fact| {
            (
                fact.name.as_str(),
                fact.value.as_str(),
                fact.source.as_str(),
            )
        })
        .collect();
    assert_eq!(
        facts,
        [
            ("order", "B-7", "fields.order_number"),
            ("delivered_at", "2026-10-24", "fields.delivered_on"),
            ("tier", "platinum", "requester.fields.tier"),
        ]
    );
}

#[track_caller]
fn refuses(rule: Value, path: &str) {
    let rule: PolicyRule = serde_json::from_value(rule).unwrap();
    let rules = [rule];
    let refused = match Policies::compile(&rules) {
        Err(refused) => vec![refused],
        Ok(_) => examples(&rules, &IdentityRules::default(), None),
    };
    let paths: Vec<&str> = refused.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, [path]);
}

#[test]
fn broken_rules_are_refused() {
    refuses(json!({"id": "x", "days": 3}), "policies[x].policy");
    refuses(json!({"id": "x", "policy": "returns"}), "policies[x].days");
    refuses(
        json!({"id": "x", "policy": "returns", "days": 3, "months": 1}),
        "policies[x].months",
    );
    refuses(
        json!({"id": "x", "policy": "returns", "days": 3, "expiring_days": 4}),
        "policies[x].expiring_days",
    );
    refuses(
        json!({"id": "x", "policy": "returns", "days": 3, "unlimited": true}),
        "policies[x].unlimited",
    );
    refuses(
        json!({"id": "x", "policy": "returns", "days": 3, "from": "next week"}),
        "policies[x].from",
    );
    refuses(
        json!({"id": "x", "policy": "returns", "days": 3, "from": "2026-12-01", "until": "2026-11-30"}),
        "policies[x].from",
    );
    refuses(
        json!({"id": "x", "policy": "returns", "days": 3, "over": ["y"]}),
        "policies[x].over[0]",
    );
    refuses(
        json!({"id": "x", "policy": "returns", "requires": [{"that": {"field": "order.colour"}}]}),
        "policies[x].requires[0].that.field",
    );
    refuses(
        json!({"id": "x", "policy": "returns", "days": 3, "when": {"field": "tier", "same_as": "order.nothing"}}),
        "policies[x].when.same_as",
    );
    refuses(
        json!({"id": "x", "policy": "returns", "days": 3, "waived_when": {"field": "order.items", "has": [{"field": ".colour"}]}}),
        "policies[x].waived_when.has[0].field",
    );
    refuses(
        json!({"id": "x", "policy": "returns", "days": 3, "examples": [{"ticket": {"orders": [{"delivered_at": "2026-11-19"}]}, "now": "2026-11-20", "status": "denied"}]}),
        "policies[x].examples[0]",
    );
    refuses(
        json!({"id": "x", "policy": "returns", "days": 3, "examples": [{"ticket": {}, "now": "today"}]}),
        "policies[x].examples[0]",
    );
    refuses(
        json!({"id": "x", "policy": "returns", "days": 3, "examples": [{"ticket": "a sentence", "now": "2026-11-20"}]}),
        "policies[x].examples[0]",
    );
    let off: PolicyRule = serde_json::from_value(json!({"id": "x", "disabled": true})).unwrap();
    assert!(Policies::compile(&[off]).is_ok());
}
