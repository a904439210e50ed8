//! What an assistant might resolve alone, once phase 3 is earned.

use crate::json::Plain;
use crate::ticket::Money;

/// Limits of autonomy; in phases 1 and 2 they only feed its shadow.
#[derive(Debug, Clone, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct AutonomySettings {
    /// Intents on the allowlist.
    pub allowlist: Vec<String>,
    /// Least calibrated confidence, 0 to 1.
    pub min_confidence: f64,
    /// No refund dispute above this sum.
    pub max_refund: Option<Money>,
    /// Words that always need a person; a star at the end stands for any ending.
    pub never_words: Vec<String>,
    /// No ticket whose sentiment is below this (-1 to 1).
    pub min_sentiment: f64,
}

/// The words `lawyer` and `review` in the languages that the rules know.
const NEVER_WORDS: &str = "lawyer* attorney* solicitor* review* anwalt* rechtsanwalt* rezension* \
    bewertung* avocat* avis abogad* reseña* advogad* avaliação avvocat* recension* advocaat recensie*";

impl Default for AutonomySettings {
    fn default() -> Self {
        Self {
            allowlist: Vec::new(),
            min_confidence: 0.9,
            max_refund: Some(Money::new("50", "USD")),
            never_words: NEVER_WORDS
                .split_ascii_whitespace()
                .map(str::to_owned)
                .collect(),
            min_sentiment: -0.4,
        }
    }
}
