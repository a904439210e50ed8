//! What is asked, and by whom.

use super::{Block, Inline, Section, text, words};
use crate::analysis::Analysis;

pub(super) fn ask(analysis: &Analysis) -> Option<Section> {
    let summary = &analysis.summary;
    let mut blocks = Vec::new();
    if !summary.one_line.is_empty() {
        blocks.push(Block::Text(
            "one-line",
            vec![text(summary.one_line.clone())],
        ));
    }
    if !summary.ask.is_empty() && summary.ask != summary.one_line {
        blocks.push(Block::Text("ask", vec![text(format!("“{}”", summary.ask))]));
    }
    if !summary.conversation.is_empty() {
        let points = summary
            .conversation
            .iter()
            .map(|point| {
                vec![Block::Text(
                    "point",
                    vec![
                        Inline::Message(
                            point.message_id.clone(),
                            words::role(point.role).to_owned(),
                        ),
                        text(format!(" {}", point.text)),
                    ],
                )]
            })
            .collect();
        blocks.push(Block::List(points));
    }
    for (key, label, entries) in [
        ("open", "Open", &summary.open_questions),
        ("promises", "Promised", &summary.promises),
        ("tried", "Already tried", &summary.tried),
        ("given", "Already given", &summary.already_given),
        ("phrases", "Key phrases", &summary.key_phrases),
    ] {
        if entries.is_empty() {
            continue;
        }
        let list = entries
            .iter()
            .map(|entry| vec![Block::Text("point", vec![text(entry.clone())])]);
        blocks.push(Block::Details {
            key,
            summary: vec![text(format!("{label}: {}", short(&entries.join(", "), 60)))],
            blocks: vec![Block::List(list.collect())],
        });
    }
    if blocks.is_empty() {
        return None;
    }
    Some(Section {
        name: "summary",
        heading: Some("What is asked"),
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
            .map(|fact| (fact.label.clone(), vec![text(fact.value.clone())]));
        blocks.push(Block::Grid(facts.collect()));
    }
    if !summary.history.is_empty() {
        blocks.push(Block::Text(
            "soft history",
            vec![text(summary.history.clone())],
        ));
    }
    Some(Section {
        name: "account",
        heading: Some("Customer"),
        alert: false,
        blocks,
    })
}

/// The first `count` characters, with an ellipsis when there are more.
fn short(text: &str, count: usize) -> String {
    match text.char_indices().nth(count) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}
