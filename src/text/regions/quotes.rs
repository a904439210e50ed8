//! Reply quotes and forwarded mail.

use super::lines::Line;
use super::{Hints, RegionKind};
use crate::shipped::PhraseList;

/// Lines that a mail program writes above a forwarded mail.
static FORWARD_MARKS: PhraseList = PhraseList::new("marks of forwarded mail");

/// Lines that a mail program writes above the mail that is answered.
static ORIGINAL_MARKS: PhraseList = PhraseList::new("marks of quoted mail");

/// Verbs of an attribution line.
static WROTE: PhraseList = PhraseList::new("who wrote");

/// Names of the sender's header, then of the others that stand with it.
static FROM_KEYS: PhraseList = PhraseList::new("keys of senders");
static OTHER_KEYS: PhraseList = PhraseList::new("keys of mail headers");

/// Whether a subject starts with a forward prefix (`Fwd:`, `WG:`, `TR:`, …), reply prefixes aside.
pub(crate) fn says_forwarded(subject: &str) -> bool {
    let mut rest = subject;
    for _ in 0..8 {
        let Some((prefix, tail)) = rest.split_once(':') else {
            return false;
        };
        match prefix.trim().to_lowercase().as_str() {
            "fwd" | "fw" | "wg" | "tr" | "rv" | "enc" | "i" | "doorst" | "weitergeleitet"
            | "reenv" => return true,
            "re" | "aw" | "sv" | "res" | "r" | "rif" | "antw" => rest = tail,
            _ => return false,
        }
    }
    false
}

/// Marks reply quotes and forwarded mail.
pub(super) fn mark(lines: &mut [Line<'_>], hints: Hints<'_>) {
    // From here on the rest of the message is of this kind.
    let mut rest: Option<RegionKind> = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some(kind) = rest {
            if let Some(line) = lines.get_mut(at) {
                line.kind = kind;
            }
            at += 1;
            continue;
        }
        let quote_kind = if hints.forwarded {
            RegionKind::Forwarded
        } else {
            RegionKind::ReplyQuote
        };
        let mut length = 1;
        let mut kind = RegionKind::New;
        if !line.quoted && is_mark(&line.low, &FORWARD_MARKS) {
            kind = RegionKind::Forwarded;
            rest = Some(kind);
        } else if line.quoted {
            kind = RegionKind::ReplyQuote;
        } else if line.rest || is_mark(&line.low, &ORIGINAL_MARKS) {
            kind = if forward_follows(lines, at) {
                RegionKind::Forwarded
            } else {
                quote_kind
            };
            rest = Some(kind);
        } else if header_block(lines, at)
            || (is_rule(line.words)
                && next_full(lines, at + 1).is_some_and(|next| header_block(lines, next)))
        {
            kind = quote_kind;
            rest = Some(kind);
        } else if let Some(attribution) = attribution(lines, at) {
            let next = next_full(lines, at + attribution.lines);
            let quoted = next
                .and_then(|next| lines.get(next))
                .is_some_and(|next| next.quoted);
            if quoted || (attribution.dated && next.is_some()) {
                kind = RegionKind::ReplyQuote;
                length = attribution.lines;
            }
            if !quoted && attribution.dated && next.is_some() {
                rest = Some(kind);
            }
        }
        for line in lines.iter_mut().skip(at).take(length) {
            line.kind = kind;
        }
        at += length;
    }
}

/// A mark stands alone on its line, with dashes, a colon or a few words more at most.
fn is_mark(low: &str, marks: &[&str]) -> bool {
    let bare = low.trim_matches(|character: char| !character.is_alphanumeric());
    let decorated = low.starts_with(['-', '=', '#', '_']) || low.ends_with(':');
    low.len() < 160
        && marks.iter().any(|mark| {
            bare.strip_prefix(mark)
                .is_some_and(|tail| tail.is_empty() || (decorated && tail.len() < 40))
        })
}

fn forward_follows(lines: &[Line<'_>], at: usize) -> bool {
    next_full(lines, at + 1)
        .and_then(|next| lines.get(next))
        .is_some_and(|next| is_mark(&next.low, &FORWARD_MARKS))
}

/// A line of dashes or underscores only.
fn is_rule(words: &str) -> bool {
    words.len() >= 5
        && words
            .chars()
            .all(|character| matches!(character, '_' | '-' | '=' | '—'))
}

fn next_full(lines: &[Line<'_>], from: usize) -> Option<usize> {
    lines
        .iter()
        .enumerate()
        .skip(from)
        .take(4)
        .find(|(_, line)| !line.words.is_empty())
        .map(|(at, _)| at)
}

/// Whether Outlook's header block starts here: the sender and two more within the next lines.
fn header_block(lines: &[Line<'_>], at: usize) -> bool {
    let starts = lines
        .get(at)
        .is_some_and(|line| FROM_KEYS.iter().any(|key| has_key(&line.low, key)));
    starts
        && lines
            .iter()
            .skip(at + 1)
            .take(9)
            .filter(|line| OTHER_KEYS.iter().any(|key| has_key(&line.low, key)))
            .count()
            >= 2
}

/// Whether a sentence of a quote is its attribution or a header, not the quoted words. Takes lower
/// case.
pub(crate) fn is_envelope(text: &str) -> bool {
    is_mark(text, &ORIGINAL_MARKS)
        || is_mark(text, &FORWARD_MARKS)
        || (text.ends_with(':') && WROTE.iter().any(|verb| text.contains(verb)))
        || FROM_KEYS
            .iter()
            .chain(OTHER_KEYS.iter())
            .any(|key| has_key(text, key))
}

fn has_key(low: &str, key: &str) -> bool {
    low.strip_prefix(key)
        .is_some_and(|tail| tail.trim_start().starts_with(':'))
}

struct Attribution {
    lines: usize,
    /// Names a time, a year or an address, so that it cannot well be a sentence.
    dated: bool,
}

/// `On … wrote:` and its like, over up to three lines.
fn attribution(lines: &[Line<'_>], at: usize) -> Option<Attribution> {
    let mut text = String::new();
    for (count, line) in lines.iter().skip(at).take(3).enumerate() {
        if line.low.is_empty() || line.quoted || text.len() > 300 {
            return None;
        }
        text.push_str(&line.low);
        let bare = text.trim_end();
        if bare.ends_with(':') {
            let wrote = WROTE.iter().any(|verb| bare.contains(verb));
            let dated = has_date(bare);
            let gmail =
                bare.ends_with(">:") && dated && bare.starts_with(|c: char| c.is_ascii_digit());
            let figures = bare.bytes().any(|byte| byte.is_ascii_digit()) || bare.contains('@');
            return ((wrote && figures) || gmail).then_some(Attribution {
                lines: count + 1,
                dated,
            });
        }
        // Only lines that can open an attribution are carried over to the next.
        let opens = [
            "on ", "am ", "le ", "el ", "em ", "il ", "op ", "den ", "at ", "a ",
        ]
        .iter()
        .any(|word| text.starts_with(word))
            || text.contains('<')
            || text.starts_with(|c: char| c.is_ascii_digit());
        if !opens || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        text.push(' ');
    }
    None
}

/// A time of day, a year or a mail address.
fn has_date(low: &str) -> bool {
    let bytes = low.as_bytes();
    let year = low
        .split(|character: char| !character.is_ascii_digit())
        .any(|part| part.len() == 4 && (part.starts_with("19") || part.starts_with("20")));
    let time = bytes.windows(4).any(|window| {
        matches!(window, [a, b':' | b'h', c, d] if a.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit())
    });
    year || time || low.contains('@')
}
