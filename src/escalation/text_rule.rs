//! Rules that read what the customer says, sentence by sentence.

use super::compile::{Role, Rule};
use super::scan::{Line, Scan};
use super::{Facts, Finding, context};
use crate::analysis::Severity;
use crate::phrases::Hit;
use crate::round::round4;
use crate::settings::triggers::Sense;
use crate::text::Standing;
use serde_json::json;
use std::ops::Range;

/// A phrase that counts.
struct Found<'s, 'a> {
    line: &'s Line<'a>,
    hit: &'s Hit,
    severity: Severity,
}

/// Checks a text rule.
pub(crate) fn check(index: usize, rule: &Rule, facts: &Facts<'_>, scan: &Scan<'_>) -> Finding {
    let mut found = collect(index, rule, scan);
    doubt(rule, scan, &mut found);
    let settled = settled_at(index, scan, &found);
    let settled_how = found.iter().any(|one| Some(one.line.position) < settled);
    found.retain(|one| Some(one.line.position) >= settled);
    let mut finding = Finding {
        severity: found.iter().map(|one| one.severity).max(),
        ..Finding::default()
    };
    if finding.severity.is_none() {
        if settled_how {
            finding.margin = Some("settled by a later message".to_owned());
        }
        return feeling(rule, facts, settled, finding);
    }
    // The gravest words first, then in reading order.
    sort(&mut found, |a, b| b.severity.cmp(&a.severity));
    for one in &found {
        let evidence = one
            .line
            .passage
            .evidence_of(one.line.sentence, &one.hit.text);
        if !finding.evidence.contains(&evidence) {
            finding.evidence.push(evidence);
        }
    }
    finding
}

/// Lets phrases in sentences that the sentence model finds very improbable only be noticed.
fn doubt(rule: &Rule, scan: &Scan<'_>, found: &mut [Found<'_, '_>]) {
    let Some((below, kind)) = rule
        .doubted_below
        .zip(scan.model.and_then(|model| model.position(&rule.kind)))
    else {
        return;
    };
    for one in found {
        if one.line.probability(kind) < below {
            one.severity = one.severity.min(Severity::Notice);
        }
    }
}

fn collect<'s, 'a>(index: usize, rule: &Rule, scan: &'s Scan<'a>) -> Vec<Found<'s, 'a>> {
    let mut found: Vec<Found<'s, 'a>> = Vec::new();
    for line in scan.voiced() {
        if line.hits.is_empty() || line.has(index, Role::Unless) {
            continue;
        }
        let harmless: Vec<Range<usize>> = line
            .of(index, Role::Harmless)
            .map(|hit| hit.tokens.clone())
            .collect();
        let mut here: Vec<Found<'s, 'a>> = Vec::new();
        for (role, own) in [
            (Role::Fires, rule.severity),
            (Role::Notices, Severity::Notice),
        ] {
            for hit in line.of(index, role) {
                let masked = harmless
                    .iter()
                    .any(|range| range.start < hit.tokens.end && hit.tokens.start < range.end);
                if masked {
                    continue;
                }
                if let Some(severity) = shaded(rule, line, hit, own) {
                    add(
                        &mut here,
                        Found {
                            line,
                            hit,
                            severity,
                        },
                    );
                }
            }
        }
        sort(&mut here, |a, b| {
            a.hit.tokens.start.cmp(&b.hit.tokens.start)
        });
        found.extend(here);
    }
    found
}

/// Keeps, of places that overlap, the graver one, then the longer one.
fn add<'s, 'a>(here: &mut Vec<Found<'s, 'a>>, new: Found<'s, 'a>) {
    let rank = |one: &Found<'_, '_>| (one.severity, one.hit.tokens.len());
    let overlaps = |one: &Found<'_, '_>| {
        one.hit.tokens.start < new.hit.tokens.end && new.hit.tokens.start < one.hit.tokens.end
    };
    if here
        .iter()
        .any(|one| overlaps(one) && rank(one) >= rank(&new))
    {
        return;
    }
    here.retain(|one| !overlaps(one));
    here.push(new);
}

/// The severity that is left by standing, negation, possibility and jest.
fn shaded(rule: &Rule, line: &Line<'_>, hit: &Hit, own: Severity) -> Option<Severity> {
    let mut severity = own;
    if line.sentence.standing < Standing::Customer {
        severity = Severity::Notice;
    }
    let shades = [
        (rule.negated, context::is_negated(line, hit)),
        (rule.hypothetical, context::is_possible(line, hit)),
        (rule.joking, context::is_jest(line)),
    ];
    for (sense, holds) in shades {
        match (holds, sense) {
            (true, Sense::Quiet) => return None,
            (true, Sense::Notice) => severity = Severity::Notice,
            _ => {}
        }
    }
    Some(severity)
}

/// Position of the last passage in which the customer ends the matter and brings up nothing new.
fn settled_at(index: usize, scan: &Scan<'_>, found: &[Found<'_, '_>]) -> Option<usize> {
    scan.settled(index)
        .filter(|position| !found.iter().any(|one| one.line.position == *position))
        .max()
}

/// For rules with `below`: a customer message whose sentiment is that bad.
fn feeling(
    rule: &Rule,
    facts: &Facts<'_>,
    settled: Option<usize>,
    mut finding: Finding,
) -> Finding {
    let Some(below) = rule.below else {
        return finding;
    };
    let mut worst: Option<(f64, usize)> = None;
    for (index, passage) in facts.conversation.messages.iter().enumerate() {
        if Some(index + 1) < settled {
            continue;
        }
        let score = facts
            .sentiment
            .per_message
            .iter()
            .find(|message| message.message_id == passage.id())
            .map(|message| message.score);
        if let Some(score) = score
            && worst.is_none_or(|(least, _)| score < least)
        {
            worst = Some((score, index));
        }
    }
    let Some((score, index)) = worst else {
        return finding;
    };
    if score > below {
        finding
            .margin
            .get_or_insert(format!("sentiment {score} of {below}"));
        return finding;
    }
    let id = facts
        .conversation
        .messages
        .get(index)
        .map(crate::text::Passage::id);
    let evidence: Vec<_> = facts
        .sentiment
        .evidence
        .iter()
        .filter(|evidence| match evidence {
            crate::evidence::Evidence::Message { message_id, .. } => {
                Some(message_id.as_str()) == id
            }
            _ => false,
        })
        .cloned()
        .collect();
    // Many faint words add up without one that shows anger: that is a long letter, not an angry one.
    if evidence.is_empty() {
        return finding;
    }
    finding.severity = Some(rule.severity);
    finding.value = Some(json!(round4(score)));
    finding.threshold = Some(json!(below));
    finding.evidence = evidence;
    finding
}

/// One copy of the sort serves both orders.
fn sort<'s, 'a>(
    found: &mut [Found<'s, 'a>],
    order: fn(&Found<'s, 'a>, &Found<'s, 'a>) -> std::cmp::Ordering,
) {
    found.sort_by(order);
}
