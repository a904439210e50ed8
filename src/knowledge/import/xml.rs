//! An XML file as a tree, for feeds and sitemaps.

use super::Place;
use crate::text::html::scanner::attribute_value;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Node {
    /// Its name without prefix, in lower case; `content:encoded` keeps its prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Child>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Child {
    Node(Node),
    Text(String),
}

/// Why a file is no XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) place: Place,
    pub(super) message: String,
}

/// No feed nests deeper.
const DEEPEST: usize = 200;

impl Node {
    /// Its first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Node> {
        self.nodes().find(|child| child.name == name)
    }

    /// Its children that are elements.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// An attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Its own text, trimmed.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for child in &self.children {
            if let Child::Text(own) = child {
                text.push_str(own);
            }
        }
        text.trim().to_owned()
    }

    /// Its content as markup.
    pub(super) fn markup(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out.trim().to_owned()
    }

    fn write(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => {
                    out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
                }
                Child::Node(node) => {
                    out.push_str(&format!("<{}>", node.name));
                    node.write(out);
                    out.push_str(&format!("</{}>", node.name));
                }
            }
        }
    }
}

/// Reads a file. Its entities are HTML's; a document type may not define others.
pub(super) fn parse(text: &str) -> Result<Node, Broken> {
    let mut reader = Reader::from_str(text.trim_start());
    let lead = text.len() - text.trim_start().len();
    let mut open: Vec<Node> = vec![Node::default()];
    let broken_at = |at: usize, message: String| {
        let before = text.get(..text.floor_char_boundary(at)).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        Broken {
            place: (line, column),
            message: format!("the file is no sound XML: {message}"),
        }
    };
    let broken = |reader: &Reader<&[u8]>, message: String| {
        let at = usize::try_from(reader.error_position()).unwrap_or(0);
        broken_at(at + lead, message)
    };
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Err(broken(&reader, error.to_string())),
        };
        let mut add = |text: String| {
            if let Some(last) = open.last_mut() {
                last.children.push(Child::Text(text));
            }
        };
        match event {
            Event::Text(piece) => add(piece.to_string()),
            Event::CData(piece) => add(piece.to_string()),
            Event::GeneralRef(name) => {
                add(attribute_value(&format!("&{};", &*name)));
            }
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err(broken(&reader, "it is nested too deeply".to_owned()));
                }
                open.push(node(&start));
            }
            Event::Empty(start) => {
                if let Some(last) = open.last_mut() {
                    last.children.push(Child::Node(node(&start)));
                }
            }
            Event::End(_) => {
                if let Some(done) = open.pop()
                    && let Some(last) = open.last_mut()
                {
                    last.children.push(Child::Node(done));
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    let whole = open.len() == 1;
    let root = open
        .into_iter()
        .next()
        .and_then(|top| top.nodes().next().cloned());
    match root {
        Some(root) if whole => Ok(root),
        Some(_) | None => Err(broken_at(text.len(), "it is cut short".to_owned())),
    }
}

fn node(start: &BytesStart<'_>) -> Node {
    let whole = start.name().as_ref().to_lowercase();
    let name = match whole.split_once(':') {
        Some(("content" | "media" | "itunes", _)) | None => whole,
        Some((_, local)) => local.to_owned(),
    };
    let mut attributes = start.attributes();
    Node {
        name,
        attributes: attributes
            .with_checks(false)
            .flatten()
            .map(|attribute| {
                let key = attribute.key.local_name().as_ref().to_lowercase();
                let value = attribute
                    .normalized_value(XmlVersion::Implicit1_0)
                    .map_or_else(
                        |_| attribute.value.clone().into_owned(),
                        |value| value.into_owned(),
                    );
                (key, value)
            })
            .collect(),
        children: Vec::new(),
    }
}
