//! `handrail report`: many agents' logs as one, their figures, and the gates of the phases.

use crate::CommandResult;
use crate::error::CliError;
use crate::share::share;
use clap::Args;
use handrail::log::{self, ArticlePeriod, Difference, Export, Gate, GateSettings, Report};
use handrail::settings::Settings;
use std::path::PathBuf;
use std::process::ExitCode;

/// Verifies exports of the event log, merges them, and prints figures with their 95 % intervals and the gates of
/// the phases: the same that the settings page shows.
///
/// Ends with status 1 when a log is not as it was written. What does not verify is told and not counted.
///
/// Example: handrail report --head 3f9c… anna.jsonl ben.jsonl
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Logs, as JSON Lines
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Hash of an entry that must be in one of the logs, as it was noted elsewhere; may be given again
    #[arg(long, value_name = "HASH")]
    head: Vec<String>,
    /// The lead's settings document, for what the gates ask
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The moment for which the gates are computed; without it the present
    #[arg(long, value_name = "TIME", value_parser = crate::analyze::moment)]
    now: Option<i64>,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> CommandResult {
    let gates = match &arguments.settings {
        None => GateSettings::default(),
        Some(path) => {
            let text =
                std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
            let settings =
                Settings::read(&text).map_err(|error| CliError::settings(path, &error))?;
            GateSettings::read(&settings.phases.gates).map_err(|message| {
                CliError::new(
                    format!("{}: phases.gates: {message}", path.display()),
                    "the gates are numbers by name, see docs/LOG.md",
                )
            })?
        }
    };
    let mut exports = Vec::new();
    for path in &arguments.files {
        let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
        exports.push(Export {
            name: path.display().to_string(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            head: String::new(),
        });
    }
    let now = arguments
        .now
        .unwrap_or_else(|| jiff::Timestamp::now().as_millisecond());
    let report = log::report(&exports, &gates, now);
    let mut sound = report.logs.iter().all(|log| log.faults.is_empty());
    let lost: Vec<&String> = arguments
        .head
        .iter()
        .filter(|head| {
            !exports
                .iter()
                .any(|export| export.text.contains(&format!("\"hash\":\"{head}\"")))
        })
        .collect();
    if arguments.json {
        crate::say(&log::report_json(&report))?;
    } else {
        print(&report)?;
    }
    for head in lost {
        sound = false;
        eprintln!(
            "error: no log holds the entry {head}\n help: a log was cut off or replaced since that hash was noted; ask for an earlier export"
        );
    }
    Ok(ExitCode::from(u8::from(!sound)))
}

fn print(report: &Report) -> Result<(), CliError> {
    for log in &report.logs {
        let state = if log.faults.is_empty() {
            "whole"
        } else {
            "NOT as it was written"
        };
        crate::say(&format!(
            "{}: {state}, {} entries, {} to {}, head {} {}",
            log.name,
            log.entries,
            dash(&log.first_at),
            dash(&log.last_at),
            log.head.seq,
            log.head.hash
        ))?;
        for fault in &log.faults {
            eprintln!(
                "error: {}:{}: {}\n help: {}",
                log.name,
                fault.line.unwrap_or(0),
                fault.message,
                fault.help
            );
        }
    }
    let figures = &report.figures;
    crate::say("")?;
    for (name, value) in [
        ("people", figures.actors.to_string()),
        (
            "tickets",
            format!("{} in {} analyses", figures.tickets, figures.analyses),
        ),
        ("labelled tickets", figures.labelled.to_string()),
        ("routing agreement", share(figures.agreement)),
        ("escalation rate", share(figures.escalated)),
        ("abstained", share(figures.abstained)),
        ("handed on", share(figures.handed_on)),
        ("CSAT, people", share(figures.csat_human)),
        ("CSAT, with the assistant", share(figures.csat_ai)),
        ("opened again", share(figures.reopened)),
        ("summaries wrong", figures.summaries_wrong.to_string()),
    ] {
        crate::say(&format!("{name:<26}{value}"))?;
    }
    if !figures.intents.is_empty() {
        crate::say("\nintent                    tickets  right")?;
    }
    for one in &figures.intents {
        let corrected: Vec<String> = one
            .corrected_to
            .iter()
            .map(|to| format!("{} {}", to.intent, to.count))
            .collect();
        let corrected = match corrected.is_empty() {
            true => String::new(),
            false => format!("; rather {}", corrected.join(", ")),
        };
        let name = if one.intent.is_empty() {
            "(abstained)"
        } else {
            &one.intent
        };
        crate::say(&format!(
            "{name:<26}{:>7}  {}{corrected}",
            one.tickets,
            share(one.right)
        ))?;
    }
    if !figures.rules.is_empty() {
        crate::say("\ntrigger rule                fired  wrong  missed")?;
    }
    for one in &figures.rules {
        crate::say(&format!(
            "{:<26}{:>7}{:>7}{:>8}",
            one.rule, one.fired, one.wrong, one.missed
        ))?;
    }
    let articles = &report.articles;
    if articles.overall.searched > 0 {
        crate::say("\narticles")?;
        period(&articles.overall, "all")?;
        for month in &articles.months {
            period(month, &month.month)?;
        }
        for gap in &articles.gaps {
            let intent = if gap.intent.is_empty() {
                "(abstained)"
            } else {
                &gap.intent
            };
            crate::say(&format!("  nothing fits: {intent} {}", gap.count))?;
        }
    }
    crate::say("\ngates")?;
    gate(&report.drafts)?;
    for one in &report.autonomy {
        gate(one)?;
    }
    Ok(())
}

fn period(period: &ArticlePeriod, name: &str) -> Result<(), CliError> {
    let mean = |figure: Difference| match period.judged {
        0 => "none yet".to_owned(),
        _ => format!(
            "{:.3} ({:.3} to {:.3})",
            figure.value, figure.low, figure.high
        ),
    };
    crate::say(&format!(
        "  {name}: {} tickets; nothing fits {}; opened {}; helpful {}",
        period.searched,
        share(period.nothing_fits),
        share(period.opened),
        share(period.helpful)
    ))?;
    crate::say(&format!(
        "    R@1 {}; R@5 {}; MRR {}; nDCG@10 {}",
        share(period.recall_at_1),
        share(period.recall_at_5),
        mean(period.mrr),
        mean(period.ndcg_at_10)
    ))
}

fn gate(gate: &Gate) -> Result<(), CliError> {
    let name = match gate.phase {
        2 => "phase 2, drafts".to_owned(),
        _ => format!("phase 3, {}", gate.category),
    };
    crate::say(&format!(
        "  {name}: {}",
        if gate.met { "met" } else { "not met" }
    ))?;
    for condition in &gate.conditions {
        let mark = if condition.met { "met    " } else { "missing" };
        crate::say(&format!("    {mark} {}", condition.words))?;
    }
    if let Some(opened) = &gate.opened_by {
        crate::say(&format!(
            "    opened by {} on {}: {}",
            opened.actor, opened.at, opened.reason
        ))?;
    }
    Ok(())
}

fn dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}
