//! Numbers in words.

use super::Number;
use crate::shipped;
use crate::text::needles::Needles;
use std::sync::LazyLock;

/// Number words of English and the simple ones of German, French, Spanish, Italian, Portuguese and
/// Dutch. Compounds (`zweihundertfünfzig`) are taken apart by the longest part.
static WORDS: LazyLock<NumberWords> = LazyLock::new(NumberWords::read);

/// Number words, and those of them that end in a vowel without it.
struct NumberWords {
    needles: Needles,
    /// Of each: its value, and whether it lacks its vowel.
    values: Vec<(u32, bool)>,
}

impl NumberWords {
    fn read() -> Self {
        let mut words = Vec::new();
        let mut values = Vec::new();
        for line in shipped::NUMBER_WORDS.text().lines() {
            let Some((word, value)) = line.split_once(' ') else {
                continue;
            };
            let value = value.parse().unwrap_or_default();
            words.push(word.to_owned());
            values.push((value, false));
            if let Some(elided) = word.strip_suffix(['o', 'a', 'i']) {
                words.push(elided.to_owned());
                values.push((value, true));
            }
        }
        Self {
            needles: Needles::new(words),
            values,
        }
    }
}

fn word_value(word: &str) -> Option<u32> {
    let mut found = None;
    let known = &*WORDS;
    known
        .needles
        .at_start(word.as_bytes(), &mut |number, length| {
            if let Some((value, false)) = known.values.get(number)
                && length == word.len()
            {
                found = Some(*value);
            }
        });
    found
}

/// A value that is put together word by word.
#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    total: u64,
    current: u64,
    any: bool,
}

impl Sum {
    fn add(&mut self, value: u32) {
        let value = u64::from(value);
        self.any = true;
        match value {
            1000 => {
                self.total += self.current.max(1) * 1000;
                self.current = 0;
            }
            100 => self.current = self.current.max(1) * 100,
            // quatre-vingts
            20 if self.current % 100 == 4 => self.current += 76,
            _ => self.current += value,
        }
    }
}

/// Takes a word apart into number words; `None` when a rest remains.
fn compound(word: &str, sum: &mut Sum) -> Option<()> {
    let mut rest = word;
    let mut taken = *sum;
    while !rest.is_empty() {
        if let Some(next) = rest.strip_prefix("und").or_else(|| rest.strip_prefix("en"))
            && rest.len() < word.len()
        {
            rest = next;
            continue;
        }
        let (length, value) = longest(rest)?;
        taken.add(value);
        rest = rest.get(length..)?;
    }
    *sum = taken;
    Some(())
}

/// The longest number word at the start of `rest`: its bytes and its value. Italian leaves the last vowel out
/// before another one: `trecentottanta`, `ventuno`, `trentotto`.
fn longest(rest: &str) -> Option<(usize, u32)> {
    let mut best: Option<(usize, u32)> = None;
    let mut see = |length: usize, value: u32| {
        if best.is_none_or(|(most, _)| length >= most) {
            best = Some((length, value));
        }
    };
    let before_vowel = |length: usize| {
        let next = rest.get(length..).unwrap_or("");
        ["uno", "otto", "ottanta"]
            .iter()
            .any(|vowel| next.starts_with(vowel))
    };
    let known = &*WORDS;
    known
        .needles
        .at_start(rest.as_bytes(), &mut |number, length| {
            let Some((value, elided)) = known.values.get(number) else {
                return;
            };
            let vowel = rest
                .get(..length)
                .is_some_and(|word| word.ends_with(['o', 'a', 'i']));
            if *elided {
                if before_vowel(length) {
                    see(length, *value);
                }
            } else if !(vowel && before_vowel(length - 1)) {
                see(length, *value);
            }
        });
    best
}

/// Numbers in words, in order: runs of number words, with `and`, `und`, `et`, `y`, `e`, `en` between.
/// `text` is a normal form.
pub(in crate::text::entities) fn words(text: &str) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    let mut open: Option<(usize, usize, Sum)> = None;
    let mut pending_one: Option<usize> = None;
    let mut grand = false;
    let mut last_end = 0;
    let close =
        |open: &mut Option<(usize, usize, Sum)>, grand: &mut bool, out: &mut Vec<Number>| {
            if let Some((start, end, sum)) = open.take() {
                let value = (sum.total + sum.current) as f64;
                if sum.any && value > 0.0 && value < 1e9 {
                    out.push(Number {
                        start,
                        end,
                        value,
                        decimals: false,
                        multiplied: *grand,
                        spaced: false,
                    });
                }
            }
            *grand = false;
        };
    for (start, word) in letter_words(text) {
        let end = start + word.len();
        let near = text
            .get(last_end..start)
            .is_some_and(|gap| matches!(gap, " " | "-"));
        last_end = end;
        if !near {
            close(&mut open, &mut grand, &mut numbers);
            pending_one = None;
        }
        if let Some((_, open_end, sum)) = &mut open {
            if matches!(word, "and" | "und" | "et" | "y" | "e" | "en" | "of") {
                continue;
            }
            if matches!(word, "grand" | "k") {
                sum.add(1000);
                grand = true;
                *open_end = end;
                continue;
            }
        }
        let mut sum = open.map(|(_, _, sum)| sum).unwrap_or_default();
        let value = word_value(word);
        let known = match value {
            Some(value) => {
                sum.add(value);
                true
            }
            // Only long words are compounds: `eine`, `dos` and their like are in the list.
            None => word.len() >= 7 && word.len() < 64 && compound(word, &mut sum).is_some(),
        };
        if known {
            let from = open
                .map(|(from, _, _)| from)
                .or(pending_one.filter(|_| value.is_some_and(|value| value >= 100)))
                .unwrap_or(start);
            open = Some((from, end, sum));
            pending_one = None;
            continue;
        }
        close(&mut open, &mut grand, &mut numbers);
        match word {
            "a" | "un" | "una" | "um" | "one" => pending_one = Some(start),
            "couple" | "paar" if pending_one.is_some() => {
                let from = pending_one.take().unwrap_or(start);
                open = Some((
                    from,
                    end,
                    Sum {
                        total: 0,
                        current: 2,
                        any: false,
                    },
                ));
            }
            "grand" if pending_one.is_some() => {
                let from = pending_one.take().unwrap_or(start);
                open = Some((
                    from,
                    end,
                    Sum {
                        total: 1000,
                        current: 0,
                        any: true,
                    },
                ));
                grand = true;
            }
            _ => pending_one = None,
        }
    }
    close(&mut open, &mut grand, &mut numbers);
    numbers
}

/// Runs of letters.
fn letter_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let tail = text.get(rest..)?;
        let start = rest + tail.find(char::is_alphabetic)?;
        let tail = text.get(start..)?;
        let length = tail
            .find(|character: char| !character.is_alphabetic())
            .unwrap_or(tail.len());
        rest = start + length;
        Some((start, tail.get(..length)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[f64]) {
        let values: Vec<f64> = words(text).iter().map(|number| number.value).collect();
        assert_eq!(values, expected, "{text}");
    }

    #[test]
    fn number_words_are_added_up() {
        check("five hundred dollars", &[500.0]);
        check("one hundred and twenty-five dollars", &[125.0]);
        check("twelve hundred bucks", &[1200.0]);
        check("a thousand euros", &[1000.0]);
        check("two grand", &[2000.0]);
        check("a grand", &[1000.0]);
        check("a couple of hundred dollars", &[200.0]);
        check("zweihundertfünfzig euro", &[250.0]);
        check("tausend euro", &[1000.0]);
        check("quatre-vingt-dix euros", &[90.0]);
        check("deux mille cinq cents euros", &[2500.0]);
        check("quinientos euros", &[500.0]);
        check("cinquecento euro", &[500.0]);
        check("duzentos reais", &[200.0]);
        check("vijfhonderd euro", &[500.0]);
        check("nothing here", &[]);
    }
}
