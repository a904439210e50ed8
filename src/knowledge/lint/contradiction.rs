//! Contradicting quantities: claims of two articles about the same thing with values that differ.

use super::claim::Claim;
use super::corpus::{Corpus, Sparse, covered, dot, merge_largest};
use super::meaning::Meaning;
use super::quantity::{self, Quantity, Role};
use super::scope;
use super::units::Measure;
use std::collections::BTreeMap;

/// Candidates that a claim is compared with.
const MOST_CANDIDATES: usize = 40;
/// A term in more claims finds no candidates: it tells too little.
const COMMON: usize = 400;

/// Pairs that are less alike are not looked at.
const LEAST_LIKE: f32 = 0.03;

/// How alike two claims are, and their indices.
type Likeness = (f32, usize, usize);

/// Two claims that do not agree.
#[derive(Debug, Clone)]
pub(super) struct Conflict {
    /// Indices of the claims.
    pub(super) a: usize,
    pub(super) b: usize,
    /// How sure it is, 0 to 1.
    pub(super) confidence: f64,
}

/// Number of figures that are computed of a pair.
pub(super) const FEATURES: usize = 46;

/// Weights of the features of quantities: logistic regression over pairs of development knowledge bases,
/// see `bench/QUALITY.md`.
const WEIGHTS: [f64; FEATURES] = [
    -12.963, -1.908, -1.151, 2.323, 4.84, 0.766, -0.309, 0.395, 4.31, 1.761, -0.358, -4.032,
    -1.347, -0.345, 0.294, -0.657, -0.506, -0.167, 0.114, 2.089, 0.371, 0.253, -1.331, 3.967,
    -1.462, 3.456, 1.11, 0.166, 1.141, -0.67, -0.071, 1.601, -0.781, 0.837, 9.046, 5.934, 2.51,
    1.393, -1.103, 3.504, -1.323, 1.508, -2.11, -2.064, -2.411, 1.146,
];

/// Likewise of statements.
const STATEMENT_WEIGHTS: [f64; FEATURES] = [
    -10.079, 2.474, -6.541, 3.396, 2.316, -0.097, 1.069, 0.699, -0.509, 0.0, 0.0, 0.0, -0.797,
    -0.618, 0.0, 0.0, 0.533, 0.687, 0.309, 0.0, 0.0, 0.0, -1.352, 3.325, -1.323, 3.82, -0.462, 0.0,
    2.034, -2.18, -0.463, -4.043, 4.268, 0.462, 1.848, 3.748, 0.634, 2.286, -1.253, 4.011, -0.692,
    0.186, -1.372, 1.203, -2.961, -2.278,
];

/// Finds the conflicts, surest first; `step` is called after each article.
pub(super) fn find(
    corpus: &Corpus<'_>,
    claims: &[Claim],
    meaning: &Meaning<'_>,
    mut step: impl FnMut(),
) -> Vec<Conflict> {
    let postings = postings(claims);
    let titles: Vec<Sparse> = (0..corpus.articles.len())
        .map(|article| title_of(corpus, article))
        .collect();
    // The best candidates of each claim, by likeness.
    let mut pairs: BTreeMap<(usize, usize), Vec<Likeness>> = BTreeMap::new();
    let mut sums: Vec<f32> = vec![0.0; claims.len()];
    let mut touched: Vec<usize> = Vec::new();
    let mut article = 0;
    let mut best_of: Vec<f32> = vec![0.0; claims.len()];
    for (at, claim) in claims.iter().enumerate() {
        while article < claim.article {
            article += 1;
            step();
        }
        // Addresses and hours are few, and told in many words: each is compared with each.
        if is_contact(claim.quantity.measure) {
            for (other, them) in claims.iter().enumerate() {
                if them.quantity.measure == claim.quantity.measure
                    && let Some(sum) = sums.get_mut(other)
                {
                    *sum += 0.11;
                    touched.push(other);
                }
            }
        }
        if claim.quantity.measure == Measure::Statement && claim.quantity.low > 0.0 {
            continue;
        }
        for (term, weight) in &claim.full {
            let list = postings.get(term).map_or(&[][..], Vec::as_slice);
            if list.len() > COMMON {
                continue;
            }
            for (other, theirs) in list {
                if let Some(sum) = sums.get_mut(*other) {
                    if *sum == 0.0 {
                        touched.push(*other);
                    }
                    *sum += weight * theirs;
                }
            }
        }
        let mut best: Vec<(f32, usize)> = Vec::new();
        for other in touched.drain(..) {
            let sum = sums.get_mut(other).map_or(0.0, std::mem::take);
            let comparable = claims
                .get(other)
                .is_some_and(|them| comparable(claim, them));
            if comparable && sum > 0.05 {
                best.push((sum, other));
            }
        }
        best.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        best.truncate(MOST_CANDIDATES);
        for (_, other) in best {
            let (a, b) = (at.min(other), at.max(other));
            if let (Some(first), Some(second)) = (claims.get(a), claims.get(b)) {
                let likeness = 0.5 * dot(&first.full, &second.full)
                    + 0.5 * dot(&first.near, &second.near)
                    + if quantity::agree(&first.quantity, &second.quantity) {
                        0.05
                    } else {
                        0.0
                    };
                for one in [a, b] {
                    if let Some(best) = best_of.get_mut(one) {
                        *best = best.max(likeness);
                    }
                }
                pairs
                    .entry((first.article, second.article))
                    .or_default()
                    .push((likeness, a, b));
            }
        }
    }
    while article < corpus.articles.len() {
        article += 1;
        step();
    }
    let mut out = Vec::new();
    for list in pairs.values_mut() {
        list.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        list.dedup();
        let mut taken: Vec<usize> = Vec::new();
        for (likeness, a, b) in list.iter() {
            let aligned = !taken.contains(a) && !taken.contains(b);
            if aligned {
                taken.push(*a);
                taken.push(*b);
            }
            let (Some(first), Some(second)) = (claims.get(*a), claims.get(*b)) else {
                continue;
            };
            if quantity::agree(&first.quantity, &second.quantity) {
                continue;
            }
            // Whether either says elsewhere what the other says here.
            let echo = list
                .iter()
                .filter(|(_, x, y)| (x == a) != (y == b))
                .filter(|(_, x, y)| {
                    claims
                        .get(*x)
                        .zip(claims.get(*y))
                        .is_some_and(|(x, y)| quantity::agree(&x.quantity, &y.quantity))
                })
                .map(|(other, ..)| other - 0.05)
                .fold(0.0_f32, f32::max);
            let echo = f64::from(if *likeness > 0.0 {
                echo / likeness
            } else {
                0.0
            });
            if *likeness < LEAST_LIKE && !is_contact(first.quantity.measure) {
                continue;
            }
            let margin = [a, b]
                .iter()
                .filter_map(|one| best_of.get(**one))
                .map(|best| if *best > 0.0 { likeness / best } else { 0.0 })
                .map(f64::from)
                .fold((1.0_f64, 0.0_f64), |(low, high), one| {
                    (low.min(one), high.max(one))
                });
            let mut features = features(corpus, first, second, &titles, echo);
            meant(corpus, first, second, meaning, margin, &mut features);
            if let Some(slot) = features.get_mut(36) {
                *slot = f64::from(u8::from(aligned));
            }
            subjects(corpus, first, second, &mut features);
            let weights = if first.quantity.measure == Measure::Statement {
                STATEMENT_WEIGHTS
            } else {
                WEIGHTS
            };
            let sum: f64 = features
                .iter()
                .zip(weights)
                .map(|(value, weight)| value * weight)
                .sum();
            out.push(Conflict {
                a: *a,
                b: *b,
                confidence: 1.0 / (1.0 + libm::exp(-sum)),
            });
        }
    }
    out.sort_by(|x, y| {
        y.confidence
            .total_cmp(&x.confidence)
            .then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    out
}

fn is_contact(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::Phone | Measure::Email | Measure::Clock | Measure::Weekdays
    )
}

/// The features that come from word vectors and from the other pairs of the two claims.
fn meant(
    corpus: &Corpus<'_>,
    a: &Claim,
    b: &Claim,
    meaning: &Meaning<'_>,
    margin: (f64, f64),
    features: &mut [f64; FEATURES],
) {
    let sentence = |claim: &Claim| {
        let key = (claim.article, 2 * claim.unit + 1);
        let (article, unit) = (claim.article, claim.unit);
        (key, move || words_of(corpus, article, unit, false))
    };
    let context = |claim: &Claim| {
        let key = (claim.article, 2 * claim.unit + 2);
        let (article, unit) = (claim.article, claim.unit);
        (key, move || words_of(corpus, article, unit, true))
    };
    let title = |claim: &Claim| {
        let article = claim.article;
        ((article, 0), move || words_of(corpus, article, 0, false))
    };
    let found = [
        meaning.near(sentence(a), sentence(b)),
        meaning.near(context(a), context(b)),
        meaning.near(title(a), title(b)),
        margin.0,
        margin.1,
        f64::from(u8::from(
            a.quantity.measure == Measure::Phone || a.quantity.measure == Measure::Email,
        )),
    ];
    for (slot, value) in features.iter_mut().skip(22).zip(found) {
        *slot = value;
    }
    let word = |term: u32| corpus.word(term).to_owned();
    let soft = (
        meaning.covered(&a.near, &b.full, word),
        meaning.covered(&b.near, &a.full, word),
    );
    let exact = (covered(&a.near, &b.full), covered(&b.near, &a.full));
    let near = f64::from(dot(&a.near, &b.near));
    let found = [
        f64::from(soft.0.min(soft.1)),
        f64::from(soft.0.max(soft.1)),
        f64::from((1.0 - soft.0) * (1.0 - soft.1)),
        f64::from((1.0 - exact.0) * (1.0 - exact.1)),
        near * found.first().copied().unwrap_or(0.0).max(0.0),
        (near - 0.4).max(0.0),
        corpus
            .whole
            .get(a.article)
            .zip(corpus.whole.get(b.article))
            .map_or(0.0, |(x, y)| f64::from(dot(x, y)).min(0.25)),
        (found.get(1).copied().unwrap_or(0.0) - 0.6).max(0.0),
    ];
    for (slot, value) in features.iter_mut().skip(28).zip(found) {
        *slot = value;
    }
}

/// The features of what both claims are about: how rare the words are that both share, and those that
/// the other one, or its whole article, lacks.
fn subjects(corpus: &Corpus<'_>, a: &Claim, b: &Claim, features: &mut [f64; FEATURES]) {
    let most = libm::logf(1.0 + corpus.articles.len() as f32).max(1.0);
    let has = |vector: &Sparse, term: u32| {
        vector
            .binary_search_by_key(&term, |(known, _)| *known)
            .is_ok()
    };
    let rarest = |from: &Sparse, keep: &dyn Fn(u32) -> bool| {
        from.iter()
            .filter(|(term, _)| keep(*term))
            .map(|(term, _)| corpus.rarity(*term))
            .fold(0.0_f32, f32::max)
            / most
    };
    let empty = Sparse::new();
    let whole = |claim: &Claim| corpus.whole.get(claim.article).unwrap_or(&empty);
    let (whole_a, whole_b) = (whole(a), whole(b));
    let shared = rarest(&a.near, &|term| has(&b.near, term));
    let half = (
        rarest(&a.near, &|term| has(&b.full, term)),
        rarest(&b.near, &|term| has(&a.full, term)),
    );
    let alien = (
        rarest(&a.near, &|term| !has(whole_b, term)),
        rarest(&b.near, &|term| !has(whole_a, term)),
    );
    let known = (covered(&a.near, whole_b), covered(&b.near, whole_a));
    let own = (covered(&a.near, &b.near), covered(&b.near, &a.near));
    let found = [
        shared,
        half.0.min(half.1),
        half.0.max(half.1),
        alien.0.min(alien.1),
        alien.0.max(alien.1),
        known.0.min(known.1),
        known.0.max(known.1),
        own.0.max(own.1),
        own.0.min(own.1),
    ];
    for (slot, value) in features.iter_mut().skip(37).zip(found) {
        *slot = f64::from(value);
    }
}

/// The words of a unit without figures; with its heading and title before them if wished.
fn words_of(corpus: &Corpus<'_>, article: usize, unit: usize, context: bool) -> String {
    let mut out = String::new();
    let Some((source, document)) = corpus.article(article) else {
        return out;
    };
    let Some(known) = corpus.unit(article, unit) else {
        return out;
    };
    if context {
        out.push_str(&source.title);
        out.push(' ');
        if let Some(heading) = known
            .heading
            .and_then(|heading| corpus.unit(article, heading))
        {
            out.push_str(document.words(heading, source));
            out.push(' ');
        }
    }
    for range in known.row.iter().chain(&known.column) {
        out.push_str(document.text(range));
        out.push(' ');
    }
    out.extend(
        document
            .words(known, source)
            .chars()
            .map(|c| if c.is_ascii_digit() { ' ' } else { c }),
    );
    out
}

fn postings(claims: &[Claim]) -> BTreeMap<u32, Vec<(usize, f32)>> {
    let mut postings: BTreeMap<u32, Vec<(usize, f32)>> = BTreeMap::new();
    for (at, claim) in claims.iter().enumerate() {
        for (term, weight) in &claim.full {
            postings.entry(*term).or_default().push((at, *weight));
        }
    }
    postings
}

fn title_of(corpus: &Corpus<'_>, article: usize) -> Sparse {
    merge_largest(
        corpus
            .unit_terms(article, 0)
            .iter()
            .map(|term| (term.id, corpus.rarity(term.id)))
            .collect(),
    )
}

/// Whether two claims measure the same kind of thing in two articles of one language and audience.
fn comparable(a: &Claim, b: &Claim) -> bool {
    if a.article == b.article || a.quantity.measure != b.quantity.measure {
        return false;
    }
    let (one, other) = (&a.quantity, &b.quantity);
    match one.measure {
        Measure::Money => {
            one.currency == other.currency
                // `20 cents` are of any currency.
                || one.currency.is_empty()
                || other.currency.is_empty()
        }
        Measure::Email => {
            // Other names before the sign are other desks.
            let desk = |quantity: &Quantity| {
                quantity
                    .noun
                    .first()
                    .and_then(|address| address.split('@').next().map(str::to_owned))
            };
            desk(one) == desk(other)
        }
        Measure::Statement => one.low == 0.0 || other.low == 0.0,
        Measure::Count | Measure::Label => {
            a.noun.iter().any(|noun| b.noun.contains(noun))
                || (!one.noun.is_empty() && one.noun.first() == other.noun.first())
        }
        _ => true,
    }
}

fn features(
    corpus: &Corpus<'_>,
    a: &Claim,
    b: &Claim,
    titles: &[Sparse],
    echo: f64,
) -> [f64; FEATURES] {
    let (one, other) = (&a.quantity, &b.quantity);
    let empty = Sparse::new();
    let title = |claim: &Claim| titles.get(claim.article).unwrap_or(&empty);
    let whole = |claim: &Claim| corpus.whole.get(claim.article).unwrap_or(&empty);
    let cosine = |a: &Sparse, b: &Sparse| {
        let length = dot(a, a) * dot(b, b);
        if length > 0.0 {
            dot(a, b) / libm::sqrtf(length)
        } else {
            0.0
        }
    };
    let in_whole = (covered(title(a), whole(b)), covered(title(b), whole(a)));
    let near = (covered(&a.near, &b.full), covered(&b.near, &a.full));
    let (conflicts, partial) = scope::differ(&a.scopes, &b.scopes);
    let ratio = {
        let (x, y) = (one.high.max(1e-6), other.high.max(1e-6));
        libm::fabs(libm::log2(x / y)).min(6.0)
    };
    let role =
        |x: Role, y: Role| (one.role == x && other.role == y) || (one.role == y && other.role == x);
    let only_one = |x: Role| (one.role == x) != (other.role == x);
    let flag = |value: bool| f64::from(u8::from(value));
    let free = one.measure == Measure::Money && (one.low == 0.0 || other.low == 0.0);
    let known = [
        1.0,
        f64::from(dot(&a.near, &b.near)),
        f64::from(dot(&a.full, &b.full)),
        f64::from(near.0.min(near.1)),
        f64::from(near.0.max(near.1)),
        f64::from(cosine(title(a), title(b))),
        f64::from(in_whole.0.min(in_whole.1)),
        f64::from(in_whole.0.max(in_whole.1)),
        f64::from(dot(whole(a), whole(b))),
        flag(only_one(Role::Every) || only_one(Role::Age)),
        flag(role(Role::Before, Role::After) || only_one(Role::Before)),
        flag(role(Role::Least, Role::Most)),
        f64::from(conflicts.min(3)),
        f64::from(partial.min(3)),
        flag(one.factor == other.factor && one.measure == Measure::Duration),
        ratio,
        flag(a.rivals + b.rivals > 0),
        flag(a.conditional != b.conditional),
        echo,
        flag(free),
        flag(one.measure == Measure::Count),
        flag(matches!(
            one.measure,
            Measure::Clock
                | Measure::Weekdays
                | Measure::YearDay
                | Measure::Phone
                | Measure::Email
                | Measure::Label
        )),
    ];
    let mut features = [0.0; FEATURES];
    for (slot, value) in features.iter_mut().zip(known) {
        *slot = value;
    }
    features
}
