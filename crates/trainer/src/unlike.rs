//! Messages unlike those that a small model was trained on.
//!
//! Teams label messages that resemble each other, and a row held out by chance has its like among the
//! rest: a model of some hundred rows looks surer of itself than it is of other people's texts. So its
//! confidence is fitted, beside rows held out by chance, on rows held out together with those like them,
//! and its high band on rows of labels that were left out.

use crate::calibrate::HeldOut;
use crate::fit::{FitOptions, Prepared};
use crate::seeded::Seeded;
use handrail::intent::{IntentModel, ModelError, OUT_OF_SCOPE};
use std::collections::BTreeMap;

/// Sets larger than this have their like in themselves.
const MOST_ROWS: usize = 2_000;
/// Kinds of messages into which the rows of a label are parted.
const KINDS: usize = 4;
const FOLDS: usize = 3;
const REPEATS: u64 = 2;
/// Parts in which labels are left out.
const PARTS: usize = 4;

/// What a model says of messages unlike its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Unlike {
    /// Of its labels, but held out with all that are like them.
    pub rows: Vec<HeldOut>,
    /// Of labels that it was not taught.
    pub outside: Vec<HeldOut>,
}

/// Holds out what is alike, and labels; nothing for large sets, or without word vectors, which say what is alike.
///
/// # Errors
/// When a model cannot be read back, which would be a fault of the format.
pub fn unlike(prepared: &Prepared<'_>, options: &FitOptions) -> Result<Unlike, ModelError> {
    let mut found = Unlike::default();
    if prepared.vectors.is_none() || prepared.rows.len() > MOST_ROWS {
        return Ok(found);
    }
    for repeat in 0..REPEATS {
        for fold in alike(prepared, repeat) {
            found.rows.extend(held_out(prepared, options, &fold, true)?);
        }
    }
    let outside = prepared
        .labels
        .iter()
        .position(|label| label == OUT_OF_SCOPE);
    let mut labels: Vec<usize> = (0..prepared.labels.len())
        .filter(|label| Some(*label) != outside)
        .collect();
    Seeded::new(41).shuffle(&mut labels);
    if labels.len() >= 2 * PARTS {
        for part in 0..PARTS {
            let out: Vec<&usize> = labels.iter().skip(part).step_by(PARTS).collect();
            let fold: Vec<usize> = (0..prepared.rows.len())
                .filter(|row| {
                    prepared
                        .targets
                        .get(*row)
                        .is_some_and(|label| out.contains(&label))
                })
                .collect();
            found
                .outside
                .extend(held_out(prepared, options, &fold, false)?);
        }
    }
    Ok(found)
}

/// What a model fitted to the others says of the rows of a fold; of those alone whose label it was taught,
/// or was not.
fn held_out(
    prepared: &Prepared<'_>,
    options: &FitOptions,
    fold: &[usize],
    taught: bool,
) -> Result<Vec<HeldOut>, ModelError> {
    let train: Vec<usize> = (0..prepared.rows.len())
        .filter(|row| !fold.contains(row))
        .collect();
    let model = IntentModel::from_bytes(&prepared.fit(&train, "unlike", options).to_bytes())?;
    let mut found = Vec::new();
    for row in fold {
        let Some((label, of)) = prepared.targets.get(*row).zip(prepared.rows.get(*row)) else {
            continue;
        };
        if !of.own {
            continue;
        }
        let is_taught = train
            .iter()
            .any(|row| prepared.targets.get(*row) == Some(label));
        if is_taught != taught {
            continue;
        }
        let read = model.scores_and_scope(&of.conversation, prepared.vectors.as_deref());
        found.extend(read.map(|(scores, scope)| HeldOut {
            label: *label,
            scores,
            scope,
        }));
    }
    Ok(found)
}

/// Folds in which the rows of a label that are alike stand together. A label of one kind alone is never
/// held out.
fn alike(prepared: &Prepared<'_>, repeat: u64) -> Vec<Vec<usize>> {
    let mut by_label: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, label) in prepared.targets.iter().enumerate() {
        if prepared.rows.get(row).is_some_and(|row| row.own) {
            by_label.entry(*label).or_default().push(row);
        }
    }
    let mut random = Seeded::new(31 + repeat);
    let mut folds = vec![Vec::new(); FOLDS];
    let mut next = 0;
    for rows in by_label.values_mut() {
        random.shuffle(rows);
        let kinds = kinds(prepared, rows);
        if kinds.len() < 2 {
            continue;
        }
        for kind in kinds {
            if let Some(fold) = folds.get_mut(next % FOLDS) {
                fold.extend(kind);
            }
            next += 1;
        }
    }
    folds.retain(|fold| !fold.is_empty());
    folds
}

/// Parts rows by the most different ones of them: each goes with that to which it is nearest.
fn kinds(prepared: &Prepared<'_>, rows: &[usize]) -> Vec<Vec<usize>> {
    let cosine = |a: usize, b: usize| -> f32 {
        let both = prepared.dense.get(a).zip(prepared.dense.get(b));
        both.map_or(0.0, |(a, b)| a.iter().zip(b).map(|(a, b)| a * b).sum())
    };
    let mut seeds: Vec<usize> = rows.iter().copied().take(1).collect();
    while seeds.len() < KINDS {
        let nearest = |row: usize| {
            seeds
                .iter()
                .map(|seed| cosine(*seed, row))
                .fold(-1.0, f32::max)
        };
        let farthest = rows
            .iter()
            .copied()
            .filter(|row| !seeds.contains(row))
            .min_by(|a, b| nearest(*a).total_cmp(&nearest(*b)));
        match farthest {
            Some(row) => seeds.push(row),
            None => break,
        }
    }
    let mut kinds = vec![Vec::new(); seeds.len()];
    for row in rows {
        let nearest = seeds
            .iter()
            .map(|seed| cosine(*seed, *row))
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some(kind) = nearest.and_then(|(at, _)| kinds.get_mut(at)) {
            kind.push(*row);
        }
    }
    kinds.retain(|kind| !kind.is_empty());
    kinds
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::dataset::{Row, conversation};

    /// `rows`: label and direction; `together`: rows that share a fold.
    #[track_caller]
    fn check(rows: &[(&str, [f32; 2])], together: &[(usize, usize)], held: usize) {
        let labelled: Vec<Row> = rows
            .iter()
            .map(|(label, _)| Row {
                conversation: conversation("text"),
                label: (*label).to_owned(),
                group: None,
                weight: 1.0,
                own: true,
            })
            .collect();
        let mut prepared = Prepared::new(&labelled, None);
        prepared.dense = rows
            .iter()
            .map(|(_, direction)| direction.to_vec())
            .collect();
        for repeat in 0..REPEATS {
            let folds = alike(&prepared, repeat);
            let mut all: Vec<usize> = folds.concat();
            all.sort_unstable();
            all.dedup();
            assert_eq!((all.len(), folds.concat().len()), (held, held));
            for (a, b) in together {
                assert!(
                    folds
                        .iter()
                        .any(|fold| fold.contains(a) && fold.contains(b))
                );
            }
        }
        assert_eq!(
            unlike(&prepared, &FitOptions::default()).unwrap(),
            Unlike::default()
        );
    }

    #[test]
    fn what_is_alike_is_held_out_together() {
        let (x, y) = ([1.0, 0.0], [0.0, 1.0]);
        let rows = [
            ("a", x),
            ("a", [0.99, 0.1]),
            ("a", y),
            ("a", [-1.0, 0.0]),
            ("a", [0.0, -1.0]),
            ("b", x),
        ];
        // A label of one row is never held out.
        check(&rows, &[(0, 1)], 5);
        check(&[("a", x), ("b", y)], &[], 0);
    }
}
