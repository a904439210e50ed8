//! Articles to index bytes. The same articles in the same order give the same bytes everywhere.

use crate::bytes::Writer;
use crate::knowledge::Article;
use crate::knowledge::analyzer::{Analyzer, code};
use crate::knowledge::bm25::{BODY, Bm25f, FIELDS, HEADINGS, LABELS, TITLE};
use crate::knowledge::layout::{HEADING_MARK, Language, MOST_LANGUAGES, Sections};
use crate::knowledge::ranking::key;
use crate::knowledge::{markup, meaning};
use crate::text::language;
use crate::text::vectors::Vectors;
use std::collections::{BTreeMap, HashMap};

/// An article's counts of one term, by field.
struct Posting {
    article: u32,
    tf: [u32; FIELDS],
}

/// What the index keeps of an article beside its strings.
struct Stored {
    language: usize,
    internal: bool,
    length: [u32; FIELDS],
    /// Where its strings begin.
    strings: usize,
}

#[derive(Default)]
struct Builder<'a> {
    vectors: Option<&'a Vectors>,
    languages: Vec<String>,
    analyzers: Vec<Analyzer>,
    term_ids: HashMap<String, usize>,
    postings: Vec<Vec<Posting>>,
    stored: Vec<Stored>,
    strings: Writer,
    chunk_articles: Writer,
    directions: Vec<i8>,
}

/// The index's bytes. Of articles with the same id the last one counts; without an id the position
/// is taken.
pub(crate) fn build(articles: &[Article], vectors: Option<&Vectors>) -> Vec<u8> {
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    for (index, article) in articles.iter().enumerate() {
        last.insert(id_of(index, article), index);
    }
    let mut builder = Builder {
        vectors,
        ..Builder::default()
    };
    for (index, article) in articles.iter().enumerate() {
        let id = id_of(index, article);
        if last.get(&id) == Some(&index) {
            builder.add(&id, article);
        }
    }
    builder.finish()
}

fn id_of(index: usize, article: &Article) -> String {
    if article.id.trim().is_empty() {
        format!("article-{}", index + 1)
    } else {
        article.id.trim().to_owned()
    }
}

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

impl Builder<'_> {
    fn add(&mut self, id: &str, article: &Article) {
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
        if let Some(vectors) = self.vectors.filter(|_| english) {
            for chunk in meaning::chunks(vectors, &title, &headings, &body) {
                self.chunk_articles.size(self.stored.len());
                self.directions.extend(chunk);
            }
        }
        self.stored.push(Stored {
            language,
            internal: article.internal,
            length,
            strings: self.strings.bytes.len(),
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
            self.strings
                .varint(u32::try_from(string.len()).unwrap_or(u32::MAX));
            self.strings.bytes.extend_from_slice(string.as_bytes());
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
        let mut counts: BTreeMap<String, [u32; FIELDS]> = BTreeMap::new();
        let Some(analyzer) = self.analyzers.get(language) else {
            return length;
        };
        for (slot, (text, length)) in fields.iter().zip(&mut length).enumerate() {
            for token in analyzer.tokens(text) {
                if !token.joined {
                    *length += 1;
                }
                if let Some(count) = counts.entry(token.term).or_default().get_mut(slot) {
                    *count += 1;
                }
            }
        }
        let article = u32::try_from(self.stored.len()).unwrap_or(u32::MAX);
        for (term, tf) in counts {
            let next = self.postings.len();
            let term_id = *self.term_ids.entry(key(language, &term)).or_insert(next);
            if term_id == next {
                self.postings.push(Vec::new());
            }
            if let Some(list) = self.postings.get_mut(term_id) {
                list.push(Posting { article, tf });
            }
        }
        length
    }

    fn finish(self) -> Vec<u8> {
        let mut table = Writer::default();
        let mut languages: Vec<Language> = Vec::new();
        let mut averages: Vec<[f64; FIELDS]> = Vec::new();
        for (place, code) in self.languages.iter().enumerate() {
            let own = || self.stored.iter().filter(|stored| stored.language == place);
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
        for stored in &self.stored {
            table.bytes.push(u8::try_from(stored.language).unwrap_or(0));
            table.bytes.push(u8::from(stored.internal));
            table.size(stored.strings);
        }

        let mut terms: Vec<(&String, &usize)> = self.term_ids.iter().collect();
        terms.sort_unstable();
        let mut term_bytes = Vec::new();
        let mut term_index = Writer::default();
        let mut postings = Writer::default();
        let bm25 = Bm25f::default();
        for (term, term_id) in &terms {
            term_index.size(term_bytes.len());
            term_index.size(postings.bytes.len());
            term_bytes.extend_from_slice(term.as_bytes());
            let list = self.postings.get(**term_id).map_or(&[][..], Vec::as_slice);
            postings.varint(u32::try_from(list.len()).unwrap_or(u32::MAX));
            let mut before = 0;
            for posting in list {
                let Some(stored) = self.stored.get(posting.article as usize) else {
                    continue;
                };
                let Some(average) = averages.get(stored.language) else {
                    continue;
                };
                let saturation = bm25.saturation(average, &posting.tf, &stored.length);
                postings.varint(posting.article - before);
                postings
                    .bytes
                    .push(libm::round(saturation * 255.0).clamp(1.0, 255.0) as u8);
                before = posting.article;
            }
        }
        // A last entry tells where the last term and its postings end.
        term_index.size(term_bytes.len());
        term_index.size(postings.bytes.len());

        let dimensions = match self.vectors {
            Some(vectors) if !self.directions.is_empty() => vectors.dimensions(),
            _ => 0,
        };
        let (mean, signs) = meaning::signs(&self.directions, dimensions);
        Sections {
            languages,
            table,
            term_index,
            term_bytes,
            postings,
            chunk_articles: self.chunk_articles,
            mean,
            signs,
            directions: self.directions,
            vectors: self.vectors.map_or(0, Vectors::checksum),
            strings: self.strings.bytes,
        }
        .file()
    }
}
