//! What is named in the text, and which parts of it are not the writer's own new words.

use crate::evidence::Span;
use crate::json::Plain;
use crate::ticket::Money;
use serde_json::Value;

/// Kind of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A sum.
    Money,
    /// An order number.
    Order,
    /// A tracking number.
    Tracking,
    /// A date.
    Date,
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A web address.
    Url,
    /// A product.
    Product,
    /// A person who is addressed, signs, or says who he is.
    Person,
    /// A payment card; all but its last four figures are hidden.
    Card,
    /// A bank account; all but its last four signs are hidden.
    Iban,
}

/// What a sum is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Plain)]
#[serde(rename_all = "snake_case")]
pub enum MoneyRole {
    /// The customer wants it back.
    Refund,
    /// It was taken, rightly or not.
    Charge,
    /// It is taken off a price, or is a voucher's worth.
    Discount,
    /// It lies on an account, or limits it.
    Balance,
    /// Something costs it.
    Price,
    /// The customer paid it.
    Paid,
}

/// A thing named in the text.
#[derive(Debug, Clone, PartialEq, Plain)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// As written.
    pub text: String,
    /// Its normal form: [`Money`] as an object, a date as `2026-11-20`, else text.
    pub value: Value,
    /// The message; `subject` for the subject line.
    pub message_id: String,
    /// UTF-16 range in the body as given (or the subject).
    pub span: Span,
    /// Of a sum: what it is for, where that can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<MoneyRole>,
}

impl Entity {
    /// The sum, if this is one.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        if self.kind == EntityKind::Money {
            Money::from_value(&self.value)
        } else {
            None
        }
    }
}

/// A part of a message that is a quote, a forwarded mail, a signature or a footer.
#[derive(Debug, Clone, PartialEq, Eq, Plain)]
pub struct MessageRegion {
    /// The message.
    pub message_id: String,
    /// `reply_quote`, `forwarded`, `signature`, `mobile_footer` or `disclaimer`.
    pub kind: String,
    /// UTF-16 range in the body as given.
    pub span: Span,
    /// The beginning of its first line.
    pub beginning: String,
}
