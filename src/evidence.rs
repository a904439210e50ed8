//! Evidence: where exactly a verdict comes from.

use crate::json::Plain;
use serde_json::Value;

/// A half-open range `start..end`, in UTF-16 code units unless a use says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Plain)]
pub struct Span {
    /// First unit.
    pub start: usize,
    /// One past the last unit.
    pub end: usize,
}

/// What a verdict rests on.
#[derive(Debug, Clone, PartialEq, Plain)]
#[serde(tag = "in", rename_all = "snake_case")]
pub enum Evidence {
    /// Words of a message.
    Message {
        /// The message.
        message_id: String,
        /// Into the body as given (HTML included).
        span: Span,
        /// Into the body's visible text.
        visible_span: Span,
        /// The visible words.
        text: String,
        /// Up to 32 characters of visible text before.
        prefix: String,
        /// Up to 32 characters of visible text after.
        suffix: String,
    },
    /// Words of the subject line.
    Subject {
        /// Into the subject.
        span: Span,
        /// The words.
        text: String,
    },
    /// A field of the ticket.
    Field {
        /// Path such as `requester.tags[0]`.
        path: String,
        /// Its value.
        value: Value,
    },
    /// A field of an order.
    Order {
        /// The order.
        order_id: String,
        /// Path inside the order.
        path: String,
        /// Its value.
        value: Value,
    },
    /// A field of an earlier ticket.
    Ticket {
        /// The earlier ticket.
        ticket_id: String,
        /// Path inside it.
        path: String,
        /// Its value.
        value: Value,
    },
    /// Words of an article.
    Article {
        /// The article.
        article_id: String,
        /// Into its text.
        span: Span,
        /// The words.
        text: String,
    },
    /// A value of the settings.
    Settings {
        /// Path such as `identity.directory[address=ann@example.com].tier`.
        path: String,
        /// Its value.
        value: Value,
    },
}
