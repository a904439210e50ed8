//! The normal form in which detectors read: case, width, look-alikes and zero-width characters are
//! levelled.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A sentence's normal form, with the way back to visible bytes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Normal {
    /// Lower case, NFKC, single spaces.
    pub text: String,
    /// Visible byte range of each byte's character.
    origins: Vec<(u32, u32)>,
}

impl Normal {
    /// The normal form of `visible[range]`.
    #[must_use]
    pub fn of(visible: &str, range: &Range<usize>) -> Self {
        let mut out = Self::default();
        let source = visible.get(range.clone()).unwrap_or("");
        for (at, character) in source.char_indices() {
            let start = range.start + at;
            let origin = (start as u32, (start + character.len_utf8()) as u32);
            if matches!(
                character,
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
            ) {
                continue;
            }
            for normal in std::iter::once(character)
                .nfkc()
                .flat_map(char::to_lowercase)
            {
                let normal = match normal {
                    '’' | '‘' | '`' | '´' => '\'',
                    '“' | '”' | '„' => '"',
                    other if other.is_whitespace() => ' ',
                    other => other,
                };
                if normal == ' ' && (out.text.is_empty() || out.text.ends_with(' ')) {
                    continue;
                }
                out.text.push(normal);
                out.origins.resize(out.text.len(), origin);
            }
        }
        out
    }

    /// Visible range of a range of `text`.
    #[must_use]
    pub fn visible(&self, normal: &Range<usize>) -> Range<usize> {
        let start = self
            .origins
            .get(normal.start)
            .map_or(0, |origin| origin.0 as usize);
        let end = normal
            .end
            .checked_sub(1)
            .and_then(|last| self.origins.get(last))
            .map_or(start, |origin| origin.1 as usize);
        start..end.max(start)
    }
}
