//! Dated cases of every shipped policy rule and its exceptions, at each boundary, and of the settings that
//! a lead can import (`www/data/policies`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod members;
mod retail;
mod sample;
mod settings;

use handrail::analysis::{IntentVerdict, PolicyFlag};
use handrail::identity::IdentityRules;
use handrail::policy::Policies;
use handrail::settings::Settings;
use handrail::settings::policies::PolicyRule;
use handrail::text::Conversation;
use handrail::ticket::{Ticket, Time};
use handrail::time_zones::{self, TimeZones};
use serde_json::{Value, json};
use std::sync::LazyLock;

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
    LazyLock::new(|| TimeZones::from_bytes(include_bytes!("../../www/data/zones.dat")).unwrap());
static SAMPLE: LazyLock<Shop> = LazyLock::new(|| Shop::read(""));
static MEMBERS: LazyLock<Shop> =
    LazyLock::new(|| Shop::read(include_str!("../../www/data/policies/abcd.json")));
static RETAIL: LazyLock<Shop> =
    LazyLock::new(|| Shop::read(include_str!("../../www/data/policies/tau_retail.json")));

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
