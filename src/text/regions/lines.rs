//! Lines of a message as the region rules look at them.

use super::RegionKind;
use crate::text::html::Marks;
use std::ops::Range;

/// Longest line that phrases are looked for in; longer ones are prose.
const LONGEST_PHRASE: usize = 400;

/// A line.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Visible range, the line break included.
    pub(super) range: Range<usize>,
    /// Without quote signs and outer white space.
    pub(super) words: &'a str,
    /// The same in lower case without emphasis signs; empty for a long line.
    pub(super) low: String,
    /// Quoted by `>` or by the markup.
    pub(super) quoted: bool,
    /// In an element that mail programs make for signatures.
    pub(super) signature: bool,
    /// A mail program's mark after which only the quoted mail comes.
    pub(super) rest: bool,
    /// What the rules made of it.
    pub(super) kind: RegionKind,
}

impl Line<'_> {
    /// Whether the line is still the writer's new text.
    pub(super) fn is_new(&self) -> bool {
        self.kind == RegionKind::New
    }
}

/// The lines of a text.
pub(super) fn of<'a>(visible: &'a str, marks: Option<&Marks>) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut at = 0;
    let mut quotes = Within::new(marks.map_or(&[], |marks| &marks.quotes));
    let mut signatures = Within::new(marks.map_or(&[], |marks| &marks.signatures));
    let mut rests = Within::new(marks.map_or(&[], |marks| &marks.rests));
    for text in visible.split_inclusive('\n') {
        let range = at..at + text.len();
        at = range.end;
        let trimmed = text.trim();
        let mut words = trimmed;
        let mut quoted = false;
        while let Some(rest) = words.strip_prefix('>') {
            quoted = true;
            words = rest.trim_start();
        }
        let first = range.start + (text.len() - text.trim_start().len());
        let low = if words.len() <= LONGEST_PHRASE {
            level(words)
        } else {
            String::new()
        };
        lines.push(Line {
            quoted: quoted || quotes.holds(first),
            signature: signatures.holds(first),
            rest: rests.holds(first),
            range,
            words,
            low,
            kind: RegionKind::New,
        });
    }
    lines
}

/// Lower case, plain spaces and apostrophes, no emphasis signs around.
fn level(words: &str) -> String {
    words
        .trim_matches(['*', '_', ' '])
        .chars()
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            '\u{a0}' | '\u{202f}' | '\t' => ' ',
            '’' => '\'',
            other => other,
        })
        .filter(|character| !matches!(character, '*' | '\u{200b}'..='\u{200f}' | '\u{feff}'))
        .collect()
}

/// Walks sorted ranges along with growing positions.
struct Within<'m> {
    ranges: &'m [Range<usize>],
}

impl<'m> Within<'m> {
    fn new(ranges: &'m [Range<usize>]) -> Self {
        Self { ranges }
    }

    fn holds(&mut self, at: usize) -> bool {
        while let Some((first, rest)) = self.ranges.split_first() {
            if first.end > at {
                return first.start <= at;
            }
            self.ranges = rest;
        }
        false
    }
}
