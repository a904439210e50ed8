//! The event log: entries read and verified, and what they prove: figures with intervals, and the gates of the
//! phases. One function, [`report`], for the command line and the settings page, so that the two cannot differ.
//!
//! An entry is one line of JSON. Its head `{seq, at, actor, kind, previous_hash, content_hash}` is hashed into
//! `hash`; what stands behind `hash` is the entry's content, hashed into `content_hash`. So retention can take the
//! content away and leave a head that still verifies.

mod articles;
mod chain;
mod entry;
mod figures;
mod gates;
mod interval;
mod merge;

pub use articles::{ArticleCounts, ArticleFigures, ArticlePeriod, Gap};
pub use chain::{LogState, Seen, sha256};
pub use entry::{Content, Entry, FiredTrigger, Kept, read_line};
pub use figures::{Correction, Figures, IntentFigures, RuleFigures};
pub use gates::{Condition, Gate, GateSettings, Override};
pub use interval::{Difference, Proportion};

use crate::json::{self, Plain};
use merge::Merged;

/// An export of one log: JSON Lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Export {
    /// Name of the file, for messages.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The hash of the newest entry as it is known from elsewhere, to notice a log whose end was cut off; empty
    /// when it is not known.
    pub head: String,
}

/// What the logs prove.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Report {
    /// The moment for which this holds, RFC 3339.
    pub now: String,
    /// Each export, with what is wrong with it.
    pub logs: Vec<LogState>,
    /// Entries by kind; one that stands in several exports counts once.
    pub kinds: Vec<KindCount>,
    /// What was seen and judged.
    pub figures: Figures,
    /// Articles, overall and by month.
    pub articles: ArticleFigures,
    /// From read-only to drafts.
    pub drafts: Gate,
    /// From drafts to autonomy, for each intent that was analysed, the most frequent first.
    pub autonomy: Vec<Gate>,
}

/// How many entries of a kind there are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct KindCount {
    /// The kind.
    pub kind: String,
    /// How many.
    pub count: usize,
}

/// Verifies logs, merges them, and computes figures and gates as of `now` (milliseconds since 1970 UTC). Entries
/// that do not verify are told and not counted.
#[must_use]
pub fn report(exports: &[Export], gates: &GateSettings, now: i64) -> Report {
    let read: Vec<(LogState, Vec<Entry>)> = exports.iter().map(chain::read).collect();
    let (logs, entries): (Vec<LogState>, Vec<Vec<Entry>>) = read.into_iter().unzip();
    let merged = Merged::of(entries);
    let figures = figures::figures(&merged);
    Report {
        now: crate::ticket::Time::from_millis(now).text().to_owned(),
        logs,
        kinds: merged.kinds(),
        articles: articles::figures(&merged),
        drafts: gates::drafts(&merged, &figures, gates, now),
        autonomy: gates::autonomy(&merged, &figures, gates, now),
        figures,
    }
}

/// Canonical JSON of a report.
#[must_use]
pub fn report_json(report: &Report) -> String {
    json::text(report)
}

#[cfg(test)]
mod tests;
