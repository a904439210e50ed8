//! Reads the notation of phrases.

use crate::sorted::Map;
use std::fmt;
use std::sync::Arc;

/// Why a phrase cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotationError {
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl NotationError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.help)
    }
}

impl std::error::Error for NotationError {}

/// A word list that phrases name with `@`.
pub type Lists = Map<String, Vec<String>>;

/// Most flat sequences that one phrase may stand for.
const MOST_SEQUENCES: usize = 3000;
/// Longest phrase, in elements.
const MOST_ELEMENTS: usize = 24;
/// Most gaps in a sequence: each multiplies the work at one place of the text.
const MOST_GAPS: usize = 3;
/// How deep lists may name lists.
const DEEPEST: usize = 4;

/// An element of a flat sequence, words not yet looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// One of these words, as written (with `*` and `=`). Shared: a phrase's combinations hold the same
    /// words again and again.
    Words(Arc<[String]>),
    /// A number in digits.
    Number,
    /// Up to so many words.
    Gap(u8),
    /// Start of the sentence.
    Start,
    /// End of the sentence.
    End,
}

/// A part of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// Must not stand there.
    pub(crate) negative: bool,
    /// Looked for in the whole message.
    pub(crate) message: bool,
    /// What it may look like.
    pub(crate) sequences: Vec<Vec<Piece>>,
}

/// Reads a phrase.
pub(crate) fn parse(text: &str, lists: &Lists) -> Result<Vec<Term>, NotationError> {
    let mut terms = Vec::new();
    for (position, part) in text.split(" & ").enumerate() {
        for (inner, part) in part.split(" && ").enumerate() {
            let part = part.trim();
            let (negative, part) = match part.strip_prefix('!') {
                Some(rest) => (true, rest),
                None => (false, part),
            };
            let sequences = read_sequences(part, lists, 0)?;
            check_size(&sequences)?;
            terms.push(Term {
                negative,
                message: inner > 0,
                sequences,
            });
            if position == 0 && inner == 0 && negative {
                return Err(NotationError::new(
                    "a phrase starts with `!`",
                    "say first what must be there",
                ));
            }
        }
    }
    Ok(terms)
}

fn check_size(sequences: &[Vec<Piece>]) -> Result<(), NotationError> {
    for sequence in sequences {
        let gaps = sequence
            .iter()
            .filter(|piece| matches!(piece, Piece::Gap(_)))
            .count();
        if sequence.len() > MOST_ELEMENTS || gaps > MOST_GAPS {
            return Err(NotationError::new(
                format!("a phrase has more than {MOST_ELEMENTS} words or {MOST_GAPS} gaps"),
                "split it into several phrases",
            ));
        }
        let outer = sequence
            .iter()
            .filter(|piece| !matches!(piece, Piece::Start));
        let ends_in_gap = matches!(sequence.last(), Some(Piece::Gap(_)));
        let starts_in_gap = matches!(outer.clone().next(), Some(Piece::Gap(_)));
        let has_word = outer
            .clone()
            .any(|piece| matches!(piece, Piece::Words(_) | Piece::Number));
        if !has_word
            || ends_in_gap
            || (starts_in_gap && !matches!(sequence.first(), Some(Piece::Start)))
        {
            return Err(NotationError::new(
                "a phrase has no word, or starts or ends with a gap",
                "put the word that matters at its start and end",
            ));
        }
    }
    Ok(())
}

/// Splits at spaces outside brackets.
fn split_outer(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_i32;
    for character in text.chars() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if character == separator && depth == 0 {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(character);
        }
    }
    parts
}

fn read_sequences(
    text: &str,
    lists: &Lists,
    depth: usize,
) -> Result<Vec<Vec<Piece>>, NotationError> {
    if depth > DEEPEST {
        return Err(NotationError::new(
            "lists or brackets are nested too deep",
            "write the words out",
        ));
    }
    let mut sequences: Vec<Vec<Piece>> = vec![Vec::new()];
    for element in split_outer(text, ' ')
        .iter()
        .filter(|element| !element.is_empty())
    {
        let choices = read_element(element, lists, depth)?;
        let mut longer = Vec::with_capacity(sequences.len() * choices.len());
        for sequence in &sequences {
            for choice in &choices {
                let mut sequence = sequence.clone();
                sequence.extend(choice.iter().cloned());
                longer.push(sequence);
            }
        }
        if longer.len() > MOST_SEQUENCES {
            return Err(NotationError::new(
                format!("a phrase stands for more than {MOST_SEQUENCES} combinations"),
                "split it into several phrases, or use single words in its brackets",
            ));
        }
        sequences = longer;
    }
    Ok(sequences)
}

/// The signs that stand alone.
fn single(element: &str) -> Option<Piece> {
    match element {
        "..." => Some(Piece::Gap(7)),
        ".." => Some(Piece::Gap(3)),
        "#" => Some(Piece::Number),
        "^" => Some(Piece::Start),
        "$" => Some(Piece::End),
        _ => None,
    }
}

/// What an element may stand for: single words are kept together as one piece.
fn read_element(
    element: &str,
    lists: &Lists,
    depth: usize,
) -> Result<Vec<Vec<Piece>>, NotationError> {
    if let Some(piece) = single(element) {
        return Ok(vec![vec![piece]]);
    }
    let mut out: Vec<Vec<Piece>> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut optional = false;
    let mut take = |sequence: Vec<Piece>, out: &mut Vec<Vec<Piece>>| match sequence.as_slice() {
        [Piece::Words(one)] => words.extend(one.iter().cloned()),
        _ => out.push(sequence),
    };
    for alternative in split_outer(element, '|') {
        let inner = alternative.trim();
        if let Some(rest) = inner.strip_prefix('(') {
            let body = close(rest, ')', element)?;
            for choice in split_outer(body, '|') {
                for sequence in read_sequences(&choice, lists, depth + 1)? {
                    take(sequence, &mut out);
                }
            }
        } else if let Some(rest) = inner.strip_prefix('[') {
            optional = true;
            let body = close(rest, ']', element)?;
            for choice in split_outer(body, '|') {
                for sequence in read_sequences(&choice, lists, depth + 1)? {
                    take(sequence, &mut out);
                }
            }
        } else if let Some(name) = inner.strip_prefix('@') {
            let list = lists.get(name).ok_or_else(|| {
                NotationError::new(
                    format!("there is no list `{name}`"),
                    "write it into the rule's `lists`, or mend the name",
                )
            })?;
            for choice in list.iter().flat_map(|entry| split_outer(entry, '|')) {
                for sequence in read_sequences(&choice, lists, depth + 1)? {
                    take(sequence, &mut out);
                }
            }
        } else {
            let pieces = match single(inner) {
                Some(piece) => vec![piece],
                None => read_word(inner, element)?,
            };
            take(pieces, &mut out);
        }
    }
    if !words.is_empty() {
        words.sort();
        words.dedup();
        out.push(vec![Piece::Words(words.into())]);
    }
    if optional {
        out.push(Vec::new());
    }
    Ok(out)
}

fn close<'a>(rest: &'a str, bracket: char, element: &str) -> Result<&'a str, NotationError> {
    rest.strip_suffix(bracket).ok_or_else(|| {
        NotationError::new(
            format!("the bracket in `{element}` is not closed"),
            format!("close it with `{bracket}`, followed by a space"),
        )
    })
}

/// A written word; one that the text cuts in two (`l'avocat`, `one-star`) becomes two.
fn read_word(written: &str, element: &str) -> Result<Vec<Piece>, NotationError> {
    let exact = written.starts_with('=');
    let core = written.trim_start_matches('=');
    let starred_start = core.starts_with('*');
    let starred_end = core.ends_with('*');
    let core = core.trim_matches('*').to_lowercase();
    if core.contains('*') {
        return Err(NotationError::new(
            format!("`{element}` has a star inside a word"),
            "a star stands at the start or the end of a word",
        ));
    }
    let core = core.replace('’', "'");
    let tokens = super::tokens::tokenize(&core);
    if tokens.is_empty() {
        return Err(NotationError::new(
            format!("`{element}` is no word"),
            "see the table of signs in the documentation of triggers",
        ));
    }
    let last = tokens.len() - 1;
    Ok(tokens
        .into_iter()
        .enumerate()
        .map(|(position, token)| {
            let mut word = String::new();
            if exact {
                word.push('=');
            }
            if starred_start && position == 0 {
                word.push('*');
            }
            // Kept unfolded: the vocabulary also knows `ue` for `ü`.
            word.push_str(core.get(token.text.clone()).unwrap_or(&token.folded));
            if starred_end && position == last {
                word.push('*');
            }
            Piece::Words(Arc::from([word]))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let lists = Lists::from([(
            "person".to_owned(),
            vec!["human".to_owned(), "real person".to_owned()],
        )]);
        let got = parse(text, &lists).map(|terms| {
            terms
                .iter()
                .map(|term| {
                    let sequences: Vec<String> = term
                        .sequences
                        .iter()
                        .map(|sequence| show(sequence))
                        .collect();
                    let sign = match (term.negative, term.message) {
                        (true, _) => "!",
                        (false, true) => "&",
                        _ => "",
                    };
                    format!("{sign}{}", sequences.join(" / "))
                })
                .collect::<Vec<_>>()
                .join(" + ")
        });
        match (got, expected) {
            (Ok(got), Ok(expected)) => assert_eq!(got, expected),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (got, expected) => panic!("{got:?}, expected {expected:?}"),
        }
    }

    fn show(sequence: &[Piece]) -> String {
        sequence
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.join("|"),
                Piece::Number => "#".to_owned(),
                Piece::Gap(n) => format!("<{n}>"),
                Piece::Start => "^".to_owned(),
                Piece::End => "$".to_owned(),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn reads() {
        check("see you in court", Ok("see you in court"));
        check("my lawyer|attorney", Ok("my attorney|lawyer"));
        check("my (legal team|lawyer)", Ok("my legal team / my lawyer"));
        check("[your] company", Ok("your company / company"));
        check(
            "talk .. @person",
            Ok("talk <3> real person / talk <3> human"),
        );
        check("burn* & hand && !toast", Ok("burn* + hand + !toast"));
        check("l'avocat =charge ^ #", Ok("l' avocat =charge ^ #"));
    }

    #[test]
    fn refuses() {
        check("talk @nobody", Err("no list `nobody`"));
        check("(a|b", Err("not closed"));
        check("la*er", Err("star inside"));
        check("... court", Err("starts or ends with a gap"));
        check("a .. b .. c .. d .. e", Err("gaps"));
        check("!lawyer", Err("starts with `!`"));
        check(
            "(a b|c d|e f) (a b|c d|e f) (a b|c d|e f) (a b|c d|e f) (a b|c d|e f) (a b|c d|e f) (a b|c d|e f) (a b|c d|e f)",
            Err("combinations"),
        );
    }
}
