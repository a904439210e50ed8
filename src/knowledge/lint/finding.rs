//! Findings: what lint says, with the passages that it rests on.

use super::claim::Claim;
use super::contradiction::Conflict;
use super::corpus::Corpus;
use super::duplicate::Pair;
use super::gaps::{self, Gap};
use super::policies::Stated;
use super::units::Measure;
use super::{LintOptions, links, stale, wording};
use crate::analysis::Diagnostic;
use crate::evidence::{Evidence, Span};
use crate::json::Plain;
use crate::round::round4;
use crate::ticket::Time;
use serde_json::Value;
use std::collections::BTreeSet;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Two articles, or an article and a policy, say different things about the same matter.
    Contradiction,
    /// Two articles say the same.
    Duplicate,
    /// Time has overtaken what an article says.
    Stale,
    /// A link to an article or heading that is not there.
    DeadLink,
    /// What customers ask and no article answers.
    Gap,
    /// Words that leave a reader guessing.
    Wording,
    /// Not changed for long.
    Aged,
    /// No ticket ever reached it.
    Unreached,
}

impl FindingKind {
    /// Whether it is advice rather than a defect; advice is reported on demand.
    #[must_use]
    pub fn is_advisory(self) -> bool {
        matches!(self, Self::Wording | Self::Aged | Self::Unreached)
    }

    /// Its name in the report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Contradiction => "contradiction",
            Self::Duplicate => "duplicate",
            Self::Stale => "stale",
            Self::DeadLink => "dead_link",
            Self::Gap => "gap",
            Self::Wording => "wording",
            Self::Aged => "aged",
            Self::Unreached => "unreached",
        }
    }
}

/// How much harm a finding does if it is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Customers are told something wrong.
    High,
    /// Customers may be misled.
    Medium,
    /// Worth a look.
    Low,
}

/// Something that is wrong with the knowledge base.
#[derive(Debug, Clone, PartialEq, Plain)]
pub struct Finding {
    /// What kind.
    pub kind: FindingKind,
    /// The articles that it is about, by id.
    pub articles: Vec<String>,
    /// The passages: spans are UTF-16 code units into the article's body, or its title.
    pub evidence: Vec<Evidence>,
    /// The values that do not agree, one for each passage, the dates that have passed, or the vague
    /// words.
    pub values: Vec<String>,
    /// Why it is reported.
    pub why: String,
    /// How much harm it does if it is right.
    pub severity: Severity,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
    /// The way out.
    pub help: String,
    /// Of a gap: how many questions it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<usize>,
    /// Of a gap: some of the questions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<String>,
    /// Of a gap: what an article should say, title first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outline: Vec<String>,
}

impl Finding {
    fn new(
        kind: FindingKind,
        severity: Severity,
        confidence: f64,
        why: impl Into<String>,
        help: &str,
    ) -> Self {
        Self {
            kind,
            articles: Vec::new(),
            evidence: Vec::new(),
            values: Vec::new(),
            why: why.into(),
            severity,
            confidence: round4(confidence),
            help: help.to_owned(),
            volume: None,
            questions: Vec::new(),
            outline: Vec::new(),
        }
    }
}

/// What lint found.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Report {
    /// By kind, the surest first; gaps by volume.
    pub findings: Vec<Finding>,
    /// Articles that were read in part, or have no title, or an id that stands twice.
    pub diagnostics: Vec<Diagnostic>,
    /// How many articles were read.
    pub articles: usize,
}

/// A contradiction is reported from this confidence on.
const SURE: f64 = 0.4;
/// Articles that are so much alike say the same in other words.
const REPEATS: f64 = 0.64;
/// Two values of such articles contradict each other from this confidence on.
const SURE_THOUGH_REPEATED: f64 = 0.8;
/// Two statements of articles that are alike, but less so.
const SURE_THOUGH_ALIKE: f64 = 0.6;
/// A statement is called stale from this confidence on.
const STALE: f64 = 0.5;

/// Contradictions; articles from `own` on are policies. What an article says that is `overtaken` is told as that.
pub(super) fn contradictions(
    corpus: &Corpus<'_>,
    claims: &[Claim],
    conflicts: &[Conflict],
    pairs: &[Pair],
    stated: &[Stated<'_>],
    overtaken: &[Finding],
    own: usize,
) -> Vec<Finding> {
    let overtaken: BTreeSet<&str> = overtaken
        .iter()
        .flat_map(|finding| finding.articles.iter().map(String::as_str))
        .collect();
    let is_overtaken = |claim: &Claim| {
        claim.article < own
            && corpus
                .article(claim.article)
                .is_some_and(|(article, _)| overtaken.contains(article.id.as_str()))
    };
    let mut out: Vec<Finding> = Vec::new();
    let mut seen: Vec<(usize, usize)> = Vec::new();
    for conflict in conflicts {
        let (Some(a), Some(b)) = (claims.get(conflict.a), claims.get(conflict.b)) else {
            continue;
        };
        let statement = a.quantity.measure == Measure::Statement;
        let repeats = pairs
            .iter()
            .find(|pair| (pair.a, pair.b) == (a.article, b.article))
            .map_or(0.0, |pair| pair.likeness);
        // Articles that repeat each other differ in words alone, if their values agree.
        let reworded = if repeats >= REPEATS {
            statement || conflict.confidence < SURE_THOUGH_REPEATED
        } else {
            repeats > 0.0 && statement && conflict.confidence < SURE_THOUGH_ALIKE
        };
        if reworded {
            continue;
        }
        let policy = a.article >= own || b.article >= own;
        if !policy && (is_overtaken(a) || is_overtaken(b)) {
            continue;
        }
        // One finding a pair of articles: its surest.
        if conflict.confidence < SURE
            || seen.contains(&(a.article, b.article))
            || (policy && (statement || (a.article >= own && b.article >= own)))
        {
            continue;
        }
        seen.push((a.article, b.article));
        let why = if statement {
            "one affirms what the other denies"
        } else if policy {
            "the article names another value than the policy"
        } else {
            "different values about the same matter"
        };
        let help = if policy {
            "change the article, or the policy in the settings"
        } else {
            "find out which holds, state it in one article, and link to it from the other"
        };
        let mut finding = Finding::new(
            FindingKind::Contradiction,
            Severity::High,
            conflict.confidence,
            why,
            help,
        );
        for claim in [a, b] {
            let (Some((article, document)), Some(unit)) = (
                corpus.article(claim.article),
                corpus.unit(claim.article, claim.unit),
            ) else {
                continue;
            };
            let words = document.words(unit, article);
            let value = words
                .get(claim.quantity.range.clone())
                .unwrap_or("")
                .to_owned();
            finding.values.push(value.clone());
            if let Some(stated) = claim.article.checked_sub(own).and_then(|at| stated.get(at)) {
                finding.evidence.push(Evidence::Settings {
                    path: format!("policies[id={}]", stated.rule.id),
                    value: Value::String(stated.rule.why.clone()),
                });
            } else {
                finding
                    .evidence
                    .push(document.evidence(article, unit, &unit.range));
                finding.articles.push(article.id.clone());
            }
        }
        out.push(finding);
    }
    out
}

/// Near-duplicates.
pub(super) fn duplicates(corpus: &Corpus<'_>, pairs: &[Pair], own: usize) -> Vec<Finding> {
    pairs
        .iter()
        .filter(|pair| pair.a < own && pair.b < own)
        .filter_map(|pair| {
            let mut finding = Finding::new(
                FindingKind::Duplicate,
                Severity::Medium,
                pair.confidence,
                "both articles say nearly the same",
                "merge them, and let the address of one lead to the other",
            );
            for (article, unit) in [(pair.a, pair.units.0), (pair.b, pair.units.1)] {
                let (source, document) = corpus.article(article)?;
                let unit = corpus.unit(article, unit)?;
                finding
                    .evidence
                    .push(document.evidence(source, unit, &unit.range));
                finding.articles.push(source.id.clone());
            }
            Some(finding)
        })
        .collect()
}

/// What time has overtaken.
pub(super) fn stale(corpus: &Corpus<'_>, now: i64, own: usize) -> Vec<Finding> {
    let mut out = Vec::new();
    for (article, document) in corpus.articles.iter().zip(&corpus.documents).take(own) {
        let mut passages = stale::of_article(article, document, now);
        passages.sort_by(|x, y| {
            y.confidence
                .total_cmp(&x.confidence)
                .then(x.unit.cmp(&y.unit))
        });
        let Some(first) = passages.first() else {
            continue;
        };
        let confidence = (first.confidence + 0.05 * (passages.len() - 1).min(4) as f64).min(0.95);
        if confidence < STALE {
            continue;
        }
        let why = match first.reason {
            stale::Reason::Plan => "a plan whose date has passed",
            stale::Reason::Ended => "it ended on a day that has passed",
            stale::Reason::Season => "it speaks of a time that is over",
            stale::Reason::Product => "it names a program or service that its maker has ended",
            stale::Reason::Soon => "it looked ahead more than a year ago",
        };
        let mut finding = Finding::new(
            FindingKind::Stale,
            Severity::Medium,
            confidence,
            why,
            "say what holds today, or take the article out",
        );
        passages.dedup_by_key(|passage| passage.unit);
        passages.truncate(6);
        for passage in &passages {
            if let Some(unit) = document.units.get(passage.unit) {
                finding
                    .evidence
                    .push(document.evidence(article, unit, &passage.range));
                finding.values.push(passage.date.clone());
            }
        }
        finding.articles.push(article.id.clone());
        out.push(finding);
    }
    out.sort_by(|x, y| {
        y.confidence
            .total_cmp(&x.confidence)
            .then(x.articles.cmp(&y.articles))
    });
    out
}

/// Links that lead nowhere.
pub(super) fn dead_links(corpus: &Corpus<'_>, own: usize) -> Vec<Finding> {
    links::find(corpus)
        .into_iter()
        .filter(|dead| dead.article < own)
        .filter_map(|dead| {
            let (article, _) = corpus.article(dead.article)?;
            let mut finding = Finding::new(
                FindingKind::DeadLink,
                Severity::Medium,
                0.9,
                "no article or heading of this knowledge base has that address",
                "correct the address, or take the link out",
            );
            let units = |at: usize| -> usize {
                article
                    .body
                    .get(..at)
                    .unwrap_or("")
                    .chars()
                    .map(char::len_utf16)
                    .sum()
            };
            finding.evidence.push(Evidence::Article {
                article_id: article.id.clone(),
                span: Span {
                    start: units(dead.link.body.start),
                    end: units(dead.link.body.end),
                },
                text: dead.link.text.clone(),
            });
            finding.values.push(dead.link.target.clone());
            finding.articles.push(article.id.clone());
            Some(finding)
        })
        .collect()
}

/// Vague words, one finding an article.
pub(super) fn wording(corpus: &Corpus<'_>, own: usize) -> Vec<Finding> {
    let mut out = Vec::new();
    for (article, document) in corpus.articles.iter().zip(&corpus.documents).take(own) {
        let vague = wording::of_article(article, document);
        let Some(first) = vague.first() else {
            continue;
        };
        let mut finding = Finding::new(
            FindingKind::Wording,
            Severity::Low,
            0.5,
            format!("`{}` leaves open: {}", first.words, first.open),
            "name the value, the case or the address",
        );
        for one in vague.iter().take(6) {
            if let Some(unit) = document.units.get(one.unit) {
                finding
                    .evidence
                    .push(document.evidence(article, unit, &one.range));
                finding.values.push(one.words.to_owned());
            }
        }
        finding.articles.push(article.id.clone());
        out.push(finding);
    }
    out
}

/// Articles that have not changed for long.
pub(super) fn aged(corpus: &Corpus<'_>, options: &LintOptions<'_>, own: usize) -> Vec<Finding> {
    let mut out: Vec<(i64, Finding)> = Vec::new();
    for article in corpus.articles.iter().take(own) {
        let Some(at) = article
            .updated_at
            .as_deref()
            .and_then(|at| Time::new(at).millis())
        else {
            continue;
        };
        let days = options.now.saturating_sub(at) / 86_400_000;
        if options.aged_days == 0 || days <= i64::from(options.aged_days) {
            continue;
        }
        let mut finding = Finding::new(
            FindingKind::Aged,
            Severity::Low,
            1.0,
            format!("not changed for {days} days"),
            "read it once, and save it if it still holds",
        );
        finding
            .values
            .push(article.updated_at.clone().unwrap_or_default());
        finding.articles.push(article.id.clone());
        out.push((days, finding));
    }
    out.sort_by(|x, y| y.0.cmp(&x.0).then(x.1.articles.cmp(&y.1.articles)));
    out.into_iter().map(|(_, finding)| finding).collect()
}

/// Articles that no ticket ever reached.
pub(super) fn unreached(corpus: &Corpus<'_>, reached: &[String], own: usize) -> Vec<Finding> {
    corpus
        .articles
        .iter()
        .take(own)
        .filter(|article| !reached.contains(&article.id))
        .map(|article| {
            let mut finding = Finding::new(
                FindingKind::Unreached,
                Severity::Low,
                0.5,
                "no ticket ever reached it",
                "give it the words that customers use, tie it to an intent, or take it out",
            );
            finding.articles.push(article.id.clone());
            finding
        })
        .collect()
}

/// What customers ask and no article answers.
pub(super) fn gaps(gaps: &[Gap]) -> Vec<Finding> {
    gaps.iter()
        .map(|gap| {
            let mut finding = Finding::new(
                FindingKind::Gap,
                Severity::Medium,
                0.6,
                match &gap.intent {
                    Some(intent) => format!(
                        "asked {} times with the intent `{intent}`, and no article answers",
                        gap.volume
                    ),
                    None => format!("asked {} times, and no article answers", gap.volume),
                },
                "write an article after the outline",
            );
            finding.volume = Some(gap.volume);
            finding.questions.clone_from(&gap.samples);
            finding.outline = gaps::outline(gap);
            finding
        })
        .collect()
}
