//! The neutral ticket: plain data, the same for every helpdesk.
//!
//! Everything but `id` and `messages` is optional, unknown fields are ignored, and a number is taken
//! where an identifier is expected, because helpdesks disagree on that.

mod message;
mod money;
mod order;
mod payload;
mod people;
mod read;
mod surrogates;
mod time;
mod vocabulary;

pub mod django_helpdesk;
pub mod platforms;
pub mod request_tracker;

pub use message::{Attachment, Author, Message};
pub use money::Money;
pub use order::{Item, Order, Payment, Tracking};
pub use payload::PayloadError;
pub use people::{Assignee, CurrentAgent, Organization, Participant, Requester};
pub use read::{ReadTicket, TicketError};
pub use time::Time;
pub use vocabulary::{Channel, Csat, Format, ResolvedBy, Role, Status, TicketPriority, Visibility};
#[cfg(target_arch = "wasm32")]
pub(crate) use {read::name_messages, surrogates::mend_surrogates};

use crate::json::{self, Plain};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Custom fields by key, as the helpdesk gives them.
pub type Fields = BTreeMap<String, Value>;

/// A support ticket with its whole conversation, and the facts around it.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
pub struct Ticket {
    /// The helpdesk's identifier.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// The number that an agent sees, where it differs from `id`.
    #[serde(
        default,
        deserialize_with = "id",
        skip_serializing_if = "Option::is_none"
    )]
    pub number: Option<String>,
    /// Where the ticket was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The subject line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The helpdesk's ticket type (`question`, `incident`, …).
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How the customer wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The state of the matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The priority that the helpdesk holds (not the one that the engine computes).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<TicketPriority>,
    /// When the ticket was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Time>,
    /// When anything last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Time>,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Time>,
    /// The service level's moments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sla: Option<Sla>,
    /// The brand that the customer wrote to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// The queue, inbox or group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// Tags of the ticket.
    #[serde(
        default,
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub tags: Vec<String>,
    /// Custom fields of the ticket.
    #[serde(
        default,
        deserialize_with = "null_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub fields: Fields,
    /// The agent to whom the ticket is assigned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Assignee>,
    /// People in copy.
    #[serde(
        default,
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub participants: Vec<Participant>,
    /// The agent who looks at the ticket now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_agent: Option<CurrentAgent>,
    /// The customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<Requester>,
    /// The customer's orders that the ticket carries.
    #[serde(
        default,
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub orders: Vec<Order>,
    /// The conversation, oldest first.
    #[serde(deserialize_with = "null_default")]
    pub messages: Vec<Message>,
    /// The requester's earlier tickets.
    #[serde(
        default,
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub previous_tickets: Vec<PreviousTicket>,
    /// The customer's rating of this ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
}

/// Where a ticket was read.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Source {
    /// Id of the platform, such as `request_tracker`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// Origin of the helpdesk, such as `https://desk.example.com`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Address of the ticket's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched_at: Option<Time>,
    /// The helpdesk's revision (an ETag, say).
    #[serde(deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// Whether the whole conversation was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete: Option<bool>,
}

/// A ticket from the part of one that a rule gives as an example.
///
/// # Errors
/// When a field is not of its type.
pub(crate) fn of_example(mut fields: Map<String, Value>) -> Result<Ticket, serde_json::Error> {
    fields.entry("id").or_insert(json!("example"));
    fields.entry("messages").or_insert(json!([]));
    json::shape(Value::Object(fields), None)
}

/// Moments that the service level sets.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Sla {
    /// First reply due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_reply_at: Option<Time>,
    /// Resolution due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolve_at: Option<Time>,
}

/// An earlier ticket of the requester.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct PreviousTicket {
    /// Identifier.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// Subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// State.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// When it was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Time>,
    /// Who handled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_by: Option<ResolvedBy>,
    /// How satisfied the customer was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csat: Option<Csat>,
    /// Intent, where it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    /// How it was resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<String>,
}

/// The customer's rating of the ticket.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Rating {
    /// Score, as the helpdesk gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Value>,
    /// Comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}
