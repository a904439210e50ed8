//! The knowledge base as lint sees it: every article's units and their terms, and how rare a term is.

use super::concepts;
use super::document::{Document, Unit, UnitKind};
use super::empty_words::EMPTY;
use super::stance::Stances;
use crate::knowledge::Article;
use crate::knowledge::analyzer::Analyzer;
use std::collections::BTreeMap;
use std::ops::Range;

/// A term of a unit.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// Number of the term.
    pub(super) id: u32,
    /// Its bytes in the unit's words.
    pub(super) range: Range<usize>,
}

/// A vector over terms, by number, ascending.
pub(super) type Sparse = Vec<(u32, f32)>;

/// The articles taken apart.
pub(super) struct Corpus<'a> {
    pub(super) articles: &'a [Article],
    pub(super) documents: Vec<Document>,
    /// For each article and unit its terms.
    pub(super) terms: Vec<Vec<Vec<Term>>>,
    /// Of each article: its terms with their weight (tf-idf, length 1); the title counts thrice.
    pub(super) whole: Vec<Sparse>,
    /// Rarity of each term.
    pub(super) idf: Vec<f32>,
    /// The words that tell on which side of an opposition a clause stands.
    pub(super) stances: Stances,
    /// Of each term the word that was read first.
    words: Vec<String>,
    /// Of each article: heads of columns and rows with their terms.
    cells: Vec<Vec<(Range<usize>, Vec<u32>)>>,
    numbers: BTreeMap<String, u32>,
    readers: BTreeMap<String, Reader>,
}

/// Units of an article that are read; a longer one is told.
pub(super) const MOST_UNITS: usize = 4_000;

impl<'a> Corpus<'a> {
    /// Reads the articles; `step` is called after each.
    pub(super) fn read(articles: &'a [Article], mut step: impl FnMut()) -> Self {
        let mut documents = Vec::with_capacity(articles.len());
        let mut terms = Vec::with_capacity(articles.len());
        let mut interner = Interner::default();
        let mut analyzers: BTreeMap<String, Reader> = BTreeMap::new();
        let mut seen_in: Vec<u32> = Vec::new();
        let mut cells = Vec::with_capacity(articles.len());
        for article in articles {
            let mut document = Document::read(article);
            if document.units.len() > MOST_UNITS {
                document.units.truncate(MOST_UNITS);
                document.cut = true;
            }
            let language = language_of(article, &document);
            let analyzer = analyzers.entry(language).or_insert_with_key(|language| {
                let analyzer = Analyzer::new(language);
                Reader {
                    concepts: concepts::of(language, &analyzer),
                    analyzer,
                }
            });
            let mut own: Vec<u32> = Vec::new();
            let units: Vec<Vec<Term>> = document
                .units
                .iter()
                .map(|unit| {
                    let words = document.words(unit, article);
                    let found = terms_of(words, analyzer, &mut interner);
                    own.extend(found.iter().map(|term| term.id));
                    found
                })
                .collect();
            let mut heads: Vec<Range<usize>> = document
                .units
                .iter()
                .flat_map(|unit| unit.row.iter().chain(&unit.column).cloned())
                .collect();
            heads.sort_by_key(|range| (range.start, range.end));
            heads.dedup();
            cells.push(
                heads
                    .into_iter()
                    .map(|range| {
                        let found = terms_of(document.text(&range), analyzer, &mut interner);
                        (range, found.iter().map(|term| term.id).collect())
                    })
                    .collect(),
            );
            own.sort_unstable();
            own.dedup();
            seen_in.resize(interner.words.len(), 0);
            for id in own {
                if let Some(count) = seen_in.get_mut(id as usize) {
                    *count += 1;
                }
            }
            documents.push(document);
            terms.push(units);
            step();
        }
        let count = articles.len() as f32;
        let idf: Vec<f32> = seen_in
            .iter()
            .map(|seen| libm::logf(1.0 + count / (1.0 + *seen as f32)))
            .collect();
        let mut corpus = Self {
            articles,
            documents,
            terms,
            whole: Vec::new(),
            idf,
            stances: Stances::new(),
            words: interner.words,
            cells,
            numbers: interner.numbers,
            readers: analyzers,
        };
        corpus.whole = (0..articles.len())
            .map(|article| corpus.whole_of(article))
            .collect();
        corpus
    }

    /// The terms of a text from outside, as far as some article has them.
    pub(super) fn known_terms(&self, text: &str) -> Vec<u32> {
        self.outside(text)
            .filter_map(|term| self.numbers.get(&term).copied())
            .collect()
    }

    /// How many words of a text from outside no article has.
    pub(super) fn unknown_words(&self, text: &str) -> usize {
        self.outside(text)
            .filter(|term| !self.numbers.contains_key(term))
            .count()
    }

    /// The terms of a text in the language of most articles.
    fn outside(&self, text: &str) -> impl Iterator<Item = String> {
        let reader = self
            .readers
            .get("en")
            .or_else(|| self.readers.values().next());
        reader
            .map(|reader| stems(text, reader))
            .unwrap_or_default()
            .into_iter()
            .map(|(term, _)| term)
    }

    /// How rare a term is: at least 0.7, `ln` of the number of articles at most.
    pub(super) fn rarity(&self, term: u32) -> f32 {
        self.idf.get(term as usize).copied().unwrap_or(0.0)
    }

    /// A word behind a term, in lower case.
    pub(super) fn word(&self, term: u32) -> &str {
        self.words.get(term as usize).map_or("", String::as_str)
    }

    pub(super) fn article(&self, at: usize) -> Option<(&'a Article, &Document)> {
        Some((self.articles.get(at)?, self.documents.get(at)?))
    }

    pub(super) fn unit(&self, article: usize, unit: usize) -> Option<&Unit> {
        self.documents.get(article)?.units.get(unit)
    }

    pub(super) fn unit_terms(&self, article: usize, unit: usize) -> &[Term] {
        self.terms
            .get(article)
            .and_then(|units| units.get(unit))
            .map_or(&[], Vec::as_slice)
    }

    /// The terms of the cell at a range of an article's text: of the head of a column or row.
    pub(super) fn terms_within(&self, article: usize, range: &Range<usize>) -> Vec<u32> {
        self.cells
            .get(article)
            .and_then(|cells| cells.iter().find(|(cell, _)| cell == range))
            .map_or_else(Vec::new, |(_, terms)| terms.clone())
    }

    fn whole_of(&self, article: usize) -> Sparse {
        let mut weights: Vec<(u32, f32)> = Vec::new();
        let units = self
            .documents
            .get(article)
            .map_or(&[][..], |document| &document.units);
        for (at, unit) in units.iter().enumerate() {
            let weight = if unit.kind == UnitKind::Title {
                3.0
            } else {
                1.0
            };
            weights.extend(
                self.unit_terms(article, at)
                    .iter()
                    .map(|term| (term.id, weight)),
            );
        }
        let mut merged = merge(weights);
        for (term, weight) in &mut merged {
            *weight = (1.0 + libm::logf(*weight)) * self.rarity(*term);
        }
        normalise(&mut merged);
        merged
    }
}

/// Terms with a known number.
#[derive(Default)]
struct Interner {
    numbers: BTreeMap<String, u32>,
    words: Vec<String>,
}

impl Interner {
    fn number(&mut self, term: String, word: &str) -> u32 {
        if let Some(known) = self.numbers.get(&term) {
            return *known;
        }
        let number = self.words.len() as u32;
        self.words.push(word.to_lowercase());
        self.numbers.insert(term, number);
        number
    }
}

/// How a language is read.
struct Reader {
    analyzer: Analyzer,
    /// For stems that have it, the stem that stands for their meaning.
    concepts: BTreeMap<String, String>,
}

/// The stems of a text that tell a subject, with their place.
fn stems(words: &str, reader: &Reader) -> Vec<(String, Range<usize>)> {
    reader
        .analyzer
        .tokens(words)
        .into_iter()
        .filter(|token| {
            !token.joined
                && !token.term.bytes().all(|byte| byte.is_ascii_digit())
                && !EMPTY.contains(&token.term.as_str())
        })
        .map(|token| {
            let term = match reader.concepts.get(&token.term) {
                Some(concept) => concept.clone(),
                None => token.term,
            };
            (term, token.range)
        })
        .collect()
}

fn terms_of(words: &str, reader: &Reader, interner: &mut Interner) -> Vec<Term> {
    stems(words, reader)
        .into_iter()
        .map(|(term, range)| Term {
            id: interner.number(term, words.get(range.clone()).unwrap_or("")),
            range,
        })
        .collect()
}

/// The language of an article: as it says, else German where its commonest words are, else English.
fn language_of(article: &Article, document: &Document) -> String {
    if let Some(locale) = article
        .locale
        .as_deref()
        .filter(|locale| !locale.trim().is_empty())
    {
        return crate::knowledge::analyzer::code(locale);
    }
    let mut votes: [(usize, &str); 4] = [(0, "en"), (0, "de"), (0, "fr"), (0, "es")];
    for word in document.visible.split_whitespace().take(400) {
        let code = match word.to_lowercase().as_str() {
            "the" | "and" | "you" | "your" | "of" => "en",
            "der" | "die" | "und" | "sie" | "ist" | "nicht" => "de",
            "le" | "les" | "vous" | "votre" | "et" | "est" => "fr",
            "el" | "los" | "su" | "para" | "que" | "puede" => "es",
            _ => continue,
        };
        for vote in votes.iter_mut().filter(|vote| vote.1 == code) {
            vote.0 += 1;
        }
    }
    votes
        .iter()
        .rev()
        .max_by_key(|vote| vote.0)
        .map_or("en", |vote| vote.1)
        .to_owned()
}

/// Sums the weights of equal terms; ascending.
pub(super) fn merge(mut weights: Vec<(u32, f32)>) -> Sparse {
    weights.sort_by_key(|(term, _)| *term);
    let mut out: Sparse = Vec::with_capacity(weights.len());
    for (term, weight) in weights {
        match out.last_mut() {
            Some(last) if last.0 == term => last.1 += weight,
            _ => out.push((term, weight)),
        }
    }
    out
}

/// Takes the largest weight of equal terms; ascending.
pub(super) fn merge_largest(mut weights: Vec<(u32, f32)>) -> Sparse {
    weights.sort_by_key(|(term, _)| *term);
    let mut out: Sparse = Vec::with_capacity(weights.len());
    for (term, weight) in weights {
        match out.last_mut() {
            Some(last) if last.0 == term => last.1 = last.1.max(weight),
            _ => out.push((term, weight)),
        }
    }
    out
}

/// Scales to length 1.
pub(super) fn normalise(vector: &mut Sparse) {
    let length = libm::sqrtf(vector.iter().map(|(_, weight)| weight * weight).sum());
    if length > 0.0 {
        for (_, weight) in vector {
            *weight /= length;
        }
    }
}

/// The dot product.
pub(super) fn dot(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let mut sum = 0.0;
    let mut others = b.iter().peekable();
    for (term, weight) in a {
        while others.next_if(|(other, _)| other < term).is_some() {}
        if let Some((_, other)) = others.next_if(|(other, _)| other == term) {
            sum += weight * other;
        }
    }
    sum
}

/// The share of the weight of `a` that stands on terms of `b`.
pub(super) fn covered(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let mut found = 0.0;
    let mut all = 0.0;
    let mut others = b.iter().peekable();
    for (term, weight) in a {
        all += weight;
        while others.next_if(|(other, _)| other < term).is_some() {}
        if others.next_if(|(other, _)| other == term).is_some() {
            found += weight;
        }
    }
    if all > 0.0 { found / all } else { 0.0 }
}
