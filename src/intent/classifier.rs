//! A model with the lead's settings: the intents that are on, merged, and added by examples.

use super::added::{Added, Point};
use super::occurrences::Occurrences;
use super::{IntentModel, OUT_OF_SCOPE, abstention, explanation, views};
use crate::analysis::{Abstention, Band, Calibration, Candidate, IntentVerdict, LanguageVerdict};
use crate::evidence::Evidence;
use crate::round::round4;
use crate::settings::SettingsError;
use crate::settings::intents::{self, IntentSetting};
use crate::text::Conversation;
use crate::text::vectors::Vectors;
use std::sync::Arc;

/// Most candidates that a verdict lists.
const MOST_CANDIDATES: usize = 5;
/// Candidates below this confidence are not listed, but for the best one.
const LEAST_CANDIDATE: f64 = 0.01;
/// Where added intents have more of the probability than this, what held-out messages say of the model's own
/// top probability no longer holds.
const HELD_OUT_HOLDS: f32 = 0.05;

/// A model with the lead's settings.
#[derive(Debug, Clone)]
pub struct IntentClassifier {
    /// The model and the word vectors that it needs.
    model: Option<(Arc<IntentModel>, Option<Arc<Vectors>>)>,
    /// What a verdict can name.
    intents: Vec<Intent>,
    /// For each of the model's labels, as which of `intents` it counts; `None` where it is off.
    labels: Vec<Option<usize>>,
    added: Vec<Added>,
}

/// An intent that a verdict can name.
#[derive(Debug, Clone, PartialEq)]
struct Intent {
    id: String,
    /// Below this confidence it is not believed; `None` takes the model's.
    least: Option<f64>,
}

/// How probable an intent is, and from where.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    intent: usize,
    /// Sum over the model's labels, if there were no added intents.
    model: f32,
    /// Sum over added intents.
    added: f32,
    /// Both.
    all: f32,
}

impl IntentClassifier {
    /// A classifier; without a model, or without the word vectors that the model needs, it abstains.
    /// A label of the shipped list that the settings no longer hold is off, like one that is disabled;
    /// labels that only a model of one's own knows are on.
    ///
    /// # Errors
    /// As [`intents::check`].
    pub fn new(
        model: Option<Arc<IntentModel>>,
        vectors: Option<Arc<Vectors>>,
        settings: &[IntentSetting],
    ) -> Result<Self, SettingsError> {
        intents::check(settings)?;
        let model = model
            .filter(|model| model.works_with(vectors.as_deref()))
            .map(|model| (model, vectors));
        let mut classifier = Self {
            model: None,
            intents: Vec::new(),
            labels: Vec::new(),
            added: Vec::new(),
        };
        let Some((trained, vectors)) = &model else {
            return Ok(classifier);
        };
        let shipped = if settings.is_empty() {
            Vec::new()
        } else {
            intents::shipped_ids()
        };
        for label in &trained.labels {
            let setting = settings.iter().find(|setting| setting.id == *label);
            let counts_as = match setting {
                Some(setting) if setting.disabled || setting.removed => None,
                Some(setting) => Some(classifier.intent(intents::target(settings, setting)?)),
                None if shipped.contains(label) => None,
                None => Some(classifier.intent(&IntentSetting {
                    id: label.clone(),
                    ..IntentSetting::default()
                })),
            };
            classifier.labels.push(counts_as);
        }
        for setting in settings.iter().filter(|one| !one.disabled && !one.removed) {
            if let Some(examples) = &setting.examples {
                let intent = classifier.intent(intents::target(settings, setting)?);
                let vectors = trained.linear.own_vectors(vectors.as_deref());
                let vectors = vectors.unwrap_or_default();
                let added = Added::new(&setting.id, intent, examples, &trained.linear, vectors);
                classifier.added.extend(added);
            }
        }
        classifier.model = model;
        Ok(classifier)
    }

    /// The number of an intent, which is new where it was not named before.
    fn intent(&mut self, setting: &IntentSetting) -> usize {
        let known = self.intents.iter().position(|one| one.id == setting.id);
        known.unwrap_or_else(|| {
            self.intents.push(Intent {
                id: setting.id.clone(),
                least: setting.min_confidence,
            });
            self.intents.len() - 1
        })
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
        let enabled = |label: usize| self.labels.get(label).is_some_and(Option::is_some);
        let probabilities = model.confidence.probabilities(&scores, enabled);
        let points: Vec<Point> = if self.added.is_empty() {
            Vec::new()
        } else {
            let points = views
                .iter()
                .map(|view| Point::of(view, &model.linear, vectors));
            points.collect()
        };
        let mut best_score = f32::MIN;
        for (label, score) in scores.iter().enumerate() {
            if enabled(label) && !model.is_outside(label) {
                best_score = best_score.max(*score);
            }
        }
        let odds: Vec<f32> = self
            .added
            .iter()
            .map(|added| added.odds(&views, &points, best_score))
            .collect();
        let (mut ranked, of_added) = self.rank(&probabilities, &odds);
        let name = |standing: &Standing| {
            let intent = self.intents.get(standing.intent);
            intent.map_or("", |intent| intent.id.as_str())
        };
        let outside_first = ranked.first().is_some_and(|top| name(top) == OUT_OF_SCOPE);
        ranked.retain(|standing| name(standing) != OUT_OF_SCOPE && standing.all > 0.0);
        let Some(top) = ranked.first().copied() else {
            return abstain(if outside_first {
                Abstention::OutOfScope
            } else {
                Abstention::LowConfidence
            });
        };
        let confidence = model.confidence.of(top.model) * (1.0 - of_added) + top.added;
        let rest = if top.all < 1.0 {
            (1.0 - confidence) / (1.0 - top.all)
        } else {
            0.0
        };
        let candidates: Vec<Candidate> = ranked
            .iter()
            .take(MOST_CANDIDATES)
            .enumerate()
            .map(|(rank, standing)| Candidate {
                label: name(standing).to_owned(),
                confidence: round4(f64::from(if rank == 0 {
                    confidence
                } else {
                    (standing.all * rest).min(confidence)
                })),
            })
            .enumerate()
            .filter(|(rank, candidate)| *rank == 0 || candidate.confidence >= LEAST_CANDIDATE)
            .map(|(_, candidate)| candidate)
            .collect();
        let least = self
            .intents
            .get(top.intent)
            .and_then(|intent| intent.least)
            .map_or(model.confidence.least, |least| least as f32);
        // What an added intent is like, its examples say: the model's scope and languages do not bind it.
        let by_examples = top.added > top.model * (1.0 - of_added);
        let abstained = abstention::reason(&abstention::Standing {
            language,
            trained_for: if by_examples { &[] } else { &model.languages },
            known_words: IntentModel::known_words(&readings),
            out_of_scope: !by_examples
                && (outside_first
                    || model.scope(&scores, &readings) < model.confidence.in_scope_from),
            confidence,
            second: candidates
                .get(1)
                .map_or(0.0, |second| second.confidence as f32),
            least,
            tie_within: model.confidence.tie_within,
        });
        let (evidence, weights) = if by_examples {
            self.examples_that_decided(&odds, top.intent, &views, &points, vectors)
        } else {
            let label = self.label_that_decided(&probabilities, top.intent);
            let pulls = explanation::of_label(&model.linear, vectors, &views, &readings, label);
            let occurrences = readings.iter().map(|reading| &reading.occurrences);
            explanation::explain(vectors, &views, occurrences, &pulls)
                .into_iter()
                .unzip()
        };
        IntentVerdict {
            label: name(&top).to_owned(),
            confidence: round4(f64::from(confidence)),
            band: if abstained.is_some() {
                Band::Low
            } else {
                model.confidence.band(confidence)
            },
            abstained,
            candidates,
            evidence,
            weights,
            calibration: if of_added > HELD_OUT_HOLDS {
                Calibration::default()
            } else {
                model.confidence.held_out(top.model)
            },
        }
    }

    /// The intents by probability, and how much of it is of added ones.
    fn rank(&self, probabilities: &[f32], odds: &[f32]) -> (Vec<Standing>, f32) {
        let mut ranked: Vec<Standing> = (0..self.intents.len())
            .map(|intent| Standing {
                intent,
                ..Standing::default()
            })
            .collect();
        for (intent, probability) in self.labels.iter().zip(probabilities) {
            if let Some(standing) = intent.and_then(|intent| ranked.get_mut(intent)) {
                standing.model += probability;
            }
        }
        let total: f32 = 1.0 + odds.iter().sum::<f32>();
        for (added, odds) in self.added.iter().zip(odds) {
            if let Some(standing) = ranked.get_mut(added.intent) {
                standing.added += odds / total;
            }
        }
        let of_added = 1.0 - 1.0 / total;
        for standing in &mut ranked {
            standing.all = standing.model * (1.0 - of_added) + standing.added;
        }
        // Of two alike the model's first label wins.
        ranked.sort_unstable_by(|a, b| b.all.total_cmp(&a.all).then(a.intent.cmp(&b.intent)));
        (ranked, of_added)
    }

    /// The most probable of the model's labels that count as an intent.
    fn label_that_decided(&self, probabilities: &[f32], intent: usize) -> usize {
        let mut most = (0, f32::MIN);
        for (label, (counts_as, probability)) in self.labels.iter().zip(probabilities).enumerate() {
            if *counts_as == Some(intent) && *probability > most.1 {
                most = (label, *probability);
            }
        }
        most.0
    }

    /// The words that make the text like the examples of an intent, and the nearest example.
    fn examples_that_decided(
        &self,
        odds: &[f32],
        intent: usize,
        views: &[views::View<'_>],
        points: &[Point],
        vectors: Option<&Vectors>,
    ) -> (Vec<Evidence>, Vec<f64>) {
        let mut most: Option<(f32, &Added)> = None;
        for (added, odds) in self.added.iter().zip(odds) {
            if added.intent == intent && most.is_none_or(|(most, _)| *odds > most) {
                most = Some((*odds, added));
            }
        }
        let Some((_, added)) = most else {
            return (Vec::new(), Vec::new());
        };
        let occurrences: Vec<Occurrences> = views
            .iter()
            .map(|view| Occurrences::of(view, vectors, &|bucket| added.mean.value(bucket) > 0.0))
            .collect();
        let pulls = explanation::of_added(added, views, &occurrences, points);
        let (mut evidence, weights): (Vec<_>, Vec<_>) =
            explanation::explain(vectors, views, occurrences.iter(), &pulls)
                .into_iter()
                .unzip();
        evidence.extend(
            added
                .nearest(views, points)
                .map(|(number, example)| Evidence::Settings {
                    path: format!("intents[{}].examples[{number}]", added.id),
                    value: example.into(),
                }),
        );
        (evidence, weights)
    }
}

fn abstain(reason: Abstention) -> IntentVerdict {
    IntentVerdict {
        abstained: Some(reason),
        ..IntentVerdict::default()
    }
}
