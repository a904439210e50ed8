//! How often the right article comes first, beside textbook BM25 on the same articles.

use crate::error::CliError;
use handrail::knowledge::{KnowledgeIndex, Search};
use handrail::retrieval::{DEPTH, ndcg_at_10, reciprocal_rank};
use handrail_trainer::metrics::{Figure, resampled};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// A row of the file of questions.
#[derive(Debug, Deserialize)]
struct Row {
    query: String,
    /// An id, or a list of them; of an empty list there is no article.
    relevant: serde_json::Value,
}

struct Question {
    query: String,
    relevant: Vec<String>,
}

/// Means over the questions that have an answer, within the first ten articles.
#[derive(Debug, Serialize)]
pub(crate) struct Ranking {
    r1: Figure,
    r5: Figure,
    mrr: Figure,
    ndcg10: Figure,
}

/// What would be offered for a ticket at the relevance of the settings.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Offered {
    relevance: f64,
    /// Questions that no article answers, and how many of them stayed without one.
    unanswerable: usize,
    nothing_fits: usize,
    /// Questions with an answer, how many were offered an article, and how many the right one first.
    answerable: usize,
    offered: usize,
    right: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct Evaluation {
    questions: usize,
    handrail: Ranking,
    bm25: Ranking,
    /// Points of R@1 over BM25.
    gain: Figure,
    offered: Offered,
}

/// Measures an index.
///
/// # Errors
/// When the questions cannot be read, a row is no question, or none has an answer in the index.
pub(crate) fn evaluate(
    index: &KnowledgeIndex,
    path: &Path,
    search: Search<'_>,
) -> Result<Evaluation, CliError> {
    let texts = index.texts();
    let ids: HashSet<&str> = texts.iter().map(|text| text.id).collect();
    let questions = read(path, &ids)?;
    let textbook = Bm25::new(&texts.iter().map(|t| (t.title, t.text)).collect::<Vec<_>>());
    let mut offered = Offered {
        relevance: search.settings.relevance,
        ..Offered::default()
    };
    let (mut own, mut plain) = (Vec::new(), Vec::new());
    for question in &questions {
        let hits = index.search(&question.query, DEPTH, search);
        let fits = hits
            .first()
            .is_some_and(|hit| hit.relevance >= search.settings.relevance);
        if question.relevant.is_empty() {
            offered.unanswerable += 1;
            offered.nothing_fits += usize::from(!fits);
            continue;
        }
        let found: Vec<&str> = hits.iter().map(|hit| hit.article_id.as_str()).collect();
        let score = Score::of(&found, &question.relevant);
        offered.answerable += 1;
        offered.offered += usize::from(fits);
        offered.right += usize::from(fits && score.r1 > 0.0);
        own.push(score);
        let found: Vec<&str> = textbook
            .best(&question.query)
            .into_iter()
            .filter_map(|article| Some(texts.get(article)?.id))
            .collect();
        plain.push(Score::of(&found, &question.relevant));
    }
    if own.is_empty() {
        return Err(CliError::new(
            format!("{}: no question has an answer", path.display()),
            "a question is an object such as {\"query\": \"…\", \"relevant\": \"article id\"}",
        ));
    }
    let both: Vec<(Score, Score)> = own.iter().copied().zip(plain.iter().copied()).collect();
    let gain = resampled(&both, &|rows| mean(rows, |(own, plain)| own.r1 - plain.r1));
    Ok(Evaluation {
        questions: questions.len(),
        handrail: Ranking::of(&own),
        bm25: Ranking::of(&plain),
        gain,
        offered,
    })
}

/// The questions; ids that no article has are told on standard error, by line.
fn read(path: &Path, ids: &HashSet<&str>) -> Result<Vec<Question>, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    let mut questions = Vec::new();
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let place = format!("{}:{}", path.display(), number + 1);
        let row: Row = serde_json::from_str(line).map_err(|error| {
            CliError::new(
                format!("{place}: {error}"),
                "a question is an object such as {\"query\": \"…\", \"relevant\": \"article id\"}",
            )
        })?;
        let relevant: Vec<String> = match &row.relevant {
            serde_json::Value::Array(ids) => ids.iter().map(plain_id).collect(),
            id => vec![plain_id(id)],
        };
        for id in relevant.iter().filter(|id| !ids.contains(id.as_str())) {
            eprintln!("warning: {place}: there is no article `{id}`");
        }
        questions.push(Question {
            query: row.query,
            relevant,
        });
    }
    Ok(questions)
}

/// An id as text, also where it is written as a number.
fn plain_id(id: &serde_json::Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// The figures of one question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Score {
    r1: f64,
    r5: f64,
    rr: f64,
    ndcg10: f64,
}

impl Score {
    /// `nDCG@10` with gains of 0 and 1; the others by the first right article.
    fn of(found: &[&str], relevant: &[String]) -> Self {
        let right = |id: &str| relevant.iter().any(|known| known == id);
        let ranks = || {
            let found = (1..=DEPTH).zip(found);
            found.filter(|(_, id)| right(id)).map(|(rank, _)| rank)
        };
        let first = ranks().next();
        let within = |most: usize| f64::from(u8::from(first.is_some_and(|rank| rank <= most)));
        Self {
            r1: within(1),
            r5: within(5),
            rr: reciprocal_rank(first),
            ndcg10: ndcg_at_10(ranks(), relevant.len()),
        }
    }
}

fn mean<T>(rows: &[T], of: impl Fn(&T) -> f64) -> f64 {
    rows.iter().map(of).sum::<f64>() / rows.len().max(1) as f64
}

impl Ranking {
    fn of(scores: &[Score]) -> Self {
        let figure = |of: fn(&Score) -> f64| resampled(scores, &|rows| mean(rows, of));
        Self {
            r1: figure(|score| score.r1),
            r5: figure(|score| score.r5),
            mrr: figure(|score| score.rr),
            ndcg10: figure(|score| score.ndcg10),
        }
    }
}

impl Evaluation {
    /// The figures as a table.
    pub(crate) fn table(&self) -> String {
        let cell = |figure: &Figure| {
            format!(
                "{:.3} [{:.3}, {:.3}]",
                figure.value, figure.low, figure.high
            )
        };
        let mut out = format!(
            "{} questions, {} of them with an answer; 95 % bootstrap intervals\n",
            self.questions, self.offered.answerable
        );
        out += &format!(
            "{:<16}{:>22}{:>22}{:>22}{:>22}\n",
            "", "R@1", "R@5", "MRR", "nDCG@10"
        );
        for (name, ranking) in [("handrail", &self.handrail), ("textbook BM25", &self.bm25)] {
            out += &format!(
                "{name:<16}{:>22}{:>22}{:>22}{:>22}\n",
                cell(&ranking.r1),
                cell(&ranking.r5),
                cell(&ranking.mrr),
                cell(&ranking.ndcg10)
            );
        }
        out += &format!("R@1 over BM25   {:>22}\n", cell(&self.gain));
        let offered = &self.offered;
        out += &format!(
            "for a ticket, at relevance {}: {} of {} with an answer are offered an article, {} of those the right one first",
            offered.relevance, offered.offered, offered.answerable, offered.right
        );
        if offered.unanswerable > 0 {
            out += &format!(
                "; nothing fits {} of {} without an answer",
                offered.nothing_fits, offered.unanswerable
            );
        }
        out
    }
}

/// Textbook BM25 (`k1` 1.2, `b` 0.75; Robertson and Zaragoza 2009): words in lower case, no stemming,
/// no stop words, the title counted twice.
struct Bm25 {
    /// Article and count, by word.
    postings: HashMap<String, Vec<(usize, f64)>>,
    lengths: Vec<f64>,
    average: f64,
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

impl Bm25 {
    fn new(articles: &[(&str, &str)]) -> Self {
        let mut postings: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
        let mut lengths = Vec::new();
        for (article, (title, text)) in articles.iter().enumerate() {
            let mut length = 0.0;
            for word in words(title).chain(words(title)).chain(words(text)) {
                length += 1.0;
                let list = postings.entry(word).or_default();
                match list.last_mut() {
                    Some((last, count)) if *last == article => *count += 1.0,
                    _ => list.push((article, 1.0)),
                }
            }
            lengths.push(length);
        }
        Self {
            average: lengths.iter().sum::<f64>() / lengths.len().max(1) as f64,
            postings,
            lengths,
        }
    }

    /// Positions of the best articles.
    fn best(&self, query: &str) -> Vec<usize> {
        const K1: f64 = 1.2;
        const B: f64 = 0.75;
        let mut scores = vec![0.0; self.lengths.len()];
        let articles = self.lengths.len() as f64;
        for list in words(query).filter_map(|word| self.postings.get(&word)) {
            let df = list.len() as f64;
            let idf = ((articles - df + 0.5) / (df + 0.5) + 1.0).ln();
            for (article, tf) in list {
                let length = self.lengths.get(*article).copied().unwrap_or(0.0);
                let norm = K1 * (1.0 - B + B * length / self.average);
                if let Some(score) = scores.get_mut(*article) {
                    *score += idf * tf * (K1 + 1.0) / (tf + norm);
                }
            }
        }
        let mut order: Vec<(usize, f64)> = scores
            .into_iter()
            .enumerate()
            .filter(|(_, score)| *score > 0.0)
            .collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        order
            .into_iter()
            .take(DEPTH)
            .map(|(article, _)| article)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: &[&str], relevant: &[&str], expected: [f64; 4]) {
        let relevant: Vec<String> = relevant.iter().map(|id| (*id).to_owned()).collect();
        let Score { r1, r5, rr, ndcg10 } = Score::of(found, &relevant);
        for (found, expected) in [r1, r5, rr, ndcg10].iter().zip(expected) {
            assert!((found - expected).abs() < 1e-4, "{found} {expected}");
        }
    }

    #[test]
    fn a_question_is_scored() {
        check(&["a", "b"], &["a"], [1.0, 1.0, 1.0, 1.0]);
        check(&["b", "a"], &["a"], [0.0, 1.0, 0.5, 0.6309]);
        check(
            &["1", "2", "3", "4", "5", "a"],
            &["a"],
            [0.0, 0.0, 1.0 / 6.0, 0.3562],
        );
        check(&["b"], &["a"], [0.0; 4]);
        check(&["a", "x", "b"], &["a", "b"], [1.0, 1.0, 1.0, 0.9197]);
    }

    #[test]
    fn bm25_ranks_by_rare_words() {
        let textbook = Bm25::new(&[
            ("Returns", "How to return goods"),
            ("Track", "How to track goods"),
            ("Track and return", "goods"),
        ]);
        assert_eq!(textbook.best("track"), [1, 2]);
        assert_eq!(textbook.best("nothing"), [0_usize; 0]);
    }
}
