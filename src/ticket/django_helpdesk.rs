//! django-helpdesk: the answer of its `/api/tickets/N/`, and what its page adds.
//!
//! The payload, as `www/hosts/django_helpdesk.js` gathers it:
//! - `ticket`: `/api/tickets/N/`, or the same shape read from the page where the API is switched off;
//! - `page` (optional): `{queue, users: [{id, login, name}]}`, for the API gives numbers only;
//! - `list` (optional): rows of `/datatables_ticket_list/` found by the requester's address;
//! - `earlier` (optional): `/api/tickets/N/` of some of those;
//! - `html` (optional): follow-up id → the HTML of a mail, which the API holds as an attachment;
//! - `assistants`, `origin`, `url`, `fetched_at`, `complete`: as for every platform.

use super::payload::{
    PayloadError, address, digest, id, in_order, is_assistant, list, owned, source, text, time,
    whole,
};
use super::{
    Assignee, Attachment, Author, Channel, Fields, Format, Message, PreviousTicket, Requester,
    ResolvedBy, Role, Status, Ticket, TicketPriority, Visibility,
};
use serde_json::Value;

/// The platform's id.
pub const PLATFORM: &str = "django_helpdesk";

/// Custom fields are told apart by this prefix.
const CUSTOM: &str = "custom_";

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
    let users = Users::new(payload);
    let requester_address = owned(raw, "submitter_email");
    let messages = messages(payload, raw, &users, requester_address.as_deref());
    let row = list(payload, "list")
        .iter()
        .find(|row| id(row, "id").as_ref() == Some(&number));
    let mut ticket = Ticket {
        id: number.clone(),
        source: Some(source(PLATFORM, payload, Some(digest(raw)))),
        subject: owned(raw, "title"),
        channel: channel(raw),
        status: status(raw),
        priority: whole(raw, "priority").map(priority),
        created_at: row.and_then(|row| time(row, "created")).or_else(|| {
            list(raw, "followup_set")
                .first()
                .and_then(|first| time(first, "date"))
        }),
        updated_at: list(raw, "followup_set")
            .iter()
            .filter_map(|followup| time(followup, "date"))
            .max_by_key(super::Time::millis),
        due_at: time(raw, "due_date"),
        queue: row
            .and_then(|row| owned(row.get("queue")?, "title"))
            .or_else(|| owned(payload.get("page")?, "queue")),
        fields: fields(raw),
        assignee: id(raw, "assigned_to").map(|account| Assignee {
            name: users.name(&account),
            id: Some(users.login(&account)),
        }),
        requester: requester_address.as_ref().map(|email| Requester {
            id: Some(email.clone()),
            email: Some(email.clone()),
            ..Requester::default()
        }),
        messages,
        ..Ticket::default()
    };
    ticket.previous_tickets = previous(payload, &number, requester_address.as_deref(), &users);
    in_order(&mut ticket);
    Ok(ticket)
}

/// Accounts that the page names; the API knows them by number only.
struct Users<'a>(&'a [Value]);

impl<'a> Users<'a> {
    fn new(payload: &'a Value) -> Self {
        Self(payload.get("page").map_or(&[], |page| list(page, "users")))
    }

    fn of(&self, account: &str) -> Option<&'a Value> {
        self.0
            .iter()
            .find(|user| id(user, "id").as_deref() == Some(account))
    }

    /// The login name, or the number where the page does not tell it.
    fn login(&self, account: &str) -> String {
        self.of(account)
            .and_then(|user| owned(user, "login"))
            .unwrap_or_else(|| account.to_owned())
    }

    fn name(&self, account: &str) -> Option<String> {
        let user = self.of(account)?;
        owned(user, "name").or_else(|| owned(user, "login"))
    }
}

fn messages(
    payload: &Value,
    raw: &Value,
    users: &Users<'_>,
    requester: Option<&str>,
) -> Vec<Message> {
    let followups = list(raw, "followup_set");
    let mut out: Vec<Message> = followups
        .iter()
        .filter_map(|followup| message(payload, followup, users, requester))
        .collect();
    // A ticket that came by mail or by a form has its first text twice: as the description and as
    // the first follow-up. One that was made through the API has the description alone.
    let description = text(raw, "description").filter(|text| !is_empty_mail(text));
    if let Some(description) = description {
        let told = out
            .first()
            .is_some_and(|first| first.format == Format::Html)
            || out
                .iter()
                .any(|message| same_start(&message.body, description));
        if !told {
            out.insert(
                0,
                Message {
                    id: "description".to_owned(),
                    at: followups.first().and_then(|first| time(first, "date")),
                    author: customer(requester, requester),
                    visibility: Visibility::Public,
                    format: Format::Text,
                    body: description.to_owned(),
                    attachments: Vec::new(),
                },
            );
        }
    }
    out
}

/// Whether `whole` says what `part` says, breaks apart: the description is the follow-up's text without
/// its quotes and signatures.
fn same_start(whole: &str, part: &str) -> bool {
    let mut words = whole.split_whitespace();
    part.split_whitespace()
        .take(20)
        .all(|word| words.any(|other| other == word))
}

/// A mail without text gets this description, an empty byte string as Python prints it.
fn is_empty_mail(text: &str) -> bool {
    matches!(text.trim(), "b''" | "b\"\"")
}

fn message(
    payload: &Value,
    followup: &Value,
    users: &Users<'_>,
    requester: Option<&str>,
) -> Option<Message> {
    let number = id(followup, "id");
    let html = number
        .as_deref()
        .and_then(|number| text(payload.get("html")?, number));
    let plain = text(followup, "comment").filter(|text| !is_empty_mail(text));
    let attachments: Vec<Attachment> = list(followup, "followupattachment_set")
        .iter()
        // The HTML of the mail itself is the message, not a file that was sent with it.
        .filter(|file| !is_mail_body(file))
        .map(attachment)
        .collect();
    let (format, body) = match (html, plain) {
        (Some(html), _) => (Format::Html, html),
        (None, Some(plain)) => (Format::Text, plain),
        // A change of status has no words; a mail without words is a message all the same, for its
        // subject says something.
        (None, None) if attachments.is_empty() && text(followup, "message_id").is_none() => {
            return None;
        }
        (None, None) => (Format::Text, ""),
    };
    let author = match id(followup, "user") {
        Some(account) => Author {
            name: users.name(&account),
            id: Some(users.login(&account)),
            email: None,
            role: Role::Agent,
        },
        // Somebody outside; the title tells the address, which need not be the requester's.
        None => customer(
            text(followup, "title").and_then(address).or(requester),
            requester,
        ),
    };
    Some(Message {
        id: number.unwrap_or_default(),
        at: time(followup, "date"),
        author,
        visibility: match followup.get("public").and_then(Value::as_bool) {
            Some(false) => Visibility::Internal,
            _ => Visibility::Public,
        },
        format,
        body: body.to_owned(),
        attachments,
    })
}

fn customer(address: Option<&str>, requester: Option<&str>) -> Author {
    let email = address.or(requester).map(str::to_owned);
    Author {
        id: email.clone(),
        name: None,
        email,
        role: Role::Customer,
    }
}

/// Whether a file is the HTML of the mail itself, which django-helpdesk keeps under this name.
fn is_mail_body(file: &Value) -> bool {
    text(file, "filename").is_some_and(|name| name.starts_with("email_html_body"))
        && text(file, "mime_type").is_some_and(|mime| mime.starts_with("text/"))
}

fn attachment(file: &Value) -> Attachment {
    Attachment {
        name: owned(file, "filename"),
        mime: owned(file, "mime_type"),
        size: file.get("size").and_then(Value::as_f64),
    }
}

/// Only mail leaves a message id.
fn channel(raw: &Value) -> Option<Channel> {
    let first = list(raw, "followup_set").first()?;
    text(first, "message_id").map(|_| Channel::Email)
}

fn status(raw: &Value) -> Option<Status> {
    let state = match whole(raw, "status")? {
        // A duplicate (5) is done with.
        3 => Status::Solved,
        4 | 5 => Status::Closed,
        _ => Status::Open,
    };
    let on_hold = raw.get("on_hold").and_then(Value::as_bool) == Some(true);
    Some(if on_hold && state == Status::Open {
        Status::OnHold
    } else {
        state
    })
}

/// 1 critical, 2 high, 3 normal, 4 low, 5 very low.
fn priority(number: i64) -> TicketPriority {
    match number {
        ..=1 => TicketPriority::Urgent,
        2 => TicketPriority::High,
        3 => TicketPriority::Normal,
        _ => TicketPriority::Low,
    }
}

/// Custom fields by name, without the API's prefix and without empty ones.
fn fields(raw: &Value) -> Fields {
    raw.as_object()
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| Some((key.strip_prefix(CUSTOM)?, value)))
        .filter(|(_, value)| !value.is_null() && value.as_str() != Some(""))
        .map(|(key, value)| (key.to_owned(), value.clone()))
        .collect()
}

fn previous(
    payload: &Value,
    current: &str,
    requester: Option<&str>,
    users: &Users<'_>,
) -> Vec<PreviousTicket> {
    let Some(requester) = requester else {
        return Vec::new();
    };
    let same = |other: &str| other.trim().eq_ignore_ascii_case(requester.trim());
    list(payload, "list")
        .iter()
        // The list's search also finds the address inside texts.
        .filter(|row| text(row, "submitter").is_some_and(same))
        .filter_map(|row| {
            let number = id(row, "id").filter(|number| number != current)?;
            let whole = list(payload, "earlier")
                .iter()
                .find(|ticket| id(ticket, "id").as_ref() == Some(&number));
            Some(PreviousTicket {
                subject: owned(row, "title"),
                status: whole
                    .and_then(status)
                    .or_else(|| text(row, "status").map(Status::from_id)),
                created_at: time(row, "created"),
                resolved_by: whole.and_then(|ticket| resolved_by(payload, ticket, users)),
                resolution: whole.and_then(|ticket| owned(ticket, "resolution")),
                id: number,
                ..PreviousTicket::default()
            })
        })
        .collect()
}

/// Who answered last in public: that one handled the ticket.
fn resolved_by(payload: &Value, ticket: &Value, users: &Users<'_>) -> Option<ResolvedBy> {
    let requester = text(ticket, "submitter_email");
    list(ticket, "followup_set")
        .iter()
        .filter(|followup| text(followup, "comment").is_some())
        .filter(|followup| followup.get("public").and_then(Value::as_bool) != Some(false))
        .filter_map(|followup| match id(followup, "user") {
            Some(account) => {
                let (login, name) = (users.login(&account), users.name(&account));
                let known_as = [Some(login.as_str()), name.as_deref()];
                Some(if is_assistant(payload, &known_as) {
                    ResolvedBy::Ai
                } else {
                    ResolvedBy::Human
                })
            }
            None => {
                let from = text(followup, "title").and_then(address).or(requester);
                is_assistant(payload, &[from]).then_some(ResolvedBy::Ai)
            }
        })
        .next_back()
}
