//! Statements that time has overtaken: ends of validity that have passed, plans whose date is over,
//! seasons of the past.

mod cues;
mod ended;
mod judgement;
mod mention;
mod outlook;

use super::document::{Document, Unit, UnitKind};
use super::units;
use crate::knowledge::Article;
use crate::ticket::Time;
use cues::FILLERS;
use ended::ended;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use judgement::judge;
use mention::mentions;
use outlook::{LONG_AGO, OLD_DAYS, phrase_of, soon};
use std::ops::Range;

/// A passage that is out of date.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    pub(super) unit: usize,
    pub(super) range: Range<usize>,
    pub(super) confidence: f64,
    /// The date as written.
    pub(super) date: String,
    pub(super) reason: Reason,
}

/// Why a passage is out of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    /// Something was to happen on a day that has passed.
    Plan,
    /// Something was valid until a day that has passed.
    Ended,
    /// It speaks of a past time as of now.
    Season,
    /// `soon`, `next month`, written long ago.
    Soon,
    /// It counts on a program or service that its maker has ended.
    Product,
}

struct Word<'t> {
    text: &'t str,
    lower: String,
    range: Range<usize>,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut start = None;
    let mut push = |range: Range<usize>| {
        let word = text.get(range.clone()).unwrap_or("");
        out.push(Word {
            text: word,
            lower: word.to_lowercase(),
            range,
        });
    };
    for (at, character) in text.char_indices() {
        if character.is_alphanumeric() {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            push(from..at);
        }
    }
    if let Some(from) = start {
        push(from..text.len());
    }
    out
}

/// The passages of an article that are out of date at `now` (milliseconds since 1970).
pub(super) fn of_article(article: &Article, document: &Document, now: i64) -> Vec<Passage> {
    let Some(today) = day_of(now) else {
        return Vec::new();
    };
    let updated = article
        .updated_at
        .as_deref()
        .and_then(|at| Time::new(at).millis());
    let age_days = updated.map_or(0, |at| now.saturating_sub(at) / 86_400_000);
    let mut out = Vec::new();
    for (at, unit) in document.units.iter().enumerate() {
        let text = document.words(unit, article);
        let words = words(text);
        let around = around(article, document, unit);
        let mut push = |confidence: f64, date: Range<usize>, reason: Reason| {
            out.push(Passage {
                unit: at,
                range: unit.range.clone(),
                confidence,
                date: text.get(date).unwrap_or("").to_owned(),
                reason,
            });
        };
        for mention in mentions(text, &words) {
            if mention.last >= today {
                continue;
            }
            let before = updated
                .and_then(day_of)
                .map(|written| written < mention.last);
            if let Some((reason, confidence)) =
                judge(text, &words, &around, &mention, unit.kind, before)
            {
                push(confidence, mention.range, reason);
            }
        }
        if age_days > 365
            && let Some((phrase, sure)) = soon(&words)
        {
            push(sure, phrase, Reason::Soon);
        }
        if age_days > OLD_DAYS
            && let Some((phrase, sure)) = phrase_of(LONG_AGO, &words)
        {
            push(sure, phrase, Reason::Soon);
        }
        if age_days > 365
            && let Some((date, sure)) = without_year(text, &words)
        {
            push(sure, date, Reason::Ended);
        }
        if let Some(name) = ended(&words, today) {
            push(0.65, name, Reason::Product);
        }
    }
    out
}

/// The words of the heading above, and of the heads of row and column.
fn around<'a>(article: &'a Article, document: &'a Document, unit: &Unit) -> Vec<Word<'a>> {
    let heading = unit
        .heading
        .and_then(|heading| document.units.get(heading))
        .map(|heading| document.words(heading, article));
    let heads = unit
        .row
        .iter()
        .chain(&unit.column)
        .map(|range| document.text(range));
    if unit.kind == UnitKind::Cell {
        heading.into_iter().chain(heads).flat_map(words).collect()
    } else {
        Vec::new()
    }
}

/// A day without its year to which or from which something was to hold, in an article that is old.
fn without_year(text: &str, words: &[Word<'_>]) -> Option<(Range<usize>, f64)> {
    if words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "every"
                | "each"
                | "annually"
                | "yearly"
                | "jedes"
                | "jährlich"
                | "always"
                | "immer"
                | "any"
        )
    }) {
        return None;
    }
    let plan = words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "will" | "wird" | "werden" | "going" | "ll" | "temporarily" | "new"
        )
    });
    super::quantity::find(text)
        .into_iter()
        .filter(|quantity| quantity.measure == units::Measure::YearDay)
        .find_map(|quantity| {
            let before = words.iter().rev().find(|word| {
                word.range.end <= quantity.range.start && !FILLERS.contains(&word.lower.as_str())
            })?;
            let bound = matches!(
                before.lower.as_str(),
                "until" | "till" | "by" | "from" | "bis" | "ab" | "through" | "starting"
            );
            (bound && plan).then_some((quantity.range, 0.6))
        })
}

fn day_of(millis: i64) -> Option<Date> {
    Some(
        Timestamp::from_millisecond(millis)
            .ok()?
            .to_zoned(TimeZone::UTC)
            .date(),
    )
}
