//! The elements of a page, as far as an import has to know them.

use crate::text::html::scanner::{Scanner, Tag, TokenKind, attribute_value};
use std::ops::Range;

/// An element of a page.
#[derive(Debug, Clone)]
pub(super) struct Element<'p> {
    /// In lower case.
    pub(super) name: String,
    tag: Tag<'p>,
    /// Bytes of the page, tags included.
    pub(super) outer: Range<usize>,
    /// Bytes between the tags.
    pub(super) inner: Range<usize>,
}

/// Elements without an end tag.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
/// How far up an end tag looks for its element.
const FARTHEST: usize = 64;
/// Open elements that are kept.
const DEEPEST: usize = 512;

impl Element<'_> {
    /// An attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.tag
            .attributes()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| attribute_value(value).trim().to_owned())
    }

    /// Whether another element lies in it.
    pub(super) fn holds(&self, other: &Element<'_>) -> bool {
        self.outer.start < other.outer.start && other.outer.end <= self.outer.end
    }
}

/// The elements, in the order of their start tags. An element that is never closed ends with the one around it.
pub(super) fn elements(page: &str) -> Vec<Element<'_>> {
    let mut found: Vec<Element<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let close = |found: &mut Vec<Element<'_>>, at: usize, inner: usize, outer: usize| {
        if let Some(element) = found.get_mut(at) {
            element.inner.end = inner;
            element.outer.end = outer;
        }
    };
    for token in Scanner::new(page) {
        let Range { start, end } = token.span;
        match token.kind {
            TokenKind::Start(tag) => {
                let name = tag.name.to_ascii_lowercase();
                // A paragraph or item ends where the next one begins.
                if matches!(name.as_str(), "p" | "li" | "dt" | "dd" | "tr" | "td" | "th")
                    && let Some(last) = open.last().copied()
                    && found.get(last).is_some_and(|last| last.name == name)
                {
                    open.pop();
                    close(&mut found, last, start, start);
                }
                let is_void = tag.self_closing || VOID.contains(&name.as_str());
                found.push(Element {
                    name,
                    tag,
                    outer: start..end,
                    inner: end..end,
                });
                if !is_void && open.len() < DEEPEST {
                    open.push(found.len() - 1);
                }
            }
            TokenKind::End(tag) => {
                let place = open.iter().rev().take(FARTHEST).position(|at| {
                    found
                        .get(*at)
                        .is_some_and(|element| element.name.eq_ignore_ascii_case(tag.name))
                });
                let Some(above) = place else {
                    continue;
                };
                for _ in 0..above {
                    if let Some(at) = open.pop() {
                        close(&mut found, at, start, start);
                    }
                }
                if let Some(at) = open.pop() {
                    close(&mut found, at, start, end);
                }
            }
            _ => {}
        }
    }
    for at in open {
        close(&mut found, at, page.len(), page.len());
    }
    found
}

/// The text of a piece of a page, in one line.
pub(super) fn words(html: &str) -> String {
    let visible = crate::text::html::visible_text(html).text;
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}
