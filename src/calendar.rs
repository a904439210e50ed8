//! Days of the calendar, counted. Only that of jiff which the engine needs: its spans, which know every unit of
//! time, take four times the room in WebAssembly.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

const SECONDS_OF_DAY: i64 = 86_400;

/// Days from one date to another; negative when the other is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_secs() / SECONDS_OF_DAY
}

/// The date so many days later, or earlier; `None` outside the calendar.
pub(crate) fn days_after(day: Date, days: i64) -> Option<Date> {
    let epoch = Date::new(1970, 1, 1).ok()?;
    let seconds = days_between(epoch, day)
        .checked_add(days)?
        .checked_mul(SECONDS_OF_DAY)?;
    let moment = Timestamp::from_second(seconds).ok()?;
    Some(Offset::UTC.to_datetime(moment).date())
}

/// The day so many months later, or earlier; where that month is shorter, its last day. `None` outside the
/// calendar.
pub(crate) fn months_after(day: Date, months: i64) -> Option<Date> {
    let from = i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
    let all = from.checked_add(months)?;
    let year = i16::try_from(all.div_euclid(12)).ok()?;
    let month = i8::try_from(all.rem_euclid(12) + 1).ok()?;
    let first = Date::new(year, month, 1).ok()?;
    Date::new(year, month, day.day().min(first.days_in_month())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{Span, ToSpan};
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(from: &str, months: i64, to: Option<&str>) {
        assert_eq!(months_after(date(from), months), to.map(date), "{from}");
    }

    #[test]
    fn months_end_where_they_end() {
        check("2026-01-31", 1, Some("2026-02-28"));
        check("2024-01-31", 1, Some("2024-02-29"));
        check("2024-02-29", 12, Some("2025-02-28"));
        check("2026-12-15", 1, Some("2027-01-15"));
        check("2026-12-15", 0, Some("2026-12-15"));
        check("2026-03-31", -1, Some("2026-02-28"));
        check("2024-02-29", 48, Some("2028-02-29"));
        check("2026-08-31", 6, Some("2027-02-28"));
        check("2026-12-15", 200_000, None);
        check("2026-12-15", i64::MIN, None);
        assert_eq!(days_after(date("9999-12-30"), 5), None);
        assert_eq!(days_after(date("2026-01-01"), i64::MAX), None);
    }

    proptest! {
        #[test]
        fn counts_as_jiff_does(day in -200_000_i64..200_000, more in -3_000_i64..3_000, months in -600_i64..600) {
            let from = days_after(date("1970-01-01"), day).unwrap();
            prop_assert_eq!(from, date("1970-01-01").checked_add(day.days()).unwrap());
            let to = days_after(from, more).unwrap();
            prop_assert_eq!(days_between(from, to), more);
            prop_assert_eq!(i64::from(from.until(to).unwrap().get_days()), more);
            let span = Span::new().months(months);
            prop_assert_eq!(months_after(from, months), from.checked_add(span).ok());
        }
    }
}
