//! Who gets which ticket.

use crate::analysis::{Severity, Tier};
use crate::json::Plain;

/// The routing table: the highest tier that a fitting rule gives decides; among those that give it,
/// the first names the team.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Routing {
    /// Rules, in order.
    pub rules: Vec<RoutingRule>,
    /// Route where no rule fits.
    pub default_route: String,
    /// Minutes to the first reply where no rule says.
    pub default_sla_minutes: Option<u32>,
}

/// A rule of the routing table; an empty condition always holds.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct RoutingRule {
    /// Id.
    pub id: String,
    /// Any of these triggers fired.
    pub triggers: Vec<String>,
    /// At which severity; `escalate` when nothing is said.
    pub severity: Option<Severity>,
    /// The intent is one of these.
    pub intents: Vec<String>,
    /// The language is one of these.
    pub languages: Vec<String>,
    /// Tier that it gives, if it raises it.
    pub tier: Option<Tier>,
    /// Team or queue.
    pub route: String,
    /// Minutes to the first reply.
    pub sla_minutes: Option<u32>,
    /// Taken away by a layer above.
    pub removed: bool,
}
