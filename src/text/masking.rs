//! A ticket without personal data, for what is kept or handed on.
//!
//! Every letter becomes `x` or `X`, every figure `0`; marks stay, so that a mail address still looks
//! like one and every place keeps its length. Hidden are mail addresses, telephone numbers, cards and
//! accounts wherever they stand, names where somebody is addressed, signs or says who he is, the full
//! names that the ticket itself gives, and the fields that hold such data. The normal form in which
//! detectors read has placeholders there already, so that the analysis of a masked ticket has the same
//! labels, triggers and tier.

use super::entities::street;
use super::{Conversation, Passage};
use crate::ticket::{Role, Ticket};
use serde_json::Value;
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
    }
    each_field(&mut masked, &mut |field, _| {
        *field = field.chars().map(veil).collect();
    });
    masked
}

/// Shows every field that holds personal data, and whether it is a customer's name.
fn each_field(ticket: &mut Ticket, show: &mut dyn FnMut(&mut String, bool)) {
    let mut fields: Vec<(Option<&mut String>, bool)> = Vec::new();
    for message in &mut ticket.messages {
        let customer = message.author.role == Role::Customer;
        fields.push((message.author.name.as_mut(), customer));
        fields.push((message.author.email.as_mut(), false));
    }
    if let Some(requester) = &mut ticket.requester {
        fields.push((requester.name.as_mut(), true));
        fields.push((requester.email.as_mut(), false));
        fields.push((requester.phone.as_mut(), false));
    }
    for participant in &mut ticket.participants {
        fields.push((participant.name.as_mut(), false));
        fields.push((participant.email.as_mut(), false));
    }
    for order in &mut ticket.orders {
        let address = order.shipping_address.iter_mut().flatten();
        for (_, value) in address.filter(|(field, _)| field.as_str() != "country") {
            if let Value::String(text) = value {
                fields.push((Some(text), false));
            }
        }
    }
    if let Some(assignee) = &mut ticket.assignee {
        fields.push((assignee.name.as_mut(), false));
    }
    if let Some(agent) = &mut ticket.current_agent {
        fields.push((agent.name.as_mut(), false));
    }
    for (field, name) in fields {
        if let Some(field) = field {
            show(field, name);
        }
    }
}

/// Hides the personal data of a ticket wherever they stand in what was made of it. Beside what [`mask`]
/// hides, streets with their house number.
#[derive(Debug, Clone, Default)]
pub struct Masker {
    /// Longest first.
    data: Vec<String>,
}

impl Masker {
    /// For the personal data of this ticket.
    #[must_use]
    pub fn of(ticket: &Ticket) -> Self {
        let mut data = Vec::new();
        let conversation = Conversation::read(ticket);
        for passage in conversation.passages() {
            for datum in &passage.personal {
                data.push(passage.text(&datum.visible).to_owned());
            }
            for sentence in &passage.sentences {
                if let Some(street) = street::first(passage.text(&sentence.visible)) {
                    data.push(street.to_owned());
                    // A street stands without its number, too.
                    let name = street.trim_matches(|c: char| !c.is_alphabetic());
                    data.push(name.to_owned());
                }
            }
        }
        each_field(&mut ticket.clone(), &mut |field, name| {
            data.push(field.trim().to_owned());
            // A customer may be called by his first or last name alone.
            if name {
                data.extend(field.split_whitespace().map(str::to_owned));
            }
        });
        // A single letter is no name.
        data.retain(|datum| datum.chars().nth(1).is_some());
        data.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        data.dedup();
        Self { data }
    }

    /// The text without them; as whole words, also where a text was cut (`…`) within one.
    #[must_use]
    pub fn hide(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for datum in &self.data {
            if out.contains(datum.as_str()) {
                out = hide_word(&out, datum);
            } else if out.contains('…') {
                let starts = datum
                    .match_indices(' ')
                    .filter_map(|(at, _)| datum.get(..at));
                for start in starts {
                    let cut = format!("{start}…");
                    if out.contains(&cut) {
                        let hidden: String = cut.chars().map(veil).collect();
                        out = out.replace(&cut, &hidden);
                    }
                }
            }
        }
        out
    }

    /// Hides them in every text of a value.
    pub fn hide_in(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.hide(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide_in(item)),
            Value::Object(fields) => fields.iter_mut().for_each(|(_, item)| self.hide_in(item)),
            _ => {}
        }
    }
}

/// Veils a datum where it stands as a word.
fn hide_word(text: &str, datum: &str) -> String {
    let letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(datum) {
        let (before, found) = rest.split_at(at);
        let (found, after) = found.split_at(datum.len());
        out.push_str(before);
        if letter(out.chars().next_back()) || letter(after.chars().next()) {
            out.push_str(found);
        } else {
            out.extend(found.chars().map(veil));
        }
        rest = after;
    }
    out.push_str(rest);
    out
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

    #[test]
    fn what_was_made_of_a_ticket_is_masked() {
        let json = json!({
            "id": "1",
            "requester": {"name": "Ann Lee", "email": "ann@example.com"},
            "orders": [{"id": "A-1", "shipping_address": {"city": "Ghent", "country": "BE"}}],
            "messages": [{"body": "Ring +44 20 7946 0000, I live at 14 Larch Close.", "author": {"name": "Ann Lee"}}],
        });
        let masker = Masker::of(
            &ReadTicket::from_json(&json.to_string())
                .expect("a ticket")
                .ticket,
        );
        let check = |text: &str, expected: &str| assert_eq!(masker.hide(text), expected);
        check("Ann (gold) of Ghent, BE", "Xxx (gold) of Xxxxx, BE");
        check("Annual fee of Lee's", "Annual fee of Xxx's");
        check("Ring +44 20 7946…", "Ring +00 00 0000…");
        check("to 14 Larch Close (m1)", "to 00 Xxxxx Xxxxx (m1)");
        check("order A-1", "order A-1");
    }
}
