//! How the engine does on the labelled samples.

use super::calibration::{self, Calibration, Threshold};
use super::judged::{Judged, review};
use crate::json::Plain;
use crate::log::Proportion;
use std::collections::BTreeMap;

/// Figures of an eval set; all intervals are at 95 %.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Figures {
    /// Samples, labelled or not.
    pub samples: usize,
    /// Samples whose intent was labelled.
    pub labelled: usize,
    /// Of the labelled ones, on how many the classifier gave an answer.
    pub coverage: Proportion,
    /// Of the answered ones, how many were right.
    pub accuracy: Proportion,
    /// Of the labelled ones, how many were routed as the lead would: the right intent (or a rightful abstention),
    /// no trigger missed, none too many.
    pub agreement: Proportion,
    /// The same of the samples that were drawn at random: those alone speak for all tickets.
    pub agreement_random: Proportion,
    /// Whether confidences mean what they say.
    pub calibration: Calibration,
    /// What an answer from so much confidence on would give.
    pub thresholds: Vec<Threshold>,
    /// By the right intent, the most frequent first.
    pub intents: Vec<IntentFigures>,
    /// By kind of trigger, by name; kinds that nobody labelled are left out.
    pub triggers: Vec<KindFigures>,
    /// References by grade, best first.
    pub references: Vec<GradeCount>,
}

/// An intent.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct IntentFigures {
    /// The right intent; empty where nobody could tell.
    pub intent: String,
    /// Of the samples with it, how many were found.
    pub found: Proportion,
    /// Of the samples that were taken for it, how many were right.
    pub right: Proportion,
    /// What else it was taken for, the most frequent first; empty where the classifier abstained.
    pub taken_for: Vec<Confusion>,
}

/// What an intent was taken for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Confusion {
    /// The other intent.
    pub intent: String,
    /// How often.
    pub count: usize,
}

/// A kind of trigger.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct KindFigures {
    /// The kind.
    pub kind: String,
    /// Of the samples on which it fired, on how many it should.
    pub precision: Proportion,
    /// Of the samples on which it should fire, on how many it did.
    pub recall: Proportion,
    /// Samples on which it rightly stayed quiet.
    pub quiet: usize,
}

/// How many references have a grade.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct GradeCount {
    /// The grade, 0 to 3.
    pub grade: u8,
    /// How many.
    pub count: usize,
}

/// Computes them; `wanted` is the share of right ones that a threshold has to reach, 0 to 1.
#[must_use]
pub fn figures(judged: &[Judged], wanted: f64) -> Figures {
    let labelled: Vec<&Judged> = judged
        .iter()
        .filter(|one| one.expect.intent.is_some())
        .collect();
    let answered: Vec<&&Judged> = labelled
        .iter()
        .filter(|one| !one.verdict.abstained && !one.verdict.intent.is_empty())
        .collect();
    let right = answered
        .iter()
        .filter(|one| one.expect.intent.as_ref() == Some(&one.verdict.intent));
    let agreement = |drawn: &dyn Fn(&str) -> bool| {
        let of: Vec<bool> = labelled
            .iter()
            .filter(|one| drawn(&one.drawn))
            .map(|one| review(&one.expect, &one.verdict).agrees)
            .collect();
        Proportion::of(of.iter().filter(|agrees| **agrees).count(), of.len())
    };
    Figures {
        samples: judged.len(),
        labelled: labelled.len(),
        coverage: Proportion::of(answered.len(), labelled.len()),
        accuracy: Proportion::of(right.count(), answered.len()),
        agreement: agreement(&|_| true),
        agreement_random: agreement(&|drawn| drawn == "random"),
        calibration: calibration::calibration(judged),
        thresholds: calibration::thresholds(judged, wanted),
        intents: intents(&labelled),
        triggers: triggers(judged),
        references: references(judged),
    }
}

/// The answer that was given: empty for an abstention.
fn answer(judged: &Judged) -> &str {
    if judged.verdict.abstained {
        ""
    } else {
        &judged.verdict.intent
    }
}

fn intents(labelled: &[&Judged]) -> Vec<IntentFigures> {
    let mut by_right: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for one in labelled {
        let right = one.expect.intent.as_deref().unwrap_or_default();
        by_right.entry(right).or_default().push(one);
    }
    let mut rows: Vec<IntentFigures> = by_right
        .into_iter()
        .map(|(intent, samples)| {
            let found = samples.iter().filter(|one| answer(one) == intent).count();
            let taken = labelled.iter().filter(|one| answer(one) == intent).count();
            let mut others: BTreeMap<&str, usize> = BTreeMap::new();
            for one in samples.iter().filter(|one| answer(one) != intent) {
                *others.entry(answer(one)).or_default() += 1;
            }
            let mut taken_for: Vec<Confusion> = others
                .into_iter()
                .map(|(intent, count)| Confusion {
                    intent: intent.to_owned(),
                    count,
                })
                .collect();
            taken_for.sort_by_key(|one| std::cmp::Reverse(one.count));
            IntentFigures {
                intent: intent.to_owned(),
                found: Proportion::of(found, samples.len()),
                right: Proportion::of(found, taken),
                taken_for,
            }
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.found.of));
    rows
}

fn triggers(judged: &[Judged]) -> Vec<KindFigures> {
    /// Hits, misses, false alarms, quiet.
    type Counts = (usize, usize, usize, usize);
    let mut kinds: BTreeMap<&str, Counts> = BTreeMap::new();
    for one in judged {
        for kind in &one.expect.triggers {
            let counts = kinds.entry(kind).or_default();
            let fired = one.verdict.triggers.contains(kind);
            counts.0 += usize::from(fired);
            counts.1 += usize::from(!fired);
        }
        for kind in &one.expect.forbid {
            let counts = kinds.entry(kind).or_default();
            let fired = one.verdict.triggers.contains(kind);
            counts.2 += usize::from(fired);
            counts.3 += usize::from(!fired);
        }
    }
    kinds
        .into_iter()
        .map(|(kind, (hits, misses, alarms, quiet))| KindFigures {
            kind: kind.to_owned(),
            precision: Proportion::of(hits, hits + alarms),
            recall: Proportion::of(hits, hits + misses),
            quiet,
        })
        .collect()
}

fn references(judged: &[Judged]) -> Vec<GradeCount> {
    let mut grades: BTreeMap<u8, usize> = BTreeMap::new();
    for reference in judged
        .iter()
        .filter_map(|one| one.expect.reference.as_ref())
    {
        *grades.entry(reference.grade).or_default() += 1;
    }
    grades
        .into_iter()
        .rev()
        .map(|(grade, count)| GradeCount { grade, count })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Expectation, Reference, Verdict};
    use super::*;

    /// A sample as `label triggers / answer fired`, an abstention as `?`, no label as `-`.
    fn sample(line: &str) -> Judged {
        let (label, shown) = line.split_once('/').unwrap();
        let words =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        let (label, shown) = (words(label), words(shown));
        let known = ["vip", "harm"].map(str::to_owned);
        let triggers = label[1..].to_vec();
        Judged {
            drawn: "random".to_owned(),
            expect: Expectation {
                intent: match label[0].as_str() {
                    "-" => None,
                    "?" => Some(String::new()),
                    name => Some(name.to_owned()),
                },
                forbid: known
                    .into_iter()
                    .filter(|kind| label[0] != "-" && !triggers.contains(kind))
                    .collect(),
                triggers,
                reference: (label[0] == "a").then(|| Reference {
                    text: "Dear customer".to_owned(),
                    grade: 3,
                }),
                ..Expectation::default()
            },
            verdict: Verdict {
                intent: if shown[0] == "?" {
                    "a".to_owned()
                } else {
                    shown[0].clone()
                },
                abstained: shown[0] == "?",
                confidence: 0.8,
                triggers: shown[1..].to_vec(),
            },
            ..Judged::default()
        }
    }

    #[track_caller]
    fn check(lines: &[&str], expected: &str) {
        let judged: Vec<Judged> = lines.iter().map(|line| sample(line)).collect();
        let found = figures(&judged, 0.9);
        let share = |share: Proportion| format!("{}/{}", share.part, share.of);
        let kinds: Vec<String> = found
            .triggers
            .iter()
            .map(|one| {
                format!(
                    "{} p{} r{} q{}",
                    one.kind,
                    share(one.precision),
                    share(one.recall),
                    one.quiet
                )
            })
            .collect();
        let intents: Vec<String> = found
            .intents
            .iter()
            .map(|one| {
                let others: Vec<String> = one
                    .taken_for
                    .iter()
                    .map(|other| format!("{}{}", other.intent, other.count))
                    .collect();
                format!(
                    "{} {} {} [{}]",
                    one.intent,
                    share(one.found),
                    share(one.right),
                    others.join(" ")
                )
            })
            .collect();
        let told = format!(
            "{} covered {} right {} agree {} ece of {}; {}; {}",
            found.samples,
            share(found.coverage),
            share(found.accuracy),
            share(found.agreement),
            found.calibration.of,
            intents.join(", "),
            kinds.join(", ")
        );
        assert_eq!(told, expected);
    }

    #[test]
    fn counts_what_was_labelled() {
        check(&[], "0 covered 0/0 right 0/0 agree 0/0 ece of 0; ; ");
        check(
            &[
                "a / a",
                "a / b",
                "a / ?",
                "b harm / b",
                "? / ?",
                "- / b vip",
            ],
            concat!(
                "6 covered 3/5 right 2/3 agree 2/5 ece of 5; ",
                "a 1/3 1/1 [1 b1],  1/1 1/2 [], b 1/1 1/2 []; ",
                "harm p0/0 r0/1 q4, vip p0/0 r0/0 q5"
            ),
        );
        check(
            &["a vip / a vip harm"],
            "1 covered 1/1 right 1/1 agree 0/1 ece of 1; a 1/1 1/1 []; harm p0/1 r0/0 q0, vip p1/1 r1/1 q0",
        );
    }

    #[test]
    fn references_are_counted_by_grade() {
        let judged: Vec<Judged> = ["a / a", "b / b"].map(sample).into();
        assert_eq!(
            figures(&judged, 0.9).references,
            [GradeCount { grade: 3, count: 1 }]
        );
    }
}
