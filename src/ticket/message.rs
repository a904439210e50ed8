//! The messages of the conversation.

use crate::json::Plain;
use crate::ticket::{Format, Role, Time, Visibility};

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
