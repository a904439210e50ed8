//! `handrail kb`: build and search a knowledge base.

use crate::CommandResult;
use crate::error::CliError;
use clap::Subcommand;
use handrail::knowledge::import::{self, SourceFile};
use handrail::knowledge::{Article, KnowledgeIndex};
use handrail::settings::knowledge::KnowledgeSettings;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build an index from a JSON Lines file, a Markdown or HTML file, or a folder of those
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
        /// Questions, one JSON object a line: {"query": "…", "relevant": "article id" or a list}
        #[arg(long, value_name = "FILE")]
        queries: PathBuf,
        /// The figures as one JSON object
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(command: &Command) -> CommandResult {
    match command {
        Command::Build { source, out } => {
            let (articles, faulty) = articles(source)?;
            let index = KnowledgeIndex::build(&articles);
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
            let index = open(knowledge)?;
            let now = jiff::Timestamp::now().as_millisecond();
            for hit in index.search(query, *limit, &KnowledgeSettings::default(), now) {
                if *json {
                    crate::say(&serde_json::to_string(&hit).unwrap_or_default())?;
                } else {
                    crate::say(&format!(
                        "{:8.4}  {}  {}\n          {}",
                        hit.score, hit.article_id, hit.title, hit.passage
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
            let figures = evaluate(&open(knowledge)?, queries)?;
            if *json {
                crate::say(&serde_json::to_string(&figures).unwrap_or_default())?;
            } else {
                crate::say(&format!(
                    "{} questions: R@1 {:.3}  R@5 {:.3}  MRR {:.3}  nDCG@10 {:.3}",
                    figures.questions, figures.r1, figures.r5, figures.mrr, figures.ndcg10
                ))?;
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// A question and the articles that answer it.
#[derive(Debug, Deserialize)]
struct Question {
    query: String,
    relevant: serde_json::Value,
}

/// Means over the questions, by the first relevant article within the first ten.
#[derive(Debug, Default, Serialize)]
struct Figures {
    questions: usize,
    r1: f64,
    r5: f64,
    mrr: f64,
    ndcg10: f64,
}

fn evaluate(index: &KnowledgeIndex, queries: &Path) -> Result<Figures, CliError> {
    let text = std::fs::read_to_string(queries).map_err(|error| CliError::file(queries, &error))?;
    let mut sums = Figures::default();
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let question: Question = serde_json::from_str(line).map_err(|error| {
            CliError::new(
                format!("{}:{}: {error}", queries.display(), number + 1),
                "a question is an object such as {\"query\": \"…\", \"relevant\": \"article id\"}",
            )
        })?;
        let relevant: Vec<String> = match &question.relevant {
            serde_json::Value::Array(ids) => ids.iter().map(plain).collect(),
            id => vec![plain(id)],
        };
        let hits = index.search(&question.query, 10, &KnowledgeSettings::default(), 0);
        let found: Vec<bool> = hits
            .iter()
            .map(|hit| relevant.contains(&hit.article_id))
            .collect();
        let gain = |position: usize| 1.0 / ((position + 2) as f64).log2();
        let ideal: f64 = (0..relevant.len().min(10)).map(gain).sum();
        let gained: f64 = found
            .iter()
            .enumerate()
            .filter(|(_, right)| **right)
            .map(|(position, _)| gain(position))
            .sum();
        sums.questions += 1;
        if let Some(first) = found.iter().position(|right| *right) {
            sums.r1 += f64::from(u8::from(first == 0));
            sums.r5 += f64::from(u8::from(first < 5));
            sums.mrr += 1.0 / (first + 1) as f64;
        }
        if ideal > 0.0 {
            sums.ndcg10 += gained / ideal;
        }
    }
    let count = sums.questions.max(1) as f64;
    Ok(Figures {
        questions: sums.questions,
        r1: sums.r1 / count,
        r5: sums.r5 / count,
        mrr: sums.mrr / count,
        ndcg10: sums.ndcg10 / count,
    })
}

/// An id as text, also where it is written as a number.
fn plain(id: &serde_json::Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// The index of a file, or one built from articles; faults of single articles go to standard error.
pub(crate) fn open(path: &Path) -> Result<KnowledgeIndex, CliError> {
    if is_source(path) || path.is_dir() {
        return Ok(KnowledgeIndex::build(&articles(path)?.0));
    }
    let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
    KnowledgeIndex::from_bytes(&bytes)
        .map_err(|error| CliError::new(format!("{}: {error}", path.display()), error.help()))
}

/// The articles of a file or folder, and whether anything was left out.
fn articles(path: &Path) -> Result<(Vec<Article>, bool), CliError> {
    let mut files = Vec::new();
    collect(path, &mut files)?;
    let (articles, faults) = import::read(&files);
    for fault in &faults {
        let line = fault
            .line
            .map_or_else(String::new, |line| format!(" (line {line})"));
        eprintln!("warning: {}{line}\n   help: {}", fault.message, fault.help);
    }
    if articles.is_empty() {
        return Err(CliError::new(
            format!("{}: there are no articles", path.display()),
            "articles are JSON Lines (.jsonl), Markdown (.md) or HTML (.html)",
        ));
    }
    Ok((articles, !faults.is_empty()))
}

/// Files in the order of their names, so that the same folder gives the same index.
fn collect(path: &Path, files: &mut Vec<SourceFile>) -> Result<(), CliError> {
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
            collect(inner, files)?;
        }
        return Ok(());
    }
    let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
    files.push(SourceFile {
        name: path.display().to_string(),
        bytes,
    });
    Ok(())
}

fn is_source(path: &Path) -> bool {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or("");
    [
        "jsonl", "ndjson", "json", "md", "markdown", "html", "htm", "txt",
    ]
    .contains(&extension.to_ascii_lowercase().as_str())
}
