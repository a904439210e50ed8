//! Models measured on rows that they have not seen.

use crate::calibrate;
use crate::dataset::Row;
use crate::fit::{FitOptions, Prepared};
use crate::metrics::Outcome;
use crate::seeded::Seeded;
use crate::unlike::Unlike;
use handrail::analysis::LanguageVerdict;
use handrail::intent::calibration::Confidence;
use handrail::intent::model_file::ModelParts;
use handrail::intent::{IntentClassifier, IntentModel, ModelError};
use handrail::text::vectors::Vectors;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Folds where rows name no group.
const FOLDS: usize = 5;
/// Groups with fewer rows are held out together with others, until there are so many.
const LEAST_IN_FOLD: usize = 100;

/// Which rows are held out together: each group (trade) as a whole where rows name one, small groups
/// several at a time, else in [`FOLDS`] parts with every label spread evenly. Only rows of one's own
/// are held out.
#[must_use]
pub fn folds(rows: &[Row]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut others: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.own) {
        match &row.group {
            Some(group) => groups.entry(group).or_default().push(index),
            None => others.entry(&row.label).or_default().push(index),
        }
    }
    let mut folds: Vec<Vec<usize>> = if groups.len() > 1 {
        joined(groups.into_values().collect())
    } else {
        for (_, group) in groups {
            for index in group {
                let label = rows.get(index).map_or("", |row| &row.label);
                others.entry(label).or_default().push(index);
            }
        }
        vec![Vec::new(); FOLDS]
    };
    let mut random = Seeded::new(1);
    let count = folds.len();
    let mut next = 0;
    for indices in others.values_mut() {
        random.shuffle(indices);
        for index in indices.iter() {
            if let Some(fold) = folds.get_mut(next % count) {
                fold.push(*index);
            }
            next += 1;
        }
    }
    folds.retain(|fold| !fold.is_empty());
    folds
}

/// Each group a fold, those below [`LEAST_IN_FOLD`] joined in their order; at least two folds.
fn joined(groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let rows: usize = groups.iter().map(Vec::len).sum();
    if rows < 2 * LEAST_IN_FOLD {
        return groups;
    }
    let mut folds = Vec::new();
    let mut small: Vec<usize> = Vec::new();
    for group in groups {
        if group.len() >= LEAST_IN_FOLD {
            folds.push(group);
            continue;
        }
        small.extend(group);
        if small.len() >= LEAST_IN_FOLD {
            folds.push(std::mem::take(&mut small));
        }
    }
    folds.push(small);
    folds
}

/// A cross-validation: what came of every held-out row, and the calibration that follows.
#[derive(Debug)]
pub struct CrossValidation {
    /// One a held-out row, in order of the rows.
    pub outcomes: Vec<Outcome>,
    /// Fitted on all held-out rows.
    pub confidence: Confidence,
}

/// Fits on all but each fold, reads the fold with the real classifier, and calibrates on it and on what is
/// unlike all rows.
///
/// # Errors
/// When a model cannot be read back, which would be a fault of the format.
pub fn cross_validate(
    prepared: &Prepared<'_>,
    folds: &[Vec<usize>],
    options: &FitOptions,
    unlike: &Unlike,
) -> Result<CrossValidation, ModelError> {
    let mut held_out = Vec::new();
    let mut models: Vec<(&Vec<usize>, ModelParts)> = Vec::new();
    for fold in folds {
        let train: Vec<usize> = (0..prepared.rows.len())
            .filter(|row| fold.binary_search(row).is_err() && !fold.contains(row))
            .collect();
        let parts = prepared.fit(&train, "fold", options);
        let model = IntentModel::from_bytes(&parts.to_bytes())?;
        for index in fold {
            let Some(row) = prepared.rows.get(*index) else {
                continue;
            };
            if let Some((scores, scope)) =
                model.scores_and_scope(&row.conversation, prepared.vectors.as_deref())
            {
                held_out.push(calibrate::HeldOut {
                    label: prepared.targets.get(*index).copied().unwrap_or_default(),
                    scope,
                    scores,
                });
            }
        }
        models.push((fold, parts));
    }
    let confidence = calibrate::fit(&held_out, unlike, &prepared.labels);
    let mut outcomes: Vec<(usize, Outcome)> = Vec::new();
    for (fold, mut parts) in models {
        parts.confidence = confidence.clone();
        let model = Arc::new(IntentModel::from_bytes(&parts.to_bytes())?);
        for index in fold {
            if let Some(row) = prepared.rows.get(*index) {
                outcomes.push((*index, outcome(&model, prepared.vectors.as_ref(), row)));
            }
        }
    }
    outcomes.sort_by_key(|(index, _)| *index);
    Ok(CrossValidation {
        outcomes: outcomes.into_iter().map(|(_, outcome)| outcome).collect(),
        confidence,
    })
}

/// What a model says of a row, language left aside.
#[must_use]
pub fn outcome(model: &Arc<IntentModel>, vectors: Option<&Arc<Vectors>>, row: &Row) -> Outcome {
    let unknown = LanguageVerdict {
        code: "und".to_owned(),
        confidence: 0.0,
    };
    let read = model.scores_and_scope(&row.conversation, vectors.map(Arc::as_ref));
    let verdict = IntentClassifier::new(Some(Arc::clone(model)), vectors.cloned(), &[])
        .map(|classifier| classifier.classify(&row.conversation, &unknown))
        .unwrap_or_default();
    Outcome {
        truth: row.label.clone(),
        predicted: verdict.label,
        confidence: verdict.confidence,
        band: verdict.band,
        abstained: verdict.abstained,
        scope: read.map_or(f32::MIN, |(_, scope)| scope),
        group: row.group.clone(),
    }
}
