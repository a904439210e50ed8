use super::*;
use crate::text::Conversation;
use crate::ticket::Ticket;
use serde_json::json;

const NOW: i64 = 1_795_000_000_000; // 2026-11-18

fn articles() -> Vec<Article> {
    let article = |id: &str, title: &str, body: &str, intents: &[&str]| Article {
        id: id.to_owned(),
        title: title.to_owned(),
        body: body.to_owned(),
        url: Some(format!("https://example.com/{id}")),
        updated_at: Some("2026-06-01T00:00:00Z".to_owned()),
        intents: intents.iter().map(|i| (*i).to_owned()).collect(),
        ..Article::default()
    };
    let mut all = vec![
        article(
            "returns",
            "Return an item",
            "You can return unused goods.\n\n## Costs\nThe label is free. We refund the purchase within 5 days of arrival.",
            &["return_request"],
        ),
        article(
            "tracking",
            "Track a parcel",
            "Sign in and open your orders. The tracking number is shown there.",
            &["order_status"],
        ),
        article(
            "login",
            "Reset your password",
            "Choose *Forgot password* on the sign-in page and follow the e-mail.",
            &["account_access"],
        ),
        article(
            "agents",
            "Goodwill for agents",
            "Goodwill refunds above the limit need a lead.",
            &[],
        ),
        article(
            "old",
            "Gift cards",
            "A gift card never expires.",
            &["promotion_or_credit"],
        ),
    ];
    all[3].internal = true;
    all[4].updated_at = Some("2024-06-01T00:00:00Z".to_owned());
    all.push(Article {
        locale: Some("de-DE".to_owned()),
        ..article(
            "ruecksendung",
            "Artikel zurücksenden",
            "Eine Rücksendung ist 30 Tage lang möglich.",
            &[],
        )
    });
    all
}

#[track_caller]
fn check(query: &str, expected: &[&str]) {
    let index = KnowledgeIndex::build(&articles());
    let hits = index.search(query, 2, &KnowledgeSettings::default(), NOW);
    let ids: Vec<&str> = hits.iter().map(|hit| hit.article_id.as_str()).collect();
    assert_eq!(&ids[..expected.len().min(ids.len())], expected, "{hits:#?}");
}

#[test]
fn finds_by_stem_spelling_and_joined_words() {
    check("returning things", &["returns"]);
    check("I forgot my pasword", &["login"]);
    check("giftcards", &["old"]);
    check("gift-card expiry", &["old"]);
    check("email sign in", &["login"]);
    check("Rücksendungen", &["ruecksendung"]);
    check("ruecksendung", &["ruecksendung"]);
    check("zzz qqq", &[]);
    check("", &[]);
}

#[test]
fn shows_the_passage_with_the_matched_words() {
    let index = KnowledgeIndex::build(&articles());
    let hits = index.search(
        "refund of a purchase",
        1,
        &KnowledgeSettings::default(),
        NOW,
    );
    let hit = &hits[0];
    assert_eq!(
        hit.passage,
        "The label is free. We refund the purchase within 5 days of arrival."
    );
    let marked: Vec<&str> = hit
        .highlights
        .iter()
        .map(|span| &hit.passage[span.start..span.end])
        .collect();
    assert_eq!(marked, ["refund", "purchase"]);
    assert_eq!(hit.url.as_deref(), Some("https://example.com/returns"));
    assert!(hit.warnings.is_empty());
}

#[test]
fn warns_of_stale_and_internal_articles() {
    let index = KnowledgeIndex::build(&articles());
    let warnings = |query: &str| {
        index.search(query, 1, &KnowledgeSettings::default(), NOW)[0]
            .warnings
            .clone()
    };
    assert_eq!(warnings("gift card"), ["stale"]);
    assert_eq!(warnings("goodwill"), ["internal"]);
}

#[track_caller]
fn check_ticket(subject: &str, body: &str, intent: (&str, f64), expected: &[&str]) {
    let ticket: Ticket = serde_json::from_value(
        json!({"id": 1, "subject": subject, "messages": [{"id": "m1", "body": body}]}),
    )
    .unwrap();
    let verdict = IntentVerdict {
        label: intent.0.to_owned(),
        confidence: intent.1,
        ..IntentVerdict::default()
    };
    let index = KnowledgeIndex::build(&articles());
    let hits = index.for_ticket(
        &Conversation::read(&ticket),
        &[],
        &verdict,
        &KnowledgeSettings::default(),
        NOW,
    );
    let ids: Vec<&str> = hits.iter().map(|hit| hit.article_id.as_str()).collect();
    assert_eq!(&ids[..expected.len().min(ids.len())], expected, "{hits:#?}");
    assert_eq!(ids.is_empty(), expected.is_empty(), "{hits:#?}");
}

#[test]
fn the_ticket_is_the_query() {
    check_ticket(
        "Hello",
        "Hi there,\nI was away last week. How can I send back and return the jacket I bought?\nBest\nAnn",
        ("return_request", 0.9),
        &["returns"],
    );
    check_ticket(
        "Where is my parcel?",
        "The tracking number does not work",
        ("order_status", 0.5),
        &["tracking"],
    );
    check_ticket(
        "Your giraffe enclosure",
        "Do elephants sleep standing in the moonlight of Nairobi?",
        ("", 0.0),
        &[],
    );
    check_ticket("", "", ("", 0.0), &[]);
}

#[track_caller]
fn check_bytes(bytes: &[u8], expected: &IndexError) {
    assert_eq!(&KnowledgeIndex::from_bytes(bytes).unwrap_err(), expected);
}

#[test]
fn bytes_come_back_and_damage_is_told() {
    let index = KnowledgeIndex::build(&articles());
    let bytes = index.to_bytes();
    assert_eq!(bytes, KnowledgeIndex::build(&articles()).to_bytes());
    let read = KnowledgeIndex::from_bytes(&bytes).unwrap();
    assert_eq!(read.version(), index.version());
    assert_eq!(
        read.search("refund", 3, &KnowledgeSettings::default(), NOW),
        index.search("refund", 3, &KnowledgeSettings::default(), NOW)
    );
    check_bytes(b"", &IndexError::NotAnIndex);
    check_bytes(b"PK\x03\x04", &IndexError::NotAnIndex);
    check_bytes(&bytes[..40], &IndexError::Damaged);
    check_bytes(&bytes[..bytes.len() - 1], &IndexError::Damaged);
    let mut other = bytes.clone();
    other[4] = 9;
    check_bytes(
        &other,
        &IndexError::Version {
            found: 9,
            expected: 1,
        },
    );
    let mut flipped = bytes;
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    check_bytes(&flipped, &IndexError::Damaged);
}

/// Bytes that lie about themselves, with a right checksum, are answered without a panic.
#[test]
fn hostile_bytes_are_answered() {
    let bytes = KnowledgeIndex::build(&articles()).to_bytes();
    for at in 16..bytes.len() {
        for value in [0_u8, 0x7f, 0xff] {
            let mut hostile = bytes.clone();
            hostile[at] = value;
            let checksum = crate::fingerprint::fnv1a(&hostile[16..]);
            hostile[8..16].copy_from_slice(&checksum.to_le_bytes());
            if let Ok(index) = KnowledgeIndex::from_bytes(&hostile) {
                let _ = index.search("refund pasword", 9, &KnowledgeSettings::default(), NOW);
            }
        }
    }
}

#[test]
fn the_last_article_of_an_id_counts() {
    let mut twice = articles();
    twice.push(Article {
        id: "returns".to_owned(),
        title: "Brand new".to_owned(),
        ..Article::default()
    });
    twice.push(Article::default());
    let index = KnowledgeIndex::build(&twice);
    assert_eq!(index.len(), articles().len() + 1);
    let hits = index.search("brand new", 1, &KnowledgeSettings::default(), NOW);
    assert_eq!(hits[0].article_id, "returns");
}
