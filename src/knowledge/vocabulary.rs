//! The terms of an index that is built, numbered; and which term each word has, so that a word is stemmed
//! once.

use crate::knowledge::analyzer::{Analyzer, LANGUAGES};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Words whose terms are remembered, in each language.
const MOST_WORDS: usize = 1 << 18;

/// A term, and the position of its language in [`LANGUAGES`].
#[derive(Debug)]
pub(crate) struct Term {
    pub(crate) language: usize,
    pub(crate) text: String,
}

/// The terms of all languages.
#[derive(Default)]
pub(crate) struct Vocabulary {
    languages: [OneLanguage; LANGUAGES.len()],
    terms: Vec<Term>,
}

#[derive(Default)]
struct OneLanguage {
    analyzer: Option<Analyzer>,
    /// Numbers of terms.
    terms: WordMap<u32>,
    /// Terms of words; `None` of those that say nothing.
    words: WordMap<Option<u32>>,
}

impl Vocabulary {
    /// The terms, in the order of their numbers.
    pub(crate) fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The number of a term.
    pub(crate) fn number(&mut self, language: usize, text: &str) -> u32 {
        let Some(own) = self.languages.get_mut(language) else {
            return 0;
        };
        if let Some(number) = own.terms.get(text) {
            return *number;
        }
        let number = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        own.terms.insert(text.to_owned(), number);
        self.terms.push(Term {
            language,
            text: text.to_owned(),
        });
        number
    }

    /// Gives the terms of a text in order, and whether each joins two words.
    pub(crate) fn walk(&mut self, language: usize, text: &str, each: &mut dyn FnMut(u32, bool)) {
        let Some(own) = self.languages.get_mut(language) else {
            return;
        };
        let code = LANGUAGES.get(language).copied().unwrap_or_default();
        let analyzer = own.analyzer.take().unwrap_or_else(|| Analyzer::new(code));
        analyzer.walk_all(text, false, &mut |word, _, joined| {
            let known = self.languages.get(language);
            let known = known.and_then(|own| own.words.get(word).copied());
            let term = known.unwrap_or_else(|| self.learn(language, &analyzer, word));
            // What two words say together is never empty.
            let term = match term {
                None if joined => Some(self.number(language, &analyzer.stem(word))),
                term => term,
            };
            if let Some(term) = term {
                each(term, joined);
            }
        });
        if let Some(own) = self.languages.get_mut(language) {
            own.analyzer = Some(analyzer);
        }
    }

    fn learn(&mut self, language: usize, analyzer: &Analyzer, word: &str) -> Option<u32> {
        let says = !analyzer.is_silent(word);
        let term = says.then(|| self.number(language, &analyzer.stem(word)));
        if let Some(own) = self.languages.get_mut(language)
            && own.words.len() < MOST_WORDS
        {
            own.words.insert(word.to_owned(), term);
        }
        term
    }
}

/// A map by words. Its order reaches no output.
type WordMap<V> = HashMap<String, V, BuildHasherDefault<WordHasher>>;

/// FNV-1a over words of eight bytes: a tenth of the time of the standard hash, which has to withstand
/// attackers.
#[derive(Default)]
pub(crate) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        let mut last = [0; 8];
        for (slot, byte) in last.iter_mut().zip(rest) {
            *slot = *byte;
        }
        for word in words.iter().chain([&last]) {
            let hash = (self.0 ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            // A product moves bits only upwards.
            self.0 = hash ^ (hash >> 32);
        }
    }

    fn write_u8(&mut self, _: u8) {
        // Ends every text; the length is told apart by what the map compares.
    }

    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}
