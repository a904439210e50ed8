//! What a reader sees of a body.

use super::*;

fn check(body: &str, visible: &str) {
    assert_eq!(visible_text(body).text, visible, "{body}");
}

#[test]
fn markup_becomes_what_a_reader_sees() {
    check("l<b>aw</b>yer", "lawyer");
    check(
        "cl&#97;ims c&#111;urt &amp; &eacute;&nbsp;x &lt;b&gt;",
        "claims court & é\u{a0}x <b>",
    );
    check("<p>a</p><p>b</p>", "a\n\nb");
    check("<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb");
    check("<div>a<br></div><div>b</div>", "a\nb");
    check("<div>a</div><div><br></div><div>b</div>", "a\n\nb");
    check("a<br>b<br/>c</br>d", "a\nb\nc\nd");
    check("  a \n  b\t c ", "a b c");
    check("a <b> b </b> c", "a b c");
    check("<pre>a\n  b</pre>", "a\n  b");
    check("<div style='white-space:pre-wrap'>a\nb</div>", "a\nb");
    check("<table><tr><td>a<td>b<tr><td>c</table>d", "a\tb\nc\nd");
    check("<ul><li>a<li>b</ul>", "a\n\nb");
    check("a<hr>b", "a\nb");
    check("<PRE>a\r\nb\rc</Pre><DIV>d</dIv>e", "a\nb\nc\nd\ne");
}

#[test]
fn what_a_reader_does_not_see_is_left_out() {
    check(
        "<head><title>t</title><style>p{}</style></head><body>a<script>x<y</script>b",
        "ab",
    );
    check("a<!-- sue you -->b<!doctype html>c", "abc");
    check("<div style='display:none'>x<p>y</p></div>z", "z");
    check("<div style='DISPLAY : NONE !important'>x</div>z", "z");
    check("<span hidden>x</span>z", "z");
    check("<span style='font-size:0'>x</span>z", "z");
    check("<span style='font-size:1px;color:#fff'>x</span>z", "z");
    check(
        "<td style='font-size:0px'><span style='font-size:14px'>x</span> y</td>",
        "x",
    );
    check("<div style='max-height:0;overflow:hidden'>pre</div>z", "z");
    check("<div style='mso-hide:all'>pre</div>z", "z");
    check("<p hidden>x<p>y", "y");
    check("<noscript>a</noscript>b", "ab");
    check("<SCRIPT><!--<script>x</script>y--></SCRIPT>a", "a");
    check("<span STYLE='display&colon;none' style=''>x</span>z", "z");
}

#[test]
fn broken_markup_is_read_all_the_same() {
    check("a < b and c > d", "a < b and c > d");
    check("1<2", "1<2");
    check("<", "<");
    check("a</", "a</");
    check("<b", "");
    check("a\0b", "ab");
    check("&unknown; &amp &#xZZ; &", "&unknown; & &#xZZ; &");
    check("</div></p>a<b><i></b>c", "ac");
    check("<blockquote>a", "a");
    check("a\r\nb\r\n\r\nc", "a b c");
    check("", "");
    check("<div id=\"x>y", "");
}

#[test]
fn quotes_and_signatures_are_marked() {
    let visible = visible_text(
        "new<blockquote>old<blockquote>older</blockquote></blockquote>after<div class=\"gmail_signature\">me</div>",
    );
    let text = |range: &Range<usize>| visible.text[range.clone()].trim().to_owned();
    assert_eq!(
        visible.marks.quotes.iter().map(text).collect::<Vec<_>>(),
        ["old\n\nolder"]
    );
    assert_eq!(
        visible
            .marks
            .signatures
            .iter()
            .map(text)
            .collect::<Vec<_>>(),
        ["me"]
    );
    let visible = visible_text(
        "new<div id=appendonsend></div><hr><div id=divRplyFwdMsg>From: x</div><p>old</p>",
    );
    assert_eq!(visible.marks.rests.len(), 2);
    assert_eq!(visible.marks.rests[0].start, 3);
}

/// Every visible character's span in the body holds what it comes from.
fn check_offsets(body: &str) {
    let visible = visible_text(body);
    let units: Vec<u16> = body.encode_utf16().collect();
    let mut last = 0;
    for (at, character) in visible.text.char_indices() {
        let span = visible
            .offsets
            .body(&visible.text, &(at..at + character.len_utf8()));
        assert!(
            span.start <= span.end && span.end <= units.len(),
            "{body:?} at {at}: {span:?}"
        );
        assert!(
            span.start >= last || character == '\n' || character == '\t',
            "{body:?}: offsets go back at {at}"
        );
        last = last.max(span.start);
        let source = String::from_utf16_lossy(&units[span.start..span.end]);
        let well = source == character.to_string()
            || source.starts_with('&')
            || (character.is_whitespace()
                && (source.is_empty()
                    || source.starts_with('<')
                    || source.trim().is_empty()
                    || source.contains('<')))
            || (character == '\u{fffd}' && !source.is_empty());
        assert!(
            well,
            "{body:?}: {character:?} at {at} comes from {source:?}"
        );
    }
}

#[test]
fn offsets_lead_back_to_the_source() {
    for body in [
        "l<b>aw</b>yer",
        "<p>cl&#97;ims 😀 c&#111;urt &amp; x</p>\r\n<p>y</p>",
        "é😀<br>😀é&nbsp;&notin;x",
        "a\r\nb\rc <i>d</i>\n&amp;&lt;&#0;",
        "<title>t</title>x<textarea>a&amp;b</textarea>",
        "a<!x>b</ >c<![CDATA[d]]>",
        "&qබ<textarea></p>",
    ] {
        check_offsets(body);
    }
}

proptest::proptest! {
    #[test]
    fn any_body_is_read_with_true_offsets(parts in proptest::collection::vec(part(), 0..40)) {
        check_offsets(&parts.concat());
    }

    #[test]
    fn any_text_is_read(body in "\\PC*") {
        check_offsets(&body);
    }
}

fn part() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::strategy::Strategy;
    let known = proptest::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<br>",
        "<",
        ">",
        "&amp;",
        "&",
        "&#x41;",
        "&eacute",
        "<div style='display:none'>",
        "</div>",
        "<blockquote>",
        "</blockquote>",
        "<script>",
        "</script>",
        "<textarea>",
        "</textarea>",
        "<!--",
        "-->",
        "\r\n",
        "\r",
        "\n",
        " ",
        "\0",
        "😀",
        "é",
        "word",
        "<td>",
        "<pre>",
        "</pre>",
        "&nbsp;",
        "<a href=\"",
        "\">",
        "</",
        "<title>",
        "<![CDATA[",
        "&#0;",
        "&notit;",
        "&NotEqualTilde;",
    ])
    .prop_map(str::to_owned);
    proptest::prop_oneof![4 => known, 1 => "\\PC{0,6}"]
}
