//! Quantities without figures: `free of charge`, `once a week`, `the following business day`.

use super::{Found, Quantity, Role, Scan};
use crate::knowledge::lint::units::{self, Measure};

impl Scan<'_, '_> {
    /// Words that say that something costs nothing.
    pub(super) fn free(&self, at: usize) -> Found {
        let (word, next, third) = (self.lower(at), self.lower(at + 1), self.lower(at + 2));
        let cost = |word: &str| {
            matches!(
                word,
                "cost"
                    | "costs"
                    | "charge"
                    | "charges"
                    | "fee"
                    | "fees"
                    | "kosten"
                    | "gebühr"
                    | "gebühren"
                    | "aufpreis"
                    | "surcharge"
            )
        };
        let extra = |word: &str| {
            matches!(
                word,
                "extra" | "additional" | "any" | "weitere" | "zusätzliche"
            )
        };
        let end = match word {
            "free" => {
                let hyphen = at.checked_sub(1).is_some_and(|before| {
                    self.lower(before) == "-" && self.get(at).is_some_and(|free| free.glued)
                });
                let other = matches!(
                    next,
                    "to" | "trial"
                        | "trials"
                        | "space"
                        | "from"
                        | "up"
                        | "time"
                        | "plan"
                        | "place"
                        | "tier"
                        | "version"
                        | "slot"
                        | "seat"
                        | "seats"
                ) || (next == "of" && third != "charge")
                    || matches!(
                        self.before(at, 1),
                        "feel" | "toll" | "duty" | "tax" | "interest"
                    );
                if hyphen || other {
                    return None;
                }
                if next == "of" { at + 3 } else { at + 1 }
            }
            "kostenlos" | "kostenlose" | "kostenlosen" | "kostenfrei" | "kostenfreie"
            | "gratis" | "gebührenfrei" | "unentgeltlich" | "versandkostenfrei" | "gratuit"
            | "gratuite" => at + 1,
            "at" | "without" | "no" | "ohne" | "keine" | "with" => {
                let from = if matches!(word, "at" | "with") && next == "no" {
                    at + 2
                } else if word == "at" || word == "with" {
                    return None;
                } else {
                    at + 1
                };
                let from = from + usize::from(extra(self.lower(from)));
                if !cost(self.lower(from)) {
                    return None;
                }
                from + 1
            }
            "costs" | "cost" | "kostet" if matches!(next, "nothing" | "nichts") => at + 2,
            "don't" | "doesn't" | "don’t" | "not" | "never" if matches!(next, "charge" | "add") =>
            {
                let from = at + 2 + usize::from(extra(third) || third == "a");
                let from = from + usize::from(matches!(self.lower(from), "of"));
                if cost(self.lower(from)) {
                    from + 1
                } else if next == "charge" && matches!(third, "for" | "you" | "anything") {
                    at + 2
                } else {
                    return None;
                }
            }
            "charge" | "charges" if matches!(next, "nothing") => at + 2,
            "entfallen"
                if self.before(at, 1) != "nicht" && matches!(next, "die") && cost(third) =>
            {
                at + 3
            }
            _ => return None,
        };
        Some((
            Some(Quantity::new(Measure::Money, 0.0, 0.0, self.range(at, end))),
            end,
        ))
    }

    /// `once per hour`.
    pub(super) fn rate(&self, at: usize) -> Found {
        if !matches!(self.lower(at), "once" | "einmal")
            || !matches!(
                self.lower(at + 1),
                "a" | "an" | "per" | "each" | "every" | "am" | "im" | "pro" | "in"
            )
        {
            return None;
        }
        let (measure, factor) = units::unit(self.lower(at + 2))?;
        if measure != Measure::Duration {
            return None;
        }
        let mut found = Quantity::new(measure, factor, factor, self.range(at, at + 3));
        found.factor = factor;
        found.role = Role::Every;
        Some((Some(found), at + 3))
    }

    /// Lengths without figures: `a quarter of an hour`, `the following business day`, `the day before`.
    pub(super) fn spoken(&self, at: usize) -> Found {
        let span = |from: usize, to: usize, days: f64| {
            let mut found = Quantity::new(Measure::Duration, days, days, self.range(from, to));
            found.factor = days;
            found
        };
        match self.lower(at) {
            "quarter" | "quarters"
                if self.lower(at + 1) == "of" && self.lower(at + 3) == "hour" =>
            {
                let count = units::number_word(self.before(at, 1))
                    .unwrap_or(1.0)
                    .max(1.0);
                Some((Some(span(at, at + 4, count * 15.0 / 1440.0)), at + 4))
            }
            "following" | "next" => {
                let working =
                    units::is_between(self.lower(at + 1)) && units::is_working(self.lower(at + 1));
                let day = at + 1 + usize::from(working);
                if !working && !units::is_working(self.lower(day)) {
                    return None;
                }
                let (measure, factor) = units::unit(self.lower(day))?;
                if measure != Measure::Duration || factor != 1.0 {
                    return None;
                }
                let mut found = span(at, day + 1, 1.0);
                found.working = true;
                Some((Some(found), day + 1))
            }
            "day" if self.before(at, 1) == "the" && self.lower(at + 1) == "before" => {
                let mut found = span(at, at + 2, 1.0);
                found.role = Role::Before;
                Some((Some(found), at + 2))
            }
            "twice" | "thrice" => {
                let count = if self.lower(at) == "twice" { 2.0 } else { 3.0 };
                if self.lower(at + 1) == "as"
                    || units::unit(self.lower(at + 2)).is_some()
                    || units::unit(self.lower(at + 1)).is_some()
                {
                    return None;
                }
                let mut found = Quantity::new(Measure::Count, count, count, self.range(at, at + 1));
                found.noun.push("times".to_owned());
                Some((Some(found), at + 1))
            }
            _ => None,
        }
    }
}
