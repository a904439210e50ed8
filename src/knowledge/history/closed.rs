//! A helpdesk's closed ticket as a solved one, and a solved one without personal data.

use super::SolvedTicket;
use crate::knowledge::markup;
use crate::text::Conversation;
use crate::text::masking::mask;
use crate::ticket::{Author, Format, Message, Role, Ticket, Visibility};

/// Of what a customer or an agent wrote only so many bytes are kept.
const MOST_TEXT: usize = 8_000;

/// A closed ticket as a solved one: what the customer asked first, and what was answered last. `None` where
/// nobody answered.
pub(super) fn of_ticket(ticket: &Ticket, masked: bool) -> Option<SolvedTicket> {
    let given = if masked { mask(ticket) } else { ticket.clone() };
    let conversation = Conversation::read(&given);
    let own = |wanted: fn(Role) -> bool| {
        let messages = given.messages.iter().zip(&conversation.messages);
        messages
            .filter(move |(message, _)| {
                wanted(message.author.role) && message.visibility == Visibility::Public
            })
            .map(|(_, passage)| one_paragraph(&passage.own_text()))
            .filter(|text| !text.is_empty())
    };
    let resolution = own(|role| matches!(role, Role::Agent | Role::Ai)).next_back()?;
    Some(SolvedTicket {
        id: given.id.clone(),
        subject: given.subject.clone().unwrap_or_default(),
        text: own(|role| role == Role::Customer)
            .next()
            .unwrap_or_default(),
        intent: None,
        resolution,
        solved_at: given.updated_at.as_ref().map(|at| at.text().to_owned()),
    })
}

fn one_paragraph(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = text.floor_char_boundary(MOST_TEXT);
    text.get(..end).unwrap_or("").to_owned()
}

/// The ticket without personal data.
pub(super) fn masked(solved: SolvedTicket) -> SolvedTicket {
    let message = |role, body: &str| Message {
        body: body.to_owned(),
        format: if markup::is_html(body) {
            Format::Html
        } else {
            Format::Text
        },
        author: Author {
            role,
            ..Author::default()
        },
        id: String::new(),
        at: None,
        visibility: Visibility::Public,
        attachments: Vec::new(),
    };
    let mut hidden = mask(&Ticket {
        id: solved.id.clone(),
        subject: Some(solved.subject),
        messages: vec![
            message(Role::Customer, &solved.text),
            message(Role::Agent, &solved.resolution),
        ],
        ..Ticket::default()
    });
    let mut last = || hidden.messages.pop().map_or_else(String::new, |m| m.body);
    let resolution = last();
    let text = last();
    SolvedTicket {
        subject: hidden.subject.unwrap_or_default(),
        text,
        resolution,
        ..solved
    }
}
