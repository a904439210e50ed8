//! Character references: what `&eacute;`, `&#233;` and `&#xe9;` stand for.
//!
//! After the HTML standard, section 13.2.5.72 and following, with fewer names: those of HTML 4, the
//! letters of Latin Extended-A and punctuation. Other names are read as the text they are.

use crate::shipped;
use std::sync::LazyLock;

/// A reference at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reference {
    /// What it stands for.
    pub(super) character: char,
    /// Bytes that it takes, with `&` and, where it has one, the semicolon.
    pub(super) len: usize,
}

/// The reference with which a text begins, if it begins with one. In an attribute's value a name
/// without semicolon is text where a letter, a digit or `=` follows, as in `?a=1&copy=2`.
pub(super) fn read(text: &str, attribute: bool) -> Option<Reference> {
    let rest = text.strip_prefix('&')?;
    let mut reference = match rest.strip_prefix('#') {
        Some(number) => numeric(number)?,
        None => named(rest, attribute)?,
    };
    reference.len += text.len() - rest.len();
    Some(reference)
}

/// Text with its references replaced, as in an attribute's value.
pub(super) fn replaced(mut value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    while let Some((before, _)) = value.split_once('&') {
        out.push_str(before);
        let from = value.get(before.len()..).unwrap_or_default();
        let (character, len) =
            read(from, true).map_or(('&', 1), |found| (found.character, found.len));
        out.push(character);
        value = from.get(len..).unwrap_or_default();
    }
    out.push_str(value);
    out
}

/// Reads what follows `&#`.
fn numeric(text: &str) -> Option<Reference> {
    let (radix, digits) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (16, digits),
        None => (10, text),
    };
    let mut code = 0_u32;
    let mut count = 0;
    for digit in digits.chars().map_while(|digit| digit.to_digit(radix)) {
        code = code.saturating_mul(radix).saturating_add(digit);
        count += 1;
    }
    if count == 0 {
        return None;
    }
    let semicolon = digits.get(count..)?.starts_with(';');
    Some(Reference {
        character: character(code),
        len: 1 + text.len() - digits.len() + count + usize::from(semicolon),
    })
}

/// The character of a code. Those from 128 to 159 are meant as Windows-1252.
fn character(code: u32) -> char {
    const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let windows = code
        .checked_sub(0x80)
        .and_then(|at| WINDOWS_1252.chars().nth(at as usize));
    match windows {
        Some(character) => character,
        None => char::from_u32(code)
            .filter(|character| *character != '\0')
            .unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// Reads what follows `&`.
fn named(text: &str, attribute: bool) -> Option<Reference> {
    let len = text
        .bytes()
        .take(LONGEST_NAME)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let rest = text.get(len..)?;
    if rest.starts_with(';') {
        let name = text.get(..len)?;
        if let Some(character) = look_up(name) {
            return Some(Reference {
                character,
                len: len + 1,
            });
        }
    }
    (2..=len.min(LONGEST_BARE_NAME)).rev().find_map(|len| {
        let (name, rest) = text.split_at_checked(len)?;
        let character = look_up(name).filter(|character| needs_no_semicolon(*character))?;
        let continues = rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '=');
        (!attribute || !continues).then_some(Reference { character, len })
    })
}

/// Old names stand without semicolon too: in [`NAMES`] those of Latin-1 and of markup.
fn needs_no_semicolon(character: char) -> bool {
    matches!(character, '\u{a0}'..='\u{ff}' | '"' | '&' | '<' | '>')
}

fn look_up(name: &str) -> Option<char> {
    let at = NAMES
        .binary_search_by(|(known, _)| (*known).cmp(name))
        .ok()?;
    NAMES.get(at).map(|(_, character)| *character)
}

/// Names and what they stand for, in order.
static NAMES: LazyLock<Vec<(&'static str, char)>> = LazyLock::new(|| {
    let lines = shipped::CHARACTER_REFERENCES.text().lines();
    lines
        .filter_map(|line| {
            let (name, code) = line.split_once(' ')?;
            Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
        })
        .collect()
});

/// Bytes of the longest name in [`NAMES`].
const LONGEST_NAME: usize = 14;
/// Bytes of the longest name that needs no semicolon.
const LONGEST_BARE_NAME: usize = 6;

#[cfg(test)]
mod tests;
