//! Contradicting quantities: claims of two articles about the same thing with values that differ.

use super::claim::Claim;
use super::corpus::{Corpus, dot};
use super::features::{self, FEATURES, Relations};
use super::meaning::Meaning;
use super::quantity::{self, Quantity, Role};
use super::units::Measure;
use std::collections::BTreeMap;

/// Candidates that a claim is compared with.
const MOST_CANDIDATES: usize = 40;
/// A term in more claims finds no candidates: it tells too little.
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
    -11.387, 3.797, 2.030, 1.985, -1.248, 1.766, 0.664, -2.391, 0.174, -1.141, -0.133, 2.265,
    0.921, 1.487, 0.729, -0.199, -0.064, 2.387, 0.137, 0.379, -0.380, -0.133, -0.018, -0.893,
    0.359, -0.245, 0.648, -0.225, -0.161, -0.812, 0.733, 1.098, 0.173, 0.265, 0.462, 1.040, -0.326,
    0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000,
];

/// Likewise of two statements.
const STATEMENTS: [f64; FEATURES] = [
    -15.141, 2.968, 2.058, 2.085, -0.911, 2.111, 0.582, -1.904, 0.019, 0.217, -0.120, 3.654, 1.991,
    1.319, 2.780, -0.558, -0.845, 2.501, 0.777, 1.199, -1.841, 0.118, 0.257, -0.515, 0.161, -0.343,
    0.260, -0.614, 0.816, 0.479, -0.055, -0.032, 0.482, -0.116, 0.320, 0.106, 0.036, -0.965,
    -0.173, 0.000, -0.605, -1.166, -0.833, -0.075, -1.985, 0.605, 0.418,
];

/// Finds the conflicts, surest first; `step` is called after each article.
pub(super) fn find(
    corpus: &Corpus<'_>,
    claims: &[Claim],
    meaning: &Meaning<'_>,
    mut step: impl FnMut(),
) -> Vec<Conflict> {
    let postings = postings(claims);
    // The best candidates of each claim, by likeness.
    let mut pairs: BTreeMap<(usize, usize), Vec<Likeness>> = BTreeMap::new();
    let mut sums: Vec<f32> = vec![0.0; claims.len()];
    let mut touched: Vec<usize> = Vec::new();
    let mut article = 0;
    let mut best_of: Vec<f32> = vec![0.0; claims.len()];
    for (at, claim) in claims.iter().enumerate() {
        while article < claim.article {
            article += 1;
            step();
        }
        // Addresses and hours are few, and told in many words: each is compared with each.
        if is_contact(claim.quantity.measure) {
            for (other, them) in claims.iter().enumerate() {
                if them.quantity.measure == claim.quantity.measure
                    && let Some(sum) = sums.get_mut(other)
                {
                    *sum += 0.11;
                    touched.push(other);
                }
            }
        }
        for (term, weight) in &claim.full {
            let list = postings.get(term).map_or(&[][..], Vec::as_slice);
            if list.len() > COMMON {
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
        let mut best: Vec<(f32, usize)> = Vec::new();
        for other in touched.drain(..) {
            let sum = sums.get_mut(other).map_or(0.0, std::mem::take);
            let comparable = claims
                .get(other)
                .is_some_and(|them| comparable(claim, them));
            if comparable && sum > 0.05 {
                best.push((sum, other));
            }
        }
        best.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        best.truncate(MOST_CANDIDATES);
        for (_, other) in best {
            let (a, b) = (at.min(other), at.max(other));
            if let (Some(first), Some(second)) = (claims.get(a), claims.get(b)) {
                let likeness = 0.5 * dot(&first.full, &second.full)
                    + 0.5 * dot(&first.near, &second.near)
                    + if agree(first, second) { 0.05 } else { 0.0 };
                for one in [a, b] {
                    if let Some(best) = best_of.get_mut(one) {
                        *best = best.max(likeness);
                    }
                }
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
            if *likeness < LEAST_LIKE && !is_contact(first.quantity.measure) {
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
            let features =
                features::of_pair(corpus, meaning, &relations, (first, second), margin, echo);
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
