//! A page of a site that was saved as HTML: its main content, without navigation and footer.

use super::elements::{Element, elements, words};
use super::{Collector, dates, document};
use crate::knowledge::Article;
use crate::text::html::scanner::{Scanner, TokenKind};
use std::ops::Range;

/// What a sitemap says of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) url: String,
    pub(super) updated_at: Option<String>,
}

/// Elements that are never content.
const DROPPED: [&str; 15] = [
    "script", "style", "template", "noscript", "iframe", "svg", "nav", "footer", "aside", "dialog",
    "select", "button", "form", "object", "canvas",
];
/// Roles of what stands around the content.
const ROLES: [&str; 8] = [
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "complementary",
    "dialog",
    "alertdialog",
    "menu",
];
/// How classes and ids of such elements end.
const FURNITURE: [&str; 24] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "footer",
    "cookie",
    "cookies",
    "pagination",
    "pager",
    "related",
    "share",
    "social",
    "votes",
    "feedback",
    "comments",
    "newsletter",
    "search",
    "skip-link",
    "advertisement",
    "masthead",
    "topbar",
];
/// Main headings that are looked at for one with words.
const MOST_HEADINGS: usize = 8;
/// What holds more of the content's text is content, however it is called: in hundredths.
const MOST_FURNITURE: usize = 40;

/// Where the page says it stands: its canonical address, or what a browser writes into a page that it saves.
pub(super) fn address(page: &str) -> Option<String> {
    let head = page.get(..page.floor_char_boundary(20_000)).unwrap_or(page);
    let canonical = elements(head).into_iter().find_map(|element| {
        let is_canonical = element.name == "link"
            && element
                .attribute("rel")
                .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
        let is_open_graph = element.name == "meta"
            && element
                .attribute("property")
                .is_some_and(|property| property == "og:url");
        if is_canonical {
            element.attribute("href")
        } else if is_open_graph {
            element.attribute("content")
        } else {
            None
        }
    });
    // `<!-- saved from url=(0036)https://example.com/help/returns -->`
    let saved = || {
        let (_, rest) = head.split_once("saved from url=(")?;
        let (_, rest) = rest.split_once(')')?;
        rest.split_whitespace().next().map(str::to_owned)
    };
    canonical.filter(|url| url.contains("://")).or_else(saved)
}

/// Reads the page. Its title is the heading of its content, else its `<title>`, else the file's name.
pub(super) fn read(text: &str, id: String, listed: Option<Listed>, out: &mut Collector) {
    let name = super::stem(&out.file).replace(['-', '_'], " ");
    let mut article = Article {
        id,
        ..Article::default()
    };
    let page = match document::front_matter(text, &mut article) {
        Ok(page) => page,
        Err(broken) => return out.lost(Some((broken.line, 1)), broken.message, broken.help),
    };
    let all = elements(page);
    let content = content(page, &all);
    if article.title.is_empty() {
        let heading = content.heading.clone().map(|heading| heading.words);
        article.title = heading
            .or_else(|| title(page, &all))
            .filter(|title| !title.is_empty())
            .unwrap_or(name);
    }
    article.body = content.html(page);
    if words(&article.body).is_empty() {
        return out.lost(
            None,
            "the page has no text of its own",
            "save it once more when it has loaded, or remove the file",
        );
    }
    if article.url.is_none() {
        article.url = match &listed {
            Some(listed) => Some(listed.url.clone()),
            None => address(page),
        };
    }
    if article.updated_at.is_none() {
        article.updated_at = listed
            .and_then(|listed| listed.updated_at)
            .or_else(|| modified(&all));
    }
    if article.locale.is_none() {
        article.locale = all
            .iter()
            .find(|element| element.name == "html")
            .and_then(|html| html.attribute("lang"))
            .filter(|lang| !lang.is_empty());
    }
    out.take(None, article);
}

/// The heading of a page's content.
#[derive(Debug, Clone)]
struct Heading {
    words: String,
    range: Range<usize>,
}

/// What of a page is content.
struct Content {
    root: Range<usize>,
    heading: Option<Heading>,
    /// Pieces of the root that are left out, in order.
    dropped: Vec<Range<usize>>,
}

impl Content {
    fn html(&self, page: &str) -> String {
        let mut out = String::new();
        let mut at = self.root.start;
        let mut dropped: Vec<&Range<usize>> = self.dropped.iter().collect();
        dropped.extend(self.heading.iter().map(|heading| &heading.range));
        dropped.sort_by_key(|range| (range.start, range.end));
        for range in dropped {
            if range.start >= at && range.end <= self.root.end {
                out.push_str(page.get(at..range.start).unwrap_or(""));
                out.push(' ');
                at = range.end;
            }
        }
        out.push_str(page.get(at..self.root.end).unwrap_or(""));
        out.trim().to_owned()
    }
}

fn content(page: &str, all: &[Element<'_>]) -> Content {
    let with_role = |role: &str| {
        all.iter()
            .find(|element| element.attribute("role").is_some_and(|own| own == role))
    };
    let named = |name: &str| all.iter().find(|element| element.name == name);
    let main = named("main").or_else(|| with_role("main"));
    // The one article of the page; a list of several is no article.
    let inside = |element: &&Element<'_>| main.is_none_or(|main| main.holds(element));
    let mut articles = all
        .iter()
        .filter(|element| element.name == "article")
        .filter(inside);
    let article = articles
        .next()
        .filter(|first| articles.all(|other| first.holds(other)));
    let body = named("body");
    let root = article
        .or(main)
        .or(body)
        .map_or(0..page.len(), |element| element.inner.clone());
    let is_in =
        |element: &Element<'_>| element.outer.start >= root.start && element.outer.end <= root.end;
    let heading = all
        .iter()
        .filter(|element| element.name == "h1" && is_in(element))
        .take(MOST_HEADINGS)
        .map(|element| Heading {
            words: heading_words(page, element, all),
            range: element.outer.clone(),
        })
        .find(|heading| !heading.words.is_empty());
    let weights = weights(page);
    let weight_at = |at: usize| {
        let next = weights.partition_point(|(place, _)| *place < at);
        weights.get(next).map_or(usize::MAX, |(_, before)| *before)
    };
    let total = weights.last().map_or(0, |(_, before)| *before);
    let size =
        |range: &Range<usize>| weight_at(range.end).min(total) - weight_at(range.start).min(total);
    let whole = size(&root);
    let mut dropped: Vec<Range<usize>> = Vec::new();
    for element in all.iter().filter(|element| is_in(element)) {
        if dropped
            .last()
            .is_some_and(|last| element.outer.start < last.end)
        {
            continue;
        }
        let certain = matches!(
            element.name.as_str(),
            "script" | "style" | "template" | "noscript" | "head"
        );
        let holds_heading = heading.as_ref().is_some_and(|heading| {
            element.outer.start <= heading.range.start && heading.range.end <= element.outer.end
        });
        // The head of the page, not of the article.
        let is_header = element.name == "header" && article.is_none() && main.is_none();
        let is_furniture = (is_header || is_around(element))
            && !holds_heading
            && size(&element.outer) * 100 <= whole * MOST_FURNITURE;
        if certain || is_furniture {
            dropped.push(element.outer.clone());
        }
    }
    Content {
        root,
        heading,
        dropped,
    }
}

/// The words of a heading, without the buttons in it.
fn heading_words(page: &str, heading: &Element<'_>, all: &[Element<'_>]) -> String {
    let mut html = String::new();
    let mut at = heading.inner.start;
    for element in all.iter().filter(|element| heading.holds(element)) {
        if DROPPED.contains(&element.name.as_str()) && element.outer.start >= at {
            html.push_str(page.get(at..element.outer.start).unwrap_or(""));
            at = element.outer.end;
        }
    }
    html.push_str(page.get(at..heading.inner.end).unwrap_or(""));
    words(&html)
}

/// How many bytes of text stand before each place at which text begins, and before the end.
fn weights(page: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut sum = 0;
    let mut raw = false;
    for token in Scanner::new(page) {
        match token.kind {
            TokenKind::Text(text) if !raw => {
                out.push((token.span.start, sum));
                sum += text.trim().len();
            }
            TokenKind::Start(tag) => {
                raw = ["script", "style"]
                    .iter()
                    .any(|name| tag.name.eq_ignore_ascii_case(name));
            }
            TokenKind::End(_) => raw = false,
            _ => {}
        }
    }
    out.push((page.len(), sum));
    out
}

/// Whether an element stands around the content, by its name, role, class or id.
fn is_around(element: &Element<'_>) -> bool {
    if DROPPED.contains(&element.name.as_str()) {
        return true;
    }
    let role = element.attribute("role").unwrap_or_default();
    let hidden = element.attribute("hidden").is_some();
    if hidden || ROLES.contains(&role.as_str()) {
        return true;
    }
    let class = element.attribute("class").unwrap_or_default();
    let id = element.attribute("id").unwrap_or_default();
    class
        .split_whitespace()
        .chain([id.as_str()])
        .any(|name| is_furniture(&name.to_lowercase()))
}

/// `site-footer` is the site's footer; `has-sidebar` is a page that has one.
fn is_furniture(name: &str) -> bool {
    let negated = ["has-", "with-", "no-", "is-"];
    if negated.iter().any(|prefix| name.starts_with(prefix)) {
        return false;
    }
    FURNITURE.iter().any(|word| {
        name.strip_suffix(word)
            .is_some_and(|before| before.is_empty() || before.ends_with(['-', '_']))
    })
}

/// The page's `<title>`, without the site's name behind a bar.
fn title(page: &str, all: &[Element<'_>]) -> Option<String> {
    let element = all.iter().find(|element| element.name == "title")?;
    let title = words(page.get(element.inner.clone())?);
    let cut = [" | ", " – ", " — ", " · ", " :: "]
        .iter()
        .filter_map(|bar| title.rfind(bar))
        .filter(|at| *at > 0)
        .max();
    Some(
        cut.and_then(|at| title.get(..at))
            .unwrap_or(&title)
            .to_owned(),
    )
}

fn modified(all: &[Element<'_>]) -> Option<String> {
    all.iter().find_map(|element| {
        let says = |attribute: &str, value: &str| {
            element
                .attribute(attribute)
                .is_some_and(|own| own.eq_ignore_ascii_case(value))
        };
        let found = if element.name == "meta"
            && (says("property", "article:modified_time") || says("itemprop", "dateModified"))
        {
            element.attribute("content")
        } else if element.name == "time" && says("itemprop", "dateModified") {
            element.attribute("datetime")
        } else {
            None
        };
        found.and_then(|date| dates::rfc3339(&date))
    })
}
