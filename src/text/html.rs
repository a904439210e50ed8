//! HTML to visible text, with the way back.

use super::offsets::{Offsets, OffsetsBuilder};

/// The text that a reader sees, and its offsets. Never fails: broken markup is text.
pub(crate) fn visible_text(body: &str) -> (String, Offsets) {
    let mut builder = OffsetsBuilder::default();
    let mut unit = 0;
    let mut inside_tag = false;
    for character in body.chars() {
        let end = unit + character.len_utf16();
        match character {
            '<' => inside_tag = true,
            '>' if inside_tag => {
                inside_tag = false;
                if !builder.visible().ends_with('\n') && !builder.visible().is_empty() {
                    builder.push('\n', unit, end);
                }
            }
            _ if !inside_tag => builder.push(character, unit, end),
            _ => {}
        }
        unit = end;
    }
    builder.finish(unit)
}
