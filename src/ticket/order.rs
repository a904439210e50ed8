//! The customer's orders.

use crate::json::Plain;
use crate::ticket::{Fields, Money, Time};

/// An order of the customer.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Order {
    /// Order number.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// When it was placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placed_at: Option<Time>,
    /// When it was delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Time>,
    /// The shop's word for its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Total to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// Where it goes; `country` is an ISO 3166 code, the rest as the shop has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Fields>,
    /// Payments.
    #[serde(
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub payments: Vec<Payment>,
    /// The carrier's tracking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking: Option<Tracking>,
    /// What was ordered.
    #[serde(
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub items: Vec<Item>,
    /// Where the order's data comes from when the helpdesk did not give it (`look-up`, `fields`, `text`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<String>,
}

/// A payment of an order.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Payment {
    /// Means of payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The shop's word for its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// A parcel's tracking.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Tracking {
    /// Carrier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Tracking number.
    #[serde(deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Tracking page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// An ordered item.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct Item {
    /// Stock keeping unit.
    #[serde(deserialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<f64>,
    /// Price of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Sold without right of return.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_sale: Option<bool>,
    /// Warranty from delivery, in months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warranty_months: Option<u32>,
    /// Condition (`new`, `used`, `opened`, …).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}
