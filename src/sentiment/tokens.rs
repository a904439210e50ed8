//! Words and signs of a sentence as the sentiment model reads them: letters in a row with lengthened
//! ones cut, runs of exclamation and question marks, dots, emoji and emoticons.

use std::ops::Range;

/// Longest word, in characters: what is longer is cut, so that text without spaces stays cheap.
pub(crate) const LONGEST: usize = 24;
/// A letter stands at most so often in a row: `soooo` is `soo`.
const LENGTHENED: usize = 2;
/// Characters of an emoticon.
const EMOTICON: std::ops::RangeInclusive<usize> = 2..=4;

/// A word or a sign.
#[derive(Debug)]
pub(crate) struct Token<'a> {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its letters: without apostrophes, a run of digits is one `0`; or the sign.
    pub letters: &'a [char],
    /// Whether it is a word.
    pub word: bool,
}

/// Gives the first `limit` tokens of `text` (a normal form) to `each`.
pub(crate) fn walk(text: &str, limit: usize, mut each: impl FnMut(Token<'_>)) {
    let mut letters: Vec<char> = Vec::with_capacity(LONGEST);
    let mut count = 0;
    let mut at = 0;
    let mut after_space = true;
    while count < limit {
        let Some(rest) = text.get(at..) else { return };
        let Some(first) = rest.chars().next() else {
            return;
        };
        letters.clear();
        let mut end = at + first.len_utf8();
        let mut word = false;
        if let Some(length) = emoticon(rest).filter(|_| after_space) {
            end = at + length;
            letters.extend(rest.get(..length).unwrap_or_default().chars());
        } else if first.is_alphanumeric() {
            end = at + read_word(rest, &mut letters);
            word = true;
        } else if matches!(first, '!' | '?') {
            end = at + read_marks(rest, &mut letters);
        } else if rest.starts_with("..") || first == '…' {
            let dots = rest.trim_start_matches(['.', '…']).len();
            end = at + rest.len() - dots;
            letters.push('…');
        } else if first == '"' || is_symbol(first) {
            letters.push(first);
        }
        after_space = first.is_whitespace();
        if !letters.is_empty() {
            count += 1;
            each(Token {
                range: at..end,
                letters: &letters,
                word,
            });
        }
        at = end;
    }
}

/// Reads a word; returns its length in bytes.
fn read_word(rest: &str, letters: &mut Vec<char>) -> usize {
    let mut end = 0;
    for (at, character) in rest.char_indices() {
        let joins = character == '\'' && at > 0;
        if !character.is_alphanumeric() && !joins {
            break;
        }
        end = at + character.len_utf8();
        let digit = character.is_numeric();
        let letter = if digit { '0' } else { character };
        let most = if digit { 1 } else { LENGTHENED };
        let run = letters.iter().rev().take(most).filter(|l| **l == letter);
        if letters.len() < LONGEST && !joins && run.count() < most {
            letters.push(letter);
        }
    }
    end
}

/// Reads a run of `!` and `?`: one, several, or both kinds; returns its length in bytes.
fn read_marks(rest: &str, letters: &mut Vec<char>) -> usize {
    let length = rest.len() - rest.trim_start_matches(['!', '?']).len();
    let run = rest.get(..length).unwrap_or_default();
    for mark in ['!', '?'] {
        if run.contains(mark) {
            letters.push(mark);
        }
    }
    if letters.len() == 1 && length > 1 {
        letters.extend_from_within(..);
    }
    length
}

/// Length in bytes of an emoticon that `rest` begins with, such as `:)` or `<3`; it stands by itself.
fn emoticon(rest: &str) -> Option<usize> {
    let mut length = 0;
    let mut count = 0;
    for character in rest.chars() {
        if character.is_whitespace() {
            break;
        }
        count += 1;
        length += character.len_utf8();
        if count > *EMOTICON.end() {
            return None;
        }
    }
    let chunk = rest.get(..length)?;
    let eyes = chunk.starts_with([':', ';', '=', '<', '>'])
        || chunk.ends_with([':', ';', '=']) && chunk.starts_with(['(', ')', '[', ']']);
    (EMOTICON.contains(&count) && eyes).then_some(length)
}

/// Emoji and other pictures; what only modifies one is none by itself.
fn is_symbol(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
        && !matches!(character, '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        walk(text, 50, |token| {
            assert!(text.get(token.range.clone()).is_some());
            found.push(token.letters.iter().collect::<String>());
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_and_signs_are_told() {
        check("", &[]);
        check("don't, ok", &["dont", "ok"]);
        check("sooooo good!!! 2024", &["soo", "good", "!!", "0"]);
        check("what?! hm...", &["what", "!?", "hm", "…"]);
        check("nice :) <3 😡👍🏽", &["nice", ":)", "<3", "😡", "👍"]);
        check("note: this", &["note", "this"]);
        check("a \"fix\"", &["a", "\"", "fix", "\""]);
        check(&"a".repeat(100_000), &["aa"]);
    }
}
