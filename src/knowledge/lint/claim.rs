//! Claims: a quantity of an article, and the words that say what it is about.

use super::corpus::{Corpus, Sparse, merge_largest, normalise};
use super::document::{Unit, UnitKind};
use super::quantity::{self, Quantity, Role};
use super::scope::{Scope, Scopes};
use super::stance::{self, Stance};
use super::statement;
use super::units::Measure;
use std::ops::Range;

/// Claims of one article that are compared.
const MOST: usize = 600;

/// A quantity and what it is about.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub(super) article: usize,
    pub(super) unit: usize,
    pub(super) quantity: Quantity,
    /// Stems of what is counted or labelled.
    pub(super) noun: Vec<u32>,
    /// Words of its clause, and less of its sentence or row; length 1.
    pub(super) near: Sparse,
    /// Those, the sentences before it in its paragraph, its heading and title; length 1.
    pub(super) full: Sparse,
    pub(super) scopes: Scopes,
    /// Other quantities of the same measure in its sentence.
    pub(super) rivals: usize,
    /// Whether its clause is one of exceptions or conditions.
    pub(super) conditional: bool,
    /// On which sides its clause stands.
    pub(super) stance: Stance,
}

impl Claim {
    /// The words of its clause.
    pub(super) fn clause_words<'c>(&self, corpus: &'c Corpus<'_>) -> &'c str {
        let words = corpus
            .article(self.article)
            .zip(corpus.unit(self.article, self.unit))
            .map_or("", |((source, document), unit)| {
                document.words(unit, source)
            });
        let range = if self.quantity.measure == Measure::Statement {
            self.quantity.range.clone()
        } else {
            clause(words, &self.quantity.range)
        };
        words.get(range).unwrap_or("")
    }

    /// Oppositions in which two statements stand on different sides; that they are open to different
    /// plans, tiers or countries is one.
    pub(super) fn against(&self, them: &Self) -> u32 {
        let [own, ..] = &self.scopes;
        let [theirs, ..] = &them.scopes;
        let bits = self.stance.against(them.stance);
        if self.stance.opens() && them.stance.opens() && own.excludes(theirs) {
            bits | stance::OPEN
        } else {
            bits
        }
    }
}

/// The claims of an article.
pub(super) fn of_article(corpus: &Corpus<'_>, article: usize) -> Vec<Claim> {
    let mut out = Vec::new();
    let Some((source, document)) = corpus.article(article) else {
        return out;
    };
    for (at, unit) in document.units.iter().enumerate() {
        if out.len() >= MOST {
            break;
        }
        let words = document.words(unit, source);
        let mut quantities = quantity::find(words);
        match unit.kind {
            UnitKind::Sentence => quantities.extend(statement::find(words)),
            UnitKind::Cell => quantities.extend(statement::of_cell(words)),
            UnitKind::Title | UnitKind::Heading => {}
        }
        for quantity in &quantities {
            // An example of figures in a heading of a question is a claim as well; a bare count of
            // one thing is none.
            if quantity.measure == Measure::Count
                && quantity.high <= 1.0
                && quantity.role == Role::Plain
                && !words
                    .get(..quantity.range.start)
                    .unwrap_or("")
                    .trim_end()
                    .ends_with("exactly")
            {
                continue;
            }
            out.push(claim(
                corpus,
                article,
                at,
                unit,
                words,
                &quantities,
                quantity,
            ));
        }
    }
    out
}

fn claim(
    corpus: &Corpus<'_>,
    article: usize,
    at: usize,
    unit: &Unit,
    words: &str,
    quantities: &[Quantity],
    quantity: &Quantity,
) -> Claim {
    let terms = corpus.unit_terms(article, at);
    let stated = quantity.measure == Measure::Statement;
    let clause = if stated {
        quantity.range.clone()
    } else {
        clause(words, &quantity.range)
    };
    let inside = |range: &Range<usize>| {
        quantities.iter().any(|other| {
            // What is counted is a word of the claim.
            let unit_only = !matches!(other.measure, Measure::Count | Measure::Statement);
            unit_only && other.range.start <= range.start && range.end <= other.range.end
        })
    };
    let mut near: Sparse = Vec::new();
    for term in terms {
        if inside(&term.range) {
            continue;
        }
        let own = clause.start <= term.range.start && term.range.end <= clause.end;
        let gap = if term.range.start >= quantity.range.end {
            words.get(quantity.range.end..term.range.start)
        } else {
            words.get(term.range.end..quantity.range.start)
        };
        let distance = gap.map_or(0, |gap| gap.split_whitespace().count()) as f32;
        let weight = match (own, stated) {
            (true, true) => 1.0,
            (false, true) => 0.25,
            (true, false) => 1.0 / (1.0 + 0.06 * distance),
            (false, false) => 0.45 / (1.0 + 0.06 * distance),
        };
        near.push((term.id, weight * corpus.rarity(term.id)));
    }
    let document = corpus.documents.get(article);
    let mut row_words = String::new();
    for range in unit.row.iter().chain(&unit.column) {
        let text = document.map_or("", |document| document.text(range));
        row_words.push(' ');
        row_words.push_str(text);
        for term in corpus.terms_within(article, range) {
            near.push((term, corpus.rarity(term)));
        }
    }
    let mut full = near.clone();
    let mut add = |unit: usize, weight: f32| {
        for term in corpus.unit_terms(article, unit) {
            full.push((term.id, weight * corpus.rarity(term.id)));
        }
    };
    if unit.kind != UnitKind::Title {
        add(0, 0.7);
    }
    if let Some(heading) = unit.heading {
        add(heading, 0.6);
    }
    if let Some(document) = document {
        for back in 1..=2 {
            let Some(before) = at.checked_sub(back) else {
                break;
            };
            let same = document
                .units
                .get(before)
                .is_some_and(|other| other.block == unit.block && other.kind == UnitKind::Sentence);
            if same && unit.kind == UnitKind::Sentence {
                add(before, 0.4 / back as f32);
            }
        }
    }
    let mut near = merge_largest(near);
    let mut full = merge_largest(full);
    normalise(&mut near);
    normalise(&mut full);
    let text_of = |unit: Option<usize>| {
        unit.and_then(|unit| Some((corpus.unit(article, unit)?, corpus.article(article)?)))
            .map_or(Scope::default(), |(unit, (source, document))| {
                Scope::of(document.words(unit, source))
            })
    };
    let clause_words = words.get(clause.clone()).unwrap_or("");
    let scopes = [
        Scope::of(clause_words),
        Scope::of(&format!("{words}{row_words}")),
        text_of(unit.heading),
        text_of((unit.kind != UnitKind::Title).then_some(0)),
    ];
    let rivals = quantities
        .iter()
        .filter(|other| other.range != quantity.range && other.measure == quantity.measure)
        .count();
    let noun = terms
        .iter()
        .filter(|term| {
            let word = words.get(term.range.clone()).unwrap_or("").to_lowercase();
            quantity.noun.contains(&word)
        })
        .map(|term| term.id)
        .collect();
    Claim {
        article,
        unit: at,
        noun,
        near,
        full,
        scopes,
        rivals,
        conditional: is_conditional(clause_words) || words.trim_end().ends_with('?'),
        stance: if stated {
            corpus.stances.of(clause_words)
        } else {
            Stance::default()
        },
        quantity: quantity.clone(),
    }
}

/// The clause around a quantity: between commas, semicolons, colons, dashes and brackets.
pub(super) fn clause(words: &str, range: &Range<usize>) -> Range<usize> {
    let ends = |at: usize, character: char| {
        let after = words.get(at + character.len_utf8()..).unwrap_or("");
        match character {
            ';' | '(' | ')' | '\n' => true,
            ',' | ':' => after.starts_with(' '),
            '–' | '—' => after.starts_with(' '),
            _ => false,
        }
    };
    let start = words
        .get(..range.start)
        .unwrap_or("")
        .char_indices()
        .rev()
        .find(|(at, character)| ends(*at, *character))
        .map_or(0, |(at, character)| at + character.len_utf8());
    let end = words
        .get(range.end..)
        .unwrap_or("")
        .char_indices()
        .find(|(at, character)| ends(range.end + *at, *character))
        .map_or(words.len(), |(at, _)| range.end + at);
    start..end
}

/// Words that make a clause one of a special case.
fn is_conditional(clause: &str) -> bool {
    let lower = clause.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word,
            "if" | "unless"
                | "except"
                | "otherwise"
                | "instead"
                | "wenn"
                | "falls"
                | "sofern"
                | "außer"
                | "sonst"
                | "only"
                | "nur"
        )
    })
}
