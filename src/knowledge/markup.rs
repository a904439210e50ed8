//! An article's Markdown or HTML as plain blocks of text.

use crate::text::html::scanner::{Scanner, TokenKind};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A heading, paragraph, list item or table row as plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) heading: bool,
    pub(crate) text: String,
}

/// What an element of HTML does to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    /// Nobody sees its text.
    Hidden,
    /// A heading.
    Heading,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
    /// A line break, which parts blocks but ends no heading.
    Break,
    /// A block within which others may stand: a paragraph or a division.
    Paragraph,
    /// Any other block of its own.
    Block,
    /// It stands within a line.
    Inline,
}

impl Element {
    /// What the element of a name does, in capitals or not.
    pub(crate) fn of(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "script" | "style" | "template" | "noscript" | "svg" | "head" | "iframe" => {
                Self::Hidden
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "br" => Self::Break,
            "p" | "div" => Self::Paragraph,
            "li" | "ul" | "ol" | "dl" | "dt" | "dd" | "hr" | "section" | "article" | "header"
            | "footer" | "main" | "aside" | "nav" | "blockquote" | "pre" | "figure"
            | "figcaption" | "details" | "summary" | "body" => Self::Block,
            _ => Self::Inline,
        }
    }
}

/// The blocks of a body. Never fails: broken markup is text.
pub(crate) fn blocks(body: &str) -> Vec<Block> {
    let mut out = Blocks::default();
    if is_html(body) {
        out.html(body);
    } else {
        out.markdown(body);
    }
    out.flush();
    out.blocks
}

/// Whether a body is HTML: it starts with a tag, or holds the tags that editors write.
pub(crate) fn is_html(body: &str) -> bool {
    let body = body.trim_start();
    let starts = body.strip_prefix('<').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')
            // `<https://example.com>` is Markdown.
            && !rest.split('>').next().unwrap_or("").contains("://")
    });
    starts
        || [
            "</p>", "</div>", "</li>", "</h2>", "</h3>", "<br>", "<br/>", "<br />",
        ]
        .iter()
        .any(|tag| body.contains(tag))
}

#[derive(Default)]
struct Blocks {
    blocks: Vec<Block>,
    current: Block,
    /// Depth inside elements whose text nobody sees.
    hidden: usize,
}

impl Blocks {
    fn flush(&mut self) {
        let block = std::mem::take(&mut self.current);
        let text = block.text.trim();
        if !text.is_empty() {
            self.blocks.push(Block {
                heading: block.heading,
                text: text.to_owned(),
            });
        }
    }

    fn start_heading(&mut self) {
        self.flush();
        self.current.heading = true;
    }

    /// Adds text with its white space levelled: line breaks separate blocks in the index.
    fn text(&mut self, text: &str) {
        for character in text.chars() {
            self.character(character);
        }
    }

    fn character(&mut self, character: char) {
        if self.hidden > 0 {
            return;
        }
        if character.is_whitespace() || character.is_control() {
            if !self.current.text.ends_with(' ') {
                self.current.text.push(' ');
            }
        } else {
            self.current.text.push(character);
        }
    }

    fn html(&mut self, html: &str) {
        for token in Scanner::new(html) {
            match token.kind {
                TokenKind::Start(tag) => self.tag(tag.name, true, tag.self_closing),
                TokenKind::End(tag) => self.tag(tag.name, false, false),
                TokenKind::Text(text) => self.text(text),
                TokenKind::Reference(character) => self.character(character),
                TokenKind::Nothing => {}
            }
        }
        // An element that is never closed hides nothing of what follows the HTML.
        self.hidden = 0;
    }

    fn tag(&mut self, name: &str, start: bool, self_closing: bool) {
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
                if start {
                    self.start_heading();
                } else {
                    self.flush();
                }
            }
            Element::Cell => self.text(" "),
            Element::Break
            | Element::Paragraph
            | Element::Block
            | Element::Row
            | Element::Table => {
                let heading = self.current.heading && element == Element::Break;
                self.flush();
                self.current.heading = heading;
            }
            Element::Inline => {}
        }
    }

    fn markdown(&mut self, markdown: &str) {
        // Raw HTML arrives in pieces; it is read when it is whole.
        let mut raw = String::new();
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
            match event {
                Event::Html(piece) => raw.push_str(&piece),
                Event::Start(Tag::HtmlBlock) => self.flush(),
                Event::End(TagEnd::HtmlBlock) => {
                    let html = std::mem::take(&mut raw);
                    self.html(&html);
                    self.flush();
                }
                Event::Start(Tag::Heading { .. }) => self.start_heading(),
                Event::Start(
                    Tag::Paragraph
                    | Tag::Item
                    | Tag::CodeBlock(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::BlockQuote(_)
                    | Tag::List(_),
                )
                | Event::End(
                    TagEnd::Heading(_)
                    | TagEnd::Paragraph
                    | TagEnd::Item
                    | TagEnd::CodeBlock
                    | TagEnd::TableHead
                    | TagEnd::TableRow,
                )
                | Event::Rule => self.flush(),
                Event::End(TagEnd::TableCell) | Event::SoftBreak => self.text(" "),
                Event::HardBreak => self.flush(),
                Event::Text(text) | Event::Code(text) => self.text(&text),
                _ => {}
            }
        }
        self.text(&raw);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let got: Vec<String> = blocks(body)
            .into_iter()
            .map(|block| {
                if block.heading {
                    format!("# {}", block.text)
                } else {
                    block.text
                }
            })
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn markdown_to_blocks() {
        check(
            "Intro *with* a [link](https://example.com)\nand a line.\n\n## Returns & more\n- one `code`\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
            &[
                "Intro with a link and a line.",
                "# Returns & more",
                "one code",
                "two",
                "a b",
                "1 2",
            ],
        );
        check(
            "<https://example.com> is a link",
            &["https://example.com is a link"],
        );
        check(
            "text\n\n<aside>in <b>raw</b> html</aside>\n\nmore",
            &["text", "in raw html", "more"],
        );
        check("5 < 6 and 7 > 3", &["5 < 6 and 7 > 3"]);
        check("", &[]);
    }

    #[test]
    fn html_to_blocks() {
        check(
            "<h2>Returns</h2><p>Within&nbsp;30&#32;days<br>of delivery.</p><script>alert(1)</script><style>p{}</style><ul><li>one<li>two</ul>",
            &["# Returns", "Within 30 days", "of delivery.", "one", "two"],
        );
        check("<p>unclosed <b>bold", &["unclosed bold"]);
        check("<p>a</p><script>never closed <p>x", &["a"]);
    }
}
