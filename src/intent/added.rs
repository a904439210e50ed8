//! Intents that a lead adds with a few example messages. They work without training.
//!
//! An added intent is the mean of its examples, in the features that the model reads: hashed words and
//! character pieces, brought to length 1 (one that the model did not keep is as rare as its rarest),
//! and the direction of the word vectors from the model's centre. The similarity of a text, the dot
//! product with that mean, is a sum over its words, so that those which decided can be told. The odds
//! of an added intent against all that the model knows are
//!
//! ```text
//! odds = exp(SIMILARITY * similarity + TIGHTNESS * tightness + BEST * best + START)
//! ```
//!
//! where `tightness` is the mean similarity of each example with the mean of the others (leave one
//! out) and `best` the best score of the model's own labels. The four factors are a logistic
//! regression over labels of public sets that played added intents, against messages of held-out
//! trades, messages of other labels of the same set and messages out of scope (`bench/QUALITY.md`).

use super::features;
use super::linear::{self, Linear, dense};
use super::views::{self, View};
use crate::text::Conversation;
use crate::text::vectors::Vectors;
use crate::ticket::{Author, Format, Message, Ticket, Visibility};

const SIMILARITY: f32 = 17.0;
const TIGHTNESS: f32 = -6.9;
const BEST: f32 = -2.65;
const START: f32 = -3.8;
/// Odds beyond these say no more.
const MOST_ODDS: f32 = 1e6;
/// What the best score counts at least, where all labels are far off or switched off.
const LEAST_BEST: f32 = -1.0;

/// A text as a point among the examples.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Point {
    /// Bucket and value of each hashed feature, in order; the squares add up to 1.
    pub(crate) hashed: Vec<(u32, f32)>,
    /// Direction of its word vectors from the model's centre; empty without word vectors.
    pub(crate) dense: Vec<f32>,
    /// What a unit of the sum of the word vectors adds to `dense`.
    pub(crate) dense_factor: f32,
}

impl Point {
    /// Reads a view.
    pub(crate) fn of(view: &View<'_>, linear: &Linear, vectors: Option<&Vectors>) -> Self {
        let hashed = features::vector(
            &linear::counts(view, &|_| true),
            linear.word_share(),
            |bucket| Some((bucket, linear.rarity(bucket))),
        );
        let mut point = Self {
            hashed,
            ..Self::default()
        };
        if let Some(vectors) = vectors {
            let (mut sum, factor) = dense(view, vectors, 1.0);
            for (value, centre) in sum
                .iter_mut()
                .zip(linear.centre().iter().chain(std::iter::repeat(&0.0)))
            {
                *value = *value * factor - centre;
            }
            let squares: f32 = sum.iter().map(|value| value * value).sum();
            if squares > 0.0 {
                let scale = 1.0 / libm::sqrtf(squares);
                sum.iter_mut().for_each(|value| *value *= scale);
                point.dense_factor = factor * scale;
            }
            point.dense = sum;
        }
        point
    }

    /// The dot product.
    pub(crate) fn similarity(&self, other: &Self) -> f32 {
        let mut sum: f32 = self
            .dense
            .iter()
            .zip(&other.dense)
            .map(|(a, b)| a * b)
            .sum();
        for (bucket, value) in &self.hashed {
            sum += value * other.value(*bucket);
        }
        sum
    }

    /// Value of a hashed feature; 0 where it has none.
    pub(crate) fn value(&self, bucket: u32) -> f32 {
        let at = self.hashed.binary_search_by_key(&bucket, |entry| entry.0);
        let entry = at.ok().and_then(|at| self.hashed.get(at));
        entry.map_or(0.0, |entry| entry.1)
    }

    fn mean(points: &[Self]) -> Self {
        let share = 1.0 / points.len().max(1) as f32;
        let mut all: Vec<(u32, f32)> = Vec::new();
        let mut mean = Self::default();
        for point in points {
            all.extend_from_slice(&point.hashed);
            mean.dense.resize(point.dense.len(), 0.0);
            for (sum, value) in mean.dense.iter_mut().zip(&point.dense) {
                *sum += value * share;
            }
        }
        // The sort is stable: values of one bucket are added in the order of the examples.
        all.sort_by_key(|entry| entry.0);
        for (bucket, value) in all {
            match mean.hashed.last_mut() {
                Some(last) if last.0 == bucket => last.1 += value * share,
                _ => mean.hashed.push((bucket, value * share)),
            }
        }
        mean
    }
}

/// An intent known by its examples.
#[derive(Debug, Clone)]
pub(crate) struct Added {
    /// Its id in the settings.
    pub(crate) id: String,
    /// Which of the classifier's intents it is or counts as.
    pub(crate) intent: usize,
    /// The mean of its examples.
    pub(crate) mean: Point,
    examples: Vec<(String, Point)>,
    tightness: f32,
}

impl Added {
    /// Reads the examples; `None` when the customer would have written nothing in any of them.
    pub(crate) fn new(
        id: &str,
        intent: usize,
        examples: &[String],
        linear: &Linear,
        vectors: Option<&Vectors>,
    ) -> Option<Self> {
        let mut points = Vec::with_capacity(examples.len());
        let mut read = Vec::with_capacity(examples.len());
        for example in examples {
            let conversation = Conversation::read(&Ticket {
                messages: vec![Message {
                    id: String::new(),
                    at: None,
                    author: Author::default(),
                    visibility: Visibility::Public,
                    format: Format::Text,
                    body: example.clone(),
                    attachments: Vec::new(),
                }],
                ..Ticket::default()
            });
            if let Some(view) = views::views(&conversation).first() {
                let point = Point::of(view, linear, vectors);
                points.push(point.clone());
                read.push((example.clone(), point));
            }
        }
        let count = points.len() as f32;
        if points.len() < 2 {
            return None;
        }
        let mean = Point::mean(&points);
        // The mean over all pairs of different examples, from the mean's own square.
        let own: f32 = points.iter().map(|point| point.similarity(point)).sum();
        let tightness = (count * count * mean.similarity(&mean) - own) / (count * (count - 1.0));
        Some(Self {
            id: id.to_owned(),
            intent,
            mean,
            examples: read,
            tightness,
        })
    }

    /// The odds for a conversation's views against the model, whose best score is `best`.
    pub(crate) fn odds(&self, views: &[View<'_>], points: &[Point], best: f32) -> f32 {
        let similarity = weighted(views, points, &self.mean);
        let exponent = SIMILARITY * similarity
            + TIGHTNESS * self.tightness
            + BEST * best.max(LEAST_BEST)
            + START;
        libm::expf(exponent).min(MOST_ODDS)
    }

    /// The example that is nearest to the views: its number from 0, and its text.
    pub(crate) fn nearest(&self, views: &[View<'_>], points: &[Point]) -> Option<(usize, &str)> {
        let mut nearest: Option<(f32, usize, &str)> = None;
        for (number, (text, point)) in self.examples.iter().enumerate() {
            let similarity = weighted(views, points, point);
            if nearest.is_none_or(|(most, _, _)| similarity > most) {
                nearest = Some((similarity, number, text));
            }
        }
        nearest.map(|(_, number, text)| (number, text))
    }
}

fn weighted(views: &[View<'_>], points: &[Point], other: &Point) -> f32 {
    let both = views.iter().zip(points);
    both.map(|(view, point)| view.share * point.similarity(other))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::linear::Weights;
    use crate::settings::intents::FEWEST_EXAMPLES;

    /// A model that knows nothing, as all of whose scores 0 is taken.
    fn odds(examples: &[&str], text: &str) -> (f32, Option<usize>) {
        let linear = Linear::new(Weights {
            word_share: 0.75,
            rarities: vec![144],
            buckets: vec![7],
            ..Weights::default()
        });
        let examples: Vec<String> = examples.iter().map(|text| (*text).to_owned()).collect();
        assert!(examples.len() >= FEWEST_EXAMPLES);
        let added = Added::new("gym", 0, &examples, &linear, None).unwrap();
        let ticket = serde_json::json!({"id": "1", "messages": [{"id": "m1", "body": text}]});
        let read = crate::ticket::ReadTicket::from_json(&ticket.to_string()).unwrap();
        let conversation = Conversation::read(&read.ticket);
        let views = views::views(&conversation);
        let points: Vec<Point> = views
            .iter()
            .map(|view| Point::of(view, &linear, None))
            .collect();
        let nearest = added.nearest(&views, &points).map(|(number, _)| number);
        (added.odds(&views, &points, 0.0), nearest)
    }

    const CLASSES: [&str; 5] = [
        "book a yoga class",
        "is there a spinning class tonight",
        "put me down for the pilates class",
        "the yoga class is full, can i get on the list",
        "which class can i book for monday",
    ];

    #[track_caller]
    fn check(text: &str, likely: bool, nearest: Option<usize>) {
        let (odds, found) = odds(&CLASSES, text);
        assert_eq!(odds > 1.0, likely, "{text}: {odds}");
        assert!(
            nearest.is_none_or(|nearest| found == Some(nearest)),
            "{found:?}"
        );
    }

    #[test]
    fn similar_texts_are_likely() {
        check("can i book the yoga class on monday", true, Some(3));
        check("book a yoga class", true, Some(0));
        check("my parcel has not come", false, None);
        check("is there a problem with my card", false, Some(1));
    }

    #[test]
    fn the_mean_over_pairs_leaves_the_example_itself_out() {
        let point = |bucket| Point {
            hashed: vec![(bucket, 0.6)],
            dense: vec![0.8],
            dense_factor: 1.0,
        };
        let mean = Point::mean(&[point(1), point(2), point(1)]);
        assert_eq!(mean.hashed.len(), 2);
        assert!((mean.value(1) - 0.4).abs() < 1e-6 && (mean.dense[0] - 0.8).abs() < 1e-6);
        assert!((mean.similarity(&point(1)) - 0.88).abs() < 1e-6);
    }
}
