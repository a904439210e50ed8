//! Statements that time has overtaken: ends of validity that have passed, plans whose date is over,
//! seasons of the past.

use super::document::{Document, Unit, UnitKind};
use super::quantity::is_year;
use super::units;
use crate::knowledge::Article;
use crate::ticket::Time;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
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

/// A date in words.
#[derive(Debug)]
struct Mention {
    range: Range<usize>,
    /// Its last day.
    last: Date,
    /// A whole year only.
    year_only: bool,
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

fn last_of_month(year: i16, month: i8) -> Option<Date> {
    Some(Date::new(year, month, 1).ok()?.last_of_month())
}

/// Dates with a year, in order.
fn mentions(text: &str, words: &[Word<'_>]) -> Vec<Mention> {
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let between = |a: &Word<'_>, b: &Word<'_>| {
            text.get(a.range.end..b.range.start)
                .unwrap_or("")
                .trim()
                .to_owned()
        };
        let before = |back: usize| at.checked_sub(back).and_then(|at| words.get(at));
        // 2024-05-31 and 31.05.2024, 5/31/2024
        let mut date = None;
        let numbers = |from: usize| -> Option<[i16; 3]> {
            let mut found = [0; 3];
            let mut signs = Vec::new();
            for (step, slot) in found.iter_mut().enumerate() {
                let word = words.get(from + step)?;
                *slot = word.text.parse().ok()?;
                if step > 0 {
                    signs.push(between(words.get(from + step - 1)?, word));
                }
            }
            (signs.windows(2).all(|pair| pair.first() == pair.last())
                && signs
                    .iter()
                    .all(|sign| matches!(sign.as_str(), "-" | "." | "/")))
            .then_some(found)
        };
        if !is_year(&word.lower) {
            continue;
        }
        let year: i16 = match word.lower.parse() {
            Ok(year) => year,
            Err(_) => continue,
        };
        let mut start = word.range.start;
        let mut end = word.range.end;
        let mut year_only = false;
        if let Some([_, month, day]) = numbers(at) {
            date = Date::new(year, month as i8, day as i8).ok();
            end = words.get(at + 2).map_or(end, |word| word.range.end);
        } else if let Some([first, second, _]) = at.checked_sub(2).and_then(numbers) {
            start = before(2).map_or(start, |word| word.range.start);
            date = Date::new(year, second as i8, first as i8)
                .or_else(|_| Date::new(year, first as i8, second as i8))
                .ok();
        }
        let month_back = (1..=2).find_map(|back| {
            let word = before(back)?;
            word.text
                .starts_with(char::is_uppercase)
                .then(|| units::month(&word.lower))
                .flatten()
                .map(|month| (back, month))
        });
        if date.is_none()
            && let Some((back, month)) = month_back
            && (back == 1
                || before(1).is_some_and(|day| {
                    day.lower
                        .trim_end_matches(char::is_alphabetic)
                        .parse::<i8>()
                        .is_ok()
                        || day.lower == "of"
                }))
        {
            let day_word = if back == 2 { before(1) } else { before(2) };
            let day = day_word
                .and_then(|day| {
                    day.lower
                        .trim_end_matches(char::is_alphabetic)
                        .parse::<i8>()
                        .ok()
                })
                .filter(|day| (1..=31).contains(day));
            start = before(back).map_or(start, |word| word.range.start);
            if let (Some(day), Some(word)) = (day, day_word) {
                start = start.min(word.range.start);
                date = Date::new(year, month as i8, day).ok();
            } else {
                date = last_of_month(year, month as i8);
            }
        }
        if date.is_none()
            && let Some(word) = before(1)
        {
            let month = match word.lower.as_str() {
                "spring" | "frühjahr" | "frühling" | "printemps" | "primavera" => Some(5),
                "summer" | "sommer" | "été" | "verano" => Some(8),
                "autumn" | "fall" | "herbst" | "automne" | "otoño" => Some(11),
                "christmas" | "weihnachten" | "holiday" => Some(12),
                "easter" | "ostern" => Some(4),
                "q1" => Some(3),
                "q2" => Some(6),
                "q3" => Some(9),
                "q4" => Some(12),
                _ => None,
            };
            if let Some(month) = month {
                start = word.range.start;
                date = last_of_month(year, month);
            }
        }
        if date.is_none() {
            // `555 014 2000` is no year.
            let figures = |word: Option<&Word<'_>>| {
                word.is_some_and(|word| word.text.bytes().all(|byte| byte.is_ascii_digit()))
            };
            if figures(before(1)) || year < 2005 {
                continue;
            }
            year_only = true;
            // 2023/24 and 2023-2024 end with the later year.
            let later = words
                .get(at + 1)
                .filter(|next| matches!(between(word, next).as_str(), "/" | "-" | "–"))
                .and_then(|next| match next.text.len() {
                    2 => next.text.parse::<i16>().ok().map(|short| 2000 + short),
                    4 => next.text.parse::<i16>().ok(),
                    _ => None,
                })
                .filter(|later| *later == year + 1);
            date = last_of_month(later.unwrap_or(year), 12);
        }
        if let Some(last) = date {
            out.push(Mention {
                range: start..end,
                last,
                year_only,
            });
        }
    }
    out
}

/// Words that look ahead.
const PLANS: &[&str] = &[
    "will",
    "ll",
    "going",
    "coming",
    "planned",
    "plan",
    "plans",
    "planning",
    "expected",
    "expect",
    "soon",
    "launch",
    "launches",
    "launching",
    "upcoming",
    "scheduled",
    "announce",
    "rolled",
    "rolling",
    "replace",
    "replaces",
    "introduce",
    "introducing",
    "starting",
    "starts",
    "start",
    "opens",
    "move",
    "moves",
    "moving",
    "arrives",
    "arriving",
    "stops",
    "effective",
    "begins",
    "due",
    "retire",
    "retiring",
    "retired",
    "discontinued",
    "phased",
    "closes",
    "closing",
    "switch",
    "switched",
    "available",
    "ready",
    "begin",
    "migrate",
    "migrated",
    "support",
    "deprecated",
    "sunset",
    "becomes",
    "become",
    "wird",
    "werden",
    "folgt",
    "geplant",
    "kommt",
    "kommen",
    "eröffnen",
    "eröffnet",
    "voraussichtlich",
    "erscheint",
    "startet",
    "starten",
    "gilt",
    "gelten",
    "abgeschaltet",
    "umgestellt",
    "prévu",
    "próximamente",
    "prochainement",
];
/// Words that speak of now.
const PRESENT: &[&str] = &[
    "currently",
    "current",
    "now",
    "present",
    "temporarily",
    "temporary",
    "new",
    "newest",
    "latest",
    "season",
    "edition",
    "this",
    "rates",
    "prices",
    "fees",
    "version",
    "release",
    "stand",
    "derzeit",
    "aktuell",
    "aktuelle",
    "aktuellen",
    "neu",
    "neue",
    "neuen",
    "vorübergehend",
    "is",
    "are",
    "can",
    "ist",
    "sind",
    "must",
    "have",
    "has",
    "applies",
    "apply",
    "available",
    "valid",
    "special",
    "offer",
    "promotion",
    "beta",
    "pilot",
];
/// Words that tell of the past.
const PAST: &[&str] = &[
    "was",
    "were",
    "had",
    "began",
    "wurde",
    "wurden",
    "war",
    "waren",
    "introduced",
    "launched",
    "became",
    "merged",
    "renamed",
    "changed",
    "won",
    "completed",
    "opened",
    "started",
    "acquired",
    "moved",
    "joined",
    "ended",
    "took",
    "replaced",
    "stopped",
];
/// Right before a date these make it history, or the name of a law or norm.
const HISTORY: &[&str] = &[
    "since",
    "seit",
    "founded",
    "established",
    "gegründet",
    "act",
    "regulation",
    "directive",
    "law",
    "copyright",
    "iso",
    "gesetz",
    "verordnung",
    "born",
    "updated",
    "aktualisiert",
    "reviewed",
    "published",
    "depuis",
    "desde",
    "incorporated",
    "built",
];
/// Right before a preposition and a date these tie a rule to the day of a deal, for good.
const DEALS: &[&str] = &[
    "bought",
    "purchased",
    "placed",
    "issued",
    "ordered",
    "built",
    "manufactured",
    "sold",
    "signed",
    "created",
    "registered",
    "gekauft",
    "bestellt",
    "produced",
    "made",
    "delivered",
    "joined",
    "opened",
    "installed",
    "older",
    "newer",
    "abgeschlossen",
    "concluded",
    "hired",
    "moved",
    "booked",
    "earned",
    "born",
    "started",
    "taken",
    "contracts",
    "policies",
    "orders",
];
/// Words between a preposition and its date.
const FILLERS: &[&str] = &[
    "the",
    "of",
    "end",
    "dem",
    "den",
    "der",
    "des",
    "ende",
    "early",
    "late",
    "mid",
    "beginning",
    "anfang",
    "mitte",
    "about",
    "around",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "st",
    "nd",
    "rd",
    "th",
    "in",
    "on",
    "at",
    "am",
    "im",
    "midnight",
    "approximately",
];

/// Whether a passed date makes its passage out of date, and how surely. `around` are the words of the
/// heading, and of the heads of row and column.
fn judge(
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

/// Phrases of a writer who looked ahead, and how surely they are stale a year later.
const SOON: &[(&str, f64)] = &[
    ("coming soon", 0.8),
    ("available soon", 0.75),
    ("soon be", 0.75),
    ("will soon", 0.75),
    ("be soon", 0.6),
    ("next month", 0.7),
    ("next week", 0.7),
    ("later this year", 0.8),
    ("later this month", 0.8),
    ("this summer", 0.7),
    ("this spring", 0.7),
    ("this autumn", 0.7),
    ("this fall", 0.7),
    ("this winter", 0.7),
    ("coming weeks", 0.8),
    ("coming months", 0.8),
    ("next few weeks", 0.75),
    ("next few months", 0.75),
    ("next year", 0.6),
    ("end of the year", 0.55),
    ("next spring", 0.7),
    ("next summer", 0.7),
    ("next autumn", 0.7),
    ("next winter", 0.6),
    ("next quarter", 0.75),
    ("next release", 0.6),
    ("next update", 0.6),
    ("next version", 0.65),
    ("in kürze", 0.8),
    ("demnächst", 0.8),
    ("nächsten monat", 0.75),
    ("kommenden wochen", 0.8),
    ("kommenden monaten", 0.8),
    ("pandemic", 0.65),
    ("covid", 0.65),
    ("coronavirus", 0.65),
    ("until further notice", 0.65),
    ("for the time being", 0.55),
    ("currently testing", 0.7),
    ("currently working", 0.7),
    ("in beta", 0.6),
    ("beta version", 0.6),
    ("beta phase", 0.65),
    ("bis auf weiteres", 0.65),
    ("derzeit nicht", 0.55),
    ("just launched", 0.7),
    ("recently launched", 0.65),
    ("brand new", 0.55),
    ("we are working on", 0.6),
    ("temporarily", 0.58),
    ("vorübergehend", 0.58),
    ("at the moment", 0.4),
    ("bientôt", 0.7),
    ("prochainement", 0.75),
    ("temporalmente", 0.55),
    ("próximamente", 0.75),
];

/// After so many days an article that looks ahead at all is told.
const OLD_DAYS: i64 = 600;

/// Phrases of a writer who looked ahead or spoke of what was new, and how surely they are stale when nobody
/// has touched the article for long.
const LONG_AGO: &[(&str, f64)] = &[
    ("we plan to", 0.6),
    ("is planned", 0.6),
    ("are planned", 0.6),
    ("we expect to", 0.6),
    ("we hope to", 0.6),
    ("going to be", 0.6),
    ("going to replace", 0.7),
    ("in development", 0.65),
    ("under construction", 0.6),
    ("in preparation", 0.6),
    ("in the works", 0.65),
    ("on our roadmap", 0.65),
    ("is being built", 0.6),
    ("is being rolled out", 0.65),
    ("are being rolled out", 0.65),
    ("will be available", 0.55),
    ("will be released", 0.65),
    ("will be introduced", 0.65),
    ("will be replaced", 0.65),
    ("will be retired", 0.65),
    ("will be discontinued", 0.65),
    ("will be added", 0.6),
    ("will follow", 0.55),
    ("will launch", 0.65),
    ("will replace", 0.65),
    ("we will launch", 0.65),
    ("we will introduce", 0.65),
    ("we will open", 0.65),
    ("not yet available", 0.6),
    ("not available yet", 0.6),
    ("not yet supported", 0.6),
    ("not supported yet", 0.6),
    ("doesn t exist yet", 0.6),
    ("pilot", 0.55),
    ("the coming spring", 0.7),
    ("the coming summer", 0.7),
    ("the coming autumn", 0.7),
    ("the coming winter", 0.7),
    ("the coming year", 0.65),
    ("coming spring", 0.7),
    ("coming summer", 0.7),
    ("coming autumn", 0.7),
    ("coming winter", 0.7),
    ("at the moment", 0.5),
    ("right now", 0.5),
    ("our newest", 0.55),
    ("our latest", 0.55),
    ("our current", 0.55),
    ("our new", 0.5),
    ("the current version", 0.6),
    ("the latest version is", 0.6),
    ("face mask", 0.7),
    ("masks", 0.55),
    ("social distancing", 0.75),
    ("lockdown", 0.75),
    ("fax", 0.5),
    ("wird derzeit", 0.55),
    ("in planung", 0.65),
    ("in vorbereitung", 0.65),
    ("noch nicht verfügbar", 0.6),
    ("wird eingeführt", 0.65),
    ("en développement", 0.65),
    ("en desarrollo", 0.65),
];

/// The surest phrase of a list that stands there.
fn phrase_of(list: &[(&str, f64)], words: &[Word<'_>]) -> Option<(Range<usize>, f64)> {
    list.iter()
        .filter_map(|(phrase, sure)| Some((place_of(phrase, words)?, *sure)))
        .max_by(|x, y| x.1.total_cmp(&y.1))
}

/// Where a phrase, words parted by spaces, first stands: its bytes.
fn place_of(phrase: &str, words: &[Word<'_>]) -> Option<Range<usize>> {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    let found = words.windows(wanted.len()).find(|window| {
        window
            .iter()
            .zip(&wanted)
            .all(|(word, wanted)| word.lower == *wanted)
    })?;
    Some(found.first()?.range.start..found.last()?.range.end)
}

/// `coming soon` and its like: the words, and how surely they are stale.
fn soon(words: &[Word<'_>]) -> Option<(Range<usize>, f64)> {
    SOON.iter()
        .filter_map(|(phrase, sure)| {
            let place = place_of(phrase, words)?;
            // `if you move next month` is no plan of the house.
            let reader = words
                .iter()
                .any(|word| matches!(word.lower.as_str(), "if" | "when" | "wenn" | "falls"))
                || words.first().is_some_and(|word| word.lower == "cancel");
            let ours = words
                .iter()
                .any(|word| PLANS.contains(&word.lower.as_str()));
            let relative = phrase.starts_with("next ")
                || phrase.starts_with("this ")
                || phrase.starts_with("end ");
            // `it ends with the next month` is a rule.
            let rule = words
                .iter()
                .rev()
                .find(|word| word.range.end <= place.start)
                .is_some_and(|word| word.lower == "the");
            if reader || (relative && (!ours || rule)) {
                return None;
            }
            Some((place, *sure))
        })
        .max_by(|x, y| x.1.total_cmp(&y.1))
}

/// Programs and services that their makers ended, with the day.
const ENDED: &[(&str, i16, i8)] = &[
    ("internet explorer", 2022, 6),
    ("windows xp", 2014, 4),
    ("windows vista", 2017, 4),
    ("windows 7", 2020, 1),
    ("windows 8", 2023, 1),
    ("windows 10", 2025, 10),
    ("flash player", 2020, 12),
    ("adobe flash", 2020, 12),
    ("silverlight", 2021, 10),
    ("google hangouts", 2022, 11),
    ("google plus", 2019, 4),
    ("skype", 2025, 5),
    ("office 2013", 2023, 4),
    ("office 2016", 2025, 10),
    ("universal analytics", 2023, 7),
    ("macos mojave", 2021, 10),
    ("ios 9", 2019, 7),
    ("ios 10", 2019, 7),
    ("ios 11", 2019, 7),
    ("ios 12", 2023, 1),
    ("android 5", 2018, 3),
    ("android 6", 2018, 8),
    ("android 7", 2019, 10),
    ("tls 1 0", 2021, 3),
    ("tls 1 1", 2021, 3),
    ("python 2", 2020, 1),
    ("php 7", 2022, 11),
    ("blackberry", 2022, 1),
    ("windows phone", 2020, 1),
];

/// A program or service that ended before `today`.
fn ended(words: &[Word<'_>], today: Date) -> Option<Range<usize>> {
    if words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "longer" | "mehr" | "unsupported" | "not" | "older" | "ended" | "instead"
        )
    }) {
        return None;
    }
    ENDED.iter().find_map(|(name, year, month)| {
        let place = place_of(name, words)?;
        (last_of_month(*year, *month)? < today).then_some(place)
    })
}
