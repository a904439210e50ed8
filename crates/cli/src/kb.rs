//! `handrail kb`: build and search a knowledge base.

use crate::error::CliError;
use crate::{CommandResult, assets, kb_evaluation};
use clap::Subcommand;
use handrail::analysis::Diagnostic;
use handrail::knowledge::history::{self, SolvedTicket};
use handrail::knowledge::import::{self, Collected, SourceFile};
use handrail::knowledge::{Article, IndexBuilder, KnowledgeIndex, Search, lint};
use handrail::settings::knowledge::KnowledgeSettings;
use handrail::text::vectors::Vectors;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build an index from a file of articles (JSON Lines, JSON, CSV, feed, Markdown, HTML) or a folder of those
    Build {
        /// Where the articles are
        #[arg(value_name = "FILE|DIR")]
        source: PathBuf,
        /// Where the index goes; one that holds the same articles already stays as it is
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Search a knowledge base, best article first
    Search {
        /// An index, or a source of articles
        #[arg(value_name = "FILE|DIR")]
        knowledge: PathBuf,
        /// What to look for
        query: String,
        /// How many articles
        #[arg(long, default_value_t = 5)]
        limit: usize,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Measure how often the right article comes first, by questions with known answers
    Evaluate {
        /// An index, or a source of articles
        #[arg(value_name = "FILE|DIR")]
        knowledge: PathBuf,
        /// Questions, one JSON object a line: {"query": "…", "relevant": "article id"} or a list of ids,
        /// empty where no article answers
        #[arg(long, value_name = "FILE")]
        queries: PathBuf,
        /// The figures as one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Find what contradicts, repeats or is out of date
    Lint(crate::kb_lint::Arguments),
}

pub(crate) fn run(command: &Command) -> CommandResult {
    match command {
        Command::Lint(arguments) => crate::kb_lint::run(arguments),
        Command::Build { source, out } => build(source, out),
        Command::Search {
            knowledge,
            query,
            limit,
            json,
        } => {
            let vectors = vectors()?;
            let index = open(knowledge, &vectors)?;
            let search = Search {
                settings: &KnowledgeSettings::default(),
                vectors: Some(&vectors),
                now: jiff::Timestamp::now().as_millisecond(),
            };
            for hit in index.search(query, *limit, search) {
                if *json {
                    crate::say(&serde_json::to_string(&hit).unwrap_or_default())?;
                } else {
                    crate::say(&format!(
                        "{:8.4}  {}  {}\n          words {:.2}, meaning {:.2}; relevance {:.2}\n          {}",
                        hit.score,
                        hit.article_id,
                        hit.title,
                        hit.score_parts.words,
                        hit.score_parts.meaning,
                        hit.relevance,
                        hit.passage
                    ))?;
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Evaluate {
            knowledge,
            queries,
            json,
        } => {
            let vectors = vectors()?;
            let index = open(knowledge, &vectors)?;
            let search = Search {
                settings: &KnowledgeSettings::default(),
                vectors: Some(&vectors),
                now: 0,
            };
            let figures = kb_evaluation::evaluate(&index, queries, search)?;
            crate::say(&if *json {
                serde_json::to_string(&figures).unwrap_or_default()
            } else {
                figures.table()
            })?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Builds the index of a source; an index at `out` that holds the same articles stays as it is.
fn build(source: &Path, out: &Path) -> CommandResult {
    let (articles, faulty) = articles(source)?;
    let vectors = vectors()?;
    let before = std::fs::read(out)
        .ok()
        .and_then(|bytes| KnowledgeIndex::from_bytes(bytes).ok())
        .filter(|index| index.is_built_with(&vectors));
    let known: BTreeMap<&str, u64> = before.iter().flat_map(KnowledgeIndex::digests).collect();
    let changes = Counts::of(&articles, &known);
    let status = ExitCode::from(u8::from(faulty));
    if before.is_some() && changes.are_none() {
        crate::say(&format!("{}: {changes}; nothing was built", out.display()))?;
        return Ok(status);
    }
    // What did not change is carried over.
    let before = before
        .as_ref()
        .and_then(|index| IndexBuilder::resume(index, Some(&vectors)));
    let mut builder = before.unwrap_or_default();
    let digests: Vec<u64> = articles.iter().map(Article::digest).collect();
    let wanted = articles.iter().map(|article| article.id.trim());
    for missing in builder.keep(wanted.zip(digests)) {
        if let Some(article) = articles.get(missing) {
            builder.add(article, Some(&vectors));
        }
    }
    let contradictions = tell_contradictions(&mut builder, &articles, &vectors);
    let bytes = builder.finish();
    replace(out, &bytes)?;
    crate::say(&format!(
        "{}: {} articles, {} bytes: {changes}; contradictions between articles: {}",
        out.display(),
        articles.len(),
        bytes.len(),
        contradictions
    ))?;
    Ok(status)
}

/// Adds to the articles where they may contradict each other; gives how many do.
fn tell_contradictions(
    builder: &mut IndexBuilder,
    articles: &[Article],
    vectors: &Vectors,
) -> usize {
    let bar = indicatif::ProgressBar::new(0);
    bar.set_message("looking for contradictions");
    let hints = lint::contradictions(articles, Some(vectors), &mut |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    builder.contradicts(&hints);
    hints.len()
}

/// Writes a file whole or not at all: what is interrupted leaves the old one.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let beside = PathBuf::from(name);
    std::fs::write(&beside, bytes)
        .and_then(|()| std::fs::rename(&beside, path))
        .map_err(|error| {
            CliError::new(
                format!("cannot write {}: {error}", path.display()),
                "check the path",
            )
        })
}

/// What differs from an index.
struct Counts {
    new: usize,
    changed: usize,
    removed: usize,
    unchanged: usize,
}

impl Counts {
    fn of(articles: &[Article], known: &BTreeMap<&str, u64>) -> Self {
        let of = |article: &&Article| known.get(article.id.as_str()).copied();
        let there = articles.iter().filter(|article| of(article).is_some());
        let unchanged = articles
            .iter()
            .filter(|article| of(article) == Some(article.digest()))
            .count();
        let there = there.count();
        Self {
            new: articles.len() - there,
            changed: there - unchanged,
            removed: known.len().saturating_sub(there),
            unchanged,
        }
    }

    fn are_none(&self) -> bool {
        self.new + self.changed + self.removed == 0
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} new, {} changed, {} removed, {} unchanged",
            self.new, self.changed, self.removed, self.unchanged
        )
    }
}

fn vectors() -> Result<Vectors, CliError> {
    assets::vectors("the built-in vectors.dat", assets::VECTORS)
}

/// Among more articles contradictions are looked for only by `kb build`: it takes long.
const MOST_COMPARED: usize = 1000;

/// The index for `analyze`: as [`open`], and with what contradicts.
pub(crate) fn open_with_contradictions(
    path: &Path,
    vectors: &Vectors,
) -> Result<KnowledgeIndex, CliError> {
    if !is_source(path) && !path.is_dir() {
        return open(path, vectors);
    }
    let (articles, _) = articles(path)?;
    let mut builder = IndexBuilder::default();
    for article in &articles {
        builder.add(article, Some(vectors));
    }
    if articles.len() <= MOST_COMPARED {
        tell_contradictions(&mut builder, &articles, vectors);
    } else {
        eprintln!(
            "note: {} articles are not searched for contradictions\n   help: build their index once with `handrail kb build`",
            articles.len()
        );
    }
    Ok(KnowledgeIndex::from_builder(&builder))
}

/// The index of a file, or one built from articles; faults of single articles go to standard error.
pub(crate) fn open(path: &Path, vectors: &Vectors) -> Result<KnowledgeIndex, CliError> {
    if is_source(path) || path.is_dir() {
        return Ok(KnowledgeIndex::build(&articles(path)?.0, Some(vectors)));
    }
    let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
    KnowledgeIndex::from_bytes(bytes)
        .map_err(|error| CliError::new(format!("{}: {error}", path.display()), error.help()))
}

/// The articles of a file or folder, and whether anything was left out.
pub(crate) fn articles(path: &Path) -> Result<(Vec<Article>, bool), CliError> {
    let collected = collect(path)?;
    let complete = collected.faults.is_empty();
    let articles = collected.articles.into_iter();
    Ok((articles.map(|sourced| sourced.article).collect(), !complete))
}

/// What a file or folder holds; what is wrong with it goes to standard error.
fn collect(path: &Path) -> Result<Collected, CliError> {
    let mut files = Vec::new();
    let base = if path.is_dir() { path.parent() } else { None };
    list(path, base, &mut files)?;
    let collected = import::read(&files, &decode);
    tell(&collected.faults);
    if collected.articles.is_empty() {
        return Err(CliError::new(
            format!("{}: there are no articles", path.display()),
            "articles are JSON Lines (.jsonl), JSON, CSV, a feed or a sitemap with its pages (.xml), Markdown (.md) or HTML (.html)",
        ));
    }
    Ok(collected)
}

/// The solved tickets of a file; what is wrong with it goes to standard error. Personal data stays: nothing of
/// them is kept.
pub(crate) fn solved(path: &Path) -> Result<Vec<SolvedTicket>, CliError> {
    let mut files = Vec::new();
    list(path, None, &mut files)?;
    let collected = history::import::read(&files, &decode, false);
    tell(&collected.faults);
    Ok(collected.tickets.into_iter().map(|(own, _)| own).collect())
}

fn tell(faults: &[Diagnostic]) {
    for fault in faults {
        let line = fault
            .line
            .map_or_else(String::new, |line| format!(" (line {line})"));
        eprintln!("warning: {}{line}\n   help: {}", fault.message, fault.help);
    }
}

/// Bytes in any encoding that browsers know.
fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// Files in the order of their names, so that the same folder gives the same index. A file is named by its path
/// from `base` on, else by its own name.
fn list(path: &Path, base: Option<&Path>, files: &mut Vec<SourceFile>) -> Result<(), CliError> {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).map_err(|error| CliError::file(path, &error))?;
        let mut paths: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        paths.sort();
        for inner in paths
            .iter()
            .filter(|inner| inner.is_dir() || is_source(inner))
        {
            list(inner, base, files)?;
        }
        return Ok(());
    }
    let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
    let name = match base {
        Some(base) => path.strip_prefix(base).unwrap_or(path),
        None => path.file_name().map_or(path, Path::new),
    };
    files.push(SourceFile {
        name: name.display().to_string(),
        bytes,
    });
    Ok(())
}

fn is_source(path: &Path) -> bool {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or("");
    import::ENDINGS.contains(&extension.to_ascii_lowercase().as_str())
}
