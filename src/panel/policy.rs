//! What the policies say.

use super::words::{list, name, of, prose, said};
use super::{Block, Section, Tag, Tone, soft, text};
use crate::analysis::{Analysis, PolicyFlag, PolicyStatus};

pub(super) fn section(analysis: &Analysis) -> Option<Section> {
    if analysis.policy_flags.is_empty() {
        return None;
    }
    let entries = analysis.policy_flags.iter().map(entry).collect();
    Some(Section {
        name: "policy",
        heading: Some("policy.heading"),
        alert: false,
        blocks: vec![Block::List(entries)],
    })
}

fn entry(flag: &PolicyFlag) -> Vec<Block> {
    let tone = match flag.status {
        PolicyStatus::Allowed => Tone::Ok,
        PolicyStatus::Denied => Tone::Stop,
        PolicyStatus::Expiring => Tone::Warn,
        PolicyStatus::Unknown => Tone::Plain,
    };
    let mut status = list(" · ").and(of("policy_status.", &flag.status));
    if !flag.detail.is_empty() {
        status = status.and(prose(&flag.detail));
    }
    let mut blocks = vec![Block::Row(
        vec![text(name("policy_name.", &flag.policy))],
        Some(Tag::new(status, tone)),
    )];
    if let Some((day, days)) = day_of(&flag.detail) {
        blocks.push(Block::Bar(
            tone,
            (f64::from(day) / f64::from(days)).clamp(0.0, 1.0),
        ));
    }
    if !flag.why.is_empty() {
        blocks.push(Block::Text("soft", vec![text(prose(&flag.why))]));
    }
    let mut notes = list(" · ").and((&flag.rule).into());
    for fact in &flag.facts {
        // What stands in the ticket can be seen there.
        let key = match fact.source.starts_with("look-up") {
            true => "policy.fact_looked_up",
            false => "policy.fact",
        };
        notes = notes.and(
            said(key)
                .with("name", name("fact.", &fact.name))
                .with("value", (&fact.value).into()),
        );
    }
    if let Some(article) = &flag.article {
        notes = notes.and(article.into());
    }
    blocks.push(Block::Text("soft", vec![soft(notes)]));
    if !flag.missing.is_empty() {
        let mut missing = list(", ");
        for id in &flag.missing {
            missing = missing.and(name("fact.", id));
        }
        blocks.push(Block::Text(
            "missing",
            vec![text(said("policy.missing").with("facts", missing))],
        ));
    }
    blocks
}

/// `day 27 of 30` as (27, 30).
fn day_of(detail: &str) -> Option<(u32, u32)> {
    let rest = detail.strip_prefix("day ")?;
    let (day, rest) = rest.split_once(" of ")?;
    let days = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    let (day, days) = (day.parse().ok()?, days.parse().ok()?);
    (days > 0).then_some((day, days))
}
