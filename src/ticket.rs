//! The neutral ticket: plain data, the same for every helpdesk.
//!
//! Everything but `id` and `messages` is optional, unknown fields are ignored, and a number is taken
//! where an identifier is expected, because helpdesks disagree on that.

mod money;
mod payload;
mod read;
mod surrogates;
mod time;

pub mod django_helpdesk;
pub mod platforms;
pub mod request_tracker;

pub use money::Money;
pub use payload::PayloadError;
pub use read::{ReadTicket, TicketError};
pub use time::Time;
#[cfg(target_arch = "wasm32")]
pub(crate) use {read::name_messages, surrogates::mend_surrogates};

use crate::json::{self, Fault, Plain, View, bridge};
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

macro_rules! lenient_enum {
    ($(#[$meta:meta])* $name:ident, $fallback:ident, { $($(#[$vmeta:meta])* $variant:ident = $id:literal $(| $alias:literal)*),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vmeta])* $variant),+
        }
        impl $name {
            /// The id that JSON carries.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }
            /// Reads an id or a common synonym; what is unknown becomes the fallback, so that no
            /// helpdesk's own word makes a ticket unreadable.
            #[must_use]
            pub fn from_id(text: &str) -> Self {
                match text.trim().to_ascii_lowercase().as_str() {
                    $($id $(| $alias)* => Self::$variant,)+
                    _ => Self::$fallback,
                }
            }
        }
        impl Plain for $name {
            fn blank() -> Self {
                Self::$fallback
            }
            fn read(&mut self, value: Value) -> Result<(), Fault> {
                *self = match &value {
                    Value::String(text) => Self::from_id(text),
                    other => Self::from_id(&other.to_string()),
                };
                Ok(())
            }
            fn view(&self) -> View<'_> {
                View::Text(self.id())
            }
        }
        bridge!($name);
    };
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

lenient_enum!(
    /// How the customer wrote.
    Channel, Other, {
        /// E-mail.
        Email = "email" | "mail",
        /// Chat or messenger.
        Chat = "chat" | "messaging",
        /// Web form.
        Web = "web",
        /// Telephone.
        Phone = "phone" | "voice" | "call",
        /// Text message.
        Sms = "sms",
        /// Social network.
        Social = "social" | "facebook" | "twitter" | "instagram",
        /// Made by a program.
        Api = "api",
        /// Anything else.
        Other = "other",
    }
);
lenient_enum!(
    /// State of a ticket.
    Status, Open, {
        /// Not looked at yet.
        New = "new",
        /// Work in progress.
        Open = "open" | "active" | "in_progress",
        /// Waiting for the customer.
        Pending = "pending" | "waiting",
        /// Waiting for someone else.
        OnHold = "on_hold" | "hold" | "stalled",
        /// Solved, may be reopened.
        Solved = "solved" | "resolved",
        /// Ended.
        Closed = "closed",
    }
);
lenient_enum!(
    /// Priority as the helpdesk holds it.
    TicketPriority, Normal, {
        /// Low.
        Low = "low",
        /// Normal.
        Normal = "normal" | "medium",
        /// High.
        High = "high",
        /// Urgent.
        Urgent = "urgent" | "critical",
    }
);
lenient_enum!(
    /// Who wrote a message. Whoever is unknown counts as the customer: that can raise a needless
    /// escalation but cannot miss one.
    Role, Customer, {
        /// The customer or someone writing for him.
        Customer = "customer" | "end_user" | "end-user" | "user" | "contact" | "requester",
        /// A person of the support team.
        Agent = "agent" | "staff" | "admin" | "operator",
        /// An automatic assistant.
        Ai = "ai" | "bot" | "assistant",
        /// The helpdesk itself.
        System = "system",
    }
);
lenient_enum!(
    /// Who can read a message.
    Visibility, Public, {
        /// The customer can.
        Public = "public",
        /// Only the team can.
        Internal = "internal" | "private" | "note",
    }
);
lenient_enum!(
    /// How a message's body is written.
    Format, Text, {
        /// Plain text.
        Text = "text" | "plain" | "text/plain",
        /// HTML.
        Html = "html" | "text/html",
    }
);
lenient_enum!(
    /// Who handled an earlier ticket.
    ResolvedBy, Human, {
        /// A person.
        Human = "human" | "agent",
        /// An automatic assistant.
        Ai = "ai" | "bot",
    }
);
lenient_enum!(
    /// A customer's satisfaction, also of one to five stars.
    Csat, Unrated, {
        /// Satisfied.
        Good = "good" | "satisfied" | "positive" | "4" | "5",
        /// Dissatisfied.
        Bad = "bad" | "dissatisfied" | "negative" | "1" | "2",
        /// Neither, or not asked yet.
        Unrated = "unrated",
    }
);

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

/// The agent to whom a ticket is assigned.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Assignee {
    /// Identifier.
    #[serde(deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Somebody in copy.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Participant {
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// `cc` or `follower`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// The agent who looks at the ticket.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct CurrentAgent {
    /// Identifier.
    #[serde(deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the helpdesk calls the agent an administrator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_admin: Option<bool>,
}

/// The customer.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Requester {
    /// Identifier.
    #[serde(deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Telephone number.
    #[serde(deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// BCP 47 language tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// IANA time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// ISO 3166 country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Customer since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Time>,
    /// Tags.
    #[serde(
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub tags: Vec<String>,
    /// Custom fields.
    #[serde(
        deserialize_with = "null_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub fields: Fields,
    /// The customer's organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// What the customer has spent in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime_value: Option<Money>,
    /// Value of the running contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_value: Option<Money>,
    /// How the product is used, by key.
    #[serde(
        deserialize_with = "null_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub usage: Fields,
    /// Whether the customer agreed to be served by an assistant alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ai_only_opt_in: Option<bool>,
}

/// A customer's organisation.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Organization {
    /// Identifier.
    #[serde(deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Tags.
    #[serde(
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub tags: Vec<String>,
    /// Custom fields.
    #[serde(
        deserialize_with = "null_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub fields: Fields,
}

/// An order of the customer.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Order {
    /// Order number.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// When it was placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placed_at: Option<Time>,
    /// When it was delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Time>,
    /// The shop's word for its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Total to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// Where it goes; `country` is an ISO 3166 code, the rest as the shop has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Fields>,
    /// Payments.
    #[serde(
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub payments: Vec<Payment>,
    /// The carrier's tracking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking: Option<Tracking>,
    /// What was ordered.
    #[serde(
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub items: Vec<Item>,
    /// Where the order's data comes from when the helpdesk did not give it (`look-up`, `fields`, `text`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<String>,
}

/// A payment of an order.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Payment {
    /// Means of payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The shop's word for its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// A parcel's tracking.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Tracking {
    /// Carrier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Tracking number.
    #[serde(deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Tracking page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// An ordered item.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Item {
    /// Stock keeping unit.
    #[serde(deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<f64>,
    /// Price of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Sold without right of return.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_sale: Option<bool>,
    /// Warranty from delivery, in months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warranty_months: Option<u32>,
    /// Condition (`new`, `used`, `opened`, …).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

/// A message of the conversation.
#[derive(Debug, Clone, PartialEq, Plain)]
pub struct Message {
    /// Identifier; `m1`, `m2`, … is given where the helpdesk has none.
    #[serde(default, deserialize_with = "id")]
    pub id: String,
    /// When it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
    /// Who wrote it.
    #[serde(default, deserialize_with = "null_default")]
    pub author: Author,
    /// Who can read it.
    #[serde(default)]
    pub visibility: Visibility,
    /// How `body` is written.
    #[serde(default)]
    pub format: Format,
    /// What was written, as the helpdesk gives it.
    #[serde(default, deserialize_with = "null_default")]
    pub body: String,
    /// Attached files.
    #[serde(
        default,
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub attachments: Vec<Attachment>,
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Plain)]
pub struct Author {
    /// Identifier.
    #[serde(
        default,
        deserialize_with = "id",
        skip_serializing_if = "Option::is_none"
    )]
    pub id: Option<String>,
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Address, where the helpdesk tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// In which role.
    #[serde(default)]
    pub role: Role,
}

impl Default for Author {
    fn default() -> Self {
        Self {
            id: None,
            name: None,
            email: None,
            role: Role::Customer,
        }
    }
}

/// An attached file, without its content.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Attachment {
    /// File name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// Bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
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
