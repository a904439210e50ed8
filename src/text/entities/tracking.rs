//! Tracking numbers, by shape and check figure.
//!
//! UPS `1Z` (modulus 10 over the letters' values), USPS 20 and 22 figures (modulus 10, weights 3 and
//! 1), the postal union's S10 (weights 8 6 4 2 3 5 9 7, modulus 11), FedEx 12 figures (weights 3 1 7,
//! modulus 11) and 15 (as USPS), DHL `JJD` and SSCC 20 figures (as USPS), DHL Express 10 figures
//! (modulus 7). What only a weak check tells is believed where the sentence speaks of a parcel.

use crate::text::{pattern, windows};
use regex_lite::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static CANDIDATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern::exact(concat!(
        r"\b(?i:1Z(?: ?[0-9A-Z]){16})\b",
        r"|\b(?i:JJD[0-9]{16,20})\b",
        r"|\b(?i:[A-Z]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[A-Z]{2})\b",
        r"|\b[0-9]{4}(?: [0-9]{4}){4}(?: [0-9]{2})?\b",
        r"|\b[0-9]{4} [0-9]{4} [0-9]{4}\b",
        r"|\b[0-9]{10,22}\b",
    ))
});

/// Words that speak of a parcel.
const PARCEL: &[&str] = &[
    "track",
    "fedex",
    "dhl",
    "ups",
    "usps",
    "parcel",
    "package",
    "shipment",
    "courier",
    "waybill",
    "awb",
    "sendung",
    "paket",
    "suivi",
    "colis",
    "seguimiento",
    "envío",
    "paquete",
    "rastre",
    "encomenda",
    "spedizione",
    "pacco",
    "tracciamento",
    "zending",
    "pakket",
];

/// Tracking numbers in order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let low = text.to_lowercase();
    let parcel = PARCEL.iter().any(|word| low.contains(word));
    let dhl = low.contains("dhl");
    windows::matches_near_figures(CANDIDATE.as_ref(), text)
        .into_iter()
        .filter(|range| {
            let written = text.get(range.clone()).unwrap_or("");
            is_tracking(&compact(written), parcel, dhl)
        })
        .collect()
}

/// Without spaces, in capitals.
pub(super) fn compact(written: &str) -> String {
    written
        .chars()
        .filter(|character| !character.is_whitespace())
        .flat_map(char::to_uppercase)
        .collect()
}

fn is_tracking(number: &str, parcel: bool, dhl: bool) -> bool {
    if let Some(rest) = number.strip_prefix("1Z") {
        return ups(rest);
    }
    if number.starts_with("JJD") {
        return true;
    }
    if number.starts_with(|character: char| character.is_ascii_uppercase()) {
        return s10(number);
    }
    let digits: Vec<u32> = number
        .chars()
        .filter_map(|character| character.to_digit(10))
        .collect();
    match digits.len() {
        // USPS numbers begin with 9, DHL's parcel numbers with 00.
        20 | 22 => (number.starts_with('9') || number.starts_with("00")) && modulus_10(&digits),
        12 => parcel && fedex(&digits),
        15 => parcel && modulus_10(&digits),
        10 => dhl && modulus_7(&digits),
        _ => false,
    }
}

/// Weights 3 and 1 from the right, the check figure last.
fn modulus_10(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    sum.is_multiple_of(10)
}

fn fedex(digits: &[u32]) -> bool {
    let Some((check, rest)) = digits.split_last() else {
        return false;
    };
    let sum: u32 = rest
        .iter()
        .zip([3, 1, 7].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    sum % 11 % 10 == *check
}

fn modulus_7(digits: &[u32]) -> bool {
    let Some((check, rest)) = digits.split_last() else {
        return false;
    };
    rest.iter().fold(0, |value, digit| (value * 10 + digit) % 7) == *check
}

/// UPS: letters count as 2 (A) to 27 (Z), modulus 10; odd places once, even places twice.
fn ups(rest: &str) -> bool {
    let values: Vec<u32> = rest
        .bytes()
        .map(|byte| match byte {
            b'0'..=b'9' => u32::from(byte - b'0'),
            _ => (u32::from(byte).saturating_sub(63)) % 10,
        })
        .collect();
    let Some((check, rest)) = values.split_last() else {
        return false;
    };
    let sum: u32 = rest
        .iter()
        .zip([1, 2].into_iter().cycle())
        .map(|(value, weight)| value * weight)
        .sum();
    rest.len() == 15 && (10 - sum % 10) % 10 == *check
}

fn s10(number: &str) -> bool {
    let digits: Vec<u32> = number
        .chars()
        .filter_map(|character| character.to_digit(10))
        .collect();
    let (Some((check, rest)), 13) = (digits.split_last(), number.len()) else {
        return false;
    };
    let sum: u32 = rest
        .iter()
        .zip([8, 6, 4, 2, 3, 5, 9, 7])
        .map(|(digit, weight)| digit * weight)
        .sum();
    let expected = match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        other => other,
    };
    rest.len() == 8 && *check == expected
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbers_with_a_true_check_figure_are_found() {
        assert!(CANDIDATE.is_some());
        // The carriers' own documentation samples.
        check("it is 1Z5R89390357567127 today", &["1Z5R89390357567127"]);
        check("1Z 5R8 939 03 5756 7127", &["1Z 5R8 939 03 5756 7127"]);
        check(
            "9400111899223857072213 and 9400 1118 9922 3857 0722 13",
            &["9400111899223857072213", "9400 1118 9922 3857 0722 13"],
        );
        check("9400 1000 0000 0000 0000 00", &[]);
        check("RR 473 124 829 GB", &["RR 473 124 829 GB"]);
        check("RB123456785GB", &["RB123456785GB"]);
        check("FedEx 986578788855", &["986578788855"]);
        check("parcel 012345678901234", &[]);
    }

    #[test]
    fn a_wrong_check_figure_is_no_tracking_number() {
        check("1Z5R89390357567128", &[]);
        check("RB123456786GB", &[]);
        check("FedEx 986578788856", &[]);
        check("986578788855", &[]);
        check("order 20014500 of 2026", &[]);
    }
}
