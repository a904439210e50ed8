//! Where a path stands in a JSON text: line and column, which a parsed value no longer knows.

/// Line and column, from 1, of the value at `path` (`triggers[vip].threshold`), or of the nearest
/// part of the path that is there. `None` when the text is no JSON or the path is empty.
pub(crate) fn of(text: &str, path: &str) -> Option<(usize, usize)> {
    if path.is_empty() {
        return None;
    }
    // An id may hold points: `policies[returns.gold].days`.
    let steps: Vec<&str> = path
        .split('[')
        .enumerate()
        .flat_map(|(part, steps)| {
            let (id, keys) = match steps.split_once(']') {
                Some((id, keys)) if part > 0 => (id, keys),
                _ => ("", steps),
            };
            std::iter::once(id).chain(keys.split('.'))
        })
        .filter(|step| !step.is_empty())
        .collect();
    let mut rest = text.trim_start();
    // `.` is the document itself.
    let mut found = steps.is_empty().then_some(rest);
    for step in steps {
        let Some(value) = child(rest, step) else {
            break;
        };
        rest = value;
        found = Some(value);
    }
    let offset = text.len() - found?.len();
    let before = text.get(..offset)?;
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |line| line.chars().count())
        + 1;
    Some((line, column))
}

/// The text from the start of the child value that `step` names: a key, a position, or an `id`.
fn child<'a>(value: &'a str, step: &str) -> Option<&'a str> {
    match value.chars().next()? {
        '{' => members(value)?
            .into_iter()
            .find(|(key, _)| key == step)
            .map(|(_, at)| at),
        '[' => {
            let items = elements(value)?;
            let by_id = items.iter().find(|item| {
                members(item).is_some_and(|members| {
                    members
                        .iter()
                        .any(|(key, at)| key == "id" && first_string(at) == Some(step.to_owned()))
                })
            });
            by_id
                .or_else(|| items.get(step.parse::<usize>().ok()?))
                .copied()
        }
        _ => None,
    }
}

fn first_string(text: &str) -> Option<String> {
    serde_json::Deserializer::from_str(text)
        .into_iter::<String>()
        .next()?
        .ok()
}

/// Skips one JSON value; what follows it.
fn after_value(text: &str) -> Option<&str> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    stream.next()?.ok()?;
    text.get(stream.byte_offset()..)
}

fn members(object: &str) -> Option<Vec<(String, &str)>> {
    let mut out = Vec::new();
    let mut rest = object.strip_prefix('{')?.trim_start();
    while !rest.starts_with('}') {
        let key = first_string(rest)?;
        let value = after_value(rest)?
            .trim_start()
            .strip_prefix(':')?
            .trim_start();
        out.push((key, value));
        rest = after_value(value)?.trim_start();
        rest = rest.strip_prefix(',').map_or(rest, str::trim_start);
    }
    Some(out)
}

fn elements(list: &str) -> Option<Vec<&str>> {
    let mut out = Vec::new();
    let mut rest = list.strip_prefix('[')?.trim_start();
    while !rest.starts_with(']') {
        out.push(rest);
        rest = after_value(rest)?.trim_start();
        rest = rest.strip_prefix(',').map_or(rest, str::trim_start);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, path: &str, expected: Option<(usize, usize)>) {
        assert_eq!(of(text, path), expected);
    }

    #[test]
    fn finds_keys_positions_and_ids() {
        let text = "{\n \"a\": [1, {\"id\": \"vip\",\n  \"t\": 5}]\n}";
        check(text, "a", Some((2, 7)));
        check(text, "a[0]", Some((2, 8)));
        check(text, "a[vip].t", Some((3, 8)));
        check(text, "a[vip].nothing", Some((2, 11)));
        check(text, "b", None);
        let text = "{\"a\": [\n{\"id\": \"vip\"},\n{\"id\": \"vip.gold\", \"t\": [\n{\"u\": 1}]}]}";
        check(text, "a[vip.gold].t[0].u", Some((4, 7)));
        check(text, "a[1].t[0]", Some((4, 1)));
        check("", "a", None);
    }
}
