//! Knowledge: articles, their index, and search.

mod analyzer;
mod bm25;
mod build;
pub mod history;
pub mod import;
mod layout;
pub mod lint;
mod markup;
mod meaning;
mod passage;
mod query;
mod ranking;
mod spelling;
mod term_counts;
mod vocabulary;

use crate::analysis::{ArticleHit, Entity, IntentVerdict, ScoreParts};
use crate::fingerprint::fnv1a;
use crate::json::{self, Plain};
use crate::round::round4;
use crate::settings::knowledge::KnowledgeSettings;
use crate::text::Conversation;
use crate::text::vectors::Vectors;
use crate::ticket::Time;
use analyzer::Analyzer;
pub use build::IndexBuilder;
use layout::{Layout, Stored};
use meaning::Meaning;
use ranking::{Part, QueryTerms, Ranked};
use std::fmt;
use std::sync::Arc;

/// Version of the index that this engine writes and reads.
pub const FORMAT: u32 = 4;

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

impl Article {
    /// Tells versions of its content apart: FNV-1a of its JSON.
    #[must_use]
    pub fn digest(&self) -> u64 {
        fnv1a(json::text(self).as_bytes())
    }
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
    bytes: Arc<Vec<u8>>,
    layout: Layout,
}

/// How an index is searched, whatever is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// The lead's settings.
    pub settings: &'a KnowledgeSettings,
    /// The word vectors that the index was built with; without them, words alone decide.
    pub vectors: Option<&'a Vectors>,
    /// Now, in milliseconds since 1970 UTC.
    pub now: i64,
}

/// An article as the index keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredText<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its headings and text without markup.
    pub text: &'a str,
}

/// What is looked for.
struct Question<'a> {
    parts: &'a [Part],
    /// Intent and how sure it is.
    intent: Option<(&'a str, f64)>,
    /// Least relevance that an article needs.
    relevance: f64,
    limit: usize,
}

/// What an article tied to a sure intent gains.
const INTENT: f64 = 1.5;

impl KnowledgeIndex {
    /// Builds an index: the articles in the order of their ids. Of articles with the same id the last one counts. With
    /// word vectors, English articles are also found by what they mean; the index is then to be searched with
    /// the same ones.
    #[must_use]
    pub fn build(articles: &[Article], vectors: Option<&Vectors>) -> Self {
        let mut builder = IndexBuilder::default();
        for article in articles {
            builder.add(article, vectors);
        }
        Self::from_builder(&builder)
    }

    /// The index of what was added to a builder.
    #[must_use]
    pub fn from_builder(builder: &IndexBuilder) -> Self {
        let bytes = builder.finish();
        let layout = Layout::read(&bytes).unwrap_or_default();
        Self {
            bytes: Arc::new(bytes),
            layout,
        }
    }

    /// The index as bytes, the same natively and in wasm.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.bytes.to_vec()
    }

    /// Reads an index, of which it keeps the bytes. Only the checksum is computed; articles are decoded
    /// when they are shown.
    ///
    /// # Errors
    /// When the bytes are no index, of another version, or damaged.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, IndexError> {
        let layout = Layout::read(&bytes)?;
        Ok(Self {
            bytes: Arc::new(bytes),
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

    /// Ids of the articles with the digests of their content.
    #[must_use]
    pub fn digests(&self) -> Vec<(&str, u64)> {
        (0..self.layout.articles)
            .map(|article| {
                let digest = self.layout.digest(&self.bytes, article);
                (self.text(article, Stored::Id), digest)
            })
            .collect()
    }

    /// Whether it was built with these word vectors.
    #[must_use]
    pub fn is_built_with(&self, vectors: &Vectors) -> bool {
        self.layout.vectors == vectors.checksum()
    }

    /// What is stored of every article.
    #[must_use]
    pub fn texts(&self) -> Vec<StoredText<'_>> {
        (0..self.layout.articles)
            .map(|article| StoredText {
                id: self.text(article, Stored::Id),
                title: self.text(article, Stored::Title),
                text: self.text(article, Stored::Text),
            })
            .collect()
    }

    /// Articles for a typed query, best first: all that have to do with it, however little.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize, search: Search<'_>) -> Vec<ArticleHit> {
        let parts = [Part {
            text: query.to_owned(),
            weight: 1.0,
        }];
        let question = Question {
            parts: &parts,
            intent: None,
            relevance: 0.0,
            limit,
        };
        self.answer(&question, search)
    }

    /// Articles for a ticket, best first; empty when nothing fits.
    #[must_use]
    pub fn for_ticket(
        &self,
        conversation: &Conversation,
        entities: &[Entity],
        intent: &IntentVerdict,
        search: Search<'_>,
    ) -> Vec<ArticleHit> {
        let parts = query::parts(conversation, entities, intent);
        let question = Question {
            parts: &parts,
            intent: (!intent.label.is_empty())
                .then_some((intent.label.as_str(), intent.confidence)),
            relevance: search.settings.relevance,
            limit: search.settings.limit,
        };
        self.answer(&question, search)
    }

    fn answer(&self, question: &Question<'_>, search: Search<'_>) -> Vec<ArticleHit> {
        let analyzers: Vec<Analyzer> = self
            .layout
            .languages
            .iter()
            .map(|language| Analyzer::new(&language.code))
            .collect();
        let terms: Vec<QueryTerms> = analyzers
            .iter()
            .enumerate()
            .map(|(language, analyzer)| {
                ranking::terms(
                    &self.layout,
                    &self.bytes,
                    language,
                    analyzer,
                    question.parts,
                    &search.settings.synonyms,
                )
            })
            .collect();
        let meaning = Meaning::of(question.parts, search.vectors, &self.layout, &self.bytes);
        let mut ranked = ranking::rank(&self.layout, &self.bytes, &terms, meaning.as_ref());
        ranked.retain(|ranked| ranked.score > 0.0);
        if let Some((intent, confidence)) = question.intent {
            let gain = INTENT * confidence.clamp(0.0, 1.0);
            for one in ranked
                .iter_mut()
                .filter(|one| self.is_tied(one.article, intent))
            {
                one.intent = gain;
                one.score = round4(one.score + gain);
            }
            ranked.sort_by(ranking::best_first);
        }
        ranked
            .iter()
            .take(question.limit)
            .map(|one| (one, ranking::relevance(&ranked, one)))
            .filter(|(_, relevance)| *relevance >= question.relevance)
            .filter_map(|(one, relevance)| {
                let language = self.layout.language(&self.bytes, one.article);
                let (analyzer, terms) = (analyzers.get(language)?, terms.get(language)?);
                Some(self.hit(one, relevance, analyzer, terms, meaning.as_ref(), search))
            })
            .collect()
    }

    fn is_tied(&self, article: usize, intent: &str) -> bool {
        self.text(article, Stored::Intents)
            .lines()
            .any(|own| own == intent)
    }

    fn text(&self, article: usize, which: Stored) -> &str {
        self.layout.string(&self.bytes, article, which)
    }

    fn hit(
        &self,
        ranked: &Ranked,
        relevance: f64,
        analyzer: &Analyzer,
        terms: &QueryTerms,
        meaning: Option<&Meaning>,
        search: Search<'_>,
    ) -> ArticleHit {
        let given = |which| {
            let text = self.text(ranked.article, which);
            (!text.is_empty()).then(|| text.to_owned())
        };
        let passage = passage::best(
            self.text(ranked.article, Stored::Text),
            analyzer,
            terms,
            meaning.zip(search.vectors),
        );
        let updated_at = given(Stored::UpdatedAt);
        let mut warnings = Vec::new();
        let age = updated_at
            .as_deref()
            .and_then(|at| Time::new(at).millis())
            .map(|at| search.now.saturating_sub(at));
        let stale = i64::from(search.settings.stale_days).saturating_mul(86_400_000);
        if stale > 0 && age.is_some_and(|age| age > stale) {
            warnings.push("stale".to_owned());
        }
        if self.layout.internal(&self.bytes, ranked.article) {
            warnings.push("internal".to_owned());
        }
        let contradictions = self.text(ranked.article, Stored::Contradictions);
        warnings.extend(contradictions.lines().map(str::to_owned));
        ArticleHit {
            article_id: self.text(ranked.article, Stored::Id).to_owned(),
            title: self.text(ranked.article, Stored::Title).to_owned(),
            url: given(Stored::Url),
            score: ranked.score,
            score_parts: ScoreParts {
                words: round4(ranked.words),
                meaning: round4(ranked.meaning),
                intent: round4(ranked.intent),
            },
            relevance,
            passage: passage.text,
            highlights: passage.highlights,
            updated_at,
            warnings,
        }
    }
}

#[cfg(test)]
mod tests;
