//! An entry of the log as it stands in its line.

use super::chain::sha256;
use crate::analysis::{Severity, Versions};
use crate::json::{self, Plain};
use serde_json::Value;

/// An entry that could be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// Number, from 1.
    pub seq: usize,
    /// When it was written, RFC 3339.
    pub at: String,
    /// Who: a pseudonym unless the settings say otherwise.
    pub actor: String,
    /// Which event.
    pub kind: String,
    /// Hash of the entry before it; empty for the first.
    pub previous_hash: String,
    /// Hash of its head.
    pub hash: String,
    /// What happened; `None` where retention took it away.
    pub content: Option<Content>,
    /// Whether `hash` is that of the head, and the head's `content_hash` that of the content.
    pub sound: bool,
}

/// What stands before an entry's hash.
#[derive(Debug, Default, Plain)]
struct Head {
    seq: usize,
    at: String,
    actor: String,
    kind: String,
    previous_hash: String,
    content_hash: String,
}

/// What happened. Each kind of event fills its own fields.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Content {
    /// Retention took the content away.
    pub expired: bool,
    /// Origin of the helpdesk.
    pub desk: String,
    /// Id of the ticket.
    pub ticket: String,
    /// `analyzed`: the moment for which it holds, RFC 3339.
    pub now: String,
    /// `analyzed`: what computed it.
    pub versions: Versions,
    /// Intent that was shown, or of the reply.
    pub intent: String,
    /// `analyzed`: calibrated confidence.
    pub confidence: f64,
    /// `analyzed`: why the classifier abstained.
    pub abstained: Option<String>,
    /// `analyzed`: triggers that fired.
    pub triggers: Vec<FiredTrigger>,
    /// Tier.
    pub tier: String,
    /// `analyzed`: whether a person must own it.
    pub required: bool,
    /// `analyzed`: articles that were shown, best first.
    pub articles: Vec<String>,
    /// `analyzed`: SHA-256 of the canonical analysis.
    pub analysis: String,
    /// `analyzed`: the ticket as it was kept.
    pub kept: Option<Kept>,
    /// `feedback`: `intent`, `trigger`, `article` or `summary`.
    pub about: String,
    /// `feedback`: `right`, `wrong`, `missed`, `helpful` or `not_helpful`.
    pub verdict: String,
    /// `feedback`: the rule, trigger kind or article; `article_opened`: the article.
    pub subject: String,
    /// `feedback`, `sample_reviewed`: the right intent.
    pub corrected: Option<String>,
    /// `feedback`: number of the entry that this takes back.
    pub undoes: Option<usize>,
    /// `reply_sent`: the part of the draft that was left standing, 0 to 1.
    pub survival: f64,
    /// `outcome`: status of the ticket.
    pub status: String,
    /// `outcome`: `good` or `bad`.
    pub csat: Option<String>,
    /// `outcome`: whether it was open again after it had been solved.
    pub reopened: bool,
    /// `outcome`: `human` or `ai`.
    pub resolved_by: String,
    /// `sample_reviewed`: whether the intent was right, and so the triggers.
    pub agrees: bool,
    /// `override`, `phase_changed`: the phase.
    pub phase: u8,
    /// `override`: the intent, empty for all.
    pub category: String,
    /// Why, as somebody typed it.
    pub reason: String,
    /// `override`: it holds no longer.
    pub withdrawn: bool,
    /// `expired`: number of the first entry whose content was taken away.
    pub first: usize,
    /// `expired`: number of the last one.
    pub last: usize,
}

/// A trigger that fired.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct FiredTrigger {
    /// Kind.
    pub kind: String,
    /// Id of the rule.
    pub rule: String,
    /// How serious.
    pub severity: Severity,
}

/// A ticket that was kept, and its analysis: that of the masked text, where it was masked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Kept {
    /// SHA-256 of the ticket's JSON text.
    pub ticket: String,
    /// SHA-256 of the canonical analysis of that text.
    pub analysis: String,
}

/// How each entry begins, and what stands between its head and its hash.
const BEGINNING: &str = "{\"seq\":";
const HASH: &str = ",\"hash\":\"";

/// Reads a line; `Ok(None)` for one that is no entry but something that goes with it (a kept ticket, a settings
/// document).
///
/// # Errors
/// What is wrong with a line that cannot be read, in words.
pub fn read_line(line: &str) -> Result<Option<Entry>, String> {
    if !line.starts_with(BEGINNING) {
        let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        return if value.get("seq").is_some() {
            Err("it was written by another program".to_owned())
        } else {
            Ok(None)
        };
    }
    let (head, rest) = line.split_once(HASH).ok_or("it has no hash")?;
    let head = format!("{head}}}");
    let (hash, rest) = rest.split_once('"').ok_or("its hash does not end")?;
    let content = match rest.strip_prefix(',') {
        Some(members) => format!("{{{members}"),
        None => "{}".to_owned(),
    };
    let read: Head = json::read(&head).map_err(|error| error.to_string())?;
    let said: Content = json::read(&content).map_err(|error| error.to_string())?;
    let is_whole = sha256(&content) == read.content_hash;
    Ok(Some(Entry {
        sound: sha256(&head) == hash && (is_whole || said.expired),
        content: (!said.expired || is_whole).then_some(said),
        seq: read.seq,
        at: read.at,
        actor: read.actor,
        kind: read.kind,
        previous_hash: read.previous_hash,
        hash: hash.to_owned(),
    }))
}
