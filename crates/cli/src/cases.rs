//! `handrail evaluate --cases`: how well the rules tell labelled tickets apart.

use crate::CommandResult;
use crate::error::CliError;
use handrail::analysis::{Analysis, Severity};
use handrail::engine::Engine;
use handrail::evidence::Evidence;
use handrail::ticket::{ReadTicket, Ticket};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;
use unicode_normalization::UnicodeNormalization;

/// A labelled ticket: a kind in `triggers` must fire at `escalate`, one in `forbid` must not, others
/// are not scored. `evidence` gives, by kind, words that the trigger's evidence must share.
#[derive(Debug, Deserialize)]
struct Case {
    #[serde(default)]
    id: String,
    #[serde(default)]
    expect: Expectation,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Expectation {
    triggers: BTreeSet<String>,
    forbid: BTreeSet<String>,
    evidence: BTreeMap<String, String>,
}

/// Figures of one kind.
#[derive(Debug, Default, Serialize)]
struct Figures {
    hits: u32,
    misses: u32,
    false_alarms: u32,
    quiet: u32,
    evidence_right: u32,
    evidence_wrong: u32,
}

impl Figures {
    fn precision(&self) -> Option<f64> {
        share(self.hits, self.hits + self.false_alarms)
    }

    fn recall(&self) -> Option<f64> {
        share(self.hits, self.hits + self.misses)
    }

    fn add(&mut self, other: &Self) {
        self.hits += other.hits;
        self.misses += other.misses;
        self.false_alarms += other.false_alarms;
        self.quiet += other.quiet;
        self.evidence_right += other.evidence_right;
        self.evidence_wrong += other.evidence_wrong;
    }
}

/// Something that went wrong on a ticket.
#[derive(Debug, Serialize)]
struct Failure {
    ticket: String,
    kind: String,
    what: &'static str,
    rule: String,
    words: Vec<String>,
}

/// The outcome of a run.
#[derive(Debug, Default, Serialize)]
struct Report {
    cases: u32,
    kinds: BTreeMap<String, Figures>,
    failures: Vec<Failure>,
}

/// Reads the cases, analyses each, and prints the figures: as text, or as JSON.
///
/// # Errors
/// When the file cannot be read or a line is no case.
pub(crate) fn run(engine: &Engine, cases: &Path, now: i64, json: bool) -> CommandResult {
    let text = std::fs::read_to_string(cases).map_err(|error| CliError::file(cases, &error))?;
    let mut report = Report::default();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let broken = |message: String| {
            CliError::new(
                format!("{}:{}: {message}", cases.display(), index + 1),
                "a line is {\"id\", \"ticket\", \"now\", \"expect\": {\"triggers\", \"forbid\", \"evidence\"}}",
            )
        };
        let case: Case = serde_json::from_str(line).map_err(|error| broken(error.to_string()))?;
        let read = ReadTicket::from_json(line).map_err(|error| broken(error.to_string()))?;
        let analysis = engine.analyze(&read.ticket, read.now.unwrap_or(now));
        judge(&case, &read.ticket, &analysis, &mut report);
    }
    if json {
        let value =
            serde_json::to_string(&report).map_err(|error| CliError::new(error.to_string(), ""))?;
        println!("{value}");
    } else {
        print(&report);
    }
    Ok(ExitCode::SUCCESS)
}

fn judge(case: &Case, ticket: &Ticket, analysis: &Analysis, report: &mut Report) {
    report.cases += 1;
    let mut fail = |kind: &str, what, rule: &str, words| {
        report.failures.push(Failure {
            ticket: if case.id.is_empty() {
                ticket.id.clone()
            } else {
                case.id.clone()
            },
            kind: kind.to_owned(),
            what,
            rule: rule.to_owned(),
            words,
        });
    };
    for kind in case.expect.triggers.union(&case.expect.forbid) {
        let figures = report.kinds.entry(kind.clone()).or_default();
        let fired: Vec<_> = analysis
            .triggers
            .iter()
            .filter(|trigger| trigger.kind == *kind && trigger.severity == Severity::Escalate)
            .collect();
        let words: Vec<String> = fired
            .iter()
            .flat_map(|trigger| trigger.evidence.iter().map(show))
            .collect();
        let rule = fired
            .first()
            .map_or(kind.as_str(), |trigger| trigger.rule.as_str());
        match (case.expect.triggers.contains(kind), fired.is_empty()) {
            (true, true) => {
                figures.misses += 1;
                fail(kind, "miss", rule, said(ticket));
            }
            (true, false) => {
                figures.hits += 1;
                if let Some(expected) = case.expect.evidence.get(kind) {
                    if words.iter().any(|words| shares(words, expected)) {
                        figures.evidence_right += 1;
                    } else {
                        figures.evidence_wrong += 1;
                        fail(kind, "other evidence", rule, words);
                    }
                }
            }
            (false, false) => {
                figures.false_alarms += 1;
                fail(kind, "false alarm", rule, words);
            }
            (false, true) => figures.quiet += 1,
        }
    }
}

/// What the customer said, shortened.
fn said(ticket: &Ticket) -> Vec<String> {
    ticket
        .messages
        .iter()
        .filter(|message| message.author.role == handrail::ticket::Role::Customer)
        .map(|message| message.body.chars().take(240).collect())
        .collect()
}

fn show(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Message { text, .. }
        | Evidence::Subject { text, .. }
        | Evidence::Article { text, .. } => text.clone(),
        Evidence::Field { path, value } | Evidence::Settings { path, value } => {
            format!("{path} = {}", plain(value))
        }
        Evidence::Order {
            order_id,
            path,
            value,
        } => format!("order {order_id} {path} = {}", plain(value)),
        Evidence::Ticket {
            ticket_id,
            path,
            value,
        } => format!("ticket {ticket_id} {path} = {}", plain(value)),
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether evidence and expectation show the same words: one holds the other, or they share at
/// least half of the shorter one, compared on letters and digits.
fn shares(words: &str, expected: &str) -> bool {
    let (a, b) = (letters(words), letters(expected));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a.contains(&b) || b.contains(&a) {
        return true;
    }
    let (short, long) = if a.chars().count() < b.chars().count() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    let need = short.chars().count().div_ceil(2);
    let short: Vec<char> = short.chars().collect();
    short
        .windows(need)
        .any(|part| long.contains(&part.iter().collect::<String>()))
}

/// Letters and digits in lower case, without tags, entities, accents and invisible characters.
fn letters(text: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for character in text.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => plain.push(character),
            _ => {}
        }
    }
    plain
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|character| character.is_alphanumeric())
        .collect()
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

fn print(report: &Report) {
    let figure =
        |value: Option<f64>| value.map_or_else(|| "   -".to_owned(), |value| format!("{value:.3}"));
    println!("{} cases", report.cases);
    println!(
        "{:<20} {:>4} {:>6} {:>6} {:>6} {:>9} {:>6} {:>9}",
        "kind", "hits", "misses", "alarms", "quiet", "precision", "recall", "evidence"
    );
    let mut all = Figures::default();
    let row = |name: &str, figures: &Figures| {
        println!(
            "{name:<20} {:>4} {:>6} {:>6} {:>6} {:>9} {:>6} {:>5} of {}",
            figures.hits,
            figures.misses,
            figures.false_alarms,
            figures.quiet,
            figure(figures.precision()),
            figure(figures.recall()),
            figures.evidence_right,
            figures.evidence_right + figures.evidence_wrong,
        );
    };
    for (kind, figures) in &report.kinds {
        row(kind, figures);
        all.add(figures);
    }
    row("all", &all);
    for failure in &report.failures {
        println!(
            "{} {} {} ({}): {}",
            failure.ticket,
            failure.what,
            failure.kind,
            failure.rule,
            failure.words.join(" | ")
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: &str, same: bool) {
        assert_eq!(shares(words, expected), same, "{words} / {expected}");
    }

    #[test]
    fn compares_letters_and_digits() {
        check("my lawyer", "my law<b>yer</b> will call", true);
        check("Müller’s claim", "muller's claim", true);
        check("take you to court", "will take you to", true);
        check("refund", "court", false);
        check("", "court", false);
    }
}
