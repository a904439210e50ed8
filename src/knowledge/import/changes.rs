//! What an import changes: compared with the articles that are known, by a digest of each.

use super::Collected;
use crate::json::Plain;
use crate::knowledge::Article;
use crate::knowledge::history::SolvedTicket;
use crate::knowledge::history::import::CollectedTickets;
use crate::sorted::Set;
use std::collections::{BTreeMap, BTreeSet};

/// An article that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// Where it comes from.
    pub source: String,
    /// Digest of its content.
    pub digest: String,
}

/// An article or solved ticket that is new or has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Changed {
    /// The article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<Article>,
    /// The solved ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<SolvedTicket>,
    /// Where it comes from.
    pub source: String,
    /// Digest of its content.
    pub digest: String,
}

/// What an import changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Plain)]
#[serde(default)]
pub struct Changes {
    /// What is new or changed.
    pub put: Vec<Changed>,
    /// Ids of what its source does not hold any more.
    pub removed: Vec<String>,
    /// How many of `put` are new.
    pub new: usize,
    /// How many of `put` have changed.
    pub changed: usize,
    /// How many stayed as they were.
    pub unchanged: usize,
    /// How many of the same sources were kept although they are not there any more, because something of their
    /// source could not be read.
    pub kept: usize,
}

/// What an import may hold: articles or solved tickets.
trait Item {
    fn id(&self) -> &str;
    fn digest(&self) -> String;
    fn changed(self) -> Changed;
}

impl Item for Article {
    fn id(&self) -> &str {
        &self.id
    }

    fn digest(&self) -> String {
        format!("{:016x}", self.digest())
    }

    fn changed(self) -> Changed {
        Changed {
            article: Some(self),
            ..Changed::default()
        }
    }
}

impl Item for SolvedTicket {
    fn id(&self) -> &str {
        &self.id
    }

    fn digest(&self) -> String {
        format!("{:016x}", self.digest())
    }

    fn changed(self) -> Changed {
        Changed {
            ticket: Some(self),
            ..Changed::default()
        }
    }
}

/// Compares the articles that were read with those that are known. One goes when its source was read as a whole
/// and does not hold it any more; those of other sources stay.
#[must_use]
pub fn changes(known: &[Known], collected: Collected) -> Changes {
    let read = collected.articles.into_iter();
    let read = read
        .map(|sourced| (sourced.article, sourced.source))
        .collect();
    compare(known, read, &collected.sources, &collected.partial)
}

/// The same of solved tickets.
#[must_use]
pub fn ticket_changes(known: &[Known], collected: CollectedTickets) -> Changes {
    compare(
        known,
        collected.tickets,
        &collected.sources,
        &collected.partial,
    )
}

fn compare<T: Item>(
    known: &[Known],
    read: Vec<(T, String)>,
    sources: &Set<String>,
    partial: &Set<String>,
) -> Changes {
    let by_id: BTreeMap<&str, &Known> = known.iter().map(|one| (one.id.as_str(), one)).collect();
    let mut out = Changes::default();
    let mut there: BTreeSet<String> = BTreeSet::new();
    for (item, source) in read {
        let digest = item.digest();
        there.insert(item.id().to_owned());
        match by_id.get(item.id()) {
            Some(known) if known.digest == digest && known.source == source => {
                out.unchanged += 1;
                continue;
            }
            Some(_) => out.changed += 1,
            None => out.new += 1,
        }
        out.put.push(Changed {
            source,
            digest,
            ..item.changed()
        });
    }
    for one in known {
        if !sources.contains(one.source.as_str()) || there.contains(&one.id) {
            continue;
        }
        if partial.contains(one.source.as_str()) {
            out.kept += 1;
        } else {
            out.removed.push(one.id.clone());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::import::Sourced;

    fn digest(article: &Article) -> String {
        Item::digest(article)
    }

    fn article(id: &str, body: &str) -> Article {
        Article {
            id: id.to_owned(),
            body: body.to_owned(),
            ..Article::default()
        }
    }

    /// `(source, id, body)` of what is known and of what is read; the sources that are partial; then ids of what
    /// is put and removed, and the counts new, changed, unchanged, kept.
    #[track_caller]
    fn check(
        known: &[(&str, &str, &str)],
        read: &[(&str, &str, &str)],
        partial: &[&str],
        expected: (&[&str], &[&str], [usize; 4]),
    ) {
        let known: Vec<Known> = known
            .iter()
            .map(|(source, id, body)| Known {
                id: (*id).to_owned(),
                source: (*source).to_owned(),
                digest: digest(&article(id, body)),
            })
            .collect();
        let mut collected = Collected::default();
        for (source, id, body) in read {
            collected.sources.insert((*source).to_owned());
            if !id.is_empty() {
                collected.articles.push(Sourced {
                    article: article(id, body),
                    source: (*source).to_owned(),
                });
            }
        }
        for source in partial {
            collected.partial.insert((*source).to_owned());
        }
        let got = changes(&known, collected);
        let put: Vec<&str> = got
            .put
            .iter()
            .filter_map(|put| Some(put.article.as_ref()?.id.as_str()))
            .collect();
        let counts = [got.new, got.changed, got.unchanged, got.kept];
        assert_eq!(
            (&put[..], &got.removed[..], counts),
            (
                expected.0,
                &expected
                    .1
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()[..],
                expected.2
            )
        );
    }

    #[test]
    fn tells_what_is_new_changed_and_gone() {
        let before = [
            ("kb", "a", "1"),
            ("kb", "b", "1"),
            ("kb", "c", "1"),
            ("other", "d", "1"),
        ];
        check(&[], &[("kb", "a", "1")], &[], (&["a"], &[], [1, 0, 0, 0]));
        check(
            &before,
            &[("kb", "a", "1"), ("kb", "b", "2"), ("kb", "e", "1")],
            &[],
            (&["b", "e"], &["c"], [1, 1, 1, 0]),
        );
        check(
            &before,
            &[("kb", "a", "1"), ("kb", "b", "1"), ("kb", "c", "1")],
            &[],
            (&[], &[], [0, 0, 3, 0]),
        );
    }

    #[test]
    fn nothing_goes_where_something_could_not_be_read() {
        let before = [("kb", "a", "1"), ("kb", "b", "1")];
        check(
            &before,
            &[("kb", "a", "1")],
            &["kb"],
            (&[], &[], [0, 0, 1, 1]),
        );
        check(
            &before,
            &[("kb", "", "")],
            &["kb"],
            (&[], &[], [0, 0, 0, 2]),
        );
        // Another source takes an article over.
        check(
            &before,
            &[("new", "a", "1")],
            &[],
            (&["a"], &[], [0, 1, 0, 0]),
        );
    }
}
