//! HTML to visible text, with the way back to the body.
//!
//! Tokens and character references are html5gum's, which follows the WHATWG tokenizer; here is what
//! a reader sees of them: block elements and `<br>` break lines, white space collapses, hidden
//! elements are left out. Broken markup is read as a browser reads it, so nothing fails.

mod element;
mod style;
mod writer;

use super::offsets::Offsets;
use element::{Attributes, Element, Kind};
use html5gum::{Emitter, Error, State, Tokenizer, naive_next_state};
use std::ops::Range;
use writer::Writer;

/// What the markup says about regions: visible byte ranges, in order.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Marks {
    /// Outermost quoted elements.
    pub(crate) quotes: Vec<Range<usize>>,
    /// Signatures.
    pub(crate) signatures: Vec<Range<usize>>,
    /// From a mail program's mark for the answered mail to the end.
    pub(crate) rests: Vec<Range<usize>>,
}

/// The text that a reader sees.
pub(crate) struct Visible {
    /// The text.
    pub(crate) text: String,
    /// The way back to the body.
    pub(crate) offsets: Offsets,
    /// What the markup says about regions.
    pub(crate) marks: Marks,
}

/// Reads a body. Never fails; linear in the body.
pub(crate) fn visible_text(body: &str) -> Visible {
    let result = Tokenizer::new_with_emitter(body, Reader::new(body))
        .filter_map(Result::ok)
        .last();
    result.unwrap_or_else(|| Reader::new(body).finish())
}

/// Open elements that are kept; deeper ones are read as if they were not there.
const DEEPEST: usize = 512;
/// How far up an end tag looks for its element.
const FARTHEST: usize = 64;

/// Takes the tokenizer's events.
struct Reader<'b> {
    body: &'b str,
    /// Bytes that the tokenizer has read.
    position: usize,
    /// End of the last thing that was given out.
    last_end: usize,
    /// Start of a character of which only the first bytes were given out.
    waiting: Option<usize>,
    writer: Writer<'b>,
    open: Vec<Element>,
    quotes: usize,
    marks: Marks,
    tag: Vec<u8>,
    start_tag: bool,
    last_start_tag: Vec<u8>,
    attributes: Attributes,
    done: Option<Visible>,
}

impl<'b> Reader<'b> {
    fn new(body: &'b str) -> Self {
        Self {
            body,
            position: 0,
            last_end: 0,
            waiting: None,
            writer: Writer::new(body),
            open: Vec::new(),
            quotes: 0,
            marks: Marks::default(),
            tag: Vec::new(),
            start_tag: false,
            last_start_tag: Vec::new(),
            attributes: Attributes::default(),
            done: None,
        }
    }

    fn finish(&mut self) -> Visible {
        while let Some(element) = self.open.pop() {
            self.leave(&element);
        }
        let (text, offsets) = std::mem::replace(&mut self.writer, Writer::new("")).finish();
        Visible {
            text,
            offsets,
            marks: std::mem::take(&mut self.marks),
        }
    }

    fn start(&mut self, span: Range<usize>) {
        let kind = Kind::of(&self.tag);
        // A paragraph, cell or item ends where the next one begins.
        let closes = self.open.last().is_some_and(|last| {
            (last.kind == Kind::Paragraph && kind.is_block())
                || (kind.closes_its_like() && last.name == self.tag)
        });
        if closes {
            self.pop();
        }
        let parent = self.open.last();
        let style = style::read(
            &self.attributes,
            parent.map(|parent| parent.style),
            &self.tag,
        );
        let quote = kind == Kind::Quote || self.attributes.is_quote();
        let element = Element {
            name: self.tag.clone(),
            kind,
            style,
            pre: parent.is_some_and(|parent| parent.pre)
                || kind == Kind::Preformatted
                || self.attributes.keeps_space(),
            quote,
            signature: self.attributes.is_signature(),
            from: self.writer.len(),
            margin: kind.breaks(&self.attributes),
        };
        if self.attributes.is_rest() {
            let from = self.writer.len();
            self.marks.rests.push(from..usize::MAX);
        }
        if element.style.is_shown() {
            match kind {
                Kind::Break => self.writer.break_line(span),
                Kind::Cell => self.writer.cell(span),
                _ => self.writer.block(element.margin, span),
            }
        }
        if !kind.is_void() && self.open.len() < DEEPEST {
            if quote {
                self.quotes += 1;
            }
            self.open.push(element);
        }
    }

    fn end(&mut self, span: Range<usize>) {
        if self.tag == b"br" {
            self.writer.break_line(span);
            return;
        }
        let depth = self
            .open
            .iter()
            .rev()
            .take(FARTHEST)
            .position(|element| element.name == self.tag);
        let Some(depth) = depth else {
            return;
        };
        for _ in 0..=depth {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if let Some(element) = self.open.pop() {
            self.leave(&element);
        }
    }

    fn leave(&mut self, element: &Element) {
        if element.style.is_shown() && element.margin > 0 {
            self.writer
                .block(element.margin, self.position..self.position);
        }
        let visible = element.from..self.writer.len();
        if element.quote {
            self.quotes = self.quotes.saturating_sub(1);
            if self.quotes == 0 && !visible.is_empty() {
                self.marks.quotes.push(visible.clone());
            }
        }
        let follows = self
            .marks
            .signatures
            .last()
            .is_none_or(|last| last.end <= visible.start);
        if element.signature && follows && !visible.is_empty() {
            self.marks.signatures.push(visible);
        }
    }
}

impl Emitter for Reader<'_> {
    type Token = Visible;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn set_last_start_tag(&mut self, last_start_tag: Option<&[u8]>) {
        self.last_start_tag = last_start_tag.unwrap_or_default().to_vec();
    }

    fn emit_eof(&mut self) {
        let visible = self.finish();
        self.done = Some(visible);
    }

    fn emit_error(&mut self, _error: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Visible> {
        self.done.take()
    }

    fn emit_string(&mut self, text: &[u8]) {
        let bytes = self.body.as_bytes();
        let mut end = self.position.min(bytes.len());
        let mut source = end.saturating_sub(text.len());
        let mut plain = bytes.get(source..end) == Some(text);
        // What only looked like a tag is given out late, when more has been read.
        if !plain && text.starts_with(b"<") {
            let early = self.last_end..self.last_end + text.len();
            if bytes.get(early.clone()) == Some(text) {
                (source, end, plain) = (early.start, early.end, true);
            }
        }
        // The tokenizer may part the bytes of a character: they wait for the rest.
        let waiting = self.waiting.take().filter(|_| source == self.last_end);
        let start = match waiting {
            Some(waiting) if plain => waiting,
            _ if plain => source,
            _ => self.last_end.min(end),
        };
        self.last_end = end;
        if plain && !self.body.is_char_boundary(end) {
            self.waiting = Some(start);
            return;
        }
        let (shown, pre) = self.open.last().map_or((true, false), |element| {
            (element.style.is_shown(), element.pre)
        });
        if !shown {
            return;
        }
        if plain && let Some(text) = self.body.get(start..end) {
            self.writer.text(text, start, pre);
            return;
        }
        self.writer
            .reference(&String::from_utf8_lossy(text), start..end, pre);
    }

    fn init_start_tag(&mut self) {
        self.tag.clear();
        self.start_tag = true;
        self.attributes.clear();
    }

    fn init_end_tag(&mut self) {
        self.tag.clear();
        self.start_tag = false;
        self.attributes.clear();
    }

    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        self.attributes.finish();
        let span = self.last_end.min(self.position)..self.position;
        self.last_end = self.position;
        if !self.start_tag {
            self.end(span);
            return None;
        }
        self.start(span);
        self.last_start_tag.clone_from(&self.tag);
        // Mail programs run no scripts, so that `noscript` is shown.
        (self.tag != b"noscript")
            .then(|| naive_next_state(&self.tag))
            .flatten()
    }

    fn emit_current_comment(&mut self) {
        self.last_end = self.position;
    }

    fn emit_current_doctype(&mut self) {
        self.last_end = self.position;
    }

    fn set_self_closing(&mut self) {}

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.extend_from_slice(name);
    }

    fn push_comment(&mut self, _text: &[u8]) {}

    fn push_doctype_name(&mut self, _text: &[u8]) {}

    fn init_doctype(&mut self) {}

    fn init_attribute(&mut self) {
        self.attributes.begin();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attributes.name(name);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.attributes.value(value);
    }

    fn set_doctype_public_identifier(&mut self, _value: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _value: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _value: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _value: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        !self.start_tag && !self.tag.is_empty() && self.tag == self.last_start_tag
    }
}

#[cfg(test)]
mod tests;
