//! An article's Markdown or HTML as plain blocks of text.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A heading, paragraph, list item or table row as plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) heading: bool,
    pub(crate) text: String,
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
fn is_html(body: &str) -> bool {
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
        if self.hidden > 0 {
            return;
        }
        for character in text.chars() {
            if character.is_whitespace() || character.is_control() {
                if !self.current.text.ends_with(' ') {
                    self.current.text.push(' ');
                }
            } else {
                self.current.text.push(character);
            }
        }
    }

    fn html(&mut self, html: &str) {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => self.tag(&tag.name.0, true, tag.self_closing),
                Token::EndTag(tag) => self.tag(&tag.name.0, false, false),
                Token::String(text) => self.text(&String::from_utf8_lossy(&text.value.0)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        // An element that is never closed hides nothing of what follows the HTML.
        self.hidden = 0;
    }

    fn tag(&mut self, name: &[u8], start: bool, self_closing: bool) {
        match name {
            b"script" | b"style" | b"template" | b"noscript" | b"svg" | b"head" | b"iframe" => {
                if !start {
                    self.hidden = self.hidden.saturating_sub(1);
                } else if !self_closing {
                    self.hidden += 1;
                }
            }
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                if start {
                    self.start_heading();
                } else {
                    self.flush();
                }
            }
            b"td" | b"th" => self.text(" "),
            b"p" | b"div" | b"li" | b"ul" | b"ol" | b"dl" | b"dt" | b"dd" | b"br" | b"hr"
            | b"tr" | b"table" | b"section" | b"article" | b"header" | b"footer" | b"main"
            | b"aside" | b"nav" | b"blockquote" | b"pre" | b"figure" | b"figcaption"
            | b"details" | b"summary" | b"body" => {
                let heading = self.current.heading && name == b"br";
                self.flush();
                self.current.heading = heading;
            }
            _ => {}
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
