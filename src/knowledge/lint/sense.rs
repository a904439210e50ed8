//! What claims mean, by word vectors: how near their clauses, sentences, surroundings and titles are.

use super::claim::Claim;
use super::corpus::Corpus;
use super::meaning::{self, Meaning};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What each claim means: its clause, its sentence or row, that with its heading and title, and the title.
pub(super) struct Senses {
    clause: Vec<Rc<Vec<f32>>>,
    sentence: Vec<Rc<Vec<f32>>>,
    context: Vec<Rc<Vec<f32>>>,
    title: Vec<Rc<Vec<f32>>>,
}

impl Senses {
    pub(super) fn of(corpus: &Corpus<'_>, claims: &[Claim], meaning: &Meaning<'_>) -> Self {
        let mut units = BTreeMap::new();
        let mut titles = BTreeMap::new();
        let mut senses = Self {
            clause: Vec::with_capacity(claims.len()),
            sentence: Vec::with_capacity(claims.len()),
            context: Vec::with_capacity(claims.len()),
            title: Vec::with_capacity(claims.len()),
        };
        for claim in claims {
            let (sentence, context) = units
                .entry((claim.article, claim.unit))
                .or_insert_with(|| {
                    let (own, around) = passage(corpus, claim);
                    (
                        Rc::new(meaning.direction(&own)),
                        Rc::new(meaning.direction(&around)),
                    )
                })
                .clone();
            senses.sentence.push(sentence);
            senses.context.push(context);
            let title = titles.entry(claim.article).or_insert_with(|| {
                let title = corpus
                    .article(claim.article)
                    .map_or("", |(source, _)| &source.title);
                Rc::new(meaning.direction(title))
            });
            senses.title.push(title.clone());
            senses
                .clause
                .push(Rc::new(meaning.direction(claim.clause_words(corpus))));
        }
        senses
    }

    /// The cosines of two claims' sentences, and of those with what stands above.
    fn between(&self, a: usize, b: usize) -> (f32, f32) {
        (cosine(&self.sentence, a, b), cosine(&self.context, a, b))
    }

    /// Their clauses, sentences, sentences with what stands above, and titles.
    pub(super) fn figures(&self, a: usize, b: usize) -> [f64; 4] {
        [
            cosine(&self.clause, a, b),
            cosine(&self.sentence, a, b),
            cosine(&self.context, a, b),
            cosine(&self.title, a, b),
        ]
        .map(f64::from)
    }

    /// How alike two claims are by words and by meaning.
    pub(super) fn mixed(&self, a: usize, b: usize, words: f32) -> f32 {
        let (sentence, context) = self.between(a, b);
        (sentence + context + words) / 3.0
    }
}

/// The cosine of two of the directions.
fn cosine(list: &[Rc<Vec<f32>>], a: usize, b: usize) -> f32 {
    let sum: f32 = list
        .get(a)
        .zip(list.get(b))
        .map_or(0.0, |(x, y)| meaning::dot(x, y));
    // Rounded, so that the last bits of sums never decide.
    libm::roundf(sum * 1000.0) / 1000.0
}

/// The sentence or row of a claim, and that under its heading and title.
fn passage(corpus: &Corpus<'_>, claim: &Claim) -> (String, String) {
    let Some((source, document)) = corpus.article(claim.article) else {
        return Default::default();
    };
    let words = |unit: usize| {
        corpus
            .unit(claim.article, unit)
            .map_or("", |unit| document.words(unit, source))
    };
    let mut own = String::new();
    if let Some(unit) = corpus.unit(claim.article, claim.unit) {
        for range in unit.row.iter().chain(&unit.column) {
            own.push_str(document.text(range));
            own.push(' ');
        }
    }
    own.push_str(words(claim.unit));
    let heading = corpus
        .unit(claim.article, claim.unit)
        .and_then(|unit| unit.heading)
        .map_or("", words);
    let around = format!("{} {heading} {own}", source.title);
    (own, around)
}
