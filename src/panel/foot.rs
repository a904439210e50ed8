//! Which ticket this is, what was checked, and what computed it.

use super::{Block, Inline, PanelOptions, Section, Tag, Tone, soft, text, words};
use crate::analysis::Analysis;

/// Diagnostics that change what the agent may believe; they stand at the top.
const HINDRANCES: &[&str] = &[
    "no_intent_model",
    "no_language_model",
    "incomplete_thread",
    "model_unusable",
    "knowledge_unusable",
    "rule_skipped",
    "no_messages",
];

pub(super) fn header(analysis: &Analysis, options: &PanelOptions) -> Section {
    let number = options.number.as_deref().unwrap_or(&analysis.ticket_id);
    let mut about = vec![words::language(&analysis.language.code)];
    if let Some(channel) = &options.channel {
        about.push(words::channel(channel).to_owned());
    }
    let phase = match options.phase {
        1 => "Phase 1 · read-only",
        2 => "Phase 2 · drafts",
        _ => "Phase 3",
    };
    let mut blocks = vec![Block::Row(
        vec![
            Inline::Strong(format!("#{number}")),
            soft(format!(" {}", about.join(" · "))),
        ],
        Some(Tag::new(phase, Tone::Plain)),
    )];
    if let Some(subject) = options
        .subject
        .as_ref()
        .filter(|subject| !subject.is_empty())
    {
        blocks.push(Block::Text("subject", vec![text(subject.clone())]));
    }
    Section {
        name: "header",
        heading: None,
        alert: false,
        blocks,
    }
}

pub(super) fn hindrances(analysis: &Analysis) -> Option<Section> {
    let entries: Vec<Vec<Block>> = analysis
        .diagnostics
        .iter()
        .filter(|diagnostic| HINDRANCES.contains(&diagnostic.code.as_str()))
        .map(|diagnostic| {
            vec![
                Block::Text("hindrance", vec![text(format!("⚠ {}", diagnostic.message))]),
                Block::Text("soft", vec![text(diagnostic.help.clone())]),
            ]
        })
        .collect();
    if entries.is_empty() {
        return None;
    }
    Some(Section {
        name: "hindrances",
        heading: None,
        alert: false,
        blocks: vec![Block::List(entries)],
    })
}

pub(super) fn section(analysis: &Analysis) -> Section {
    let fired = analysis.checked.iter().filter(|rule| rule.fired).count();
    let mut blocks = vec![Block::Details {
        key: "checked",
        summary: vec![text(format!(
            "{} rules checked, {fired} fired",
            analysis.checked.len()
        ))],
        blocks: vec![Block::List(analysis.checked.iter().map(rule).collect())],
    }];
    let autonomy = if analysis.autonomy.eligible {
        "Could be resolved without a person".to_owned()
    } else {
        "Not for automatic resolution".to_owned()
    };
    blocks.push(Block::Details {
        key: "autonomy",
        summary: vec![text(autonomy)],
        blocks: vec![Block::List(
            analysis
                .autonomy
                .blocked_by
                .iter()
                .map(|reason| vec![Block::Text("point", vec![text(reason.clone())])])
                .collect(),
        )],
    });
    if !analysis.regions.is_empty() {
        blocks.push(Block::Details {
            key: "regions",
            summary: vec![text(format!(
                "{} quotes, signatures and footers",
                analysis.regions.len()
            ))],
            blocks: vec![Block::List(analysis.regions.iter().map(region).collect())],
        });
    }
    let mut about = vec![
        ("As of".to_owned(), vec![text(analysis.now.clone())]),
        (
            "Engine".to_owned(),
            vec![text(analysis.versions.engine.clone())],
        ),
        (
            "Settings".to_owned(),
            vec![text(analysis.versions.settings.clone())],
        ),
    ];
    for (label, version) in [
        ("Models", &analysis.versions.models),
        ("Knowledge", &analysis.versions.knowledge),
    ] {
        let shown = if version.is_empty() { "none" } else { version };
        about.push((label.to_owned(), vec![text(shown)]));
    }
    let mut details = vec![Block::Grid(about)];
    if !analysis.escalation.reasons.is_empty() {
        let reasons = analysis
            .escalation
            .reasons
            .iter()
            .map(|r| vec![Block::Text("point", vec![text(r.clone())])]);
        details.push(Block::Text("soft", vec![text("Tier and route")]));
        details.push(Block::List(reasons.collect()));
    }
    for diagnostic in &analysis.diagnostics {
        details.push(Block::Text(
            "soft",
            vec![text(format!("{}: {}", diagnostic.message, diagnostic.help))],
        ));
    }
    blocks.push(Block::Details {
        key: "about",
        summary: vec![text("About this analysis")],
        blocks: details,
    });
    Section {
        name: "foot",
        heading: None,
        alert: false,
        blocks,
    }
}

fn rule(rule: &crate::analysis::CheckedRule) -> Vec<Block> {
    let mark = if rule.fired { "fired" } else { "not fired" };
    let mut name = vec![text(words::trigger(&rule.kind))];
    if let Some(margin) = &rule.margin {
        name.push(soft(format!(" {margin}")));
    }
    let tone = if rule.fired { Tone::Warn } else { Tone::Plain };
    vec![Block::Row(name, Some(Tag::new(mark, tone)))]
}

fn region(region: &crate::analysis::MessageRegion) -> Vec<Block> {
    let kind = words::region(&region.kind);
    vec![Block::Text(
        "point",
        vec![
            text(format!("{} · {kind} ", region.message_id)),
            soft(format!("“{}…”", region.beginning)),
        ],
    )]
}
