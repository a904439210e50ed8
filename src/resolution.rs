//! Ways to resolve a ticket, from what the other stages found.

use crate::analysis::{ArticleHit, Escalation, IntentVerdict, PolicyFlag, ResolutionPath, Trigger};

/// Two or three ways, best first.
#[must_use]
pub fn paths(
    _intent: &IntentVerdict,
    _policy_flags: &[PolicyFlag],
    _triggers: &[Trigger],
    _escalation: &Escalation,
    _knowledge: &[ArticleHit],
) -> Vec<ResolutionPath> {
    Vec::new()
}
