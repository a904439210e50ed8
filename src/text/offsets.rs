//! The way from visible text back to the body as given, in UTF-16 code units.

use crate::evidence::Span;
use std::ops::Range;

/// Distance, in visible bytes, between two known points; a look-up walks at most this far.
const STEP: usize = 128;

/// Maps visible byte offsets to UTF-16 offsets of the visible text and of the body.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Offsets {
    /// One per character of visible text at least every [`STEP`] bytes and wherever the body runs
    /// otherwise than the visible text: (visible byte, visible unit, body unit of its start).
    points: Vec<Point>,
    /// Whether the body is the visible text.
    identity: bool,
    body_units: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    byte: usize,
    visible: usize,
    body: usize,
    /// One past the last body unit of the character at `byte`.
    body_end: usize,
}

/// Collects offsets while visible text is made from a body.
#[derive(Default)]
pub(crate) struct OffsetsBuilder {
    visible: String,
    points: Vec<Point>,
    visible_units: usize,
    expected_body: usize,
}

impl OffsetsBuilder {
    /// Adds a visible character that stands for the body's units `body..body_end`.
    pub(crate) fn push(&mut self, character: char, body: usize, body_end: usize) {
        let byte = self.visible.len();
        let regular = body == self.expected_body && body_end == body + character.len_utf16();
        let near = self
            .points
            .last()
            .is_some_and(|point| byte - point.byte < STEP);
        if !(regular && near) {
            self.points.push(Point {
                byte,
                visible: self.visible_units,
                body,
                body_end,
            });
        }
        // After an irregular character a walk from its point would be wrong, so the next one gets a
        // point of its own.
        self.expected_body = if regular { body_end } else { usize::MAX };
        self.visible.push(character);
        self.visible_units += character.len_utf16();
        if !regular && body_end == body + character.len_utf16() {
            self.expected_body = body_end;
        }
    }

    /// The visible text so far.
    pub(crate) fn visible(&self) -> &str {
        &self.visible
    }

    /// The visible text and its offsets.
    pub(crate) fn finish(self, body_units: usize) -> (String, Offsets) {
        (
            self.visible,
            Offsets {
                points: self.points,
                identity: false,
                body_units,
            },
        )
    }
}

impl Offsets {
    /// For a body that is all visible as it is.
    pub(crate) fn identity(body: &str) -> Self {
        let mut builder = OffsetsBuilder::default();
        let mut unit = 0;
        for character in body.chars() {
            let end = unit + character.len_utf16();
            builder.push(character, unit, end);
            unit = end;
        }
        let (_, offsets) = builder.finish(unit);
        Self {
            identity: true,
            ..offsets
        }
    }

    /// UTF-16 range in the visible text. `text` is the visible text from which the offsets were made.
    pub(crate) fn visible(&self, text: &str, range: &Range<usize>) -> Span {
        Span {
            start: self.locate(text, range.start).0,
            end: self.locate(text, range.end).0,
        }
    }

    /// UTF-16 range in the body: from the first unit of the first character to the last unit of the
    /// last one.
    pub(crate) fn body(&self, text: &str, range: &Range<usize>) -> Span {
        if self.identity {
            return self.visible(text, range);
        }
        let start = self.locate(text, range.start).1;
        let last = text
            .get(range.start..range.end)
            .and_then(|text| text.char_indices().next_back())
            .map(|(at, _)| range.start + at);
        let end = last.map_or(start, |at| self.locate(text, at).2);
        Span { start, end }
    }

    /// (visible unit, body unit, one past the character's last body unit) of the character at `byte`.
    fn locate(&self, text: &str, byte: usize) -> (usize, usize, usize) {
        let after = self.points.partition_point(|point| point.byte <= byte);
        let Some(point) = after
            .checked_sub(1)
            .and_then(|index| self.points.get(index))
        else {
            return (0, 0, 0);
        };
        if point.byte == byte && byte < text.len() {
            return (point.visible, point.body, point.body_end);
        }
        let (mut visible, mut body) = (point.visible, point.body);
        let mut length = 0;
        let mut first = true;
        for character in text.get(point.byte..).unwrap_or("").chars() {
            let at = point.byte + length;
            if at >= byte {
                return (visible, body, body + character.len_utf16());
            }
            let units = character.len_utf16();
            visible += units;
            body = if first { point.body_end } else { body + units };
            first = false;
            length += character.len_utf8();
        }
        (visible, self.body_units, self.body_units)
    }
}
