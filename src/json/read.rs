//! The one reader of records.

use super::{Fault, Reading, Record};
use serde_json::{Map, Value};

/// Reads an object into a record.
///
/// # Errors
/// When it is no object, a key is missing, a closed record has no such key, or a field refuses its value.
pub(crate) fn read_record(record: &mut dyn Record, value: Value) -> Result<(), Fault> {
    let shape = record.shape();
    let mut given = 0_u64;
    for (key, value) in object(value, shape.name)? {
        let found = shape.fields.iter().enumerate().find(|(_, f)| f.name == key);
        let Some((number, field)) = found else {
            if shape.closed {
                let known = shape.fields.iter().map(|field| field.name);
                return Err(Fault::unknown("field", &key, known).under(&key));
            }
            continue;
        };
        given |= 1 << number;
        let value = match field.reading {
            Reading::Strict => Ok(value),
            Reading::NullAsBlank if value.is_null() => continue,
            Reading::NullAsBlank => Ok(value),
            Reading::Identifier => match identifier(value) {
                Ok(None) => continue,
                Ok(Some(text)) => Ok(Value::String(text)),
                Err(fault) => Err(fault),
            },
        };
        if let Some(field) = record.field_mut(number) {
            value
                .and_then(|value| field.read(value))
                .map_err(|fault| fault.under(&key))?;
        }
    }
    for (number, field) in shape.fields.iter().enumerate() {
        if field.required && given & (1 << number) == 0 {
            return Err(Fault::new(format!("missing field `{}`", field.name)));
        }
    }
    Ok(())
}

fn object(value: Value, expected: &str) -> Result<Map<String, Value>, Fault> {
    match value {
        Value::Object(members) => Ok(members),
        Value::Array(_) => Err(Fault::new("an object `{…}` belongs here, no list `[…]`")),
        other => Err(Fault::kind(&other, expected)),
    }
}

/// The number of the word that a value is.
///
/// # Errors
/// When it is none of them.
pub(crate) fn read_word(
    name: &str,
    words: &'static [&'static str],
    value: Value,
) -> Result<usize, Fault> {
    let Value::String(text) = &value else {
        return Err(Fault::kind(&value, name));
    };
    words
        .iter()
        .position(|word| word == text)
        .ok_or_else(|| Fault::unknown("variant", text, words.iter().copied()))
}

/// The number of the word that stands under the key `tag`.
///
/// # Errors
/// When the value is no object, or the word is missing or unknown.
pub(crate) fn read_tag(
    name: &str,
    tag: &str,
    words: &'static [&'static str],
    value: &Value,
) -> Result<usize, Fault> {
    if !value.is_object() {
        return Err(Fault::kind(value, name));
    }
    match value.get(tag) {
        Some(word) => read_word(name, words, word.clone()).map_err(|fault| fault.under(tag)),
        None => Err(Fault::new(format!("missing field `{tag}`"))),
    }
}

/// An identifier: text, or a number that becomes text; nothing for `null`. Helpdesks disagree on that.
///
/// # Errors
/// For a list or an object.
fn identifier(value: Value) -> Result<Option<String>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(match number.as_f64() {
            // JavaScript hands every number over as a float; an identifier is written without `.0`.
            Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => (float as i64).to_string(),
            _ => super::number(&number),
        })),
        Value::Bool(truth) => Ok(Some(truth.to_string())),
        _ => Err(Fault::new("expected an identifier: text or a number")),
    }
}
