//! The likeliest language of a text by its script, and among those of one script by letters and
//! trigrams.
//!
//! The method, its constants and the profiles are those of whatlang 0.18 (MIT), with which a test
//! compares: a language's profile is its 300 most frequent trigrams; the distance is the sum of the
//! differences of their ranks in the text (Cavnar and Trenkle, N-gram-based text categorization,
//! 1994). Only the languages that are told apart are here, which is a tenth of whatlang.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A language a line: its code, its letters, and its trigrams, the most frequent first, with `_` for a
/// space; parted by tabs.
const PROFILES: &str = include_str!("trigrams.txt");

/// Trigrams of a profile, and the difference in rank that counts for one that is missing.
const RANKS: u32 = 300;

/// Trigrams of a text that are looked at.
const TEXT_RANKS: usize = 600;

/// The likeliest language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Guess {
    /// ISO 639-1 code; `und` for a script of which no language is known.
    pub(super) code: &'static str,
    /// Whether the text is in Latin letters, which many languages share.
    pub(super) latin: bool,
    /// 0 to 1.
    pub(super) confidence: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Han,
    Devanagari,
    Hebrew,
    Hangul,
    Kana,
    Greek,
    Thai,
    Other,
}

struct Profile {
    code: &'static str,
    script: Script,
    letters: Vec<char>,
    trigrams: Vec<u64>,
}

static LANGUAGES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let lines = PROFILES.lines().filter_map(|line| {
        let mut parts = line.split('\t');
        let (code, letters, trigrams) = (parts.next()?, parts.next()?, parts.next()?);
        let characters: Vec<char> = trigrams
            .chars()
            .map(|character| if character == '_' { ' ' } else { character })
            .collect();
        let mut letters: Vec<char> = letters.chars().collect();
        letters.sort_unstable();
        Some(Profile {
            code,
            script: letters.first().and_then(|letter| script(*letter))?,
            letters,
            trigrams: characters
                .chunks_exact(3)
                .map(|trigram| trigram.iter().fold(0, |key, next| append(key, *next)))
                .collect(),
        })
    });
    lines.collect()
});

/// The likeliest language of a text; `None` where there is no letter.
pub(super) fn detect(text: &str) -> Option<Guess> {
    let mut counts: HashMap<u8, usize> = HashMap::new();
    for script in text.chars().filter(|c| !is_stop(*c)).filter_map(script) {
        *counts.entry(script as u8).or_default() += 1;
    }
    let count = |script: Script| counts.get(&(script as u8)).copied().unwrap_or(0);
    let scripts = [
        Script::Latin,
        Script::Cyrillic,
        Script::Arabic,
        Script::Han,
        Script::Devanagari,
        Script::Hebrew,
        Script::Hangul,
        Script::Kana,
        Script::Greek,
        Script::Thai,
        Script::Other,
    ];
    // Of scripts that stand equal the first in the list.
    let main = scripts
        .into_iter()
        .rev()
        .max_by_key(|script| count(*script))
        .filter(|script| count(*script) > 0)?;
    let sure = |code| Guess {
        code,
        latin: false,
        confidence: 1.0,
    };
    Some(match main {
        Script::Latin | Script::Cyrillic => among(text, main)?,
        Script::Arabic => sure("ar"),
        Script::Devanagari => sure("hi"),
        Script::Hebrew => sure("he"),
        Script::Hangul => sure("ko"),
        Script::Kana => sure("ja"),
        Script::Greek => sure("el"),
        Script::Thai => sure("th"),
        Script::Other => sure("und"),
        Script::Han => {
            // Japanese has kana among its Chinese characters.
            let kana = count(Script::Kana) as f64;
            let share = kana / (kana + count(Script::Han) as f64);
            let (code, confidence) = if share > 0.2 {
                ("ja", 1.0)
            } else if share > 0.05 {
                ("ja", 0.5)
            } else if share > 0.02 {
                ("zh", 0.5)
            } else {
                ("zh", 1.0)
            };
            Guess {
                code,
                latin: false,
                confidence,
            }
        }
    })
}

/// The likeliest of the languages of a script.
fn among(text: &str, script: Script) -> Option<Guess> {
    let low = text.to_lowercase();
    let ranks = ranks(&low);
    let unique = ranks.len() as u32;
    let letters: Vec<char> = low.chars().filter(|c| !is_stop(*c)).collect();
    // The longer the text, the more its trigrams say, and the less its letters.
    let by_letters = (2.0 / 3.0 - letters.len() as f64 / 300.0).clamp(1.0 / 3.0, 2.0 / 3.0);
    let mut scores: Vec<(&'static str, f64)> = LANGUAGES
        .iter()
        .filter(|language| language.script == script)
        .map(|language| {
            let own = letters
                .iter()
                .filter(|letter| language.letters.binary_search(letter).is_ok())
                .count();
            let letter_score =
                (2 * own).saturating_sub(letters.len()) as f64 / letters.len() as f64;
            let score = letter_score * by_letters
                + similarity(&language.trigrams, &ranks, unique) * (1.0 - by_letters);
            (language.code, score)
        })
        .collect();
    scores.sort_by(|one, other| other.1.total_cmp(&one.1));
    let (code, best) = *scores.first()?;
    let second = scores.get(1).map_or(0.0, |(_, score)| *score);
    let confidence = if best <= 0.0 || second <= 0.0 {
        best.max(0.0)
    } else {
        // What lies above this hyperbola is certain.
        let certain = 3.0 / f64::from(unique) + 0.015;
        (((best - second) / second) / certain).min(1.0)
    };
    Some(Guess {
        code,
        latin: script == Script::Latin,
        confidence,
    })
}

/// 0 to 1 from the distance of the ranks.
fn similarity(profile: &[u64], ranks: &HashMap<u64, u32>, unique: u32) -> f64 {
    let most = unique * RANKS;
    if most == 0 {
        return 0.0;
    }
    let distance: u32 = profile
        .iter()
        .zip(0u32..)
        .map(|(trigram, rank)| {
            ranks
                .get(trigram)
                .map_or(RANKS, |found| found.abs_diff(rank))
        })
        .sum();
    let missing = RANKS.saturating_sub(unique) * RANKS;
    let distance = distance.saturating_sub(missing).min(RANKS * RANKS);
    f64::from(most.saturating_sub(distance)) / f64::from(most)
}

/// Ranks of the most frequent trigrams; of equally frequent ones the later in the alphabet first.
fn ranks(low: &str) -> HashMap<u64, u32> {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    let characters = low.chars().map(|c| if is_stop(c) { ' ' } else { c });
    let (mut first, mut second) = (' ', None);
    for third in characters.chain([' ']) {
        if let Some(middle) = second {
            if !(middle == ' ' && (first == ' ' || third == ' ')) {
                let key = [first, middle, third].into_iter().fold(0, append);
                *counts.entry(key).or_default() += 1;
            }
            first = middle;
        }
        second = Some(third);
    }
    let mut sorted: Vec<(u32, u64)> = counts
        .into_iter()
        .map(|(key, count)| (count, key))
        .collect();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    sorted
        .into_iter()
        .take(TEXT_RANKS)
        .zip(0..)
        .map(|((_, key), rank)| (key, rank))
        .collect()
}

/// A trigram as a number that sorts as its characters do: 21 bits each.
fn append(key: u64, character: char) -> u64 {
    key << 21 | u64::from(u32::from(character))
}

/// Spaces, figures and ASCII punctuation.
fn is_stop(character: char) -> bool {
    character.is_ascii() && !character.is_ascii_alphabetic() && character != '\u{7f}'
}

/// The script of a letter, by Unicode's blocks; `None` for signs of no script.
fn script(character: char) -> Option<Script> {
    Some(match character {
        'a'..='z'
        | 'A'..='Z'
        | '\u{80}'..='\u{2af}'
        | '\u{1d00}'..='\u{1d2a}'
        | '\u{1d2c}'..='\u{1d77}'
        | '\u{1d79}'..='\u{1dbf}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2100}'..='\u{214f}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{a720}'..='\u{a7ff}'
        | '\u{ab30}'..='\u{ab6f}' => Script::Latin,
        '\u{370}'..='\u{3ff}' => Script::Greek,
        '\u{400}'..='\u{484}'
        | '\u{487}'..='\u{52f}'
        | '\u{1d2b}'
        | '\u{1d78}'
        | '\u{2de0}'..='\u{2dff}'
        | '\u{a640}'..='\u{a69d}'
        | '\u{a69f}' => Script::Cyrillic,
        '\u{590}'..='\u{5ff}' => Script::Hebrew,
        '\u{600}'..='\u{6ff}'
        | '\u{750}'..='\u{7ff}'
        | '\u{8a0}'..='\u{8ff}'
        | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{feff}'
        | '\u{10e60}'..='\u{10e7f}'
        | '\u{1ee00}'..='\u{1eeff}' => Script::Arabic,
        '\u{900}'..='\u{97f}' | '\u{a8e0}'..='\u{a8ff}' | '\u{1cd0}'..='\u{1cff}' => {
            Script::Devanagari
        }
        '\u{e00}'..='\u{e7f}' => Script::Thai,
        '\u{1100}'..='\u{11ff}'
        | '\u{3130}'..='\u{318f}'
        | '\u{3200}'..='\u{32ff}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{ff00}'..='\u{ffef}' => Script::Hangul,
        '\u{3040}'..='\u{30ff}' => Script::Kana,
        '\u{2e80}'..='\u{2fd5}'
        | '\u{3005}'
        | '\u{3007}'
        | '\u{3021}'..='\u{3029}'
        | '\u{3038}'..='\u{303b}'
        | '\u{3400}'..='\u{4db5}'
        | '\u{4e00}'..='\u{9fcc}'
        | '\u{f900}'..='\u{fad9}' => Script::Han,
        // Armenian; Indian scripts to Sinhala; Myanmar to Ethiopic; Khmer.
        '\u{530}'..='\u{58f}'
        | '\u{980}'..='\u{dff}'
        | '\u{1000}'..='\u{10ff}'
        | '\u{1200}'..='\u{139f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{19e0}'..='\u{19ff}'
        | '\u{2d80}'..='\u{2ddf}'
        | '\u{ab00}'..='\u{ab2f}' => Script::Other,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::language::tests::SHORT;
    use whatlang::{Detector, Lang};

    #[test]
    fn profiles_are_whole() {
        assert_eq!(LANGUAGES.len(), PROFILES.lines().count());
        for language in LANGUAGES.iter() {
            assert_eq!(language.trigrams.len(), 300, "{}", language.code);
            assert!(ALLOWED.iter().any(|(_, code)| *code == language.code));
        }
    }

    /// Nothing is lost against the crate whose profiles these are.
    #[test]
    fn the_answers_are_those_of_whatlang() {
        let whatlang = Detector::with_allowlist(ALLOWED.iter().map(|(lang, _)| *lang).collect());
        let more = [
            "Где мой заказ?",
            "Де моє замовлення",
            "Къде е поръчката ми",
            "注文した商品が届きません",
            "我的訂單在哪裡？",
            "배송이 늦어요",
            "أين طلبي",
            "איפה ההזמנה שלי",
            "मेरा ऑर्डर कहाँ है",
            "คำสั่งซื้อของฉันอยู่ที่ไหน",
            "Πού είναι η παραγγελία μου",
            "სად არის",
            "12345 -- ?",
            "",
        ];
        let mut compared = 0;
        for text in SHORT
            .iter()
            .flat_map(|(_, texts)| texts.lines())
            .chain(more)
        {
            let Some(expected) = whatlang.detect(text) else {
                assert_eq!(detect(text), None, "{text}");
                continue;
            };
            let got = detect(text).unwrap();
            let code = ALLOWED
                .iter()
                .find(|(lang, _)| *lang == expected.lang())
                .map_or("und", |(_, code)| code);
            // Between languages that stand equal the order is nobody's.
            if expected.confidence() > 0.0 {
                assert_eq!(got.code, code, "{text}");
            }
            assert!(
                (got.confidence - expected.confidence()).abs() < 1e-9,
                "{text}"
            );
            compared += 1;
        }
        assert!(compared > 200);
    }

    const ALLOWED: &[(Lang, &str)] = &[
        (Lang::Eng, "en"),
        (Lang::Deu, "de"),
        (Lang::Fra, "fr"),
        (Lang::Spa, "es"),
        (Lang::Por, "pt"),
        (Lang::Ita, "it"),
        (Lang::Nld, "nl"),
        (Lang::Pol, "pl"),
        (Lang::Swe, "sv"),
        (Lang::Dan, "da"),
        (Lang::Nob, "nb"),
        (Lang::Fin, "fi"),
        (Lang::Ces, "cs"),
        (Lang::Slk, "sk"),
        (Lang::Hun, "hu"),
        (Lang::Ron, "ro"),
        (Lang::Tur, "tr"),
        (Lang::Rus, "ru"),
        (Lang::Ukr, "uk"),
        (Lang::Bul, "bg"),
        (Lang::Ell, "el"),
        (Lang::Jpn, "ja"),
        (Lang::Cmn, "zh"),
        (Lang::Kor, "ko"),
        (Lang::Ara, "ar"),
        (Lang::Heb, "he"),
        (Lang::Hin, "hi"),
        (Lang::Tha, "th"),
        (Lang::Vie, "vi"),
        (Lang::Ind, "id"),
        (Lang::Hrv, "hr"),
    ];
}
