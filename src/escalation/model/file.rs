//! The file of a sentence model: what the trainer writes and the engine reads.
//!
//! ```text
//! "HRTR"  format: u32  length of the rest: u64  FNV-1a of the rest: u64
//! kinds: u8; then for each: its name (length: u8, UTF-8), bias, step of its weights, slope and
//!   offset of its probability: f32 each
//! share of words, of character pieces in a score: f32 each
//! features: u32, then for each, by key: gap to the key before it: varint; weight: i8 a kind
//! ```
//! Numbers are little-endian. A weight is `i8 * step`.

use super::{Kind, SentenceModel, SentenceModelError};
use crate::fingerprint::fnv1a;

const MAGIC: &[u8; 4] = b"HRTR";
/// Version of the format, and of the features: a change of either makes older files useless.
pub const FORMAT: u32 = 1;
const HEADER: usize = 4 + 4 + 8 + 8;
/// Bounds that no honest file exceeds; they keep a hostile one from asking for memory.
const MOST_FEATURES: usize = 1 << 20;

/// What a sentence model is made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModelParts {
    /// The kinds of trigger, in the order of the weights.
    pub kinds: Vec<Kind>,
    /// How much words and character pieces count.
    pub shares: [f32; 2],
    /// Key of each feature, ascending.
    pub keys: Vec<u32>,
    /// A row of one weight a kind for each feature, in steps of [`Kind::step`].
    pub weights: Vec<i8>,
}

impl ModelParts {
    /// The bytes of the file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = vec![self.kinds.len() as u8];
        for kind in &self.kinds {
            body.push(kind.name.len() as u8);
            body.extend_from_slice(kind.name.as_bytes());
            for value in [kind.bias, kind.step, kind.slope, kind.offset] {
                body.extend_from_slice(&value.to_le_bytes());
            }
        }
        for share in self.shares {
            body.extend_from_slice(&share.to_le_bytes());
        }
        body.extend_from_slice(&(self.keys.len() as u32).to_le_bytes());
        let kinds = self.kinds.len().max(1);
        let mut before = 0;
        for (key, row) in self.keys.iter().zip(self.weights.chunks(kinds)) {
            let mut gap = key - before;
            before = *key;
            while gap >= 0x80 {
                body.push(gap as u8 | 0x80);
                gap >>= 7;
            }
            body.push(gap as u8);
            body.extend(row.iter().map(|weight| *weight as u8));
        }
        let mut file = Vec::with_capacity(HEADER + body.len());
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&FORMAT.to_le_bytes());
        file.extend_from_slice(&(body.len() as u64).to_le_bytes());
        file.extend_from_slice(&fnv1a(&body).to_le_bytes());
        file.extend_from_slice(&body);
        file
    }

    fn read(body: &[u8]) -> Option<Self> {
        let mut input = Reader(body);
        let mut parts = Self::default();
        for _ in 0..input.byte()? {
            let length = usize::from(input.byte()?);
            parts.kinds.push(Kind {
                name: String::from_utf8(input.take(length)?.to_vec()).ok()?,
                bias: input.float()?,
                step: input.float()?,
                slope: input.float()?,
                offset: input.float()?,
            });
        }
        for share in &mut parts.shares {
            *share = input.float()?;
        }
        let kinds = parts.kinds.len();
        let features = u32::from_le_bytes(input.array()?) as usize;
        // A feature takes at least a byte and a byte a kind: never reserve more than is there.
        if kinds == 0 || features > MOST_FEATURES || features * (1 + kinds) > input.0.len() {
            return None;
        }
        parts.keys.reserve_exact(features);
        parts.weights.reserve_exact(features * kinds);
        let mut key = 0_u32;
        for index in 0..features {
            let gap = input.varint()?;
            if index > 0 && gap == 0 {
                return None;
            }
            key = key.checked_add(gap)?;
            parts.keys.push(key);
            let row = input.take(kinds)?;
            parts.weights.extend(row.iter().map(|byte| *byte as i8));
        }
        input.0.is_empty().then_some(parts)
    }
}

impl SentenceModel {
    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are no model file, of another version, or damaged. Whatever the bytes are, no
    /// more memory is taken than a few times their length and a table of fixed size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SentenceModelError> {
        Self::parse(bytes).ok_or(SentenceModelError)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut header = Reader(bytes);
        if header.take(MAGIC.len())? != MAGIC || u32::from_le_bytes(header.array()?) != FORMAT {
            return None;
        }
        let length = u64::from_le_bytes(header.array()?);
        let checksum = u64::from_le_bytes(header.array()?);
        let body = header.0;
        if body.len() as u64 != length || fnv1a(body) != checksum {
            return None;
        }
        Some(Self::new(ModelParts::read(body)?, checksum))
    }
}

/// What is left to read. Every read is checked against it.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn float(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.array()?)).filter(|value| value.is_finite())
    }

    fn varint(&mut self) -> Option<u32> {
        let mut value = 0_u32;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f).checked_shl(shift)?;
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

    fn parts() -> ModelParts {
        let kind = |name: &str| Kind {
            name: name.to_owned(),
            bias: -0.5,
            step: 0.25,
            slope: 2.0,
            offset: 0.0,
        };
        ModelParts {
            kinds: vec![kind("a"), kind("b")],
            shares: [1.0, 1.0],
            keys: vec![3, 4, u32::MAX],
            weights: vec![1, -1, 2, 127, -127, 0],
        }
    }

    fn sealed(body: &[u8]) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        file.extend(FORMAT.to_le_bytes());
        file.extend((body.len() as u64).to_le_bytes());
        file.extend(fnv1a(body).to_le_bytes());
        file.extend(body);
        file
    }

    #[track_caller]
    fn check(bytes: &[u8], is_model: bool) {
        assert_eq!(SentenceModel::from_bytes(bytes).is_ok(), is_model);
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = parts().to_bytes();
        check(&bytes, true);
        assert_eq!(ModelParts::read(&bytes[HEADER..]), Some(parts()));
        let mut flipped = bytes.clone();
        *flipped.last_mut().unwrap() ^= 1;
        check(&flipped, false);
        check(b"", false);
        check(b"{}", false);
    }

    #[test]
    fn hostile_bytes_never_panic() {
        let file = parts().to_bytes();
        let body = &file[HEADER..];
        for at in 0..body.len() {
            check(&sealed(&body[..at]), false);
            for value in [0x00, 0x01, 0x7f, 0x80, 0xff] {
                let mut changed = body.to_vec();
                changed[at] = value;
                let _ = SentenceModel::from_bytes(&sealed(&changed));
            }
        }
    }
}
