//! What can be done, and where it stands written.

use super::words::{age, list, name, plain, prose, said};
use super::{Block, Inline, PanelOptions, Section, Tag, Tone, soft, text};
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
                vec![Inline::Strong(prose(&path.title))],
            )];
            if options.density == Density::Full && !path.rationale.is_empty() {
                blocks.push(Block::Text("soft", vec![text(prose(&path.rationale))]));
            }
            blocks.push(Block::Steps(
                path.steps.iter().map(|step| prose(step)).collect(),
            ));
            if options.density == Density::Full && !path.sources.is_empty() {
                let mut titles = list(", ");
                for source in &path.sources {
                    let mut hits = analysis.knowledge.iter();
                    let hit = hits.find(|hit| hit.article_id == *source);
                    titles = titles.and(hit.map_or(source, |hit| &hit.title).into());
                }
                blocks.push(Block::Text(
                    "soft",
                    vec![text(said("paths.rests_on").with("sources", titles))],
                ));
            }
            Block::Card(blocks)
        })
        .collect();
    Some(Section {
        name: "paths",
        heading: Some("paths.heading"),
        alert: false,
        blocks: cards,
    })
}

pub(super) fn articles(analysis: &Analysis) -> Option<Section> {
    let blocks = if analysis.knowledge.is_empty() {
        if analysis.versions.knowledge.is_empty() {
            return None;
        }
        vec![Block::Text("quiet", vec![text(said("articles.none"))])]
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
        heading: Some("articles.heading"),
        alert: false,
        blocks,
    })
}

fn article(hit: &ArticleHit, now: &str) -> Vec<Block> {
    let title = match &hit.url {
        Some(url) => Inline::Link(hit.title.clone(), url.clone()),
        None => Inline::Strong((&hit.title).into()),
    };
    let mut head = vec![title];
    let mut blocks = Vec::new();
    for warning in &hit.warnings {
        // What is no id is a sentence.
        if warning.contains(' ') {
            blocks.push(Block::Text("hint", vec![text(prose(warning))]));
            continue;
        }
        head.push(text(" ".into()));
        head.push(Inline::Tag(Tag::new(name("warning.", warning), Tone::Warn)));
    }
    let mut passage = marked(hit);
    if let Some(age) = hit.updated_at.as_ref().and_then(|then| age(then, now)) {
        passage.push(soft(" · ".into()));
        passage.push(soft(age));
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
        inlines.push(text(plain(&part(at, span.start))));
        inlines.push(Inline::Mark(plain(&part(span.start, span.end))));
        at = span.end;
    }
    inlines.push(text(plain(&part(at, units.len()))));
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
                        text((&ticket.subject).into()),
                        soft(plain(&format!(" #{}", ticket.ticket_id))),
                    ],
                ),
                Block::Text("soft", vec![text((&ticket.resolution).into())]),
            ]
        })
        .collect();
    Some(Section {
        name: "similar",
        heading: Some("similar.heading"),
        alert: false,
        blocks: vec![Block::List(entries)],
    })
}
