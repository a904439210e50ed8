//! The ticket at a glance.

use crate::json::Plain;
use crate::ticket::Role;

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
