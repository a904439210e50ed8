//! Articles to index bytes. The same articles give the same bytes everywhere, in whatever order they came and
//! whether all of them were read anew or most were carried over from the index before.

mod encode;
mod resume;

use crate::bytes::Writer;
use crate::knowledge::Article;
use crate::knowledge::analyzer::{LANGUAGES, language};
use crate::knowledge::bm25::{BODY, FIELDS, HEADINGS, LABELS, TITLE};
use crate::knowledge::layout::HEADING_MARK;
use crate::knowledge::lint::Contradiction;
use crate::knowledge::term_counts::TermCounts;
use crate::knowledge::vocabulary::Vocabulary;
use crate::knowledge::{markup, meaning};
use crate::text::language;
use crate::text::vectors::Vectors;
use std::collections::HashMap;
use std::ops::Range;

/// What is known of an article beside its strings.
struct Stored {
    id: String,
    /// Position in [`LANGUAGES`].
    language: usize,
    internal: bool,
    digest: u64,
    length: [u32; FIELDS],
    /// Where its strings stand, its terms, and the directions of its chunks.
    strings: Range<usize>,
    counts: Range<usize>,
    directions: Range<usize>,
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
    vocabulary: Vocabulary,
    stored: Vec<Stored>,
    strings: Writer,
    /// The terms of each article, each with its counts.
    counts: Vec<(u32, TermCounts)>,
    /// Of each term the last article that holds it, and where among that one's terms it stands.
    seen: Vec<(usize, usize)>,
    /// Directions of the chunks.
    directions: Vec<i8>,
    /// Warnings of articles, by their place.
    contradictions: HashMap<usize, Vec<String>>,
}

/// Of one article only so many contradictions are told.
const MOST_CONTRADICTIONS: usize = 3;
/// Least confidence with which an article counts as not English.
const LEAST_CONFIDENCE: f64 = 0.3;
/// So many bytes tell the language of most articles, and so many of all.
const TELLING: usize = 400;
const ALL_TELLING: usize = 2000;
/// Confidence with which the first bytes decide.
const SURE: f64 = 0.4;

/// The article's language: its own, else the one in which it seems to be written.
fn language_of(article: &Article, title: &str, body: &str) -> usize {
    if let Some(locale) = article.locale.as_deref().filter(|l| !l.trim().is_empty()) {
        return language(locale.trim());
    }
    let mut text = String::with_capacity(ALL_TELLING);
    let mut found = Default::default();
    for most in [TELLING, ALL_TELLING] {
        text.clear();
        for part in [title, "\n", body] {
            let left = most.saturating_sub(text.len()).min(part.len());
            text.push_str(part.get(..part.floor_char_boundary(left)).unwrap_or(""));
        }
        found = language::of_text(&text, None);
        if found.confidence >= SURE || text.len() < TELLING {
            break;
        }
    }
    match found.code.as_str() {
        "de" | "fr" | "es" | "pt" | "it" | "nl" if found.confidence >= LEAST_CONFIDENCE => {
            language(&found.code)
        }
        _ => language(meaning::LANGUAGE),
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

    /// Whether there is an article with this id.
    pub(crate) fn holds(&self, id: &str) -> bool {
        self.ids.contains_key(id.trim())
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
        self.add_version(article, article.digest(), vectors);
    }

    /// As [`Self::add`], where something else than the article tells versions apart.
    pub(crate) fn add_version(
        &mut self,
        article: &Article,
        digest: u64,
        vectors: Option<&Vectors>,
    ) {
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
        let language = language_of(article, &title, &body);

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
        let (length, counts) = self.count(language, &fields);
        let directions = self.directions.len();
        let english = LANGUAGES.get(language) == Some(&meaning::LANGUAGE);
        if let Some(vectors) = vectors.filter(|_| english) {
            for chunk in meaning::chunks(vectors, &title, &headings, &body) {
                self.directions.extend(chunk);
            }
        }
        let strings = self.strings.bytes.len();
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
        self.stored.push(Stored {
            id: id.to_owned(),
            language,
            internal: article.internal,
            digest,
            length,
            strings: strings..self.strings.bytes.len(),
            counts,
            directions: directions..self.directions.len(),
            gone: false,
        });
    }

    /// Adds the terms of the article that comes next; gives its lengths and where its terms stand.
    fn count(&mut self, language: usize, fields: &[&str; FIELDS]) -> ([u32; FIELDS], Range<usize>) {
        let mut length = [0_u32; FIELDS];
        let mut found: Vec<(u32, [u32; FIELDS])> = Vec::new();
        // Articles are counted from 1 here: nothing was seen yet.
        let article = self.stored.len() + 1;
        let seen = &mut self.seen;
        for (field, (text, length)) in fields.iter().zip(&mut length).enumerate() {
            self.vocabulary.walk(language, text, &mut |term, joined| {
                *length += u32::from(!joined);
                let number = term as usize;
                if seen.len() <= number {
                    seen.resize(number + 1, (0, 0));
                }
                let Some(last) = seen.get_mut(number) else {
                    return;
                };
                if last.0 != article {
                    *last = (article, found.len());
                    found.push((term, [0; FIELDS]));
                }
                let counts = found.get_mut(last.1);
                if let Some(count) = counts.and_then(|(_, counts)| counts.get_mut(field)) {
                    *count += 1;
                }
            });
        }
        let start = self.counts.len();
        let packed = |(term, counts): &(u32, _)| (*term, TermCounts::of(counts));
        self.counts.extend(found.iter().map(packed));
        (length, start..self.counts.len())
    }
}

#[cfg(test)]
mod tests;
