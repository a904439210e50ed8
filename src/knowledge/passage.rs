//! The passage of an article that fits a query best, with the matched words.

use crate::evidence::Span;
use crate::knowledge::analyzer::Analyzer;
use crate::knowledge::layout::HEADING_MARK;
use crate::knowledge::meaning::Meaning;
use crate::knowledge::ranking::{self, QueryTerms};
use crate::sorted::{Map, Set};
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
    let weights: Map<&str, f64> = query
        .terms
        .iter()
        .map(|term| (term.term.as_str(), term.weight * term.idf))
        .collect();
    // Only a word that begins as a term does can have it as its stem.
    let terms = |text: &str, each: &mut dyn FnMut(String, Range<usize>)| {
        analyzer.walk(text, true, &mut |word, range, _| {
            let alike = |term: &&str| term.bytes().zip(word.bytes()).take(3).all(|(a, b)| a == b);
            if weights.keys().any(alike) {
                each(analyzer.stem(word), range);
            }
        });
    };
    let unit = ranking::WORDS / query.asked.max(1.0);
    let mut scored: Vec<(f64, Range<usize>)> = Vec::new();
    for piece in pieces(stored) {
        let text = stored.get(piece.range.clone()).unwrap_or("");
        let mut found: Set<String> = Set::new();
        let mut score = 0.0;
        for (text, share) in [(text, 1.0), (piece.heading, 0.4)] {
            terms(text, &mut |term, _| {
                if let Some(weight) = weights.get(term.as_str())
                    && found.insert(term)
                {
                    score += share * weight * unit;
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
    terms(&text, &mut |term, range| {
        if weights.contains_key(term.as_str()) {
            matched.push(range);
        }
    });
    Passage {
        highlights: utf16(&text, matched),
        text,
    }
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
