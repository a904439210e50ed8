//! What a builder holds, as the bytes of an index.

use super::{IndexBuilder, Stored};
use crate::bytes::Writer;
use crate::knowledge::analyzer::LANGUAGES;
use crate::knowledge::bm25::{Bm25f, FIELDS};
use crate::knowledge::layout::{Language, Sections};
use crate::knowledge::meaning;
use crate::knowledge::ranking::key;
use crate::knowledge::term_counts::{CountsWriter, TermCounts};

impl IndexBuilder {
    /// The index's bytes: the articles in the order of their ids.
    #[must_use]
    pub fn finish(&self) -> Vec<u8> {
        let mut kept: Vec<(usize, &Stored)> = self
            .stored
            .iter()
            .enumerate()
            .filter(|(_, stored)| !stored.gone)
            .collect();
        kept.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));

        // A language stands where the index has it; one without articles is none of it.
        let mut languages: Vec<Language> = Vec::new();
        let mut averages = [[0.0; FIELDS]; LANGUAGES.len()];
        let mut positions = [0; LANGUAGES.len()];
        for (language, (average, position)) in averages.iter_mut().zip(&mut positions).enumerate() {
            let mut articles = 0;
            for (_, stored) in kept.iter().filter(|(_, own)| own.language == language) {
                articles += 1;
                for (sum, length) in average.iter_mut().zip(&stored.length) {
                    *sum += f64::from(*length);
                }
            }
            *average = average.map(|sum| sum / f64::from(articles.max(1)));
            *position = languages.len();
            if articles > 0 {
                languages.push(Language {
                    code: LANGUAGES.get(language).copied().unwrap_or("").to_owned(),
                    articles: articles as usize,
                });
            }
        }
        let position_of = |language: usize| positions.get(language).copied().unwrap_or(0);

        let mut table = Writer::default();
        let mut strings = Writer {
            bytes: Vec::with_capacity(self.strings.bytes.len()),
        };
        let mut lengths = Writer::default();
        for (place, stored) in &kept {
            table
                .bytes
                .push(u8::try_from(position_of(stored.language)).unwrap_or(0));
            table.bytes.push(u8::from(stored.internal));
            table.size(strings.bytes.len());
            table.bytes.extend_from_slice(&stored.digest.to_le_bytes());
            let own = self.strings.bytes.get(stored.strings.clone());
            strings.bytes.extend_from_slice(own.unwrap_or_default());
            let warnings = self.contradictions.get(place);
            let warnings = warnings.map_or_else(String::new, |lines| lines.join("\n"));
            strings.text(&warnings);
            for length in stored.length {
                lengths.varint(length);
            }
        }

        let postings = self.postings(&kept);
        let terms = self.vocabulary.terms();
        let mut order: Vec<(usize, &str, usize)> = terms
            .iter()
            .enumerate()
            .map(|(number, term)| (term.language, term.text.as_str(), number))
            .collect();
        order.sort_unstable();
        let bm25 = Bm25f::default();
        let norms: Vec<[f64; FIELDS]> = kept
            .iter()
            .map(|(_, stored)| {
                let average = averages.get(stored.language);
                average.map_or([1.0; FIELDS], |average| bm25.norms(average, &stored.length))
            })
            .collect();
        let mut term_bytes = Vec::new();
        let mut term_index = Writer::default();
        let mut posting_bytes = Writer::default();
        let mut counts = CountsWriter::default();
        for (language, text, number) in order {
            let list = postings.of(number);
            if list.is_empty() {
                continue;
            }
            term_index.size(term_bytes.len());
            term_index.size(posting_bytes.bytes.len());
            term_bytes.extend_from_slice(key(position_of(language), text).as_bytes());
            posting_bytes.varint(u32::try_from(list.len()).unwrap_or(u32::MAX));
            let mut before = 0;
            for (place, tf) in list {
                let norms = norms.get(*place as usize).unwrap_or(&[1.0; FIELDS]);
                let saturation = bm25.saturation(norms, &tf.by_field());
                posting_bytes.varint(place - before);
                posting_bytes
                    .bytes
                    .push(libm::round(saturation * 255.0).clamp(1.0, 255.0) as u8);
                counts.put(*tf);
                before = *place;
            }
        }
        // A last entry tells where the last term and its postings end.
        term_index.size(term_bytes.len());
        term_index.size(posting_bytes.bytes.len());

        let dimensions = self.vectors.map_or(0, |(_, dimensions)| dimensions);
        let mut chunk_articles = Writer::default();
        let mut directions = Vec::with_capacity(self.directions.len());
        for (place, (_, stored)) in kept.iter().enumerate() {
            let own = self.directions.get(stored.directions.clone());
            let own = own.unwrap_or_default();
            for chunk in own.chunks_exact(dimensions.max(1)) {
                chunk_articles.size(place);
                directions.extend_from_slice(chunk);
            }
        }
        let dimensions = if directions.is_empty() { 0 } else { dimensions };
        let (mean, signs) = meaning::signs(&directions, dimensions);
        let mut workings = lengths;
        workings.bytes.extend(counts.bytes());
        Sections {
            languages,
            table,
            term_index,
            term_bytes,
            postings: posting_bytes,
            chunk_articles,
            mean,
            signs,
            directions,
            vectors: match self.vectors {
                Some((checksum, _)) if !kept.is_empty() => checksum,
                _ => 0,
            },
            strings: strings.bytes,
            workings: workings.bytes,
        }
        .file()
    }

    /// The counts of the kept articles, term by term.
    fn postings(&self, kept: &[(usize, &Stored)]) -> Postings {
        let of = |stored: &Stored| self.counts.get(stored.counts.clone()).unwrap_or_default();
        let mut ends = vec![0_usize; self.vocabulary.terms().len() + 1];
        for (term, _) in kept.iter().flat_map(|(_, stored)| of(stored)) {
            if let Some(count) = ends.get_mut(*term as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut entries = vec![(0, TermCounts::default()); sum];
        // Each term's start moves on to its end.
        for (place, (_, stored)) in (0_u32..).zip(kept) {
            for (term, tf) in of(stored) {
                if let Some(next) = ends.get_mut(*term as usize)
                    && let Some(entry) = entries.get_mut(*next)
                {
                    *entry = (place, *tf);
                    *next += 1;
                }
            }
        }
        Postings { ends, entries }
    }
}

/// Where terms stand, in the order of places.
struct Postings {
    /// Where each term's entries end; those of the first begin at 0.
    ends: Vec<usize>,
    entries: Vec<(u32, TermCounts)>,
}

impl Postings {
    fn of(&self, term: usize) -> &[(u32, TermCounts)] {
        let before = term.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or(0);
        let end = self.ends.get(term).copied().unwrap_or(start);
        self.entries.get(start..end).unwrap_or_default()
    }
}
