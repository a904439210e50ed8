//! What the model of languages looks at: runs of up to five letters of each word, its ends marked, and
//! whole words. Each is a number; the model knows a text by these alone.

use super::script::{self, Script};
use crate::text::letter_hash::{mix, step};

/// Longest run of characters.
const LONGEST: usize = 5;

/// Letters of a word that are looked at.
const WORD: usize = 32;

/// The numbers of a text's runs and words in one script, one by one, as often as they stand.
pub fn each(text: &str, script: Script, mut visit: impl FnMut(u32)) {
    // A constant: what speaks for a language (or none) before anything is read.
    visit(mix(1));
    let mut word: Vec<char> = Vec::with_capacity(WORD + 2);
    for character in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if script::of(character) == Some(script) {
            if word.len() <= WORD {
                if word.is_empty() {
                    word.push(' ');
                }
                word.push(character);
            }
        } else if matches!(character, '\'' | '’') && !word.is_empty() {
            // Elisions tell French and Italian.
            word.push('\'');
        } else if !is_mark(character) && !word.is_empty() {
            while word.last() == Some(&'\'') {
                word.pop();
            }
            word.push(' ');
            of_word(&word, &mut visit);
            word.clear();
        }
    }
}

/// Marks that stand by themselves after their letter are passed over; the letter alone tells enough.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

fn of_word(word: &[char], visit: &mut impl FnMut(u32)) {
    let whole = word.iter().fold(2, |hash, next| step(hash, *next));
    visit(mix(whole));
    for start in 0..word.len() {
        let mut hash = 3;
        for (at, next) in word.iter().skip(start).take(LONGEST).enumerate() {
            hash = step(hash, *next);
            // A space alone tells nothing.
            if at > 0 || *next != ' ' {
                visit(mix(hash));
            }
        }
    }
}
