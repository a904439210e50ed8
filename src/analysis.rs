//! The analysis: plain data out, in the order and words of the data contract.
//!
//! Every figure is rounded to four decimals before it gets here.

use crate::evidence::{Evidence, Span};
use crate::json::Plain;
use crate::ticket::{Money, Role};
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

/// How serious a trigger is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The agent should know; autonomy is off.
    #[default]
    Notice,
    /// A person must own the ticket.
    Escalate,
}

/// An escalation trigger that fired.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Trigger {
    /// Kind, as the taxonomy names it.
    pub kind: String,
    /// Id of the rule in the settings.
    pub rule: String,
    /// How serious.
    pub severity: Severity,
    /// The rule's reason, in words for the agent.
    pub reason: String,
    /// What was measured, where the rule measures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Against what it was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Value>,
    /// Where it comes from.
    pub evidence: Vec<Evidence>,
}

/// A rule that was checked.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct CheckedRule {
    /// Kind.
    pub kind: String,
    /// Id of the rule in the settings.
    pub rule: String,
    /// Whether it fired.
    pub fired: bool,
    /// How near it came, such as `480 of 500`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<String>,
}

/// Who owns a ticket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// The knowledge base alone answers it.
    SelfService,
    /// An allowlisted category without a person (phase 3).
    AiResolved,
    /// A person answers, with the context package.
    #[default]
    AiAssisted,
    /// A named team.
    Specialist,
    /// Management.
    Manager,
}

/// Where the ticket goes.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Escalation {
    /// Tier.
    pub tier: Tier,
    /// Whether a person must own it.
    pub required: bool,
    /// Team or queue.
    pub route: String,
    /// Minutes to the first reply.
    pub sla_minutes: Option<u32>,
    /// Why.
    pub reasons: Vec<String>,
}

/// The ticket at a glance; every clause is taken from a fact or a message.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Summary {
    /// Who wants what about which thing.
    pub one_line: String,
    /// The customer's current ask, in his words.
    pub ask: String,
    /// Key phrases.
    pub key_phrases: Vec<String>,
    /// At most five points, each of a message.
    pub conversation: Vec<ConversationPoint>,
    /// Questions that nobody answered yet.
    pub open_questions: Vec<String>,
    /// What the agents promised.
    pub promises: Vec<String>,
    /// What the customer has given already.
    pub already_given: Vec<String>,
    /// Facts of the account.
    pub account: Vec<AccountFact>,
    /// A returning customer's history in words; empty when there is none.
    pub history: String,
    /// What was tried already, by the customer or on the team's advice.
    pub tried: Vec<String>,
    /// Where the words of the clauses stand, in their order. Points and account facts carry their
    /// own sources.
    pub sources: Vec<ClauseSource>,
}

/// Words of a clause of the summary and their place. What else a clause says are the summary's own
/// few words, and counts that are spelled out.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct ClauseSource {
    /// The clause, such as `one_line` or `promises[0]`.
    pub clause: String,
    /// Words of it, white space in one line.
    pub text: String,
    /// Id of the message (`subject` for the subject line), path in the ticket such as
    /// `requester.name`, path in the settings behind `identity.`, or `intent`.
    pub source: String,
}

/// A point of the conversation.
#[derive(Debug, Clone, PartialEq, Plain)]
pub struct ConversationPoint {
    /// Words of the message.
    pub text: String,
    /// The message.
    pub message_id: String,
    /// Who wrote it.
    pub role: Role,
}

/// A fact of the account.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct AccountFact {
    /// What it is, such as `Tier`.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Path from which it comes.
    pub source: String,
}

/// Kind of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A sum.
    Money,
    /// An order number.
    Order,
    /// A tracking number.
    Tracking,
    /// A date.
    Date,
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A web address.
    Url,
    /// A product.
    Product,
    /// A person who is addressed, signs, or says who he is.
    Person,
    /// A payment card; all but its last four figures are hidden.
    Card,
    /// A bank account; all but its last four signs are hidden.
    Iban,
}

/// What a sum is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum MoneyRole {
    /// The customer wants it back.
    Refund,
    /// It was taken, rightly or not.
    Charge,
    /// It is taken off a price, or is a voucher's worth.
    Discount,
    /// It lies on an account, or limits it.
    Balance,
    /// Something costs it.
    Price,
    /// The customer paid it.
    Paid,
}

/// A part of a message that is a quote, a forwarded mail, a signature or a footer.
#[derive(Debug, Clone, PartialEq, Eq, Plain)]
pub struct MessageRegion {
    /// The message.
    pub message_id: String,
    /// `reply_quote`, `forwarded`, `signature`, `mobile_footer` or `disclaimer`.
    pub kind: String,
    /// UTF-16 range in the body as given.
    pub span: Span,
    /// The beginning of its first line.
    pub beginning: String,
}

/// A thing named in the text.
#[derive(Debug, Clone, PartialEq, Plain)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// As written.
    pub text: String,
    /// Its normal form: [`Money`] as an object, a date as `2026-11-20`, else text.
    pub value: Value,
    /// The message; `subject` for the subject line.
    pub message_id: String,
    /// UTF-16 range in the body as given (or the subject).
    pub span: Span,
    /// Of a sum: what it is for, where that can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<MoneyRole>,
}

impl Entity {
    /// The sum, if this is one.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        if self.kind == EntityKind::Money {
            Money::from_value(&self.value)
        } else {
            None
        }
    }
}

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

/// Whether an assistant could resolve the ticket alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Autonomy {
    /// Whether nothing speaks against it.
    pub eligible: bool,
    /// What speaks against it.
    pub blocked_by: Vec<String>,
}
