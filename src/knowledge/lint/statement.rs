//! Statements that say yes or no: clauses with their polarity, so that `we do not ship to X` can be held
//! against `we ship to X`.

use super::quantity::Quantity;
use super::units::Measure;
use std::ops::Range;

/// Words that deny.
const DENIALS: &[&str] = &[
    "not",
    "cannot",
    "can't",
    "cant",
    "don't",
    "doesn't",
    "isn't",
    "aren't",
    "won't",
    "couldn't",
    "shouldn't",
    "mustn't",
    "wasn't",
    "weren't",
    "hasn't",
    "haven't",
    "didn't",
    "needn't",
    "no",
    "never",
    "none",
    "neither",
    "nor",
    "nicht",
    "kein",
    "keine",
    "keinen",
    "keinem",
    "keiner",
    "nie",
    "niemals",
    "ne",
    "pas",
    "jamais",
    "aucun",
    "aucune",
    "nunca",
    "ningún",
];

/// Words that deny by themselves, and that a denial turns.
const EXCLUSIONS: &[&str] = &[
    "without",
    "unable",
    "impossible",
    "excluded",
    "forbidden",
    "prohibited",
    "unavailable",
    "refuse",
    "refused",
    "declined",
    "ohne",
    "ausgeschlossen",
    "unmöglich",
    "verboten",
    "sin",
];

/// Words after which a new clause may turn the sense.
const TURNS: &[&str] = &[
    "but", "however", "although", "though", "whereas", "while", "aber", "jedoch", "sondern",
    "mais", "pero",
];

/// The clauses of a sentence with their polarity: value 1 where it affirms, 0 where it denies.
/// Questions state nothing.
pub(super) fn find(text: &str) -> Vec<Quantity> {
    if text.trim_end().ends_with('?') || text.len() < 12 {
        return Vec::new();
    }
    clauses(text)
        .into_iter()
        .filter_map(|range| {
            let clause = text.get(range.clone())?;
            let words: Vec<String> = words(clause).collect();
            if words.len() < 3 {
                return None;
            }
            let conditional = words.first().is_some_and(|word| {
                matches!(
                    word.as_str(),
                    "if" | "unless" | "wenn" | "falls" | "sofern" | "when" | "until"
                )
            });
            if conditional {
                return None;
            }
            let denies = |list: &[&str]| {
                words.iter().enumerate().any(|(at, word)| {
                    list.contains(&word.as_str())
                        // `no later than`, `not only`, `no matter`, `no problem`
                        && !words.get(at + 1).is_some_and(|next| {
                            matches!(
                                next.as_str(),
                                "later" | "matter" | "problem" | "only" | "less" | "nur" | "sooner"
                            ) || (matches!(next.as_str(), "more" | "longer") && word != "no")
                        })
                })
            };
            // `no bleach, no dryer` denies once; `not without` affirms.
            let value = if denies(DENIALS) == denies(EXCLUSIONS) {
                1.0
            } else {
                0.0
            };
            Some(stated(value, range))
        })
        .collect()
}

/// What a cell of a table says that holds nothing but a yes or no.
pub(super) fn of_cell(text: &str) -> Option<Quantity> {
    let start = text.len() - text.trim_start().len();
    let word = text.trim();
    let value = match word.to_lowercase().as_str() {
        "✓" | "✔" | "✔️" | "✅" | "yes" | "included" | "ja" | "oui" | "sí" | "incluido"
        | "inbegriffen" | "inclus" => 1.0,
        "–" | "—" | "-" | "✗" | "✘" | "✕" | "×" | "x" | "❌" | "no" | "none" | "not included"
        | "nein" | "non" => 0.0,
        _ => return None,
    };
    Some(stated(value, start..start + word.len()))
}

fn stated(value: f64, range: Range<usize>) -> Quantity {
    Quantity::new(Measure::Statement, value, value, range)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('’', "'"))
}

/// Cuts a sentence at semicolons, dashes, brackets, and before words that turn the sense.
fn clauses(text: &str) -> Vec<Range<usize>> {
    let mut cuts = vec![0];
    for (at, character) in text.char_indices() {
        let rest = text.get(at + character.len_utf8()..).unwrap_or("");
        let cut = match character {
            ';' | '(' | ')' => true,
            ':' | '–' | '—' => rest.starts_with(' '),
            ',' => {
                let next = rest
                    .trim_start()
                    .split(|c: char| !c.is_alphanumeric())
                    .next()
                    .unwrap_or("")
                    .to_lowercase();
                TURNS.contains(&next.as_str())
                    || matches!(
                        next.as_str(),
                        "so" | "which"
                            | "because"
                            | "since"
                            | "unless"
                            | "except"
                            | "and"
                            | "if"
                            | "you"
                            | "we"
                            | "it"
                            | "they"
                            | "und"
                            | "sie"
                            | "wir"
                            | "weil"
                            | "da"
                            | "dass"
                    )
            }
            _ => false,
        };
        if cut {
            cuts.push(at + character.len_utf8());
        }
    }
    cuts.push(text.len());
    cuts.windows(2)
        .filter_map(|pair| Some(*pair.first()?..*pair.last()?))
        .filter_map(|range| {
            let piece = text.get(range.clone())?;
            let start = range.start + (piece.len() - piece.trim_start().len());
            let end = start
                + piece
                    .trim()
                    .trim_end_matches([',', ';', ':', '(', ')'])
                    .len();
            (start < end).then_some(start..end)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, f64)]) {
        let found: Vec<(&str, f64)> = find(text)
            .iter()
            .map(|found| (&text[found.range.clone()], found.low))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn clauses_have_a_polarity() {
        check(
            "We don't ship to Norway.",
            &[("We don't ship to Norway.", 0.0)],
        );
        check(
            "We ship to Norway, but we never ship to Chile.",
            &[
                ("We ship to Norway", 1.0),
                ("but we never ship to Chile.", 0.0),
            ],
        );
        check(
            "Pay no later than Friday, please.",
            &[("Pay no later than Friday, please.", 1.0)],
        );
        check("Do you ship to Norway?", &[]);
        // Twice the same denial denies once, a denied exclusion affirms.
        check(
            "Use no bleach and no dryer here.",
            &[("Use no bleach and no dryer here.", 0.0)],
        );
        check(
            "It can't be opened without a key.",
            &[("It can't be opened without a key.", 1.0)],
        );
    }
}
