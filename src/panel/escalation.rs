//! Must somebody else own this, and why.

use super::words::{name, of, plain, prose, said};
use super::{Block, Inline, Section, Tag, Tone, Words, soft, text, words};
use crate::analysis::{Analysis, Severity, Trigger};
use crate::evidence::Evidence;

/// Evidence shown at once; the rest is behind `more`.
const SHOWN: usize = 2;

pub(super) fn section(analysis: &Analysis) -> Section {
    let escalating: Vec<&Trigger> = analysis
        .triggers
        .iter()
        .filter(|t| t.severity == Severity::Escalate)
        .collect();
    let notices: Vec<&Trigger> = analysis
        .triggers
        .iter()
        .filter(|t| t.severity == Severity::Notice)
        .collect();
    let mut blocks = Vec::new();
    if analysis.escalation.required || !escalating.is_empty() {
        blocks.push(Block::Text(
            "verdict",
            vec![Inline::Strong(
                said("escalation.owner").with("tier", of("tier.", &analysis.escalation.tier)),
            )],
        ));
    }
    blocks.extend(escalating.iter().map(|trigger| line("trigger", trigger)));
    if !escalating.is_empty() {
        blocks.push(route(analysis));
    }
    blocks.extend(notices.iter().map(|trigger| line("notice", trigger)));
    if blocks.is_empty() {
        let count = analysis.checked.len();
        blocks.push(Block::Text(
            "quiet",
            vec![text(said("escalation.none").with("count", plain(&count)))],
        ));
    }
    let name = match (escalating.is_empty(), notices.is_empty()) {
        (false, _) => "escalation stop",
        (true, false) => "escalation note",
        (true, true) => "escalation calm",
    };
    Section {
        name,
        heading: None,
        alert: !escalating.is_empty(),
        blocks,
    }
}

fn route(analysis: &Analysis) -> Block {
    let route: Words = (&analysis.escalation.route).into();
    let words = match analysis.escalation.sla_minutes {
        Some(minutes) => said("escalation.route_within")
            .with("route", route)
            .with("time", plain(&minutes)),
        None => said("escalation.route").with("route", route),
    };
    Block::Text("route soft", vec![text(words)])
}

fn line(class: &'static str, trigger: &Trigger) -> Block {
    let mut inlines = vec![Inline::Strong(name("trigger.", &trigger.kind))];
    if let Some(value) = &trigger.value {
        inlines.push(text(" ".into()));
        inlines.push(text(match &trigger.threshold {
            Some(threshold) => said("escalation.measured")
                .with("value", words::value(value))
                .with("threshold", words::value(threshold)),
            None => words::value(value),
        }));
    }
    if trigger.severity == Severity::Notice {
        inlines.push(text(" ".into()));
        inlines.push(Inline::Tag(Tag::new(said("escalation.notice"), Tone::Warn)));
    }
    for (index, evidence) in trigger.evidence.iter().enumerate() {
        if index == SHOWN {
            let count = trigger.evidence.len() - SHOWN;
            inlines.push(text(" ".into()));
            inlines.push(soft(said("escalation.more").with("count", plain(&count))));
            break;
        }
        inlines.push(text(if index == 0 { ": " } else { ", " }.into()));
        inlines.push(Inline::Quote(evidence.clone()));
    }
    Block::Details {
        key: if class == "notice" {
            "notice"
        } else {
            "trigger"
        },
        summary: inlines,
        blocks: explanation(trigger),
    }
}

fn explanation(trigger: &Trigger) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !trigger.reason.is_empty() {
        blocks.push(Block::Text("soft", vec![text(prose(&trigger.reason))]));
    }
    blocks.push(Block::Text(
        "soft",
        vec![text(
            said("escalation.rule").with("rule", (&trigger.rule).into()),
        )],
    ));
    let entries: Vec<Vec<Block>> = trigger
        .evidence
        .iter()
        .map(|evidence| vec![Block::Text("evidence", place(evidence))])
        .collect();
    if !entries.is_empty() {
        blocks.push(Block::List(entries));
    }
    blocks
}

/// The words and where they stand.
pub(super) fn place(evidence: &Evidence) -> Vec<Inline> {
    match evidence {
        Evidence::Message {
            message_id,
            prefix,
            suffix,
            ..
        } => vec![
            Inline::Message(message_id.clone(), message_id.into()),
            soft(format!(" …{}", prefix.trim_start()).as_str().into()),
            Inline::Quote(evidence.clone()),
            soft(format!("{}…", suffix.trim_end()).as_str().into()),
        ],
        _ => vec![
            Inline::Quote(evidence.clone()),
            text(" ".into()),
            soft(whence(evidence)),
        ],
    }
}

/// Where a piece of evidence stands that is no message.
pub fn whence(evidence: &Evidence) -> Words {
    let (key, id, path) = match evidence {
        Evidence::Message { message_id, .. } => return message_id.into(),
        Evidence::Subject { .. } => return said("place.subject"),
        Evidence::Field { path, .. } | Evidence::Settings { path, .. } => return path.into(),
        Evidence::Order { order_id, path, .. } => ("place.order", order_id, path.as_str()),
        Evidence::Ticket {
            ticket_id, path, ..
        } => ("place.ticket", ticket_id, path.as_str()),
        Evidence::Article { article_id, .. } => ("place.article", article_id, ""),
    };
    said(key).with("id", id.into()).with("path", path.into())
}
