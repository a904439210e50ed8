//! Numbers in figures.

use super::Number;
use crate::text::entities::currency;

/// Longest run of figures, separators included, that is read as a number.
const LONGEST: usize = 24;

/// Numbers in figures, in order. `text` is a normal form: lower case, single spaces.
pub(in crate::text::entities) fn figures(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let mut numbers = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let (run_end, joined) = run(bytes, at);
        if !joined && !glued(text, at) {
            let mut at_number = at;
            while at_number < run_end {
                // `20 450` is one number or two: when it cannot be one, the parts stand alone.
                let Some(number) = read(text, at_number, run_end) else {
                    break;
                };
                at_number = skip_to_digit(bytes, number.end.max(at_number + 1), run_end);
                numbers.push(number);
            }
        }
        at = run_end.max(at + 1);
        if joined {
            while bytes
                .get(at)
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-/:_@.".contains(byte))
            {
                at += 1;
            }
        }
    }
    numbers
}

fn skip_to_digit(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end && !bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

/// Whether what stands directly before a figure makes it a part of something else: a code, a date, a
/// time, a version, an address. A currency code may stand there (`usd450`).
fn glued(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    match before.chars().next_back() {
        Some('#' | '@' | '_' | '.' | ':' | '\\') => true,
        Some('/' | '-') => before
            .chars()
            .nth_back(1)
            .is_some_and(|character| character.is_alphanumeric() && !character.is_ascii_digit()),
        Some(last) if last.is_alphanumeric() => {
            let letters = before
                .char_indices()
                .rev()
                .take(4)
                .take_while(|(_, character)| character.is_alphanumeric())
                .last()
                .map_or(at, |(start, _)| start);
            before
                .get(letters..)
                .is_none_or(|code| currency::code(code).is_none())
        }
        _ => false,
    }
}

/// End of the run of figures and separators from `start`, and whether letters make it a code.
fn run(bytes: &[u8], start: usize) -> (usize, bool) {
    let mut end = start;
    while let Some(&byte) = bytes.get(end) {
        let next_is_digit = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        let part = byte.is_ascii_digit()
            || (next_is_digit && matches!(byte, b'.' | b',' | b'\''))
            || (next_is_digit && byte == b' ' && three_digits(bytes, end + 1));
        if !part {
            break;
        }
        end += 1;
    }
    let code = match (bytes.get(end), bytes.get(end + 1)) {
        (Some(b':' | b'/' | b'@' | b'_'), Some(next)) => next.is_ascii_alphanumeric(),
        (Some(b'-'), Some(next)) => {
            // `200-300` may be a range, `12-24-2026` and `555-0199-300` are none.
            let (after, _) = digits_end(bytes, end + 1);
            (bytes.get(after) == Some(&b'-')
                && bytes.get(after + 1).is_some_and(u8::is_ascii_digit))
                || (after == end + 1 && next.is_ascii_alphabetic() && end - start > 6)
        }
        _ => false,
    };
    (end, code)
}

fn digits_end(bytes: &[u8], start: usize) -> (usize, usize) {
    let mut end = start;
    while bytes.get(end).is_some_and(u8::is_ascii_digit) {
        end += 1;
    }
    (end, end - start)
}

fn three_digits(bytes: &[u8], at: usize) -> bool {
    digits_end(bytes, at).1 == 3
}

/// Reads one number from `start` within a run.
fn read(text: &str, start: usize, run_end: usize) -> Option<Number> {
    let whole = text.get(start..run_end)?;
    let mut spaced = whole.contains(' ');
    let mut written = whole;
    if spaced {
        // A number in groups starts with at most three figures; otherwise take what is before the
        // first space.
        let first = whole.split([' ', '.', ',']).next().unwrap_or("");
        if first.len() > 3 || first.starts_with('0') {
            written = whole.split(' ').next().unwrap_or("");
            spaced = false;
        }
    }
    if written.len() > LONGEST {
        return None;
    }
    let mut end = start + written.len();
    let tail = text.get(end..).unwrap_or("");
    let thousands = tail.starts_with('k') && !letter_at(tail, 1);
    let (mut value, mut decimals) = value_of(written, thousands)?;
    let mut multiplied = false;
    if let Some((length, factor)) = multiplier(tail) {
        value *= factor;
        end += length;
        multiplied = true;
    } else if let Some(length) = no_cents(tail) {
        end += length;
        decimals = true;
    }
    Some(Number {
        start,
        end,
        value,
        decimals,
        multiplied,
        spaced,
    })
}

fn letter_at(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(char::is_alphanumeric)
}

/// `k`, `grand`, `million` and their like after a number: bytes and factor.
fn multiplier(tail: &str) -> Option<(usize, f64)> {
    const MULTIPLIERS: [(&str, f64); 15] = [
        (" hundred", 1e2),
        (" hundert", 1e2),
        ("k", 1e3),
        (" k", 1e3),
        (" grand", 1e3),
        (" thousand", 1e3),
        (" tausend", 1e3),
        (" tsd.", 1e3),
        (" tsd", 1e3),
        (" mille", 1e3),
        (" mil", 1e3),
        (" mila", 1e3),
        (" duizend", 1e3),
        (" million", 1e6),
        (" millionen", 1e6),
    ];
    MULTIPLIERS
        .iter()
        .find(|(word, _)| tail.starts_with(word) && !letter_at(tail, word.len()))
        .map(|(word, factor)| (word.len(), *factor))
}

/// `,-` and its like: no cents.
fn no_cents(tail: &str) -> Option<usize> {
    [",--", ".--", ",—", ",–", ".–", ".—", ",-", ".-"]
        .iter()
        .find(|mark| tail.starts_with(**mark) && !letter_at(tail, mark.len()))
        .map(|mark| mark.len())
}

/// Value of figures with separators, and whether there are decimals. A point or comma followed by
/// exactly three figures groups (`2.450` is 2450), by one or two it is decimal.
fn value_of(written: &str, thousands: bool) -> Option<(f64, bool)> {
    let last = written.rfind(['.', ',']);
    let mut decimal_at = None;
    if let Some(at) = last {
        let mark = written.get(at..=at)?;
        let tail = written.len() - at - 1;
        let head = written.get(..at)?;
        let alone = !head.contains(mark);
        let other = head.contains(['.', ',', '\'', ' ']) && alone;
        let leading_zero = head == "0";
        if alone && (tail != 3 || thousands || leading_zero || other) {
            decimal_at = Some(at);
        }
    }
    let head = decimal_at.map_or(Some(written), |at| written.get(..at))?;
    let groups: Vec<&str> = head.split(['.', ',', '\'', ' ']).collect();
    if let Some((first, rest)) = groups.split_first() {
        let well = rest.is_empty()
            || (first.len() <= 3
                && rest.last().is_some_and(|group| group.len() == 3)
                // Groups of two before the last are India's.
                && rest.iter().all(|group| group.len() == 3 || group.len() == 2)
                && (rest.iter().all(|group| group.len() == 3) || head.contains(',')));
        if !well {
            return None;
        }
    }
    let mut plain: String = groups.concat();
    if let Some(at) = decimal_at {
        plain.push('.');
        plain.push_str(written.get(at + 1..)?);
    }
    crate::decimal::parse(&plain).map(|value| (value, decimal_at.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[f64]) {
        let values: Vec<f64> = figures(text).iter().map(|number| number.value).collect();
        assert_eq!(values, expected, "{text}");
    }

    #[test]
    fn figures_are_read_in_every_grouping() {
        check("$1,200.50", &[1200.5]);
        check("1.200,50 €", &[1200.5]);
        check("€2.450", &[2450.0]);
        check("chf 1'200.-", &[1200.0]);
        check("450,- eur", &[450.0]);
        check("1 200,50 €", &[1200.5]);
        check("1.2k and $1,5k", &[1200.0, 1500.0]);
        check("rs 1,00,000", &[100_000.0]);
        check("1.200.000,00", &[1_200_000.0]);
        check("0.500", &[0.5]);
        check("i paid 12.", &[12.0]);
        check("version 1.2.3 of 10.0.0.1", &[]);
        check("at 10:30", &[]);
        check("12-24-2026", &[]);
        check("200-300", &[200.0, 300.0]);
        check("#20417", &[]);
        check("20417 450 dollars", &[20417.0, 450.0]);
    }
}
