//! Text to index terms: words in lower case, folded, without stop words, stemmed by language.

use crate::text::stop_words::stop_words;
use crate::text::unicode::{decompose, is_mark};
use rust_stemmers::{Algorithm, Stemmer};
use std::ops::Range;

/// A term, and the bytes of the text that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) term: String,
    pub(crate) range: Range<usize>,
    /// Whether it joins two words (`e-mail` as `email`); its parts are tokens too.
    pub(crate) joined: bool,
}

/// Turns text of one language into terms. Queries and articles go through the same.
pub(crate) struct Analyzer {
    stemmer: Option<Stemmer>,
    german: bool,
    stop_words: &'static [&'static str],
}

/// Longer words are cut: no reader types them, and they would swell the index.
const LONGEST_TERM: usize = 48;

/// The languages that are told apart, in the order of an index; the last stands for all others, whose words
/// are only folded.
pub(crate) const LANGUAGES: [&str; 8] = ["en", "de", "fr", "es", "pt", "it", "nl", "und"];

/// The position in [`LANGUAGES`] of an ISO 639-1 code or a BCP 47 tag.
pub(crate) fn language(tag: &str) -> usize {
    let code = code(tag);
    let known = LANGUAGES.iter().position(|known| *known == code);
    known.unwrap_or(LANGUAGES.len() - 1)
}

impl Analyzer {
    /// For an ISO 639-1 code or a BCP 47 tag; languages without a stemmer are only folded.
    pub(crate) fn new(language: &str) -> Self {
        let code = code(language);
        let stemmer = match code.as_str() {
            "en" => Some(Stemmer::create(Algorithm::English)),
            "de" => Some(Stemmer::create(Algorithm::German)),
            "fr" => Some(Stemmer::create(Algorithm::French)),
            "es" => Some(Stemmer::create(Algorithm::Spanish)),
            "pt" => Some(Stemmer::create(Algorithm::Portuguese)),
            "it" => Some(Stemmer::create(Algorithm::Italian)),
            "nl" => Some(Stemmer::create(Algorithm::Dutch)),
            _ => None,
        };
        Self {
            stemmer,
            german: code == "de",
            stop_words: stop_words(&code),
        }
    }

    /// The terms of a text, in order.
    pub(crate) fn tokens(&self, text: &str) -> Vec<Token> {
        self.collect(text, false)
    }

    /// The terms of a query, in order. Neighbouring words are also tried as one, since people write
    /// `git hub` and `check list`.
    pub(crate) fn query_tokens(&self, text: &str) -> Vec<Token> {
        self.collect(text, true)
    }

    fn collect(&self, text: &str, join_neighbours: bool) -> Vec<Token> {
        let mut out = Vec::new();
        self.walk(text, join_neighbours, &mut |word, range, joined| {
            out.push(Token {
                term: self.stem(word),
                range,
                joined,
            });
        });
        out
    }

    /// The words of a text as they are stemmed, in order: folded, without stop words; and whether a word
    /// joins two.
    pub(crate) fn walk(
        &self,
        text: &str,
        join_neighbours: bool,
        each: &mut dyn FnMut(&str, Range<usize>, bool),
    ) {
        self.walk_all(text, join_neighbours, &mut |word, range, joined| {
            if joined || !self.is_silent(word) {
                each(word, range, joined);
            }
        });
    }

    /// Whether a word says nothing: a stop word, or what an apostrophe leaves behind (`s`, `l`, `d`).
    pub(crate) fn is_silent(&self, folded: &str) -> bool {
        matches!(folded.as_bytes(), [letter] if letter.is_ascii_alphabetic())
            || self.is_stop_word(folded)
    }

    /// As [`Self::walk`], with the words that say nothing.
    pub(crate) fn walk_all(
        &self,
        text: &str,
        join_neighbours: bool,
        each: &mut dyn FnMut(&str, Range<usize>, bool),
    ) {
        let mut before = Word::default();
        let mut joined = String::new();
        self.words(text, &mut |word: &mut Word| {
            if !before.folded.is_empty() {
                let between = text.get(before.range.end..word.range.start);
                let join = between == Some("-") || (join_neighbours && between == Some(" "));
                if join && before.folded.len() + word.folded.len() <= LONGEST_TERM {
                    joined.clear();
                    joined.push_str(&before.folded);
                    joined.push_str(&word.folded);
                    each(&joined, before.range.start..word.range.end, true);
                }
            }
            each(&word.folded, word.range.clone(), false);
            std::mem::swap(&mut before, word);
        });
    }

    fn is_stop_word(&self, folded: &str) -> bool {
        // No stop word is longer.
        folded.len() <= 8 && self.stop_words.contains(&folded)
    }

    /// The term of one word; `None` for a stop word.
    pub(crate) fn term(&self, word: &str) -> Option<String> {
        let mut folded = String::with_capacity(word.len());
        for character in word.chars().filter(|character| *character != '\'') {
            self.fold(character, &mut folded);
        }
        (!self.is_stop_word(&folded)).then(|| self.stem(&folded))
    }

    pub(crate) fn stem(&self, word: &str) -> String {
        match &self.stemmer {
            Some(stemmer) => stemmer.stem(word).into_owned(),
            None => word.to_owned(),
        }
    }

    /// Gives each word; what is left in it is thrown away.
    fn words(&self, text: &str, words: &mut dyn FnMut(&mut Word)) {
        let mut current = Word::default();
        for (at, character) in text.char_indices() {
            let end = at + character.len_utf8();
            // Most are plain letters.
            let plain = character.is_ascii_alphanumeric();
            if !plain && is_ideograph(character) {
                // Written without spaces: each sign is a word.
                current.close(words);
                current.range = at..end;
                current.folded.push(character);
                current.close(words);
            } else if plain || character.is_alphanumeric() || is_mark(character) {
                if current.folded.is_empty() {
                    current.range.start = at;
                }
                current.range.end = end;
                self.fold(character, &mut current.folded);
            } else if matches!(character, '\'' | '’') && !current.folded.is_empty() {
                // `don't` is one word, `customer's` its first part, `l'article` its second.
                match text.get(end..).map(apostrophe_rest) {
                    Some(Rest::Genitive) => current.close(words),
                    Some(Rest::Contraction) => {}
                    _ => current.close(words),
                }
            } else {
                current.close(words);
            }
        }
        current.close(words);
    }

    /// Lower case without marks; German umlauts as they are typed where the keyboard lacks them.
    fn fold(&self, character: char, out: &mut String) {
        if out.len() >= LONGEST_TERM {
            return;
        }
        if character.is_ascii() {
            out.push(character.to_ascii_lowercase());
            return;
        }
        for lower in character.to_lowercase() {
            match lower {
                'ß' => out.push_str("ss"),
                'ä' if self.german => out.push_str("ae"),
                'ö' if self.german => out.push_str("oe"),
                'ü' if self.german => out.push_str("ue"),
                'æ' => out.push_str("ae"),
                'ø' => out.push('o'),
                other => decompose(other, true, |part| {
                    if !is_mark(part) {
                        out.extend(part.to_lowercase());
                    }
                }),
            }
        }
    }
}

#[derive(Default)]
struct Word {
    folded: String,
    range: Range<usize>,
}

impl Word {
    fn close(&mut self, words: &mut dyn FnMut(&mut Word)) {
        if !self.folded.is_empty() {
            words(self);
            self.folded.clear();
        }
    }
}

enum Rest {
    Genitive,
    Contraction,
    Other,
}

fn apostrophe_rest(rest: &str) -> Rest {
    let word: String = rest
        .chars()
        .take(4)
        .take_while(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    match word.as_str() {
        "s" => Rest::Genitive,
        "t" | "re" | "ve" | "ll" | "m" | "d" => Rest::Contraction,
        _ => Rest::Other,
    }
}

fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// The language's two letters, in lower case.
pub(crate) fn code(language: &str) -> String {
    language
        .split(['-', '_'])
        .next()
        .unwrap_or("")
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, text: &str, expected: &[&str]) {
        let tokens = Analyzer::new(language).tokens(text);
        let terms: Vec<&str> = tokens.iter().map(|token| token.term.as_str()).collect();
        assert_eq!(terms, expected);
    }

    #[test]
    fn folds_stems_and_joins() {
        check(
            "en-GB",
            "Returning the RETURNED items",
            &["return", "return", "item"],
        );
        check(
            "en",
            "I don't know the customer's name",
            &["dont", "know", "custom", "name"],
        );
        check("en", "my e-mail", &["email", "mail"]);
        check("en", "sign-up", &["sign", "signup", "up"]);
        check("de", "Rücksendung größer", &["ruecksend", "groess"]);
        check("de", "ruecksendung", &["ruecksend"]);
        check("fr", "l’article réclamé", &["articl", "reclam"]);
        check("fr", "reclame", &["reclam"]);
        check("xx", "Größe 42", &["grosse", "42"]);
        check("ja", "返品", &["返", "品"]);
        check("en", " .,- ' ", &[]);
    }

    #[test]
    fn ranges_are_of_the_text_as_given() {
        let text = "Größe: XL";
        let tokens = Analyzer::new("de").tokens(text);
        let words: Vec<&str> = tokens
            .iter()
            .map(|token| &text[token.range.clone()])
            .collect();
        assert_eq!(words, ["Größe", "XL"]);
    }
}
