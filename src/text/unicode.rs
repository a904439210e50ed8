//! Unicode's normal forms (Unicode Standard Annex 15), from a table a tenth of the usual size.
//!
//! The table `www/data/tables/unicode.txt`, written by `cargo xtask unicode`, knows every mark, and every
//! decomposition but those of signs that only stand for East Asian or Arabic ones; Hangul follows
//! from a rule. Its sections: `marks` (first and last code point in hexadecimal, combining class),
//! `runs` (characters that each stand for one other: first code point, how many, first of those they
//! stand for), then a character and its decomposition a line: `composed` (canonical, and composed
//! again), `canonical` (not composed again), `compatible`.

use crate::shipped;
use crate::sorted::Map;
use std::borrow::Cow;
use std::sync::LazyLock;

static DATA: LazyLock<Data> = LazyLock::new(Data::read);

#[derive(Default)]
struct Data {
    /// First and last code point, and the class.
    marks: Vec<(u32, u32, u8)>,
    /// First code point, how many, first target.
    runs: Vec<(u32, u32, u32)>,
    /// The decomposition, and whether it is composed again.
    canonical: Map<char, (&'static str, bool)>,
    compatible: Map<char, &'static str>,
    /// What two characters make together.
    pairs: Map<(char, char), char>,
}

impl Data {
    fn read() -> Self {
        let mut data = Self::default();
        let mut whole: Map<&str, char> = Map::new();
        let mut section = "";
        for line in shipped::UNICODE.text().lines() {
            if matches!(
                line,
                "marks" | "runs" | "composed" | "canonical" | "compatible"
            ) {
                section = line;
            } else if let "marks" | "runs" = section {
                data.numbers(section, line);
            } else {
                let mut characters = line.chars();
                let Some(character) = characters.next() else {
                    continue;
                };
                let parts = characters.as_str();
                if section == "compatible" {
                    data.compatible.insert(character, parts);
                } else {
                    let composed = section == "composed";
                    data.canonical.insert(character, (parts, composed));
                    if composed {
                        whole.insert(parts, character);
                    }
                }
            }
        }
        for (parts, character) in &whole {
            let mut characters = parts.chars();
            let Some(last) = characters.next_back() else {
                continue;
            };
            let head = characters.as_str();
            let mut letters = head.chars();
            let first = match (letters.next(), letters.next()) {
                (Some(letter), None) => Some(letter),
                _ => whole.get(head).copied(),
            };
            if let Some(first) = first {
                data.pairs.insert((first, last), *character);
            }
        }
        data
    }

    fn numbers(&mut self, section: &str, line: &str) {
        let mut words = line.split(' ');
        let hexadecimal = |word: Option<&str>| u32::from_str_radix(word?, 16).ok();
        let first = hexadecimal(words.next());
        if section == "marks" {
            let last = hexadecimal(words.next());
            let class = words.next().and_then(|word| word.parse().ok());
            if let (Some(first), Some(last), Some(class)) = (first, last, class) {
                self.marks.push((first, last, class));
            }
        } else {
            let count = words.next().and_then(|word| word.parse().ok());
            let target = hexadecimal(words.next());
            if let (Some(first), Some(count), Some(target)) = (first, count, target) {
                self.runs.push((first, count, target));
            }
        }
    }

    /// The class of a mark; `None` for what is no mark.
    fn mark(&self, character: char) -> Option<u8> {
        let code = u32::from(character);
        let after = self.marks.partition_point(|(first, _, _)| *first <= code);
        let (_, last, class) = self.marks.get(after.checked_sub(1)?)?;
        (code <= *last).then_some(*class)
    }

    /// Whether a character alone is its own normal form.
    fn is_normal(&self, character: char) -> bool {
        self.run(character).is_none()
            && !self.compatible.contains_key(&character)
            && self
                .canonical
                .get(&character)
                .is_none_or(|(_, composed)| *composed)
    }

    fn run(&self, character: char) -> Option<char> {
        let code = u32::from(character);
        let after = self.runs.partition_point(|(first, _, _)| *first <= code);
        let (first, count, target) = self.runs.get(after.checked_sub(1)?)?;
        let step = code - first;
        (step < *count).then(|| char::from_u32(target + step))?
    }
}

/// Whether a character is a combining mark.
pub(crate) fn is_mark(character: char) -> bool {
    u32::from(character) >= 0x300 && DATA.mark(character).is_some()
}

/// Gives the parts of a character: its canonical decomposition, or with `compatible` also what it
/// only stands for (`ﬁ` is `fi`, `①` is `1`).
pub(crate) fn decompose(character: char, compatible: bool, mut part: impl FnMut(char)) {
    if character.is_ascii() {
        part(character);
        return;
    }
    let data = &*DATA;
    if compatible {
        if let Some(target) = data.run(character) {
            part(target);
            return;
        }
        if let Some(parts) = data.compatible.get(&character) {
            parts.chars().for_each(part);
            return;
        }
    }
    if let Some((parts, _)) = data.canonical.get(&character) {
        parts.chars().for_each(part);
    } else if let Some(parts) = hangul_parts(character) {
        parts.into_iter().flatten().for_each(part);
    } else {
        part(character);
    }
}

/// A text in normal form NFKC: compatible signs replaced, letters composed with their marks.
pub(crate) fn compose_compatible(text: &str) -> Cow<'_, str> {
    let data = &*DATA;
    let mut letters = text.chars();
    if text.is_ascii()
        || matches!((letters.next(), letters.next()), (Some(only), None) if data.is_normal(only))
    {
        return Cow::Borrowed(text);
    }
    let mut parts: Vec<(u8, char)> = Vec::with_capacity(text.len());
    for character in text.chars() {
        decompose(character, true, |part| {
            parts.push((data.mark(part).unwrap_or(0), part));
        });
    }
    // Marks in the order of their classes, which keeps the order within a class.
    for marks in parts.chunk_by_mut(|one, other| one.0 != 0 && other.0 != 0) {
        if marks.len() > 1 {
            marks.sort_by_key(|(class, _)| *class);
        }
    }
    let mut out: Vec<(u8, char)> = Vec::with_capacity(parts.len());
    let mut starter: Option<usize> = None;
    for (class, character) in parts {
        // A mark is cut off from its letter by another of the same or a higher class.
        let reached = starter.filter(|at| {
            let between = out.len() - at - 1;
            between == 0 || out.last().is_some_and(|last| last.0 != 0 && last.0 < class)
        });
        let letter = reached.and_then(|at| out.get_mut(at));
        if let Some(letter) = letter
            && let Some(together) = compose(data, letter.1, character)
        {
            letter.1 = together;
            continue;
        }
        if class == 0 {
            starter = Some(out.len());
        }
        out.push((class, character));
    }
    out.into_iter().map(|(_, character)| character).collect()
}

fn compose(data: &Data, first: char, second: char) -> Option<char> {
    hangul_composed(first, second).or_else(|| data.pairs.get(&(first, second)).copied())
}

// Hangul syllables, by the arithmetic of the Unicode Standard, section 3.12.
const SYLLABLES: u32 = 0xac00;
const LEADS: u32 = 0x1100;
const VOWELS: u32 = 0x1161;
const TAILS: u32 = 0x11a7;
const LEAD_COUNT: u32 = 19;
const VOWEL_COUNT: u32 = 21;
const TAIL_COUNT: u32 = 28;

fn hangul_parts(character: char) -> Option<[Option<char>; 3]> {
    let index = u32::from(character).checked_sub(SYLLABLES)?;
    if index >= LEAD_COUNT * VOWEL_COUNT * TAIL_COUNT {
        return None;
    }
    let tail = index % TAIL_COUNT;
    Some([
        char::from_u32(LEADS + index / (VOWEL_COUNT * TAIL_COUNT)),
        char::from_u32(VOWELS + index / TAIL_COUNT % VOWEL_COUNT),
        (tail > 0).then(|| char::from_u32(TAILS + tail)).flatten(),
    ])
}

fn hangul_composed(first: char, second: char) -> Option<char> {
    let (first, second) = (u32::from(first), u32::from(second));
    if let Some(lead) = first.checked_sub(LEADS).filter(|lead| *lead < LEAD_COUNT) {
        let vowel = second.checked_sub(VOWELS).filter(|v| *v < VOWEL_COUNT)?;
        return char::from_u32(SYLLABLES + (lead * VOWEL_COUNT + vowel) * TAIL_COUNT);
    }
    let index = first.checked_sub(SYLLABLES)?;
    let whole = index < LEAD_COUNT * VOWEL_COUNT * TAIL_COUNT && index % TAIL_COUNT == 0;
    let tail = second.checked_sub(TAILS)?;
    (whole && (1..TAIL_COUNT).contains(&tail)).then(|| char::from_u32(first + tail))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    /// What the table leaves out; see `cargo xtask unicode`.
    fn is_left_out(character: char) -> bool {
        matches!(
            u32::from(character),
            0x2e80..=0x2fdf | 0x3200..=0x33ff | 0xf900..=0xfaff | 0xfb50..=0xfdff | 0xfe70..=0xfeff
                | 0x1d15e..=0x1d1c0 | 0x1ee00..=0x1eeff | 0x1f200..=0x1f2ff | 0x2f800..=0x2fa1f
        )
    }

    #[track_caller]
    fn check(text: &str) {
        let expected: String = text.nfkc().collect();
        assert_eq!(compose_compatible(text), expected, "{text:?}");
        let parts = |compatible| {
            let mut out = String::new();
            for character in text.chars() {
                decompose(character, compatible, |part| out.push(part));
            }
            out
        };
        // The order of marks is that of composing alone.
        let sorted = |text: &str| {
            let mut characters: Vec<char> = text.chars().collect();
            characters.sort_unstable();
            characters
        };
        assert_eq!(
            sorted(&parts(true)),
            sorted(&text.nfkd().collect::<String>())
        );
        assert_eq!(
            sorted(&parts(false)),
            sorted(&text.nfd().collect::<String>())
        );
    }

    #[test]
    fn every_character_is_as_unicode_has_it() {
        for character in ('\0'..=char::MAX).filter(|character| !is_left_out(*character)) {
            check(&character.to_string());
            assert_eq!(
                is_mark(character),
                is_combining_mark(character),
                "{character:?}"
            );
        }
    }

    #[test]
    fn letters_are_composed_with_their_marks() {
        let letters = ('a'..='z')
            .chain('α'..='ω')
            .chain('а'..='я')
            .chain("âạêơưが가은".chars());
        for letter in letters {
            for mark in
                ('\u{300}'..='\u{345}').chain(['\u{3099}', '\u{309a}', '\u{11a8}', '\u{338}'])
            {
                check(&format!("{letter}{mark}"));
                check(&format!("{letter}{mark}\u{301}x"));
                check(&format!("{letter}\u{302}{mark}\u{323}"));
                check(&format!("{letter}{mark}\u{1d16}{mark}"));
            }
        }
    }

    #[test]
    fn texts_are_as_unicode_has_them() {
        check("Ｆｕｌｌ ｗｉｄｔｈ, 𝓼𝓬𝓻𝓲𝓹𝓽, ﬁne ①②③ ™ ½ … Ⅷ ²");
        check("Tôi cần hoàn tiền; Zamówienie; Größe; ΐ; й; が; 한국어");
        let decomposed: String = "Tôi cần hoàn tiền ệ ǖ ṩ ΐ й が 한국어".nfd().collect();
        check(&decomposed);
        check("");
    }
}
