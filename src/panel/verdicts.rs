//! What the customer wants, how urgent it is, how he feels.

use super::{Block, Inline, PanelOptions, Section, Tag, Tone, soft, text, words};
use crate::analysis::{Abstention, Analysis, Band, Calibration};
use crate::decimal;
use crate::evidence::Evidence;
use crate::settings::display::Density;

pub(super) fn intent_name(analysis: &Analysis, options: &PanelOptions) -> String {
    if analysis.intent.abstained.is_some() {
        return "intent unsure".to_owned();
    }
    name(&analysis.intent.label, options)
}

fn name(label: &str, options: &PanelOptions) -> String {
    options
        .intent_names
        .get(label)
        .cloned()
        .unwrap_or_else(|| words::from_id(label))
}

/// `45 min`, `8 h`, `2 days`.
pub(crate) fn minutes(minutes: u32) -> String {
    match minutes {
        0..=119 => format!("{minutes} min"),
        120..=2879 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}

pub(super) fn section(analysis: &Analysis, options: &PanelOptions) -> Section {
    let mut blocks = intent(analysis, options);
    blocks.push(Block::Grid(vec![
        (
            "Priority".to_owned(),
            vec![text(format!(
                "{} · {}",
                words::priority(analysis.priority.level),
                decimal::fixed(analysis.priority.score, 0)
            ))],
        ),
        (
            "Sentiment".to_owned(),
            vec![text(if analysis.sentiment.per_message.len() > 1 {
                format!(
                    "{}, {}",
                    words::from_id(&analysis.sentiment.label),
                    words::trend(analysis.sentiment.trend)
                )
            } else {
                words::from_id(&analysis.sentiment.label)
            })],
        ),
    ]));
    if options.density == Density::Full || !analysis.priority.factors.is_empty() {
        blocks.push(why(analysis));
    }
    Section {
        name: "verdicts",
        heading: None,
        alert: false,
        blocks,
    }
}

fn intent(analysis: &Analysis, options: &PanelOptions) -> Vec<Block> {
    let intent = &analysis.intent;
    let mut blocks = Vec::new();
    match intent.abstained {
        None => {
            let tone = match intent.band {
                Band::High => Tone::Ok,
                Band::Medium => Tone::Plain,
                Band::Low => Tone::Warn,
            };
            let tag = format!(
                "{}{}",
                words::band(intent.band),
                meaning(intent.calibration)
            );
            blocks.push(Block::Row(
                vec![Inline::Strong(name(&intent.label, options))],
                Some(Tag::new(tag, tone)),
            ));
        }
        Some(reason) => {
            blocks.push(Block::Row(
                vec![Inline::Strong("Intent unsure".to_owned())],
                Some(Tag::new("not guessed", Tone::Warn)),
            ));
            blocks.push(Block::Text("soft", vec![text(words::abstention(reason))]));
        }
    }
    let skip = usize::from(intent.abstained.is_none());
    let others: Vec<String> = intent
        .candidates
        .iter()
        .skip(skip)
        .filter(|candidate| candidate.confidence >= 0.01)
        .take(2)
        .map(|c| {
            format!(
                "{} {} %",
                name(&c.label, options).to_lowercase(),
                decimal::fixed(c.confidence * 100.0, 0)
            )
        })
        .collect();
    let worth_naming = intent.abstained != Some(Abstention::OutOfScope);
    if !others.is_empty() && worth_naming {
        let lead = if skip == 1 { "or" } else { "perhaps" };
        blocks.push(Block::Text(
            "soft candidates",
            vec![text(format!("{lead} {}", others.join(", ")))],
        ));
    }
    blocks
}

fn meaning(calibration: Calibration) -> String {
    if calibration.of == 0 {
        return String::new();
    }
    let right = f64::from(calibration.right) / f64::from(calibration.of) * 100.0;
    format!(" · {} of 100 right", decimal::fixed(right, 0))
}

fn why(analysis: &Analysis) -> Block {
    let mut blocks = Vec::new();
    if !analysis.intent.evidence.is_empty() && analysis.intent.abstained.is_none() {
        let mut inlines = vec![text("Intent rests on ")];
        for (index, evidence) in analysis.intent.evidence.iter().take(5).enumerate() {
            if matches!(evidence, Evidence::Settings { .. }) {
                inlines.push(text(" as in the example "));
            } else if index > 0 {
                inlines.push(text(", "));
            }
            inlines.push(Inline::Quote(evidence.clone()));
        }
        blocks.push(Block::Text("soft", inlines));
    }
    if analysis.intent.calibration.of > 0 {
        let Calibration { right, of } = analysis.intent.calibration;
        blocks.push(Block::Text(
            "soft",
            vec![text(format!(
                "Of {of} held-out messages with such a confidence, {right} were classified right."
            ))],
        ));
    }
    if !analysis.sentiment.evidence.is_empty() {
        let mut inlines = vec![text("Sentiment rests on ")];
        for (index, evidence) in analysis.sentiment.evidence.iter().take(5).enumerate() {
            if index > 0 {
                inlines.push(text(", "));
            }
            inlines.push(Inline::Quote(evidence.clone()));
        }
        blocks.push(Block::Text("soft", inlines));
    }
    let factors = analysis
        .priority
        .factors
        .iter()
        .map(|factor| {
            vec![Block::Row(
                vec![
                    text(words::from_id(&factor.signal)),
                    soft(format!(" {}", words::value(&factor.value))),
                ],
                Some(Tag::new(
                    format!("{:+.0}", factor.contribution),
                    Tone::Plain,
                )),
            )]
        })
        .collect::<Vec<_>>();
    if !factors.is_empty() {
        blocks.push(Block::Text("soft", vec![text("Priority is the sum of")]));
        blocks.push(Block::List(factors));
    }
    Block::Details {
        key: "why",
        summary: vec![text("Why")],
        blocks,
    }
}
