//! Numbers from text and to text. The standard library's reader brings a table of 10 KB that nothing
//! compresses; this engine's figures are short. The writer's is away too (`crates/zmij`).

/// Powers of ten that a double holds exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// A decimal number: a sign, digits with or without a point, an exponent. `None` for anything else and
/// for what no double holds.
///
/// Up to 15 digits and 22 powers of ten the nearest double (Clinger, "How to read floating point numbers
/// accurately", 1990: both parts and so one rounding are exact); beyond that within a few units of its last
/// place.
#[must_use]
pub(crate) fn parse(text: &str) -> Option<f64> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut digits = 0_u64;
    let mut power = i64::from(exponent) - fraction.len() as i64;
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            return None;
        }
        if digits < 100_000_000_000_000_000 {
            digits = digits * 10 + u64::from(byte - b'0');
        } else {
            power += 1;
        }
    }
    let mut value = digits as f64;
    if value != 0.0 {
        // What is left over after this many steps is zero or infinite.
        for _ in 0..40 {
            let step = power.clamp(-22, 22);
            let factor = EXACT.get(step.unsigned_abs() as usize).copied()?;
            value = if step < 0 {
                value / factor
            } else {
                value * factor
            };
            power -= step;
        }
    }
    let value = if negative { -value } else { value };
    value.is_finite().then_some(value)
}

/// A number with so many digits behind the point (at most 9), rounded half away from zero. Beyond 18 digits in
/// all it says the greatest number that it can.
#[must_use]
pub(crate) fn fixed(value: f64, places: u32) -> String {
    let scale = 10_u64.pow(places.min(9));
    let scaled = libm::round(libm::fabs(value) * scale as f64) as u64;
    let sign = if value < 0.0 && scaled > 0 { "-" } else { "" };
    let (whole, rest) = (scaled / scale, scaled % scale);
    if places == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}.{rest:0width$}", width = places as usize)
}

/// The shortest digits that give the number again, laid out as serde_json does: with a point, and with an
/// exponent below 1e-5 and from 1e16 on. `null` where it is no number.
pub(crate) fn write(number: f64, out: &mut String) {
    if number.is_finite() {
        out.push_str(zmij::Buffer::new().format_finite(number));
    } else {
        out.push_str("null");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: Option<f64>) {
        assert_eq!(parse(text), expected, "{text}");
    }

    #[test]
    fn writes_digits_behind_the_point() {
        for (value, places, expected) in [
            (0.0, 0, "0"),
            (12.5, 1, "12.5"),
            (0.005, 2, "0.01"),
            (1234.567, 2, "1234.57"),
            (-0.4, 0, "0"),
            (-3.25, 1, "-3.3"),
            (99.999, 2, "100.00"),
            (7.05, 2, "7.05"),
        ] {
            assert_eq!(fixed(value, places), expected, "{value}");
        }
    }

    #[test]
    fn reads_what_the_standard_library_reads() {
        for text in [
            "0",
            "-0",
            "1",
            "+1.5",
            ".5",
            "5.",
            "129.90",
            "1e3",
            "1.25E-2",
            "-1299.000",
            "0.0000001",
            "123456789012345",
            "1e22",
            "0e999",
            "1e-400",
        ] {
            check(text, text.parse().ok());
        }
        for text in [
            "", "-", ".", "e1", "1e", "1,5", "inf", "NaN", "1 ", "٣", "1e400", "--1",
        ] {
            check(text, None);
        }
        let long = parse("123456789.1234567890123456789").unwrap();
        assert!((long - 123_456_789.123_456_79).abs() < 1e-6, "{long}");
    }

    proptest! {
        #[test]
        fn writes_what_gives_the_number_again(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            let mut written = String::new();
            write(number, &mut written);
            prop_assert_eq!(&written, &serde_json::to_string(&number).unwrap());
            prop_assert!(!number.is_finite() || written.parse() == Ok(number), "{}", written);
        }

        #[test]
        fn reads_short_numbers_exactly(whole in 0_u64..1_000_000_000, fraction in "[0-9]{0,6}") {
            let text = format!("{whole}.{fraction}");
            prop_assert_eq!(parse(&text), text.parse().ok());
        }
    }
}
