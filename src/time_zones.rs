//! Time zones by name, from a data file: as part of the WebAssembly they would be a quarter of it.
//!
//! The file `www/data/zones.dat` is written by `cargo xtask zones` from the IANA time zone database.
//! Little-endian: `HRTZ`, the format as `u32`, the number of zones as `u32`; for each zone the length
//! of its name as `u8`, the name in lower case, the place of its data as `u32` (counted from the end
//! of this list) and its length as `u32`; then the data (TZif, RFC 9636), each once.

mod clock;
mod zone;

pub(crate) use clock::Clock;
pub use zone::Zone;

use crate::sorted::Map;
use crate::ticket::Ticket;
use std::fmt;
use std::ops::Range;

/// Version of the format.
pub const FORMAT: u32 = 1;

/// The zones of a file.
#[derive(Debug, Clone)]
pub struct TimeZones {
    bytes: Vec<u8>,
    /// Where a zone's data lies, by name in lower case.
    places: Map<String, Range<usize>>,
}

/// The bytes are no file of time zones of this version, or it is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeZonesError;

impl TimeZonesError {
    /// Stable code for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        "zones_unusable"
    }

    /// The way out.
    #[must_use]
    pub fn help(self) -> &'static str {
        "give the `zones.dat` that belongs to this version of Handrail"
    }
}

impl fmt::Display for TimeZonesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no file of time zones that this version reads, or it is damaged")
    }
}

impl std::error::Error for TimeZonesError {}

impl TimeZones {
    /// Reads a file; a zone's own data is read when it is asked for.
    ///
    /// # Errors
    /// When it is no such file, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TimeZonesError> {
        let places = places(bytes).ok_or(TimeZonesError)?;
        Ok(Self {
            bytes: bytes.to_vec(),
            places,
        })
    }

    /// The zone of a name such as `Europe/Berlin`; case does not matter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Zone> {
        let name = name.trim().to_ascii_lowercase();
        let place = self.places.get(&name)?;
        Zone::from_tzif(self.bytes.get(place.clone())?)
    }

    /// Names of all zones, in lower case and alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }
}

/// The name of the zone in which the requester lives, if the helpdesk gave one.
#[must_use]
pub fn of_requester(ticket: &Ticket) -> Option<&str> {
    let name = ticket.requester.as_ref()?.time_zone.as_deref()?.trim();
    (!name.is_empty()).then_some(name)
}

fn places(bytes: &[u8]) -> Option<Map<String, Range<usize>>> {
    let mut rest = bytes.strip_prefix(b"HRTZ")?;
    if number(&mut rest)? != FORMAT as usize {
        return None;
    }
    let count = number(&mut rest)?;
    let mut listed = Vec::new();
    for _ in 0..count {
        let (length, after) = rest.split_first()?;
        let (name, after) = after.split_at_checked(usize::from(*length))?;
        rest = after;
        let name = std::str::from_utf8(name).ok()?.to_owned();
        listed.push((name, number(&mut rest)?, number(&mut rest)?));
    }
    let data = bytes.len() - rest.len();
    let mut places = Map::new();
    for (name, start, length) in listed {
        let start = data.checked_add(start)?;
        let end = start.checked_add(length)?;
        if end > bytes.len() {
            return None;
        }
        places.insert(name, start..end);
    }
    Some(places)
}

/// Takes a `u32` off the front.
fn number(rest: &mut &[u8]) -> Option<usize> {
    let (head, tail) = rest.split_first_chunk::<4>()?;
    *rest = tail;
    usize::try_from(u32::from_le_bytes(*head)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    const SHIPPED: &[u8] = include_bytes!("../www/data/zones.dat");

    #[test]
    fn every_shipped_zone_can_be_read() {
        let zones = TimeZones::from_bytes(SHIPPED).unwrap();
        assert!(zones.names().count() > 500);
        for name in zones.names() {
            assert!(zones.get(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_zone_reads_as_the_calendar_reads_it() {
        let zones = TimeZones::from_bytes(SHIPPED).unwrap();
        for name in zones.names() {
            let zone = zones.get(name).unwrap();
            let bytes = &SHIPPED[zones.places.get(name).unwrap().clone()];
            let known = jiff::tz::TimeZone::tzif(name, bytes).unwrap();
            // From 1850 to 2100 by some weeks, and the seconds about every change.
            let steps = (-3_786_912_000_i64..4_102_444_800).step_by(2_221_111);
            let changes = known
                .preceding(Timestamp::from_second(4_102_444_800).unwrap())
                .map(|change| change.timestamp().as_second());
            for second in steps.chain(changes.flat_map(|at| [at - 1, at, at + 1])) {
                let moment = Timestamp::from_second(second).unwrap();
                assert_eq!(
                    zone.offset(moment),
                    known.to_offset(moment),
                    "{name} {moment}"
                );
            }
        }
    }

    #[track_caller]
    fn check(name: &str, moment: &str, expected: &str) {
        let zones = TimeZones::from_bytes(SHIPPED).unwrap();
        let moment: Timestamp = moment.parse().unwrap();
        let local = zones.get(name).unwrap().offset(moment).to_datetime(moment);
        assert_eq!(local.to_string(), expected, "{name}");
    }

    #[test]
    fn the_clock_is_that_of_the_place() {
        check(
            "Europe/Berlin",
            "2026-07-01T12:00:00Z",
            "2026-07-01T14:00:00",
        );
        check(
            "europe/berlin ",
            "2026-12-01T12:00:00Z",
            "2026-12-01T13:00:00",
        );
        check(
            "America/New_York",
            "2040-07-01T12:00:00Z",
            "2040-07-01T08:00:00",
        );
        check(
            "Asia/Kathmandu",
            "2026-07-01T12:00:00Z",
            "2026-07-01T17:45:00",
        );
        check("UTC", "2026-07-01T12:00:00Z", "2026-07-01T12:00:00");
    }

    #[test]
    fn what_is_no_such_file_is_refused() {
        assert!(TimeZones::from_bytes(b"").is_err());
        assert!(TimeZones::from_bytes(b"HRTZ\x02\0\0\0\0\0\0\0").is_err());
        assert!(TimeZones::from_bytes(b"HRTZ\x01\0\0\0\xff\xff\xff\xff").is_err());
        assert!(TimeZones::from_bytes(&SHIPPED[..SHIPPED.len() - 1]).is_err());
        let zones = TimeZones::from_bytes(SHIPPED).unwrap();
        assert!(zones.get("Mars/Base").is_none() && zones.get("").is_none());
    }
}
