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
use crate::bytes::{Reader, Seal, Writer};

/// Version of the format, and of the features: a change of either makes older files useless.
pub const FORMAT: u32 = 1;
const SEAL: Seal = Seal {
    magic: *b"HRTR",
    format: FORMAT,
};
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
        let mut out = Writer::default();
        out.bytes.push(self.kinds.len() as u8);
        for kind in &self.kinds {
            out.bytes.push(kind.name.len() as u8);
            out.bytes.extend_from_slice(kind.name.as_bytes());
            for value in [kind.bias, kind.step, kind.slope, kind.offset] {
                out.float(value);
            }
        }
        for share in self.shares {
            out.float(share);
        }
        out.long(self.keys.len() as u32);
        let kinds = self.kinds.len().max(1);
        let mut before = 0;
        for (key, row) in self.keys.iter().zip(self.weights.chunks(kinds)) {
            out.varint(key - before);
            before = *key;
            out.weights(row);
        }
        SEAL.file(&out.bytes)
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
        let features = input.long()? as usize;
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
        let (body, checksum) = SEAL.open(bytes).map_err(|_| SentenceModelError)?;
        let parts = ModelParts::read(body).ok_or(SentenceModelError)?;
        Ok(Self::new(parts, checksum))
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

    #[track_caller]
    fn check(bytes: &[u8], is_model: bool) {
        assert_eq!(SentenceModel::from_bytes(bytes).is_ok(), is_model);
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = parts().to_bytes();
        check(&bytes, true);
        assert_eq!(
            ModelParts::read(SEAL.open(&bytes).unwrap().0),
            Some(parts())
        );
        let mut flipped = bytes.clone();
        *flipped.last_mut().unwrap() ^= 1;
        check(&flipped, false);
        check(b"", false);
        check(b"{}", false);
    }

    #[test]
    fn hostile_bytes_never_panic() {
        let file = parts().to_bytes();
        let (body, _) = SEAL.open(&file).unwrap();
        for at in 0..body.len() {
            check(&SEAL.file(&body[..at]), false);
            for value in [0x00, 0x01, 0x7f, 0x80, 0xff] {
                let mut changed = body.to_vec();
                changed[at] = value;
                let _ = SentenceModel::from_bytes(&SEAL.file(&changed));
            }
        }
    }
}
