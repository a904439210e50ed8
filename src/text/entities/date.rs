//! Dates: absolute in the common forms, and relative ones against the message's time.

use crate::calendar::{days_after, days_between, months_after};
use crate::shipped::PhraseList;
use crate::text::{pattern, windows};
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, tz::Offset};
use regex_lite::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

const MONTHS: &str = concat!(
    // A word boundary knows ASCII only: `mar` would end before `ç`.
    "março|märz|january|february|march|april|may|june|july|august|september|october|november|december|",
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|",
    "januar|jänner|februar|mai|juni|juli|oktober|dezember|mär|okt|dez|",
    "janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|",
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|",
    "janeiro|fevereiro|maio|junho|julho|setembro|outubro|novembro|dezembro|",
    "gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|",
    "januari|februari|maart|mei|augustus",
);

static ABSOLUTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern::caseless(&format!(
        concat!(
            r"\b(?P<iy>20[0-9]{{2}}|19[0-9]{{2}})-(?P<im>[0-9]{{1,2}})-(?P<id>[0-9]{{1,2}})\b",
            r"|\b(?P<na>[0-9]{{1,2}})(?P<sep>[./-])(?P<nb>[0-9]{{1,2}})[./-](?P<ny>(?:19|20)?[0-9]{{2}})\b",
            r"|\b(?P<ga>[0-9]{{1,2}})\.(?P<gb>1[0-2]|0?[1-9])\.(?:\s|$|,)",
            r"|\b(?P<d1>[0-9]{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?: of| de| di)? ?(?P<m1>{0})\b\.?(?:,? (?:de |del )?(?P<y1>20[0-9]{{2}}|19[0-9]{{2}})\b)?",
            r"|\b(?P<m2>{0})\b\.? (?:the )?(?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>20[0-9]{{2}}|19[0-9]{{2}})\b)?",
        ),
        MONTHS
    ))
});

static RELATIVE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern::caseless(concat!(
        r"(?P<day>\b(?:day before yesterday|day after tomorrow|yesterday|today|tonight|tomorrow|vorgestern|gestern|heute|",
        r"aujourd['’]hui|avant-hier|après-demain|anteayer|ayer|hoy|anteontem|ontem|hoje|ieri|oggi|domani|eergisteren|gisteren|vandaag|overmorgen)\b|\bamanhã|übermorgen)",
        r"|\b(?P<which>last|this past|past|next|this coming|letzten|letzte|nächsten|kommenden|vorigen|afgelopen|vorige|volgende) (?P<week>monday|tuesday|wednesday|thursday|friday|saturday|sunday|",
        r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\b",
        r"|\b(?P<week2>lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica) (?P<which2>(?:dernier|prochain|pasado|próximo|scorso|prossimo|passado)\b|passé)",
        r"|\b(?P<n1>[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|couple of|un|una|due|tre|twee|drie|een) (?P<u1>days?|weeks?|months?|years?|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|dag|dagen|weken|week|maand|maanden|jaar) (?:ago|earlier|fa|geleden)\b",
        r"|\b(?:vor|hace|il y a|há|ha) (?P<n2>[0-9]{1,3}|einem|einer|zwei|drei|vier|fünf|sechs|un|una|une|dos|tres|deux|trois|quatre|um|uma|dois|duas|três) (?P<u2>tag|tagen|woche|wochen|monat|monaten|jahr|jahren|días?|semanas?|mes|meses|años?|jours?|semaines?|mois|ans?|dias?|mês)\b",
    ))
});

/// Words without one of which no relative date stands there, sorted.
static RELATIVE_WORDS: PhraseList = PhraseList::new("words of relative dates");

/// Dates in order, as ISO text. `at` is the message's time (milliseconds since 1970 UTC); without it
/// relative dates and those without a year stay unread. `month_first`: `11/12/2026` is the twelfth of
/// November.
pub(super) fn find(text: &str, at: Option<i64>, month_first: bool) -> Vec<(Range<usize>, String)> {
    let today = at
        .and_then(|millis| Timestamp::from_millisecond(millis).ok())
        .map(|moment| Offset::UTC.to_datetime(moment).date());
    let mut found = Vec::new();
    for window in windows::around_figures(text) {
        let part = text.get(window.clone()).unwrap_or("");
        for captures in ABSOLUTE.iter().flat_map(|regex| regex.captures_iter(part)) {
            if let (Some(whole), Some(day)) =
                (captures.get(0), absolute(&captures, today, month_first))
            {
                let written = whole.as_str().trim_end_matches([' ', ',', '\n', '\t']);
                let start = window.start + whole.start();
                found.push((start..start + written.len(), day.to_string()));
            }
        }
    }
    let Some(today) = today else {
        return found;
    };
    for window in windows::around_words(text, &RELATIVE_WORDS) {
        let part = text.get(window.clone()).unwrap_or("");
        for captures in RELATIVE.iter().flat_map(|regex| regex.captures_iter(part)) {
            if let (Some(whole), Some(day)) = (captures.get(0), relative(&captures, today)) {
                let start = window.start + whole.start();
                found.push((start..start + whole.len(), day.to_string()));
            }
        }
    }
    found.sort_unstable_by_key(|(range, _)| (range.start, range.end));
    found
}

fn absolute(captures: &Captures<'_>, today: Option<Date>, month_first: bool) -> Option<Date> {
    let number = |name: &str| {
        captures
            .name(name)
            .and_then(|found| found.as_str().parse::<i16>().ok())
    };
    if let Some(year) = number("iy") {
        return day(year, number("im")?, number("id")?);
    }
    if let Some(first) = number("na") {
        let second = number("nb")?;
        let year = number("ny")?;
        let year = if year < 100 { year + 2000 } else { year };
        let slash = captures.name("sep")?.as_str() != ".";
        let american = (slash && month_first && first <= 12) || second > 12;
        return if american {
            day(year, first, second)
        } else {
            day(year, second, first)
        };
    }
    if let Some(first) = number("ga") {
        return nearest(number("gb")?, first, today?);
    }
    let (name, number_of_day, year) = if captures.name("m1").is_some() {
        ("m1", "d1", "y1")
    } else {
        ("m2", "d2", "y2")
    };
    let month = month(&captures.name(name)?.as_str().to_lowercase())?;
    let number_of_day = number(number_of_day)?;
    match number(year) {
        Some(year) => day(year, month, number_of_day),
        None => nearest(month, number_of_day, today?),
    }
}

fn day(year: i16, month: i16, number: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(number).ok()?).ok()
}

/// Without a year the nearest such day is meant.
fn nearest(month: i16, number: i16, today: Date) -> Option<Date> {
    (-1..=1)
        .filter_map(|step| day(today.year() + step, month, number))
        .min_by_key(|candidate| days_between(*candidate, today).abs())
}

/// Month by the first letters of its name in any of the languages.
fn month(name: &str) -> Option<i16> {
    const STARTS: &[(&str, i16)] = &[
        ("ja", 1),
        ("jä", 1),
        ("en", 1),
        ("ge", 1),
        ("f", 2),
        ("mart", 3),
        ("mars", 3),
        ("marz", 3),
        ("mar", 3),
        ("mär", 3),
        ("maa", 3),
        ("ap", 4),
        ("av", 4),
        ("ab", 4),
        ("ma", 5),
        ("me", 5),
        ("jui", 6),
        ("jun", 6),
        ("giu", 6),
        ("jul", 7),
        ("lu", 7),
        ("au", 8),
        ("ao", 8),
        ("ag", 8),
        ("s", 9),
        ("o", 10),
        ("n", 11),
        ("d", 12),
    ];
    if name.starts_with("juil") {
        return Some(7);
    }
    STARTS
        .iter()
        .find(|(start, _)| name.starts_with(start))
        .map(|(_, month)| *month)
}

fn relative(captures: &Captures<'_>, today: Date) -> Option<Date> {
    let word = |name: &str| {
        captures
            .name(name)
            .map(|found| found.as_str().to_lowercase())
    };
    if let Some(word) = word("day") {
        let days = match word.as_str() {
            "yesterday" | "gestern" | "ayer" | "ontem" | "ieri" | "gisteren" => -1,
            "tomorrow" | "amanhã" | "domani" => 1,
            "day before yesterday"
            | "vorgestern"
            | "avant-hier"
            | "anteayer"
            | "anteontem"
            | "eergisteren" => -2,
            "day after tomorrow" | "übermorgen" | "après-demain" | "overmorgen" => 2,
            _ => 0,
        };
        return days_after(today, i64::from(days));
    }
    if let Some(name) = word("week").or_else(|| word("week2")) {
        let which = word("which").or_else(|| word("which2"))?;
        let ahead = [
            "next", "coming", "nächst", "komm", "volgend", "proch", "próx", "pross",
        ]
        .iter()
        .any(|start| which.contains(start));
        let wanted = i64::from(weekday(&name)?.to_monday_zero_offset());
        let now = i64::from(today.weekday().to_monday_zero_offset());
        // From one to seven days away: today is neither the next one nor the last one.
        return days_after(
            today,
            if ahead {
                (wanted - now - 1).rem_euclid(7) + 1
            } else {
                -((now - wanted - 1).rem_euclid(7) + 1)
            },
        );
    }
    let (count, unit) = match (word("n1"), word("u1")) {
        (Some(count), Some(unit)) => (count, unit),
        _ => (word("n2")?, word("u2")?),
    };
    let count: i64 = match count.parse() {
        Ok(count) => count,
        Err(_) => match count.as_str() {
            "two" | "couple of" | "zwei" | "dos" | "deux" | "dois" | "duas" | "due" | "twee" => 2,
            "three" | "drei" | "tres" | "trois" | "três" | "tre" | "drie" => 3,
            "four" | "vier" | "quatre" => 4,
            "five" | "fünf" => 5,
            "six" | "sechs" => 6,
            "seven" => 7,
            "eight" => 8,
            "nine" => 9,
            "ten" => 10,
            _ => 1,
        },
    };
    if unit.starts_with(['w', 's']) {
        days_after(today, count.checked_mul(-7)?)
    } else if unit.starts_with('m') {
        months_after(today, -count)
    } else if unit.starts_with("dag")
        || unit.starts_with(['d', 't', 'g'])
        || unit.starts_with("jour")
    {
        days_after(today, -count)
    } else {
        months_after(today, count.checked_mul(-12)?)
    }
}

fn weekday(name: &str) -> Option<Weekday> {
    const STARTS: &[(&str, Weekday)] = &[
        ("mond", Weekday::Monday),
        ("mont", Weekday::Monday),
        ("lu", Weekday::Monday),
        ("maan", Weekday::Monday),
        ("tu", Weekday::Tuesday),
        ("di", Weekday::Tuesday),
        ("mart", Weekday::Tuesday),
        ("mard", Weekday::Tuesday),
        ("we", Weekday::Wednesday),
        ("mi", Weekday::Wednesday),
        ("me", Weekday::Wednesday),
        ("wo", Weekday::Wednesday),
        ("th", Weekday::Thursday),
        ("don", Weekday::Thursday),
        ("je", Weekday::Thursday),
        ("ju", Weekday::Thursday),
        ("gi", Weekday::Thursday),
        ("fr", Weekday::Friday),
        ("ve", Weekday::Friday),
        ("vi", Weekday::Friday),
        ("vr", Weekday::Friday),
        ("sa", Weekday::Saturday),
        ("sá", Weekday::Saturday),
        ("za", Weekday::Saturday),
        ("sonna", Weekday::Saturday),
        ("su", Weekday::Sunday),
        ("son", Weekday::Sunday),
        ("do", Weekday::Sunday),
        ("zo", Weekday::Sunday),
    ];
    if name.starts_with("dim") {
        return Some(Weekday::Sunday);
    }
    STARTS
        .iter()
        .find(|(start, _)| name.starts_with(start))
        .map(|(_, weekday)| *weekday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Wednesday, 18 November 2026, 09:00 UTC.
    const AT: i64 = 1_794_992_400_000;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = find(text, Some(AT), true)
            .into_iter()
            .map(|(_, day)| day)
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn absolute_dates_are_read() {
        assert!(ABSOLUTE.is_some() && RELATIVE.is_some());
        assert_eq!(
            Timestamp::from_millisecond(AT)
                .map(|t| Offset::UTC.to_datetime(t).date())
                .ok(),
            Some(date(2026, 11, 18))
        );
        check("on 2026-10-24", &["2026-10-24"]);
        check("am 24.10.2026 und am 3.11.", &["2026-10-24", "2026-11-03"]);
        check("10/24/2026 or 24/10/2026", &["2026-10-24", "2026-10-24"]);
        check("11/12/26", &["2026-11-12"]);
        check(
            "October 24th, 2026 and Oct. 3",
            &["2026-10-24", "2026-10-03"],
        );
        check(
            "24 octobre 2026, 3. Dezember, 5 de marzo de 2026, 1 juillet",
            &["2026-10-24", "2026-12-03", "2026-03-05", "2026-07-01"],
        );
        check("january 5", &["2027-01-05"]);
        check("31.02.2026, 99/99/2026, 12 boxes", &[]);
    }

    #[test]
    fn relative_dates_count_from_the_message() {
        assert!(RELATIVE_WORDS.is_sorted());
        check("yesterday, today", &["2026-11-17", "2026-11-18"]);
        check("last Friday and next monday", &["2026-11-13", "2026-11-23"]);
        check(
            "two weeks ago, 3 days ago, a month ago",
            &["2026-11-04", "2026-11-15", "2026-10-18"],
        );
        check(
            "vor 3 Tagen, letzten Freitag, gestern",
            &["2026-11-15", "2026-11-13", "2026-11-17"],
        );
        check(
            "il y a deux semaines, vendredi dernier",
            &["2026-11-04", "2026-11-13"],
        );
        check("hace 3 días, ayer", &["2026-11-15", "2026-11-17"]);
        check("há 2 meses, ontem", &["2026-09-18", "2026-11-17"]);
        check("3 giorni fa, ieri", &["2026-11-15", "2026-11-17"]);
        check("3 dagen geleden, gisteren", &["2026-11-15", "2026-11-17"]);
        assert!(find("yesterday", None, true).is_empty());
    }
}
