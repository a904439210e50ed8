//! Draws the panel's view model: elements, text nodes and attributes, never HTML.

use super::convert::from_js;
use super::error;
use crate::analysis::Analysis;
use crate::decimal;
use crate::evidence::Evidence;
use crate::panel::words::{Words, said};
use crate::panel::{self, Block, Inline, PanelOptions, Section, Tag};
use crate::sorted::Set;
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};
use web_sys::{Document, Element};

/// Draws an analysis into `element`, replacing what was there, and returns one sentence for a status
/// region. Details that were open stay open. `options.tell` is a function that puts the panel's words, given
/// as JSON text, into the agent's language.
///
/// # Errors
/// When the object is no analysis, or `tell` fails.
#[wasm_bindgen]
pub fn render(analysis: JsValue, element: &Element, options: JsValue) -> Result<String, JsValue> {
    let analysis: Analysis = from_js(&analysis, "analysis")?;
    let tell = js_sys::Reflect::get(&options, &"tell".into())?;
    let options: PanelOptions = from_js(&options, "options object")?;
    let view = panel::view(&analysis, &options);
    let document = element
        .owner_document()
        .ok_or_else(|| error::throw("no_document", "the element belongs to no document", ""))?;
    let pen = Pen {
        document,
        open: open_details(element)?,
        tell: tell.unchecked_into(),
    };
    let drawn = js_sys::Array::new();
    for section in &view.sections {
        let section: JsValue = pen.section(section)?.into();
        drawn.push(&section);
    }
    element.replace_children_with_node(&drawn);
    pen.tell(&view.announcement)
}

/// Keys of the details that are open now.
fn open_details(element: &Element) -> Result<Set<String>, JsValue> {
    let nodes = element.query_selector_all("details[open][data-key]")?;
    let mut keys = Set::new();
    for index in 0..nodes.length() {
        if let Some(node) = nodes
            .get(index)
            .and_then(|node| node.dyn_into::<Element>().ok())
        {
            keys.extend(node.get_attribute("data-key"));
        }
    }
    Ok(keys)
}

fn append(parent: &Element, child: &Element) -> Result<(), JsValue> {
    parent.append_child(child).map(|_| ())
}

struct Pen {
    document: Document,
    open: Set<String>,
    tell: js_sys::Function,
}

impl Pen {
    fn tell(&self, words: &Words) -> Result<String, JsValue> {
        let words = words.clone().json();
        let told = self.tell.call1(&JsValue::UNDEFINED, &words.into())?;
        Ok(told.as_string().unwrap_or_default())
    }

    fn element(&self, name: &str, class: &str) -> Result<Element, JsValue> {
        let element = self.document.create_element(name)?;
        if !class.is_empty() {
            element.set_attribute("class", class)?;
        }
        Ok(element)
    }

    fn worded(&self, name: &str, class: &str, words: &Words) -> Result<Element, JsValue> {
        let element = self.element(name, class)?;
        element.set_text_content(Some(&self.tell(words)?));
        Ok(element)
    }

    fn section(&self, section: &Section) -> Result<Element, JsValue> {
        let element = self.element("section", section.name)?;
        if section.alert {
            element.set_attribute("role", "alert")?;
        }
        if let Some(heading) = section.heading {
            let id = format!("section-{}", section.name);
            let title = self.worded("h2", "", &said(heading))?;
            title.set_attribute("id", &id)?;
            element.set_attribute("aria-labelledby", &id)?;
            element.append_child(&title)?;
        }
        self.blocks(&element, &section.blocks)?;
        Ok(element)
    }

    fn blocks(&self, parent: &Element, blocks: &[Block]) -> Result<(), JsValue> {
        for block in blocks {
            append(parent, &self.block(block)?)?;
        }
        Ok(())
    }

    fn block(&self, block: &Block) -> Result<Element, JsValue> {
        match block {
            Block::Text(class, inlines) => {
                let element = self.element("p", class)?;
                self.inlines(&element, inlines)?;
                Ok(element)
            }
            Block::Row(inlines, tag) => {
                let element = self.element("div", "row")?;
                let left = self.element("span", "name")?;
                self.inlines(&left, inlines)?;
                element.append_child(&left)?;
                if let Some(tag) = tag {
                    append(&element, &self.tag(tag)?)?;
                }
                Ok(element)
            }
            Block::Bar(tone, part) => {
                // The tag beside it says the same in words.
                let element = self.element("div", &format!("bar {}", tone.class()))?;
                element.set_attribute("aria-hidden", "true")?;
                let fill = self.element("i", "")?;
                // The page's content security policy refuses a style attribute, not the style object.
                let style = js_sys::Reflect::get(&fill, &"style".into())?;
                let width = format!("{}%", decimal::fixed(part * 100.0, 0));
                js_sys::Reflect::set(&style, &"width".into(), &width.into())?;
                element.append_child(&fill)?;
                Ok(element)
            }
            Block::List(entries) => {
                let element = self.element("ul", "")?;
                for entry in entries {
                    let item = self.element("li", "")?;
                    self.blocks(&item, entry)?;
                    element.append_child(&item)?;
                }
                Ok(element)
            }
            Block::Grid(pairs) => {
                let element = self.element("dl", "grid")?;
                for (label, value) in pairs {
                    let pair = self.element("div", "")?;
                    append(&pair, &self.worded("dt", "", label)?)?;
                    let definition = self.element("dd", "")?;
                    self.inlines(&definition, value)?;
                    pair.append_child(&definition)?;
                    element.append_child(&pair)?;
                }
                Ok(element)
            }
            Block::Card(blocks) => {
                let element = self.element("div", "card")?;
                self.blocks(&element, blocks)?;
                Ok(element)
            }
            Block::Steps(steps) => {
                let element = self.element("ol", "steps")?;
                for step in steps {
                    append(&element, &self.worded("li", "", step)?)?;
                }
                Ok(element)
            }
            Block::Details {
                key,
                summary,
                blocks,
            } => {
                let element = self.element("details", key)?;
                element.set_attribute("data-key", key)?;
                if self.open.contains(*key) {
                    element.set_attribute("open", "")?;
                }
                let head = self.element("summary", "")?;
                self.inlines(&head, summary)?;
                element.append_child(&head)?;
                self.blocks(&element, blocks)?;
                Ok(element)
            }
        }
    }

    fn inlines(&self, parent: &Element, inlines: &[Inline]) -> Result<(), JsValue> {
        for inline in inlines {
            let node = match inline {
                Inline::Text(words) => {
                    parent.append_child(&self.document.create_text_node(&self.tell(words)?))?;
                    continue;
                }
                Inline::Strong(words) => self.worded("strong", "", words)?,
                Inline::Soft(words) => self.worded("span", "soft", words)?,
                Inline::Mark(words) => self.worded("mark", "", words)?,
                Inline::Quote(evidence) => self.quote(evidence)?,
                Inline::Link(words, url) => self.link(words, url)?,
                Inline::Message(id, words) => {
                    let element = self.worded("span", "message", words)?;
                    element.set_attribute("data-message", id)?;
                    element
                }
                Inline::Tag(tag) => self.tag(tag)?,
            };
            append(parent, &node)?;
        }
        Ok(())
    }

    fn tag(&self, tag: &Tag) -> Result<Element, JsValue> {
        self.worded("span", &format!("tag {}", tag.tone.class()), &tag.text)
    }

    /// Words of the ticket, with their place for the page to find them.
    fn quote(&self, evidence: &Evidence) -> Result<Element, JsValue> {
        let element = self.worded("q", "", &panel::quoted(evidence))?;
        match evidence {
            Evidence::Message {
                message_id,
                visible_span,
                ..
            } => {
                element.set_attribute("data-message", message_id)?;
                element.set_attribute("data-start", &visible_span.start.to_string())?;
                element.set_attribute("data-end", &visible_span.end.to_string())?;
            }
            Evidence::Subject { .. } => element.set_attribute("data-message", "subject")?,
            other => element.set_attribute("title", &self.tell(&panel::whence(other))?)?,
        }
        Ok(element)
    }

    /// A link, if it leads to the web; anything else (`javascript:`) stays text.
    fn link(&self, words: &str, url: &str) -> Result<Element, JsValue> {
        let lower = url.trim_start().to_ascii_lowercase();
        if !(lower.starts_with("https://") || lower.starts_with("http://")) {
            return self.worded("strong", "", &words.into());
        }
        let element = self.worded("a", "", &words.into())?;
        element.set_attribute("href", url)?;
        element.set_attribute("target", "_blank")?;
        element.set_attribute("rel", "noopener noreferrer")?;
        Ok(element)
    }
}
