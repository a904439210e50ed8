//! What a lead may not do by a slip: switch off the rules for injury, crisis and legal threats, or add a
//! rule of which nobody knows why it is there.

use super::triggers::TriggerRule;
use super::{Settings, SettingsError};
use serde_json::Value;

/// Kinds whose rules ask for a typed reason when they are switched off: a miss of them is the worst
/// that can happen.
const GUARDED: [&str; 3] = ["product_harm", "safety_crisis", "legal_language"];

/// Checks a layer against what it changes: the effective settings below it.
///
/// # Errors
/// When a guarded rule is switched off or removed without `off_reason`, or a new rule has no `why`.
pub(super) fn check(layer: &Settings, below: &Value) -> Result<(), SettingsError> {
    for rule in &layer.triggers {
        let known = kind_of(below, &rule.id);
        let off = rule.disabled || rule.removed;
        let kind = known.unwrap_or(&rule.kind);
        if off && known.is_some() && GUARDED.contains(&kind) && rule.off_reason.trim().is_empty() {
            return Err(SettingsError::new(
                "needs_reason",
                format!(
                    "`{}` guards against {kind} and is switched off without a reason",
                    rule.id
                ),
                "write the reason into \"off_reason\" beside it, for whoever must answer for it",
                format!("triggers[{}]", rule.id),
            ));
        }
        if known.is_none() && !off {
            check_new(rule)?;
        }
    }
    Ok(())
}

fn check_new(rule: &TriggerRule) -> Result<(), SettingsError> {
    if rule.why.trim().is_empty() {
        return Err(SettingsError::new(
            "needs_why",
            format!("the rule `{}` does not say why it is there", rule.id),
            "write into \"why\" what the agent shall know when it fires",
            format!("triggers[{}]", rule.id),
        ));
    }
    Ok(())
}

fn kind_of<'v>(settings: &'v Value, id: &str) -> Option<&'v str> {
    settings
        .get("triggers")?
        .as_array()?
        .iter()
        .find(|rule| rule.get("id").and_then(Value::as_str) == Some(id))?
        .get("kind")?
        .as_str()
}
