//! `handrail evaluate --labelled`: an eval set, measured as the settings page does.

use crate::CommandResult;
use crate::error::CliError;
use crate::share::share;
use handrail::engine::Engine;
use handrail::evaluation::{self, Figures, Judged};
use handrail::ticket::{ReadTicket, Time};
use std::path::Path;
use std::process::ExitCode;

/// The share of right answers that a threshold has to reach: that of the gate of phase 2.
const WANTED: f64 = 0.9;

/// Analyses each labelled ticket and prints the figures.
///
/// # Errors
/// When the file cannot be read or holds no labelled tickets.
pub(crate) fn run(engine: &Engine, path: &Path, now: i64, json: bool) -> CommandResult {
    let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
    // Nothing is kept of them, so that nothing has to be hidden.
    let read = evaluation::read_samples(&String::from_utf8_lossy(&bytes), false);
    for fault in &read.faults {
        eprintln!("{}: {}", path.display(), fault.message);
    }
    let mut judged: Vec<Judged> = Vec::new();
    for sample in &read.samples {
        let Some(expect) = &sample.expect else {
            continue;
        };
        let ticket = ReadTicket::from_json(&sample.text)
            .map_err(|error| CliError::new(error.to_string(), error.help()))?;
        let at = Time::new(&sample.now).millis().unwrap_or(now);
        let analysis = engine.analyze(&ticket.ticket, at);
        judged.push(evaluation::judge(
            &sample.id,
            &sample.drawn,
            expect,
            &analysis,
        ));
    }
    if judged.is_empty() {
        return Err(CliError::new(
            format!("{} holds no labelled tickets", path.display()),
            "a line is {\"ticket\", \"now\", \"expect\": {\"intent\", \"triggers\", \"forbid\"}}, as the settings page exports it",
        ));
    }
    let wanted = engine.settings().phases.gates.get("draft_agreement");
    let wanted = wanted.and_then(serde_json::Value::as_f64).unwrap_or(WANTED);
    let figures = evaluation::figures(&judged, wanted);
    if json {
        crate::say(&evaluation::figures_json(&figures))?;
    } else {
        print(&figures, wanted)?;
    }
    Ok(ExitCode::from(u8::from(read.faulty > 0)))
}

fn print(figures: &Figures, wanted: f64) -> Result<(), CliError> {
    crate::say(&format!(
        "{} tickets, intent labelled on {}",
        figures.samples, figures.labelled
    ))?;
    for (name, value) in [
        ("accuracy", figures.accuracy),
        ("coverage", figures.coverage),
        ("routing agreement", figures.agreement),
        ("of random draws", figures.agreement_random),
    ] {
        crate::say(&format!("{name:<18} {}", share(value)))?;
    }
    let ece = figures.calibration.ece;
    crate::say(&format!(
        "{:<18} {:.3} ({:.3} to {:.3})",
        "calibration error", ece.value, ece.low, ece.high
    ))?;
    for bin in &figures.calibration.bins {
        crate::say(&format!(
            "  confidence {:.1} to {:.1}, mean {:.2}: right {}",
            bin.from,
            bin.to,
            bin.confidence,
            share(bin.right)
        ))?;
    }
    crate::say("answers from a confidence on")?;
    for one in &figures.thresholds {
        let enough = if one.enough {
            format!("; interval above {wanted}")
        } else {
            String::new()
        };
        crate::say(&format!(
            "  {:.2}: coverage {}; right {}{enough}",
            one.from,
            share(one.coverage),
            share(one.right)
        ))?;
    }
    crate::say("intents")?;
    for one in &figures.intents {
        let name = if one.intent.is_empty() {
            "(nobody could tell)"
        } else {
            &one.intent
        };
        crate::say(&format!(
            "  {name:<26} found {}; right {}",
            share(one.found),
            share(one.right)
        ))?;
    }
    crate::say("triggers")?;
    for one in &figures.triggers {
        crate::say(&format!(
            "  {:<20} recall {}; precision {}",
            one.kind,
            share(one.recall),
            share(one.precision)
        ))?;
    }
    Ok(())
}
