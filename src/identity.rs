//! Who is who: what the settings know is added to what the helpdesk gave.

mod amount;
mod authors;
mod dates;
mod directory;
pub mod directory_csv;
mod matter;
mod order_answer;
mod order_fields;
mod order_lookup;
mod order_text;
mod vip;

pub use matter::{Chosen, OrderChoice, order_in_question, orders_in_question};
pub use order_answer::{LOOK_UP, OrderAnswer, add_looked_up};
pub use order_lookup::{OrderRequest, check_lookup, order_requests};
pub use order_text::add_told_order;

use crate::evidence::Evidence;
use crate::settings::identity::Identity;
use crate::sorted::Map;
use crate::ticket::{Fields, Ticket};
use serde_json::Value;

/// A customer's loyalty tier, and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownTier {
    /// As written.
    pub value: String,
    /// Path in the ticket, such as `requester.fields.loyalty_tier`.
    pub path: String,
}

/// A ticket with the settings' facts added, and which facts those are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KnownTicket {
    /// The ticket with roles, customer data and orders filled in.
    pub ticket: Ticket,
    /// Path of a field that was filled in → path from which it came: in the settings (it then
    /// starts with `identity.`), or the custom field that the settings map.
    pub origins: Map<String, String>,
    /// Whether the requester or the organisation is a VIP: the evidence, empty if not.
    pub vip: Vec<Evidence>,
    /// The customer's tier, from the first of the configured fields that has one.
    pub tier: Option<KnownTier>,
}

impl KnownTicket {
    /// Evidence for a field: the helpdesk's, or the settings' where they filled it in.
    #[must_use]
    pub fn evidence(&self, path: &str, value: Value) -> Evidence {
        let source = self.source(path);
        if source.starts_with("identity.") {
            Evidence::Settings {
                path: source.to_owned(),
                value,
            }
        } else {
            Evidence::Field {
                path: source.to_owned(),
                value,
            }
        }
    }

    /// Where a field's value comes from: its own path, or the path behind it.
    #[must_use]
    pub fn source<'a>(&'a self, path: &'a str) -> &'a str {
        self.origins.get(path).map_or(path, String::as_str)
    }
}

/// The compiled identity section.
#[derive(Debug, Clone, Default)]
pub struct IdentityRules {
    identity: Identity,
    /// Position in the directory by address in lower case.
    directory: Map<String, usize>,
}

impl IdentityRules {
    /// Compiles the section. Where an address stands twice in the directory, the later row wins.
    #[must_use]
    pub fn compile(identity: &Identity) -> Self {
        let directory = identity
            .directory
            .iter()
            .enumerate()
            .map(|(position, customer)| (fold(&customer.address), position))
            .collect();
        Self {
            identity: identity.clone(),
            directory,
        }
    }

    /// Adds what the settings know. What the helpdesk gave is never overwritten.
    #[must_use]
    pub fn apply(&self, ticket: &Ticket) -> KnownTicket {
        let mut known = KnownTicket {
            ticket: ticket.clone(),
            ..KnownTicket::default()
        };
        authors::set_roles(&self.identity, &mut known.ticket);
        self.fill_from_directory(&mut known);
        order_fields::add_order(&self.identity.order_fields, &mut known);
        known.tier = vip::tier(&self.identity.tier_fields, &known.ticket);
        known.vip = vip::evidence(&self.identity.vip, &known);
        known
    }

    fn fill_from_directory(&self, known: &mut KnownTicket) {
        let Some(address) = directory::address(&known.ticket) else {
            return;
        };
        let customer = self
            .directory
            .get(&fold(&address))
            .and_then(|position| self.identity.directory.get(*position));
        if let Some(customer) = customer {
            directory::fill(known, customer, &self.identity.tier_fields);
        }
    }
}

/// Trimmed and in lower case: how addresses and names are compared.
fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A key as it is compared when it does not match exactly: letters and digits in lower case, so
/// that `Order number` and `order_number` are the same field.
fn fold_key(key: &str) -> String {
    key.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A custom field's value that says something, with the key under which it stands: by the exact
/// key, else by the same letters and digits. Of a list the first value counts.
fn field<'a>(fields: &'a Fields, key: &str) -> Option<(&'a str, &'a Value)> {
    let exact = fields.get_key_value(key);
    let found = exact.or_else(|| {
        let wanted = fold_key(key);
        fields.iter().find(|(key, _)| {
            let key = fold_key(key);
            // Some helpdesks mark a custom field so.
            key == wanted || key.strip_prefix("custom") == Some(&wanted)
        })
    });
    let (key, value) = found?;
    let value = match value {
        Value::Array(values) => values.iter().find(|value| says_something(value))?,
        other => other,
    };
    says_something(value).then_some((key.as_str(), value))
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// A plain value as text.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        other => crate::json::text(other),
    }
}

#[cfg(test)]
mod tests;
