//! Numbers with what they count or measure.

use super::lexeme::{Kind, figures};
use super::words::{NO_LABELS, PEOPLE, is_function_word};
use super::{Found, Quantity, Role, Scan};
use crate::knowledge::lint::units::{self, Measure};

impl Scan<'_, '_> {
    /// A number in figures or words at `at`, and the end.
    pub(super) fn value(&self, at: usize) -> Option<(f64, usize)> {
        let lexeme = self.get(at)?;
        match lexeme.kind {
            Kind::Number => {
                let mut end = at + 1;
                let mut value = figures(lexeme.text)?;
                let word = self.lower(end);
                if matches!(word, "million" | "millionen") {
                    value *= 1e6;
                    end += 1;
                } else if self.get(end).is_some_and(|next| next.glued) && word == "k" {
                    value *= 1000.0;
                    end += 1;
                }
                Some((value, end))
            }
            Kind::Word => {
                let mut value = units::number_word(&lexeme.lower)?;
                let mut end = at + 1;
                // `twenty-four`, `two hundred`
                let hyphen = usize::from(self.lower(end) == "-");
                if (20.0..100.0).contains(&value)
                    && let Some(more) = units::number_word(self.lower(end + hyphen))
                    && (1.0..10.0).contains(&more)
                    && (self.lower(end + hyphen) == "one"
                        || !units::is_article(self.lower(end + hyphen)))
                {
                    value += more;
                    end += hyphen + 1;
                } else if let "hundred" | "thousand" | "dozen" = self.lower(end) {
                    value *= units::number_word(self.lower(end)).unwrap_or(1.0);
                    end += 1;
                } else if value == 0.5 && matches!(self.lower(end), "a" | "an") {
                    end += 1;
                }
                Some((value, end))
            }
            Kind::Sign => None,
        }
    }

    pub(super) fn number(&self, at: usize) -> Found {
        // The sign of a currency may stand before.
        let first = self.get(at)?;
        let currency = units::currency(&first.lower)
            .filter(|_| first.kind == Kind::Sign || first.text.chars().all(char::is_uppercase));
        let from = at + usize::from(currency.is_some());
        if currency.is_some() && self.get(from).is_none_or(|next| next.kind != Kind::Number) {
            return None;
        }
        let (low, mut next) = self.value(from)?;
        let article = units::is_article(&first.lower);
        // AES-256, v2.1, #12: a part of a name.
        if first.kind == Kind::Number
            && let Some(before) = at.checked_sub(1).and_then(|before| self.get(before))
            && first.glued
            && (before.kind == Kind::Word
                || matches!(before.text, "#" | "_" | "@" | "=" | "*")
                || (matches!(before.text, "-" | "/" | "." | "‑")
                    && before.glued
                    && at
                        .checked_sub(2)
                        .and_then(|word| self.get(word))
                        .is_some_and(|word| word.kind == Kind::Word || word.kind == Kind::Number)))
        {
            return Some((None, next));
        }
        let mut high = low;
        let mut currency = currency;
        let between = self.before(at, 1) == "between" || self.before(at, 1) == "zwischen";
        let joins = self.lower(next);
        if matches!(joins, "to" | "-" | "–" | "—" | "bis" | "x" | "à")
            || (between && matches!(joins, "and" | "und"))
        {
            let sign =
                usize::from(units::currency(self.lower(next + 1)).is_some() && currency.is_some());
            let unit_between = 0;
            if joins != "x"
                && let Some((second, end)) = self.value(next + 1 + sign + unit_between)
                && second > low
            {
                high = second;
                next = end;
            }
        } else if self.has_unit(next)
            && (matches!(self.lower(next + 1), "to" | "-" | "–" | "bis")
                || (between && matches!(self.lower(next + 1), "and" | "und")))
            && let Some((second, end)) = self.value(next + 2)
            && self.lower(end) == self.lower(next)
            && second > low
        {
            // `5 days to 7 days`
            high = second;
            next = end;
        }
        // Dimensions: 55 x 40 x 23 cm. The first stands for all.
        while matches!(self.lower(next), "x" | "×")
            && let Some((_, end)) = self.value(next + 1)
        {
            next = end;
        }
        let hyphen =
            usize::from(self.lower(next) == "-" && self.get(next).is_some_and(|sign| sign.glued));
        let mut unit_at = next + hyphen;
        let mut working = false;
        while units::is_between(self.lower(unit_at)) {
            working |= units::is_working(self.lower(unit_at));
            unit_at += 1;
        }
        let word = self.lower(unit_at);
        let ordinal = self.get(next).is_some_and(|suffix| {
            suffix.glued && matches!(suffix.lower.as_str(), "st" | "nd" | "rd" | "th")
        });
        let finish = |mut found: Quantity, end: usize| -> Found {
            found.role = self.role(at, end, &found);
            Some((Some(found), end))
        };
        if ordinal {
            let noun = self.lower(next + 1);
            // `on the 15th` is a day of the month.
            if self.before(at, 1) == "the" && (noun.len() < 2 || is_function_word(noun)) {
                let mut found = Quantity::new(Measure::Label, low, high, self.range(at, next + 1));
                found.noun.push("day".to_owned());
                return finish(found, next + 1);
            }
            if noun.len() > 2 && !article {
                if noun == "birthday" {
                    let mut found = Quantity::new(
                        Measure::Duration,
                        low * 365.0,
                        low * 365.0,
                        self.range(at, next + 2),
                    );
                    found.factor = 365.0;
                    found.role = Role::Age;
                    return Some((Some(found), next + 2));
                }
                let noun = if matches!(noun, "of") { "day" } else { noun };
                let mut found = Quantity::new(Measure::Label, low, high, self.range(at, next + 1));
                found.noun.push(noun.to_owned());
                return finish(found, next + 2);
            }
            return Some((None, next + 1));
        }
        if let Some((code, factor)) = currency.take().or_else(|| {
            units::currency(word)
                // `one euro` and `30 cents`, no `half a euro`
                .filter(|_| !article && low != 0.5)
        }) {
            let end = if self.get(from).is_some() && from > at {
                next
            } else {
                unit_at + 1
            };
            let mut found = Quantity::new(
                Measure::Money,
                low * factor,
                high * factor,
                self.range(at, end),
            );
            found.currency = code;
            return finish(found, end);
        }
        if matches!(word, "%" | "٪") || (word == "per" && self.lower(unit_at + 1) == "cent") {
            let end = unit_at + if word == "per" { 2 } else { 1 };
            return finish(
                Quantity::new(Measure::Percent, low, high, self.range(at, end)),
                end,
            );
        }
        if word == "°" {
            let mut end = unit_at + 1;
            let fahrenheit = self.lower(end) == "f";
            end += usize::from(matches!(self.lower(end), "c" | "f"));
            let value = |given: f64| {
                if fahrenheit {
                    (given - 32.0) / 1.8
                } else {
                    given
                }
            };
            return finish(
                Quantity::new(
                    Measure::Temperature,
                    value(low),
                    value(high),
                    self.range(at, end),
                ),
                end,
            );
        }
        if let Some((measure, factor)) = units::unit(word) {
            // `a year`, `one day`: a length only after words that say so.
            if article && !self.measures(at, unit_at) {
                return None;
            }
            // `5G` is a network.
            if word == "g" && self.get(unit_at).is_some_and(|unit| unit.text == "G") {
                return Some((None, unit_at + 1));
            }
            // Single letters are units only beside figures.
            if word.len() <= 1 && (first.kind != Kind::Number && first.kind != Kind::Sign) {
                return None;
            }
            if matches!(word, "an" | "mes" | "bar" | "second") && !(first.kind == Kind::Number) {
                return None;
            }
            let end = unit_at + 1;
            let mut found =
                Quantity::new(measure, low * factor, high * factor, self.range(at, end));
            found.factor = factor;
            found.working = working || units::is_working(word);
            return finish(found, end);
        }
        if article || low == 0.5 {
            return None;
        }
        // `over 16`, `from the age of 7`, `aged 12 to 17`
        let said = [
            "over", "under", "aged", "below", "above", "unter", "über", "ab",
        ]
        .contains(&self.before(at, 1));
        let named = (self.before(at, 1) == "of" && self.before(at, 2) == "age")
            || matches!(self.before(at, 1), "age" | "ages" | "alter");
        let people = (1..=4).any(|back| PEOPLE.contains(&self.before(at, back)));
        let older = self.lower(next) == "or"
            && matches!(
                self.lower(next + 1),
                "older" | "over" | "above" | "younger" | "under"
            );
        if (named || older || (said && people)) && (1.0..100.0).contains(&low) && !self.counts(next)
        {
            let mut found = Quantity::new(
                Measure::Duration,
                low * 365.0,
                high * 365.0,
                self.range(at, next),
            );
            found.factor = 365.0;
            found.role = Role::Age;
            return Some((Some(found), next));
        }
        // Rates: `twice a day`.
        if first.kind == Kind::Word && matches!(first.lower.as_str(), "twice" | "zweimal") {
            let skip = usize::from(matches!(
                word,
                "a" | "per" | "each" | "every" | "am" | "im" | "pro"
            ));
            if let Some((Measure::Duration, factor)) = units::unit(self.lower(unit_at + skip)) {
                let end = unit_at + skip + 1;
                let mut found = Quantity::new(
                    Measure::Duration,
                    factor / low,
                    factor / low,
                    self.range(at, end),
                );
                found.factor = factor;
                found.role = Role::Every;
                return Some((Some(found), end));
            }
            return None;
        }
        // `week 34`, `Android 9`, `version 5.1`
        if let Some(before) = at.checked_sub(1).and_then(|before| self.get(before))
            && before.kind == Kind::Word
            && first.kind == Kind::Number
            && !self.counts(unit_at)
            && (before.text.starts_with(char::is_uppercase)
                || matches!(
                    before.lower.as_str(),
                    "week" | "version" | "release" | "woche"
                ))
            && !NO_LABELS.contains(&before.lower.as_str())
        {
            let mut found = Quantity::new(Measure::Label, low, high, self.range(at - 1, next));
            found.noun.push(before.lower.clone());
            return finish(found, next);
        }
        if self.counts(unit_at) {
            let mut noun = Vec::new();
            let mut end = unit_at;
            while noun.len() < 2
                && let Some(word) = self.get(end)
                && word.kind == Kind::Word
                && (noun.is_empty() || !is_function_word(&word.lower))
            {
                noun.push(word.lower.clone());
                end += 1;
                if self.lower(end) == "-" {
                    end += 1;
                }
            }
            let first_end = unit_at + 1;
            let mut found = Quantity::new(Measure::Count, low, high, self.range(at, first_end));
            found.noun = noun;
            return finish(found, first_end);
        }
        Some((None, next))
    }

    /// Whether a counted thing stands at `at`.
    pub(super) fn counts(&self, at: usize) -> bool {
        self.get(at).is_some_and(|word| {
            word.kind == Kind::Word && word.lower.len() > 2 && !is_function_word(&word.lower)
        })
    }

    /// Whether `a week` or `one day` is a length here.
    pub(super) fn measures(&self, at: usize, unit_at: usize) -> bool {
        const LENGTHS: &[&str] = &[
            "within",
            "in",
            "for",
            "after",
            "about",
            "least",
            "than",
            "until",
            "innerhalb",
            "nach",
            "für",
            "binnen",
            "most",
            "to",
            "around",
            "last",
            "lasts",
            "takes",
            "take",
            "dauert",
            "up",
            "bis",
            "maximal",
            "mindestens",
            "half",
            "nearly",
            "almost",
            "roughly",
            "only",
            "von",
            "inside",
            "exactly",
            "every",
            "full",
            "nur",
            "once",
        ];
        let before = self.before(at, 1);
        let after = self.lower(unit_at + 1);
        if matches!(before, "once" | "times" | "einmal") {
            return true;
        }
        LENGTHS.contains(&before)
            || matches!(
                after,
                "before"
                    | "after"
                    | "ahead"
                    | "earlier"
                    | "later"
                    | "vor"
                    | "vorher"
                    | "lang"
                    | "long"
                    | "from"
            )
    }
}
