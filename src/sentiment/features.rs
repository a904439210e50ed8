//! What the sentiment model reads of a message, the same code for training and for reading a ticket:
//! hashed words, pairs and pieces of words, words that are turned round, and a few [`Signal`]s.

use super::tokens;
use super::valence::{self, Sense, Word};
use crate::text::letter_hash::{mix, step};
use crate::text::{Passage, Sentence};
use std::ops::Range;

/// Features fall into `2^HASH_BITS` buckets; the lower half is for words and pairs, the upper half for
/// pieces of words.
pub const HASH_BITS: u32 = 18;
/// Number of buckets.
pub const BUCKETS: usize = 1 << HASH_BITS;
/// First bucket of the pieces of words.
pub const FIRST_PIECE_BUCKET: u32 = 1 << (HASH_BITS - 1);
/// Most words that are read of a message.
const WORD_LIMIT: usize = 500;
/// Words that a turning word turns round.
const TURNED_WORDS: usize = 3;
/// Shortest and longest piece of a word, in characters with the word's boundaries.
const SHORTEST: usize = 2;
const LONGEST: usize = 5;
const BOUNDARY: char = ' ';

const WORD_SEED: u32 = 0x811c_9dc5;
const PAIR_SEED: u32 = 0x9e37_79b9;
const TURNED_SEED: u32 = 0xc2b2_ae35;
const PIECE_SEED: u32 = 0x85eb_ca6b;

/// A figure of the whole message, each about -1 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Signal {
    /// Feelings of the words, as VADER sums them; its part above and below 0.
    Feeling,
    FeelingAbove,
    FeelingBelow,
    /// Of the first and the last sentence.
    FirstFeeling,
    LastFeeling,
    /// Shares of the words that feel good, bad, nothing.
    GoodShare,
    BadShare,
    PlainShare,
    Exclamations,
    Questions,
    Shouting,
    Length,
    Quotes,
    Dots,
    /// The lexicon of phrases: its sum, the parts above and below 0.
    Phrases,
    PhrasesAbove,
    PhrasesBelow,
}

/// Number of [`Signal`]s.
pub const SIGNALS: usize = Signal::PhrasesBelow as usize + 1;

/// One occurrence of a hashed feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Its bucket.
    pub bucket: u32,
    /// The token in which it begins and the one in which it ends.
    pub first: u16,
    /// See `first`.
    pub last: u16,
}

/// A message, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Where each token stands: sentence of the message, bytes of its normal form.
    pub tokens: Vec<(usize, Range<usize>)>,
    /// Its hashed features.
    pub occurrences: Vec<Occurrence>,
    /// By [`Signal`].
    pub signals: [f32; SIGNALS],
    /// The feeling of each token.
    pub feelings: Vec<f32>,
}

/// Key of a token in the table of words.
#[must_use]
pub fn key(text: &str) -> Option<u32> {
    let mut found = None;
    let mut count = 0;
    tokens::walk(text, 2, |token| {
        found = Some(hash(WORD_SEED, token.letters));
        count += 1;
    });
    found.filter(|_| count == 1)
}

/// Reads sentences of a passage. `sense` gives what a word of the table does; `phrases` is what the
/// lexicon of phrases found: the sums above and below 0.
#[must_use]
pub fn read(
    passage: &Passage,
    sentences: &[&Sentence],
    phrases: (f64, f64),
    sense: impl Fn(u32) -> Option<Sense>,
) -> Reading {
    let mut reading = Reading::default();
    let mut words: Vec<Word> = Vec::new();
    let mut left = WORD_LIMIT;
    let mut shouted = 0_usize;
    let mut whispered = 0_usize;
    let mut counts = Counts::default();
    for (number, sentence) in sentences.iter().enumerate() {
        let mut previous: Option<u32> = None;
        let mut turned = 0;
        let text = &sentence.normal.text;
        tokens::walk(text, left, |token| {
            left = left.saturating_sub(1);
            let index = reading.tokens.len();
            let visible = passage.text(&sentence.normal.visible(&token.range));
            let capitals = token.word && is_shouted(visible);
            if token.word {
                shouted += usize::from(capitals);
                whispered += usize::from(visible.chars().any(char::is_lowercase));
            } else {
                counts.add(text.get(token.range.clone()).unwrap_or_default());
            }
            reading.tokens.push((number, token.range));
            let own = hash(WORD_SEED, token.letters);
            let sense = sense(own);
            words.push(Word {
                sense,
                shouted: capitals,
                sentence: number,
            });
            let mut push = |bucket, first| {
                reading.occurrences.push(Occurrence {
                    bucket,
                    first: first as u16,
                    last: index as u16,
                });
            };
            push(word_bucket(own), index);
            if let Some(previous) = previous {
                let pair = mix(previous.rotate_left(5) ^ PAIR_SEED).wrapping_add(own);
                push(word_bucket(pair), index.saturating_sub(1));
            }
            previous = Some(own);
            if turned > 0 && token.word {
                turned -= 1;
                push(word_bucket(hash(TURNED_SEED, token.letters)), index);
            }
            if sense == Some(Sense::Turns) {
                turned = TURNED_WORDS;
            }
            if token.word {
                pieces(token.letters, |bucket| push(bucket, index));
            }
        });
    }
    if whispered == 0 {
        for word in &mut words {
            word.shouted = false;
        }
    }
    reading.feelings = valence::feelings(&words);
    reading.signals = signals(&reading, &words, &counts, shouted, phrases);
    reading
}

/// Signs of a message.
#[derive(Debug, Default)]
struct Counts {
    exclamations: usize,
    questions: usize,
    quotes: usize,
    dots: usize,
}

impl Counts {
    fn add(&mut self, sign: &str) {
        self.exclamations += sign.matches('!').count();
        self.questions += sign.matches('?').count();
        self.quotes += usize::from(sign.starts_with('"'));
        self.dots += usize::from(sign.starts_with(['.', '…']));
    }

    /// What exclamation and question marks add to a sum of feelings.
    fn emphasis(&self) -> f32 {
        let questions = match self.questions {
            0 | 1 => 0.0,
            few @ (2 | 3) => few as f32 * 0.18,
            _ => 0.96,
        };
        self.exclamations.min(4) as f32 * 0.292 + questions
    }
}

fn signals(
    reading: &Reading,
    words: &[Word],
    counts: &Counts,
    shouted: usize,
    (above, below): (f64, f64),
) -> [f32; SIGNALS] {
    let emphasised = |sum: f32| {
        let sign = if sum == 0.0 { 0.0 } else { sum.signum() };
        valence::normalized(sum + sign * counts.emphasis())
    };
    let of_sentence = |number: usize| -> f32 {
        let of = reading.feelings.iter().zip(words);
        of.filter(|(_, word)| word.sentence == number)
            .map(|(feeling, _)| feeling)
            .sum()
    };
    let total = emphasised(reading.feelings.iter().sum());
    let last = words.last().map_or(0, |word| word.sentence);
    let first = words.first().map_or(0, |word| word.sentence);
    let (mut good, mut bad, mut plain) = (0.0_f32, 0.0_f32, 0.0_f32);
    for feeling in &reading.feelings {
        if *feeling > 0.0 {
            good += feeling + 1.0;
        } else if *feeling < 0.0 {
            bad += 1.0 - feeling;
        } else {
            plain += 1.0;
        }
    }
    let all = (good + bad + plain).max(1.0);
    let portion = |count: usize, most: usize| count.min(most) as f32 / most as f32;
    let (above, below) = (above as f32, below as f32);
    let mut signals = [0.0; SIGNALS];
    let values = [
        (Signal::Feeling, total),
        (Signal::FeelingAbove, total.max(0.0)),
        (Signal::FeelingBelow, total.min(0.0)),
        (Signal::FirstFeeling, emphasised(of_sentence(first))),
        (Signal::LastFeeling, emphasised(of_sentence(last))),
        (Signal::GoodShare, good / all),
        (Signal::BadShare, bad / all),
        (Signal::PlainShare, plain / all),
        (Signal::Exclamations, portion(counts.exclamations, 4)),
        (Signal::Questions, portion(counts.questions, 3)),
        (Signal::Shouting, portion(shouted, 5)),
        (Signal::Length, portion(words.len(), 100)),
        (Signal::Quotes, portion(counts.quotes, 2)),
        (Signal::Dots, portion(counts.dots, 2)),
        (Signal::Phrases, valence::normalized(above + below)),
        (Signal::PhrasesAbove, valence::normalized(above)),
        (Signal::PhrasesBelow, valence::normalized(below)),
    ];
    for (signal, value) in values {
        if let Some(slot) = signals.get_mut(signal as usize) {
            *slot = value;
        }
    }
    signals
}

/// Whether a word is written in capitals (one letter is too few to tell).
fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters > 1 && !text.chars().any(char::is_lowercase)
}

fn pieces(letters: &[char], mut each: impl FnMut(u32)) {
    let mut bounded = [BOUNDARY; tokens::LONGEST + 2];
    let mut length = 1;
    for (slot, letter) in bounded.iter_mut().skip(1).zip(letters) {
        *slot = *letter;
        length += 1;
    }
    let bounded = bounded.get(..=length).unwrap_or_default();
    for start in 0..bounded.len() {
        let mut hash = PIECE_SEED;
        let mut size = 0;
        for letter in bounded.iter().skip(start).take(LONGEST) {
            hash = step(hash, *letter);
            size += 1;
            if size >= SHORTEST {
                each(piece_bucket(hash));
            }
        }
    }
}

fn hash(seed: u32, letters: &[char]) -> u32 {
    mix(letters.iter().fold(seed, |hash, c| step(hash, *c)))
}

fn word_bucket(hash: u32) -> u32 {
    mix(hash) >> (33 - HASH_BITS)
}

fn piece_bucket(hash: u32) -> u32 {
    FIRST_PIECE_BUCKET | (mix(hash) >> (33 - HASH_BITS))
}
