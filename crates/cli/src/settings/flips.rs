//! `handrail settings diff --tickets`: what another document flips, ticket by ticket.

use crate::assets::AssetFiles;
use crate::error::CliError;
use crate::{CommandResult, analyze};
use handrail::evaluation::{self, Flip, TicketFlips};
use handrail::ticket::ReadTicket;
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

/// Runs each ticket by both documents and prints what flips: status 1 when something does.
pub(super) fn run(from: &Path, to: &Path, tickets: &Path, json: bool) -> CommandResult {
    let assets = crate::assets::load(&AssetFiles::default())?;
    let before = analyze::engine(Some(from), assets.clone())?;
    let after = analyze::engine(Some(to), assets)?;
    let bytes = std::fs::read(tickets).map_err(|error| CliError::file(tickets, &error))?;
    let text = String::from_utf8_lossy(&bytes);
    let present = jiff::Timestamp::now().as_millisecond();
    let mut all: Vec<TicketFlips> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let read = ReadTicket::from_json(line).map_err(|error| {
            CliError::new(
                format!("{}:{}: {error}", tickets.display(), index + 1),
                "a line is a ticket, or {\"ticket\", \"now\"}",
            )
        })?;
        let now = read.now.unwrap_or(present);
        let was = before.analyze(&read.ticket, now);
        let is = after.analyze(&read.ticket, now);
        let one = TicketFlips {
            flips: evaluation::flips(&was, &is),
            ticket: read.ticket.id,
            subject: read.ticket.subject.unwrap_or_default(),
        };
        if json {
            crate::say(&evaluation::flips_json(&one))?;
        } else if !one.flips.is_empty() {
            let told: Vec<String> = one.flips.iter().map(words).collect();
            crate::say(&format!("{}: {}", one.ticket, told.join("; ")))?;
        }
        all.push(one);
    }
    let summary = evaluation::summary(&all);
    if json {
        crate::say(&json!({"summary": summary}).to_string())?;
    } else {
        crate::say(&format!(
            "{} of {} tickets flip",
            summary.changed, summary.tickets
        ))?;
        for one in &summary.counts {
            crate::say(&format!("{:>6} {}", one.count, words(&one.flip)))?;
        }
    }
    Ok(ExitCode::from(u8::from(summary.changed > 0)))
}

fn words(flip: &Flip) -> String {
    let named = match flip.subject.as_str() {
        "" => flip.aspect.clone(),
        subject => format!("{} {subject}", flip.aspect),
    };
    let value = |value: &str| match (value, flip.aspect.as_str()) {
        ("", "intent") => "(abstained)".to_owned(),
        ("", "trigger") => "quiet".to_owned(),
        ("", _) => "-".to_owned(),
        (value, _) => value.to_owned(),
    };
    format!("{named}: {} -> {}", value(&flip.before), value(&flip.after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(aspect: &str, subject: &str, before: &str, after: &str, expected: &str) {
        let flip = Flip {
            aspect: aspect.to_owned(),
            subject: subject.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        };
        assert_eq!(words(&flip), expected);
    }

    #[test]
    fn a_flip_in_words() {
        check("intent", "", "", "other", "intent: (abstained) -> other");
        check(
            "trigger",
            "vip",
            "escalate",
            "",
            "trigger vip: escalate -> quiet",
        );
        check(
            "policy",
            "returns",
            "",
            "denied",
            "policy returns: - -> denied",
        );
    }
}
