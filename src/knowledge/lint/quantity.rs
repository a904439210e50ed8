//! Quantities in a text: numbers with their units, normalised, so that `two weeks` and `14 days` are
//! the same.

use super::units::{self, Measure};
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
    fn new(measure: Measure, low: f64, high: f64, range: Range<usize>) -> Self {
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    Sign,
}

/// A word, a number in figures, or a sign.
#[derive(Debug, Clone)]
struct Lexeme<'t> {
    kind: Kind,
    text: &'t str,
    /// In lower case.
    lower: String,
    start: usize,
    end: usize,
    /// Whether no space stands before it.
    glued: bool,
}

fn lex(text: &str) -> Vec<Lexeme<'_>> {
    let mut out: Vec<Lexeme<'_>> = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        if character.is_whitespace() {
            continue;
        }
        let mut end = start + character.len_utf8();
        let kind = if character.is_ascii_digit() {
            while let Some((at, next)) = characters.peek().copied() {
                let inside = next.is_ascii_digit()
                    || (matches!(next, '.' | ',' | ':' | '\u{a0}' | '\u{202f}')
                        && text
                            .get(at + next.len_utf8()..)
                            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
                if !inside {
                    break;
                }
                characters.next();
                end = at + next.len_utf8();
            }
            Kind::Number
        } else if character.is_alphabetic() {
            while let Some((at, next)) = characters.peek().copied() {
                let inside = next.is_alphanumeric()
                    || (matches!(next, '\'' | '’')
                        && text
                            .get(at + next.len_utf8()..)
                            .is_some_and(|rest| rest.starts_with(char::is_alphabetic)));
                if !inside {
                    break;
                }
                characters.next();
                end = at + next.len_utf8();
            }
            Kind::Word
        } else {
            Kind::Sign
        };
        let words = text.get(start..end).unwrap_or("");
        out.push(Lexeme {
            kind,
            text: words,
            lower: words.to_lowercase(),
            start,
            end,
            glued: out.last().is_some_and(|last| last.end == start),
        });
    }
    out
}

/// The value of figures: a separator before exactly three figures groups, another one is decimal.
fn figures(written: &str) -> Option<f64> {
    if written.contains(':') {
        return None;
    }
    let mut plain = String::new();
    let mut parts = written.split(['.', ',', '\u{a0}', '\u{202f}']).peekable();
    let first = parts.next()?;
    plain.push_str(first);
    while let Some(part) = parts.next() {
        let groups = part.len() == 3 && first.len() <= 3 && first != "0";
        if !groups {
            if parts.peek().is_some() {
                return None;
            }
            plain.push('.');
        }
        plain.push_str(part);
    }
    plain.parse().ok()
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

    fn mail(&self, at: usize) -> Found {
        let first = self.get(at)?;
        if first.kind == Kind::Sign {
            return None;
        }
        // The address is one run without spaces.
        let mut end = at + 1;
        while self.get(end).is_some_and(|lexeme| lexeme.glued) {
            end += 1;
        }
        let range = self.range(at, end);
        let run = self.text.get(range.clone())?;
        let sign = run.find('@')?;
        let domain = run.get(sign + 1..)?;
        if sign == 0 || !domain.contains('.') {
            return None;
        }
        let address = run
            .trim_end_matches(['.', ',', ')', ';', ':'])
            .to_lowercase();
        let hash = address.bytes().fold(7_u32, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u32::from(byte))
        });
        let range = range.start..range.start + address.len();
        let value = f64::from(hash);
        let mut found = Quantity::new(Measure::Email, value, value, range);
        found.noun.push(address);
        Some((Some(found), end))
    }

    fn phone(&self, at: usize) -> Found {
        let first = self.get(at)?;
        let plus = first.lower == "+" || first.lower == "(";
        if first.kind != Kind::Number && !plus {
            return None;
        }
        let mut end = at;
        let mut number = String::new();
        let mut groups = 0;
        while let Some(lexeme) = self.get(end) {
            match lexeme.kind {
                Kind::Number
                    if lexeme
                        .text
                        .bytes()
                        .all(|byte| byte.is_ascii_digit() || byte == b'.') =>
                {
                    number.extend(lexeme.text.chars().filter(char::is_ascii_digit));
                    groups += 1;
                }
                Kind::Sign
                    if matches!(lexeme.text, "+" | "(" | ")" | "-" | "–" | "/" | "." | "‑") =>
                {
                    if lexeme.text == "." && !lexeme.glued {
                        break;
                    }
                }
                _ => break,
            }
            end += 1;
        }
        while end > at
            && self
                .get(end - 1)
                .is_some_and(|lexeme| lexeme.kind == Kind::Sign)
        {
            end -= 1;
        }
        let announced = (1..=5).any(|back| {
            [
                "phone",
                "call",
                "calls",
                "tel",
                "telephone",
                "hotline",
                "number",
                "dial",
                "ring",
                "telefon",
                "rufnummer",
                "nummer",
                "an",
                "unter",
                "fax",
                "whatsapp",
                "on",
                "line",
            ]
            .contains(&self.before(at, back))
        });
        let looks = number.len() >= 9
            && groups >= 2
            && (first.lower == "+" || number.starts_with('0') || announced || number.len() == 10);
        let short = (7..=15).contains(&number.len())
            && groups >= 2
            && announced
            && (number.starts_with('0') || number.starts_with('1') || self.text.contains("555"));
        if !(looks || short) || number.len() > 15 {
            return None;
        }
        let tail = number.get(number.len().saturating_sub(9)..)?;
        let value: f64 = tail.parse().ok()?;
        let found = Quantity::new(Measure::Phone, value, value, self.range(at, end));
        Some((Some(found), end))
    }

    /// Dates with a year are no quantity; a day and month without one is.
    fn date(&self, at: usize) -> Found {
        let day_at = |at: usize| -> Option<(u8, usize)> {
            let lexeme = self.get(at)?;
            if lexeme.kind != Kind::Number {
                return None;
            }
            let day: u8 = lexeme.text.parse().ok()?;
            let mut next = at + 1;
            if self.get(next).is_some_and(|suffix| {
                suffix.glued
                    && matches!(suffix.lower.as_str(), "st" | "nd" | "rd" | "th" | "." | "º")
            }) {
                next += 1;
            }
            (1..=31).contains(&day).then_some((day, next))
        };
        let month_at = |at: usize| {
            self.get(at)
                .filter(|lexeme| lexeme.text.starts_with(char::is_uppercase))
                .and_then(|lexeme| units::month(&lexeme.lower))
        };
        let year_at = |at: usize| is_year(self.lower(at));
        let with_year = |mut next: usize| {
            if self.lower(next) == "." {
                next += 1;
            }
            let comma = usize::from(self.lower(next) == ",");
            (year_at(next + comma)).then_some(next + comma + 1)
        };
        let whole = |month: u8, day: u8, next: usize| -> Found {
            if let Some(end) = with_year(next) {
                return Some((None, end));
            }
            let value = f64::from(u16::from(month) * 31 + u16::from(day));
            let mut end = next;
            let mut high = value;
            // `24 and 25 December`, `December 24 to 26`
            if matches!(
                self.lower(end),
                "-" | "–" | "to" | "and" | "bis" | "und" | "until"
            ) {
                if let (Some(other), Some((day, after))) = (month_at(end + 1), day_at(end + 2)) {
                    high = f64::from(u16::from(other) * 31 + u16::from(day));
                    end = after;
                } else if let Some((other, after)) = day_at(end + 1) {
                    high = f64::from(u16::from(month) * 31 + u16::from(other));
                    end = after;
                }
            }
            if let Some(end) = with_year(end) {
                return Some((None, end));
            }
            Some((
                Some(Quantity::new(
                    Measure::YearDay,
                    value,
                    high,
                    self.range(at, end),
                )),
                end,
            ))
        };
        if let Some(month) = month_at(at) {
            if let Some((day, next)) = day_at(at + 1) {
                return whole(month, day, next);
            }
            if let Some(end) = with_year(at + 1) {
                return Some((None, end));
            }
            return None;
        }
        if let Some((day, next)) = day_at(at) {
            let of = usize::from(matches!(self.lower(next), "of" | "de"));
            if let Some(month) = month_at(next + of) {
                return whole(month, day, next + of + 1);
            }
        }
        let lexeme = self.get(at)?;
        if lexeme.kind != Kind::Number {
            return None;
        }
        // 2024-05-01, 1/5/2024, 01.05.2024
        if lexeme.text.split('.').count() == 3 {
            return Some((None, at + 1));
        }
        let parted = |sign: &str| {
            self.lower(at + 1) == sign
                && self.get(at + 1).is_some_and(|sign| sign.glued)
                && self
                    .get(at + 2)
                    .is_some_and(|next| next.kind == Kind::Number)
        };
        if (parted("-") && is_year(&lexeme.lower)) || (parted("/") && self.lower(at + 3) == "/") {
            let mut end = at + 1;
            while self.get(end).is_some_and(|lexeme| lexeme.glued) {
                end += 1;
            }
            return Some((None, end));
        }
        if is_year(&lexeme.lower) && !self.has_unit(at + 1) {
            return Some((None, at + 1));
        }
        None
    }

    fn has_unit(&self, at: usize) -> bool {
        let word = self.lower(at);
        units::unit(word).is_some() || units::currency(word).is_some() || word == "%"
    }

    fn weekdays(&self, at: usize) -> Found {
        let first = units::weekday(self.lower(at))?;
        let written = self.get(at)?.text;
        let name = first < 7;
        if name && !written.starts_with(char::is_uppercase) && !written.ends_with('s') {
            return None;
        }
        let mut bits = bits_of(first);
        let mut end = at + 1;
        loop {
            let joins = self.lower(end);
            let Some(next) = units::weekday(self.lower(end + 1)) else {
                break;
            };
            match joins {
                "to" | "-" | "–" | "bis" | "through" | "until" | "till" if name && next < 7 => {
                    bits = (0..7_u8)
                        .filter(|day| {
                            if first <= next {
                                (first..=next).contains(day)
                            } else {
                                *day >= first || *day <= next
                            }
                        })
                        .fold(bits, |bits, day| bits | (1 << day));
                }
                "and" | "," | "und" | "or" | "oder" => bits |= bits_of(next),
                _ => break,
            }
            end += 2;
        }
        let value = f64::from(bits);
        Some((
            Some(Quantity::new(
                Measure::Weekdays,
                value,
                value,
                self.range(at, end),
            )),
            end,
        ))
    }

    /// A time of day at `at`: minutes, whether it says so by itself, and the end.
    fn time(&self, at: usize) -> Option<(f64, bool, usize)> {
        let lexeme = self.get(at)?;
        match lexeme.lower.as_str() {
            "noon" | "midday" => return Some((720.0, true, at + 1)),
            "midnight" | "mitternacht" => return Some((1440.0, true, at + 1)),
            _ => {}
        }
        if lexeme.kind != Kind::Number {
            return None;
        }
        let (hours, minutes) = match lexeme.text.split_once([':', '.']) {
            Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
            Some(_) => return None,
            None => (lexeme.text, "0"),
        };
        let hours: f64 = hours.parse().ok()?;
        let minutes: f64 = minutes.parse().ok()?;
        if hours > 24.0 || minutes > 59.0 {
            return None;
        }
        let value = hours * 60.0 + minutes;
        let mut end = at + 1;
        let word = self.lower(end);
        // a.m., am, a. m.
        if (matches!(word, "a" | "p") && self.lower(end + 1) == "." && self.lower(end + 2) == "m")
            || matches!(word, "am" | "pm")
        {
            let afternoon = word.starts_with('p');
            if word.len() == 1 {
                end += 3;
                if self
                    .get(end)
                    .is_some_and(|point| point.glued && point.text == ".")
                {
                    end += 1;
                }
            } else {
                end += 1;
            }
            if hours > 12.0 {
                return None;
            }
            let noon = hours == 12.0;
            let value = match (afternoon, noon) {
                (true, false) => value + 720.0,
                (false, true) => value - 720.0,
                _ => value,
            };
            return Some((value, true, end));
        }
        if matches!(word, "uhr" | "o'clock" | "o’clock") {
            return Some((value, true, end + 1));
        }
        let colon = lexeme.text.contains(':');
        Some((value, colon, end))
    }

    fn clock(&self, at: usize) -> Found {
        if self.lower(at) == "24" && self.lower(at + 1) == "/" && self.lower(at + 2) == "7" {
            return Some((
                Some(Quantity::new(
                    Measure::Clock,
                    0.0,
                    1440.0,
                    self.range(at, at + 3),
                )),
                at + 3,
            ));
        }
        let round = [
            ["around", "the", "clock"],
            ["rund", "um", "die"],
            ["day", "and", "night"],
        ];
        if round
            .iter()
            .any(|words| (0..3).all(|step| words.get(step) == Some(&self.lower(at + step))))
        {
            let end = at + if self.lower(at) == "rund" { 4 } else { 3 };
            return Some((
                Some(Quantity::new(
                    Measure::Clock,
                    0.0,
                    1440.0,
                    self.range(at, end),
                )),
                end,
            ));
        }
        let (first, said, next) = self.time(at)?;
        if matches!(
            self.lower(next),
            "to" | "-" | "–" | "and" | "until" | "till" | "bis" | "und"
        ) && let Some((second, also, end)) = self.time(next + 1)
            && (said || also)
            && !self.has_unit(end)
        {
            // `2 to 4 p.m.`: the first takes the half of the day from the second.
            let first = if !said
                && also
                && second > 720.0
                && first + 720.0 < second
                && self.lower(end.saturating_sub(1)) != "uhr"
            {
                first + 720.0
            } else {
                first
            };
            return Some((
                Some(Quantity::new(
                    Measure::Clock,
                    first,
                    second,
                    self.range(at, end),
                )),
                end,
            ));
        }
        if !said {
            return None;
        }
        Some((
            Some(Quantity::new(
                Measure::Clock,
                first,
                first,
                self.range(at, next),
            )),
            next,
        ))
    }

    /// Words that say that something costs nothing.
    fn free(&self, at: usize) -> Found {
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

    /// A number in figures or words at `at`, and the end.
    fn value(&self, at: usize) -> Option<(f64, usize)> {
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

    /// `once per hour`.
    fn rate(&self, at: usize) -> Found {
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
    fn spoken(&self, at: usize) -> Found {
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

    fn number(&self, at: usize) -> Found {
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
    fn counts(&self, at: usize) -> bool {
        self.get(at).is_some_and(|word| {
            word.kind == Kind::Word && word.lower.len() > 2 && !is_function_word(&word.lower)
        })
    }

    /// Whether `a week` or `one day` is a length here.
    fn measures(&self, at: usize, unit_at: usize) -> bool {
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

    fn role(&self, at: usize, end: usize, found: &Quantity) -> Role {
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

/// Who has an age.
const PEOPLE: &[&str] = &[
    "passengers",
    "passenger",
    "people",
    "children",
    "child",
    "customers",
    "customer",
    "guests",
    "persons",
    "adults",
    "kids",
    "students",
    "anyone",
    "everyone",
    "members",
    "travellers",
    "drivers",
    "driver",
    "visitors",
    "players",
    "users",
    "kinder",
    "personen",
    "kunden",
    "jugendliche",
    "teenagers",
    "anybody",
    "everybody",
    "those",
    "patients",
    "riders",
    "renters",
];

/// Names that number parts of a text, not facts.
const NO_LABELS: &[&str] = &[
    "step",
    "option",
    "section",
    "chapter",
    "figure",
    "page",
    "table",
    "row",
    "rows",
    "article",
    "error",
    "code",
    "phase",
    "part",
    "item",
    "no",
    "schritt",
    "seite",
    "abschnitt",
    "the",
    "and",
    "or",
    "of",
    "from",
    "to",
    "at",
    "in",
    "on",
    "by",
    "for",
    "with",
    "about",
    "only",
    "up",
    "than",
    "question",
    "paragraph",
    "example",
    "status",
    "over",
    "under",
    "between",
    "every",
    "if",
    "level",
    "case",
    "iso",
    "en",
    "din",
    "sha",
    "aes",
    "http",
    "is",
    "are",
    "after",
    "within",
    "bis",
    "ab",
    "von",
    "für",
    "und",
    "oder",
    "mit",
    "um",
    "am",
    "im",
    "paragraf",
    "until",
];

/// Words that count nothing.
fn is_function_word(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "and", "or", "of", "to", "in", "on", "at", "for", "by", "with", "from", "the", "is", "are",
        "was", "if", "as", "per", "than", "but", "will", "can", "you", "your", "we", "our", "it",
        "a", "an", "that", "which", "when", "where", "before", "after", "until", "then", "und",
        "oder", "von", "bis", "mit", "für", "ab", "pro", "im", "am", "an", "auf", "zu", "aus",
        "bei", "nach", "vor", "ist", "sind", "wenn", "sie", "wir", "not", "no", "each", "plus",
        "minus", "times", "x", "only", "do", "does", "may", "must", "should", "has", "have",
        "because", "so", "while", "once", "both", "more", "over", "under", "into", "out", "up",
        "mal", "der", "die", "das", "den", "dem", "des", "als", "dann", "minimum", "maximum",
        "central", "local", "please", "working", "business",
    ];
    WORDS.contains(&word)
}

fn bits_of(day: u8) -> u8 {
    match day {
        0..=6 => 1 << day,
        7 => 0b001_1111,
        8 => 0b110_0000,
        _ => 0b111_1111,
    }
}

/// Whether the word is a year of our time.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && word
            .parse::<u16>()
            .is_ok_and(|year| (1970..2070).contains(&year))
}

/// Whether two quantities of one measure say the same, as far as a reader would care.
pub(super) fn agree(a: &Quantity, b: &Quantity) -> bool {
    let tolerance = if a.measure == Measure::Duration && a.factor != b.factor {
        0.08
    } else {
        0.015
    };
    let near = |x: f64, y: f64, slack: f64| (x - y).abs() <= slack * x.abs().max(y.abs()) + 1e-9;
    let same = |stretch: f64| {
        let (low, high) = (a.low * stretch, a.high * stretch);
        let slack = if stretch == 1.0 { tolerance } else { 0.08 };
        (near(low, b.low, slack) && near(high, b.high, slack))
            // A single value inside a written range, or at its end, is no contradiction.
            || (b.low == b.high && low < high && low <= b.low && b.low <= high * (1.0 + slack))
            || (low == high && b.low < b.high && b.low <= low && low <= b.high * (1.0 + slack))
    };
    let exact = matches!(
        a.measure,
        Measure::Clock
            | Measure::Statement
            | Measure::Weekdays
            | Measure::YearDay
            | Measure::Label
            | Measure::Phone
            | Measure::Email
    );
    if exact {
        if a.measure == Measure::Clock && (a.low == a.high) != (b.low == b.high) {
            return a.low == b.low
                || a.high == b.high
                || (a.low <= b.low && b.high <= a.high)
                || (b.low <= a.low && a.high <= b.high);
        }
        return a.low == b.low && a.high == b.high;
    }
    // A lower bound against a range is about its lower end.
    if a.low != a.high || b.low != b.high {
        if a.role == Role::Least && a.low == a.high {
            return near(a.low, b.low, tolerance);
        }
        if b.role == Role::Least && b.low == b.high {
            return near(a.low, b.low, tolerance);
        }
    }
    // Five working days are a week.
    same(1.0)
        || (a.measure == Measure::Duration && a.working != b.working && {
            if a.working {
                same(1.4)
            } else {
                same(1.0 / 1.4)
            }
        })
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
