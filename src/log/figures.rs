//! What was seen and judged, in shares with their intervals.

use super::interval::Proportion;
use super::merge::{Merged, TicketRecord};
use crate::analysis::Severity;
use crate::json::Plain;
use std::collections::BTreeMap;

/// Figures over all logs. What is counted are tickets, each by its newest analysis and judgement.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Figures {
    /// People who wrote entries.
    pub actors: usize,
    /// Analyses that were shown.
    pub analyses: usize,
    /// Tickets that were analysed.
    pub tickets: usize,
    /// When the first analysis was, RFC 3339; empty when there is none.
    pub since: String,
    /// Tickets whose intent somebody judged.
    pub labelled: usize,
    /// Of those, how many were routed as a person would: the intent was right, no trigger was wrong or missed.
    pub agreement: Proportion,
    /// Of the tickets, on how many the classifier abstained.
    pub abstained: Proportion,
    /// Of the tickets, how many a person must own.
    pub escalated: Proportion,
    /// Of the tickets, how many somebody handed on.
    pub handed_on: Proportion,
    /// Of the judged summaries, how many were wrong. Only wrong ones are reported, so that there is no share.
    pub summaries_wrong: usize,
    /// Of the rated tickets that people resolved, how many were rated good.
    pub csat_human: Proportion,
    /// The same of those that an assistant drafted or resolved.
    pub csat_ai: Proportion,
    /// Of the tickets with an outcome, how many were open again after they had been solved.
    pub reopened: Proportion,
    /// By intent, the most frequent first.
    pub intents: Vec<IntentFigures>,
    /// By trigger rule, the most frequent first.
    pub rules: Vec<RuleFigures>,
}

/// An intent.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct IntentFigures {
    /// Its id; empty where the classifier abstained.
    pub intent: String,
    /// Tickets with it.
    pub tickets: usize,
    /// Of the judged ones, how many were right.
    pub right: Proportion,
    /// What it was corrected to, the most frequent first.
    pub corrected_to: Vec<Correction>,
}

/// What an intent was corrected to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Correction {
    /// The right intent.
    pub intent: String,
    /// How often.
    pub count: usize,
}

/// A trigger rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct RuleFigures {
    /// Id of the rule; of a missed trigger, its kind.
    pub rule: String,
    /// Tickets on which it fired.
    pub fired: usize,
    /// Tickets on which it should not have.
    pub wrong: usize,
    /// Tickets on which it should have, and did not.
    pub missed: usize,
}

/// Computes them.
pub(super) fn figures(merged: &Merged) -> Figures {
    let analysed: Vec<&TicketRecord> = merged
        .tickets
        .values()
        .filter(|ticket| ticket.analysis.is_some())
        .collect();
    let tickets = analysed.len();
    let share = |is: &dyn Fn(&TicketRecord) -> bool| {
        Proportion::of(analysed.iter().filter(|ticket| is(ticket)).count(), tickets)
    };
    let said = |ticket: &TicketRecord, is: &dyn Fn(&super::Content) -> bool| {
        ticket.analysis.as_ref().is_some_and(is)
    };
    let routed: Vec<bool> = merged
        .tickets
        .values()
        .filter_map(TicketRecord::routed_right)
        .collect();
    let outcomes: Vec<&TicketRecord> = merged
        .tickets
        .values()
        .filter(|ticket| ticket.outcome.is_some())
        .collect();
    let handed_on = merged
        .of_kind("escalated")
        .map(|(_, content)| (&content.desk, &content.ticket))
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    Figures {
        actors: merged.actors,
        analyses: merged.analyses,
        tickets,
        since: merged.first_analysis.clone().unwrap_or_default(),
        labelled: routed.len(),
        agreement: Proportion::of(routed.iter().filter(|right| **right).count(), routed.len()),
        abstained: share(&|ticket| said(ticket, &|analysis| analysis.abstained.is_some())),
        escalated: share(&|ticket| said(ticket, &|analysis| analysis.required)),
        handed_on: Proportion::of(handed_on, tickets),
        summaries_wrong: judged(merged, "summary", "wrong").count(),
        csat_human: csat(merged, false, None),
        csat_ai: csat(merged, true, None),
        reopened: Proportion::of(
            outcomes.iter().filter(|ticket| ticket.reopened).count(),
            outcomes.len(),
        ),
        intents: intents(&analysed),
        rules: rules(merged, &analysed),
    }
}

/// Of the rated tickets, with an assistant's part in them or without, of one intent or of all, how many were rated
/// good.
pub(super) fn csat(merged: &Merged, by_ai: bool, intent: Option<&str>) -> Proportion {
    let rated: Vec<bool> = merged
        .tickets
        .values()
        .filter(|ticket| {
            let analysed = ticket.analysis.as_ref();
            intent.is_none_or(|intent| analysed.is_some_and(|analysis| analysis.intent == intent))
        })
        .filter_map(|ticket| ticket.outcome.as_ref())
        .filter(|outcome| (outcome.resolved_by == "ai") == by_ai)
        .filter_map(|outcome| Some(outcome.csat.as_deref()? == "good"))
        .collect();
    Proportion::of(rated.iter().filter(|good| **good).count(), rated.len())
}

fn judged<'a>(
    merged: &'a Merged,
    about: &'a str,
    verdict: &'a str,
) -> impl Iterator<Item = &'a str> {
    merged
        .tickets
        .values()
        .flat_map(|ticket| ticket.judged.values())
        .filter(move |judgement| judgement.about == about && judgement.verdict == verdict)
        .map(|judgement| judgement.subject.as_str())
}

fn intents(analysed: &[&TicketRecord]) -> Vec<IntentFigures> {
    #[derive(Default)]
    struct Count {
        tickets: usize,
        right: usize,
        judged: usize,
        corrected: BTreeMap<String, usize>,
    }
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for ticket in analysed {
        let Some(analysis) = &ticket.analysis else {
            continue;
        };
        let label = match &analysis.abstained {
            Some(_) => String::new(),
            None => analysis.intent.clone(),
        };
        let count = counts.entry(label).or_default();
        count.tickets += 1;
        if let Some(right) = ticket.intent_right() {
            count.judged += 1;
            count.right += usize::from(right);
            if let (false, Some(corrected)) = (right, &ticket.corrected) {
                *count.corrected.entry(corrected.clone()).or_default() += 1;
            }
        }
    }
    let mut found: Vec<IntentFigures> = counts
        .into_iter()
        .map(|(intent, count)| {
            let mut corrected_to: Vec<Correction> = count
                .corrected
                .into_iter()
                .map(|(intent, count)| Correction { intent, count })
                .collect();
            corrected_to.sort_by_key(|it| std::cmp::Reverse(it.count));
            IntentFigures {
                intent,
                tickets: count.tickets,
                right: Proportion::of(count.right, count.judged),
                corrected_to,
            }
        })
        .collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.tickets));
    found
}

fn rules(merged: &Merged, analysed: &[&TicketRecord]) -> Vec<RuleFigures> {
    let mut counts: BTreeMap<String, RuleFigures> = BTreeMap::new();
    for ticket in analysed {
        let fired = ticket.analysis.iter().flat_map(|it| &it.triggers);
        let mut names: Vec<&str> = fired
            .filter(|trigger| trigger.severity == Severity::Escalate)
            .map(|trigger| trigger.rule.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        for rule in names {
            counts.entry(rule.to_owned()).or_default().fired += 1;
        }
    }
    for rule in judged(merged, "trigger", "wrong") {
        counts.entry(rule.to_owned()).or_default().wrong += 1;
    }
    for rule in judged(merged, "trigger", "missed") {
        counts.entry(rule.to_owned()).or_default().missed += 1;
    }
    let mut found: Vec<RuleFigures> = counts
        .into_iter()
        .map(|(rule, figures)| RuleFigures { rule, ..figures })
        .collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.fired));
    found
}
