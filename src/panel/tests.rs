use super::*;
use crate::analysis::{
    Calibration, Escalation, IntentVerdict, MessageRegion, PolicyFact, PolicyFlag, PolicyStatus,
    Severity, Tier, Trigger,
};
use crate::evidence::Span;

/// Words in English, as the page would put them.
fn english(words: &Words) -> String {
    use serde_json::Value;
    fn told(value: &Value) -> String {
        let Value::Array(list) = value else {
            return value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
        };
        let key = list[0].as_str().expect("a key");
        match key {
            "" => {
                let words: Vec<String> = list[2..].iter().map(told).collect();
                words.join(list[1].as_str().expect("a separator"))
            }
            "=" | "~" => list[1]
                .as_str()
                .map_or_else(|| list[1].to_string(), str::to_owned),
            family if family.ends_with('.') => {
                let id = list[1].as_str().expect("an id");
                text(&format!("{family}{id}")).unwrap_or(id).to_owned()
            }
            key => {
                let said = text(key).or_else(|| text(&format!("{key}#other")));
                let mut said = said
                    .unwrap_or_else(|| panic!("nothing is said by `{key}`"))
                    .to_owned();
                for value in list[1..].chunks(2) {
                    let (name, told) = (value[0].as_str().expect("a name"), told(&value[1]));
                    for format in FORMATS {
                        said = said.replace(&format!("{{{name}{format}}}"), &told);
                    }
                }
                said
            }
        }
    }
    const FORMATS: [&str; 7] = [
        "",
        ":date",
        ":moment",
        ":score",
        ":duration",
        ":percent",
        ":signed",
    ];
    fn text(key: &str) -> Option<&'static str> {
        include_str!("../../www/data/words/en.txt")
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
    }
    told(&serde_json::from_str(&words.clone().json()).expect("JSON"))
}

/// All words of the panel, one line a block.
fn plain(view: &PanelView) -> String {
    fn inlines(out: &mut String, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(words)
                | Inline::Strong(words)
                | Inline::Soft(words)
                | Inline::Mark(words) => out.push_str(&english(words)),
                Inline::Quote(evidence) => out.push_str(&english(&quoted(evidence))),
                Inline::Link(text, url) => out.push_str(&format!("{text} <{url}>")),
                Inline::Message(_, words) => out.push_str(&format!("[{}]", english(words))),
                Inline::Tag(tag) => out.push_str(&format!("({})", english(&tag.text))),
            }
        }
        out.push('\n');
    }
    fn blocks(out: &mut String, items: &[Block]) {
        for block in items {
            match block {
                Block::Text(_, words) => inlines(out, words),
                Block::Row(words, tag) => {
                    let mut words = words.clone();
                    words.extend(tag.clone().map(Inline::Tag));
                    inlines(out, &words);
                }
                Block::Bar(_, part) => out.push_str(&format!("bar {part:.2}\n")),
                Block::List(entries) => entries.iter().for_each(|entry| blocks(out, entry)),
                Block::Grid(pairs) => pairs.iter().for_each(|(label, value)| {
                    out.push_str(&format!("{}: ", english(label)));
                    inlines(out, value);
                }),
                Block::Card(inner) => blocks(out, inner),
                Block::Steps(steps) => steps
                    .iter()
                    .for_each(|step| out.push_str(&format!("- {}\n", english(step)))),
                Block::Details {
                    summary,
                    blocks: inner,
                    ..
                } => {
                    inlines(out, summary);
                    blocks(out, inner);
                }
            }
        }
    }
    let mut out = String::new();
    for section in &view.sections {
        out.push_str(&format!("== {}\n", section.name));
        out.extend(section.heading.map(|key| english(&said(key)) + "\n"));
        blocks(&mut out, &section.blocks);
    }
    out + &english(&view.announcement)
}

#[track_caller]
fn check(analysis: &Analysis, expected: &[&str]) {
    let options = PanelOptions {
        number: Some("77".to_owned()),
        ..PanelOptions::default()
    };
    let shown = plain(&view(analysis, &options));
    for part in expected {
        assert!(shown.contains(part), "no `{part}` in\n{shown}");
    }
}

#[test]
fn an_empty_analysis_is_a_whole_panel() {
    check(
        &Analysis::default(),
        &[
            "== header",
            "#77",
            "No escalation: 0 rules checked",
            "0 rules checked, 0 fired",
        ],
    );
}

#[test]
fn parts_of_messages_are_told() {
    let part = |kind: &str, beginning: &str| MessageRegion {
        message_id: "m2".into(),
        kind: kind.into(),
        span: Span { start: 0, end: 9 },
        beginning: beginning.into(),
    };
    check(
        &Analysis {
            regions: vec![
                part("reply_quote", "On Monday you wrote:"),
                part("signature", "Best regards"),
            ],
            ..Analysis::default()
        },
        &[
            "2 quotes, signatures and footers",
            "m2 · quote of an earlier message “On Monday you wrote:…”",
            "m2 · signature “Best regards…”",
        ],
    );
}

#[test]
fn an_escalation_says_who_and_why() {
    let analysis = Analysis {
        triggers: vec![Trigger {
            kind: "legal_language".into(),
            rule: "legal_language".into(),
            severity: Severity::Escalate,
            evidence: vec![Evidence::Message {
                message_id: "m3".into(),
                span: Span { start: 0, end: 9 },
                visible_span: Span { start: 0, end: 9 },
                text: "my lawyer".into(),
                prefix: String::new(),
                suffix: " will write".into(),
            }],
            ..Trigger::default()
        }],
        escalation: Escalation {
            tier: Tier::Specialist,
            required: true,
            route: "Legal desk".into(),
            sla_minutes: Some(60),
            reasons: vec![],
        },
        ..Analysis::default()
    };
    check(
        &analysis,
        &[
            "A specialist must own this",
            "Legal language: my lawyer",
            "[m3]",
            "Route: Legal desk, first reply within 60",
        ],
    );
}

#[test]
fn verdicts_say_what_they_mean() {
    let analysis = Analysis {
        intent: IntentVerdict {
            label: "refund_request".into(),
            confidence: 0.94,
            band: crate::analysis::Band::High,
            calibration: Calibration {
                right: 470,
                of: 500,
            },
            ..IntentVerdict::default()
        },
        policy_flags: vec![PolicyFlag {
            policy: "return_window".into(),
            rule: "returns.standard".into(),
            status: PolicyStatus::Expiring,
            detail: "day 27 of 30".into(),
            facts: [
                ("order", "A-1", "fields.order_number"),
                (
                    "delivered_at",
                    "2026-10-24",
                    "look-up orders[0].delivered_at",
                ),
                ("placed_at", "2026-10-20", "orders[0].placed_at"),
                ("status", "here", "messages[m3].body"),
                ("tier", "gold", "identity.directory[a@example.com].tier"),
            ]
            .map(|(name, value, source)| PolicyFact {
                name: name.into(),
                value: value.into(),
                source: source.into(),
            })
            .to_vec(),
            missing: vec!["condition".into()],
            ..PolicyFlag::default()
        }],
        ..Analysis::default()
    };
    check(
        &analysis,
        &[
            "Refund request(high · 94.0 of 100 right)",
            "return_window(expiring · day 27 of 30)",
            "bar 0.90",
            "returns.standard · order A-1 · delivered at 2026-10-24 (look-up) · placed at 2026-10-20 · status here · tier gold",
            "Missing: condition",
        ],
    );
}
