//! Sums as custom fields and tables write them.

use crate::json;
use crate::ticket::Money;
use serde_json::Value;

/// Signs and the currency that each stands for where nothing else is said.
const SIGNS: [(&str, &str); 10] = [
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("CA$", "CAD"),
    ("US$", "USD"),
    ("R$", "BRL"),
    ("$", "USD"),
];

/// Reads `449.00 USD`, `$1,299`, `1.299,00 €`, `449` or a number. The currency is `fallback` where
/// the value names none. `None` when it is no sum.
pub(crate) fn read(value: &Value, fallback: &str) -> Option<Money> {
    match value {
        Value::Number(number) => Some(Money::new(json::number(number), currency_code(fallback))),
        Value::String(text) => read_text(text, fallback),
        Value::Object(_) => Money::from_value(value),
        _ => None,
    }
}

fn read_text(text: &str, fallback: &str) -> Option<Money> {
    let text = text.trim();
    let is_part = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' | '-' | '+'
            )
    };
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let start = text
        .get(..first)?
        .rfind(|c: char| !matches!(c, '-' | '+' | '.'))
        .map_or(0, |at| {
            at + text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8)
        });
    let end = start
        + text
            .get(start..)?
            .find(|c: char| !is_part(c))
            .unwrap_or(text.len() - start);
    let amount = decimal(text.get(start..end)?)?;
    let around = format!("{} {}", text.get(..start)?, text.get(end..)?);
    let around = around.trim();
    if around.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let currency = if around.is_empty() {
        currency_code(fallback)
    } else {
        let code = currency_code(around);
        // A word that is no currency ("449 pieces") makes it no sum.
        if code.is_empty() {
            return None;
        }
        code
    };
    Some(Money::new(amount, currency))
}

/// An ISO code from a code or a sign; empty when it is neither.
fn currency_code(text: &str) -> String {
    let upper = text.trim().to_uppercase();
    if upper.len() == 3 && upper.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return upper;
    }
    SIGNS
        .iter()
        .find(|(sign, _)| *sign == upper)
        .map_or_else(String::new, |(_, code)| (*code).to_owned())
}

/// Decimal text with a point. The last separator is the decimal one unless it stands more than once
/// or exactly three digits follow (`2.450` is two thousand four hundred and fifty).
fn decimal(text: &str) -> Option<String> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '+'))
        .collect();
    let text = text.trim_end_matches(['.', ',', '-']);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    if digits.contains('-') {
        return None;
    }
    let last = digits.rfind(['.', ',']);
    let (whole, fraction) = match last {
        None => (digits, ""),
        Some(at) => {
            let separator = digits.get(at..=at)?;
            let after = digits.get(at + 1..)?;
            let before = digits.get(..at)?;
            let thousands = before.contains(separator)
                || (after.len() == 3
                    && !before.contains(['.', ','])
                    && !before.is_empty()
                    && !before.starts_with('0'));
            if thousands {
                (digits, "")
            } else {
                (before, after)
            }
        }
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { &whole };
    Some(if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(value: Value, fallback: &str, expected: Option<(&str, &str)>) {
        let money = read(&value, fallback);
        assert_eq!(
            money
                .as_ref()
                .map(|money| (money.amount.as_str(), money.currency.as_str())),
            expected,
            "{value}"
        );
    }

    #[test]
    fn reads_the_common_ways_to_write_a_sum() {
        check(json!("449.00 USD"), "", Some(("449.00", "USD")));
        check(json!("usd 449"), "", Some(("449", "USD")));
        check(json!("$1,299"), "", Some(("1299", "USD")));
        check(json!("1.299,00 €"), "", Some(("1299.00", "EUR")));
        check(json!("€2.450"), "", Some(("2450", "EUR")));
        check(json!("1 299,50"), "SEK", Some(("1299.50", "SEK")));
        check(json!("CHF 1'299.50"), "", Some(("1299.50", "CHF")));
        check(json!("1.234.567"), "£", Some(("1234567", "GBP")));
        check(json!("0.500"), "EUR", Some(("0.500", "EUR")));
        check(json!(".50"), "EUR", Some(("0.50", "EUR")));
        check(json!("US$ 5"), "", Some(("5", "USD")));
        check(json!("-12.50 EUR"), "", Some(("-12.50", "EUR")));
        check(json!(59.5), "eur", Some(("59.5", "EUR")));
        check(json!("449"), "", Some(("449", "")));
    }

    #[test]
    fn refuses_what_is_no_sum() {
        check(json!("n/a"), "EUR", None);
        check(json!("449 pieces"), "EUR", None);
        check(json!("12 x 5"), "EUR", None);
        check(json!("2026-11-20"), "EUR", None);
        check(json!(""), "EUR", None);
        check(json!(null), "EUR", None);
    }
}
