//! Tables as text (CSV), as a shop system, a helpdesk or a spreadsheet exports them.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use serde_json::{Map, Value};

/// A cell: its text, and where it starts.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// Without the white space around it.
    pub(crate) text: String,
    /// From 1.
    pub(crate) line: usize,
    /// In characters, from 1.
    pub(crate) column: usize,
}

/// A quoted cell that is never closed, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OpenQuote {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl OpenQuote {
    /// What is wrong.
    pub(crate) const MESSAGE: &'static str = "a quoted cell is never closed";
    /// The way out.
    pub(crate) const HELP: &'static str =
        "add the closing `\"`, and double each quote inside a cell";
}

/// A header as people write it, to be compared: letters and figures alone, in lower case, so that
/// `Solved at`, `solved_at` and `Solved-At` are one.
pub(crate) fn header_key(header: &str) -> String {
    header
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The separator: the one of `;`, tab and `,` that stands most often in the header, outside quotes.
fn separator(text: &str) -> u8 {
    let header = text.trim_start().lines().next().unwrap_or("");
    let count = |wanted: char| {
        let mut quoted = false;
        header
            .chars()
            .filter(|c| {
                quoted ^= *c == '"';
                !quoted && *c == wanted
            })
            .count()
    };
    let most = count(';').max(count('\t'));
    if most == 0 || count(',') >= most {
        b','
    } else if count(';') >= count('\t') {
        b';'
    } else {
        b'\t'
    }
}

/// A table whose first row names the columns.
pub(crate) struct NamedTable {
    /// The first row.
    pub(crate) header: Vec<String>,
    /// The others, each with the line on which it starts; `None` for one that has more cells than the first row.
    pub(crate) rows: Vec<(usize, Option<Map<String, Value>>)>,
}

/// What to say of a row that has more cells than the first one, and the way out.
pub(crate) const TOO_MANY_CELLS: (&str, &str) = (
    "the row has more cells than the first row",
    "put texts that hold the separator into quotes",
);

/// Reads a table by the names in its first row; empty cells are left out.
///
/// # Errors
/// When a quoted cell is never closed.
pub(crate) fn named(text: &str) -> Result<NamedTable, OpenQuote> {
    let mut rows = rows(text)?.into_iter();
    let first = rows.next().unwrap_or_default();
    let header: Vec<String> = first.into_iter().map(|cell| cell.text).collect();
    let rows = rows.map(|row| {
        let line = row.first().map_or(1, |cell| cell.line);
        let fits = row.len() <= header.len();
        let filled = header.iter().zip(row);
        let filled = filled.filter(|(_, cell)| !cell.text.is_empty());
        let values = filled.map(|(name, cell)| (name.clone(), Value::String(cell.text)));
        (line, fits.then(|| values.collect()))
    });
    Ok(NamedTable {
        rows: rows.collect(),
        header,
    })
}

/// The table's cells; blank rows are left out.
///
/// # Errors
/// When a quoted cell is never closed.
pub(crate) fn rows(text: &str) -> Result<Vec<Vec<Cell>>, OpenQuote> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(separator(text)).build();
    let mut out = vec![0_u8; 256];
    let mut rows = Vec::new();
    let mut row: Vec<Cell> = Vec::new();
    let mut input = text.as_bytes();
    let mut start = 0;
    let mut position = Position::default();
    let mut written = 0;
    loop {
        let (result, taken, given) =
            reader.read_field(input, out.get_mut(written..).unwrap_or(&mut []));
        input = input.get(taken..).unwrap_or(&[]);
        written += given;
        let end = text.len() - input.len();
        match result {
            ReadFieldResult::OutputFull => out.resize(out.len() * 2, 0),
            // Called once more with nothing left, the reader ends its last field.
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::Field { record_end } => {
                let raw = text.get(start..end).unwrap_or("");
                // The reader skips line ends before a row as a part of its first field.
                let lead = if row.is_empty() {
                    raw.len() - raw.trim_start_matches(['\r', '\n']).len()
                } else {
                    0
                };
                let (line, column) = position.advance_to(text, start + lead);
                let raw = raw.get(lead..).unwrap_or("");
                if raw.starts_with('"') && is_open(raw) {
                    return Err(OpenQuote { line, column });
                }
                let cell = out.get(..written).unwrap_or(&[]);
                row.push(Cell {
                    text: String::from_utf8_lossy(cell).trim().to_owned(),
                    line,
                    column,
                });
                written = 0;
                start = end;
                if record_end {
                    let row = std::mem::take(&mut row);
                    if row.iter().any(|cell| !cell.text.is_empty()) {
                        rows.push(row);
                    }
                }
            }
            ReadFieldResult::End => return Ok(rows),
        }
    }
}

/// Whether a quoted cell's text has an odd number of quotes.
fn is_open(raw: &str) -> bool {
    raw.matches('"').count() % 2 == 1
}

/// Line and column of a byte, found by walking on from the last one asked for.
#[derive(Debug, Default)]
struct Position {
    byte: usize,
    lines: usize,
    /// Characters of the line before the byte.
    columns: usize,
}

impl Position {
    fn advance_to(&mut self, text: &str, byte: usize) -> (usize, usize) {
        for character in text.get(self.byte..byte).unwrap_or("").chars() {
            if character == '\n' {
                self.lines += 1;
                self.columns = 0;
            } else {
                self.columns += 1;
            }
        }
        self.byte = byte;
        (self.lines + 1, self.columns + 1)
    }
}
