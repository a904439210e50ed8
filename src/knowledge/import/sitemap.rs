//! Sitemaps: the addresses and dates of pages that were saved as files.

use super::page::Listed;
use super::xml::Node;
use super::{Collector, dates};
use crate::sorted::Map;

/// The pages of all sitemaps among the files.
#[derive(Debug, Default)]
pub(super) struct Sitemap {
    pages: Vec<Page>,
    /// Pages by their key.
    keys: Map<String, usize>,
    /// Pages by the last part of their key.
    names: Map<String, Vec<usize>>,
}

#[derive(Debug)]
struct Page {
    listed: Listed,
    key: String,
    /// Whether its file is there.
    saved: bool,
}

/// Whether this is a sitemap, or a list of sitemaps.
pub(super) fn is_one(root: &Node) -> bool {
    matches!(root.name.as_str(), "urlset" | "sitemapindex")
}

impl Sitemap {
    /// Adds a sitemap.
    pub(super) fn add(&mut self, root: &Node, out: &mut Collector) {
        if root.name == "sitemapindex" {
            return out.note(
                None,
                "this is a list of sitemaps: those of them that are among the files are read",
                "save the sitemaps that it names as well",
            );
        }
        for entry in root.nodes().filter(|child| child.name == "url") {
            let url = entry.child("loc").map(Node::text).unwrap_or_default();
            let key = key(&url);
            if key.is_empty() {
                continue;
            }
            let at = self.pages.len();
            let name = last(&key).to_owned();
            match self.names.get_mut(&name) {
                Some(pages) => pages.push(at),
                None => {
                    self.names.insert(name, vec![at]);
                }
            }
            self.keys.insert(key.clone(), at);
            self.pages.push(Page {
                listed: Listed {
                    url,
                    updated_at: entry
                        .child("lastmod")
                        .and_then(|date| dates::rfc3339(&date.text())),
                },
                key,
                saved: false,
            });
        }
    }

    /// What is known of a file's page: by the address that it gives of itself, else by its path, which ends as
    /// the address does.
    pub(super) fn of(&mut self, file: &str, address: Option<&str>) -> Option<Listed> {
        let by_address = address.and_then(|url| self.keys.get(&key(url))).copied();
        let found = by_address.or_else(|| self.by_path(file))?;
        let page = self.pages.get_mut(found)?;
        page.saved = true;
        Some(page.listed.clone())
    }

    fn by_path(&self, file: &str) -> Option<usize> {
        let path = key(&file.replace('\\', "/"));
        let alike = |at: &usize| {
            let own = self.pages.get(*at).map_or("", |page| page.key.as_str());
            let ends = own.rsplit('/').zip(path.rsplit('/'));
            ends.take_while(|(own, other)| own == other).count()
        };
        let pages = self.names.get(last(&path))?;
        let best = pages.iter().copied().max_by_key(alike)?;
        // Two that fit as well: neither is taken.
        let unsure = pages
            .iter()
            .any(|other| *other != best && alike(other) == alike(&best));
        (!unsure).then_some(best)
    }

    /// Tells of the pages of which no file is there.
    pub(super) fn tell_missing(&self, out: &mut Collector) {
        let missing: Vec<&Page> = self.pages.iter().filter(|page| !page.saved).collect();
        let Some(first) = missing.first() else {
            return;
        };
        let message = format!(
            "{} of {} pages of the sitemap are not among the files, such as {}",
            missing.len(),
            self.pages.len(),
            first.listed.url
        );
        out.tell(
            message,
            "save the pages as HTML and choose the folder that holds them and the sitemap",
        );
    }
}

/// An address or path, to be compared: without scheme, query, ending and `index`, in lower case.
fn key(address: &str) -> String {
    let rest = address.trim();
    let rest = rest.split_once("://").map_or(rest, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or("").to_lowercase();
    let path = path.trim_matches('/').trim_start_matches("www.");
    let path = [".html", ".htm", ".xhtml", ".php", ".aspx"]
        .iter()
        .find_map(|end| path.strip_suffix(end))
        .unwrap_or(path);
    path.strip_suffix("/index").unwrap_or(path).to_owned()
}

fn last(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}
