//! Contradictions that are sure enough to be told beside an article: two values of the same matter.

use super::super::Article;
use super::claim::{self, Claim};
use super::contradiction;
use super::corpus::Corpus;
use super::meaning::Meaning;
use super::units::Measure;
use crate::text::vectors::Vectors;
use std::collections::BTreeSet;

/// Two articles that name different values of what seems to be the same matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Their ids.
    pub articles: [String; 2],
    /// Their titles.
    pub titles: [String; 2],
    /// What each says, as it is written there.
    pub values: [String; 2],
}

/// Reported from this confidence on; the report of all findings starts lower.
const SURE: f64 = 0.6;

/// The contradictions of values, surest first, one for two articles. Statements that deny each other are left
/// out: they are too often none. `progress` is told how many of how many steps are done.
#[must_use]
pub fn contradictions(
    articles: &[Article],
    vectors: Option<&Vectors>,
    progress: &mut dyn FnMut(usize, usize),
) -> Vec<Contradiction> {
    let read = super::sound(articles, &mut Vec::new());
    let total = read.len() * 2;
    let mut done = 0;
    let mut step = || {
        done += 1;
        progress(done, total);
    };
    let corpus = Corpus::read(&read, &mut step);
    let meaning = Meaning::new(vectors);
    let claims: Vec<Claim> = (0..read.len())
        .flat_map(|article| claim::of_article(&corpus, article))
        .filter(|claim| {
            // What is free here and costs there mostly does so for different people.
            claim.quantity.measure != Measure::Statement && claim.quantity.high > 0.0
        })
        .collect();
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut out = Vec::new();
    for conflict in contradiction::find(&corpus, &claims, &meaning, &mut step) {
        let (Some(a), Some(b)) = (claims.get(conflict.a), claims.get(conflict.b)) else {
            continue;
        };
        if conflict.confidence < SURE || !seen.insert((a.article, b.article)) {
            continue;
        }
        if let (Some(first), Some(second)) = (told(&corpus, a), told(&corpus, b)) {
            let [(own, title, value), (other, other_title, other_value)] = [first, second];
            out.push(Contradiction {
                articles: [own, other],
                titles: [title, other_title],
                values: [value, other_value],
            });
        }
    }
    out
}

/// Id and title of a claim's article, and its value as written.
fn told(corpus: &Corpus<'_>, claim: &Claim) -> Option<(String, String, String)> {
    let (article, document) = corpus.article(claim.article)?;
    let unit = corpus.unit(claim.article, claim.unit)?;
    let value = document
        .words(unit, article)
        .get(claim.quantity.range.clone())?;
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = match article.title.trim() {
        "" => &article.id,
        title => title,
    };
    Some((article.id.clone(), one_line(title), one_line(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bodies: &[(&str, &str)], expected: &[[&str; 4]]) {
        let articles: Vec<Article> = bodies
            .iter()
            .map(|(title, body)| Article {
                id: title.to_lowercase(),
                title: (*title).to_owned(),
                body: (*body).to_owned(),
                ..Article::default()
            })
            .collect();
        let mut last = (0, 0);
        let found = contradictions(&articles, None, &mut |done, total| last = (done, total));
        assert_eq!(last.0, last.1);
        let got: Vec<[&str; 4]> = found
            .iter()
            .map(|found| {
                let [a, b] = &found.articles;
                let [here, there] = &found.values;
                [a.as_str(), b, here, there]
            })
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn tells_of_values_that_differ() {
        check(
            &[
                (
                    "Returns",
                    "You can return unused goods within 30 days of delivery.",
                ),
                (
                    "Returns FAQ",
                    "Unused goods can be returned within 14 days of delivery.",
                ),
                (
                    "Kettle",
                    "Boil water with vinegar, then rinse the kettle twice.",
                ),
            ],
            &[["returns", "returns faq", "30 days", "14 days"]],
        );
        check(
            &[
                (
                    "Returns",
                    "You can return unused goods within 30 days of delivery.",
                ),
                (
                    "Warranty",
                    "The warranty of electric goods lasts 24 months.",
                ),
                ("Sunday", "We are not open on Sundays."),
                ("Opening hours", "We are open on Sundays."),
            ],
            &[],
        );
    }
}
