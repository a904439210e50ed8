//! A small model, trained here, reads conversations as the shipped one does.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use handrail::analysis::{Abstention, IntentVerdict, LanguageVerdict};
use handrail::evidence::Evidence;
use handrail::intent::calibration::Confidence;
use handrail::intent::{IntentClassifier, IntentModel};
use handrail::settings::intents::IntentSetting;
use handrail::text::Conversation;
use handrail::ticket::ReadTicket;
use handrail_trainer::cross_validation::{cross_validate, folds};
use handrail_trainer::dataset::{Row, conversation};
use handrail_trainer::fit::{FitOptions, Prepared};
use handrail_trainer::unlike::Unlike;
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};

const MESSAGES: &[(&str, &[&str])] = &[
    (
        "order_status",
        &[
            "Where is my parcel?",
            "When will the boots arrive",
            "I'd like to know where my order is, the tracking shows nothing",
            "has it been shipped yet?",
            "Any news on when my package is coming?",
            "tracking number please, where is it now",
        ],
    ),
    (
        "refund_request",
        &[
            "I want my money back",
            "Please refund me for the kettle",
            "give me a refund, it is not what I paid for",
            "Could you return the money to my card?",
            "we would like a full refund for the tickets",
            "refund please",
        ],
    ),
    (
        "account_access",
        &[
            "I cannot log in",
            "my password does not work",
            "Reset my password, I am locked out",
            "The code for the login never comes",
            "locked out of my account since Monday",
            "login fails with the right password",
        ],
    ),
    (
        "out_of_scope",
        &[
            "What is the capital of Peru?",
            "tell me a joke",
            "earn a million from home, click here",
            "do you like football",
            "sing me a song",
            "lottery winner, claim your prize",
        ],
    ),
];

fn rows() -> Vec<Row> {
    MESSAGES
        .iter()
        .flat_map(|(label, texts)| {
            texts.iter().map(|text| Row {
                conversation: conversation(text),
                label: (*label).to_owned(),
                group: None,
                weight: 1.0,
                own: true,
            })
        })
        .collect()
}

fn train() -> Vec<u8> {
    let rows = rows();
    let prepared = Prepared::new(&rows, None);
    let all: Vec<usize> = (0..rows.len()).collect();
    let mut parts = prepared.fit(&all, "fixture", &FitOptions::default());
    // So few rows cannot be calibrated; this is sharp enough to tell sure from unsure.
    parts.confidence = Confidence {
        sharpness: 4.0,
        least: 0.4,
        tie_within: 0.02,
        ..Confidence::default()
    };
    parts.to_bytes()
}

fn model() -> Arc<IntentModel> {
    static MODEL: OnceLock<Arc<IntentModel>> = OnceLock::new();
    Arc::clone(MODEL.get_or_init(|| Arc::new(IntentModel::from_bytes(&train()).unwrap())))
}

fn read(ticket: &Value, language: &str, settings: &[IntentSetting]) -> IntentVerdict {
    let mut ticket = ticket.clone();
    ticket["id"] = json!("1");
    let read = ReadTicket::from_json(&ticket.to_string()).unwrap();
    let language = LanguageVerdict {
        code: language.to_owned(),
        confidence: 0.99,
    };
    IntentClassifier::new(Some(model()), None, settings)
        .unwrap()
        .classify(&Conversation::read(&read.ticket), &language)
}

#[track_caller]
fn check(ticket: &Value, label: &str, abstained: Option<Abstention>) {
    let verdict = read(ticket, "en", &[]);
    assert_eq!(
        (verdict.label.as_str(), verdict.abstained),
        (label, abstained),
        "{verdict:?}"
    );
}

fn mail(subject: &str, body: &str) -> Value {
    json!({"subject": subject, "messages": [{"id": "m1", "body": body}]})
}

#[test]
fn the_current_ask_decides() {
    check(
        &mail("", "Hello, where is my parcel?"),
        "order_status",
        None,
    );
    check(
        &json!({"subject": "Order 7", "messages": [
            {"id": 1, "body": "Where is my parcel?"},
            {"id": 2, "author": {"role": "agent"}, "body": "It is lost. Shall we refund you?"},
            {"id": 3, "body": "Yes, I want my money back please"},
        ]}),
        "refund_request",
        None,
    );
    check(
        &json!({"messages": [
            {"id": 1, "body": "I am locked out of my account, the login fails"},
            {"id": 2, "author": {"role": "agent"}, "body": "We look into it."},
            {"id": 3, "body": "ok thanks"},
        ]}),
        "account_access",
        None,
    );
}

#[test]
fn quotes_and_subjects_change_nothing() {
    let body = "Hi,\n\nI cannot log in since the update. The password is right.\n\nThank you";
    for (subject, end) in [
        ("", ""),
        ("Hello", ""),
        ("Problem with the login", ""),
        (
            "",
            "\n\n> I want my money back. Please refund me for the kettle.\n> refund please\n",
        ),
        ("", "\n\n-- \nAnn Example\nExample Parcel Tracking Ltd\n"),
    ] {
        check(
            &mail(subject, &format!("{body}{end}")),
            "account_access",
            None,
        );
    }
    // The same words, said by the team, decide nothing.
    check(
        &json!({"messages": [
            {"id": 1, "body": body},
            {"id": 2, "author": {"role": "ai"}, "body": "Do you want your money back? I can refund you."},
        ]}),
        "account_access",
        None,
    );
}

#[test]
fn abstains_for_a_reason() {
    check(&mail("", ""), "", Some(Abstention::Empty));
    check(&json!({"messages": []}), "", Some(Abstention::Empty));
    let verdict = read(&mail("", "tell me a joke, sing me a song"), "en", &[]);
    assert_eq!(verdict.abstained, Some(Abstention::OutOfScope));
    assert!(verdict.candidates.iter().all(|c| c.label != "out_of_scope"));
    let verdict = read(&mail("", "Wo bleibt mein Paket?"), "de", &[]);
    assert_eq!(verdict.abstained, Some(Abstention::UnsupportedLanguage));
    let verdict = read(&mail("", "🙂🙂 … !!"), "und", &[]);
    assert!(verdict.abstained.is_some(), "{verdict:?}");
    let none = IntentClassifier::new(None, None, &[]).unwrap();
    let verdict = none.classify(&conversation("refund"), &LanguageVerdict::default());
    assert_eq!(verdict.abstained, Some(Abstention::NoModel));
}

#[test]
fn evidence_names_the_words_that_decided() {
    let verdict = read(
        &mail(
            "",
            "Good morning. My daughter likes it a lot. I want a refund please.",
        ),
        "en",
        &[],
    );
    let words: Vec<String> = verdict
        .evidence
        .iter()
        .map(|evidence| match evidence {
            Evidence::Message { text, .. } => text.to_lowercase(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(
        words.first().is_some_and(|word| word.contains("refund")),
        "{words:?}"
    );
    assert!(!words.join(" ").contains("daughter"), "{words:?}");
}

#[test]
fn settings_are_obeyed() {
    let setting = |id: &str, disabled, min_confidence| IntentSetting {
        id: id.to_owned(),
        disabled,
        min_confidence,
        ..IntentSetting::default()
    };
    let refund = mail("", "Please refund me");
    // Of the shipped intents only those that the settings hold are on.
    let verdict = read(
        &refund,
        "en",
        &[
            setting("refund_request", true, None),
            setting("account_access", false, None),
        ],
    );
    assert!(
        verdict
            .candidates
            .iter()
            .all(|c| c.label == "account_access"),
        "{verdict:?}"
    );
    let verdict = read(
        &refund,
        "en",
        &[setting("refund_request", false, Some(1.0))],
    );
    assert_eq!(verdict.label, "refund_request");
    assert!(IntentClassifier::new(None, None, &[setting("x", false, Some(7.0))]).is_err());
}

/// What the settings say of merging and of own examples: the verdict's label and whether it abstains.
#[track_caller]
fn check_settings(text: &str, settings: &[IntentSetting], label: &str) -> IntentVerdict {
    let verdict = read(&mail("", text), "en", settings);
    assert_eq!(
        (verdict.label.as_str(), verdict.abstained),
        (label, None),
        "{verdict:?}"
    );
    verdict
}

#[test]
fn merged_intents_count_as_one() {
    let settings = |ids: &[(&str, Option<&str>)]| -> Vec<IntentSetting> {
        ids.iter()
            .map(|(id, counts_as)| IntentSetting {
                id: (*id).to_owned(),
                counts_as: counts_as.map(str::to_owned),
                ..IntentSetting::default()
            })
            .collect()
    };
    let text = "Please refund me, I want my money back";
    check_settings(
        text,
        &settings(&[("refund_request", None)]),
        "refund_request",
    );
    let merged = settings(&[("refund_request", Some("money")), ("money", None)]);
    let verdict = check_settings(text, &merged, "money");
    assert!(
        verdict
            .candidates
            .iter()
            .all(|one| one.label != "refund_request")
    );
    // Through another one.
    let chain = settings(&[
        ("refund_request", Some("money")),
        ("money", Some("account_access")),
        ("account_access", None),
    ]);
    check_settings(text, &chain, "account_access");
}

#[test]
fn an_intent_is_added_by_examples() {
    let classes = IntentSetting {
        id: "gym_class".to_owned(),
        examples: Some(
            [
                "book a yoga class for tomorrow",
                "is there a spinning class tonight",
                "put me down for the pilates class",
                "the yoga class is full, can i get on the waiting list",
                "which class can i book for monday morning",
            ]
            .map(str::to_owned)
            .to_vec(),
        ),
        ..IntentSetting::default()
    };
    let refund = IntentSetting {
        id: "refund_request".to_owned(),
        ..IntentSetting::default()
    };
    let ask = "Hello, can I book the yoga class on Monday?";
    let both = [refund.clone(), classes.clone()];
    let verdict = check_settings(ask, &both, "gym_class");
    let Some((Evidence::Settings { path, value }, words)) = verdict.evidence.split_last() else {
        panic!("no example: {verdict:?}");
    };
    assert_eq!(path, "intents[gym_class].examples[4]");
    assert_eq!(value, "which class can i book for monday morning");
    let said =
        |one: &Evidence| matches!(one, Evidence::Message { text, .. } if text.contains("class"));
    assert!(words.iter().any(said), "{verdict:?}");
    // What is not like the examples stays where it was.
    let money = "Please refund me, I want my money back";
    let alone = read(&mail("", money), "en", std::slice::from_ref(&refund));
    let beside = check_settings(money, &both, "refund_request");
    assert!((alone.confidence - beside.confidence).abs() < 0.01);
    assert_eq!(alone.evidence, beside.evidence);
    // Switched off, and counting as another.
    let off = IntentSetting {
        disabled: true,
        ..classes.clone()
    };
    assert_ne!(
        read(&mail("", ask), "en", &[refund.clone(), off]).label,
        "gym_class"
    );
    let merged = IntentSetting {
        counts_as: Some("refund_request".to_owned()),
        ..classes
    };
    check_settings(ask, &[refund, merged], "refund_request");
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    assert!(train() == train());
    let rows = rows();
    let prepared = Prepared::new(&rows, None);
    let validate = || {
        cross_validate(
            &prepared,
            &folds(&rows),
            &FitOptions::default(),
            &Unlike::default(),
        )
        .unwrap()
        .outcomes
    };
    let outcomes = validate();
    assert_eq!(outcomes.len(), rows.len());
    assert_eq!(outcomes, validate());
}

#[test]
fn large_text_is_read_in_bounds() {
    let body = format!("I want my money back. {}", "word ".repeat(200_000));
    check(&mail("", &body), "refund_request", None);
    let verdict = read(&mail("", &"x".repeat(1_000_000)), "und", &[]);
    assert!(verdict.evidence.len() <= 4);
}
