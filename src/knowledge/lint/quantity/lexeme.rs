//! Words, numbers in figures and signs of a text.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Sign,
}

/// A word, a number in figures, or a sign.
#[derive(Debug, Clone)]
pub(super) struct Lexeme<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    /// In lower case.
    pub(super) lower: String,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether no space stands before it.
    pub(super) glued: bool,
}

/// Cuts a text into lexemes.
pub(super) fn lex(text: &str) -> Vec<Lexeme<'_>> {
    let mut out: Vec<Lexeme<'_>> = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        if character.is_whitespace() {
            continue;
        }
        let mut end = start + character.len_utf8();
        let kind = if character.is_ascii_digit() {
            while let Some((at, next)) = characters.peek().copied() {
                let inside = next.is_ascii_digit()
                    || (matches!(next, '.' | ',' | ':' | '\u{a0}' | '\u{202f}')
                        && text
                            .get(at + next.len_utf8()..)
                            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
                if !inside {
                    break;
                }
                characters.next();
                end = at + next.len_utf8();
            }
            Kind::Number
        } else if character.is_alphabetic() {
            while let Some((at, next)) = characters.peek().copied() {
                let inside = next.is_alphanumeric()
                    || (matches!(next, '\'' | '’')
                        && text
                            .get(at + next.len_utf8()..)
                            .is_some_and(|rest| rest.starts_with(char::is_alphabetic)));
                if !inside {
                    break;
                }
                characters.next();
                end = at + next.len_utf8();
            }
            Kind::Word
        } else {
            Kind::Sign
        };
        let words = text.get(start..end).unwrap_or("");
        out.push(Lexeme {
            kind,
            text: words,
            lower: words.to_lowercase(),
            start,
            end,
            glued: out.last().is_some_and(|last| last.end == start),
        });
    }
    out
}

/// The value of figures: a separator before exactly three figures groups, another one is decimal.
pub(super) fn figures(written: &str) -> Option<f64> {
    if written.contains(':') {
        return None;
    }
    let mut plain = String::new();
    let mut parts = written.split(['.', ',', '\u{a0}', '\u{202f}']).peekable();
    let first = parts.next()?;
    plain.push_str(first);
    while let Some(part) = parts.next() {
        let groups = part.len() == 3 && first.len() <= 3 && first != "0";
        if !groups {
            if parts.peek().is_some() {
                return None;
            }
            plain.push('.');
        }
        plain.push_str(part);
    }
    plain.parse().ok()
}
