//! The sentiment model: a multinomial logistic regression over the features of a message, and its file.
//!
//! ```text
//! "HRSM"  format: u32  FNV-1a of the rest: u64
//! words: u32, then for each: gap to the key before it: varint; sense: u8; value: i8
//! bias, then signals: f32 for each class
//! step: f32; features: u32, then for each, by bucket:
//!   gap to the bucket before it: varint; rarity: u8; weight: i8 for each class, in steps
//! ```
//! Numbers are little-endian.

use super::features::{BUCKETS, FIRST_PIECE_BUCKET, Reading, SIGNALS};
use super::valence::Sense;
use crate::bytes::{Reader, Writer};
use crate::fingerprint::fnv1a;
use std::fmt;

/// Version of the format and of the features.
pub const FORMAT: u32 = 1;
const MAGIC: &[u8; 4] = b"HRSM";
/// The score that each class stands for: angry, unhappy, neutral, content, delighted.
pub const CLASSES: [f32; 5] = [-1.0, -0.5, 0.0, 0.5, 1.0];
/// Number of classes.
pub const CLASS_COUNT: usize = CLASSES.len();
/// Step in which rarities are stored.
pub const RARITY_STEP: f32 = 1.0 / 16.0;
/// Step in which feelings are stored.
pub const FEELING_STEP: f32 = 1.0 / 31.0;

/// A number for each class.
pub type PerClass<T> = [T; CLASS_COUNT];

/// What a model is made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SentimentParts {
    /// The table of words, by key: sense as stored.
    pub words: Vec<(u32, u8, i8)>,
    /// What a score starts from.
    pub bias: PerClass<f32>,
    /// Weights of the signals.
    pub signals: Vec<PerClass<f32>>,
    /// What a stored weight of 1 stands for.
    pub step: f32,
    /// Bucket of each feature, ascending.
    pub buckets: Vec<u32>,
    /// Rarity of each feature, in steps of [`RARITY_STEP`].
    pub rarities: Vec<u8>,
    /// Weights of each feature, in steps.
    pub weights: Vec<PerClass<i8>>,
}

/// The bytes are no sentiment model of this version, or it is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentimentModelError;

impl SentimentModelError {
    /// Stable code for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        "sentiment_model_unusable"
    }

    /// The way out.
    #[must_use]
    pub fn help(self) -> &'static str {
        "give the `sentiment.dat` that belongs to this version of Handrail"
    }
}

impl fmt::Display for SentimentModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no sentiment model that this version reads, or it is damaged")
    }
}

impl std::error::Error for SentimentModelError {}

/// How a [`Sense`] is stored.
#[must_use]
pub fn stored(sense: Sense) -> (u8, i8) {
    let steps = |value: f32| libm::roundf(value / FEELING_STEP).clamp(-127.0, 127.0) as i8;
    match sense {
        Sense::Feeling(value) => (0, steps(value)),
        Sense::Strengthens(value) => (1, steps(value)),
        Sense::Turns => (2, 0),
        Sense::Contrasts => (3, 0),
    }
}

fn sense(kind: u8, value: i8) -> Sense {
    let value = f32::from(value) * FEELING_STEP;
    match kind {
        0 => Sense::Feeling(value),
        1 => Sense::Strengthens(value),
        2 => Sense::Turns,
        _ => Sense::Contrasts,
    }
}

impl SentimentParts {
    /// The bytes of the file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.long(self.words.len() as u32);
        let mut before = 0;
        for (key, kind, value) in &self.words {
            out.varint(key - before);
            before = *key;
            out.bytes.push(*kind);
            out.weights(&[*value]);
        }
        for row in std::iter::once(&self.bias).chain(&self.signals) {
            row.iter().for_each(|weight| out.float(*weight));
        }
        out.float(self.step);
        out.long(self.buckets.len() as u32);
        let mut before = 0;
        for ((bucket, rarity), weights) in
            self.buckets.iter().zip(&self.rarities).zip(&self.weights)
        {
            out.varint(bucket - before);
            before = *bucket;
            out.bytes.push(*rarity);
            out.weights(weights);
        }
        let mut file = MAGIC.to_vec();
        file.extend(FORMAT.to_le_bytes());
        file.extend(fnv1a(&out.bytes).to_le_bytes());
        file.extend(out.bytes);
        file
    }

    fn read(file: &[u8]) -> Option<Self> {
        let mut input = Reader(file);
        if input.take(MAGIC.len())? != MAGIC || input.long()? != FORMAT {
            return None;
        }
        let checksum = u64::from_le_bytes(input.array()?);
        if fnv1a(input.0) != checksum {
            return None;
        }
        let mut parts = Self::default();
        let mut key = 0_u32;
        for index in 0..input.long()? {
            let gap = input.varint()?;
            if index > 0 && gap == 0 {
                return None;
            }
            key = key.checked_add(gap)?;
            parts.words.push((key, input.byte()?, input.byte()? as i8));
        }
        parts.bias = floats(&mut input)?;
        for _ in 0..SIGNALS {
            parts.signals.push(floats(&mut input)?);
        }
        parts.step = input.float()?;
        let mut bucket = 0_u32;
        for index in 0..input.long()? {
            let gap = input.varint()?;
            if index > 0 && gap == 0 {
                return None;
            }
            bucket = bucket
                .checked_add(gap)
                .filter(|at| (*at as usize) < BUCKETS)?;
            parts.buckets.push(bucket);
            parts.rarities.push(input.byte()?);
            let weights: [u8; CLASS_COUNT] = input.array()?;
            parts.weights.push(weights.map(|weight| weight as i8));
        }
        input.0.is_empty().then_some(parts)
    }
}

fn floats(input: &mut Reader<'_>) -> Option<PerClass<f32>> {
    let mut row = [0.0; CLASS_COUNT];
    for slot in &mut row {
        *slot = input.float()?;
    }
    Some(row)
}

/// A model that can be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct SentimentModel {
    parts: SentimentParts,
    /// Position of a bucket's feature, plus one; 0 where there is none.
    positions: Vec<u32>,
}

/// What a model says of a message.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Felt {
    /// Probability of each class.
    pub probabilities: PerClass<f32>,
    /// What each token adds to the score: to first order, from the weights.
    pub pulls: Vec<f32>,
    /// What the lexicon of phrases adds to the score.
    pub phrases: f32,
}

impl Felt {
    /// Expected score, -1 to 1.
    #[must_use]
    pub fn score(&self) -> f32 {
        self.probabilities
            .iter()
            .zip(CLASSES)
            .map(|(probability, value)| probability * value)
            .sum()
    }

    /// Probabilities that the message is negative, neutral, positive.
    #[must_use]
    pub fn three(&self) -> [f32; 3] {
        let [angry, unhappy, neutral, content, delighted] = self.probabilities;
        [angry + unhappy, neutral, content + delighted]
    }
}

impl SentimentModel {
    /// A model of its parts.
    #[must_use]
    pub fn new(parts: SentimentParts) -> Self {
        let mut positions = vec![0; BUCKETS];
        for (position, bucket) in parts.buckets.iter().enumerate() {
            if let Some(slot) = positions.get_mut(*bucket as usize) {
                *slot = position as u32 + 1;
            }
        }
        Self { parts, positions }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is no such file, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SentimentModelError> {
        SentimentParts::read(bytes)
            .map(Self::new)
            .ok_or(SentimentModelError)
    }

    /// What a word of the table does.
    #[must_use]
    pub fn sense(&self, key: u32) -> Option<Sense> {
        let words = &self.parts.words;
        let at = words.binary_search_by_key(&key, |word| word.0).ok()?;
        let (_, kind, value) = words.get(at)?;
        Some(sense(*kind, *value))
    }

    /// Position and rarity of a bucket's feature.
    fn known(&self, bucket: u32) -> Option<(u32, f32)> {
        let position = self.positions.get(bucket as usize)?.checked_sub(1)?;
        let rarity = self.parts.rarities.get(position as usize)?;
        Some((position, f32::from(*rarity) * RARITY_STEP))
    }

    fn weights(&self, position: u32) -> PerClass<f32> {
        let weights = self.parts.weights.get(position as usize);
        weights.map_or([0.0; CLASS_COUNT], |row| {
            row.map(|weight| f32::from(weight) * self.parts.step)
        })
    }

    /// What the model says of a message.
    #[must_use]
    pub fn ask(&self, reading: &Reading) -> Felt {
        let values = vector(reading, |bucket| self.known(bucket));
        let mut scores = self.parts.bias;
        for (value, weights) in reading.signals.iter().zip(&self.parts.signals) {
            add(&mut scores, weights, *value);
        }
        for feature in &values {
            add(&mut scores, &self.weights(feature.position), feature.value);
        }
        let probabilities = softmax(scores);
        let mut felt = Felt {
            probabilities,
            pulls: vec![0.0; reading.tokens.len()],
            phrases: 0.0,
        };
        // The derivative of the score after each class's sum of weights.
        let score = felt.score();
        let mut slopes = probabilities;
        for (slope, value) in slopes.iter_mut().zip(CLASSES) {
            *slope *= value - score;
        }
        let pull = |weights: &PerClass<f32>| -> f32 {
            weights.iter().zip(slopes).map(|(w, slope)| w * slope).sum()
        };
        for occurrence in &reading.occurrences {
            let at = values.binary_search_by_key(&occurrence.bucket, |feature| feature.bucket);
            let Some(feature) = at.ok().and_then(|at| values.get(at)) else {
                continue;
            };
            let share = pull(&self.weights(feature.position)) * feature.value / feature.count;
            let tokens = if occurrence.first == occurrence.last {
                [Some(occurrence.last), None]
            } else {
                [Some(occurrence.first), Some(occurrence.last)]
            };
            let parts = tokens.iter().flatten().count() as f32;
            for token in tokens.into_iter().flatten() {
                if let Some(slot) = felt.pulls.get_mut(usize::from(token)) {
                    *slot += share / parts;
                }
            }
        }
        self.spread_signals(reading, &pull, &mut felt);
        felt
    }

    /// Gives what the signals of single words add to the score to these words, each the share that its
    /// feeling has among those of its direction.
    fn spread_signals(
        &self,
        reading: &Reading,
        pull: &dyn Fn(&PerClass<f32>) -> f32,
        felt: &mut Felt,
    ) {
        use super::features::Signal;
        let of = |from: Signal, to: Signal| -> f32 {
            let range = from as usize..=to as usize;
            let values = reading.signals.iter().zip(&self.parts.signals);
            values
                .enumerate()
                .filter(|(index, _)| range.contains(index))
                .map(|(_, (value, weights))| pull(weights) * value)
                .sum()
        };
        felt.phrases = of(Signal::Phrases, Signal::PhrasesBelow);
        let words = of(Signal::Feeling, Signal::BadShare);
        let same = |feeling: f32| feeling != 0.0 && (feeling > 0.0) == (words > 0.0);
        let total: f32 = reading
            .feelings
            .iter()
            .filter(|feeling| same(**feeling))
            .map(|feeling| feeling.abs())
            .sum();
        for (slot, feeling) in felt.pulls.iter_mut().zip(&reading.feelings) {
            if same(*feeling) {
                *slot += words * feeling.abs() / total;
            }
        }
    }
}

fn add(scores: &mut PerClass<f32>, weights: &PerClass<f32>, value: f32) {
    for (score, weight) in scores.iter_mut().zip(weights) {
        *score += weight * value;
    }
}

/// Probabilities of scores.
#[must_use]
pub fn softmax(scores: PerClass<f32>) -> PerClass<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers = scores.map(|score| libm::expf(score - most));
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}

/// A known feature of a message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feature {
    /// Its bucket.
    pub bucket: u32,
    /// Its position in the model.
    pub position: u32,
    /// How often it occurs.
    pub count: f32,
    /// Its value.
    pub value: f32,
}

/// The known features of a message, by bucket; `known` gives a bucket's position and rarity. Words and
/// pieces of words are brought to length 1 each.
#[must_use]
pub fn vector(reading: &Reading, known: impl Fn(u32) -> Option<(u32, f32)>) -> Vec<Feature> {
    let mut buckets: Vec<u32> = reading.occurrences.iter().map(|one| one.bucket).collect();
    buckets.sort_unstable();
    let mut features = Vec::new();
    let mut squares = [0.0_f32; 2];
    for run in buckets.chunk_by(|one, other| one == other) {
        let Some(bucket) = run.first().copied() else {
            continue;
        };
        let Some((position, rarity)) = known(bucket) else {
            continue;
        };
        let count = run.len() as f32;
        let value = libm::log2f(1.0 + count) * rarity;
        if let Some(sum) = squares.get_mut(usize::from(bucket >= FIRST_PIECE_BUCKET)) {
            *sum += value * value;
        }
        features.push(Feature {
            bucket,
            position,
            count,
            value,
        });
    }
    let [words, pieces] = squares.map(|sum| 1.0 / libm::sqrtf(sum.max(f32::MIN_POSITIVE)));
    for feature in &mut features {
        feature.value *= if feature.bucket < FIRST_PIECE_BUCKET {
            words
        } else {
            pieces
        };
    }
    features
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> SentimentParts {
        SentimentParts {
            words: vec![(7, 0, 62), (900, 2, 0)],
            bias: [0.1, 0.2, 0.3, 0.4, 0.5],
            signals: vec![[0.5, 0.0, 0.0, 0.0, -0.5]; SIGNALS],
            step: 0.25,
            buckets: vec![3, 200_000],
            rarities: vec![16, 20],
            weights: vec![[4, 0, 0, 0, -4], [-1, 2, 3, 4, 5]],
        }
    }

    #[track_caller]
    fn check(bytes: &[u8], readable: bool) {
        assert_eq!(SentimentModel::from_bytes(bytes).is_ok(), readable);
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = parts().to_bytes();
        check(&bytes, true);
        assert_eq!(SentimentParts::read(&bytes), Some(parts()));
        let model = SentimentModel::new(parts());
        assert_eq!(model.sense(900), Some(Sense::Turns));
        assert_eq!(model.sense(8), None);
    }

    #[test]
    fn hostile_bytes_never_panic() {
        check(b"", false);
        check(b"HRSM", false);
        let file = parts().to_bytes();
        for at in 0..file.len() {
            check(&file[..at], false);
        }
        let body = &file[16..];
        for at in 0..body.len() {
            for value in [0x00, 0x7f, 0x80, 0xff] {
                let mut changed = body.to_vec();
                changed[at] = value;
                let mut whole = file[..8].to_vec();
                whole.extend(fnv1a(&changed).to_le_bytes());
                whole.extend(&changed);
                if let Ok(model) = SentimentModel::from_bytes(&whole) {
                    let felt = model.ask(&Reading::default());
                    assert!(felt.pulls.is_empty());
                }
            }
        }
        assert!(!SentimentModelError.help().is_empty());
    }

    #[test]
    fn probabilities_add_up() {
        let felt = Felt {
            probabilities: softmax([0.0, 1.0, 2.0, 900.0, -900.0]),
            ..Felt::default()
        };
        assert!((felt.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((felt.score() - 0.5).abs() < 1e-6);
    }
}
