//! Cuts HTML into text, references and tags, as a browser's tokenizer does.
//!
//! After the HTML standard, section 13.2.5. Nothing is an error: what is no markup is text, and a tag
//! or comment that the body never ends takes all the rest. Every byte is read a fixed number of
//! times, whatever the body.

use super::references::{self, Reference};
use std::ops::Range;

/// A piece of the body.
#[derive(Debug, Clone)]
pub(crate) struct Token<'b> {
    /// What it is.
    pub(crate) kind: TokenKind<'b>,
    /// Its bytes in the body.
    pub(crate) span: Range<usize>,
}

/// What a piece of the body is.
#[derive(Debug, Clone)]
pub(crate) enum TokenKind<'b> {
    /// Text as it stands. What lies between two tags may come in several pieces.
    Text(&'b str),
    /// What a character reference stands for.
    Reference(char),
    /// `<name …>`
    Start(Tag<'b>),
    /// `</name …>`
    End(Tag<'b>),
    /// Comments, doctypes, processing instructions, and a tag that never ends.
    Nothing,
}

/// A start or end tag.
#[derive(Debug, Clone)]
pub(crate) struct Tag<'b> {
    /// As the body writes it, in any case.
    pub(crate) name: &'b str,
    /// Whether it ends with `/>`.
    pub(crate) self_closing: bool,
    attributes: &'b str,
}

impl<'b> Tag<'b> {
    /// Names and values as the body writes them; a name may come twice.
    pub(crate) fn attributes(&self) -> Attributes<'b> {
        Attributes {
            rest: self.attributes,
            self_closing: false,
        }
    }
}

/// Text with its character references replaced, as in an attribute's value.
pub(crate) fn attribute_value(value: &str) -> String {
    references::replaced(value)
}

/// The pieces of a body, in order and without gaps.
#[derive(Debug)]
pub(crate) struct Scanner<'b> {
    body: &'b str,
    at: usize,
    content: Content<'b>,
}

/// How the text after a start tag is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content<'b> {
    /// Markup and references.
    Markup,
    /// References, and no tag but the end tag of this name.
    Referring(&'b str),
    /// Nothing but the end tag of this name.
    Raw(&'b str),
    /// A script.
    Script(Script),
    /// Nothing, to the end of the body.
    Plain,
}

/// Scripts may hide in a comment, and there hold another script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Open,
    Commented,
    Nested,
}

impl<'b> Content<'b> {
    fn of(name: &'b str) -> Self {
        let is = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
        if is(&["textarea", "title"]) {
            Self::Referring(name)
        } else if is(&["style", "xmp", "iframe", "noembed", "noframes"]) {
            Self::Raw(name)
        } else if is(&["script"]) {
            Self::Script(Script::Open)
        } else if is(&["plaintext"]) {
            Self::Plain
        } else {
            // Mail programs run no scripts, so that `noscript` holds markup.
            Self::Markup
        }
    }
}

impl<'b> Scanner<'b> {
    /// Starts at the beginning of a body.
    pub(crate) fn new(body: &'b str) -> Self {
        Self {
            body,
            at: 0,
            content: Content::Markup,
        }
    }

    fn rest(&self) -> &'b str {
        self.body.get(self.at..).unwrap_or_default()
    }

    /// The token of this many bytes.
    fn token(&mut self, len: usize, kind: TokenKind<'b>) -> Token<'b> {
        let start = self.at;
        self.at = (start + len).min(self.body.len());
        Token {
            kind,
            span: start..self.at,
        }
    }

    /// Whether what is read is a script and a `>` here would end its comment, if it is in one.
    fn ends_script_comment(&self) -> bool {
        let before = self.body.get(..self.at).unwrap_or_default();
        matches!(self.content, Content::Script(_)) && before.ends_with("--")
    }

    /// Text up to the next byte that may be more than text; the first is known not to be.
    fn text(&mut self) -> Token<'b> {
        let rest = self.rest();
        let script = matches!(self.content, Content::Script(_));
        let len = rest
            .bytes()
            .skip(1)
            .position(|byte| matches!(byte, b'<' | b'&' | 0) || (script && byte == b'>'))
            .map_or(rest.len(), |more| more + 1);
        self.token(len, TokenKind::Text(rest.get(..len).unwrap_or_default()))
    }

    /// What begins with `<`, if it is markup here.
    fn markup(&mut self) -> Option<Token<'b>> {
        let rest = self.rest().strip_prefix('<')?;
        let closing = rest.strip_prefix('/');
        let own_end = |name| closing.is_some_and(|closing| is_tag(closing, name));
        match self.content {
            Content::Markup => {}
            Content::Referring(name) | Content::Raw(name) if own_end(name) => {}
            Content::Script(Script::Open | Script::Commented) if own_end("script") => {}
            Content::Script(state) => {
                self.content = Content::Script(match state {
                    Script::Open if rest.starts_with("!--") => Script::Commented,
                    Script::Commented if is_tag(rest, "script") => Script::Nested,
                    Script::Nested if own_end("script") => Script::Commented,
                    _ => state,
                });
                return None;
            }
            _ => return None,
        }
        let named = closing.unwrap_or(rest);
        match named.bytes().next() {
            Some(byte) if byte.is_ascii_alphabetic() => Some(self.tag(named, closing.is_some())),
            None => None,
            _ if closing.is_some() => Some(self.bogus()),
            Some(b'!') => Some(match rest.strip_prefix("!--") {
                Some(comment) => {
                    let len = 4 + comment_len(comment);
                    self.token(len, TokenKind::Nothing)
                }
                None => self.bogus(),
            }),
            Some(b'?') => Some(self.bogus()),
            Some(_) => None,
        }
    }

    /// What is read as a comment that ends with the first `>`: `<!…>`, `<?…>`, `</ …>`, and CDATA,
    /// which HTML does not know.
    fn bogus(&mut self) -> Token<'b> {
        let rest = self.rest();
        let len = rest.find('>').map_or(rest.len(), |end| end + 1);
        self.token(len, TokenKind::Nothing)
    }

    /// The tag whose name begins here.
    fn tag(&mut self, named: &'b str, closing: bool) -> Token<'b> {
        self.content = Content::Markup;
        let whole = self.rest().len();
        let end = |rest: &str| whole - rest.len();
        let name_len = named
            .find(|next: char| is_space(next) || next == '/' || next == '>')
            .unwrap_or(named.len());
        let (name, rest) = named.split_at_checked(name_len).unwrap_or_default();
        let mut attributes = Attributes {
            rest,
            self_closing: false,
        };
        attributes.by_ref().for_each(drop);
        let Some(after) = attributes.rest.strip_prefix('>') else {
            return self.token(whole, TokenKind::Nothing);
        };
        let tag = Tag {
            name,
            self_closing: attributes.self_closing,
            attributes: rest.get(..rest.len() - after.len()).unwrap_or_default(),
        };
        let len = end(after);
        if closing {
            return self.token(len, TokenKind::End(tag));
        }
        self.content = Content::of(name);
        self.token(len, TokenKind::Start(tag))
    }
}

impl<'b> Iterator for Scanner<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        let rest = self.rest();
        match rest.bytes().next()? {
            b'<' => {
                if let Some(token) = self.markup() {
                    return Some(token);
                }
            }
            b'&' if matches!(self.content, Content::Markup | Content::Referring(_)) => {
                if let Some(Reference { character, len }) = references::read(rest, false) {
                    return Some(self.token(len, TokenKind::Reference(character)));
                }
            }
            // Between tags it is dropped where text is laid out, elsewhere it is made visible.
            0 if self.content != Content::Markup => {
                let shown = TokenKind::Reference(char::REPLACEMENT_CHARACTER);
                return Some(self.token(1, shown));
            }
            b'>' if self.ends_script_comment() => self.content = Content::Script(Script::Open),
            _ => {}
        }
        Some(self.text())
    }
}

/// Names and values as the body writes them. Stops before the tag's `>`.
#[derive(Debug, Clone)]
pub(crate) struct Attributes<'b> {
    rest: &'b str,
    self_closing: bool,
}

impl<'b> Iterator for Attributes<'b> {
    type Item = (&'b str, &'b str);

    fn next(&mut self) -> Option<(&'b str, &'b str)> {
        let rest = self
            .rest
            .trim_start_matches(|next| is_space(next) || next == '/');
        let between = self.rest.strip_suffix(rest).unwrap_or_default();
        self.rest = rest;
        if rest.is_empty() || rest.starts_with('>') {
            self.self_closing = between.ends_with('/');
            return None;
        }
        let len = rest
            .char_indices()
            .skip(1)
            .find(|(_, next)| is_space(*next) || matches!(next, '/' | '>' | '='))
            .map_or(rest.len(), |(at, _)| at);
        let (name, rest) = rest.split_at_checked(len)?;
        let rest = rest.trim_start_matches(is_space);
        let Some(rest) = rest.strip_prefix('=') else {
            self.rest = rest;
            return Some((name, ""));
        };
        let rest = rest.trim_start_matches(is_space);
        let (value, rest) = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                // A quote that never closes takes the tag with it.
                let inner = rest.get(1..).unwrap_or_default();
                inner.split_once(quote).unwrap_or_default()
            }
            _ => {
                let len = rest.find(|next| is_space(next) || next == '>');
                rest.split_at_checked(len.unwrap_or(rest.len()))?
            }
        };
        self.rest = rest;
        Some((name, value))
    }
}

/// Bytes of a comment after `<!--`, with its end.
fn comment_len(comment: &str) -> usize {
    for abrupt in [">", "->"] {
        if comment.starts_with(abrupt) {
            return abrupt.len();
        }
    }
    comment
        .match_indices('>')
        .find(|(at, _)| {
            let text = comment.get(..*at).unwrap_or_default();
            text.ends_with("--") || text.ends_with("--!")
        })
        .map_or(comment.len(), |(at, _)| at + 1)
}

/// Whether a tag of this name begins here, after its `<` or `</`.
fn is_tag(text: &str, name: &str) -> bool {
    text.get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name))
        && text.get(name.len()..).is_some_and(|rest| {
            rest.starts_with(|next| is_space(next) || matches!(next, '/' | '>'))
        })
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests;
