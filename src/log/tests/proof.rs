//! Figures and gates.

use super::*;

#[test]
fn feedback_counts_until_it_is_taken_back() {
    let mut log = Writer::by("agent-a");
    let at = "2026-11-20T08:00:00Z";
    for ticket in 1..=4 {
        log.write(
            at,
            "analyzed",
            &analyzed(ticket, "refund_request", &["a", "b"]),
        );
    }
    log.write(
        at,
        "feedback",
        &feedback(1, "intent", "right", "refund_request"),
    );
    log.write(
        at,
        "feedback",
        &feedback(2, "intent", "right", "refund_request"),
    );
    log.write(at, "feedback", &feedback(2, "trigger", "wrong", "vip"));
    log.write(
        at,
        "feedback",
        r#"{"desk":"https://desk.example.com","ticket":"3","about":"intent","verdict":"wrong","subject":"refund_request","corrected":"refund_status"}"#,
    );
    log.write(
        at,
        "feedback",
        &feedback(4, "intent", "wrong", "refund_request"),
    );
    log.write(
        at,
        "feedback",
        r#"{"desk":"https://desk.example.com","ticket":"4","about":"intent","undoes":9}"#,
    );
    let found = of(&[&log]).figures;
    assert_eq!((found.tickets, found.labelled), (4, 3));
    assert_eq!((found.agreement.part, found.agreement.of), (1, 3));
    assert_eq!((found.escalated.part, found.escalated.of), (1, 4));
    let intent = &found.intents[0];
    assert_eq!((intent.right.part, intent.right.of), (2, 3));
    assert_eq!(intent.corrected_to[0].intent, "refund_status");
    assert_eq!((found.rules[0].fired, found.rules[0].wrong), (4, 1));
}

#[test]
fn logs_of_many_agents_are_one() {
    let (mut one, mut other) = (Writer::by("agent-a"), Writer::by("agent-b"));
    one.write(
        "2026-10-20T08:00:00Z",
        "analyzed",
        &analyzed(1, "refund_request", &[]),
    );
    other.write(
        "2026-11-20T08:00:00Z",
        "analyzed",
        &analyzed(1, "refund_request", &[]),
    );
    other.write(
        "2026-11-20T09:00:00Z",
        "analyzed",
        &analyzed(2, "praise", &[]),
    );
    let earlier = other.clone();
    other.write(
        "2026-11-20T10:00:00Z",
        "feedback",
        &feedback(2, "intent", "right", "praise"),
    );
    // The same log twice, once older.
    let found = of(&[&one, &other, &earlier]);
    assert_eq!(found.figures.actors, 2);
    assert_eq!((found.figures.analyses, found.figures.tickets), (3, 2));
    assert_eq!(found.figures.labelled, 1);
    assert_eq!(found.figures.since, "2026-10-20T08:00:00Z");
    let kinds: Vec<(&str, usize)> = found
        .kinds
        .iter()
        .map(|it| (it.kind.as_str(), it.count))
        .collect();
    assert_eq!(kinds, [("analyzed", 3), ("feedback", 1)]);
}

#[test]
fn articles_by_month() {
    let mut log = Writer::by("agent-a");
    let (october, november) = ("2026-10-20T08:00:00Z", "2026-11-20T08:00:00Z");
    log.write(
        october,
        "analyzed",
        &analyzed(1, "refund_request", &["a", "b", "c"]),
    );
    log.write(october, "analyzed", &analyzed(2, "refund_request", &[]));
    log.write(november, "analyzed", &analyzed(3, "praise", &["a", "b"]));
    log.write(november, "analyzed", &analyzed(4, "praise", &["a", "b"]));
    let opened = |ticket: usize, article: &str| {
        json!({"desk": "https://desk.example.com", "ticket": ticket.to_string(), "subject": article}).to_string()
    };
    log.write(october, "article_opened", &opened(1, "a"));
    log.write(october, "article_opened", &opened(1, "b"));
    log.write(october, "feedback", &feedback(1, "article", "helpful", "b"));
    log.write(november, "article_opened", &opened(3, "a"));
    log.write(
        november,
        "feedback",
        &feedback(4, "article", "not_helpful", "a"),
    );
    let found = of(&[&log]).articles;
    let overall = &found.overall;
    assert_eq!(
        (overall.searched, overall.nothing_fits.part, overall.judged),
        (4, 1, 3)
    );
    assert_eq!((overall.recall_at_1.part, overall.recall_at_5.part), (1, 2));
    assert_eq!((overall.mrr.value, overall.ndcg_at_10.value), (0.5, 0.5436));
    assert_eq!((overall.helpful.part, overall.helpful.of), (1, 2));
    let months: Vec<(&str, usize, usize)> = found
        .months
        .iter()
        .map(|it| (it.month.as_str(), it.searched, it.nothing_fits.part))
        .collect();
    assert_eq!(months, [("2026-10", 2, 1), ("2026-11", 2, 0)]);
    assert_eq!(
        found.gaps,
        [Gap {
            intent: "refund_request".to_owned(),
            count: 1
        }]
    );
    assert_eq!(
        (found.articles[0].article.as_str(), found.articles[0].opened),
        ("a", 2)
    );
}

/// A log with so many labelled tickets of which so many were right, since so many days.
fn labelled(all: usize, right: usize, days: i64) -> Writer {
    let mut log = Writer::by("agent-a");
    let at = crate::ticket::Time::from_millis(NOW - days * 86_400_000);
    for ticket in 0..all {
        log.write(
            at.text(),
            "analyzed",
            &analyzed(ticket, "refund_request", &[]),
        );
        let verdict = if ticket < right { "right" } else { "wrong" };
        log.write(
            at.text(),
            "feedback",
            &feedback(ticket, "intent", verdict, "refund_request"),
        );
    }
    log
}

#[test]
fn drafts_are_earned() {
    let met = |log: &Writer| {
        let gate = of(&[log]).drafts;
        let names = gate
            .conditions
            .iter()
            .filter(|it| !it.met)
            .map(|it| it.name.clone());
        (gate.met, names.collect::<Vec<_>>().join(" "))
    };
    assert_eq!(
        met(&Writer::by("nobody")),
        (false, "days tickets labelled agreement".to_owned())
    );
    assert_eq!(met(&labelled(500, 470, 90)), (true, String::new()));
    assert_eq!(met(&labelled(500, 470, 89)), (false, "days".to_owned()));
    // 92 % right, but the interval reaches below 90 %.
    assert_eq!(
        met(&labelled(500, 460, 90)),
        (false, "agreement".to_owned())
    );
    let gate = of(&[&labelled(500, 460, 90)]).drafts;
    assert_eq!(
        gate.conditions[3].words,
        "routing agreement: 92.0 % (460 of 500; 89.3 % to 94.1 %); the interval has to lie above 90.0 %"
    );
}

#[test]
fn autonomy_is_earned_by_category() {
    let mut log = Writer::by("agent-a");
    let at = crate::ticket::Time::from_millis(NOW - 181 * 86_400_000);
    for ticket in 0..2400_usize {
        log.write(
            at.text(),
            "analyzed",
            &analyzed(ticket, "order_status", &[]),
        );
        let (who, good) = if ticket < 1200 {
            ("ai", ticket % 20 != 0)
        } else {
            ("human", ticket % 10 != 0)
        };
        let csat = if good { "good" } else { "bad" };
        let outcome = json!({
            "desk": "https://desk.example.com", "ticket": ticket.to_string(), "status": "solved",
            "csat": csat, "resolved_by": who,
        });
        log.write(at.text(), "outcome", &outcome.to_string());
    }
    for reply in 0..300 {
        let survival = if reply < 239 { 0.9 } else { 0.5 };
        log.write(
            at.text(),
            "reply_sent",
            &json!({"intent": "order_status", "survival": survival}).to_string(),
        );
    }
    let gate = of(&[&log]).autonomy.remove(0);
    let open: Vec<&str> = gate
        .conditions
        .iter()
        .filter(|it| !it.met)
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!((gate.phase, gate.category.as_str()), (3, "order_status"));
    assert_eq!(open, ["accepted"], "{:?}", gate.conditions);
    for _ in 0..5 {
        log.write(
            at.text(),
            "reply_sent",
            r#"{"intent":"order_status","survival":0.8}"#,
        );
    }
    assert!(of(&[&log]).autonomy[0].met);
}

#[test]
fn a_lead_opens_a_gate_with_a_reason() {
    let mut log = Writer::by("lead");
    log.write(
        "2026-11-20T08:00:00Z",
        "override",
        r#"{"phase":2,"reason":"pilot with two agents"}"#,
    );
    let gate = of(&[&log]).drafts;
    assert!(!gate.met);
    assert_eq!(gate.opened_by.unwrap().reason, "pilot with two agents");
    log.write(
        "2026-11-20T09:00:00Z",
        "override",
        r#"{"phase":2,"reason":"over","withdrawn":true}"#,
    );
    assert_eq!(of(&[&log]).drafts.opened_by, None);
}

#[test]
fn gates_are_read_from_settings() {
    assert_eq!(
        GateSettings::read(&json!(null)),
        Ok(GateSettings::default())
    );
    assert_eq!(
        GateSettings::read(&json!({"draft_days": 30}))
            .unwrap()
            .draft_days,
        30
    );
    assert!(
        GateSettings::read(&json!({"draft_dayz": 30}))
            .unwrap_err()
            .contains("draft_dayz")
    );
}
