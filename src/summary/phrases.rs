//! Key phrases: runs of telling words in what the customer wrote, verbatim.
//!
//! After RAKE (Rose, Engel, Cramer and Cowley, 2010): runs between stop words and punctuation, a
//! word's weight being the size of its runs; here a word's frequency over the ticket weighs as well.

use super::clause::Clause;
use super::cues::{COURTESY, starts_with};
use crate::analysis::EntityKind;
use crate::shipped::PhraseList;
use crate::text::stop_words::stop_words;
use crate::text::{Conversation, Standing};

const MOST: usize = 6;
const LONGEST_RUN: usize = 3;
const MOST_SENTENCES: usize = 200;

/// Everyday words of any ticket that name nothing.
static EMPTY: PhraseList = PhraseList::new("empty words");

/// Words that name nothing, in the conversation's language and in English.
pub(crate) struct StopWords {
    sorted: Vec<&'static str>,
}

impl StopWords {
    pub(crate) fn new(language: &str) -> Self {
        let mut sorted = [stop_words(language), stop_words("en"), &EMPTY].concat();
        sorted.sort_unstable();
        Self { sorted }
    }

    /// Whether a word in lower case names nothing.
    fn has(&self, word: &str) -> bool {
        let folded: String = word.chars().filter(|c| *c != '\'' && *c != '’').collect();
        // "what's" is "what".
        let head = word.split(['\'', '’']).next().unwrap_or("");
        let listed = |word: &str| self.sorted.binary_search(&word).is_ok();
        folded.chars().count() < 3
            || listed(folded.as_str())
            || listed(head)
            || folded.chars().any(|c| c.is_ascii_digit())
    }

    /// How many words of a text in lower case name something.
    pub(crate) fn telling(&self, normal: &str) -> usize {
        normal
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .filter(|word| !word.is_empty() && !self.has(word))
            .count()
    }
}

/// At most six phrases, most telling first.
pub(crate) fn key_phrases(conversation: &Conversation, stop: &StopWords) -> Vec<Clause> {
    let mut runs: Vec<(Vec<&str>, &str)> = Vec::new();
    for (passage, sentence) in conversation
        .sentences(Standing::Reported)
        .take(MOST_SENTENCES)
    {
        let text = passage.text(&sentence.visible);
        if starts_with(&sentence.normal.text, &COURTESY) && text.split_whitespace().count() <= 8 {
            continue;
        }
        let range = &sentence.visible;
        let from = passage
            .personal
            .partition_point(|datum| datum.visible.end <= range.start);
        let here = passage.personal.iter().skip(from);
        let names: Vec<&str> = here
            .take_while(|datum| datum.visible.start < range.end)
            .filter(|datum| datum.kind == EntityKind::Person)
            .map(|datum| passage.text(&datum.visible))
            .collect();
        for part in text.split(|c: char| {
            !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-') || c.is_whitespace())
        }) {
            let mut run: Vec<&str> = Vec::new();
            for word in part.split_whitespace() {
                let named = names.iter().any(|name| name.contains(word));
                if named || stop.has(&word.to_lowercase()) {
                    runs.push((std::mem::take(&mut run), passage.id()));
                } else {
                    run.push(word);
                }
            }
            runs.push((run, passage.id()));
        }
    }
    runs.retain(|(run, _)| !run.is_empty() && run.len() <= LONGEST_RUN);
    let mut said: Vec<String> = runs
        .iter()
        .flat_map(|(run, _)| run)
        .map(|word| word.to_lowercase())
        .collect();
    said.sort_unstable();
    let frequency = |word: &str| {
        let word = word.to_lowercase();
        let before = said.partition_point(|known| *known < word);
        said.partition_point(|known| *known <= word) - before
    };
    let mut phrases: Vec<(String, usize, usize, Clause)> = Vec::with_capacity(runs.len());
    for (order, (run, source)) in runs.iter().enumerate() {
        let phrase = run.join(" ");
        let weight: usize = run.iter().map(|word| frequency(word)).sum::<usize>()
            * if run.len() > 1 { 2 } else { 1 };
        let clause = Clause::quoting(&phrase, source, usize::MAX);
        phrases.push((phrase.to_lowercase(), weight, order, clause));
    }
    // Each once, as it was said first.
    phrases.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.2.cmp(&b.2)));
    phrases.dedup_by(|later, first| later.0 == first.0);
    phrases.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.2.cmp(&b.2)));
    let mut chosen: Vec<Clause> = Vec::new();
    for (folded, _, _, phrase) in phrases {
        let repeats = chosen.iter().any(|own| {
            let own = own.text.to_lowercase();
            own.contains(&folded) || folded.contains(&own)
        });
        if !repeats {
            chosen.push(phrase);
        }
        if chosen.len() == MOST {
            break;
        }
    }
    chosen
}
