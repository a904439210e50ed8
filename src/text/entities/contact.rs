//! Mail addresses, web addresses and telephone numbers.

use crate::text::{pattern, windows};
use regex_lite::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static EMAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern::exact(
        r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2,24}",
    )
});

static URL: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern::caseless(r#"(?:https?://|www\.)[^\s<>"'`{}|\\^]{2,2000}"#));

static PHONE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern::exact(r"(?:\+|\(|[0-9])[0-9() ./\u{a0}\u{2011}-]{5,28}[0-9]"));

/// Mail addresses in order.
pub(super) fn emails(text: &str) -> Vec<Range<usize>> {
    if !text.contains('@') {
        return Vec::new();
    }
    all(&EMAIL, text).collect()
}

/// Web addresses in order, without the punctuation of the sentence around them.
pub(super) fn urls(text: &str) -> Vec<Range<usize>> {
    // Cheaper than the expression over every text: nearly none holds one.
    if !text.contains("://") && !text.to_ascii_lowercase().contains("www.") {
        return Vec::new();
    }
    all(&URL, text)
        .map(|range| {
            let written = text.get(range.clone()).unwrap_or("");
            let open = written.matches('(').count() >= written.matches(')').count();
            let trimmed = written.trim_end_matches(|character: char| {
                matches!(
                    character,
                    '.' | ',' | ';' | ':' | '!' | '?' | ']' | '*' | '_'
                ) || (character == ')' && !open)
            });
            range.start..range.start + trimmed.len()
        })
        .collect()
}

/// Words that announce a telephone number.
const ANNOUNCING: &[&str] = &[
    "tel",
    "phone",
    "call",
    "mobile",
    "mob",
    "cell",
    "fax",
    "number",
    "reach",
    "ring",
    "whatsapp",
    "telefon",
    "handy",
    "rufen",
    "nummer",
    "téléphone",
    "portable",
    "appel",
    "teléfono",
    "móvil",
    "llam",
    "telefone",
    "telemóvel",
    "celular",
    "ligar",
    "telefono",
    "cellulare",
    "chiam",
    "telefoon",
    "bel",
    "mobiel",
];

/// Telephone numbers in order: international, in brackets, in groups, or announced.
pub(super) fn phones(text: &str) -> Vec<Range<usize>> {
    windows::matches_near_figures(PHONE.as_ref(), text)
        .into_iter()
        .filter(|range| is_phone(text, range))
        .collect()
}

fn is_phone(text: &str, range: &Range<usize>) -> bool {
    let written = text.get(range.clone()).unwrap_or("");
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let neighbour = |character: Option<char>| {
        character.is_none_or(|character| {
            !(character.is_alphanumeric()
                || matches!(character, '#' | '$' | '€' | '£' | '-' | '_' | '%'))
        })
    };
    let free = neighbour(
        text.get(..range.start)
            .and_then(|head| head.chars().next_back()),
    ) && neighbour(text.get(range.end..).and_then(|tail| tail.chars().next()));
    if !free || !(7..=15).contains(&digits) || written.contains("  ") {
        return false;
    }
    let international = written.starts_with('+') || (written.starts_with("00") && digits >= 10);
    let bracket = written.starts_with('(') && written.contains(')') && digits >= 9;
    let groups: Vec<usize> = written
        .split(|character: char| !character.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .map(str::len)
        .collect();
    let marks = written
        .bytes()
        .filter(|byte| matches!(byte, b'.' | b'/'))
        .count();
    // `12.11.2026`, `2026-11-12` and `1.200.000` are no numbers to call.
    let date = groups.len() == 3
        && (groups.first() == Some(&4) || groups.last() == Some(&4))
        && digits == 8;
    let sum = marks > 0
        && groups.iter().skip(1).all(|group| *group == 3)
        && groups.first().is_some_and(|first| *first < 3);
    if date || (sum && !international) {
        return false;
    }
    let head: String = text
        .get(..range.start)
        .unwrap_or("")
        .chars()
        .rev()
        .take(28)
        .flat_map(char::to_lowercase)
        .collect::<Vec<char>>()
        .into_iter()
        .rev()
        .collect();
    let announced = head
        .split(|character: char| !character.is_alphabetic())
        .any(|word| ANNOUNCING.iter().any(|known| word.starts_with(known)))
        && ![
            "order", "bestell", "commande", "pedido", "ordine", "track", "invoice",
        ]
        .iter()
        .any(|word| head.contains(word));
    let american = groups == [3, 3, 4] || groups == [1, 3, 3, 4];
    let trunk = written.starts_with('0') && digits >= 9 && groups.len() <= 6;
    international || bracket || american || announced || (trunk && groups.len() >= 2)
}

/// A number to call as `+` and figures.
pub(super) fn dialled(written: &str) -> String {
    written
        .chars()
        .filter(|character| character.is_ascii_digit() || *character == '+')
        .collect()
}

fn all<'t>(
    regex: &'static LazyLock<Option<Regex>>,
    text: &'t str,
) -> impl Iterator<Item = Range<usize>> + 't {
    regex
        .iter()
        .flat_map(move |regex| regex.find_iter(text).map(|found| found.range()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(find: fn(&str) -> Vec<Range<usize>>, text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn addresses_are_found() {
        assert!([&EMAIL, &URL, &PHONE].iter().all(|regex| regex.is_some()));
        check(
            emails,
            "write to ann.b+x@mail.example.com, or bob@example.org.",
            &["ann.b+x@mail.example.com", "bob@example.org"],
        );
        check(emails, "me @ home, a@b", &[]);
        check(
            urls,
            "see https://example.com/a_(b)?c=d. Or www.example.org!",
            &["https://example.com/a_(b)?c=d", "www.example.org"],
        );
        check(urls, "(http://example.com/x)", &["http://example.com/x"]);
    }

    #[test]
    fn telephone_numbers_are_found() {
        check(
            phones,
            "+1 555 0199 300 or (555) 010-9933",
            &["+1 555 0199 300", "(555) 010-9933"],
        );
        check(phones, "555-010-9933", &["555-010-9933"]);
        check(
            phones,
            "030 901820 44, 0049 30 123456",
            &["030 901820 44", "0049 30 123456"],
        );
        check(phones, "call me on 5550199300", &["5550199300"]);
        check(
            phones,
            "order number 20014500, on 12.11.2026 or 2026-11-12",
            &[],
        );
        check(phones, "1.200.000 and 3 000 000", &[]);
        check(phones, "9400 1000 0000 0000 0000 00", &[]);
    }
}
