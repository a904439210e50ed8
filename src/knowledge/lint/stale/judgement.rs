//! Whether a date that has passed makes its passage out of date.

use super::cues::{DEALS, FILLERS, HISTORY, PAST, PLANS, PRESENT};
use super::mention::Mention;
use super::{Reason, Word};
use crate::knowledge::lint::document::UnitKind;

/// Whether a passed date makes its passage out of date, and how surely. `around` are the words of the
/// heading, and of the heads of row and column.
pub(super) fn judge(
    text: &str,
    words: &[Word<'_>],
    around: &[Word<'_>],
    mention: &Mention,
    kind: UnitKind,
    written_before: Option<bool>,
) -> Option<(Reason, f64)> {
    let has = |list: &[&str]| {
        words
            .iter()
            .chain(around)
            .any(|word| list.contains(&word.lower.as_str()))
    };
    let close: Vec<&str> = words
        .iter()
        .filter(|word| word.range.end <= mention.range.start)
        .rev()
        .take(7)
        .map(|word| word.lower.as_str())
        .collect();
    let near =
        |list: &[&str], count: usize| close.iter().take(count).any(|word| list.contains(word));
    let preposition = close
        .iter()
        .position(|word| !FILLERS.contains(word))
        .and_then(|at| Some((at, *close.get(at)?)));
    let is = |list: &[&str]| preposition.is_some_and(|(_, word)| list.contains(&word));
    if near(HISTORY, 4) || text.contains('©') {
        return None;
    }
    let heading = matches!(kind, UnitKind::Title | UnitKind::Heading);
    let ends = is(&[
        "until",
        "till",
        "through",
        "by",
        "bis",
        "jusqu",
        "hasta",
        "expires",
        "ends",
        "valid",
        "to",
        "zum",
        "before",
        "vor",
        "deadline",
        "latest",
        "than",
        "spätestens",
        "expire",
        "end",
        "runs",
    ]);
    let opens = is(&[
        "from",
        "ab",
        "starting",
        "beginning",
        "effective",
        "after",
        "nach",
        "seit",
        "as",
        "dès",
        "desde",
    ]);
    let deal = preposition.is_some_and(|(at, _)| {
        close
            .iter()
            .skip(at + 1)
            .take(2)
            .any(|word| DEALS.contains(word))
    }) && !has(&["will", "wird", "werden", "ll"]);
    if deal {
        return None;
    }
    let plan = has(PLANS);
    let past = words.iter().any(|word| PAST.contains(&word.lower.as_str()));
    let mut sure: f64 = if mention.year_only { 0.35 } else { 0.5 };
    let mut reason = Reason::Season;
    if heading {
        sure += if kind == UnitKind::Title { 0.4 } else { 0.25 };
    }
    if ends {
        sure += 0.3;
        reason = Reason::Ended;
    } else if plan {
        sure += 0.3;
        reason = Reason::Plan;
    } else if has(PRESENT) || opens {
        sure += 0.2;
    }
    if past && !plan {
        sure -= if ends { 0.2 } else { 0.35 };
    }
    match written_before {
        // It lay ahead when this was written.
        Some(true) => sure += 0.25,
        Some(false) => sure -= 0.05,
        None => {}
    }
    Some((reason, sure.clamp(0.0, 0.9)))
}
