//! An article as a reader sees it: its visible text in units (headings, sentences, list items, table
//! cells), with the way back to the body as given.

mod reader;
mod sentences;

use crate::evidence::{Evidence, Span};
use crate::knowledge::Article;
use crate::knowledge::markup::is_html;
use reader::Reader;
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
