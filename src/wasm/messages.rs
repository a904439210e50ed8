//! A message of a ticket as the engine saw it, for pages that cannot be marked.

use super::convert::{from_js, to_js};
use super::error;
use crate::json::Plain;
use crate::text::Conversation;
use crate::ticket::{Ticket, Time, name_messages};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// A message, or the subject line.
#[derive(Plain)]
struct VisibleMessage {
    author: String,
    at: Option<Time>,
    text: String,
}

/// The visible text of a message, into which the visible spans of evidence point: `{author, at, text}`. The id
/// `subject` stands for the subject line.
///
/// # Errors
/// When the object is no ticket, or it holds no such message.
#[wasm_bindgen(js_name = visibleMessage)]
pub fn visible_message(ticket: JsValue, id: &str) -> Result<JsValue, JsValue> {
    let mut ticket: Ticket = from_js(&ticket, "ticket")?;
    name_messages(&mut ticket);
    let conversation = Conversation::read(&ticket);
    let passage = conversation
        .passages()
        .find(|passage| passage.id() == id)
        .ok_or_else(|| {
            error::throw(
                "no_message",
                &format!("the ticket holds no message `{id}`"),
                "Read the ticket again.",
            )
        })?;
    let message = ticket.messages.iter().find(|message| message.id == id);
    let author = message.map(|message| &message.author);
    to_js(&VisibleMessage {
        author: author
            .and_then(|author| author.name.clone().or_else(|| author.email.clone()))
            .unwrap_or_default(),
        at: message.and_then(|message| message.at.clone()),
        text: passage.visible.clone(),
    })
}
