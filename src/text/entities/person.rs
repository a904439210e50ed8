//! Personal names where somebody is addressed, signs, or says who he is.

use crate::shipped::PhraseList;
use crate::text::{Region, RegionKind};
use std::ops::Range;

/// Words with which a letter begins, before the name of whom it is for; lower case.
static GREETINGS: PhraseList = PhraseList::new("greetings");

/// Words with which somebody says his name; lower case.
static INTRODUCTIONS: PhraseList = PhraseList::new("introductions");

/// Words that stand where a name does and are none; lower case.
static NO_NAMES: PhraseList = PhraseList::new("no names");

/// Titles before a name; they are no part of it; lower case, without the point.
static TITLES: PhraseList = PhraseList::new("titles");

/// Longest name, in words.
const MOST_WORDS: usize = 3;
/// Characters of a line that are looked at: a name stands at its beginning.
const HEAD: usize = 160;

/// Names in a text of these regions, in order.
pub(super) fn find(visible: &str, regions: &[Region]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for region in regions {
        let signs = region.kind == RegionKind::Signature;
        if !signs && !region.kind.is_own() {
            continue;
        }
        let text = visible.get(region.visible.clone()).unwrap_or("");
        let mut at = region.visible.start;
        let mut signed = false;
        for line in text.split_inclusive('\n') {
            let head = cut(line, HEAD);
            let name = if signs {
                let name = (!signed).then(|| signature(head)).flatten();
                signed |= name.is_some();
                name
            } else {
                addressed(head)
            };
            found.extend(name.map(|range| at + range.start..at + range.end));
            if !signs {
                found.extend(introduced(line).map(|range| at + range.start..at + range.end));
            }
            at += line.len();
        }
    }
    crate::sorted::by_start(&mut found);
    found.dedup_by(|next, before| next.start < before.end);
    found
}

/// Places of a known full name.
pub(super) fn named(visible: &str, name: &str) -> Vec<Range<usize>> {
    let letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    visible
        .match_indices(name)
        .map(|(at, found)| at..at + found.len())
        .filter(|range| {
            let before = visible
                .get(..range.start)
                .and_then(|head| head.chars().next_back());
            let after = visible
                .get(range.end..)
                .and_then(|tail| tail.chars().next());
            !letter(before) && !letter(after)
        })
        .collect()
}

/// `Hi Ann,`: the name behind a greeting at the start of a line.
fn addressed(line: &str) -> Option<Range<usize>> {
    let start = line.len() - line.trim_start().len();
    let rest = line.get(start..)?;
    let lower = lower_of(rest);
    let greeting = GREETINGS
        .iter()
        .filter(|greeting| starts_with_words(&lower, greeting))
        .max_by_key(|greeting| greeting.len())?;
    let after = start + after_words(rest, greeting)?;
    name_at(line, after, true)
}

/// `my name is Ann Smith`.
fn introduced(line: &str) -> Option<Range<usize>> {
    let lower = lower_of(line);
    INTRODUCTIONS.iter().find_map(|words| {
        let at = lower.find(words)?;
        let bounded = lower
            .get(..at)
            .and_then(|head| head.chars().next_back())
            .is_none_or(|before| !before.is_alphanumeric());
        let end = line.len().min(at + words.len());
        // Lower case keeps the length of nearly every letter; where it does not, there is no name.
        (bounded && lower.len() == line.len() && line.is_char_boundary(end))
            .then(|| name_at(line, end, false))
            .flatten()
    })
}

/// A line of a signature that is nothing but a name, or a closing with a name behind its comma.
fn signature(line: &str) -> Option<Range<usize>> {
    let start = line.len() - line.trim_start_matches(|c: char| !c.is_alphabetic()).len();
    let whole = name_at(line, start, false).filter(|name| {
        let after = line.get(name.end..).unwrap_or("");
        let lower = lower_of(line.get(name.clone()).unwrap_or(""));
        after.chars().all(|c| !c.is_alphanumeric()) && !is_closing(&lower)
    });
    whole.or_else(|| {
        let comma = line.find(',')?;
        is_closing(&lower_of(line.get(..comma)?))
            .then(|| name_at(line, comma + 1, false))
            .flatten()
    })
}

/// Whether the words close a letter: they then are no name, although they begin with capitals.
fn is_closing(lower: &str) -> bool {
    const PARTS: &[&str] = &[
        "regard",
        "wish",
        "sincer",
        "yours",
        "best",
        "thank",
        "cheers",
        "grüß",
        "gruß",
        "gruss",
        "gruess",
        "dank",
        "salut",
        "cordial",
        "merci",
        "saludo",
        "gracias",
        "atent",
        "cumpriment",
        "abraço",
        "obrigad",
        "grazie",
        "distint",
        "groet",
        "bedankt",
        "hoogachtend",
        "respect",
        "mfg",
        "mvg",
        "faithful",
        "warm",
        "take care",
        "amicalement",
        "hochachtung",
        "sent ",
    ];
    PARTS.iter().any(|part| lower.contains(part))
}

/// A name that begins at `from` or behind white space and titles: words that begin with capitals.
fn name_at(line: &str, from: usize, ends: bool) -> Option<Range<usize>> {
    let mut at = from;
    let mut name: Option<Range<usize>> = None;
    let mut words = 0;
    let mut titles = 0;
    while words < MOST_WORDS {
        let rest = line.get(at..)?;
        let gap = rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
        let word = rest.get(gap..)?;
        let length = word
            .find(|c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’' | '-')))
            .unwrap_or(word.len());
        let word = word.get(..length)?;
        let lower = lower_of(word);
        if name.is_none() && titles < 3 && TITLES.contains(&lower.as_str()) {
            titles += 1;
            at += gap + length;
            if line.get(at..)?.starts_with('.') {
                at += 1;
            }
            continue;
        }
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if !capital || NO_NAMES.contains(&lower.as_str()) || (gap == 0 && name.is_some()) {
            break;
        }
        let start = at + gap;
        name = Some(name.map_or(start, |before| before.start)..start + length);
        at = start + length;
        words += 1;
    }
    let name = name?;
    // Behind a greeting the name ends the line or stands before a mark: `Hi Order` may go on.
    let after = line.get(name.end..)?.trim_start_matches([' ', '\u{a0}']);
    let ended = after
        .chars()
        .next()
        .is_none_or(|c| matches!(c, ',' | '!' | '.' | ':' | ';' | '\n' | '\r' | '-' | '–'));
    (!ends || ended).then_some(name)
}

fn starts_with_words(lower: &str, words: &str) -> bool {
    lower
        .strip_prefix(words)
        .is_some_and(|rest| rest.starts_with([' ', '\u{a0}']))
        || ["good ", "guten "].iter().any(|polite| {
            lower
                .strip_prefix(polite)
                .and_then(|rest| rest.strip_prefix(words))
                .is_some_and(|rest| rest.starts_with(' '))
        })
}

/// Where the text goes on behind a greeting.
fn after_words(text: &str, greeting: &str) -> Option<usize> {
    let lower = lower_of(text);
    (lower.len() == text.len()).then(|| lower.find(greeting).map(|at| at + greeting.len()))?
}

fn lower_of(text: &str) -> String {
    text.to_lowercase()
}

/// The first characters of a line.
fn cut(line: &str, most: usize) -> &str {
    line.char_indices()
        .nth(most)
        .map_or(line, |(at, _)| line.get(..at).unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Conversation;
    use crate::ticket::ReadTicket;

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let json = serde_json::json!({"id": "1", "messages": [{"body": body}]}).to_string();
        let read = ReadTicket::from_json(&json).expect("a ticket");
        let conversation = Conversation::read(&read.ticket);
        let passage = &conversation.messages[0];
        let found: Vec<&str> = find(&passage.visible, &passage.regions)
            .iter()
            .map(|range| passage.text(range))
            .collect();
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn who_is_addressed() {
        check("Hi Sarah,\nmy kettle leaks.", &["Sarah"]);
        check("Dear Mr. O'Neill,\nit leaks.", &["O'Neill"]);
        check("Sehr geehrte Frau Dr. Müller,\nes tropft.", &["Müller"]);
        check("Good morning Anna-Lena, it leaks", &["Anna-Lena"]);
        check("Bonjour Madame Lefèvre,\nça fuit.", &["Lefèvre"]);
        for nobody in [
            "Hi there, it leaks",
            "Hello Team,",
            "Dear Sir or Madam,",
            "Hello Kitty mug arrived broken",
            "hi, where is my order?",
            "Sehr geehrte Damen und Herren,",
        ] {
            check(nobody, &[]);
        }
    }

    #[test]
    fn who_signs_and_who_speaks() {
        check(
            "It leaks.\n\nKind regards,\nTom Baker\n+44 20 7946 0000",
            &["Tom Baker"],
        );
        check("It leaks.\n\nBest, Tom", &["Tom"]);
        check("Hello, my name is Ann Smith and it leaks.", &["Ann Smith"]);
        check("Guten Tag, mein Name ist Jörg Vogel.", &["Jörg Vogel"]);
        check("This is the third time.", &[]);
        check("This is Ridiculous", &[]);
    }
}
