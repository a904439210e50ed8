//! Sums of money, however they are written.

use super::currency::{self, Currency};
use super::number::{self, Number};
use super::{count, role};
use crate::analysis::MoneyRole;
use crate::decimal;
use crate::shipped::PhraseList;
use crate::text::{Conversation, RegionKind, Sentence};
use crate::ticket::Money;
use std::ops::Range;

/// A sum in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyMention {
    /// Position in [`Conversation::passages`]: the subject first, if there is one.
    pub passage: usize,
    /// Position in [`crate::text::Passage::sentences`].
    pub sentence: usize,
    /// Visible range, currency included.
    pub visible: Range<usize>,
    /// How much, of one piece.
    pub amount: f64,
    /// How many pieces: `2 tickets at $120 each`; 1 where nothing says so.
    pub count: u32,
    /// What it is for, where that can be told.
    pub role: Option<MoneyRole>,
    /// ISO 4217 code; empty when neither the sum nor the conversation says.
    pub currency: String,
    /// Whether a currency stands beside the number; otherwise the words around make it money.
    pub explicit: bool,
}

impl MoneyMention {
    /// As the contract writes it.
    #[must_use]
    pub fn money(&self) -> Money {
        self.written(self.amount)
    }

    /// The sum of all pieces.
    #[must_use]
    pub fn total(&self) -> Money {
        self.written(self.amount * f64::from(self.count))
    }

    fn written(&self, amount: f64) -> Money {
        let amount = if currency::whole(&self.currency) && amount.fract() == 0.0 {
            decimal::fixed(amount, 0)
        } else {
            decimal::fixed(amount, 2)
        };
        Money::new(amount, self.currency.clone())
    }
}

/// Words that make a bare number beside them a sum (`refund of 450`, `kostete 89,90`), in the normal
/// form; `*` stands for any ending.
static MONEY_WORDS: PhraseList = PhraseList::new("words of money");

/// Where a sum lies.
const ACCOUNTS: &[&str] = &[
    "account", "konto", "compte", "cuenta", "conta", "conto", "rekening",
];

/// Words between a money word and its bare number.
const FILLERS: &[&str] = &[
    "of", "me", "you", "us", "for", "about", "around", "only", "over", "nearly", "almost", "the",
    "a", "is", "was", "by", "at", "roughly", "my", "full", "just", "over", "back", "to", "von",
    "über", "um", "mir", "uns", "etwa", "rund", "de", "di", "da", "van", "me", "ca", "env",
    "environ", "circa", "sur", "card", "comes", "came", "amounts", "amounted", "up", "out",
];

/// Words before `… back` that make a bare number a sum.
const WANTING: &[&str] = &[
    "want", "wants", "wanted", "my", "our", "give", "get", "need", "demand", "expect", "will",
    "möchte", "meine", "brauche",
];

/// Words after a bare number with which it is still a sum.
const FOLLOWERS: &[&str] = &[
    "back",
    "for",
    "on",
    "from",
    "to",
    "and",
    "or",
    "was",
    "is",
    "at",
    "including",
    "incl",
    "each",
    "per",
    "refund",
    "refunded",
    "plus",
    "total",
    "i",
    "but",
    "zurück",
    "für",
    "auf",
    "und",
    "oder",
    "war",
    "pour",
    "et",
    "por",
    "y",
    "e",
    "per",
    "voor",
    "en",
    "in",
    "because",
    "when",
    "which",
    "that",
    "with",
    "then",
    "so",
    "today",
    "yesterday",
    "twice",
    "again",
    "altogether",
    "sitting",
    "doppelt",
    "zweimal",
    "insgesamt",
    "deux",
    "dos",
    "due",
];

/// The sums of the conversation, in reading order. Signatures, disclaimers and quotes that stand
/// elsewhere in the thread are left out.
#[must_use]
pub fn mentions(conversation: &Conversation) -> Vec<MoneyMention> {
    let mut mentions = Vec::new();
    for (passage_at, passage) in conversation.passages().enumerate() {
        for (sentence_at, sentence) in passage.sentences.iter().enumerate() {
            if !super::reads(sentence)
                || matches!(
                    sentence.region,
                    RegionKind::Signature | RegionKind::MobileFooter
                )
            {
                continue;
            }
            in_sentence(sentence, |sum| {
                mentions.push(MoneyMention {
                    passage: passage_at,
                    sentence: sentence_at,
                    visible: sentence.normal.visible(&sum.range),
                    amount: sum.amount,
                    count: count::of(&sentence.normal.text, &sum.range),
                    role: role::of(&sentence.normal.text, &sum.range),
                    currency: sum.currency.to_owned(),
                    explicit: sum.explicit,
                });
            });
        }
    }
    settle_currency(&mut mentions);
    mentions
}

/// Bare sums take the currency that the conversation names most; the first one on a tie.
fn settle_currency(mentions: &mut [MoneyMention]) {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for mention in mentions
        .iter()
        .filter(|mention| !mention.currency.is_empty())
    {
        match counts
            .iter_mut()
            .find(|(code, _)| *code == mention.currency)
        {
            Some((_, count)) => *count += 1,
            None => counts.push((mention.currency.clone(), 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let Some((code, _)) = counts.into_iter().find(|(_, count)| *count == most) else {
        return;
    };
    for mention in mentions
        .iter_mut()
        .filter(|mention| mention.currency.is_empty())
    {
        mention.currency.clone_from(&code);
    }
}

struct Sum {
    range: Range<usize>,
    amount: f64,
    currency: &'static str,
    explicit: bool,
}

fn in_sentence(sentence: &Sentence, mut found: impl FnMut(Sum)) {
    let text = sentence.normal.text.as_str();
    let figures = number::figures(text);
    let words = if currency::named(text) {
        number::words(text)
    } else {
        Vec::new()
    };
    if figures.is_empty() && words.is_empty() {
        return;
    }
    let context = Context::of(text);
    let mut sums: Vec<Sum> = Vec::new();
    let mut taken_to = 0;
    for (at, number) in figures.iter().enumerate() {
        let mut sum = beside(text, number, taken_to);
        if sum.is_none() {
            sum = ranged(text, number, figures.get(at + 1), taken_to)
                .or_else(|| range_end(text, number, sums.last()));
        }
        if sum.is_none() {
            sum = context.bare(text, number);
        }
        if let Some(sum) = sum {
            taken_to = sum.range.end;
            sums.push(sum);
        }
    }
    for number in &words {
        let sum = match currency::after(text, number.end) {
            Some(found) => Some(with(number, None, Some(found))),
            None if number.multiplied => Some(Sum {
                range: number.start..number.end,
                amount: number.value,
                currency: "USD",
                explicit: true,
            }),
            None => None,
        };
        if let Some(sum) = sum
            && sums.iter().all(|known| {
                known.range.end <= sum.range.start || sum.range.end <= known.range.start
            })
        {
            sums.push(sum);
        }
    }
    // They do not overlap.
    sums.sort_unstable_by_key(|sum| sum.range.start);
    for sum in sums.into_iter().filter(|sum| sum.amount > 0.0) {
        found(sum);
    }
}

fn with(number: &Number, before: Option<Currency>, after: Option<Currency>) -> Sum {
    let currency = before.or(after);
    let (code, factor) = currency.map_or(("", 1.0), |found| (found.code, found.factor));
    // A code after a symbol is the clearer of the two: `$50 CAD`.
    let code = match (before, after) {
        (Some(_), Some(after)) if !after.code.is_empty() => after.code,
        _ => code,
    };
    Sum {
        range: number.start - before.map_or(0, |found| found.length)
            ..number.end + after.map_or(0, |found| found.length),
        amount: number.value * factor,
        currency: code,
        explicit: true,
    }
}

/// A number with a currency beside it.
fn beside(text: &str, number: &Number, taken_to: usize) -> Option<Sum> {
    let before = currency::before(text, number.start)
        .filter(|found| number.start - found.length >= taken_to);
    let after = currency::after(text, number.end);
    // `20417 450 dollars`, `1 200 followers`: without a currency the group is not one number, and the
    // caller sees its parts as they are.
    if before.is_none() && after.is_none() {
        return None;
    }
    // `$5 €` never happens; `€5 kr` neither: what stands before wins unless a code follows.
    let after = match (before, after) {
        (Some(before), Some(after)) if before.code != "USD" && after.code != before.code => None,
        (_, after) => after,
    };
    if after.is_some_and(|found| found.factor < 1.0) && before.is_some() {
        return Some(with(number, before, None));
    }
    if number.spaced && number.value < 1000.0 {
        return None;
    }
    Some(with(number, before, after))
}

/// The first number of `200-300 €`, `200 to 300 dollars`.
fn ranged(text: &str, number: &Number, next: Option<&Number>, taken_to: usize) -> Option<Sum> {
    let next = next?;
    let gap = text.get(number.end..next.start)?;
    let joined = matches!(
        gap,
        "-" | "–" | "—" | " - " | " – " | " to " | " bis " | " à " | " a " | " tot " | "/"
    ) || matches!(gap, " and " | " und " | " et " | " y " | " e " | " en ")
        && text.get(..number.start).is_some_and(|head| {
            ["between ", "zwischen ", "entre ", "tra ", "fra ", "tussen "]
                .iter()
                .any(|word| head.ends_with(word))
        });
    let found = currency::after(text, next.end)?;
    if !joined || number.start < taken_to {
        return None;
    }
    let factor = if next.multiplied && !number.multiplied && number.value < 1000.0 {
        1000.0
    } else {
        1.0
    };
    Some(Sum {
        range: number.start..number.end,
        amount: number.value * found.factor * factor,
        currency: found.code,
        explicit: true,
    })
}

/// The last number of `$200-300`.
fn range_end(text: &str, number: &Number, last: Option<&Sum>) -> Option<Sum> {
    let last = last?;
    let gap = text.get(last.range.end..number.start)?;
    let follows = first_word(text.get(number.end..)?);
    (last.explicit
        && matches!(gap, "-" | "–" | "—" | " - " | " – " | " to " | " bis ")
        && follows.is_empty()
        || last.explicit && matches!(gap, "-" | "–" | "—"))
    .then_some(Sum {
        range: number.start..number.end,
        amount: number.value,
        currency: last.currency,
        explicit: true,
    })
}

/// What the sentence says about bare numbers.
struct Context {
    money: bool,
    /// An account is named, on which a sum lies.
    account: bool,
}

impl Context {
    fn of(text: &str) -> Self {
        Self {
            money: words_of(text).any(is_money_word),
            account: words_of(text).any(|word| ACCOUNTS.contains(&word)),
        }
    }

    /// A number without a currency: money only where the words say so.
    fn bare(&self, text: &str, number: &Number) -> Option<Sum> {
        let tail = text.get(number.end..)?;
        let head = text.get(..number.start)?;
        // `I want my 450 back`
        let back = matches!(first_word(tail), "back" | "zurück" | "refund" | "refunded");
        if number.spaced
            || !(self.money
                || (self.account && number.multiplied)
                || (back && words_of(head).any(|word| WANTING.contains(&word))))
        {
            return None;
        }
        if tail.starts_with(['%', '°', '"', '\'', '/', 'x', '-']) || tail.starts_with(" %") {
            return None;
        }
        if tail.chars().next().is_some_and(char::is_alphanumeric) || head.ends_with(['+', '/', '-'])
        {
            return None;
        }
        let follower = first_word(tail);
        let follows = follower.is_empty()
            || tail.starts_with(['.', ',', '!', '?', ';', ')', ':'])
            || FOLLOWERS.contains(&follower);
        let adjacent = adjacent_money_word(head);
        let sum = || {
            Some(Sum {
                range: number.start..number.end,
                amount: number.value,
                currency: "",
                explicit: false,
            })
        };
        if number.multiplied {
            // `1k` in a sentence on money, but not `1k followers`.
            return if follows { sum() } else { None };
        }
        if number.decimals && cents(text, number) && follows {
            return sum();
        }
        let year = (1900.0..2100.0).contains(&number.value) && number.end - number.start == 4;
        let size = number.value >= 10.0 && number.value < 1e6;
        if size && !year && follows && (adjacent || back) {
            return sum();
        }
        None
    }
}

/// Exactly two decimals.
fn cents(text: &str, number: &Number) -> bool {
    text.get(number.start..number.end).is_some_and(|written| {
        written
            .rfind(['.', ','])
            .is_some_and(|at| matches!(written.len() - at - 1, 1 | 2))
            && written.len() - written.rfind(['.', ',']).unwrap_or(0) != 2
    })
}

/// Whether the words right before lead back to a money word over fillers only.
fn adjacent_money_word(head: &str) -> bool {
    let mut rest = head.trim_end();
    for _ in 0..4 {
        let start = rest
            .char_indices()
            .rev()
            .take(24)
            .take_while(|(_, character)| character.is_alphabetic())
            .last()
            .map(|(at, _)| at);
        let Some(start) = start else {
            return false;
        };
        let word = rest.get(start..).unwrap_or("");
        if is_money_word(word) {
            return true;
        }
        if !FILLERS.contains(&word) {
            return false;
        }
        rest = rest.get(..start).unwrap_or("").trim_end();
    }
    false
}

fn is_money_word(word: &str) -> bool {
    MONEY_WORDS
        .iter()
        .any(|known| match known.strip_suffix('*') {
            Some(stem) => match stem.strip_prefix('*') {
                Some(stem) => word.contains(stem),
                None => word.starts_with(stem),
            },
            None => *known == word,
        })
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphabetic())
        .filter(|word| !word.is_empty())
}

fn first_word(text: &str) -> &str {
    let text = text.strip_prefix(' ').unwrap_or(text);
    let end = text
        .find(|character: char| !character.is_alphanumeric())
        .unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}
