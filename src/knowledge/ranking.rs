//! From query terms to articles, best first.

use crate::knowledge::analyzer::Analyzer;
use crate::knowledge::bm25::Bm25f;
use crate::knowledge::layout::Layout;
use crate::knowledge::spelling;
use crate::round::round4;
use crate::sorted::Map;
use std::collections::BTreeMap;

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
    /// How clearly it speaks of what was asked, 0 to 1: the three terms that say most, against three
    /// of the rarest words in a title. Unlike the score it does not grow with the query's length.
    pub(crate) relevance: f64,
}

/// A query looks at no more terms than this: those that tell most.
const MOST_TERMS: usize = 48;
/// No more unknown words than this are compared with the dictionary.
const MOST_CORRECTIONS: usize = 8;

/// The terms of a query in a language of the index.
pub(crate) fn terms(
    layout: &Layout,
    bytes: &[u8],
    analyzer: &Analyzer,
    parts: &[Part],
) -> QueryTerms {
    let mut weights: BTreeMap<String, (f64, bool)> = BTreeMap::new();
    for part in parts {
        for token in analyzer.query_tokens(&part.text) {
            let entry = weights.entry(token.term).or_insert((0.0, token.joined));
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
    let mut out = QueryTerms::default();
    let mut corrections = 0;
    for (term, (weight, joined)) in weights {
        if let Some(position) = layout.find(bytes, &term) {
            put(position, weight, joined);
            continue;
        }
        if joined {
            continue;
        }
        if corrections < MOST_CORRECTIONS {
            corrections += 1;
            if let Some((first, second)) = spelling::split(layout, bytes, &term) {
                for part in [first, second] {
                    if let Some(position) = layout.find(bytes, part) {
                        put(position, weight, false);
                    }
                }
                continue;
            }
            if let Some((position, trust)) = spelling::nearest(layout, bytes, &term) {
                put(position, weight * trust, false);
                continue;
            }
        }
        // A word that no article knows was asked for all the same; numbers and the like were not.
        if term.chars().all(char::is_alphabetic) {
            out.asked += 0.5 * weight * layout.corpus.idf(0);
        }
    }
    for (position, (weight, joined)) in found {
        let idf = layout.corpus.idf(layout.postings(bytes, position).count);
        if !joined {
            out.asked += weight * idf;
        }
        out.terms.push(QueryTerm {
            term: String::from_utf8_lossy(layout.term(bytes, position)).into_owned(),
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
        out.asked = out.terms.iter().map(|term| term.weight * term.idf).sum();
    }
    out
}

/// The articles of one language that share a term with the query, best first.
pub(crate) fn rank(
    layout: &Layout,
    bytes: &[u8],
    language: usize,
    query: &QueryTerms,
    bm25: &Bm25f,
) -> Vec<Ranked> {
    #[derive(Clone, Copy, Default)]
    struct Sum {
        score: f64,
        covered: f64,
        /// The three largest shares of the score.
        peaks: [f64; 3],
    }
    let mut sums = vec![Sum::default(); layout.articles];
    for term in &query.terms {
        for (article, tf) in layout.postings(bytes, term.position) {
            let Some(sum) = sums.get_mut(article) else {
                break;
            };
            let length = layout.lengths(bytes, article);
            let share = term.weight * bm25.score(&layout.corpus, term.idf, &tf, &length);
            sum.score += share;
            if !term.joined {
                sum.covered += term.weight * term.idf;
                let mut carried = share;
                for peak in &mut sum.peaks {
                    if carried > *peak {
                        std::mem::swap(peak, &mut carried);
                    }
                }
            }
        }
    }
    let title = bm25
        .weight
        .iter()
        .fold(0.0, |most: f64, weight| most.max(*weight));
    let clearest = 3.0 * layout.corpus.idf(1) * title / (bm25.k1 + title);
    let mut ranked: Vec<Ranked> = sums
        .into_iter()
        .enumerate()
        .filter(|(article, sum)| sum.score > 0.0 && layout.language(bytes, *article) == language)
        .map(|(article, sum)| {
            let coverage = if query.asked > 0.0 {
                (sum.covered / query.asked).min(1.0)
            } else {
                0.0
            };
            Ranked {
                article,
                score: round4(sum.score * (0.6 + 0.4 * coverage)),
                relevance: round4(sum.peaks.iter().sum::<f64>() / clearest),
            }
        })
        .collect();
    ranked.sort_by(best_first);
    ranked
}

/// By score; equal ones in the index's order.
pub(crate) fn best_first(a: &Ranked, b: &Ranked) -> std::cmp::Ordering {
    b.score
        .total_cmp(&a.score)
        .then_with(|| a.article.cmp(&b.article))
}
