//! Who is a VIP, and by what.

use crate::evidence::Evidence;
use crate::identity::{KnownTicket, KnownTier, field, fold, text_of};
use crate::settings::identity::Vip;
use crate::ticket::{Money, Ticket};
use serde_json::{Value, json};

/// Currencies of like worth, compared by number.
const LIKE_WORTH: [&str; 3] = ["USD", "EUR", "GBP"];

/// The tier in the first configured field that has one: of the requester, else the organisation.
pub(crate) fn tier(tier_fields: &[String], ticket: &Ticket) -> Option<KnownTier> {
    let requester = ticket.requester.as_ref()?;
    let sources = [
        ("requester.fields", Some(&requester.fields)),
        (
            "requester.organization.fields",
            requester.organization.as_ref().map(|own| &own.fields),
        ),
    ];
    for (path, fields) in sources {
        let Some(fields) = fields else { continue };
        for key in tier_fields {
            if let Some((key, value)) = field(fields, key) {
                return Some(KnownTier {
                    value: text_of(value),
                    path: format!("{path}.{key}"),
                });
            }
        }
    }
    None
}

/// Everything that makes the customer a VIP; empty if nothing does.
pub(crate) fn evidence(rule: &Vip, known: &KnownTicket) -> Vec<Evidence> {
    let mut found = Vec::new();
    let Some(requester) = known.ticket.requester.as_ref() else {
        return found;
    };
    let organization = requester.organization.as_ref();
    let tags = [
        ("requester.tags", Some(&requester.tags)),
        (
            "requester.organization.tags",
            organization.map(|own| &own.tags),
        ),
    ];
    for (path, tags) in tags {
        for (index, tag) in tags.into_iter().flatten().enumerate() {
            if rule.tags.contains(tag) {
                found.push(known.evidence(&format!("{path}[{index}]"), json!(tag)));
            }
        }
    }
    if let Some(tier) = &known.tier
        && rule.tiers.iter().any(|vip| fold(vip) == fold(&tier.value))
    {
        found.push(known.evidence(&tier.path, Value::String(tier.value.clone())));
    }
    if let (Some(value), Some(least)) = (&requester.lifetime_value, &rule.min_lifetime_value)
        && reaches(value, least)
    {
        found.push(known.evidence("requester.lifetime_value", json!(value)));
    }
    found
}

/// Whether a sum reaches another. Sums in currencies that cannot be compared do not.
fn reaches(value: &Money, least: &Money) -> bool {
    let currencies = (
        value.currency.to_ascii_uppercase(),
        least.currency.to_ascii_uppercase(),
    );
    let comparable = currencies.0 == currencies.1
        || currencies.0.is_empty()
        || currencies.1.is_empty()
        || (LIKE_WORTH.contains(&currencies.0.as_str())
            && LIKE_WORTH.contains(&currencies.1.as_str()));
    comparable
        && match (value.number(), least.number()) {
            (Some(value), Some(least)) => value >= least,
            _ => false,
        }
}
