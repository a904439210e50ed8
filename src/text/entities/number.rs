//! Numbers as people write them, in figures and in words.

/// A number in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte, a multiplier such as `k` included.
    pub(super) end: usize,
    /// What it says.
    pub(super) value: f64,
    /// Written with decimals, or with `,-` for none.
    pub(super) decimals: bool,
    /// Written with a multiplier such as `k`.
    pub(super) multiplied: bool,
    /// Groups were parted by spaces: only believable beside a currency.
    pub(super) spaced: bool,
}

/// Longest run of figures, separators included, that is read as a number.
const LONGEST: usize = 24;

/// Numbers in figures, in order. `text` is a normal form: lower case, single spaces.
pub(super) fn figures(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let mut numbers = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let (run_end, joined) = run(bytes, at);
        if !joined && !glued(text, at) {
            let mut at_number = at;
            while at_number < run_end {
                // `20 450` is one number or two: when it cannot be one, the parts stand alone.
                let Some(number) = read(text, at_number, run_end) else {
                    break;
                };
                at_number = skip_to_digit(bytes, number.end.max(at_number + 1), run_end);
                numbers.push(number);
            }
        }
        at = run_end.max(at + 1);
        if joined {
            while bytes
                .get(at)
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-/:_@.".contains(byte))
            {
                at += 1;
            }
        }
    }
    numbers
}

fn skip_to_digit(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end && !bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

/// Whether what stands directly before a figure makes it a part of something else: a code, a date, a
/// time, a version, an address. A currency code may stand there (`usd450`).
fn glued(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    match before.chars().next_back() {
        Some('#' | '@' | '_' | '.' | ':' | '\\') => true,
        Some('/' | '-') => before
            .chars()
            .nth_back(1)
            .is_some_and(|character| character.is_alphanumeric() && !character.is_ascii_digit()),
        Some(last) if last.is_alphanumeric() => {
            let letters = before
                .char_indices()
                .rev()
                .take(4)
                .take_while(|(_, character)| character.is_alphanumeric())
                .last()
                .map_or(at, |(start, _)| start);
            before
                .get(letters..)
                .is_none_or(|code| super::currency::code(code).is_none())
        }
        _ => false,
    }
}

/// End of the run of figures and separators from `start`, and whether letters make it a code.
fn run(bytes: &[u8], start: usize) -> (usize, bool) {
    let mut end = start;
    while let Some(&byte) = bytes.get(end) {
        let next_is_digit = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        let part = byte.is_ascii_digit()
            || (next_is_digit && matches!(byte, b'.' | b',' | b'\''))
            || (next_is_digit && byte == b' ' && three_digits(bytes, end + 1));
        if !part {
            break;
        }
        end += 1;
    }
    let code = match (bytes.get(end), bytes.get(end + 1)) {
        (Some(b':' | b'/' | b'@' | b'_'), Some(next)) => next.is_ascii_alphanumeric(),
        (Some(b'-'), Some(next)) => {
            // `200-300` may be a range, `12-24-2026` and `555-0199-300` are none.
            let (after, _) = digits_end(bytes, end + 1);
            (bytes.get(after) == Some(&b'-')
                && bytes.get(after + 1).is_some_and(u8::is_ascii_digit))
                || (after == end + 1 && next.is_ascii_alphabetic() && end - start > 6)
        }
        _ => false,
    };
    (end, code)
}

fn digits_end(bytes: &[u8], start: usize) -> (usize, usize) {
    let mut end = start;
    while bytes.get(end).is_some_and(u8::is_ascii_digit) {
        end += 1;
    }
    (end, end - start)
}

fn three_digits(bytes: &[u8], at: usize) -> bool {
    digits_end(bytes, at).1 == 3
}

/// Reads one number from `start` within a run.
fn read(text: &str, start: usize, run_end: usize) -> Option<Number> {
    let whole = text.get(start..run_end)?;
    let mut spaced = whole.contains(' ');
    let mut written = whole;
    if spaced {
        // A number in groups starts with at most three figures; otherwise take what is before the
        // first space.
        let first = whole.split([' ', '.', ',']).next().unwrap_or("");
        if first.len() > 3 || first.starts_with('0') {
            written = whole.split(' ').next().unwrap_or("");
            spaced = false;
        }
    }
    if written.len() > LONGEST {
        return None;
    }
    let mut end = start + written.len();
    let tail = text.get(end..).unwrap_or("");
    let thousands = tail.starts_with('k') && !letter_at(tail, 1);
    let (mut value, mut decimals) = value_of(written, thousands)?;
    let mut multiplied = false;
    if let Some((length, factor)) = multiplier(tail) {
        value *= factor;
        end += length;
        multiplied = true;
    } else if let Some(length) = no_cents(tail) {
        end += length;
        decimals = true;
    }
    Some(Number {
        start,
        end,
        value,
        decimals,
        multiplied,
        spaced,
    })
}

fn letter_at(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(char::is_alphanumeric)
}

/// `k`, `grand`, `million` and their like after a number: bytes and factor.
fn multiplier(tail: &str) -> Option<(usize, f64)> {
    const MULTIPLIERS: [(&str, f64); 15] = [
        (" hundred", 1e2),
        (" hundert", 1e2),
        ("k", 1e3),
        (" k", 1e3),
        (" grand", 1e3),
        (" thousand", 1e3),
        (" tausend", 1e3),
        (" tsd.", 1e3),
        (" tsd", 1e3),
        (" mille", 1e3),
        (" mil", 1e3),
        (" mila", 1e3),
        (" duizend", 1e3),
        (" million", 1e6),
        (" millionen", 1e6),
    ];
    MULTIPLIERS
        .iter()
        .find(|(word, _)| tail.starts_with(word) && !letter_at(tail, word.len()))
        .map(|(word, factor)| (word.len(), *factor))
}

/// `,-` and its like: no cents.
fn no_cents(tail: &str) -> Option<usize> {
    [",--", ".--", ",—", ",–", ".–", ".—", ",-", ".-"]
        .iter()
        .find(|mark| tail.starts_with(**mark) && !letter_at(tail, mark.len()))
        .map(|mark| mark.len())
}

/// Value of figures with separators, and whether there are decimals. A point or comma followed by
/// exactly three figures groups (`2.450` is 2450), by one or two it is decimal.
fn value_of(written: &str, thousands: bool) -> Option<(f64, bool)> {
    let last = written.rfind(['.', ',']);
    let mut decimal_at = None;
    if let Some(at) = last {
        let mark = written.get(at..=at)?;
        let tail = written.len() - at - 1;
        let head = written.get(..at)?;
        let alone = !head.contains(mark);
        let other = head.contains(['.', ',', '\'', ' ']) && alone;
        let leading_zero = head == "0";
        if alone && (tail != 3 || thousands || leading_zero || other) {
            decimal_at = Some(at);
        }
    }
    let head = decimal_at.map_or(Some(written), |at| written.get(..at))?;
    let groups: Vec<&str> = head.split(['.', ',', '\'', ' ']).collect();
    if let Some((first, rest)) = groups.split_first() {
        let well = rest.is_empty()
            || (first.len() <= 3
                && rest.last().is_some_and(|group| group.len() == 3)
                // Groups of two before the last are India's.
                && rest.iter().all(|group| group.len() == 3 || group.len() == 2)
                && (rest.iter().all(|group| group.len() == 3) || head.contains(',')));
        if !well {
            return None;
        }
    }
    let mut plain: String = groups.concat();
    if let Some(at) = decimal_at {
        plain.push('.');
        plain.push_str(written.get(at + 1..)?);
    }
    crate::decimal::parse(&plain).map(|value| (value, decimal_at.is_some()))
}

/// Number words of English and the simple ones of German, French, Spanish, Italian, Portuguese and
/// Dutch. Compounds (`zweihundertfünfzig`) are taken apart by the longest part.
const WORDS: &[(&str, u32)] = &[
    ("achtzehn", 18),
    ("achttien", 18),
    ("achtzig", 80),
    ("acht", 8),
    ("cem", 100),
    ("cent", 100),
    ("cento", 100),
    ("cents", 100),
    ("cien", 100),
    ("ciento", 100),
    ("cinco", 5),
    ("cincuenta", 50),
    ("cinq", 5),
    ("cinquanta", 50),
    ("cinquante", 50),
    ("cinque", 5),
    ("cinquenta", 50),
    ("cuarenta", 40),
    ("cuatro", 4),
    ("cuatrocientos", 400),
    ("deux", 2),
    ("dez", 10),
    ("dieci", 10),
    ("diez", 10),
    ("dix", 10),
    ("dois", 2),
    ("dos", 2),
    ("doscientos", 200),
    ("douze", 12),
    ("doze", 12),
    ("drei", 3),
    ("dreißig", 30),
    ("dreissig", 30),
    ("drie", 3),
    ("due", 2),
    ("duecento", 200),
    ("duizend", 1000),
    ("duzentos", 200),
    ("eighteen", 18),
    ("eight", 8),
    ("eighty", 80),
    ("ein", 1),
    ("eine", 1),
    ("een", 1),
    ("elf", 11),
    ("eleven", 11),
    ("fifteen", 15),
    ("fifty", 50),
    ("five", 5),
    ("forty", 40),
    ("fourty", 40),
    ("four", 4),
    ("fourteen", 14),
    ("fünf", 5),
    ("fuenf", 5),
    ("fünfzig", 50),
    ("fuenfzig", 50),
    ("fünfzehn", 15),
    ("honderd", 100),
    ("hundert", 100),
    ("hundred", 100),
    ("huit", 8),
    ("mil", 1000),
    ("mila", 1000),
    ("mille", 1000),
    ("negen", 9),
    ("neun", 9),
    ("neunzig", 90),
    ("neuf", 9),
    ("nine", 9),
    ("nineteen", 19),
    ("ninety", 90),
    ("nove", 9),
    ("novecientos", 900),
    ("noventa", 90),
    ("nueve", 9),
    ("ocho", 8),
    ("ochocientos", 800),
    ("oito", 8),
    ("oitocentos", 800),
    ("one", 1),
    ("otto", 8),
    ("ottanta", 80),
    ("quarante", 40),
    ("quaranta", 40),
    ("quarenta", 40),
    ("quatre", 4),
    ("quatro", 4),
    ("quatrocentos", 400),
    ("quattro", 4),
    ("quinhentos", 500),
    ("quinientos", 500),
    ("quinze", 15),
    ("sechs", 6),
    ("sechzig", 60),
    ("sechzehn", 16),
    ("sei", 6),
    ("seis", 6),
    ("seiscentos", 600),
    ("seiscientos", 600),
    ("sept", 7),
    ("sessanta", 60),
    ("sessenta", 60),
    ("sete", 7),
    ("setecentos", 700),
    ("setecientos", 700),
    ("setenta", 70),
    ("settanta", 70),
    ("sette", 7),
    ("seven", 7),
    ("seventeen", 17),
    ("seventy", 70),
    ("sesenta", 60),
    ("sieben", 7),
    ("siebzig", 70),
    ("siete", 7),
    ("six", 6),
    ("sixteen", 16),
    ("sixty", 60),
    ("soixante", 60),
    ("tausend", 1000),
    ("ten", 10),
    ("thirteen", 13),
    ("thirty", 30),
    ("thousand", 1000),
    ("three", 3),
    ("treinta", 30),
    ("trenta", 30),
    ("trente", 30),
    ("tres", 3),
    ("trescientos", 300),
    ("trezentos", 300),
    ("três", 3),
    ("tre", 3),
    ("trinta", 30),
    ("trois", 3),
    ("twaalf", 12),
    ("twee", 2),
    ("twelve", 12),
    ("twenty", 20),
    ("twintig", 20),
    ("two", 2),
    ("veertig", 40),
    ("veinte", 20),
    ("uno", 1),
    ("venti", 20),
    ("vier", 4),
    ("vierzig", 40),
    ("vijf", 5),
    ("vijftig", 50),
    ("vingt", 20),
    ("vingts", 20),
    ("vinte", 20),
    ("tien", 10),
    ("zehn", 10),
    ("zes", 6),
    ("zestig", 60),
    ("zeven", 7),
    ("zeventig", 70),
    ("tachtig", 80),
    ("negentig", 90),
    ("dertig", 30),
    ("zwanzig", 20),
    ("zwei", 2),
    ("zwölf", 12),
    ("zwoelf", 12),
    ("novanta", 90),
    ("ochenta", 80),
    ("oitenta", 80),
    ("novecentos", 900),
];

fn word_value(word: &str) -> Option<u32> {
    WORDS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, value)| *value)
}

/// A value that is put together word by word.
#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    total: u64,
    current: u64,
    any: bool,
}

impl Sum {
    fn add(&mut self, value: u32) {
        let value = u64::from(value);
        self.any = true;
        match value {
            1000 => {
                self.total += self.current.max(1) * 1000;
                self.current = 0;
            }
            100 => self.current = self.current.max(1) * 100,
            // quatre-vingts
            20 if self.current % 100 == 4 => self.current += 76,
            _ => self.current += value,
        }
    }
}

/// Takes a word apart into number words; `None` when a rest remains.
fn compound(word: &str, sum: &mut Sum) -> Option<()> {
    let mut rest = word;
    let mut taken = *sum;
    while !rest.is_empty() {
        if let Some(next) = rest.strip_prefix("und").or_else(|| rest.strip_prefix("en"))
            && rest.len() < word.len()
        {
            rest = next;
            continue;
        }
        let (length, value) = WORDS
            .iter()
            .filter_map(|(part, value)| Some((part_of(rest, part)?, *value)))
            .max_by_key(|(length, _)| *length)?;
        taken.add(value);
        rest = rest.get(length..)?;
    }
    *sum = taken;
    Some(())
}

/// How much of `rest` a number word takes at its start. Italian leaves the last vowel out before
/// another one: `trecentottanta`, `ventuno`, `trentotto`.
fn part_of(rest: &str, part: &str) -> Option<usize> {
    let elided = part.strip_suffix(['o', 'a', 'i']).filter(|elided| {
        rest.strip_prefix(elided).is_some_and(|next| {
            ["uno", "otto", "ottanta"]
                .iter()
                .any(|vowel| next.starts_with(vowel))
        })
    });
    elided
        .or_else(|| rest.starts_with(part).then_some(part))
        .map(str::len)
}

/// Numbers in words, in order: runs of number words, with `and`, `und`, `et`, `y`, `e`, `en` between.
/// `text` is a normal form.
pub(super) fn words(text: &str) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    let mut open: Option<(usize, usize, Sum)> = None;
    let mut pending_one: Option<usize> = None;
    let mut grand = false;
    let mut last_end = 0;
    let close =
        |open: &mut Option<(usize, usize, Sum)>, grand: &mut bool, out: &mut Vec<Number>| {
            if let Some((start, end, sum)) = open.take() {
                let value = (sum.total + sum.current) as f64;
                if sum.any && value > 0.0 && value < 1e9 {
                    out.push(Number {
                        start,
                        end,
                        value,
                        decimals: false,
                        multiplied: *grand,
                        spaced: false,
                    });
                }
            }
            *grand = false;
        };
    for (start, word) in letter_words(text) {
        let end = start + word.len();
        let near = text
            .get(last_end..start)
            .is_some_and(|gap| matches!(gap, " " | "-"));
        last_end = end;
        if !near {
            close(&mut open, &mut grand, &mut numbers);
            pending_one = None;
        }
        if let Some((_, open_end, sum)) = &mut open {
            if matches!(word, "and" | "und" | "et" | "y" | "e" | "en" | "of") {
                continue;
            }
            if matches!(word, "grand" | "k") {
                sum.add(1000);
                grand = true;
                *open_end = end;
                continue;
            }
        }
        let mut sum = open.map(|(_, _, sum)| sum).unwrap_or_default();
        let value = word_value(word);
        let known = match value {
            Some(value) => {
                sum.add(value);
                true
            }
            // Only long words are compounds: `eine`, `dos` and their like are in the list.
            None => word.len() >= 7 && word.len() < 64 && compound(word, &mut sum).is_some(),
        };
        if known {
            let from = open
                .map(|(from, _, _)| from)
                .or(pending_one.filter(|_| value.is_some_and(|value| value >= 100)))
                .unwrap_or(start);
            open = Some((from, end, sum));
            pending_one = None;
            continue;
        }
        close(&mut open, &mut grand, &mut numbers);
        match word {
            "a" | "un" | "una" | "um" | "one" => pending_one = Some(start),
            "couple" | "paar" if pending_one.is_some() => {
                let from = pending_one.take().unwrap_or(start);
                open = Some((
                    from,
                    end,
                    Sum {
                        total: 0,
                        current: 2,
                        any: false,
                    },
                ));
            }
            "grand" if pending_one.is_some() => {
                let from = pending_one.take().unwrap_or(start);
                open = Some((
                    from,
                    end,
                    Sum {
                        total: 1000,
                        current: 0,
                        any: true,
                    },
                ));
                grand = true;
            }
            _ => pending_one = None,
        }
    }
    close(&mut open, &mut grand, &mut numbers);
    numbers
}

/// Runs of letters.
fn letter_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let tail = text.get(rest..)?;
        let start = rest + tail.find(char::is_alphabetic)?;
        let tail = text.get(start..)?;
        let length = tail
            .find(|character: char| !character.is_alphabetic())
            .unwrap_or(tail.len());
        rest = start + length;
        Some((start, tail.get(..length)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_figures(text: &str, expected: &[f64]) {
        let values: Vec<f64> = figures(text).iter().map(|number| number.value).collect();
        assert_eq!(values, expected, "{text}");
    }

    fn check_words(text: &str, expected: &[f64]) {
        let values: Vec<f64> = words(text).iter().map(|number| number.value).collect();
        assert_eq!(values, expected, "{text}");
    }

    #[test]
    fn figures_are_read_in_every_grouping() {
        check_figures("$1,200.50", &[1200.5]);
        check_figures("1.200,50 €", &[1200.5]);
        check_figures("€2.450", &[2450.0]);
        check_figures("chf 1'200.-", &[1200.0]);
        check_figures("450,- eur", &[450.0]);
        check_figures("1 200,50 €", &[1200.5]);
        check_figures("1.2k and $1,5k", &[1200.0, 1500.0]);
        check_figures("rs 1,00,000", &[100_000.0]);
        check_figures("1.200.000,00", &[1_200_000.0]);
        check_figures("0.500", &[0.5]);
        check_figures("i paid 12.", &[12.0]);
        check_figures("version 1.2.3 of 10.0.0.1", &[]);
        check_figures("at 10:30", &[]);
        check_figures("12-24-2026", &[]);
        check_figures("200-300", &[200.0, 300.0]);
        check_figures("#20417", &[]);
        check_figures("20417 450 dollars", &[20417.0, 450.0]);
    }

    #[test]
    fn number_words_are_added_up() {
        check_words("five hundred dollars", &[500.0]);
        check_words("one hundred and twenty-five dollars", &[125.0]);
        check_words("twelve hundred bucks", &[1200.0]);
        check_words("a thousand euros", &[1000.0]);
        check_words("two grand", &[2000.0]);
        check_words("a grand", &[1000.0]);
        check_words("a couple of hundred dollars", &[200.0]);
        check_words("zweihundertfünfzig euro", &[250.0]);
        check_words("tausend euro", &[1000.0]);
        check_words("quatre-vingt-dix euros", &[90.0]);
        check_words("deux mille cinq cents euros", &[2500.0]);
        check_words("quinientos euros", &[500.0]);
        check_words("cinquecento euro", &[500.0]);
        check_words("duzentos reais", &[200.0]);
        check_words("vijfhonderd euro", &[500.0]);
        check_words("nothing here", &[]);
    }
}
