//! Language of the customer's words.
//!
//! Trigrams tell long texts, and scripts; on short ones the frequent words and rare
//! letters of the likeliest languages tell more, so both are added up.

mod trigrams;
mod words;

use super::Conversation;
use crate::analysis::LanguageVerdict;
use crate::round::round4;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use words::{LETTERS, WORDS};

/// Characters that are looked at: enough for certainty, and bounded on a huge ticket.
const ENOUGH: usize = 4000;

/// Least evidence that is worth a word.
const LEAST: f64 = 0.5;

/// Fewest words that trigrams alone are believed on.
const FEWEST_WORDS: usize = 3;

/// For each frequent word the positions of its languages in [`WORDS`].
static INDEX: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut index: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (at, (_, words)) in WORDS.iter().enumerate() {
        for word in words.split_whitespace() {
            let languages = index.entry(word).or_default();
            if !languages.contains(&at) {
                languages.push(at);
            }
        }
    }
    index
});

/// The language of what the customer wrote; `und` with confidence 0 when there is too little to tell.
#[must_use]
pub fn detect(conversation: &Conversation) -> LanguageVerdict {
    let mut text = String::new();
    // The newest words first: a customer may change the language, and the answer follows the last.
    for passage in conversation.customer_messages().rev() {
        text.push_str(&passage.own_text());
        if text.len() > ENOUGH {
            break;
        }
    }
    if text.is_empty()
        && let Some(subject) = &conversation.subject
    {
        text.push_str(&subject.visible);
    }
    of_text(&text)
}

/// The language of a text.
#[must_use]
pub fn of_text(text: &str) -> LanguageVerdict {
    let text = readable(text);
    let counts = Counts::of(&text);
    let mut scores: BTreeMap<&'static str, f64> = BTreeMap::new();
    for ((code, _), score) in WORDS.iter().zip(counts.scores) {
        if score > 0.0 {
            scores.insert(code, score);
        }
    }
    let telling = scores.values().any(|score| *score >= 1.0);
    if let Some(guess) = trigrams::detect(&text) {
        let latin = guess.latin;
        if !latin || counts.words >= FEWEST_WORDS || telling {
            // A script tells more than a word; trigrams of a long text more than of a short one.
            let weight = if latin {
                0.5 + guess.confidence * (counts.letters as f64 / 60.0).clamp(0.5, 4.0)
            } else {
                2.0 + counts.letters as f64 / 10.0
            };
            *scores.entry(guess.code).or_default() += weight;
        }
    }
    let mut ranked: Vec<(&str, f64)> = scores.into_iter().collect();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
    let Some((code, best)) = ranked.first().copied().filter(|(_, best)| *best >= LEAST) else {
        return LanguageVerdict {
            code: "und".to_owned(),
            confidence: 0.0,
        };
    };
    let second = ranked.get(1).map_or(0.0, |(_, score)| *score);
    LanguageVerdict {
        code: code.to_owned(),
        // One clear word is weak evidence, ten are strong.
        confidence: round4((best - second) / (best + 0.5)),
    }
}

/// The text without addresses and codes, cut to what is enough.
fn readable(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if word.contains(['@', '/', '\\', '#']) || word.bytes().any(|byte| byte.is_ascii_digit()) {
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

/// What the frequent words say.
struct Counts {
    words: usize,
    letters: usize,
    scores: [f64; WORDS.len()],
}

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Self {
            words: 0,
            letters: 0,
            scores: [0.0; WORDS.len()],
        };
        let low = text.to_lowercase().replace('’', "'");
        let words = low
            .split(|character: char| !(character.is_alphabetic() || character == '\''))
            .map(|word| word.trim_matches('\''))
            .filter(|word| !word.is_empty());
        for word in words {
            counts.words += 1;
            counts.letters += word.chars().count();
            let Some(languages) = INDEX.get(word) else {
                continue;
            };
            // A single letter says little.
            let weight = if word.chars().count() == 1 { 0.4 } else { 1.0 } / languages.len() as f64;
            for language in languages {
                if let Some(score) = counts.scores.get_mut(*language) {
                    *score += weight;
                }
            }
        }
        // Each sign once: a name with an umlaut should not outweigh a sentence.
        for (_, codes) in LETTERS.iter().filter(|(letter, _)| low.contains(*letter)) {
            for (score, _) in counts
                .scores
                .iter_mut()
                .zip(WORDS)
                .filter(|(_, (code, _))| codes.contains(code))
            {
                *score += 0.8 / codes.len() as f64;
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests;
