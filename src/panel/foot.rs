//! Which ticket this is, what was checked, and what computed it.

use super::words::{list, name, plain, prose, said};
use super::{Block, Inline, PanelOptions, Section, Tag, Tone, Words, soft, text};
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
    let number = options.number.as_ref().unwrap_or(&analysis.ticket_id);
    let mut about = list(" · ").and(name("language.", &analysis.language.code));
    if let Some(channel) = &options.channel {
        about = about.and(name("channel.", channel));
    }
    let phase = match options.phase {
        1 => "phase.1",
        2 => "phase.2",
        _ => "phase.3",
    };
    let mut blocks = vec![Block::Row(
        vec![
            Inline::Strong(format!("#{number}").as_str().into()),
            text(" ".into()),
            soft(about),
        ],
        Some(Tag::new(said(phase), Tone::Plain)),
    )];
    if let Some(subject) = options
        .subject
        .as_ref()
        .filter(|subject| !subject.is_empty())
    {
        blocks.push(Block::Text("subject", vec![text(subject.into())]));
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
                Block::Text(
                    "hindrance",
                    vec![text("⚠ ".into()), text(prose(&diagnostic.message))],
                ),
                Block::Text("soft", vec![text(prose(&diagnostic.help))]),
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
        summary: vec![text(
            said("foot.checked")
                .with("count", plain(&analysis.checked.len()))
                .with("fired", plain(&fired)),
        )],
        blocks: vec![Block::List(analysis.checked.iter().map(rule).collect())],
    }];
    let autonomy = if analysis.autonomy.eligible {
        "foot.eligible"
    } else {
        "foot.not_eligible"
    };
    blocks.push(Block::Details {
        key: "autonomy",
        summary: vec![text(said(autonomy))],
        blocks: vec![Block::List(
            analysis
                .autonomy
                .blocked_by
                .iter()
                .map(|reason| vec![Block::Text("point", vec![text(prose(reason))])])
                .collect(),
        )],
    });
    if !analysis.regions.is_empty() {
        blocks.push(Block::Details {
            key: "regions",
            summary: vec![text(
                said("foot.regions").with("count", plain(&analysis.regions.len())),
            )],
            blocks: vec![Block::List(analysis.regions.iter().map(region).collect())],
        });
    }
    let versions = &analysis.versions;
    let about = [
        (
            "foot.as_of",
            said("moment").with("at", (&analysis.now).into()),
        ),
        ("foot.engine", (&versions.engine).into()),
        ("foot.settings", (&versions.settings).into()),
        ("foot.models", version(&versions.models)),
        ("foot.knowledge", version(&versions.knowledge)),
    ];
    let about = about.map(|(label, value)| (said(label), vec![text(value)]));
    let mut details = vec![Block::Grid(about.into())];
    if !analysis.escalation.reasons.is_empty() {
        let reasons = analysis
            .escalation
            .reasons
            .iter()
            .map(|r| vec![Block::Text("point", vec![text(prose(r))])]);
        details.push(Block::Text("soft", vec![text(said("foot.tier"))]));
        details.push(Block::List(reasons.collect()));
    }
    for diagnostic in &analysis.diagnostics {
        details.push(Block::Text(
            "soft",
            vec![
                text(prose(&diagnostic.message)),
                text(": ".into()),
                text(prose(&diagnostic.help)),
            ],
        ));
    }
    blocks.push(Block::Details {
        key: "about",
        summary: vec![text(said("foot.about"))],
        blocks: details,
    });
    Section {
        name: "foot",
        heading: None,
        alert: false,
        blocks,
    }
}

fn version(version: &str) -> Words {
    if version.is_empty() {
        said("foot.none")
    } else {
        version.into()
    }
}

fn rule(rule: &crate::analysis::CheckedRule) -> Vec<Block> {
    let (mark, tone) = if rule.fired {
        ("foot.fired", Tone::Warn)
    } else {
        ("foot.not_fired", Tone::Plain)
    };
    let mut words = vec![text(name("trigger.", &rule.kind))];
    if let Some(margin) = &rule.margin {
        words.push(text(" ".into()));
        words.push(soft(prose(margin)));
    }
    vec![Block::Row(words, Some(Tag::new(said(mark), tone)))]
}

fn region(region: &crate::analysis::MessageRegion) -> Vec<Block> {
    vec![Block::Text(
        "point",
        vec![
            text(
                list(" · ")
                    .and((&region.message_id).into())
                    .and(name("region.", &region.kind)),
            ),
            text(" ".into()),
            soft(said("quote").with("text", plain(&format!("{}…", region.beginning)))),
        ],
    )]
}
