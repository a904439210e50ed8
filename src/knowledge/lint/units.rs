//! Words for units, numbers, months and weekdays, as help articles use them.

/// What a quantity measures; only like is compared with like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    /// Days.
    Duration,
    /// Units of a currency; 0 of no currency where something is free.
    Money,
    /// Percent.
    Percent,
    /// Metres.
    Length,
    /// Kilograms.
    Mass,
    /// Litres.
    Volume,
    /// Megabytes.
    Data,
    /// Degrees Celsius.
    Temperature,
    /// Kilometres an hour, watts, pixels and other units that are compared as they stand.
    Other(&'static str),
    /// Pieces of something.
    Count,
    /// The number behind a name: `week 34`, `Android 9`, `Terminal 2`.
    Label,
    /// Minutes since midnight.
    Clock,
    /// Days of the week as bits, Monday lowest.
    Weekdays,
    /// Day of the year without the year: `31 * month + day`.
    YearDay,
    /// 1 where a clause affirms, 0 where it denies.
    Statement,
    /// A telephone number's last nine figures.
    Phone,
    /// A mail address; the value is a hash.
    Email,
}

const YEAR: f64 = 365.0;
const MONTH: f64 = 30.0;

/// Units by word, with the factor to the measure's base.
const UNITS: &[(&[&str], Measure, f64)] = &[
    (
        &[
            "second", "seconds", "sec", "secs", "sekunde", "sekunden", "seconde", "secondes",
        ],
        Measure::Duration,
        1.0 / 86_400.0,
    ),
    (
        &[
            "minute", "minutes", "min", "mins", "minuten", "minuto", "minutos",
        ],
        Measure::Duration,
        1.0 / 1440.0,
    ),
    (
        &[
            "hour",
            "hours",
            "hr",
            "hrs",
            "h",
            "stunde",
            "stunden",
            "std",
            "stündige",
            "stündigen",
            "heure",
            "heures",
            "hora",
            "horas",
        ],
        Measure::Duration,
        1.0 / 24.0,
    ),
    (
        &[
            "day", "days", "tag", "tage", "tagen", "tages", "tägige", "tägigen", "tägiges",
            "tägiger", "nacht", "nächte", "nächten", "night", "nights", "jour", "jours", "día",
            "días", "dia", "dias",
        ],
        Measure::Duration,
        1.0,
    ),
    (
        &[
            "workday",
            "workdays",
            "werktag",
            "werktage",
            "werktagen",
            "arbeitstag",
            "arbeitstage",
            "arbeitstagen",
            "bankarbeitstage",
            "bankarbeitstagen",
            "banktage",
        ],
        Measure::Duration,
        1.0,
    ),
    (
        &[
            "week",
            "weeks",
            "wk",
            "wks",
            "woche",
            "wochen",
            "wöchige",
            "wöchigen",
            "semaine",
            "semaines",
            "semana",
            "semanas",
        ],
        Measure::Duration,
        7.0,
    ),
    (&["fortnight", "fortnights"], Measure::Duration, 14.0),
    (
        &[
            "month",
            "months",
            "monat",
            "monate",
            "monaten",
            "monats",
            "monatige",
            "monatigen",
            "mois",
            "mes",
            "meses",
        ],
        Measure::Duration,
        MONTH,
    ),
    (
        &[
            "year",
            "years",
            "yr",
            "yrs",
            "jahr",
            "jahre",
            "jahren",
            "jahres",
            "jährige",
            "jährigen",
            "jähriger",
            "an",
            "ans",
            "année",
            "années",
            "año",
            "años",
        ],
        Measure::Duration,
        YEAR,
    ),
    (
        &[
            "mm",
            "millimetre",
            "millimetres",
            "millimeter",
            "millimeters",
        ],
        Measure::Length,
        0.001,
    ),
    (
        &[
            "cm",
            "centimetre",
            "centimetres",
            "centimeter",
            "centimeters",
            "zentimeter",
        ],
        Measure::Length,
        0.01,
    ),
    (
        &["m", "metre", "metres", "meter", "meters", "metern"],
        Measure::Length,
        1.0,
    ),
    (
        &[
            "km",
            "kilometre",
            "kilometres",
            "kilometer",
            "kilometers",
            "kilometern",
        ],
        Measure::Length,
        1000.0,
    ),
    (&["inch", "inches", "zoll"], Measure::Length, 0.0254),
    (&["ft", "foot", "feet"], Measure::Length, 0.3048),
    (&["mile", "miles"], Measure::Length, 1609.344),
    (
        &["g", "gram", "grams", "gramm", "gramme", "grammes"],
        Measure::Mass,
        0.001,
    ),
    (
        &["kg", "kilo", "kilos", "kilogram", "kilograms", "kilogramm"],
        Measure::Mass,
        1.0,
    ),
    (
        &["lb", "lbs", "pound", "pounds"],
        Measure::Mass,
        0.453_592_37,
    ),
    (&["oz", "ounce", "ounces"], Measure::Mass, 0.028_349_523),
    (
        &["ml", "millilitre", "millilitres", "milliliter"],
        Measure::Volume,
        0.001,
    ),
    (
        &["l", "litre", "litres", "liter", "liters"],
        Measure::Volume,
        1.0,
    ),
    (&["kb", "kilobyte", "kilobytes"], Measure::Data, 0.001),
    (&["mb", "megabyte", "megabytes"], Measure::Data, 1.0),
    (&["gb", "gigabyte", "gigabytes"], Measure::Data, 1000.0),
    (&["tb", "terabyte", "terabytes"], Measure::Data, 1_000_000.0),
    (
        &["percent", "percentage", "prozent", "pct"],
        Measure::Percent,
        1.0,
    ),
    (&["w", "watt", "watts"], Measure::Other("watt"), 1.0),
    (
        &["kw", "kilowatt", "kilowatts"],
        Measure::Other("watt"),
        1000.0,
    ),
    (&["kwh"], Measure::Other("kwh"), 1.0),
    (&["wh"], Measure::Other("wh"), 1.0),
    (&["v", "volt", "volts"], Measure::Other("volt"), 1.0),
    (&["mbps", "mbit"], Measure::Other("mbps"), 1.0),
    (&["gbps", "gbit"], Measure::Other("mbps"), 1000.0),
    (&["px", "pixel", "pixels"], Measure::Other("pixel"), 1.0),
    (&["dpi"], Measure::Other("dpi"), 1.0),
    (&["mph"], Measure::Other("km/h"), 1.609_344),
    (&["bar"], Measure::Other("bar"), 1.0),
    (&["psi"], Measure::Other("psi"), 1.0),
];

/// A unit by its word in lower case.
pub(super) fn unit(word: &str) -> Option<(Measure, f64)> {
    UNITS
        .iter()
        .find(|(words, ..)| words.contains(&word))
        .map(|(_, measure, factor)| (*measure, *factor))
}

/// Whether the word says that a day is one on which people work.
pub(super) fn is_working(word: &str) -> bool {
    [
        "business", "working", "bank", "banking", "office", "weekday", "weekdays", "workday",
        "workdays",
    ]
    .contains(&word)
        || ["werktag", "arbeitstag", "bankarbeitstag", "banktag"]
            .iter()
            .any(|start| word.starts_with(start))
}

/// Words between a number and its unit.
pub(super) fn is_between(word: &str) -> bool {
    is_working(word)
        || [
            "calendar",
            "full",
            "consecutive",
            "whole",
            "more",
            "further",
            "complete",
            "additional",
            "extra",
            "volle",
            "vollen",
            "ganze",
            "weitere",
            "weiteren",
            "single",
            "straight",
            "clear",
            "aufeinanderfolgende",
        ]
        .contains(&word)
}

/// Signs and codes of currencies.
const CURRENCIES: &[(&str, &str)] = &[
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("usd", "USD"),
    ("eur", "EUR"),
    ("gbp", "GBP"),
    ("chf", "CHF"),
    ("cad", "CAD"),
    ("aud", "AUD"),
    ("nzd", "NZD"),
    ("sek", "SEK"),
    ("nok", "NOK"),
    ("dkk", "DKK"),
    ("pln", "PLN"),
    ("inr", "INR"),
    ("jpy", "JPY"),
    ("sgd", "SGD"),
    ("zar", "ZAR"),
    ("brl", "BRL"),
    ("dollar", "USD"),
    ("dollars", "USD"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("franken", "CHF"),
    ("francs", "CHF"),
    ("kr", "SEK"),
    ("rupees", "INR"),
    ("pence", "GBP"),
    ("cent", ""),
    ("cents", ""),
    ("zł", "PLN"),
    ("quid", "GBP"),
];

/// A currency by its sign or word in lower case, and the factor.
pub(super) fn currency(word: &str) -> Option<(&'static str, f64)> {
    let found = CURRENCIES.iter().find(|(known, _)| *known == word)?;
    let small = matches!(word, "cent" | "cents" | "pence");
    Some((found.1, if small { 0.01 } else { 1.0 }))
}

/// Numbers in words.
const NUMBERS: &[(&str, f64)] = &[
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
    ("dozen", 12.0),
    ("half", 0.5),
    ("twice", 2.0),
    ("thousand", 1000.0),
    ("eins", 1.0),
    ("eine", 1.0),
    ("einen", 1.0),
    ("einem", 1.0),
    ("einer", 1.0),
    ("eines", 1.0),
    ("ein", 1.0),
    ("zwei", 2.0),
    ("drei", 3.0),
    ("vier", 4.0),
    ("fünf", 5.0),
    ("sechs", 6.0),
    ("sieben", 7.0),
    ("acht", 8.0),
    ("neun", 9.0),
    ("zehn", 10.0),
    ("elf", 11.0),
    ("zwölf", 12.0),
    ("vierzehn", 14.0),
    ("fünfzehn", 15.0),
    ("zwanzig", 20.0),
    ("dreißig", 30.0),
    ("vierzig", 40.0),
    ("fünfzig", 50.0),
    ("sechzig", 60.0),
    ("neunzig", 90.0),
    ("hundert", 100.0),
    ("halbe", 0.5),
    ("halben", 0.5),
    ("null", 0.0),
    ("zweimal", 2.0),
    ("zero", 0.0),
    ("a", 1.0),
    ("an", 1.0),
    ("deux", 2.0),
    ("trois", 3.0),
    ("quatre", 4.0),
    ("cinq", 5.0),
    ("sept", 7.0),
    ("dix", 10.0),
    ("quinze", 15.0),
    ("trente", 30.0),
    ("dos", 2.0),
    ("tres", 3.0),
    ("cinco", 5.0),
    ("siete", 7.0),
    ("diez", 10.0),
    ("quince", 15.0),
    ("treinta", 30.0),
];

/// A number by its word in lower case.
pub(super) fn number_word(word: &str) -> Option<f64> {
    NUMBERS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, value)| *value)
}

/// `a`, `an`, `eine`: as a number only where a time follows.
pub(super) fn is_article(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "ein" | "eine" | "einen" | "einem" | "einer" | "eines" | "one"
    )
}

/// The month of a word in lower case, 1 to 12.
pub(super) fn month(word: &str) -> Option<u8> {
    const MONTHS: &[(&[&str], u8)] = &[
        (
            &["january", "jan", "januar", "jänner", "janvier", "enero"],
            1,
        ),
        (&["february", "feb", "februar", "février", "febrero"], 2),
        (&["march", "mar", "märz", "mars", "marzo"], 3),
        (&["april", "apr", "avril", "abril"], 4),
        (&["may", "mai", "mayo"], 5),
        (&["june", "jun", "juni", "juin", "junio"], 6),
        (&["july", "jul", "juli", "juillet", "julio"], 7),
        (&["august", "aug", "août", "agosto"], 8),
        (&["september", "sep", "sept", "septembre", "septiembre"], 9),
        (
            &["october", "oct", "oktober", "okt", "octobre", "octubre"],
            10,
        ),
        (&["november", "nov", "novembre", "noviembre"], 11),
        (
            &[
                "december",
                "dec",
                "dezember",
                "dez",
                "décembre",
                "diciembre",
            ],
            12,
        ),
    ];
    MONTHS
        .iter()
        .find(|(names, _)| names.contains(&word))
        .map(|(_, number)| *number)
}

/// The weekday of a word in lower case, Monday 0; `7` for all weekdays, `8` for the weekend, `9` for
/// every day.
pub(super) fn weekday(word: &str) -> Option<u8> {
    const DAYS: &[(&[&str], u8)] = &[
        (&["monday", "mondays", "montag", "montags", "mon"], 0),
        (&["tuesday", "tuesdays", "dienstag", "dienstags", "tue"], 1),
        (
            &["wednesday", "wednesdays", "mittwoch", "mittwochs", "wed"],
            2,
        ),
        (
            &["thursday", "thursdays", "donnerstag", "donnerstags", "thu"],
            3,
        ),
        (&["friday", "fridays", "freitag", "freitags", "fri"], 4),
        (&["saturday", "saturdays", "samstag", "samstags", "sat"], 5),
        (&["sunday", "sundays", "sonntag", "sonntags", "sun"], 6),
        (&["weekdays", "werktags"], 7),
        (&["weekends", "weekend", "wochenende"], 8),
        (&["daily", "täglich"], 9),
    ];
    DAYS.iter()
        .find(|(names, _)| names.contains(&word))
        .map(|(_, number)| *number)
}
