//! Currencies by symbol, code and word.

/// Currency codes (ISO 4217) that people write beside a number; those that are also words are left
/// out.
const CODES: &[&str] = &[
    "aed", "ars", "aud", "bgn", "brl", "cad", "chf", "clp", "cny", "czk", "dkk", "egp", "eur",
    "gbp", "ghs", "hkd", "huf", "idr", "ils", "inr", "jpy", "kes", "krw", "mxn", "myr", "ngn",
    "nok", "nzd", "pkr", "pln", "rub", "sar", "sek", "sgd", "thb", "twd", "uah", "usd", "vnd",
    "zar",
];

/// Symbols before or after a number, longest first. `$` alone is the US dollar.
const SYMBOLS: &[(&str, &str)] = &[
    ("us$", "USD"),
    ("usd$", "USD"),
    ("ca$", "CAD"),
    ("can$", "CAD"),
    ("au$", "AUD"),
    ("nz$", "NZD"),
    ("hk$", "HKD"),
    ("mx$", "MXN"),
    ("nt$", "TWD"),
    ("cn¥", "CNY"),
    ("rmb", "CNY"),
    ("fr.", "CHF"),
    ("sfr", "CHF"),
    ("kr.", "SEK"),
    ("rs.", "INR"),
    ("c$", "CAD"),
    ("a$", "AUD"),
    ("s$", "SGD"),
    ("r$", "BRL"),
    ("rs", "INR"),
    ("kr", "SEK"),
    ("zł", "PLN"),
    ("kč", "CZK"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₴", "UAH"),
    ("₩", "KRW"),
    ("₺", "TRY"),
    ("₪", "ILS"),
    ("฿", "THB"),
    ("₫", "VND"),
    ("₦", "NGN"),
    ("円", "JPY"),
    ("元", "CNY"),
    ("원", "KRW"),
];

/// Words after a number; the factor turns cents into whole units.
const WORDS: &[(&str, &str, f64)] = &[
    ("dollar", "USD", 1.0),
    ("dollars", "USD", 1.0),
    ("dolar", "USD", 1.0),
    ("dolars", "USD", 1.0),
    ("buck", "USD", 1.0),
    ("bucks", "USD", 1.0),
    ("dólar", "USD", 1.0),
    ("dólares", "USD", 1.0),
    ("dolares", "USD", 1.0),
    ("dollari", "USD", 1.0),
    ("grand", "USD", 1.0),
    ("euro", "EUR", 1.0),
    ("euros", "EUR", 1.0),
    ("euroes", "EUR", 1.0),
    ("pound", "GBP", 1.0),
    ("pounds", "GBP", 1.0),
    ("quid", "GBP", 1.0),
    ("sterling", "GBP", 1.0),
    ("pfund", "GBP", 1.0),
    ("libras", "GBP", 1.0),
    ("sterline", "GBP", 1.0),
    ("franken", "CHF", 1.0),
    ("francs", "CHF", 1.0),
    ("franchi", "CHF", 1.0),
    ("stutz", "CHF", 1.0),
    ("yen", "JPY", 1.0),
    ("yuan", "CNY", 1.0),
    ("rupees", "INR", 1.0),
    ("rupee", "INR", 1.0),
    ("reais", "BRL", 1.0),
    ("pesos", "MXN", 1.0),
    ("kronor", "SEK", 1.0),
    ("kroner", "NOK", 1.0),
    ("złoty", "PLN", 1.0),
    ("złotych", "PLN", 1.0),
    ("zloty", "PLN", 1.0),
    ("rubles", "RUB", 1.0),
    ("lira", "TRY", 1.0),
    ("rand", "ZAR", 1.0),
    ("cent", "", 0.01),
    ("cents", "", 0.01),
    ("¢", "USD", 0.01),
    ("pence", "GBP", 0.01),
    ("centimes", "EUR", 0.01),
    ("céntimos", "EUR", 0.01),
    ("cêntimos", "EUR", 0.01),
    ("centavos", "BRL", 0.01),
    ("centesimi", "EUR", 0.01),
];

/// Beside these a pound is a weight.
const WEIGHING: &[&str] = &[
    "weigh", "weight", "heavy", "lbs", "kilo", "kg", "lift", "wiegt", "wiegen", "gewicht",
];

/// A currency beside a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Currency {
    /// ISO 4217 code; empty for cents of an unnamed currency.
    pub(super) code: &'static str,
    /// What the number is multiplied with.
    pub(super) factor: f64,
    /// Bytes that it takes.
    pub(super) length: usize,
}

/// The upper-case code of a lower-case one.
pub(super) fn code(text: &str) -> Option<&'static str> {
    const UPPER: &[&str] = &[
        "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "CZK", "DKK", "EGP", "EUR",
        "GBP", "GHS", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KES", "KRW", "MXN", "MYR", "NGN",
        "NOK", "NZD", "PKR", "PLN", "RUB", "SAR", "SEK", "SGD", "THB", "TWD", "UAH", "USD", "VND",
        "ZAR",
    ];
    let at = CODES.binary_search(&text).ok();
    if let Some(code) = at.and_then(|at| UPPER.get(at)) {
        return Some(code);
    }
    SYMBOLS
        .iter()
        .find(|(symbol, _)| *symbol == text && text.is_ascii() && text != "kr.")
        .map(|(_, code)| *code)
}

/// The currency that ends at `at`.
pub(super) fn before(text: &str, at: usize) -> Option<Currency> {
    let head = text.get(..at)?;
    let (trimmed, gap) = match head.strip_suffix(' ') {
        Some(trimmed) => (trimmed, 1),
        None => (head, 0),
    };
    // `-` between symbol and figure: a negative amount.
    let (trimmed, gap) = match trimmed.strip_suffix(['-', '−']) {
        Some(shorter) if shorter.ends_with(['$', '€', '£']) => (shorter, gap + 1),
        _ => (trimmed, gap),
    };
    for (symbol, code) in SYMBOLS {
        if let Some(rest) = trimmed.strip_suffix(symbol) {
            let starts_with_letter = symbol.chars().next().is_some_and(char::is_alphabetic);
            if starts_with_letter && rest.chars().next_back().is_some_and(char::is_alphanumeric) {
                continue;
            }
            return Some(Currency {
                code,
                factor: 1.0,
                length: symbol.len() + gap,
            });
        }
    }
    let word = last_word(trimmed);
    let code = code(word).or_else(|| matches!(word, "euro" | "euros").then_some("EUR"))?;
    Some(Currency {
        code,
        factor: 1.0,
        length: word.len() + gap,
    })
}

/// The currency that starts at `at`, after at most one space or hyphen.
pub(super) fn after(text: &str, at: usize) -> Option<Currency> {
    let tail = text.get(at..)?;
    let (trimmed, gap) = match tail.strip_prefix([' ', '-']) {
        Some(trimmed) => (trimmed, 1),
        None => (tail, 0),
    };
    let qualified = [
        "us ",
        "us-",
        "u.s. ",
        "canadian ",
        "australian ",
        "american ",
        "british ",
        "swiss ",
    ]
    .iter()
    .find(|word| trimmed.starts_with(**word));
    if let Some(nation) = qualified {
        let inner = after_word(trimmed.get(nation.len()..)?, trimmed)?;
        let code = match (nation.trim_end(), inner.code) {
            ("canadian", "USD") => "CAD",
            ("australian", "USD") => "AUD",
            (_, code) => code,
        };
        return Some(Currency {
            code,
            factor: inner.factor,
            length: inner.length + nation.len() + gap,
        });
    }
    after_word(trimmed, trimmed).map(|found| Currency {
        length: found.length + gap,
        ..found
    })
}

fn after_word(trimmed: &str, all: &str) -> Option<Currency> {
    let word = first_word(trimmed);
    if let Some((_, code, factor)) = WORDS.iter().find(|(known, _, _)| *known == word) {
        let weight = matches!(word, "pound" | "pounds" | "pfund")
            && (all
                .get(word.len()..)
                .is_some_and(|rest| rest.starts_with(" of "))
                || WEIGHING.iter().any(|known| all.contains(known)));
        if weight {
            return None;
        }
        return Some(Currency {
            code,
            factor: *factor,
            length: word.len(),
        });
    }
    if let Some(code) = code(word) {
        return Some(Currency {
            code,
            factor: 1.0,
            length: word.len(),
        });
    }
    let (symbol, code) = SYMBOLS.iter().find(|(symbol, _)| {
        trimmed.starts_with(symbol)
            && (!symbol.chars().all(char::is_alphabetic)
                || *symbol == word
                || symbol.chars().all(|c| c > '\u{2e80}'))
    })?;
    // `5 $10 cards`: the symbol belongs to the next number.
    let next = trimmed
        .get(symbol.len()..)
        .and_then(|rest| rest.chars().next());
    if next.is_some_and(|next| next.is_ascii_digit()) {
        return None;
    }
    Some(Currency {
        code,
        factor: 1.0,
        length: symbol.len(),
    })
}

fn last_word(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(12)
        .take_while(|(_, character)| character.is_alphanumeric())
        .last()
        .map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or("")
}

fn first_word(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(24)
        .find(|(_, character)| !(character.is_alphanumeric() || *character == '¢'))
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or("")
}

/// Whether a currency has no minor unit in use.
pub(super) fn whole(code: &str) -> bool {
    matches!(code, "JPY" | "KRW" | "VND" | "CLP" | "IDR" | "HUF")
}

/// Whether a text may name money at all; a quick look before numbers in words are read.
pub(super) fn named(text: &str) -> bool {
    WORDS.iter().any(|(word, _, _)| text.contains(word))
}
