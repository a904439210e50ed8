//! Reads Markdown and HTML into units.

use super::sentences::sentences;
use super::{Document, Link, Unit, UnitKind};
use crate::knowledge::markup::Element;
use crate::text::html::scanner::{Scanner, TokenKind, attribute_value};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What is being read.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) document: Document,
    /// Where the open block began.
    start: usize,
    heading: bool,
    /// The last heading.
    under: Option<usize>,
    blocks: usize,
    table: Option<Table>,
    hidden: usize,
    link: Option<(String, usize, usize)>,
}

/// A table that is being read.
#[derive(Default)]
pub(super) struct Table {
    head: Vec<Range<usize>>,
    /// Cells of the row.
    row: Vec<Range<usize>>,
    rows: usize,
}

impl Reader {
    /// Adds text that stands at a byte of the body. Visible text is level: runs of white space are one
    /// space.
    pub(super) fn push(&mut self, text: &str, body: usize, alike: bool) {
        if self.hidden > 0 {
            return;
        }
        let mut fresh = true;
        for (at, character) in text.char_indices() {
            let visible = &mut self.document.visible;
            let space = character.is_whitespace() || character.is_control();
            if space && (visible.len() == self.start || visible.ends_with([' ', '\n'])) {
                fresh = true;
                continue;
            }
            if fresh || space || !alike {
                let place = if alike { body + at } else { body };
                let same = alike && !(space && character.len_utf8() != 1);
                self.document.pieces.push((visible.len(), place, same));
                fresh = space;
            }
            visible.push(if space { ' ' } else { character });
        }
    }

    /// Ends a paragraph, item or heading, and cuts it into sentences.
    pub(super) fn end_block(&mut self) {
        let range = self.trimmed(self.start..self.document.visible.len());
        self.start = self.document.visible.len();
        if range.is_empty() {
            return;
        }
        self.document.visible.push('\n');
        self.start += 1;
        self.blocks += 1;
        if std::mem::take(&mut self.heading) {
            self.under = Some(self.document.units.len());
            self.unit(UnitKind::Heading, range);
            return;
        }
        for sentence in sentences(&self.document.visible, range) {
            self.unit(UnitKind::Sentence, sentence);
        }
    }

    pub(super) fn unit(&mut self, kind: UnitKind, range: Range<usize>) {
        self.document.units.push(Unit {
            kind,
            range,
            heading: if kind == UnitKind::Heading {
                None
            } else {
                self.under
            },
            column: None,
            row: None,
            block: self.blocks,
        });
    }

    pub(super) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = self.document.text(&range);
        let start = range.start + (text.len() - text.trim_start().len());
        let end = start + text.trim().len();
        start..end
    }

    pub(super) fn end_cell(&mut self) {
        let range = self.trimmed(self.start..self.document.visible.len());
        self.document.visible.push('\n');
        self.start = self.document.visible.len();
        if let Some(table) = &mut self.table {
            table.row.push(range);
        }
    }

    pub(super) fn end_row(&mut self, head: bool) {
        let Some(table) = &mut self.table else {
            return;
        };
        let row = std::mem::take(&mut table.row);
        let first = table.rows == 0;
        table.rows += 1;
        self.blocks += 1;
        if head || (first && row.len() > 1) {
            table.head = row;
            return;
        }
        let head = table.head.clone();
        let label = row.first().cloned();
        for (column, cell) in row.into_iter().enumerate() {
            if cell.is_empty() {
                continue;
            }
            self.document.units.push(Unit {
                kind: UnitKind::Cell,
                range: cell,
                heading: self.under,
                column: head.get(column).filter(|head| !head.is_empty()).cloned(),
                row: (column > 0).then(|| label.clone()).flatten(),
                block: self.blocks,
            });
        }
    }

    pub(super) fn end_link(&mut self, body_end: usize) {
        if let Some((target, body, visible)) = self.link.take() {
            let text = self
                .document
                .visible
                .get(visible..)
                .unwrap_or("")
                .trim()
                .to_owned();
            self.document.links.push(Link {
                target,
                body: body..body_end,
                text,
            });
        }
    }

    pub(super) fn markdown(&mut self, body: &str) {
        for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter() {
            match event {
                // A block of HTML comes line by line: what a line leaves open, the next one closes.
                Event::Html(piece) | Event::InlineHtml(piece) => self.html(&piece, range.start),
                Event::Start(Tag::HtmlBlock) => self.end_block(),
                Event::End(TagEnd::HtmlBlock) => {
                    self.end_block();
                    self.hidden = 0;
                }
                Event::Start(Tag::Heading { .. }) => {
                    self.end_block();
                    self.heading = true;
                }
                Event::Start(Tag::Table(_)) => {
                    self.end_block();
                    self.table = Some(Table::default());
                }
                Event::End(TagEnd::Table) => self.table = None,
                Event::End(TagEnd::TableCell) => self.end_cell(),
                Event::End(TagEnd::TableHead) => self.end_row(true),
                Event::End(TagEnd::TableRow) => self.end_row(false),
                Event::Start(
                    Tag::Paragraph
                    | Tag::Item
                    | Tag::CodeBlock(_)
                    | Tag::BlockQuote(_)
                    | Tag::List(_),
                )
                | Event::End(
                    TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock,
                )
                | Event::Rule
                | Event::HardBreak => self.end_block(),
                Event::SoftBreak => self.push(" ", range.start, false),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    self.link = Some((
                        dest_url.into_string(),
                        range.start,
                        self.document.visible.len(),
                    ));
                }
                Event::End(TagEnd::Link) => self.end_link(range.end),
                Event::Text(text) => self.inline(body, &text, range),
                Event::Code(text) => {
                    let ticks = body
                        .get(range.clone())
                        .map_or(0, |code| code.len() - code.trim_start_matches('`').len());
                    let start = range.start + ticks;
                    self.inline(body, &text, start..start + text.len());
                }
                _ => {}
            }
        }
    }

    /// Text of Markdown: mostly the body's own, else what an escape stands for.
    pub(super) fn inline(&mut self, body: &str, text: &CowStr<'_>, range: Range<usize>) {
        let alike = body.get(range.clone()) == Some(text.as_ref());
        self.push(text, range.start, alike);
    }

    pub(super) fn html(&mut self, html: &str, offset: usize) {
        for token in Scanner::new(html) {
            let at = offset + token.span.start;
            match token.kind {
                TokenKind::Text(text) => self.push(text, at, true),
                TokenKind::Reference(character) => {
                    self.push(character.encode_utf8(&mut [0; 4]), at, false);
                }
                TokenKind::Start(tag) => {
                    for (name, value) in tag.attributes() {
                        let value = attribute_value(value);
                        if name.eq_ignore_ascii_case("href") && tag.name.eq_ignore_ascii_case("a") {
                            self.link = Some((value, at, self.document.visible.len()));
                        } else if ["id", "name"]
                            .iter()
                            .any(|own| name.eq_ignore_ascii_case(own))
                        {
                            self.document.anchors.push(value);
                        }
                    }
                    self.tag(tag.name, true, tag.self_closing);
                }
                TokenKind::End(tag) => {
                    if tag.name.eq_ignore_ascii_case("a") {
                        self.end_link(offset + token.span.end);
                    }
                    self.tag(tag.name, false, false);
                }
                TokenKind::Nothing => {}
            }
        }
    }

    pub(super) fn tag(&mut self, name: &str, start: bool, self_closing: bool) {
        let element = Element::of(name);
        match element {
            Element::Hidden => {
                if !start {
                    self.hidden = self.hidden.saturating_sub(1);
                } else if !self_closing {
                    self.hidden += 1;
                }
            }
            Element::Heading => {
                self.end_block();
                self.heading = start;
            }
            Element::Table => {
                self.end_block();
                self.table = start.then(Table::default);
            }
            Element::Cell if self.table.is_some() => {
                if start {
                    self.start = self.document.visible.len();
                } else {
                    self.end_cell();
                }
            }
            Element::Row if self.table.is_some() && !start => self.end_row(false),
            // Inside a cell a paragraph is no block of its own.
            Element::Paragraph | Element::Break
                if self.table.is_some() && self.document.visible.len() > self.start =>
            {
                self.document.visible.push(' ');
            }
            Element::Paragraph | Element::Break | Element::Block => {
                let heading = self.heading && element == Element::Break;
                self.end_block();
                self.heading = heading;
            }
            Element::Cell | Element::Row | Element::Inline => {}
        }
    }
}
