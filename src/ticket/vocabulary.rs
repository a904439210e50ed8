//! Closed lists of a ticket, read leniently: helpdesks have words of their own for the same things.

use crate::json::{Fault, Plain, View, bridge};
use serde_json::Value;

macro_rules! lenient_enum {
    ($(#[$meta:meta])* $name:ident, $fallback:ident, { $($(#[$vmeta:meta])* $variant:ident = $id:literal $(| $alias:literal)*),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vmeta])* $variant),+
        }
        impl $name {
            /// The id that JSON carries.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }
            /// Reads an id or a common synonym; what is unknown becomes the fallback, so that no
            /// helpdesk's own word makes a ticket unreadable.
            #[must_use]
            pub fn from_id(text: &str) -> Self {
                match text.trim().to_ascii_lowercase().as_str() {
                    $($id $(| $alias)* => Self::$variant,)+
                    _ => Self::$fallback,
                }
            }
        }
        impl Plain for $name {
            fn blank() -> Self {
                Self::$fallback
            }
            fn read(&mut self, value: Value) -> Result<(), Fault> {
                *self = match &value {
                    Value::String(text) => Self::from_id(text),
                    other => Self::from_id(&other.to_string()),
                };
                Ok(())
            }
            fn view(&self) -> View<'_> {
                View::Text(self.id())
            }
        }
        bridge!($name);
    };
}

lenient_enum!(
    /// How the customer wrote.
    Channel, Other, {
        /// E-mail.
        Email = "email" | "mail",
        /// Chat or messenger.
        Chat = "chat" | "messaging",
        /// Web form.
        Web = "web",
        /// Telephone.
        Phone = "phone" | "voice" | "call",
        /// Text message.
        Sms = "sms",
        /// Social network.
        Social = "social" | "facebook" | "twitter" | "instagram",
        /// Made by a program.
        Api = "api",
        /// Anything else.
        Other = "other",
    }
);

lenient_enum!(
    /// State of a ticket.
    Status, Open, {
        /// Not looked at yet.
        New = "new",
        /// Work in progress.
        Open = "open" | "active" | "in_progress",
        /// Waiting for the customer.
        Pending = "pending" | "waiting",
        /// Waiting for someone else.
        OnHold = "on_hold" | "hold" | "stalled",
        /// Solved, may be reopened.
        Solved = "solved" | "resolved",
        /// Ended.
        Closed = "closed",
    }
);

lenient_enum!(
    /// Priority as the helpdesk holds it.
    TicketPriority, Normal, {
        /// Low.
        Low = "low",
        /// Normal.
        Normal = "normal" | "medium",
        /// High.
        High = "high",
        /// Urgent.
        Urgent = "urgent" | "critical",
    }
);

lenient_enum!(
    /// Who wrote a message. Whoever is unknown counts as the customer: that can raise a needless
    /// escalation but cannot miss one.
    Role, Customer, {
        /// The customer or someone writing for him.
        Customer = "customer" | "end_user" | "end-user" | "user" | "contact" | "requester",
        /// A person of the support team.
        Agent = "agent" | "staff" | "admin" | "operator",
        /// An automatic assistant.
        Ai = "ai" | "bot" | "assistant",
        /// The helpdesk itself.
        System = "system",
    }
);

lenient_enum!(
    /// Who can read a message.
    Visibility, Public, {
        /// The customer can.
        Public = "public",
        /// Only the team can.
        Internal = "internal" | "private" | "note",
    }
);

lenient_enum!(
    /// How a message's body is written.
    Format, Text, {
        /// Plain text.
        Text = "text" | "plain" | "text/plain",
        /// HTML.
        Html = "html" | "text/html",
    }
);

lenient_enum!(
    /// Who handled an earlier ticket.
    ResolvedBy, Human, {
        /// A person.
        Human = "human" | "agent",
        /// An automatic assistant.
        Ai = "ai" | "bot",
    }
);

lenient_enum!(
    /// A customer's satisfaction, also of one to five stars.
    Csat, Unrated, {
        /// Satisfied.
        Good = "good" | "satisfied" | "positive" | "4" | "5",
        /// Dissatisfied.
        Bad = "bad" | "dissatisfied" | "negative" | "1" | "2",
        /// Neither, or not asked yet.
        Unrated = "unrated",
    }
);
