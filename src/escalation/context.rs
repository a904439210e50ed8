//! Words that shade what stands after or beside them: negation, possibility, jest.

use super::compile::Mark;
use super::scan::Line;
use crate::phrases::{Hit, Lists, PhraseBookBuilder};
use crate::settings::SettingsError;

/// A shade of meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shade {
    /// What follows is denied.
    Negation,
    /// What follows might happen.
    Possibility,
    /// A new thought starts, which a negation before it does not reach.
    Contrast,
    /// The sentence is meant in jest.
    Jest,
}

/// How many words a negation reaches.
const NEGATION_REACH: usize = 4;
/// How many words a possibility reaches.
const POSSIBILITY_REACH: usize = 9;

const WORDS: [(Shade, &[&str]); 4] = [
    (
        Shade::Negation,
        &[
            "not|no|never|without|nobody|none|don't|doesn't|didn't|isn't|wasn't|aren't|weren't|won't|wouldn't|haven't|hasn't|hadn't|cannot|can't|needn't|neither|nor",
            "nicht|kein|keine|keinen|keinem|keiner|keines|nie|niemals|ohne|niemand",
            "pas|jamais|sans|aucun|aucune|personne ne",
            "nunca|sin|ningun|ninguna|nadie|tampoco",
            "não|nao|nunca|sem|nenhum|nenhuma|ninguém",
            "non|mai|senza|nessun|nessuno|nessuna",
            "niet|geen|nooit|zonder|niemand",
        ],
    ),
    (
        Shade::Possibility,
        &[
            "can|could|might|may|would|will|does|do|is|if|whether|should (it|this|that|the|these|they|there|any|a|an|your|my|i|we|you|someone|anyone)",
            "in case|afraid|worried|risk|danger of|prevent*|avoid*|protect*|so that",
            "kann|könnte|koennte|darf|wird|falls|ob|besteht",
            "peut|pourrait|peuvent|risque|si|est-ce que",
            "puede|podría|pueden|riesgo",
            "pode|poderia|podem|risco",
            "può|potrebbe|possono|rischio",
            "kan|kunnen|zou|indien|risico",
        ],
    ),
    (
        Shade::Contrast,
        &[
            "but|however|though|although|yet|because|otherwise|or|so|still|i'll|we'll|(i will)|(we will)|then|and",
            "aber|sondern|doch|weil|sonst|oder",
            "mais|cependant|sinon|car",
            "pero|sino|porque",
            "mas|porém|senão",
            "ma|però|altrimenti|perché",
            "maar|anders|want|omdat",
        ],
    ),
    (
        Shade::Jest,
        &[
            "lol|lmao|rofl|haha|hahaha|hihi|jk|(just kidding)|(only joking)|(just joking)|😂|🤣|😜|😆|😉",
            "(nur spaß)|(kleiner scherz)|mdr|ptdr|jaja|jajaja|kkk|kkkk|rsrs|grapje",
        ],
    ),
];

/// Adds the shading words to the book.
pub(crate) fn add(
    book: &mut PhraseBookBuilder,
    marks: &mut Vec<Mark>,
) -> Result<(), SettingsError> {
    for (shade, phrases) in WORDS {
        for phrase in phrases {
            book.add(phrase, &Lists::new()).map_err(|error| {
                SettingsError::new("broken_phrase", error.message, error.help, "")
            })?;
            marks.push(Mark::Context(shade));
        }
    }
    Ok(())
}

/// Whether a phrase is denied by a word shortly before it in the same clause.
pub(crate) fn is_negated(line: &Line<'_>, hit: &Hit) -> bool {
    reaches(line, hit, Shade::Negation, NEGATION_REACH)
}

/// Whether a phrase speaks of what might happen: a word of possibility before it in the clause, and
/// the sentence is a question or a worry rather than a report.
pub(crate) fn is_possible(line: &Line<'_>, hit: &Hit) -> bool {
    reaches(line, hit, Shade::Possibility, POSSIBILITY_REACH)
}

/// Whether the sentence is meant in jest.
pub(crate) fn is_jest(line: &Line<'_>) -> bool {
    line.shades.iter().any(|(shade, _)| *shade == Shade::Jest)
}

fn reaches(line: &Line<'_>, hit: &Hit, wanted: Shade, reach: usize) -> bool {
    line.shades.iter().any(|(shade, place)| {
        *shade == wanted
            && place.end <= hit.tokens.start
            && hit.tokens.start - place.end <= reach
            && !line.broken_between(place.end, hit.tokens.start)
            && !line.shades.iter().any(|(other, at)| {
                *other == Shade::Contrast && at.start >= place.end && at.end <= hit.tokens.start
            })
    })
}
