//! The days of one place.
//!
//! Reads TZif (RFC 9636) itself: of a zone only the offset at a moment is needed here, and jiff's reader brings a
//! checksum's table of 17 KB that nothing compresses. The rule for the time after the last change is jiff's to read.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// How clocks stand at a place.
#[derive(Debug, Clone)]
pub struct Zone {
    /// Before the first change.
    first: Offset,
    /// When clocks changed, in seconds since 1970, and to what; in order of time.
    changes: Vec<(i64, Offset)>,
    /// What holds from the last change on, where it is not that change's offset for ever.
    rule: Option<TimeZone>,
}

impl Zone {
    /// Always the same offset.
    #[must_use]
    pub fn fixed(offset: Offset) -> Self {
        Self {
            first: offset,
            changes: Vec::new(),
            rule: None,
        }
    }

    /// Reads the second block of a TZif file, which has times of 64 bits, and its footer. `None` where it has
    /// none or is damaged.
    pub(super) fn from_tzif(bytes: &[u8]) -> Option<Self> {
        let (counts, rest) = header(bytes)?;
        let (counts, mut rest) = header(rest.get(counts.size(4)?..)?)?;
        let times = take(&mut rest, counts.times.checked_mul(8)?)?;
        let kinds = take(&mut rest, counts.times)?;
        let types = take(&mut rest, counts.types.checked_mul(6)?)?;
        let others = counts.size(8)? - times.len() - kinds.len() - types.len();
        let footer = rest
            .get(others..)?
            .strip_prefix(b"\n")?
            .strip_suffix(b"\n")?;
        let offset = |kind: u8| {
            let seconds = types.get(usize::from(kind) * 6..)?.first_chunk::<4>()?;
            Offset::from_seconds(i32::from_be_bytes(*seconds)).ok()
        };
        let mut changes = Vec::with_capacity(counts.times);
        for (time, kind) in times.chunks_exact(8).zip(kinds) {
            changes.push((
                i64::from_be_bytes(*time.first_chunk::<8>()?),
                offset(*kind)?,
            ));
        }
        let rule = match std::str::from_utf8(footer).ok()? {
            "" => None,
            rule => Some(TimeZone::posix(rule).ok()?),
        };
        Some(Self {
            first: offset(0)?,
            changes,
            rule,
        })
    }

    /// The day of a moment.
    #[must_use]
    pub fn day(&self, moment: Timestamp) -> Date {
        self.offset(moment).to_datetime(moment).date()
    }

    /// By how much clocks are ahead of UTC at a moment.
    #[must_use]
    pub fn offset(&self, moment: Timestamp) -> Offset {
        // A moment before 1970 with a fraction belongs to the second before.
        let second = moment.as_millisecond().div_euclid(1000);
        let passed = self.changes.partition_point(|(time, _)| *time <= second);
        match &self.rule {
            Some(rule) if passed == self.changes.len() => rule.to_offset(moment),
            _ => passed
                .checked_sub(1)
                .and_then(|last| self.changes.get(last))
                .map_or(self.first, |(_, offset)| *offset),
        }
    }
}

/// How many of each there are in a block.
struct Counts {
    times: usize,
    types: usize,
    characters: usize,
    leaps: usize,
    standard: usize,
    universal: usize,
}

impl Counts {
    /// Bytes of a block whose times have so many.
    fn size(&self, time: usize) -> Option<usize> {
        let times = self.times.checked_mul(time + 1)?;
        let leaps = self.leaps.checked_mul(time + 4)?;
        let types = self.types.checked_mul(6)?;
        [types, self.characters, leaps, self.standard, self.universal]
            .iter()
            .try_fold(times, |sum, size| sum.checked_add(*size))
    }
}

/// Takes a block's header off the front.
fn header(bytes: &[u8]) -> Option<(Counts, &[u8])> {
    let mut rest = bytes.strip_prefix(b"TZif")?.get(16..)?;
    let mut count = || {
        let (head, tail) = rest.split_first_chunk::<4>()?;
        rest = tail;
        usize::try_from(u32::from_be_bytes(*head)).ok()
    };
    let (universal, standard, leaps) = (count()?, count()?, count()?);
    let (times, types, characters) = (count()?, count()?, count()?);
    let counts = Counts {
        times,
        types,
        characters,
        leaps,
        standard,
        universal,
    };
    Some((counts, rest))
}

/// Takes bytes off the front.
fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(head)
}
