//! What policies, articles and solved tickets say.

use crate::evidence::Span;
use crate::json::Plain;

/// What a policy allows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Plain)]
#[serde(rename_all = "snake_case")]
pub enum PolicyStatus {
    /// Allowed.
    Allowed,
    /// Not allowed.
    Denied,
    /// Allowed, but not for long.
    Expiring,
    /// A fact is missing.
    #[default]
    Unknown,
}

/// What a policy says of this ticket.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct PolicyFlag {
    /// Policy, such as `returns`.
    pub policy: String,
    /// Id of the rule that decided.
    pub rule: String,
    /// What it says.
    pub status: PolicyStatus,
    /// In words, such as `day 27 of 30`.
    pub detail: String,
    /// The facts that were used.
    pub facts: Vec<PolicyFact>,
    /// Names of the facts that are missing.
    pub missing: Vec<String>,
    /// The rule in the settings' words.
    pub why: String,
    /// Article that states the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
}

/// A fact that a policy used.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct PolicyFact {
    /// What it is, such as `delivered_at`.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Path from which it comes.
    pub source: String,
}

/// An article that fits.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct ArticleHit {
    /// The article.
    pub article_id: String,
    /// Title.
    pub title: String,
    /// Address, if it has one.
    pub url: Option<String>,
    /// Score, in log-odds: of two articles, the better one is so much likelier the right one.
    pub score: f64,
    /// What the score adds up from.
    pub score_parts: ScoreParts,
    /// How likely it answers what was asked, 0 to 1.
    pub relevance: f64,
    /// The passage that fits best.
    pub passage: String,
    /// UTF-16 ranges of the matched words in `passage`.
    pub highlights: Vec<Span>,
    /// When the article last changed, RFC 3339.
    pub updated_at: Option<String>,
    /// What to mind, such as `stale` or `internal`.
    pub warnings: Vec<String>,
}

/// What an article's score adds up from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Plain)]
#[serde(default)]
pub struct ScoreParts {
    /// Words that it shares with what was asked.
    pub words: f64,
    /// Nearness of what it says, in whatever words.
    pub meaning: f64,
    /// That it is tied to the ticket's intent.
    pub intent: f64,
}

/// A solved ticket like this one.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct SimilarTicket {
    /// The ticket.
    pub ticket_id: String,
    /// Its subject.
    pub subject: String,
    /// How it was resolved.
    pub resolution: String,
    /// Score.
    pub score: f64,
}

/// A way to resolve the ticket.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct ResolutionPath {
    /// What it is.
    pub title: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// Why it fits.
    pub rationale: String,
    /// Policy rules and articles that it rests on.
    pub sources: Vec<String>,
    /// 0 to 1.
    pub confidence: f64,
}
