//! Clauses that carry their sources: every word is either one of the summary's own few or a quote.

use crate::analysis::ClauseSource;

/// A clause of the summary.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Clause {
    pub(crate) text: String,
    /// Words, and the message or path where they stand.
    pub(crate) quotes: Vec<(String, String)>,
}

impl Clause {
    /// Adds the summary's own words.
    pub(crate) fn say(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// Adds words of the ticket, in one line, cut after a word where they are longer than `longest` bytes.
    pub(crate) fn quote(&mut self, words: &str, source: &str, longest: usize) {
        let mut out = String::new();
        let mut cut = false;
        for word in words.split_whitespace() {
            if !out.is_empty() {
                cut = out.len() + word.len() >= longest;
                if cut {
                    break;
                }
                out.push(' ');
            }
            out.extend(word.chars().take(longest));
        }
        self.text.push_str(&out);
        if cut {
            self.text.push('…');
        }
        self.quotes.push((out, source.to_owned()));
    }

    /// A clause that is nothing but words of the ticket.
    pub(crate) fn quoting(words: &str, source: &str, longest: usize) -> Self {
        let mut clause = Self::default();
        clause.quote(words, source, longest);
        clause
    }

    /// The text; its sources go to `sources` under the clause's name.
    pub(crate) fn settle(self, name: &str, sources: &mut Vec<ClauseSource>) -> String {
        sources.extend(self.quotes.into_iter().map(|(text, source)| ClauseSource {
            clause: name.to_owned(),
            text,
            source,
        }));
        self.text
    }
}

/// The texts of a list; the sources go to `sources` as `name[0]` and so on.
pub(crate) fn settle(
    clauses: Vec<Clause>,
    name: &str,
    sources: &mut Vec<ClauseSource>,
) -> Vec<String> {
    let settled = clauses.into_iter().enumerate();
    settled
        .map(|(at, clause)| clause.settle(&format!("{name}[{at}]"), sources))
        .collect()
}

/// A number in words: the summary's own counts are no figures of the ticket.
pub(crate) fn in_words(count: usize) -> &'static str {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS.get(count).copied().unwrap_or("more than twelve")
}

/// `one photo`, `two photos`.
pub(crate) fn counted(count: usize, one: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {one}{plural}", in_words(count))
}
