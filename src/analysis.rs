//! The analysis: plain data out, in the order and words of the data contract.
//!
//! Every figure is rounded to four decimals before it gets here.

mod entities;
mod escalation;
mod knowledge;
mod summary;
mod verdicts;

pub use entities::{Entity, EntityKind, MessageRegion, MoneyRole};
pub use escalation::{Autonomy, CheckedRule, Escalation, Severity, Tier, Trigger};
pub use knowledge::{
    ArticleHit, PolicyFact, PolicyFlag, PolicyStatus, ResolutionPath, ScoreParts, SimilarTicket,
};
pub use summary::{AccountFact, ClauseSource, ConversationPoint, Summary};
pub use verdicts::{
    Abstention, Band, Calibration, Candidate, IntentVerdict, LanguageVerdict, MessageSentiment,
    PriorityFactor, PriorityLevel, PriorityVerdict, SentimentVerdict, Trend,
};

use crate::json::Plain;
use serde_json::Value;

/// What the engine says of a ticket at a moment.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Analysis {
    /// The ticket.
    pub ticket_id: String,
    /// The moment for which this holds, RFC 3339.
    pub now: String,
    /// What computed it.
    pub versions: Versions,
    /// What was mended, skipped or missing.
    pub diagnostics: Vec<Diagnostic>,
    /// Language of the customer's words.
    pub language: LanguageVerdict,
    /// What the customer wants.
    pub intent: IntentVerdict,
    /// How the customer feels.
    pub sentiment: SentimentVerdict,
    /// How urgent it is.
    pub priority: PriorityVerdict,
    /// Escalation triggers that fired.
    pub triggers: Vec<Trigger>,
    /// Every rule that was checked.
    pub checked: Vec<CheckedRule>,
    /// Who must own the ticket.
    pub escalation: Escalation,
    /// The ticket at a glance.
    pub summary: Summary,
    /// Things named in the text.
    pub entities: Vec<Entity>,
    /// What of the messages is not the writer's own new words.
    pub regions: Vec<MessageRegion>,
    /// What the policies say.
    pub policy_flags: Vec<PolicyFlag>,
    /// Articles that fit.
    pub knowledge: Vec<ArticleHit>,
    /// Solved tickets like this one.
    pub similar: Vec<SimilarTicket>,
    /// Ways to resolve it.
    pub resolution_paths: Vec<ResolutionPath>,
    /// A draft; `None` in phase 1.
    pub draft: Option<Value>,
    /// Whether an assistant could resolve it alone, were it allowed.
    pub autonomy: Autonomy,
}

/// Versions of what computed an analysis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Versions {
    /// The engine.
    pub engine: String,
    /// The settings: their format's version and a hash of the effective document.
    pub settings: String,
    /// The models, by name and hash; empty when none is loaded.
    pub models: String,
    /// The knowledge index; empty when none is loaded.
    pub knowledge: String,
}

/// Something that was mended, skipped or is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Diagnostic {
    /// Stable code for programs.
    pub code: String,
    /// What happened, and where.
    pub message: String,
    /// The way out.
    pub help: String,
    /// Line in the document that was read, from 1, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column in that line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

impl Diagnostic {
    /// A diagnostic without a place in a document.
    pub fn new(
        code: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            help: help.into(),
            line: None,
            column: None,
        }
    }
}
