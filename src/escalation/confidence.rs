//! `low_confidence`: the classifier itself is unsure.

use super::compile::Rule;
use super::{Facts, Finding};
use crate::analysis::{Abstention, Severity};
use crate::round::round4;
use serde_json::json;

/// Confidence below which the rule fires when the settings say nothing.
const DEFAULT_BELOW: f64 = 0.6;

/// Checks the rule; it never gives more than `notice`.
pub(crate) fn check(rule: &Rule, facts: &Facts<'_>) -> Finding {
    let below = rule.below.unwrap_or(DEFAULT_BELOW);
    let confidence = round4(facts.intent.confidence);
    let reason = match facts.intent.abstained {
        Some(Abstention::Empty) => Some("no text"),
        Some(Abstention::UnsupportedLanguage) => Some("unsupported language"),
        Some(Abstention::Tie) => Some("two intents as likely"),
        Some(Abstention::LowConfidence) => Some("confidence too low"),
        Some(Abstention::OutOfScope) => Some("no support matter"),
        Some(Abstention::NoModel) => Some("no intent model"),
        None => None,
    };
    let fired = reason.is_some() || confidence < below;
    Finding {
        severity: fired.then_some(Severity::Notice),
        value: fired.then(|| json!(confidence)),
        threshold: fired.then(|| json!(below)),
        margin: Some(match reason {
            Some(reason) => format!("abstains: {reason}"),
            None => format!("{confidence} of {below}"),
        }),
        evidence: if fired {
            facts.intent.evidence.clone()
        } else {
            Vec::new()
        },
    }
}
