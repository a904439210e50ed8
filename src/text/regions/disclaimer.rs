//! Legal disclaimers that mail servers add.

use super::RegionKind;
use super::lines::Line;
use crate::shipped::PhraseList;

/// How a disclaimer begins.
static OPENINGS: PhraseList = PhraseList::new("openings of disclaimers");

/// What it speaks of.
static CUES: PhraseList = PhraseList::new("words of disclaimers");

/// What may follow a disclaimer in a paragraph of its own.
static FOLLOWING: PhraseList = PhraseList::new("words after disclaimers");

/// Marks disclaimer paragraphs in new and forwarded text.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let mut start = 0;
    let mut follows = false;
    while start < lines.len() {
        let length = lines
            .iter()
            .skip(start)
            .take_while(|line| !line.words.is_empty() && !is_rule(line.words))
            .count();
        if length == 0 {
            start += 1;
            continue;
        }
        let own = lines.get(start).is_some_and(|line| line.kind.is_own());
        // The opening may stand after a few lines of signature without a blank line between.
        let opening = lines
            .iter()
            .skip(start)
            .take(length)
            .position(|line| line.kind.is_own() && opens(line.words));
        if own {
            let from = opening.unwrap_or(0);
            let paragraph = text(lines, start + from, length - from);
            let cues = CUES.iter().filter(|cue| paragraph.contains(*cue)).count();
            let next =
                follows && (cues >= 2 || FOLLOWING.iter().any(|cue| paragraph.contains(cue)));
            if (opening.is_some() && cues >= 2) || next {
                for line in lines.iter_mut().skip(start + from).take(length - from) {
                    if line.kind.is_own() {
                        line.kind = RegionKind::Disclaimer;
                    }
                }
                follows = true;
            }
        } else {
            follows = false;
        }
        start += length;
    }
}

fn is_rule(words: &str) -> bool {
    words.len() >= 3
        && words
            .chars()
            .all(|character| matches!(character, '-' | '_' | '=' | '*' | '—'))
}

fn opens(words: &str) -> bool {
    let low: String = words
        .chars()
        .take(48)
        .flat_map(char::to_lowercase)
        .collect();
    let bare = low.trim_start_matches(|character: char| !character.is_alphanumeric());
    OPENINGS.iter().any(|opening| bare.starts_with(opening))
}

/// The lines in lower case, up to as much as a disclaimer needs to be known by.
fn text(lines: &[Line<'_>], start: usize, length: usize) -> String {
    let mut out = String::new();
    for line in lines.iter().skip(start).take(length.min(40)) {
        out.extend(line.words.chars().take(1200).flat_map(char::to_lowercase));
        out.push(' ');
    }
    out
}
