//! The dates that exports write, as RFC 3339.

use crate::ticket::Time;
use jiff::fmt::rfc2822;

/// A date or time as RFC 3339; `None` where it has no single reading. Without a zone it is UTC.
pub(crate) fn rfc3339(text: &str) -> Option<String> {
    let text = text.trim();
    if Time::new(text).millis().is_some() {
        return Some(text.to_owned());
    }
    // Feeds: `Tue, 03 Mar 2026 10:00:00 GMT`.
    if let Ok(time) = rfc2822::parse(text) {
        return Some(time.timestamp().to_string());
    }
    // Some helpdesks: `2026-03-03 10:00:05 UTC`.
    let utc = text.strip_suffix(" UTC")?.replacen(' ', "T", 1) + "Z";
    Time::new(&utc).millis().map(|_| utc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let got = rfc3339(text);
        assert_eq!(got.as_deref(), expected);
        assert!(got.is_none_or(|text| Time::new(&text).millis().is_some()));
    }

    #[test]
    fn reads_what_exports_write() {
        check("2026-03-03T10:00:00Z", Some("2026-03-03T10:00:00Z"));
        check("2026-03-03", Some("2026-03-03"));
        check(
            "Tue, 03 Mar 2026 10:00:00 GMT",
            Some("2026-03-03T10:00:00Z"),
        );
        check(
            "Tue, 3 Mar 2026 10:00:00 +0100",
            Some("2026-03-03T09:00:00Z"),
        );
        check("2026-03-03 10:00:05 UTC", Some("2026-03-03T10:00:05Z"));
        check("2026-03-03 10:00", Some("2026-03-03 10:00"));
        check("03/04/2026", None);
        check("last week", None);
        check("", None);
    }
}
