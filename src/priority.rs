//! How urgent a ticket is: a sum of factors, each with its evidence.

use crate::analysis::{IntentVerdict, LanguageVerdict, PriorityVerdict, SentimentVerdict, Trigger};
use crate::identity::KnownTicket;
use crate::settings::priority::PriorityWeights;

/// The priority.
#[must_use]
pub fn score(
    _weights: &PriorityWeights,
    _known: &KnownTicket,
    _intent: &IntentVerdict,
    _language: &LanguageVerdict,
    _sentiment: &SentimentVerdict,
    _triggers: &[Trigger],
    _now: i64,
) -> PriorityVerdict {
    PriorityVerdict::default()
}
