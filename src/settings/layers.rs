//! Sparse layers: how one document changes another.

use super::SettingsError;
use serde_json::{Map, Value};

/// Lays `over` on `base`. Objects merge key by key; lists whose items have an `id` merge item by
/// item, new ones at the end, and an item with `"removed": true` takes the one below away; any other
/// value replaces what was there.
#[must_use]
pub fn merge(base: Value, over: Value) -> Value {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => Value::Object(merge_objects(base, over)),
        (Value::Array(base), Value::Array(over)) if has_ids(&base) || has_ids(&over) => {
            Value::Array(merge_lists(base, over))
        }
        (_, over) => over,
    }
}

fn merge_objects(mut base: Map<String, Value>, over: Map<String, Value>) -> Map<String, Value> {
    for (key, value) in over {
        let merged = match base.remove(&key) {
            Some(below) => merge(below, value),
            None => drop_removed(value),
        };
        base.insert(key, merged);
    }
    base
}

fn merge_lists(mut base: Vec<Value>, over: Vec<Value>) -> Vec<Value> {
    for item in over {
        let place = base
            .iter()
            .position(|below| id(below).is_some() && id(below) == id(&item));
        match place {
            Some(place) if is_removed(&item) => {
                base.remove(place);
            }
            Some(place) => {
                if let Some(below) = base.get_mut(place) {
                    *below = merge(std::mem::take(below), item);
                }
            }
            None if is_removed(&item) => {}
            None => base.push(item),
        }
    }
    base
}

fn drop_removed(value: Value) -> Value {
    match value {
        Value::Array(items) if has_ids(&items) => {
            Value::Array(items.into_iter().filter(|item| !is_removed(item)).collect())
        }
        other => other,
    }
}

pub(super) fn id(item: &Value) -> Option<&str> {
    item.get("id")?.as_str()
}

pub(super) fn is_removed(item: &Value) -> bool {
    item.get("removed").and_then(Value::as_bool) == Some(true)
}

pub(super) fn has_ids(items: &[Value]) -> bool {
    !items.is_empty() && items.iter().all(|item| id(item).is_some())
}

/// Refuses a document in which a list names the same `id` twice.
pub(crate) fn check_ids(value: &Value) -> Result<(), SettingsError> {
    fn walk(value: &Value, path: &str) -> Result<(), SettingsError> {
        match value {
            Value::Object(map) => map.iter().try_for_each(|(key, value)| {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                walk(value, &path)
            }),
            Value::Array(items) => {
                let mut seen = crate::sorted::Set::new();
                for (index, item) in items.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    if let Some(id) = id(item)
                        && !seen.insert(id)
                    {
                        return Err(SettingsError::new(
                            "duplicate_id",
                            format!("the id `{id}` stands twice in one list"),
                            "give each item an id of its own, or merge the two",
                            format!("{path}.id"),
                        ));
                    }
                    walk(item, &path)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
    walk(value, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(base: Value, over: Value, expected: Value) {
        assert_eq!(merge(base, over), expected);
    }

    #[test]
    fn merges_by_key_and_by_id() {
        check(
            json!({"a": 1, "b": {"c": 1}}),
            json!({"b": {"d": 2}}),
            json!({"a": 1, "b": {"c": 1, "d": 2}}),
        );
        check(
            json!([{"id": "x", "n": 1, "m": 1}, {"id": "y"}]),
            json!([{"id": "z"}, {"id": "x", "n": 2}]),
            json!([{"id": "x", "n": 2, "m": 1}, {"id": "y"}, {"id": "z"}]),
        );
        check(json!(["a", "b"]), json!(["c"]), json!(["c"]));
        check(json!([{"id": "x"}]), json!([]), json!([{"id": "x"}]));
    }

    #[test]
    fn tombstones_remove() {
        check(
            json!({"l": [{"id": "x"}, {"id": "y"}]}),
            json!({"l": [{"id": "x", "removed": true}, {"id": "q", "removed": true}]}),
            json!({"l": [{"id": "y"}]}),
        );
        check(
            json!({}),
            json!({"l": [{"id": "q", "removed": true}]}),
            json!({"l": []}),
        );
    }
}
