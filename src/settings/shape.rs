//! Lists where objects belong. The reader would take a list for an object's fields in their order, and
//! an empty one would wipe a whole section without a word.

use super::SettingsError;
use serde_json::Value;

/// Refuses a list where `template` has an object, and a list directly in a list.
pub(crate) fn check(value: &Value, template: &Value) -> Result<(), SettingsError> {
    walk(value, Some(template), "")
}

fn walk(value: &Value, template: Option<&Value>, path: &str) -> Result<(), SettingsError> {
    match value {
        Value::Array(_) if template.is_some_and(Value::is_object) => Err(SettingsError::new(
            "list_for_object",
            "an object `{…}` belongs here, no list `[…]`",
            "write the keys that you change in braces",
            if path.is_empty() { "." } else { path },
        )),
        Value::Object(map) => map.iter().try_for_each(|(key, inner)| {
            let path = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            walk(
                inner,
                template.and_then(|template| template.get(key)),
                &path,
            )
        }),
        Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| {
            let path = format!("{path}[{index}]");
            // What a list of this document holds is an object or a plain value.
            let object = Value::Object(serde_json::Map::new());
            walk(item, item.is_array().then_some(&object), &path)
        }),
        _ => Ok(()),
    }
}
