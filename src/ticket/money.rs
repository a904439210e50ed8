//! Money as the contract writes it: an exact decimal text and a currency code.

use crate::decimal;
use crate::json::{self, Fault, Plain};
use serde_json::Value;

/// A sum: `{"amount":"129.90","currency":"USD"}`. The amount may also arrive as a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(deserialize_with = "lenient")]
pub struct Money {
    /// Decimal text with a point.
    pub amount: String,
    /// ISO 4217 code; empty when unknown.
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

    /// From `{"amount":"129.90","currency":"USD"}`; the amount may be a number.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        let amount = match value.get("amount")? {
            Value::String(text) => text.clone(),
            Value::Number(number) => json::number(number),
            _ => return None,
        };
        let currency = value.get("currency").and_then(Value::as_str).unwrap_or("");
        Some(Self::new(amount, currency))
    }

    /// As `{"amount":"129.90","currency":"USD"}`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let field = |key: &str, text: &str| (key.to_owned(), Value::String(text.to_owned()));
        Value::Object(
            [
                field("amount", &self.amount),
                field("currency", &self.currency),
            ]
            .into_iter()
            .collect(),
        )
    }

    /// The amount as a number, or `None` when the text is none.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        decimal::parse(self.amount.trim())
    }

    /// An object with `amount`; or, as some shops send it, the amount alone.
    fn lenient(value: Value) -> Result<Self, Fault> {
        match &value {
            Value::Object(_) => Self::from_value(&value),
            Value::String(text) => Some(Self::new(text.as_str(), "")),
            Value::Number(number) => Some(Self::new(json::number(number), "")),
            _ => None,
        }
        .ok_or_else(|| {
            Fault::new("expected money such as {\"amount\": \"129.90\", \"currency\": \"USD\"}")
        })
    }
}
