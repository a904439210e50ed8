//! The passage of an article that fits a query best, with the matched words.

use crate::evidence::Span;
use crate::knowledge::analyzer::Analyzer;
use crate::knowledge::layout::HEADING_MARK;
use crate::knowledge::meaning::Meaning;
use crate::knowledge::ranking::{self, QueryTerms};
use crate::text::sentences;
use crate::text::vectors::Vectors;
use std::ops::Range;

/// A passage has at most about so many words.
const MOST_WORDS: usize = 60;
/// Of a very long article only so many bytes are searched for the passage.
const MOST_BYTES: usize = 60_000;

/// Only so many pieces of an article are compared by what they mean.
const MOST_MEANINGS: usize = 24;

/// A piece that scores less by its words has few of what was asked: about a fifth.
const FEW_WORDS: f64 = 2.6;

/// A passage to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Passage {
    pub(crate) text: String,
    pub(crate) highlights: Vec<Span>,
}

/// A piece of an article's stored text: whole sentences under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece<'a> {
    heading: &'a str,
    range: Range<usize>,
}

/// The piece that fits best, weighed as an article is; the first one where none fits.
pub(crate) fn best(
    stored: &str,
    analyzer: &Analyzer,
    query: &QueryTerms,
    meaning: Option<(&Meaning, &Vectors)>,
) -> Passage {
    let sought = Sought::new(analyzer, query);
    let unit = ranking::WORDS / query.asked.max(1.0);
    let mut scored: Vec<(f64, Range<usize>)> = Vec::new();
    let mut found: Vec<bool> = Vec::new();
    for piece in pieces(stored) {
        let text = stored.get(piece.range.clone()).unwrap_or("");
        found.clear();
        found.resize(query.terms.len(), false);
        let mut score = 0.0;
        for (text, share) in [(text, 1.0), (piece.heading, 0.4)] {
            sought.walk(text, &mut |place, _| {
                if let Some(found) = found.get_mut(place)
                    && let Some(term) = query.terms.get(place)
                    && !std::mem::replace(found, true)
                {
                    score += share * (term.weight * term.idf) * unit;
                }
            });
        }
        scored.push((score, piece.range));
    }
    // Directions take time: they decide where words do not.
    if let Some((meaning, vectors)) = meaning
        && scored.iter().all(|(score, _)| *score < FEW_WORDS)
    {
        for (score, range) in scored.iter_mut().take(MOST_MEANINGS) {
            let text = stored.get(range.clone()).unwrap_or("");
            *score += ranking::MEANING * meaning.nearness_of(vectors, text);
        }
    }
    let best = scored
        .into_iter()
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    let Some((_, range)) = best else {
        return Passage::default();
    };
    // One line; the characters stand for one another, so places stay right.
    let text = stored.get(range).unwrap_or("").replace('\n', " ");
    let mut matched: Vec<Range<usize>> = Vec::new();
    sought.walk(&text, &mut |_, range| matched.push(range));
    Passage {
        highlights: utf16(&text, matched),
        text,
    }
}

/// A query's terms, looked for in running text.
struct Sought<'a> {
    analyzer: &'a Analyzer,
    query: &'a QueryTerms,
    /// With which two letters the terms begin, a bit for each two.
    beginnings: [u32; 32],
}

impl<'a> Sought<'a> {
    fn new(analyzer: &'a Analyzer, query: &'a QueryTerms) -> Self {
        let mut beginnings = [0; 32];
        for term in &query.terms {
            let (row, bit) = beginning(&term.term);
            if let Some(row) = beginnings.get_mut(row) {
                *row |= bit;
            }
        }
        Self {
            analyzer,
            query,
            beginnings,
        }
    }

    /// Gives the places in the query of the terms that a text holds. A word begins as its stem does, so most are
    /// never stemmed.
    fn walk(&self, text: &str, each: &mut dyn FnMut(usize, Range<usize>)) {
        self.analyzer
            .walk_all(text, true, &mut |word, range, joined| {
                let (row, bit) = beginning(word);
                if self.beginnings.get(row).is_some_and(|row| row & bit != 0)
                    && (joined || !self.analyzer.is_silent(word))
                {
                    let stem = self.analyzer.stem(word);
                    let place = self.query.terms.iter().position(|own| own.term == stem);
                    if let Some(place) = place {
                        each(place, range);
                    }
                }
            });
    }
}

/// The first two letters of a word, as a row of bits and a bit in it.
fn beginning(word: &str) -> (usize, u32) {
    let mut bytes = word.bytes();
    let mut next = || u32::from(bytes.next().unwrap_or(0) & 31);
    (next() as usize, 1 << next())
}

/// Cuts a stored text at headings, and at sentences where a part is long.
fn pieces(stored: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut heading = "";
    let mut open: Option<(Range<usize>, usize)> = None;
    let mut at = 0;
    for line in stored.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if start > MOST_BYTES {
            break;
        }
        let text = line.trim_end_matches('\n');
        if let Some(title) = text.strip_prefix(HEADING_MARK) {
            if let Some((range, _)) = open.take() {
                pieces.push(Piece { heading, range });
            }
            heading = title;
            continue;
        }
        sentences::pieces(stored, &(start..start + text.len()), &mut |range| {
            let sentence = stored.get(range.clone()).unwrap_or("");
            let words = sentence.split_whitespace().count();
            open = match open.take() {
                Some((before, count)) if count + words <= MOST_WORDS => {
                    Some((before.start..range.end, count + words))
                }
                Some((before, _)) => {
                    pieces.push(Piece {
                        heading,
                        range: before,
                    });
                    Some((range, words))
                }
                None => Some((range, words)),
            };
        });
    }
    if let Some((range, _)) = open {
        pieces.push(Piece { heading, range });
    }
    pieces
}

/// Byte ranges, in order of their starts, as UTF-16 ranges; overlapping ones become one.
fn utf16(text: &str, mut ranges: Vec<Range<usize>>) -> Vec<Span> {
    crate::sorted::by_start(&mut ranges);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    let mut spans = Vec::with_capacity(merged.len());
    let (mut byte, mut unit) = (0, 0);
    let mut units_to = |target: usize| {
        unit += text
            .get(byte..target)
            .map_or(0, |part| part.encode_utf16().count());
        byte = target;
        unit
    };
    for range in merged {
        spans.push(Span {
            start: units_to(range.start),
            end: units_to(range.end),
        });
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stored: &str, expected: &[(&str, &str)]) {
        let got: Vec<(&str, &str)> = pieces(stored)
            .into_iter()
            .map(|piece| (piece.heading, &stored[piece.range]))
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn cuts_at_headings_and_sentences() {
        check(
            "Intro.\n\u{1}Costs\nFree. Always.\n- x\n",
            &[("", "Intro."), ("Costs", "Free. Always.\n- x")],
        );
        let long = "One two three four five six seven eight nine ten. ".repeat(9);
        let stored = format!("{}\n", long.trim());
        let cut: Vec<usize> = pieces(&stored)
            .iter()
            .map(|piece| stored[piece.range.clone()].split_whitespace().count())
            .collect();
        assert_eq!(cut, [60, 30]);
        check("", &[]);
    }

    #[test]
    fn spans_count_utf16_units() {
        let text = "é😀 ab";
        let at = text.find("ab").unwrap();
        let spans = utf16(text, vec![at..at + 2, at..at + 1]);
        assert_eq!(spans, [Span { start: 4, end: 6 }]);
    }
}
