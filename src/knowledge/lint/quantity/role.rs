//! How the words around a quantity make it a bound, an interval or an age.

use super::{Quantity, Role, Scan};
use crate::knowledge::lint::units::Measure;

impl Scan<'_, '_> {
    pub(super) fn role(&self, at: usize, end: usize, found: &Quantity) -> Role {
        let after = self.lower(end);
        let second = self.lower(end + 1);
        if found.measure == Measure::Duration {
            if matches!(
                after,
                "before" | "prior" | "ahead" | "vor" | "vorher" | "earlier"
            ) || second == "vorher"
            {
                return Role::Before;
            }
            if matches!(after, "old" | "alt" | "olds" | "older")
                || matches!(second, "age")
                || (after == "and" && matches!(second, "over" | "older" | "under"))
                || matches!(self.before(at, 1), "aged" | "under" | "age")
            {
                return Role::Age;
            }
        }
        for back in 1..=4 {
            let word = self.before(at, back);
            if matches!(word, "." | ";" | ":" | "," | "(") {
                break;
            }
            match word {
                "every" | "each" | "alle" | "jede" | "jeden" | "once" => return Role::Every,
                "within" | "most" | "maximum" | "max" | "exceed" | "innerhalb" | "binnen"
                | "höchstens" | "maximal" | "until" | "under" | "below" | "unter" | "limit" => {
                    return Role::Most;
                }
                "to" if self.before(at, back + 1) == "up" => return Role::Most,
                "zu" if self.before(at, back + 1) == "bis" => return Role::Most,
                "than" => {
                    return if matches!(
                        self.before(at, back + 1),
                        "more" | "over" | "longer" | "older" | "later"
                    ) && self.before(at, back + 2) != "no"
                        && self.before(at, back + 2) != "not"
                    {
                        Role::Least
                    } else {
                        Role::Most
                    };
                }
                "least" | "minimum" | "min" | "over" | "above" | "from" | "mindestens" | "ab"
                | "über" => return Role::Least,
                "after" | "nach" => return Role::After,
                _ => {}
            }
        }
        Role::Plain
    }
}
