//! Knowledge: articles, their index, and search.

use crate::analysis::{ArticleHit, Entity, IntentVerdict};
use crate::settings::knowledge::KnowledgeSettings;
use crate::text::Conversation;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Version of the index that this engine reads.
pub const FORMAT: u32 = 1;

/// An article of the knowledge base.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// The search index over a knowledge base.
#[derive(Debug, Clone, Default)]
pub struct KnowledgeIndex {}

impl KnowledgeIndex {
    /// Builds an index.
    #[must_use]
    pub fn build(_articles: &[Article]) -> Self {
        Self {}
    }

    /// The index as bytes, the same natively and in wasm.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Reads an index.
    ///
    /// # Errors
    /// When the bytes are no index, of another version, or damaged.
    pub fn from_bytes(_bytes: &[u8]) -> Result<Self, IndexError> {
        Err(IndexError::NotAnIndex)
    }

    /// Number of articles and fingerprint.
    #[must_use]
    pub fn version(&self) -> String {
        String::new()
    }

    /// Articles for a typed query, best first.
    #[must_use]
    pub fn search(
        &self,
        _query: &str,
        _limit: usize,
        _settings: &KnowledgeSettings,
        _now: i64,
    ) -> Vec<ArticleHit> {
        Vec::new()
    }

    /// Articles for a ticket, best first; empty when nothing fits.
    #[must_use]
    pub fn for_ticket(
        &self,
        _conversation: &Conversation,
        _entities: &[Entity],
        _intent: &IntentVerdict,
        _settings: &KnowledgeSettings,
        _now: i64,
    ) -> Vec<ArticleHit> {
        Vec::new()
    }
}
