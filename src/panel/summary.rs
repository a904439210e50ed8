//! What is asked, and by whom.

use super::words::{of, plain, prose, said};
use super::{Block, Inline, Section, Words, text};
use crate::analysis::Analysis;

pub(super) fn ask(analysis: &Analysis) -> Option<Section> {
    let summary = &analysis.summary;
    let mut blocks = Vec::new();
    if !summary.one_line.is_empty() {
        blocks.push(Block::Text(
            "one-line",
            vec![text(prose(&summary.one_line))],
        ));
    }
    if !summary.ask.is_empty() && summary.ask != summary.one_line {
        blocks.push(Block::Text(
            "ask",
            vec![text(said("quote").with("text", (&summary.ask).into()))],
        ));
    }
    if !summary.conversation.is_empty() {
        let points = summary
            .conversation
            .iter()
            .map(|point| {
                vec![Block::Text(
                    "point",
                    vec![
                        Inline::Message(point.message_id.clone(), of("role.", &point.role)),
                        text(plain(&format!(" {}", point.text))),
                    ],
                )]
            })
            .collect();
        blocks.push(Block::List(points));
    }
    for (key, label, entries) in [
        ("open", "summary.open", &summary.open_questions),
        ("promises", "summary.promises", &summary.promises),
        ("tried", "summary.tried", &summary.tried),
        ("given", "summary.given", &summary.already_given),
        ("phrases", "summary.phrases", &summary.key_phrases),
    ] {
        if entries.is_empty() {
            continue;
        }
        let list = entries
            .iter()
            .map(|entry| vec![Block::Text("point", vec![text(clause(key, entry))])]);
        blocks.push(Block::Details {
            key,
            summary: vec![text(
                said(label).with("entries", plain(&short(&entries.join(", "), 60))),
            )],
            blocks: vec![Block::List(list.collect())],
        });
    }
    if blocks.is_empty() {
        return None;
    }
    Some(Section {
        name: "summary",
        heading: Some("summary.heading"),
        alert: false,
        blocks,
    })
}

pub(super) fn account(analysis: &Analysis) -> Option<Section> {
    let summary = &analysis.summary;
    if summary.account.is_empty() && summary.history.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    if !summary.account.is_empty() {
        let facts = summary
            .account
            .iter()
            .map(|fact| (prose(&fact.label), vec![text(prose(&fact.value))]));
        blocks.push(Block::Grid(facts.collect()));
    }
    if !summary.history.is_empty() {
        blocks.push(Block::Text(
            "soft history",
            vec![text(prose(&summary.history))],
        ));
    }
    Some(Section {
        name: "account",
        heading: Some("account.heading"),
        alert: false,
        blocks,
    })
}

/// What the customer has given is told in the engine's words, all else in somebody's own.
fn clause(key: &str, entry: &String) -> Words {
    if key == "given" {
        prose(entry)
    } else {
        entry.into()
    }
}

/// The first `count` characters, with an ellipsis when there are more.
fn short(text: &str, count: usize) -> String {
    match text.char_indices().nth(count) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}
