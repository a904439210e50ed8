//! Key phrases: runs of telling words in what the customer wrote, verbatim.
//!
//! After RAKE (Rose, Engel, Cramer and Cowley, 2010): runs between stop words and punctuation, a
//! word's weight being the size of its runs; here a word's frequency over the ticket weighs as well.

use crate::text::stop_words::stop_words;
use crate::text::{Conversation, Standing};
use std::collections::BTreeMap;

const MOST: usize = 6;
const LONGEST_RUN: usize = 3;
const MOST_SENTENCES: usize = 200;

/// Everyday words of any ticket that name nothing.
const EMPTY: &[&str] = &[
    "get",
    "got",
    "know",
    "now",
    "still",
    "back",
    "can",
    "cannot",
    "cant",
    "dont",
    "didnt",
    "wont",
    "not",
    "want",
    "need",
    "like",
    "one",
    "two",
    "after",
    "before",
    "again",
    "also",
    "all",
    "any",
    "some",
    "what",
    "when",
    "where",
    "which",
    "who",
    "how",
    "why",
    "because",
    "than",
    "then",
    "about",
    "into",
    "out",
    "up",
    "no",
    "yes",
    "ok",
    "he",
    "she",
    "his",
    "her",
    "him",
    "it",
    "more",
    "most",
    "much",
    "very",
    "really",
    "even",
    "only",
    "last",
    "next",
    "today",
    "yesterday",
    "tomorrow",
    "ago",
    "hi",
    "hello",
    "thanks",
    "thank",
    "dear",
    "regards",
    "best",
    "cheers",
    "let",
    "make",
    "made",
    "said",
    "says",
    "say",
    "tell",
    "told",
    "see",
    "think",
    "thing",
    "things",
    "way",
    "new",
    "sent",
    "send",
    "came",
    "come",
    "went",
    "go",
    "going",
    "put",
    "use",
    "used",
    "using",
    "order",
    "should",
    "may",
    "might",
    "must",
    "being",
    "other",
    "another",
    "every",
    "since",
    "until",
    "while",
    "though",
    "anyone",
    "nobody",
    "someone",
    "something",
    "nothing",
    "time",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "here",
    "ever",
    "never",
    "always",
    "too",
    "yet",
    "off",
    "over",
    "such",
    "same",
    "few",
    "lot",
    "bit",
];

/// At most six phrases, most telling first.
pub(crate) fn key_phrases(conversation: &Conversation, language: &str) -> Vec<String> {
    let stop = stop_words(language);
    let english = stop_words("en");
    let is_stop = |word: &str| {
        let folded: String = word.chars().filter(|c| *c != '\'' && *c != '’').collect();
        folded.chars().count() < 3
            || stop.contains(&folded.as_str())
            || english.contains(&folded.as_str())
            || EMPTY.contains(&folded.as_str())
            || folded.chars().any(|c| c.is_ascii_digit())
    };
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for (passage, sentence) in conversation
        .sentences(Standing::Reported)
        .take(MOST_SENTENCES)
    {
        let text = passage.text(&sentence.visible);
        if !super::ask::says_something(&sentence.normal.text) {
            continue;
        }
        for part in text.split(|c: char| {
            !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-') || c.is_whitespace())
        }) {
            let mut run: Vec<&str> = Vec::new();
            for word in part.split_whitespace() {
                if is_stop(&word.to_lowercase()) {
                    runs.push(std::mem::take(&mut run));
                } else {
                    run.push(word);
                }
            }
            runs.push(run);
        }
    }
    runs.retain(|run| !run.is_empty() && run.len() <= LONGEST_RUN);
    let mut frequency: BTreeMap<String, usize> = BTreeMap::new();
    for word in runs.iter().flatten() {
        *frequency.entry(word.to_lowercase()).or_default() += 1;
    }
    let mut phrases: BTreeMap<String, (usize, usize, String)> = BTreeMap::new();
    for (order, run) in runs.iter().enumerate() {
        let phrase = run.join(" ");
        let weight: usize = run
            .iter()
            .map(|word| frequency.get(&word.to_lowercase()).copied().unwrap_or(0))
            .sum::<usize>()
            * if run.len() > 1 { 2 } else { 1 };
        phrases
            .entry(phrase.to_lowercase())
            .or_insert((weight, order, phrase));
    }
    let mut ranked: Vec<(usize, usize, String)> = phrases.into_values().collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut chosen: Vec<String> = Vec::new();
    for (_, _, phrase) in ranked {
        let folded = phrase.to_lowercase();
        let repeats = chosen.iter().any(|own| {
            let own = own.to_lowercase();
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
