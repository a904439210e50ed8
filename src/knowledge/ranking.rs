//! From query terms to articles, best first.
//!
//! A score is `13 * words + 11 * meaning` (`18 * words` where nothing is known of the meaning): `words` is the share of what was asked (inverse document
//! frequency by weight) that BM25F finds in the article, `meaning` how near its direction is. The weights
//! are those of a softmax over the articles of a set, fitted to questions with known answers
//! (`bench/QUALITY.md`), so differences of scores are differences of log-odds.

use crate::knowledge::analyzer::Analyzer;
use crate::knowledge::bm25::idf;
use crate::knowledge::layout::Layout;
use crate::knowledge::meaning::Meaning;
use crate::knowledge::spelling;
use crate::round::round4;
use crate::sorted::Map;

/// A part of a query: text, and how much it counts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    pub(crate) text: String,
    pub(crate) weight: f64,
}

/// A query's term as the index knows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QueryTerm {
    /// The index's term, which may be a corrected one.
    pub(crate) term: String,
    /// How much it counts in the query.
    pub(crate) weight: f64,
    /// Its inverse document frequency.
    pub(crate) idf: f64,
    position: usize,
    joined: bool,
}

/// What a query comes down to in one language.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct QueryTerms {
    pub(crate) terms: Vec<QueryTerm>,
    /// Weight of all that was asked, terms that the index does not know included.
    pub(crate) asked: f64,
}

/// An article's score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) article: usize,
    pub(crate) score: f64,
    /// What the words add to the score.
    pub(crate) words: f64,
    /// What the meaning adds.
    pub(crate) meaning: f64,
    /// What the ticket's intent adds.
    pub(crate) intent: f64,
}

pub(crate) const WORDS: f64 = 13.0;
pub(crate) const MEANING: f64 = 11.0;
/// What words weigh more where there is no meaning to go by.
const WORDS_ALONE: f64 = 5.0;
/// A query looks at no more terms than this: those that tell most.
const MOST_TERMS: usize = 48;
/// No more unknown words than this are compared with the dictionary.
const MOST_CORRECTIONS: usize = 8;
/// So many articles with the best words, and so many with the nearest meaning, are looked at closely.
const CANDIDATES: usize = 100;
/// A synonym counts so much of the word itself.
const SYNONYM: f64 = 0.8;

/// A term as the index writes it: with the letter of its language before it.
pub(crate) fn key(language: usize, term: &str) -> String {
    let mut key = String::with_capacity(1 + term.len());
    key.push(char::from(u8::try_from(language + 1).unwrap_or(u8::MAX)));
    key.push_str(term);
    key
}

/// The terms of a query in a language of the index. Of each list of `synonyms`, one stands for the others.
pub(crate) fn terms(
    layout: &Layout,
    bytes: &[u8],
    language: usize,
    analyzer: &Analyzer,
    parts: &[Part],
    synonyms: &[Vec<String>],
) -> QueryTerms {
    let articles = layout.languages.get(language).map_or(0, |l| l.articles);
    let mut weights: Map<String, (f64, bool)> = Map::new();
    for part in parts {
        for token in analyzer.query_tokens(&part.text) {
            let Some((entry, _)) = weights.or_put(token.term, (0.0, token.joined)) else {
                continue;
            };
            // A word said again counts a little more, never without bound.
            entry.0 = if entry.0 == 0.0 {
                part.weight
            } else {
                entry.0.max(part.weight) + 0.15 * entry.0.min(part.weight)
            };
            entry.1 &= token.joined;
        }
    }
    let mut found: Map<usize, (f64, bool)> = Map::new();
    let mut put = |position: usize, weight: f64, joined: bool| {
        if let Some((entry, _)) = found.or_put(position, (0.0, joined)) {
            entry.0 = entry.0.max(weight);
            entry.1 &= joined;
        }
    };
    for group in synonyms {
        let group: Vec<Vec<String>> = group
            .iter()
            .map(|words| analyzer.tokens(words).into_iter().map(|t| t.term).collect())
            .collect();
        // The weight of the words of the group that were said in full.
        let said = group
            .iter()
            .filter(|terms| !terms.is_empty())
            .filter_map(|terms| {
                terms.iter().try_fold(f64::MAX, |least, term| {
                    weights.get(term).map(|(weight, _)| least.min(*weight))
                })
            })
            .fold(0.0, f64::max);
        if said > 0.0 {
            for term in group.iter().flatten() {
                if let Some(position) = layout.find(bytes, &key(language, term)) {
                    // What was not asked for in these words is not missed where it does not stand.
                    put(position, SYNONYM * said, true);
                }
            }
        }
    }
    let mut out = QueryTerms::default();
    let mut corrections = 0;
    for (term, (weight, joined)) in weights {
        let term = key(language, &term);
        if let Some(position) = layout.find(bytes, &term) {
            put(position, weight, joined);
            continue;
        }
        if joined {
            continue;
        }
        if corrections < MOST_CORRECTIONS {
            corrections += 1;
            if let Some(parts) = spelling::split(layout, bytes, &term) {
                for position in parts {
                    put(position, weight, false);
                }
                continue;
            }
            if let Some((position, trust)) = spelling::nearest(layout, bytes, &term) {
                put(position, weight * trust, false);
                continue;
            }
        }
        // A word that no article knows was asked for all the same; numbers and the like were not.
        if term.chars().skip(1).all(char::is_alphabetic) {
            out.asked += 0.5 * weight * idf(articles, 0);
        }
    }
    for (position, (weight, joined)) in found {
        let idf = idf(articles, layout.postings(bytes, position).count);
        if !joined {
            out.asked += weight * idf;
        }
        let term = layout.term(bytes, position).get(1..).unwrap_or_default();
        out.terms.push(QueryTerm {
            term: String::from_utf8_lossy(term).into_owned(),
            weight,
            idf,
            position,
            joined,
        });
    }
    if out.terms.len() > MOST_TERMS {
        out.terms.sort_by(|a, b| {
            round4(b.weight * b.idf)
                .total_cmp(&round4(a.weight * a.idf))
                .then_with(|| a.term.cmp(&b.term))
        });
        out.terms.truncate(MOST_TERMS);
    }
    out
}

/// Parts of the whole in which the shares of words are summed up.
const WHOLE: f64 = (1_u32 << 20) as f64;

/// The best articles by words and meaning, best first. `queries` are the terms by language.
pub(crate) fn rank(
    layout: &Layout,
    bytes: &[u8],
    queries: &[QueryTerms],
    meaning: Option<&Meaning>,
) -> Vec<Ranked> {
    // Whole numbers: fast, and the same everywhere.
    let mut sums = vec![0_u32; layout.articles];
    for query in queries.iter().filter(|query| query.asked > 0.0) {
        for term in &query.terms {
            let share = (term.weight * term.idf / query.asked).min(4.0) * WHOLE;
            let share = share as u32;
            for (article, impact) in layout.postings(bytes, term.position) {
                let Some(sum) = sums.get_mut(article) else {
                    break;
                };
                *sum = sum.saturating_add(share * u32::from(impact));
            }
        }
    }
    let mut close = vec![false; layout.articles];
    mark_best(&sums, &mut close);
    if let Some(meaning) = meaning {
        meaning.mark_nearest(layout, bytes, CANDIDATES, &mut close);
    }
    let weight = WORDS + WORDS_ALONE * (1.0 - meaning.map_or(0.0, |meaning| meaning.known));
    let mut ranked: Vec<Ranked> = sums
        .iter()
        .zip(&close)
        .enumerate()
        .filter(|(_, (_, close))| **close)
        .map(|(article, (sum, _))| {
            let words = weight * f64::from(*sum) / (255.0 * WHOLE);
            let meaning = meaning.map_or(0.0, |meaning| {
                MEANING * meaning.nearness(layout, bytes, article)
            });
            Ranked {
                article,
                score: round4(words + meaning),
                words,
                meaning,
                intent: 0.0,
            }
        })
        .collect();
    ranked.sort_by(best_first);
    ranked
}

/// Marks the articles with the largest sums, about [`CANDIDATES`].
fn mark_best(sums: &[u32], marks: &mut [bool]) {
    const STEPS: usize = 1024;
    let step = |sum: u32| ((sum >> 18) as usize).min(STEPS - 1);
    let mut counts = [0_usize; STEPS];
    for sum in sums.iter().filter(|sum| **sum > 0) {
        if let Some(count) = counts.get_mut(step(*sum)) {
            *count += 1;
        }
    }
    let mut above = 0;
    let bound = counts.iter().rposition(|count| {
        above += count;
        above >= CANDIDATES
    });
    for (sum, mark) in sums.iter().zip(marks) {
        *mark |= *sum > 0 && step(*sum) >= bound.unwrap_or(0);
    }
}

/// By score; equal ones in the index's order.
pub(crate) fn best_first(a: &Ranked, b: &Ranked) -> std::cmp::Ordering {
    b.score
        .total_cmp(&a.score)
        .then_with(|| a.article.cmp(&b.article))
}

/// How far the second best that is compared with lies behind: near-duplicates hide nothing.
const BACKGROUND: usize = 3;

/// How likely each of `ranked` answers what was asked, 0 to 1, by its score and by how far it stands out
/// from the fourth best. A logistic regression over questions with their answer in the index and with it
/// left out (`bench/QUALITY.md`).
pub(crate) fn relevance(ranked: &[Ranked], of: &Ranked) -> f64 {
    let background = ranked.get(BACKGROUND).map_or(0.0, |ranked| ranked.score);
    let odds = 0.49 * (of.score - background) + 0.09 * of.score - 3.0;
    round4(1.0 / (1.0 + libm::exp(-odds)))
}
