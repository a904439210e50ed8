//! Elements and the attributes that matter to a reader.

use super::scanner::{Tag, attribute_value};
use super::style::Style;

/// What an element does to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Inline,
    Block,
    Paragraph,
    Item,
    Row,
    Cell,
    Quote,
    Preformatted,
    Break,
    /// `<hr>`: ends a line, holds nothing.
    Rule,
    /// Holds nothing and shows nothing as text.
    Void,
}

impl Kind {
    pub(super) fn of(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "br" => Self::Break,
            "hr" => Self::Rule,
            "img" | "input" | "meta" | "link" | "wbr" | "area" | "base" | "col" | "embed"
            | "source" | "track" | "param" => Self::Void,
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Paragraph,
            "li" | "dt" | "dd" => Self::Item,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "blockquote" => Self::Quote,
            "pre" | "textarea" | "plaintext" | "xmp" => Self::Preformatted,
            "div" | "ul" | "ol" | "dl" | "table" | "tbody" | "thead" | "tfoot" | "caption"
            | "section" | "article" | "header" | "footer" | "nav" | "aside" | "main"
            | "address" | "center" | "form" | "fieldset" | "legend" | "figure" | "figcaption"
            | "details" | "summary" | "option" | "body" | "html" | "hgroup" | "dialog" => {
                Self::Block
            }
            _ => Self::Inline,
        }
    }

    pub(super) fn is_block(self) -> bool {
        !matches!(self, Self::Inline | Self::Break | Self::Void)
    }

    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::Break | Self::Rule | Self::Void)
    }

    /// Whether a start tag ends an open element of the same name.
    pub(super) fn closes_its_like(self) -> bool {
        matches!(self, Self::Item | Self::Row | Self::Cell | Self::Paragraph)
    }

    /// Line breaks around it: none, a new line, or an empty line between.
    pub(super) fn breaks(self, attributes: &Attributes) -> usize {
        match self {
            Self::Inline | Self::Cell | Self::Break | Self::Void => 0,
            // Outlook writes every line as a paragraph without margin.
            Self::Paragraph if attributes.is_tight() => 1,
            Self::Paragraph | Self::Item | Self::Quote => 2,
            _ => 1,
        }
    }
}

/// An open element.
#[derive(Debug)]
pub(super) struct Element<'b> {
    /// As the body writes it, in any case.
    pub(super) name: &'b str,
    pub(super) kind: Kind,
    pub(super) style: Style,
    /// White space is kept.
    pub(super) pre: bool,
    pub(super) quote: bool,
    pub(super) signature: bool,
    /// Visible byte at which it began.
    pub(super) from: usize,
    /// Line breaks around it.
    pub(super) margin: usize,
}

/// Longest attribute value that is looked at.
const LONGEST_VALUE: usize = 2000;

/// The attributes of a tag that matter here, in lower case.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    class: String,
    id: String,
    pub(super) style: String,
    pub(super) hidden: bool,
    data: String,
}

impl Attributes {
    /// Of an attribute that comes twice the first counts.
    pub(super) fn of(tag: &Tag) -> Self {
        let mut out = Self::default();
        for (name, value) in tag.attributes() {
            let is = |other| name.eq_ignore_ascii_case(other);
            let slot = if is("class") {
                &mut out.class
            } else if is("id") {
                &mut out.id
            } else if is("style") {
                &mut out.style
            } else if is("data-smartmail") {
                &mut out.data
            } else {
                out.hidden |= is("hidden");
                continue;
            };
            if slot.is_empty() {
                let end = value.floor_char_boundary(LONGEST_VALUE);
                let value = value.get(..end).unwrap_or_default();
                *slot = attribute_value(value).to_lowercase();
            }
        }
        out
    }

    /// Elements in which mail programs quote, beside `blockquote`.
    pub(super) fn is_quote(&self) -> bool {
        let quote = |class: &str| {
            matches!(
                class,
                "yahoo_quoted"
                    | "protonmail_quote"
                    | "tutanota_quote"
                    | "zmail_extra"
                    | "moz-email-headers-table"
            )
        };
        self.class.split_whitespace().any(quote)
    }

    pub(super) fn is_signature(&self) -> bool {
        let signature = |name: &str| {
            matches!(
                name,
                "gmail_signature"
                    | "moz-signature"
                    | "ms-outlook-mobile-signature"
                    | "protonmail_signature_block"
                    | "signature"
                    | "email-signature"
                    | "x_signature"
                    | "applemailsignature"
            )
        };
        self.class.split_whitespace().any(signature)
            || signature(&self.id)
            || self.data == "gmail_signature"
    }

    /// Outlook's marks for the answered mail.
    pub(super) fn is_rest(&self) -> bool {
        let id = self.id.strip_prefix("x_").unwrap_or(&self.id);
        matches!(
            id,
            "appendonsend" | "divrplyfwdmsg" | "mail-editor-reference-message-container"
        )
    }

    pub(super) fn keeps_space(&self) -> bool {
        self.style
            .split("white-space:")
            .nth(1)
            .is_some_and(|value| value.trim_start().starts_with("pre"))
    }

    fn is_tight(&self) -> bool {
        let margin = self.style.split("margin:").nth(1).is_some_and(|value| {
            let value = value.trim_start();
            value.starts_with('0') && !value.starts_with("0 0 1") && !value.starts_with("0.")
        });
        margin || self.class.contains("mso")
    }
}
