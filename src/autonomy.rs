//! The shadow of autonomy: whether an assistant could resolve the ticket alone. Never acted on here.

use crate::analysis::{Autonomy, Band, IntentVerdict, PolicyFlag, PolicyStatus, Severity, Trigger};
use crate::settings::Settings;

/// What speaks against autonomy, in a fixed order.
#[must_use]
pub fn shadow(
    settings: &Settings,
    intent: &IntentVerdict,
    triggers: &[Trigger],
    policy_flags: &[PolicyFlag],
) -> Autonomy {
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
            PolicyStatus::Unknown => blocked_by.push(format!("policy {} lacks facts", flag.rule)),
            PolicyStatus::Allowed | PolicyStatus::Expiring => {}
        }
    }
    blocked_by.dedup();
    Autonomy {
        eligible: blocked_by.is_empty(),
        blocked_by,
    }
}
