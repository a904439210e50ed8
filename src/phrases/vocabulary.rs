//! The words that phrases name, and which of them a word of the text stands for.

use super::tokens::fold;
use crate::key_index::KeyIndex;
use crate::shipped;
use crate::text::letter_hash::{mix, step};
use crate::text::needles::Needles;
use std::collections::HashMap;
use std::sync::Arc;

/// Shortest word for which a misspelling is accepted.
const SHORTEST_MISSPELT: usize = 6;

/// Number of a written word.
pub(crate) type WordId = u32;

/// Collects words.
#[derive(Debug, Default)]
pub(crate) struct VocabularyBuilder {
    ids: HashMap<Arc<str>, WordId>,
    written: Vec<Arc<str>>,
}

impl VocabularyBuilder {
    /// The number of a word as written, with its `*` and `=`.
    pub(crate) fn id(&mut self, written: &str) -> WordId {
        if let Some(id) = self.ids.get(written) {
            return *id;
        }
        let id = self.written.len() as WordId;
        let written: Arc<str> = Arc::from(written);
        self.ids.insert(written.clone(), id);
        self.written.push(written);
        id
    }

    /// How many words have a number: from 0 up to this, without it.
    pub(crate) fn len(&self) -> usize {
        self.written.len()
    }

    /// A word as it was written.
    #[cfg(test)]
    pub(crate) fn written(&self, id: WordId) -> &str {
        &self.written[id as usize]
    }

    pub(crate) fn finish(self) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        let mut parts: Vec<String> = Vec::new();
        let mut starts: Vec<String> = Vec::new();
        let mut slips: Vec<(u32, u32)> = Vec::new();
        for (id, written) in self.written.iter().enumerate() {
            let id = id as WordId;
            let exact = written.starts_with('=');
            let core = written.trim_start_matches('=');
            let (before, after) = (core.starts_with('*'), core.ends_with('*'));
            for form in forms(core.trim_matches('*')) {
                if before {
                    parts.push(form);
                    vocabulary.part_words.push((id, !after));
                    continue;
                }
                if !after && !exact && form.chars().count() >= SHORTEST_MISSPELT {
                    let number = vocabulary.forgiving.len() as u32;
                    slips.push((hash(form.chars()), number));
                    each_shortened(&form, |hash| slips.push((hash, number)));
                    vocabulary.forgiving.push((form.clone(), id));
                }
                vocabulary.targets.push((id, after));
                starts.push(form);
            }
        }
        vocabulary.parts = Needles::new(parts);
        slips.sort_unstable();
        vocabulary.slipped = slips.iter().map(|(_, number)| *number).collect();
        vocabulary.slips = KeyIndex::new(slips.into_iter().map(|(hash, _)| hash).collect());
        vocabulary.starts = Needles::new(starts);
        vocabulary.real = shipped::REAL_WORDS
            .text()
            .split_ascii_whitespace()
            .collect();
        vocabulary.real.sort_unstable();
        vocabulary
    }
}

/// The spellings in which a written word is found: without accents, with `ue` for `ü`, and without
/// its apostrophe where that gives no other word.
fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![fold(word).into_owned()];
    if word.contains(['ä', 'ö', 'ü']) {
        let spelt = word
            .replace('ä', "ae")
            .replace('ö', "oe")
            .replace('ü', "ue");
        forms.push(fold(&spelt).into_owned());
    }
    const OTHER_WORDS: [&str; 10] = [
        "ill", "id", "were", "well", "shell", "hell", "its", "wed", "shed", "hed",
    ];
    let plain = word.replace('\'', "");
    if plain != word
        && plain.len() > 1
        && !OTHER_WORDS.contains(&plain.as_str())
        && !word.ends_with('\'')
    {
        forms.push(fold(&plain).into_owned());
    }
    forms
}

/// All words, ready for look-ups.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary {
    /// Words, whole or by their start; the others by a part.
    starts: Needles,
    /// Of each of `starts`: its word, and whether more letters may follow.
    targets: Vec<(WordId, bool)>,
    parts: Needles,
    /// Of each part: its word, and whether it must stand at the end.
    part_words: Vec<(WordId, bool)>,
    /// Words for which misspellings are accepted.
    forgiving: Vec<(String, WordId)>,
    /// Hashes of those, whole and with each letter left out in turn.
    slips: KeyIndex,
    /// Of each of `slips`: which of `forgiving`.
    slipped: Vec<u32>,
    /// Real words one letter away from a key word (`layer` and `lawyer`), in order: never read as
    /// misspellings.
    real: Vec<&'static str>,
}

impl Vocabulary {
    /// Whether the joined word is one that phrases name.
    pub(crate) fn knows(&self, word: &str) -> bool {
        let mut known = false;
        self.starting(word, &mut |_, whole| known |= whole);
        known
    }

    /// The written words with which a word of the text starts, and whether each is the whole of it.
    fn starting(&self, word: &str, show: &mut dyn FnMut(WordId, bool)) {
        self.starts
            .at_start(word.as_bytes(), &mut |number, length| {
                if let Some((id, open)) = self.targets.get(number)
                    && (*open || length == word.len())
                {
                    show(*id, !open);
                }
            });
    }

    /// The written words that a word of the text stands for.
    pub(crate) fn look_up(&self, word: &str) -> Vec<WordId> {
        let mut found: Vec<WordId> = Vec::new();
        let mut known = false;
        self.starting(word, &mut |id, whole| {
            known |= whole;
            found.push(id);
        });
        self.parts.everywhere(word, &mut |part, end| {
            if let Some((id, at_end)) = self.part_words.get(part)
                && (!at_end || end == word.len())
            {
                found.push(*id);
            }
        });
        if let Some(owner) = word.strip_suffix("'s") {
            found.extend(self.look_up(owner));
        }
        if found.is_empty()
            && let Some(plain) = without_runs(word)
        {
            return self.look_up(&plain);
        }
        if !known && self.real.binary_search(&word).is_err() {
            self.misspelt(word, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Adds the key words of which this is a misspelling: one letter wrong, missing or too many with the same
    /// first letter, or two neighbours swapped.
    fn misspelt(&self, word: &str, found: &mut Vec<WordId>) {
        let length = word.chars().count();
        if !(SHORTEST_MISSPELT - 1..=24).contains(&length) || !word.chars().all(char::is_alphabetic)
        {
            return;
        }
        let mut look = |hash: u32| {
            let near = self.slipped.get(self.slips.range(hash));
            for number in near.unwrap_or_default() {
                if let Some((form, id)) = self.forgiving.get(*number as usize)
                    && is_slip(word, form)
                {
                    found.push(*id);
                }
            }
        };
        look(hash(word.chars()));
        each_shortened(word, look);
    }
}

fn hash(letters: impl Iterator<Item = char>) -> u32 {
    mix(letters.fold(0, step))
}

/// The hash of the word with each letter left out in turn.
fn each_shortened(word: &str, mut show: impl FnMut(u32)) {
    let mut before = 0;
    for (at, letter) in word.char_indices() {
        let rest = word.get(at + letter.len_utf8()..).unwrap_or("");
        show(mix(rest.chars().fold(before, step)));
        before = step(before, letter);
    }
}

/// `sooo` for `so`, `pleeease` for `please`; `None` when nothing runs.
fn without_runs(word: &str) -> Option<String> {
    let mut plain = String::with_capacity(word.len());
    let mut run = 0;
    let mut last = None;
    let mut changed = false;
    let mut pending: Vec<char> = Vec::new();
    for character in word.chars().chain(std::iter::once('\0')) {
        if Some(character) == last {
            run += 1;
        } else {
            if run >= 3 {
                changed = true;
                pending.truncate(1);
            }
            plain.extend(pending.drain(..));
            run = 1;
            last = Some(character);
        }
        if character != '\0' {
            pending.push(character);
        }
    }
    changed.then_some(plain)
}

/// Whether `word` is `target` with one slip of the fingers.
fn is_slip(word: &str, target: &str) -> bool {
    let a: Vec<char> = word.chars().collect();
    let b: Vec<char> = target.chars().collect();
    let same_start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest_a = a.get(same_start..).unwrap_or(&[]);
    let rest_b = b.get(same_start..).unwrap_or(&[]);
    match (rest_a, rest_b) {
        ([x, y, tail_a @ ..], [u, v, tail_b @ ..]) if x == v && y == u && tail_a == tail_b => true,
        _ if same_start == 0 => false,
        ([_, tail_a @ ..], [_, tail_b @ ..]) if tail_a == tail_b => true,
        ([_, tail_a @ ..], _) if tail_a == rest_b => true,
        (_, [_, tail_b @ ..]) if tail_b == rest_a => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: &[&str]) {
        let mut builder = VocabularyBuilder::default();
        let written = [
            "lawyer",
            "attorney",
            "=refunds",
            "burn*",
            "*anwalt",
            "*pflicht*",
            "don't",
            "für",
            "so",
        ];
        for word in written {
            builder.id(word);
        }
        let vocabulary = builder.finish();
        let found: Vec<&str> = vocabulary
            .look_up(&fold(word))
            .iter()
            .map(|id| written[*id as usize])
            .collect();
        assert_eq!(found, expected, "{word}");
    }

    #[test]
    fn finds_words_and_their_slips() {
        check("lawyer", &["lawyer"]);
        for slip in ["laywer", "lawer", "lawyr", "lawyerr", "lawyear"] {
            check(slip, &["lawyer"]);
        }
        check("alwyer", &["lawyer"]);
        for other in ["layer", "lower", "sawyer", "lawyered"] {
            check(other, &[]);
        }
        check("atorney", &["attorney"]);
        check("refund", &[]);
        check("burning", &["burn*"]);
        check("rechtsanwalt", &["*anwalt"]);
        check("haftpflichtfall", &["*pflicht*"]);
        check("dont", &["don't"]);
        check("für", &["für"]);
        check("fuer", &["für"]);
        check("sooooo", &["so"]);
    }
}
