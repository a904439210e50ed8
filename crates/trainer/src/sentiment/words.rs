//! The table of words with a feeling of their own: the VADER lexicon, and the words that act on what
//! follows.

use handrail::sentiment::features::key;
use handrail::sentiment::model::stored;
use handrail::sentiment::valence::Sense;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What a strengthening word adds to a feeling (VADER's `B_INCR`).
const STRENGTHENS: f32 = 0.293;

/// Reads `vader_lexicon.txt` (word, tab, mean feeling, tab, …; none where the file is not given) and
/// the project's own list of words that act on others; sorted by key, as the model file holds them.
///
/// # Errors
/// When a file cannot be read.
pub fn read(lexicon: Option<&Path>, acting: &Path) -> io::Result<Vec<(u32, u8, i8)>> {
    let mut words: BTreeMap<u32, (u8, i8)> = BTreeMap::new();
    if let Some(lexicon) = lexicon {
        for line in std::fs::read_to_string(lexicon)?.lines() {
            let mut columns = line.split('\t');
            let (Some(word), Some(feeling)) = (columns.next(), columns.next()) else {
                continue;
            };
            // Two entries may fall together once letters are levelled: the first stays.
            if let (Some(key), Ok(feeling)) = (key(&word.to_lowercase()), feeling.trim().parse()) {
                words.entry(key).or_insert(stored(Sense::Feeling(feeling)));
            }
        }
    }
    for line in std::fs::read_to_string(acting)?.lines() {
        let mut fields = line.split_whitespace();
        let sense = match fields.next() {
            Some("+") => Sense::Strengthens(STRENGTHENS),
            Some("-") => Sense::Strengthens(-STRENGTHENS),
            Some("n") => Sense::Turns,
            Some("b") => Sense::Contrasts,
            _ => continue,
        };
        for key in fields.filter_map(key) {
            words.insert(key, stored(sense));
        }
    }
    Ok(words
        .into_iter()
        .map(|(key, (kind, value))| (key, kind, value))
        .collect())
}
