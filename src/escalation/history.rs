//! `repeat_contact`: the customer says that he writes again, or earlier tickets or his unanswered
//! messages show it.

use super::compile::Rule;
use super::scan::Scan;
use super::topic::{Topic, is_recent};
use super::{Facts, Finding, text_rule};
use crate::evidence::Evidence;
use crate::ticket::{Csat, Role, Status, Visibility};
use serde_json::json;
use std::cell::LazyCell;

/// Checks the rule: the customer's words first, then the tickets.
pub(crate) fn check(index: usize, rule: &Rule, facts: &Facts<'_>, scan: &Scan<'_>) -> Finding {
    let said = text_rule::check(index, rule, facts, scan);
    let unanswered = unanswered(facts, scan);
    let chased = u32::try_from(unanswered.len()).unwrap_or(u32::MAX);
    if said.severity != Some(rule.severity) && chased > rule.count {
        return Finding {
            severity: Some(rule.severity),
            value: Some(json!(chased)),
            threshold: Some(json!(rule.count + 1)),
            margin: Some(format!("{chased} messages without an answer between them")),
            evidence: unanswered,
        };
    }
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

/// The longest run of the customer's messages that stand some 20 hours apart with no
/// public answer between them: where there are more than the rule's count, he has come back that often.
fn unanswered(facts: &Facts<'_>, scan: &Scan<'_>) -> Vec<Evidence> {
    const PATIENCE: i64 = 20 * 3_600_000;
    let mut run: Vec<(i64, usize)> = Vec::new();
    let mut longest: Vec<(i64, usize)> = Vec::new();
    for (index, message) in facts.known.ticket.messages.iter().enumerate() {
        if message.visibility == Visibility::Internal {
            continue;
        }
        let at = message.at.as_ref().and_then(crate::ticket::Time::millis);
        match (message.author.role, at) {
            (Role::Customer, Some(at)) => {
                if run.last().is_none_or(|(last, _)| at - last >= PATIENCE) {
                    run.push((at, index));
                }
                if run.len() > longest.len() {
                    longest.clone_from(&run);
                }
            }
            (Role::Customer, None) => {}
            _ => run.clear(),
        }
    }
    longest
        .iter()
        .filter_map(|(_, index)| {
            let line = scan
                .lines
                .iter()
                .find(|line| line.position == index + 1 && line.is_customers())?;
            let whole = 0..line.sentence.normal.text.len();
            Some(line.passage.evidence_of(line.sentence, &whole))
        })
        .collect()
}
