//! Tokens, beside html5gum's reading of the same body.

use super::*;
use html5gum::{DefaultEmitter, State, Tokenizer};
use std::collections::BTreeMap;

/// A token with its text and attributes as a reader of either tokenizer gets them.
#[derive(Debug, PartialEq)]
enum Seen {
    Text(String),
    Start(String, BTreeMap<String, String>, bool),
    End(String),
}

fn push_text(out: &mut Vec<Seen>, text: &str) {
    match out.last_mut() {
        Some(Seen::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => out.push(Seen::Text(text.to_owned())),
    }
}

fn scanned(body: &str) -> Vec<Seen> {
    let mut out = Vec::new();
    let mut end = 0;
    for token in Scanner::new(body) {
        assert_eq!(token.span.start, end, "{body:?}: a gap");
        assert!(token.span.end > end, "{body:?}: an empty token");
        end = token.span.end;
        let source = &body[token.span];
        match token.kind {
            TokenKind::Text(text) => {
                assert_eq!(text, source, "{body:?}");
                push_text(&mut out, text);
            }
            TokenKind::Reference(character) => {
                assert!(source.starts_with(['&', '\0']), "{body:?}: {source:?}");
                push_text(&mut out, character.encode_utf8(&mut [0; 4]));
            }
            TokenKind::Start(tag) => {
                let mut attributes = BTreeMap::new();
                for (name, value) in tag.attributes() {
                    attributes
                        .entry(made_visible(&name.to_ascii_lowercase()))
                        .or_insert(made_visible(&attribute_value(value)));
                }
                let name = made_visible(&tag.name.to_ascii_lowercase());
                out.push(Seen::Start(name, attributes, tag.self_closing));
            }
            TokenKind::End(tag) => {
                out.push(Seen::End(made_visible(&tag.name.to_ascii_lowercase())));
            }
            TokenKind::Nothing => {}
        }
    }
    assert_eq!(end, body.len(), "{body:?}: not read to its end");
    out
}

/// Inside of tags the standard writes U+FFFD for NUL.
fn made_visible(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn expected(body: &str) -> Vec<Seen> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut out = Vec::new();
    let mut tokenizer = Tokenizer::new_with_emitter(body, DefaultEmitter::default());
    while let Some(Ok(token)) = tokenizer.next() {
        match token {
            html5gum::Token::String(string) => push_text(&mut out, &text(&string.value)),
            html5gum::Token::StartTag(tag) => {
                let attributes = (tag.attributes.iter())
                    .map(|(name, value)| (text(name), text(value)))
                    .collect();
                tokenizer.set_state(match tag.name.as_slice() {
                    b"textarea" | b"title" => State::RcData,
                    b"style" | b"xmp" | b"iframe" | b"noembed" | b"noframes" => State::RawText,
                    b"script" => State::ScriptData,
                    b"plaintext" => State::PlainText,
                    _ => State::Data,
                });
                out.push(Seen::Start(text(&tag.name), attributes, tag.self_closing));
            }
            html5gum::Token::EndTag(tag) => out.push(Seen::End(text(&tag.name))),
            _ => {}
        }
    }
    out
}

#[track_caller]
fn check(body: &str) {
    // The standard turns all line ends into line feeds before it reads; here they stay.
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    assert_eq!(scanned(&body), expected(&body), "{body:?}");
}

#[test]
fn tags_and_attributes() {
    for body in [
        "<p class=a>b</p>",
        "<A HREF='x' Class=\"B\">c</A >",
        "<a b=c/>d<br/><br / ><br //><hr/x>",
        "<a b = 'c'd=e f>g",
        "<a =b =c== d>e",
        "<a b= >c",
        "<a b=>c",
        "<a b='c>d' e=\">\">f",
        "<a b=c'd\"e`f<g>h",
        "<a b b=1 B=2>c",
        "<a b=&amp;&lt c=\"?x=1&copy=2&copy\">d</a b=c>",
        "<a/b/c>d",
        "<a\n\tb\u{c}c\n>d",
        "<é>a<aé é=é>b",
        "<a<b>c",
        "<a\"'<=>b",
        "<a b='c' 'd' \"e>f",
        "<x-y:z>a</x-y:z>",
        "<1>a</1>",
        "<a b=\"c\n\nd\">e",
    ] {
        check(body);
    }
}

#[test]
fn what_only_looks_like_markup() {
    for body in [
        "",
        "<",
        "</",
        "<!",
        "<?",
        "<a",
        "</a",
        "<a ",
        "<a b",
        "<a b=",
        "<a b='",
        "<a b='c",
        "<a b='c'",
        "<a/",
        "a < b",
        "a <3 b",
        "<<a>",
        "<<",
        "< a>",
        "<>",
        "</>",
        "</ a>b",
        "</3>a",
        "a&b",
        "<\u{e9}",
        ">",
        "a>b",
        "<-",
        "<-- a -->",
        "<a>&",
        "text</",
        "text<",
        "<b>x</b",
        "<b>x</b y='>'",
    ] {
        check(body);
    }
}

#[test]
fn comments_and_declarations() {
    for body in [
        "a<!-- b -->c",
        "a<!---->b",
        "a<!-->b",
        "a<!--->b",
        "a<!--->-->b",
        "a<!-- b",
        "a<!-- b --",
        "a<!-- b -->-->c",
        "a<!-- b --!>c",
        "a<!--!>b-->c",
        "a<!--- -->b",
        "a<!-- -- >b-->c",
        "a<!-- <!-- b --> c -->d",
        "a<!----!>b",
        "a<!-- <!-->b",
        "a<!---!>b-->c",
        "a<!-- --!-->b",
        "a<!-x>b",
        "a<!->b",
        "a<!>b",
        "a<!doctype html>b",
        "a<!DOCTYPE html PUBLIC \"-//x>y\" 'z'>b",
        "a<!doctype",
        "a<?xml version='1.0'?>b",
        "a<?b",
        "a<![CDATA[b]]>c",
        "a<![CDATA[b>c]]>d",
        "a<![if !mso]>b<![endif]>c",
        "a<!--[if mso]><p>b</p><![endif]-->c",
        "a<o:p>&nbsp;</o:p>b",
    ] {
        check(body);
    }
}

#[test]
fn elements_that_hold_no_markup() {
    for body in [
        "<title>a<b>&amp;</title>c<b>",
        "<textarea>a</b></textareas></textarea >c",
        "<TITLE>a</tiTLE/>b",
        "<title>a</title b='>'>c",
        "<title>a</title",
        "<title>a</title b",
        "<title>a</",
        "<title>a<",
        "<title>a&am",
        "<style>a<b>&amp;</style>c",
        "<xmp><p>a&lt;</p></xmp>b",
        "<iframe><p></iframe>a",
        "<noscript><p>a</noscript>",
        "<noframes><p></noframes>a",
        "<noembed><p></noembed>a",
        "<plaintext>a<b></plaintext>&amp;",
        "<script>a<b</script>c",
        "<script>'</scripts>'</script >c",
        "<script><!-- </script>a",
        "<script>a",
        "<script><!--<script></script>--></script>a",
        "<script><!--<script></script></script>a",
        "<script><!--<script>--></script>a",
        "<script><!--><script></script>a",
        "<script><!--<scripts></script>a",
        "<script><!--<script </script>--></script>a",
        "<script><!--<script></scripts></script></script>a",
        "<script><!-- --><script></script>a",
        "<script>--><!--<script/</script/</script>a",
        "<script/>a</script>b",
        "<title>\0</title>\0<style>\0</style><a\0b \0c='\0'>",
        "<title/>a<b></title>c",
    ] {
        check(body);
    }
}

#[test]
fn markup_that_never_ends_is_read_once() {
    let parts = [
        "</script",
        "</",
        "<?",
        "<![CDATA[",
        "-->",
        "<script",
        "&#1",
        "&#x",
        "&aaaaaaaaaaaa",
        "<a b=&amp",
        "</p x='",
        "<!-- --!",
        "<title>",
        "<p a",
        "=",
        "<",
        "&",
        "&amp",
    ];
    let before = [
        "",
        "<script>",
        "<script><!--<script>",
        "<textarea>",
        "<!--",
        "<a b=\"",
        "<a b",
    ];
    for (part, before) in parts
        .iter()
        .flat_map(|part| before.map(|before| (part, before)))
    {
        let body = format!("{before}{}", part.repeat((1 << 18) / part.len()));
        check(&body);
    }
}

proptest::proptest! {
    #[test]
    fn any_markup_is_cut_as_browsers_cut_it(
        parts in proptest::collection::vec(proptest::sample::select(PARTS.to_vec()), 0..24)
    ) {
        check(&parts.concat());
    }

    #[test]
    fn any_signs_are_cut_as_browsers_cut_them(body in "[<>/!?a='\"&;# \\-é]{0,40}") {
        check(&body);
    }
}

const PARTS: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "/",
    "<!",
    "<!--",
    "-->",
    "--",
    "-",
    "!",
    "--!>",
    "<?",
    "<![CDATA[",
    "]]>",
    "<!doctype ",
    "p",
    "a",
    "td",
    " ",
    "\n",
    "\t",
    "=",
    "'",
    "\"",
    "b=c",
    "style='display:none'",
    "class=\"x\"",
    "hidden",
    "<p>",
    "</p>",
    "<br>",
    "<br/>",
    "<a href=\"",
    "<title>",
    "</title>",
    "<textarea",
    "</textarea",
    "<script>",
    "</script>",
    "<script",
    "</script ",
    "<style>",
    "</style>",
    "<xmp>",
    "</xmp>",
    "&",
    "&amp;",
    "&amp",
    "&#65;",
    "&#x41",
    "&#128;",
    "&#0;",
    "&nbsp;",
    "&eacute",
    "&notit;",
    "&hellip;",
    "&bogus;",
    ";",
    "#",
    "x",
    "\0",
    "é",
    "😀",
];
