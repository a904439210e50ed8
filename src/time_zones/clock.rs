//! Calendar days in the customer's time zone.

use super::Zone;
use crate::calendar::days_between;
use crate::ticket::Time;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// The offset from UTC with which a moment was written; `None` where none was.
fn offset(time: &Time) -> Option<Offset> {
    // A moment in UTC, and a date without a clock, are no such text: reading them as a civil time fails, or gives
    // the same moment.
    let civil = time.text().trim().parse::<DateTime>().ok()?;
    let ahead = civil
        .duration_since(Offset::UTC.to_datetime(Timestamp::from_millisecond(time.millis()?).ok()?));
    Offset::from_seconds(i32::try_from(ahead.as_secs()).ok()?).ok()
}

/// The zone in which days are counted.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    zone: Zone,
    /// Today in that zone.
    pub(crate) today: Date,
}

impl Clock {
    /// Counts in the zone; where there is none, in the offset with which `sample` was written, else
    /// in UTC. `None` when `now` is outside the calendar.
    pub(crate) fn new(zone: Option<&Zone>, sample: Option<&Time>, now: i64) -> Option<Self> {
        let zone = zone
            .cloned()
            .or_else(|| Some(Zone::fixed(offset(sample?)?)))
            .unwrap_or_else(|| Zone::fixed(Offset::UTC));
        let today = zone.day(Timestamp::from_millisecond(now).ok()?);
        Some(Self { zone, today })
    }

    /// The day of a moment. A date without a time is that day, in every zone.
    pub(crate) fn day(&self, time: &Time) -> Option<Date> {
        let text = time.text().trim();
        if text.len() == 10
            && let Ok(date) = text.parse::<Date>()
        {
            return Some(date);
        }
        let moment = Timestamp::from_millisecond(time.millis()?).ok()?;
        Some(self.zone.day(moment))
    }

    /// Days from a day to today; negative when it is still to come.
    pub(crate) fn days_since(&self, day: Date) -> i64 {
        days_between(day, self.today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time_zones::TimeZones;

    #[track_caller]
    fn check(zone: Option<&str>, delivered: &str, now: &str, expected: Option<i64>) {
        let delivered = Time::new(delivered);
        let now = Time::new(now).millis().unwrap();
        let zones = TimeZones::from_bytes(include_bytes!("../../www/data/zones.dat")).unwrap();
        let zone = zone.and_then(|name| zones.get(name));
        let clock = Clock::new(zone.as_ref(), Some(&delivered), now).unwrap();
        assert_eq!(
            clock.day(&delivered).map(|day| clock.days_since(day)),
            expected
        );
    }

    #[test]
    fn counts_calendar_days() {
        check(None, "2026-10-24", "2026-11-20T12:00:00Z", Some(27));
        check(
            None,
            "2026-10-24T23:59:59Z",
            "2026-10-25T00:00:00Z",
            Some(1),
        );
        check(None, "2024-02-28", "2024-03-01T00:00:00Z", Some(2));
        check(None, "2026-02-28", "2026-03-01T00:00:00Z", Some(1));
        check(None, "2026-12-24", "2026-11-20T12:00:00Z", Some(-34));
        check(None, "someday", "2026-11-20T12:00:00Z", None);
    }

    #[test]
    fn counts_in_the_customers_zone() {
        // 02:00 in UTC is the evening before in Los Angeles.
        check(
            Some("America/Los_Angeles"),
            "2026-11-01T18:00:00Z",
            "2026-11-03T02:00:00Z",
            Some(1),
        );
        check(
            Some("UTC"),
            "2026-11-01T18:00:00Z",
            "2026-11-03T02:00:00Z",
            Some(2),
        );
        check(
            Some("Asia/Tokyo"),
            "2026-11-01T18:00:00Z",
            "2026-11-03T02:00:00Z",
            Some(1),
        );
        // A date alone is that date, also west of Greenwich.
        check(
            Some("America/Los_Angeles"),
            "2026-11-01",
            "2026-11-02T20:00:00Z",
            Some(1),
        );
        // Both sides of the change of the clocks count as one day.
        check(
            Some("Europe/Berlin"),
            "2026-10-24T22:30:00+02:00",
            "2026-10-25T23:30:00+01:00",
            Some(1),
        );
        // Without a zone the offset of the delivery counts; an unknown zone is no zone.
        check(
            Some("Mars/Base"),
            "2026-11-01T22:00:00-05:00",
            "2026-11-03T04:00:00Z",
            Some(1),
        );
    }
}
