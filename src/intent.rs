//! What the customer wants: a linear model over the conversation, calibrated, that abstains.
//!
//! [`views`] chooses what is read, [`features`] turns it into hashed counts, [`linear`] scores the
//! labels, [`calibration`] makes a confidence of the scores, `added` finds the intents that a lead added
//! with examples, `abstention` decides whether to say anything (with [`neighbours`], where a model has few
//! messages), `explanation` finds the words that decided: [`IntentClassifier`] is the recipe.
//! [`model_file`] is the file in which the trainer hands all numbers over.

mod abstention;
mod added;
pub mod calibration;
mod classifier;
mod error;
mod explanation;
pub mod features;
pub mod linear;
pub mod model_file;
pub mod neighbours;
mod occurrences;
pub mod views;

pub use classifier::IntentClassifier;
pub use error::ModelError;
pub use model_file::FORMAT;

use crate::text::Conversation;
use crate::text::vectors::Vectors;
use calibration::Confidence;
use linear::{Linear, Reading};
use model_file::ModelParts;
use neighbours::Neighbours;
use views::View;

/// The label that a model may have for text that is no support matter. It is never a verdict: where
/// it comes first the classifier abstains.
pub const OUT_OF_SCOPE: &str = "out_of_scope";

/// A trained model.
#[derive(Debug, Clone, PartialEq)]
pub struct IntentModel {
    name: String,
    checksum: u64,
    languages: Vec<String>,
    labels: Vec<String>,
    confidence: Confidence,
    linear: Linear,
    neighbours: Neighbours,
}

impl IntentModel {
    fn new(parts: ModelParts, checksum: u64) -> Self {
        Self {
            name: parts.name,
            checksum,
            languages: parts.languages,
            labels: parts.labels,
            confidence: parts.confidence,
            linear: Linear::new(parts.weights),
            neighbours: parts.neighbours,
        }
    }

    /// Name and fingerprint.
    #[must_use]
    pub fn version(&self) -> String {
        format!("{}-{:016x}", self.name, self.checksum)
    }

    /// The labels that it knows, [`OUT_OF_SCOPE`] among them if it has one.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// How its scores become confidences.
    #[must_use]
    pub fn confidence(&self) -> &Confidence {
        &self.confidence
    }

    /// The score of each label for a conversation; `None` when the customer wrote nothing, or when
    /// these are not the word vectors of the model (see [`Self::works_with`]).
    #[must_use]
    pub fn scores(
        &self,
        conversation: &Conversation,
        vectors: Option<&Vectors>,
    ) -> Option<Vec<f32>> {
        let views = views::views(conversation);
        if views.is_empty() {
            return None;
        }
        let vectors = self.linear.own_vectors(vectors).ok()?;
        Some(self.read(&views, vectors).1)
    }

    /// The score of each label, and how much the conversation looks like a support matter: the best
    /// score of a label over that of [`OUT_OF_SCOPE`], if there is one, and what the nearest training
    /// message adds. Of the latter only the order means anything. `None` as for [`Self::scores`].
    #[must_use]
    pub fn scores_and_scope(
        &self,
        conversation: &Conversation,
        vectors: Option<&Vectors>,
    ) -> Option<(Vec<f32>, f32)> {
        let views = views::views(conversation);
        if views.is_empty() {
            return None;
        }
        let vectors = self.linear.own_vectors(vectors).ok()?;
        let (readings, scores) = self.read(&views, vectors);
        let scope = self.scope(&scores, &readings);
        Some((scores, scope))
    }

    /// Whether the model can be used with these word vectors: it needs none, or these.
    #[must_use]
    pub fn works_with(&self, vectors: Option<&Vectors>) -> bool {
        self.linear.own_vectors(vectors).is_ok()
    }

    fn scope(&self, scores: &[f32], readings: &[Reading]) -> f32 {
        let mut best = f32::MIN;
        let mut outside = None;
        for (label, score) in self.labels.iter().zip(scores) {
            if label == OUT_OF_SCOPE {
                outside = Some(*score);
            } else {
                best = best.max(*score);
            }
        }
        let near = readings.first().map_or(0.0, |reading| self.near(reading));
        best - outside.unwrap_or(0.0) + near
    }

    /// What the nearest training message adds to the scope.
    fn near(&self, reading: &Reading) -> f32 {
        let length = self.linear.dense_length();
        if self.neighbours.is_empty() || length <= 0.0 {
            return 0.0;
        }
        let dense = reading.features.iter().skip(reading.hashed);
        self.neighbours.share
            * self
                .neighbours
                .nearest(dense.map(|(_, value)| value / length))
    }

    /// What is read of the views, and the scores of all together.
    fn read(&self, views: &[View<'_>], vectors: Option<&Vectors>) -> (Vec<Reading>, Vec<f32>) {
        let mut sum = vec![0.0; self.labels.len()];
        let mut readings = Vec::with_capacity(views.len());
        for view in views {
            let reading = self.linear.read(view, vectors);
            for (sum, score) in sum.iter_mut().zip(self.linear.scores(&reading)) {
                *sum += score * view.share;
            }
            readings.push(reading);
        }
        (readings, sum)
    }

    /// Share of the words of the current ask that the model knows.
    fn known_words(readings: &[Reading]) -> f32 {
        let Some(ask) = readings.first().map(|reading| &reading.occurrences) else {
            return 0.0;
        };
        if ask.words.is_empty() {
            0.0
        } else {
            ask.known_words as f32 / ask.words.len() as f32
        }
    }
}

impl IntentModel {
    fn is_outside(&self, label: usize) -> bool {
        self.labels
            .get(label)
            .is_some_and(|label| label == OUT_OF_SCOPE)
    }
}
