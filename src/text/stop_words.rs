//! Words that stand in nearly every sentence, by language: folded to letters without marks.

/// The stop words of a language, by its two letters; empty where there is no list.
#[must_use]
pub fn stop_words(code: &str) -> &'static [&'static str] {
    match code {
        "en" => ENGLISH,
        "de" => GERMAN,
        "fr" => FRENCH,
        "es" => SPANISH,
        "pt" => PORTUGUESE,
        "it" => ITALIAN,
        "nl" => DUTCH,
        _ => &[],
    }
}

// Question words stay in: in a list of questions and
// answers they tell "how" from "where".
const ENGLISH: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has",
    "have", "i", "if", "im", "in", "is", "it", "its", "ive", "me", "my", "of", "on", "or", "so",
    "that", "the", "their", "them", "there", "these", "they", "this", "to", "was", "we", "were",
    "will", "with", "would", "you", "your", "am", "do", "does", "did", "id", "our", "us", "could",
    "please", "just",
];
const GERMAN: &[&str] = &[
    "aber", "als", "am", "an", "auch", "auf", "aus", "bei", "bin", "bitte", "da", "das", "dass",
    "dem", "den", "der", "des", "die", "diese", "diesen", "dieser", "dieses", "du", "ein", "eine",
    "einem", "einen", "einer", "er", "es", "fuer", "habe", "haben", "hat", "ich", "ihr", "ihre",
    "ihren", "im", "in", "ist", "ja", "kann", "mein", "meine", "meinem", "meinen", "meiner",
    "mich", "mir", "mit", "noch", "nun", "oder", "sein", "sich", "sie", "sind", "so", "um", "und",
    "uns", "unser", "unsere", "von", "vom", "war", "was", "wenn", "werden", "wir", "wird", "zu",
    "zum", "zur",
];
const FRENCH: &[&str] = &[
    "ai", "au", "aux", "avec", "avez", "avons", "ce", "ces", "cet", "cette", "dans", "de", "des",
    "du", "elle", "en", "est", "et", "etre", "il", "ils", "je", "la", "le", "les", "leur", "lui",
    "ma", "mais", "me", "mes", "moi", "mon", "nos", "notre", "nous", "on", "ont", "ou", "par",
    "pour", "qu", "que", "qui", "sa", "se", "ses", "son", "sont", "sur", "un", "une", "vos",
    "votre", "vous", "plait", "svp",
];
const SPANISH: &[&str] = &[
    "al", "con", "de", "del", "el", "ella", "en", "es", "esta", "este", "esto", "favor", "ha",
    "he", "la", "las", "le", "les", "lo", "los", "me", "mi", "mis", "nos", "o", "para", "pero",
    "por", "que", "se", "ser", "si", "su", "sus", "te", "tu", "un", "una", "unas", "unos", "y",
    "ya", "yo",
];
const PORTUGUESE: &[&str] = &[
    "ao", "as", "com", "da", "das", "de", "do", "dos", "e", "ela", "ele", "em", "esta", "este",
    "eu", "favor", "foi", "ja", "la", "lhe", "mas", "me", "meu", "meus", "minha", "na", "nas",
    "no", "nos", "o", "os", "ou", "para", "pela", "pelo", "por", "que", "se", "sem", "seu", "sua",
    "um", "uma",
];
const ITALIAN: &[&str] = &[
    "ad", "ai", "al", "alla", "alle", "che", "ci", "con", "da", "dal", "dalla", "de", "dei", "del",
    "della", "delle", "di", "ed", "favore", "gli", "ha", "ho", "il", "in", "io", "la", "le", "lo",
    "ma", "me", "mi", "mia", "miei", "mio", "nei", "nel", "nella", "ne", "per", "se", "si", "sono",
    "su", "sua", "suo", "un", "una", "uno", "vi",
];
const DUTCH: &[&str] = &[
    "aan", "als", "bij", "dat", "de", "den", "deze", "die", "dit", "een", "en", "er", "graag",
    "heb", "hebben", "heeft", "het", "hij", "ik", "in", "is", "je", "jullie", "maar", "me", "met",
    "mij", "mijn", "naar", "nog", "of", "om", "ons", "onze", "op", "te", "tot", "u", "uit", "uw",
    "van", "voor", "was", "we", "wij", "worden", "wordt", "ze", "zich", "zijn",
];
