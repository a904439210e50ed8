//! Letters of other scripts that look like Latin ones.

use super::Unit;

/// Look-alikes, lower case, after Unicode's confusables (UTS 39): Cyrillic, Greek, Armenian,
/// Cherokee-like shapes and phonetic letters that are used to write English words.
const LOOKALIKES: &[(char, char)] = &[
    ('а', 'a'),
    ('в', 'b'),
    ('е', 'e'),
    ('з', '3'),
    ('к', 'k'),
    ('м', 'm'),
    ('н', 'h'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('т', 't'),
    ('у', 'y'),
    ('х', 'x'),
    ('ѕ', 's'),
    ('і', 'i'),
    ('ї', 'i'),
    ('ј', 'j'),
    ('ѡ', 'w'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('һ', 'h'),
    ('ӏ', 'l'),
    ('ү', 'y'),
    ('ѵ', 'v'),
    ('п', 'n'),
    ('г', 'r'),
    ('ё', 'e'),
    ('ь', 'b'),
    ('α', 'a'),
    ('β', 'b'),
    ('γ', 'y'),
    ('ε', 'e'),
    ('η', 'n'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('ν', 'v'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('σ', 'o'),
    ('τ', 't'),
    ('υ', 'u'),
    ('χ', 'x'),
    ('ω', 'w'),
    ('ϲ', 'c'),
    ('ϳ', 'j'),
    ('μ', 'u'),
    ('ά', 'a'),
    ('έ', 'e'),
    ('ό', 'o'),
    ('ί', 'i'),
    ('օ', 'o'),
    ('ս', 'u'),
    ('հ', 'h'),
    ('ո', 'n'),
    ('զ', 'q'),
    ('ց', 'g'),
    ('ք', 'p'),
];

/// Letters of the Latin script itself in other shapes; levelled everywhere.
const SHAPES: &[(char, char)] = &[
    ('ᴀ', 'a'),
    ('ʙ', 'b'),
    ('ᴄ', 'c'),
    ('ᴅ', 'd'),
    ('ᴇ', 'e'),
    ('ꜰ', 'f'),
    ('ɢ', 'g'),
    ('ʜ', 'h'),
    ('ɪ', 'i'),
    ('ᴊ', 'j'),
    ('ᴋ', 'k'),
    ('ʟ', 'l'),
    ('ᴍ', 'm'),
    ('ɴ', 'n'),
    ('ᴏ', 'o'),
    ('ᴘ', 'p'),
    ('ʀ', 'r'),
    ('ꜱ', 's'),
    ('ᴛ', 't'),
    ('ᴜ', 'u'),
    ('ᴠ', 'v'),
    ('ᴡ', 'w'),
    ('ʏ', 'y'),
    ('ᴢ', 'z'),
    ('ɑ', 'a'),
    ('ɡ', 'g'),
    ('ɩ', 'i'),
    ('ӏ', 'l'),
    ('ǀ', 'l'),
    ('ⅼ', 'l'),
    ('ꓲ', 'l'),
    ('ʋ', 'v'),
    ('ɯ', 'w'),
];

/// Squared and circled capitals that NFKC leaves alone (`🅰`, `🆂`): the first of each row.
const ROWS: &[char] = &['\u{1f130}', '\u{1f150}', '\u{1f170}', '\u{1f1e6}'];

/// Turns look-alikes into Latin letters: in a word that has Latin letters too, and in a word made of
/// look-alikes only where no word of the sentence is truly of the other script.
pub(super) fn level(units: &mut [Unit]) {
    for unit in units.iter_mut() {
        if let Some((_, latin)) = SHAPES.iter().find(|(shape, _)| *shape == unit.character) {
            unit.character = *latin;
        }
        // Regional indicators are flags when they come in pairs of a country; a lone word of them is
        // rare, so that flags stay as they are.
        for row in ROWS.iter().filter(|row| **row != '\u{1f1e6}') {
            let at = u32::from(unit.character).wrapping_sub(u32::from(*row));
            if let Some(latin) = (at < 26).then(|| char::from_u32(97 + at)).flatten() {
                unit.character = latin;
            }
        }
    }
    let latin_sentence = units
        .iter()
        .any(|unit| unit.character.is_ascii_alphabetic());
    if !latin_sentence || units.iter().all(|unit| lookalike(unit.character).is_none()) {
        return;
    }
    // Does any word without Latin letters hold a letter that looks like none?
    let foreign = units
        .split(|unit| !unit.character.is_alphabetic())
        .any(|word| {
            word.iter()
                .all(|unit| !unit.character.is_ascii_alphabetic())
                && word.iter().any(|unit| lookalike(unit.character).is_none())
        });
    for word in units.split_mut(|unit| !unit.character.is_alphanumeric()) {
        let latin = word.iter().any(|unit| unit.character.is_ascii_alphabetic());
        let alike = word.iter().all(|unit| lookalike(unit.character).is_some());
        if latin || (alike && !foreign && word.len() > 1) {
            for unit in word {
                unit.character = lookalike(unit.character).unwrap_or(unit.character);
            }
        }
    }
}

fn lookalike(character: char) -> Option<char> {
    if character.is_ascii() {
        return None;
    }
    LOOKALIKES
        .iter()
        .find(|(known, _)| *known == character)
        .map(|(_, latin)| *latin)
}
