//! Escalation triggers, the tier and the route.
//!
//! Rules are data ([`crate::settings::triggers`]). [`TriggerRules::compile`] turns them into one
//! phrase book; [`TriggerRules::check`] reads a ticket once, then asks each
//! rule. One file a form of rule.

mod ai_contact;
mod amount;
mod compile;
mod confidence;
mod context;
mod examples;
mod history;
mod model_rule;
mod route;
mod scan;
mod text_rule;
mod topic;
mod vip;

pub mod model;

pub use compile::KINDS;
pub use route::route;

use crate::analysis::{
    CheckedRule, Entity, IntentVerdict, LanguageVerdict, PolicyFlag, SentimentVerdict, Severity,
    Trigger,
};
use crate::conditions::{self, Findings, Truth};
use crate::evidence::Evidence;
use crate::identity::{IdentityRules, KnownTicket};
use crate::json::Plain;
use crate::settings::SettingsError;
use crate::settings::conditions::Condition;
use crate::settings::triggers::TriggerRule;
use crate::text::Conversation;
use crate::text::entities::MoneyMention;
use compile::{Compiled, Form, Rule};
use model::SentenceModel;
use scan::Scan;
use serde_json::Value;
use std::sync::Arc;

/// Most pieces of evidence that a trigger shows.
const MOST_EVIDENCE: usize = 5;

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The ticket with the settings' facts.
    pub known: &'a KnownTicket,
    /// What was written.
    pub conversation: &'a Conversation,
    /// Things named in the text.
    pub entities: &'a [Entity],
    /// Sums named in the text.
    pub money: &'a [MoneyMention],
    /// Language of the customer's words.
    pub language: &'a LanguageVerdict,
    /// What the customer wants.
    pub intent: &'a IntentVerdict,
    /// How the customer feels.
    pub sentiment: &'a SentimentVerdict,
    /// What the policies say.
    pub policy_flags: &'a [PolicyFlag],
    /// The moment, in milliseconds since 1970 UTC.
    pub now: i64,
}

/// Whether a rule's condition on the ticket's data holds.
fn holds(condition: &Condition, facts: &Facts<'_>, findings: &mut Findings) -> Truth {
    let verdicts: [(&str, &dyn Plain); 3] = [
        ("intent", facts.intent),
        ("language", facts.language),
        ("sentiment", facts.sentiment),
    ];
    let facts = conditions::Facts {
        known: facts.known,
        verdicts: &verdicts,
        order: None,
        item: None,
        clock: None,
        now: facts.now,
        open: false,
    };
    conditions::judge(condition, &facts, findings)
}

/// The result of all rules.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdicts {
    /// Those that fired.
    pub triggers: Vec<Trigger>,
    /// All that were checked.
    pub checked: Vec<CheckedRule>,
}

/// What one rule found.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Finding {
    /// How serious; `None` when the rule did not fire.
    severity: Option<Severity>,
    /// What was measured.
    value: Option<Value>,
    /// Against what.
    threshold: Option<Value>,
    /// How near it came.
    margin: Option<String>,
    /// Where it comes from.
    evidence: Vec<Evidence>,
}

/// The compiled rules.
#[derive(Debug, Clone, Default)]
pub struct TriggerRules {
    compiled: Compiled,
    model: Option<Arc<SentenceModel>>,
}

impl TriggerRules {
    /// Compiles the rules. Without a sentence model the rules that ask it stay quiet.
    ///
    /// # Errors
    /// When a rule's kind is unknown, a phrase cannot be read, or a value is missing or out of range; the
    /// error's path names the rule.
    pub fn compile(
        rules: &[TriggerRule],
        model: Option<Arc<SentenceModel>>,
    ) -> Result<Self, SettingsError> {
        Ok(Self {
            compiled: compile::compile(rules)?,
            model,
        })
    }

    /// Names the examples that do not behave, of each of the rules that this was compiled from the first;
    /// `identity` reads those that are tickets. Without a sentence model the examples of rules that ask it are
    /// not run.
    #[must_use]
    pub fn failing_examples(
        &self,
        rules: &[TriggerRule],
        identity: &IdentityRules,
    ) -> Vec<SettingsError> {
        examples::failing(self, rules, identity)
    }

    /// Whether an example, a sentence or a ticket, fires a rule at its own severity.
    ///
    /// # Errors
    /// When it is neither, in words.
    pub(crate) fn example_fires(
        &self,
        rule: &TriggerRule,
        example: &serde_json::Value,
        identity: &IdentityRules,
    ) -> Result<bool, String> {
        let severity = rule.severity.unwrap_or(Severity::Escalate);
        examples::fires(self, &rule.id, example, identity, severity)
    }

    /// Checks every rule. Linear in the text.
    #[must_use]
    pub fn check(&self, facts: &Facts<'_>) -> Verdicts {
        let scan = Scan::read(&self.compiled, self.model.as_deref(), facts.conversation);
        let mut verdicts = Verdicts::default();
        let rules = &self.compiled.rules;
        let mut findings: Vec<Finding> = rules
            .iter()
            .enumerate()
            .map(|(index, rule)| self.find(index, rule, facts, &scan))
            .collect();
        // Whether a sum is at stake depends on what else was said.
        for (index, rule) in rules.iter().enumerate() {
            let disputed = rule.form == Form::Amount
                && rules.iter().zip(&findings).any(|(other, finding)| {
                    finding.severity == Some(Severity::Escalate)
                        && rule.intents.contains(&other.kind)
                });
            if disputed && let Some(finding) = findings.get_mut(index) {
                *finding = amount::check(index, rule, facts, &scan, true);
            }
        }
        for (rule, finding) in rules.iter().zip(findings) {
            verdicts.checked.push(CheckedRule {
                kind: rule.kind.clone(),
                rule: rule.id.clone(),
                fired: finding.severity.is_some(),
                margin: finding.margin,
            });
            // Where the phrases of the kind say the same, the model only confirms it.
            let said = rule.form == Form::Model
                && verdicts.triggers.iter().any(|other| {
                    other.kind == rule.kind && Some(other.severity) >= finding.severity
                });
            if let Some(severity) = finding.severity.filter(|_| !said) {
                let mut evidence = finding.evidence;
                evidence.truncate(MOST_EVIDENCE);
                verdicts.triggers.push(Trigger {
                    kind: rule.kind.clone(),
                    rule: rule.id.clone(),
                    severity,
                    reason: rule.why.clone(),
                    value: finding.value,
                    threshold: finding.threshold,
                    evidence,
                });
            }
        }
        // The gravest first; within a severity the order of the settings.
        verdicts
            .triggers
            .sort_by_key(|trigger| std::cmp::Reverse(trigger.severity));
        verdicts
    }

    fn find(&self, index: usize, rule: &Rule, facts: &Facts<'_>, scan: &Scan<'_>) -> Finding {
        let mut given = Findings::default();
        if let Some(when) = &rule.when
            && holds(when, facts, &mut given) != Truth::Holds
        {
            return Finding {
                margin: Some("its condition does not hold".to_owned()),
                ..Finding::default()
            };
        }
        let mut finding = self.find_in(index, rule, facts, scan);
        if finding.severity.is_some() {
            finding.evidence.truncate(MOST_EVIDENCE - 1);
            let given = given.facts.into_iter();
            let given = given.map(|fact| facts.known.evidence(&fact.path, fact.value));
            finding.evidence.extend(given);
        }
        finding
    }

    fn find_in(&self, index: usize, rule: &Rule, facts: &Facts<'_>, scan: &Scan<'_>) -> Finding {
        match rule.form {
            Form::Data => Finding {
                severity: Some(rule.severity),
                ..Finding::default()
            },
            Form::Text => text_rule::check(index, rule, facts, scan),
            Form::Vip => vip::check(rule, facts),
            Form::Amount => amount::check(index, rule, facts, scan, false),
            Form::AiContact => ai_contact::check(index, rule, facts, scan),
            Form::History => history::check(index, rule, facts, scan),
            Form::Confidence => confidence::check(rule, facts),
            Form::Model => {
                let mut rules = self.compiled.rules.iter();
                let words =
                    rules.position(|other| other.kind == rule.kind && other.form != Form::Model);
                model_rule::check(index, rule, words, scan)
            }
        }
    }
}
