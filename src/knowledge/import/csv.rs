//! Articles from a table: a header row in people's own words, then an article a row.

use super::Collector;
use super::fields::{self, Field, field};
use crate::table::{self, OpenQuote, TOO_MANY_CELLS};

/// Reads a table. Columns that are not known are ignored.
pub(super) fn read(text: &str, out: &mut Collector) {
    let table = match table::named(text) {
        Ok(table) => table,
        Err(OpenQuote { line, column }) => {
            return out.lost(Some((line, column)), OpenQuote::MESSAGE, OpenQuote::HELP);
        }
    };
    let has = |wanted| {
        let known = |name: &String| field(name).is_some_and(|(field, _)| field == wanted);
        table.header.iter().any(known)
    };
    if !has(Field::Title) && !has(Field::Body) {
        return out.lost(
            Some((1, 1)),
            "the table's first row names no column for the title or the text",
            "name the columns in the first row, such as `id,title,body,url,section,updated_at,labels`",
        );
    }
    let mut drafts = 0;
    for (line, row) in table.rows {
        let place = Some((line, 1));
        match row.map(fields::article) {
            None => out.lost(place, TOO_MANY_CELLS.0, TOO_MANY_CELLS.1),
            Some(Ok(Some(article))) => out.take(place, article),
            Some(Ok(None)) => drafts += 1,
            Some(Err(error)) => out.lost(place, error, "see the first row's columns"),
        }
        if out.gives_up() {
            break;
        }
    }
    out.drafts(drafts);
}
