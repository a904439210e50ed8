//! Conditions on a ticket's data, as rules name them in `when`.
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
    /// `intent.label`, `intent.confidence`, `language.code`, `sentiment.score`, `tier`. A path through a
    /// list names the fact of each entry. Without a test below, it holds where there is such a fact.
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
    }
}
