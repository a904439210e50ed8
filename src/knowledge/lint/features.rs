//! What is known of two claims that do not agree, as figures from which a fitted model tells how sure a
//! contradiction is.

use super::claim::Claim;
use super::corpus::{Corpus, Sparse, covered, dot};
use super::duplicate;
use super::meaning::Meaning;
use super::quantity::Role;
use super::units::Measure;
use super::{scope, stance};
use std::collections::BTreeMap;

/// Figures of every pair.
const SHARED: usize = 33;
/// Figures of two articles.
pub(super) const ARTICLES: usize = 8;
/// Number of figures: those of every pair, then those of values or of statements.
pub(super) const FEATURES: usize = SHARED + 3 + stance::COUNT;

/// What is known of two articles.
#[derive(Debug, Clone, Copy, Default)]
struct Related {
    /// Likeness of their words.
    words: f64,
    /// Likeness of what they mean.
    meaning: f64,
    /// How far one repeats the other.
    repeats: f64,
    /// The share of the values that stand in both.
    values: f64,
}

/// Articles that are held together, and how much alike.
pub(super) struct Relations {
    pairs: BTreeMap<(usize, usize), Related>,
    /// Of each article its largest likeness to another, by words and by meaning.
    best: Vec<(f64, f64)>,
}

impl Relations {
    /// Compares the pairs of articles that share candidates.
    pub(super) fn of(
        corpus: &Corpus<'_>,
        meaning: &Meaning<'_>,
        pairs: impl Iterator<Item = (usize, usize)>,
    ) -> Self {
        let mut known = BTreeMap::new();
        let mut best = vec![(0.0_f64, 0.0_f64); corpus.articles.len()];
        let whole_text = |article: usize| {
            ((article, usize::MAX), move || {
                corpus
                    .article(article)
                    .map_or(String::new(), |(source, document)| {
                        let words = document.visible.split_whitespace().take(80);
                        let mut text = source.title.clone();
                        for word in words {
                            text.push(' ');
                            text.push_str(word);
                        }
                        text
                    })
            })
        };
        for (a, b) in pairs {
            let words = corpus
                .whole
                .get(a)
                .zip(corpus.whole.get(b))
                .map_or(0.0, |(x, y)| f64::from(dot(x, y)));
            let mut related = Related {
                words,
                meaning: meaning.near(whole_text(a), whole_text(b)).max(0.0),
                ..Related::default()
            };
            if words >= f64::from(duplicate::LEAST_LIKE)
                && let Some(pair) = duplicate::compare(corpus, meaning, a, b)
            {
                related.repeats = pair.likeness.max(0.0);
                related.values = pair.values;
            }
            for article in [a, b] {
                if let Some(best) = best.get_mut(article) {
                    *best = (best.0.max(related.words), best.1.max(related.meaning));
                }
            }
            known.insert((a, b), related);
        }
        Self { pairs: known, best }
    }

    /// How much alike two articles are, and whether either has one that is more alike.
    pub(super) fn between(&self, a: usize, b: usize) -> [f64; ARTICLES] {
        let key = (a.min(b), a.max(b));
        let related = self.pairs.get(&key).copied().unwrap_or_default();
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let best = |article: usize| self.best.get(article).copied().unwrap_or_default();
        let (one, other) = (best(a), best(b));
        let words = (share(related.words, one.0), share(related.words, other.0));
        let meaning = (
            share(related.meaning, one.1),
            share(related.meaning, other.1),
        );
        [
            related.words,
            words.0.min(words.1),
            words.0.max(words.1),
            related.meaning,
            meaning.0.min(meaning.1),
            meaning.0.max(meaning.1),
            related.repeats,
            related.values,
        ]
    }
}

/// The figures of two claims; `margin` is their likeness as a share of the best of each, `echo` how likely it
/// is that either says elsewhere what the other says here.
pub(super) fn of_pair(
    corpus: &Corpus<'_>,
    meaning: &Meaning<'_>,
    relations: &Relations,
    (a, b): (&Claim, &Claim),
    margin: [f64; 2],
    echo: f64,
    near: impl Iterator<Item = f64>,
) -> [f64; FEATURES] {
    let (conflicts, partial) = scope::differ(&a.scopes, &b.scopes);
    let word = |term: u32| corpus.word(term).to_owned();
    let covers = (
        meaning.covered(&a.near, &b.full, word),
        meaning.covered(&b.near, &a.full, word),
    );
    let shared = [1.0]
        .into_iter()
        .chain(relations.between(a.article, b.article))
        .chain([f64::from(conflicts.min(3)), f64::from(partial.min(3))])
        .chain([margin[0].min(margin[1]), margin[0].max(margin[1])])
        .chain([covers.0.min(covers.1), covers.0.max(covers.1)].map(f64::from))
        .chain(subjects(corpus, a, b))
        .chain([
            echo,
            f64::from(u8::from(a.rivals + b.rivals > 0)),
            f64::from(u8::from(a.conditional != b.conditional)),
        ])
        .chain([(&a.near, &b.near), (&a.full, &b.full)].map(|(x, y)| common(corpus, x, y)))
        .chain(near);
    let own = if a.quantity.measure == Measure::Statement {
        of_statements(a, b)
    } else {
        of_values(a, b)
    };
    let mut features = [0.0; FEATURES];
    for (slot, value) in features.iter_mut().zip(shared.chain(own)) {
        *slot = value;
    }
    features
}

/// What both claims are about: how rare the words are that both share, and those that the other one, or
/// its whole article, lacks.
fn subjects(corpus: &Corpus<'_>, a: &Claim, b: &Claim) -> [f64; 7] {
    let most = libm::logf(1.0 + corpus.articles.len() as f32).max(1.0);
    let has = |vector: &Sparse, term: u32| {
        vector
            .binary_search_by_key(&term, |(known, _)| *known)
            .is_ok()
    };
    let rarest = |from: &Sparse, keep: &dyn Fn(u32) -> bool| {
        from.iter()
            .filter(|(term, _)| keep(*term))
            .map(|(term, _)| corpus.rarity(*term))
            .fold(0.0_f32, f32::max)
            / most
    };
    let empty = Sparse::new();
    let whole = |claim: &Claim| corpus.whole.get(claim.article).unwrap_or(&empty);
    let (whole_a, whole_b) = (whole(a), whole(b));
    let shared = rarest(&a.near, &|term| has(&b.near, term));
    let half = (
        rarest(&a.near, &|term| has(&b.full, term)),
        rarest(&b.near, &|term| has(&a.full, term)),
    );
    let alien = (
        rarest(&a.near, &|term| !has(whole_b, term)),
        rarest(&b.near, &|term| !has(whole_a, term)),
    );
    let known = (covered(&a.near, whole_b), covered(&b.near, whole_a));
    [
        shared,
        half.0.min(half.1),
        half.0.max(half.1),
        alien.0.min(alien.1),
        alien.0.max(alien.1),
        known.0.min(known.1),
        known.0.max(known.1),
    ]
    .map(f64::from)
}

/// What sets two values apart.
fn of_values(a: &Claim, b: &Claim) -> Vec<f64> {
    let (one, other) = (&a.quantity, &b.quantity);
    let ratio = {
        let (x, y) = (one.high.max(1e-6), other.high.max(1e-6));
        libm::fabs(libm::log2(x / y)).min(6.0)
    };
    let mixed =
        |x: Role, y: Role| (one.role == x && other.role == y) || (one.role == y && other.role == x);
    let only_one = |x: Role| (one.role == x) != (other.role == x);
    let named = matches!(
        one.measure,
        Measure::Clock | Measure::Weekdays | Measure::YearDay | Measure::Label
    );
    let contact = matches!(one.measure, Measure::Phone | Measure::Email);
    let noun = a.noun.iter().any(|noun| b.noun.contains(noun))
        || (!one.noun.is_empty() && one.noun.first() == other.noun.first());
    [
        only_one(Role::Every) || only_one(Role::Age),
        mixed(Role::Before, Role::After) || only_one(Role::Before),
        mixed(Role::Least, Role::Most),
        one.factor == other.factor && one.measure == Measure::Duration,
        one.measure == Measure::Money && (one.low == 0.0 || other.low == 0.0),
        one.measure == Measure::Count,
        named || contact,
        contact,
        noun,
    ]
    .into_iter()
    .map(|value| f64::from(u8::from(value)))
    .chain([ratio])
    .collect()
}

/// In what two statements stand against each other.
fn of_statements(a: &Claim, b: &Claim) -> Vec<f64> {
    let against = a.against(b);
    let with = a.stance.with(b.stance);
    [
        f64::from(u8::from(a.quantity.low != b.quantity.low)),
        f64::from(against.count_ones()),
        f64::from(with.count_ones()),
    ]
    .into_iter()
    .chain((0..stance::COUNT).map(|bit| f64::from((against >> bit) & 1)))
    .collect()
}

/// How much two claims share: the rarity of the common words, on a scale of logarithms.
fn common(corpus: &Corpus<'_>, a: &Sparse, b: &Sparse) -> f64 {
    let shared: f32 = a
        .iter()
        .filter(|(term, _)| b.binary_search_by_key(term, |(known, _)| *known).is_ok())
        .map(|(term, _)| corpus.rarity(*term))
        .sum();
    f64::from(libm::logf(1.0 + shared))
}
