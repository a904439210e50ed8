//! Numbers of payment cards and bank accounts: personal data that nobody should read in full.

use crate::analysis::EntityKind;
use std::ops::Range;

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Account {
    /// A payment card: 13 to 19 figures with a known first part and Luhn's check figure
    /// (ISO/IEC 7812).
    Card,
    /// An IBAN: two letters, two check figures, up to 30 signs, modulus 97 (ISO 13616).
    Iban,
}

impl Account {
    pub(super) fn kind(self) -> EntityKind {
        match self {
            Self::Card => EntityKind::Card,
            Self::Iban => EntityKind::Iban,
        }
    }
}

/// Longest number with its spaces.
const LONGEST: usize = 44;

/// Cards and IBANs in order.
pub(super) fn find(text: &str) -> Vec<(Range<usize>, Account)> {
    let mut found: Vec<(Range<usize>, Account)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let fresh = at == 0 || !bytes.get(at - 1).is_some_and(|before| is_part(*before));
        let account = if !fresh {
            None
        } else if byte.is_ascii_digit() {
            card(bytes, at).map(|end| (end, Account::Card))
        } else if byte.is_ascii_alphabetic() {
            iban(bytes, at).map(|end| (end, Account::Iban))
        } else {
            None
        };
        at = match account {
            Some((end, kind)) => {
                found.push((at..end, kind));
                end
            }
            None => at + 1,
        };
    }
    found
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Where the card number that begins at `start` ends.
fn card(bytes: &[u8], start: usize) -> Option<usize> {
    let mut digits = [0_u8; 19];
    let mut count = 0;
    let mut end = start;
    for (offset, byte) in bytes.iter().skip(start).take(LONGEST).enumerate() {
        match byte {
            b'0'..=b'9' => {
                *digits.get_mut(count)? = byte - b'0';
                count += 1;
                end = start + offset + 1;
            }
            // One sign between two groups.
            b' ' | b'-' if end == start + offset => {}
            _ => break,
        }
    }
    if bytes.get(end).is_some_and(|after| is_part(*after)) {
        return None;
    }
    let digits = digits.get(..count)?;
    let masked = digits.len() >= 13 && digits.iter().all(|digit| *digit == 0);
    (masked || (has_card_length(digits) && luhn(digits))).then_some(end)
}

/// First figures and lengths of the large card schemes.
fn has_card_length(digits: &[u8]) -> bool {
    let head = |count: usize| {
        digits
            .iter()
            .take(count)
            .fold(0_u32, |number, digit| number * 10 + u32::from(*digit))
    };
    match digits.len() {
        15 => matches!(head(2), 34 | 37),
        14 => matches!(head(2), 36 | 38) || matches!(head(3), 300..=305),
        13 => head(1) == 4,
        16 => {
            head(1) == 4
                || matches!(head(2), 51..=55 | 65)
                || matches!(head(4), 2221..=2720 | 6011 | 3528..=3589)
        }
        17..=19 => matches!(head(2), 50 | 56..=69),
        _ => false,
    }
}

/// Luhn's check: every second figure from the right counts twice.
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(*digit) * if place % 2 == 1 { 2 } else { 1 };
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Where the IBAN that begins at `start` ends.
fn iban(bytes: &[u8], start: usize) -> Option<usize> {
    let head = bytes.get(start..start + 4)?;
    let [a, b, c, d] = head else { return None };
    if ![a, b].iter().all(|letter| letter.is_ascii_alphabetic())
        || ![c, d].iter().all(|digit| digit.is_ascii_digit())
    {
        return None;
    }
    let mut signs: Vec<u8> = Vec::with_capacity(34);
    let mut end = start;
    let mut best = None;
    for (offset, byte) in bytes.iter().skip(start).take(LONGEST).enumerate() {
        if byte.is_ascii_alphanumeric() && signs.len() < 34 {
            signs.push(byte.to_ascii_uppercase());
            end = start + offset + 1;
            let bounded = !bytes.get(end).is_some_and(|after| is_part(*after));
            // A word may follow behind a space: the longest reading whose check figures are right.
            if bounded && signs.len() >= 15 && (modulus_97(&signs) == 1 || is_masked(&signs)) {
                best = Some(end);
            }
        } else if *byte != b' ' || end != start + offset {
            break;
        }
    }
    best
}

/// An IBAN that [`crate::text::masking`] has hidden is known as one still.
fn is_masked(signs: &[u8]) -> bool {
    signs.starts_with(b"XX00") && signs.iter().all(|sign| matches!(sign, b'X' | b'0'))
}

/// The remainder of ISO 7064: the first four signs behind the others, letters as 10 to 35.
fn modulus_97(signs: &[u8]) -> u32 {
    let (head, rest) = signs.split_at(signs.len().min(4));
    rest.iter().chain(head).fold(0, |remainder, sign| {
        if sign.is_ascii_digit() {
            (remainder * 10 + u32::from(sign - b'0')) % 97
        } else {
            (remainder * 100 + u32::from(sign.saturating_sub(b'A')) + 10) % 97
        }
    })
}

/// All but the last four signs hidden.
pub(super) fn hidden(written: &str) -> String {
    let signs: Vec<char> = written.chars().filter(|c| c.is_alphanumeric()).collect();
    let tail: String = signs.iter().skip(signs.len().saturating_sub(4)).collect();
    format!("…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Account)]) {
        let found: Vec<(&str, Account)> = find(text)
            .into_iter()
            .map(|(range, kind)| (&text[range], kind))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn accounts_are_found() {
        // Test numbers that the card schemes publish, and the IBAN registry's examples.
        check(
            "card 4111 1111 1111 1111, or 378282246310005.",
            &[
                ("4111 1111 1111 1111", Account::Card),
                ("378282246310005", Account::Card),
            ],
        );
        check(
            "4111-1111-1111-1112 and 1234 5678 9012 3456 and 20014500",
            &[],
        );
        check(
            "IBAN DE89 3704 0044 0532 0130 00 please, GB82WEST12345698765432",
            &[
                ("DE89 3704 0044 0532 0130 00", Account::Iban),
                ("GB82WEST12345698765432", Account::Iban),
            ],
        );
        check("DE88 3704 0044 0532 0130 00", &[]);
        check("x4111111111111111", &[]);
        assert_eq!(hidden("4111 1111 1111 1111"), "…1111");
    }
}
