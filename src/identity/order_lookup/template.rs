//! An address with placeholders: `/shop/orders/{order_number}.json?by={requester_email}`.

/// Longest value that an address takes, in bytes.
const LONGEST: usize = 200;

/// Placeholders beside `{fields.KEY}`.
const PLACEHOLDERS: [&str; 4] = [
    "order_number",
    "requester_email",
    "requester_id",
    "ticket_id",
];

/// Why a template cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TemplateError<'t> {
    /// It is no path from the root of the helpdesk's origin.
    Elsewhere,
    /// A brace has no partner.
    Unpaired,
    /// There is no such placeholder.
    Unknown(&'t str),
    /// It has none, so every ticket would get the same answer.
    Constant,
}

/// The template's texts, each with the placeholder behind it; behind the last one there is none.
fn parts(template: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    template.split('}').map(|part| match part.split_once('{') {
        Some((text, name)) => (text, Some(name)),
        None => (part, None),
    })
}

/// The template with its values; `None` where one is missing or would lead elsewhere.
///
/// `value` gives what stands for a placeholder.
pub(super) fn fill(
    template: &str,
    mut value: impl FnMut(&str) -> Option<String>,
) -> Option<String> {
    let mut path = String::new();
    for (text, placeholder) in parts(template) {
        path.push_str(text);
        let Some(placeholder) = placeholder else {
            continue;
        };
        let value = value(placeholder)?;
        let value = value.trim();
        if value.is_empty() || value.len() > LONGEST {
            return None;
        }
        encode(value, &mut path);
    }
    (!climbs(&path)).then_some(path)
}

/// Whether the template leads to a path on the helpdesk's own origin, by placeholders that are known.
///
/// # Errors
/// With what is wrong first.
pub(super) fn check(template: &str) -> Result<(), TemplateError<'_>> {
    let elsewhere = !template.starts_with('/')
        || template.starts_with("//")
        || template.contains(['\\', '#'])
        || parts(template)
            .any(|(text, _)| text.contains(|c: char| c.is_whitespace() || c.is_control()))
        || climbs(template);
    if elsewhere {
        return Err(TemplateError::Elsewhere);
    }
    if !paired(template) {
        return Err(TemplateError::Unpaired);
    }
    let mut names = parts(template)
        .filter_map(|(_, placeholder)| placeholder)
        .peekable();
    if names.peek().is_none() {
        return Err(TemplateError::Constant);
    }
    match names.find(|name| !is_known(name)) {
        Some(name) => Err(TemplateError::Unknown(name)),
        None => Ok(()),
    }
}

fn is_known(placeholder: &str) -> bool {
    PLACEHOLDERS.contains(&placeholder)
        || placeholder
            .strip_prefix("fields.")
            .is_some_and(|key| !key.is_empty())
}

/// Whether each brace that opens is closed before the next one.
fn paired(template: &str) -> bool {
    let mut open = false;
    for c in template.chars() {
        if matches!(c, '{' | '}') {
            if open == (c == '{') {
                return false;
            }
            open = !open;
        }
    }
    !open
}

/// Whether a segment of the path is `.` or `..`: browsers take it for a step to another folder.
fn climbs(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or(path);
    path.split('/').any(|segment| {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        segment == "." || segment == ".."
    })
}

/// Percent-encodes all but letters, digits and `-._~` of ASCII (RFC 3986, 2.3), so that a value ends neither
/// its segment nor the path.
fn encode(value: &str, path: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
}
