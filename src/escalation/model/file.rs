//! The file of a sentence model: what the training writes and the engine reads.
//!
//! ```text
//! "HRTR"  format: u32  length of the rest: u64  FNV-1a of the rest: u64
//! kinds: u8; then for each: its name (length: u8, UTF-8), slope and offset of its probability: f32 each
//! checksum of the word vectors: u64; their dimensions: u16
//! size of a word: u8; units of a reading direction: u8
//! projection of a word vector: f32 a dimension and size
//! input of both readings (for each, of three gates): f32 a size and unit; their biases
//! return of both readings: f32 a unit, gate and unit
//! output: f32 a kind and feature (most and mean of each unit of both readings); its biases
//! words with a form of their own: u32; step of their scales: f32; by key: gap to the key before it:
//!   varint; scale: u8; form: i8 a size
//! ```
//! Numbers are little-endian. A value of a word's form is `i8 * scale * step`.

use super::{Kind, SentenceModel, SentenceModelError};
use crate::bytes::{Reader, Seal, Writer};

/// Version of the format, and of the network: a change of either makes older files useless.
pub const FORMAT: u32 = 2;
const SEAL: Seal = Seal {
    magic: *b"HRTR",
    format: FORMAT,
};

/// What a sentence model is made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModelParts {
    /// The kinds of trigger, in the order of the outputs.
    pub kinds: Vec<Kind>,
    /// The word vectors to which it was fitted.
    pub vectors: u64,
    /// Dimensions of those.
    pub dimensions: usize,
    /// Values of a word as the network reads it.
    pub size: usize,
    /// Units of a reading direction.
    pub units: usize,
    /// From a word vector to a word: [`Self::size`] weights a dimension.
    pub projection: Vec<f32>,
    /// From a word to the gates: six times [`Self::units`] weights a value, forwards then backwards,
    /// each update, reset, candidate.
    pub input: Vec<f32>,
    /// What the gates start from.
    pub input_bias: Vec<f32>,
    /// From the units back to the gates: for each direction three times [`Self::units`] weights a unit.
    pub back: Vec<f32>,
    /// From the features to the kinds: four times [`Self::units`] weights a kind.
    pub output: Vec<f32>,
    /// What the scores start from.
    pub output_bias: Vec<f32>,
    /// Step of the scales.
    pub step: f32,
    /// Key of each word with a form of its own, ascending.
    pub keys: Vec<u32>,
    /// Their scales.
    pub scales: Vec<u8>,
    /// Their forms, [`Self::size`] values each.
    pub forms: Vec<i8>,
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
            out.float(kind.slope);
            out.float(kind.offset);
        }
        out.bytes.extend_from_slice(&self.vectors.to_le_bytes());
        let dimensions = self.dimensions as u16;
        out.bytes.extend_from_slice(&dimensions.to_le_bytes());
        out.bytes.push(self.size as u8);
        out.bytes.push(self.units as u8);
        for values in [
            &self.projection,
            &self.input,
            &self.input_bias,
            &self.back,
            &self.output,
            &self.output_bias,
        ] {
            for value in values {
                out.float(*value);
            }
        }
        out.long(self.keys.len() as u32);
        out.float(self.step);
        let mut before = 0;
        for ((key, scale), form) in self
            .keys
            .iter()
            .zip(&self.scales)
            .zip(self.forms.chunks(self.size.max(1)))
        {
            out.varint(key - before);
            before = *key;
            out.bytes.push(*scale);
            out.weights(form);
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
                slope: input.float()?,
                offset: input.float()?,
            });
        }
        parts.vectors = u64::from_le_bytes(input.array()?);
        parts.dimensions = usize::from(u16::from_le_bytes(input.array()?));
        parts.size = usize::from(input.byte()?);
        parts.units = usize::from(input.byte()?);
        let (kinds, size, units) = (parts.kinds.len(), parts.size, parts.units);
        if kinds == 0 || size == 0 || units == 0 || parts.dimensions == 0 {
            return None;
        }
        parts.projection = floats(&mut input, parts.dimensions * size)?;
        parts.input = floats(&mut input, size * 6 * units)?;
        parts.input_bias = floats(&mut input, 6 * units)?;
        parts.back = floats(&mut input, 6 * units * units)?;
        parts.output = floats(&mut input, kinds * 4 * units)?;
        parts.output_bias = floats(&mut input, kinds)?;
        let words = input.long()? as usize;
        parts.step = input.float()?;
        // A word takes a byte, its scale and its form: never reserve more than is there.
        if words.checked_mul(2 + size)? > input.0.len() {
            return None;
        }
        parts.keys.reserve_exact(words);
        parts.scales.reserve_exact(words);
        parts.forms.reserve_exact(words * size);
        let mut key = 0_u32;
        for index in 0..words {
            let gap = input.varint()?;
            if index > 0 && gap == 0 {
                return None;
            }
            key = key.checked_add(gap)?;
            parts.keys.push(key);
            parts.scales.push(input.byte()?);
            let form = input.take(size)?;
            parts.forms.extend(form.iter().map(|byte| *byte as i8));
        }
        input.0.is_empty().then_some(parts)
    }
}

fn floats(input: &mut Reader<'_>, count: usize) -> Option<Vec<f32>> {
    let bytes = Reader(input.take(count * 4)?);
    let mut bytes = bytes;
    (0..count).map(|_| bytes.float()).collect()
}

impl SentenceModel {
    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are no model file, of another version, or damaged. Whatever the bytes are, no
    /// more memory is taken than a few times their length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SentenceModelError> {
        let (body, checksum) = SEAL.open(bytes).map_err(|_| SentenceModelError)?;
        let parts = ModelParts::read(body).ok_or(SentenceModelError)?;
        Ok(Self { checksum, parts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> ModelParts {
        let kind = |name: &str| Kind {
            name: name.to_owned(),
            slope: 2.0,
            offset: 0.0,
        };
        ModelParts {
            kinds: vec![kind("a"), kind("b")],
            vectors: 7,
            dimensions: 1,
            size: 2,
            units: 1,
            projection: vec![0.5; 2],
            input: vec![0.25; 12],
            input_bias: vec![0.0; 6],
            back: vec![-0.5; 6],
            output: vec![1.0; 8],
            output_bias: vec![-1.0; 2],
            step: 0.5,
            keys: vec![3, 4, u32::MAX],
            scales: vec![1, 2, 255],
            forms: vec![1, -1, 2, 127, -127, 0],
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
