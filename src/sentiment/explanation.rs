//! Which words decided: what each added to the score, from the model's real weights.

use super::features::Reading;
use super::lexicon::Weighed;
use super::model::Felt;
use crate::evidence::Evidence;
use crate::text::{Passage, Sentence};
use std::ops::Range;

/// Most passages that are shown of a message.
const MOST: usize = 4;
/// A word that weighs less than this part of the heaviest one is not shown.
const LEAST_PART: f32 = 0.4;
/// A phrase of the lexicon that weighs less says too little by itself.
const LEAST_PHRASE: f64 = 1.5;

/// A run of words that pulled the score where it is.
struct Run {
    sentence: usize,
    range: Range<usize>,
    weight: f32,
}

/// The words that pulled the model's score most, in the direction in which it lies.
pub(crate) fn of_model(
    passage: &Passage,
    sentences: &[&Sentence],
    phrases: &[Weighed],
    reading: &Reading,
    felt: &Felt,
) -> Vec<Evidence> {
    let sign = felt.score().signum();
    let mut pulls = felt.pulls.clone();
    let of_side = |one: &Weighed| one.weight.signum() as f32 == felt.phrases.signum();
    let total: f64 = phrases
        .iter()
        .filter(|one| of_side(one))
        .map(|one| one.weight.abs())
        .sum();
    for phrase in phrases.iter().filter(|one| of_side(one)) {
        let share = felt.phrases * (phrase.weight.abs() / total) as f32;
        let within = |(sentence, range): &(usize, Range<usize>)| {
            *sentence == phrase.sentence
                && range.start < phrase.range.end
                && phrase.range.start < range.end
        };
        let count = reading.tokens.iter().filter(|token| within(token)).count();
        for (slot, token) in pulls.iter_mut().zip(&reading.tokens) {
            if within(token) {
                *slot += share / count as f32;
            }
        }
    }
    let heaviest = pulls
        .iter()
        .fold(0.0_f32, |most, pull| most.max(pull * sign));
    let mut runs: Vec<Run> = Vec::new();
    for (pull, (sentence, range)) in pulls.iter().zip(&reading.tokens) {
        let weight = pull * sign;
        if weight <= 0.0 || weight < heaviest * LEAST_PART {
            continue;
        }
        match runs.last_mut() {
            Some(last) if last.sentence == *sentence && range.start <= last.range.end + 1 => {
                last.range.end = range.end;
                last.weight += weight;
            }
            _ => runs.push(Run {
                sentence: *sentence,
                range: range.clone(),
                weight,
            }),
        }
    }
    runs.sort_unstable_by(|a, b| {
        let place = |run: &Run| (run.sentence, run.range.start);
        b.weight.total_cmp(&a.weight).then(place(a).cmp(&place(b)))
    });
    evidence(
        passage,
        sentences,
        runs.iter().map(|run| (run.sentence, &run.range)),
    )
}

/// The phrases that weighed most.
pub(crate) fn of_phrases(
    passage: &Passage,
    sentences: &[&Sentence],
    phrases: &[Weighed],
) -> Vec<Evidence> {
    let mut heavy: Vec<&Weighed> = phrases
        .iter()
        .filter(|one| one.weight.abs() >= LEAST_PHRASE)
        .collect();
    heavy.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    evidence(
        passage,
        sentences,
        heavy.iter().map(|one| (one.sentence, &one.range)),
    )
}

fn evidence<'a>(
    passage: &Passage,
    sentences: &[&Sentence],
    places: impl Iterator<Item = (usize, &'a Range<usize>)>,
) -> Vec<Evidence> {
    places
        .take(MOST)
        .filter_map(|(number, range)| Some(passage.evidence_of(sentences.get(number)?, range)))
        .collect()
}
