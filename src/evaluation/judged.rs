//! A label held against a verdict.

use super::word;
use crate::analysis::{Analysis, Severity};
use crate::json::Plain;
use crate::log::Content;
use std::collections::BTreeSet;

/// What a lead says of a ticket; the `expect` of a line of labelled tickets.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Expectation {
    /// The right intent; empty where nobody could tell it; `None` where it was not labelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    /// Kinds of triggers that must fire at `escalate`.
    pub triggers: Vec<String>,
    /// Kinds that must not.
    pub forbid: Vec<String>,
    /// A reply to hold others against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// What whoever labelled it wrote beside it.
    pub note: String,
}

/// A graded reply.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Reference {
    /// The reply.
    pub text: String,
    /// 3 to be sent as it is, 2 right with small changes, 1 right in part, 0 wrong.
    pub grade: u8,
}

/// What was said of a ticket: by an analysis, or by the entry of the log that an analysis left.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Verdict {
    /// The best intent, believed or not; empty when there is none.
    pub intent: String,
    /// Its calibrated probability.
    pub confidence: f64,
    /// Whether the classifier abstained.
    pub abstained: bool,
    /// Kinds of triggers that fired at `escalate`, each once, by name.
    pub triggers: Vec<String>,
}

impl Verdict {
    /// What an analysis says.
    #[must_use]
    pub fn of(analysis: &Analysis) -> Self {
        let fired = analysis.triggers.iter();
        Self {
            intent: analysis.intent.label.clone(),
            confidence: analysis.intent.confidence,
            abstained: analysis.intent.abstained.is_some(),
            triggers: kinds(fired.map(|it| (it.severity, it.kind.as_str()))),
        }
    }

    /// What an `analyzed` entry of the log says.
    #[must_use]
    pub fn shown(entry: &Content) -> Self {
        let fired = entry.triggers.iter();
        Self {
            intent: entry.intent.clone(),
            confidence: entry.confidence,
            abstained: entry.abstained.is_some(),
            triggers: kinds(fired.map(|it| (it.severity, it.kind.as_str()))),
        }
    }
}

fn kinds<'a>(fired: impl Iterator<Item = (Severity, &'a str)>) -> Vec<String> {
    let set: BTreeSet<&str> = fired
        .filter(|(severity, _)| *severity == Severity::Escalate)
        .map(|(_, kind)| kind)
        .collect();
    set.into_iter().map(str::to_owned).collect()
}

/// A ticket with its label and its verdict.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Judged {
    /// The sample.
    pub id: String,
    /// How it was drawn: `random`, `category`, `low_confidence`, `disagreement`, `feedback` or `import`.
    pub drawn: String,
    /// The label.
    pub expect: Expectation,
    /// The verdict.
    pub verdict: Verdict,
    /// Level of the priority.
    pub priority: String,
}

/// Holds an analysis against a label.
#[must_use]
pub fn judge(id: &str, drawn: &str, expect: &Expectation, analysis: &Analysis) -> Judged {
    Judged {
        id: id.to_owned(),
        drawn: drawn.to_owned(),
        expect: expect.clone(),
        verdict: Verdict::of(analysis),
        priority: word(&analysis.priority.level),
    }
}

/// What a review of a sample says of the verdict that was shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Review {
    /// Whether the ticket was routed as the lead would: the right intent, no trigger missed, none too many.
    pub agrees: bool,
    /// Whether the intent was right; `None` where it was not labelled.
    pub intent_right: Option<bool>,
    /// Kinds that should have fired.
    pub missed: Vec<String>,
    /// Kinds that should not have.
    pub wrong: Vec<String>,
}

/// Holds a verdict against a label.
#[must_use]
pub fn review(expect: &Expectation, verdict: &Verdict) -> Review {
    let missed = without(&expect.triggers, &verdict.triggers);
    let kept = without(&expect.forbid, &verdict.triggers);
    let wrong = without(&expect.forbid, &kept);
    let intent_right = expect.intent.as_ref().map(|right| {
        if right.is_empty() {
            verdict.abstained
        } else {
            !verdict.abstained && *right == verdict.intent
        }
    });
    Review {
        agrees: intent_right != Some(false) && missed.is_empty() && wrong.is_empty(),
        intent_right,
        missed,
        wrong,
    }
}

/// What stands in one list and not in the other.
fn without(list: &[String], other: &[String]) -> Vec<String> {
    list.iter()
        .filter(|one| !other.contains(one))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &str) -> Vec<String> {
        words.split_whitespace().map(str::to_owned).collect()
    }

    /// `(intent, triggers, forbidden)` against `(intent or "" when it abstains, triggers)`.
    #[track_caller]
    fn check(
        label: (Option<&str>, &str, &str),
        shown: (&str, &str),
        agrees: bool,
        missed: &str,
        wrong: &str,
    ) {
        let expect = Expectation {
            intent: label.0.map(str::to_owned),
            triggers: list(label.1),
            forbid: list(label.2),
            ..Expectation::default()
        };
        let verdict = Verdict {
            intent: if shown.0.is_empty() {
                "refund"
            } else {
                shown.0
            }
            .to_owned(),
            abstained: shown.0.is_empty(),
            triggers: list(shown.1),
            ..Verdict::default()
        };
        let found = review(&expect, &verdict);
        assert_eq!(
            (found.agrees, found.missed, found.wrong),
            (agrees, list(missed), list(wrong))
        );
    }

    #[test]
    fn a_label_agrees_or_not() {
        check((Some("refund"), "", "vip"), ("refund", ""), true, "", "");
        check((Some("refund"), "", ""), ("order", ""), false, "", "");
        // What it would have guessed does not count when it abstained.
        check((Some("refund"), "", ""), ("", ""), false, "", "");
        check((Some(""), "", ""), ("", ""), true, "", "");
        check((Some(""), "", ""), ("refund", ""), false, "", "");
        check(
            (Some("refund"), "vip", ""),
            ("refund", ""),
            false,
            "vip",
            "",
        );
        check(
            (Some("refund"), "", "vip"),
            ("refund", "vip"),
            false,
            "",
            "vip",
        );
        // What was not labelled is not held against it.
        check((None, "", ""), ("order", "vip"), true, "", "");
    }
}
