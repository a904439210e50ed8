//! What the policies say.

use super::{Block, Section, Tag, Tone, soft, text, words};
use crate::analysis::{Analysis, PolicyFlag, PolicyStatus};

pub(super) fn section(analysis: &Analysis) -> Option<Section> {
    if analysis.policy_flags.is_empty() {
        return None;
    }
    let entries = analysis.policy_flags.iter().map(entry).collect();
    Some(Section {
        name: "policy",
        heading: Some("Policy"),
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
    let tag = format!("{} · {}", words::policy(flag.status), flag.detail);
    let tag = tag.trim_end_matches([' ', '·']).to_owned();
    let mut blocks = vec![Block::Row(
        vec![text(words::from_id(&flag.policy))],
        Some(Tag::new(tag, tone)),
    )];
    if let Some((day, days)) = day_of(&flag.detail) {
        blocks.push(Block::Bar(
            tone,
            (f64::from(day) / f64::from(days)).clamp(0.0, 1.0),
        ));
    }
    if !flag.why.is_empty() {
        blocks.push(Block::Text("soft", vec![text(flag.why.as_str())]));
    }
    let mut notes = vec![flag.rule.clone()];
    notes.extend(flag.facts.iter().map(|fact| {
        let name = words::from_id(&fact.name).to_lowercase();
        // What stands in the ticket can be seen there.
        let from = match fact.source.starts_with("look-up") {
            true => " (look-up)",
            false => "",
        };
        format!("{name} {}{from}", words::date(&fact.value))
    }));
    notes.extend(flag.article.clone());
    blocks.push(Block::Text("soft", vec![soft(notes.join(" · "))]));
    if !flag.missing.is_empty() {
        let missing: Vec<String> = flag
            .missing
            .iter()
            .map(|name| words::from_id(name).to_lowercase())
            .collect();
        blocks.push(Block::Text(
            "missing",
            vec![text(format!("Missing: {}", missing.join(", ")))],
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
