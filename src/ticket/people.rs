//! Who a ticket is about, and who works on it.

use crate::json::Plain;
use crate::ticket::{Fields, Money, Time};

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
