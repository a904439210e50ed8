//! Writes visible text as a browser lays it out, and keeps the way back.

use crate::text::offsets::{Offsets, OffsetsBuilder};
use std::ops::Range;

/// Empty lines in a row that are kept.
const MOST_BREAKS: usize = 3;

pub(super) struct Writer<'b> {
    body: &'b str,
    out: OffsetsBuilder,
    /// Body byte and the UTF-16 unit there, for the way forward.
    byte: usize,
    unit: usize,
    /// A collapsed space that waits for a character, by its body units.
    space: Option<(char, usize, usize)>,
    /// Line breaks that wait for a character.
    breaks: usize,
    /// Body units of what caused them.
    break_span: (usize, usize),
}

impl<'b> Writer<'b> {
    pub(super) fn new(body: &'b str) -> Self {
        Self {
            body,
            out: OffsetsBuilder::default(),
            byte: 0,
            unit: 0,
            space: None,
            breaks: 0,
            break_span: (0, 0),
        }
    }

    /// Bytes of visible text so far.
    pub(super) fn len(&self) -> usize {
        self.out.visible().len()
    }

    /// UTF-16 offset of a body byte; bytes come in growing order.
    fn unit_at(&mut self, byte: usize) -> usize {
        if let Some(between) = self.body.get(self.byte..byte) {
            self.unit += between.encode_utf16().count();
            self.byte = byte;
        }
        self.unit
    }

    /// Text that stands in the body from byte `start` on as it is.
    pub(super) fn text(&mut self, text: &str, start: usize, pre: bool) {
        let mut unit = self.unit_at(start);
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let end = unit + character.len_utf16();
            // However the body ends its lines: a browser sees line feeds.
            if character != '\r' {
                self.character(character, unit, end, pre);
            } else if characters.peek() != Some(&'\n') {
                self.character('\n', unit, end, pre);
            }
            unit = end;
        }
        self.byte = start + text.len();
        self.unit = unit;
    }

    /// A character that a reference in the body stands for.
    pub(super) fn reference(&mut self, character: char, span: Range<usize>, pre: bool) {
        let start = self.unit_at(span.start);
        let end = self.unit_at(span.end);
        self.character(character, start, end, pre);
    }

    fn character(&mut self, character: char, start: usize, end: usize, pre: bool) {
        match character {
            // A browser drops it.
            '\0' => {}
            '\n' | '\r' if pre => {
                if character == '\n' {
                    self.add_breaks(1, (start, end));
                }
            }
            ' ' | '\t' if pre => {
                self.flush();
                self.out.push(character, start, end);
            }
            ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                if self.space.is_none() {
                    self.space = Some((' ', start, end));
                }
            }
            _ => {
                self.flush();
                self.out.push(character, start, end);
            }
        }
    }

    /// Writes what waits before a character.
    fn flush(&mut self) {
        let started = !self.out.visible().is_empty();
        if self.breaks > 0 {
            let (start, end) = self.break_span;
            for _ in 0..self.breaks {
                if started {
                    self.out.push('\n', start, end);
                }
            }
            self.breaks = 0;
            self.space = None;
        } else if let Some((space, start, end)) = self.space.take()
            && started
            && !self.out.visible().ends_with(['\n', '\t', ' '])
        {
            self.out.push(space, start, end);
        }
    }

    fn add_breaks(&mut self, count: usize, span: (usize, usize)) {
        if self.breaks == 0 {
            self.break_span = span;
        }
        self.breaks = (self.breaks + count).min(MOST_BREAKS);
        self.space = None;
    }

    /// `<br>` at these body bytes.
    pub(super) fn break_line(&mut self, span: Range<usize>) {
        let units = (self.unit_at(span.start), self.unit_at(span.end));
        self.add_breaks(1, units);
    }

    /// A block begins or ends: at least `breaks` line breaks.
    pub(super) fn block(&mut self, breaks: usize, span: Range<usize>) {
        if breaks > self.breaks {
            let units = (self.unit_at(span.start), self.unit_at(span.end));
            self.add_breaks(breaks - self.breaks, units);
        }
    }

    /// A table cell begins.
    pub(super) fn cell(&mut self, span: Range<usize>) {
        let units = (self.unit_at(span.start), self.unit_at(span.end));
        if self.breaks == 0 {
            self.space = Some(('\t', units.0, units.1));
        }
    }

    pub(super) fn finish(mut self) -> (String, Offsets) {
        let end = self.unit_at(self.body.len());
        self.out.finish(end)
    }
}
