//! Days of the year and of the week, and times of day.

use super::lexeme::Kind;
use super::{Found, Quantity, Scan};
use crate::knowledge::lint::units::{self, Measure};

impl Scan<'_, '_> {
    /// Dates with a year are no quantity; a day and month without one is.
    pub(super) fn date(&self, at: usize) -> Found {
        let day_at = |at: usize| -> Option<(u8, usize)> {
            let lexeme = self.get(at)?;
            if lexeme.kind != Kind::Number {
                return None;
            }
            let day: u8 = lexeme.text.parse().ok()?;
            let mut next = at + 1;
            if self.get(next).is_some_and(|suffix| {
                suffix.glued
                    && matches!(suffix.lower.as_str(), "st" | "nd" | "rd" | "th" | "." | "º")
            }) {
                next += 1;
            }
            (1..=31).contains(&day).then_some((day, next))
        };
        let month_at = |at: usize| {
            self.get(at)
                .filter(|lexeme| lexeme.text.starts_with(char::is_uppercase))
                .and_then(|lexeme| units::month(&lexeme.lower))
        };
        let year_at = |at: usize| is_year(self.lower(at));
        let with_year = |mut next: usize| {
            if self.lower(next) == "." {
                next += 1;
            }
            let comma = usize::from(self.lower(next) == ",");
            (year_at(next + comma)).then_some(next + comma + 1)
        };
        let whole = |month: u8, day: u8, next: usize| -> Found {
            if let Some(end) = with_year(next) {
                return Some((None, end));
            }
            let value = f64::from(u16::from(month) * 31 + u16::from(day));
            let mut end = next;
            let mut high = value;
            // `24 and 25 December`, `December 24 to 26`
            if matches!(
                self.lower(end),
                "-" | "–" | "to" | "and" | "bis" | "und" | "until"
            ) {
                if let (Some(other), Some((day, after))) = (month_at(end + 1), day_at(end + 2)) {
                    high = f64::from(u16::from(other) * 31 + u16::from(day));
                    end = after;
                } else if let Some((other, after)) = day_at(end + 1) {
                    high = f64::from(u16::from(month) * 31 + u16::from(other));
                    end = after;
                }
            }
            if let Some(end) = with_year(end) {
                return Some((None, end));
            }
            Some((
                Some(Quantity::new(
                    Measure::YearDay,
                    value,
                    high,
                    self.range(at, end),
                )),
                end,
            ))
        };
        if let Some(month) = month_at(at) {
            if let Some((day, next)) = day_at(at + 1) {
                return whole(month, day, next);
            }
            if let Some(end) = with_year(at + 1) {
                return Some((None, end));
            }
            return None;
        }
        if let Some((day, next)) = day_at(at) {
            let of = usize::from(matches!(self.lower(next), "of" | "de"));
            if let Some(month) = month_at(next + of) {
                return whole(month, day, next + of + 1);
            }
        }
        let lexeme = self.get(at)?;
        if lexeme.kind != Kind::Number {
            return None;
        }
        // 2024-05-01, 1/5/2024, 01.05.2024
        if lexeme.text.split('.').count() == 3 {
            return Some((None, at + 1));
        }
        let parted = |sign: &str| {
            self.lower(at + 1) == sign
                && self.get(at + 1).is_some_and(|sign| sign.glued)
                && self
                    .get(at + 2)
                    .is_some_and(|next| next.kind == Kind::Number)
        };
        if (parted("-") && is_year(&lexeme.lower)) || (parted("/") && self.lower(at + 3) == "/") {
            let mut end = at + 1;
            while self.get(end).is_some_and(|lexeme| lexeme.glued) {
                end += 1;
            }
            return Some((None, end));
        }
        if is_year(&lexeme.lower) && !self.has_unit(at + 1) {
            return Some((None, at + 1));
        }
        None
    }

    pub(super) fn weekdays(&self, at: usize) -> Found {
        let first = units::weekday(self.lower(at))?;
        let written = self.get(at)?.text;
        let name = first < 7;
        if name && !written.starts_with(char::is_uppercase) && !written.ends_with('s') {
            return None;
        }
        let mut bits = bits_of(first);
        let mut end = at + 1;
        loop {
            let joins = self.lower(end);
            let Some(next) = units::weekday(self.lower(end + 1)) else {
                break;
            };
            match joins {
                "to" | "-" | "–" | "bis" | "through" | "until" | "till" if name && next < 7 => {
                    bits = (0..7_u8)
                        .filter(|day| {
                            if first <= next {
                                (first..=next).contains(day)
                            } else {
                                *day >= first || *day <= next
                            }
                        })
                        .fold(bits, |bits, day| bits | (1 << day));
                }
                "and" | "," | "und" | "or" | "oder" => bits |= bits_of(next),
                _ => break,
            }
            end += 2;
        }
        let value = f64::from(bits);
        Some((
            Some(Quantity::new(
                Measure::Weekdays,
                value,
                value,
                self.range(at, end),
            )),
            end,
        ))
    }

    /// A time of day at `at`: minutes, whether it says so by itself, and the end.
    pub(super) fn time(&self, at: usize) -> Option<(f64, bool, usize)> {
        let lexeme = self.get(at)?;
        match lexeme.lower.as_str() {
            "noon" | "midday" => return Some((720.0, true, at + 1)),
            "midnight" | "mitternacht" => return Some((1440.0, true, at + 1)),
            _ => {}
        }
        if lexeme.kind != Kind::Number {
            return None;
        }
        let (hours, minutes) = match lexeme.text.split_once([':', '.']) {
            Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
            Some(_) => return None,
            None => (lexeme.text, "0"),
        };
        let hours: f64 = hours.parse().ok()?;
        let minutes: f64 = minutes.parse().ok()?;
        if hours > 24.0 || minutes > 59.0 {
            return None;
        }
        let value = hours * 60.0 + minutes;
        let mut end = at + 1;
        let word = self.lower(end);
        // a.m., am, a. m.
        if (matches!(word, "a" | "p") && self.lower(end + 1) == "." && self.lower(end + 2) == "m")
            || matches!(word, "am" | "pm")
        {
            let afternoon = word.starts_with('p');
            if word.len() == 1 {
                end += 3;
                if self
                    .get(end)
                    .is_some_and(|point| point.glued && point.text == ".")
                {
                    end += 1;
                }
            } else {
                end += 1;
            }
            if hours > 12.0 {
                return None;
            }
            let noon = hours == 12.0;
            let value = match (afternoon, noon) {
                (true, false) => value + 720.0,
                (false, true) => value - 720.0,
                _ => value,
            };
            return Some((value, true, end));
        }
        if matches!(word, "uhr" | "o'clock" | "o’clock") {
            return Some((value, true, end + 1));
        }
        let colon = lexeme.text.contains(':');
        Some((value, colon, end))
    }

    pub(super) fn clock(&self, at: usize) -> Found {
        if self.lower(at) == "24" && self.lower(at + 1) == "/" && self.lower(at + 2) == "7" {
            return Some((
                Some(Quantity::new(
                    Measure::Clock,
                    0.0,
                    1440.0,
                    self.range(at, at + 3),
                )),
                at + 3,
            ));
        }
        let round = [
            ["around", "the", "clock"],
            ["rund", "um", "die"],
            ["day", "and", "night"],
        ];
        if round
            .iter()
            .any(|words| (0..3).all(|step| words.get(step) == Some(&self.lower(at + step))))
        {
            let end = at + if self.lower(at) == "rund" { 4 } else { 3 };
            return Some((
                Some(Quantity::new(
                    Measure::Clock,
                    0.0,
                    1440.0,
                    self.range(at, end),
                )),
                end,
            ));
        }
        let (first, said, next) = self.time(at)?;
        if matches!(
            self.lower(next),
            "to" | "-" | "–" | "and" | "until" | "till" | "bis" | "und"
        ) && let Some((second, also, end)) = self.time(next + 1)
            && (said || also)
            && !self.has_unit(end)
        {
            // `2 to 4 p.m.`: the first takes the half of the day from the second.
            let first = if !said
                && also
                && second > 720.0
                && first + 720.0 < second
                && self.lower(end.saturating_sub(1)) != "uhr"
            {
                first + 720.0
            } else {
                first
            };
            return Some((
                Some(Quantity::new(
                    Measure::Clock,
                    first,
                    second,
                    self.range(at, end),
                )),
                end,
            ));
        }
        if !said {
            return None;
        }
        Some((
            Some(Quantity::new(
                Measure::Clock,
                first,
                first,
                self.range(at, next),
            )),
            next,
        ))
    }
}

fn bits_of(day: u8) -> u8 {
    match day {
        0..=6 => 1 << day,
        7 => 0b001_1111,
        8 => 0b110_0000,
        _ => 0b111_1111,
    }
}

/// Whether the word is a year of our time.
pub(in crate::knowledge::lint) fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && word
            .parse::<u16>()
            .is_ok_and(|year| (1970..2070).contains(&year))
}
