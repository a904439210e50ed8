//! `handrail kb`: build and search a knowledge base.

use crate::error::CliError;
use crate::{CommandResult, assets, kb_evaluation};
use clap::Subcommand;
use handrail::knowledge::import::{self, Collected, SourceFile};
use handrail::knowledge::{Article, KnowledgeIndex, Search};
use handrail::settings::knowledge::KnowledgeSettings;
use handrail::text::vectors::Vectors;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build an index from a file of articles (JSON Lines, JSON, CSV, feed, Markdown, HTML) or a folder of those
    Build {
        /// Where the articles are
        #[arg(value_name = "FILE|DIR")]
        source: PathBuf,
        /// Where the index goes
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
        Command::Build { source, out } => {
            let (articles, faulty) = articles(source)?;
            let index = KnowledgeIndex::build(&articles, Some(&vectors()?));
            let bytes = index.to_bytes();
            std::fs::write(out, &bytes).map_err(|error| {
                CliError::new(
                    format!("cannot write {}: {error}", out.display()),
                    "check the path",
                )
            })?;
            crate::say(&format!(
                "{}: {} articles, {} bytes",
                out.display(),
                index.len(),
                bytes.len()
            ))?;
            Ok(ExitCode::from(u8::from(faulty)))
        }
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

fn vectors() -> Result<Vectors, CliError> {
    assets::vectors("the built-in vectors.dat", assets::VECTORS)
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
    for fault in &collected.faults {
        let line = fault
            .line
            .map_or_else(String::new, |line| format!(" (line {line})"));
        eprintln!("warning: {}{line}\n   help: {}", fault.message, fault.help);
    }
    if collected.articles.is_empty() {
        return Err(CliError::new(
            format!("{}: there are no articles", path.display()),
            "articles are JSON Lines (.jsonl), JSON, CSV, a feed or a sitemap with its pages (.xml), Markdown (.md) or HTML (.html)",
        ));
    }
    Ok(collected)
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
