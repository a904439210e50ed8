//! Nothing in a summary is invented: every clause carries sources that resolve, and what a clause says
//! beside them are the summary's own few words.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use handrail::analysis::{Analysis, ClauseSource};
use handrail::engine::{Assets, Engine};
use handrail::identity::{IdentityRules, KnownTicket};
use handrail::intent::IntentModel;
use handrail::text::Conversation;
use handrail::ticket::{ReadTicket, Ticket};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, LazyLock};

const NOW: i64 = 1_795_176_000_000;

/// What a clause may say by itself.
const OWN_WORDS: &str = "the customer customers agent assistant answered once twice times asks writes order orders and others about no answer yet answers so far by an assistant \
    wrote last team we asked suggested then earlier ticket tickets one of these handled on same kind matter \
    rated bad number tracking phone mail address serial photo photos file files year years \
    two three four five six seven eight nine ten eleven twelve more than";

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/intent.dat");
    let model = IntentModel::from_bytes(&std::fs::read(model).unwrap()).unwrap();
    let assets = Assets {
        intent_model: Some(Arc::new(model)),
        ..Assets::default()
    };
    Engine::from_json("", assets).unwrap()
});

/// White space as one blank.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value at a path such as `orders[0].id`.
fn at_path(value: &Value, path: &str) -> Option<String> {
    let pointer = path.replace('[', ".").replace(']', "");
    let found = value.pointer(&format!("/{}", pointer.replace('.', "/")))?;
    Some(match found {
        Value::String(text) => text.replace('_', " "),
        Value::Array(items) => items.iter().map(Value::to_string).collect(),
        other => other.to_string(),
    })
}

struct Sources<'a> {
    conversation: Conversation,
    ticket: &'a Ticket,
    given: Value,
    intent: &'a str,
}

impl Sources<'_> {
    /// What stands at a source.
    fn text(&self, source: &str) -> Option<String> {
        if source == "intent" {
            return Some(self.intent.to_owned());
        }
        let passage = self.conversation.passages().find(|one| one.id() == source);
        if let Some(passage) = passage {
            let message = self.ticket.messages.iter().find(|one| one.id == source);
            let at = message.and_then(|one| one.at.as_ref());
            return Some(format!(
                "{} {}",
                passage.visible,
                at.map_or("", |at| at.text())
            ));
        }
        at_path(&self.given, source)
    }

    /// A clause is its quotes and the summary's own words, and every quote stands where it says.
    fn check(&self, name: &str, clause: &str, all: &[ClauseSource]) {
        let quotes: Vec<&ClauseSource> = all.iter().filter(|one| one.clause == name).collect();
        assert_eq!(
            quotes.is_empty(),
            clause.is_empty(),
            "{name} without a source: {clause}"
        );
        let mut rest = clause.to_owned();
        for quote in quotes {
            let text = self.text(&quote.source);
            let text = text.unwrap_or_else(|| panic!("{name}: no source `{}`", quote.source));
            assert!(
                folded(&text).contains(&quote.text) || self.is_cut(&text, &quote.text),
                "{name}: `{}` does not stand in {}: {text}",
                quote.text,
                quote.source
            );
            assert!(
                rest.contains(&quote.text),
                "{name}: `{}` is not in `{clause}`",
                quote.text
            );
            rest = rest.replacen(&quote.text, " ", 1);
            rest = rest.replace(&format!("({}", quote.source), " ");
        }
        for word in rest.split(|c: char| !c.is_alphanumeric()) {
            let word = word.to_lowercase();
            let own = word.is_empty() || OWN_WORDS.split_whitespace().any(|own| own == word);
            assert!(own, "{name}: `{word}` of `{clause}` has no source");
        }
    }

    /// A word longer than a clause may be is cut within.
    fn is_cut(&self, text: &str, quote: &str) -> bool {
        let last = quote.split(' ').next_back().unwrap_or("");
        last.chars().count() >= 80 && folded(text).contains(last)
    }
}

fn check(ticket: &Ticket, now: i64) -> Analysis {
    let analysis = ENGINE.analyze(ticket, now);
    let known: KnownTicket = IdentityRules::compile(&ENGINE.settings().identity).apply(ticket);
    let sources = Sources {
        conversation: Conversation::read(&known.ticket),
        ticket: &known.ticket,
        given: serde_json::to_value(&known.ticket).unwrap(),
        intent: ENGINE.intent_name(&analysis.intent.label),
    };
    let summary = &analysis.summary;
    sources.check("one_line", &summary.one_line, &summary.sources);
    sources.check("ask", &summary.ask, &summary.sources);
    sources.check("history", &summary.history, &summary.sources);
    for (name, list) in [
        ("key_phrases", &summary.key_phrases),
        ("open_questions", &summary.open_questions),
        ("promises", &summary.promises),
        ("already_given", &summary.already_given),
        ("tried", &summary.tried),
    ] {
        for (at, clause) in list.iter().enumerate() {
            sources.check(&format!("{name}[{at}]"), clause, &summary.sources);
        }
    }
    assert!(summary.conversation.len() <= 5);
    for point in &summary.conversation {
        let source = sources
            .text(&point.message_id)
            .expect("the point's message");
        let words = point.text.trim_end_matches('…');
        assert!(
            folded(&source).contains(words) || sources.is_cut(&source, words),
            "{}: {words}",
            point.message_id
        );
        assert_ne!(point.text, summary.ask);
    }
    for fact in &summary.account {
        assert!(!fact.value.is_empty());
        let source = at_path(&sources.given, &fact.source).unwrap_or_default();
        for figures in fact
            .value
            .split(|c: char| !c.is_ascii_digit())
            .filter(|f| !f.is_empty())
        {
            assert!(
                source.contains(figures),
                "{}: `{}` of {}",
                fact.label,
                fact.value,
                fact.source
            );
        }
    }
    analysis
}

fn tickets(path: &str) -> Vec<ReadTicket> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .filter_map(|line| ReadTicket::from_json(line).ok())
        .collect()
}

#[test]
fn no_clause_of_a_recorded_ticket_is_invented() {
    let mut with_points = 0;
    for file in [
        "tests/golden/analyses/tickets.jsonl",
        "tests/cases/text.jsonl",
        "tests/cases/facts.jsonl",
        "tests/cases/personal.jsonl",
    ] {
        for read in tickets(file) {
            let analysis = check(&read.ticket, read.now.unwrap_or(NOW));
            with_points += usize::from(!analysis.summary.conversation.is_empty());
        }
    }
    assert!(with_points > 20, "{with_points}");
}

/// Sentences in the engine's languages, with numbers, dates and names.
const SENTENCES: &[&str] = &[
    "Hi, this is Ann Lee.",
    "Order A-20417 came on 12 May with a broken lid.",
    "I have already restarted it twice, no luck.",
    "Could you please refund 49.90 EUR?",
    "We will send a courier on 3 June.",
    "Please try another cable.",
    "It still does not work!",
    "Is it unused?",
    "Yes.",
    "Let me check that for you.",
    "Wo ist meine Bestellung 77120? Ich warte seit dem 3. Mai.",
    "Wir erstatten Ihnen 20 €.",
    "J'ai déjà essayé avec un autre câble.",
    "¿Dónde está mi pedido 88231?",
    "Vorrei cambiare la taglia, vivo in Via Roma 12.",
    "Ik heb al opnieuw opgestart.",
    "Não recebi nada até 4 de junho.",
    "The serial number is KX-99812B.",
    "Thanks\n\nKind regards,\nBob Ray",
    "😀 ok\u{200b}ay",
    "On Mon, 4 May 2026, Tom wrote:\n> Which size?",
    "Customer says the kettle 4711 burned her hand.",
    "",
];

fn some_ticket() -> impl Strategy<Value = Value> {
    let message = (
        prop::sample::select(vec!["customer", "agent", "ai", "system"]),
        prop::collection::vec(prop::sample::select(SENTENCES.to_vec()), 0..5),
        prop::sample::select(vec!["public", "internal"]),
        prop::sample::select(vec!["text", "html"]),
        1_u32..28,
    );
    let previous = (
        1_usize..4,
        prop::sample::select(vec!["solved", "open", "on_hold"]),
    );
    (
        prop::collection::vec(message, 0..12),
        prop::option::of(previous),
        prop::sample::select(vec![json!(null), json!("Ann Lee"), json!("ann@example.com")]),
    )
        .prop_map(|(messages, previous, name)| {
            let messages: Vec<Value> = messages
                .into_iter()
                .enumerate()
                .map(|(at, (role, sentences, visibility, format, day))| {
                    json!({"id": format!("x{at}"), "author": {"role": role}, "visibility": visibility,
                        "format": format, "body": sentences.join(" "),
                        "at": format!("2026-05-{day:02}T23:30:00-05:00")})
                })
                .collect();
            let previous: Vec<Value> = previous.map_or_else(Vec::new, |(count, status)| {
                (0..count)
                    .map(|at| json!({"id": at, "subject": "Lamp shade", "status": status, "csat": "bad",
                        "created_at": format!("2026-03-0{}", at + 1), "resolution": "sent a new one"}))
                    .collect()
            });
            json!({"id": 1, "subject": "Order 99231", "messages": messages, "previous_tickets": previous,
                "requester": {"name": name, "created_at": "2019-03-14", "usage": {"orders": 31}},
                "orders": [{"id": "A-20417", "items": [{"name": "Kettle"}]}, {"id": "B-1"}]})
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_clause_of_any_ticket_is_invented(ticket in some_ticket()) {
        let read = ReadTicket::from_json(&ticket.to_string()).unwrap();
        check(&read.ticket, NOW);
    }
}
