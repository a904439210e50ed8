//! Regular expressions over text of any language, from a small engine.
//!
//! `regex-lite` takes time linear in the text as `regex` does, at a quarter of its size in the
//! WebAssembly; what it leaves out is Unicode. Two things of that matter here and are written into the
//! pattern before it is compiled: letters beyond ASCII match in either case where case does not matter,
//! and `\s` means every white space. `\b`, `\w` and `\d` know ASCII only, and there is no `\p{…}`.

use regex_lite::{Regex, RegexBuilder};

/// White space beyond what the engine's own `\s` knows, as the inside of a class.
const SPACES: &str =
    r"\u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";

/// Largest compiled size in bytes of a pattern of our own, and of one that a lead wrote: the time that
/// a match takes grows with it.
const OWN_LIMIT: usize = 1 << 20;
const LEADS_LIMIT: usize = 1 << 18;

/// More characters than any alphabet's part that someone writes as a range.
const LARGEST_RANGE: u32 = 512;

/// Compiles a pattern of our own in which case does not matter; `None` if it is none, which a test
/// beside each of them rules out.
pub(crate) fn caseless(pattern: &str) -> Option<Regex> {
    build(pattern, true, OWN_LIMIT).ok()
}

/// Compiles a pattern of our own in which case matters; `None` if it is none.
pub(crate) fn exact(pattern: &str) -> Option<Regex> {
    build(pattern, false, OWN_LIMIT).ok()
}

/// Compiles a pattern that a lead wrote, in which case does not matter.
///
/// # Errors
/// When it is no regular expression, or too large: says why.
pub(crate) fn written(pattern: &str) -> Result<Regex, String> {
    build(pattern, true, LEADS_LIMIT).map_err(|error| error.to_string())
}

fn build(pattern: &str, caseless: bool, limit: usize) -> Result<Regex, regex_lite::Error> {
    RegexBuilder::new(&widen(pattern, caseless))
        .case_insensitive(caseless)
        .size_limit(limit)
        .build()
}

/// The pattern with both cases of the letters beyond ASCII, and all white space.
fn widen(pattern: &str, caseless: bool) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut characters = pattern.chars().peekable();
    // Inside a class: what is to be added at its end, and the last character that may begin a range.
    let mut class: Option<(String, Option<char>)> = None;
    while let Some(character) = characters.next() {
        match (&mut class, character) {
            (None, '\\') => match characters.next() {
                Some('s') => {
                    out.push_str("[\\s");
                    out.push_str(SPACES);
                    out.push(']');
                }
                Some('S') => {
                    out.push_str("[^\\s");
                    out.push_str(SPACES);
                    out.push(']');
                }
                escaped => {
                    out.push('\\');
                    out.extend(escaped);
                }
            },
            (None, '[') => {
                out.push('[');
                out.extend(characters.next_if_eq(&'^'));
                // A bracket that closes nothing yet is a character.
                out.extend(characters.next_if_eq(&']'));
                class = Some((String::new(), None));
            }
            (None, letter) => match other_case(letter).filter(|_| caseless) {
                Some(other) => out.extend(['[', letter, other, ']']),
                None => out.push(letter),
            },
            (Some((added, last)), '\\') => {
                *last = None;
                let escaped = characters.next();
                if escaped == Some('s') {
                    added.push_str(SPACES);
                }
                out.push('\\');
                out.extend(escaped);
            }
            (Some((_, last)), '[') if characters.peek() == Some(&':') => {
                // A named class such as `[:alpha:]` within the class.
                *last = None;
                out.push('[');
                for part in characters.by_ref() {
                    out.push(part);
                    if part == ']' {
                        break;
                    }
                }
            }
            (Some((added, _)), ']') => {
                out.push_str(added);
                out.push(']');
                class = None;
            }
            // What is added behind it must not make a range of it.
            (Some(_), '-') if characters.peek() == Some(&']') => out.push_str("\\-"),
            (Some((added, last)), letter) => {
                out.push(letter);
                if !caseless {
                    continue;
                }
                match (*last, letter, characters.peek().copied()) {
                    (Some(first), '-', Some(end)) if end != ']' && end != '\\' => {
                        if u32::from(end).saturating_sub(u32::from(first)) <= LARGEST_RANGE {
                            added.extend((first..=end).filter_map(other_case));
                        }
                        out.push(end);
                        characters.next();
                        *last = None;
                    }
                    _ => {
                        added.extend(other_case(letter));
                        *last = Some(letter);
                    }
                }
            }
        }
    }
    // A class without an end is left to the engine to refuse.
    out
}

/// The other case of a letter beyond ASCII, where it is one character.
fn other_case(letter: char) -> Option<char> {
    fn single(mut cases: impl Iterator<Item = char>) -> Option<char> {
        let case = cases.next()?;
        cases.next().is_none().then_some(case)
    }
    if letter.is_ascii() {
        return None;
    }
    [single(letter.to_lowercase()), single(letter.to_uppercase())]
        .into_iter()
        .flatten()
        .find(|other| *other != letter && !other.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: Option<&str>) {
        let regex = written(pattern).unwrap();
        let found = regex.find(text).map(|found| found.as_str());
        assert_eq!(found, expected, "`{pattern}` in `{text}`");
    }

    #[test]
    fn case_does_not_matter_in_any_alphabet() {
        check("größe-[0-9]+", "GRÖSSE-1 GRÖßE-12", Some("GRÖßE-12"));
        check("заказ [0-9]+", "ЗАКАЗ 20417", Some("ЗАКАЗ 20417"));
        check("[äöü]{3}", "aÄöÜ", Some("ÄöÜ"));
        check("[а-я]+", "Номер", Some("Номер"));
        check("[^é]+", "É-x", Some("-x"));
        check("№ ?[0-9]+", "№ 77", Some("№ 77"));
        assert!(exact("é").unwrap().find("É").is_none());
    }

    #[test]
    fn white_space_is_that_of_every_script() {
        check(r"a\sb", "a\u{a0}b", Some("a\u{a0}b"));
        check(r"a[\s-]b", "a\u{3000}b", Some("a\u{3000}b"));
        check(r"[^\s]+", "\u{202f}ab\u{2009}", Some("ab"));
        check(r"\S+", "\u{2003}ab\u{a0}", Some("ab"));
    }

    #[test]
    fn classes_and_escapes_keep_their_meaning() {
        check(r"[]é]+", "x]É]", Some("]É]"));
        check(r"[\]é-]+", "x]É-", Some("]É-"));
        check(r"\[é\]", "[É]", Some("[É]"));
        check(r"[a-cé]+", "xABÉ", Some("ABÉ"));
        check(r"[[:digit:]é]+", "x1É", Some("1É"));
        check(r"\bTH-[0-9]{3}\b", "th-123", Some("th-123"));
    }

    #[test]
    fn what_is_no_pattern_is_refused_with_a_reason() {
        for pattern in ["(", "[é", "a{1000}{1000}", r"\p{Lu}", "\\"] {
            let reason = written(pattern).unwrap_err();
            assert!(!reason.is_empty(), "{pattern}");
        }
    }
}
