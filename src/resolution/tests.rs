use super::*;
use crate::analysis::{Abstention, Candidate};
use crate::settings::Settings;
use serde_json::{Value, json};

struct Given {
    intent: IntentVerdict,
    flags: Value,
    triggers: Value,
    similar: Value,
    given: Vec<String>,
}

impl Default for Given {
    fn default() -> Self {
        Self {
            intent: IntentVerdict::default(),
            flags: json!([]),
            triggers: json!([]),
            similar: json!([]),
            given: Vec::new(),
        }
    }
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
    let similar: Vec<SimilarTicket> = serde_json::from_value(given.similar).unwrap();
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
            similar: &similar,
            ticket: &Ticket::default(),
            given: &given.given,
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
                ..Given::default()
            },
            &[title, "Offer an exchange or credit first"],
        );
    };
    case("allowed", "Accept the return and send the label");
    case("expiring", "Accept the return today");
    case("denied", "Decline, with an alternative");
    case("unknown", "Get the facts that are missing");
    check(
        Given {
            intent: intent("return_request", 0.9),
            ..Given::default()
        },
        &[
            "Get the facts that are missing",
            "Offer an exchange or credit first",
        ],
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
        ..Given::default()
    });
    let titles: Vec<&str> = paths.iter().map(|path| path.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "Hand over: legal matter or claim",
            "Decline the refund, with an alternative",
            "Refund a part, or give credit",
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
    assert_eq!(paths[1].sources, ["returns.standard", "kb-1"]);
}

#[test]
fn a_notice_hands_nothing_over() {
    check(
        Given {
            intent: intent("praise_or_feedback", 0.9),
            flags: json!([]),
            triggers: json!([{"kind": "legal_language", "rule": "legal", "severity": "notice"}]),
            ..Given::default()
        },
        &["Thank and pass on", "Ask whether it may be shown"],
    );
}

#[test]
fn an_unsure_classifier_asks() {
    let mut verdict = intent("", 0.0);
    verdict.abstained = Some(Abstention::LowConfidence);
    check(
        Given {
            intent: verdict,
            ..Given::default()
        },
        &["Ask what is needed", "Answer the likeliest reading"],
    );
}

#[test]
fn words_without_a_value_are_left_out() {
    let paths = resolve(Given {
        intent: intent("return_policy", 0.9),
        ..Given::default()
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
fn what_was_given_is_not_asked() {
    let first = |given: &[&str]| {
        let paths = resolve(Given {
            intent: intent("damaged_or_defective", 0.9),
            flags: json!([{"policy": "defects", "rule": "defects.standard", "status": "allowed"}]),
            given: given.iter().map(|entry| (*entry).to_owned()).collect(),
            ..Given::default()
        });
        paths[0]
            .steps
            .iter()
            .filter(|step| step.starts_with("Ask for"))
            .count()
    };
    assert_eq!(first(&[]), 2);
    assert_eq!(first(&["order number A-1 (m1)"]), 1);
    assert_eq!(first(&["order number A-1 (m1)", "two photos (m1)"]), 0);
    assert_eq!(first(&["“Which photo?” – “None.” (m2)"]), 2);
}

#[test]
fn a_solved_ticket_shows_a_way() {
    let paths = resolve(Given {
        intent: intent("return_request", 0.9),
        similar: json!([{"ticket_id": "88", "subject": "Lamp too big", "score": 2.0,
            "resolution": "Sent a label. Refunded 49.90 EUR after the scan."}]),
        ..Given::default()
    });
    let last = paths.last().unwrap();
    assert_eq!(paths.len(), 3);
    assert_eq!(last.title, "As in ticket 88: Lamp too big");
    assert_eq!(
        last.steps,
        ["Sent a label", "Refunded 49.90 EUR after the scan"]
    );
    assert_eq!(last.sources, ["ticket 88"]);
}

/// The ways for an intent, whatever its policy says.
#[track_caller]
fn check_ways(label: &str, flags: &Value) {
    let paths = resolve(Given {
        intent: intent(label, 0.9),
        flags: flags.clone(),
        ..Given::default()
    });
    assert!((2..=3).contains(&paths.len()), "{label} {flags}: {paths:?}");
    for path in &paths {
        let complete = !path.steps.is_empty() && !path.rationale.is_empty();
        assert!(complete && !path.sources.is_empty(), "{label}: {path:?}");
    }
}

#[test]
fn every_intent_has_two_or_three_ways_and_every_playbook_is_sound() {
    let settings = Settings::read("").unwrap();
    check_sound(&settings.knowledge.playbooks);
    assert!(settings.intents.len() >= 32);
    for known in &settings.intents {
        check_ways(&known.id, &json!([]));
        let playbooks = settings.knowledge.playbooks.iter();
        let own = playbooks.filter(|playbook| playbook.intents.contains(&known.id));
        for policy in own.filter_map(|playbook| playbook.policy.as_ref()) {
            for status in ["allowed", "expiring", "denied", "unknown"] {
                let flag = json!([{"policy": policy, "rule": "r", "status": status, "detail": "day 3 of 30",
                    "missing": ["delivered_at"]}]);
                check_ways(&known.id, &flag);
            }
        }
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
