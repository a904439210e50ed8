//! Must somebody else own this, and why.

use super::{Block, Inline, Section, Tag, Tone, soft, text, words};
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
            vec![Inline::Strong(format!(
                "⚑ {}",
                words::tier(analysis.escalation.tier)
            ))],
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
            vec![text(format!(
                "✓ No escalation: {count} rules checked, none fired"
            ))],
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
    let mut words = format!("Route: {}", analysis.escalation.route);
    if let Some(minutes) = analysis.escalation.sla_minutes {
        words.push_str(&format!(
            ", first reply within {}",
            super::verdicts::minutes(minutes)
        ));
    }
    Block::Text("route soft", vec![text(words)])
}

fn line(class: &'static str, trigger: &Trigger) -> Block {
    let mut inlines = vec![Inline::Strong(words::trigger(&trigger.kind))];
    if let Some(value) = &trigger.value {
        let value = words::value(value);
        let measured = match &trigger.threshold {
            Some(threshold) => format!(" {value}, threshold {}", words::value(threshold)),
            None => format!(" {value}"),
        };
        inlines.push(text(measured));
    }
    if trigger.severity == Severity::Notice {
        inlines.push(text(" "));
        inlines.push(Inline::Tag(Tag::new("notice", Tone::Warn)));
    }
    for (index, evidence) in trigger.evidence.iter().enumerate() {
        if index == SHOWN {
            inlines.push(soft(format!(
                " and {} more",
                trigger.evidence.len() - SHOWN
            )));
            break;
        }
        inlines.push(text(if index == 0 { ": " } else { ", " }));
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
        blocks.push(Block::Text("soft", vec![text(trigger.reason.clone())]));
    }
    blocks.push(Block::Text(
        "soft",
        vec![text(format!("Rule {}", trigger.rule))],
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
            Inline::Message(message_id.clone(), message_id.clone()),
            soft(format!(" …{}", prefix.trim_start())),
            Inline::Quote(evidence.clone()),
            soft(format!("{}…", suffix.trim_end())),
        ],
        Evidence::Subject { .. } => vec![soft("Subject "), Inline::Quote(evidence.clone())],
        Evidence::Field { path, .. } | Evidence::Settings { path, .. } => {
            vec![Inline::Quote(evidence.clone()), soft(format!(" {path}"))]
        }
        Evidence::Order { order_id, path, .. } => {
            vec![
                Inline::Quote(evidence.clone()),
                soft(format!(" order {order_id}, {path}")),
            ]
        }
        Evidence::Ticket {
            ticket_id, path, ..
        } => {
            vec![
                Inline::Quote(evidence.clone()),
                soft(format!(" ticket {ticket_id}, {path}")),
            ]
        }
        Evidence::Article { article_id, .. } => {
            vec![
                Inline::Quote(evidence.clone()),
                soft(format!(" article {article_id}")),
            ]
        }
    }
}
