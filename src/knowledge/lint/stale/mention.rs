//! Dates with a year in a text.

use super::Word;
use crate::knowledge::lint::quantity::is_year;
use crate::knowledge::lint::units;
use jiff::civil::Date;
use std::ops::Range;

/// A date in words.
#[derive(Debug)]
pub(super) struct Mention {
    pub(super) range: Range<usize>,
    /// Its last day.
    pub(super) last: Date,
    /// A whole year only.
    pub(super) year_only: bool,
}

pub(super) fn last_of_month(year: i16, month: i8) -> Option<Date> {
    Some(Date::new(year, month, 1).ok()?.last_of_month())
}

/// Dates with a year, in order.
pub(super) fn mentions(text: &str, words: &[Word<'_>]) -> Vec<Mention> {
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
