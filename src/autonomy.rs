//! The shadow of autonomy: whether an assistant could resolve the ticket alone. Never acted on here.

use crate::analysis::{
    Autonomy, Band, IntentVerdict, PolicyFlag, PolicyStatus, SentimentVerdict, Severity, Trigger,
};
use crate::identity::KnownTicket;
use crate::settings::Settings;
use crate::text::entities::MoneyMention;
use crate::text::{Conversation, Standing};

/// What autonomy is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The ticket.
    pub known: &'a KnownTicket,
    /// What was written.
    pub conversation: &'a Conversation,
    /// Sums named in the text.
    pub money: &'a [MoneyMention],
    /// What the customer wants.
    pub intent: &'a IntentVerdict,
    /// How the customer feels.
    pub sentiment: &'a SentimentVerdict,
    /// The triggers that fired.
    pub triggers: &'a [Trigger],
    /// What the policies say.
    pub policy_flags: &'a [PolicyFlag],
}

/// What speaks against autonomy, in a fixed order.
#[must_use]
pub fn shadow(settings: &Settings, facts: &Facts<'_>) -> Autonomy {
    let Facts {
        intent,
        triggers,
        policy_flags,
        ..
    } = *facts;
    let mut blocked_by = Vec::new();
    let phase = settings
        .phases
        .categories
        .get(&intent.label)
        .map_or(settings.phases.mode, |own| (*own).min(settings.phases.mode));
    if phase < 3 {
        blocked_by.push(format!("phase {phase}"));
    }
    if !settings.autonomy.allowlist.contains(&intent.label) {
        blocked_by.push("intent not on the allowlist".to_owned());
    }
    if intent.abstained.is_some() {
        blocked_by.push("the classifier abstains".to_owned());
    } else if intent.band != Band::High || intent.confidence < settings.autonomy.min_confidence {
        blocked_by.push("confidence too low".to_owned());
    }
    for trigger in triggers {
        let word = match trigger.severity {
            Severity::Escalate => "trigger",
            Severity::Notice => "notice",
        };
        blocked_by.push(format!("{word} {}", trigger.kind));
    }
    for flag in policy_flags {
        match flag.status {
            PolicyStatus::Denied => blocked_by.push(format!("policy {} denies", flag.rule)),
            PolicyStatus::Allowed | PolicyStatus::Expiring if flag.missing.is_empty() => {}
            _ => blocked_by.push(format!("policy {} lacks facts", flag.rule)),
        }
    }
    let limits = &settings.autonomy;
    for word in &limits.never_words {
        if says(facts.conversation, word) {
            blocked_by.push(format!("the word {}", word.trim_end_matches('*')));
        }
    }
    let opted_in = facts
        .known
        .ticket
        .requester
        .as_ref()
        .and_then(|requester| requester.ai_only_opt_in);
    if !facts.known.vip.is_empty() && opted_in != Some(true) {
        blocked_by.push("a VIP who did not opt in".to_owned());
    }
    if facts.sentiment.score < limits.min_sentiment {
        blocked_by.push("emotionally loaded".to_owned());
    }
    let limit = limits
        .max_refund
        .as_ref()
        .and_then(crate::ticket::Money::number);
    if let Some(limit) = limit
        && facts.money.iter().any(|sum| sum.amount > limit)
    {
        blocked_by.push(format!("a sum above {limit}"));
    }
    blocked_by.dedup();
    Autonomy {
        eligible: blocked_by.is_empty(),
        blocked_by,
    }
}

/// Whether the customer uses a word, quoted and reported words included.
fn says(conversation: &Conversation, word: &str) -> bool {
    let (core, any_ending) = match word.strip_suffix('*') {
        Some(core) => (core, true),
        None => (word, false),
    };
    let core = core.to_lowercase();
    conversation
        .sentences(Standing::Reported)
        .flat_map(|(_, sentence)| sentence.normal.text.split(|c: char| !c.is_alphanumeric()))
        .any(|found| {
            if any_ending {
                found.starts_with(&core)
            } else {
                found == core
            }
        })
}
