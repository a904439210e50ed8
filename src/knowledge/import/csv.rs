//! Articles from a table: a header row in people's own words, then an article a row.

use super::Collector;
use super::fields::{self, Field, field};
use crate::table::{self, OpenQuote};
use serde_json::{Map, Value};

/// Reads a table. Columns that are not known are ignored.
pub(super) fn read(text: &str, out: &mut Collector) {
    let rows = match table::rows(text) {
        Ok(rows) => rows,
        Err(OpenQuote { line, column }) => {
            return out.lost(Some((line, column)), OpenQuote::MESSAGE, OpenQuote::HELP);
        }
    };
    let mut rows = rows.into_iter();
    let header: Vec<String> = rows
        .next()
        .unwrap_or_default()
        .into_iter()
        .map(|cell| cell.text)
        .collect();
    let has = |wanted| {
        let known = |name: &String| field(name).is_some_and(|(field, _)| field == wanted);
        header.iter().any(known)
    };
    if !has(Field::Title) && !has(Field::Body) {
        return out.lost(
            Some((1, 1)),
            "the table's first row names no column for the title or the text",
            "name the columns in the first row, such as `id,title,body,url,section,updated_at,labels`",
        );
    }
    let mut drafts = 0;
    for row in rows {
        let place = row.first().map(|cell| (cell.line, 1));
        let more = row.len() > header.len();
        let mut given: Map<String, Value> = Map::new();
        for (name, cell) in header.iter().zip(row) {
            if !cell.text.is_empty() {
                given.insert(name.clone(), Value::String(cell.text));
            }
        }
        if more {
            out.lost(
                place,
                "the row has more cells than the first row",
                "put texts that hold the separator into quotes",
            );
        } else {
            match fields::article(given) {
                Ok(Some(article)) => out.take(place, article),
                Ok(None) => drafts += 1,
                Err(error) => out.lost(place, error, "see the first row's columns"),
            }
        }
        if out.gives_up() {
            break;
        }
    }
    out.drafts(drafts);
}
