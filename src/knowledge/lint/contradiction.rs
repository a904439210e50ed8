//! Contradicting quantities: claims of two articles about the same thing with values that differ.

use super::claim::Claim;
use super::corpus::{Corpus, dot};
use super::features::{self, FEATURES, Relations};
use super::meaning::Meaning;
use super::quantity::{self, Quantity, Role};
use super::sense::Senses;
use super::units::Measure;
use std::collections::BTreeMap;

/// Candidates that a claim is compared with.
const MOST_CANDIDATES: usize = 40;
/// Up to so many claims each is compared with each; among more, those that share a word.
const FEW: usize = 6_000;
/// Among many claims, a term in more of them finds no candidates: it tells too little.
const COMMON: usize = 400;

/// Pairs that are less alike are not looked at.
const LEAST_LIKE: f32 = 0.03;

/// How alike two claims are, and their indices.
type Likeness = (f32, usize, usize);

/// Two claims that do not agree.
#[derive(Debug, Clone)]
pub(super) struct Conflict {
    /// Indices of the claims.
    pub(super) a: usize,
    pub(super) b: usize,
    /// How sure it is, 0 to 1.
    pub(super) confidence: f64,
}

/// Weights of the features of two values: logistic regression over pairs of development knowledge bases,
/// see `bench/QUALITY.md`.
const VALUES: [f64; FEATURES] = [
    -10.891, 5.042, 1.958, 2.136, -1.790, 1.246, 0.522, -1.495, -1.204, -0.536, -0.094, 1.499,
    1.077, 1.191, 0.042, -0.315, 0.528, 0.978, 0.137, 0.488, -0.166, 0.700, -0.130, -0.361, -0.080,
    -0.313, 0.719, -0.558, -0.972, 0.772, -0.799, 1.811, 0.558, -0.146, -0.587, -0.603, 0.420,
    1.724, -1.067, -0.652, -0.024, 0.854, -0.431, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000,
    0.000, 0.000, 0.000,
];

/// Likewise of two statements.
const STATEMENTS: [f64; FEATURES] = [
    -13.051, 4.044, 2.283, 1.299, 0.177, 1.287, -0.430, -3.402, -1.075, -0.325, -0.070, 2.816,
    0.817, 1.237, 1.742, -0.063, 0.053, 0.952, 0.743, 0.476, -1.106, -0.104, 0.867, -0.236, -0.219,
    -0.324, 0.755, -0.638, 0.405, -1.672, -1.014, 0.686, 1.300, -0.546, 0.283, 0.593, 0.977,
    -0.517, 1.264, 0.403, 0.836, 0.459, 0.251, -1.017, -0.899, -0.845, -1.025, 0.031, -0.027,
    0.155, -3.242, 0.390, -0.228,
];

/// Finds the conflicts, surest first; `step` is called after each article.
pub(super) fn find(
    corpus: &Corpus<'_>,
    claims: &[Claim],
    meaning: &Meaning<'_>,
    mut step: impl FnMut(),
) -> Vec<Conflict> {
    let senses = Senses::of(corpus, claims, meaning);
    let postings = postings(claims);
    let few = claims.len() <= FEW;
    // The pairs of two articles, by likeness.
    let mut pairs: BTreeMap<(usize, usize), Vec<Likeness>> = BTreeMap::new();
    let mut sums: Vec<f32> = vec![0.0; claims.len()];
    let mut touched: Vec<usize> = Vec::new();
    let mut article = 0;
    let mut best_of: Vec<f32> = vec![0.0; claims.len()];
    let mut ranks: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (at, claim) in claims.iter().enumerate() {
        while article < claim.article {
            article += 1;
            step();
        }
        for (term, weight) in &claim.full {
            let list = postings.get(term).map_or(&[][..], Vec::as_slice);
            if !few && list.len() > COMMON {
                continue;
            }
            for (other, theirs) in list {
                if let Some(sum) = sums.get_mut(*other) {
                    if *sum == 0.0 {
                        touched.push(*other);
                    }
                    *sum += weight * theirs;
                }
            }
        }
        // Addresses and hours are few, and told in many words: each is compared with each.
        let everywhere = few || is_contact(claim.quantity.measure);
        let mut best: Vec<(f32, usize)> = Vec::new();
        let mut consider = |other: usize, sum: f32| {
            if let Some(them) = claims.get(other)
                && comparable(claim, them)
            {
                let words = 0.5 * sum + 0.5 * dot(&claim.near, &them.near);
                let likeness =
                    senses.mixed(at, other, words) + if agree(claim, them) { 0.05 } else { 0.0 };
                best.push((likeness, other));
            }
        };
        if everywhere {
            for other in 0..claims.len() {
                consider(other, sums.get(other).copied().unwrap_or(0.0));
            }
        } else {
            for other in &touched {
                consider(*other, sums.get(*other).copied().unwrap_or(0.0));
            }
        }
        for other in touched.drain(..) {
            if let Some(sum) = sums.get_mut(other) {
                *sum = 0.0;
            }
        }
        best.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        best.truncate(MOST_CANDIDATES);
        for (rank, (likeness, other)) in best.into_iter().enumerate() {
            let (a, b) = (at.min(other), at.max(other));
            for one in [a, b] {
                if let Some(best) = best_of.get_mut(one) {
                    *best = best.max(likeness);
                }
            }
            ranks.insert((at, other), rank);
            if let (Some(first), Some(second)) = (claims.get(a), claims.get(b)) {
                pairs
                    .entry((first.article, second.article))
                    .or_default()
                    .push((likeness, a, b));
            }
        }
    }
    while article < corpus.articles.len() {
        article += 1;
        step();
    }
    let relations = Relations::of(corpus, meaning, pairs.keys().copied());
    let mut out = Vec::new();
    for list in pairs.values_mut() {
        list.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        list.dedup();
        for (likeness, a, b) in list.iter() {
            let (Some(first), Some(second)) = (claims.get(*a), claims.get(*b)) else {
                continue;
            };
            if agree(first, second) {
                continue;
            }
            if *likeness < LEAST_LIKE {
                continue;
            }
            let margin = [*a, *b].map(|one| {
                let best = best_of.get(one).copied().unwrap_or(0.0);
                f64::from(if best > 0.0 { likeness / best } else { 0.0 })
            });
            // Whether either says elsewhere what the other says here.
            let echo = list
                .iter()
                .filter(|(_, x, y)| (x == a) != (y == b))
                .filter(|(_, x, y)| {
                    claims
                        .get(*x)
                        .zip(claims.get(*y))
                        .is_some_and(|(x, y)| agree(x, y))
                })
                .map(|(other, ..)| other - 0.05)
                .fold(0.0_f32, f32::max);
            let echo = f64::from(if *likeness > 0.0 {
                echo / likeness
            } else {
                0.0
            });
            let rank = |x: usize, y: usize| {
                ranks
                    .get(&(x, y))
                    .map_or(0.0, |rank| 1.0 / (1.0 + *rank as f64))
            };
            let ranks = (rank(*a, *b), rank(*b, *a));
            let near = senses
                .figures(*a, *b)
                .into_iter()
                .chain([ranks.0.min(ranks.1), ranks.0.max(ranks.1)]);
            let features = features::of_pair(
                corpus,
                meaning,
                &relations,
                (first, second),
                margin,
                echo,
                near,
            );
            let statement = first.quantity.measure == Measure::Statement;
            let sum = weighed(&features, if statement { &STATEMENTS } else { &VALUES });
            out.push(Conflict {
                a: *a,
                b: *b,
                confidence: 1.0 / (1.0 + libm::exp(-sum)),
            });
        }
    }
    out.sort_by(|x, y| {
        y.confidence
            .total_cmp(&x.confidence)
            .then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    out
}

fn weighed(features: &[f64], weights: &[f64]) -> f64 {
    features.iter().zip(weights).map(|(x, y)| x * y).sum()
}

/// Whether two claims say the same.
fn agree(a: &Claim, b: &Claim) -> bool {
    if a.quantity.measure == Measure::Statement {
        return !opposed(a, b);
    }
    quantity::agree(&a.quantity, &b.quantity)
}

/// Whether two statements stand against each other in anything.
fn opposed(a: &Claim, b: &Claim) -> bool {
    a.quantity.low != b.quantity.low || a.against(b) != 0
}

fn is_contact(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::Phone | Measure::Email | Measure::Clock | Measure::Weekdays
    )
}

fn postings(claims: &[Claim]) -> BTreeMap<u32, Vec<(usize, f32)>> {
    let mut postings: BTreeMap<u32, Vec<(usize, f32)>> = BTreeMap::new();
    for (at, claim) in claims.iter().enumerate() {
        for (term, weight) in &claim.full {
            postings.entry(*term).or_default().push((at, *weight));
        }
    }
    postings
}

/// Whether two claims measure the same kind of thing in two articles of one language and audience.
fn comparable(a: &Claim, b: &Claim) -> bool {
    if a.article == b.article || a.quantity.measure != b.quantity.measure {
        return false;
    }
    let (one, other) = (&a.quantity, &b.quantity);
    match one.measure {
        Measure::Money => {
            one.currency == other.currency
                // `20 cents` are of any currency.
                || one.currency.is_empty()
                || other.currency.is_empty()
        }
        Measure::Email => {
            // Other names before the sign are other desks.
            let desk = |quantity: &Quantity| {
                quantity
                    .noun
                    .first()
                    .and_then(|address| address.split('@').next().map(str::to_owned))
            };
            desk(one) == desk(other)
        }
        Measure::Count | Measure::Label => {
            let bound = |role| matches!(role, Role::Most | Role::Least);
            a.noun.iter().any(|noun| b.noun.contains(noun))
                || (!one.noun.is_empty() && one.noun.first() == other.noun.first())
                // `25 items at most`, `up to 40 books`
                || (one.measure == Measure::Count && bound(one.role) && bound(other.role))
        }
        _ => true,
    }
}
