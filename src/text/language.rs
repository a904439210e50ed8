//! Language of the customer's words.
//!
//! The script leaves few languages, often one. Among those that share a script the model tells
//! ([`LanguageModel`], a data file); without it the frequent words do, which is enough for whole sentences
//! of the languages that are served.

mod model;
pub mod ngrams;
mod script;
mod words;

pub use model::{
    Calibration, FORMAT, Language, LanguageModel, LanguageModelError, LanguageParts, NONE,
    probabilities,
};
pub use script::{Script, of as script_of};

use super::Conversation;
use super::unicode::compose_compatible;
use crate::analysis::LanguageVerdict;
use crate::round::round4;

/// Bytes that are looked at: enough for certainty, and bounded on a huge ticket.
const ENOUGH: usize = 1000;

/// Below this probability no language is named.
const LEAST: f64 = 0.4;

/// How much likelier the requester's own language is than another, before anything was read. It is only a
/// hint: many accounts stand on the helpdesk's default.
const HINT: f64 = 2.0;

/// The language of what the customer wrote; `und` with confidence 0 when there is too little to tell.
/// `locale` is the requester's, if the helpdesk gave one (`de-CH`).
#[must_use]
pub fn detect(
    conversation: &Conversation,
    model: Option<&LanguageModel>,
    locale: Option<&str>,
) -> LanguageVerdict {
    let mut text = String::new();
    // The newest words first: a customer may change the language, and the answer follows the last.
    for passage in conversation.customer_messages().rev() {
        text.push_str(&passage.own_text());
        text.push('\n');
        if text.len() > ENOUGH {
            text.truncate(text.floor_char_boundary(ENOUGH));
            break;
        }
    }
    if text.trim().is_empty()
        && let Some(subject) = &conversation.subject
    {
        text.push_str(&subject.visible);
    }
    let hint = locale
        .and_then(|locale| locale.split(['-', '_']).next())
        .map(str::to_ascii_lowercase);
    with_hint(&text, model, hint.as_deref())
}

/// The language of a text.
#[must_use]
pub fn of_text(text: &str, model: Option<&LanguageModel>) -> LanguageVerdict {
    with_hint(text, model, None)
}

fn with_hint(text: &str, model: Option<&LanguageModel>, hint: Option<&str>) -> LanguageVerdict {
    let text = readable(text);
    let text = compose_compatible(&text);
    let counts = script::counts(&text);
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let count = |script| {
        counts
            .iter()
            .find(|(found, _)| *found == script)
            .map_or(0, |(_, count)| *count)
    };
    let Some((main, letters)) = counts.first().copied() else {
        return none();
    };
    let (east, kana) = (
        count(Script::Han) + count(Script::Kana),
        count(Script::Kana),
    );
    let share = match main {
        Script::Han | Script::Kana => east,
        _ => letters,
    } as f64
        / all as f64;
    // A letter alone is a sign, a formula, a name; ten are a text.
    let by_script = |code: &str, letters: usize| {
        let letters = letters as f64;
        verdict(code, share * letters / (letters + 1.0))
    };
    match main {
        Script::Of(NONE) => none(),
        Script::Of(code) => by_script(code, letters),
        // Japanese has kana among its Chinese characters.
        Script::Han | Script::Kana if kana * 20 > east => by_script("ja", east),
        Script::Han | Script::Kana => by_script("zh", east),
        Script::Latin | Script::Cyrillic | Script::Arabic => match model {
            Some(model) => {
                let found = by_model(without_names(model, &text, main), share, hint);
                let foreign = foreign_share(model, &text, main, &found.code);
                verdict(&found.code, found.confidence * (1.0 - foreign))
            }
            None if main == Script::Arabic => verdict("ar", share / 2.0),
            None => words::guess(&text)
                .map_or_else(none, |(code, confidence)| verdict(code, confidence * share)),
        },
    }
}

/// Letters that are enough to tell something by.
const TELLING: usize = 12;

/// Probabilities of the languages, the likeliest first. Names and addresses speak of where somebody lives,
/// not of what they write: if enough is left without the words in capitals within a sentence, what is left
/// counts as much as all of it.
fn without_names<'a>(model: &'a LanguageModel, text: &str, script: Script) -> Vec<(&'a str, f64)> {
    let mut found = model.probabilities(text, script);
    let mut inside = false;
    let mut rest = String::new();
    for word in text.split_whitespace() {
        let capital = word
            .chars()
            .find(|c| c.is_alphabetic())
            .is_some_and(char::is_uppercase);
        if !(inside && capital) {
            rest.push_str(word);
            rest.push(' ');
        }
        inside = !word.ends_with(['.', '!', '?', ':']);
    }
    if rest.len() < text.trim_end().len() && letters(&rest) >= TELLING {
        let rest = model.probabilities(&rest, script);
        for (code, probability) in &mut found {
            let other = rest.iter().find(|(of, _)| of == code);
            *probability = (*probability + other.map_or(0.0, |(_, p)| *p)) / 2.0;
        }
        model::likeliest_first(&mut found);
    }
    found
}

/// The share of a text, by letters, whose sentences are clearly of another language.
fn foreign_share(model: &LanguageModel, text: &str, script: Script, code: &str) -> f64 {
    let (mut all, mut foreign) = (0, 0);
    for sentence in text.split_inclusive(['.', '!', '?', ';']) {
        let letters = letters(sentence);
        all += letters;
        if letters >= TELLING
            && let Some((other, probability)) = model.probabilities(sentence, script).first()
            && *other != code
            && *other != NONE
            && *probability >= 0.8
        {
            foreign += letters;
        }
    }
    foreign as f64 / all.max(1) as f64
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

fn by_model(mut found: Vec<(&str, f64)>, share: f64, hint: Option<&str>) -> LanguageVerdict {
    if let Some(hint) = hint {
        let mut total = 0.0;
        for (code, probability) in &mut found {
            if *code == hint {
                *probability *= HINT;
            }
            total += *probability;
        }
        for (_, probability) in &mut found {
            *probability /= total;
        }
        model::likeliest_first(&mut found);
    }
    match found.first() {
        Some((code, probability)) if *code != NONE && *probability >= LEAST => {
            verdict(code, probability * share)
        }
        _ => none(),
    }
}

fn verdict(code: &str, confidence: f64) -> LanguageVerdict {
    LanguageVerdict {
        code: code.to_owned(),
        confidence: round4(confidence),
    }
}

fn none() -> LanguageVerdict {
    verdict(NONE, 0.0)
}

/// The text without addresses and codes, cut to what is enough.
fn readable(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        let code = |c: char| {
            matches!(
                c,
                '@' | '\\' | '#' | '_' | '{' | '}' | '<' | '>' | '=' | '$'
            )
        };
        if word.contains(code)
            || word.contains("://")
            || word.starts_with("www.")
            || word.bytes().any(|byte| byte.is_ascii_digit())
            || in_one_word(word)
        {
            continue;
        }
        // A line without spaces is cut as well.
        out.extend(word.chars().take(ENOUGH));
        out.push(' ');
        if out.len() > ENOUGH {
            break;
        }
    }
    out
}

/// `shop.example.com`, `a/b/c`, `main::run`: letters on both sides of what parts no words.
fn in_one_word(word: &str) -> bool {
    let marks = word
        .trim_matches(|c: char| !c.is_alphanumeric())
        .matches(['.', '/', ':'])
        .count();
    // `und/oder` and a missing space after a full stop are ordinary.
    marks >= 2 && !word.contains("...") && word.is_ascii()
}

#[cfg(test)]
mod tests;
