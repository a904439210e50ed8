//! References, beside html5gum's reading of them.

use super::*;
use html5gum::{Token, Tokenizer};

/// What html5gum reads of a body without tags.
fn expected(body: &str) -> String {
    let mut out = String::new();
    for Ok(token) in Tokenizer::new(body) {
        if let Token::String(text) = token {
            out.push_str(&String::from_utf8_lossy(&text.value));
        }
    }
    out
}

fn check(body: &str) {
    let mut got = String::new();
    let mut rest = body;
    while let Some(character) = rest.chars().next() {
        let found = read(rest, false).unwrap_or(Reference {
            character,
            len: character.len_utf8(),
        });
        got.push(found.character);
        rest = &rest[found.len..];
    }
    assert_eq!(got, expected(body), "{body}");
}

fn check_value(value: &str) {
    let tag = format!("<a b=\"{value}\">");
    let start = Tokenizer::new(&tag).find_map(|token| match token {
        Ok(Token::StartTag(start)) => Some(start),
        _ => None,
    });
    let tag = start.unwrap();
    let expected = String::from_utf8_lossy(&tag.attributes[b"b".as_slice()].value).into_owned();
    assert_eq!(replaced(value), expected, "{value}");
}

#[test]
fn every_name_is_read_as_browsers_read_it() {
    let mut last = "";
    for (name, _) in NAMES.iter().copied() {
        assert!(last < name, "{name} is not sorted");
        assert!(name.len() <= LONGEST_NAME, "{name}");
        last = name;
        assert_ne!(expected(&format!("&{name};")), format!("&{name};"));
        for end in [";", "", ";;", "q", "=", " "] {
            let body = format!("&{name}{end}");
            check(&body);
            check_value(&body);
        }
    }
}

#[test]
fn numbers_are_read_as_browsers_read_them() {
    for code in (0..=0x180).chain([
        0xd7ff, 0xd800, 0xdfff, 0xe000, 0x1f600, 0x10_ffff, 0x11_0000,
    ]) {
        check(&format!("&#{code};"));
        check(&format!("a&#x{code:x}z"));
        check_value(&format!("&#X{code:X};"));
    }
    for body in [
        "&#;",
        "&#",
        "&#x",
        "&#x;",
        "&#xg",
        "&#-1;",
        "&#99999999999999;",
        "&#xfffffffffffff",
        "&",
        "&&amp;",
        "&;",
        "& amp;",
        "&#000065;",
        "&#65&#66",
        "&é;",
        "&aé",
        "&ampé",
        "&#1é",
    ] {
        check(body);
        check_value(body);
    }
}

#[test]
fn names_that_are_no_references_are_text() {
    for body in [
        "&unknown;",
        "&nosuchnamethatislong;",
        "&AMPLITUDE",
        "&notit;",
        "&a",
        "&aacutes",
        "?a=1&copy=2",
        "?a=1&copy2",
        "&ampamp;",
        "&amp;amp;",
        "&ltgt;",
        "&Amp;",
        "&euro",
        "&hellip",
        "&apos",
    ] {
        check(body);
        check_value(body);
    }
}
