//! What words mean, by word vectors: how near two passages are that share no word.

use super::corpus::Sparse;
use crate::text::vectors::Vectors;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Words that are less near have nothing to do with one another.
const NEAR: f32 = 0.3;

/// Words of a passage that are read.
const MOST_WORDS: usize = 60;

/// Directions of passages, by key.
type Directions = BTreeMap<(usize, usize), Rc<Vec<f32>>>;

/// Vectors of passages, kept while they are needed.
pub(super) struct Meaning<'v> {
    vectors: Option<&'v Vectors>,
    known: RefCell<Directions>,
    words: RefCell<BTreeMap<u32, Vec<f32>>>,
}

impl<'v> Meaning<'v> {
    pub(super) fn new(vectors: Option<&'v Vectors>) -> Self {
        Self {
            vectors,
            known: RefCell::default(),
            words: RefCell::default(),
        }
    }

    /// How near two terms are, 0 without vectors; `word` gives a term's word.
    fn like(&self, a: u32, b: u32, word: &impl Fn(u32) -> String) -> f32 {
        let Some(vectors) = self.vectors else {
            return 0.0;
        };
        let mut words = self.words.borrow_mut();
        for term in [a, b] {
            words
                .entry(term)
                .or_insert_with(|| direction(vectors, &word(term)));
        }
        match (words.get(&a), words.get(&b)) {
            (Some(one), Some(other)) => dot(one, other),
            _ => 0.0,
        }
    }

    /// The share of the weight of `a` that stands on terms of `b`, or on terms near to them.
    pub(super) fn covered(&self, a: &Sparse, b: &Sparse, word: impl Fn(u32) -> String) -> f32 {
        let mut found = 0.0;
        let mut all = 0.0;
        for (term, weight) in a {
            all += weight;
            if b.binary_search_by_key(term, |(other, _)| *other).is_ok() {
                found += weight;
                continue;
            }
            let best = b
                .iter()
                .map(|(other, _)| self.like(*term, *other, &word))
                .fold(0.0_f32, f32::max);
            // Rounded, so that the last bits of sums never decide.
            let best = libm::roundf(best * 1000.0) / 1000.0;
            found += weight * ((best - NEAR) / (1.0 - NEAR)).max(0.0);
        }
        if all > 0.0 { found / all } else { 0.0 }
    }

    /// Whether there are vectors.
    pub(super) fn is_known(&self) -> bool {
        self.vectors.is_some()
    }

    /// The direction of a text: a vector of length 1, empty without vectors.
    pub(super) fn direction(&self, text: &str) -> Vec<f32> {
        self.vectors
            .map_or_else(Vec::new, |vectors| direction(vectors, text))
    }

    /// The direction of a passage, kept under its key.
    pub(super) fn kept(&self, key: (usize, usize), text: impl FnOnce() -> String) -> Rc<Vec<f32>> {
        let mut known = self.known.borrow_mut();
        known
            .entry(key)
            .or_insert_with(|| Rc::new(self.direction(&text())))
            .clone()
    }

    /// The cosine of two passages, 0 without vectors. Each has a key, under which it is kept.
    pub(super) fn near(
        &self,
        (a, text_a): ((usize, usize), impl FnOnce() -> String),
        (b, text_b): ((usize, usize), impl FnOnce() -> String),
    ) -> f64 {
        let (one, other) = (self.kept(a, text_a), self.kept(b, text_b));
        // Rounded, so that the last bits of sums never decide.
        crate::round::round4(f64::from(dot(&one, &other)))
    }
}

/// The dot product.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The direction of a text: a vector of length 1.
fn direction(vectors: &Vectors, text: &str) -> Vec<f32> {
    let mut sum = vec![0.0_f32; vectors.dimensions()];
    vectors.parts(&text.to_lowercase(), MOST_WORDS, |part| {
        vectors.add(part, 1.0, &mut sum);
    });
    let length = libm::sqrtf(sum.iter().map(|value| value * value).sum());
    if length > 0.0 {
        for value in &mut sum {
            *value /= length;
        }
    }
    sum
}
