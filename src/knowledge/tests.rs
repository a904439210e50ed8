use super::*;
use crate::text::Conversation;
use crate::ticket::Ticket;
use serde_json::json;

const NOW: i64 = 1_795_000_000_000; // 2026-11-18

fn searching(settings: &KnowledgeSettings) -> Search<'_> {
    Search {
        settings,
        vectors: None,
        now: NOW,
    }
}

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
    let index = KnowledgeIndex::build(&articles(), None);
    let hits = index.search(query, 2, searching(&KnowledgeSettings::default()));
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
    let index = KnowledgeIndex::build(&articles(), None);
    let hits = index.search(
        "refund of a purchase",
        1,
        searching(&KnowledgeSettings::default()),
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
    let index = KnowledgeIndex::build(&articles(), None);
    let warnings = |query: &str| {
        index.search(query, 1, searching(&KnowledgeSettings::default()))[0]
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
    let index = KnowledgeIndex::build(&articles(), None);
    let hits = index.for_ticket(
        &Conversation::read(&ticket),
        &[],
        &verdict,
        searching(&KnowledgeSettings::default()),
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
    assert_eq!(
        &KnowledgeIndex::from_bytes(bytes.to_vec()).unwrap_err(),
        expected
    );
}

#[test]
fn bytes_come_back_and_damage_is_told() {
    let index = KnowledgeIndex::build(&articles(), None);
    let bytes = index.to_bytes();
    assert_eq!(bytes, KnowledgeIndex::build(&articles(), None).to_bytes());
    let read = KnowledgeIndex::from_bytes(bytes.clone()).unwrap();
    assert_eq!(read.version(), index.version());
    assert_eq!(
        read.search("refund", 3, searching(&KnowledgeSettings::default())),
        index.search("refund", 3, searching(&KnowledgeSettings::default()))
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
            expected: FORMAT,
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
    let bytes = KnowledgeIndex::build(&articles(), None).to_bytes();
    for at in 16..bytes.len() {
        for value in [0_u8, 0x7f, 0xff] {
            let mut hostile = bytes.clone();
            hostile[at] = value;
            let checksum = crate::fingerprint::fnv1a(&hostile[16..]);
            hostile[8..16].copy_from_slice(&checksum.to_le_bytes());
            if let Ok(index) = KnowledgeIndex::from_bytes(hostile) {
                let _ = IndexBuilder::resume(&index, None).map(|builder| builder.finish());
                let _ = index.search(
                    "refund pasword",
                    9,
                    searching(&KnowledgeSettings::default()),
                );
            }
        }
    }
}

#[test]
fn what_is_taken_away_leaves_nothing_behind() {
    let vectors = vectors();
    let mut builder = IndexBuilder::default();
    for article in articles() {
        builder.add(&article, Some(&vectors));
    }
    builder.add(
        &Article {
            id: "extra".to_owned(),
            title: "Xylophone".to_owned(),
            ..Article::default()
        },
        Some(&vectors),
    );
    builder.remove("extra");
    builder.remove("unknown");
    assert_eq!(builder.len(), articles().len());
    assert!(!builder.is_empty());
    let bytes = builder.finish();
    assert_eq!(
        bytes,
        KnowledgeIndex::build(&articles(), Some(&vectors)).to_bytes()
    );
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
    let index = KnowledgeIndex::build(&twice, None);
    assert_eq!(index.len(), articles().len() + 1);
    let hits = index.search("brand new", 1, searching(&KnowledgeSettings::default()));
    assert_eq!(hits[0].article_id, "returns");
}

fn vectors() -> Vectors {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/data/vectors.dat");
    Vectors::from_bytes(&std::fs::read(path).unwrap()).unwrap()
}

#[track_caller]
fn check_meaning(query: &str, expected: &str) {
    let vectors = vectors();
    let index = KnowledgeIndex::build(&articles(), Some(&vectors));
    let settings = KnowledgeSettings::default();
    let hits = index.search(
        query,
        1,
        Search {
            vectors: Some(&vectors),
            ..searching(&settings)
        },
    );
    assert_eq!(hits[0].article_id, expected, "{hits:#?}");
    let parts = hits[0].score_parts;
    assert!((parts.words + parts.meaning - hits[0].score).abs() < 2e-4);
    assert!(parts.meaning > 0.0);
    // An index of other vectors is searched by its words alone.
    let alone = index.search(query, 1, searching(&settings));
    assert!(alone.iter().all(|hit| hit.score_parts.meaning == 0.0));
}

#[test]
fn finds_by_what_is_meant() {
    check_meaning("where has my package got to", "tracking");
    check_meaning("I can't log in to my account", "login");
    check_meaning("is there an end date on vouchers", "old");
}

#[test]
fn synonyms_stand_for_one_another() {
    let settings = KnowledgeSettings {
        synonyms: vec![vec!["rma".to_owned(), "return an item".to_owned()]],
        ..KnowledgeSettings::default()
    };
    let index = KnowledgeIndex::build(&articles(), None);
    let found = |settings| {
        index
            .search("rma please", 1, searching(settings))
            .first()
            .map(|hit| hit.article_id.clone())
    };
    assert_eq!(found(&settings).as_deref(), Some("returns"));
    assert_eq!(found(&KnowledgeSettings::default()), None);
}

/// A long article is found by what stands at its end.
#[test]
fn long_articles_are_cut() {
    let vectors = vectors();
    let filler = "The garden has roses and a small pond with fish. ".repeat(50);
    let mut all = articles();
    all.push(Article {
        id: "long".to_owned(),
        title: "Garden".to_owned(),
        body: format!("{filler}\n\nOur opening hours on Sunday are ten to four."),
        ..Article::default()
    });
    let long = meaning::chunks(&vectors, "Garden", "", &all[6].body);
    // 500 words of filler, and what follows them.
    assert_eq!(long.len(), 3);
    let settings = KnowledgeSettings::default();
    let search = Search {
        vectors: Some(&vectors),
        ..searching(&settings)
    };
    let index = KnowledgeIndex::build(&all, Some(&vectors));
    let hits = index.search("at what hours can I come on Sunday", 1, search);
    assert_eq!(hits[0].article_id, "long");
    let bytes = index.to_bytes();
    let read = KnowledgeIndex::from_bytes(bytes).unwrap();
    assert_eq!(
        read.search("Sunday", 3, search),
        index.search("Sunday", 3, search)
    );
}
