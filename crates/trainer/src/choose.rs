//! Chooses how to fit a team's own messages, by their own rows alone.
//!
//! What suits five thousand messages does not suit three hundred. The candidates are compared by
//! repeated cross-validation; how much the nearest training message says of out of scope, by leaving
//! out labels and asking which of their rows still look in scope. Seeds are fixed, and sets of many
//! rows and labels are judged by a part of their rows, so that the time is bounded.

use crate::fit::{FitOptions, Prepared};
use crate::metrics;
use crate::seeded::Seeded;
use crate::svm::SvmOptions;
use handrail::intent::neighbours::Neighbours;
use handrail::intent::{IntentModel, ModelError, OUT_OF_SCOPE};
use std::collections::BTreeMap;

const FOLDS: usize = 5;
/// Rows times labels that a fit may have: what bounds the time.
const MOST_WORK: usize = 120_000;
/// With so many rows or fewer the cross-validation is repeated with other folds.
const FEW_ROWS: usize = 1_000;
const REPEATS: u64 = 2;
/// How often labels are left out.
const LEFT_OUT: u64 = 6;
/// Sets larger than this store no directions: the file would grow, and their scores need no help.
const MOST_DIRECTIONS: usize = 2_000;
/// A candidate other than the default must be better by this share of rows: less is chance.
const WORTH: f64 = 0.002;

/// Options for these rows.
///
/// # Errors
/// When a model cannot be read back, which would be a fault of the format.
pub fn choose(prepared: &Prepared<'_>, base: &FitOptions) -> Result<FitOptions, ModelError> {
    let rows = sample(prepared);
    let repeats = if rows.len() <= FEW_ROWS { REPEATS } else { 1 };
    let mut best = (
        base.clone(),
        accuracy(prepared, &rows, repeats, base)? + WORTH,
    );
    for options in candidates(base, prepared.vectors.is_some()) {
        let found = accuracy(prepared, &rows, repeats, &options)?;
        if found > best.1 {
            best = (options, found);
        }
    }
    let mut chosen = best.0;
    chosen.neighbour_share = neighbour_share(prepared, &chosen)?;
    Ok(chosen)
}

fn candidates(base: &FitOptions, has_vectors: bool) -> Vec<FitOptions> {
    let lengths: &[f32] = if has_vectors {
        &[0.35, 0.7, 1.0]
    } else {
        &[0.0]
    };
    let mut all = Vec::new();
    for word_share in [0.5, 0.75] {
        for dense_length in lengths {
            for cost in [1.0, 2.0] {
                all.push(FitOptions {
                    svm: SvmOptions { cost, ..base.svm },
                    word_share,
                    dense_length: *dense_length,
                    ..base.clone()
                });
            }
        }
    }
    all
}

/// Rows of each label in turn, shuffled, until there are as many as the time allows.
fn sample(prepared: &Prepared<'_>) -> Vec<usize> {
    let most = MOST_WORK / prepared.labels.len().max(1);
    let mut by_label: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, label) in prepared.targets.iter().enumerate() {
        if is_own(prepared, row) {
            by_label.entry(*label).or_default().push(row);
        }
    }
    let mut random = Seeded::new(3);
    let mut ranked: Vec<(usize, usize)> = Vec::new();
    for rows in by_label.values_mut() {
        random.shuffle(rows);
        ranked.extend(rows.iter().copied().enumerate());
    }
    ranked.sort_unstable();
    ranked.into_iter().take(most).map(|(_, row)| row).collect()
}

/// Share of in-scope rows whose label comes first, each row held out once a repeat.
fn accuracy(
    prepared: &Prepared<'_>,
    rows: &[usize],
    repeats: u64,
    options: &FitOptions,
) -> Result<f64, ModelError> {
    let outside = prepared.labels.iter().position(|l| l == OUT_OF_SCOPE);
    let (mut right, mut all) = (0_usize, 0_usize);
    for repeat in 0..repeats {
        let mut shuffled = rows.to_vec();
        Seeded::new(11 + repeat).shuffle(&mut shuffled);
        // Neighbours in this order have one label, so that every fold has its share of each.
        shuffled.sort_by_key(|row| prepared.targets.get(*row).copied());
        for fold in 0..FOLDS {
            let held = |at: usize| at % FOLDS == fold;
            let pick = |wanted: bool| -> Vec<usize> {
                let these = shuffled.iter().enumerate();
                these
                    .filter(|(at, _)| held(*at) == wanted)
                    .map(|(_, row)| *row)
                    .collect()
            };
            let mut train = pick(false);
            train.extend((0..prepared.rows.len()).filter(|row| !is_own(prepared, *row)));
            let scored = scored(prepared, &train, &pick(true), options)?;
            for (row, scores) in scored {
                let target = prepared.targets.get(row).copied();
                if target != outside {
                    all += 1;
                    right += usize::from(best(&scores, outside).map(|(label, _)| label) == target);
                }
            }
        }
    }
    Ok(right as f64 / all.max(1) as f64)
}

/// Whether models are judged by a row; the others are always trained on.
fn is_own(prepared: &Prepared<'_>, row: usize) -> bool {
    prepared.rows.get(row).is_some_and(|row| row.own)
}

/// Scores of rows by a model fitted to others.
fn scored(
    prepared: &Prepared<'_>,
    train: &[usize],
    test: &[usize],
    options: &FitOptions,
) -> Result<Vec<(usize, Vec<f32>)>, ModelError> {
    let model = IntentModel::from_bytes(&prepared.fit(train, "tried", options).to_bytes())?;
    Ok(test
        .iter()
        .filter_map(|row| {
            let conversation = &prepared.rows.get(*row)?.conversation;
            let scores = model.scores(conversation, prepared.vectors.as_deref())?;
            Some((*row, scores))
        })
        .collect())
}

fn best(scores: &[f32], outside: Option<usize>) -> Option<(usize, f32)> {
    scores
        .iter()
        .copied()
        .enumerate()
        .filter(|(label, _)| Some(*label) != outside)
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// What the cosine with the nearest training message should add to the scope score: 0 where labels
/// left out are not told better with it.
fn neighbour_share(prepared: &Prepared<'_>, options: &FitOptions) -> Result<f32, ModelError> {
    const SHARES: [f32; 4] = [0.0, 0.5, 1.0, 2.0];
    let outside = prepared.labels.iter().position(|l| l == OUT_OF_SCOPE);
    let labels: Vec<usize> = (0..prepared.labels.len())
        .filter(|label| Some(*label) != outside)
        .collect();
    if prepared.vectors.is_none() || prepared.rows.len() > MOST_DIRECTIONS || labels.len() < 4 {
        return Ok(0.0);
    }
    let mut sums = [0.0_f64; SHARES.len()];
    for round in 0..LEFT_OUT {
        let mut random = Seeded::new(23 + round);
        let mut left_out = labels.clone();
        random.shuffle(&mut left_out);
        left_out.truncate(labels.len().div_ceil(4));
        let (mut train, mut test) = (Vec::new(), Vec::new());
        for (row, target) in prepared.targets.iter().enumerate() {
            if !is_own(prepared, row) {
                if !left_out.contains(target) {
                    train.push(row);
                }
                continue;
            }
            let held = random.below(4) == 0;
            if left_out.contains(target) || (held && Some(*target) != outside) {
                test.push(row);
            } else {
                train.push(row);
            }
        }
        let near = Neighbours::new(
            1.0,
            train
                .iter()
                .filter(|row| prepared.targets.get(**row).copied() != outside)
                .filter_map(|row| prepared.dense.get(*row).map(Vec::as_slice)),
        );
        let rows: Vec<(f32, f32, bool)> = scored(prepared, &train, &test, options)?
            .into_iter()
            .filter_map(|(row, scores)| {
                let over = outside.and_then(|label| scores.get(label)).unwrap_or(&0.0);
                let scope = best(&scores, outside)?.1 - over;
                let cosine = near.nearest(prepared.dense.get(row)?.iter().copied());
                let inside = !left_out.contains(prepared.targets.get(row)?);
                Some((scope, cosine, inside))
            })
            .collect();
        for (sum, share) in sums.iter_mut().zip(SHARES) {
            let judged = rows
                .iter()
                .map(|(scope, cosine, inside)| (scope + share * cosine, *inside));
            *sum += metrics::area_under_roc(judged.collect());
        }
    }
    let mut chosen = (0.0, f64::MIN);
    for (sum, share) in sums.into_iter().zip(SHARES) {
        if sum > chosen.1 + 1e-9 {
            chosen = (share, sum);
        }
    }
    Ok(chosen.0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::dataset::{Row, conversation};

    fn rows(texts: &[(&str, &str)]) -> Vec<Row> {
        texts
            .iter()
            .map(|(label, text)| Row {
                conversation: conversation(text),
                label: (*label).to_owned(),
                group: None,
                weight: 1.0,
                own: true,
            })
            .collect()
    }

    #[track_caller]
    fn check(texts: &[(&str, &str)], expected: f64) {
        let rows = rows(texts);
        let prepared = Prepared::new(&rows, None);
        let base = FitOptions::default();
        let sampled = sample(&prepared);
        let found = accuracy(&prepared, &sampled, 1, &base).unwrap();
        assert!((found - expected).abs() < 1e-9, "{found}");
        let chosen = choose(&prepared, &base).unwrap();
        assert_eq!(chosen, choose(&prepared, &base).unwrap());
        // Without word vectors there is no direction to be near to.
        assert!(chosen.neighbour_share.abs() < f32::EPSILON);
    }

    #[test]
    fn rows_are_judged_by_models_that_have_not_read_them() {
        // Each label has a word of its own in every row.
        let told = [
            "one", "two", "three", "four", "five", "six", "seven", "eight",
        ];
        let texts: Vec<(&str, String)> = told
            .iter()
            .flat_map(|word| {
                [
                    ("a", format!("refund {word}")),
                    ("b", format!("parcel {word}")),
                ]
            })
            .collect();
        let borrowed: Vec<(&str, &str)> = texts.iter().map(|(l, t)| (*l, t.as_str())).collect();
        check(&borrowed, 1.0);
        // A label's only row is held out from the model that judges it.
        check(&[("a", "alpha"), ("b", "beta")], 0.0);
    }
}
