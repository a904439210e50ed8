//! How the customer feels about the service.
//!
//! A lexicon of phrases with a weight each ([`lexicon`]): a word before may strengthen or turn round,
//! capitals and exclamation marks strengthen. The sum `s` of a message becomes `s / sqrt(s² + 12)`,
//! the form that VADER uses (Hutto and Gilbert 2014), so that it lies between -1 and 1.

mod lexicon;

use crate::analysis::{LanguageVerdict, MessageSentiment, SentimentVerdict, Trend};
use crate::evidence::Evidence;
use crate::phrases::{Hit, PhraseBook, Reading};
use crate::round::round4;
use crate::text::{Conversation, Passage, Sentence, Standing};
use lexicon::Entry;

/// How far the sum of weights must go before a message counts as strongly felt.
const ALPHA: f64 = 12.0;
/// What a strengthening word, and capitals, multiply a weight by.
const STRENGTHENED: f64 = 1.4;
const SHOUTED: f64 = 1.3;
/// What is left of a weight that is turned round.
const TURNED: f64 = -0.6;
/// Words within which a word strengthens or turns round what follows.
const REACH: usize = 3;
/// What each exclamation mark adds to the sum's strength, and how many count.
const EXCLAMATION: f64 = 0.4;
const MOST_EXCLAMATIONS: usize = 4;
/// Most pieces of evidence.
const MOST_EVIDENCE: usize = 6;
/// Differences below this are no trend.
const TREND_STEP: f64 = 0.25;

/// The compiled lexicon.
#[derive(Debug, Clone, Default)]
pub struct SentimentReader {
    book: PhraseBook,
    entries: Vec<Entry>,
}

/// A phrase with what it weighs where it stands.
struct Weighed<'a> {
    weight: f64,
    passage: &'a Passage,
    evidence: Evidence,
}

impl SentimentReader {
    /// The shipped lexicon.
    #[must_use]
    pub fn shipped() -> Self {
        let (book, entries) = lexicon::compile(crate::shipped::LEXICON.text());
        Self { book, entries }
    }

    /// The sentiment of each customer message, its trend, and the words that weighed most.
    #[must_use]
    pub fn read(
        &self,
        conversation: &Conversation,
        _language: &LanguageVerdict,
    ) -> SentimentVerdict {
        let mut per_message = Vec::new();
        let mut weighed: Vec<Weighed<'_>> = Vec::new();
        for passage in conversation.customer_messages() {
            let here = self.weigh(passage);
            let sum: f64 = here.iter().map(|one| one.weight).sum();
            let score = normalized(
                sum + sum.signum() * excitement(passage) * f64::from(u8::from(sum != 0.0)),
            );
            per_message.push(MessageSentiment {
                message_id: passage.id().to_owned(),
                score: round4(score),
            });
            weighed.extend(here);
        }
        let score = per_message.last().map_or(0.0, |last| last.score);
        weighed.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        SentimentVerdict {
            score,
            label: label(score).to_owned(),
            trend: trend(&per_message),
            evidence: strongest(&weighed, conversation),
            per_message,
        }
    }

    fn weigh<'a>(&self, passage: &'a Passage) -> Vec<Weighed<'a>> {
        let sentences: Vec<&Sentence> = passage
            .sentences
            .iter()
            .filter(|sentence| sentence.standing == Standing::Customer)
            .collect();
        let readings: Vec<Reading> = sentences
            .iter()
            .map(|sentence| self.book.read(&sentence.normal.text))
            .collect();
        let mut weighed = Vec::new();
        for (sentence, hits) in sentences.into_iter().zip(self.book.find(&readings)) {
            for (hit, weight) in self.weights(&hits) {
                let visible = sentence.normal.visible(&hit.text);
                let shouted = is_shouted(passage.text(&visible));
                weighed.push(Weighed {
                    weight: if shouted { weight * SHOUTED } else { weight },
                    passage,
                    evidence: passage.evidence(&visible),
                });
            }
        }
        weighed
    }

    /// Of overlapping phrases the longest, with its weight after the words before it.
    fn weights<'h>(&self, hits: &'h [Hit]) -> Vec<(&'h Hit, f64)> {
        let entry = |hit: &Hit| self.entries.get(hit.phrase.0 as usize).copied();
        let mut kept: Vec<(&Hit, f64)> = Vec::new();
        for hit in hits {
            let Some(Entry::Feeling(weight)) = entry(hit) else {
                continue;
            };
            let overlap = kept.iter().position(|(other, _)| {
                other.tokens.start < hit.tokens.end && hit.tokens.start < other.tokens.end
            });
            match overlap {
                Some(at) => {
                    if let Some(other) = kept.get_mut(at) {
                        let longer = hit.tokens.len() > other.0.tokens.len();
                        let stronger = hit.tokens.len() == other.0.tokens.len()
                            && weight.abs() > other.1.abs();
                        if longer || stronger {
                            *other = (hit, weight);
                        }
                    }
                }
                None => kept.push((hit, weight)),
            }
        }
        for (hit, weight) in &mut kept {
            let before = |wanted: Entry| {
                hits.iter().any(|other| {
                    entry(other) == Some(wanted)
                        && other.tokens.end <= hit.tokens.start
                        && hit.tokens.start - other.tokens.end < REACH
                })
            };
            if before(Entry::Strengthens) {
                *weight *= STRENGTHENED;
            }
            if before(Entry::Turns) {
                *weight *= TURNED;
            }
        }
        kept
    }
}

fn normalized(sum: f64) -> f64 {
    sum / libm::sqrt(sum * sum + ALPHA)
}

/// What exclamation marks add to the strength of a message.
fn excitement(passage: &Passage) -> f64 {
    let marks = passage
        .sentences
        .iter()
        .filter(|sentence| sentence.standing == Standing::Customer)
        .map(|sentence| sentence.normal.text.matches('!').count())
        .sum::<usize>();
    marks.min(MOST_EXCLAMATIONS) as f64 * EXCLAMATION
}

/// Whether a word is written in capitals (two letters are too few to tell).
fn is_shouted(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 2
        && text.chars().any(char::is_uppercase)
        && !text.chars().any(char::is_lowercase)
}

fn label(score: f64) -> &'static str {
    match score {
        score if score <= -0.6 => "very_negative",
        score if score <= -0.2 => "negative",
        score if score < 0.2 => "neutral",
        score if score < 0.6 => "positive",
        _ => "very_positive",
    }
}

/// The last message against the mean of those before it.
fn trend(per_message: &[MessageSentiment]) -> Trend {
    let Some((last, before)) = per_message.split_last() else {
        return Trend::Steady;
    };
    if before.is_empty() {
        return Trend::Steady;
    }
    let mean = before.iter().map(|message| message.score).sum::<f64>() / before.len() as f64;
    if last.score - mean >= TREND_STEP {
        Trend::Improving
    } else if mean - last.score >= TREND_STEP {
        Trend::Worsening
    } else {
        Trend::Steady
    }
}

/// The words that weighed most: of the latest message first, since its score is the verdict's.
fn strongest(weighed: &[Weighed<'_>], conversation: &Conversation) -> Vec<Evidence> {
    let latest = conversation
        .customer_messages()
        .next_back()
        .map(Passage::id);
    let (now, before): (Vec<_>, Vec<_>) = weighed
        .iter()
        .partition(|one| Some(one.passage.id()) == latest);
    now.into_iter()
        .chain(before)
        .filter(|one: &&Weighed<'_>| one.weight.abs() >= 1.5)
        .take(MOST_EVIDENCE)
        .map(|one| one.evidence.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::Ticket;
    use serde_json::json;

    /// Customer messages, the label of the last one and the trend.
    #[track_caller]
    fn check(messages: &[&str], expected: &str, expected_trend: Trend) {
        let messages: Vec<_> = messages
            .iter()
            .enumerate()
            .map(|(at, body)| json!({"id": format!("m{at}"), "body": body}))
            .collect();
        let ticket: Ticket =
            serde_json::from_value(json!({"id": "1", "messages": messages})).expect("a ticket");
        let verdict = SentimentReader::shipped()
            .read(&Conversation::read(&ticket), &LanguageVerdict::default());
        assert_eq!(
            (verdict.label.as_str(), verdict.trend),
            (expected, expected_trend),
            "{verdict:?}"
        );
    }

    #[test]
    fn shipped_lexicon_is_sound() {
        let (_, entries) = lexicon::compile(crate::shipped::LEXICON.text());
        let lines = crate::shipped::LEXICON
            .text()
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .count();
        assert_eq!(entries.len(), lines, "every line compiles");
    }

    #[test]
    fn feels() {
        check(&["Where is my order 5512?"], "neutral", Trend::Steady);
        check(
            &["This is absolutely ridiculous, worst shop ever!!!"],
            "very_negative",
            Trend::Steady,
        );
        check(
            &["Thank you so much, you have been wonderful."],
            "very_positive",
            Trend::Steady,
        );
        check(
            &["Das ist eine Frechheit, ich bin stinksauer!"],
            "very_negative",
            Trend::Steady,
        );
        check(
            &["C'est inadmissible, je suis furieuse."],
            "very_negative",
            Trend::Steady,
        );
        check(
            &["Muchas gracias, todo perfecto."],
            "very_positive",
            Trend::Steady,
        );
        check(&["Thanks for nothing."], "very_negative", Trend::Steady);
        check(&[], "neutral", Trend::Steady);
    }

    #[test]
    fn negation_turns_and_capitals_strengthen() {
        let score = |text: &str| {
            let ticket: Ticket =
                serde_json::from_value(json!({"id": "1", "messages": [{"body": text}]}))
                    .expect("a ticket");
            SentimentReader::shipped()
                .read(&Conversation::read(&ticket), &LanguageVerdict::default())
                .score
        };
        assert!(score("I am happy") > 0.0);
        assert!(score("I am not happy") < 0.0);
        assert!(score("It is TERRIBLE") < score("It is terrible"));
        assert!(score("It is terrible!!!") < score("It is terrible"));
        assert!(score("It is very bad") < score("It is bad"));
    }

    #[test]
    fn trend_follows_the_messages() {
        check(
            &[
                "Worst service, I am furious.",
                "Thank you so much, all sorted, great.",
            ],
            "very_positive",
            Trend::Improving,
        );
        check(
            &[
                "Hello, thanks for the nice lamp.",
                "This is a disgrace, you liars.",
            ],
            "very_negative",
            Trend::Worsening,
        );
    }
}
