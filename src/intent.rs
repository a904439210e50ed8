//! What the customer wants: a linear model over the conversation, calibrated, that abstains.
//!
//! [`views`] chooses what is read, [`features`] turns it into hashed counts, [`linear`] scores the
//! labels, [`calibration`] makes a confidence of the scores, `abstention` decides whether to say
//! anything (with [`neighbours`], where a model has few messages), `explanation` finds the words that decided. [`model_file`] is the file in which the
//! trainer hands all numbers over.

mod abstention;
pub mod calibration;
mod error;
mod explanation;
pub mod features;
pub mod linear;
pub mod model_file;
pub mod neighbours;
pub mod views;

pub use error::ModelError;
pub use model_file::FORMAT;

use crate::analysis::{Abstention, Band, Candidate, IntentVerdict, LanguageVerdict};
use crate::round::round4;
use crate::settings::SettingsError;
use crate::settings::intents::{self, IntentSetting};
use crate::text::Conversation;
use crate::text::vectors::Vectors;
use calibration::Confidence;
use features::FIRST_CHARACTER_BUCKET;
use linear::{Linear, Reading};
use model_file::ModelParts;
use neighbours::Neighbours;
use std::sync::Arc;
use views::View;

/// The label that a model may have for text that is no support matter. It is never a verdict: where
/// it comes first the classifier abstains.
pub const OUT_OF_SCOPE: &str = "out_of_scope";
/// Most candidates that a verdict lists.
const MOST_CANDIDATES: usize = 5;
/// Candidates below this confidence are not listed, but for the best one.
const LEAST_CANDIDATE: f64 = 0.01;

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
    fn known_words(&self, views: &[View<'_>]) -> f32 {
        let (mut known, mut all) = (0_usize, 0_usize);
        for part in views.iter().take(1).flat_map(|view| &view.sentences) {
            let mut last = None;
            let words = features::walk(&part.sentence.normal.text, part.words, |piece| {
                let is_word = piece.bucket < FIRST_CHARACTER_BUCKET;
                if is_word && piece.word == piece.first_word && last != Some(piece.word) {
                    last = Some(piece.word);
                    known += usize::from(self.linear.position(piece.bucket).is_some());
                }
            });
            all += words.len();
        }
        if all == 0 {
            0.0
        } else {
            known as f32 / all as f32
        }
    }
}

/// A model with the lead's settings.
#[derive(Debug, Clone)]
pub struct IntentClassifier {
    /// The model and the word vectors that it needs.
    model: Option<(Arc<IntentModel>, Option<Arc<Vectors>>)>,
    /// For each of the model's labels, what the settings say of it.
    labels: Vec<LabelUse>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct LabelUse {
    enabled: bool,
    least: Option<f64>,
}

impl IntentClassifier {
    /// A classifier; without a model, or without the word vectors that the model needs, it abstains.
    /// A label of the shipped list that the settings no
    /// longer hold is off, like one that is disabled; labels that only a model of one's own knows are
    /// on.
    ///
    /// # Errors
    /// When a setting is out of range.
    pub fn new(
        model: Option<Arc<IntentModel>>,
        vectors: Option<Arc<Vectors>>,
        settings: &[IntentSetting],
    ) -> Result<Self, SettingsError> {
        for setting in settings {
            setting.validate()?;
        }
        let shipped = if settings.is_empty() {
            Vec::new()
        } else {
            intents::shipped_ids()
        };
        let model = model
            .filter(|model| model.works_with(vectors.as_deref()))
            .map(|model| (model, vectors));
        let labels = model.as_ref().map_or_else(Vec::new, |(model, _)| {
            model
                .labels
                .iter()
                .map(|label| {
                    let setting = settings.iter().find(|setting| setting.id == *label);
                    LabelUse {
                        enabled: match setting {
                            Some(setting) => !setting.disabled && !setting.removed,
                            None => !shipped.contains(label),
                        },
                        least: setting.and_then(|setting| setting.min_confidence),
                    }
                })
                .collect()
        });
        Ok(Self { model, labels })
    }

    /// What the customer wants. The current ask decides; earlier ones are candidates.
    #[must_use]
    pub fn classify(
        &self,
        conversation: &Conversation,
        language: &LanguageVerdict,
    ) -> IntentVerdict {
        let Some((model, vectors)) = &self.model else {
            return abstain(Abstention::NoModel);
        };
        let views = views::views(conversation);
        if views.is_empty() {
            return abstain(Abstention::Empty);
        }
        let Ok(vectors) = model.linear.own_vectors(vectors.as_deref()) else {
            return abstain(Abstention::NoModel);
        };
        let (readings, scores) = model.read(&views, vectors);
        let probabilities = model.confidence.probabilities(&scores, |label| {
            self.labels.get(label).is_none_or(|label| label.enabled)
        });
        let mut ranked: Vec<(usize, f32)> = probabilities.iter().copied().enumerate().collect();
        // The sort is stable: of two alike the model's first label wins.
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        let outside_first = ranked
            .first()
            .is_some_and(|(label, _)| model.is_outside(*label));
        ranked.retain(|(label, probability)| !model.is_outside(*label) && *probability > 0.0);
        let Some((best, top)) = ranked.first().copied() else {
            return abstain(if outside_first {
                Abstention::OutOfScope
            } else {
                Abstention::LowConfidence
            });
        };
        let confidence = model.confidence.of(top);
        let rest = if top < 1.0 {
            (1.0 - confidence) / (1.0 - top)
        } else {
            0.0
        };
        let candidates: Vec<Candidate> = ranked
            .iter()
            .take(MOST_CANDIDATES)
            .enumerate()
            .map(|(rank, (label, probability))| Candidate {
                label: model.labels.get(*label).cloned().unwrap_or_default(),
                confidence: round4(f64::from(if rank == 0 {
                    confidence
                } else {
                    (probability * rest).min(confidence)
                })),
            })
            .enumerate()
            .filter(|(rank, candidate)| *rank == 0 || candidate.confidence >= LEAST_CANDIDATE)
            .map(|(_, candidate)| candidate)
            .collect();
        let least = self
            .labels
            .get(best)
            .and_then(|label| label.least)
            .map_or(model.confidence.least, |least| least as f32);
        let abstained = abstention::reason(&abstention::Standing {
            language,
            trained_for: &model.languages,
            known_words: model.known_words(&views),
            out_of_scope: outside_first
                || model.scope(&scores, &readings) < model.confidence.in_scope_from,
            confidence,
            second: candidates
                .get(1)
                .map_or(0.0, |second| second.confidence as f32),
            least,
            tie_within: model.confidence.tie_within,
        });
        IntentVerdict {
            label: model.labels.get(best).cloned().unwrap_or_default(),
            confidence: round4(f64::from(confidence)),
            band: if abstained.is_some() {
                Band::Low
            } else {
                model.confidence.band(confidence)
            },
            abstained,
            candidates,
            evidence: explanation::explain(&model.linear, vectors, &views, &readings, best),
            calibration: model.confidence.held_out(top),
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

fn abstain(reason: Abstention) -> IntentVerdict {
    IntentVerdict {
        abstained: Some(reason),
        ..IntentVerdict::default()
    }
}
