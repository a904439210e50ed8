//! The model file: what the trainer writes and the engine reads.
//!
//! ```text
//! "HRIM"  format: u32  length of the rest: u64  FNV-1a of the rest: u64
//! name, languages, labels; hash bits: u8; word share: f32; calibration; bias: f32 a label
//! features: u32, then for each, by bucket:
//!   gap to the bucket before it: varint; rarity: u8; scale: u16; weight: i8 a label
//! dimensions of the dense part: u16; if there are any:
//!   FNV-1a of its word vectors: u64; its length: f32; largest scale: f32
//!   for each dimension: scale: u16; weight: i8 a label
//!   centre: f32 a dimension
//! if the highest bit of the dimensions is set: directions: u32; their share: f32; i8 a dimension each
//! ```
//! Numbers are little-endian, text is its length (varint) and UTF-8. A weight is
//! `i8 * scale / 65535 * largest scale / 127`; a rarity (inverse document frequency) is
//! `u8 * RARITY_STEP`.

use super::calibration::{Bin, Confidence};
use super::features::{BUCKETS, HASH_BITS};
use super::linear::Weights;
use super::neighbours::Neighbours;
use super::{IntentModel, ModelError};
use crate::bytes::{Reader, Seal, SealError, Writer};

/// Version of the format, and of the features: a change of either makes older files useless.
pub const FORMAT: u32 = 3;
const SEAL: Seal = Seal {
    magic: *b"HRIM",
    format: FORMAT,
};
/// Step in which rarities are stored.
pub const RARITY_STEP: f32 = 1.0 / 16.0;

/// Marks the number of dimensions of a model that stores directions.
const HAS_DIRECTIONS: u16 = 1 << 15;

/// Bounds that no honest file exceeds; they keep a hostile one from asking for memory.
const MOST_LABELS: usize = 4_096;
const MOST_BINS: usize = 256;
const MOST_LANGUAGES: usize = 256;

/// What a model is made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModelParts {
    /// What it is called, such as `shipped`.
    pub name: String,
    /// ISO 639-1 codes of the languages for which it was trained.
    pub languages: Vec<String>,
    /// Labels, in the order of the weights.
    pub labels: Vec<String>,
    /// How scores become confidences.
    pub confidence: Confidence,
    /// Weights of the features.
    pub weights: Weights,
    /// Directions of the training messages; none in a model of many.
    pub neighbours: Neighbours,
}

impl ModelParts {
    /// The bytes of the file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        put_text(&mut out, &self.name);
        out.varint(self.languages.len() as u32);
        for language in &self.languages {
            put_text(&mut out, language);
        }
        out.varint(self.labels.len() as u32);
        for label in &self.labels {
            put_text(&mut out, label);
        }
        out.bytes.push(HASH_BITS as u8);
        let weights = &self.weights;
        out.float(weights.word_share);
        let confidence = &self.confidence;
        for value in [
            confidence.sharpness,
            confidence.high_from,
            confidence.medium_from,
            confidence.least,
            confidence.tie_within,
            confidence.in_scope_from,
        ] {
            out.float(value);
        }
        out.varint(confidence.bins.len() as u32);
        for bin in &confidence.bins {
            out.float(bin.up_to);
            out.float(bin.at);
            out.float(bin.confidence);
            out.varint(bin.right);
            out.varint(bin.of);
        }
        for bias in &weights.bias {
            out.float(*bias);
        }
        let hashed = weights.buckets.len().min(weights.scales.len());
        let (scales, dense_scales) = weights.scales.split_at(hashed);
        let mut rows = weights.quantised.chunks(self.labels.len().max(1));
        let largest = largest(scales);
        out.float(largest);
        out.long(weights.buckets.len() as u32);
        let mut before = 0;
        for (((bucket, rarity), scale), row) in weights
            .buckets
            .iter()
            .zip(&weights.rarities)
            .zip(scales)
            .zip(rows.by_ref())
        {
            out.varint(bucket - before);
            before = *bucket;
            out.bytes.push(*rarity);
            put_row(&mut out, *scale, largest, row);
        }
        let dimensions = if weights.vectors.is_some() {
            dense_scales.len()
        } else {
            0
        };
        let near = &self.neighbours;
        let has_near = dimensions > 0 && !near.is_empty() && near.dimensions == dimensions;
        let marked = dimensions as u16 | if has_near { HAS_DIRECTIONS } else { 0 };
        out.bytes.extend_from_slice(&marked.to_le_bytes());
        if let Some(vectors) = weights.vectors.filter(|_| dimensions > 0) {
            let largest = self::largest(dense_scales);
            out.bytes.extend_from_slice(&vectors.to_le_bytes());
            out.float(weights.dense_length);
            out.float(largest);
            for (scale, row) in dense_scales.iter().zip(rows) {
                put_row(&mut out, *scale, largest, row);
            }
            for dimension in 0..dimensions {
                out.float(weights.centre.get(dimension).copied().unwrap_or(0.0));
            }
        }
        if has_near {
            let count = near.directions.len() / dimensions;
            out.long(count as u32);
            out.float(near.share);
            out.weights(&near.directions);
        }
        SEAL.file(&out.bytes)
    }

    fn read(body: &[u8]) -> Option<Self> {
        let mut input = Reader(body);
        let name = text(&mut input)?;
        let languages = (0..count(&mut input, MOST_LANGUAGES)?)
            .map(|_| text(&mut input))
            .collect::<Option<Vec<_>>>()?;
        let labels = (0..count(&mut input, MOST_LABELS)?)
            .map(|_| text(&mut input))
            .collect::<Option<Vec<_>>>()?;
        if labels.is_empty() || u32::from(input.byte()?) != HASH_BITS {
            return None;
        }
        let word_share = input.float()?;
        let mut confidence = Confidence {
            sharpness: input.float()?,
            high_from: input.float()?,
            medium_from: input.float()?,
            least: input.float()?,
            tie_within: input.float()?,
            in_scope_from: input.float()?,
            bins: Vec::new(),
        };
        for _ in 0..count(&mut input, MOST_BINS)? {
            confidence.bins.push(Bin {
                up_to: input.float()?,
                at: input.float()?,
                confidence: input.float()?,
                right: input.varint()?,
                of: input.varint()?,
            });
        }
        let bias = labels
            .iter()
            .map(|_| input.float())
            .collect::<Option<Vec<_>>>()?;
        let largest = input.float()?;
        let features = input.long()? as usize;
        // A feature takes at least four bytes and a byte a label: never reserve more than is there.
        let least_size = features.checked_mul(4 + labels.len())?;
        if least_size > input.0.len() || features > BUCKETS {
            return None;
        }
        let mut weights = Weights {
            word_share,
            bias,
            buckets: Vec::with_capacity(features),
            rarities: Vec::with_capacity(features),
            scales: Vec::with_capacity(features),
            quantised: Vec::with_capacity(features * labels.len()),
            ..Weights::default()
        };
        let mut bucket = 0_usize;
        for index in 0..features {
            let gap = input.varint()? as usize;
            if index > 0 && gap == 0 {
                return None;
            }
            bucket = bucket.checked_add(gap).filter(|at| *at < BUCKETS)?;
            weights.buckets.push(bucket as u32);
            weights.rarities.push(input.byte()?);
            row(&mut input, &mut weights, largest, labels.len())?;
        }
        let marked = u16::from_le_bytes(input.array()?);
        let dimensions = usize::from(marked & !HAS_DIRECTIONS);
        if dimensions > 0 {
            weights.vectors = Some(u64::from_le_bytes(input.array()?));
            weights.dense_length = input.float()?;
            let largest = input.float()?;
            for _ in 0..dimensions {
                row(&mut input, &mut weights, largest, labels.len())?;
            }
            for _ in 0..dimensions {
                weights.centre.push(input.float()?);
            }
        }
        let mut neighbours = Neighbours::default();
        if marked & HAS_DIRECTIONS != 0 {
            let count = input.long()? as usize;
            neighbours.share = input.float()?;
            neighbours.dimensions = dimensions;
            let values = input.take(count.checked_mul(dimensions)?)?;
            neighbours.directions = values.iter().map(|value| *value as i8).collect();
        }
        input.0.is_empty().then_some(Self {
            name,
            languages,
            labels,
            confidence,
            weights,
            neighbours,
        })
    }
}

impl IntentModel {
    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are no model file, of another version, or damaged. Whatever the bytes are, no
    /// more memory is taken than a few times their length and a table of fixed size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (body, checksum) = SEAL.open(bytes).map_err(|error| match error {
            SealError::Other => ModelError::NotAModel,
            SealError::Version(found) => ModelError::Version {
                found,
                expected: FORMAT,
            },
            SealError::Damaged => ModelError::Damaged,
        })?;
        let parts = ModelParts::read(body).ok_or(ModelError::Damaged)?;
        Ok(Self::new(parts, checksum))
    }
}

fn put_text(out: &mut Writer, text: &str) {
    out.varint(text.len() as u32);
    out.bytes.extend_from_slice(text.as_bytes());
}

/// A feature's scale and its weights.
fn put_row(out: &mut Writer, scale: f32, largest: f32, weights: &[i8]) {
    let scale = if largest > 0.0 {
        libm::roundf(scale / largest * 65_535.0) as u16
    } else {
        0
    };
    out.bytes.extend_from_slice(&scale.to_le_bytes());
    out.weights(weights);
}

fn largest(scales: &[f32]) -> f32 {
    scales.iter().copied().fold(0.0_f32, f32::max)
}

fn text(input: &mut Reader<'_>) -> Option<String> {
    let length = input.varint()? as usize;
    String::from_utf8(input.take(length)?.to_vec()).ok()
}

fn count(input: &mut Reader<'_>, most: usize) -> Option<usize> {
    input
        .varint()
        .map(|count| count as usize)
        .filter(|count| *count <= most)
}

/// A feature's scale and its weights.
fn row(input: &mut Reader<'_>, weights: &mut Weights, largest: f32, labels: usize) -> Option<()> {
    let scale = u16::from_le_bytes(input.array()?);
    weights.scales.push(f32::from(scale) / 65_535.0 * largest);
    let row = input.take(labels)?;
    weights.quantised.extend(row.iter().map(|byte| *byte as i8));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> ModelParts {
        ModelParts {
            name: "fixture".to_owned(),
            languages: vec!["en".to_owned()],
            labels: vec!["a".to_owned(), "b".to_owned()],
            confidence: Confidence {
                bins: vec![Bin {
                    up_to: 1.0,
                    at: 0.9,
                    confidence: 0.9,
                    right: 9,
                    of: 10,
                }],
                ..Confidence::default()
            },
            weights: Weights {
                word_share: 0.5,
                bias: vec![-1.0, 0.25],
                buckets: vec![3, 4, 700_000],
                rarities: vec![16, 20, 255],
                vectors: Some(77),
                dense_length: 0.5,
                centre: vec![0.25, -0.5],
                scales: vec![0.5, 1.0, 0.0, 0.25, 0.5],
                quantised: vec![127, -127, 1, 2, 0, 0, 5, 127, -127, 9],
            },
            neighbours: Neighbours {
                share: 1.0,
                dimensions: 2,
                directions: vec![127, 0, -5, 126],
            },
        }
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: &ModelError) {
        assert_eq!(
            IntentModel::from_bytes(bytes).err().as_ref(),
            Some(expected)
        );
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = parts().to_bytes();
        let model = IntentModel::from_bytes(&bytes).unwrap();
        assert_eq!(model.labels(), ["a", "b"]);
        assert!(model.version().starts_with("fixture-"));
        let read = ModelParts::read(SEAL.open(&bytes).unwrap().0).unwrap();
        assert_eq!(read.weights.quantised, parts().weights.quantised);
        assert_eq!(read.weights.buckets, parts().weights.buckets);
        assert_eq!(read.weights.vectors, Some(77));
        assert_eq!(read.weights.centre, parts().weights.centre);
        assert!((read.weights.scales[0] - 0.5).abs() < 1e-4);
        assert_eq!(read.confidence, parts().confidence);
        assert_eq!(read.neighbours, parts().neighbours);
        assert_eq!(read.to_bytes(), bytes);
    }

    #[test]
    fn what_is_no_model_is_told() {
        check(b"", &ModelError::NotAModel);
        check(b"HRI", &ModelError::NotAModel);
        check(b"{\"a\": 1}, which is no model", &ModelError::NotAModel);
        check(b"HRIM", &ModelError::Damaged);
        let mut other = parts().to_bytes();
        other[4] = 99;
        check(
            &other,
            &ModelError::Version {
                found: 99,
                expected: FORMAT,
            },
        );
        let mut flipped = parts().to_bytes();
        *flipped.last_mut().unwrap() ^= 1;
        check(&flipped, &ModelError::Damaged);
        for error in [
            ModelError::NotAModel,
            ModelError::Damaged,
            ModelError::Version {
                found: 2,
                expected: 1,
            },
        ] {
            assert!(!error.help().is_empty());
        }
    }

    #[test]
    fn hostile_bytes_never_panic() {
        let file = parts().to_bytes();
        let (body, _) = SEAL.open(&file).unwrap();
        // Cut and changed at every place, with a checksum that fits.
        for at in 0..body.len() {
            check(&SEAL.file(&body[..at]), &ModelError::Damaged);
            for value in [0x00, 0x01, 0x7f, 0x80, 0xff] {
                let mut changed = body.to_vec();
                changed[at] = value;
                if let Ok(model) = IntentModel::from_bytes(&SEAL.file(&changed)) {
                    let _ = model.version();
                }
            }
        }
        for at in 0..file.len() {
            assert!(IntentModel::from_bytes(&file[..at]).is_err());
        }
    }
}
