//! Quantities in a text: numbers with their units, normalised, so that `two weeks` and `14 days` are
//! the same.

mod agreement;
mod calendar;
mod contact;
mod lexeme;
mod number;
mod role;
mod spoken;
mod words;

pub(super) use agreement::agree;
pub(super) use calendar::is_year;

use super::units::{self, Measure};
use lexeme::{Lexeme, lex};
use std::ops::Range;

/// How a quantity bounds what it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Neither of the others.
    Plain,
    /// At most, within.
    Most,
    /// At least, from.
    Least,
    /// Every so often.
    Every,
    /// So long before something.
    Before,
    /// So long after something.
    After,
    /// How old something or somebody is.
    Age,
}

/// A quantity.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    pub(super) measure: Measure,
    /// In the base of the measure.
    pub(super) low: f64,
    /// Same as `low` unless a range was written.
    pub(super) high: f64,
    pub(super) role: Role,
    /// Working days.
    pub(super) working: bool,
    /// The size of the written unit, in the base.
    pub(super) factor: f64,
    /// Currency code, or empty.
    pub(super) currency: &'static str,
    /// What is counted or labelled: words in lower case.
    pub(super) noun: Vec<String>,
    /// Where it stands, unit included.
    pub(super) range: Range<usize>,
}

impl Quantity {
    /// A value that stands for itself: no bound, currency or noun.
    pub(super) fn new(measure: Measure, low: f64, high: f64, range: Range<usize>) -> Self {
        Self {
            measure,
            low,
            high,
            role: Role::Plain,
            working: false,
            factor: 1.0,
            currency: "",
            noun: Vec::new(),
            range,
        }
    }
}

/// The quantities of a sentence, in order. They do not overlap.
pub(super) fn find(text: &str) -> Vec<Quantity> {
    let lexemes = lex(text);
    let mut out: Vec<Quantity> = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        let scan = Scan {
            text,
            lexemes: &lexemes,
        };
        match scan.at(at) {
            Some((quantity, next)) => {
                out.extend(quantity);
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    out
}

#[derive(Clone, Copy)]
struct Scan<'l, 't> {
    text: &'t str,
    lexemes: &'l [Lexeme<'t>],
}

/// A quantity, or `None` for figures that are none, and where to go on.
type Found = Option<(Option<Quantity>, usize)>;

impl<'l, 't> Scan<'l, 't> {
    fn get(&self, at: usize) -> Option<&'l Lexeme<'t>> {
        self.lexemes.get(at)
    }

    fn lower(&self, at: usize) -> &'l str {
        self.get(at).map_or("", |lexeme| lexeme.lower.as_str())
    }

    fn before(&self, at: usize, back: usize) -> &'l str {
        at.checked_sub(back).map_or("", |at| self.lower(at))
    }

    fn range(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.get(from).map_or(0, |lexeme| lexeme.start);
        let end = to
            .checked_sub(1)
            .and_then(|last| self.get(last))
            .map_or(start, |lexeme| lexeme.end);
        start..end.max(start)
    }

    fn at(&self, at: usize) -> Found {
        self.mail(at)
            .or_else(|| self.phone(at))
            .or_else(|| self.date(at))
            .or_else(|| self.weekdays(at))
            .or_else(|| self.clock(at))
            .or_else(|| self.free(at))
            .or_else(|| self.rate(at))
            .or_else(|| self.spoken(at))
            .or_else(|| self.number(at))
    }

    fn has_unit(&self, at: usize) -> bool {
        let word = self.lower(at);
        units::unit(word).is_some() || units::currency(word).is_some() || word == "%"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = find(text)
            .iter()
            .map(|quantity| {
                let noun = quantity.noun.join(" ");
                format!(
                    "{:?} {}..{} {:?} {}{}[{}]",
                    quantity.measure,
                    crate::round::round4(quantity.low),
                    crate::round::round4(quantity.high),
                    quantity.role,
                    quantity.currency,
                    noun,
                    &text[quantity.range.clone()]
                )
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn quantities_are_normalised() {
        check("within two weeks", &["Duration 14..14 Most [two weeks]"]);
        check("a 30-day return", &["Duration 30..30 Plain [30-day]"]);
        check(
            "3 to 5 working days",
            &["Duration 3..5 Plain [3 to 5 working days]"],
        );
        check(
            "It costs $4.95 or 49 €.",
            &[
                "Money 4.95..4.95 Plain USD[$4.95]",
                "Money 49..49 Plain EUR[49 €]",
            ],
        );
        check(
            "EUR 1.500 and 2,5 %",
            &[
                "Money 1500..1500 Plain EUR[EUR 1.500]",
                "Percent 2.5..2.5 Plain [2,5 %]",
            ],
        );
        check(
            "the login is locked for a quarter of an hour",
            &["Duration 0.0104..0.0104 Plain [quarter of an hour]"],
        );
        check(
            "on the following business day",
            &["Duration 1..1 Plain [following business day]"],
        );
        check(
            "move it until the day before",
            &["Duration 1..1 Before [day before]"],
        );
        check(
            "up to your 26th birthday",
            &["Duration 9490..9490 Age [26th birthday]"],
        );
        check("That is done twice.", &["Count 2..2 Plain times[twice]"]);
        check("our 5G network", &[]);
        check("free of charge", &["Money 0..0 Plain [free of charge]"]);
        check("gluten-free", &[]);
        check(
            "from 9.30 bis 19 Uhr",
            &["Clock 570..1140 Plain [9.30 bis 19 Uhr]"],
        );
        check(
            "between 7 a.m. and 10 p.m.",
            &["Clock 420..1320 Plain [7 a.m. and 10 p.m.]"],
        );
        check(
            "Monday to Friday",
            &["Weekdays 31..31 Plain [Monday to Friday]"],
        );
        check("up to 25 users", &["Count 25..25 Most users[25 users]"]);
        check("until March 31, 2024", &[]);
        check("on January 31 we", &["YearDay 62..62 Plain [January 31]"]);
        check(
            "call +1 555 010 0144 now",
            &["Phone 550100144..550100144 Plain [+1 555 010 0144]"],
        );
        check("AES-256 and SHA-256", &[]);
        check("the 36th week", &["Label 36..36 Plain week[36th]"]);
        check("week 34", &["Label 34..34 Plain week[week 34]"]);
        check(
            "twenty-four hours before",
            &["Duration 1..1 Before [twenty-four hours]"],
        );
        check("twice a day", &["Duration 0.5..0.5 Every [twice a day]"]);
        check(
            "every 15 minutes",
            &["Duration 0.0104..0.0104 Every [15 minutes]"],
        );
        check(
            "55 x 40 x 23 cm",
            &["Length 0.55..0.55 Plain [55 x 40 x 23 cm]"],
        );
        check("", &[]);
    }
}
