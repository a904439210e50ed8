//! Rules that ask the sentence model: what is said without any of the words of a phrase.

use super::compile::{Role, Rule};
use super::scan::{Line, Scan};
use super::{Finding, context};
use crate::analysis::Severity;
use crate::decimal;
use crate::round::round4;
use crate::settings::triggers::Sense;
use crate::text::Standing;
use serde_json::json;

/// Pieces of evidence of one sentence.
const MOST_RUNS: usize = 3;

/// Checks a rule of the model: where one of its own phrases stands in the sentence, less is asked of
/// the model. `words` is the text rule of the same kind, if there is one: what settles it settles this.
pub(crate) fn check(index: usize, rule: &Rule, words: Option<usize>, scan: &Scan<'_>) -> Finding {
    let Some(model) = &rule.model else {
        return Finding::default();
    };
    let Some(sentences) = &scan.model else {
        return Finding {
            margin: Some("no sentence model is loaded".to_owned()),
            ..Finding::default()
        };
    };
    let Some(kind) = sentences.position(&rule.kind) else {
        return Finding {
            margin: Some("the sentence model does not know this kind".to_owned()),
            ..Finding::default()
        };
    };
    let mut best = 0.0_f64;
    let mut found: Vec<(Severity, f64, f64, &Line<'_>)> = Vec::new();
    for line in scan.voiced() {
        let probability = line.probability(kind);
        best = best.max(probability);
        if line.has(index, Role::Unless) {
            continue;
        }
        let backed = line.has(index, Role::Fires);
        let from = if backed {
            model.with_words
        } else {
            model.alone
        };
        if probability < from {
            continue;
        }
        let mut severity = rule.severity;
        if line.sentence.standing < Standing::Customer {
            severity = Severity::Notice;
        }
        if context::is_jest(line) {
            match rule.joking {
                Sense::Quiet => continue,
                Sense::Notice => severity = Severity::Notice,
                Sense::Fires => {}
            }
        }
        found.push((severity, probability, from, line));
    }
    let settled = words.and_then(|index| {
        scan.settled(index)
            .filter(|position| !found.iter().any(|one| one.3.position == *position))
            .max()
    });
    found.retain(|one| Some(one.3.position) >= settled);
    found.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let Some((severity, probability, from, _)) = found.first().copied() else {
        return Finding {
            margin: Some(margin(best, model.alone)),
            ..Finding::default()
        };
    };
    Finding {
        severity: Some(severity),
        value: Some(json!(round4(probability))),
        threshold: Some(json!(from)),
        margin: Some(margin(probability, from)),
        evidence: found
            .iter()
            .take(super::MOST_EVIDENCE)
            .flat_map(|one| {
                let line = one.3;
                line.deciding(sentences, kind)
                    .into_iter()
                    .take(MOST_RUNS)
                    .map(|range| line.passage.evidence_of(line.sentence, &range))
            })
            .collect(),
    }
}

/// A probability beside the one that decides.
fn margin(probability: f64, from: f64) -> String {
    let fixed = |value| decimal::fixed(value, 2);
    format!("{} of {}", fixed(probability), fixed(from))
}
