//! `handrail kb lint`: what is wrong with a knowledge base.

use crate::CommandResult;
use crate::error::CliError;
use clap::Args;
use handrail::evidence::Evidence;
use handrail::knowledge::lint::{self, Finding, FindingKind, LintOptions, Question, Report};
use handrail::settings::Settings;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where the articles are
    #[arg(value_name = "FILE|DIR")]
    source: PathBuf,
    /// The moment for which it is checked, RFC 3339; else the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Defects that are known to be there: prints how many were found and how many findings are
    /// false, instead of the findings
    #[arg(long, value_name = "FILE")]
    expect: Option<PathBuf>,
    /// With --expect: name what was missed and what is false
    #[arg(long, requires = "expect")]
    verbose: bool,
    /// Settings whose policies are held against the articles; without them only articles are compared
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// What customers asked, one JSON object a line: {"text": "…", "intent": "…", "count": 3}
    #[arg(long, value_name = "FILE")]
    questions: Option<PathBuf>,
    /// Ids of the articles that tickets reached, one a line
    #[arg(long, value_name = "FILE")]
    reached: Option<PathBuf>,
    /// Also report vague wording, age, and articles that no ticket reached
    #[arg(long)]
    advisory: bool,
    /// The report as one JSON object
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> CommandResult {
    let (articles, faulty) = crate::kb::articles(&arguments.source)?;
    let now = match &arguments.now {
        Some(text) => text.parse::<jiff::Timestamp>().map_err(|error| {
            CliError::new(
                format!("--now `{text}`: {error}"),
                "give a time such as 2026-11-22T09:00:00Z",
            )
        })?,
        None => jiff::Timestamp::now(),
    };
    let vectors = crate::assets::vectors("the built-in vectors.dat", crate::assets::VECTORS)?;
    let settings = match &arguments.settings {
        Some(path) => {
            let text =
                std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
            Some(Settings::read(&text).map_err(|error| CliError::settings(path, &error))?)
        }
        None => None,
    };
    let (policies, stale_days) = settings.as_ref().map_or((&[][..], 365), |settings| {
        (&settings.policies[..], settings.knowledge.stale_days)
    });
    let questions = match &arguments.questions {
        Some(path) => questions(path)?,
        None => Vec::new(),
    };
    let reached: Option<Vec<String>> = match &arguments.reached {
        Some(path) => Some(
            std::fs::read_to_string(path)
                .map_err(|error| CliError::file(path, &error))?
                .lines()
                .map(|line| line.trim().to_owned())
                .filter(|line| !line.is_empty())
                .collect(),
        ),
        None => None,
    };
    let options = LintOptions {
        now: now.as_millisecond(),
        vectors: Some(&vectors),
        policies,
        advisory: arguments.advisory,
        aged_days: stale_days,
        reached: reached.as_deref(),
        questions: &questions,
    };
    let bar = indicatif::ProgressBar::new(0);
    let report = lint::lint(&articles, &options, &mut |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    for fault in &report.diagnostics {
        eprintln!("warning: {}\n   help: {}", fault.message, fault.help);
    }
    if let Some(expected) = &arguments.expect {
        let ids = articles.iter().map(|article| article.id.as_str()).collect();
        measure(&report, &known_defects(expected, &ids)?, arguments.verbose)?;
    } else if arguments.json {
        crate::say(&serde_json::to_string(&report).unwrap_or_default())?;
    } else {
        for finding in &report.findings {
            crate::say(&shown(finding))?;
        }
        crate::say(&format!(
            "{} findings in {} articles",
            report.findings.len(),
            report.articles
        ))?;
    }
    Ok(ExitCode::from(u8::from(
        faulty || !report.findings.is_empty(),
    )))
}

/// Questions, one JSON object a line.
fn questions(path: &Path) -> Result<Vec<Question>, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|error| {
                CliError::new(
                    format!("{}:{}: {error}", path.display(), number + 1),
                    "a question is an object such as {\"text\": \"…\", \"count\": 3}",
                )
            })
        })
        .collect()
}

fn shown(finding: &Finding) -> String {
    let mut out = format!(
        "{} {} ({:.2}): {}",
        finding.kind.name(),
        finding.articles.join(", "),
        finding.confidence,
        finding.why
    );
    for (at, evidence) in finding.evidence.iter().enumerate() {
        let (place, text) = match evidence {
            Evidence::Article {
                article_id, text, ..
            } => (article_id.clone(), text.clone()),
            Evidence::Settings { path, value } => {
                (path.clone(), value.as_str().unwrap_or("").to_owned())
            }
            _ => continue,
        };
        let value = finding.values.get(at).map_or("", String::as_str);
        out.push_str(&format!("\n    {place} [{value}]: {text}"));
    }
    for question in &finding.questions {
        out.push_str(&format!("\n    asked: {question}"));
    }
    for line in &finding.outline {
        out.push_str(&format!("\n    outline: {line}"));
    }
    out.push_str(&format!("\n    help: {}", finding.help));
    out
}

/// A defect that is known to be there.
struct Known {
    kind: FindingKind,
    /// The articles that it is about.
    articles: Vec<String>,
}

/// Reads known defects: lists by kind (`contradictions`, `outdated`, `near_duplicates`), or one list of
/// items that name their kind. The articles of an item are the ids that stand anywhere in it.
fn known_defects(path: &Path, ids: &BTreeSet<&str>) -> Result<Vec<Known>, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    let wrong = |what: &str| {
        CliError::new(
            format!("{}: {what}", path.display()),
            "known defects are lists by kind (`contradictions`, `outdated`, `near_duplicates`), whose items name the ids of their articles",
        )
    };
    let value: Value = serde_json::from_str(&text).map_err(|error| wrong(&error.to_string()))?;
    let mut lists: Vec<(String, Vec<Value>)> = Vec::new();
    match value {
        Value::Array(items) => lists.push((String::new(), items)),
        Value::Object(map) => {
            for (name, value) in map {
                if let Value::Array(items) = value {
                    lists.push((name, items));
                }
            }
        }
        _ => {}
    }
    let mut out = Vec::new();
    for (name, items) in lists {
        for item in items {
            let own = ["kind", "type", "category", "defect"]
                .iter()
                .find_map(|key| kind_of(item.get(*key)?.as_str()?));
            let Some(kind) = own.or_else(|| kind_of(&name)) else {
                continue;
            };
            let mut articles = BTreeSet::new();
            collect_ids(&item, ids, &mut articles);
            if articles.is_empty() {
                return Err(wrong(&format!("an item of `{name}` names no article")));
            }
            out.push(Known {
                kind,
                articles: articles.into_iter().collect(),
            });
        }
    }
    if out.is_empty() {
        return Err(wrong("there is no known defect in it"));
    }
    Ok(out)
}

fn kind_of(name: &str) -> Option<FindingKind> {
    let name = name.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| name.contains(word));
    // `not_contradictions`: what only looks like one.
    if name.starts_with("not") {
        return None;
    }
    if is(&["contradict", "conflict"]) {
        Some(FindingKind::Contradiction)
    } else if is(&["dupl"]) {
        Some(FindingKind::Duplicate)
    } else if is(&["stale", "outdat", "obsolete", "expired"]) {
        Some(FindingKind::Stale)
    } else {
        None
    }
}

fn collect_ids(value: &Value, ids: &BTreeSet<&str>, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if ids.contains(text.as_str()) => {
            found.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| collect_ids(item, ids, found)),
        Value::Object(map) => {
            for (key, value) in map {
                if ids.contains(key.as_str()) {
                    found.insert(key.clone());
                }
                collect_ids(value, ids, found);
            }
        }
        _ => {}
    }
}

/// Prints, kind by kind, how many known defects were found and how many findings are false. A defect of
/// several articles is found when a finding of its kind names two of them.
fn measure(report: &Report, known: &[Known], verbose: bool) -> Result<(), CliError> {
    let hits = |finding: &Finding, defect: &Known| {
        let shared = defect
            .articles
            .iter()
            .filter(|id| finding.articles.contains(id))
            .count();
        finding.kind == defect.kind && shared >= defect.articles.len().min(2)
    };
    let mut all = [0; 4];
    for kind in [
        FindingKind::Contradiction,
        FindingKind::Duplicate,
        FindingKind::Stale,
    ] {
        let known: Vec<&Known> = known.iter().filter(|defect| defect.kind == kind).collect();
        let findings: Vec<&Finding> = report
            .findings
            .iter()
            .filter(|finding| finding.kind == kind)
            .collect();
        let (found, missed): (Vec<&Known>, Vec<&Known>) = known
            .iter()
            .partition(|defect| findings.iter().any(|finding| hits(finding, defect)));
        let wrong: Vec<&&Finding> = findings
            .iter()
            .filter(|finding| !known.iter().any(|defect| hits(finding, defect)))
            .collect();
        crate::say(&figures(
            kind.name(),
            found.len(),
            known.len(),
            wrong.len(),
            findings.len(),
        ))?;
        if verbose {
            for defect in missed {
                crate::say(&format!("  missed {}", defect.articles.join(" ")))?;
            }
            for finding in &wrong {
                crate::say(&format!("  false  {}", shown(finding)))?;
            }
        }
        for (sum, one) in
            all.iter_mut()
                .zip([found.len(), known.len(), wrong.len(), findings.len()])
        {
            *sum += one;
        }
    }
    let [found, known, wrong, findings] = all;
    crate::say(&figures("all", found, known, wrong, findings))
}

fn figures(name: &str, found: usize, known: usize, wrong: usize, findings: usize) -> String {
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    format!(
        "{name}: {found} of {known} found ({:.3}), {wrong} of {findings} findings false ({:.3})",
        share(found, known),
        share(wrong, findings)
    )
}
