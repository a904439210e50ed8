//! Programs and services that are no more.

use super::Word;
use super::mention::last_of_month;
use super::outlook::place_of;
use jiff::civil::Date;
use std::ops::Range;

/// Programs and services that their makers ended, with the day.
pub(super) const ENDED: &[(&str, i16, i8)] = &[
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
pub(super) fn ended(words: &[Word<'_>], today: Date) -> Option<Range<usize>> {
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
