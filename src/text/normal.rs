//! The normal form in which detectors read: case, width, look-alikes, zero-width characters and
//! spaced-out letters are levelled, with the way back to the visible text.

mod evasion;
mod lookalike;

use super::entities::Personal;
use super::unicode::{compose_compatible, is_mark};
use std::ops::Range;

/// A sentence's normal form, with the way back to visible bytes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Normal {
    /// Lower case, NFKC, single spaces.
    pub text: String,
    /// Visible byte range of each byte's character.
    origins: Vec<(u32, u32)>,
}

/// A character on its way to the normal form, with its visible byte range.
#[derive(Debug, Clone, Copy)]
struct Unit {
    character: char,
    start: u32,
    end: u32,
}

impl Normal {
    /// The normal form of `visible[range]`; a word stands for each stretch of personal data, which are
    /// in order.
    #[must_use]
    pub fn of(visible: &str, range: &Range<usize>, personal: &[Personal]) -> Self {
        let source = visible.get(range.clone()).unwrap_or("");
        let plain = source.is_ascii();
        let mut units = if plain {
            ascii(source, range.start)
        } else {
            level(source, range.start)
        };
        if !plain {
            lookalike::level(&mut units);
        }
        hide(&mut units, range, personal);
        evasion::level(&mut units);
        Self::write(&units, source.len())
    }

    /// Collapses white space and leaves quote signs at line starts out.
    fn write(units: &[Unit], capacity: usize) -> Self {
        let mut out = Self {
            text: String::with_capacity(capacity),
            origins: Vec::with_capacity(capacity),
        };
        let mut line_start = false;
        for unit in units {
            if unit.character == '\n' {
                line_start = true;
            } else if line_start && matches!(unit.character, '>' | ' ' | '\t') {
                continue;
            } else {
                line_start = false;
            }
            let character = if unit.character.is_whitespace() {
                if out.text.is_empty() || out.text.ends_with(' ') {
                    continue;
                }
                ' '
            } else {
                unit.character
            };
            out.text.push(character);
            out.origins.resize(out.text.len(), (unit.start, unit.end));
        }
        if out.text.ends_with(' ') {
            out.text.pop();
            out.origins.pop();
        }
        out
    }

    /// Visible range of a range of `text`.
    #[must_use]
    pub fn visible(&self, normal: &Range<usize>) -> Range<usize> {
        let start = self
            .origins
            .get(normal.start)
            .map_or(0, |origin| origin.0 as usize);
        let end = normal
            .end
            .checked_sub(1)
            .and_then(|last| self.origins.get(last))
            .map_or(start, |origin| origin.1 as usize);
        start..end.max(start)
    }
}

/// Puts a placeholder where personal data stand.
fn hide(units: &mut Vec<Unit>, range: &Range<usize>, personal: &[Personal]) {
    let first = personal.partition_point(|datum| datum.visible.end <= range.start);
    let here = personal.get(first..).unwrap_or(&[]);
    let mut here = here
        .iter()
        .take_while(|datum| datum.visible.start < range.end)
        .peekable();
    if here.peek().is_none() {
        return;
    }
    let mut out = Vec::with_capacity(units.len());
    let mut rest = units.iter().peekable();
    while let Some(unit) = rest.next() {
        while here
            .next_if(|datum| clamp(datum.visible.end) <= unit.start)
            .is_some()
        {}
        let datum = here
            .peek()
            .filter(|datum| clamp(datum.visible.start) <= unit.start);
        let Some(datum) = datum else {
            out.push(*unit);
            continue;
        };
        let end = clamp(datum.visible.end);
        let mut last = unit.end;
        while let Some(inner) = rest.next_if(|next| next.start < end) {
            last = last.max(inner.end);
        }
        out.extend(datum.placeholder().chars().map(|character| Unit {
            character,
            start: unit.start,
            end: last,
        }));
    }
    *units = out;
}

/// The short way for text that is all ASCII.
fn ascii(source: &str, offset: usize) -> Vec<Unit> {
    let offset = clamp(offset);
    source
        .bytes()
        .zip(offset..)
        .filter(|(byte, _)| !is_control(char::from(*byte)))
        .map(|(byte, start)| Unit {
            character: match byte {
                b'`' => '\'',
                _ => char::from(byte.to_ascii_lowercase()),
            },
            start,
            end: start.saturating_add(1),
        })
        .collect()
}

/// Visible text is far smaller than 4 GB; beyond it spans would stand still, not fail.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// NFKC and lower case, a base character with its marks at a time; characters without width are
/// left out.
fn level(source: &str, offset: usize) -> Vec<Unit> {
    let mut units = Vec::with_capacity(source.len());
    let mut characters = source.char_indices().peekable();
    let mut group = String::new();
    while let Some((at, character)) = characters.next() {
        if is_zero_width(character) || is_control(character) {
            continue;
        }
        let start = offset + at;
        let mut end = start + character.len_utf8();
        group.clear();
        group.push(character);
        while let Some((at, mark)) =
            characters.next_if(|(_, next)| is_mark(*next) || is_zero_width(*next))
        {
            if !is_overlay(mark) && !is_zero_width(mark) && group.len() < 32 {
                group.push(mark);
            }
            end = offset + at + mark.len_utf8();
        }
        let (start, end) = (clamp(start), clamp(end));
        for normal in compose_compatible(&group)
            .chars()
            .flat_map(char::to_lowercase)
        {
            if is_overlay(normal) || normal == '\u{307}' {
                continue;
            }
            let character = match normal {
                '’' | '‘' | '`' | '´' | 'ʼ' | '′' => '\'',
                '“' | '”' | '„' | '«' | '»' | '″' => '"',
                '‐' | '‑' | '−' => '-',
                other => other,
            };
            units.push(Unit {
                character,
                start,
                end,
            });
        }
    }
    units
}

/// Control characters show nothing; only those that part words are kept.
fn is_control(character: char) -> bool {
    character.is_control() && !character.is_whitespace()
}

fn is_zero_width(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Strike-through and enclosing marks, which hide a word from a machine only.
fn is_overlay(mark: char) -> bool {
    matches!(mark, '\u{334}'..='\u{338}' | '\u{20d0}'..='\u{20ff}' | '\u{489}')
}

#[cfg(test)]
mod tests;
