//! What hides an element: `hidden`, `display:none` and the tricks of preheaders.

use super::element::Attributes;

/// Whether an element's text can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// Hidden with all that it holds.
    gone: bool,
    /// Font size zero or `visibility:hidden`, which an inner element may take back.
    zero: bool,
    invisible: bool,
}

impl Style {
    pub(super) fn is_shown(self) -> bool {
        !(self.gone || self.zero || self.invisible)
    }
}

/// Elements whose content is never shown as text.
const UNSEEN: [&str; 12] = [
    "script", "style", "title", "template", "object", "iframe", "audio", "video", "canvas",
    "noembed", "noframes", "datalist",
];

/// The style of an element inside `parent`.
pub(super) fn read(attributes: &Attributes, parent: Option<Style>, name: &str) -> Style {
    let mut style = parent.unwrap_or(Style {
        gone: false,
        zero: false,
        invisible: false,
    });
    style.gone = style.gone
        || attributes.hidden
        || UNSEEN
            .iter()
            .any(|unseen| name.eq_ignore_ascii_case(unseen));
    let mut no_height = false;
    let mut clipped = false;
    for declaration in attributes.style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else {
            continue;
        };
        let value = value.trim().trim_end_matches("!important").trim_end();
        match property.trim() {
            "display" if value == "none" => style.gone = true,
            "mso-hide" if value == "all" => style.gone = true,
            "opacity" if number(value) == Some(0.0) => style.gone = true,
            "visibility" => style.invisible = matches!(value, "hidden" | "collapse"),
            // One pixel cannot be read either.
            "font-size" => {
                style.zero = number(value)
                    .is_some_and(|size| size < 0.2 || (size <= 1.0 && value.ends_with("px")))
            }
            "max-height" | "height" | "max-width" if number(value) == Some(0.0) => no_height = true,
            "overflow" if value == "hidden" => clipped = true,
            "color" if value == "transparent" => style.invisible = true,
            _ => {}
        }
    }
    style.gone = style.gone || (no_height && clipped);
    style
}

/// The number with which a value begins.
fn number(value: &str) -> Option<f64> {
    let end = value
        .find(|character: char| !(character.is_ascii_digit() || character == '.'))
        .unwrap_or(value.len());
    crate::decimal::parse(value.get(..end)?)
}
