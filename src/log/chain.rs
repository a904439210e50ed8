//! The chain of hashes: whether a log is as it was written.

use super::Export;
use super::entry::{Entry, read_line};
use crate::analysis::Diagnostic;
use crate::json::Plain;
use sha2::{Digest, Sha256};

/// An export as it was found.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct LogState {
    /// Name of its file.
    pub name: String,
    /// Entries that could be read.
    pub entries: usize,
    /// Entries whose content was removed by retention.
    pub expired: usize,
    /// When the first entry was written, RFC 3339.
    pub first_at: String,
    /// When the last one was.
    pub last_at: String,
    /// The last entry.
    pub head: Seen,
    /// What is wrong: entries that were changed, torn, or are missing; with the entry's line.
    pub faults: Vec<Diagnostic>,
}

/// An entry by its number and hash.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Seen {
    /// Its number; 0 when there is none.
    pub seq: usize,
    /// Its hash.
    pub hash: String,
}

/// SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let mut out = String::with_capacity(64);
    for byte in digest {
        for digit in [byte >> 4, byte & 15] {
            out.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    out
}

/// Reads an export and follows its chain. Entries that do not verify are told, and left out.
pub(super) fn read(export: &Export) -> (LogState, Vec<Entry>) {
    let mut state = LogState {
        name: export.name.clone(),
        ..LogState::default()
    };
    let mut sound: Vec<Entry> = Vec::new();
    let mut gone: Vec<(usize, usize)> = Vec::new();
    let mut heads = vec![export.head.clone()];
    for (index, line) in export.text.lines().enumerate() {
        let mut fault = |code: &str, message: String, help: &str| {
            let mut told = Diagnostic::new(code, message, help);
            told.line = Some(index + 1);
            state.faults.push(told);
        };
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let entry = match read_line(line) {
            Ok(Some(entry)) => entry,
            Ok(None) => {
                heads.extend(head_of(line));
                continue;
            }
            Err(error) => {
                fault(
                    "torn",
                    format!("line {} is no whole entry: {error}", index + 1),
                    "it is not counted; export the log again",
                );
                continue;
            }
        };
        let number = entry.seq;
        let expected = state.head.seq + 1;
        if number != expected {
            let message = match number.checked_sub(expected) {
                Some(1) => format!("entry {expected} is missing"),
                Some(_) => format!("entries {expected} to {} are missing", number - 1),
                None => format!("entry {number} stands after entry {}", state.head.seq),
            };
            fault(
                "missing",
                message,
                "an earlier export may still hold what is gone",
            );
        } else if entry.previous_hash != state.head.hash {
            fault(
                "broken",
                format!(
                    "entry {number} does not follow the entry before it: one of the two was replaced"
                ),
                "compare with an earlier export",
            );
        }
        state.entries += 1;
        state.head = Seen {
            seq: number,
            hash: entry.hash.clone(),
        };
        if !entry.sound {
            fault(
                "changed",
                format!("entry {number} was changed after it was written"),
                "it is not counted; an earlier export may hold it as it was",
            );
            continue;
        }
        if entry.content.is_none() {
            state.expired += 1;
            gone.push((number, index + 1));
        }
        if state.first_at.is_empty() {
            state.first_at.clone_from(&entry.at);
        }
        state.last_at.clone_from(&entry.at);
        sound.push(entry);
    }
    let announced: Vec<(usize, usize, usize)> = sound
        .iter()
        .filter(|entry| entry.kind == "expired")
        .filter_map(|entry| {
            let content = entry.content.as_ref()?;
            Some((content.first, content.last, entry.seq))
        })
        .collect();
    for (number, line) in gone {
        // An entry that says so comes later, and names the numbers.
        let is_told = announced
            .iter()
            .any(|(first, last, by)| first <= &number && number <= *last && number < *by);
        if !is_told {
            let mut told = Diagnostic::new(
                "removed",
                format!(
                    "the content of entry {number} was removed, and no entry says that its time was up"
                ),
                "an earlier export may still hold it",
            );
            told.line = Some(line);
            state.faults.push(told);
        }
    }
    let is_there = |head: &String| sound.iter().any(|entry| entry.hash == *head);
    if heads.iter().any(|head| !head.is_empty() && !is_there(head)) {
        state.faults.push(Diagnostic::new(
            "cut",
            "the entry that is known to have been the newest is not in the log: its end was cut off",
            "an earlier export may still hold what is gone",
        ));
    }
    (state, sound)
}

/// The newest entry's hash, as an export says it in its first line.
fn head_of(line: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    value.get("handrail_log")?;
    Some(value.get("head")?.get("hash")?.as_str()?.to_owned())
}
