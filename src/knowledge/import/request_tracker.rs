//! Request Tracker's articles: `/REST/2.0/article/N`.
//!
//! The payload, as `www/hosts/library.js` gathers it: `articles`, a list of what `/REST/2.0/article/N` answers;
//! `classes`, their names by id; `base`, the path under which the tracker stands; and `complete`.

use super::{HelpdeskAnswer, dates};
use crate::knowledge::Article;
use crate::knowledge::markup;
use serde_json::Value;

/// The articles; `None` when the payload holds none.
pub(super) fn articles(answer: &HelpdeskAnswer) -> Option<Vec<Article>> {
    let list = answer.payload.get("articles")?.as_array()?;
    let base = text(&answer.payload, "base").unwrap_or_default();
    Some(
        list.iter()
            .filter(|raw| text(raw, "Disabled").is_none_or(|flag| flag == "0"))
            .filter_map(|raw| {
                let number = scalar(raw.get("id")?)?;
                let class = raw.get("Class").and_then(|class| scalar(class.get("id")?));
                let names = answer.payload.get("classes");
                Some(Article {
                    id: format!("rt-article-{number}"),
                    title: text(raw, "Name").unwrap_or_default(),
                    url: Some(format!(
                        "{}{base}/Articles/Article/Display.html?id={number}",
                        answer.origin
                    )),
                    body: body(raw),
                    section: class.and_then(|class| text(names?, &class)),
                    updated_at: text(raw, "LastUpdated").and_then(|date| dates::rfc3339(&date)),
                    ..Article::default()
                })
            })
            .collect(),
    )
}

/// The summary, then each field under its name.
fn body(raw: &Value) -> String {
    let fields: Vec<(String, String)> = raw
        .get("CustomFields")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|field| {
            let values: Vec<String> = field
                .get("values")?
                .as_array()?
                .iter()
                .filter_map(scalar)
                .collect();
            let value = values.join("\n\n").trim().to_owned();
            (!value.is_empty()).then(|| (text(field, "name").unwrap_or_default(), value))
        })
        .collect();
    let summary = text(raw, "Summary").unwrap_or_default();
    let html = fields.iter().any(|(_, value)| markup::is_html(value));
    let mut parts = Vec::new();
    if !summary.is_empty() {
        parts.push(if html {
            format!("<p>{}</p>", escaped(&summary))
        } else {
            summary
        });
    }
    let named = fields.len() > 1;
    for (name, value) in fields {
        if named && !name.is_empty() {
            parts.push(if html {
                format!("<h2>{}</h2>", escaped(&name))
            } else {
                format!("## {name}")
            });
        }
        parts.push(if html && !markup::is_html(&value) {
            format!("<p>{}</p>", escaped(&value).replace("\n\n", "</p><p>"))
        } else {
            value
        });
    }
    parts.join("\n\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn text(value: &Value, key: &str) -> Option<String> {
    let text = value.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
