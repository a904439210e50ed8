//! Writes `www/data/tables/unicode.txt`, what the engine knows of Unicode's decompositions
//! (`src/text/unicode.rs` has the format).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// Runs shorter than this are written as single lines.
const SHORTEST_RUN: usize = 4;

/// Writes the table anew from the crate `unicode-normalization`.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write(root: &Path) -> Result<()> {
    let path = root.join("www/data/tables/unicode.txt");
    std::fs::write(&path, table()?)
        .with_context(|| format!("could not write `{}`", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}

/// Left out: what a rule gives (Hangul), and signs that only stand for East Asian or Arabic ones.
fn is_left_out(character: char) -> bool {
    matches!(
        u32::from(character),
        0x2e80..=0x2fdf | 0x3200..=0x33ff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfb50..=0xfdff
            | 0xfe70..=0xfeff | 0x1d15e..=0x1d1c0 | 0x1ee00..=0x1eeff | 0x1f200..=0x1f2ff
            | 0x2f800..=0x2fa1f
    )
}

fn table() -> Result<String> {
    let mut out = String::from("marks\n");
    for (first, last, class) in marks() {
        writeln!(out, "{first:x} {last:x} {class}")?;
    }
    let mut single: BTreeMap<char, char> = BTreeMap::new();
    let [mut composed, mut canonical, mut compatible] = [const { String::new() }; 3];
    for character in ('\u{80}'..=char::MAX).filter(|character| !is_left_out(*character)) {
        let text = character.to_string();
        let full: String = text.nfkd().collect();
        if full == text {
            continue;
        }
        let exact: String = text.nfd().collect();
        if exact != text {
            let own = text.nfc().eq(text.chars());
            let section = if own { &mut composed } else { &mut canonical };
            writeln!(section, "{text}{exact}")?;
            if full == exact {
                continue;
            }
        }
        let mut parts = full.chars();
        match (parts.next(), parts.next()) {
            (Some(part), None) if exact == text => {
                single.insert(character, part);
            }
            _ => writeln!(compatible, "{text}{full}")?,
        }
    }
    let mut runs = String::new();
    let singles: Vec<(char, char)> = single.into_iter().collect();
    let mut rest = singles.as_slice();
    while let Some((&(first, target), _)) = rest.split_first() {
        let length = rest
            .iter()
            .zip(0u32..)
            .take_while(|&(&(from, to), step)| {
                u32::from(from) == u32::from(first) + step
                    && u32::from(to) == u32::from(target) + step
            })
            .count();
        let (run, after) = rest.split_at(length);
        rest = after;
        if length >= SHORTEST_RUN {
            writeln!(
                runs,
                "{:x} {length} {:x}",
                u32::from(first),
                u32::from(target)
            )?;
        } else {
            for (from, to) in run {
                writeln!(compatible, "{from}{to}")?;
            }
        }
    }
    write!(
        out,
        "runs\n{runs}composed\n{composed}canonical\n{canonical}compatible\n{compatible}"
    )?;
    Ok(out)
}

/// Ranges of combining marks of one class.
fn marks() -> Vec<(u32, u32, u8)> {
    let mut ranges: Vec<(u32, u32, u8)> = Vec::new();
    for character in ('\0'..=char::MAX).filter(|character| is_combining_mark(*character)) {
        let (code, class) = (u32::from(character), canonical_combining_class(character));
        match ranges.last_mut() {
            Some((_, last, known)) if *last + 1 == code && *known == class => *last = code,
            _ => ranges.push((code, code, class)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    /// Fails when the crate brings a newer Unicode: `cargo xtask unicode` then writes the file.
    #[test]
    fn the_table_is_current() {
        let shipped = include_str!("../../www/data/tables/unicode.txt");
        assert!(
            super::table().unwrap() == shipped,
            "Unicode's decompositions changed; run `cargo xtask unicode`"
        );
    }
}
