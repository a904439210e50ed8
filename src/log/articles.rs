//! Articles over time: what was opened, judged, and where nothing fitted. The figures of a retrieval evaluation,
//! with agents' clicks in place of labels.

use super::interval::{Difference, Proportion, mean};
use super::merge::{Merged, TicketRecord};
use crate::json::Plain;
use crate::retrieval::{ndcg_at_10, reciprocal_rank};
use std::collections::BTreeMap;

/// Articles, overall and by month.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct ArticleFigures {
    /// Over all time.
    pub overall: ArticlePeriod,
    /// By month of the ticket's first analysis, oldest first.
    pub months: Vec<ArticlePeriod>,
    /// Articles that were opened or judged, the most opened first.
    pub articles: Vec<ArticleCounts>,
    /// Intents for which nothing fitted, the most frequent first: what is missing in the knowledge base.
    pub gaps: Vec<Gap>,
}

/// Articles in a stretch of time.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct ArticlePeriod {
    /// Such as `2026-11`; empty for all time.
    pub month: String,
    /// Tickets that were searched for.
    pub searched: usize,
    /// Of those, for how many no article fitted.
    pub nothing_fits: Proportion,
    /// Of the tickets with articles, on how many one was opened.
    pub opened: Proportion,
    /// Of the judged articles, how many were helpful.
    pub helpful: Proportion,
    /// Tickets on which an article was opened or judged: those that the figures below are of. The right article is
    /// the first that was judged helpful, else the first that was opened and not judged unhelpful.
    pub judged: usize,
    /// Of those, on how many the first article was the right one.
    pub recall_at_1: Proportion,
    /// Of those, on how many it was among the first five.
    pub recall_at_5: Proportion,
    /// Mean reciprocal rank of the right article.
    pub mrr: Difference,
    /// Mean normalised discounted cumulative gain at 10.
    pub ndcg_at_10: Difference,
}

/// An article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct ArticleCounts {
    /// Its id.
    pub article: String,
    /// Tickets on which it was shown.
    pub shown: usize,
    /// Tickets on which it was opened.
    pub opened: usize,
    /// Tickets on which it was judged helpful.
    pub helpful: usize,
    /// Tickets on which it was judged unhelpful.
    pub not_helpful: usize,
}

/// An intent for which nothing fitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Gap {
    /// Its id; empty where the classifier abstained.
    pub intent: String,
    /// Tickets.
    pub count: usize,
}

/// How many articles and gaps are listed.
const LISTED: usize = 50;

#[derive(Default)]
struct Tally {
    searched: usize,
    empty: usize,
    opened: usize,
    helpful: usize,
    unhelpful: usize,
    /// Rank of the right article, from 1, of each judged ticket.
    ranks: Vec<Option<usize>>,
}

/// Computes them.
pub(super) fn figures(merged: &Merged) -> ArticleFigures {
    let mut all = Tally::default();
    let mut months: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut articles: BTreeMap<&str, ArticleCounts> = BTreeMap::new();
    let mut gaps: BTreeMap<String, usize> = BTreeMap::new();
    for ticket in merged.tickets.values() {
        let Some(analysis) = &ticket.analysis else {
            continue;
        };
        // Without a knowledge base nothing was searched.
        if analysis.versions.knowledge.is_empty() {
            continue;
        }
        all.take(ticket, &analysis.articles);
        months
            .entry(&ticket.month)
            .or_default()
            .take(ticket, &analysis.articles);
        if analysis.articles.is_empty() {
            let intent = match &analysis.abstained {
                Some(_) => String::new(),
                None => analysis.intent.clone(),
            };
            *gaps.entry(intent).or_default() += 1;
        }
        for article in &analysis.articles {
            articles.entry(article).or_default().shown += 1;
        }
        for article in &ticket.opened {
            articles.entry(article).or_default().opened += 1;
        }
        for (article, helpful) in judged(ticket) {
            let counts = articles.entry(article).or_default();
            *if helpful {
                &mut counts.helpful
            } else {
                &mut counts.not_helpful
            } += 1;
        }
    }
    let mut articles: Vec<ArticleCounts> = articles
        .into_iter()
        .filter(|(_, counts)| counts.opened + counts.helpful + counts.not_helpful > 0)
        .map(|(article, counts)| ArticleCounts {
            article: article.to_owned(),
            ..counts
        })
        .collect();
    articles.sort_by_key(|it| std::cmp::Reverse(it.opened));
    articles.truncate(LISTED);
    let mut gaps: Vec<Gap> = gaps
        .into_iter()
        .map(|(intent, count)| Gap { intent, count })
        .collect();
    gaps.sort_by_key(|it| std::cmp::Reverse(it.count));
    gaps.truncate(LISTED);
    ArticleFigures {
        overall: all.period(""),
        months: months
            .into_iter()
            .map(|(month, tally)| tally.period(month))
            .collect(),
        articles,
        gaps,
    }
}

/// Articles that were judged, and whether they were helpful.
fn judged(ticket: &TicketRecord) -> impl Iterator<Item = (&str, bool)> {
    ticket
        .judged
        .values()
        .filter(|judgement| judgement.about == "article")
        .map(|judgement| (judgement.subject.as_str(), judgement.verdict == "helpful"))
}

impl Tally {
    fn take(&mut self, ticket: &TicketRecord, shown: &[String]) {
        self.searched += 1;
        self.empty += usize::from(shown.is_empty());
        self.opened += usize::from(!ticket.opened.is_empty());
        let mut best = None;
        let mut is_judged = !ticket.opened.is_empty();
        for (_, helpful) in judged(ticket) {
            is_judged = true;
            self.helpful += usize::from(helpful);
            self.unhelpful += usize::from(!helpful);
        }
        let verdict = |article: &str| {
            judged(ticket)
                .find(|(subject, _)| *subject == article)
                .map(|(_, helpful)| helpful)
        };
        for wanted in [Some(true), None] {
            best = best.or_else(|| {
                shown.iter().position(|article| {
                    verdict(article) == wanted
                        && (wanted.is_some() || ticket.opened.contains(article))
                })
            });
        }
        if is_judged {
            self.ranks.push(best.map(|at| at + 1));
        }
    }

    fn period(self, month: &str) -> ArticlePeriod {
        let judged = self.ranks.len();
        let within = |most: usize| {
            let found = self.ranks.iter().flatten().filter(|rank| **rank <= most);
            Proportion::of(found.count(), judged)
        };
        let each = |gain: &dyn Fn(Option<usize>) -> f64| {
            let gains: Vec<f64> = self.ranks.iter().map(|rank| gain(*rank)).collect();
            mean(&gains)
        };
        ArticlePeriod {
            month: month.to_owned(),
            searched: self.searched,
            nothing_fits: Proportion::of(self.empty, self.searched),
            opened: Proportion::of(self.opened, self.searched - self.empty),
            helpful: Proportion::of(self.helpful, self.helpful + self.unhelpful),
            judged,
            recall_at_1: within(1),
            recall_at_5: within(5),
            mrr: each(&reciprocal_rank),
            ndcg_at_10: each(&|rank| ndcg_at_10(rank, 1)),
        }
    }
}
