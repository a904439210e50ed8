//! Words of a sentence's normal form.

use crate::text::unicode::{decompose, is_mark};
use std::borrow::Cow;
use std::ops::Range;

/// A word, a number or a pictograph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the normal form.
    pub text: Range<usize>,
    /// The word without accents.
    pub folded: String,
    /// Whether a sentence or clause ends before it (`.`, `;`, `:`, a dash, a bracket …).
    pub after_break: bool,
    /// Whether nothing but a hyphen, a point or the like parts it from the word before.
    pub joined: bool,
}

/// Words that French and Italian write together with the next one.
const ELIDED: [&str; 20] = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "un", "dell", "all",
    "nell", "dall", "sull", "quest", "quell",
];

/// Cuts a normal form into words. Linear.
pub(crate) fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut start: Option<usize> = None;
    let mut gap = Gap::default();
    for (at, character) in text.char_indices() {
        if is_word(character) || (character == '\'' && start.is_some()) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            push_word(&mut tokens, text, from..at, &mut gap);
        }
        if is_pictograph(character) {
            let end = at + character.len_utf8();
            tokens.push(Token {
                text: at..end,
                folded: character.to_string(),
                after_break: gap.broken,
                joined: false,
            });
            gap = Gap::default();
            // A smile ends a clause as a full stop does.
            gap.broken = true;
        } else {
            gap.add(character);
        }
    }
    if let Some(from) = start {
        push_word(&mut tokens, text, from..text.len(), &mut gap);
    }
    tokens
}

/// What stands between two words.
#[derive(Default)]
struct Gap {
    broken: bool,
    space: bool,
    joint: bool,
}

impl Gap {
    fn add(&mut self, character: char) {
        match character {
            '.' | '-' | '*' | '_' | '\'' => {
                self.broken |= self.space && character == '-';
                self.joint = true;
            }
            '!' | '?' | ';' | ':' | '(' | ')' | '\n' | '–' | '—' | '…' => self.broken = true,
            _ => {
                self.broken |= self.joint && character == ' ';
                self.space = true;
            }
        }
    }
}

fn push_word(tokens: &mut Vec<Token>, text: &str, range: Range<usize>, gap: &mut Gap) {
    let word = text.get(range.clone()).unwrap_or("");
    let word = word.trim_end_matches('\'');
    let range = range.start..range.start + word.len();
    let mut parts = vec![range.clone()];
    if let Some(at) = word.find('\'')
        && ELIDED.contains(&word.get(..at).unwrap_or(""))
    {
        let cut = range.start + at + 1;
        parts = vec![range.start..cut, cut..range.end];
    }
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let written = text.get(part.clone()).unwrap_or("");
        tokens.push(Token {
            text: part,
            folded: fold(written).into_owned(),
            after_break: gap.broken,
            joined: gap.joint && !gap.space && !gap.broken,
        });
        *gap = Gap::default();
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || is_mark(character)
}

/// Emoji and dingbats: they carry feeling, so they are words of their own.
fn is_pictograph(character: char) -> bool {
    matches!(character, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

/// A word without accents: `ä` and `á` become `a`, `ß` becomes `ss`.
pub(crate) fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    for character in word.chars() {
        decompose(character, false, |part| match part {
            'ß' => out.push_str("ss"),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            mark if is_mark(mark) => {}
            other => out.push(other),
        });
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let words: Vec<String> = tokenize(text)
            .iter()
            .map(|token| {
                let before = if token.after_break { "|" } else { "" };
                format!("{before}{}", token.folded)
            })
            .collect();
        assert_eq!(words.join(" "), expected, "{text}");
    }

    #[test]
    fn cuts_words() {
        check("i don't know, ok?", "i don't know ok");
        check("j'ai vu l'avocat d'hier", "j' ai vu l' avocat d' hier");
        check("müller straße", "muller strasse");
        check("fine. then: go - now", "fine |then |go |now");
        check("no 😡 ok", "no 😡 |ok");
        check("one-star 3.5 a.m.", "one star 3 5 a m");
        check("", "");
    }
}
