//! Ways to resolve a ticket: playbooks of the settings whose conditions hold for what the other
//! stages found, and how a ticket like it was solved.

use crate::analysis::{
    ArticleHit, Escalation, IntentVerdict, PolicyFlag, PolicyStatus, ResolutionPath, Severity,
    SimilarTicket, Trigger,
};
use crate::round::round4;
use crate::settings::SettingsError;
use crate::settings::knowledge::Playbook;
use crate::ticket::Ticket;

/// At most so many ways are shown.
const MOST_PATHS: usize = 3;
/// A second intent counts from this confidence on.
const SECOND_INTENT: f64 = 0.25;
/// How sure a hand-over is: the trigger's rule says so, whatever the intent.
const HANDOVER: f64 = 0.95;
/// How sure a way is that one solved ticket took and no rule names.
const SOLVED: f64 = 0.5;
/// Steps of it at most.
const MOST_SENTENCES: usize = 4;

/// Facts that a playbook can ask for.
const FACTS: [&str; 7] = [
    "order number",
    "photo",
    "address",
    "serial number",
    "tracking number",
    "mail address",
    "phone number",
];

/// What the conditions look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What the customer wants.
    pub intent: &'a IntentVerdict,
    /// What the policies say.
    pub policy_flags: &'a [PolicyFlag],
    /// Triggers that fired.
    pub triggers: &'a [Trigger],
    /// Who owns the ticket.
    pub escalation: &'a Escalation,
    /// Articles that fit.
    pub knowledge: &'a [ArticleHit],
    /// Solved tickets like it, best first.
    pub similar: &'a [SimilarTicket],
    /// The ticket.
    pub ticket: &'a Ticket,
    /// What the customer has given already, as the summary lists it.
    pub given: &'a [String],
}

/// Checks the playbooks.
///
/// # Errors
/// When one has no title or no steps, or gives statuses without a policy.
pub fn check(playbooks: &[Playbook]) -> Result<(), SettingsError> {
    for playbook in playbooks {
        let fault = if playbook.title.trim().is_empty() {
            Some(("no title", "title"))
        } else if playbook.steps.is_empty() {
            Some(("no steps", "steps"))
        } else if playbook.statuses.is_empty() != playbook.policy.is_none() {
            Some(("only one of `policy` and `statuses`", "policy"))
        } else if playbook
            .asks
            .iter()
            .any(|ask| !FACTS.contains(&ask.fact.as_str()))
        {
            Some(("a question for a fact that is not known", "asks"))
        } else {
            None
        };
        if let Some((what, field)) = fault {
            return Err(SettingsError::new(
                "playbook_incomplete",
                format!("the playbook `{}` has {what}", playbook.id),
                "complete it, or set `removed` to true",
                format!("knowledge.playbooks[{}].{field}", playbook.id),
            ));
        }
    }
    Ok(())
}

/// How well a playbook fits: hand-overs first, then the surer intent, then the closer conditions.
struct Fit<'a> {
    playbook: &'a Playbook,
    handover: bool,
    /// How sure the intent is.
    intent: f64,
    confidence: f64,
    conditions: usize,
    flag: Option<&'a PolicyFlag>,
    triggers: Vec<&'a Trigger>,
}

/// At most three ways, best first; of hand-overs the first alone, since a ticket has one owner.
#[must_use]
pub fn paths(playbooks: &[Playbook], facts: &Facts<'_>) -> Vec<ResolutionPath> {
    let mut fits: Vec<Fit<'_>> = playbooks
        .iter()
        .filter(|playbook| !playbook.disabled && !playbook.removed)
        .filter_map(|playbook| fit(playbook, facts))
        .collect();
    // Stable: of two alike the one that stands first in the settings.
    fits.sort_by(|a, b| {
        b.handover.cmp(&a.handover).then_with(|| {
            if a.handover {
                std::cmp::Ordering::Equal
            } else {
                b.intent
                    .total_cmp(&a.intent)
                    .then_with(|| b.conditions.cmp(&a.conditions))
            }
        })
    });
    let mut handed_over = false;
    fits.retain(|fit| {
        let again = fit.handover && handed_over;
        handed_over |= fit.handover;
        !again
    });
    let solved = facts.similar.first().and_then(as_solved);
    fits.truncate(MOST_PATHS - usize::from(solved.is_some()));
    let paths = fits.iter().map(|fit| path(fit, facts));
    paths.chain(solved).collect()
}

/// The way that a like ticket took; `None` where it tells none.
fn as_solved(similar: &SimilarTicket) -> Option<ResolutionPath> {
    let mut steps = Vec::new();
    for line in similar.resolution.lines() {
        steps.extend(
            line.split_inclusive(". ")
                .map(|step| step.trim().trim_end_matches('.').to_owned())
                .filter(|step| !step.is_empty()),
        );
    }
    steps.truncate(MOST_SENTENCES);
    (!steps.is_empty()).then(|| ResolutionPath {
        title: format!("As in ticket {}: {}", similar.ticket_id, similar.subject),
        steps,
        rationale: "A ticket like this was solved so.".to_owned(),
        sources: vec![format!("ticket {}", similar.ticket_id)],
        confidence: SOLVED,
    })
}

/// Whether the ticket or the customer gave a fact.
fn is_given(fact: &str, facts: &Facts<'_>) -> bool {
    let requester = facts.ticket.requester.as_ref();
    let in_ticket = match fact {
        "order number" => !facts.ticket.orders.is_empty(),
        "mail address" => requester.is_some_and(|requester| requester.email.is_some()),
        "phone number" => requester.is_some_and(|requester| requester.phone.is_some()),
        _ => false,
    };
    let listed = |entry: &String| {
        // Photos are counted: `two photos (m1)`.
        let counted = entry.split_once(' ').map_or("", |(_, rest)| rest);
        entry.starts_with(fact)
            || (fact == "photo" && !entry.starts_with('“') && counted.starts_with(fact))
    };
    in_ticket || facts.given.iter().any(listed)
}

fn fit<'a>(playbook: &'a Playbook, facts: &Facts<'a>) -> Option<Fit<'a>> {
    let intent = facts.intent;
    let unsure = intent.abstained.is_some() || intent.label.is_empty();
    if playbook.when_unsure && !unsure {
        return None;
    }
    let mut conditions = usize::from(playbook.when_unsure);
    let mut sure = 0.5;

    let triggers: Vec<&Trigger> = facts
        .triggers
        .iter()
        .filter(|trigger| {
            trigger.severity == Severity::Escalate && playbook.triggers.contains(&trigger.kind)
        })
        .collect();
    let handover = !playbook.triggers.is_empty();
    if handover {
        if triggers.is_empty() {
            return None;
        }
        sure = HANDOVER;
        conditions += 1;
    }
    if !playbook.tiers.is_empty() {
        if !playbook.tiers.contains(&facts.escalation.tier) {
            return None;
        }
        conditions += 1;
    }
    if !playbook.intents.is_empty() {
        let named = |label: &String| playbook.intents.contains(label);
        let own = if named(&intent.label) {
            intent.confidence
        } else {
            intent
                .candidates
                .iter()
                .take(2)
                .find(|candidate| candidate.confidence >= SECOND_INTENT && named(&candidate.label))?
                .confidence
        };
        if !handover {
            sure = own;
        }
        conditions += 1;
    }
    let mut flag = None;
    let mut confidence = sure;
    if let Some(policy) = &playbook.policy {
        let own: Vec<&PolicyFlag> = facts
            .policy_flags
            .iter()
            .filter(|flag| flag.policy == *policy)
            .collect();
        flag = own
            .iter()
            .copied()
            .find(|flag| playbook.statuses.contains(&flag.status));
        let silent = own.is_empty() && playbook.statuses.contains(&PolicyStatus::Unknown);
        if flag.is_none() && !silent {
            return None;
        }
        if flag.is_none_or(|flag| flag.status == PolicyStatus::Unknown) {
            confidence *= 0.9;
        }
        conditions += 1;
    }
    Some(Fit {
        playbook,
        handover,
        intent: sure,
        confidence: round4(confidence),
        conditions,
        flag,
        triggers,
    })
}

fn path(fit: &Fit<'_>, facts: &Facts<'_>) -> ResolutionPath {
    let detail = fit.flag.map_or("", |flag| flag.detail.as_str());
    let missing = fit.flag.map_or_else(String::new, |flag| {
        flag.missing.join(", ").replace('_', " ")
    });
    // Any policy's words serve a playbook that names none.
    let detail = if detail.is_empty() && fit.playbook.policy.is_none() {
        facts
            .policy_flags
            .first()
            .map_or("", |flag| flag.detail.as_str())
    } else {
        detail
    };
    let article = facts.knowledge.first();
    let words = [
        ("{detail}", detail),
        ("{missing}", missing.as_str()),
        ("{route}", facts.escalation.route.as_str()),
        ("{article}", article.map_or("", |hit| hit.title.as_str())),
    ];
    let asks = fit.playbook.asks.iter();
    let asks = asks.filter(|ask| !is_given(&ask.fact, facts));
    let mut steps: Vec<String> = asks.map(|ask| ask.question.clone()).collect();
    let own = fit.playbook.steps.iter();
    steps.extend(own.filter_map(|step| fill(step, &words)));
    let mut rationale =
        fill(&fit.playbook.why, &words).unwrap_or_else(|| without(&fit.playbook.why, &words));
    for trigger in &fit.triggers {
        if !trigger.reason.is_empty() {
            rationale = format!("{} {}", rationale.trim_end(), trigger.reason);
        }
    }
    let mut sources: Vec<String> = fit.flag.iter().map(|flag| flag.rule.clone()).collect();
    sources.extend(fit.triggers.iter().map(|trigger| trigger.rule.clone()));
    sources.extend(fit.flag.and_then(|flag| flag.article.clone()));
    if !fit.handover {
        sources.extend(article.map(|hit| hit.article_id.clone()));
    }
    sources.dedup();
    ResolutionPath {
        title: fit.playbook.title.clone(),
        steps,
        rationale,
        sources,
        confidence: fit.confidence,
    }
}

/// Puts the words in; `None` where one that is needed has no value.
fn fill(text: &str, words: &[(&str, &str)]) -> Option<String> {
    let mut out = text.to_owned();
    for (name, value) in words {
        if out.contains(name) {
            if value.is_empty() {
                return None;
            }
            out = out.replace(name, value);
        }
    }
    Some(out)
}

/// A sentence without the part that has no value: up to the colon or bracket before it.
fn without(text: &str, words: &[(&str, &str)]) -> String {
    let first = words
        .iter()
        .filter(|(_, value)| value.is_empty())
        .filter_map(|(name, _)| text.find(name))
        .min()
        .unwrap_or(text.len());
    let before = text.get(..first).unwrap_or("");
    match before.rfind([':', '(']) {
        Some(at) => format!("{}.", before.get(..at).unwrap_or("").trim_end()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
