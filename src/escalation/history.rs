//! `repeat_contact`: the customer says that he writes again, or earlier tickets show it.

use super::compile::Rule;
use super::scan::Scan;
use super::topic::{Topic, is_recent};
use super::{Facts, Finding, text_rule};
use crate::evidence::Evidence;
use crate::ticket::{Csat, Status};
use serde_json::json;
use std::cell::LazyCell;

/// Checks the rule: the customer's words first, then the tickets.
pub(crate) fn check(index: usize, rule: &Rule, facts: &Facts<'_>, scan: &Scan<'_>) -> Finding {
    let said = text_rule::check(index, rule, facts, scan);
    let topic = LazyCell::new(|| Topic::of(scan));
    let unresolved: Vec<Evidence> = facts
        .known
        .ticket
        .previous_tickets
        .iter()
        .filter(|previous| is_recent(previous, facts.now, rule.within_days))
        .filter(|previous| topic.is_shared_with(previous, facts, scan.book))
        .map(|previous| Evidence::Ticket {
            ticket_id: previous.id.clone(),
            path: if previous.csat == Some(Csat::Bad) {
                "csat".to_owned()
            } else {
                "subject".to_owned()
            },
            value: match (&previous.csat, &previous.status) {
                (Some(Csat::Bad), _) => json!("bad"),
                (_, Some(Status::Open | Status::Pending)) | (_, None | Some(_)) => {
                    json!(previous.subject)
                }
            },
        })
        .collect();
    let count = u32::try_from(unresolved.len()).unwrap_or(u32::MAX);
    let margin = Some(format!(
        "{count} of {} earlier tickets on the matter",
        rule.count
    ));
    if count < rule.count {
        return Finding { margin, ..said };
    }
    let mut evidence = said.evidence;
    evidence.extend(unresolved);
    Finding {
        severity: Some(rule.severity),
        value: Some(json!(count)),
        threshold: Some(json!(rule.count)),
        margin,
        evidence,
    }
}
