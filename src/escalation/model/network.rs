//! The network that reads a sentence: a small gated recurrent network (Cho et al., "Learning Phrase
//! Representations using RNN Encoder-Decoder", 2014), forwards and backwards over the words.
//!
//! In the place of the logistic curve and the hyperbolic tangent stand `1/2 + x / (2 + 2|x|)` and
//! `x / (1 + |x|)`: cheap, and the same on every machine. A sentence is kept as the largest value
//! that each unit took (not below 0) and the sum of its values; those of several sentences join, and
//! a score is linear in them, so that the share of each word in it is exact.

use super::SentenceModel;
use crate::text::vectors::{self, Vectors};
use crate::text::words;
use std::ops::Range;

/// Words that every text is taken to have beside its own and that say nothing.
const SILENT: f32 = 4.0;

/// What a sentence, or several, left in the units.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pool {
    most: Vec<f32>,
    sum: Vec<f32>,
    words: f32,
}

impl Pool {
    /// Joins another sentence.
    pub fn join(&mut self, other: &Self) {
        for (most, value) in self.most.iter_mut().zip(&other.most) {
            *most = most.max(*value);
        }
        for (sum, value) in self.sum.iter_mut().zip(&other.sum) {
            *sum += value;
        }
        self.words += other.words;
    }

    fn mean_factor(&self) -> f32 {
        1.0 / libm::sqrtf(self.words + SILENT)
    }

    /// The score of each kind.
    pub(super) fn scores(&self, model: &SentenceModel) -> Vec<f32> {
        let parts = &model.parts;
        let factor = self.mean_factor();
        parts
            .output
            .chunks(4 * parts.units)
            .zip(&parts.output_bias)
            .map(|(row, bias)| {
                let (most, mean) = row.split_at(row.len() / 2);
                bias + dot(most, &self.most) + factor * dot(mean, &self.sum)
            })
            .collect()
    }

    /// What one word's state adds to the score of a kind.
    fn share(&self, row: &[f32], state: &[f32]) -> f32 {
        let (most, mean) = row.split_at(row.len() / 2);
        let factor = self.mean_factor();
        let mut share = factor * dot(mean, state);
        for ((weight, value), largest) in most.iter().zip(state).zip(&self.most) {
            if *value > 0.0 && value >= largest {
                share += weight * value;
            }
        }
        share
    }
}

/// Words whose gates are kept; a word stands at the lower bits of its key.
const KEPT: usize = 512;

/// Reads sentences one after the other. What a word gives to the gates is kept for the next time.
#[derive(Debug)]
pub struct Network<'a> {
    model: &'a SentenceModel,
    vectors: &'a Vectors,
    /// The key of the word that is kept in each place.
    kept: Vec<Option<u32>>,
    gates: Vec<f32>,
    /// Of the sentence at hand: the bytes of its words, what they give to the gates, their states.
    words: Vec<Range<usize>>,
    given: Vec<f32>,
    states: Vec<f32>,
}

impl<'a> Network<'a> {
    pub(super) fn new(model: &'a SentenceModel, vectors: &'a Vectors) -> Self {
        Self {
            kept: vec![None; KEPT],
            gates: vec![0.0; KEPT * 6 * model.parts.units],
            model,
            vectors,
            words: Vec::new(),
            given: Vec::new(),
            states: Vec::new(),
        }
    }

    /// Reads a sentence's normal form.
    pub fn read(&mut self, normal: &str) -> Pool {
        let units = self.model.parts.units;
        self.words.clear();
        self.given.clear();
        words::walk(normal, usize::MAX, |word| {
            self.words.push(word.range);
            self.look_up(word.letters);
        });
        self.states.clear();
        self.states.resize(self.words.len() * 2 * units, 0.0);
        self.run(0);
        self.run(1);
        let mut pool = Pool {
            most: vec![0.0; 2 * units],
            sum: vec![0.0; 2 * units],
            words: self.words.len() as f32,
        };
        for state in self.states.chunks_exact(2 * units) {
            for ((most, sum), value) in pool.most.iter_mut().zip(&mut pool.sum).zip(state) {
                *most = most.max(*value);
                *sum += value;
            }
        }
        pool
    }

    /// Whether all words of a text are known as they stand there; of letters by themselves only those
    /// that are words.
    #[must_use]
    pub fn knows(&self, normal: &str) -> bool {
        let mut known = true;
        words::walk(normal, usize::MAX, |word| {
            let spaced = matches!(word.letters, [letter] if letter.is_alphabetic() && !"aiu".contains(*letter));
            let key = vectors::key(word.letters);
            let own = self.model.parts.keys.binary_search(&key).is_ok();
            known &= !spaced && (own || self.vectors.knows(word.letters));
        });
        known
    }

    /// The words that spoke most for a kind in the sentence that was read last, as ranges of its normal
    /// form: runs of words whose share of the score is at least a third of the weightiest one's. `pool`
    /// is the whole that was judged, of which the sentence may be a part.
    #[must_use]
    pub fn deciding(&self, kind: usize, pool: &Pool) -> Vec<Range<usize>> {
        let parts = &self.model.parts;
        let Some(row) = parts.output.chunks(4 * parts.units).nth(kind) else {
            return Vec::new();
        };
        let shares: Vec<f32> = self
            .states
            .chunks_exact(2 * parts.units)
            .map(|state| pool.share(row, state))
            .collect();
        let largest = shares.iter().copied().fold(0.0_f32, f32::max);
        let mut runs: Vec<(usize, Range<usize>)> = Vec::new();
        for (index, (range, share)) in self.words.iter().zip(&shares).enumerate() {
            if *share <= 0.0 || *share * 3.0 < largest {
                continue;
            }
            match runs.last_mut() {
                // A word between two that count belongs to them.
                Some((last, run)) if index <= *last + 2 => {
                    *last = index;
                    run.end = range.end;
                }
                _ => runs.push((index, range.clone())),
            }
        }
        runs.into_iter().map(|(_, run)| run).collect()
    }

    /// Appends what a word gives to the gates of both directions.
    fn look_up(&mut self, letters: &[char]) {
        let parts = &self.model.parts;
        let key = vectors::key(letters);
        let place = key as usize % KEPT;
        let width = 6 * parts.units;
        let gates = self.gates.chunks_exact_mut(width).nth(place);
        let (Some(kept), Some(gates)) = (self.kept.get_mut(place), gates) else {
            return;
        };
        if *kept != Some(key) {
            *kept = Some(key);
            let mut word = vec![0.0; parts.size];
            if let Ok(index) = parts.keys.binary_search(&key) {
                let scale = parts.scales.get(index).copied().unwrap_or(0);
                let form = parts.forms.iter().skip(index * parts.size);
                for (slot, value) in word.iter_mut().zip(form) {
                    *slot = f32::from(*value) * f32::from(scale) * parts.step;
                }
            } else {
                let mut vector = vec![0.0; parts.dimensions];
                self.vectors.add_word(letters, &mut vector);
                add_product(&vector, &parts.projection, &mut word);
            }
            gates.copy_from_slice(&parts.input_bias);
            add_product(&word, &parts.input, gates);
        }
        self.given.extend_from_slice(gates);
    }

    /// Fills the states of one direction: 0 forwards, 1 backwards.
    fn run(&mut self, direction: usize) {
        let parts = &self.model.parts;
        let units = parts.units;
        let Some(back) = parts.back.chunks_exact(3 * units * units).nth(direction) else {
            return;
        };
        let mut state = vec![0.0; units];
        let mut returned = vec![0.0; 3 * units];
        let mut words = self
            .given
            .chunks_exact(6 * units)
            .zip(self.states.chunks_exact_mut(2 * units));
        while let Some((given, slots)) = if direction == 0 {
            words.next()
        } else {
            words.next_back()
        } {
            returned.fill(0.0);
            add_product(&state, back, &mut returned);
            let mut given = given.chunks_exact(units).skip(3 * direction);
            let mut own = returned.chunks_exact(units);
            let mut gate = || Some(given.next()?.iter().zip(own.next()?));
            let (Some(update), Some(reset), Some(candidate)) = (gate(), gate(), gate()) else {
                return;
            };
            let gates = update.zip(reset).zip(candidate);
            for (value, ((update, reset), candidate)) in state.iter_mut().zip(gates) {
                let update = open(update.0 + update.1);
                let reset = open(reset.0 + reset.1);
                let candidate = bent(candidate.0 + reset * candidate.1);
                *value = update * *value + (1.0 - update) * candidate;
            }
            if let Some(slots) = slots.chunks_exact_mut(units).nth(direction) {
                slots.copy_from_slice(&state);
            }
        }
    }
}

/// Between -1 and 1.
fn bent(x: f32) -> f32 {
    x / (1.0 + x.abs())
}

/// Between 0 and 1.
fn open(x: f32) -> f32 {
    0.5 + 0.5 * bent(x)
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// Adds `vector` times `matrix`, a row for each of its values, to `sum`.
fn add_product(vector: &[f32], matrix: &[f32], sum: &mut [f32]) {
    for (value, row) in vector.iter().zip(matrix.chunks_exact(sum.len())) {
        for (slot, weight) in sum.iter_mut().zip(row) {
            *slot += value * weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::super::file::ModelParts;
    use super::*;

    /// One unit a direction and a word of one value: `sue` is 2, other words are 0.
    fn parts() -> ModelParts {
        ModelParts {
            kinds: vec![Kind {
                name: "a".to_owned(),
                slope: 1.0,
                offset: 0.0,
            }],
            vectors: 0,
            dimensions: 1,
            size: 1,
            units: 1,
            projection: vec![0.0],
            // Update, reset, candidate, forwards and backwards: the candidate is the word.
            input: vec![0.0, 0.0, 1.0, 0.0, 0.0, 1.0],
            input_bias: vec![0.0; 6],
            back: vec![0.0; 6],
            output: vec![1.0, 0.0, 0.0, 3.0],
            output_bias: vec![-1.0],
            step: 1.0,
            keys: vec![vectors::key(&['s', 'u', 'e'])],
            scales: vec![2],
            forms: vec![1],
        }
    }

    fn model() -> SentenceModel {
        SentenceModel {
            checksum: 0,
            parts: parts(),
        }
    }

    #[track_caller]
    fn check(text: &str, score: f32, deciding: &[&str]) {
        let (model, vectors) = (model(), Vectors::default());
        let mut network = Network::new(&model, &vectors);
        let pool = network.read(text);
        let found = pool.scores(&model)[0];
        assert!((found - score).abs() < 1e-4, "{text}: {found}");
        let words: Vec<&str> = network
            .deciding(0, &pool)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(words, deciding, "{text}");
    }

    #[test]
    fn the_network_reads_both_ways() {
        check("", -1.0, &[]);
        check("where is it", -1.0, &[]);
        // The gates stand half open, and 2 is bent to 2/3: a third is kept. Backwards the word counts
        // three times its mean over five words.
        check("sue", -1.0 + 1.0 / 3.0 + 1.0 / 5.0_f32.sqrt(), &["sue"]);
        // The first word has a half of the third backwards, the last one nothing.
        check(
            "we sue you",
            -1.0 + 1.0 / 3.0 + (1.0 + 0.5) / 7.0_f32.sqrt(),
            &["sue"],
        );
    }

    #[test]
    fn the_shares_make_the_score() {
        let (model, vectors) = (model(), Vectors::default());
        let mut network = Network::new(&model, &vectors);
        let mut pool = network.read("we sue");
        pool.join(&network.read("sue you or sue"));
        let mut sum = model.parts.output_bias[0];
        // A unit's largest value stands in both sentences here; only one of them may have it.
        let before = sum;
        for text in ["we sue", "sue you or sue"] {
            network.read(text);
            for state in network.states.chunks(2) {
                sum += pool.share(&model.parts.output, state);
            }
        }
        let score = pool.scores(&model)[0];
        assert!(sum > before && sum + 1e-4 >= score, "{sum} {score}");
    }

    #[test]
    fn words_are_kept_without_harm() {
        let (model, vectors) = (model(), Vectors::default());
        let mut network = Network::new(&model, &vectors);
        let many: Vec<String> = (0..3 * KEPT)
            .map(|index| format!("w{}", "x".repeat(index % 40)))
            .collect();
        let text = format!("{} sue", many.join(" "));
        let pool = network.read(&text);
        assert_eq!(network.read(&text), pool);
        assert!(network.read("sue").scores(&model)[0] > -1.0);
    }
}
