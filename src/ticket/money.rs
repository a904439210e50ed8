//! Money as the contract writes it: an exact decimal text and a currency code.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A sum: `{"amount":"129.90","currency":"USD"}`. The amount may also arrive as a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Decimal text with a point.
    #[serde(deserialize_with = "decimal")]
    pub amount: String,
    /// ISO 4217 code; empty when unknown.
    #[serde(default)]
    pub currency: String,
}

impl Money {
    /// A sum from its parts.
    #[must_use]
    pub fn new(amount: impl Into<String>, currency: impl Into<String>) -> Self {
        Self {
            amount: amount.into(),
            currency: currency.into(),
        }
    }

    /// The amount as a number, or `None` when the text is none.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        self.amount
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|value| value.is_finite())
    }
}

fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(serde::de::Error::custom(
            "expected an amount: decimal text or a number",
        )),
    }
}
