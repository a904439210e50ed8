//! The text of a file, however its letters are written.

use super::Place;

/// Reads bytes in an encoding by its label, as in HTML (`windows-1252`, `shift_jis`); `None` for a label that
/// is not known. The browser has one, and so has the command.
pub type Decoder<'a> = &'a dyn Fn(&str, &[u8]) -> Option<String>;

/// Why a file is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoText {
    pub(crate) place: Option<Place>,
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

/// Where a file says how it is written.
const HEAD: usize = 1024;
/// What programs for Western languages write where they do not say.
const GUESS: &str = "windows-1252";

/// The text, and the encoding that was guessed if the file does not tell it.
///
/// In order: byte order mark, UTF-8 if it is sound, UTF-16 by its zero bytes, what the file declares
/// (`charset=…`, `encoding="…"`), and Windows-1252 where most of it is ASCII.
///
/// # Errors
/// For files that are no text, that declare what nobody knows, or that say nothing and are not Western.
pub(crate) fn text(
    bytes: &[u8],
    decode: Decoder<'_>,
) -> Result<(String, Option<&'static str>), NoText> {
    let told = |text| Ok((text, None));
    match bytes {
        [0xff, 0xfe, rest @ ..] => return told(utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => return told(utf16(rest, u16::from_be_bytes)),
        _ => {}
    }
    let marked = bytes.strip_prefix(b"\xef\xbb\xbf");
    let rest = marked.unwrap_or(bytes);
    let zeros = |parity: usize| {
        let head = rest.iter().take(4 * HEAD).skip(parity).step_by(2);
        head.filter(|byte| **byte == 0).count()
    };
    if zeros(0) + zeros(1) > 0 {
        let half = rest.len().min(4 * HEAD) / 4;
        if zeros(1) > half && zeros(0) == 0 {
            return told(utf16(rest, u16::from_le_bytes));
        }
        if zeros(0) > half && zeros(1) == 0 {
            return told(utf16(rest, u16::from_be_bytes));
        }
        return Err(NoText {
            place: None,
            message: "the file is no text".to_owned(),
            help: "give articles as text: JSON Lines, CSV, XML, Markdown or HTML",
        });
    }
    let broken = match std::str::from_utf8(rest) {
        Ok(text) => return told(text.to_owned()),
        Err(error) => error.valid_up_to(),
    };
    let place = Some(place_of(rest, broken));
    let refused = |message: String, help| NoText {
        place,
        message,
        help,
    };
    let declared = declared(rest).filter(|label| !is_utf8(label));
    if let (Some(label), None) = (&declared, marked) {
        return decode(label, rest).map(|text| (text, None)).ok_or_else(|| {
            refused(
                format!("the file is written in `{label}`, which is not known"),
                "save it in UTF-8",
            )
        });
    }
    // A few bytes are damaged: the others are not to be read in another way for them.
    let (sound, damaged) = rest.utf8_chunks().fold((0, 0), |(sound, damaged), chunk| {
        let letters = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (
            sound + letters,
            damaged + usize::from(!chunk.invalid().is_empty()),
        )
    });
    if sound > damaged * 2 {
        let text = String::from_utf8_lossy(rest).into_owned();
        return Ok((text, Some("UTF-8, and what is damaged was replaced")));
    }
    let foreign = rest.iter().filter(|byte| **byte >= 0x80).count();
    if marked.is_some() || foreign * 5 > rest.len() {
        return Err(refused(
            "the file is not in UTF-8, and does not say in what it is".to_owned(),
            "save it in UTF-8",
        ));
    }
    decode(GUESS, rest)
        .map(|text| (text, Some("Windows-1252")))
        .ok_or_else(|| refused("the file is not in UTF-8".to_owned(), "save it in UTF-8"))
}

fn is_utf8(label: &str) -> bool {
    label.eq_ignore_ascii_case("utf-8") || label.eq_ignore_ascii_case("utf8")
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// What the head of the file declares, in HTML, XML or CSS.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    ["charset=", "encoding="].iter().find_map(|mark| {
        let (_, rest) = head.split_once(mark)?;
        let label: String = rest
            .trim_start_matches(['"', '\'', ' '])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
            .collect();
        (!label.is_empty()).then_some(label)
    })
}

/// Line and column of a byte, both from 1; columns in bytes.
fn place_of(bytes: &[u8], at: usize) -> Place {
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = before
        .iter()
        .rev()
        .take_while(|byte| **byte != b'\n')
        .count()
        + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Latin letters alone, which is enough here: who calls brings a real one.
    fn latin(label: &str, bytes: &[u8]) -> Option<String> {
        let known = ["windows-1252", "iso-8859-1"].contains(&label);
        known.then(|| bytes.iter().map(|byte| char::from(*byte)).collect())
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<(&str, bool), &str>) {
        match (text(bytes, &latin), expected) {
            (Ok((text, guessed)), Ok(expected)) => {
                assert_eq!((text.as_str(), guessed.is_some()), expected);
            }
            (Err(refused), Err(part)) => {
                assert!(refused.message.contains(part), "{refused:?}");
            }
            (got, expected) => panic!("{got:?} instead of {expected:?}"),
        }
    }

    #[test]
    fn reads_what_is_declared_or_likely() {
        check("caf\u{e9}".as_bytes(), Ok(("café", false)));
        check(b"\xef\xbb\xbfcaf\xc3\xa9", Ok(("café", false)));
        check(b"\xff\xfec\0a\0f\0\xe9\0", Ok(("café", false)));
        check(b"\xfe\xff\0c\0a\0f\0\xe9", Ok(("café", false)));
        check(b"t\0i\0t\0l\0e\0,\0b\0", Ok(("title,b", false)));
        check(b"a caf\xe9 in town", Ok(("a café in town", true)));
        check(
            b"<meta charset=\"ISO-8859-1\"><p>caf\xe9",
            Ok(("<meta charset=\"ISO-8859-1\"><p>café", false)),
        );
        check(
            b"caf\xc3\xa9, th\xc3\xa9, na\xc3\xafve, cut \xc3",
            Ok(("café, thé, naïve, cut \u{fffd}", true)),
        );
        check(b"", Ok(("", false)));
    }

    #[test]
    fn refuses_what_it_would_have_to_invent() {
        check(
            b"<?xml version='1.0' encoding='x-unheard-of'?><a>\xe9</a>",
            Err("`x-unheard-of`"),
        );
        check(&[0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2], Err("does not say"));
        check(b"PK\x03\x04\0\0\0\0\x08", Err("no text"));
        check(b"\xef\xbb\xbfcaf\xe9 and more words", Err("does not say"));
    }
}
