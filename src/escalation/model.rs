//! The sentence model: how probable it is that a sentence fires each textual kind of trigger.
//!
//! A small recurrent network over word vectors reads the sentence ([`network`]); it was fitted to the
//! project's sentences and to the judgement of a large language encoder on public text
//! (`crates/trainer/sentences`). A logistic curve fitted on held-out sentences makes a probability of
//! each score (Platt, "Probabilistic Outputs for Support Vector Machines", 1999). The words that are
//! shown are those whose states made the score.

pub mod file;
pub mod network;

use crate::text::vectors::Vectors;
use network::{Network, Pool};
use std::fmt;

/// How the model judges one kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Kind {
    /// The kind, as the taxonomy names it.
    pub name: String,
    /// Slope of the probability over the score.
    pub slope: f32,
    /// The probability's logit at a score of 0.
    pub offset: f32,
}

/// A trained model.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceModel {
    checksum: u64,
    parts: file::ModelParts,
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
        "give the `triggers.dat` that belongs to this version of Handrail, or train one as `crates/trainer/sentences` says"
    }
}

impl fmt::Display for SentenceModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no sentence model that this version reads, or it is damaged")
    }
}

impl std::error::Error for SentenceModelError {}

impl SentenceModel {
    /// Name and fingerprint.
    #[must_use]
    pub fn version(&self) -> String {
        format!("triggers-{:016x}", self.checksum)
    }

    /// Position of a kind's output.
    #[must_use]
    pub fn position(&self, kind: &str) -> Option<usize> {
        self.parts.kinds.iter().position(|own| own.name == kind)
    }

    /// A reader of sentences; `None` when these are not the word vectors to which the model was fitted.
    #[must_use]
    pub fn network<'a>(&'a self, vectors: Option<&'a Vectors>) -> Option<Network<'a>> {
        vectors
            .filter(|vectors| vectors.checksum() == self.parts.vectors)
            .filter(|vectors| vectors.dimensions() == self.parts.dimensions)
            .map(|vectors| Network::new(self, vectors))
    }

    /// The probability of each kind, of what one or several sentences left.
    #[must_use]
    pub fn probabilities(&self, pool: &Pool) -> Vec<f32> {
        let kinds = self.parts.kinds.iter();
        kinds
            .zip(pool.scores(self))
            .map(|(kind, score)| 1.0 / (1.0 + libm::expf(-(kind.slope * score + kind.offset))))
            .collect()
    }
}
