//! Request Tracker 5: the answers of its `/REST/2.0`.
//!
//! The payload, as `www/hosts/request_tracker.js` gathers it:
//! - `ticket`: `/ticket/N`;
//! - `named` (optional): the same ticket as the search gives it, with the names of queue and people;
//! - `history`: the transactions of `/ticket/N/history`, with `Type`, `Created`, `Creator`;
//! - `attachments`: those of `/ticket/N/attachments`, with `TransactionId`, `ContentType`, `Content`;
//! - `users` (optional): name → `/user/NAME`, which tells who is privileged (staff);
//! - `list` (optional): the requester's other tickets;
//! - `earlier` (optional): ticket id → its history, for some of those;
//! - `assistants`, `origin`, `url`, `fetched_at`, `revision` (the ETag), `complete`.

use super::payload::{
    PayloadError, digest, id, in_order, is_assistant, list, owned, source, text, time, whole,
};
use super::{
    Assignee, Attachment, Author, Fields, Format, Message, Participant, PreviousTicket, Requester,
    ResolvedBy, Role, Status, Ticket, TicketPriority, Time, Visibility,
};
use crate::sorted::Map;
use serde_json::Value;

/// The platform's id.
pub const PLATFORM: &str = "request_tracker";

/// Reads the payload.
///
/// # Errors
/// When it holds no ticket with an id.
pub fn read(payload: &Value) -> Result<Ticket, PayloadError> {
    let missing = |part| PayloadError::Missing {
        platform: PLATFORM,
        part,
    };
    let raw = payload
        .get("ticket")
        .filter(|ticket| ticket.is_object())
        .ok_or_else(|| missing("ticket"))?;
    let number = id(raw, "id").ok_or_else(|| missing("ticket.id"))?;
    let people = People::new(payload, raw);
    let mut ticket = Ticket {
        source: Some(source(
            PLATFORM,
            payload,
            owned(payload, "revision").or_else(|| Some(digest(raw))),
        )),
        subject: owned(raw, "Subject"),
        kind: owned(raw, "Type"),
        status: text(raw, "Status").map(status),
        priority: whole(raw, "Priority").and_then(priority),
        created_at: set_time(raw, "Created"),
        updated_at: set_time(raw, "LastUpdated"),
        due_at: set_time(raw, "Due"),
        queue: payload
            .get("named")
            .and_then(|named| owned(named.get("Queue")?, "Name")),
        fields: fields(raw),
        assignee: assignee(payload, raw, &people),
        participants: participants(raw, &people),
        requester: people.requester(),
        messages: messages(payload, &people),
        previous_tickets: previous(payload, &number, &people),
        id: number,
        ..Ticket::default()
    };
    in_order(&mut ticket);
    Ok(ticket)
}

/// Who is who: the requesters, those in copy, and what the desk tells of its users.
struct People<'a> {
    payload: &'a Value,
    requesters: &'a [Value],
    copies: &'a [Value],
}

impl<'a> People<'a> {
    fn new(payload: &'a Value, raw: &'a Value) -> Self {
        let named = payload
            .get("named")
            .map_or(&[][..], |named| list(named, "Requestor"));
        let plain = list(raw, "Requestor");
        Self {
            payload,
            requesters: if named.is_empty() { plain } else { named },
            copies: list(raw, "Cc"),
        }
    }

    fn user(&self, name: &str) -> Option<&'a Value> {
        self.payload.get("users")?.get(name)
    }

    fn name_of(&self, person: &Value) -> Option<String> {
        owned(person, "RealName").or_else(|| owned(self.user(text(person, "id")?)?, "RealName"))
    }

    fn email_of(&self, person: &Value) -> Option<String> {
        owned(person, "EmailAddress")
            .or_else(|| owned(self.user(text(person, "id")?)?, "EmailAddress"))
            .or_else(|| owned(person, "id").filter(|name| name.contains('@')))
    }

    /// A user's real name; one who came by mail is called by the address.
    fn requester(&self) -> Option<Requester> {
        let first = self.requesters.first()?;
        Some(Requester {
            id: id(first, "id"),
            name: self.name_of(first),
            email: self.email_of(first),
            phone: id(first, "id")
                .and_then(|name| self.user(&name))
                .and_then(|user| {
                    ["MobilePhone", "WorkPhone", "HomePhone"]
                        .iter()
                        .find_map(|key| owned(user, key))
                }),
            ..Requester::default()
        })
    }

    fn is_one_of(people: &[Value], person: &Value) -> bool {
        let same = |a: Option<&str>, b: Option<&str>| matches!((a, b), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b));
        people.iter().any(|other| {
            same(text(other, "id"), text(person, "id"))
                || same(text(other, "EmailAddress"), text(person, "EmailAddress"))
        })
    }

    /// Requesters and those in copy are customers; else the desk's own word decides; else a user whose
    /// name is an address came by mail from outside.
    fn role(&self, person: &Value) -> Role {
        let name = text(person, "id").unwrap_or_default();
        if name == "RT_System" {
            return Role::System;
        }
        if Self::is_one_of(self.requesters, person) {
            return Role::Customer;
        }
        match self.user(name).and_then(|user| whole(user, "Privileged")) {
            Some(1) => Role::Agent,
            Some(_) => Role::Customer,
            None if Self::is_one_of(self.copies, person) || name.contains('@') => Role::Customer,
            None => Role::Agent,
        }
    }
}

fn messages(payload: &Value, people: &People<'_>) -> Vec<Message> {
    let mut parts_of: Map<String, Vec<&Value>> = Map::new();
    for part in list(payload, "attachments") {
        if let Some(transaction) = id(part, "TransactionId")
            && let Some((parts, _)) = parts_of.or_put(transaction, Vec::new())
        {
            parts.push(part);
        }
    }
    list(payload, "history")
        .iter()
        .filter_map(|transaction| {
            let visibility = match text(transaction, "Type")? {
                "Create" | "Correspond" => Visibility::Public,
                "Comment" => Visibility::Internal,
                _ => return None,
            };
            let number = id(transaction, "id")?;
            let parts = parts_of.get(&number).map_or(&[][..], Vec::as_slice);
            let files: Vec<Attachment> = parts
                .iter()
                .filter(|part| text(part, "Filename").is_some())
                .map(|part| attachment(part))
                .collect();
            let (format, body) = body(parts);
            let creator = transaction.get("Creator").unwrap_or(&Value::Null);
            let role = people.role(creator);
            // A customer's mail without words is a message all the same: its subject says something.
            let says_nothing = body.trim().is_empty() && files.is_empty();
            if role == Role::System || (says_nothing && role != Role::Customer) {
                return None;
            }
            Some(Message {
                id: number,
                at: set_time(transaction, "Created"),
                author: Author {
                    id: id(creator, "id"),
                    name: people.name_of(creator),
                    email: people.email_of(creator),
                    role,
                },
                visibility,
                format,
                body,
                attachments: files,
            })
        })
        .collect()
}

/// The words of a transaction: its HTML if there is any text in it, else its plain parts.
fn body(parts: &[&Value]) -> (Format, String) {
    let of_type = |mime: &str| {
        parts
            .iter()
            .filter(|part| text(part, "Filename").is_none())
            .filter(|part| {
                text(part, "ContentType").is_some_and(|kind| kind.eq_ignore_ascii_case(mime))
            })
            .filter_map(|part| text(part, "Content"))
            .collect::<Vec<_>>()
            .join("\n\n")
    };
    let html = of_type("text/html");
    if html.is_empty() {
        (Format::Text, of_type("text/plain"))
    } else {
        (Format::Html, html)
    }
}

fn attachment(part: &Value) -> Attachment {
    Attachment {
        name: owned(part, "Filename"),
        mime: owned(part, "ContentType"),
        size: whole(part, "ContentLength").map(|bytes| bytes as f64),
    }
}

fn assignee(payload: &Value, raw: &Value, people: &People<'_>) -> Option<Assignee> {
    let owner = payload
        .get("named")
        .and_then(|named| named.get("Owner"))
        .or_else(|| raw.get("Owner"))?;
    // The desk's own word for "nobody yet".
    let name = id(owner, "id").filter(|name| name != "Nobody")?;
    Some(Assignee {
        name: people.name_of(owner),
        id: Some(name),
    })
}

fn participants(raw: &Value, people: &People<'_>) -> Vec<Participant> {
    list(raw, "Cc")
        .iter()
        .map(|person| Participant {
            name: people.name_of(person),
            email: people.email_of(person),
            role: Some("cc".to_owned()),
        })
        .collect()
}

/// Custom fields by label; several values become a list, none leaves the field out.
fn fields(raw: &Value) -> Fields {
    list(raw, "CustomFields")
        .iter()
        .filter_map(|field| {
            let value = match list(field, "values") {
                [] => return None,
                [one] => one.clone(),
                several => Value::Array(several.to_vec()),
            };
            Some((owned(field, "name")?, value))
        })
        .collect()
}

fn previous(payload: &Value, current: &str, people: &People<'_>) -> Vec<PreviousTicket> {
    list(payload, "list")
        .iter()
        .filter_map(|row| {
            let number = id(row, "id").filter(|number| number != current)?;
            let history = payload
                .get("earlier")
                .map_or(&[][..], |earlier| list(earlier, &number));
            Some(PreviousTicket {
                subject: owned(row, "Subject"),
                status: text(row, "Status").map(status),
                created_at: set_time(row, "Created"),
                resolved_by: resolved_by(payload, history, people),
                id: number,
                ..PreviousTicket::default()
            })
        })
        .collect()
}

/// Who answered last in public: that one handled the ticket.
fn resolved_by(payload: &Value, history: &[Value], people: &People<'_>) -> Option<ResolvedBy> {
    history
        .iter()
        .filter(|transaction| matches!(text(transaction, "Type"), Some("Create" | "Correspond")))
        .filter_map(|transaction| {
            let creator = transaction.get("Creator")?;
            let (name, email) = (people.name_of(creator), people.email_of(creator));
            let known_as = [text(creator, "id"), name.as_deref(), email.as_deref()];
            if is_assistant(payload, &known_as) {
                Some(ResolvedBy::Ai)
            } else if people.role(creator) == Role::Agent {
                Some(ResolvedBy::Human)
            } else {
                None
            }
        })
        .next_back()
}

/// States of the default life cycle; a desk's own words count as work in progress.
fn status(word: &str) -> Status {
    match word {
        "rejected" | "deleted" => Status::Closed,
        other => Status::from_id(other),
    }
}

/// Request Tracker's default words for its numbers: 0 low, 50 medium, 100 high. Zero is also what a queue
/// gives that sets no priority, so it says nothing.
fn priority(number: i64) -> Option<TicketPriority> {
    match number {
        ..=0 => None,
        1..50 => Some(TicketPriority::Low),
        50..100 => Some(TicketPriority::Normal),
        100.. => Some(TicketPriority::High),
    }
}

/// A moment at `key`; the start of 1970 stands for "not set".
fn set_time(value: &Value, key: &str) -> Option<Time> {
    time(value, key).filter(|time| time.millis() != Some(0))
}
