//! Which layer a value in force comes from.

use serde_json::Value;
use std::collections::BTreeMap;

/// For every value that a layer sets: its path (`triggers[vip].threshold.amount`, as errors write it) and the
/// number of the topmost layer that sets it. Layers are given lowest first, numbered from 0. A list without ids is
/// one value; an item that a layer takes away stands under its own path (`triggers[vip]`). What no layer sets comes
/// from the shipped defaults and is not listed.
///
/// Follows [`merge`](super::merge): what a layer replaces as a whole no longer comes from the layers below.
#[must_use]
pub fn origins(layers: &[Value]) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (number, layer) in layers.iter().enumerate() {
        walk(layer, "", number, &mut found);
    }
    found
}

fn walk(value: &Value, path: &str, layer: usize, found: &mut BTreeMap<String, usize>) {
    match value {
        Value::Object(members) => {
            found.remove(path);
            for (key, inner) in members {
                // The format's number is no setting, and an item's id is its name.
                if key == "id" || (path.is_empty() && key == "version") {
                    continue;
                }
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                walk(inner, &path, layer, found);
            }
        }
        Value::Array(items) if super::layers::has_ids(items) => {
            found.remove(path);
            for item in items {
                let id = super::layers::id(item).unwrap_or_default();
                let path = format!("{path}[{id}]");
                if super::layers::is_removed(item) {
                    set(path, layer, found);
                } else {
                    walk(item, &path, layer, found);
                }
            }
        }
        // Over a list of items with ids an empty one changes nothing.
        Value::Array(items) if items.is_empty() && has_below(path, '[', found) => {}
        _ => set(path.to_owned(), layer, found),
    }
}

/// The value takes the place of everything that stood at its path and below it.
fn set(path: String, layer: usize, found: &mut BTreeMap<String, usize>) {
    for sign in ['.', '['] {
        let below = format!("{path}{sign}");
        found.retain(|known, _| !known.starts_with(&below));
    }
    found.insert(path, layer);
}

fn has_below(path: &str, sign: char, found: &BTreeMap<String, usize>) -> bool {
    let below = format!("{path}{sign}");
    found.keys().any(|known| known.starts_with(&below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(layers: &[Value], expected: &[(&str, usize)]) {
        let found = origins(layers);
        let found: Vec<(&str, usize)> = found
            .iter()
            .map(|(path, layer)| (path.as_str(), *layer))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_topmost_layer_that_sets_a_value_is_named() {
        check(
            &[
                json!({"version": 1, "display": {"density": "compact"}, "phases": {"mode": 2}}),
                json!({"version": 1, "phases": {"mode": 1}}),
            ],
            &[("display.density", 0), ("phases.mode", 1)],
        );
        check(&[json!({}), json!({})], &[]);
    }

    #[test]
    fn items_are_known_by_their_ids() {
        check(
            &[
                json!({"triggers": [{"id": "vip", "disabled": true}, {"id": "sum", "threshold": {"amount": "5", "currency": "EUR"}}]}),
                json!({"triggers": [{"id": "sum", "threshold": {"amount": "9"}}]}),
            ],
            &[
                ("triggers[sum].threshold.amount", 1),
                ("triggers[sum].threshold.currency", 0),
                ("triggers[vip].disabled", 0),
            ],
        );
    }

    #[test]
    fn what_is_replaced_or_taken_away_comes_from_above() {
        check(
            &[
                json!({"triggers": [{"id": "vip", "severity": "notice"}], "identity": {"vip": {"tags": ["a", "b"]}}}),
                json!({"triggers": [{"id": "vip", "removed": true}], "identity": {"vip": {"tags": ["c"]}}}),
            ],
            &[("identity.vip.tags", 1), ("triggers[vip]", 1)],
        );
        check(
            &[
                json!({"triggers": [{"id": "vip", "severity": "notice"}]}),
                json!({"triggers": []}),
            ],
            &[("triggers[vip].severity", 0)],
        );
        check(
            &[
                json!({"phases": {"gates": {"days": 9}}}),
                json!({"phases": {"gates": null}}),
            ],
            &[("phases.gates", 1)],
        );
    }
}
