//! What a view's words give the model: every feature with the words that it came from, found in one pass
//! over the text. Scores, the share of known words and the explanation all read it.

use super::features::{self, FIRST_CHARACTER_BUCKET};
use super::views::View;
use crate::text::vectors::{Part, Vectors};
use std::ops::Range;

/// A word of a view.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    /// Which of the view's sentences.
    pub(crate) sentence: usize,
    /// In the sentence's normal form, in bytes.
    pub(crate) range: Range<usize>,
}

/// A hashed feature where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hashed {
    /// Its bucket.
    pub(crate) bucket: u32,
    /// The sentence's weight, in sixteenths.
    pub(crate) weight: u32,
    /// Index of the word in which it begins, among all words of the view.
    pub(crate) first_word: usize,
    /// Index of the word in which it ends.
    pub(crate) word: usize,
}

/// What stands in a view.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Occurrences {
    /// Its words, in reading order.
    pub(crate) words: Vec<Word>,
    /// Hashed features that matter, by bucket.
    pub(crate) hashed: Vec<Hashed>,
    /// Its word vectors, with their sentence's weight in sixteenths; words are counted over the view.
    pub(crate) vectors: Vec<(Part, u32)>,
    /// How many words are a feature by themselves.
    pub(crate) known_words: usize,
}

impl Occurrences {
    /// Reads a view; `keep` says which buckets matter.
    pub(crate) fn of(
        view: &View<'_>,
        vectors: Option<&Vectors>,
        keep: &dyn Fn(u32) -> bool,
    ) -> Self {
        let mut found = Self::default();
        for (sentence, part) in view.sentences.iter().enumerate() {
            let text = &part.sentence.normal.text;
            let before = found.words.len();
            let mut last_known = None;
            let words = features::walk(text, part.words, &mut |piece| {
                if !keep(piece.bucket) {
                    return;
                }
                let whole_word =
                    piece.bucket < FIRST_CHARACTER_BUCKET && piece.word == piece.first_word;
                if whole_word && last_known != Some(piece.word) {
                    last_known = Some(piece.word);
                    found.known_words += 1;
                }
                found.hashed.push(Hashed {
                    bucket: piece.bucket,
                    weight: part.weight,
                    first_word: before + piece.first_word,
                    word: before + piece.word,
                });
            });
            found
                .words
                .extend(words.into_iter().map(|range| Word { sentence, range }));
            if let Some(vectors) = vectors {
                vectors.parts(text, part.words, |mut piece| {
                    piece.first_word += before;
                    piece.word += before;
                    found.vectors.push((piece, part.weight));
                });
            }
        }
        // What one bucket adds is summed in reading order.
        found
            .hashed
            .sort_unstable_by_key(|one| (one.bucket, one.word, one.first_word));
        found
    }

    /// The sum of weights of each bucket, in order of the buckets.
    pub(crate) fn counts(&self) -> Vec<(u32, u32)> {
        let mut sums: Vec<(u32, u32)> = Vec::with_capacity(self.hashed.len());
        for hashed in &self.hashed {
            match sums.last_mut() {
                Some(last) if last.0 == hashed.bucket => {
                    last.1 = last.1.saturating_add(hashed.weight);
                }
                _ => sums.push((hashed.bucket, hashed.weight)),
            }
        }
        sums
    }
}
