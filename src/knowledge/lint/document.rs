//! An article as a reader sees it: its visible text in units (headings, sentences, list items, table
//! cells), with the way back to the body as given.

use crate::evidence::{Evidence, Span};
use crate::knowledge::Article;
use crate::knowledge::markup::is_html;
use crate::text::html::scanner::{Scanner, TokenKind, attribute_value};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Bytes of a body that are read; what lies behind is told to be unread.
pub(super) const LONGEST_BODY: usize = 400_000;

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// The article's title: its range is of the title, not of the body.
    Title,
    /// A heading.
    Heading,
    /// A sentence of running text or of a list item.
    Sentence,
    /// A cell of a table.
    Cell,
}

/// A stretch of an article that says one thing.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) kind: UnitKind,
    /// Into the visible text; of the title, into the title.
    pub(super) range: Range<usize>,
    /// The unit that is the heading above.
    pub(super) heading: Option<usize>,
    /// Of a cell: the head of its column.
    pub(super) column: Option<Range<usize>>,
    /// Of a cell: the first cell of its row.
    pub(super) row: Option<Range<usize>>,
    /// Sentences of one paragraph or item share a number.
    pub(super) block: usize,
}

/// A link to somewhere.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) target: String,
    /// Into the body, in bytes.
    pub(super) body: Range<usize>,
    /// Its words.
    pub(super) text: String,
}

/// An article taken apart.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) visible: String,
    pub(super) units: Vec<Unit>,
    pub(super) links: Vec<Link>,
    /// Targets inside the article: ids and names of HTML elements.
    pub(super) anchors: Vec<String>,
    /// Whether a part of the body was left unread.
    pub(super) cut: bool,
    /// Visible byte, body byte, and whether both run on alike from there.
    pieces: Vec<(usize, usize, bool)>,
}

impl Document {
    /// Reads an article. Never fails; linear in the body.
    pub(super) fn read(article: &Article) -> Self {
        let mut end = article.body.len().min(LONGEST_BODY);
        while !article.body.is_char_boundary(end) {
            end -= 1;
        }
        let body = article.body.get(..end).unwrap_or("");
        let mut reader = Reader::default();
        reader.document.cut = end < article.body.len();
        reader.document.units.push(Unit {
            kind: UnitKind::Title,
            range: 0..article.title.len(),
            heading: None,
            column: None,
            row: None,
            block: 0,
        });
        if is_html(body) {
            reader.html(body, 0);
        } else {
            reader.markdown(body);
        }
        reader.end_block();
        reader.document
    }

    /// The words of a range of the visible text.
    pub(super) fn text(&self, range: &Range<usize>) -> &str {
        self.visible.get(range.clone()).unwrap_or("")
    }

    /// The words of a unit.
    pub(super) fn words<'a>(&'a self, unit: &Unit, article: &'a Article) -> &'a str {
        match unit.kind {
            UnitKind::Title => &article.title,
            _ => self.text(&unit.range),
        }
    }

    /// The evidence for a visible range of an article's body, or of its title.
    pub(super) fn evidence(
        &self,
        article: &Article,
        unit: &Unit,
        range: &Range<usize>,
    ) -> Evidence {
        let (text, span) = if unit.kind == UnitKind::Title {
            let units = |at: usize| utf16(article.title.get(..at).unwrap_or(""));
            let text = article.title.get(range.clone()).unwrap_or("");
            (text, units(range.start)..units(range.end))
        } else {
            let start = self.body_byte(range.start, false);
            let end = self.body_byte(range.end, true).max(start);
            let before = utf16(article.body.get(..start).unwrap_or(""));
            let inside = utf16(article.body.get(start..end).unwrap_or(""));
            (self.text(range), before..before + inside)
        };
        Evidence::Article {
            article_id: article.id.clone(),
            span: Span {
                start: span.start,
                end: span.end,
            },
            text: text.trim().to_owned(),
        }
    }

    /// The body's byte for a byte of the visible text.
    fn body_byte(&self, visible: usize, end: bool) -> usize {
        // The end of a range belongs to the piece of its last character.
        let wanted = if end {
            visible.saturating_sub(1)
        } else {
            visible
        };
        let after = self.pieces.partition_point(|piece| piece.0 <= wanted);
        let Some((start, body, alike)) = self.pieces.get(after.wrapping_sub(1)).copied() else {
            return 0;
        };
        if alike {
            body + (visible - start)
        } else {
            body
        }
    }
}

fn utf16(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// What is being read.
#[derive(Default)]
struct Reader {
    document: Document,
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
struct Table {
    head: Vec<Range<usize>>,
    /// Cells of the row.
    row: Vec<Range<usize>>,
    rows: usize,
}

impl Reader {
    /// Adds text that stands at a byte of the body. Visible text is level: runs of white space are one
    /// space.
    fn push(&mut self, text: &str, body: usize, alike: bool) {
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
    fn end_block(&mut self) {
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

    fn unit(&mut self, kind: UnitKind, range: Range<usize>) {
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

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = self.document.text(&range);
        let start = range.start + (text.len() - text.trim_start().len());
        let end = start + text.trim().len();
        start..end
    }

    fn end_cell(&mut self) {
        let range = self.trimmed(self.start..self.document.visible.len());
        self.document.visible.push('\n');
        self.start = self.document.visible.len();
        if let Some(table) = &mut self.table {
            table.row.push(range);
        }
    }

    fn end_row(&mut self, head: bool) {
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

    fn end_link(&mut self, body_end: usize) {
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

    fn markdown(&mut self, body: &str) {
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
    fn inline(&mut self, body: &str, text: &CowStr<'_>, range: Range<usize>) {
        let alike = body.get(range.clone()) == Some(text.as_ref());
        self.push(text, range.start, alike);
    }

    fn html(&mut self, html: &str, offset: usize) {
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

    fn tag(&mut self, name: &str, start: bool, self_closing: bool) {
        match name.to_ascii_lowercase().as_str() {
            "script" | "style" | "template" | "noscript" | "svg" | "head" | "iframe" => {
                if !start {
                    self.hidden = self.hidden.saturating_sub(1);
                } else if !self_closing {
                    self.hidden += 1;
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_block();
                self.heading = start;
            }
            "table" => {
                self.end_block();
                self.table = start.then(Table::default);
            }
            "td" | "th" if self.table.is_some() => {
                if start {
                    self.start = self.document.visible.len();
                } else {
                    self.end_cell();
                }
            }
            "tr" if self.table.is_some() && !start => self.end_row(false),
            // Inside a cell a paragraph is no block of its own.
            "p" | "div" | "br"
                if self.table.is_some() && self.document.visible.len() > self.start =>
            {
                self.document.visible.push(' ');
            }
            "p" | "div" | "li" | "ul" | "ol" | "dl" | "dt" | "dd" | "br" | "hr" | "section"
            | "article" | "header" | "footer" | "main" | "aside" | "nav" | "blockquote" | "pre"
            | "figure" | "figcaption" | "details" | "summary" | "body" => {
                let heading = self.heading && name.eq_ignore_ascii_case("br");
                self.end_block();
                self.heading = heading;
            }
            _ => {}
        }
    }
}

/// Abbreviations after which a sentence goes on.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "z.b", "d.h", "u.a", "ca", "bzw", "approx", "min", "max", "incl", "inkl", "zzgl",
    "vs", "mr", "mrs", "ms", "dr", "st", "no", "nr", "etc", "evtl", "ggf", "tel", "a.m", "p.m",
];

/// Cuts a block into sentences: at a terminator followed by a space and a capital, figure or sign.
fn sentences(visible: &str, block: Range<usize>) -> Vec<Range<usize>> {
    let text = visible.get(block.clone()).unwrap_or("");
    let mut out = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if !matches!(character, '.' | '!' | '?' | '…' | '。') {
            continue;
        }
        let Some((next, space)) = characters.peek().copied() else {
            break;
        };
        if character != '。' && !space.is_whitespace() {
            continue;
        }
        let word = text.get(start..at).unwrap_or("");
        let word = word.rsplit([' ', '(']).next().unwrap_or("").to_lowercase();
        let following = text.get(next..).unwrap_or("").trim_start();
        let lower = following.starts_with(char::is_lowercase);
        let number = following.starts_with(|c: char| c.is_ascii_digit());
        let short = ABBREVIATIONS.contains(&word.as_str()) && (lower || number || word != "no");
        // `am 3. Mai`, `p.m. Central Time`
        let ordinal = word.len() <= 2
            && !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_digit())
            && !following.is_empty()
            && character == '.'
            && text.get(..at).is_some_and(|head| {
                let before = head.get(..head.len() - word.len()).unwrap_or("");
                !before.ends_with("und ") || lower
            })
            && MONTHS_AND_UNITS
                .iter()
                .any(|month| following.to_lowercase().starts_with(month));
        let half_day = matches!(word.as_str(), "a.m" | "p.m") && !starts_sentence(following);
        if lower || (short && !matches!(word.as_str(), "a.m" | "p.m")) || ordinal || half_day {
            continue;
        }
        out.push(block.start + start..block.start + next);
        start = next;
    }
    out.push(block.start + start..block.end);
    out.retain_mut(|range| {
        let text = visible.get(range.clone()).unwrap_or("");
        range.start += text.len() - text.trim_start().len();
        range.end = range.start + text.trim().len();
        range.start < range.end
    });
    out
}

/// What follows the point of an ordinal number in German and its like.
const MONTHS_AND_UNITS: &[&str] = &[
    "jan",
    "feb",
    "mär",
    "apr",
    "mai",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dez",
    "woche",
    "tag",
    "monat",
    "jahr",
    "lebensjahr",
    "werktag",
    "januar",
];

/// Words with which a sentence starts after `p.m.`.
fn starts_sentence(following: &str) -> bool {
    let word = following
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    [
        "The", "You", "We", "If", "Our", "It", "For", "On", "In", "Please", "This", "Orders", "A",
        "An", "When", "Chat", "Outside", "At", "To", "After", "Calls", "Closed", "Your",
    ]
    .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let article = Article {
            body: body.to_owned(),
            ..Article::default()
        };
        let document = Document::read(&article);
        let units: Vec<String> = document
            .units
            .iter()
            .skip(1)
            .map(|unit| {
                let Evidence::Article { span, text, .. } =
                    document.evidence(&article, unit, &unit.range)
                else {
                    panic!("no article's evidence")
                };
                let wide: Vec<u16> = body.encode_utf16().collect();
                let there = String::from_utf16_lossy(&wide[span.start..span.end]);
                let mark = if unit.kind == UnitKind::Heading {
                    "# "
                } else {
                    ""
                };
                if there == text {
                    format!("{mark}{text}")
                } else {
                    format!("{mark}{text} <- {there}")
                }
            })
            .collect();
        assert_eq!(units, expected);
    }

    #[test]
    fn units_know_their_place_in_the_body() {
        check(
            "Wir helfen. Am 3. Mai ist zu!\n\n## Größe 😀\n- one\n- two *words* here",
            &[
                "Wir helfen.",
                "Am 3. Mai ist zu!",
                "# Größe 😀",
                "one",
                "two words here <- two *words* here",
            ],
        );
        check(
            "| Plan | Price |\n|---|---|\n| Solo | **$9** |",
            &["Solo", "$9"],
        );
        check(
            "<h2>Returns</h2><p>Within&nbsp;30 days.<br>Free.</p><script>alert('x')</script><table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d &amp; e</td></tr></table>",
            &[
                "# Returns",
                "Within 30 days. <- Within&nbsp;30 days.",
                "Free.",
                "c",
                "d & e <- d &amp; e",
            ],
        );
        check(
            "Open 8 a.m. to 6 p.m. on weekdays. Call us.",
            &["Open 8 a.m. to 6 p.m. on weekdays.", "Call us."],
        );
        check("", &[]);
    }

    #[test]
    fn links_and_anchors_are_kept() {
        let article = Article {
            body: "See [the *rules*](/a/returns#x) or <a href='#top'>top</a> <b id='top'>t</b>"
                .to_owned(),
            ..Article::default()
        };
        let document = Document::read(&article);
        let links: Vec<(&str, &str)> = document
            .links
            .iter()
            .map(|link| (link.target.as_str(), link.text.as_str()))
            .collect();
        assert_eq!(links, [("/a/returns#x", "the rules"), ("#top", "top")]);
        assert_eq!(document.anchors, ["top"]);
    }
}
