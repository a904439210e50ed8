//! What is said of the whole ticket: language, intent, sentiment, priority.

use crate::evidence::Evidence;
use crate::json::Plain;
use serde_json::Value;

/// Language of the customer's words.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct LanguageVerdict {
    /// ISO 639-1 code; `und` when it cannot be told.
    pub code: String,
    /// 0 to 1.
    pub confidence: f64,
}

/// Band of a confidence, which decides what the panel offers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Do not build on it.
    #[default]
    Low,
    /// A suggestion.
    Medium,
    /// May be built on.
    High,
}

/// Why the classifier says nothing rather than guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Plain)]
#[serde(rename_all = "snake_case")]
pub enum Abstention {
    /// There is no text of the customer.
    Empty,
    /// The model was not trained for the language.
    UnsupportedLanguage,
    /// Two intents are as likely.
    Tie,
    /// The best candidate is below its threshold.
    LowConfidence,
    /// No support matter.
    OutOfScope,
    /// No model is loaded.
    NoModel,
}

/// What the customer wants.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct IntentVerdict {
    /// Intent id; the best candidate's also when abstained, empty when there is none.
    pub label: String,
    /// Calibrated probability that `label` is right, 0 to 1.
    pub confidence: f64,
    /// Band of `confidence`.
    pub band: Band,
    /// Why it abstains, if it does.
    pub abstained: Option<Abstention>,
    /// Candidates, best first.
    pub candidates: Vec<Candidate>,
    /// Words that decided it, by weight.
    pub evidence: Vec<Evidence>,
    /// What each of these words adds to the label's score over the average label, in their order; to its similarity
    /// where the intent is told by a lead's examples, of which the nearest stands last without a weight.
    pub weights: Vec<f64>,
    /// What the confidence means.
    pub calibration: Calibration,
}

/// A possible intent.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Candidate {
    /// Intent id.
    pub label: String,
    /// Calibrated probability.
    pub confidence: f64,
}

/// Of `of` held-out messages with such a confidence, `right` were right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Calibration {
    /// How many were right.
    pub right: u32,
    /// How many there were.
    pub of: u32,
}

/// Direction of the sentiment over the customer's messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Plain)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// Better.
    Improving,
    /// The same.
    #[default]
    Steady,
    /// Worse.
    Worsening,
}

/// How the customer feels about the service.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct SentimentVerdict {
    /// -1 (furious) to 1 (delighted), of the latest customer message.
    pub score: f64,
    /// `very_negative`, `negative`, `neutral`, `positive` or `very_positive`.
    pub label: String,
    /// Over the conversation.
    pub trend: Trend,
    /// Each customer message's score.
    pub per_message: Vec<MessageSentiment>,
    /// The words that weighed most.
    pub evidence: Vec<Evidence>,
}

/// A message's sentiment.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct MessageSentiment {
    /// The message.
    pub message_id: String,
    /// -1 to 1.
    pub score: f64,
}

/// Level of a computed priority.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum PriorityLevel {
    /// Can wait.
    Low,
    /// In its turn.
    #[default]
    Normal,
    /// Before others.
    High,
    /// Now.
    Urgent,
}

/// How urgent a ticket is.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct PriorityVerdict {
    /// 0 to 100: the sum of the factors, clamped.
    pub score: f64,
    /// Level of `score`.
    pub level: PriorityLevel,
    /// What it is made of.
    pub factors: Vec<PriorityFactor>,
}

/// A part of the priority.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct PriorityFactor {
    /// Which signal, such as `sentiment`.
    pub signal: String,
    /// Points that it adds (or takes).
    pub contribution: f64,
    /// The signal's value.
    pub value: Value,
    /// Where the value comes from.
    pub evidence: Vec<Evidence>,
}
