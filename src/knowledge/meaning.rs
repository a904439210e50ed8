//! What a text means: the direction of the sum of its word vectors, compared with the directions of the
//! articles' chunks. It finds what says the same in other words.

use crate::knowledge::analyzer::Analyzer;
use crate::knowledge::bm25::idf;
use crate::knowledge::layout::Layout;
use crate::knowledge::ranking::{Part, key};
use crate::text::Normal;
use crate::text::vectors::Vectors;
use crate::text::words;

/// The language that the shipped word vectors know.
pub(crate) const LANGUAGE: &str = "en";
/// Words of an article that share one direction.
const CHUNK_WORDS: usize = 250;
/// What follows so many chunks of one article is found by its words alone.
const MOST_CHUNKS: usize = 40;
/// Words of a title, of all headings, or of a query that are read.
const MOST_WORDS: usize = 250;
/// How much title and headings count beside a chunk of the body.
const TITLE: f32 = 0.5;
const HEADINGS: f32 = 0.2;
/// Weight of a query's word that stands everywhere; one that is rare has 1.
const COMMONEST: f32 = 0.3;

/// The directions of an article's chunks.
pub(crate) fn chunks(vectors: &Vectors, title: &str, headings: &str, body: &str) -> Vec<Vec<i8>> {
    let direction = |text: &str, words: usize| {
        let mut sum = vec![0.0; vectors.dimensions()];
        vectors.parts(&normal(text), words, |part| {
            vectors.add(part, 1.0, &mut sum);
        });
        unit(sum)
    };
    let (title, headings) = (
        direction(title, MOST_WORDS),
        direction(headings, MOST_WORDS),
    );
    let mut out = Vec::new();
    let mut close = |text: &str| {
        let mut sum = direction(text, CHUNK_WORDS);
        for ((slot, title), headings) in sum.iter_mut().zip(&title).zip(&headings) {
            *slot += TITLE * title + HEADINGS * headings;
        }
        out.push(quantise(&sum));
    };
    let (mut start, mut count, mut at, mut chunks) = (0, 0, 0, 0);
    for word in body.split_inclusive([' ', '\n']) {
        at += word.len();
        count += 1;
        if count == CHUNK_WORDS && chunks < MOST_CHUNKS {
            close(body.get(start..at).unwrap_or(""));
            (start, count) = (at, 0);
            chunks += 1;
        }
    }
    if chunks == 0 || (count > 0 && chunks < MOST_CHUNKS) {
        close(body.get(start..).unwrap_or(""));
    }
    out
}

fn normal(text: &str) -> String {
    Normal::of(text, &(0..text.len()), &[]).text
}

fn unit(mut sum: Vec<f32>) -> Vec<f32> {
    let squares: f32 = sum.iter().map(|value| value * value).sum();
    if squares > 0.0 {
        let length = libm::sqrtf(squares);
        for value in &mut sum {
            *value /= length;
        }
    }
    sum
}

/// The largest part becomes 127: only the direction counts.
fn quantise(sum: &[f32]) -> Vec<i8> {
    let most = sum
        .iter()
        .fold(0.0_f32, |most, value| most.max(value.abs()));
    let scale = if most > 0.0 { 127.0 / most } else { 0.0 };
    sum.iter()
        .map(|value| libm::roundf(value * scale) as i8)
        .collect()
}

/// The mean of all directions, and the signs of each against it, a bit a dimension.
pub(crate) fn signs(directions: &[i8], dimensions: usize) -> (Vec<i8>, Vec<u8>) {
    let mut sums = vec![0_i64; dimensions];
    for direction in directions.chunks_exact(dimensions.max(1)) {
        for (sum, code) in sums.iter_mut().zip(direction) {
            *sum += i64::from(*code);
        }
    }
    let count = (directions.len() / dimensions.max(1)).max(1) as i64;
    let mean: Vec<i8> = sums.iter().map(|sum| (sum / count) as i8).collect();
    let signs = directions
        .chunks_exact(dimensions.max(1))
        .flat_map(|direction| bits(direction.iter().copied(), mean.iter().copied()))
        .collect();
    (mean, signs)
}

fn bits(direction: impl Iterator<Item = i8>, mean: impl Iterator<Item = i8>) -> Vec<u8> {
    let mut out = Vec::new();
    for (place, (code, mean)) in direction.zip(mean).enumerate() {
        if place % 8 == 0 {
            out.push(0);
        }
        if let (true, Some(last)) = (code > mean, out.last_mut()) {
            *last |= 1 << (place % 8);
        }
    }
    out
}

/// The direction of a query.
pub(crate) struct Meaning {
    codes: Vec<i8>,
    /// Its squared length.
    squares: i32,
    signs: Vec<u8>,
    /// Share of the query, by weight, in words that the vectors know.
    pub(crate) known: f64,
}

impl Meaning {
    /// `None` where the index or the query has no direction, or the index was built with other vectors.
    /// Of words that stand in many articles only a part counts.
    pub(crate) fn of(
        parts: &[Part],
        vectors: Option<&Vectors>,
        layout: &Layout,
        bytes: &[u8],
    ) -> Option<Self> {
        let vectors = vectors.filter(|own| {
            own.checksum() == layout.vectors && own.dimensions() == layout.dimensions
        })?;
        let language = layout.languages.iter().position(|l| l.code == LANGUAGE)?;
        let articles = layout.languages.get(language)?.articles;
        let analyzer = Analyzer::new(LANGUAGE);
        let rarest = idf(articles, 1);
        let weight = |word: &str| {
            let share = match analyzer.term(word) {
                Some(term) => layout
                    .find(bytes, &key(language, &term))
                    .map_or(1.0, |place| {
                        (idf(articles, layout.postings(bytes, place).count) / rarest).min(1.0)
                    }),
                None => 0.0,
            };
            COMMONEST + (1.0 - COMMONEST) * share as f32
        };
        let mut sum = vec![0.0; vectors.dimensions()];
        let (mut all, mut known) = (0.0, 0.0);
        let mut left = MOST_WORDS;
        for part in parts {
            let text = normal(&part.text);
            let mut weights = Vec::new();
            words::walk(&text, left, |word| {
                weights.push(part.weight as f32 * weight(text.get(word.range).unwrap_or("")));
            });
            let mut before = usize::MAX;
            vectors.parts(&text, left, |piece| {
                let weight = weights.get(piece.word).copied().unwrap_or(0.0);
                vectors.add(piece, weight, &mut sum);
                if piece.first_word == piece.word && piece.word != before {
                    before = piece.word;
                    all += f64::from(weight);
                    if vectors.is_known(piece) {
                        known += f64::from(weight);
                    }
                }
            });
            left -= weights.len().min(left);
        }
        if sum.iter().all(|value| *value == 0.0) {
            return None;
        }
        let codes = quantise(&sum);
        let mean = layout.mean(bytes).iter().map(|code| *code as i8);
        Some(Self {
            signs: bits(codes.iter().copied(), mean),
            squares: squares(&codes),
            codes,
            known: if all > 0.0 { known / all } else { 0.0 },
        })
    }

    /// How near a short text is, as [`Meaning::nearness`] has it of an article.
    pub(crate) fn nearness_of(&self, vectors: &Vectors, text: &str) -> f64 {
        let mut sum = vec![0.0; vectors.dimensions()];
        vectors.parts(&normal(text), MOST_WORDS, |part| {
            vectors.add(part, 1.0, &mut sum);
        });
        self.trust() * cosine(&self.codes, self.squares, quantise(&sum).into_iter()).max(0.0)
    }

    /// What the vectors do not know they read as something else: the rest is trusted less, too.
    fn trust(&self) -> f64 {
        self.known * self.known
    }

    /// Marks the articles whose signs differ least, about `most`.
    pub(crate) fn mark_nearest(
        &self,
        layout: &Layout,
        bytes: &[u8],
        most: usize,
        marks: &mut [bool],
    ) {
        let width = self.signs.len().max(1);
        let (own, _) = self.signs.as_chunks::<8>();
        let distances: Vec<usize> = layout
            .signs(bytes)
            .chunks_exact(width)
            .map(|signs| {
                let (signs, _) = signs.as_chunks::<8>();
                let differ = |(a, b): (&[u8; 8], &[u8; 8])| {
                    (u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b)).count_ones()
                };
                signs.iter().zip(own).map(differ).sum::<u32>() as usize
            })
            .collect();
        let mut counts = vec![0_usize; width * 8 + 1];
        for distance in &distances {
            if let Some(count) = counts.get_mut(*distance) {
                *count += 1;
            }
        }
        let mut sum = 0;
        let bound = counts
            .iter()
            .position(|count| {
                sum += count;
                sum >= most
            })
            .unwrap_or(counts.len());
        for (chunk, distance) in distances.iter().enumerate() {
            if *distance <= bound
                && let Some(mark) = marks.get_mut(layout.article_of(bytes, chunk))
            {
                *mark = true;
            }
        }
    }

    /// How near an article is, 0 to 1: the cosine with its nearest chunk, less where the query holds
    /// words that the vectors do not know.
    pub(crate) fn nearness(&self, layout: &Layout, bytes: &[u8], article: usize) -> f64 {
        let nearest = layout
            .chunks_of(bytes, article)
            .map(|chunk| {
                layout
                    .direction(bytes, chunk)
                    .iter()
                    .map(|code| *code as i8)
            })
            .map(|direction| cosine(&self.codes, self.squares, direction))
            .fold(0.0, f64::max);
        self.trust() * nearest
    }
}

/// The squared length of a direction. Bytes: no sum over 1,024 dimensions leaves 32 bits.
fn squares(direction: &[i8]) -> i32 {
    direction
        .iter()
        .map(|code| i32::from(*code) * i32::from(*code))
        .sum()
}

/// The cosine of two directions, of which the first has this squared length.
fn cosine(query: &[i8], squares: i32, chunk: impl Iterator<Item = i8>) -> f64 {
    let (mut dot, mut other) = (0_i32, 0_i32);
    for (a, b) in query.iter().zip(chunk) {
        let (a, b) = (i32::from(*a), i32::from(b));
        dot += a * b;
        other += b * b;
    }
    let lengths = libm::sqrt(f64::from(squares) * f64::from(other));
    if lengths > 0.0 {
        f64::from(dot) / lengths
    } else {
        0.0
    }
}
