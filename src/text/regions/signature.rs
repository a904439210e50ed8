//! Signatures and the footers of mobile mail programs.

use super::RegionKind;
use super::lines::Line;
use crate::shipped::PhraseList;

/// Footers of mail programs, by their beginnings.
const FOOTERS: &[&str] = &[
    "sent from my ",
    "sent from mail for",
    "sent from outlook",
    "sent from yahoo",
    "sent from samsung",
    "sent from proton",
    "sent via ",
    "sent with ",
    "sent on the go",
    "get outlook for",
    "von meinem ",
    "gesendet von ",
    "gesendet mit ",
    "diese nachricht wurde von meinem",
    "holen sie sich outlook",
    "envoyé de mon ",
    "envoyé depuis ",
    "envoyé à partir de",
    "envoyé d'un",
    "obtenez outlook",
    "télécharger outlook",
    "enviado desde mi ",
    "enviado desde ",
    "obtener outlook",
    "enviado do meu ",
    "enviado a partir",
    "enviado de meu",
    "obter o outlook",
    "inviato da ",
    "inviato dal mio",
    "scarica outlook",
    "verzonden vanaf ",
    "verstuurd vanaf ",
    "download outlook",
    "outlook voor",
    "skickat från",
    "sendt fra ",
];

/// Words that a footer of `sent via`, `sent with` must name, so that `sent via UPS` is none.
static PROGRAMS: PhraseList = PhraseList::new("programs");

/// Closings of a letter. After one of these only a signature is expected.
static CLOSINGS: PhraseList = PhraseList::new("closings");

/// Thanks that end a letter: they stay the writer's words, the name after them is a signature.
static THANKS: PhraseList = PhraseList::new("thanks before a name");

/// Words of a person who says something: a line with one of them is no signature.
const SPEAKING: &[&str] = &[
    "i", "i'm", "i'll", "i've", "i'd", "im", "ill", "ive", "we", "we'll", "my", "me", "you",
    "your", "youre", "u", "us", "ich", "wir", "mein", "meine", "mir", "mich", "sie", "ihr", "ihre",
    "je", "j'ai", "nous", "vous", "mon", "ma", "mes", "votre", "yo", "mi", "usted", "ustedes",
    "su", "eu", "meu", "minha", "você", "io", "mio", "mia", "vostra", "ik", "mijn", "jullie", "uw",
    "please", "bitte", "ps",
];

/// Most lines that a signature has.
const MOST_LINES: usize = 14;

/// Marks lines that mail programs on phones add.
pub(super) fn mark_footers(lines: &mut [Line<'_>]) {
    for line in lines.iter_mut().filter(|line| line.is_new()) {
        let low = line.low.as_str();
        if low.len() <= 120
            && FOOTERS.iter().any(|footer| low.starts_with(footer))
            && PROGRAMS.iter().any(|program| low.contains(program))
            && low.split_whitespace().count() <= 14
        {
            line.kind = RegionKind::MobileFooter;
        }
    }
}

/// Marks signatures at the end of each run of new text.
pub(super) fn mark(lines: &mut [Line<'_>], author: Option<&str>) {
    for line in lines
        .iter_mut()
        .filter(|line| line.is_new() && line.signature)
    {
        line.kind = RegionKind::Signature;
    }
    let author: Vec<String> = author
        .into_iter()
        .flat_map(|name| name.split_whitespace())
        .map(str::to_lowercase)
        .collect();
    let mut end = lines.len();
    while end > 0 {
        // A run ends where quoted text begins, and starts after it.
        let run = lines
            .iter()
            .take(end)
            .rev()
            .take_while(|line| {
                line.kind != RegionKind::ReplyQuote && line.kind != RegionKind::Forwarded
            })
            .count();
        if run > 0 {
            mark_run(lines, end - run, end, &author);
        }
        end -= run.max(1);
    }
}

fn mark_run(lines: &mut [Line<'_>], start: usize, end: usize, author: &[String]) {
    let Some(from) = signature_start(lines, start, end, author) else {
        return;
    };
    let mut speaking = false;
    for line in lines.iter_mut().take(end).skip(from) {
        if line.words.is_empty() {
            // A postscript lasts until its paragraph ends.
            speaking = false;
            continue;
        }
        if line.is_new() {
            speaking = speaking || speaks(line);
            if !speaking {
                line.kind = RegionKind::Signature;
            }
        }
    }
}

/// The line from which on the run is a signature.
fn signature_start(
    lines: &[Line<'_>],
    start: usize,
    end: usize,
    author: &[String],
) -> Option<usize> {
    let mut full = 0;
    let mut name_at = None;
    let mut at = end;
    while at > start && full < MOST_LINES {
        at -= 1;
        let line = lines.get(at)?;
        if line.words.is_empty() || !line.is_new() {
            continue;
        }
        full += 1;
        if line.words == "--" || line.words == "—" {
            return Some(at);
        }
        if is_closing(&line.low, &CLOSINGS) {
            // `Best` alone in a chat is an answer: a name must follow, or text stand before it.
            return (at > start).then_some(at);
        }
        if is_closing(&line.low, &THANKS) {
            let name = lines
                .iter()
                .take(end)
                .skip(at + 1)
                .find(|line| !line.words.is_empty())?;
            return (name.is_new() && is_name(name.words)).then_some(at + 1);
        }
        if at > start && !author.is_empty() && is_author(&line.low, author) {
            name_at = Some(at);
        }
    }
    // The author's own name with nothing but contact lines after it.
    let name_at = name_at?;
    lines
        .iter()
        .take(end)
        .skip(name_at)
        .all(|line| line.words.is_empty() || !line.is_new() || !speaks(line))
        .then_some(name_at)
}

/// The line is a closing, alone or followed by a name of up to three words.
fn is_closing(low: &str, closings: &[&str]) -> bool {
    let bare = low.trim_end_matches([',', '.', '!', ' ', '-', ':', '😊', '🙂']);
    if bare.len() > 60 {
        return false;
    }
    closings.iter().any(|closing| {
        bare == *closing
            || bare.strip_prefix(closing).is_some_and(|tail| {
                tail.starts_with([',', '.'])
                    && tail.split_whitespace().count() <= 4
                    && !tail.split_whitespace().any(|word| SPEAKING.contains(&word))
                    && !tail
                        .bytes()
                        .any(|byte| byte.is_ascii_digit() || matches!(byte, b'?' | b'!'))
            })
            || bare.strip_prefix(closing).is_some_and(|tail| {
                tail.starts_with(" from ") || tail.starts_with(" aus ") || tail.starts_with(" de ")
            }) && bare.split_whitespace().count() <= 5
    })
}

/// Up to four words that begin with capitals, or one lower-case word.
fn is_name(words: &str) -> bool {
    let parts: Vec<&str> = words.split_whitespace().collect();
    parts.len() <= 4
        && words.len() <= 48
        && !words.ends_with(['?', '!', ':'])
        && !words.bytes().any(|byte| byte.is_ascii_digit())
        && (parts.len() == 1
            || parts
                .iter()
                .all(|part| part.chars().next().is_some_and(char::is_uppercase)))
}

fn is_author(low: &str, author: &[String]) -> bool {
    let mut words = low
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some() && words.all(|word| author.iter().any(|part| part == word))
}

/// Whether somebody says something in the line, so that it is no part of a signature.
fn speaks(line: &Line<'_>) -> bool {
    if line.low.is_empty() && !line.words.is_empty() {
        return true;
    }
    let low = line.low.as_str();
    if low.starts_with("ps:") || low.starts_with("p.s.") || low.starts_with("ps ") {
        return true;
    }
    let words = low
        .split(|character: char| !(character.is_alphanumeric() || character == '\''))
        .filter(|word| !word.is_empty());
    let count = words.clone().count();
    let person = words.clone().any(|word| SPEAKING.contains(&word));
    let capitals = line
        .words
        .split_whitespace()
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    let contact = low.contains(['@', '|', '+']) || low.contains("www.") || low.contains("://");
    let small = line.words.chars().next().is_some_and(char::is_lowercase);
    (count >= 3 && (person || low.ends_with(['?', '!'])))
        || (!contact && count >= 4 && low.ends_with('.') && capitals * 2 < count)
        || (!contact && count >= 3 && small)
}
