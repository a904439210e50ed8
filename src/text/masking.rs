//! A ticket without personal data, for what is kept or handed on.
//!
//! Every letter becomes `x` or `X`, every figure `0`; marks stay, so that a mail address still looks
//! like one and every place keeps its length. Hidden are mail addresses, telephone numbers, cards and
//! accounts wherever they stand, names where somebody is addressed, signs or says who he is, the full
//! names that the ticket itself gives, and the fields that hold such data. The normal form in which
//! detectors read has placeholders there already, so that the analysis of a masked ticket has the same
//! labels, triggers and tier.

use super::{Conversation, Passage};
use crate::ticket::Ticket;
use std::ops::Range;

/// The ticket without personal data.
#[must_use]
pub fn mask(ticket: &Ticket) -> Ticket {
    let conversation = Conversation::read(ticket);
    let mut masked = ticket.clone();
    if let (Some(subject), Some(passage)) = (&mut masked.subject, &conversation.subject) {
        *subject = hide(subject, passage);
    }
    for (message, passage) in masked.messages.iter_mut().zip(&conversation.messages) {
        message.body = hide(&message.body, passage);
        veil_some(&mut message.author.name);
        veil_some(&mut message.author.email);
    }
    if let Some(requester) = &mut masked.requester {
        veil_some(&mut requester.name);
        veil_some(&mut requester.email);
        veil_some(&mut requester.phone);
    }
    for participant in &mut masked.participants {
        veil_some(&mut participant.name);
        veil_some(&mut participant.email);
    }
    for order in &mut masked.orders {
        let address = order.shipping_address.iter_mut().flatten();
        for (_, value) in address.filter(|(field, _)| field.as_str() != "country") {
            if let serde_json::Value::String(text) = value {
                *text = text.chars().map(veil).collect();
            }
        }
    }
    if let Some(assignee) = &mut masked.assignee {
        veil_some(&mut assignee.name);
    }
    if let Some(agent) = &mut masked.current_agent {
        veil_some(&mut agent.name);
    }
    masked
}

/// The body with what is personal hidden; `passage` is how it reads.
fn hide(body: &str, passage: &Passage) -> String {
    if passage.personal.is_empty() {
        return body.to_owned();
    }
    // A place in the body, in UTF-16 units, and what stands there then.
    let mut hidden: Vec<(Range<usize>, char)> = Vec::new();
    for datum in &passage.personal {
        let range = &datum.visible;
        let text = passage.text(range);
        for (at, character) in text.char_indices() {
            let veiled = veil(character);
            if veiled != character {
                let start = range.start + at;
                let span = passage.body_span(&(start..start + character.len_utf8()));
                hidden.push((span.start..span.end, veiled));
            }
        }
    }
    hidden.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(body.len());
    let mut hidden = hidden.into_iter().peekable();
    let mut at = 0;
    let mut until = 0;
    for character in body.chars() {
        while let Some((range, veiled)) = hidden.next_if(|(range, _)| range.start <= at) {
            if range.end > until {
                until = range.end;
                out.push(veiled);
            }
        }
        if at >= until {
            out.push(character);
        }
        at += character.len_utf16();
    }
    out
}

fn veil_some(field: &mut Option<String>) {
    if let Some(text) = field {
        *text = text.chars().map(veil).collect();
    }
}

fn veil(character: char) -> char {
    match character {
        letter if letter.is_uppercase() => 'X',
        letter if letter.is_alphabetic() => 'x',
        figure if figure.is_numeric() => '0',
        mark => mark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::ReadTicket;
    use serde_json::json;

    #[track_caller]
    fn check(format: &str, body: &str, expected: &str) {
        let name = "Annika Baker";
        let json = json!({
            "id": "1",
            "requester": {"name": name, "email": "annika.b@example.com"},
            "messages": [{"body": body, "format": format, "author": {"name": name}}],
        });
        let ticket = ReadTicket::from_json(&json.to_string())
            .expect("a ticket")
            .ticket;
        let masked = mask(&ticket);
        assert_eq!(masked.messages[0].body, expected);
        let requester = masked.requester.clone().unwrap_or_default();
        assert_eq!(requester.name.as_deref(), Some("Xxxxxx Xxxxx"));
        assert_eq!(requester.email.as_deref(), Some("xxxxxx.x@xxxxxxx.xxx"));
        // Nothing is left to hide.
        assert_eq!(mask(&masked), masked);
    }

    #[test]
    fn personal_data_are_hidden() {
        check(
            "text",
            "Hi Tom,\norder 20014500 of 12 May, $80. Card 4111 1111 1111 1111, ring +44 20 7946 0000 or write to a.b@example.com.\n\nRegards,\nAnnika",
            "Hi Xxx,\norder 20014500 of 12 May, $80. Card 0000 0000 0000 0000, ring +00 00 0000 0000 or write to x.x@xxxxxxx.xxx.\n\nRegards,\nXxxxxx",
        );
        check(
            "html",
            "<p>I am Annika Baker, <b>a.b@example.com</b> &amp; Annika <i>Baker</i></p>",
            "<p>I am Xxxxxx Xxxxx, <b>x.x@xxxxxxx.xxx</b> &amp; Xxxxxx <i>Xxxxx</i></p>",
        );
        check("text", "The Bakery is closed.", "The Bakery is closed.");
    }
}
