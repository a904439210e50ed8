//! Which words decided a verdict: the label's real weights, summed back onto the words from which the
//! features came. Of the dense part a word has the share that its vector has in the sum.

use super::added::{Added, Point};
use super::features::FULL_WEIGHT;
use super::linear::{Linear, Reading};
use super::occurrences::Occurrences;
use super::views::View;
use crate::evidence::Evidence;
use crate::round::round4;
use crate::text::vectors::Vectors;
use std::ops::Range;

/// Most passages that are shown.
const MOST: usize = 4;
/// A word that weighs less than this part of the heaviest one is not shown.
const LEAST_PART: f32 = 0.3;

/// A run of words that spoke for the label.
struct Run {
    view: usize,
    sentence: usize,
    /// In the sentence's normal form.
    range: Range<usize>,
    weight: f32,
}

/// What spoke for a label in a view.
pub(crate) struct Pulls {
    /// What a full occurrence of each bucket adds to the score, in order.
    buckets: Vec<(u32, f32)>,
    /// What a unit of each dimension of the sum of the word vectors adds.
    direction: Vec<f32>,
}

/// What spoke for `label` against the average label.
pub(crate) fn of_label(
    linear: &Linear,
    vectors: Option<&Vectors>,
    views: &[View<'_>],
    readings: &[Reading],
    label: usize,
) -> Vec<Pulls> {
    views
        .iter()
        .zip(readings)
        .map(|(view, reading)| Pulls {
            buckets: pulls(linear, view, reading, label),
            direction: direction(linear, vectors, reading, view.share, label),
        })
        .collect()
}

/// What makes the views similar to the examples of an added intent.
pub(crate) fn of_added(
    added: &Added,
    views: &[View<'_>],
    occurrences: &[Occurrences],
    points: &[Point],
) -> Vec<Pulls> {
    let mut all = Vec::with_capacity(views.len());
    for ((view, found), point) in views.iter().zip(occurrences).zip(points) {
        let factor = point.dense_factor * view.share;
        all.push(Pulls {
            buckets: shared(view, found, point, &added.mean),
            direction: added.mean.dense.iter().map(|v| v * factor).collect(),
        });
    }
    all
}

/// What a full occurrence of each bucket adds to the similarity.
fn shared(
    view: &View<'_>,
    occurrences: &Occurrences,
    point: &Point,
    mean: &Point,
) -> Vec<(u32, f32)> {
    occurrences
        .counts()
        .iter()
        .map(|(bucket, count)| {
            let product = point.value(*bucket) * mean.value(*bucket);
            (*bucket, product * view.share / part_of_full(*count))
        })
        .collect()
}

/// The words that spoke most for a verdict, heaviest first, each with what it adds to the score. `occurrences` and
/// `pulls` are of the views in turn, and of the same buckets.
pub(crate) fn explain<'a>(
    vectors: Option<&Vectors>,
    views: &[View<'_>],
    occurrences: impl Iterator<Item = &'a Occurrences>,
    pulls: &[Pulls],
) -> Vec<(Evidence, f64)> {
    let mut runs: Vec<Run> = Vec::new();
    for (view_index, ((view, found), pulls)) in views.iter().zip(occurrences).zip(pulls).enumerate()
    {
        let mut by_word = vec![0.0; found.words.len()];
        // Both are in the order of the buckets.
        let mut buckets = pulls.buckets.iter().peekable();
        for hashed in &found.hashed {
            while buckets.next_if(|pull| pull.0 < hashed.bucket).is_some() {}
            let pull = buckets.peek().filter(|pull| pull.0 == hashed.bucket);
            let pull = pull.map_or(0.0, |pull| pull.1) * part_of_full(hashed.weight);
            credit(&mut by_word, hashed.first_word, hashed.word, pull);
        }
        if let Some(vectors) = vectors {
            for (part, weight) in &found.vectors {
                let pull = vectors.dot(*part, &pulls.direction) * part_of_full(*weight);
                credit(&mut by_word, part.first_word, part.word, pull);
            }
        }
        for (word, weight) in found.words.iter().zip(by_word) {
            let text = view.sentences.get(word.sentence);
            let text = text.and_then(|part| part.sentence.normal.text.get(word.range.clone()));
            let is_word = text.is_some_and(|word| word.chars().any(char::is_alphanumeric));
            if weight > 0.0 && is_word {
                runs.push(Run {
                    view: view_index,
                    sentence: word.sentence,
                    range: word.range.clone(),
                    weight,
                });
            }
        }
    }
    let heaviest = runs.iter().fold(0.0_f32, |most, run| most.max(run.weight));
    let mut joined: Vec<Run> = Vec::new();
    for run in runs {
        if run.weight < heaviest * LEAST_PART {
            continue;
        }
        match joined.last_mut() {
            Some(last)
                if last.view == run.view
                    && last.sentence == run.sentence
                    && run.range.start <= last.range.end + 1 =>
            {
                last.range.end = run.range.end;
                last.weight += run.weight;
            }
            _ => joined.push(run),
        }
    }
    joined.sort_unstable_by(|a, b| {
        let place = |run: &Run| (run.view, run.sentence, run.range.start);
        b.weight.total_cmp(&a.weight).then(place(a).cmp(&place(b)))
    });
    joined
        .iter()
        .take(MOST)
        .filter_map(|run| {
            let part = views.get(run.view)?.sentences.get(run.sentence)?;
            let evidence = part.passage.evidence_of(part.sentence, &run.range);
            Some((evidence, round4(f64::from(run.weight))))
        })
        .collect()
}

fn part_of_full(weight: u32) -> f32 {
    weight as f32 / FULL_WEIGHT as f32
}

/// Adds a pull to the one or two words from which it came.
fn credit(by_word: &mut [f32], first: usize, last: usize, pull: f32) {
    let shared = if first == last { 1 } else { 2 };
    for word in [last, first].into_iter().take(shared) {
        if let Some(sum) = by_word.get_mut(word) {
            *sum += pull / shared as f32;
        }
    }
}

/// What a unit of each dimension of the sum of word vectors adds to the label's score over the
/// average of all labels.
fn direction(
    linear: &Linear,
    vectors: Option<&Vectors>,
    reading: &Reading,
    share: f32,
    label: usize,
) -> Vec<f32> {
    let first = linear.first_dense();
    let dimensions = vectors.map_or(0, Vectors::dimensions) as u32;
    (first..first + dimensions)
        .map(|position| over_average(linear, position, label) * reading.dense_factor * share)
        .collect()
}

/// The label's weight of a feature over the average of all labels.
fn over_average(linear: &Linear, position: u32, label: usize) -> f32 {
    let mut sum = 0.0;
    let mut labels = 0;
    let mut own = 0.0;
    for (index, weight) in linear.row(position).enumerate() {
        sum += weight;
        labels += 1;
        if index == label {
            own = weight;
        }
    }
    own - sum / labels.max(1) as f32
}

/// For each known bucket of a view, in order, what a full occurrence adds to the label's score over the average
/// of all labels.
fn pulls(linear: &Linear, view: &View<'_>, reading: &Reading, label: usize) -> Vec<(u32, f32)> {
    reading
        .features
        .iter()
        .take(reading.hashed)
        .zip(reading.occurrences.counts())
        .map(|((position, value), (bucket, count))| {
            let over = over_average(linear, *position, label);
            (bucket, over * value * view.share / part_of_full(count))
        })
        .collect()
}
