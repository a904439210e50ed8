//! The model of languages, from a data file: a weight for each run of letters and language.
//!
//! `www/data/language.dat` is written by `handrail train language`. Little-endian: `HRLG`; the format
//! as `u32`; `step`, `scale` and `growth` as `f32`; the bits of a bucket as `u8`; the number of
//! languages as `u8`; for each its script as `u8`, the length of its code as `u8`, its code, and the
//! number of its weights as `u32`; then for each language the differences of its bucket numbers (seven
//! bits a byte, the lowest first, the high bit where more follow), then for each its weights as `i8`, in
//! units of `step`.

use super::ngrams;
use super::script::Script;
use std::fmt;

/// Version of the format and of what is looked at.
pub const FORMAT: u32 = 1;

/// The code of what is of no language: names, brands, codes.
pub const NONE: &str = "und";

/// Weights of runs of letters for languages.
#[derive(Debug, Clone, PartialEq)]
pub struct LanguageModel {
    languages: Vec<Language>,
    bits: u32,
    step: f32,
    calibration: Calibration,
    /// For each bucket where its weights begin in `weights`; one more at the end.
    starts: Vec<u32>,
    /// Language and weight.
    weights: Vec<(u8, i8)>,
}

/// A language of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// ISO 639-1, or [`NONE`].
    pub code: String,
    /// Its script, as [`Script::shared`] numbers it.
    pub script: u8,
}

/// How scores become probabilities: a text's scores are multiplied by `scale · runs ^ growth`, as the
/// runs of a text are not independent of each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Factor.
    pub scale: f32,
    /// Exponent, below 0.
    pub growth: f32,
}

/// The bytes are no language model of this version, or damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguageModelError;

impl LanguageModelError {
    /// Stable code for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        "language_model_unusable"
    }

    /// The way out.
    #[must_use]
    pub fn help(self) -> &'static str {
        "give the `language.dat` that belongs to this version of Handrail"
    }
}

impl fmt::Display for LanguageModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no language model that this version reads, or it is damaged")
    }
}

impl std::error::Error for LanguageModelError {}

/// A model as it is fitted and written.
#[derive(Debug, Clone, PartialEq)]
pub struct LanguageParts {
    /// Its languages.
    pub languages: Vec<Language>,
    /// There are `2 ^ bits` buckets.
    pub bits: u32,
    /// What a weight of 1 stands for.
    pub step: f32,
    /// How scores become probabilities.
    pub calibration: Calibration,
    /// For each language its buckets, ascending, with their weights.
    pub weights: Vec<Vec<(u32, i8)>>,
}

impl LanguageParts {
    /// The model file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = b"HRLG".to_vec();
        out.extend(FORMAT.to_le_bytes());
        for figure in [self.step, self.calibration.scale, self.calibration.growth] {
            out.extend(figure.to_le_bytes());
        }
        out.extend([self.bits as u8, self.languages.len() as u8]);
        for (language, weights) in self.languages.iter().zip(&self.weights) {
            out.extend([language.script, language.code.len() as u8]);
            out.extend(language.code.as_bytes());
            out.extend((weights.len() as u32).to_le_bytes());
        }
        for weights in &self.weights {
            let mut last = 0;
            for (bucket, _) in weights {
                let mut difference = bucket - last;
                last = *bucket;
                while difference >= 0x80 {
                    out.push(difference as u8 | 0x80);
                    difference >>= 7;
                }
                out.push(difference as u8);
            }
        }
        for weights in &self.weights {
            out.extend(weights.iter().map(|(_, weight)| *weight as u8));
        }
        out
    }
}

impl LanguageModel {
    /// Reads a file that `handrail train language` wrote.
    ///
    /// # Errors
    /// When it is no such file, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LanguageModelError> {
        read(bytes).ok_or(LanguageModelError)
    }

    /// The languages that it tells apart, besides those that their script tells.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// Scores of the languages of a script for a text, uncalibrated, and the number of runs read.
    #[must_use]
    pub fn scores(&self, text: &str, script: Script) -> (Vec<(&str, f64)>, usize) {
        let mut sums = vec![0i64; self.languages.len()];
        let mut runs = 0;
        ngrams::each(text, script, |number| {
            runs += 1;
            for (language, weight) in self.bucket(number) {
                if let Some(sum) = sums.get_mut(usize::from(*language)) {
                    *sum += i64::from(*weight);
                }
            }
        });
        let scores = self
            .languages
            .iter()
            .zip(sums)
            .filter(|(language, _)| Some(language.script) == script.shared())
            .map(|(language, sum)| (language.code.as_str(), sum as f64 * f64::from(self.step)))
            .collect();
        (scores, runs)
    }

    /// Probabilities of the languages of a script for a text, the likeliest first.
    #[must_use]
    pub fn probabilities(&self, text: &str, script: Script) -> Vec<(&str, f64)> {
        let (scores, runs) = self.scores(text, script);
        probabilities(scores, runs, self.calibration)
    }

    /// Buckets and weights of a language, by its position.
    #[cfg(test)]
    pub(super) fn weights_of(&self, language: u8) -> Vec<(u32, i8)> {
        let mut found = Vec::new();
        for (bucket, places) in (0..).zip(self.starts.windows(2)) {
            let &[start, end] = places else { continue };
            let weights = self.weights.get(start as usize..end as usize);
            for (of, weight) in weights.into_iter().flatten() {
                if *of == language {
                    found.push((bucket, *weight));
                }
            }
        }
        found
    }

    fn bucket(&self, number: u32) -> &[(u8, i8)] {
        let bucket = (number >> (32 - self.bits)) as usize;
        let (Some(start), Some(end)) = (self.starts.get(bucket), self.starts.get(bucket + 1))
        else {
            return &[];
        };
        self.weights
            .get(*start as usize..*end as usize)
            .unwrap_or(&[])
    }
}

/// Sorts by figures, the greatest first; of two alike the first stays first.
pub(super) fn likeliest_first<T>(list: &mut [(T, f64)]) {
    list.sort_by(|one, other| other.1.total_cmp(&one.1));
}

/// Softmax of calibrated scores, the likeliest first.
#[must_use]
pub fn probabilities<T>(
    mut scores: Vec<(T, f64)>,
    runs: usize,
    calibration: Calibration,
) -> Vec<(T, f64)> {
    let factor =
        f64::from(calibration.scale) * libm::pow(runs.max(1) as f64, f64::from(calibration.growth));
    likeliest_first(&mut scores);
    let best = scores.first().map_or(0.0, |(_, score)| *score);
    let mut total = 0.0;
    for (_, score) in &mut scores {
        *score = libm::exp((*score - best) * factor);
        total += *score;
    }
    for (_, score) in &mut scores {
        *score /= total;
    }
    scores
}

fn read(bytes: &[u8]) -> Option<LanguageModel> {
    let mut rest = bytes.strip_prefix(b"HRLG")?;
    if u32::from_le_bytes(take(&mut rest)?) != FORMAT {
        return None;
    }
    let step = f32::from_le_bytes(take(&mut rest)?);
    let scale = f32::from_le_bytes(take(&mut rest)?);
    let growth = f32::from_le_bytes(take(&mut rest)?);
    let [bits, count] = take(&mut rest)?;
    let sound = [step, scale, growth]
        .iter()
        .all(|figure| figure.is_finite());
    if !sound || !(8..=20).contains(&bits) {
        return None;
    }
    let mut languages = Vec::new();
    let mut counts = Vec::new();
    for _ in 0..count {
        let [script, length] = take(&mut rest)?;
        let (code, after) = rest.split_at_checked(usize::from(length))?;
        rest = after;
        languages.push(Language {
            code: std::str::from_utf8(code).ok()?.to_owned(),
            script,
        });
        let weights = u32::from_le_bytes(take(&mut rest)?) as usize;
        // A weight takes two bytes or more: what is announced must be there before room is made.
        if weights > bytes.len() {
            return None;
        }
        counts.push(weights);
    }
    let buckets = 1u32 << bits;
    let mut placed = Vec::new();
    for (language, count) in counts.iter().enumerate() {
        let mut bucket = 0u32;
        for _ in 0..*count {
            bucket = bucket.checked_add(difference(&mut rest)?)?;
            if bucket >= buckets {
                return None;
            }
            placed.push((bucket, u8::try_from(language).ok()?));
        }
    }
    if rest.len() != placed.len() {
        return None;
    }
    let mut entries: Vec<(u32, u8, i8)> = placed
        .into_iter()
        .zip(rest)
        .map(|((bucket, language), weight)| (bucket, language, *weight as i8))
        .collect();
    entries.sort_unstable();
    let mut starts = Vec::with_capacity(buckets as usize + 1);
    let mut next = 0;
    for bucket in 0..=buckets {
        while entries.get(next).is_some_and(|entry| entry.0 < bucket) {
            next += 1;
        }
        starts.push(u32::try_from(next).ok()?);
    }
    Some(LanguageModel {
        languages,
        bits: u32::from(bits),
        step,
        calibration: Calibration { scale, growth },
        starts,
        weights: entries
            .into_iter()
            .map(|(_, language, weight)| (language, weight))
            .collect(),
    })
}

/// Takes so many bytes off the front.
fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

/// Takes a number of seven bits a byte off the front.
fn difference(rest: &mut &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for shift in (0..28).step_by(7) {
        let [byte] = take(rest)?;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
