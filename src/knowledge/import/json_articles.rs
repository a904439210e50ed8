//! Articles from JSON: one object a line, a list, or the pages of a help centre's API.
//!
//! Zendesk's `/api/v2/help_center/articles.json` answers `{"articles": […]}`, with `sections` and `categories`
//! beside them where they were asked for; those may stand in files of their own.

use super::{Collector, SourceFile, fields};
use crate::knowledge::Article;
use crate::sorted::Map;
use serde_json::Value;

/// Names of sections by id.
pub(super) type Sections = Map<String, String>;

const SHAPE: &str = "an article is an object such as {\"id\": \"returns\", \"title\": \"Returns\", \"body\": \"…\"}";

/// The names of sections in all files that have them.
pub(super) fn section_names(files: &[(&SourceFile, String)]) -> Sections {
    let mut names = Sections::new();
    for (file, text) in files {
        if super::ending(&file.name) != "json" || !text.contains("\"sections\"") {
            continue;
        }
        let Ok(page) = serde_json::from_str::<Value>(text) else {
            continue;
        };
        for section in page
            .get("sections")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            if let (Some(id), Some(name)) = (
                section.get("id").map(scalar),
                section.get("name").and_then(Value::as_str),
            ) {
                names.insert(id, name.to_owned());
            }
        }
    }
    names
}

/// One article a line, or one answer of an API with its list of them.
pub(super) fn lines(text: &str, sections: &Sections, out: &mut Collector) {
    let mut drafts = 0;
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(line) {
            Ok(Value::Object(mut page)) if page.get("articles").is_some_and(Value::is_array) => {
                if let Some(Value::Array(list)) = page.remove("articles") {
                    drafts += take(list, index, sections, out);
                }
            }
            Ok(value) => match article(value) {
                Ok(Some(article)) => out.take(Some((index + 1, 1)), article),
                Ok(None) => drafts += 1,
                Err(error) => lost(index, &error, out),
            },
            Err(error) => lost(index, &error, out),
        }
        if out.gives_up() {
            break;
        }
    }
    out.drafts(drafts);
}

/// A list, or an object with the list under `articles`.
pub(super) fn whole(text: &str, sections: &Sections, out: &mut Collector) {
    let list = match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(list)) => list,
        Ok(Value::Object(mut page)) => match page.remove("articles") {
            Some(Value::Array(list)) => list,
            // Sections or categories in a file of their own.
            None if page.contains_key("sections") || page.contains_key("categories") => return,
            _ => {
                return out.lost(
                    Some((1, 1)),
                    "this is no list of articles",
                    "give a list `[…]`, or an object with the list under `articles`",
                );
            }
        },
        Ok(_) => return out.lost(Some((1, 1)), "this is no list of articles", SHAPE),
        Err(error) => return lost(0, &error, out),
    };
    let drafts = take(list, 0, sections, out);
    out.drafts(drafts);
}

/// Takes the articles of a list; gives how many are drafts.
fn take(list: Vec<Value>, lines_before: usize, sections: &Sections, out: &mut Collector) -> usize {
    let mut drafts = 0;
    for value in list {
        let read = if value.get("html_url").is_some() && value.get("section_id").is_some() {
            help_centre(value, sections, out)
        } else {
            article(value)
        };
        match read {
            Ok(Some(article)) => out.take(None, article),
            Ok(None) => drafts += 1,
            Err(error) => lost(lines_before, &error, out),
        }
        if out.gives_up() {
            break;
        }
    }
    drafts
}

fn article(value: Value) -> Result<Option<Article>, serde_json::Error> {
    match value {
        Value::Object(given) => fields::article(given),
        other => crate::json::shape(other, None).map(Some),
    }
}

/// An article as Zendesk's help centre gives it. One that only a group of users may see is internal; a
/// translation has the id of the original, so that its locale tells them apart.
fn help_centre(
    mut value: Value,
    sections: &Sections,
    out: &Collector,
) -> Result<Option<Article>, serde_json::Error> {
    let section = value.get("section_id").map(scalar);
    let restricted = ["user_segment_id", "user_segment_ids"].iter().any(|key| {
        value
            .get(key)
            .is_some_and(|ids| !ids.is_null() && ids.as_array().is_none_or(|ids| !ids.is_empty()))
    });
    if let Some(given) = value.as_object_mut() {
        given.insert("internal".to_owned(), Value::Bool(restricted));
        if let Some(name) = section.and_then(|id| sections.get(&id)) {
            given.insert("section".to_owned(), Value::String(name.clone()));
        }
        // The name is the title in the language in which it was first written.
        given.remove("name");
        // The API's own address.
        given.remove("url");
        // What an edit changed, not a vote or a comment.
        if given.get("edited_at").is_some_and(Value::is_string) {
            given.remove("updated_at");
        }
    }
    let mut read = article(value)?;
    if let Some(article) = &mut read
        && let Some(locale) = &article.locale
        && out
            .locale_of(&article.id)
            .is_some_and(|known| known != *locale)
    {
        article.id = format!("{}-{locale}", article.id);
    }
    Ok(read)
}

fn scalar(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn lost(lines_before: usize, error: &serde_json::Error, out: &mut Collector) {
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text);
    out.lost(
        Some((lines_before + error.line().max(1), error.column().max(1))),
        message,
        SHAPE,
    );
}
