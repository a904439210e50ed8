//! The one writer: JSON text as serde_json writes it.

use super::{Plain, View};
use crate::decimal;
use serde_json::Value;
use std::fmt::Write;

/// A number as JSON text.
pub(crate) fn number(number: &serde_json::Number) -> String {
    let mut out = String::new();
    write_value(&Value::Number(number.clone()), &mut out);
    out
}

/// Plain data as JSON text, without spaces.
pub(crate) fn text(data: &dyn Plain) -> String {
    let mut out = String::new();
    write(&data.view(), &mut out);
    out
}

fn write(view: &View<'_>, out: &mut String) {
    match view {
        View::Null => out.push_str("null"),
        View::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
        // Writing to a string cannot fail.
        View::Whole(number) => {
            let _ = write!(out, "{number}");
        }
        View::Number(number) => {
            decimal::write(*number, out);
        }
        View::Text(text) => write_text(text, out),
        View::Value(value) => write_value(value, out),
        View::List(list) => {
            for number in 0..list.length() {
                out.push(if number == 0 { '[' } else { ',' });
                if let Some(item) = list.item(number) {
                    write(&item.view(), out);
                }
            }
            out.push_str(if list.length() == 0 { "[]" } else { "]" });
        }
        View::Map(map) => {
            out.push('{');
            let mut first = true;
            map.each(&mut |name, item| {
                write_key(name, &mut first, out);
                write(&item.view(), out);
                true
            });
            out.push('}');
        }
        View::Record(record) => {
            let shape = record.shape();
            out.push('{');
            let mut first = true;
            if let Some((key, word)) = shape.tag {
                write_key(key, &mut first, out);
                write_text(word, out);
            }
            for (number, field) in shape.fields.iter().enumerate() {
                let Some(view) = record.field(number).map(Plain::view) else {
                    continue;
                };
                if field.skip && view.is_empty() {
                    continue;
                }
                write_key(field.name, &mut first, out);
                write(&view, out);
            }
            out.push('}');
        }
    }
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => {
                let _ = write!(out, "{number}");
            }
            (_, Some(number)) => {
                let _ = write!(out, "{number}");
            }
            _ => decimal::write(number.as_f64().unwrap_or_default(), out),
        },
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                write_value(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            let mut first = true;
            for (key, item) in members {
                write_key(key, &mut first, out);
                write_value(item, out);
            }
            out.push('}');
        }
    }
}

fn write_key(key: &str, first: &mut bool, out: &mut String) {
    if !std::mem::take(first) {
        out.push(',');
    }
    write_text(key, out);
    out.push(':');
}

/// Quotes a text. What must be escaped is below U+0020, a quotation mark or a backslash (RFC 8259, 7).
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c < ' ' || c == '"' || c == '\\') {
        let (clean, from) = rest.split_at(at);
        out.push_str(clean);
        let mut characters = from.chars();
        match characters.next().unwrap_or_default() {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            other => {
                let _ = write!(out, "\\u{:04x}", u32::from(other));
            }
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}
