//! A builder that goes on from an index: what did not change is carried over, not read anew.

use super::{IndexBuilder, Stored};
use crate::bytes::Reader;
use crate::knowledge::KnowledgeIndex;
use crate::knowledge::analyzer::LANGUAGES;
use crate::knowledge::bm25::FIELDS;
use crate::knowledge::layout::Stored as Text;
use crate::knowledge::term_counts::{CountsReader, TermCounts};
use crate::text::vectors::Vectors;
use std::collections::HashMap;

impl IndexBuilder {
    /// A builder that holds the articles of an index, without what was told of contradictions. `None` when the
    /// index was built with other word vectors, or does not hold together; then all has to be read anew.
    #[must_use]
    pub fn resume(index: &KnowledgeIndex, vectors: Option<&Vectors>) -> Option<Self> {
        let (layout, bytes) = (&index.layout, index.bytes.as_slice());
        if layout.articles == 0 {
            return Some(Self::default());
        }
        if layout.vectors != vectors.map_or(0, Vectors::checksum) {
            return None;
        }
        let languages = layout
            .languages
            .iter()
            .map(|own| LANGUAGES.iter().position(|known| *known == own.code))
            .collect::<Option<Vec<usize>>>()?;
        let mut builder = Self {
            vectors: vectors.map(|own| (own.checksum(), own.dimensions())),
            ..Self::default()
        };
        let mut workings = Reader(layout.workings(bytes));
        for article in 0..layout.articles {
            let mut length = [0; FIELDS];
            for length in &mut length {
                *length = workings.varint()?;
            }
            let strings = builder.strings.bytes.len();
            let own = layout.strings_before(bytes, article, Text::Contradictions)?;
            builder.strings.bytes.extend_from_slice(own);
            let directions = builder.directions.len();
            for chunk in layout.chunks_of(bytes, article) {
                let direction = layout.direction(bytes, chunk);
                let direction = direction.iter().map(|code| *code as i8);
                builder.directions.extend(direction);
            }
            let id = layout.string(bytes, article, Text::Id).to_owned();
            builder.ids.insert(id.clone(), article);
            builder.stored.push(Stored {
                id,
                language: *languages.get(layout.language(bytes, article))?,
                internal: layout.internal(bytes, article),
                digest: layout.digest(bytes, article),
                length,
                strings: strings..builder.strings.bytes.len(),
                counts: 0..0,
                directions: directions..builder.directions.len(),
                gone: false,
            });
        }
        builder.resume_terms(index, &languages, CountsReader::new(workings.0))?;
        Some(builder)
    }

    /// Terms with their counts, from term by term to article by article.
    fn resume_terms(
        &mut self,
        index: &KnowledgeIndex,
        languages: &[usize],
        mut counts: CountsReader<'_>,
    ) -> Option<()> {
        let (layout, bytes) = (&index.layout, index.bytes.as_slice());
        let mut sizes = vec![0_usize; layout.articles];
        for term in 0..layout.terms {
            for (article, _) in layout.postings(bytes, term) {
                *sizes.get_mut(article)? += 1;
            }
        }
        let mut end = 0;
        for (stored, size) in self.stored.iter_mut().zip(sizes) {
            stored.counts = end..end;
            end += size;
        }
        self.counts = vec![(0, TermCounts::default()); end];
        for term in 0..layout.terms {
            let (language, text) = layout.term(bytes, term).split_first()?;
            let language = *languages.get(usize::from(language.checked_sub(1)?))?;
            let number = self
                .vocabulary
                .number(language, std::str::from_utf8(text).ok()?);
            for (article, _) in layout.postings(bytes, term) {
                let stored = self.stored.get_mut(article)?;
                *self.counts.get_mut(stored.counts.end)? = (number, counts.next()?);
                stored.counts.end += 1;
            }
        }
        counts.is_at_end().then_some(())
    }

    /// Takes away every article that is not among `wanted` (ids with the digests of their contents) or has another
    /// digest there, and gives the positions in `wanted` of what then has to be added.
    pub fn keep<'a>(&mut self, wanted: impl IntoIterator<Item = (&'a str, u64)>) -> Vec<usize> {
        // The last one of an id counts.
        let wanted: HashMap<&str, (usize, u64)> = wanted
            .into_iter()
            .enumerate()
            .map(|(position, (id, digest))| (id, (position, digest)))
            .collect();
        let digest_of = |id: &str| {
            let known = self.ids.get(id).and_then(|place| self.stored.get(*place));
            known.map(|known| known.digest)
        };
        let mut missing: Vec<usize> = wanted
            .iter()
            .filter(|(id, (_, digest))| digest_of(id) != Some(*digest))
            .map(|(_, (position, _))| *position)
            .collect();
        missing.sort_unstable();
        let gone: Vec<String> = self
            .ids
            .keys()
            .filter(|id| {
                let wanted = wanted.get(id.as_str()).map(|(_, digest)| *digest);
                wanted.is_none() || wanted != digest_of(id)
            })
            .cloned()
            .collect();
        for id in gone {
            self.remove(&id);
        }
        missing
    }
}
