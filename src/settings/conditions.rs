//! Conditions on a ticket's data, as trigger rules name them in `when`, policies in `when`, `requires` and
//! `waived_when`.
//!
//! ```json
//! {"all": [
//!   {"field": "requester.fields.plan", "is": ["enterprise", "business"]},
//!   {"not": [{"field": "tags", "is": ["internal"]}]},
//!   {"field": "previous_tickets.created_at", "within_days": 30, "times": 3}
//! ]}
//! ```

use crate::json::Plain;

/// What must hold. Everything that is given must hold together; an empty condition always holds.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Condition {
    /// Each of these holds.
    pub all: Vec<Condition>,
    /// One of these holds.
    pub any: Vec<Condition>,
    /// None of these holds.
    pub not: Vec<Condition>,
    /// A fact by its path in the ticket (`requester.tags`, `fields.plan`, `orders.status`), or one of
    /// `intent.label`, `intent.confidence`, `language.code`, `sentiment.score`, `tier`, `country` (where the
    /// order in question goes, else where the customer lives). A policy also knows `order` and `item`, those in
    /// question (`order.status`). A path through a list names the fact of each entry. Without a test below, it
    /// holds where there is such a fact.
    pub field: String,
    /// The fact is one of these; capitals do not matter.
    pub is: Vec<String>,
    /// The fact is a number, this or more.
    pub at_least: Option<f64>,
    /// The fact is a number, this or less.
    pub at_most: Option<f64>,
    /// The fact is a moment, not longer ago than so many days.
    pub within_days: Option<u32>,
    /// So many facts must pass; 1 when nothing is said.
    pub times: Option<u32>,
    /// All facts under the path must pass, not only one.
    pub every: bool,
    /// The fact equals one under this path.
    pub same_as: String,
    /// The fact is a number or a sum, no less than all those under this path together.
    pub covers: String,
    /// The fact is a sum in this currency (ISO 4217); `at_least` and `at_most` then read its amount.
    pub currency: String,
    /// The path names objects (`requester.fields.cards`, `order.items`), and all of this holds within one of
    /// them: there a path that begins with a point starts at the object (`.id`).
    pub has: Vec<Condition>,
}

impl Condition {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let groups = [&self.all, &self.any, &self.not];
        self.field.is_empty() && !self.tests() && groups.iter().all(|group| group.is_empty())
    }

    /// Whether it tests the fact that it names.
    #[must_use]
    pub fn tests(&self) -> bool {
        !self.is.is_empty()
            || self.at_least.is_some()
            || self.at_most.is_some()
            || self.within_days.is_some()
            || self.times.is_some()
            || self.every
            || !self.has.is_empty()
            || [&self.same_as, &self.covers, &self.currency]
                .iter()
                .any(|path| !path.is_empty())
    }

    /// Whether it or a condition in it reads a path that this takes.
    #[must_use]
    pub fn reads(&self, takes: fn(&str) -> bool) -> bool {
        [&self.field, &self.same_as, &self.covers]
            .iter()
            .any(|path| takes(path))
            || [&self.all, &self.any, &self.not, &self.has]
                .iter()
                .any(|group| group.iter().any(|one| one.reads(takes)))
    }
}
