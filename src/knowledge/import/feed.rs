//! Articles from a feed: RSS 2.0 and 1.0, Atom.

use super::xml::Node;
use super::{Collector, dates};
use crate::knowledge::Article;

/// Reads a feed. It holds only what is newest, so that nothing is removed for it.
pub(super) fn read(root: &Node, out: &mut Collector) {
    let channel = root.child("channel");
    let items: Vec<&Node> = match root.name.as_str() {
        "rss" => channel.map_or_else(Vec::new, |channel| entries(channel, "item")),
        "rdf" => entries(root, "item"),
        "feed" => entries(root, "entry"),
        _ => {
            return out.lost(
                Some((1, 1)),
                format!("`<{}>` is neither a feed nor a sitemap", root.name),
                "give an RSS or Atom feed, or a sitemap.xml beside its saved pages",
            );
        }
    };
    out.is_partial();
    let language = channel
        .and_then(|channel| channel.child("language"))
        .map(Node::text)
        .or_else(|| root.attribute("lang").map(str::to_owned));
    for item in items {
        let mut article = article(item);
        article.locale = article.locale.or_else(|| language.clone());
        out.take(None, article);
        if out.gives_up() {
            break;
        }
    }
}

fn entries<'n>(parent: &'n Node, name: &str) -> Vec<&'n Node> {
    parent.nodes().filter(|child| child.name == name).collect()
}

fn article(item: &Node) -> Article {
    let text = |name: &str| {
        let text = item.child(name).map(Node::text);
        text.filter(|text| !text.is_empty())
    };
    // Atom links have attributes; the one without a relation, or with `alternate`, is the page.
    let link = item
        .nodes()
        .filter(|child| child.name == "link")
        .find_map(|link| match link.attribute("href") {
            Some(href) => {
                let relation = link.attribute("rel").unwrap_or("alternate");
                (relation == "alternate").then(|| href.trim().to_owned())
            }
            None => Some(link.text()).filter(|text| !text.is_empty()),
        });
    let guid = text("guid").or_else(|| text("id"));
    let url = link.or_else(|| guid.clone().filter(|guid| guid.starts_with("http")));
    let body = ["content:encoded", "content", "description", "summary"]
        .iter()
        .filter_map(|name| item.child(name))
        .map(|node| {
            if node.attribute("type") == Some("xhtml") {
                node.markup()
            } else {
                node.text()
            }
        })
        .find(|body| !body.is_empty())
        .unwrap_or_default();
    let date = ["updated", "modified", "pubdate", "date", "published"]
        .iter()
        .find_map(|name| text(name))
        .and_then(|date| dates::rfc3339(&date));
    let title = text("title").unwrap_or_default();
    let labels = item
        .nodes()
        .filter(|child| child.name == "category")
        .map(|category| {
            category
                .attribute("term")
                .map_or_else(|| category.text(), str::to_owned)
        })
        .filter(|label| !label.is_empty())
        .collect();
    Article {
        id: guid.or_else(|| url.clone()).unwrap_or_default(),
        // Titles may hold markup as well.
        title: super::elements::words(&title),
        url,
        body,
        updated_at: date,
        labels,
        locale: item.attribute("lang").map(str::to_owned),
        ..Article::default()
    }
}
