//! Order numbers: by the word beside them, by common shapes, and by the lead's own patterns.

use crate::settings::SettingsError;
use crate::text::{pattern, windows};
use regex_lite::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The lead's patterns, compiled.
#[derive(Debug, Clone, Default)]
pub struct OrderPatterns {
    patterns: Vec<Regex>,
}

impl OrderPatterns {
    /// Compiles the lead's patterns. A pattern's first group is the number, or all of it when there
    /// is none; case does not matter.
    ///
    /// # Errors
    /// When a pattern is no regular expression, or matches the empty text: says which one, by its
    /// place in `identity.order_patterns`.
    pub fn compile(patterns: &[String]) -> Result<Self, SettingsError> {
        let mut compiled = Vec::with_capacity(patterns.len());
        for (at, pattern) in patterns.iter().enumerate() {
            let refuse = |message: String, help: &str| {
                SettingsError::new(
                    "bad_order_pattern",
                    message,
                    help,
                    format!("identity.order_patterns[{at}]"),
                )
            };
            let regex = pattern::written(pattern).map_err(|reason| {
                refuse(
                    format!("order pattern `{pattern}` cannot be read: {reason}"),
                    "write a regular expression such as `\\bTH-[0-9]{6}\\b`",
                )
            })?;
            if regex.is_match("") {
                return Err(refuse(
                    format!("order pattern `{pattern}` matches the empty text"),
                    "ask for at least one figure, such as `[0-9]{5,}`",
                ));
            }
            compiled.push(regex);
        }
        Ok(Self { patterns: compiled })
    }
}

/// `order no. A-20417`, `Bestellung 20417`, `commande n° 20417`; several after one word too.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern::caseless(concat!(
        r"(?:\b(?:orders?|ord\b|purchase orders?|po\b|bestell(?:ung(?:en)?|nummer|nr\.?)|bestelling(?:en)?|bestelnummer|",
        r"auftrag(?:snummer|s-nr)?|commandes?|pedidos?|encomendas?|ordin[ei]|zamówieni[ea])|заказа?)",
        r"(?P<mark>[ \t]*(?:(?:confirmation|reference|ref\.?|id)[ \t]*)?(?:number|num\.?|nummer|numéro|numero|número|no\.?|nr\.?|n[°ºo]\.?|№|id|#)?[ \t]*(?:is|was|ist|lautet|est|es|é|è)?[ \t]*[:#=(]?[ \t]*#?)",
        r"(?P<number>[A-Z0-9][A-Z0-9_/-]{2,30})",
    ))
});

/// Shapes that need no word: `#20417`, `#A-20417`, `A-20417`, `114-1234567-1234567`.
static SHAPED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern::exact(concat!(
        r"#(?P<hash>[A-Za-z]{0,4}-?[0-9]{4,14}(?:-[0-9]{1,6})?)",
        r"|(?P<dashed>[A-Z]{1,4}-[0-9]{5,12}(?:-[0-9]{1,6})?)",
        r"|(?P<triple>[0-9]{3}-[0-9]{7}-[0-9]{7})",
    ))
});

/// Another number after a named one: `orders 20014500 and 20014501`.
static MORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern::exact(
        r"^(?:[ \t]*[,;&+/][ \t]*|[ \t]+(?:and|und|et|y|e|en|or|oder|ou|o)[ \t]+)(?:and[ \t]+)?#?(?P<number>[A-Za-z0-9][A-Za-z0-9_/-]{2,30})",
    )
});

/// Ranges of order numbers in `text`, in order, without overlaps; the lead's patterns win.
pub(super) fn find(text: &str, patterns: &OrderPatterns) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut push = |range: Range<usize>| {
        if !range.is_empty()
            && found
                .iter()
                .rev()
                .take(64)
                .all(|known| known.end <= range.start || range.end <= known.start)
        {
            found.push(range);
        }
    };
    for pattern in &patterns.patterns {
        for captures in pattern.captures_iter(text) {
            if let Some(number) = captures.get(1).or_else(|| captures.get(0)) {
                push(number.range());
            }
        }
    }
    for window in windows::around_figures(text) {
        let part = text.get(window.clone()).unwrap_or("");
        in_window(text, part, window.start, &mut push);
    }
    crate::sorted::by_start(&mut found);
    found
}

/// The order numbers in the part of `text` that begins at `offset`.
fn in_window(text: &str, part: &str, offset: usize, push: &mut dyn FnMut(Range<usize>)) {
    for captures in NAMED.iter().flat_map(|regex| regex.captures_iter(part)) {
        let (Some(mark), Some(number)) = (captures.name("mark"), captures.name("number")) else {
            continue;
        };
        let number = offset + number.start()..offset + number.end();
        let marked = mark
            .as_str()
            .contains(|character: char| !character.is_whitespace());
        let Some(range) = number_range(text, number, marked) else {
            continue;
        };
        let mut end = range.end;
        push(range);
        while let Some(next) = MORE
            .as_ref()
            .and_then(|regex| regex.captures(text.get(end..)?)?.name("number"))
        {
            let Some(range) = number_range(text, end + next.start()..end + next.end(), false)
            else {
                break;
            };
            end = range.end;
            push(range);
        }
    }
    for captures in SHAPED.iter().flat_map(|regex| regex.captures_iter(part)) {
        let number = ["hash", "dashed", "triple"]
            .iter()
            .find_map(|name| captures.name(name));
        let whole = captures.get(0);
        if let (Some(number), Some(whole)) = (number, whole) {
            let number = offset + number.start()..offset + number.end();
            let free = text
                .get(..offset + whole.start())
                .and_then(|head| head.chars().next_back())
                .is_none_or(|before| {
                    !before.is_alphanumeric() && !matches!(before, '-' | '/' | '&' | '.')
                });
            let ends = text
                .get(number.end..)
                .and_then(|tail| tail.chars().next())
                .is_none_or(|after| !after.is_alphanumeric() && after != '-');
            if free && ends {
                push(number);
            }
        }
    }
}

/// The number without trailing marks, if it can be one. Without a mark (`no.`, `#`, `:`) five figures
/// are asked for, because `order 2024` may be a year.
fn number_range(text: &str, range: Range<usize>, marked: bool) -> Option<Range<usize>> {
    let written = text.get(range.clone())?.trim_end_matches(['-', '_', '/']);
    let end = range.start + written.len();
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let letters = written.bytes().any(|byte| byte.is_ascii_alphabetic());
    let enough = if marked {
        3
    } else if letters {
        4
    } else {
        5
    };
    // A letter among the figures belongs to a code when it is a capital: `order 10pieces` is none.
    let lower = written.bytes().any(|byte| byte.is_ascii_lowercase());
    let code = !letters
        || !lower
        || written
            .bytes()
            .position(|byte| byte.is_ascii_digit())
            .is_some_and(|at| at <= 3 && at > 0);
    let date = written.matches('/').count() == 2
        || (written.len() == 10 && written.matches('-').count() == 2 && !letters);
    let tail = text.get(end..)?;
    let word_goes_on = tail.chars().next().is_some_and(char::is_alphanumeric);
    let decimal = tail.starts_with(['.', ','])
        && tail
            .chars()
            .nth(1)
            .is_some_and(|next| next.is_ascii_digit());
    let percent = tail.trim_start().starts_with(['%', '€', '$', '£']);
    (digits >= enough && code && !date && !word_goes_on && !decimal && !percent)
        .then_some(range.start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text, &OrderPatterns::default())
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn order_numbers_are_found_by_word_and_shape() {
        check("my order A-20417 and the #20418", &["A-20417", "20418"]);
        check("order 20014500, please", &["20014500"]);
        check("Order no. 4711 is late", &["4711"]);
        check("Order number is 12345.", &["12345"]);
        check("order #1042", &["1042"]);
        check("orders 20014500 and 20014501", &["20014500", "20014501"]);
        check(
            "Meine Bestellung 4500123 fehlt, Bestellnr. 45001",
            &["4500123", "45001"],
        );
        check("commande n° 20417", &["20417"]);
        check("pedido nº 88123 / ordine 55123", &["88123", "55123"]);
        check("bestelling 77123", &["77123"]);
        check("114-1234567-1234567", &["114-1234567-1234567"]);
        check("purchase order: PO-2024-0031", &["PO-2024-0031"]);
        check("order so10234", &["so10234"]);
    }

    #[test]
    fn the_shipped_expressions_compile() {
        assert!([&NAMED, &SHAPED, &MORE].iter().all(|regex| regex.is_some()));
    }

    #[test]
    fn other_numbers_are_no_orders() {
        check("I ordered 3 kettles in 2024", &[]);
        check("in order 2 be sure", &[]);
        check("the order of 500 dollars", &[]);
        check("order 2024-10-01", &[]);
        check("my order 2024", &[]);
        check("in order to 100% be", &[]);
        check("ISO-9001 and H1N1-2009", &[]);
        check("call +1-55501-99300", &[]);
    }

    #[test]
    fn a_leads_pattern_wins_and_a_broken_one_is_named() {
        let patterns = OrderPatterns::compile(&[r"\bweb([0-9]{3})\b".to_owned()]).unwrap();
        assert_eq!(
            find("it is WEB123!", &patterns),
            vec![Range { start: 9, end: 12 }]
        );
        let error = OrderPatterns::compile(&["ok[0-9]".to_owned(), "(".to_owned()]).unwrap_err();
        assert_eq!(error.path, "identity.order_patterns[1]");
        assert!(OrderPatterns::compile(&["[0-9]*".to_owned()]).is_err());
    }
}
