//! Reading and writing the index's numbers: little-endian, and varints (LEB128) in postings.

/// Reads from bytes that may be damaged: past their end everything is zero or empty.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self {
            rest: bytes.get(at..).unwrap_or(&[]),
        }
    }

    pub(crate) fn byte(&mut self) -> u8 {
        match self.rest {
            [first, rest @ ..] => {
                self.rest = rest;
                *first
            }
            [] => 0,
        }
    }

    pub(crate) fn varint(&mut self) -> u32 {
        let mut value = 0_u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte();
            value |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        value
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

pub(crate) fn put_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(crate) fn put_u32(out: &mut Vec<u8>, value: usize) {
    out.extend_from_slice(&u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes());
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..) {
        Some([a, b, ..]) => u32::from(u16::from_le_bytes([*a, *b])),
        _ => 0,
    }
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..) {
        Some([a, b, c, d, ..]) => u32::from_le_bytes([*a, *b, *c, *d]) as usize,
        _ => 0,
    }
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    (u32_at(bytes, at) as u64) | ((u32_at(bytes, at + 4) as u64) << 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: u32, length: usize) {
        let mut bytes = Vec::new();
        put_varint(&mut bytes, value);
        assert_eq!(bytes.len(), length);
        assert_eq!(Cursor::new(&bytes, 0).varint(), value);
    }

    #[test]
    fn varints_come_back() {
        check(0, 1);
        check(127, 1);
        check(128, 2);
        check(300_000, 3);
        check(u32::MAX, 5);
    }

    #[test]
    fn past_the_end_everything_is_zero() {
        let mut cursor = Cursor::new(&[0xff], 0);
        cursor.varint();
        assert_eq!((cursor.varint(), cursor.is_empty()), (0, true));
        assert_eq!(
            (u32_at(&[1, 2], 0), u64_at(&[1], 9), u16_at(&[], 0)),
            (0, 0, 0)
        );
    }
}
