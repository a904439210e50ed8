//! Stretches of a text around places worth a closer look.
//!
//! A regular expression over a whole message costs a microsecond a character. What it looks for nearly
//! always holds a figure or one of a few words, which a plain pass finds in a hundredth of that; the
//! expression then reads only what stands around them.

use regex_lite::Regex;
use std::ops::Range;

/// Bytes before and after a place that a stretch holds at least, up to the next white space.
const REACH: usize = 48;

/// The stretches around every figure.
pub(crate) fn around_figures(text: &str) -> Vec<Range<usize>> {
    let mut windows = Windows::new(text);
    let mut inside = false;
    for (at, byte) in text.bytes().enumerate() {
        let figure = byte.is_ascii_digit();
        if figure && !inside {
            windows.add(at);
        }
        inside = figure;
    }
    windows.out
}

/// What an expression finds around the figures of a text, in order.
pub(crate) fn matches_near_figures(regex: Option<&Regex>, text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for window in around_figures(text) {
        let part = text.get(window.clone()).unwrap_or("");
        for one in regex.iter().flat_map(|regex| regex.find_iter(part)) {
            found.push(window.start + one.start()..window.start + one.end());
        }
    }
    found
}

/// The stretches around every word that is one of `words`: lower case, sorted.
pub(crate) fn around_words(text: &str, words: &[&str]) -> Vec<Range<usize>> {
    let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
    let mut windows = Windows::new(text);
    let mut lower = String::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        if character.is_alphabetic() {
            start.get_or_insert(at);
            continue;
        }
        let Some(from) = start.take() else {
            continue;
        };
        if at - from > longest + 2 {
            continue;
        }
        lower.clear();
        lower.extend(
            text.get(from..at)
                .unwrap_or("")
                .chars()
                .flat_map(char::to_lowercase),
        );
        if words.binary_search(&lower.as_str()).is_ok() {
            windows.add(from);
        }
    }
    windows.out
}

struct Windows<'t> {
    text: &'t str,
    out: Vec<Range<usize>>,
}

impl<'t> Windows<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            out: Vec::new(),
        }
    }

    /// Adds the place, which stands behind all others; stretches that touch become one.
    fn add(&mut self, at: usize) {
        let bytes = self.text.as_bytes();
        let end = self.out.last().map_or(0, |last| last.end);
        if at + REACH <= end {
            return;
        }
        let white = |place: &usize| bytes.get(*place).is_none_or(u8::is_ascii_whitespace);
        let from = (end..at.saturating_sub(REACH))
            .rev()
            .take(REACH)
            .find(white);
        let to = (at + REACH..bytes.len()).take(REACH).find(white);
        let from = self
            .text
            .floor_char_boundary(from.unwrap_or(at.saturating_sub(2 * REACH)));
        let to = self
            .text
            .ceil_char_boundary(to.unwrap_or((at + 2 * REACH).min(bytes.len())));
        match self.out.last_mut() {
            Some(last) if from <= last.end => last.end = to,
            _ => self.out.push(from..to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &[&str], expected: &[&str]) {
        let windows = match words {
            [] => around_figures(text),
            words => around_words(text, words),
        };
        let found: Vec<&str> = windows.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stretches() {
        check("no figure", &[], &[]);
        check("on 3 May", &[], &["on 3 May"]);
        let long = format!("{0}on 3 May{0}{0}on 4 May", " and so on".repeat(12));
        let found = around_figures(&long);
        assert_eq!(found.len(), 2);
        assert!(
            found
                .iter()
                .all(|range| long[range.clone()].contains("May"))
        );
        check(
            "Übermorgen, heute",
            &["heute", "übermorgen"],
            &["Übermorgen, heute"],
        );
        check("nothing here", &["heute"], &[]);
        // Nothing to cut at.
        let joined = "ä".repeat(300) + "1" + &"ä".repeat(300);
        assert_eq!(around_figures(&joined).len(), 1);
    }
}
