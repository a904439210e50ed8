//! Ambiguous wording: what leaves a reader guessing how long, which, or whom to ask.

use super::document::{Document, UnitKind};
use crate::knowledge::Article;
use std::ops::Range;

/// Words that leave it open, and what is missing.
const VAGUE: &[(&str, &str)] = &[
    ("usually", "when not"),
    ("normally", "when not"),
    ("generally", "when not"),
    ("typically", "when not"),
    ("in most cases", "which cases"),
    ("in some cases", "which cases"),
    ("in certain cases", "which cases"),
    ("some items", "which items"),
    ("certain items", "which items"),
    ("some products", "which products"),
    ("certain products", "which products"),
    ("as soon as possible", "how soon"),
    ("within a reasonable time", "how long"),
    ("in a timely manner", "how soon"),
    ("a few days", "how many"),
    ("several days", "how many"),
    ("a while", "how long"),
    ("shortly", "how soon"),
    ("may vary", "from what to what"),
    ("and so on", "what else"),
    ("etc", "what else"),
    ("if necessary", "when it is"),
    ("where appropriate", "when it is"),
    ("additional fees may apply", "which, and how much"),
    ("charges may apply", "which, and how much"),
    ("fees may apply", "which, and how much"),
    ("in der regel", "wann nicht"),
    ("normalerweise", "wann nicht"),
    ("so schnell wie möglich", "bis wann"),
    ("so bald wie möglich", "bis wann"),
    ("einige artikel", "welche"),
    ("bestimmte artikel", "welche"),
    ("in einigen tagen", "wann"),
    ("in kürze", "wann"),
    ("gegebenenfalls", "wann"),
    ("unter umständen", "wann"),
];

/// Ways to say that one should get in touch.
const CONTACT: &[&str] = &[
    "contact us",
    "get in touch",
    "let us know",
    "write to us",
    "call us",
    "reach out",
    "contact support",
    "contact our",
    "kontaktieren sie uns",
    "wenden sie sich",
    "melden sie sich bei uns",
    "rufen sie uns an",
];

/// Words beside which an article tells how.
const WAYS: &[&str] = &[
    "@",
    "http",
    " > ",
    "chat",
    "form",
    "button",
    "help desk",
    "reply to",
    "formular",
    "+",
    "postfach",
    "branch",
    "in the app",
];

/// A vague passage.
pub(super) struct Vague {
    pub(super) unit: usize,
    pub(super) range: Range<usize>,
    /// The words.
    pub(super) words: &'static str,
    /// What they leave open.
    pub(super) open: &'static str,
}

/// The vague passages of an article, in order.
pub(super) fn of_article(article: &Article, document: &Document) -> Vec<Vague> {
    let lower = document.visible.to_lowercase();
    let tells = !document.links.is_empty()
        || WAYS.iter().any(|way| lower.contains(way))
        || super::quantity::find(&document.visible)
            .iter()
            .any(|quantity| quantity.measure == super::units::Measure::Phone);
    let mut out = Vec::new();
    for (at, unit) in document.units.iter().enumerate() {
        if unit.kind == UnitKind::Title {
            continue;
        }
        let text = document.words(unit, article).to_lowercase();
        let mut push = |words: &'static str, open: &'static str| {
            if stands(&text, words) {
                out.push(Vague {
                    unit: at,
                    range: unit.range.clone(),
                    words,
                    open,
                });
            }
        };
        for (words, open) in VAGUE {
            push(words, open);
        }
        if !tells {
            for words in CONTACT {
                push(
                    words,
                    "how: there is no address, number or form in this article",
                );
            }
        }
    }
    out
}

/// Whether the words stand in the text as words.
fn stands(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, found)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text
            .get(at + found.len()..)
            .and_then(|tail| tail.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
