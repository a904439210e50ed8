//! Bytes of the model files: written in one go, read with every read checked against what is left.
//!
//! A sealed file is four letters, the format as `u32`, the length of the rest as `u64`, FNV-1a of the rest
//! as `u64`, and the rest; numbers are little-endian.

use crate::fingerprint::fnv1a;

/// The four letters with which a kind of file begins, and the format that this engine reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seal {
    /// The four letters.
    pub magic: [u8; 4],
    /// The format.
    pub format: u32,
}

/// Why a file is refused before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealError {
    /// It begins with other letters.
    Other,
    /// It is of this format.
    Version(u32),
    /// It ends early, or its checksum is wrong.
    Damaged,
}

impl Seal {
    /// The file of these contents.
    #[must_use]
    pub fn file(self, body: &[u8]) -> Vec<u8> {
        let mut file = Vec::with_capacity(4 + 4 + 8 + 8 + body.len());
        file.extend_from_slice(&self.magic);
        file.extend_from_slice(&self.format.to_le_bytes());
        file.extend_from_slice(&(body.len() as u64).to_le_bytes());
        file.extend_from_slice(&fnv1a(body).to_le_bytes());
        file.extend_from_slice(body);
        file
    }

    /// The contents of a file, and their checksum.
    ///
    /// # Errors
    /// When it is of another kind or format, or damaged.
    pub fn open(self, file: &[u8]) -> Result<(&[u8], u64), SealError> {
        let mut header = Reader(file);
        if header.array() != Some(self.magic) {
            return Err(SealError::Other);
        }
        let found = header.long().ok_or(SealError::Damaged)?;
        if found != self.format {
            return Err(SealError::Version(found));
        }
        let length = header.array().map(u64::from_le_bytes);
        let checksum = header.array().map(u64::from_le_bytes);
        match (length, checksum, header.0) {
            (Some(length), Some(checksum), body)
                if body.len() as u64 == length && fnv1a(body) == checksum =>
            {
                Ok((body, checksum))
            }
            _ => Err(SealError::Damaged),
        }
    }
}

/// Collects the bytes of a file; numbers are little-endian.
#[derive(Debug, Default)]
pub struct Writer {
    /// What was written so far.
    pub bytes: Vec<u8>,
}

impl Writer {
    /// A whole number in seven bits a byte, the lowest first, the high bit where more follow.
    pub fn varint(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// A text: its length, then its bytes.
    pub fn text(&mut self, text: &str) {
        self.varint(u32::try_from(text.len()).unwrap_or(u32::MAX));
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// A number of four bytes.
    pub fn long(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A length or count in four bytes; nothing that is written is longer.
    pub fn size(&mut self, value: usize) {
        self.long(u32::try_from(value).unwrap_or(u32::MAX));
    }

    /// A floating-point number of four bytes.
    pub fn float(&mut self, value: f32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// Bytes of weights.
    pub fn weights(&mut self, weights: &[i8]) {
        self.bytes
            .extend(weights.iter().map(|weight| *weight as u8));
    }
}

/// What is left to read.
#[derive(Debug)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// The next bytes.
    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    /// The next bytes, of a number that the type says.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// A byte.
    pub fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A number of four bytes.
    pub fn long(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.array()?))
    }

    /// A floating-point number that is finite.
    pub fn float(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.array()?)).filter(|value| value.is_finite())
    }

    /// A whole number, as [`Writer::varint`] writes it.
    pub fn varint(&mut self) -> Option<u32> {
        let mut value = 0_u32;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7f);
            // The last byte has room for four bits.
            if shift == 28 && bits > 0xf {
                return None;
            }
            value |= bits.checked_shl(shift)?;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEAL: Seal = Seal {
        magic: *b"HRXX",
        format: 2,
    };

    #[track_caller]
    fn check(file: &[u8], expected: Result<&[u8], SealError>) {
        assert_eq!(SEAL.open(file).map(|(body, _)| body), expected);
    }

    #[test]
    fn a_seal_tells_what_is_wrong() {
        let file = SEAL.file(b"abc");
        check(&file, Ok(b"abc"));
        check(b"HRXY", Err(SealError::Other));
        check(b"", Err(SealError::Other));
        check(
            &Seal { format: 3, ..SEAL }.file(b""),
            Err(SealError::Version(3)),
        );
        for end in 4..file.len() {
            check(&file[..end], Err(SealError::Damaged));
        }
        let mut flipped = file;
        *flipped.last_mut().unwrap() ^= 1;
        check(&flipped, Err(SealError::Damaged));
    }

    #[test]
    fn numbers_are_read_as_they_were_written() {
        for value in [0, 1, 127, 128, 300, u32::MAX] {
            let mut out = Writer::default();
            out.varint(value);
            let mut input = Reader(&out.bytes);
            assert_eq!((input.varint(), input.0.len()), (Some(value), 0));
        }
        for broken in [
            &b"\x80"[..],
            b"\xff\xff\xff\xff\x10",
            b"\xff\xff\xff\xff\xff\x01",
        ] {
            assert_eq!(Reader(broken).varint(), None);
        }
    }
}
