//! What is wrong with a value, in serde_json's words, and the way to it.

use super::position;
use serde_json::Value;
use std::fmt::{Display, Write};

/// What is wrong, and the way to it from the inside out.
#[derive(Debug)]
pub(crate) struct Fault {
    message: String,
    steps: Vec<String>,
}

impl Fault {
    /// Something is wrong.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            steps: Vec::new(),
        }
    }

    /// Another type was expected.
    pub(crate) fn kind(found: &Value, expected: &str) -> Self {
        Self::new(format!(
            "invalid type: {}, expected {expected}",
            told(found)
        ))
    }

    /// The type is right, the value is out of its range.
    pub(crate) fn range(found: &Value, expected: &str) -> Self {
        Self::new(format!(
            "invalid value: {}, expected {expected}",
            told(found)
        ))
    }

    /// A key or a variant has another name than one of `known`.
    pub(crate) fn unknown<'a>(
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<&str> = known.collect();
        let mut message = format!("unknown {what} `{name}`, ");
        message.push_str(match known.len() {
            0 => "there are none",
            1 | 2 => "expected ",
            _ => "expected one of ",
        });
        for (index, name) in known.iter().enumerate() {
            let between = match index {
                0 => "",
                _ if known.len() == 2 => " or ",
                _ => ", ",
            };
            // Writing to a string cannot fail.
            let _ = write!(message, "{between}`{name}`");
        }
        Self::new(message)
    }

    /// Found under this key.
    pub(crate) fn under(mut self, key: &str) -> Self {
        self.steps.push(key.to_owned());
        self
    }

    /// Found at this place of a list.
    pub(crate) fn at(self, index: usize) -> Self {
        self.under(&format!("[{index}]"))
    }

    /// With its path, and with line and column where the text is given.
    pub(crate) fn told(self, text: Option<&str>) -> serde_json::Error {
        let mut path = String::new();
        for step in self.steps.iter().rev() {
            if !path.is_empty() && !step.starts_with('[') {
                path.push('.');
            }
            path.push_str(step);
        }
        let place = if path.is_empty() { "." } else { &path };
        let found = text.and_then(|text| position::of(text, place));
        let mut message = self.message;
        if !path.is_empty() && !message.contains(&format!("`{path}`")) {
            let _ = write!(message, ", in `{path}`");
        }
        // serde_json reads the place off the end of the message.
        if let Some((line, column)) = found {
            let _ = write!(message, " at line {line} column {column}");
        }
        custom(&message)
    }
}

fn custom(message: &dyn Display) -> serde_json::Error {
    serde::de::Error::custom(message)
}

fn told(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => format!("boolean `{truth}`"),
        Value::Number(number) if number.is_f64() => {
            format!("floating point `{}`", super::number(number))
        }
        Value::Number(number) => format!("integer `{}`", super::number(number)),
        Value::String(text) => format!("string {}", super::text(text)),
        Value::Array(_) => "sequence".to_owned(),
        Value::Object(_) => "map".to_owned(),
    }
}
