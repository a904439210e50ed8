//! Samples to learn from: cuts of texts, as short and as careless as people write to a desk.

use crate::seeded::Seeded;
use handrail::text::language::{NONE, Script, script_of};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// The languages that the model tells apart, and their scripts; others are told by script alone.
pub const LANGUAGES: &[(&str, Script)] = &[
    ("en", Script::Latin),
    ("de", Script::Latin),
    ("fr", Script::Latin),
    ("es", Script::Latin),
    ("pt", Script::Latin),
    ("it", Script::Latin),
    ("nl", Script::Latin),
    ("sv", Script::Latin),
    ("da", Script::Latin),
    ("no", Script::Latin),
    ("fi", Script::Latin),
    ("pl", Script::Latin),
    ("cs", Script::Latin),
    ("sk", Script::Latin),
    ("hu", Script::Latin),
    ("ro", Script::Latin),
    ("tr", Script::Latin),
    ("vi", Script::Latin),
    ("id", Script::Latin),
    ("hr", Script::Latin),
    ("ca", Script::Latin),
    ("et", Script::Latin),
    ("lv", Script::Latin),
    ("lt", Script::Latin),
    ("sl", Script::Latin),
    (NONE, Script::Latin),
    ("ru", Script::Cyrillic),
    ("uk", Script::Cyrillic),
    ("bg", Script::Cyrillic),
    ("sr", Script::Cyrillic),
    ("ar", Script::Arabic),
    ("fa", Script::Arabic),
    ("ur", Script::Arabic),
];

/// A word that stands in the texts of so many languages belongs to none: a brand, a format, a name.
const INTERNATIONAL: usize = 9;

/// Texts by source and language.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    sources: Vec<Vec<Vec<String>>>,
    international: Vec<String>,
}

/// A cut of a text, and the share of each language (by its position in [`LANGUAGES`]) in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What is read.
    pub text: String,
    /// Position and share; the shares add up to 1.
    pub shares: Vec<(usize, f32)>,
}

/// Reads `DIR/*/CODE.txt`, a text a line, but for the folder `held-out`.
///
/// # Errors
/// When a directory or a file cannot be read.
pub fn read(directories: &[&Path]) -> io::Result<Texts> {
    let mut texts = Texts::default();
    for directory in directories {
        let mut folders: Vec<_> = std::fs::read_dir(directory)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.is_dir() && !path.ends_with("held-out"))
            .collect();
        folders.sort();
        for folder in folders {
            let mut languages = Vec::new();
            for (code, _) in LANGUAGES {
                let lines = match std::fs::read_to_string(folder.join(format!("{code}.txt"))) {
                    Ok(text) => text.lines().map(str::to_owned).collect(),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
                    Err(error) => return Err(error),
                };
                languages.push(lines);
            }
            texts.sources.push(languages);
        }
    }
    texts.international = international(&texts.sources);
    Ok(texts)
}

/// Words of Latin letters that stand in the texts of many languages.
fn international(sources: &[Vec<Vec<String>>]) -> Vec<String> {
    let mut seen: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for languages in sources {
        for (at, lines) in languages.iter().enumerate() {
            for word in lines.iter().flat_map(|line| words(line)) {
                if word.chars().count() >= 2 && word.is_ascii() {
                    seen.entry(word.to_owned()).or_default().insert(at);
                }
            }
        }
    }
    seen.into_iter()
        .filter(|(_, languages)| languages.len() >= INTERNATIONAL)
        .map(|(word, _)| word)
        .collect()
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphabetic() && c != '\'')
        .filter(|word| !word.is_empty())
}

impl Texts {
    /// Whether there is nothing to learn from.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.iter().flatten().all(Vec::is_empty)
    }

    /// A sample of a language, by its position.
    pub fn sample(&self, language: usize, random: &mut Seeded) -> Option<Sample> {
        let (code, script) = LANGUAGES.get(language)?;
        if *code == NONE {
            return Some(Sample {
                text: self.of_none(random),
                shares: vec![(language, 1.0)],
            });
        }
        let length = cut_length(random);
        let mut text = self.cut(language, length, random)?;
        let mut shares = vec![(language, 1.0)];
        match random.below(100) {
            // Two languages in one text.
            0..8 => {
                let other = random.below(LANGUAGES.len());
                let same_script = LANGUAGES
                    .get(other)
                    .is_some_and(|(code, of)| of == script && *code != NONE);
                if same_script && other != language {
                    let more = cut_length(random);
                    if let Some(second) = self.cut(other, more, random) {
                        let (one, two) = (letters(&text), letters(&second));
                        let share = one as f32 / (one + two).max(1) as f32;
                        shares = vec![(language, share), (other, 1.0 - share)];
                        text = format!("{text} {second}");
                    }
                }
            }
            // Brands and terms of the trade within a text of some length.
            8..26 if *script == Script::Latin && letters(&text) > 18 => {
                if let Some(word) = pick(&self.international, random) {
                    text = insert(&text, word, random);
                }
            }
            _ => {}
        }
        // People leave out the marks.
        if random.below(100) < 12 && *script == Script::Latin && *code != "vi" {
            text = plain(&text, random.below(2) == 0);
        }
        Some(Sample { text, shares })
    }

    /// A cut that begins with a word, and ends where it ends.
    fn cut(&self, language: usize, length: usize, random: &mut Seeded) -> Option<String> {
        let lines = self.lines(language, random)?;
        let script = LANGUAGES.get(language)?.1;
        let mut text = String::new();
        // Short lines are joined, as people write several.
        for _ in 0..6 {
            let line = pick(lines, random)?;
            let starts: Vec<usize> = word_starts(line);
            // Half of the cuts begin where a text begins.
            let start = if random.below(2) == 0 {
                0
            } else {
                *pick(&starts, random).unwrap_or(&0)
            };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(line.get(start..).unwrap_or(""));
            if text.chars().count() >= length {
                break;
            }
        }
        let mut cut: String = text.chars().take(length).collect();
        // Half end with a whole word.
        if random.below(2) == 0
            && text.chars().nth(length).is_some_and(char::is_alphabetic)
            && let Some(at) = cut.rfind(' ')
        {
            cut.truncate(at);
        }
        (cut.chars()
            .filter(|c| script_of(*c) == Some(script))
            .count()
            >= 2)
            .then_some(cut)
    }

    /// The lines of a source of the language. A larger one is likelier, but far from as much as it is
    /// larger: the fourth root of its bytes.
    fn lines(&self, language: usize, random: &mut Seeded) -> Option<&[String]> {
        const UNIT: f64 = 16.0;
        let weighted: Vec<(usize, &Vec<String>)> = self
            .sources
            .iter()
            .filter_map(|languages| languages.get(language))
            .map(|lines| {
                let bytes: usize = lines.iter().map(String::len).sum();
                ((UNIT * (bytes as f64).sqrt().sqrt()) as usize, lines)
            })
            .filter(|(weight, lines)| *weight > 0 && lines.len() >= 10)
            .collect();
        let mut at = random.below(weighted.iter().map(|(weight, _)| weight).sum());
        for (weight, lines) in weighted {
            if at < weight {
                return Some(lines);
            }
            at -= weight;
        }
        None
    }

    /// Text of no language: brands, codes, what falls on the keyboard.
    fn of_none(&self, random: &mut Seeded) -> String {
        let mut parts = Vec::new();
        for _ in 0..=random.below(3) {
            let word = match random.below(3) {
                0 => letters_of("bcdfghjklmnpqrstvwxzaeiouy", 1 + random.below(7), random),
                1 => letters_of("asdfghjklqwertzuiopyxcvbnm", 1 + random.below(4), random),
                _ => pick(&self.international, random)
                    .cloned()
                    .unwrap_or_default(),
            };
            parts.push(word);
        }
        parts.join(" ")
    }
}

fn letters_of(alphabet: &str, length: usize, random: &mut Seeded) -> String {
    let alphabet: Vec<char> = alphabet.chars().collect();
    (0..length)
        .filter_map(|_| pick(&alphabet, random))
        .collect()
}

fn pick<'a, T>(items: &'a [T], random: &mut Seeded) -> Option<&'a T> {
    items.get(random.below(items.len()))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// 5 to 90 characters, short ones more often.
fn cut_length(random: &mut Seeded) -> usize {
    const LENGTHS: &[usize] = &[5, 8, 11, 14, 17, 20, 23, 26, 28, 31, 35, 40, 48, 60, 90];
    LENGTHS
        .get(random.below(LENGTHS.len()))
        .copied()
        .unwrap_or(27)
        + random.below(3)
}

fn word_starts(line: &str) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(line.match_indices(' ').map(|(at, _)| at + 1));
    starts
}

fn insert(text: &str, word: &str, random: &mut Seeded) -> String {
    let starts = word_starts(text);
    let at = *pick(&starts, random).unwrap_or(&0);
    let (before, after) = text.split_at(at);
    format!("{before}{word} {after}")
}

/// Without marks on letters; with `by_letters` umlauts as two letters.
fn plain(text: &str, by_letters: bool) -> String {
    let mut out = String::new();
    for character in text.chars() {
        let upper = character.is_uppercase();
        let low: char = character.to_lowercase().next().unwrap_or(character);
        let folded = match low {
            'ä' if by_letters => "ae",
            'ö' | 'ø' if by_letters => "oe",
            'ü' if by_letters => "ue",
            'å' if by_letters => "aa",
            'æ' => "ae",
            'ß' => "ss",
            'ø' | 'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ő' => "o",
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' | 'ā' => "a",
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' | 'ē' | 'ė' => "e",
            'í' | 'ì' | 'î' | 'ï' | 'ı' | 'ī' | 'į' => "i",
            'ú' | 'ù' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' | 'ų' => "u",
            'ç' | 'ć' | 'č' => "c",
            'ñ' | 'ń' | 'ň' | 'ņ' => "n",
            'š' | 'ś' | 'ş' | 'ș' => "s",
            'ž' | 'ź' | 'ż' => "z",
            'ý' => "y",
            'ř' => "r",
            'ł' | 'ľ' | 'ĺ' | 'ļ' => "l",
            'ğ' | 'ģ' => "g",
            'ť' | 'ţ' | 'ț' => "t",
            'ď' | 'đ' => "d",
            'ķ' => "k",
            _ => {
                out.push(character);
                continue;
            }
        };
        if upper {
            out.push_str(&folded.to_uppercase());
        } else {
            out.push_str(folded);
        }
    }
    out
}
