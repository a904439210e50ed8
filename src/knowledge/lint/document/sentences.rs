//! Sentences of a block of text.

use std::ops::Range;

/// Abbreviations after which a sentence goes on.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "z.b", "d.h", "u.a", "ca", "bzw", "approx", "min", "max", "incl", "inkl", "zzgl",
    "vs", "mr", "mrs", "ms", "dr", "st", "no", "nr", "etc", "evtl", "ggf", "tel", "a.m", "p.m",
];

/// Cuts a block into sentences: at a terminator followed by a space and a capital, figure or sign.
pub(super) fn sentences(visible: &str, block: Range<usize>) -> Vec<Range<usize>> {
    let text = visible.get(block.clone()).unwrap_or("");
    let mut out = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if !matches!(character, '.' | '!' | '?' | '…' | '。') {
            continue;
        }
        let Some((next, space)) = characters.peek().copied() else {
            break;
        };
        if character != '。' && !space.is_whitespace() {
            continue;
        }
        let word = text.get(start..at).unwrap_or("");
        let word = word.rsplit([' ', '(']).next().unwrap_or("").to_lowercase();
        let following = text.get(next..).unwrap_or("").trim_start();
        let lower = following.starts_with(char::is_lowercase);
        let number = following.starts_with(|c: char| c.is_ascii_digit());
        let short = ABBREVIATIONS.contains(&word.as_str()) && (lower || number || word != "no");
        // `am 3. Mai`, `p.m. Central Time`
        let ordinal = word.len() <= 2
            && !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_digit())
            && !following.is_empty()
            && character == '.'
            && text.get(..at).is_some_and(|head| {
                let before = head.get(..head.len() - word.len()).unwrap_or("");
                !before.ends_with("und ") || lower
            })
            && MONTHS_AND_UNITS
                .iter()
                .any(|month| following.to_lowercase().starts_with(month));
        let half_day = matches!(word.as_str(), "a.m" | "p.m") && !starts_sentence(following);
        if lower || (short && !matches!(word.as_str(), "a.m" | "p.m")) || ordinal || half_day {
            continue;
        }
        out.push(block.start + start..block.start + next);
        start = next;
    }
    out.push(block.start + start..block.end);
    out.retain_mut(|range| {
        let text = visible.get(range.clone()).unwrap_or("");
        range.start += text.len() - text.trim_start().len();
        range.end = range.start + text.trim().len();
        range.start < range.end
    });
    out
}

/// What follows the point of an ordinal number in German and its like.
const MONTHS_AND_UNITS: &[&str] = &[
    "jan",
    "feb",
    "mär",
    "apr",
    "mai",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dez",
    "woche",
    "tag",
    "monat",
    "jahr",
    "lebensjahr",
    "werktag",
    "januar",
];

/// Words with which a sentence starts after `p.m.`.
fn starts_sentence(following: &str) -> bool {
    let word = following
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    [
        "The", "You", "We", "If", "Our", "It", "For", "On", "In", "Please", "This", "Orders", "A",
        "An", "When", "Chat", "Outside", "At", "To", "After", "Calls", "Closed", "Your",
    ]
    .contains(&word)
}
