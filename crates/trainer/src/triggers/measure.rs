//! Cross-validation and its figures.

use super::fit::{self, FitOptions};
use super::sentences::{self, Corpus, Label, Origin, Row};
use handrail::escalation::model::{SentenceModel, SentenceModelError};
use handrail::phrases::PhraseBook;
use handrail::text::Standing;
use std::fmt::Write as _;

/// Parts of the cross-validation.
const FOLDS: usize = 5;

/// A row that the fit had not seen, with its probabilities.
#[derive(Debug, Clone)]
pub struct HeldOut<'a> {
    /// The row.
    pub row: &'a Row,
    /// A probability for each kind.
    pub probabilities: Vec<f32>,
}

/// Fits on all but each part, scores the part with the real model, calibrates on all parts, and fits
/// the final model on everything.
///
/// # Errors
/// When a model cannot be read back, which would be a fault of the format.
pub fn cross_validate<'a>(
    corpus: &'a Corpus,
    options: &FitOptions,
) -> Result<(Vec<u8>, Vec<HeldOut<'a>>), SentenceModelError> {
    let mut scores: Vec<(&Row, Vec<f32>)> = Vec::new();
    for fold in sentences::folds(&corpus.rows, FOLDS) {
        let mut held = vec![false; corpus.rows.len()];
        for index in &fold {
            if let Some(slot) = held.get_mut(*index) {
                *slot = true;
            }
        }
        let train: Vec<usize> = (0..corpus.rows.len())
            .filter(|index| held.get(*index) == Some(&false))
            .collect();
        let model = SentenceModel::from_bytes(&fit::fit(corpus, &train, options).to_bytes())?;
        for row in fold.iter().filter_map(|index| corpus.rows.get(*index)) {
            scores.push((row, score(&model, &row.text)));
        }
    }
    let all: Vec<usize> = (0..corpus.rows.len()).collect();
    let mut parts = fit::fit(corpus, &all, options);
    fit::calibrate(&mut parts, &scores);
    let held_out = scores
        .into_iter()
        .map(|(row, scores)| HeldOut {
            row,
            probabilities: parts
                .kinds
                .iter()
                .zip(scores)
                .map(|(kind, score)| 1.0 / (1.0 + (-(kind.slope * score + kind.offset)).exp()))
                .collect(),
        })
        .collect();
    let bytes = parts.to_bytes();
    SentenceModel::from_bytes(&bytes)?;
    Ok((bytes, held_out))
}

/// The scores of a message's sentences together.
fn score(model: &SentenceModel, text: &str) -> Vec<f32> {
    let book = PhraseBook::default();
    let conversation = crate::dataset::conversation(text);
    let mut sums = model.read(&[], "");
    for (_, sentence) in conversation.sentences(Standing::Reported) {
        let normal = &sentence.normal.text;
        sums.add(&model.read(&book.read(normal).tokens, normal));
    }
    model.scores(&sums)
}

/// Average precision: the mean, over what fires, of the precision down to it.
#[must_use]
pub fn average_precision(mut rows: Vec<(f32, bool)>) -> f64 {
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut hits, mut sum) = (0_u32, 0.0);
    for (index, (_, fires)) in rows.iter().enumerate() {
        if *fires {
            hits += 1;
            sum += f64::from(hits) / (index + 1) as f64;
        }
    }
    if hits == 0 {
        0.0
    } else {
        sum / f64::from(hits)
    }
}

/// The figures as a table, for each kind: average precision in English and the other languages among
/// the sentences written for it; in whole tickets how many of their sentences fire, average precision
/// among them all, and at two probabilities precision and recall.
#[must_use]
pub fn report(corpus: &Corpus, held_out: &[HeldOut<'_>]) -> String {
    let mut out = format!(
        "{:18}  written for it: rows  fire  AP en  others  in tickets: fire    AP  at .5: precision recall  at .7: precision recall\n",
        "kind"
    );
    for (kind, name) in corpus.kinds.iter().enumerate() {
        let of = |keep: &dyn Fn(&Row) -> bool| -> Vec<(f32, bool)> {
            held_out
                .iter()
                .filter(|held| keep(held.row))
                .filter_map(|held| {
                    let label = held.row.labels.get(kind)?;
                    (*label != Label::Open)
                        .then_some((*held.probabilities.get(kind)?, *label == Label::Fires))
                })
                .collect()
        };
        let own = |row: &Row| row.origin == Origin::Kind(kind);
        let tickets = of(&|row| row.origin == Origin::Ticket);
        let fire = |rows: &[(f32, bool)]| rows.iter().filter(|row| row.1).count();
        let all = of(&own);
        let firing = fire(&tickets);
        let _ = write!(
            out,
            "{name:18} {:20} {:5}  {:.3}   {:.3} {:17}  {:.3}",
            all.len(),
            fire(&all),
            average_precision(of(&|row| own(row) && row.language == "en")),
            average_precision(of(&|row| own(row) && row.language != "en")),
            firing,
            average_precision(tickets.clone()),
        );
        for from in [0.5, 0.7] {
            let above: Vec<(f32, bool)> = tickets
                .iter()
                .filter(|row| row.0 >= from)
                .copied()
                .collect();
            let _ = write!(
                out,
                "             {:.3}  {:.3}",
                fire(&above) as f64 / above.len().max(1) as f64,
                fire(&above) as f64 / firing.max(1) as f64,
            );
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &[(f32, bool)], expected: f64) {
        assert!((average_precision(rows.to_vec()) - expected).abs() < 1e-9);
    }

    #[test]
    fn average_precision_by_hand() {
        check(&[], 0.0);
        check(&[(0.1, true)], 1.0);
        check(&[(0.9, false), (0.1, true)], 0.5);
        check(
            &[(0.9, true), (0.5, false), (0.1, true)],
            (1.0 + 2.0 / 3.0) / 2.0,
        );
    }
}
