//! Who is who, and where the helpdesk keeps what.

use crate::json::Plain;
use crate::sorted::Map;
use crate::ticket::{Fields, Money};

/// Facts that a helpdesk does not know by itself.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Identity {
    /// Who is a VIP.
    pub vip: Vip,
    /// Authors that are automatic assistants.
    pub assistants: Vec<AuthorRule>,
    /// Authors that are staff although the helpdesk does not say so.
    pub staff: Vec<AuthorRule>,
    /// Keys of the requester's (or organisation's) field that holds the tier, in order of trust.
    pub tier_fields: Vec<String>,
    /// The customer directory.
    pub directory: Vec<Customer>,
    /// Custom fields that hold order data.
    pub order_fields: OrderFields,
    /// Where the helpdesk's own origin tells of orders.
    pub order_lookup: OrderLookup,
    /// Patterns of order numbers in text (regular expressions), beside the shipped ones.
    pub order_patterns: Vec<String>,
}

/// Who is a VIP: any of these suffices.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Vip {
    /// Tags of requester or organisation, compared exactly.
    pub tags: Vec<String>,
    /// Tiers, compared without case.
    pub tiers: Vec<String>,
    /// Lifetime value from which on.
    pub min_lifetime_value: Option<Money>,
}

/// Recognises an author by any of what is given.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct AuthorRule {
    /// Id of the rule.
    pub id: String,
    /// The author's name, compared without case.
    pub name: Option<String>,
    /// The author's address or login, compared without case.
    pub address: Option<String>,
    /// A tag of the ticket that marks all its agents' messages as this author's.
    pub tag: Option<String>,
    /// Taken away by a layer above.
    pub removed: bool,
}

/// A customer of the directory.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct Customer {
    /// Mail address, compared without case.
    pub address: String,
    /// Loyalty tier.
    pub tier: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Lifetime value.
    pub lifetime_value: Option<Money>,
    /// Customer since (a date).
    pub customer_since: Option<String>,
    /// How the product is used, by key.
    pub usage: Fields,
}

/// Keys of the ticket's custom fields that hold order data.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct OrderFields {
    /// Order number.
    pub number: Option<String>,
    /// Total.
    pub total: Option<String>,
    /// Currency of the total where the field's value names none.
    pub currency: Option<String>,
    /// Date of the order.
    pub placed_at: Option<String>,
    /// Date of delivery.
    pub delivered_at: Option<String>,
    /// The item's name.
    pub item: Option<String>,
    /// The item's category.
    pub category: Option<String>,
    /// Months of warranty.
    pub warranty_months: Option<String>,
}

/// Orders that an application on the helpdesk's own origin tells, and how its JSON is read.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
pub struct OrderLookup {
    /// Address on that origin, from `/` on, with placeholders: `{order_number}`, `{requester_email}`,
    /// `{requester_id}`, `{ticket_id}`, `{fields.KEY}`. Empty: nothing is asked.
    pub path: String,
    /// Where in the answer the list of orders stands; empty: the answer itself is the order, or the list.
    pub list: String,
    /// The order's field (`delivered_at`, `items.name`) → where the answer has it (`shipping.delivered`); what
    /// is not named is looked for under the order's own name.
    pub fields: Map<String, String>,
}
