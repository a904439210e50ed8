//! What can be done, and where it stands written.

use super::{Block, Inline, PanelOptions, Section, Tag, Tone, soft, text, words};
use crate::analysis::{Analysis, ArticleHit};
use crate::settings::display::Density;

pub(super) fn paths(analysis: &Analysis, options: &PanelOptions) -> Option<Section> {
    if analysis.resolution_paths.is_empty() {
        return None;
    }
    let cards = analysis
        .resolution_paths
        .iter()
        .map(|path| {
            let mut blocks = vec![Block::Text(
                "title",
                vec![Inline::Strong(path.title.clone())],
            )];
            if options.density == Density::Full && !path.rationale.is_empty() {
                blocks.push(Block::Text("soft", vec![text(path.rationale.clone())]));
            }
            blocks.push(Block::Steps(path.steps.clone()));
            if options.density == Density::Full && !path.sources.is_empty() {
                let titles = path.sources.iter().map(|source| {
                    let hit = analysis
                        .knowledge
                        .iter()
                        .find(|hit| hit.article_id == *source);
                    hit.map_or(source.as_str(), |hit| hit.title.as_str())
                });
                let titles: Vec<&str> = titles.collect();
                blocks.push(Block::Text(
                    "soft",
                    vec![text(format!("Rests on {}", titles.join(", ")))],
                ));
            }
            Block::Card(blocks)
        })
        .collect();
    Some(Section {
        name: "paths",
        heading: Some("Ways to resolve"),
        alert: false,
        blocks: cards,
    })
}

pub(super) fn articles(analysis: &Analysis) -> Option<Section> {
    let blocks = if analysis.knowledge.is_empty() {
        if analysis.versions.knowledge.is_empty() {
            return None;
        }
        vec![Block::Text(
            "quiet",
            vec![text("No article fits this ticket.")],
        )]
    } else {
        vec![Block::List(
            analysis
                .knowledge
                .iter()
                .map(|hit| article(hit, &analysis.now))
                .collect(),
        )]
    };
    Some(Section {
        name: "articles",
        heading: Some("Articles"),
        alert: false,
        blocks,
    })
}

fn article(hit: &ArticleHit, now: &str) -> Vec<Block> {
    let title = match &hit.url {
        Some(url) => Inline::Link(hit.title.clone(), url.clone()),
        None => Inline::Strong(hit.title.clone()),
    };
    let mut head = vec![title];
    let mut blocks = Vec::new();
    for warning in &hit.warnings {
        // What is no id is a sentence.
        if warning.contains(' ') {
            blocks.push(Block::Text("hint", vec![text(warning.clone())]));
            continue;
        }
        head.push(text(" "));
        head.push(Inline::Tag(Tag::new(
            words::from_id(warning).to_lowercase(),
            Tone::Warn,
        )));
    }
    let mut passage = marked(hit);
    if let Some(updated_at) = &hit.updated_at {
        let age = words::age(updated_at, now);
        if !age.is_empty() {
            passage.push(soft(format!(" · {age}")));
        }
    }
    blocks.insert(0, Block::Text("title", head));
    blocks.insert(1, Block::Text("soft passage", passage));
    blocks
}

/// The passage with its matched words marked; highlights are UTF-16 ranges.
fn marked(hit: &ArticleHit) -> Vec<Inline> {
    let units: Vec<u16> = hit.passage.encode_utf16().collect();
    let part =
        |from: usize, to: usize| String::from_utf16_lossy(units.get(from..to).unwrap_or(&[]));
    let mut inlines = Vec::new();
    let mut at = 0;
    for span in &hit.highlights {
        if span.start < at || span.end <= span.start || span.end > units.len() {
            continue;
        }
        inlines.push(text(part(at, span.start)));
        inlines.push(Inline::Mark(part(span.start, span.end)));
        at = span.end;
    }
    inlines.push(text(part(at, units.len())));
    inlines
}

pub(super) fn similar(analysis: &Analysis) -> Option<Section> {
    if analysis.similar.is_empty() {
        return None;
    }
    let entries = analysis
        .similar
        .iter()
        .map(|ticket| {
            vec![
                Block::Text(
                    "title",
                    vec![
                        text(ticket.subject.clone()),
                        soft(format!(" #{}", ticket.ticket_id)),
                    ],
                ),
                Block::Text("soft", vec![text(ticket.resolution.clone())]),
            ]
        })
        .collect();
    Some(Section {
        name: "similar",
        heading: Some("Solved tickets like this"),
        alert: false,
        blocks: vec![Block::List(entries)],
    })
}
