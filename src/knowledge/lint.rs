//! Lint: what is wrong with a knowledge base, as findings with their passages.
//!
//! ```text
//! articles -> documents (visible text in units, with the way back) -> claims (quantities and statements,
//! with what they are about) -> pairs that disagree -> findings
//! ```

mod claim;
mod concepts;
mod contradiction;
mod corpus;
mod document;
mod duplicate;
mod empty_words;
mod features;
mod finding;
mod gaps;
mod hints;
mod links;
mod meaning;
mod policies;
mod quantity;
mod scope;
mod sense;
mod stale;
mod stance;
mod statement;
mod units;
mod wording;

pub use finding::{Finding, FindingKind, Report, Severity};
pub use gaps::Question;
pub use hints::{Contradiction, contradictions};

use super::Article;
use crate::analysis::Diagnostic;
use crate::settings::policies::PolicyRule;
use crate::text::vectors::Vectors;
use corpus::Corpus;
use std::collections::BTreeSet;

/// What lint is told beside the articles.
#[derive(Debug, Clone, Copy, Default)]
pub struct LintOptions<'a> {
    /// Milliseconds since 1970.
    pub now: i64,
    /// Word vectors: with them passages are held together that share no word.
    pub vectors: Option<&'a Vectors>,
    /// Policies of the settings; their times are held against what the articles say.
    pub policies: &'a [PolicyRule],
    /// Also reports wording, age and what was never read.
    pub advisory: bool,
    /// Articles that have not changed for so many days are reported as aged; 0: none.
    pub aged_days: u32,
    /// Ids of the articles that tickets reached; `None` where it is not known.
    pub reached: Option<&'a [String]>,
    /// What customers asked.
    pub questions: &'a [Question],
}

/// Reads the articles and reports what is wrong; `progress` is told how many of how many steps are
/// done. Of articles with the same id the last one counts.
#[must_use]
pub fn lint(
    articles: &[Article],
    options: &LintOptions<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Report {
    let mut report = Report::default();
    let mut read = sound(articles, &mut report.diagnostics);
    let own = read.len();
    report.articles = own;
    let locale = read.first().and_then(|article| article.locale.clone());
    let stated = policies::stated(options.policies, locale.as_deref());
    read.extend(stated.iter().map(|stated| stated.article.clone()));
    let total = read.len() * 3;
    let mut done = 0;
    let mut step = || {
        done += 1;
        progress(done, total);
    };
    let corpus = Corpus::read(&read, &mut step);
    for (article, document) in read.iter().zip(&corpus.documents).take(own) {
        if document.cut {
            report.diagnostics.push(Diagnostic::new(
                "article_too_long",
                format!(
                    "the article `{}` is too long: only its beginning was checked",
                    article.id
                ),
                "cut it into several articles",
            ));
        }
    }
    let meaning = meaning::Meaning::new(options.vectors);
    let claims: Vec<claim::Claim> = (0..read.len())
        .flat_map(|article| claim::of_article(&corpus, article))
        .collect();
    let conflicts = contradiction::find(&corpus, &claims, &meaning, &mut step);
    let pairs = duplicate::find(&corpus, &meaning, &mut step);
    let overtaken = finding::stale(&corpus, options.now, own);
    report.findings.extend(finding::contradictions(
        &corpus, &claims, &conflicts, &pairs, &stated, &overtaken, own,
    ));
    let duplicates = finding::duplicates(&corpus, &pairs, own);
    report.findings.extend(duplicates);
    report.findings.extend(overtaken);
    report.findings.extend(finding::dead_links(&corpus, own));
    if options.advisory {
        report.findings.extend(finding::wording(&corpus, own));
        report.findings.extend(finding::aged(&corpus, options, own));
        if let Some(reached) = options.reached {
            report
                .findings
                .extend(finding::unreached(&corpus, reached, own));
        }
    }
    let gaps = gaps::find(&corpus, &meaning, options.questions);
    report.findings.extend(finding::gaps(&gaps));
    report
}

/// The articles that can be read, each id once; the others are told.
fn sound(articles: &[Article], diagnostics: &mut Vec<Diagnostic>) -> Vec<Article> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut out: Vec<Article> = Vec::with_capacity(articles.len());
    for article in articles.iter().rev() {
        if !seen.insert(&article.id) {
            diagnostics.push(Diagnostic::new(
                "article_twice",
                format!(
                    "the id `{}` stands twice: the later article was checked",
                    article.id
                ),
                "give each article an id of its own",
            ));
            continue;
        }
        if article.title.trim().is_empty() {
            diagnostics.push(Diagnostic::new(
                "article_without_title",
                format!("the article `{}` has no title", article.id),
                "give it one: searches count it more than the text",
            ));
        }
        out.push(article.clone());
    }
    out.reverse();
    diagnostics.reverse();
    out
}

#[cfg(test)]
mod tests;
