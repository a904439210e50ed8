//! Measures the reading of languages on labelled texts.

use handrail::text::language::{self, LanguageModel};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// How the texts of a language were read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measured {
    /// Texts.
    pub texts: usize,
    /// Read as their language.
    pub right: usize,
    /// What the others were read as.
    pub wrong: Vec<(String, String, f64)>,
    /// For each text its confidence, and whether its language was right.
    pub confidences: Vec<(f64, bool)>,
}

/// Reads `DIR/CODE.txt`, a text a line, and measures each language; texts are cut to so many characters,
/// shorter ones are left out, if a cut is given.
///
/// # Errors
/// When the directory or a file cannot be read.
pub fn measure(
    directory: &Path,
    cut: Option<usize>,
    model: Option<&LanguageModel>,
) -> io::Result<BTreeMap<String, Measured>> {
    let mut measured = BTreeMap::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let Some(code) = path
            .file_name()
            .and_then(|name| name.to_str()?.strip_suffix(".txt"))
        else {
            continue;
        };
        let text = std::fs::read_to_string(&path)?;
        measured.insert(code.to_owned(), of_language(code, &text, cut, model));
    }
    Ok(measured)
}

fn of_language(
    code: &str,
    text: &str,
    cut: Option<usize>,
    model: Option<&LanguageModel>,
) -> Measured {
    let mut measured = Measured::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let text: String = match cut {
            Some(length) if line.chars().count() < length => continue,
            Some(length) => line.chars().take(length).collect(),
            None => line.to_owned(),
        };
        let found = language::of_text(&text, model);
        let right = found.code == code;
        measured.texts += 1;
        measured.right += usize::from(right);
        measured.confidences.push((found.confidence, right));
        if !right {
            measured.wrong.push((text, found.code, found.confidence));
        }
    }
    measured
}
