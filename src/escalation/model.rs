//! The sentence model: how probable it is that a sentence fires each textual kind of trigger.
//!
//! A linear score a kind over words, pairs and character pieces ([`features`]); a logistic curve
//! fitted on held-out sentences makes a probability of it (Platt, "Probabilistic Outputs for Support
//! Vector Machines", 1999). The words that are shown are those whose weights made the score.

pub mod features;
pub mod file;

use crate::key_index::KeyIndex;
use crate::phrases::Token;
use features::Piece;
use std::fmt;
use std::ops::Range;

/// How the model judges one kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Kind {
    /// The kind, as the taxonomy names it.
    pub name: String,
    /// What a score starts from.
    pub bias: f32,
    /// Step in which weights are stored.
    pub step: f32,
    /// Slope of the probability over the score.
    pub slope: f32,
    /// The probability's logit at a score of 0.
    pub offset: f32,
}

/// A trained model.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceModel {
    checksum: u64,
    /// All but the keys.
    parts: file::ModelParts,
    keys: KeyIndex,
}

/// The bytes are no sentence model of this version, or it is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentenceModelError;

impl SentenceModelError {
    /// Stable code for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        "triggers_unusable"
    }

    /// The way out.
    #[must_use]
    pub fn help(self) -> &'static str {
        "give the `triggers.dat` that belongs to this version of Handrail, or train one with `handrail train triggers`"
    }
}

impl fmt::Display for SentenceModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no sentence model that this version reads, or it is damaged")
    }
}

impl std::error::Error for SentenceModelError {}

/// The sums of a sentence's weights, before they are brought to length. Those of several sentences
/// may be added: that is the reading of them together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sums {
    words: Vec<i32>,
    characters: Vec<i32>,
    known_words: u32,
    known_characters: u32,
}

impl Sums {
    /// Adds another sentence.
    pub fn add(&mut self, other: &Self) {
        for (sum, value) in self.words.iter_mut().zip(&other.words) {
            *sum += value;
        }
        for (sum, value) in self.characters.iter_mut().zip(&other.characters) {
            *sum += value;
        }
        self.known_words += other.known_words;
        self.known_characters += other.known_characters;
    }
}

/// Occurrences that every sentence is taken to have beside its own and that say nothing: a few words
/// alone shall not decide.
const SILENT: u32 = 8;

/// By what a sum over so many occurrences is divided.
#[must_use]
pub fn length(occurrences: u32) -> f32 {
    libm::sqrtf((occurrences + SILENT) as f32)
}

impl SentenceModel {
    fn new(mut parts: file::ModelParts, checksum: u64) -> Self {
        let keys = KeyIndex::new(std::mem::take(&mut parts.keys));
        Self {
            checksum,
            parts,
            keys,
        }
    }

    /// Name and fingerprint.
    #[must_use]
    pub fn version(&self) -> String {
        format!("triggers-{:016x}", self.checksum)
    }

    /// Position of a kind's weights.
    #[must_use]
    pub fn position(&self, kind: &str) -> Option<usize> {
        self.parts.kinds.iter().position(|own| own.name == kind)
    }

    /// The weights of a feature, one a kind; `None` when it is unknown.
    fn row(&self, key: u32) -> Option<&[i8]> {
        let at = self.keys.position(key)?;
        let kinds = self.parts.kinds.len();
        self.parts.weights.get(at * kinds..(at + 1) * kinds)
    }

    /// Reads a sentence: its words, and its normal form.
    #[must_use]
    pub fn read(&self, tokens: &[Token], normal: &str) -> Sums {
        let kinds = self.parts.kinds.len();
        let mut sums = Sums {
            words: vec![0; kinds],
            characters: vec![0; kinds],
            ..Sums::default()
        };
        features::walk(tokens, normal, |piece| {
            let Some(row) = self.row(piece.key) else {
                return;
            };
            let into = if piece.is_characters() {
                sums.known_characters += 1;
                &mut sums.characters
            } else {
                sums.known_words += 1;
                &mut sums.words
            };
            for (sum, weight) in into.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        });
        sums
    }

    /// The score of each kind.
    #[must_use]
    pub fn scores(&self, sums: &Sums) -> Vec<f32> {
        let (words, characters) = self.factors(sums);
        self.parts
            .kinds
            .iter()
            .zip(sums.words.iter().zip(&sums.characters))
            .map(|(kind, (word, character))| {
                kind.bias + kind.step * (*word as f32 * words + *character as f32 * characters)
            })
            .collect()
    }

    /// The probability of each kind.
    #[must_use]
    pub fn probabilities(&self, sums: &Sums) -> Vec<f32> {
        self.parts
            .kinds
            .iter()
            .zip(self.scores(sums))
            .map(|(kind, score)| 1.0 / (1.0 + libm::expf(-(kind.slope * score + kind.offset))))
            .collect()
    }

    fn factors(&self, sums: &Sums) -> (f32, f32) {
        let [words, characters] = self.parts.shares;
        (
            words / length(sums.known_words),
            characters / length(sums.known_characters),
        )
    }

    /// The words that spoke most for a kind, in the order of the sentence: runs of words whose part
    /// of the score is at least a third of the weightiest one's. `sums` are those of the whole that
    /// was judged, of which the sentence may be a part.
    #[must_use]
    pub fn deciding(
        &self,
        kind: usize,
        tokens: &[Token],
        normal: &str,
        sums: &Sums,
    ) -> Vec<Range<usize>> {
        let (words, characters) = self.factors(sums);
        let mut parts = vec![0.0_f32; tokens.len()];
        features::walk(tokens, normal, |piece: Piece| {
            let weight = self
                .row(piece.key)
                .and_then(|row| row.get(kind))
                .map_or(0.0, |weight| f32::from(*weight));
            if piece.is_characters() {
                if let Some(part) = parts.get_mut(piece.last) {
                    *part += weight * characters;
                }
            } else {
                // Half to each end; a single word is both.
                for word in [piece.first, piece.last] {
                    if let Some(part) = parts.get_mut(word) {
                        *part += weight * words / 2.0;
                    }
                }
            }
        });
        let most = parts.iter().copied().fold(0.0_f32, f32::max);
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            if *part <= 0.0 || *part * 3.0 < most {
                continue;
            }
            match runs.last_mut() {
                // A word between two that count belongs to them.
                Some(run) if index <= run.end + 1 => run.end = index + 1,
                _ => runs.push(index..index + 1),
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrases::PhraseBook;
    use file::ModelParts;

    /// A model that knows the words of `known` for one kind, each with a weight of one step.
    fn model(known: &str) -> SentenceModel {
        let mut keys = Vec::new();
        for word in known.split(' ') {
            let reading = PhraseBook::default().read(word);
            features::walk(&reading.tokens, word, |piece| {
                if !piece.is_characters() {
                    keys.push(piece.key);
                }
            });
        }
        keys.sort_unstable();
        let parts = ModelParts {
            kinds: vec![Kind {
                name: "a".to_owned(),
                bias: -1.0,
                step: 1.0,
                slope: 4.0,
                ..Kind::default()
            }],
            shares: [1.0, 1.0],
            weights: vec![1; keys.len()],
            keys,
        };
        SentenceModel::from_bytes(&parts.to_bytes()).unwrap()
    }

    #[track_caller]
    fn check(text: &str, probability: f32, deciding: &[&str]) {
        let model = model("court sue");
        let reading = PhraseBook::default().read(text);
        let sums = model.read(&reading.tokens, text);
        let found = model.probabilities(&sums);
        assert!((found[0] - probability).abs() < 0.01, "{text}: {found:?}");
        let words: Vec<&str> = model
            .deciding(0, &reading.tokens, text, &sums)
            .into_iter()
            .map(|run| {
                &text[reading.tokens[run.start].text.start..reading.tokens[run.end - 1].text.end]
            })
            .collect();
        assert_eq!(words, deciding, "{text}");
    }

    #[test]
    fn known_words_decide() {
        check("", 0.018, &[]);
        check("where is it", 0.018, &[]);
        check("i will sue", 0.065, &["sue"]);
        check("sue you in court", 0.187, &["sue", "court"]);
        check("sue in court", 0.187, &["sue in court"]);
    }

    #[test]
    fn sentences_add_up() {
        let model = model("court sue");
        let read = |text: &str| model.read(&PhraseBook::default().read(text).tokens, text);
        let mut sums = read("i sue");
        sums.add(&read("in court"));
        assert_eq!(model.scores(&sums), model.scores(&read("sue court")));
        assert_eq!(model.position("a"), Some(0));
        assert_eq!(model.position("b"), None);
    }
}
