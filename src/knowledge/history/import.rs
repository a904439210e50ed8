//! Solved tickets from files, and from tickets that a helpdesk closed.

use super::SolvedTicket;
use super::closed::{masked, of_ticket};
use crate::analysis::Diagnostic;
use crate::knowledge::import::encoding::{self, Decoder};
use crate::knowledge::import::{SourceFile, dates, ending, source_of, stem};
use crate::sorted::Set;
use crate::table::{self, OpenQuote, TOO_MANY_CELLS, header_key};
use crate::ticket::Ticket;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Display;

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CollectedTickets {
    /// Each id once, with its source.
    pub tickets: Vec<(SolvedTicket, String)>,
    /// What could not be read or teaches nothing.
    pub faults: Vec<Diagnostic>,
    /// Sources that were read.
    pub sources: Set<String>,
    /// Those of which something may be missing.
    pub partial: Set<String>,
}

/// After so many faults in one file reading it stops.
const MOST_ERRORS: usize = 20;

/// Reads files of solved tickets, in order; with `masked` personal data is hidden before anything is kept.
pub fn read(files: &[SourceFile], decode: Decoder<'_>, masked: bool) -> CollectedTickets {
    let mut reading = Reading {
        masked,
        ..Reading::default()
    };
    for file in files {
        reading.open(&file.name, source_of(&file.name));
        match encoding::text(&file.bytes, decode) {
            Err(refused) => reading.lost(refused.place, refused.message, refused.help),
            Ok((text, _)) => match ending(&file.name).as_str() {
                "csv" | "tsv" => reading.table(&text),
                "json" => reading.list(&text),
                "jsonl" | "ndjson" => reading.lines(&text),
                // However it is called.
                _ if text.trim_start().starts_with('{') => reading.lines(&text),
                _ => reading.lost(
                    None,
                    "this kind of file is not known",
                    "give .csv or .jsonl files",
                ),
            },
        }
        reading.tell_unsolved();
    }
    reading.collected
}

/// Adds the closed tickets of a helpdesk; they are a source of their own, of which older ones may be missing.
pub fn add_helpdesk(
    collected: &mut CollectedTickets,
    source: &str,
    tickets: &[Ticket],
    masked: bool,
) {
    let mut reading = Reading {
        masked,
        collected: std::mem::take(collected),
        ..Reading::default()
    };
    reading.open(source, source);
    reading.collected.partial.insert(source.to_owned());
    for ticket in tickets {
        match of_ticket(ticket, masked) {
            Some(solved) => reading.keep(None, solved),
            None => reading.unsolved += 1,
        }
    }
    reading.tell_unsolved();
    *collected = reading.collected;
}

/// A column or key, under the names that people give it, with how usual the name is.
fn field(name: &str) -> Option<(&'static str, u8)> {
    Some(match header_key(name).as_str() {
        "id" => ("id", 0),
        "ticketid" | "ticket" | "number" | "ticketnumber" | "caseid" | "casenumber" | "key"
        | "no" => ("id", 1),
        "subject" => ("subject", 0),
        "title" | "summary" | "betreff" | "ticketsubject" => ("subject", 1),
        "text" => ("text", 0),
        "description" | "body" | "message" | "question" | "firstmessage" | "customermessage"
        | "request" | "problem" | "issue" | "content" => ("text", 1),
        "resolution" => ("resolution", 0),
        "solution" | "answer" | "reply" | "response" | "agentreply" | "agentresponse"
        | "lastreply" | "resolutionnotes" | "howresolved" | "fix" => ("resolution", 1),
        "intent" => ("intent", 0),
        "label" => ("intent", 1),
        "solvedat" => ("solved_at", 0),
        "resolvedat" | "closedat" | "solved" | "resolved" | "closed" | "solveddate"
        | "resolveddate" | "closeddate" | "datesolved" => ("solved_at", 1),
        "updatedat" | "lastupdated" | "date" => ("solved_at", 2),
        _ => return None,
    })
}

/// Reads one file after the other.
#[derive(Default)]
struct Reading {
    file: String,
    source: String,
    masked: bool,
    faults: usize,
    /// Tickets of the file that were not resolved.
    unsolved: usize,
    own: usize,
    ids: BTreeMap<String, usize>,
    collected: CollectedTickets,
}

impl Reading {
    fn open(&mut self, file: &str, source: &str) {
        file.clone_into(&mut self.file);
        source.clone_into(&mut self.source);
        self.collected.sources.insert(source.to_owned());
        self.faults = 0;
        self.unsolved = 0;
        self.own = 0;
    }

    fn note(&mut self, place: Option<(usize, usize)>, message: impl Display, help: &str) {
        self.collected.faults.push(Diagnostic {
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            ..Diagnostic::new("history_file", format!("{}: {message}", self.file), help)
        });
    }

    fn lost(&mut self, place: Option<(usize, usize)>, message: impl Display, help: &str) {
        self.note(place, message, help);
        self.faults += 1;
        self.collected.partial.insert(self.source.clone());
    }

    fn tell_unsolved(&mut self) {
        if self.unsolved > 0 {
            let message = format!("tickets without a resolution, left out: {}", self.unsolved);
            self.note(
                None,
                message,
                "only tickets that say how they were resolved help with others",
            );
        }
    }

    fn lines(&mut self, text: &str) {
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str::<Value>(line) {
                Ok(value) => self.value(Some((index + 1, 1)), value),
                Err(error) => {
                    self.lost(Some((index + 1, error.column().max(1))), error, SHAPE);
                }
            }
            if self.faults >= MOST_ERRORS {
                break;
            }
        }
    }

    fn list(&mut self, text: &str) {
        match serde_json::from_str::<Vec<Value>>(text) {
            Ok(list) => list.into_iter().for_each(|value| self.value(None, value)),
            Err(error) => self.lost(Some((error.line(), error.column().max(1))), error, SHAPE),
        }
    }

    fn table(&mut self, text: &str) {
        let table = match table::named(text) {
            Ok(table) => table,
            Err(OpenQuote { line, column }) => {
                return self.lost(Some((line, column)), OpenQuote::MESSAGE, OpenQuote::HELP);
            }
        };
        let has = |wanted| {
            let is = |name: &String| field(name).is_some_and(|(field, _)| field == wanted);
            table.header.iter().any(is)
        };
        if !has("resolution") || !(has("text") || has("subject")) {
            return self.lost(
                Some((1, 1)),
                "the table's first row names no columns for what was asked and how it was resolved",
                "name the columns in the first row: `id,subject,text,resolution,intent,solved_at`",
            );
        }
        for (line, row) in table.rows {
            let place = Some((line, 1));
            match row {
                Some(given) => self.value(place, Value::Object(given)),
                None => self.lost(place, TOO_MANY_CELLS.0, TOO_MANY_CELLS.1),
            }
            if self.faults >= MOST_ERRORS {
                break;
            }
        }
    }

    fn value(&mut self, place: Option<(usize, usize)>, value: Value) {
        self.own += 1;
        let Value::Object(given) = value else {
            return self.lost(place, "this is no solved ticket", SHAPE);
        };
        let mut chosen: BTreeMap<&str, (u8, String)> = BTreeMap::new();
        for (name, value) in given {
            let Some((field, rank)) = field(&name) else {
                continue;
            };
            let text = match value {
                Value::String(text) => text.trim().to_owned(),
                Value::Number(number) => number.to_string(),
                Value::Null => continue,
                _ => {
                    return self.lost(place, format!("`{name}` is no text"), SHAPE);
                }
            };
            let better = chosen.get(field).is_none_or(|(known, _)| rank < *known);
            if better && !text.is_empty() {
                chosen.insert(field, (rank, text));
            }
        }
        let mut take = |field| chosen.remove(field).map(|(_, text)| text);
        let solved = SolvedTicket {
            id: take("id").unwrap_or_else(|| {
                let number = place.map_or(self.own, |(line, _)| line);
                format!("{}#{number}", stem(&self.file))
            }),
            subject: take("subject").unwrap_or_default(),
            text: take("text").unwrap_or_default(),
            intent: take("intent"),
            resolution: take("resolution").unwrap_or_default(),
            solved_at: take("solved_at").and_then(|date| dates::rfc3339(&date)),
        };
        if solved.resolution.is_empty() || (solved.subject.is_empty() && solved.text.is_empty()) {
            self.unsolved += 1;
            return;
        }
        let solved = if self.masked { masked(solved) } else { solved };
        self.keep(place, solved);
    }

    fn keep(&mut self, place: Option<(usize, usize)>, solved: SolvedTicket) {
        let known = self.ids.get(&solved.id).copied();
        if let Some(slot) = known.and_then(|at| self.collected.tickets.get_mut(at)) {
            let message = format!("the ticket `{}` stood there already", solved.id);
            *slot = (solved, self.source.clone());
            return self.note(
                place,
                message,
                "give each ticket one row; the later one is used",
            );
        }
        let next = self.collected.tickets.len();
        self.ids.insert(solved.id.clone(), next);
        self.collected.tickets.push((solved, self.source.clone()));
    }
}

const SHAPE: &str = "a solved ticket is {\"id\", \"subject\", \"text\", \"resolution\", \"intent\"?, \"solved_at\"?}";

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// `id | subject | text | resolution | intent | solved_at`.
    fn shown(collected: &CollectedTickets) -> Vec<String> {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        collected
            .tickets
            .iter()
            .map(|(t, _)| {
                [
                    t.id.clone(),
                    t.subject.clone(),
                    t.text.clone(),
                    t.resolution.clone(),
                    text(&t.intent),
                    text(&t.solved_at),
                ]
                .join(" | ")
            })
            .collect()
    }

    #[track_caller]
    fn check(name: &str, text: &str, expected: &[&str], faults: &[(Option<usize>, &str)]) {
        let file = SourceFile {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let collected = read(&[file], &|_, _| None, true);
        assert_eq!(shown(&collected), expected);
        assert_eq!(
            collected.faults.len(),
            faults.len(),
            "{:?}",
            collected.faults
        );
        for (found, (line, part)) in collected.faults.iter().zip(faults) {
            assert_eq!(found.line, *line, "{found:?}");
            assert!(found.message.contains(part), "{found:?}");
        }
    }

    #[test]
    fn reads_tables_and_lines_masked() {
        check(
            "closed.csv",
            "Ticket ID;Subject;Description;Agent reply;Resolved at\n7;Tent;My zipper broke, write to a.b@example.com;Sent a repair kit to +44 20 7946 0000;2026-01-02 10:00\n8;No end;Is it here?;;\n",
            &[
                "7 | Tent | My zipper broke, write to x.x@xxxxxxx.xxx | Sent a repair kit to +00 00 0000 0000 |  | 2026-01-02 10:00",
            ],
            &[(None, "without a resolution, left out: 1")],
        );
        check(
            "h.jsonl",
            "{\"id\":9,\"subject\":\"Tent\",\"text\":\"Zipper\",\"resolution\":\"Kit\",\"intent\":\"warranty\"}\n\n{\"id\":\n{\"id\":9,\"subject\":\"Tent\",\"resolution\":\"New kit\"}\n",
            &["9 | Tent |  | New kit |  | "],
            &[(Some(3), "EOF"), (Some(4), "`9` stood there already")],
        );
        check("h.csv", "a,b\n1,2\n", &[], &[(Some(1), "names no columns")]);
        check("h.xml", "<a/>", &[], &[(None, "not known")]);
    }

    #[test]
    fn takes_the_question_and_the_last_answer_of_a_closed_ticket() {
        let message = |role: &str, visibility: &str, body: &str| json!({"author": {"role": role, "name": "Annika Baker"}, "visibility": visibility, "body": body});
        let ticket = |messages: Vec<Value>| {
            let json = json!({"id": "5", "subject": "Lost parcel", "updated_at": "2026-01-02T00:00:00Z", "messages": messages});
            crate::ticket::ReadTicket::from_json(&json.to_string())
                .unwrap()
                .ticket
        };
        let solved = ticket(vec![
            message(
                "customer",
                "public",
                "Hello,\nwhere is my parcel? I am Annika Baker.",
            ),
            message("agent", "public", "We look into it."),
            message("customer", "public", "Any news?"),
            message(
                "agent",
                "public",
                "Hi Annika,\nwe sent a new one by express.",
            ),
            message("agent", "internal", "Carrier paid."),
        ]);
        let silent = ticket(vec![message("customer", "public", "Hello?")]);
        let mut collected = CollectedTickets::default();
        add_helpdesk(&mut collected, "desk", &[solved, silent], true);
        let shown = shown(&collected).join("\n");
        assert!(shown.starts_with("5 | Lost parcel | "), "{shown}");
        assert!(shown.contains("where is my parcel?"), "{shown}");
        assert!(shown.contains("we sent a new one by express."), "{shown}");
        assert!(
            !shown.contains("Annika") && !shown.contains("Carrier"),
            "{shown}"
        );
        assert!(collected.partial.contains("desk"));
        assert_eq!(collected.faults.len(), 1);
    }
}
