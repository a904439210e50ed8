//! When the classifier says nothing rather than guess, and why.

use crate::analysis::{Abstention, LanguageVerdict};

/// What speaks for and against a verdict.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing<'a> {
    /// Language of the text.
    pub(crate) language: &'a LanguageVerdict,
    /// Languages for which the model was trained.
    pub(crate) trained_for: &'a [String],
    /// Share of the text's words that the model knows, 0 to 1.
    pub(crate) known_words: f32,
    /// Whether the label for what is no support matter came first, or the best score is too low.
    pub(crate) out_of_scope: bool,
    /// Confidence of the best candidate.
    pub(crate) confidence: f32,
    /// Confidence of the second.
    pub(crate) second: f32,
    /// Below this confidence the best candidate is not believed.
    pub(crate) least: f32,
    /// Two candidates so near to each other are a tie.
    pub(crate) tie_within: f32,
}

/// Language detectors err on short texts; a text most of whose words the model knows is read whatever
/// they say, unless they are sure.
const SURE_OF_LANGUAGE: f64 = 0.9;
const MOST_WORDS_KNOWN: f32 = 0.7;

/// The first reason to abstain, if any.
pub(crate) fn reason(standing: &Standing<'_>) -> Option<Abstention> {
    let Standing {
        language,
        trained_for,
        ..
    } = standing;
    let foreign = language.code != "und"
        && !trained_for.is_empty()
        && !trained_for.contains(&language.code)
        && (language.confidence >= SURE_OF_LANGUAGE || standing.known_words < MOST_WORDS_KNOWN);
    if foreign {
        Some(Abstention::UnsupportedLanguage)
    } else if standing.out_of_scope {
        Some(Abstention::OutOfScope)
    } else if standing.confidence - standing.second < standing.tie_within {
        Some(Abstention::Tie)
    } else if standing.confidence < standing.least {
        Some(Abstention::LowConfidence)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        language: (&str, f64),
        known_words: f32,
        out_of_scope: bool,
        (confidence, second): (f32, f32),
        expected: Option<Abstention>,
    ) {
        let verdict = LanguageVerdict {
            code: language.0.to_owned(),
            confidence: language.1,
        };
        let found = reason(&Standing {
            language: &verdict,
            trained_for: &["en".to_owned()],
            known_words,
            out_of_scope,
            confidence,
            second,
            least: 0.4,
            tie_within: 0.05,
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn reasons_in_their_order() {
        check(("en", 1.0), 1.0, false, (0.9, 0.02), None);
        check(("und", 0.0), 1.0, false, (0.9, 0.02), None);
        let foreign = Some(Abstention::UnsupportedLanguage);
        check(("de", 1.0), 1.0, false, (0.9, 0.02), foreign);
        check(("de", 0.3), 0.2, true, (0.9, 0.02), foreign);
        check(("af", 0.3), 0.9, false, (0.9, 0.02), None);
        check(
            ("en", 1.0),
            1.0,
            true,
            (0.9, 0.02),
            Some(Abstention::OutOfScope),
        );
        check(("en", 1.0), 1.0, false, (0.45, 0.43), Some(Abstention::Tie));
        check(
            ("en", 1.0),
            1.0,
            false,
            (0.3, 0.1),
            Some(Abstention::LowConfidence),
        );
    }
}
