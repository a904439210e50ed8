//! Linear support vector machine with squared hinge loss, fitted by dual coordinate descent (Hsieh,
//! Chang, Lin, Keerthi, Sundararajan: "A Dual Coordinate Descent Method for Large-scale Linear SVM",
//! 2008), one label against all others.

use crate::seeded::Seeded;

/// A text as (feature, value) pairs.
pub type Vector = Vec<(u32, f32)>;

/// How to fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SvmOptions {
    /// Penalty of an error.
    pub cost: f32,
    /// Value of the constant feature from which the bias comes.
    pub bias_feature: f32,
    /// Most passes over the rows.
    pub passes: usize,
    /// The largest violation at which the fit ends.
    pub tolerance: f32,
}

impl Default for SvmOptions {
    fn default() -> Self {
        Self {
            cost: 1.0,
            bias_feature: 1.0,
            passes: 40,
            tolerance: 0.05,
        }
    }
}

/// A label's weights and bias.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fitted {
    /// One weight a feature.
    pub weights: Vec<f32>,
    /// What a score starts from.
    pub bias: f32,
}

/// Fits all labels. `labels[row]` is a row's label, `weights[row]` multiplies its cost.
#[must_use]
pub fn fit_all(
    vectors: &[&Vector],
    labels: &[usize],
    row_weights: &[f32],
    label_count: usize,
    features: usize,
    options: &SvmOptions,
) -> Vec<Fitted> {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(4));
    let mut fitted = vec![Fitted::default(); label_count];
    let share = label_count.div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        for (part, slots) in fitted.chunks_mut(share).enumerate() {
            scope.spawn(move || {
                for (offset, slot) in slots.iter_mut().enumerate() {
                    let label = part * share + offset;
                    *slot = fit_one(vectors, labels, row_weights, label, features, options);
                }
            });
        }
    });
    fitted
}

/// Fits one label against all others; rows of weight 0 are left out.
#[must_use]
#[allow(
    clippy::indexing_slicing,
    reason = "the inner loop of the fit; every index comes from the data that was counted before"
)]
pub fn fit_one(
    vectors: &[&Vector],
    labels: &[usize],
    row_weights: &[f32],
    label: usize,
    features: usize,
    options: &SvmOptions,
) -> Fitted {
    let mut weights = vec![0.0_f32; features];
    let mut bias = 0.0_f32;
    let mut duals = vec![0.0_f32; vectors.len()];
    let constant = options.bias_feature;
    let lengths: Vec<f32> = vectors
        .iter()
        .map(|vector| constant * constant + vector.iter().map(|(_, v)| v * v).sum::<f32>())
        .collect();
    let mut random = Seeded::new(label as u64 + 1);
    let mut order: Vec<usize> = (0..vectors.len())
        .filter(|row| row_weights[*row] > 0.0)
        .collect();
    let mut active = order.clone();
    let mut full_pass = true;
    for _ in 0..options.passes {
        if full_pass {
            active.clone_from(&order);
        }
        random.shuffle(&mut active);
        let mut largest = 0.0_f32;
        let mut keep = Vec::with_capacity(active.len());
        for &row in &active {
            let sign = if labels[row] == label { 1.0 } else { -1.0 };
            let diagonal = 0.5 / (options.cost * row_weights[row]);
            let vector = vectors[row];
            let score: f32 = vector
                .iter()
                .map(|(feature, value)| weights[*feature as usize] * value)
                .sum::<f32>()
                + bias * constant;
            let gradient = sign * score - 1.0 + diagonal * duals[row];
            let projected = if duals[row] == 0.0 {
                gradient.min(0.0)
            } else {
                gradient
            };
            // Rows far on the right side are left out until the next pass over all.
            if duals[row] > 0.0 || gradient < 0.3 {
                keep.push(row);
            }
            largest = largest.max(projected.abs());
            if projected.abs() > 1e-9 {
                let dual = (duals[row] - gradient / (lengths[row] + diagonal)).max(0.0);
                let step = (dual - duals[row]) * sign;
                duals[row] = dual;
                for (feature, value) in vector {
                    weights[*feature as usize] += step * value;
                }
                bias += step * constant;
            }
        }
        if largest < options.tolerance {
            if full_pass {
                break;
            }
            full_pass = true;
        } else {
            full_pass = false;
            active = keep;
        }
    }
    order.clear();
    Fitted {
        weights,
        bias: bias * constant,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &[(&[(u32, f32)], usize)], labels: usize, features: usize) {
        let vectors: Vec<Vector> = rows.iter().map(|(vector, _)| vector.to_vec()).collect();
        let borrowed: Vec<&Vector> = vectors.iter().collect();
        let wanted: Vec<usize> = rows.iter().map(|(_, label)| *label).collect();
        let weights = vec![1.0; rows.len()];
        let options = SvmOptions::default();
        let fit = || fit_all(&borrowed, &wanted, &weights, labels, features, &options);
        let fitted = fit();
        assert_eq!(fitted, fit(), "the same rows give the same weights");
        for (vector, label) in rows {
            let scores: Vec<f32> = fitted
                .iter()
                .map(|one| {
                    one.bias
                        + vector
                            .iter()
                            .map(|(f, v)| one.weights.get(*f as usize).unwrap_or(&0.0) * v)
                            .sum::<f32>()
                })
                .collect();
            let best = (0..labels).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
            assert_eq!(best, Some(*label), "{scores:?}");
        }
    }

    #[test]
    fn separable_rows_are_separated() {
        check(
            &[
                (&[(0, 1.0)], 0),
                (&[(1, 1.0)], 1),
                (&[(2, 0.8), (0, 0.6)], 2),
                (&[(2, 0.6), (1, 0.8)], 1),
            ],
            3,
            3,
        );
    }
}
