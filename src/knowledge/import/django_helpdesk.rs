//! django-helpdesk's knowledge base, which has no API: its pages.
//!
//! The payload, as `www/hosts/library.js` gathers it: `pages`, a list of `{path, html}` of the categories
//! (`/kb/SLUG/`), and `complete`.

use super::HelpdeskAnswer;
use super::elements::{Element, elements, words};
use crate::knowledge::Article;
use serde_json::Value;

/// The articles of all pages; `None` when the payload holds none.
pub(super) fn articles(answer: &HelpdeskAnswer) -> Option<Vec<Article>> {
    let pages = answer.payload.get("pages")?.as_array()?;
    let mut out = Vec::new();
    for page in pages {
        let (Some(path), Some(html)) = (
            page.get("path").and_then(Value::as_str),
            page.get("html").and_then(Value::as_str),
        ) else {
            continue;
        };
        let url = format!("{}{path}", answer.origin);
        out.extend(of_page(&url, html));
    }
    Some(out)
}

/// A category: its name in `<h2>`, then an accordion of items with title, question and answer.
fn of_page(url: &str, html: &str) -> Vec<Article> {
    let all = elements(html);
    let text = |element: &Element<'_>| words(html.get(element.inner.clone()).unwrap_or(""));
    let has_class = |element: &Element<'_>, class: &str| {
        let own = element.attribute("class").unwrap_or_default();
        own.split_whitespace().any(|own| own == class)
    };
    let category = all
        .iter()
        .find(|element| element.name == "article")
        .and_then(|article| {
            all.iter()
                .find(|element| element.name == "h2" && article.holds(element))
        })
        .map(text)
        .filter(|name| !name.is_empty());
    let mut out = Vec::new();
    for item in all
        .iter()
        .filter(|element| has_class(element, "accordion-item"))
    {
        let inside = |element: &&Element<'_>| item.holds(element);
        let button = all
            .iter()
            .filter(inside)
            .find(|element| has_class(element, "accordion-button"));
        let number = button
            .and_then(|button| button.attribute("aria-controls"))
            .and_then(|target| target.strip_prefix("collapse-").map(str::to_owned));
        let answer = all
            .iter()
            .filter(inside)
            .find(|element| has_class(element, "card-answer"));
        let (Some(button), Some(number), Some(answer)) = (button, number, answer) else {
            continue;
        };
        let question = all
            .iter()
            .filter(inside)
            .find(|element| element.name == "h5")
            .map(|element| html.get(element.inner.clone()).unwrap_or("").trim());
        let answer = html.get(answer.inner.clone()).unwrap_or("").trim();
        let question = question.filter(|question| !question.is_empty());
        out.push(Article {
            id: format!("kbitem-{number}"),
            title: text(button),
            url: Some(format!("{url}?kbitem={number}")),
            body: question.map_or_else(String::new, |question| format!("<p>{question}</p>\n"))
                + answer,
            section: category.clone(),
            ..Article::default()
        });
    }
    out
}
