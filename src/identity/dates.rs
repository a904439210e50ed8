//! Dates as custom fields and tables write them.

use jiff::civil::Date;

/// A date or moment in a form that [`crate::ticket::Time`] reads: ISO dates and moments as they are,
/// `20.11.2026` and `2026/11/20` turned into ISO, `11/20/2026` where only one reading is possible.
/// `None` for everything else: a guess between day and month would move a deadline.
pub(crate) fn read(text: &str) -> Option<String> {
    let text = text.trim();
    if crate::ticket::Time::new(text).millis().is_some() {
        return Some(text.to_owned());
    }
    let date = text.split([' ', 'T']).next().unwrap_or(text);
    for (separator, dotted) in [('.', true), ('/', false), ('-', false)] {
        let parts: Vec<&str> = date.split(separator).collect();
        let [first, second, third] = parts.as_slice() else {
            continue;
        };
        let (Ok(first), Ok(second), Ok(third)) = (
            first.parse::<i16>(),
            second.parse::<i16>(),
            third.parse::<i16>(),
        ) else {
            continue;
        };
        let (year, month, day) = if first > 31 {
            (first, second, third)
        } else if dotted || first > 12 {
            (third, second, first)
        } else if second > 12 || first == second {
            (third, first, second)
        } else {
            return None;
        };
        if year < 1000 {
            return None;
        }
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        return Some(date.to_string());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(read(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn reads_what_has_one_reading() {
        check("2026-11-20", Some("2026-11-20"));
        check(" 2026-11-20T10:00:00Z ", Some("2026-11-20T10:00:00Z"));
        check("2026-11-20 10:00:00", Some("2026-11-20 10:00:00"));
        check("20.11.2026", Some("2026-11-20"));
        check("5.3.2026", Some("2026-03-05"));
        check("2026/11/20", Some("2026-11-20"));
        check("11/20/2026", Some("2026-11-20"));
        check("20/11/2026", Some("2026-11-20"));
        check("20-11-2026", Some("2026-11-20"));
        check("4/4/2026", Some("2026-04-04"));
    }

    #[test]
    fn refuses_to_guess() {
        check("4/5/2026", None);
        check("31.02.2026", None);
        check("20.11.26", None);
        check("soon", None);
        check("", None);
    }
}
