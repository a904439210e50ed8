//! Articles from what a team has: files of many kinds, exports, and what a helpdesk answers.
//!
//! ```text
//! bytes -> text (encoding) -> articles (one file a kind) -> with their source (Collected)
//!       -> compared with what is known (changes)
//! ```

pub mod changes;
mod csv;
pub(crate) mod dates;
pub mod django_helpdesk;
mod document;
mod elements;
pub mod encoding;
mod feed;
mod fields;
mod json_articles;
mod page;
pub mod request_tracker;
mod sitemap;
mod xml;

use crate::analysis::Diagnostic;
use crate::knowledge::Article;
use crate::sorted::Set;
use crate::ticket;
use encoding::Decoder;
use serde_json::Value;
use sitemap::Sitemap;
use std::collections::BTreeMap;
use std::fmt::Display;

/// A file of a knowledge base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, or its path from the folder that was chosen on: the ending tells the format and, where the
    /// file does not, the name is the article's id.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Endings of the names of files that are read, in lower case.
pub const ENDINGS: [&str; 14] = [
    "jsonl", "ndjson", "json", "csv", "tsv", "xml", "rss", "atom", "md", "markdown", "html", "htm",
    "xhtml", "txt",
];

/// An article, and where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sourced {
    /// The article.
    pub article: Article,
    /// Its source: the folder or file. What a source does not hold any more is to be removed.
    pub source: String,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// In the order of the files, each id once.
    pub articles: Vec<Sourced>,
    /// What could not be read, was left out, or was read in another way than it was meant; by file and line.
    pub faults: Vec<Diagnostic>,
    /// Sources that were read.
    pub sources: Set<String>,
    /// Those of them of which something may be missing: nothing is to be removed for them.
    pub partial: Set<String>,
}

/// After so many faults in one file reading it stops.
const MOST_ERRORS: usize = 20;
/// Of an article's body only so many bytes are used: what is longer is no article.
pub const MOST_BODY: usize = 1_000_000;

/// Reads the files, in order. What cannot be read is left out and told, by file and line, and so is an id that
/// stands twice: the article read last is the one that counts.
///
/// A sitemap among the files gives saved pages their addresses and dates.
#[must_use]
pub fn read(files: &[SourceFile], decode: Decoder<'_>) -> Collected {
    let mut collector = Collector::default();
    let mut texts: Vec<(&SourceFile, String)> = Vec::with_capacity(files.len());
    for file in files {
        collector.open(file);
        if !ENDINGS.contains(&ending(&file.name).as_str()) {
            collector.lost(
                None,
                "this kind of file is not known",
                "give .jsonl, .json, .csv, .xml (feed or sitemap), .md, .html or .txt files",
            );
            continue;
        }
        match encoding::text(&file.bytes, decode) {
            Ok((text, guessed)) => {
                if let Some(guessed) = guessed {
                    collector.note(
                        None,
                        format!("the file does not say how its letters are written; it was read as {guessed}"),
                        "look whether letters such as é are right; if not, save it in UTF-8",
                    );
                }
                texts.push((file, text));
            }
            Err(refused) => collector.lost(refused.place, refused.message, refused.help),
        }
    }
    let sections = json_articles::section_names(&texts);
    let mut sitemap = Sitemap::default();
    let mut pages = Vec::new();
    let stems = repeated_stems(&texts);
    for (file, text) in &texts {
        collector.open(file);
        match ending(&file.name).as_str() {
            "jsonl" | "ndjson" => json_articles::lines(text, &sections, &mut collector),
            "json" => json_articles::whole(text, &sections, &mut collector),
            "csv" | "tsv" => csv::read(text, &mut collector),
            "xml" | "rss" | "atom" => match xml::parse(text) {
                Ok(root) if sitemap::is_one(&root) => {
                    sitemap.add(&root, &mut collector);
                }
                Ok(root) => feed::read(&root, &mut collector),
                Err(broken) => collector.lost(
                    Some(broken.place),
                    broken.message,
                    "export it again, or save it as the server sends it",
                ),
            },
            "html" | "htm" | "xhtml" => pages.push((*file, text)),
            _ => {
                let id = id_of(&file.name, &stems);
                document::read(text, id, &mut collector);
            }
        }
    }
    for (file, text) in pages {
        collector.open(file);
        let id = id_of(&file.name, &stems);
        let listed = sitemap.of(&file.name, page::address(text).as_deref());
        page::read(text, id, listed, &mut collector);
    }
    sitemap.tell_missing(&mut collector);
    collector.finish()
}

/// What a helpdesk answered for its own knowledge base, as an adapter gathers it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HelpdeskAnswer {
    /// The platform's id.
    pub platform: String,
    /// Where it stands, such as `https://desk.example.com`.
    pub origin: String,
    /// The payload; see the platform's file.
    pub payload: Value,
}

/// Adds the articles of a helpdesk's own knowledge base; it is a source of its own.
pub fn add_helpdesk(collected: &mut Collected, answer: &HelpdeskAnswer) {
    let mut collector = Collector {
        collected: std::mem::take(collected),
        ..Collector::default()
    };
    collector.file = format!("{} {}", answer.platform, answer.origin);
    let source = collector.file.clone();
    collector.open_source(&source);
    let articles = match answer.platform.as_str() {
        ticket::django_helpdesk::PLATFORM => django_helpdesk::articles(answer),
        ticket::request_tracker::PLATFORM => request_tracker::articles(answer),
        _ => None,
    };
    match articles {
        Some(articles) => {
            for article in articles {
                collector.take(None, article);
            }
            if answer.payload.get("complete").and_then(Value::as_bool) == Some(false) {
                collector.lost(
                    None,
                    "not all of the knowledge base could be read",
                    "import it again later",
                );
            }
        }
        None => collector.lost(
            None,
            "this helpdesk's knowledge base cannot be read",
            "export it from the helpdesk and import the file",
        ),
    }
    *collected = collector.finish();
}

/// Gathers articles and what is to be told, by file.
#[derive(Debug, Default)]
struct Collector {
    file: String,
    source: String,
    collected: Collected,
    /// Faults of the open file.
    faults: usize,
    /// Articles of the open file.
    own: usize,
    /// Where each id stands.
    ids: BTreeMap<String, usize>,
}

/// Line and column in a file, both from 1.
type Place = (usize, usize);

impl Collector {
    /// What comes now is of this file.
    fn open(&mut self, file: &SourceFile) {
        self.file.clone_from(&file.name);
        self.open_source(source_of(&file.name));
    }

    fn open_source(&mut self, source: &str) {
        self.source = source.to_owned();
        self.collected.sources.insert(source.to_owned());
        self.faults = 0;
        self.own = 0;
    }

    fn note(&mut self, place: Option<Place>, message: impl Display, help: impl Into<String>) {
        let of_file = Diagnostic::new("knowledge_file", format!("{}: {message}", self.file), help);
        self.collected.faults.push(Diagnostic {
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            ..of_file
        });
    }

    /// Something of the file is not among the articles.
    fn lost(&mut self, place: Option<Place>, message: impl Display, help: impl Into<String>) {
        self.note(place, message, help);
        self.faults += 1;
        self.is_partial();
    }

    /// The file holds only a part of its source.
    fn is_partial(&mut self) {
        self.collected.partial.insert(self.source.clone());
    }

    /// Whether so much is wrong that the file is given up.
    fn gives_up(&self) -> bool {
        self.faults >= MOST_ERRORS
    }

    /// Takes an article. Without an id its address is it, else its place in the file.
    fn take(&mut self, place: Option<Place>, mut article: Article) {
        self.own += 1;
        if article.title.trim().is_empty() && article.body.trim().is_empty() {
            return self.lost(
                place,
                "the article has neither title nor body",
                "fill them in, or remove it",
            );
        }
        if article.id.trim().is_empty() {
            let number = place.map_or(self.own, |(line, _)| line);
            article.id = article
                .url
                .clone()
                .unwrap_or_else(|| format!("{}#{number}", stem(&self.file)));
        }
        if article.body.len() > MOST_BODY {
            let end = article.body.floor_char_boundary(MOST_BODY);
            self.note(
                place,
                format!(
                    "the article `{}` has {:.1} MB: only its first {:.1} MB is searched",
                    article.id,
                    article.body.len() as f64 / 1e6,
                    MOST_BODY as f64 / 1e6
                ),
                "cut it into several articles",
            );
            article.body.truncate(end);
        }
        let sourced = Sourced {
            source: self.source.clone(),
            article,
        };
        let known = self.ids.get(&sourced.article.id).copied();
        if let Some(slot) = known.and_then(|at| self.collected.articles.get_mut(at)) {
            let first = std::mem::replace(slot, sourced);
            let message = format!(
                "the article id `{}` stood in {} already",
                first.article.id, first.source
            );
            return self.note(
                place,
                message,
                "give each article an id of its own; the later one is used",
            );
        }
        let next = self.collected.articles.len();
        self.ids.insert(sourced.article.id.clone(), next);
        self.collected.articles.push(sourced);
    }

    /// Tells of articles that are not published.
    fn drafts(&mut self, count: usize) {
        if count > 0 {
            let (articles, are) = if count == 1 {
                ("article", "is")
            } else {
                ("articles", "are")
            };
            self.note(
                None,
                format!("{count} {articles} that {are} a draft or archived: left out"),
                "publish what agents are to find, and import it again",
            );
        }
    }

    /// The locale of an article of the open source that was taken already.
    fn locale_of(&self, id: &str) -> Option<&str> {
        let known = self.collected.articles.get(*self.ids.get(id)?)?;
        known.article.locale.as_deref()
    }

    /// Tells something of all files.
    fn tell(&mut self, message: String, help: &str) {
        let told = Diagnostic::new("knowledge_file", message, help);
        self.collected.faults.push(told);
    }

    fn finish(self) -> Collected {
        self.collected
    }
}

/// The source of a file: the folder that was chosen, else the file itself.
pub(crate) fn source_of(name: &str) -> &str {
    name.split(['/', '\\'])
        .find(|part| !part.is_empty())
        .unwrap_or(name)
}

/// The ending of a file's name, in lower case.
pub(crate) fn ending(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_lowercase()
}

/// A path's file name without its ending.
pub(crate) fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.')
        .map_or(file, |(stem, _)| stem)
        .to_owned()
}

/// Stems that several files have.
fn repeated_stems(files: &[(&SourceFile, String)]) -> Set<String> {
    let mut stems: Vec<String> = files.iter().map(|(file, _)| stem(&file.name)).collect();
    stems.sort_unstable();
    let twice = stems
        .iter()
        .zip(stems.iter().skip(1))
        .filter(|(first, second)| first == second)
        .map(|(first, _)| first.clone());
    let mut repeated = Set::default();
    for stem in twice {
        repeated.insert(stem);
    }
    repeated
}

/// The id of a file that is one article: its stem; where several files have it, the path below the folder that
/// was chosen.
fn id_of(name: &str, repeated: &Set<String>) -> String {
    let stem = stem(name);
    if !repeated.contains(stem.as_str()) && !matches!(stem.as_str(), "index" | "README") {
        return stem;
    }
    let path = name.replace('\\', "/");
    let below = path
        .trim_start_matches('/')
        .split_once('/')
        .map_or(path.as_str(), |(_, below)| below);
    below
        .rsplit_once('.')
        .map_or(below, |(path, _)| path)
        .to_owned()
}

#[cfg(test)]
mod tests;
