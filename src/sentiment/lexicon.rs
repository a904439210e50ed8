//! The lexicon: lines of a weight and phrases.

use crate::decimal;
use crate::phrases::{Lists, PhraseBook, PhraseBookBuilder};

/// What a line's phrases do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Entry {
    /// They carry a feeling, -4 to 4.
    Feeling(f64),
    /// They strengthen what follows.
    Strengthens,
    /// They turn round what follows.
    Turns,
}

/// Compiles the lines; one that cannot be read is left out, so that a broken line costs its words
/// and nothing else.
pub(crate) fn compile(text: &str) -> (PhraseBook, Vec<Entry>) {
    let mut book = PhraseBookBuilder::default();
    let mut entries = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((weight, phrases)) = line.split_once(' ') else {
            continue;
        };
        let entry = match weight {
            "x" => Entry::Strengthens,
            "n" => Entry::Turns,
            number => match decimal::parse(number) {
                Some(weight) => Entry::Feeling(weight),
                None => continue,
            },
        };
        if book.add(phrases, &Lists::new()).is_ok() {
            entries.push(entry);
        }
    }
    (book.finish(), entries)
}
