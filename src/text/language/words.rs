//! Frequent words, for when no model is loaded: of the seven languages that are served, as customers write
//! them to a desk, function words first, then the trade's everyday words; and of their neighbours. A word may stand in several lists; it then counts
//! for less.

use crate::shipped;
use std::sync::LazyLock;

/// Least evidence that is worth a word.
const LEAST: f64 = 0.5;

/// The likeliest language of a text by its words and rare letters, and its confidence.
pub(super) fn guess(text: &str) -> Option<(&'static str, f64)> {
    let low = text.to_lowercase().replace('’', "'");
    let frequent = &WORDS.words;
    let mut ranked: Vec<(&str, f64)> = WORDS.codes.iter().map(|code| (*code, 0.0)).collect();
    let words = low
        .split(|character: char| !(character.is_alphabetic() || character == '\''))
        .map(|word| word.trim_matches('\''))
        .filter(|word| !word.is_empty());
    for word in words {
        let from = frequent.partition_point(|(known, _)| *known < word);
        let known = frequent.get(from..).unwrap_or_default();
        let known = known
            .split(|(one, _)| *one != word)
            .next()
            .unwrap_or_default();
        // A single letter says little.
        let weight = if word.chars().count() == 1 { 0.4 } else { 1.0 } / known.len() as f64;
        for (_, language) in known {
            if let Some((_, score)) = ranked.get_mut(*language) {
                *score += weight;
            }
        }
    }
    // Each sign once: a name with an umlaut should not outweigh a sentence.
    let rare: Vec<char> = low.chars().filter(|letter| !letter.is_ascii()).collect();
    for (_, codes) in LETTERS.iter().filter(|(letter, _)| rare.contains(letter)) {
        for (_, score) in ranked.iter_mut().filter(|(code, _)| codes.contains(code)) {
            *score += 0.8 / codes.len() as f64;
        }
    }
    super::model::likeliest_first(&mut ranked);
    let (code, best) = *ranked.first().filter(|(_, best)| *best >= LEAST)?;
    let second = ranked.get(1).map_or(0.0, |(_, score)| *score);
    // One clear word is weak evidence, ten are strong.
    Some((code, (best - second) / (best + 0.5)))
}

/// The languages and their frequent words.
struct FrequentWords {
    codes: Vec<&'static str>,
    /// Each with the position of its language, in order of words.
    words: Vec<(&'static str, usize)>,
}

static WORDS: LazyLock<FrequentWords> = LazyLock::new(|| {
    let mut codes = Vec::new();
    let mut words = Vec::new();
    for line in shipped::FREQUENT_WORDS.text().lines() {
        let mut parts = line.split(' ');
        codes.extend(parts.next());
        words.extend(parts.map(|word| (word, codes.len() - 1)));
    }
    words.sort_unstable();
    FrequentWords { codes, words }
});

/// Letters and signs that few languages write, with the codes that they speak for.
const LETTERS: &[(char, &[&str])] = &[
    ('ß', &["de"]),
    ('ä', &["de", "sv", "fi"]),
    ('ö', &["de", "sv", "fi", "tr"]),
    ('ü', &["de", "tr"]),
    ('ñ', &["es"]),
    ('¿', &["es"]),
    ('¡', &["es"]),
    ('ã', &["pt"]),
    ('õ', &["pt"]),
    ('ê', &["fr", "pt"]),
    ('œ', &["fr"]),
    ('ù', &["fr", "it"]),
    ('è', &["fr", "it"]),
    ('ì', &["it"]),
    ('ò', &["it"]),
    ('ç', &["fr", "pt", "tr"]),
    ('å', &["sv", "da", "no"]),
    ('ø', &["da", "no"]),
    ('æ', &["da", "no"]),
    ('ł', &["pl"]),
    ('ą', &["pl"]),
    ('ę', &["pl"]),
    ('ż', &["pl"]),
    ('ś', &["pl"]),
    ('ě', &["cs"]),
    ('ř', &["cs"]),
    ('ů', &["cs"]),
    ('ğ', &["tr"]),
    ('ı', &["tr"]),
    ('ş', &["tr"]),
    ('ы', &["ru"]),
    ('э', &["ru"]),
    ('і', &["uk"]),
    ('ї', &["uk"]),
    ('є', &["uk"]),
    ('ъ', &["bg"]),
    ('í', &["es", "pt", "cs"]),
    ('ó', &["es", "pl"]),
    ('ú', &["es", "pt"]),
    ('á', &["es", "pt", "cs"]),
];
