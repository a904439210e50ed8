//! What the customer wants, how urgent it is, how he feels.

use super::words::{list, name, of, plain, said, value};
use super::{Block, Inline, PanelOptions, Section, Tag, Tone, Words, soft, text};
use crate::analysis::{Abstention, Analysis, Band, Calibration};
use crate::evidence::Evidence;
use crate::settings::display::Density;

pub(super) fn section(analysis: &Analysis, options: &PanelOptions) -> Section {
    let mut blocks = intent(analysis);
    let mut feeling = list(", ").and(name("sentiment.", &analysis.sentiment.label));
    if analysis.sentiment.per_message.len() > 1 {
        feeling = feeling.and(of("trend.", &analysis.sentiment.trend));
    }
    let priority = &analysis.priority;
    blocks.push(Block::Grid(vec![
        (
            said("verdict.priority"),
            vec![
                text(of("priority.", &priority.level)),
                text(" · ".into()),
                text(said("score").with("score", plain(&priority.score))),
            ],
        ),
        (said("verdict.sentiment"), vec![text(feeling)]),
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

fn intent(analysis: &Analysis) -> Vec<Block> {
    let intent = &analysis.intent;
    let mut blocks = Vec::new();
    match intent.abstained {
        None => {
            let tone = match intent.band {
                Band::High => Tone::Ok,
                Band::Medium => Tone::Plain,
                Band::Low => Tone::Warn,
            };
            blocks.push(Block::Row(
                vec![Inline::Strong(name("intent.", &intent.label))],
                Some(Tag::new(
                    meaning(of("band.", &intent.band), intent.calibration),
                    tone,
                )),
            ));
        }
        Some(reason) => {
            blocks.push(Block::Row(
                vec![Inline::Strong(said("verdict.unsure"))],
                Some(Tag::new(said("verdict.not_guessed"), Tone::Warn)),
            ));
            blocks.push(Block::Text("soft", vec![text(of("abstention.", &reason))]));
        }
    }
    let skip = usize::from(intent.abstained.is_none());
    let others: Vec<Words> = intent
        .candidates
        .iter()
        .skip(skip)
        .filter(|candidate| candidate.confidence >= 0.01)
        .take(2)
        .map(|candidate| {
            said("verdict.candidate")
                .with("intent", name("intent.", &candidate.label))
                .with("share", plain(&candidate.confidence))
        })
        .collect();
    let worth_naming = intent.abstained != Some(Abstention::OutOfScope);
    if !others.is_empty() && worth_naming {
        let key = if skip == 1 {
            "verdict.or"
        } else {
            "verdict.perhaps"
        };
        let intents = others.into_iter().fold(list(", "), Words::and);
        blocks.push(Block::Text(
            "soft candidates",
            vec![text(said(key).with("intents", intents))],
        ));
    }
    blocks
}

fn meaning(band: Words, calibration: Calibration) -> Words {
    if calibration.of == 0 {
        return band;
    }
    let right = f64::from(calibration.right) / f64::from(calibration.of) * 100.0;
    said("verdict.meaning")
        .with("band", band)
        .with("right", plain(&right))
}

/// The first pieces of evidence in a row, after words that say of what.
fn rests_on(key: &'static str, evidence: &[Evidence]) -> Block {
    let mut inlines = vec![text(said(key)), text(" ".into())];
    for (index, evidence) in evidence.iter().take(5).enumerate() {
        if matches!(evidence, Evidence::Settings { .. }) {
            inlines.push(text(" ".into()));
            inlines.push(text(said("why.as_in_example")));
            inlines.push(text(" ".into()));
        } else if index > 0 {
            inlines.push(text(", ".into()));
        }
        inlines.push(Inline::Quote(evidence.clone()));
    }
    Block::Text("soft", inlines)
}

fn why(analysis: &Analysis) -> Block {
    let mut blocks = Vec::new();
    if !analysis.intent.evidence.is_empty() && analysis.intent.abstained.is_none() {
        blocks.push(rests_on("why.intent", &analysis.intent.evidence));
    }
    let Calibration { right, of } = analysis.intent.calibration;
    if of > 0 {
        blocks.push(Block::Text(
            "soft",
            vec![text(
                said("why.calibration")
                    .with("count", plain(&of))
                    .with("right", plain(&right)),
            )],
        ));
    }
    if !analysis.sentiment.evidence.is_empty() {
        blocks.push(rests_on("why.sentiment", &analysis.sentiment.evidence));
    }
    let factors = analysis
        .priority
        .factors
        .iter()
        .map(|factor| {
            vec![Block::Row(
                vec![
                    text(name("signal.", &factor.signal)),
                    text(" ".into()),
                    soft(value(&factor.value)),
                ],
                Some(Tag::new(
                    said("points").with("points", plain(&factor.contribution)),
                    Tone::Plain,
                )),
            )]
        })
        .collect::<Vec<_>>();
    if !factors.is_empty() {
        blocks.push(Block::Text("soft", vec![text(said("why.priority"))]));
        blocks.push(Block::List(factors));
    }
    Block::Details {
        key: "why",
        summary: vec![text(said("why"))],
        blocks,
    }
}
