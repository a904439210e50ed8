//! Phrases of a writer who looked ahead.

use super::Word;
use super::cues::PLANS;
use std::ops::Range;

/// Phrases of a writer who looked ahead, and how surely they are stale a year later.
pub(super) const SOON: &[(&str, f64)] = &[
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
pub(super) const OLD_DAYS: i64 = 600;

/// Phrases of a writer who looked ahead or spoke of what was new, and how surely they are stale when nobody
/// has touched the article for long.
pub(super) const LONG_AGO: &[(&str, f64)] = &[
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
    ("the coming year", 0.65),
    ("coming spring", 0.7),
    ("coming summer", 0.7),
    ("coming autumn", 0.7),
    ("coming winter", 0.7),
    ("our newest", 0.55),
    ("our latest", 0.55),
    ("our current", 0.55),
    ("the current version", 0.6),
    ("the latest version is", 0.6),
    ("face mask", 0.7),
    ("masks", 0.55),
    ("social distancing", 0.75),
    ("lockdown", 0.75),
    ("wird derzeit", 0.55),
    ("in planung", 0.65),
    ("in vorbereitung", 0.65),
    ("noch nicht verfügbar", 0.6),
    ("wird eingeführt", 0.65),
    ("en développement", 0.65),
    ("en desarrollo", 0.65),
];

/// The surest phrase of a list that stands there.
pub(super) fn phrase_of(list: &[(&str, f64)], words: &[Word<'_>]) -> Option<(Range<usize>, f64)> {
    list.iter()
        .filter_map(|(phrase, sure)| Some((place_of(phrase, words)?, *sure)))
        .max_by(|x, y| x.1.total_cmp(&y.1))
}

/// Where a phrase, words parted by spaces, first stands: its bytes.
pub(super) fn place_of(phrase: &str, words: &[Word<'_>]) -> Option<Range<usize>> {
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
pub(super) fn soon(words: &[Word<'_>]) -> Option<(Range<usize>, f64)> {
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
