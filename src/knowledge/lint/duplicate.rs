//! Near-duplicates: pairs of articles that say the same, sentence by sentence.

use super::corpus::{Corpus, Sparse, dot, merge, merge_largest, normalise};
use super::document::UnitKind;
use super::meaning::{self, Meaning};
use super::quantity::{self, Quantity};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Articles of which less than this is alike, as whole texts, are not looked at.
pub(super) const LEAST_LIKE: f32 = 0.28;
/// Candidates of an article that are looked at.
const MOST_CANDIDATES: usize = 12;
/// A pair is reported from this confidence on.
pub(super) const LEAST: f64 = 0.31;
/// Without word vectors likeness of the words decides, from here on.
const LEAST_BY_WORDS: f64 = 0.46;
/// Weights of the figures: logistic regression over pairs of development knowledge bases, see `bench/QUALITY.md`.
const WEIGHTS: [f64; 10] = [
    -14.155, 2.440, 5.528, 0.838, 0.226, -3.093, 13.148, 2.469, 3.783, -0.972,
];
/// Articles of fewer terms are too short to be judged.
const FEWEST_TERMS: usize = 7;
/// Units of an article that are compared.
const MOST_UNITS: usize = 400;

/// Two articles that say nearly the same.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) a: usize,
    pub(super) b: usize,
    /// Of the words of both, the share that has a counterpart, 0 to 1.
    pub(super) likeness: f64,
    /// How sure it is that one is a copy of the other, 0 to 1.
    pub(super) confidence: f64,
    /// The share of the values that stand in both, 0.5 where there are none.
    pub(super) values: f64,
    /// Units of both that are most alike.
    pub(super) units: (usize, usize),
}

/// Finds the pairs above [`LEAST`]; `step` is called after each article.
pub(super) fn find(
    corpus: &Corpus<'_>,
    meaning: &Meaning<'_>,
    mut step: impl FnMut(),
) -> Vec<Pair> {
    let mut postings: BTreeMap<u32, Vec<(usize, f32)>> = BTreeMap::new();
    let common = corpus.articles.len() / 8 + 12;
    for (article, whole) in corpus.whole.iter().enumerate() {
        for (term, weight) in whole {
            postings.entry(*term).or_default().push((article, *weight));
        }
    }
    let mut out = Vec::new();
    let mut sums = vec![0.0_f32; corpus.articles.len()];
    for (article, whole) in corpus.whole.iter().enumerate() {
        let mut touched = Vec::new();
        for (term, weight) in whole {
            let list = postings.get(term).map_or(&[][..], Vec::as_slice);
            if list.len() > common {
                continue;
            }
            for (other, theirs) in list.iter().filter(|(other, _)| *other > article) {
                if let Some(sum) = sums.get_mut(*other) {
                    if *sum == 0.0 {
                        touched.push(*other);
                    }
                    *sum += weight * theirs;
                }
            }
        }
        let mut best: Vec<(f32, usize)> = touched
            .into_iter()
            .map(|other| (sums.get_mut(other).map_or(0.0, std::mem::take), other))
            .filter(|(sum, _)| *sum > LEAST_LIKE * 0.6)
            .collect();
        best.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        best.truncate(MOST_CANDIDATES);
        for (_, other) in best {
            let cosine = corpus.whole.get(other).map_or(0.0, |them| dot(whole, them));
            if cosine < LEAST_LIKE {
                continue;
            }
            if let Some(pair) = compare(corpus, meaning, article, other)
                && pair.confidence >= LEAST
            {
                out.push(pair);
            }
        }
        step();
    }
    out.sort_by(|x, y| {
        y.likeness
            .total_cmp(&x.likeness)
            .then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    out
}

/// Units of an article as vectors of length 1, with their weight: how much they say.
fn vectors(corpus: &Corpus<'_>, article: usize) -> Vec<(usize, f32, Sparse)> {
    let Some((_, document)) = corpus.article(article) else {
        return Vec::new();
    };
    document
        .units
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.kind != UnitKind::Title)
        .take(MOST_UNITS)
        .filter_map(|(at, _)| {
            let mut vector = merge(
                corpus
                    .unit_terms(article, at)
                    .iter()
                    .map(|term| (term.id, corpus.rarity(term.id)))
                    .collect(),
            );
            let weight: f32 = vector.iter().map(|(_, weight)| weight).sum();
            normalise(&mut vector);
            (weight > 0.0).then_some((at, weight, vector))
        })
        .collect()
}

/// How alike two articles are.
pub(super) fn compare(
    corpus: &Corpus<'_>,
    meaning: &Meaning<'_>,
    a: usize,
    b: usize,
) -> Option<Pair> {
    let (ours, theirs) = (vectors(corpus, a), vectors(corpus, b));
    let short = |units: &[(usize, f32, Sparse)]| {
        units
            .iter()
            .map(|(_, _, vector)| vector.len())
            .sum::<usize>()
            < FEWEST_TERMS
    };
    if short(&ours) || short(&theirs) {
        return None;
    }
    let mut best_units = (0, 0);
    let mut best_pair = 0.0_f32;
    let mut share = |from: &[(usize, f32, Sparse)], to: &[(usize, f32, Sparse)], turned: bool| {
        let mut found = 0.0;
        let mut all = 0.0;
        for (unit, weight, vector) in from {
            let mut best = 0.0_f32;
            for (other, _, candidate) in to {
                let like = dot(vector, candidate);
                if like * weight > best_pair {
                    best_pair = like * weight;
                    best_units = if turned {
                        (*other, *unit)
                    } else {
                        (*unit, *other)
                    };
                }
                best = best.max(like);
            }
            found += weight * best;
            all += weight;
        }
        if all > 0.0 { found / all } else { 0.0 }
    };
    let one = share(&ours, &theirs, false);
    let other = share(&theirs, &ours, true);
    let least = one.min(other);
    let most = one.max(other);
    let cosine = dot(corpus.whole.get(a)?, corpus.whole.get(b)?);
    let (covered, share, fewer) = shared(corpus, meaning, a, b);
    let (senses, sense) = meant(corpus, meaning, (a, &ours), (b, &theirs));
    let figures = [
        1.0,
        f64::from(least),
        f64::from(most),
        f64::from(cosine),
        f64::from(senses[0].min(senses[1])),
        f64::from(senses[0].max(senses[1])),
        f64::from(sense),
        covered,
        share,
        fewer.min(2) as f64,
    ];
    let sum: f64 = figures.iter().zip(WEIGHTS).map(|(x, y)| x * y).sum();
    // Duplicates repeat the values, articles on one matter that say different things do not.
    let likeness = f64::from(0.5 * least + 0.15 * most + 0.35 * cosine)
        + 0.25 * (share - 0.5) * (fewer.min(2) as f64 / 2.0)
        + 0.2 * (covered - 0.55);
    let confidence = if meaning.is_known() {
        1.0 / (1.0 + libm::exp(-sum))
    } else if likeness >= LEAST_BY_WORDS {
        likeness.min(1.0)
    } else {
        0.0
    };
    Some(Pair {
        confidence,
        a,
        b,
        likeness,
        values: if fewer == 0 { 0.5 } else { share },
        units: best_units,
    })
}

/// How far the sentences of two articles mean what some sentence of the other means, each way, and how near
/// both are as wholes.
fn meant(
    corpus: &Corpus<'_>,
    meaning: &Meaning<'_>,
    (a, ours): (usize, &[(usize, f32, Sparse)]),
    (b, theirs): (usize, &[(usize, f32, Sparse)]),
) -> ([f32; 2], f32) {
    let directions = |article: usize, units: &[(usize, f32, Sparse)]| -> Vec<(f32, Rc<Vec<f32>>)> {
        let Some((source, document)) = corpus.article(article) else {
            return Vec::new();
        };
        units
            .iter()
            .filter_map(|(at, weight, _)| {
                let unit = corpus.unit(article, *at)?;
                let text = || document.words(unit, source).to_owned();
                Some((*weight, meaning.kept((article, *at), text)))
            })
            .collect()
    };
    let (one, other) = (directions(a, ours), directions(b, theirs));
    let share = |from: &[(f32, Rc<Vec<f32>>)], to: &[(f32, Rc<Vec<f32>>)]| {
        let (mut found, mut all) = (0.0, 0.0);
        for (weight, direction) in from {
            let best = to
                .iter()
                .map(|(_, other)| meaning::dot(direction, other))
                .fold(0.0_f32, f32::max);
            found += weight * best;
            all += weight;
        }
        if all > 0.0 { found / all } else { 0.0 }
    };
    let whole = |parts: &[(f32, Rc<Vec<f32>>)]| {
        let mut sum = vec![0.0_f32; parts.first().map_or(0, |(_, part)| part.len())];
        for (_, part) in parts {
            for (slot, value) in sum.iter_mut().zip(part.iter()) {
                *slot += value;
            }
        }
        let length = libm::sqrtf(meaning::dot(&sum, &sum));
        (sum, length)
    };
    let ((sum, length), (their_sum, their_length)) = (whole(&one), whole(&other));
    let product = length * their_length;
    let near = if product > 0.0 {
        meaning::dot(&sum, &their_sum) / product
    } else {
        0.0
    };
    // Rounded, so that the last bits of sums never decide.
    let rounded = |value: f32| libm::roundf(value * 1000.0) / 1000.0;
    (
        [rounded(share(&one, &other)), rounded(share(&other, &one))],
        rounded(near),
    )
}

/// How far the words of two articles cover one another, the less covered side first, and the share of
/// the values (of the one with fewer) that stand in both, with how many there are.
fn shared(corpus: &Corpus<'_>, meaning: &Meaning<'_>, a: usize, b: usize) -> (f64, f64, usize) {
    let values = |article: usize| -> Vec<Quantity> {
        let Some((source, document)) = corpus.article(article) else {
            return Vec::new();
        };
        document
            .units
            .iter()
            .take(MOST_UNITS)
            .flat_map(|unit| quantity::find(document.words(unit, source)))
            .collect()
    };
    let (ours, theirs) = (values(a), values(b));
    let in_both = |from: &[Quantity], to: &[Quantity]| {
        from.iter()
            .filter(|one| {
                to.iter()
                    .any(|other| one.measure == other.measure && quantity::agree(one, other))
            })
            .count()
    };
    let fewer = ours.len().min(theirs.len());
    let both = if ours.len() < theirs.len() {
        in_both(&ours, &theirs)
    } else {
        in_both(&theirs, &ours)
    };
    let all = |article: usize| {
        merge_largest(
            corpus
                .terms
                .get(article)
                .into_iter()
                .flatten()
                .take(MOST_UNITS)
                .flatten()
                .map(|term| (term.id, corpus.rarity(term.id)))
                .collect(),
        )
    };
    let (one, other) = (all(a), all(b));
    let word = |term: u32| corpus.word(term).to_owned();
    let covered = 0.5 * (meaning.covered(&one, &other, word) + meaning.covered(&other, &one, word));
    let share = both as f64 / fewer.max(1) as f64;
    (f64::from(covered), share, fewer)
}
