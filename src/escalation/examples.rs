//! Runs the rules' own examples, when settings are saved.

use super::{Facts, TriggerRules};
use crate::analysis::{IntentVerdict, Severity};
use crate::identity::IdentityRules;
use crate::json;
use crate::settings::SettingsError;
use crate::settings::triggers::TriggerRule;
use crate::text::entities::OrderPatterns;
use crate::text::{Conversation, entities};
use crate::ticket::{Author, Format, Message, Ticket, Time, Visibility};
use serde_json::Value;

/// Names the examples that do not behave, of each rule the first.
pub(crate) fn failing(
    rules: &TriggerRules,
    settings: &[TriggerRule],
    identity: &IdentityRules,
) -> Vec<SettingsError> {
    settings
        .iter()
        .filter(|rule| !rule.disabled && !rule.removed)
        .filter(|rule| rule.model.is_none() || rules.model.is_some())
        .filter_map(|rule| run(rules, rule, identity).err())
        .collect()
}

fn run(
    rules: &TriggerRules,
    rule: &TriggerRule,
    identity: &IdentityRules,
) -> Result<(), SettingsError> {
    let severity = rule.severity.unwrap_or(Severity::Escalate);
    let groups = [
        ("fires", &rule.examples.fires, true),
        ("stays_quiet", &rule.examples.stays_quiet, false),
    ];
    for (key, examples, should) in groups {
        for (position, example) in examples.iter().enumerate() {
            let path = format!("triggers[{}].examples.{key}[{position}]", rule.id);
            let fired = fires(rules, &rule.id, example, identity, severity).map_err(|message| {
                SettingsError::new(
                    "broken_example",
                    message,
                    "write a sentence in quotes, or a ticket as an object",
                    path.clone(),
                )
            })?;
            if fired != should {
                let (what, help) = if should {
                    (
                        "does not fire the rule, but should",
                        "add a phrase that it matches, or take the example out",
                    )
                } else {
                    (
                        "fires the rule, but should not",
                        "make the phrase narrower, or add to `harmless` or `unless`",
                    )
                };
                return Err(SettingsError::new(
                    "example_fails",
                    format!("the example {} {what}", json::text(example)),
                    help,
                    path,
                ));
            }
        }
    }
    Ok(())
}

/// Whether an example fires the rule at its own severity.
pub(super) fn fires(
    rules: &TriggerRules,
    id: &str,
    example: &Value,
    identity: &IdentityRules,
    severity: Severity,
) -> Result<bool, String> {
    let (ticket, intent, now) = read(example)?;
    let known = identity.apply(&ticket);
    let conversation = Conversation::read(&known.ticket);
    let money = entities::money::mentions(&conversation);
    let entities = entities::extract(&conversation, &money, &OrderPatterns::default());
    let verdicts = rules.check(&Facts {
        known: &known,
        conversation: &conversation,
        entities: &entities,
        money: &money,
        language: &Default::default(),
        intent: &intent,
        sentiment: &Default::default(),
        policy_flags: &[],
        now,
    });
    // A model that only confirms a phrase is no trigger of its own.
    let confirms = |rule: &str| {
        let checked = verdicts
            .checked
            .iter()
            .find(|checked| checked.rule == rule)?;
        verdicts
            .triggers
            .iter()
            .find(|trigger| trigger.kind == checked.kind && checked.fired)
            .map(|trigger| trigger.severity)
    };
    Ok(verdicts
        .triggers
        .iter()
        .find(|trigger| trigger.rule == id)
        .map(|trigger| trigger.severity)
        .or_else(|| confirms(id))
        .is_some_and(|found| found >= severity))
}

/// A sentence is a customer's message. An object is a ticket, to which `intent`, `confidence` and
/// `now` may be added.
fn read(example: &Value) -> Result<(Ticket, IntentVerdict, i64), String> {
    let mut intent = IntentVerdict {
        confidence: 1.0,
        ..IntentVerdict::default()
    };
    match example {
        Value::String(text) => {
            let message = Message {
                id: "m1".to_owned(),
                at: None,
                author: Author::default(),
                visibility: Visibility::Public,
                format: Format::Text,
                body: text.clone(),
                attachments: Vec::new(),
            };
            let ticket = Ticket {
                id: "example".to_owned(),
                messages: vec![message],
                ..Ticket::default()
            };
            Ok((ticket, intent, 0))
        }
        Value::Object(fields) => {
            let mut fields = fields.clone();
            if let Some(label) = fields.remove("intent").as_ref().and_then(Value::as_str) {
                label.clone_into(&mut intent.label);
            }
            if let Some(confidence) = fields.remove("confidence").as_ref().and_then(Value::as_f64) {
                intent.confidence = confidence;
            }
            let now = fields
                .remove("now")
                .as_ref()
                .and_then(Value::as_str)
                .and_then(|text| Time::new(text).millis())
                .unwrap_or(0);
            let ticket = crate::ticket::of_example(fields)
                .map_err(|error| format!("the example is no ticket: {error}"))?;
            Ok((ticket, intent, now))
        }
        _ => Err("the example is neither a sentence nor a ticket".to_owned()),
    }
}
