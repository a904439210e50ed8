//! Articles from files: JSON Lines, and Markdown or HTML with front matter.

use crate::analysis::Diagnostic;
use crate::json;
use crate::knowledge::Article;
use crate::sorted::Map;
use serde_json::Value;

/// A file of a knowledge base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name or path, which tells the format (`.jsonl`, `.md`, `.html`) and, without front
    /// matter, the id.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// After so many faults in one file reading it stops.
const MOST_ERRORS: usize = 20;

/// Reads the files, in order. What cannot be read is left out and told, by file and line, and so is
/// an id that stands twice: the article read last is the one that counts.
#[must_use]
pub fn read(files: &[SourceFile]) -> (Vec<Article>, Vec<Diagnostic>) {
    let mut articles: Vec<Article> = Vec::new();
    let mut faults = Vec::new();
    let mut seen: Map<String, String> = Map::new();
    for file in files {
        let before = articles.len();
        read_file(file, &mut articles, &mut faults);
        for article in articles.get(before..).unwrap_or(&[]) {
            if let Some(first) = seen.insert(article.id.clone(), file.name.clone()) {
                faults.push(fault(
                    file,
                    None,
                    format!("the article id `{}` stood in {first} already", article.id),
                    "give each article an id of its own; the later one is used",
                ));
            }
        }
    }
    (articles, faults)
}

fn fault(
    file: &SourceFile,
    place: Option<(usize, usize)>,
    message: impl std::fmt::Display,
    help: &str,
) -> Diagnostic {
    Diagnostic {
        line: place.map(|(line, _)| line),
        column: place.map(|(_, column)| column),
        ..Diagnostic::new("knowledge_file", format!("{}: {message}", file.name), help)
    }
}

fn read_file(file: &SourceFile, articles: &mut Vec<Article>, faults: &mut Vec<Diagnostic>) {
    let bytes = file
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&file.bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or(&[]);
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            faults.push(fault(
                file,
                Some((line, 1)),
                "the file is not in UTF-8",
                "save it in UTF-8",
            ));
            return;
        }
    };
    let lower = file.name.to_lowercase();
    if lower.ends_with(".jsonl") || lower.ends_with(".ndjson") {
        json_lines(file, text, articles, faults);
    } else if lower.ends_with(".json") {
        json(file, text, articles, faults);
    } else if [".md", ".markdown", ".html", ".htm", ".txt"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        match document(file, text) {
            Ok(article) => articles.push(article),
            Err(fault) => faults.push(fault),
        }
    } else {
        faults.push(fault(
            file,
            None,
            "this kind of file is not known",
            "give .jsonl, .json, .md, .html or .txt files",
        ));
    }
}

fn json_lines(
    file: &SourceFile,
    text: &str,
    articles: &mut Vec<Article>,
    faults: &mut Vec<Diagnostic>,
) {
    let mut count = 0;
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(line).and_then(article) {
            Ok(article) => {
                if let Err(found) = push(file, Some((index + 1, 1)), article, articles) {
                    faults.push(found);
                    count += 1;
                }
            }
            Err(error) => {
                faults.push(json_fault(file, index, &error));
                count += 1;
            }
        }
        if count >= MOST_ERRORS {
            break;
        }
    }
}

fn json(file: &SourceFile, text: &str, articles: &mut Vec<Article>, faults: &mut Vec<Diagnostic>) {
    match serde_json::from_str::<Vec<Value>>(text) {
        Ok(list) => {
            for value in list {
                let pushed = article(value)
                    .map_err(|error| json_fault(file, 0, &error))
                    .and_then(|article| push(file, None, article, articles));
                if let Err(found) = pushed {
                    faults.push(found);
                }
            }
        }
        Err(error) => faults.push(json_fault(file, 0, &error)),
    }
}

/// An article from its object. A list of questions and answers is read too: `question` is the title,
/// `answer` or `answers` the body. Numbers serve as ids.
fn article(mut value: Value) -> Result<Article, serde_json::Error> {
    if let Some(map) = value.as_object_mut() {
        if let Some(Value::Number(id)) = map.get("id") {
            let id = id.to_string();
            map.insert("id".to_owned(), Value::String(id));
        }
        if !map.contains_key("title")
            && let Some(question) = map.remove("question")
        {
            map.insert("title".to_owned(), question);
        }
        if !map.contains_key("body") {
            let body = match map.remove("answers").or_else(|| map.remove("answer")) {
                Some(Value::Array(answers)) => answers
                    .iter()
                    .filter_map(Value::as_str)
                    .collect::<Vec<_>>()
                    .join("\n\n"),
                Some(Value::String(answer)) => answer,
                _ => String::new(),
            };
            map.insert("body".to_owned(), Value::String(body));
        }
        // Lists and texts that an export writes as null.
        map.retain(|_, value| !value.is_null());
    }
    json::shape(value, None)
}

fn json_fault(file: &SourceFile, lines_before: usize, error: &serde_json::Error) -> Diagnostic {
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
    fault(
        file,
        Some((lines_before + error.line().max(1), error.column().max(1))),
        message,
        "an article is an object such as {\"id\": \"returns\", \"title\": \"Returns\", \"body\": \"…\"}",
    )
}

fn push(
    file: &SourceFile,
    place: Option<(usize, usize)>,
    mut article: Article,
    articles: &mut Vec<Article>,
) -> Result<(), Diagnostic> {
    if article.title.trim().is_empty() && article.body.trim().is_empty() {
        return Err(fault(
            file,
            place,
            "the article has neither title nor body",
            "fill them in, or remove the line",
        ));
    }
    if article.id.trim().is_empty() {
        article.id = article.url.clone().unwrap_or_else(|| {
            format!(
                "{}#{}",
                stem(&file.name),
                place.map_or(articles.len() + 1, |p| p.0)
            )
        });
    }
    articles.push(article);
    Ok(())
}

/// A file that is one article. Its front matter (`---` lines around `key: value`) may hold `id`,
/// `title`, `url`, `updated` or `updated_at`, `section`, `locale`, `brand`, `labels`, `intents` and
/// `internal`; other keys are ignored. Without a title the first heading is it.
fn document(file: &SourceFile, text: &str) -> Result<Article, Diagnostic> {
    let mut article = Article {
        id: stem(&file.name),
        ..Article::default()
    };
    let mut body = text;
    let mut lines = text.split_inclusive('\n');
    if lines.next().is_some_and(|line| line.trim_end() == "---") {
        let mut offset = text.split_inclusive('\n').next().map_or(0, str::len);
        let mut closed = false;
        let mut list: Option<String> = None;
        for (index, line) in lines.enumerate() {
            offset += line.len();
            let line = line.trim_end();
            if line == "---" || line == "..." {
                closed = true;
                break;
            }
            if line.trim().is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            if let (Some(item), Some(key)) = (line.trim_start().strip_prefix("- "), &list) {
                set(&mut article, key, item);
                continue;
            }
            let Some((key, value)) = line.split_once(':') else {
                return Err(fault(
                    file,
                    Some((index + 2, 1)),
                    format!("`{line}` is no `key: value`"),
                    "mend the lines between the two `---`",
                ));
            };
            let key = key.trim().to_lowercase();
            set(&mut article, &key, value);
            list = Some(key);
        }
        if !closed {
            return Err(fault(
                file,
                Some((1, 1)),
                "the front matter is never closed",
                "add a line `---` after it",
            ));
        }
        body = text.get(offset..).unwrap_or("");
    }
    body = body.trim();
    if article.title.is_empty() {
        if let Some(rest) = body.strip_prefix("# ") {
            let (title, after) = rest.split_once('\n').unwrap_or((rest, ""));
            article.title = title.trim().trim_end_matches('#').trim().to_owned();
            body = after.trim_start();
        } else if let Some(title) =
            between(body, "<title>", "</title>").or_else(|| between(body, "<h1>", "</h1>"))
        {
            article.title = title.trim().to_owned();
        } else {
            article.title = stem(&file.name).replace(['-', '_'], " ");
        }
    }
    if body.is_empty() {
        return Err(fault(
            file,
            None,
            "the file has no text",
            "write the article, or remove the file",
        ));
    }
    article.body = body.to_owned();
    Ok(article)
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let start = text.find(open)? + open.len();
    let rest = text.get(start..)?;
    rest.get(..rest.find(close)?)
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
    let items = || {
        value
            .trim_start_matches('[')
            .trim_end_matches(']')
            .split(',')
            .map(|item| item.trim().trim_matches(['"', '\'']).to_owned())
            .filter(|item| !item.is_empty())
    };
    match key {
        "id" => article.id = value.to_owned(),
        "title" => article.title = value.to_owned(),
        "url" => article.url = some(),
        "updated" | "updated_at" | "date" | "lastmod" => article.updated_at = some(),
        "section" | "category" => article.section = some(),
        "locale" | "lang" | "language" => article.locale = some(),
        "brand" => article.brand = some(),
        "labels" | "tags" => article.labels.extend(items()),
        "intents" => article.intents.extend(items()),
        "internal" => article.internal = matches!(value, "true" | "yes"),
        _ => {}
    }
}

/// A path's file name without its ending.
fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.')
        .map_or(file, |(stem, _)| stem)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        name: &str,
        text: &str,
        expected: &[(&str, &str, &str)],
        faults: &[(Option<usize>, &str)],
    ) {
        let (articles, found) = read(&[SourceFile {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        }]);
        let got: Vec<(&str, &str, &str)> = articles
            .iter()
            .map(|a| (a.id.as_str(), a.title.as_str(), a.body.as_str()))
            .collect();
        assert_eq!(got, expected);
        assert_eq!(found.len(), faults.len(), "{found:?}");
        for (found, (line, part)) in found.iter().zip(faults) {
            assert_eq!(found.line, *line, "{found:?}");
            assert!(found.message.contains(part), "{found:?}");
            assert!(found.message.contains(name), "{found:?}");
        }
    }

    #[test]
    fn reads_json_lines_with_the_line_of_each_fault() {
        check(
            "kb.jsonl",
            "\u{feff}{\"id\":\"a\",\"title\":\"A\",\"body\":\"x\",\"extra\":1}\n\n{\"id\":\n{\"title\":\"B\",\"body\":\"y\"}\n{\"id\":\"c\"}\n{\"id\":\"a\",\"title\":\"A2\"}\n",
            &[("a", "A", "x"), ("kb#4", "B", "y"), ("a", "A2", "")],
            &[
                (Some(3), "EOF"),
                (Some(5), "neither title nor body"),
                (None, "`a` stood in kb.jsonl already"),
            ],
        );
    }

    #[test]
    fn reads_questions_with_answers() {
        check(
            "faq.jsonl",
            "{\"id\":7,\"question\":\"Why?\",\"answers\":[\"So.\",\"Else.\"]}\n{\"id\":\"b\",\"question\":\"How?\",\"answer\":\"Thus.\",\"labels\":null}\n{\"id\":[]}\n",
            &[("7", "Why?", "So.\n\nElse."), ("b", "How?", "Thus.")],
            &[(Some(3), "invalid type")],
        );
    }

    #[test]
    fn reads_markdown_with_front_matter() {
        check(
            "docs/returns-and-refunds.md",
            "---\ntitle: \"Returns: how\"\nurl: https://example.com/r\nupdated: 2026-01-02\ntags: [a, b]\n---\n# Heading\n\nText.",
            &[("returns-and-refunds", "Returns: how", "# Heading\n\nText.")],
            &[],
        );
        check(
            "a.md",
            "# Shipping #\n\nText.",
            &[("a", "Shipping", "Text.")],
            &[],
        );
        check(
            "my-page.txt",
            "Text.",
            &[("my-page", "my page", "Text.")],
            &[],
        );
        check(
            "a.md",
            "---\ntitle: x\nText.",
            &[],
            &[(Some(3), "no `key: value`")],
        );
        check("a.md", "---\ntitle: x\n", &[], &[(Some(1), "never closed")]);
        check("a.md", "---\ntitle: x\n---\n", &[], &[(None, "no text")]);
        check("a.pdf", "x", &[], &[(None, "not known")]);
    }

    #[test]
    fn front_matter_fills_the_article() {
        let (articles, _) = read(&[SourceFile {
            name: "a.md".to_owned(),
            bytes: b"---\nid: r1\nupdated_at: 2026-01-02T00:00:00Z\nlabels:\n  - one\n  - two\nintents: return_request, return_policy\ninternal: true\nlocale: de\nsection: Orders\nnote: x\n---\n# T\nB"
                .to_vec(),
        }]);
        assert_eq!(
            articles,
            [Article {
                id: "r1".to_owned(),
                title: "T".to_owned(),
                body: "B".to_owned(),
                updated_at: Some("2026-01-02T00:00:00Z".to_owned()),
                labels: vec!["one".to_owned(), "two".to_owned()],
                intents: vec!["return_request".to_owned(), "return_policy".to_owned()],
                internal: true,
                locale: Some("de".to_owned()),
                section: Some("Orders".to_owned()),
                ..Article::default()
            }]
        );
    }
}
