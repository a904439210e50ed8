//! Language of the customer's words.

use super::Conversation;
use crate::analysis::LanguageVerdict;
use crate::round::round4;

/// The language of what the customer wrote; `und` when there is too little to tell.
#[must_use]
pub fn detect(conversation: &Conversation) -> LanguageVerdict {
    let mut text = String::new();
    for passage in conversation.customer_messages() {
        text.push_str(&passage.own_text());
    }
    match whatlang::detect(&text) {
        Some(info) => LanguageVerdict {
            code: two_letters(info.lang()).to_owned(),
            confidence: round4(info.confidence()),
        },
        None => LanguageVerdict {
            code: "und".to_owned(),
            confidence: 0.0,
        },
    }
}

fn two_letters(lang: whatlang::Lang) -> &'static str {
    match lang {
        whatlang::Lang::Eng => "en",
        whatlang::Lang::Deu => "de",
        whatlang::Lang::Fra => "fr",
        whatlang::Lang::Spa => "es",
        whatlang::Lang::Por => "pt",
        whatlang::Lang::Ita => "it",
        whatlang::Lang::Nld => "nl",
        other => other.code(),
    }
}
