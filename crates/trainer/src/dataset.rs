//! Labelled messages, read from JSON Lines or CSV. A broken row is named by its line.

use handrail::intent::OUT_OF_SCOPE;
use handrail::text::Conversation;
use handrail::ticket::{Message, ReadTicket, Ticket};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

/// A labelled message or ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What the classifier reads.
    pub conversation: Conversation,
    /// Its label; [`OUT_OF_SCOPE`] where it is no support matter.
    pub label: String,
    /// Rows of one group are held out together: the trade, where the row names it.
    pub group: Option<String>,
    /// How much it counts in training, 1 for a row of one's own.
    pub weight: f32,
    /// Whether models are chosen and calibrated by it: the rows of one's own, not public filler.
    pub own: bool,
}

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRow {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for BrokenRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.reason)
    }
}

/// What a file held.
#[derive(Debug, Default)]
pub struct Labelled {
    /// Rows that can be used.
    pub rows: Vec<Row>,
    /// Rows that cannot.
    pub broken: Vec<BrokenRow>,
}

/// How the fields of a row are called.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    /// The message.
    pub text: &'a str,
    /// The label.
    pub label: &'a str,
    /// Labels that mean out of scope, compared without case.
    pub out_of_scope: &'a [String],
}

/// Labels that data sets use for text that is none of theirs.
#[must_use]
pub fn usual_out_of_scope() -> Vec<String> {
    [OUT_OF_SCOPE, "oos", "out of scope"]
        .map(str::to_owned)
        .to_vec()
}

/// Reads a labelled file: CSV with a header line when its name ends so, else JSON Lines with
/// `{"text" | "ticket", "intent"}`.
///
/// # Errors
/// When the file cannot be read at all.
pub fn read(path: &Path, fields: &Fields<'_>) -> std::io::Result<Labelled> {
    let text = String::from_utf8_lossy(&std::fs::read(path)?).into_owned();
    let is_csv = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let mut labelled = Labelled::default();
    if is_csv {
        read_csv(&text, path, fields, &mut labelled);
    } else {
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let row = serde_json::from_str::<Value>(line)
                .map_err(|error| format!("this is no JSON: {error}"))
                .and_then(|value| row(&value, fields));
            labelled.add(row, path, number as u64 + 1);
        }
    }
    Ok(labelled)
}

impl Labelled {
    fn add(&mut self, row: Result<Row, String>, path: &Path, line: u64) {
        match row {
            Ok(row) => self.rows.push(row),
            Err(reason) => self.broken.push(BrokenRow {
                path: path.to_owned(),
                line,
                reason,
            }),
        }
    }
}

fn read_csv(text: &str, path: &Path, fields: &Fields<'_>, labelled: &mut Labelled) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => return labelled.add(Err(error.to_string()), path, 1),
    };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let value: Value = headers
                    .iter()
                    .zip(record.iter())
                    .map(|(key, cell)| (key.trim().to_owned(), Value::from(cell)))
                    .collect::<serde_json::Map<_, _>>()
                    .into();
                labelled.add(row(&value, fields), path, line);
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                labelled.add(Err(error.to_string()), path, line);
            }
        }
    }
}

/// Reads a row.
fn row(value: &Value, fields: &Fields<'_>) -> Result<Row, String> {
    let label = match value.get(fields.label) {
        Some(Value::String(label)) if !label.trim().is_empty() => label.trim().to_owned(),
        Some(Value::String(_)) => return Err(format!("`{}` is empty", fields.label)),
        Some(_) => return Err(format!("`{}` is no text", fields.label)),
        None => return Err(format!("there is no `{}`", fields.label)),
    };
    let conversation = match (value.get(fields.text), value.get("ticket")) {
        (Some(Value::String(text)), _) if !text.trim().is_empty() => conversation(text),
        (Some(Value::String(_)), _) => return Err(format!("`{}` is empty", fields.text)),
        (None, Some(ticket)) => {
            let read =
                ReadTicket::from_json(&ticket.to_string()).map_err(|error| error.to_string())?;
            Conversation::read(&read.ticket)
        }
        (Some(_), _) => return Err(format!("`{}` is no text", fields.text)),
        (None, None) => return Err(format!("there is no `{}` and no `ticket`", fields.text)),
    };
    let outside = fields
        .out_of_scope
        .iter()
        .any(|outside| outside.eq_ignore_ascii_case(&label));
    Ok(Row {
        conversation,
        label: if outside {
            OUT_OF_SCOPE.to_owned()
        } else {
            label
        },
        group: value
            .get("trade")
            .and_then(Value::as_str)
            .map(str::to_owned),
        weight: 1.0,
        own: true,
    })
}

/// The names of the labels as messages: what a team calls a matter says as much as an example of it. They are
/// trained on and never measured (`own` is false).
#[must_use]
pub fn names(rows: &[Row]) -> Vec<Row> {
    let labels: BTreeSet<&str> = rows.iter().map(|row| row.label.as_str()).collect();
    let mut names = Vec::new();
    for label in labels.into_iter().filter(|label| *label != OUT_OF_SCOPE) {
        let words = label
            .replace(|c: char| !c.is_alphanumeric(), " ")
            .to_lowercase();
        if words.contains(char::is_alphabetic) {
            names.push(Row {
                conversation: conversation(&words),
                label: label.to_owned(),
                group: None,
                weight: 1.0,
                own: false,
            });
        }
    }
    names
}

/// A single message of a customer.
#[must_use]
pub fn conversation(text: &str) -> Conversation {
    let message: Option<Message> = serde_json::from_value(json!({"id": "m1", "body": text})).ok();
    Conversation::read(&Ticket {
        messages: message.into_iter().collect(),
        ..Ticket::default()
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, labels: &[&str], broken: &[(u64, &str)]) {
        let path = std::env::temp_dir().join(format!("handrail-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        let outside = usual_out_of_scope();
        let labelled = read(
            &path,
            &Fields {
                text: "text",
                label: "intent",
                out_of_scope: &outside,
            },
        )
        .unwrap();
        std::fs::remove_file(&path).unwrap();
        let found: Vec<&str> = labelled.rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(found, labels);
        let lines: Vec<u64> = labelled.broken.iter().map(|row| row.line).collect();
        assert_eq!(lines, broken.iter().map(|b| b.0).collect::<Vec<_>>());
        for (row, (_, reason)) in labelled.broken.iter().zip(broken) {
            assert!(row.to_string().contains(reason), "{row}");
        }
    }

    #[test]
    fn json_lines_with_broken_rows() {
        check(
            "rows.jsonl",
            "{\"text\":\"a\",\"intent\":\"x\"}\n\n{\"text\":\"b\"\n{\"text\":\"\",\"intent\":\"x\"}\n{\"intent\":\"x\"}\n{\"text\":\"c\"}\n{\"text\":\"d\",\"intent\":\"OOS\"}\n{\"ticket\":{\"id\":1,\"messages\":[]},\"intent\":\"y\"}\n",
            &["x", OUT_OF_SCOPE, "y"],
            &[
                (3, "no JSON"),
                (4, "`text` is empty"),
                (5, "no `text` and no `ticket`"),
                (6, "no `intent`"),
            ],
        );
    }

    #[test]
    fn csv_with_broken_rows() {
        check(
            "rows.csv",
            "intent,text\nx,\"two\nlines, one row\"\ny\n,empty label\nz,last\n",
            &["x", "z"],
            &[(4, "no `text`"), (5, "`intent` is empty")],
        );
    }

    #[test]
    fn names_of_labels_are_messages() {
        let row = |label: &str| Row {
            conversation: conversation("a text"),
            label: label.to_owned(),
            group: None,
            weight: 1.0,
            own: true,
        };
        let rows = ["ORDER_STATUS", "17", OUT_OF_SCOPE, "ORDER_STATUS"].map(row);
        let names = names(&rows);
        assert_eq!(names.len(), 1);
        let texts: Vec<&str> = names[0]
            .conversation
            .messages
            .iter()
            .map(|message| message.visible.as_str())
            .collect();
        assert_eq!(texts, ["order status"]);
        assert!(names[0].label == "ORDER_STATUS" && !names[0].own);
    }
}
