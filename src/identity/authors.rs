//! Which authors are assistants and which are staff.

use crate::identity::fold;
use crate::settings::identity::{AuthorRule, Identity};
use crate::ticket::{Author, Requester, Role, Ticket};

/// Sets the roles that the settings know. The requester's own messages keep theirs: a customer who
/// bears an assistant's name is still the customer.
pub(crate) fn set_roles(identity: &Identity, ticket: &mut Ticket) {
    let tagged = identity.assistants.iter().any(|rule| {
        rule.tag
            .as_deref()
            .is_some_and(|tag| ticket.tags.iter().any(|own| own == tag))
    });
    let requester = ticket.requester.clone().unwrap_or_default();
    for message in &mut ticket.messages {
        let author = &mut message.author;
        if author.role == Role::System || is_requester(author, &requester) {
            continue;
        }
        let assistant =
            matches_any(&identity.assistants, author) || (tagged && author.role == Role::Agent);
        if assistant {
            author.role = Role::Ai;
        } else if author.role == Role::Customer && matches_any(&identity.staff, author) {
            author.role = Role::Agent;
        }
    }
}

/// Whether the author is the requester, by the strongest mark that both have.
fn is_requester(author: &Author, requester: &Requester) -> bool {
    let pairs = [
        (&author.email, &requester.email),
        (&author.id, &requester.id),
        (&author.name, &requester.name),
    ];
    for (own, theirs) in pairs {
        if let (Some(own), Some(theirs)) = (own, theirs) {
            let (own, theirs) = (fold(own), fold(theirs));
            if !own.is_empty() && !theirs.is_empty() {
                return own == theirs && author.role == Role::Customer;
            }
        }
    }
    false
}

fn matches_any(rules: &[AuthorRule], author: &Author) -> bool {
    rules.iter().any(|rule| matches(rule, author))
}

fn matches(rule: &AuthorRule, author: &Author) -> bool {
    let by_name = rule.name.as_deref().is_some_and(|name| {
        let name = fold(name);
        !name.is_empty() && author.name.as_deref().is_some_and(|own| fold(own) == name)
    });
    by_name
        || rule.address.as_deref().is_some_and(|address| {
            let address = fold(address);
            // A login stands in the id or the name, as the helpdesk has it.
            [&author.email, &author.id, &author.name]
                .into_iter()
                .flatten()
                .any(|own| is_address(&fold(own), &address))
        })
}

/// Whether an address is the one of the rule; a rule that starts with `@` names a whole domain.
fn is_address(own: &str, rule: &str) -> bool {
    if rule.is_empty() {
        false
    } else if rule.starts_with('@') {
        own.ends_with(rule)
    } else {
        own == rule
    }
}
