//! The shortest text that gives a float again, in the place of the crate of the same name.
//!
//! serde_json writes floats by `zmij`, whose 16 KB of powers of ten nothing compresses. Its errors name floats,
//! so whoever parses JSON carries the table. The standard library finds the same digits without it, slower;
//! the engine's figures are few. `[patch.crates-io]` in the workspace puts this crate there; it has what
//! serde_json calls.
#![no_std]

extern crate alloc;

use alloc::format;
use alloc::string::String;

/// A float.
pub trait Float: Copy {
    /// Its shortest digits, in scientific notation: `-1.25e-7`.
    #[doc(hidden)]
    fn scientific(self) -> String;
    /// What is written where it is no number.
    #[doc(hidden)]
    fn special(self) -> Option<&'static str>;
}

macro_rules! float {
    ($($type:ty),*) => {$(
        impl Float for $type {
            fn scientific(self) -> String {
                format!("{self:e}")
            }

            fn special(self) -> Option<&'static str> {
                if self.is_finite() {
                    None
                } else if self.is_nan() {
                    Some("NaN")
                } else if self > 0.0 {
                    Some("inf")
                } else {
                    Some("-inf")
                }
            }
        }
    )*};
}

float!(f32, f64);

/// Where a text is written.
#[derive(Debug, Clone, Default)]
pub struct Buffer {
    text: String,
}

impl Buffer {
    /// An empty one.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            text: String::new(),
        }
    }

    /// The text of a float; `NaN`, `inf` or `-inf` where it is no number.
    pub fn format<F: Float>(&mut self, number: F) -> &str {
        match number.special() {
            Some(special) => special,
            None => self.format_finite(number),
        }
    }

    /// The text of a number.
    pub fn format_finite<F: Float>(&mut self, number: F) -> &str {
        self.text.clear();
        lay_out(&number.scientific(), &mut self.text);
        &self.text
    }
}

/// Scientific notation as JSON has it: with a point, and with an exponent below 1e-5 and from 1e16 on.
fn lay_out(scientific: &str, out: &mut String) {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let places: i32 = exponent.parse().unwrap_or_default();
    let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
    if unsigned.len() < mantissa.len() {
        out.push('-');
    }
    if !(-5..16).contains(&places) {
        out.push_str(unsigned);
        out.push('e');
        if places > 0 {
            out.push('+');
        }
        out.push_str(exponent);
        return;
    }
    if places < 0 {
        out.push_str("0.");
        out.extend(core::iter::repeat_n(
            '0',
            places.unsigned_abs() as usize - 1,
        ));
    }
    let mut written = 0;
    for digit in unsigned.chars().filter(char::is_ascii_digit) {
        if places >= 0 && written == places + 1 {
            out.push('.');
        }
        out.push(digit);
        written += 1;
    }
    if places >= 0 && written <= places + 1 {
        out.extend(core::iter::repeat_n('0', (places + 1 - written) as usize));
        out.push_str(".0");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: f64, expected: &str) {
        assert_eq!(Buffer::new().format(number), expected);
    }

    #[test]
    fn lays_numbers_out_for_json() {
        check(0.0, "0.0");
        check(-0.0, "-0.0");
        check(1.0, "1.0");
        check(-129.9, "-129.9");
        check(0.25, "0.25");
        check(1.5e-5, "0.000015");
        check(1.5e-6, "1.5e-6");
        check(1e15, "1000000000000000.0");
        check(1_234_567_890_123_456.5, "1234567890123456.5");
        check(1e16, "1e+16");
        check(1.25e300, "1.25e+300");
        check(f64::MIN_POSITIVE, "2.2250738585072014e-308");
        check(f64::NAN, "NaN");
        check(f64::NEG_INFINITY, "-inf");
    }

    #[test]
    fn agrees_with_the_standard_library_where_it_writes_no_exponent() {
        // Steps through the doubles of every size by a fixed odd stride of their bits.
        let mut bits = 0x3f1a_36e2_eb1c_432d_u64;
        while bits < 0x4341_c379_37e0_8000 {
            let number = f64::from_bits(bits);
            check(number, &format!("{number:?}"));
            check(-number, &format!("{:?}", -number));
            bits += 0x0000_1f3d_5b79_d7bd;
        }
    }

    #[test]
    fn a_single_is_written_as_a_single() {
        assert_eq!(Buffer::new().format_finite(0.1_f32), "0.1");
    }
}
