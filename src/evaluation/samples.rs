//! Files of tickets: labelled ones, bare ones, and exports of a log with kept tickets.

use super::judged::{Expectation, Verdict};
use crate::analysis::Diagnostic;
use crate::json::{self, Plain};
use crate::log::{self, Content};
use crate::text::masking;
use crate::ticket::{ReadTicket, Ticket, Time};
use std::collections::BTreeMap;

/// Faults that are told of a file; the others are counted.
const MOST_FAULTS: usize = 20;

/// A ticket of a file, as the eval set keeps it.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct ReadSample {
    /// Name of the sample in the file, else the ticket's id.
    pub id: String,
    /// Origin of the helpdesk, where the file says so.
    pub desk: String,
    /// Id of the ticket.
    pub ticket: String,
    /// Its subject.
    pub subject: String,
    /// The ticket as JSON text, without personal data where that was asked for.
    pub text: String,
    /// The moment for which it is judged, RFC 3339; empty where the file says nothing.
    pub now: String,
    /// How it was drawn; `import` where the file says nothing.
    pub drawn: String,
    /// Its label; `None` where it has none.
    pub expect: Option<Expectation>,
    /// What was shown of it; `None` where nothing is known.
    pub shown: Option<Verdict>,
}

/// What a file held.
#[derive(Debug, Clone, Default, PartialEq, Plain)]
#[serde(default)]
pub struct ReadSamples {
    /// The tickets, in their order.
    pub samples: Vec<ReadSample>,
    /// Lines that could not be read.
    pub faults: Vec<Diagnostic>,
    /// How many there are of those.
    pub faulty: usize,
}

/// What a line says beside the ticket.
#[derive(Debug, Default, Plain)]
#[serde(default)]
struct Beside {
    id: String,
    desk: String,
    drawn: String,
    expect: Option<Expectation>,
    shown: Option<Verdict>,
}

/// A ticket that an export kept.
#[derive(Debug, Default, Plain)]
#[serde(default)]
struct KeptLine {
    kept: String,
}

/// Reads a file of JSON Lines. A line is a labelled ticket `{"id", "ticket", "now", "expect"}`, the same without a
/// label, a bare ticket, or a line of a log's export with kept tickets, of which the kept ones are taken with the
/// newest analysis that was shown of each. A file may have both. `masked` hides personal data.
#[must_use]
pub fn read_samples(text: &str, masked: bool) -> ReadSamples {
    let mut read = ReadSamples::default();
    let mut kept: BTreeMap<String, &str> = BTreeMap::new();
    let mut shown: BTreeMap<(String, String), Content> = BTreeMap::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with("{\"handrail_log\":") {
            continue;
        }
        let of_log = ["{\"seq\":", "{\"settings\":", "{\"index\":"];
        if of_log.iter().any(|start| line.starts_with(start)) {
            if let Ok(Some(entry)) = log::read_line(line)
                && let (true, "analyzed", Some(content)) =
                    (entry.sound, entry.kind.as_str(), entry.content)
            {
                shown.insert((content.desk.clone(), content.ticket.clone()), content);
            }
        } else if line.starts_with("{\"kept\":") {
            if let (Ok(read), Some((_, ticket))) = (
                json::read::<KeptLine>(line),
                line.split_once(",\"ticket\":"),
            ) {
                kept.insert(read.kept, ticket.strip_suffix('}').unwrap_or(ticket));
            }
        } else {
            read.line(line, index + 1, masked);
        }
    }
    for ((desk, id), content) in shown {
        let ticket = content.kept.as_ref().and_then(|it| kept.get(&it.ticket));
        let Some(parsed) = ticket.and_then(|text| ReadTicket::from_json(text).ok()) else {
            continue;
        };
        read.samples.push(ReadSample {
            desk,
            ticket: id,
            now: content.now.clone(),
            drawn: "import".to_owned(),
            shown: Some(Verdict::shown(&content)),
            ..sample(parsed, masked)
        });
    }
    read
}

impl ReadSamples {
    fn line(&mut self, line: &str, number: usize, masked: bool) {
        let parsed = ReadTicket::from_json(line)
            .map_err(|error| error.to_string())
            .and_then(|ticket| {
                let beside: Beside = json::read(line).map_err(|error| error.to_string())?;
                Ok((ticket, beside))
            });
        match parsed {
            Ok((ticket, beside)) => {
                let sample = sample(ticket, masked);
                self.samples.push(ReadSample {
                    id: if beside.id.is_empty() {
                        sample.ticket.clone()
                    } else {
                        beside.id
                    },
                    desk: beside.desk,
                    drawn: if beside.drawn.is_empty() {
                        "import".to_owned()
                    } else {
                        beside.drawn
                    },
                    expect: beside.expect,
                    shown: beside.shown,
                    ..sample
                });
            }
            Err(message) => {
                self.faulty += 1;
                if self.faults.len() < MOST_FAULTS {
                    self.faults.push(Diagnostic {
                        line: Some(number),
                        ..Diagnostic::new(
                            "no_sample",
                            format!("line {number}: {message}"),
                            "a line is a ticket, or {\"ticket\", \"now\", \"expect\": {\"intent\", \"triggers\", \"forbid\"}}",
                        )
                    });
                }
            }
        }
    }
}

fn sample(read: ReadTicket, masked: bool) -> ReadSample {
    let mut ticket: Ticket = read.ticket;
    // When it was fetched changes with each reading, and no verdict rests on it.
    if let Some(source) = &mut ticket.source {
        source.fetched_at = None;
    }
    let ticket = if masked {
        masking::mask(&ticket)
    } else {
        ticket
    };
    ReadSample {
        id: ticket.id.clone(),
        ticket: ticket.id.clone(),
        subject: ticket.subject.clone().unwrap_or_default(),
        now: read
            .now
            .map(|now| Time::from_millis(now).text().to_owned())
            .unwrap_or_default(),
        text: json::text(&ticket),
        ..ReadSample::default()
    }
}

/// The line of a sample, in the shape that [`read_samples`] and `handrail evaluate` read.
#[must_use]
pub fn sample_line(sample: &ReadSample) -> String {
    let text = |value: &dyn Plain| json::text(value);
    let mut members = vec![
        format!("\"id\":{}", text(&sample.id)),
        format!("\"drawn\":{}", text(&sample.drawn)),
    ];
    if !sample.desk.is_empty() {
        members.push(format!("\"desk\":{}", text(&sample.desk)));
    }
    members.push(format!("\"ticket\":{}", sample.text));
    if !sample.now.is_empty() {
        members.push(format!("\"now\":{}", text(&sample.now)));
    }
    if let Some(expect) = &sample.expect {
        members.push(format!("\"expect\":{}", text(expect)));
    }
    if let Some(shown) = &sample.shown {
        members.push(format!("\"shown\":{}", text(shown)));
    }
    format!("{{{}}}", members.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids with what was labelled and shown, and the lines with faults.
    #[track_caller]
    fn check(text: &str, expected: &[&str], faulty: &[usize]) {
        let read = read_samples(text, false);
        let got: Vec<String> = read
            .samples
            .iter()
            .map(|one| {
                let label = one.expect.as_ref().and_then(|it| it.intent.clone());
                let shown = one.shown.as_ref().map(|it| it.intent.clone());
                format!("{} {} {:?} {:?}", one.id, one.drawn, label, shown)
            })
            .collect();
        let lines: Vec<usize> = read.faults.iter().filter_map(|fault| fault.line).collect();
        assert_eq!(
            (got, lines.as_slice()),
            (expected.iter().map(|it| (*it).to_owned()).collect(), faulty)
        );
        // What was read is read again from what is written.
        let again: Vec<String> = read.samples.iter().map(sample_line).collect();
        assert_eq!(read_samples(&again.join("\n"), false).samples, read.samples);
    }

    #[test]
    fn labelled_bare_and_broken_lines() {
        check("", &[], &[]);
        check(
            concat!(
                "\u{feff}{\"id\":\"7\",\"messages\":[{\"body\":\"Hello\"}]}\n\n",
                "{\"id\":\"case-1\",\"ticket\":{\"id\":\"8\",\"messages\":[]},\"now\":\"2026-11-20T12:00:00Z\",",
                "\"expect\":{\"intent\":\"refund_request\",\"triggers\":[\"vip\"]}}\n",
                "no json\n",
                "{\"ticket\":{\"id\":\"9\",\"messages\":[]},\"drawn\":\"random\",\"expect\":{\"intent\":\"\"}}",
            ),
            &[
                "7 import None None",
                "case-1 import Some(\"refund_request\") None",
                "9 random Some(\"\") None",
            ],
            &[4],
        );
    }

    #[test]
    fn kept_tickets_of_an_export() {
        let said = "{\"desk\":\"https://desk.example.com\",\"ticket\":\"5\",\"now\":\"2026-11-20T12:00:00Z\",\"intent\":\"refund_request\",\"confidence\":0.9,\"kept\":{\"ticket\":\"abc\",\"analysis\":\"x\"}}";
        let head = format!(
            "{{\"seq\":1,\"at\":\"2026-11-20T12:00:00Z\",\"actor\":\"agent-a\",\"kind\":\"analyzed\",\"previous_hash\":\"\",\"content_hash\":\"{}\"}}",
            log::sha256(said)
        );
        let entry = format!(
            "{},\"hash\":\"{}\",{}",
            head.strip_suffix('}').unwrap(),
            log::sha256(&head),
            said.strip_prefix('{').unwrap()
        );
        let ticket = "{\"kept\":\"abc\",\"ticket\":{\"id\":\"5\",\"messages\":[]}}";
        check(
            &format!(
                "{{\"handrail_log\":1}}\n{entry}\n{ticket}\n{{\"settings\":\"h\",\"document\":\"\"}}"
            ),
            &["5 import None Some(\"refund_request\")"],
            &[],
        );
        // A ticket whose entry was changed is not taken.
        check(
            &format!("{}\n{ticket}", entry.replace("0.9", "0.8")),
            &[],
            &[],
        );
    }

    #[test]
    fn personal_data_is_hidden_where_asked() {
        let line = "{\"id\":\"7\",\"messages\":[{\"author\":{\"role\":\"customer\"},\"body\":\"Write to jo@example.com please\"}]}";
        let hidden = |masked| {
            read_samples(line, masked).samples[0]
                .text
                .contains("jo@example.com")
        };
        assert_eq!((hidden(true), hidden(false)), (false, true));
    }
}
