//! Gaps: what customers ask and no article answers, by volume.

use super::corpus::{Corpus, Sparse, covered, dot, merge_largest, normalise};
use super::meaning::Meaning;
use crate::json::Plain;

/// What a customer asked, or an intent that tickets had.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Question {
    /// The words.
    pub text: String,
    /// The intent, where it is known.
    pub intent: Option<String>,
    /// How often it came; 0 counts as once.
    pub count: usize,
}

/// A question is answered by an article that covers so much of its words.
const ANSWERED: f32 = 0.55;
/// Questions so alike are one gap.
const ALIKE: f32 = 0.3;
/// Questions that are read.
const MOST: usize = 20_000;
/// Gaps that are told.
const MOST_GAPS: usize = 50;

/// Questions that no article answers.
pub(super) struct Gap {
    pub(super) intent: Option<String>,
    pub(super) volume: usize,
    /// The words of some of them, the most central first.
    pub(super) samples: Vec<String>,
}

struct Asked<'q> {
    question: &'q Question,
    vector: Sparse,
}

/// The gaps, the largest first.
pub(super) fn find(corpus: &Corpus<'_>, meaning: &Meaning<'_>, questions: &[Question]) -> Vec<Gap> {
    let mut open: Vec<Asked<'_>> = Vec::new();
    for question in questions.iter().take(MOST) {
        let tied = question.intent.as_ref().is_some_and(|intent| {
            corpus
                .articles
                .iter()
                .any(|article| article.intents.contains(intent))
        });
        let mut vector = merge_largest(
            corpus
                .known_terms(&question.text)
                .into_iter()
                .map(|term| (term, corpus.rarity(term).max(1.0)))
                .collect(),
        );
        let unknown = corpus.unknown_words(&question.text);
        let known: f32 = vector.iter().map(|(_, weight)| weight).sum();
        // A word that no article has weighs as much as the rarest that some have.
        let share = known / (known + unknown as f32 * 3.0).max(1e-6);
        let word = |term: u32| corpus.word(term).to_owned();
        let answered = share > 0.0
            && corpus.whole.iter().any(|whole| {
                covered(&vector, whole) * share >= ANSWERED
                    || (dot(&vector, whole) > 0.0
                        && meaning.covered(&vector, whole, word) * share >= ANSWERED + 0.1)
            });
        if answered || (tied && share > 0.0) {
            continue;
        }
        normalise(&mut vector);
        open.push(Asked { question, vector });
    }
    // Each question joins the first group that is like it.
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, asked) in open.iter().enumerate() {
        let group = groups.iter_mut().find(|group| {
            group
                .first()
                .and_then(|first| open.get(*first))
                .is_some_and(
                    |first| match (&asked.question.intent, &first.question.intent) {
                        (Some(one), Some(other)) => one == other,
                        _ => {
                            dot(&asked.vector, &first.vector) >= ALIKE
                                || asked.question.text == first.question.text
                        }
                    },
                )
        });
        match group {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    let mut gaps: Vec<Gap> = groups
        .iter()
        .map(|group| {
            let members: Vec<&Asked<'_>> = group.iter().filter_map(|at| open.get(*at)).collect();
            let mut ranked: Vec<(f32, &str)> = members
                .iter()
                .map(|one| {
                    let likeness = members
                        .iter()
                        .take(50)
                        .map(|other| dot(&one.vector, &other.vector))
                        .sum();
                    (likeness, one.question.text.as_str())
                })
                .collect();
            ranked.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(y.1)));
            ranked.dedup_by_key(|(_, text)| *text);
            Gap {
                intent: members.first().and_then(|one| one.question.intent.clone()),
                volume: members.iter().map(|one| one.question.count.max(1)).sum(),
                samples: ranked
                    .iter()
                    .filter(|(_, text)| !text.trim().is_empty())
                    .take(5)
                    .map(|(_, text)| (*text).to_owned())
                    .collect(),
            }
        })
        .collect();
    gaps.sort_by(|x, y| y.volume.cmp(&x.volume).then(x.samples.cmp(&y.samples)));
    gaps.truncate(MOST_GAPS);
    gaps
}

/// An outline for an article that fills a gap: its title, then what its parts should say.
pub(super) fn outline(gap: &Gap) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut samples = gap.samples.iter();
    if let Some(first) = samples.next() {
        out.push(format!("Title: {}", first.trim()));
    }
    out.push("The answer in one sentence, with its value and for whom it holds".to_owned());
    out.push("What the customer does, step by step".to_owned());
    for sample in samples.take(3) {
        out.push(sample.trim().to_owned());
    }
    out.push("Exceptions, and whom to ask if it does not work".to_owned());
    out
}
