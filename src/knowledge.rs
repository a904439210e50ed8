//! Knowledge: articles, their index, and search.

mod analyzer;
mod bm25;
mod build;
mod bytes;
pub mod history;
pub mod import;
mod layout;
mod markup;
mod passage;
mod query;
mod ranking;
mod spelling;

use crate::analysis::{ArticleHit, Entity, IntentVerdict};
use crate::json::Plain;
use crate::settings::knowledge::KnowledgeSettings;
use crate::text::Conversation;
use crate::ticket::Time;
use analyzer::Analyzer;
use layout::{Layout, Stored};
use ranking::{Part, QueryTerms, Ranked};
use std::fmt;
use std::sync::Arc;

/// Version of the index that this engine writes and reads.
pub const FORMAT: u32 = 1;

/// An article of the knowledge base.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Article {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Address.
    pub url: Option<String>,
    /// Markdown or HTML.
    pub body: String,
    /// Section of the knowledge base.
    pub section: Option<String>,
    /// BCP 47 language tag.
    pub locale: Option<String>,
    /// RFC 3339.
    pub updated_at: Option<String>,
    /// Labels.
    pub labels: Vec<String>,
    /// Intents that it answers.
    pub intents: Vec<String>,
    /// Brand.
    pub brand: Option<String>,
    /// Not for customers.
    pub internal: bool,
}

/// Why an index cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexError {
    /// The bytes are no index.
    NotAnIndex,
    /// The index is of another format version.
    Version {
        /// Version of the file.
        found: u32,
        /// Version that this engine reads.
        expected: u32,
    },
    /// The index ends early or its checksum is wrong.
    Damaged,
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnIndex => f.write_str("this is no Handrail knowledge index"),
            Self::Version { found, expected } => {
                write!(
                    f,
                    "the knowledge index is of version {found}, this engine reads version {expected}"
                )
            }
            Self::Damaged => f.write_str("the knowledge index is damaged"),
        }
    }
}

impl std::error::Error for IndexError {}

impl IndexError {
    /// The way out, in the user's words.
    #[must_use]
    pub fn help(&self) -> &'static str {
        "import the articles again in the settings, or build the index with `handrail kb build`"
    }
}

/// The search index over a knowledge base: its bytes, read in place.
#[derive(Debug, Clone)]
pub struct KnowledgeIndex {
    bytes: Arc<[u8]>,
    layout: Layout,
}

impl Default for KnowledgeIndex {
    /// An index without articles.
    fn default() -> Self {
        Self::build(&[])
    }
}

/// What is searched for.
struct Question<'a> {
    parts: &'a [Part],
    /// Intent and how sure it is.
    intent: Option<(&'a str, f64)>,
    /// Least relevance that an article needs.
    relevance: f64,
}

impl KnowledgeIndex {
    /// Builds an index. Of articles with the same id the last one counts.
    #[must_use]
    pub fn build(articles: &[Article]) -> Self {
        let bytes: Arc<[u8]> = build::build(articles).into();
        let layout = Layout::read(&bytes).unwrap_or_default();
        Self { bytes, layout }
    }

    /// The index as bytes, the same natively and in wasm.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.bytes.to_vec()
    }

    /// Reads an index. Only its checksum is computed; articles are decoded when they are shown.
    ///
    /// # Errors
    /// When the bytes are no index, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, IndexError> {
        let layout = Layout::read(bytes)?;
        Ok(Self {
            bytes: bytes.into(),
            layout,
        })
    }

    /// Number of articles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.layout.articles
    }

    /// Whether it holds no article.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.layout.articles == 0
    }

    /// Number of articles and fingerprint.
    #[must_use]
    pub fn version(&self) -> String {
        format!("{}-{:016x}", self.layout.articles, self.layout.checksum)
    }

    /// Articles for a typed query, best first: all that share a word with it.
    #[must_use]
    pub fn search(
        &self,
        query: &str,
        limit: usize,
        settings: &KnowledgeSettings,
        now: i64,
    ) -> Vec<ArticleHit> {
        let parts = [Part {
            text: query.to_owned(),
            weight: 1.0,
        }];
        let question = Question {
            parts: &parts,
            intent: None,
            relevance: 0.0,
        };
        self.answer(&question, limit, settings, now)
    }

    /// Articles for a ticket, best first; empty when nothing fits.
    #[must_use]
    pub fn for_ticket(
        &self,
        conversation: &Conversation,
        entities: &[Entity],
        intent: &IntentVerdict,
        settings: &KnowledgeSettings,
        now: i64,
    ) -> Vec<ArticleHit> {
        let parts = query::parts(conversation, entities, intent);
        let question = Question {
            parts: &parts,
            intent: (!intent.label.is_empty())
                .then_some((intent.label.as_str(), intent.confidence)),
            relevance: settings.relevance,
        };
        self.answer(&question, settings.limit, settings, now)
    }

    fn answer(
        &self,
        question: &Question<'_>,
        limit: usize,
        settings: &KnowledgeSettings,
        now: i64,
    ) -> Vec<ArticleHit> {
        let bm25 = bm25::Bm25f::default();
        let asked: Vec<(Analyzer, QueryTerms)> = self
            .layout
            .languages
            .iter()
            .map(|language| {
                let analyzer = Analyzer::new(language);
                let terms = ranking::terms(&self.layout, &self.bytes, &analyzer, question.parts);
                (analyzer, terms)
            })
            .collect();
        let mut ranked: Vec<Ranked> = Vec::new();
        for (language, (_, terms)) in asked.iter().enumerate() {
            ranked.extend(ranking::rank(
                &self.layout,
                &self.bytes,
                language,
                terms,
                &bm25,
            ));
        }
        ranked.retain(|ranked| self.fits(ranked, question));
        ranked.sort_by(ranking::best_first);
        // The intent moves only what the words brought near.
        ranked.truncate(limit.saturating_mul(4).max(20));
        if let Some(intent) = question.intent {
            for one in &mut ranked {
                one.score = self.with_intent(one, intent);
            }
            ranked.sort_by(ranking::best_first);
        }
        ranked.truncate(limit);
        ranked
            .iter()
            .filter_map(|ranked| {
                let language = self.layout.language(&self.bytes, ranked.article);
                let (analyzer, terms) = asked.get(language)?;
                Some(self.hit(ranked, analyzer, terms, settings, now))
            })
            .collect()
    }

    /// Whether an article may be offered. One that is tied to the intent needs half the relevance.
    fn fits(&self, ranked: &Ranked, question: &Question<'_>) -> bool {
        ranked.score > 0.0
            && (ranked.relevance >= question.relevance
                || (ranked.relevance >= 0.5 * question.relevance
                    && question
                        .intent
                        .is_some_and(|(intent, _)| self.is_tied(ranked.article, intent))))
    }

    fn is_tied(&self, article: usize, intent: &str) -> bool {
        self.text(article, Stored::Intents)
            .lines()
            .any(|own| own == intent)
    }

    /// An article that names the intent gains by it, as far as the intent is sure.
    fn with_intent(&self, ranked: &Ranked, (intent, confidence): (&str, f64)) -> f64 {
        let factor = if self.is_tied(ranked.article, intent) {
            1.0 + 0.5 * confidence.clamp(0.0, 1.0)
        } else {
            1.0
        };
        crate::round::round4(ranked.score * factor)
    }

    fn text(&self, article: usize, which: Stored) -> &str {
        self.layout.string(&self.bytes, article, which)
    }

    fn hit(
        &self,
        ranked: &Ranked,
        analyzer: &Analyzer,
        terms: &QueryTerms,
        settings: &KnowledgeSettings,
        now: i64,
    ) -> ArticleHit {
        let given = |which| {
            let text = self.text(ranked.article, which);
            (!text.is_empty()).then(|| text.to_owned())
        };
        let passage = passage::best(self.text(ranked.article, Stored::Text), analyzer, terms);
        let updated_at = given(Stored::UpdatedAt);
        let mut warnings = Vec::new();
        let age = updated_at
            .as_deref()
            .and_then(|at| Time::new(at).millis())
            .map(|at| now.saturating_sub(at));
        let stale = i64::from(settings.stale_days).saturating_mul(86_400_000);
        if settings.stale_days > 0 && age.is_some_and(|age| age > stale) {
            warnings.push("stale".to_owned());
        }
        if self.layout.internal(&self.bytes, ranked.article) {
            warnings.push("internal".to_owned());
        }
        ArticleHit {
            article_id: self.text(ranked.article, Stored::Id).to_owned(),
            title: self.text(ranked.article, Stored::Title).to_owned(),
            url: given(Stored::Url),
            score: ranked.score,
            passage: passage.text,
            highlights: passage.highlights,
            updated_at,
            warnings,
        }
    }
}

#[cfg(test)]
mod tests;
