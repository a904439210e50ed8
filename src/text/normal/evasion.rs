//! Figures for letters and spaced-out letters.

use super::Unit;

/// Fewest letters that are joined: with other marks `e-g` and `u.s.a` stay what they are.
const FEWEST: usize = 4;

/// Words that follow a `1` as a count (`1week`).
const COUNTED: &[&str] = &[
    "week", "year", "month", "hour", "minute", "star", "pack", "piece", "pair", "litre", "liter",
    "inch", "gram", "jahr", "monat", "woche",
];

/// Levels both in place.
pub(super) fn level(units: &mut Vec<Unit>) {
    join_spaced(units);
    join_sums(units);
    figures(units);
}

/// `l a w y e r`, `l.a.w.y.e.r`, `l-a-w-y-e-r`: at least [`FEWEST`] single letters with the same mark
/// between become a word. Two spaces end such a word.
fn join_spaced(units: &mut Vec<Unit>) {
    let mut kept: Vec<Unit> = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        let starts = unit.character.is_alphabetic()
            && (at == 0
                || units
                    .get(at - 1)
                    .is_none_or(|before| is_edge(before.character)));
        let length = if starts { spaced(units, at) } else { 0 };
        if length == 0 {
            at += 1;
            continue;
        }
        kept.extend(units.get(copied..at).unwrap_or(&[]));
        kept.extend(units.get(at..at + length).unwrap_or(&[]).iter().step_by(2));
        at += length;
        copied = at;
    }
    if copied > 0 {
        kept.extend(units.get(copied..).unwrap_or(&[]));
        *units = kept;
    }
}

/// `$ 2 6 0 . 0 0`: behind a currency's sign single figures with spaces between are one number.
fn join_sums(units: &mut Vec<Unit>) {
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        at += 1;
        if !matches!(unit.character, '$' | '€' | '£' | '¥') {
            continue;
        }
        let mut end = at;
        let mut figures = 0;
        // Each figure or mark stands alone, one space before it.
        while let (Some(space), Some(part)) = (units.get(end), units.get(end + 1)) {
            let figure = part.character.is_ascii_digit();
            let mark = figures > 0 && matches!(part.character, '.' | ',');
            let alone = units
                .get(end + 2)
                .is_none_or(|after| !after.character.is_alphanumeric());
            if space.character != ' ' || !(figure || mark) || !alone {
                break;
            }
            figures += usize::from(figure);
            end += 2;
        }
        if figures >= 2 {
            let mut place = 0;
            let kept = at;
            units.retain(|unit| {
                place += 1;
                !(kept < place && place <= end && unit.character == ' ')
            });
        }
    }
}

fn is_edge(character: char) -> bool {
    !character.is_alphanumeric()
}

/// Units that a spaced-out word from `start` takes; 0 when there is none.
fn spaced(units: &[Unit], start: usize) -> usize {
    let Some(mark) = units.get(start + 1).map(|unit| unit.character) else {
        return 0;
    };
    if !matches!(
        mark,
        ' ' | '\u{a0}' | '.' | '-' | '_' | '*' | '·' | '•' | '|' | '/' | '\\' | '+' | '~' | ','
    ) {
        return 0;
    }
    let mut end = start + 1;
    let mut letters = 1;
    while units.get(end).is_some_and(|unit| unit.character == mark)
        && units.get(end + 1).is_some_and(|unit| unit.character.is_alphabetic())
        // A single letter: what follows it is no letter.
        && units.get(end + 2).is_none_or(|after| is_edge(after.character))
    {
        end += 2;
        letters += 1;
    }
    if letters >= FEWEST { end - start } else { 0 }
}

/// `1awyer`, `l4wyer`, `man@ger`: a figure or sign among letters.
fn figures(units: &mut [Unit]) {
    let addresses: Vec<u32> = addresses(units);
    let inside =
        |unit: &Unit| unit.character.is_alphanumeric() || matches!(unit.character, '@' | '$' | '!');
    for word in units.split_mut(|unit| !inside(unit)) {
        let letters = word
            .iter()
            .filter(|unit| unit.character.is_alphabetic())
            .count();
        let others = word.len() - letters;
        if others == 0 || others > 3 || letters < 4 {
            continue;
        }
        let characters: Vec<char> = word.iter().map(|unit| unit.character).collect();
        let letter = |at: Option<usize>| {
            at.and_then(|at| characters.get(at))
                .is_some_and(|character| character.is_alphabetic())
        };
        for (at, unit) in word.iter_mut().enumerate() {
            let between = letter(at.checked_sub(1)) && letter(Some(at + 1));
            let before = at == 0 && letter(Some(1)) && others == 1;
            unit.character = match unit.character {
                '0' if between => 'o',
                '1' if between => 'i',
                '3' if between => 'e',
                '4' if between => 'a',
                '5' if between => 's',
                '7' if between => 't',
                '@' if between && addresses.binary_search(&unit.start).is_err() => 'a',
                '$' if between => 's',
                '!' if between => 'i',
                '1' if before && !counts(&characters) => 'l',
                '$' if before => 's',
                other => other,
            };
        }
    }
}

/// Visible bytes of the `@` of mail addresses: a name with a point follows.
fn addresses(units: &[Unit]) -> Vec<u32> {
    units
        .iter()
        .enumerate()
        .filter(|(at, unit)| {
            unit.character == '@' && {
                let mut tail = units
                    .iter()
                    .skip(at + 1)
                    .map(|unit| unit.character)
                    .skip_while(|character| character.is_alphanumeric() || *character == '-');
                tail.next() == Some('.') && tail.next().is_some_and(char::is_alphanumeric)
            }
        })
        .map(|(_, unit)| unit.start)
        .collect()
}

fn counts(characters: &[char]) -> bool {
    let word: String = characters.iter().skip(1).collect();
    COUNTED.iter().any(|counted| word.starts_with(counted))
}
