//! Links between articles that lead nowhere.

use super::corpus::Corpus;
use super::document::{Link, UnitKind};
use std::collections::BTreeSet;

/// A link whose article or place in the article is not there.
pub(super) struct Dead<'c> {
    pub(super) article: usize,
    pub(super) link: &'c Link,
}

/// The dead links, in the order of the articles.
pub(super) fn find<'c>(corpus: &'c Corpus<'_>) -> Vec<Dead<'c>> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut hosts: BTreeSet<String> = BTreeSet::new();
    for article in corpus.articles {
        known.insert(article.id.to_lowercase());
        if let Some(url) = &article.url {
            known.insert(path_of(url));
            if let Some(last) = path_of(url).rsplit('/').next() {
                known.insert(last.to_owned());
            }
            hosts.extend(host_of(url));
        }
    }
    let mut out = Vec::new();
    for (at, document) in corpus.documents.iter().enumerate() {
        let Some(article) = corpus.articles.get(at) else {
            break;
        };
        let slugs: BTreeSet<String> = document
            .units
            .iter()
            .filter(|unit| unit.kind == UnitKind::Heading)
            .map(|unit| slug(document.words(unit, article)))
            .chain(document.anchors.iter().map(|anchor| anchor.to_lowercase()))
            .collect();
        for link in &document.links {
            let target = link.target.trim();
            let dead = if let Some(place) = target.strip_prefix('#') {
                !place.is_empty() && place != "top" && !slugs.contains(&place.to_lowercase())
            } else {
                match host_of(target) {
                    // Whoever links to another site must look there.
                    Some(host) => {
                        hosts.contains(&host) && is_article(target) && !leads(target, &known)
                    }
                    None => is_article(target) && !leads(target, &known),
                }
            };
            if dead {
                out.push(Dead { article: at, link });
            }
        }
    }
    out
}

/// Whether a target is of the kind that articles have: not a mail address, picture or download.
fn is_article(target: &str) -> bool {
    let path = path_of(target);
    let scheme = target.split(':').next().unwrap_or("");
    !target.is_empty()
        && (!target.contains(':') || matches!(scheme, "http" | "https"))
        && !path.is_empty()
        && ![
            "png", "jpg", "jpeg", "gif", "svg", "pdf", "zip", "mp4", "webp", "csv",
        ]
        .iter()
        .any(|end| path.ends_with(&format!(".{end}")))
}

fn leads(target: &str, known: &BTreeSet<String>) -> bool {
    let path = path_of(target);
    let last = path.rsplit('/').next().unwrap_or("").to_owned();
    // `360001-returns` is article 360001.
    let number: String = last.chars().take_while(char::is_ascii_digit).collect();
    known.contains(&path)
        || known.contains(&last)
        || (!number.is_empty() && known.contains(&number))
}

/// The path without host, query, place, ending and outer slashes, in lower case.
fn path_of(target: &str) -> String {
    let rest = target.split_once("://").map_or(target, |(_, rest)| {
        rest.split_once('/').map_or("", |(_, path)| path)
    });
    let path = rest.split(['?', '#']).next().unwrap_or("");
    let path = path
        .trim_matches('/')
        .trim_start_matches("./")
        .trim_start_matches("../");
    let path = [".html", ".htm", ".md", ".markdown"]
        .iter()
        .find_map(|end| path.strip_suffix(end))
        .unwrap_or(path);
    path.to_lowercase()
}

fn host_of(target: &str) -> Option<String> {
    let (_, rest) = target.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(host.trim_start_matches("www.").to_lowercase())
}

/// A heading as Markdown renderers make it a place.
fn slug(heading: &str) -> String {
    let mut out = String::new();
    for character in heading.to_lowercase().chars() {
        if character.is_alphanumeric() {
            out.push(character);
        } else if (character == ' ' || character == '-') && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}
