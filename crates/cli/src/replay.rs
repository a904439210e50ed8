//! `handrail replay`: analyses of a log computed again, and compared with what was shown.

use crate::CommandResult;
use crate::assets::AssetFiles;
use crate::error::CliError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use handrail::engine::{Assets, Engine};
use handrail::knowledge::KnowledgeIndex;
use handrail::knowledge::history::SolvedTickets;
use handrail::log::{self, Content, Entry};
use handrail::ticket::Time;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Computes the analyses of an exported log again, where their tickets were kept, and compares them bit for bit
/// with what was shown.
///
/// The export has to hold what was kept ("with kept tickets and settings" in the settings page); its own indexes
/// of articles and solved tickets are taken unless others are named. Every analysis is told as `reproduced`,
/// `differs`, `not_kept`, `other_version` or `no_settings`. Ends with status 1 when one differs.
///
/// Example: handrail replay handrail-log-with-tickets.jsonl
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The export
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Other articles and solved tickets than the export's, and other models
    #[command(flatten)]
    assets: AssetFiles,
    /// Print one JSON object for each analysis
    #[arg(long)]
    json: bool,
}

/// What a line of the export may be beside an entry.
#[derive(Default)]
struct Stored {
    /// Tickets by their hash, as text.
    tickets: HashMap<String, String>,
    /// Settings documents.
    documents: Vec<String>,
    /// The index of the articles.
    knowledge: Option<Vec<u8>>,
    /// The solved tickets.
    history: Option<Vec<u8>>,
}

pub(crate) fn run(arguments: &Arguments) -> CommandResult {
    let path = &arguments.file;
    let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
    let text = String::from_utf8_lossy(&bytes);
    let mut stored = Stored::default();
    let mut entries: Vec<Entry> = Vec::new();
    let mut torn = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match log::read_line(line.trim()) {
            Ok(Some(entry)) if entry.sound => entries.push(entry),
            Ok(None) => stored.take(line),
            _ => torn += 1,
        }
    }
    let mut assets = crate::assets::load(&arguments.assets)?;
    if let (None, Some(bytes)) = (&assets.knowledge, stored.knowledge.take()) {
        let index = KnowledgeIndex::from_bytes(bytes).map_err(|error| {
            CliError::new(format!("the export's articles: {error}"), error.help())
        })?;
        assets.knowledge = Some(Arc::new(index));
    }
    if let (None, Some(bytes)) = (&assets.history, stored.history.take()) {
        let history = SolvedTickets::from_bytes(&bytes).map_err(|error| {
            CliError::new(
                format!("the export's solved tickets: {error}"),
                error.help(),
            )
        })?;
        assets.history = Some(Arc::new(history));
    }
    let engines = engines(&stored.documents, &assets);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == "analyzed") {
        let (outcome, why) = match &entry.content {
            None => ("not_kept", "its time was up".to_owned()),
            Some(content) => repeat(content, &stored, &engines),
        };
        *counts.entry(outcome).or_default() += 1;
        let ticket = entry.content.as_ref().map_or("", |content| &content.ticket);
        if arguments.json {
            let told = json!({"seq": entry.seq, "at": entry.at, "ticket": ticket, "outcome": outcome, "why": why});
            crate::say(&told.to_string())?;
        } else if outcome != "reproduced" {
            crate::say(&format!(
                "entry {} (ticket {ticket}): {}: {why}",
                entry.seq,
                outcome.replace('_', " ")
            ))?;
        }
    }
    let all: usize = counts.values().sum();
    let of = |outcome: &str| counts.get(outcome).copied().unwrap_or(0);
    let summary = format!(
        "{all} analyses: {} reproduced bit for bit, {} differ, {} without a kept ticket, {} of other versions, {} without their settings",
        of("reproduced"),
        of("differs"),
        of("not_kept"),
        of("other_version"),
        of("no_settings")
    );
    if arguments.json {
        eprintln!("{summary}");
    } else {
        crate::say(&summary)?;
    }
    if torn > 0 {
        eprintln!("{torn} lines are no sound entries; `handrail report` says why");
    }
    Ok(ExitCode::from(u8::from(of("differs") > 0 || torn > 0)))
}

impl Stored {
    fn take(&mut self, line: &str) {
        let Ok(value) = serde_json::from_str::<Value>(line) else {
            return;
        };
        if let (Some(hash), Some((_, ticket))) = (
            value.get("kept").and_then(Value::as_str),
            line.split_once(",\"ticket\":"),
        ) {
            let ticket = ticket.trim_end().strip_suffix('}').unwrap_or(ticket);
            self.tickets.insert(hash.to_owned(), ticket.to_owned());
        }
        let bytes = value.get("bytes").and_then(Value::as_str);
        let bytes = bytes.and_then(|text| STANDARD.decode(text).ok());
        match value.get("index").and_then(Value::as_str) {
            Some("knowledge") => self.knowledge = bytes,
            Some("history") => self.history = bytes,
            _ => {}
        }
        if let Some(document) = value.get("document").and_then(Value::as_str) {
            self.documents.push(document.to_owned());
        }
    }
}

/// Engines by the version of their settings: the shipped ones, each stored document, and each as it holds while the
/// kill switch is on.
fn engines(documents: &[String], assets: &Assets) -> HashMap<String, Engine> {
    let mut engines = HashMap::new();
    let stopped = |document: &str| {
        let mut value: Value = serde_json::from_str(document).unwrap_or_else(|_| json!({}));
        if let Some(document) = value.as_object_mut() {
            let phases = document.entry("phases").or_insert_with(|| json!({}));
            if let Some(phases) = phases.as_object_mut() {
                phases.insert("mode".to_owned(), json!(1));
                phases.insert("categories".to_owned(), json!({}));
            }
        }
        value.to_string()
    };
    for document in std::iter::once("").chain(documents.iter().map(String::as_str)) {
        for text in [document.to_owned(), stopped(document)] {
            // Settings that this version refuses made no analysis of this version.
            if let Ok(engine) = Engine::from_json(&text, assets.clone()) {
                engines.insert(engine.settings().fingerprint(), engine);
            }
        }
    }
    engines
}

/// Computes an analysis again: what came of it, and why.
fn repeat(
    content: &Content,
    stored: &Stored,
    engines: &HashMap<String, Engine>,
) -> (&'static str, String) {
    let Some((kept, ticket)) = content
        .kept
        .as_ref()
        .and_then(|kept| Some((kept, stored.tickets.get(&kept.ticket)?)))
    else {
        return ("not_kept", "its ticket was not kept".to_owned());
    };
    if log::sha256(ticket) != kept.ticket {
        return ("differs", "its kept ticket was changed".to_owned());
    }
    let Some(engine) = engines.get(&content.versions.settings) else {
        return (
            "no_settings",
            format!(
                "the settings {} are not in the export",
                content.versions.settings
            ),
        );
    };
    let Some(now) = Time::new(&content.now).millis() else {
        return ("differs", format!("`{}` is no moment", content.now));
    };
    let text = match engine.analyze_json(ticket, now) {
        Ok(text) => text,
        Err(error) => return ("differs", error.to_string()),
    };
    if log::sha256(&text) == kept.analysis {
        return ("reproduced", String::new());
    }
    let versions = serde_json::from_str::<Value>(&text)
        .ok()
        .and_then(|mut analysis| Some(analysis.get_mut("versions")?.take()));
    let then = serde_json::to_value(&content.versions).unwrap_or_default();
    match versions {
        Some(versions) if versions != then => (
            "other_version",
            format!("it was computed by {then}, this is {versions}"),
        ),
        _ => (
            "differs",
            "the same versions give another analysis".to_owned(),
        ),
    }
}
