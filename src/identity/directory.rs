//! The customer directory fills what the helpdesk does not tell of the requester.

use crate::identity::{KnownTicket, dates, field};
use crate::settings::identity::Customer;
use crate::ticket::{Role, Ticket, Time, Visibility};
use serde_json::Value;

/// The requester's address, else that of the first customer who wrote.
pub(crate) fn address(ticket: &Ticket) -> Option<String> {
    let given = |address: &Option<String>| {
        address
            .as_deref()
            .map(str::trim)
            .filter(|address| !address.is_empty())
            .map(str::to_owned)
    };
    ticket
        .requester
        .as_ref()
        .and_then(|requester| given(&requester.email))
        .or_else(|| {
            ticket
                .messages
                .iter()
                .find(|message| {
                    message.author.role == Role::Customer
                        && message.visibility == Visibility::Public
                })
                .and_then(|message| given(&message.author.email))
        })
}

/// Fills in a customer's facts; tags are united, all else only where the helpdesk has nothing.
pub(crate) fn fill(known: &mut KnownTicket, customer: &Customer, tier_fields: &[String]) {
    let base = format!("identity.directory[{}]", customer.address.trim());
    let requester = known.ticket.requester.get_or_insert_default();
    let mut filled: Vec<(String, String)> = Vec::new();

    if let Some(tier) = customer
        .tier
        .as_deref()
        .filter(|tier| !tier.trim().is_empty())
    {
        let given = tier_fields.iter().any(|key| {
            field(&requester.fields, key).is_some()
                || requester
                    .organization
                    .as_ref()
                    .is_some_and(|organization| field(&organization.fields, key).is_some())
        });
        if !given {
            let key = tier_fields.first().map_or("tier", String::as_str);
            requester
                .fields
                .insert(key.to_owned(), Value::String(tier.trim().to_owned()));
            filled.push((format!("requester.fields.{key}"), format!("{base}.tier")));
        }
    }
    for (index, tag) in customer.tags.iter().enumerate() {
        if !tag.is_empty() && !requester.tags.contains(tag) {
            filled.push((
                format!("requester.tags[{}]", requester.tags.len()),
                format!("{base}.tags[{index}]"),
            ));
            requester.tags.push(tag.clone());
        }
    }
    if requester.lifetime_value.is_none() && customer.lifetime_value.is_some() {
        requester
            .lifetime_value
            .clone_from(&customer.lifetime_value);
        filled.push((
            "requester.lifetime_value".to_owned(),
            format!("{base}.lifetime_value"),
        ));
    }
    if requester.created_at.is_none()
        && let Some(since) = customer.customer_since.as_deref()
    {
        let since = dates::read(since).unwrap_or_else(|| since.trim().to_owned());
        requester.created_at = Some(Time::new(&since));
        filled.push((
            "requester.created_at".to_owned(),
            format!("{base}.customer_since"),
        ));
    }
    for (key, value) in &customer.usage {
        if !requester.usage.contains_key(key) {
            requester.usage.insert(key.clone(), value.clone());
            filled.push((
                format!("requester.usage.{key}"),
                format!("{base}.usage.{key}"),
            ));
        }
    }
    known.origins.extend(filled);
}
