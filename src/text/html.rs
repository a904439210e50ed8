//! HTML to visible text, with the way back to the body.
//!
//! [`scanner`] cuts the body into tokens; here is what a reader sees of them: block elements and `<br>` break lines, white space collapses, hidden
//! elements are left out. Broken markup is read as a browser reads it, so nothing fails.

mod element;
mod references;
pub(crate) mod scanner;
mod style;
mod writer;

use super::offsets::Offsets;
use element::{Attributes, Element, Kind};
use scanner::{Scanner, Tag, Token, TokenKind};
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
    let mut reader = Reader::new(body);
    for token in Scanner::new(body) {
        reader.read(token);
    }
    reader.finish()
}

/// Open elements that are kept; deeper ones are read as if they were not there.
const DEEPEST: usize = 512;
/// How far up an end tag looks for its element.
const FARTHEST: usize = 64;

/// Follows the tokens with the elements that are open.
struct Reader<'b> {
    /// Body bytes that have been read.
    position: usize,
    writer: Writer<'b>,
    open: Vec<Element<'b>>,
    quotes: usize,
    marks: Marks,
}

impl<'b> Reader<'b> {
    fn new(body: &'b str) -> Self {
        Self {
            position: 0,
            writer: Writer::new(body),
            open: Vec::new(),
            quotes: 0,
            marks: Marks::default(),
        }
    }

    fn read(&mut self, token: Token<'b>) {
        self.position = token.span.end;
        let (shown, pre) = self.open.last().map_or((true, false), |element| {
            (element.style.is_shown(), element.pre)
        });
        match token.kind {
            TokenKind::Text(text) if shown => self.writer.text(text, token.span.start, pre),
            TokenKind::Reference(character) if shown => {
                self.writer.reference(character, token.span, pre);
            }
            TokenKind::Start(tag) => self.start(&tag, token.span),
            TokenKind::End(tag) => self.end(tag.name, token.span),
            TokenKind::Text(_) | TokenKind::Reference(_) | TokenKind::Nothing => {}
        }
    }

    fn finish(mut self) -> Visible {
        while let Some(element) = self.open.pop() {
            self.leave(&element);
        }
        let (text, offsets) = self.writer.finish();
        Visible {
            text,
            offsets,
            marks: self.marks,
        }
    }

    fn start(&mut self, tag: &Tag<'b>, span: Range<usize>) {
        let attributes = Attributes::of(tag);
        let kind = Kind::of(tag.name);
        // A paragraph, cell or item ends where the next one begins.
        let closes = self.open.last().is_some_and(|last| {
            (last.kind == Kind::Paragraph && kind.is_block())
                || (kind.closes_its_like() && last.name.eq_ignore_ascii_case(tag.name))
        });
        if closes {
            self.pop();
        }
        let parent = self.open.last();
        let style = style::read(&attributes, parent.map(|parent| parent.style), tag.name);
        let quote = kind == Kind::Quote || attributes.is_quote();
        let element = Element {
            name: tag.name,
            kind,
            style,
            pre: parent.is_some_and(|parent| parent.pre)
                || kind == Kind::Preformatted
                || attributes.keeps_space(),
            quote,
            signature: attributes.is_signature(),
            from: self.writer.len(),
            margin: kind.breaks(&attributes),
        };
        if attributes.is_rest() {
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

    fn end(&mut self, name: &str, span: Range<usize>) {
        if name.eq_ignore_ascii_case("br") {
            self.writer.break_line(span);
            return;
        }
        let depth = self
            .open
            .iter()
            .rev()
            .take(FARTHEST)
            .position(|element| element.name.eq_ignore_ascii_case(name));
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

    fn leave(&mut self, element: &Element<'_>) {
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

#[cfg(test)]
mod tests;
