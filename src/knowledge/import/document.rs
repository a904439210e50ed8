//! A file that is one article: Markdown or text, with front matter if it likes.

use super::{Collector, dates, fields};
use crate::knowledge::Article;

/// Why front matter cannot be read.
pub(super) struct Broken {
    pub(super) line: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// Reads the file. Its front matter (`---` lines around `key: value`) may hold `id`, `title`, `url`, `updated`
/// or `updated_at`, `section`, `locale`, `brand`, `labels`, `intents` and `internal`; other keys are ignored.
/// Without a title the first heading is it, and without that the file's name.
pub(super) fn read(text: &str, id: String, out: &mut Collector) {
    let name = super::stem(&out.file).replace(['-', '_'], " ");
    let mut article = Article {
        id,
        ..Article::default()
    };
    let body = match front_matter(text, &mut article) {
        Ok(body) => body.trim(),
        Err(broken) => return out.lost(Some((broken.line, 1)), broken.message, broken.help),
    };
    if body.is_empty() {
        return out.lost(
            None,
            "the file has no text",
            "write the article, or remove the file",
        );
    }
    body.clone_into(&mut article.body);
    if article.title.is_empty() {
        if let Some(rest) = body.strip_prefix("# ") {
            let (title, after) = rest.split_once('\n').unwrap_or((rest, ""));
            article.title = title.trim().trim_end_matches('#').trim().to_owned();
            article.body = after.trim_start().to_owned();
        } else {
            article.title = name;
        }
    }
    out.take(None, article);
}

/// Fills the article from the front matter, and gives what follows it.
pub(super) fn front_matter<'t>(text: &'t str, article: &mut Article) -> Result<&'t str, Broken> {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return Ok(text);
    };
    let mut offset = first.len();
    let mut list: Option<String> = None;
    for (index, line) in lines.enumerate() {
        offset += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            return Ok(text.get(offset..).unwrap_or(""));
        }
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if let (Some(item), Some(key)) = (line.trim_start().strip_prefix("- "), &list) {
            set(article, key, item);
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            return Err(Broken {
                line: index + 2,
                message: format!("`{line}` is no `key: value`"),
                help: "mend the lines between the two `---`",
            });
        };
        let key = key.trim().to_lowercase();
        set(article, &key, value);
        list = Some(key);
    }
    Err(Broken {
        line: 1,
        message: "the front matter is never closed".to_owned(),
        help: "add a line `---` after it",
    })
}

fn set(article: &mut Article, key: &str, value: &str) {
    let value = value.trim();
    let value = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .or_else(|| {
            value
                .strip_prefix('\'')
                .and_then(|value| value.strip_suffix('\''))
        })
        .unwrap_or(value);
    if value.is_empty() {
        return;
    }
    let some = || Some(value.to_owned());
    let items = || fields::items(value.trim_start_matches('[').trim_end_matches(']'));
    match key {
        "id" => article.id = value.to_owned(),
        "title" => article.title = value.to_owned(),
        "url" => article.url = some(),
        "updated" | "updated_at" | "date" | "lastmod" => article.updated_at = dates::rfc3339(value),
        "section" | "category" => article.section = some(),
        "locale" | "lang" | "language" => article.locale = some(),
        "brand" => article.brand = some(),
        "labels" | "tags" => article.labels.extend(items()),
        "intents" => article.intents.extend(items()),
        "internal" => article.internal = fields::is_internal(&value.into()),
        _ => {}
    }
}
