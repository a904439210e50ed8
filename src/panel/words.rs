//! What the panel says, before it is words: the page puts it into the agent's language (`www/words.js`)
//! with the texts of `www/data/words/`, and numbers, money and times into the forms of his country.

use crate::json::{self, Plain, View};
use serde_json::Value;

/// Words to show, as JSON that the page reads: a text stands for itself, a number is written as the agent's
/// country writes it, and a list is, by what it begins with,
///
/// - `[key, name, words, name, words, …]`: the text of that key, its placeholders filled;
/// - `[family + ".", id]`: the name of an id, the id in words where the family does not know it;
/// - `["~", text]`: a sentence of the engine, in English, for the page to put into the agent's language
///   where it knows how;
/// - `["=", value]`: a value of a ticket's data, such as a sum of money;
/// - `["", separator, words, words, …]`: one after the other.
///
/// The last bracket of a list is written when it is read ([`Words::json`]), so that it can grow till then.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words(String);

impl Words {
    /// As JSON text.
    #[must_use]
    pub fn json(mut self) -> String {
        if self.0.starts_with('[') {
            self.0.push(']');
        }
        self.0
    }

    /// The same, and what stands for one more placeholder.
    pub(super) fn with(mut self, name: &str, words: Self) -> Self {
        self.0.push_str(",\"");
        self.0.push_str(name);
        self.0.push('"');
        self.and(words)
    }

    /// The same, and one thing more.
    pub(super) fn and(mut self, words: Self) -> Self {
        self.0.push(',');
        self.0.push_str(&words.json());
        self
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        plain(&text.to_owned())
    }
}

impl From<&String> for Words {
    fn from(text: &String) -> Self {
        plain(text)
    }
}

/// A text, or a number.
pub(super) fn plain(data: &dyn Plain) -> Words {
    Words(json::text(data))
}

/// The text of a key, whose placeholders are filled by [`Words::with`].
pub(crate) fn said(key: &str) -> Words {
    let mut words = String::from("[\"");
    words.push_str(key);
    words.push('"');
    Words(words)
}

/// The name of an id; `family` ends with a full stop.
pub(super) fn name(family: &str, id: &str) -> Words {
    said(family).and(id.into())
}

/// The name of a word of the contract.
pub(super) fn of(family: &str, word: &dyn Plain) -> Words {
    match word.view() {
        View::Text(id) => name(family, id),
        _ => Words::default(),
    }
}

/// A sentence of the engine.
pub(super) fn prose(text: &str) -> Words {
    name("~", text)
}

/// A value of a ticket's data.
pub(super) fn value(value: &Value) -> Words {
    said("=").and(plain(value))
}

/// Nothing yet, and then one after the other by [`Words::and`].
pub(super) fn list(separator: &str) -> Words {
    name("", separator)
}

/// How long ago `then` was at `now` (both RFC 3339), in the largest fitting unit; `None` when either
/// cannot be read or lies ahead.
pub(super) fn age(then: &str, now: &str) -> Option<Words> {
    let then = crate::ticket::Time::new(then).millis()?;
    let now = crate::ticket::Time::new(now).millis()?;
    let days = (now - then).div_euclid(86_400_000);
    let (count, key) = match days {
        ..0 => return None,
        0 => (0, "age.today"),
        1..=59 => (days, "age.days"),
        60..=729 => (days / 30, "age.months"),
        _ => (days / 365, "age.years"),
    };
    Some(said(key).with("count", plain(&u32::try_from(count).unwrap_or(0))))
}
