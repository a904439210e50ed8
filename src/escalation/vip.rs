//! `vip`: the requester or the organisation is one by the identity section.

use super::compile::Rule;
use super::{Facts, Finding};
use crate::evidence::Evidence;
use serde_json::Value;

/// Checks the rule. What the customer says of himself does not count.
pub(crate) fn check(rule: &Rule, facts: &Facts<'_>) -> Finding {
    let evidence = facts.known.vip.clone();
    let Some(first) = evidence.first() else {
        return Finding {
            margin: Some("no VIP tag, tier or value".to_owned()),
            ..Finding::default()
        };
    };
    let value = match first {
        Evidence::Field { value, .. } | Evidence::Settings { value, .. } => value.clone(),
        _ => Value::Bool(true),
    };
    Finding {
        severity: Some(rule.severity),
        value: Some(value),
        evidence,
        ..Finding::default()
    }
}
