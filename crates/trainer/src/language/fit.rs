//! Multinomial logistic regression with sparse weights, by FTRL-Proximal (McMahan et al., Ad click
//! prediction: a view from the trenches, 2013): each weight has its own learning rate, and those that
//! gain little stay exactly 0, which is what makes the file small.

use super::samples::{LANGUAGES, Sample, Texts};
use crate::seeded::Seeded;
use handrail::text::language::{
    Calibration, Language, LanguageParts, Script, ngrams, probabilities,
};

/// How a model is fitted.
#[derive(Debug, Clone, Copy)]
pub struct FitOptions {
    /// There are `2 ^ bits` buckets for runs of letters.
    pub bits: u32,
    /// Samples of each language.
    pub samples: usize,
    /// Learning rate.
    pub rate: f32,
    /// Strength of the pull to 0.
    pub sparsity: f32,
    /// Most weights that are kept: those of the largest amount.
    pub most_weights: usize,
    /// Seed of the samples.
    pub seed: u64,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            bits: 16,
            samples: 25_000,
            rate: 0.08,
            sparsity: 3.0,
            most_weights: 118_000,
            seed: 27,
        }
    }
}

/// Steps of a weight to each side of 0.
const STEPS: f32 = 10.0;

/// Samples of each language on which the probabilities are calibrated.
const CALIBRATION: usize = 600;

/// The state of a weight: sum of (shifted) gradients and of their squares.
#[derive(Clone, Copy, Default)]
struct Coordinate {
    pull: f32,
    squares: f32,
}

struct Fit<'a> {
    options: &'a FitOptions,
    coordinates: Vec<Coordinate>,
}

impl Fit<'_> {
    fn weight(&self, at: usize) -> f32 {
        let Some(Coordinate { pull, squares }) = self.coordinates.get(at).copied() else {
            return 0.0;
        };
        if pull.abs() <= self.options.sparsity {
            return 0.0;
        }
        let shrunk = pull - pull.signum() * self.options.sparsity;
        -shrunk * self.options.rate / (1.0 + squares.sqrt())
    }

    fn learn(&mut self, sample: &Sample, script: Script) {
        let buckets = buckets(&sample.text, script, self.options.bits);
        let languages = of_script(script);
        let mut scores: Vec<f32> = vec![0.0; languages.len()];
        let mut weights = Vec::with_capacity(buckets.len() * languages.len());
        for bucket in &buckets {
            for (score, language) in scores.iter_mut().zip(&languages) {
                let weight = self.weight(bucket * LANGUAGES.len() + language);
                weights.push(weight);
                *score += weight;
            }
        }
        let highest = scores.iter().copied().fold(f32::MIN, f32::max);
        let mut total = 0.0;
        for score in &mut scores {
            *score = (*score - highest).exp();
            total += *score;
        }
        let gradients: Vec<f32> = scores
            .iter()
            .zip(&languages)
            .map(|(score, language)| {
                let share = sample
                    .shares
                    .iter()
                    .find(|(at, _)| at == language)
                    .map_or(0.0, |(_, share)| *share);
                score / total - share
            })
            .collect();
        let mut weights = weights.into_iter();
        for bucket in &buckets {
            for (gradient, language) in gradients.iter().zip(&languages) {
                let weight = weights.next().unwrap_or(0.0);
                if gradient.abs() < 1e-3 {
                    continue;
                }
                let at = bucket * LANGUAGES.len() + language;
                if let Some(coordinate) = self.coordinates.get_mut(at) {
                    let squares = coordinate.squares + gradient * gradient;
                    let shift = (squares.sqrt() - coordinate.squares.sqrt()) / self.options.rate;
                    coordinate.pull += gradient - shift * weight;
                    coordinate.squares = squares;
                }
            }
        }
    }
}

fn buckets(text: &str, script: Script, bits: u32) -> Vec<usize> {
    let mut buckets = Vec::new();
    ngrams::each(text, script, |number| {
        buckets.push((number >> (32 - bits)) as usize);
    });
    buckets
}

/// Positions of the languages of a script.
fn of_script(script: Script) -> Vec<usize> {
    LANGUAGES
        .iter()
        .enumerate()
        .filter(|(_, (_, of))| *of == script)
        .map(|(at, _)| at)
        .collect()
}

/// Fits a model; the same texts and options give the same bytes.
#[must_use]
pub fn fit(texts: &Texts, options: &FitOptions, mut progress: impl FnMut(usize)) -> LanguageParts {
    let mut fit = Fit {
        options,
        coordinates: vec![Coordinate::default(); (1 << options.bits) * LANGUAGES.len()],
    };
    let mut random = Seeded::new(options.seed);
    let mut order: Vec<usize> = (0..LANGUAGES.len()).collect();
    for round in 0..options.samples {
        random.shuffle(&mut order);
        for language in &order {
            let Some((_, script)) = LANGUAGES.get(*language) else {
                continue;
            };
            if let Some(sample) = texts.sample(*language, &mut random) {
                fit.learn(&sample, *script);
            }
        }
        progress(round);
    }
    let (step, weights) = quantised(&fit);
    let mut parts = LanguageParts {
        languages: LANGUAGES
            .iter()
            .map(|(code, script)| Language {
                code: (*code).to_owned(),
                script: script.shared().unwrap_or(0),
            })
            .collect(),
        bits: options.bits,
        step,
        calibration: Calibration {
            scale: 1.0,
            growth: 0.0,
        },
        weights,
    };
    parts.calibration = calibrate(&parts, texts, &mut random);
    parts
}

/// The largest weights, in steps; the very largest share the last step.
fn quantised(fit: &Fit<'_>) -> (f32, Vec<Vec<(u32, i8)>>) {
    let mut amounts: Vec<f32> = (0..fit.coordinates.len())
        .map(|at| fit.weight(at).abs())
        .filter(|weight| *weight > 0.0)
        .collect();
    amounts.sort_unstable_by(|one, other| other.total_cmp(one));
    let least = amounts
        .get(fit.options.most_weights)
        .copied()
        .unwrap_or(0.0);
    let largest = amounts.get(amounts.len() / 400).copied().unwrap_or(1.0);
    let step = largest / STEPS;
    let mut weights = vec![Vec::new(); LANGUAGES.len()];
    for at in 0..fit.coordinates.len() {
        let weight = fit.weight(at);
        if weight.abs() <= least {
            continue;
        }
        let steps = (weight / step).round().clamp(-STEPS, STEPS) as i8;
        let (bucket, language) = (at / LANGUAGES.len(), at % LANGUAGES.len());
        if steps != 0
            && let Some(list) = weights.get_mut(language)
        {
            list.push((bucket as u32, steps));
        }
    }
    (step, weights)
}

/// The scale and growth under which held-back samples are likeliest.
fn calibrate(parts: &LanguageParts, texts: &Texts, random: &mut Seeded) -> Calibration {
    let Ok(model) = handrail::text::language::LanguageModel::from_bytes(&parts.to_bytes()) else {
        return parts.calibration;
    };
    let mut scored = Vec::new();
    for (language, (_, script)) in LANGUAGES.iter().enumerate() {
        for _ in 0..CALIBRATION {
            if let Some(sample) = texts.sample(language, random) {
                let (scores, runs) = model.scores(&sample.text, *script);
                let positions = of_script(*script);
                let scores: Vec<(usize, f64)> = positions
                    .into_iter()
                    .zip(scores)
                    .map(|(at, (_, score))| (at, score))
                    .collect();
                scored.push((scores, runs, sample.shares));
            }
        }
    }
    let mut best = (f64::INFINITY, parts.calibration);
    for growth in [0.0, -0.1, -0.2, -0.3, -0.4, -0.5f32] {
        for tenths in 4..60 {
            let calibration = Calibration {
                scale: tenths as f32 / 10.0,
                growth,
            };
            let mut loss = 0.0;
            for (scores, runs, shares) in &scored {
                let found = probabilities(scores.clone(), *runs, calibration);
                for (language, share) in shares {
                    let probability = found
                        .iter()
                        .find(|(at, _)| at == language)
                        .map_or(0.0, |(_, probability)| *probability);
                    loss -= f64::from(*share) * probability.max(1e-6).ln();
                }
            }
            if loss < best.0 {
                best = (loss, calibration);
            }
        }
    }
    best.1
}
