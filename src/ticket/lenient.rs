//! Reading what helpdesks disagree on: numbers as identifiers, `null` for nothing.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An identifier: text, or a number that becomes text; `null` becomes the empty text.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(optional_id(deserializer)?.unwrap_or_default())
}

/// Like [`id`], with `null` as `None`.
pub(crate) fn optional_id<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(match number.as_f64() {
            // JavaScript hands every number over as a float; an identifier is written without `.0`.
            Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => format!("{float:.0}"),
            _ => number.to_string(),
        })),
        Value::Bool(truth) => Ok(Some(truth.to_string())),
        _ => Err(serde::de::Error::custom(
            "expected an identifier: text or a number",
        )),
    }
}

/// `null` as the type's default.
pub(crate) fn null_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}
