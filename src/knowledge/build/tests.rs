use super::*;
use crate::knowledge::{IndexError, KnowledgeIndex};
use proptest::prelude::*;
use std::sync::LazyLock;

static VECTORS: LazyLock<Vectors> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/data/vectors.dat");
    Vectors::from_bytes(&std::fs::read(path).unwrap()).unwrap()
});

/// Pieces of bodies: headings, repeated words, several languages, HTML.
const PIECES: &[&str] = &[
    "Return unused goods within 30 days. ",
    "\n\n## Refunds\nA refund takes five days; the refund goes to your card. ",
    "refund refund refund refund refund ",
    "\n\n# Fees\n\nThe e-mail says what a sign-up costs. ",
    "Die Rücksendung ist innerhalb von vierzehn Tagen möglich, wenn die Ware nicht benutzt wurde. ",
    "<h2>Retours</h2><p>L’article doit être renvoyé dans les trente jours.</p>",
    "返品は三十日以内にできます。",
    "tracking number of the parcel ",
    "",
];

fn article() -> impl Strategy<Value = Article> {
    (
        0..8_usize,
        prop::collection::vec(0..PIECES.len(), 0..5),
        prop::sample::select(vec![
            None,
            Some("en-GB"),
            Some("de"),
            Some("sv"),
            Some("ja"),
        ]),
        0..3_usize,
        any::<bool>(),
    )
        .prop_map(|(id, pieces, locale, labels, internal)| Article {
            id: format!("a{id}"),
            title: pieces.first().map_or(String::new(), |at| {
                PIECES[*at]
                    .chars()
                    .filter(|c| *c != '\n')
                    .take(30)
                    .collect()
            }),
            body: pieces.iter().map(|at| PIECES[*at]).collect(),
            locale: locale.map(str::to_owned),
            labels: vec!["Refund fees".to_owned(); labels],
            intents: vec!["refund_request".to_owned(); labels],
            internal,
            ..Article::default()
        })
}

fn full(articles: &[Article], vectors: Option<&Vectors>) -> Vec<u8> {
    KnowledgeIndex::build(articles, vectors).to_bytes()
}

/// The index of `articles`, built on another one; and how many articles were read for it.
fn built_on(before: Vec<u8>, articles: &[Article], vectors: Option<&Vectors>) -> (Vec<u8>, usize) {
    let index = KnowledgeIndex::from_bytes(before).unwrap();
    let mut builder = IndexBuilder::resume(&index, vectors).unwrap();
    let wanted = articles.iter().map(|one| (one.id.as_str(), one.digest()));
    let missing = builder.keep(wanted);
    for at in &missing {
        builder.add(&articles[*at], vectors);
    }
    (builder.finish(), missing.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_is_carried_over_is_as_if_read_anew(
        versions in prop::collection::vec(prop::collection::vec(article(), 0..12), 2..5),
        meaning in any::<bool>(),
    ) {
        let vectors = meaning.then_some(&*VECTORS);
        let mut bytes = full(&[], vectors);
        for articles in &versions {
            bytes = built_on(bytes, articles, vectors).0;
            prop_assert!(bytes == full(articles, vectors));
            let mut other: Vec<Article> = articles.clone();
            other.sort_by(|a, b| b.id.cmp(&a.id));
            prop_assert!(bytes == full(&other, vectors));
        }
    }
}

fn plain(id: &str, body: &str) -> Article {
    Article {
        id: id.to_owned(),
        body: body.to_owned(),
        ..Article::default()
    }
}

#[test]
fn only_what_changed_is_read() {
    let before = [plain("a", "one"), plain("b", "two"), plain("c", "three")];
    let bytes = full(&before, None);
    let check = |after: &[Article], expected: usize| {
        let (built, read) = built_on(bytes.clone(), after, None);
        assert_eq!(read, expected);
        assert!(built == full(after, None));
    };
    check(&before, 0);
    check(&before[..2], 0);
    check(&[], 0);
    check(&[plain("a", "one"), plain("b", "2"), plain("d", "4")], 2);
    // Of two with the same id the last one counts.
    check(&[plain("a", "1"), plain("a", "one")], 0);
    check(&[plain("a", "one"), plain("a", "1")], 1);
}

#[test]
fn another_index_is_not_built_on() {
    let index = KnowledgeIndex::build(&[plain("a", "one")], None);
    assert!(IndexBuilder::resume(&index, None).is_some());
    assert!(IndexBuilder::resume(&index, Some(&VECTORS)).is_none());
    let index = KnowledgeIndex::build(&[plain("a", "one")], Some(&VECTORS));
    assert!(IndexBuilder::resume(&index, Some(&VECTORS)).is_some());
    assert!(IndexBuilder::resume(&index, None).is_none());
    let older = [b"HRKB".as_slice(), &3_u32.to_le_bytes(), &[0; 16]].concat();
    assert!(matches!(
        KnowledgeIndex::from_bytes(older),
        Err(IndexError::Version { found: 3, .. })
    ));
}
