//! Labelled sentences: those written for a kind (`data/triggers/<kind>.jsonl`), those of whole tickets
//! (`data/triggers/tickets/*.jsonl`), the shipped rules' examples, and ordinary messages of `data/intents`.

use crate::dataset;
use handrail::escalation::model::features;
use handrail::phrases::PhraseBook;
use handrail::settings::Settings;
use handrail::text::Standing;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is known of a sentence and a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// It fires.
    Fires,
    /// It does not.
    Quiet,
    /// Unknown or doubtful: neither trained nor measured.
    Open,
}

/// What a row was written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// To fire the kind at this position, or nearly.
    Kind(usize),
    /// A sentence of a whole ticket, in which most say nothing: how often a score is right is asked here.
    Ticket,
    /// An example of a shipped rule.
    Example,
    /// An ordinary message.
    Ordinary,
}

/// A labelled sentence (or two).
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As written.
    pub text: String,
    /// A label for each kind.
    pub labels: Vec<Label>,
    /// What it was written for.
    pub origin: Origin,
    /// ISO 639-1 code of its language.
    pub language: String,
    /// Rows of one group are held out together: the trade, in all languages.
    pub group: String,
    /// Its features' keys, sorted; a key stands as often as it occurs.
    pub keys: Vec<u32>,
}

/// All rows, and the kinds in the order of their labels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Corpus {
    /// Kinds, sorted.
    pub kinds: Vec<String>,
    /// Rows, by file and line.
    pub rows: Vec<Row>,
}

/// A file or a line that cannot be used.
#[derive(Debug)]
pub struct CorpusError {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1; 0 for the whole file.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    text: String,
    fires: bool,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    open: Vec<String>,
    lang: String,
    #[serde(default)]
    trade: String,
    #[allow(dead_code, reason = "kept in the corpus for those who extend it")]
    #[serde(default)]
    register: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTicket {
    lang: String,
    trade: String,
    #[allow(dead_code, reason = "kept in the corpus for those who extend it")]
    #[serde(default)]
    register: String,
    #[allow(dead_code, reason = "not labelled; kept for those who read the ticket")]
    #[serde(default)]
    subject: String,
    sentences: Vec<TicketSentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TicketSentence {
    text: String,
    #[serde(default)]
    fires: Vec<String>,
    #[serde(default)]
    open: Vec<String>,
}

/// The folder of whole tickets.
const TICKETS: &str = "tickets";

/// The file that names the intents whose messages are ordinary, each with the kinds left open.
const ORDINARY: &str = "ordinary.json";

/// The folder of ordinary messages in other languages than the intents', none of which fires anything.
const ORDINARY_MESSAGES: &str = "ordinary";

/// Reads the corpus; `messages` is the directory of the intents' messages.
///
/// # Errors
/// When a file cannot be read, a line is no row, or a kind is named that has no file.
pub fn read(directory: &Path, messages: &Path) -> Result<Corpus, CorpusError> {
    let fail = |path: &Path, line: usize, reason: String| CorpusError {
        path: path.to_owned(),
        line,
        reason,
    };
    let text = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| fail(path, 0, error.to_string()))
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(directory)
        .map_err(|error| fail(directory, 0, error.to_string()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    files.sort();
    let kinds: Vec<String> = files
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    let mut corpus = Corpus {
        kinds,
        rows: Vec::new(),
    };
    for (own, path) in files.iter().enumerate() {
        for (index, line) in text(path)?.lines().enumerate() {
            let written: Written = serde_json::from_str(line)
                .map_err(|error| fail(path, index + 1, error.to_string()))?;
            let mut labels = labels(&corpus.kinds, &written.also, &written.open)
                .map_err(|reason| fail(path, index + 1, reason))?;
            if let Some(slot) = labels.get_mut(own) {
                *slot = if written.fires {
                    Label::Fires
                } else {
                    Label::Quiet
                };
            }
            corpus.rows.push(Row {
                keys: keys(&written.text),
                text: written.text,
                labels,
                origin: Origin::Kind(own),
                language: written.lang,
                group: written.trade,
            });
        }
    }
    for path in files_of(&directory.join(TICKETS)) {
        for (index, line) in text(&path)?.lines().enumerate() {
            let fail = |reason| fail(&path, index + 1, reason);
            let ticket: WrittenTicket =
                serde_json::from_str(line).map_err(|error| fail(error.to_string()))?;
            for sentence in ticket.sentences {
                corpus.rows.push(Row {
                    keys: keys(&sentence.text),
                    labels: labels(&corpus.kinds, &sentence.fires, &sentence.open).map_err(fail)?,
                    text: sentence.text,
                    origin: Origin::Ticket,
                    language: ticket.lang.clone(),
                    group: ticket.trade.clone(),
                });
            }
        }
    }
    let shipped = Settings::read("").map_err(|error| fail(directory, 0, error.to_string()))?;
    add_examples(&mut corpus, shipped);
    let path = directory.join(ORDINARY);
    let ordinary: BTreeMap<String, Vec<String>> = serde_json::from_str(&text(&path)?)
        .map_err(|error| fail(&path, error.line(), error.to_string()))?;
    for (intent, open) in ordinary {
        let labels: Vec<Label> = corpus
            .kinds
            .iter()
            .map(|kind| {
                if open.contains(kind) {
                    Label::Open
                } else {
                    Label::Quiet
                }
            })
            .collect();
        let path = messages.join(format!("{intent}.jsonl"));
        add_ordinary(&mut corpus, &path, &text(&path)?, &labels)?;
    }
    let labels = vec![Label::Quiet; corpus.kinds.len()];
    for path in files_of(&directory.join(ORDINARY_MESSAGES)) {
        add_ordinary(&mut corpus, &path, &text(&path)?, &labels)?;
    }
    Ok(corpus)
}

/// Adds the examples of the shipped rules, so that the model knows what a lead reads there. Of other
/// kinds than the rule's own an example says nothing.
fn add_examples(corpus: &mut Corpus, shipped: Settings) {
    for rule in shipped.triggers {
        let Some(own) = corpus.kinds.iter().position(|kind| *kind == rule.kind) else {
            continue;
        };
        let groups = [
            (rule.examples.fires, Label::Fires),
            (rule.examples.stays_quiet, Label::Quiet),
        ];
        for (examples, label) in groups {
            for text in examples.iter().filter_map(serde_json::Value::as_str) {
                let mut labels = vec![Label::Open; corpus.kinds.len()];
                if let Some(slot) = labels.get_mut(own) {
                    *slot = label;
                }
                corpus.rows.push(Row {
                    keys: keys(text),
                    text: text.to_owned(),
                    labels,
                    origin: Origin::Example,
                    language: String::new(),
                    group: rule.id.clone(),
                });
            }
        }
    }
}

/// The files of a folder, sorted; none if there is no such folder.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    files
}

/// A label for each kind from the names of those that fire and those that are open.
fn labels(kinds: &[String], fires: &[String], open: &[String]) -> Result<Vec<Label>, String> {
    let mut labels = vec![Label::Quiet; kinds.len()];
    for (named, label) in [(fires, Label::Fires), (open, Label::Open)] {
        for kind in named {
            let slot = kinds
                .iter()
                .position(|known| known == kind)
                .and_then(|at| labels.get_mut(at))
                .ok_or_else(|| format!("there is no kind `{kind}`"))?;
            *slot = label;
        }
    }
    Ok(labels)
}

/// Adds a file of messages that no kind was written for.
fn add_ordinary(
    corpus: &mut Corpus,
    path: &Path,
    lines: &str,
    labels: &[Label],
) -> Result<(), CorpusError> {
    for (index, line) in lines.lines().enumerate() {
        let message: serde_json::Value =
            serde_json::from_str(line).map_err(|error| CorpusError {
                path: path.to_owned(),
                line: index + 1,
                reason: error.to_string(),
            })?;
        let of = |key: &str| message.get(key).and_then(serde_json::Value::as_str);
        let text = of("text").unwrap_or_default().to_owned();
        corpus.rows.push(Row {
            keys: keys(&text),
            text,
            labels: labels.to_vec(),
            origin: Origin::Ordinary,
            language: of("lang").unwrap_or("en").to_owned(),
            group: of("trade").unwrap_or_default().to_owned(),
        });
    }
    Ok(())
}

/// The keys of a text's features, as the engine reads a customer's message, all sentences together.
fn keys(text: &str) -> Vec<u32> {
    let book = PhraseBook::default();
    let conversation = dataset::conversation(text);
    let mut keys = Vec::new();
    for (_, sentence) in conversation.sentences(Standing::Reported) {
        let normal = &sentence.normal.text;
        features::walk(&book.read(normal).tokens, normal, |piece| {
            keys.push(piece.key)
        });
    }
    keys.sort_unstable();
    keys
}

/// Which rows are held out together: groups, spread over `count` parts of about equal size.
#[must_use]
pub fn folds(rows: &[Row], count: usize) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        groups.entry(&row.group).or_default().push(index);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let mut folds: Vec<Vec<usize>> = vec![Vec::new(); count.max(1)];
    for group in groups {
        if let Some(smallest) = folds.iter_mut().min_by_key(|fold| fold.len()) {
            smallest.extend(group);
        }
    }
    folds
}
