//! Sentences: by terminators as Unicode's sentence rules have them, and by line structure. A
//! hard-wrapped line does not end a sentence, an empty line or a list item does, an abbreviation
//! does not.

use super::entities::Personal;
use super::regions::{self, Region};
use super::{Normal, Sentence};
use crate::shipped::PhraseList;
use crate::ticket::Role;
use std::ops::Range;

/// Longest sentence in bytes; a longer one is cut at a space.
const LONGEST: usize = 2000;

/// Columns from which on a line may have been broken by the mail program.
const WRAP_FROM: usize = 40;
/// Columns beyond which no mail program breaks.
const WRAP_TO: usize = 110;

/// The sentences of a text, in order; blank ones are left out.
pub(crate) fn split(
    visible: &str,
    regions: &[Region],
    personal: &[Personal],
    role: Role,
) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for region in regions {
        let standing = regions::standing(region.kind, role == Role::Customer);
        for block in blocks(visible, &region.visible) {
            pieces(visible, &block, &mut |range| {
                sentences.push(Sentence {
                    normal: Normal::of(visible, &range, personal),
                    visible: range,
                    region: region.kind,
                    standing,
                });
            });
        }
    }
    sentences
}

/// Runs of lines that belong together.
fn blocks(visible: &str, region: &Range<usize>) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut at = region.start;
    // The line before: whether it goes on.
    let mut open: Option<(usize, bool)> = None;
    for line in visible
        .get(region.clone())
        .unwrap_or("")
        .split_inclusive('\n')
    {
        let range = at..at + line.len();
        at = range.end;
        let words = unquoted(line);
        if words.is_empty() {
            open = None;
            continue;
        }
        let quoted = line.trim_start().starts_with('>');
        let joins = open.is_some_and(|(columns, before)| {
            let first = words.split(char::is_whitespace).next().unwrap_or("");
            let wrapped = (WRAP_FROM..=WRAP_TO).contains(&columns)
                && columns + 1 + first.chars().count() > 60;
            let goes_on = columns >= 25 && words.starts_with(char::is_lowercase);
            (wrapped || goes_on) && quoted == before && !is_item(words)
        });
        match blocks.last_mut() {
            Some(last) if joins => last.end = range.end,
            _ => blocks.push(range),
        }
        open = (!words.ends_with(':')).then(|| (line.trim_end().chars().count(), quoted));
    }
    blocks
}

/// A line without quote signs and outer white space.
fn unquoted(line: &str) -> &str {
    line.trim_start_matches(|character: char| character == '>' || character.is_whitespace())
        .trim_end()
}

/// A list item: a bullet or a number.
fn is_item(words: &str) -> bool {
    if words.starts_with(['•', '◦', '▪', '·', '–', '—', '*', '-']) {
        return words.chars().nth(1).is_some_and(char::is_whitespace);
    }
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && words
            .get(digits..)
            .is_some_and(|rest| rest.starts_with(['.', ')']) && rest.chars().nth(1) == Some(' '))
}

/// Cuts a block of a text into sentences: their bytes in the text.
pub(crate) fn pieces(text: &str, block: &Range<usize>, found: &mut dyn FnMut(Range<usize>)) {
    let text = text.get(block.clone()).unwrap_or("");
    let mut start = 0;
    let mut space = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let mut end = at + character.len_utf8();
        if character.is_whitespace() {
            space = Some(end);
        }
        let ends = if is_terminator(character) {
            while let Some((next, after)) =
                characters.next_if(|(_, next)| is_terminator(*next) || closes(*next))
            {
                end = next + after.len_utf8();
            }
            ends_sentence(text, start, at, end, character)
        } else {
            false
        };
        if ends {
            emit(text, block.start, start..end, found);
            start = end;
            space = None;
        } else if end - start >= LONGEST {
            let cut = space.filter(|cut| *cut > start).unwrap_or(end);
            emit(text, block.start, start..cut, found);
            start = cut;
            space = None;
        }
    }
    emit(text, block.start, start..text.len(), found);
}

fn emit(text: &str, offset: usize, range: Range<usize>, found: &mut dyn FnMut(Range<usize>)) {
    let piece = text.get(range.clone()).unwrap_or("");
    let body =
        piece.trim_start_matches(|character: char| character == '>' || character.is_whitespace());
    let start = offset + range.start + (piece.len() - body.len());
    let body = body.trim_end();
    if body.chars().any(|character| !character.is_whitespace()) {
        found(start..start + body.len());
    }
}

fn is_terminator(character: char) -> bool {
    matches!(
        character,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '｡'
            | '؟'
            | '۔'
            | '।'
            | '‼'
            | '⁇'
            | '⁈'
            | '⁉'
    )
}

fn closes(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | ')' | ']' | '}' | '”' | '’' | '»' | '“' | '」' | '』' | '）'
    )
}

/// Whether the terminator at `at` ends the sentence `start..end`.
fn ends_sentence(text: &str, start: usize, at: usize, end: usize, terminator: char) -> bool {
    let Some(next) = text.get(end..).and_then(|tail| tail.chars().next()) else {
        return true;
    };
    if matches!(terminator, '。' | '！' | '？' | '｡' | '।' | '۔') {
        return true;
    }
    if !next.is_whitespace() {
        // `help!!!now` is rare, `example.com` is not; an emoji after the mark is no word.
        return !next.is_alphanumeric()
            && terminator != '.'
            && !matches!(next, ',' | ';' | ':' | '-' | '/' | '&' | '=');
    }
    if terminator != '.' {
        return true;
    }
    let following = text.get(end..).and_then(|tail| {
        tail.chars()
            .take(200)
            .find(|character| character.is_alphanumeric())
    });
    let single = at + 1 == end;
    if single && following.is_some_and(char::is_lowercase) && !ends_with_word(text, start, at) {
        return false;
    }
    if !single {
        return true;
    }
    !is_abbreviation(text, start, at, following)
}

/// Whether the word before the point is a plain word of at least four letters: careless writers go
/// on in lower case after a point (`it broke. i want a refund.`).
fn ends_with_word(text: &str, start: usize, at: usize) -> bool {
    let word = last_word(text, start, at);
    word.chars().count() >= 2
        && !ABBREVIATIONS.contains(&word.to_lowercase().as_str())
        && word.chars().all(char::is_alphabetic)
}

/// Abbreviations of the seven languages that are followed by more, without their point.
static ABBREVIATIONS: PhraseList = PhraseList::new("abbreviations");

/// Abbreviations that only bind to a following number (`no. 5`), else they are words.
static BEFORE_NUMBER: PhraseList = PhraseList::new("abbreviations before numbers");

fn is_abbreviation(text: &str, start: usize, at: usize, following: Option<char>) -> bool {
    let word = last_word(text, start, at);
    let low = word.to_lowercase();
    let number_follows = following.is_some_and(|character| character.is_ascii_digit());
    if ABBREVIATIONS.contains(&low.as_str()) {
        return number_follows
            || !BEFORE_NUMBER.contains(&low.as_str())
            || following.is_some_and(char::is_lowercase);
    }
    // A single initial (`J. Ortiz`), not the pronoun.
    if word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I" {
        return true;
    }
    // A day of the month (`am 3. November`), but not `in 2024. Then`.
    word.len() <= 2 && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) && {
        let tail = text.get(at + 1..).unwrap_or("").trim_start();
        MONTH_STARTS.iter().any(|month| {
            tail.get(..month.len())
                .is_some_and(|head| head.to_lowercase() == *month)
        })
    }
}

static MONTH_STARTS: PhraseList = PhraseList::new("starts of months");

/// Letters, figures and inner points before `at`.
fn last_word(text: &str, start: usize, at: usize) -> &str {
    let head = text.get(start..at).unwrap_or("");
    let from = head
        .char_indices()
        .rev()
        .take(24)
        .take_while(|(_, character)| character.is_alphanumeric() || *character == '.')
        .last()
        .map_or(head.len(), |(at, _)| at);
    head.get(from..).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let regions = regions::whole(text);
        let found: Vec<String> = split(text, &regions, &[], Role::Customer)
            .into_iter()
            .map(|sentence| text[sentence.visible].to_owned())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        check("One. Two! Three? Four", &["One.", "Two!", "Three?", "Four"]);
        check(
            "It broke. i want a refund.",
            &["It broke.", "i want a refund."],
        );
        check(
            "See Mr. Smith, e.g. today.",
            &["See Mr. Smith, e.g. today."],
        );
        check(
            "Order no. 5 cost 3.50 dollars. No. 6 too.",
            &["Order no. 5 cost 3.50 dollars.", "No. 6 too."],
        );
        check("Ich sage no. Dann nicht.", &["Ich sage no.", "Dann nicht."]);
        check(
            "Am 3. November kam nichts.",
            &["Am 3. November kam nichts."],
        );
        check("z.B. Herr Dr. Maier", &["z.B. Herr Dr. Maier"]);
        check(
            "Signed by J. Ortiz. It was I. Then?",
            &["Signed by J. Ortiz.", "It was I.", "Then?"],
        );
        check("Was?! (Really.) Yes...", &["Was?!", "(Really.)", "Yes..."]);
        check(
            "もう待てません。返金してください！",
            &["もう待てません。", "返金してください！"],
        );
        check(
            "see example.com/a.b?c=d now",
            &["see example.com/a.b?c=d now"],
        );
        check("", &[]);
        check(" \n\n ", &[]);
        check("...", &["..."]);
    }

    #[test]
    fn lines_end_sentences_unless_they_are_wrapped() {
        check("hi\ni need help", &["hi", "i need help"]);
        check(
            "I have been waiting for my parcel since the very first day\nof October and nothing came.",
            &[
                "I have been waiting for my parcel since the very first day\nof October and nothing came.",
            ],
        );
        check(
            "Three things\n- the lid\n- the box\n1. the end",
            &["Three things", "- the lid", "- the box", "1. the end"],
        );
        check("No stop\n\nNew paragraph", &["No stop", "New paragraph"]);
        check(
            "> Still nothing here after all of these weeks, I will leave one star\n> reviews.",
            &["Still nothing here after all of these weeks, I will leave one star\n> reviews."],
        );
    }

    #[test]
    fn a_long_line_is_cut_at_a_space() {
        let text = "word ".repeat(4000);
        let regions = regions::whole(&text);
        let sentences = split(&text, &regions, &[], Role::Customer);
        assert!(sentences.iter().all(|s| s.visible.len() <= LONGEST + 4));
        let kept: usize = sentences
            .iter()
            .map(|s| text[s.visible.clone()].split(' ').count())
            .sum();
        assert_eq!(kept, 4000);
        let solid = "é".repeat(3000);
        assert!(split(&solid, &regions::whole(&solid), &[], Role::Customer).len() >= 3);
    }
}
