//! `handrail evaluate --summaries`: what summaries say of recorded dialogues.
//!
//! A dialogue is a line with `messages_display` (turns that begin with `user:`, `assistant:` or
//! `tool:`), or with `turns` (`role` and `text`); it may have `summary` or `summaries`, written by
//! people. A ticket is made of what user and assistant wrote, and of the orders that the tools looked
//! up, as a desk would have them.

use crate::CommandResult;
use crate::error::CliError;
use handrail::analysis::Summary;
use handrail::engine::Engine;
use handrail::ticket::{ReadTicket, Role};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

/// A recorded dialogue.
struct Dialogue {
    /// Role and words.
    turns: Vec<(&'static str, String)>,
    /// Order numbers that tools read or changed.
    orders: BTreeSet<String>,
    /// What tools said of the orders, the latest of each.
    looked_up: BTreeMap<String, Value>,
    /// Summaries by people.
    references: Vec<String>,
}

/// Prints each dialogue's summary, then how often its order numbers are those of the tools, and
/// ROUGE where people wrote summaries.
pub(crate) fn run(engine: &Engine, path: &Path, now: i64, json: bool) -> CommandResult {
    let path = if path.is_dir() {
        path.join("tau_retail/few_shot_dialogues.jsonl")
    } else {
        path.to_owned()
    };
    let text = std::fs::read_to_string(&path).map_err(|error| CliError::file(&path, &error))?;
    let (mut count, mut same, mut within) = (0, 0, 0);
    let mut rouge = Rouge::default();
    for (number, line) in text.lines().enumerate() {
        let Some(dialogue) = serde_json::from_str(line).ok().and_then(|v| dialogue(&v)) else {
            return Err(CliError::new(
                format!("{}:{}: this is no dialogue", path.display(), number + 1),
                "a line is an object with `messages_display` or `turns`",
            ));
        };
        let summary = summary(engine, &dialogue, number, now)?;
        let points = summary.conversation.iter().map(|point| point.text.as_str());
        let points: Vec<&str> = points.collect();
        let (one_line, ask) = (summary.one_line.as_str(), summary.ask.as_str());
        let cited = summary
            .sources
            .iter()
            .filter(|one| one.clause == "one_line");
        let named: BTreeSet<String> = cited
            .filter(|one| {
                let led = |words: &str| one_line.contains(&format!("{words}{}", one.text));
                led("order ") || led("orders ") || led(", ")
            })
            .map(|one| bare(&one.text))
            .filter(|words| words.bytes().filter(u8::is_ascii_digit).count() >= 4)
            .collect();
        count += 1;
        same += usize::from(named == dialogue.orders);
        within += usize::from(named.is_subset(&dialogue.orders));
        if !dialogue.references.is_empty() {
            let whole = [&[one_line, ask], points.as_slice()].concat().join(" ");
            rouge.add("one_line + ask + points", &whole, &dialogue.references);
            let shown = summary.conversation.iter();
            let shown = shown.map(|point| format!("{}: {}", who(point.role), point.text));
            let shown: Vec<String> = shown.collect();
            let shown = format!("{one_line}. Asks: {ask} {}", shown.join(" "));
            rouge.add("as the panel shows it", &shown, &dialogue.references);
            let pair = [&[ask], points.as_slice()].concat().join(" ");
            rouge.add("ask + points", &pair, &dialogue.references);
            rouge.add("points", &points.join(" "), &dialogue.references);
            rouge.add("lead-3", &lead(&dialogue), &dialogue.references);
        }
        if json {
            crate::say(
                &json!({"dialogue": number + 1, "orders": dialogue.orders, "summary": summary})
                    .to_string(),
            )?;
        } else {
            crate::say(&format!(
                "{}\n  line   {one_line}\n  ask    {ask}",
                number + 1
            ))?;
            for point in points {
                crate::say(&format!("  point  {point}"))?;
            }
            let mark = if named == dialogue.orders {
                ""
            } else {
                "  (differs)"
            };
            crate::say(&format!(
                "  orders {named:?}, tools {:?}{mark}",
                dialogue.orders
            ))?;
        }
    }
    if !json {
        crate::say(&format!(
            "{count} dialogues: the summary's order numbers are those of the tools in {same}, no others in {within}"
        ))?;
        rouge.print()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn dialogue(line: &Value) -> Option<Dialogue> {
    let mut dialogue = Dialogue {
        turns: Vec::new(),
        orders: BTreeSet::new(),
        looked_up: BTreeMap::new(),
        references: Vec::new(),
    };
    if let Some(text) = field(line, "messages_display").as_str() {
        let mut tool = false;
        for part in text.split('\n') {
            let turn = [
                ("user: ", "customer"),
                ("assistant: ", "agent"),
                ("tool: ", ""),
            ]
            .iter()
            .find_map(|(start, role)| Some((*role, part.strip_prefix(start)?)));
            match turn {
                Some(("", words)) => {
                    tool = true;
                    let answer: Value = serde_json::from_str(words).unwrap_or(Value::Null);
                    if let Some(id) = field(&answer, "order_id").as_str() {
                        dialogue.orders.insert(bare(id));
                        dialogue.looked_up.insert(id.to_owned(), order(id, &answer));
                    }
                }
                Some((_, "None")) => tool = true,
                Some((role, words)) => {
                    tool = false;
                    dialogue.turns.push((role, words.to_owned()));
                }
                None if tool => {}
                None => {
                    if let Some((_, words)) = dialogue.turns.last_mut() {
                        words.push('\n');
                        words.push_str(part);
                    }
                }
            }
        }
        for (_, words) in &mut dialogue.turns {
            *words = words.replace("###STOP###", "").trim().to_owned();
        }
    } else {
        for turn in field(line, "turns").as_array()? {
            let role = match field(turn, "role").as_str()? {
                "customer" | "user" => "customer",
                "agent" | "assistant" => "agent",
                _ => continue,
            };
            dialogue
                .turns
                .push((role, field(turn, "text").as_str()?.to_owned()));
        }
    }
    let written = field(line, "summaries")
        .as_array()
        .cloned()
        .unwrap_or_default();
    let written = written.iter().chain([field(line, "summary")]);
    dialogue.references = written
        .filter_map(|one| Some(one.as_str()?.to_owned()))
        .collect();
    Some(dialogue)
}

/// Who the panel says wrote a point.
fn who(role: Role) -> &'static str {
    match role {
        Role::Customer => "Customer",
        Role::Agent => "Agent",
        Role::Ai => "Assistant",
        Role::System => "System",
    }
}

/// A field of an object; `null` where there is none.
fn field<'a>(value: &'a Value, name: &str) -> &'a Value {
    value.get(name).unwrap_or(&Value::Null)
}

/// An order of the ticket, as the desk's own look-up would give it.
fn order(id: &str, answer: &Value) -> Value {
    let empty = Vec::new();
    let items = field(answer, "items").as_array().unwrap_or(&empty).iter();
    let items: Vec<Value> = items
        .map(|item| json!({"name": field(item, "name")}))
        .collect();
    json!({"id": id, "status": field(answer, "status"), "items": items})
}

/// An order number without its marks, in lower case.
fn bare(text: &str) -> String {
    let kept = text.chars().filter(|character| character.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

fn summary(
    engine: &Engine,
    dialogue: &Dialogue,
    number: usize,
    now: i64,
) -> Result<Summary, CliError> {
    let turns = dialogue.turns.iter().enumerate();
    let messages: Vec<Value> = turns
        .map(|(at, (role, body))| json!({"id": format!("m{}", at + 1), "author": {"role": role}, "body": body}))
        .collect();
    let orders: Vec<&Value> = dialogue.looked_up.values().collect();
    let ticket =
        json!({"id": number + 1, "channel": "chat", "messages": messages, "orders": orders})
            .to_string();
    let read = ReadTicket::from_json(&ticket)
        .map_err(|error| CliError::new(error.to_string(), error.help()))?;
    Ok(engine.analyze(&read.ticket, now).summary)
}

/// The first three sentences.
fn lead(dialogue: &Dialogue) -> String {
    let words: Vec<&str> = dialogue
        .turns
        .iter()
        .map(|(_, words)| words.as_str())
        .collect();
    let text = words.join("\n");
    let mut sentences = text
        .split_inclusive(['.', '!', '?', '\n'])
        .filter(|sentence| sentence.chars().any(char::is_alphanumeric));
    let first: Vec<&str> = sentences.by_ref().take(3).collect();
    first.concat()
}

/// ROUGE-1 and ROUGE-L (Lin, 2004) as F1 over lower-case words, the mean over several references.
#[derive(Default)]
struct Rouge(Vec<(&'static str, f64, f64, f64, usize)>);

impl Rouge {
    fn add(&mut self, what: &'static str, summary: &str, references: &[String]) {
        let own = words(summary);
        let mut sums = (0.0, 0.0);
        for reference in references {
            let theirs = words(reference);
            let (mut mine, mut left) = (own.clone(), theirs.clone());
            mine.sort();
            left.sort();
            let mut shared = 0;
            for word in &mine {
                if let Ok(at) = left.binary_search(word) {
                    left.remove(at);
                    shared += 1;
                }
            }
            sums.0 += f1(shared, own.len(), theirs.len());
            sums.1 += f1(longest_common(&own, &theirs), own.len(), theirs.len());
        }
        let of = references.len() as f64;
        let found = self.0.iter_mut().find(|row| row.0 == what);
        let row = match found {
            Some(row) => row,
            None => {
                self.0.push((what, 0.0, 0.0, 0.0, 0));
                let Some(row) = self.0.last_mut() else { return };
                row
            }
        };
        row.1 += sums.0 / of;
        row.2 += sums.1 / of;
        row.3 += own.len() as f64;
        row.4 += 1;
    }

    fn print(&self) -> Result<(), CliError> {
        for (what, one, longest, length, count) in &self.0 {
            let count = *count as f64;
            crate::say(&format!(
                "{what:<24} ROUGE-1 {:.3}  ROUGE-L {:.3}  {:.0} words",
                one / count,
                longest / count,
                length / count
            ))?;
        }
        Ok(())
    }
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn f1(shared: usize, own: usize, theirs: usize) -> f64 {
    if shared == 0 {
        return 0.0;
    }
    2.0 * shared as f64 / (own + theirs) as f64
}

fn longest_common(one: &[String], other: &[String]) -> usize {
    let mut row = vec![0; other.len()];
    for word in one {
        let (mut diagonal, mut before) = (0, 0);
        for (theirs, cell) in other.iter().zip(&mut row) {
            let above = *cell;
            *cell = if word == theirs {
                diagonal + 1
            } else {
                above.max(before)
            };
            diagonal = above;
            before = *cell;
        }
    }
    row.last().copied().unwrap_or(0)
}
