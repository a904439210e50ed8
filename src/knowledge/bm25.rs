//! BM25F: BM25 over weighted fields.
//!
//! Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (CIKM 2004);
//! names as in Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009).

/// Fields of an article, in the order of every array here.
pub(crate) const FIELDS: usize = 4;
/// Position of the title.
pub(crate) const TITLE: usize = 0;
/// Position of the headings.
pub(crate) const HEADINGS: usize = 1;
/// Position of the body.
pub(crate) const BODY: usize = 2;
/// Position of the labels and the section.
pub(crate) const LABELS: usize = 3;

/// The parameters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bm25f {
    /// How soon repetition stops to count.
    pub(crate) k1: f64,
    /// How much each field counts.
    pub(crate) weight: [f64; FIELDS],
    /// How much a long field is discounted, 0 to 1.
    pub(crate) b: [f64; FIELDS],
}

impl Default for Bm25f {
    /// The title says what an article is about, so it counts several times a word of the body; `k1`
    /// is high because it bounds the weighted sum of all fields, the title's weight included. Chosen on
    /// seven sets (`bench/QUALITY.md`): within wide bounds it matters little.
    fn default() -> Self {
        Self {
            k1: 2.5,
            weight: [5.0, 2.0, 1.0, 2.0],
            b: [0.4, 0.4, 0.75, 0.4],
        }
    }
}

/// Inverse document frequency of a term that `df` of `articles` hold:
/// `ln(1 + (N - df + 0.5) / (df + 0.5))`, never negative.
pub(crate) fn idf(articles: usize, df: usize) -> f64 {
    let n = articles as f64;
    let df = df as f64;
    libm::log(1.0 + ((n - df).max(0.0) + 0.5) / (df + 0.5))
}

impl Bm25f {
    /// What the counts in each field of an article are divided by: `1 - b + b * length / average`.
    pub(crate) fn norms(&self, average: &[f64; FIELDS], length: &[u32; FIELDS]) -> [f64; FIELDS] {
        let mut norms = [1.0; FIELDS];
        for (((norm, b), length), average) in norms.iter_mut().zip(&self.b).zip(length).zip(average)
        {
            let relative = if *average > 0.0 {
                f64::from(*length) / average
            } else {
                1.0
            };
            *norm = 1.0 - b + b * relative;
        }
        norms
    }

    /// A term's share of an article's score, before its `idf`: `tf / (k1 + tf)`, 0 to 1, where `tf` is
    /// the sum over the fields of `weight * tf / norm`.
    pub(crate) fn saturation(&self, norms: &[f64; FIELDS], tf: &[u32; FIELDS]) -> f64 {
        let mut weighted = 0.0;
        for ((weight, norm), tf) in self.weight.iter().zip(norms).zip(tf) {
            if *tf > 0 {
                weighted += weight * f64::from(*tf) / norm;
            }
        }
        weighted / (self.k1 + weighted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::round4;

    #[track_caller]
    fn check(tf: [u32; FIELDS], length: [u32; FIELDS], expected: f64) {
        let parameters = Bm25f {
            k1: 1.0,
            weight: [2.0, 1.0, 1.0, 1.0],
            b: [0.0, 0.0, 0.5, 0.0],
        };
        let norms = parameters.norms(&[4.0, 4.0, 100.0, 2.0], &length);
        let found = parameters.saturation(&norms, &tf);
        assert_eq!(round4(found), expected);
    }

    #[test]
    fn scores_as_the_formula_says() {
        check([0, 0, 1, 0], [0, 0, 100, 0], 0.5);
        // Twice the average length: 1 / 1.5 = 0.6667, over 1.6667.
        check([0, 0, 1, 0], [0, 0, 200, 0], 0.4);
        check([1, 0, 0, 0], [4, 0, 0, 0], 0.6667);
        check([1, 0, 1, 0], [4, 0, 100, 0], 0.75);
        check([0, 0, 0, 0], [4, 4, 100, 2], 0.0);
    }

    #[test]
    fn idf_falls_with_frequency() {
        assert_eq!(round4(idf(10, 0)), 3.091);
        assert!(idf(10, 1) > idf(10, 5));
        assert!(idf(10, 10) > 0.0);
    }
}
