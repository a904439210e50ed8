//! Probabilities from scores: a logistic curve fitted by Newton's method (Lin, Lin, Weng, "A Note on
//! Platt's Probabilistic Outputs for Support Vector Machines", 2007).

/// Slope and offset of the curve.
pub type Curve = (f32, f32);

/// Fits `p = 1 / (1 + exp(-(slope * score + offset)))`; `rows` are scores of held-out rows and whether
/// each fires. The targets are drawn in a little from 0 and 1, as Platt does, so that a clean
/// separation does not give a step.
#[must_use]
pub fn fit(rows: &[(f32, bool)]) -> Curve {
    let firing = rows.iter().filter(|row| row.1).count() as f64;
    let quiet = rows.len() as f64 - firing;
    let high = (firing + 1.0) / (firing + 2.0);
    let low = 1.0 / (quiet + 2.0);
    let (mut slope, mut offset) = (1.0_f64, ((firing + 1.0) / (quiet + 1.0)).ln());
    let loss = |slope: f64, offset: f64| -> f64 {
        rows.iter()
            .map(|(score, fires)| {
                let z = slope * f64::from(*score) + offset;
                let target = if *fires { high } else { low };
                // -log likelihood, without overflow for either sign.
                z.max(0.0) - z * target + (-z.abs()).exp().ln_1p()
            })
            .sum()
    };
    let mut best = loss(slope, offset);
    for _ in 0..100 {
        let (mut g, mut h) = ([0.0_f64; 2], [1e-9_f64, 0.0, 1e-9]);
        for (score, fires) in rows {
            let x = f64::from(*score);
            let p = 1.0 / (1.0 + (-(slope * x + offset)).exp());
            let error = p - if *fires { high } else { low };
            let w = p * (1.0 - p);
            g = [g[0] + error * x, g[1] + error];
            h = [h[0] + w * x * x, h[1] + w * x, h[2] + w];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        if determinant.abs() < 1e-18 || (g[0].abs() < 1e-6 && g[1].abs() < 1e-6) {
            break;
        }
        let step = [
            (h[2] * g[0] - h[1] * g[1]) / determinant,
            (h[0] * g[1] - h[1] * g[0]) / determinant,
        ];
        let mut scale = 1.0;
        while scale > 1e-6 {
            let (s, o) = (slope - scale * step[0], offset - scale * step[1]);
            let found = loss(s, o);
            if found < best {
                (slope, offset, best) = (s, o, found);
                break;
            }
            scale /= 2.0;
        }
        if scale <= 1e-6 {
            break;
        }
    }
    (slope as f32, offset as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &[(f32, bool)], score: f32, expected: f32) {
        let (slope, offset) = fit(rows);
        let p = 1.0 / (1.0 + (-(slope * score + offset)).exp());
        assert!((p - expected).abs() < 0.03, "{p} for {score}");
    }

    #[test]
    fn the_curve_follows_the_shares() {
        // At score 1 three of four fire, at -1 one of four.
        let rows: Vec<(f32, bool)> = (0..400)
            .map(|i| {
                let up = i % 2 == 0;
                (if up { 1.0 } else { -1.0 }, (i / 2 % 4 != 0) == up)
            })
            .collect();
        check(&rows, 1.0, 0.75);
        check(&rows, -1.0, 0.25);
        check(&rows, 0.0, 0.5);
        check(&[], 3.0, 0.97);
    }
}
