//! How the customer feels about the service.
//!
//! Each message is read by a small model ([`model`]): hashed words, pairs and pieces of words, the
//! feelings of single words with what the words before make of them ([`valence`]), signs, and what a
//! lexicon of phrases in seven languages found ([`lexicon`]). Its score is the expectation over five
//! classes from angry (-1) to delighted (1). Without the model file the lexicon decides alone.

mod explanation;
pub mod features;
mod lexicon;
pub mod model;
pub(crate) mod tokens;
pub mod valence;

use crate::analysis::{LanguageVerdict, MessageSentiment, SentimentVerdict, Trend};
use crate::evidence::Evidence;
use crate::round::round4;
use crate::text::{Conversation, Passage, Sentence, Standing};
use features::Reading;
use lexicon::{Lexicon, Weighed};
use model::SentimentModel;
use std::sync::Arc;

/// Most pieces of evidence.
const MOST_EVIDENCE: usize = 6;
/// Differences below this are no trend.
const TREND_STEP: f64 = 0.25;
/// From here a message counts as strongly felt.
const STRONG: f64 = 0.6;
/// From this confidence in another language the model is not asked.
const OTHER_LANGUAGE: f64 = 0.8;
/// Without a model, from here it counts as felt at all.
const FELT: f64 = 0.2;

/// Reads how customers feel.
#[derive(Debug, Clone, Default)]
pub struct SentimentReader {
    lexicon: Lexicon,
    model: Option<Arc<SentimentModel>>,
}

/// What was found in a message.
struct Found {
    score: f64,
    label: &'static str,
    evidence: Vec<Evidence>,
}

impl SentimentReader {
    /// The shipped lexicon, with a model if there is one.
    #[must_use]
    pub fn new(model: Option<Arc<SentimentModel>>) -> Self {
        Self {
            lexicon: Lexicon::compile(crate::shipped::LEXICON.text()),
            model,
        }
    }

    /// The sentiment of each customer message, its trend, and the words that weighed most: of the
    /// latest message first, since its score is the verdict's.
    #[must_use]
    pub fn read(
        &self,
        conversation: &Conversation,
        language: &LanguageVerdict,
    ) -> SentimentVerdict {
        let mut per_message = Vec::new();
        let mut evidence = Vec::new();
        let mut label = "neutral";
        for passage in conversation.customer_messages() {
            let found = self.read_message(passage, reads_language(language));
            label = found.label;
            per_message.push(MessageSentiment {
                message_id: passage.id().to_owned(),
                score: found.score,
            });
            evidence.push(found.evidence);
        }
        SentimentVerdict {
            score: per_message.last().map_or(0.0, |last| last.score),
            label: label.to_owned(),
            trend: trend(&per_message),
            evidence: evidence
                .into_iter()
                .rev()
                .flatten()
                .take(MOST_EVIDENCE)
                .collect(),
            per_message,
        }
    }

    fn read_message(&self, passage: &Passage, readable: bool) -> Found {
        let sentences = own_sentences(passage);
        let phrases = self.lexicon.weigh(passage, &sentences);
        let Some(model) = self.model.as_ref().filter(|_| readable) else {
            let score = round4(lexicon::score(&sentences, &phrases));
            return Found {
                score,
                label: label(score, score.abs() >= FELT),
                evidence: explanation::of_phrases(passage, &sentences, &phrases),
            };
        };
        let reading = read_features(passage, &sentences, &phrases, model);
        let felt = model.ask(&reading);
        let score = round4(f64::from(felt.score()));
        let [negative, neutral, positive] = felt.three();
        let is_felt = neutral < negative.max(positive);
        // The label follows the likelier side, the score's size says how strongly.
        let leaning = if positive > negative {
            score.max(0.0)
        } else {
            score.min(0.0)
        };
        Found {
            score,
            label: if is_felt && leaning == 0.0 {
                if positive > negative {
                    "positive"
                } else {
                    "negative"
                }
            } else {
                label(leaning, is_felt)
            },
            evidence: if is_felt {
                explanation::of_model(passage, &sentences, &phrases, &reading, &felt)
            } else {
                Vec::new()
            },
        }
    }

    /// What the model reads of a message: for its trainer.
    #[must_use]
    pub fn features(&self, passage: &Passage, model: &SentimentModel) -> Reading {
        let sentences = own_sentences(passage);
        let phrases = self.lexicon.weigh(passage, &sentences);
        read_features(passage, &sentences, &phrases, model)
    }
}

/// Whether the model was trained for a language; where that is not certain it is asked.
fn reads_language(language: &LanguageVerdict) -> bool {
    const TRAINED: [&str; 7] = ["en", "de", "fr", "es", "pt", "it", "nl"];
    language.confidence < OTHER_LANGUAGE || TRAINED.contains(&language.code.as_str())
}

/// The sentences in which the customer himself speaks.
fn own_sentences(passage: &Passage) -> Vec<&Sentence> {
    passage
        .sentences
        .iter()
        .filter(|sentence| sentence.standing == Standing::Customer)
        .collect()
}

fn read_features(
    passage: &Passage,
    sentences: &[&Sentence],
    phrases: &[Weighed],
    model: &SentimentModel,
) -> Reading {
    let sums = phrases.iter().fold((0.0, 0.0), |(above, below), one| {
        (above + one.weight.max(0.0), below + one.weight.min(0.0))
    });
    features::read(passage, sentences, sums, |key| model.sense(key))
}

fn label(score: f64, is_felt: bool) -> &'static str {
    match score {
        _ if !is_felt => "neutral",
        score if score <= -STRONG => "very_negative",
        score if score < 0.0 => "negative",
        score if score < STRONG => "positive",
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
        let verdict = SentimentReader::new(None)
            .read(&Conversation::read(&ticket), &LanguageVerdict::default());
        assert_eq!(
            (verdict.label.as_str(), verdict.trend),
            (expected, expected_trend),
            "{verdict:?}"
        );
    }

    #[test]
    fn shipped_lexicon_is_sound() {
        let lines = crate::shipped::LEXICON
            .text()
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .count();
        assert_eq!(
            Lexicon::compile(crate::shipped::LEXICON.text()).len(),
            lines,
            "every line compiles"
        );
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
            SentimentReader::new(None)
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
