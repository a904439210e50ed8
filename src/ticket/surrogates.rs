//! Half characters in JSON text, which JavaScript allows and Rust does not.

use std::borrow::Cow;

/// Replaces the escapes of lone surrogates, which serde_json refuses, by that of U+FFFD.
pub(crate) fn mend_surrogates(text: &str) -> Cow<'_, str> {
    if !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let unit = escaped_unit(from);
        let taken = match unit {
            Some(0xD800..=0xDBFF) => {
                let next = from.get(6..).and_then(escaped_unit);
                if matches!(next, Some(0xDC00..=0xDFFF)) {
                    12
                } else {
                    out.push_str("\\ufffd");
                    rest = from.get(6..).unwrap_or("");
                    continue;
                }
            }
            Some(0xDC00..=0xDFFF) => {
                out.push_str("\\ufffd");
                rest = from.get(6..).unwrap_or("");
                continue;
            }
            Some(_) => 6,
            // `\\`, `\"`, `\n` …: the backslash and the character after it.
            None => 1 + from.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (kept, after) = from.split_at_checked(taken).unwrap_or((from, ""));
        out.push_str(kept);
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}
