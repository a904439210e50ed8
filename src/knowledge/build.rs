//! Articles to index bytes. The same articles in the same order give the same bytes everywhere.

use crate::bytes::Writer;
use crate::knowledge::Article;
use crate::knowledge::analyzer::{Analyzer, code};
use crate::knowledge::bm25::{BODY, Bm25f, FIELDS, HEADINGS, LABELS, TITLE};
use crate::knowledge::layout::{HEADING_MARK, Language, MOST_LANGUAGES, Sections};
use crate::knowledge::lint::Contradiction;
use crate::knowledge::ranking::key;
use crate::knowledge::{markup, meaning};
use crate::text::language;
use crate::text::vectors::Vectors;
use std::collections::HashMap;

/// An article's counts of one term, by field.
struct Posting {
    article: u32,
    tf: [u32; FIELDS],
}

/// What the index keeps of an article beside its strings.
struct Stored {
    language: usize,
    internal: bool,
    digest: u64,
    length: [u32; FIELDS],
    /// Where its strings begin.
    strings: usize,
    /// Whether another one took its place, or it was taken away.
    gone: bool,
}

/// Collects articles and writes their index. Of articles with the same id the last one counts; without an
/// id the position is taken.
#[derive(Default)]
pub struct IndexBuilder {
    /// Checksum and dimensions of the word vectors.
    vectors: Option<(u64, usize)>,
    /// Articles by id.
    ids: HashMap<String, usize>,
    languages: Vec<String>,
    analyzers: Vec<Analyzer>,
    term_ids: HashMap<String, usize>,
    /// Terms of words, so that a word is stemmed once.
    words: HashMap<String, usize>,
    postings: Vec<Vec<Posting>>,
    stored: Vec<Stored>,
    strings: Writer,
    /// Article of each chunk.
    chunks: Vec<usize>,
    directions: Vec<i8>,
    /// Warnings of articles, by their place.
    contradictions: HashMap<usize, Vec<String>>,
}

/// Of one article only so many contradictions are told.
const MOST_CONTRADICTIONS: usize = 3;
/// Words whose terms are remembered.
const MOST_WORDS: usize = 1 << 18;
/// Least confidence with which an article counts as not English.
const LEAST_CONFIDENCE: f64 = 0.3;

/// The article's language: its own, else the one in which it seems to be written.
fn language_of(article: &Article, text: &str) -> String {
    if let Some(locale) = article.locale.as_deref().filter(|l| !l.trim().is_empty()) {
        return code(locale.trim());
    }
    let end = (0..=2000.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let found = language::of_text(text.get(..end).unwrap_or(""), None);
    match found.code.as_str() {
        "de" | "fr" | "es" | "pt" | "it" | "nl" if found.confidence >= LEAST_CONFIDENCE => {
            found.code
        }
        _ => "en".to_owned(),
    }
}

impl std::fmt::Debug for IndexBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IndexBuilder of {} articles", self.len())
    }
}

impl IndexBuilder {
    /// Number of articles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no article.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Takes an article away.
    pub fn remove(&mut self, id: &str) {
        if let Some(place) = self.ids.remove(id)
            && let Some(stored) = self.stored.get_mut(place)
        {
            stored.gone = true;
        }
    }

    /// Adds to the articles where they may contradict each other; what was told before is forgotten.
    pub fn contradicts(&mut self, found: &[Contradiction]) {
        self.contradictions.clear();
        for Contradiction {
            articles,
            titles,
            values,
        } in found
        {
            let [first, second] = articles;
            let [here, there] = values;
            let [own, other] = titles;
            for (id, title, here, there) in
                [(first, other, here, there), (second, own, there, here)]
            {
                let Some(place) = self.ids.get(id) else {
                    continue;
                };
                let warnings = self.contradictions.entry(*place).or_default();
                if warnings.len() < MOST_CONTRADICTIONS {
                    warnings.push(format!(
                        "may contradict “{title}”: {here} here, {there} there"
                    ));
                }
            }
        }
    }

    /// Adds an article. With word vectors, an English one is also found by what it means; they have to be
    /// the same ones for all articles.
    pub fn add(&mut self, article: &Article, vectors: Option<&Vectors>) {
        let id = match article.id.trim() {
            "" => format!("article-{}", self.stored.len() + 1),
            id => id.to_owned(),
        };
        self.remove(&id);
        self.ids.insert(id.clone(), self.stored.len());
        self.vectors = vectors.map(|own| (own.checksum(), own.dimensions()));
        let id = id.as_str();
        let mut text = String::new();
        let mut headings = String::new();
        let mut body = String::new();
        for block in markup::blocks(&article.body) {
            let part = if block.heading {
                text.push(HEADING_MARK);
                &mut headings
            } else {
                &mut body
            };
            part.push_str(&block.text);
            part.push('\n');
            text.push_str(&block.text);
            text.push('\n');
        }
        let title = if article.title.trim().is_empty() {
            text.lines()
                .next()
                .unwrap_or(id)
                .trim_start_matches(HEADING_MARK)
                .chars()
                .take(80)
                .collect()
        } else {
            article.title.trim().to_owned()
        };
        let labels = article
            .labels
            .iter()
            .chain(&article.section)
            .fold(String::new(), |all, label| all + label + "\n");
        let language = self.language(&language_of(article, &format!("{title}\n{body}")));

        let mut fields: [&str; FIELDS] = [""; FIELDS];
        for (slot, field) in fields.iter_mut().enumerate() {
            *field = match slot {
                TITLE => &title,
                HEADINGS => &headings,
                BODY => &body,
                LABELS => &labels,
                _ => "",
            };
        }
        let length = self.count(language, &fields);
        let english = self
            .languages
            .get(language)
            .is_some_and(|code| code == meaning::LANGUAGE);
        if let Some(vectors) = vectors.filter(|_| english) {
            for chunk in meaning::chunks(vectors, &title, &headings, &body) {
                self.chunks.push(self.stored.len());
                self.directions.extend(chunk);
            }
        }
        self.stored.push(Stored {
            language,
            internal: article.internal,
            digest: article.digest(),
            length,
            strings: self.strings.bytes.len(),
            gone: false,
        });
        let intents = article.intents.join("\n");
        for string in [
            id,
            title.as_str(),
            article.url.as_deref().unwrap_or(""),
            article.updated_at.as_deref().unwrap_or(""),
            intents.as_str(),
            text.as_str(),
        ] {
            self.strings.text(string);
        }
    }

    fn language(&mut self, code: &str) -> usize {
        if let Some(known) = self.languages.iter().position(|known| known == code) {
            return known;
        }
        if self.languages.len() >= MOST_LANGUAGES {
            return 0;
        }
        self.languages.push(code.to_owned());
        self.analyzers.push(Analyzer::new(code));
        self.languages.len() - 1
    }

    fn count(&mut self, language: usize, fields: &[&str; FIELDS]) -> [u32; FIELDS] {
        let mut length = [0_u32; FIELDS];
        let Some(analyzer) = self.analyzers.get(language) else {
            return length;
        };
        let mut counts: Vec<(usize, [u32; FIELDS])> = Vec::new();
        for (slot, (text, length)) in fields.iter().zip(&mut length).enumerate() {
            analyzer.walk(text, false, &mut |word, _, joined| {
                *length += u32::from(!joined);
                let word = key(language, word);
                let term = match self.words.get(&word) {
                    Some(term) => *term,
                    None => {
                        let stem = analyzer.stem(word.get(1..).unwrap_or(""));
                        let next = self.postings.len();
                        let term = *self.term_ids.entry(key(language, &stem)).or_insert(next);
                        if term == next {
                            self.postings.push(Vec::new());
                        }
                        if self.words.len() < MOST_WORDS {
                            self.words.insert(word, term);
                        }
                        term
                    }
                };
                let mut tf = [0; FIELDS];
                if let Some(count) = tf.get_mut(slot) {
                    *count = 1;
                }
                counts.push((term, tf));
            });
        }
        let article = u32::try_from(self.stored.len()).unwrap_or(u32::MAX);
        counts.sort_unstable();
        counts.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                for (sum, count) in first.1.iter_mut().zip(&later.1) {
                    *sum += count;
                }
            }
            same
        });
        for (term, tf) in counts {
            if let Some(list) = self.postings.get_mut(term) {
                list.push(Posting { article, tf });
            }
        }
        length
    }

    /// The index's bytes. The same articles in the same order give the same bytes everywhere.
    #[must_use]
    pub fn finish(&self) -> Vec<u8> {
        // Where each article stands once those that are gone have left.
        let mut kept = 0_u32;
        let places: Vec<Option<u32>> = self
            .stored
            .iter()
            .map(|stored| {
                let place = (!stored.gone).then_some(kept);
                kept += u32::from(!stored.gone);
                place
            })
            .collect();
        let place_of = |article: usize| places.get(article).copied().flatten();
        let mut table = Writer::default();
        let mut languages: Vec<Language> = Vec::new();
        let mut averages: Vec<[f64; FIELDS]> = Vec::new();
        for (place, code) in self.languages.iter().enumerate() {
            let own = || {
                let own = |stored: &&Stored| stored.language == place && !stored.gone;
                self.stored.iter().filter(own)
            };
            let mut average = [0.0; FIELDS];
            for stored in own() {
                for (sum, length) in average.iter_mut().zip(&stored.length) {
                    *sum += f64::from(*length);
                }
            }
            let articles = own().count();
            averages.push(average.map(|sum| sum / articles.max(1) as f64));
            languages.push(Language {
                code: code.clone(),
                articles,
            });
        }
        let mut strings = Writer {
            bytes: Vec::with_capacity(self.strings.bytes.len()),
        };
        let ends = self.stored.iter().skip(1).map(|next| next.strings);
        let ends = ends.chain([self.strings.bytes.len()]);
        for (place, (stored, end)) in self
            .stored
            .iter()
            .zip(ends)
            .enumerate()
            .filter(|(_, (stored, _))| !stored.gone)
        {
            let own = self
                .strings
                .bytes
                .get(stored.strings..end)
                .unwrap_or_default();
            table.bytes.push(u8::try_from(stored.language).unwrap_or(0));
            table.bytes.push(u8::from(stored.internal));
            table.size(strings.bytes.len());
            table.bytes.extend_from_slice(&stored.digest.to_le_bytes());
            // What is gone leaves no text behind.
            strings.bytes.extend_from_slice(own);
            let warnings = self.contradictions.get(&place);
            let warnings = warnings.map_or_else(String::new, |lines| lines.join("\n"));
            strings.text(&warnings);
        }

        let mut terms: Vec<(&String, &usize)> = self.term_ids.iter().collect();
        terms.sort_unstable();
        let mut term_bytes = Vec::new();
        let mut term_index = Writer::default();
        let mut postings = Writer::default();
        let bm25 = Bm25f::default();
        for (term, term_id) in &terms {
            let list = self.postings.get(**term_id).map_or(&[][..], Vec::as_slice);
            let mut own = Writer::default();
            let (mut count, mut before) = (0, 0);
            for posting in list {
                let article = posting.article as usize;
                let (Some(place), Some(stored)) = (place_of(article), self.stored.get(article))
                else {
                    continue;
                };
                let Some(average) = averages.get(stored.language) else {
                    continue;
                };
                let saturation = bm25.saturation(average, &posting.tf, &stored.length);
                own.varint(place - before);
                own.bytes
                    .push(libm::round(saturation * 255.0).clamp(1.0, 255.0) as u8);
                before = place;
                count += 1;
            }
            if count > 0 {
                term_index.size(term_bytes.len());
                term_index.size(postings.bytes.len());
                term_bytes.extend_from_slice(term.as_bytes());
                postings.varint(count);
                postings.bytes.extend(own.bytes);
            }
        }
        // A last entry tells where the last term and its postings end.
        term_index.size(term_bytes.len());
        term_index.size(postings.bytes.len());

        let dimensions = match self.vectors {
            Some((_, dimensions)) if !self.directions.is_empty() => dimensions,
            _ => 0,
        };
        let mut chunk_articles = Writer::default();
        let mut directions = Vec::with_capacity(self.directions.len());
        for (chunk, direction) in self
            .chunks
            .iter()
            .zip(self.directions.chunks_exact(dimensions.max(1)))
        {
            if let Some(place) = place_of(*chunk) {
                chunk_articles.long(place);
                directions.extend_from_slice(direction);
            }
        }
        let (mean, signs) = meaning::signs(&directions, dimensions);
        Sections {
            languages,
            table,
            term_index,
            term_bytes,
            postings,
            chunk_articles,
            mean,
            signs,
            directions,
            vectors: self.vectors.map_or(0, |(checksum, _)| checksum),
            strings: strings.bytes,
        }
        .file()
    }
}
