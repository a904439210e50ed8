//! `repeat_ai_contact`: assistants have handled the same matter before.

use super::compile::{Role, Rule};
use super::scan::{Line, Scan, position};
use super::topic::{Topic, is_recent};
use super::{Facts, Finding};
use crate::evidence::Evidence;
use crate::text::Passage;
use crate::ticket::{ResolvedBy, Role as Author};
use serde_json::json;
use std::cell::LazyCell;

/// Longest greeting or hand-over, in words: a longer message answers something.
const LONGEST_COURTESY: usize = 28;

/// Checks the rule.
pub(crate) fn check(index: usize, rule: &Rule, facts: &Facts<'_>, scan: &Scan<'_>) -> Finding {
    let turns = turns(index, facts, scan);
    let topic = LazyCell::new(|| Topic::of(scan));
    let mut evidence: Vec<Evidence> = turns
        .iter()
        .filter_map(|passage| {
            let first = passage.sentences.first()?;
            Some(passage.evidence(&first.visible))
        })
        .collect();
    for previous in &facts.known.ticket.previous_tickets {
        if previous.resolved_by == Some(ResolvedBy::Ai)
            && is_recent(previous, facts.now, rule.within_days)
            && topic.is_shared_with(previous, facts, scan.book)
        {
            evidence.push(Evidence::Ticket {
                ticket_id: previous.id.clone(),
                path: "resolved_by".to_owned(),
                value: json!("ai"),
            });
        }
    }
    let count = u32::try_from(evidence.len()).unwrap_or(u32::MAX);
    let fired = count >= rule.count;
    Finding {
        severity: fired.then_some(rule.severity),
        value: fired.then(|| json!(count)),
        threshold: fired.then(|| json!(rule.count)),
        margin: Some(format!("{count} of {} AI contacts", rule.count)),
        evidence: if fired { evidence } else { Vec::new() },
    }
}

/// Assistants' turns after which the customer came back with the same matter: the first message of
/// each turn that answers something.
fn turns<'a>(index: usize, facts: &Facts<'a>, scan: &Scan<'_>) -> Vec<&'a Passage> {
    let mut turns: Vec<&Passage> = Vec::new();
    let mut pending: Option<&Passage> = None;
    let mut asked = false;
    for passage in facts
        .conversation
        .messages
        .iter()
        .filter(|passage| !passage.internal)
    {
        match passage.role {
            Author::Ai if asked && !is_courtesy(index, passage, scan) => {
                pending.get_or_insert(passage);
            }
            Author::Customer => {
                asked = true;
                let lines: Vec<&Line<'_>> = scan
                    .lines
                    .iter()
                    .filter(|line| line.position == position(passage) && line.is_customers())
                    .collect();
                if lines.iter().any(|line| line.has(index, Role::Unless)) {
                    turns.clear();
                    pending = None;
                }
                let content = lines.iter().any(|line| !line.has(index, Role::Settled));
                if let Some(turn) = pending.take().filter(|_| content) {
                    turns.push(turn);
                }
            }
            Author::Agent => pending = None,
            _ => {}
        }
    }
    turns
}

/// Whether an assistant's message only greets or hands over.
fn is_courtesy(index: usize, passage: &Passage, scan: &Scan<'_>) -> bool {
    let lines: Vec<&Line<'_>> = scan
        .lines
        .iter()
        .filter(|line| line.position == position(passage))
        .collect();
    let words: usize = lines.iter().map(|line| line.reading.tokens.len()).sum();
    words <= LONGEST_COURTESY && lines.iter().any(|line| line.has(index, Role::Harmless))
}
