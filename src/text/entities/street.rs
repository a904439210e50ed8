//! Streets with a house number.

use crate::text::pattern;
use regex_lite::Regex;
use std::sync::LazyLock;

/// A house number beside a street's name, in the ways of the engine's languages. Either order; the
/// street's name is a capitalised word or ends in the word for street.
static STREET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const CAPITAL: &str = "À-ÖØ-ÞĀĂĄĆČĎĐĘĚĞİŁŃŇŌŐŒŘŚŞŠŤŮŰŹŻŽΑ-ΩА-Я";
    const LETTER: &str = "A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿḀ-ỿ";
    pattern::exact(&format!(
        r"(?x)
        \b\d{{1,5}}[a-zA-Z]?,?\s+(?:[A-Z{CAPITAL}][{LETTER}'.-]*\s+){{1,3}}
            (?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Place|Pl|Way|Boulevard|Blvd|Square|Terrace|Crescent)\b
        | (?:\b[A-Z]|[{CAPITAL}])[{LETTER}]*(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|platz|ring|straat|laan|plein|gracht)\s*\d{{1,4}}\s?[a-zA-Z]?\b
        | \b\d{{1,4}}(?:\s?bis)?,?\s+(?:rue|avenue|boulevard|chemin|place|impasse|all[ée]e)\s+[{LETTER}]
        | \b(?:[Cc]alle|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Rr]ua|[Tt]ravessa|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso)\s+[A-Z{CAPITAL}][^\n\d]{{1,40}}\d{{1,4}}\b",
    ))
});

/// The first street in a text, with its house number.
pub(crate) fn first(text: &str) -> Option<&str> {
    Some(STREET.as_ref()?.find(text)?.as_str())
}
