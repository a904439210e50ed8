//! Words that stand in nearly every sentence, by language: folded to letters without marks. Question words
//! are none of them: in a list of questions and answers they tell "how" from "where".

use crate::shipped;
use std::sync::LazyLock;

/// By language, by its two letters.
static LISTS: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
    let lines = shipped::STOP_WORDS.text().lines();
    lines
        .filter_map(|line| {
            let (code, words) = line.split_once(' ')?;
            Some((code, words.split(' ').collect()))
        })
        .collect()
});

/// The stop words of a language, by its two letters; empty where there is no list.
#[must_use]
pub fn stop_words(code: &str) -> &'static [&'static str] {
    let list = LISTS.iter().find(|(known, _)| *known == code);
    list.map_or(&[], |(_, words)| words)
}
