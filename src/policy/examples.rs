//! Runs the rules' own examples when settings are checked.

use super::{Policies, switched_on};
use crate::analysis::{IntentVerdict, PolicyFlag, PolicyStatus};
use crate::identity::IdentityRules;
use crate::json;
use crate::settings::SettingsError;
use crate::settings::policies::{PolicyExample, PolicyRule};
use crate::text::Conversation;
use crate::ticket::{self, Time};
use crate::time_zones::{self, TimeZones};
use serde_json::Value;

/// Names the examples that do not behave. `identity` reads their tickets; those whose customer lives in a
/// time zone need `zones`, else they are not run.
#[must_use]
pub fn examples(
    rules: &[PolicyRule],
    identity: &IdentityRules,
    zones: Option<&TimeZones>,
) -> Vec<SettingsError> {
    let mut faults = Vec::new();
    for rule in switched_on(rules) {
        let alone = Policies {
            rules: vec![rule.clone()],
            names: vec![rule.policy.clone()],
        };
        for (position, example) in rule.examples.iter().enumerate() {
            let mut refuse = |code: &str, message: String, help: &str| {
                let path = format!("policies[{}].examples[{position}]", rule.id);
                faults.push(SettingsError::new(code, message, help, path));
            };
            let flag = match flag(&alone, rule, example, identity, zones) {
                Ok(Some(flag)) => flag,
                // Nothing could be run.
                Ok(None) => continue,
                Err(message) => {
                    refuse("broken_example", message, "mend the example");
                    continue;
                }
            };
            let applies = !flag.rule.is_empty();
            let wanted = example.applies.unwrap_or(true);
            if applies != wanted || (applies && flag.status != example.status) {
                let said = |applies: bool, status: PolicyStatus| match applies {
                    true => json::text(&status),
                    false => "that it is not for it".to_owned(),
                };
                refuse(
                    "example_fails",
                    format!(
                        "the rule says {} of the example ({}), not {}",
                        said(applies, flag.status),
                        flag.detail,
                        said(wanted, example.status)
                    ),
                    "mend the rule, or the example",
                );
            }
        }
    }
    faults
}

/// What a rule says of an example; `None` where no zones are loaded and it needs one.
fn flag(
    alone: &Policies,
    rule: &PolicyRule,
    example: &PolicyExample,
    identity: &IdentityRules,
    zones: Option<&TimeZones>,
) -> Result<Option<PolicyFlag>, String> {
    let Value::Object(fields) = &example.ticket else {
        return Err("its `ticket` is no object".to_owned());
    };
    let ticket = ticket::of_example(fields.clone())
        .map_err(|error| format!("its `ticket` is no ticket: {error}"))?;
    let now = Time::new(&example.now)
        .millis()
        .ok_or_else(|| "it has no readable `now`".to_owned())?;
    let zone = match (time_zones::of_requester(&ticket), zones) {
        (Some(_), None) => return Ok(None),
        (Some(name), Some(zones)) => zones.get(name),
        _ => None,
    };
    let known = identity.apply(&ticket);
    let conversation = Conversation::read(&known.ticket);
    let intent = IntentVerdict {
        label: rule.intents.first().cloned().unwrap_or_default(),
        confidence: 1.0,
        ..IntentVerdict::default()
    };
    let flags = alone.evaluate(&known, &conversation, &[], &intent, zone.as_ref(), now);
    Ok(Some(flags.into_iter().next().unwrap_or_default()))
}
