//! What a change of the settings flips, ticket by ticket.

use super::word;
use crate::analysis::{Analysis, Severity};
use crate::json::Plain;
use std::collections::BTreeMap;

/// One thing of a ticket that is another than before.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(default)]
pub struct Flip {
    /// `intent`, `trigger`, `tier`, `route`, `policy` or `priority`.
    pub aspect: String,
    /// Which one: kind of the trigger, name of the policy; else empty.
    pub subject: String,
    /// Before. An intent is empty where the classifier abstained; a trigger is `escalate`, `notice`, or empty where
    /// it stayed quiet; a policy is its status, empty where it said nothing.
    pub before: String,
    /// After, likewise.
    pub after: String,
}

/// What flips on a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct TicketFlips {
    /// The ticket.
    pub ticket: String,
    /// Its subject, to know it by.
    pub subject: String,
    /// What flips; empty when nothing does.
    pub flips: Vec<Flip>,
}

/// The flips of many tickets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct FlipSummary {
    /// Tickets that were looked at.
    pub tickets: usize,
    /// Tickets on which something flips.
    pub changed: usize,
    /// Each flip with how often there is such a one, the most frequent first.
    pub counts: Vec<FlipCount>,
}

/// A flip with its frequency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct FlipCount {
    /// The flip.
    pub flip: Flip,
    /// On how many tickets.
    pub count: usize,
}

/// What differs between two analyses of a ticket.
#[must_use]
pub fn flips(before: &Analysis, after: &Analysis) -> Vec<Flip> {
    let mut found = Vec::new();
    single(&mut found, "intent", intent(before), intent(after));
    several(&mut found, "trigger", &triggers(before), &triggers(after));
    single(
        &mut found,
        "tier",
        word(&before.escalation.tier),
        word(&after.escalation.tier),
    );
    single(
        &mut found,
        "route",
        before.escalation.route.clone(),
        after.escalation.route.clone(),
    );
    several(&mut found, "policy", &policies(before), &policies(after));
    single(
        &mut found,
        "priority",
        word(&before.priority.level),
        word(&after.priority.level),
    );
    found
}

/// Counts them.
#[must_use]
pub fn summary(all: &[TicketFlips]) -> FlipSummary {
    let mut counts: BTreeMap<&Flip, usize> = BTreeMap::new();
    for flip in all.iter().flat_map(|one| &one.flips) {
        *counts.entry(flip).or_default() += 1;
    }
    let mut counts: Vec<FlipCount> = counts
        .into_iter()
        .map(|(flip, count)| FlipCount {
            flip: flip.clone(),
            count,
        })
        .collect();
    counts.sort_by_key(|one| std::cmp::Reverse(one.count));
    FlipSummary {
        tickets: all.len(),
        changed: all.iter().filter(|one| !one.flips.is_empty()).count(),
        counts,
    }
}

fn single(found: &mut Vec<Flip>, aspect: &str, before: String, after: String) {
    if before != after {
        found.push(Flip {
            aspect: aspect.to_owned(),
            subject: String::new(),
            before,
            after,
        });
    }
}

fn several(
    found: &mut Vec<Flip>,
    aspect: &str,
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) {
    let mut subjects: Vec<&String> = before.keys().chain(after.keys()).collect();
    subjects.sort_unstable();
    subjects.dedup();
    for subject in subjects {
        let of = |side: &BTreeMap<String, String>| side.get(subject).cloned().unwrap_or_default();
        let (was, is) = (of(before), of(after));
        if was != is {
            found.push(Flip {
                aspect: aspect.to_owned(),
                subject: subject.clone(),
                before: was,
                after: is,
            });
        }
    }
}

fn intent(analysis: &Analysis) -> String {
    match analysis.intent.abstained {
        Some(_) => String::new(),
        None => analysis.intent.label.clone(),
    }
}

/// Kinds with their highest severity.
fn triggers(analysis: &Analysis) -> BTreeMap<String, String> {
    let mut kinds: BTreeMap<&str, Severity> = BTreeMap::new();
    for trigger in &analysis.triggers {
        let severity = kinds.entry(&trigger.kind).or_insert(trigger.severity);
        *severity = (*severity).max(trigger.severity);
    }
    kinds
        .into_iter()
        .map(|(kind, severity)| (kind.to_owned(), word(&severity)))
        .collect()
}

/// Policies with what they say, of several orders one after the other.
fn policies(analysis: &Analysis) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for flag in &analysis.policy_flags {
        let said = found.entry(flag.policy.clone()).or_default();
        if !said.is_empty() {
            said.push_str(", ");
        }
        said.push_str(&word(&flag.status));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{
        Abstention, Escalation, IntentVerdict, PolicyFlag, PolicyStatus, PriorityLevel,
        PriorityVerdict, Tier, Trigger,
    };

    fn analysis() -> Analysis {
        let trigger = |kind: &str, severity| Trigger {
            kind: kind.to_owned(),
            severity,
            ..Trigger::default()
        };
        Analysis {
            intent: IntentVerdict {
                label: "refund_request".to_owned(),
                ..IntentVerdict::default()
            },
            triggers: vec![
                trigger("vip", Severity::Notice),
                trigger("vip", Severity::Escalate),
            ],
            policy_flags: vec![PolicyFlag {
                policy: "returns".to_owned(),
                status: PolicyStatus::Allowed,
                ..PolicyFlag::default()
            }],
            ..Analysis::default()
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Analysis), expected: &[&str]) {
        let before = analysis();
        let mut after = before.clone();
        change(&mut after);
        let found: Vec<String> = flips(&before, &after)
            .iter()
            .map(|flip| {
                format!(
                    "{} {}: {} -> {}",
                    flip.aspect, flip.subject, flip.before, flip.after
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn tells_what_is_another_verdict() {
        check(|_| (), &[]);
        // Another number is no other verdict.
        check(|after| after.intent.confidence = 0.5, &[]);
        check(
            |after| after.intent.abstained = Some(Abstention::Tie),
            &["intent : refund_request -> "],
        );
        check(
            |after| drop(after.triggers.pop()),
            &["trigger vip: escalate -> notice"],
        );
        check(
            |after| after.triggers.clear(),
            &["trigger vip: escalate -> "],
        );
        check(
            |after| {
                after.escalation = Escalation {
                    tier: Tier::Manager,
                    route: "Management".to_owned(),
                    ..Escalation::default()
                };
            },
            &["tier : ai_assisted -> manager", "route :  -> Management"],
        );
        check(
            |after| {
                after.policy_flags[0].status = PolicyStatus::Denied;
                after.priority = PriorityVerdict {
                    level: PriorityLevel::High,
                    ..PriorityVerdict::default()
                };
            },
            &[
                "policy returns: allowed -> denied",
                "priority : normal -> high",
            ],
        );
    }

    #[test]
    fn counts_tickets_and_flips() {
        let flip = |after: &str| Flip {
            aspect: "priority".to_owned(),
            before: "low".to_owned(),
            after: after.to_owned(),
            ..Flip::default()
        };
        let ticket = |flips: Vec<Flip>| TicketFlips {
            flips,
            ..TicketFlips::default()
        };
        let found = summary(&[
            ticket(vec![flip("high")]),
            ticket(vec![flip("normal")]),
            ticket(vec![flip("normal")]),
            ticket(Vec::new()),
        ]);
        let counts: Vec<(&str, usize)> = found
            .counts
            .iter()
            .map(|one| (one.flip.after.as_str(), one.count))
            .collect();
        assert_eq!((found.tickets, found.changed), (4, 3));
        assert_eq!(counts, [("normal", 2), ("high", 1)]);
    }
}
