//! Words of a normal form, as the models read them: letters in a row, digits levelled.

use std::ops::Range;

/// Longest word, in characters: what is longer is cut, so that text without spaces stays cheap.
pub const LONGEST: usize = 32;

/// A word as the models read it.
#[derive(Debug)]
pub struct Word<'a> {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its letters: apostrophes are left out, a run of digits is one `0`, a sign of money is `$`; at
    /// most [`LONGEST`].
    pub letters: &'a [char],
}

/// Gives the first `limit` words of `text` to `each`: runs of letters and digits, apostrophes within
/// them included, and the signs `?`, `%` and those of money by themselves. Returns their number.
pub fn walk(text: &str, limit: usize, mut each: impl FnMut(Word<'_>)) -> usize {
    let mut count = 0;
    let mut letters: Vec<char> = Vec::with_capacity(LONGEST);
    let mut characters = text.char_indices().peekable();
    while let Some(&(start, first)) = characters.peek() {
        if count >= limit {
            break;
        }
        letters.clear();
        let mut end = start;
        if first.is_alphanumeric() {
            while let Some(&(at, character)) = characters.peek() {
                let joins = character == '\'' && at > start;
                if !character.is_alphanumeric() && !joins {
                    break;
                }
                end = at + character.len_utf8();
                characters.next();
                let digit = character.is_numeric();
                if letters.len() < LONGEST && !joins && !(digit && letters.last() == Some(&'0')) {
                    letters.push(if digit { '0' } else { character });
                }
            }
        } else {
            characters.next();
            let Some(sign) = telling_sign(first) else {
                continue;
            };
            end += first.len_utf8();
            letters.push(sign);
        }
        count += 1;
        each(Word {
            range: start..end,
            letters: &letters,
        });
    }
    count
}

/// Signs that tell something of what is asked.
fn telling_sign(character: char) -> Option<char> {
    match character {
        '?' => Some('?'),
        '$' | '€' | '£' | '¥' => Some('$'),
        '%' => Some('%'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, limit: usize, expected: &[(&str, &str)]) {
        let mut found = Vec::new();
        let count = walk(text, limit, |word| {
            found.push((
                text[word.range].to_owned(),
                word.letters.iter().collect::<String>(),
            ));
        });
        assert_eq!(count, expected.len());
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_are_found() {
        check(
            "where's #12-b4567?",
            9,
            &[
                ("where's", "wheres"),
                ("12", "0"),
                ("b4567", "b0"),
                ("?", "?"),
            ],
        );
        check("", 9, &[]);
        check("… — !!", 9, &[]);
        check(
            "é€5 'tis",
            9,
            &[("é", "é"), ("€", "$"), ("5", "0"), ("tis", "tis")],
        );
        check("a b c", 2, &[("a", "a"), ("b", "b")]);
    }

    #[test]
    fn long_words_are_cut() {
        walk(&"a".repeat(100_000), 9, |word| {
            assert_eq!(word.letters.len(), LONGEST);
            assert_eq!(word.range.len(), 100_000);
        });
    }
}
