use super::*;
use crate::evidence::Evidence;

fn article(id: &str, title: &str, body: &str) -> Article {
    Article {
        id: id.to_owned(),
        title: title.to_owned(),
        body: body.to_owned(),
        updated_at: Some("2026-01-10T00:00:00Z".to_owned()),
        locale: Some("en".to_owned()),
        ..Article::default()
    }
}

/// Articles that have nothing to do with the ones under test, so that words have a rarity.
fn others() -> Vec<Article> {
    [
        (
            "Change a tyre",
            "Loosen the nuts while the wheel is on the ground. Lift the van.",
        ),
        (
            "Paint a door",
            "Sand the wood. Two coats of paint are enough. Let it dry over night.",
        ),
        (
            "Bake bread",
            "Knead the dough for ten minutes. Bake it at 220 °C for half an hour.",
        ),
        (
            "Tune a guitar",
            "Start with the lowest string. Turn the peg until the note is right.",
        ),
        (
            "Plant tulips",
            "Plant the bulbs in October, three times as deep as they are high.",
        ),
        (
            "Fold a map",
            "Follow the creases. Start with the long side of the sheet.",
        ),
    ]
    .iter()
    .enumerate()
    .map(|(at, (title, body))| article(&format!("o-{at}"), title, body))
    .collect()
}

/// 2026-11-22.
const NOW: i64 = 1_795_305_600_000;

#[track_caller]
fn check(
    mut articles: Vec<Article>,
    options: LintOptions<'_>,
    expected: &[(FindingKind, &[&str], &[&str])],
) {
    articles.extend(others());
    let report = lint(
        &articles,
        &LintOptions {
            now: NOW,
            ..options
        },
        &mut |_, _| {},
    );
    let found: Vec<(FindingKind, Vec<&str>, Vec<&str>)> = report
        .findings
        .iter()
        .filter(|finding| finding.articles.iter().all(|id| !id.starts_with("o-")))
        .map(|finding| {
            (
                finding.kind,
                finding.articles.iter().map(String::as_str).collect(),
                finding.values.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    let expected: Vec<(FindingKind, Vec<&str>, Vec<&str>)> = expected
        .iter()
        .map(|(kind, ids, values)| (*kind, ids.to_vec(), values.to_vec()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn values_that_differ_are_found_and_scopes_are_not() {
    let one = || {
        article(
            "a",
            "Return an item",
            "You can return an item within 30 days of delivery.",
        )
    };
    check(
        vec![
            one(),
            article(
                "b",
                "How returns work",
                "An item can be returned within two weeks of delivery.",
            ),
        ],
        LintOptions::default(),
        &[(
            FindingKind::Contradiction,
            &["a", "b"],
            &["30 days", "two weeks"],
        )],
    );
    // The same value in other words.
    check(
        vec![
            one(),
            article(
                "b",
                "How returns work",
                "An item can be returned within one month of delivery.",
            ),
        ],
        LintOptions::default(),
        &[],
    );
}

#[test]
fn statements_that_deny_each_other_are_found_and_other_words_are_not() {
    check(
        vec![
            article(
                "a",
                "Pay for a parking permit",
                "You can pay for a parking permit in cash at the counter.",
            ),
            article(
                "b",
                "Parking permit: how to pay",
                "You can't pay for a parking permit in cash at the counter.",
            ),
        ],
        LintOptions::default(),
        &[(
            FindingKind::Contradiction,
            &["a", "b"],
            &[
                "You can pay for a parking permit in cash at the counter.",
                "You can't pay for a parking permit in cash at the counter.",
            ],
        )],
    );
    // A duplicate that says `no` in another way.
    check(
        vec![
            article(
                "a",
                "Pay for a parking permit",
                "Pay for the parking permit by card at the counter. Cash is not accepted for a parking permit. Put the permit behind the window of your car.",
            ),
            article(
                "b",
                "Paying for a parking permit",
                "Pay for the parking permit by card at the counter. No cash is accepted for a parking permit. Put the permit behind the window of your car.",
            ),
        ],
        LintOptions::default(),
        &[(FindingKind::Duplicate, &["a", "b"], &[])],
    );
}

#[test]
fn policies_are_held_against_articles() {
    let rule = PolicyRule {
        id: "returns.standard".to_owned(),
        policy: "returns".to_owned(),
        why: "Items may be returned within 30 days of delivery.".to_owned(),
        days: Some(30),
        ..PolicyRule::default()
    };
    check(
        vec![article(
            "a",
            "Returns",
            "Items may be returned within 14 days of delivery.",
        )],
        LintOptions {
            policies: std::slice::from_ref(&rule),
            ..LintOptions::default()
        },
        &[(FindingKind::Contradiction, &["a"], &["14 days", "30 days"])],
    );
}

#[test]
fn the_same_text_twice_is_a_duplicate() {
    let body = "Open the lid and press the red button for three seconds. The lamp blinks twice. Close the lid and wait until the lamp is green.";
    check(
        vec![
            article("a", "Reset the lamp", body),
            article("b", "Lamp reset", body),
        ],
        LintOptions::default(),
        &[(FindingKind::Duplicate, &["a", "b"], &[])],
    );
}

#[test]
fn old_plans_are_stale_and_rules_are_not() {
    let old = |body: &str| Article {
        updated_at: Some("2023-02-01T00:00:00Z".to_owned()),
        ..article("a", "Pool", body)
    };
    check(
        vec![old("We expect to open the pool in the coming spring.")],
        LintOptions::default(),
        &[(FindingKind::Stale, &["a"], &["coming spring"])],
    );
    check(
        vec![old(
            "What is left moves to the next year. The ticket ends with the next month.",
        )],
        LintOptions::default(),
        &[],
    );
}

#[test]
fn passed_dates_are_stale_and_history_is_not() {
    check(
        vec![article(
            "a",
            "Bank transfer",
            "Bank transfer will be available again from April 1, 2024.",
        )],
        LintOptions::default(),
        &[(FindingKind::Stale, &["a"], &["April 1, 2024"])],
    );
    check(
        vec![
            article(
                "a",
                "About us",
                "We have made kettles since 2012. The house was founded in 2009.",
            ),
            article(
                "b",
                "Bank transfer",
                "Bank transfer will be available from April 1, 2031.",
            ),
            article(
                "c",
                "Old orders",
                "Orders placed before May 2, 2021 keep their old terms.",
            ),
        ],
        LintOptions::default(),
        &[],
    );
}

#[test]
fn dead_links_vague_words_and_unread_articles() {
    check(
        vec![
            article(
                "a",
                "Help",
                "See [this](/articles/none) and [that](b), usually.\n\n## Part\n[up](#part) [down](#gone)",
            ),
            article("b", "That", "Something."),
        ],
        LintOptions {
            advisory: true,
            reached: Some(&["a".to_owned()]),
            ..LintOptions::default()
        },
        &[
            (FindingKind::DeadLink, &["a"], &["/articles/none"]),
            (FindingKind::DeadLink, &["a"], &["#gone"]),
            (FindingKind::Wording, &["a"], &["usually"]),
            (FindingKind::Unreached, &["b"], &[]),
        ],
    );
}

#[test]
fn gaps_are_ranked_by_volume() {
    let question = |text: &str, count| Question {
        text: text.to_owned(),
        intent: None,
        count,
    };
    let questions = [
        question("how do I tune the guitar string", 9),
        question("can I rent a piano", 2),
        question("is it possible to rent a piano from you", 3),
        question("do you sell violins", 1),
    ];
    let report = lint(
        &others(),
        &LintOptions {
            now: NOW,
            questions: &questions,
            ..LintOptions::default()
        },
        &mut |_, _| {},
    );
    let gaps: Vec<(Option<usize>, usize)> = report
        .findings
        .iter()
        .filter(|finding| finding.kind == FindingKind::Gap)
        .map(|finding| (finding.volume, finding.questions.len()))
        .collect();
    let asked: usize = gaps.iter().filter_map(|gap| gap.0).sum();
    assert_eq!(asked, 6, "{gaps:?}");
    assert!(gaps.is_sorted_by(|x, y| x.0 >= y.0), "{gaps:?}");
}

#[test]
fn bad_articles_are_told_and_the_rest_is_used() {
    let long = "Wait for 3 days. ".repeat(300_000);
    let articles = [
        article("a", "", "No title."),
        article("b", "Twice", "First."),
        article("b", "Twice", "Second, until May 1, 2024 it will be closed."),
        article("c", "Long", &long),
        article(
            "d",
            "Script",
            "<p>Fine.</p><script>until('May 1, 2024')</script>",
        ),
    ];
    let report = lint(
        &articles,
        &LintOptions {
            now: NOW,
            ..LintOptions::default()
        },
        &mut |_, _| {},
    );
    let codes: Vec<&str> = report
        .diagnostics
        .iter()
        .map(|one| one.code.as_str())
        .collect();
    assert_eq!(
        codes,
        ["article_without_title", "article_twice", "article_too_long"]
    );
    let stale: Vec<&Vec<String>> = report
        .findings
        .iter()
        .filter(|finding| finding.kind == FindingKind::Stale)
        .map(|finding| &finding.articles)
        .collect();
    assert_eq!(stale, [&["b".to_owned()]]);
    let Some(Evidence::Article { text, .. }) = report.findings[0].evidence.first() else {
        panic!("no evidence")
    };
    assert!(text.contains("May 1, 2024"));
}
