//! Articles to index bytes. The same articles in the same order give the same bytes everywhere.

use crate::fingerprint::fnv1a;
use crate::knowledge::analyzer::{Analyzer, code};
use crate::knowledge::bm25::{BODY, FIELDS, HEADINGS, LABELS, TITLE};
use crate::knowledge::bytes::{put_u32, put_varint};
use crate::knowledge::layout::{HEADING_MARK, MAGIC};
use crate::knowledge::markup;
use crate::knowledge::{Article, FORMAT};
use crate::text::language;
use std::collections::{BTreeMap, HashMap};

/// An article's counts of one term, by field.
struct Posting {
    article: u32,
    tf: [u32; FIELDS],
}

/// Everything of an article that the index keeps.
struct Stored {
    language: u8,
    internal: bool,
    length: [u32; FIELDS],
    /// Id, title, url, updated_at, intents, text, as places in the strings.
    places: [(usize, usize); 6],
}

#[derive(Default)]
struct Builder {
    languages: Vec<String>,
    analyzers: Vec<Analyzer>,
    term_ids: HashMap<String, usize>,
    postings: Vec<Vec<Posting>>,
    stored: Vec<Stored>,
    strings: Vec<u8>,
}

/// The index's bytes. Of articles with the same id the last one counts; without an id the position
/// is taken.
pub(crate) fn build(articles: &[Article]) -> Vec<u8> {
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    for (index, article) in articles.iter().enumerate() {
        last.insert(id_of(index, article), index);
    }
    let mut builder = Builder::default();
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

impl Builder {
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
        let intents = article.intents.join("\n");
        let places = [
            id,
            title.as_str(),
            article.url.as_deref().unwrap_or(""),
            article.updated_at.as_deref().unwrap_or(""),
            intents.as_str(),
            text.as_str(),
        ]
        .map(|string| self.keep(string));
        self.stored.push(Stored {
            language: u8::try_from(language).unwrap_or(0),
            internal: article.internal,
            length,
            places,
        });
    }

    fn language(&mut self, code: &str) -> usize {
        if let Some(known) = self.languages.iter().position(|known| known == code) {
            return known;
        }
        // One byte tells the language; a knowledge base has never so many.
        if self.languages.len() >= 250 {
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
            let term_id = *self.term_ids.entry(term).or_insert(next);
            if term_id == next {
                self.postings.push(Vec::new());
            }
            if let Some(list) = self.postings.get_mut(term_id) {
                list.push(Posting { article, tf });
            }
        }
        length
    }

    fn keep(&mut self, string: &str) -> (usize, usize) {
        let start = self.strings.len();
        self.strings.extend_from_slice(string.as_bytes());
        (start, string.len())
    }

    fn finish(self) -> Vec<u8> {
        let mut terms: Vec<(&String, &usize)> = self.term_ids.iter().collect();
        terms.sort_unstable();
        let mut term_bytes = Vec::new();
        let mut term_index = Vec::new();
        let mut postings = Vec::new();
        for (term, term_id) in &terms {
            put_u32(&mut term_index, term_bytes.len());
            put_u32(&mut term_index, postings.len());
            term_bytes.extend_from_slice(term.as_bytes());
            if let Some(list) = self.postings.get(**term_id) {
                put_list(&mut postings, list);
            }
        }
        // A last entry tells where the last term and its postings end.
        put_u32(&mut term_index, term_bytes.len());
        put_u32(&mut term_index, postings.len());

        let mut table = Vec::new();
        let mut totals = [0_u64; FIELDS];
        for stored in &self.stored {
            table.push(stored.language);
            table.push(u8::from(stored.internal));
            for (length, total) in stored.length.iter().zip(&mut totals) {
                *total += u64::from(*length);
                let short = u16::try_from(*length).unwrap_or(u16::MAX);
                table.extend_from_slice(&short.to_le_bytes());
            }
            for (start, length) in stored.places {
                put_u32(&mut table, start);
                put_u32(&mut table, length);
            }
        }
        let languages = self.languages.join("\n");

        let mut payload = Vec::new();
        put_u32(&mut payload, self.stored.len());
        put_u32(&mut payload, terms.len());
        for total in totals {
            payload.extend_from_slice(&total.to_le_bytes());
        }
        let sections: [&[u8]; 6] = [
            languages.as_bytes(),
            &table,
            &term_index,
            &term_bytes,
            &postings,
            &self.strings,
        ];
        for section in sections {
            put_u32(&mut payload, section.len());
        }
        for section in sections {
            payload.extend_from_slice(section);
        }
        let mut bytes = Vec::with_capacity(payload.len() + 16);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        bytes.extend_from_slice(&fnv1a(&payload).to_le_bytes());
        bytes.extend_from_slice(&payload);
        bytes
    }
}

/// A posting list: its length, then each article as the distance from the one before, a byte with a
/// bit for each field in the lower half and a small body count in the upper, and the counts that
/// need more.
fn put_list(out: &mut Vec<u8>, list: &[Posting]) {
    put_varint(out, u32::try_from(list.len()).unwrap_or(u32::MAX));
    let mut before = 0;
    for posting in list {
        put_varint(out, posting.article - before);
        before = posting.article;
        let body = posting.tf.get(BODY).copied().unwrap_or(0);
        let mut head = u8::try_from(body.min(15)).unwrap_or(15) << 4;
        for (slot, tf) in posting.tf.iter().enumerate() {
            if *tf > 0 {
                head |= 1 << slot;
            }
        }
        out.push(head);
        for (slot, tf) in posting.tf.iter().enumerate() {
            if *tf > 0 && (slot != BODY || body >= 15) {
                put_varint(out, *tf);
            }
        }
    }
}
