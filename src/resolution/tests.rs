use super::*;
use crate::analysis::{Abstention, Candidate};
use crate::settings::Settings;
use serde_json::{Value, json};

struct Given {
    intent: IntentVerdict,
    flags: Value,
    triggers: Value,
}

fn intent(label: &str, confidence: f64) -> IntentVerdict {
    IntentVerdict {
        label: label.to_owned(),
        confidence,
        candidates: vec![Candidate {
            label: label.to_owned(),
            confidence,
        }],
        ..IntentVerdict::default()
    }
}

fn resolve(given: Given) -> Vec<ResolutionPath> {
    let settings = Settings::read("").unwrap();
    let flags: Vec<PolicyFlag> = serde_json::from_value(given.flags).unwrap();
    let triggers: Vec<Trigger> = serde_json::from_value(given.triggers).unwrap();
    let escalation = Escalation {
        route: "Claims desk".to_owned(),
        ..Escalation::default()
    };
    let knowledge = [ArticleHit {
        article_id: "kb-1".to_owned(),
        title: "Returns".to_owned(),
        ..ArticleHit::default()
    }];
    paths(
        &settings.knowledge.playbooks,
        &Facts {
            intent: &given.intent,
            policy_flags: &flags,
            triggers: &triggers,
            escalation: &escalation,
            knowledge: &knowledge,
        },
    )
}

#[track_caller]
fn check(given: Given, titles: &[&str]) {
    let paths = resolve(given);
    let got: Vec<&str> = paths.iter().map(|path| path.title.as_str()).collect();
    assert_eq!(got, titles);
}

fn returns(status: &str, detail: &str) -> Value {
    json!([{"policy": "returns", "rule": "returns.standard", "status": status, "detail": detail}])
}

#[test]
fn the_policy_decides_the_way() {
    let case = |status: &str, title: &str| {
        check(
            Given {
                intent: intent("return_request", 0.9),
                flags: returns(status, "day 27 of 30"),
                triggers: json!([]),
            },
            &[title],
        );
    };
    case("allowed", "Accept the return and send the label");
    case("expiring", "Accept the return today");
    case("denied", "Decline, with an alternative");
    case("unknown", "Get the facts that are missing");
    check(
        Given {
            intent: intent("return_request", 0.9),
            flags: json!([]),
            triggers: json!([]),
        },
        &["Get the facts that are missing"],
    );
}

#[test]
fn a_hand_over_comes_first_and_alone() {
    let paths = resolve(Given {
        intent: intent("refund_request", 0.8),
        flags: returns("denied", "day 44 of 30"),
        triggers: json!([
            {"kind": "frustration", "rule": "frustration", "severity": "escalate", "reason": "very angry"},
            {"kind": "legal_language", "rule": "legal", "severity": "escalate", "reason": "names a lawyer"}
        ]),
    });
    let titles: Vec<&str> = paths.iter().map(|path| path.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "Hand over: legal matter or claim",
            "Decline the refund, with an alternative"
        ]
    );
    assert!(paths[0].steps[0].contains("Claims desk"), "{:?}", paths[0]);
    assert!(paths[0].rationale.ends_with("names a lawyer"));
    assert_eq!(paths[0].sources, ["legal"]);
    assert_eq!(paths[0].confidence, 0.95);
    assert_eq!(
        paths[1].rationale,
        "The return window does not cover it: day 44 of 30."
    );
    assert_eq!(paths[1].sources, ["returns.standard"]);
}

#[test]
fn a_notice_hands_nothing_over() {
    check(
        Given {
            intent: intent("praise_or_feedback", 0.9),
            flags: json!([]),
            triggers: json!([{"kind": "legal_language", "rule": "legal", "severity": "notice"}]),
        },
        &["Thank and pass on"],
    );
}

#[test]
fn an_unsure_classifier_asks() {
    let mut verdict = intent("", 0.0);
    verdict.abstained = Some(Abstention::LowConfidence);
    check(
        Given {
            intent: verdict,
            flags: json!([]),
            triggers: json!([]),
        },
        &["Ask what is needed"],
    );
}

#[test]
fn words_without_a_value_are_left_out() {
    let paths = resolve(Given {
        intent: intent("return_policy", 0.9),
        flags: json!([]),
        triggers: json!([]),
    });
    assert_eq!(
        paths[0].steps,
        [
            "Name window, condition and costs",
            "Link the article Returns"
        ]
    );
}

#[test]
fn every_intent_has_a_way_and_every_playbook_is_sound() {
    let settings = Settings::read("").unwrap();
    check_sound(&settings.knowledge.playbooks);
    assert!(settings.intents.len() >= 32);
    for known in &settings.intents {
        let paths = resolve(Given {
            intent: intent(&known.id, 0.9),
            flags: json!([]),
            triggers: json!([]),
        });
        assert!(!paths.is_empty(), "no way for {}", known.id);
    }
}

#[track_caller]
fn check_sound(playbooks: &[Playbook]) {
    super::check(playbooks).unwrap();
}

#[test]
fn broken_playbooks_are_refused() {
    let refuses = |playbook: Value, path: &str| {
        let playbook: Playbook = serde_json::from_value(playbook).unwrap();
        assert_eq!(super::check(&[playbook]).unwrap_err().path, path);
    };
    refuses(
        json!({"id": "x", "steps": ["a"]}),
        "knowledge.playbooks[x].title",
    );
    refuses(
        json!({"id": "x", "title": "t"}),
        "knowledge.playbooks[x].steps",
    );
    refuses(
        json!({"id": "x", "title": "t", "steps": ["a"], "policy": "returns"}),
        "knowledge.playbooks[x].policy",
    );
}
