//! Reads the notation of phrases.

use super::sequence::Element;
use super::vocabulary::{VocabularyBuilder, WordId};
use crate::sorted::Map;
use std::fmt;

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

/// Most word orders that one term of a phrase may stand for: each may be tried at one place of the text.
const MOST_COMBINATIONS: usize = 3000;
/// Longest phrase, in elements.
const MOST_ELEMENTS: usize = 24;
/// Most gaps in a sequence: each multiplies the work at one place of the text.
const MOST_GAPS: usize = 3;
/// How deep lists may name lists.
const DEEPEST: usize = 4;

/// A part of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// Must not stand there.
    pub(crate) negative: bool,
    /// Looked for in the whole message.
    pub(crate) message: bool,
    /// What it looks like.
    pub(crate) elements: Vec<Element>,
}

/// Reads a phrase; its words are numbered by the vocabulary.
pub(crate) fn parse(
    text: &str,
    lists: &Lists,
    vocabulary: &mut VocabularyBuilder,
) -> Result<Vec<Term>, NotationError> {
    let mut reader = Reader { lists, vocabulary };
    let mut terms = Vec::new();
    for (position, part) in text.split(" & ").enumerate() {
        for (inner, part) in part.split(" && ").enumerate() {
            let part = part.trim();
            let (negative, part) = match part.strip_prefix('!') {
                Some(rest) => (true, rest),
                None => (false, part),
            };
            let elements = reader.sequence(part, 0)?;
            Extent::of(&elements).check()?;
            terms.push(Term {
                negative,
                message: inner > 0,
                elements,
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

/// What the word orders have in common for which a sequence stands.
#[derive(Debug, Clone, Copy)]
struct Extent {
    combinations: usize,
    /// Of the longest.
    elements: usize,
    /// Most of them.
    gaps: usize,
    /// Whether one of them holds no word.
    wordless: bool,
    /// Whether one of them is empty.
    empty: bool,
    starts_with_gap: bool,
    ends_with_gap: bool,
}

impl Extent {
    fn of(elements: &[Element]) -> Self {
        let mut whole = Self {
            combinations: 1,
            elements: 0,
            gaps: 0,
            wordless: true,
            empty: true,
            starts_with_gap: false,
            ends_with_gap: false,
        };
        for element in elements {
            let part = Self::of_element(element);
            whole.starts_with_gap |= whole.empty && part.starts_with_gap;
            whole.ends_with_gap = part.ends_with_gap || (part.empty && whole.ends_with_gap);
            whole.combinations = whole.combinations.saturating_mul(part.combinations);
            whole.elements = whole.elements.saturating_add(part.elements);
            whole.gaps = whole.gaps.saturating_add(part.gaps);
            whole.wordless &= part.wordless;
            whole.empty &= part.empty;
        }
        whole
    }

    fn of_element(element: &Element) -> Self {
        let gap = matches!(element, Element::Gap(_));
        let mut extent = Self {
            combinations: 1,
            elements: 1,
            gaps: usize::from(gap),
            wordless: !matches!(element, Element::Words(_) | Element::Number),
            empty: false,
            starts_with_gap: gap,
            ends_with_gap: gap,
        };
        let Element::Choice(choices) = element else {
            return extent;
        };
        extent.combinations = 0;
        extent.wordless = false;
        for choice in choices {
            let one = Self::of(choice);
            extent.combinations = extent.combinations.saturating_add(one.combinations);
            extent.elements = extent.elements.max(one.elements);
            extent.gaps = extent.gaps.max(one.gaps);
            extent.wordless |= one.wordless;
            extent.empty |= one.empty;
            extent.starts_with_gap |= one.starts_with_gap;
            extent.ends_with_gap |= one.ends_with_gap;
        }
        extent
    }

    fn check(self) -> Result<(), NotationError> {
        if self.combinations > MOST_COMBINATIONS {
            return Err(NotationError::new(
                format!("a phrase stands for more than {MOST_COMBINATIONS} combinations"),
                "split it into several phrases, or use single words in its brackets",
            ));
        }
        if self.elements > MOST_ELEMENTS || self.gaps > MOST_GAPS {
            return Err(NotationError::new(
                format!("a phrase has more than {MOST_ELEMENTS} words or {MOST_GAPS} gaps"),
                "split it into several phrases",
            ));
        }
        if self.wordless || self.starts_with_gap || self.ends_with_gap {
            return Err(NotationError::new(
                "a phrase has no word, or starts or ends with a gap",
                "put the word that matters at its start and end",
            ));
        }
        Ok(())
    }
}

/// The parts of a text between separators outside brackets.
fn split_outer(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    text.split(move |character| {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        character == separator && depth == 0
    })
}

/// The signs that stand alone.
fn single(element: &str) -> Option<Element> {
    match element {
        "..." => Some(Element::Gap(7)),
        ".." => Some(Element::Gap(3)),
        "#" => Some(Element::Number),
        "^" => Some(Element::Start),
        "$" => Some(Element::End),
        _ => None,
    }
}

/// Reads the elements of phrases.
struct Reader<'r> {
    lists: &'r Lists,
    vocabulary: &'r mut VocabularyBuilder,
}

impl Reader<'_> {
    fn sequence(&mut self, text: &str, depth: usize) -> Result<Vec<Element>, NotationError> {
        if depth > DEEPEST {
            return Err(NotationError::new(
                "lists or brackets are nested too deep",
                "write the words out",
            ));
        }
        let mut elements = Vec::new();
        for element in split_outer(text, ' ').filter(|element| !element.is_empty()) {
            self.element(element, depth, &mut elements)?;
        }
        Ok(elements)
    }

    /// Adds what an element stands for: single words that may stand for each other are one element.
    fn element(
        &mut self,
        written: &str,
        depth: usize,
        out: &mut Vec<Element>,
    ) -> Result<(), NotationError> {
        if let Some(sign) = single(written) {
            out.push(sign);
            return Ok(());
        }
        if let Some(word) = self.plain(written) {
            out.push(Element::Words(vec![word]));
            return Ok(());
        }
        let mut choice = Choice::default();
        for alternative in split_outer(written, '|') {
            let inner = alternative.trim();
            if let Some(word) = self.plain(inner) {
                choice.words.push(word);
            } else if let Some(rest) = inner.strip_prefix('(') {
                let body = close(rest, ')', written)?;
                self.alternatives(body, depth, &mut choice)?;
            } else if let Some(rest) = inner.strip_prefix('[') {
                choice.optional = true;
                let body = close(rest, ']', written)?;
                self.alternatives(body, depth, &mut choice)?;
            } else if let Some(name) = inner.strip_prefix('@') {
                let lists = self.lists;
                let list = lists.get(name).ok_or_else(|| {
                    NotationError::new(
                        format!("there is no list `{name}`"),
                        "write it into the rule's `lists`, or mend the name",
                    )
                })?;
                for entry in list {
                    self.alternatives(entry, depth, &mut choice)?;
                }
            } else if let Some(sign) = single(inner) {
                choice.add(vec![sign]);
            } else {
                choice.add(self.word(inner, written)?);
            }
        }
        choice.finish(out);
        Ok(())
    }

    fn alternatives(
        &mut self,
        body: &str,
        depth: usize,
        choice: &mut Choice,
    ) -> Result<(), NotationError> {
        for alternative in split_outer(body, '|') {
            match self.plain(alternative) {
                Some(word) => choice.words.push(word),
                None => choice.add(self.sequence(alternative, depth + 1)?),
            }
        }
        Ok(())
    }

    /// The number of a word that needs no reading, as most: letters without accents, no capitals.
    fn plain(&mut self, written: &str) -> Option<WordId> {
        let core = written.strip_prefix('=').unwrap_or(written);
        let core = core.strip_suffix('*').unwrap_or(core);
        let plain = !core.is_empty() && core.bytes().all(|byte| byte.is_ascii_lowercase());
        plain.then(|| self.vocabulary.id(written))
    }

    /// A written word; one that the text cuts in two (`l'avocat`, `one-star`) becomes two.
    fn word(&mut self, written: &str, element: &str) -> Result<Vec<Element>, NotationError> {
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
                word.push_str(core.get(token.text).unwrap_or(&token.folded));
                if starred_end && position == last {
                    word.push('*');
                }
                Element::Words(vec![self.vocabulary.id(&word)])
            })
            .collect())
    }
}

/// What may stand at one place of a sequence.
#[derive(Default)]
struct Choice {
    words: Vec<WordId>,
    longer: Vec<Vec<Element>>,
    optional: bool,
}

impl Choice {
    fn add(&mut self, mut sequence: Vec<Element>) {
        match sequence.as_mut_slice() {
            [Element::Words(words)] => self.words.append(words),
            [Element::Choice(choices)] => {
                for choice in choices.drain(..) {
                    self.add(choice);
                }
            }
            [] => self.optional = true,
            _ => self.longer.push(sequence),
        }
    }

    fn finish(mut self, out: &mut Vec<Element>) {
        self.words.sort_unstable();
        self.words.dedup();
        if !self.words.is_empty() {
            self.longer.push(vec![Element::Words(self.words)]);
        }
        if self.optional {
            self.longer.push(Vec::new());
        }
        if self.longer.len() > 1 {
            out.push(Element::Choice(self.longer));
        } else {
            out.extend(self.longer.into_iter().flatten());
        }
    }
}

fn close<'a>(rest: &'a str, bracket: char, element: &str) -> Result<&'a str, NotationError> {
    rest.strip_suffix(bracket).ok_or_else(|| {
        NotationError::new(
            format!("the bracket in `{element}` is not closed"),
            format!("close it with `{bracket}`, followed by a space"),
        )
    })
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
        let mut vocabulary = VocabularyBuilder::default();
        let got = parse(text, &lists, &mut vocabulary).map(|terms| {
            terms
                .iter()
                .map(|term| {
                    let sign = match (term.negative, term.message) {
                        (true, _) => "!",
                        (false, true) => "&",
                        _ => "",
                    };
                    format!("{sign}{}", show(&term.elements, &vocabulary))
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

    fn show(elements: &[Element], vocabulary: &VocabularyBuilder) -> String {
        elements
            .iter()
            .map(|element| match element {
                Element::Words(words) => words
                    .iter()
                    .map(|word| vocabulary.written(*word))
                    .collect::<Vec<_>>()
                    .join("|"),
                Element::Choice(choices) => {
                    let shown: Vec<String> = choices
                        .iter()
                        .map(|choice| show(choice, vocabulary))
                        .collect();
                    format!("({})", shown.join(" / "))
                }
                Element::Number => "#".to_owned(),
                Element::Gap(n) => format!("<{n}>"),
                Element::Start => "^".to_owned(),
                Element::End => "$".to_owned(),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn reads() {
        check("see you in court", Ok("see you in court"));
        check("my lawyer|attorney", Ok("my lawyer|attorney"));
        check("my (legal team|lawyer)", Ok("my (legal team / lawyer)"));
        check(
            "my (legal team|(lawyer|my attorney))",
            Ok("my (legal team / my attorney / lawyer)"),
        );
        check("court (... now|later)", Ok("court (<7> now / later)"));
        check("[your] company", Ok("(your / ) company"));
        check("([all] of|from) you", Ok("((all / ) of / from) you"));
        check("talk .. @person", Ok("talk <3> (real person / human)"));
        check("burn* & hand && !toast", Ok("burn* + hand + !toast"));
        check("l'avocat =charge ^ #", Ok("l' avocat =charge ^ #"));
    }

    #[test]
    fn refuses() {
        check("talk @nobody", Err("no list `nobody`"));
        check("(a|b", Err("not closed"));
        check("la*er", Err("star inside"));
        check("... court", Err("starts or ends with a gap"));
        check("[the] ... court", Err("starts or ends with a gap"));
        check(
            "court (now ...|later) [soon]",
            Err("starts or ends with a gap"),
        );
        check("[court]", Err("no word"));
        check("a .. b .. c .. d .. e", Err("gaps"));
        check("!lawyer", Err("starts with `!`"));
        check(
            "(a b|c d|e f) (a b|c d|e f) (a b|c d|e f) (a b|c d|e f) (a b|c d|e f) (a b|c d|e f) (a b|c d|e f) (a b|c d|e f)",
            Err("combinations"),
        );
    }
}
