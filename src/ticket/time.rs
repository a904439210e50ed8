//! A moment, kept as it was written so that an unreadable one is reported, not lost.

use crate::json::{self, Fault, Plain, View, bridge};
use serde_json::Value;

/// A moment as RFC 3339 text. `millis` is `None` when the text could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    text: String,
    millis: Option<i64>,
}

impl Time {
    /// Reads RFC 3339 text; a date alone is its midnight in UTC.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let trimmed = text.trim();
        let millis = trimmed
            .parse::<jiff::Timestamp>()
            .ok()
            .or_else(|| {
                let date = trimmed.parse::<jiff::civil::DateTime>().ok()?;
                jiff::tz::Offset::UTC.to_timestamp(date).ok()
            })
            .map(jiff::Timestamp::as_millisecond);
        Self {
            text: text.to_owned(),
            millis,
        }
    }

    /// The moment `millis` milliseconds after 1970-01-01 UTC; out of range it has no value.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        match jiff::Timestamp::from_millisecond(millis) {
            Ok(moment) => Self {
                text: moment.to_string(),
                millis: Some(millis),
            },
            Err(_) => Self {
                text: String::new(),
                millis: None,
            },
        }
    }

    /// Milliseconds since 1970-01-01 UTC, if the text could be read.
    #[must_use]
    pub fn millis(&self) -> Option<i64> {
        self.millis
    }

    /// As written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Plain for Time {
    fn blank() -> Self {
        Self::new("")
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        *self = match value {
            Value::String(text) => Self::new(&text),
            // Seconds or milliseconds since 1970, told apart by size: 1e11 seconds are in the year 5138.
            Value::Number(number) => match number.as_f64() {
                Some(seconds) if seconds.abs() < 1e11 => {
                    Self::from_millis((seconds * 1000.0) as i64)
                }
                Some(millis) => Self::from_millis(millis as i64),
                None => Self::new(""),
            },
            other => Self::new(&json::text(&other)),
        };
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Text(&self.text)
    }
}

bridge!(Time);
