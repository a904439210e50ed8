//! Mail addresses and telephone numbers.

use super::lexeme::Kind;
use super::{Found, Quantity, Scan};
use crate::knowledge::lint::units::Measure;

impl Scan<'_, '_> {
    pub(super) fn mail(&self, at: usize) -> Found {
        let first = self.get(at)?;
        if first.kind == Kind::Sign {
            return None;
        }
        // The address is one run without spaces.
        let mut end = at + 1;
        while self.get(end).is_some_and(|lexeme| lexeme.glued) {
            end += 1;
        }
        let range = self.range(at, end);
        let run = self.text.get(range.clone())?;
        let sign = run.find('@')?;
        let domain = run.get(sign + 1..)?;
        if sign == 0 || !domain.contains('.') {
            return None;
        }
        let address = run
            .trim_end_matches(['.', ',', ')', ';', ':'])
            .to_lowercase();
        let hash = address.bytes().fold(7_u32, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u32::from(byte))
        });
        let range = range.start..range.start + address.len();
        let value = f64::from(hash);
        let mut found = Quantity::new(Measure::Email, value, value, range);
        found.noun.push(address);
        Some((Some(found), end))
    }

    pub(super) fn phone(&self, at: usize) -> Found {
        let first = self.get(at)?;
        let plus = first.lower == "+" || first.lower == "(";
        if first.kind != Kind::Number && !plus {
            return None;
        }
        let mut end = at;
        let mut number = String::new();
        let mut groups = 0;
        while let Some(lexeme) = self.get(end) {
            match lexeme.kind {
                Kind::Number
                    if lexeme
                        .text
                        .bytes()
                        .all(|byte| byte.is_ascii_digit() || byte == b'.') =>
                {
                    number.extend(lexeme.text.chars().filter(char::is_ascii_digit));
                    groups += 1;
                }
                Kind::Sign
                    if matches!(lexeme.text, "+" | "(" | ")" | "-" | "–" | "/" | "." | "‑") =>
                {
                    if lexeme.text == "." && !lexeme.glued {
                        break;
                    }
                }
                _ => break,
            }
            end += 1;
        }
        while end > at
            && self
                .get(end - 1)
                .is_some_and(|lexeme| lexeme.kind == Kind::Sign)
        {
            end -= 1;
        }
        let announced = (1..=5).any(|back| {
            [
                "phone",
                "call",
                "calls",
                "tel",
                "telephone",
                "hotline",
                "number",
                "dial",
                "ring",
                "telefon",
                "rufnummer",
                "nummer",
                "an",
                "unter",
                "fax",
                "whatsapp",
                "on",
                "line",
            ]
            .contains(&self.before(at, back))
        });
        let looks = number.len() >= 9
            && groups >= 2
            && (first.lower == "+" || number.starts_with('0') || announced || number.len() == 10);
        let short = (7..=15).contains(&number.len())
            && groups >= 2
            && announced
            && (number.starts_with('0') || number.starts_with('1') || self.text.contains("555"));
        if !(looks || short) || number.len() > 15 {
            return None;
        }
        let tail = number.get(number.len().saturating_sub(9)..)?;
        let value: f64 = tail.parse().ok()?;
        let found = Quantity::new(Measure::Phone, value, value, self.range(at, end));
        Some((Some(found), end))
    }
}
