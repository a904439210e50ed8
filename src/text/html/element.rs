//! Elements and the attributes that matter to a reader.

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
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"br" => Self::Break,
            b"hr" => Self::Rule,
            b"img" | b"input" | b"meta" | b"link" | b"wbr" | b"area" | b"base" | b"col"
            | b"embed" | b"source" | b"track" | b"param" => Self::Void,
            b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Paragraph,
            b"li" | b"dt" | b"dd" => Self::Item,
            b"tr" => Self::Row,
            b"td" | b"th" => Self::Cell,
            b"blockquote" => Self::Quote,
            b"pre" | b"textarea" | b"plaintext" | b"xmp" => Self::Preformatted,
            b"div" | b"ul" | b"ol" | b"dl" | b"table" | b"tbody" | b"thead" | b"tfoot"
            | b"caption" | b"section" | b"article" | b"header" | b"footer" | b"nav" | b"aside"
            | b"main" | b"address" | b"center" | b"form" | b"fieldset" | b"legend" | b"figure"
            | b"figcaption" | b"details" | b"summary" | b"option" | b"body" | b"html"
            | b"hgroup" | b"dialog" => Self::Block,
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
pub(super) struct Element {
    pub(super) name: Vec<u8>,
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

/// The attributes of the tag being read.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    name: Vec<u8>,
    current: Vec<u8>,
    pub(super) class: String,
    pub(super) id: String,
    pub(super) style: String,
    pub(super) hidden: bool,
    data: String,
}

impl Attributes {
    pub(super) fn clear(&mut self) {
        self.name.clear();
        self.current.clear();
        self.class.clear();
        self.id.clear();
        self.style.clear();
        self.data.clear();
        self.hidden = false;
    }

    pub(super) fn begin(&mut self) {
        self.finish();
        self.name.clear();
        self.current.clear();
    }

    pub(super) fn name(&mut self, name: &[u8]) {
        if self.name.len() < 64 {
            self.name.extend_from_slice(name);
        }
    }

    pub(super) fn value(&mut self, value: &[u8]) {
        if self.current.len() < LONGEST_VALUE {
            self.current.extend(value.iter().take(LONGEST_VALUE));
        }
    }

    /// Keeps the attribute that was being read; the first of a name counts.
    pub(super) fn finish(&mut self) {
        let value = String::from_utf8_lossy(&self.current).to_lowercase();
        let slot = match self.name.as_slice() {
            b"class" => &mut self.class,
            b"id" => &mut self.id,
            b"style" => &mut self.style,
            b"data-smartmail" => &mut self.data,
            b"hidden" => {
                self.hidden = true;
                return;
            }
            _ => return,
        };
        if slot.is_empty() {
            *slot = value;
        }
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
