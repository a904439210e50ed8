use super::*;

fn of(files: &[(&str, &str)]) -> Collected {
    let files: Vec<SourceFile> = files
        .iter()
        .map(|(name, text)| SourceFile {
            name: (*name).to_owned(),
            bytes: text.as_bytes().to_vec(),
        })
        .collect();
    read(&files, &|_, _| None)
}

#[track_caller]
fn check(
    name: &str,
    text: &str,
    expected: &[(&str, &str, &str)],
    faults: &[(Option<usize>, &str)],
) {
    let read = of(&[(name, text)]);
    let got: Vec<(&str, &str, &str)> = read
        .articles
        .iter()
        .map(|a| {
            let article = &a.article;
            (
                article.id.as_str(),
                article.title.as_str(),
                article.body.as_str(),
            )
        })
        .collect();
    assert_eq!(got, expected);
    assert_eq!(read.faults.len(), faults.len(), "{:?}", read.faults);
    for (found, (line, part)) in read.faults.iter().zip(faults) {
        assert_eq!(found.line, *line, "{found:?}");
        assert!(found.message.contains(part), "{found:?}");
        assert!(found.message.contains(name), "{found:?}");
    }
}

#[test]
fn reads_json_lines_with_the_line_of_each_fault() {
    check(
        "kb.jsonl",
        "\u{feff}{\"id\":\"a\",\"title\":\"A\",\"body\":\"x\",\"extra\":1}\n\n{\"id\":\n{\"title\":\"B\",\"body\":\"y\"}\n{\"id\":\"c\"}\n{\"id\":\"a\",\"title\":\"A2\"}\n",
        &[("a", "A2", ""), ("kb#4", "B", "y")],
        &[
            (Some(3), "EOF"),
            (Some(5), "neither title nor body"),
            (Some(6), "`a` stood in kb.jsonl already"),
        ],
    );
}

#[test]
fn reads_questions_with_answers() {
    check(
        "faq.jsonl",
        "{\"id\":7,\"question\":\"Why?\",\"answers\":[\"So.\",\"Else.\"]}\n{\"id\":\"b\",\"question\":\"How?\",\"answer\":\"Thus.\",\"labels\":null}\n{\"id\":[]}\n",
        &[("7", "Why?", "So.\n\nElse."), ("b", "How?", "Thus.")],
        &[(Some(3), "invalid type")],
    );
}

#[test]
fn reads_markdown_with_front_matter() {
    check(
        "docs/returns-and-refunds.md",
        "---\ntitle: \"Returns: how\"\nurl: https://example.com/r\nupdated: 2026-01-02\ntags: [a, b]\n---\n# Heading\n\nText.",
        &[("returns-and-refunds", "Returns: how", "# Heading\n\nText.")],
        &[],
    );
    check(
        "a.md",
        "# Shipping #\n\nText.",
        &[("a", "Shipping", "Text.")],
        &[],
    );
    check(
        "my-page.txt",
        "Text.",
        &[("my-page", "my page", "Text.")],
        &[],
    );
    check(
        "a.md",
        "---\ntitle: x\nText.",
        &[],
        &[(Some(3), "no `key: value`")],
    );
    check("a.md", "---\ntitle: x\n", &[], &[(Some(1), "never closed")]);
    check("a.md", "---\ntitle: x\n---\n", &[], &[(None, "no text")]);
    check("a.pdf", "x", &[], &[(None, "not known")]);
}

#[test]
fn front_matter_fills_the_article() {
    let read = of(&[(
        "a.md",
        "---\nid: r1\nupdated_at: 2026-01-02T00:00:00Z\nlabels:\n  - one\n  - two\nintents: return_request, return_policy\ninternal: true\nlocale: de\nsection: Orders\nnote: x\n---\n# T\nB",
    )]);
    let articles: Vec<Article> = read.articles.into_iter().map(|a| a.article).collect();
    assert_eq!(
        articles,
        [Article {
            id: "r1".to_owned(),
            title: "T".to_owned(),
            body: "B".to_owned(),
            updated_at: Some("2026-01-02T00:00:00Z".to_owned()),
            labels: vec!["one".to_owned(), "two".to_owned()],
            intents: vec!["return_request".to_owned(), "return_policy".to_owned()],
            internal: true,
            locale: Some("de".to_owned()),
            section: Some("Orders".to_owned()),
            ..Article::default()
        }]
    );
}

/// What is read of several files: `id | title | url | section | updated_at | internal | locale | labels`.
#[track_caller]
fn check_fields(files: &[(&str, &str)], expected: &[&str], faults: &[&str]) {
    let read = of(files);
    let got: Vec<String> = read
        .articles
        .iter()
        .map(|Sourced { article, .. }| {
            let text = |field: &Option<String>| field.clone().unwrap_or_default();
            [
                article.id.clone(),
                article.title.clone(),
                text(&article.url),
                text(&article.section),
                text(&article.updated_at),
                if article.internal { "internal" } else { "" }.to_owned(),
                text(&article.locale),
                article.labels.join(","),
            ]
            .join(" | ")
        })
        .collect();
    assert_eq!(got, expected);
    assert_eq!(read.faults.len(), faults.len(), "{:?}", read.faults);
    for (found, part) in read.faults.iter().zip(faults) {
        assert!(found.message.contains(part), "{found:?}");
    }
}

#[test]
fn reads_tables_under_their_own_names() {
    check(
        "kb.csv",
        "Article ID,Headline,Content\n7,Returns,\"<p>Within 30 days, unused.</p>\"\n,Shipping,\"Two\nlines\"\n",
        &[
            ("7", "Returns", "<p>Within 30 days, unused.</p>"),
            ("kb#3", "Shipping", "Two\nlines"),
        ],
        &[],
    );
    check_fields(
        &[(
            "kb.csv",
            "\u{feff}Slug;Name;Text;Permalink;Category;Last modified;Tags;Visibility;Status;Votes\r\nr;Returns;x;https://example.com/r;Orders;2026-01-02 08:30;a|b;internal;published;4\r\nd;Draft;x;;;;;;draft;\r\n",
        )],
        &["r | Returns | https://example.com/r | Orders | 2026-01-02 08:30 | internal |  | a,b"],
        &["1 article that is a draft"],
    );
    check(
        "kb.csv",
        "a,b\n1,2\n",
        &[],
        &[(Some(1), "no column for the title")],
    );
    check(
        "kb.csv",
        "title,body\nA,x\nB,\"open\n",
        &[],
        &[(Some(3), "never closed")],
    );
    check(
        "kb.tsv",
        "title\tbody\nA\tx\ty\nB\tz\n",
        &[("kb#3", "B", "z")],
        &[(Some(2), "more cells")],
    );
}

#[test]
fn reads_the_pages_of_a_help_centre() {
    let first = r#"{"count":4,"next_page":"https://example.com/2","page":1,"page_count":2,"articles":[
        {"id":36001,"url":"https://example.com/api/36001.json","html_url":"https://example.com/hc/en-us/articles/36001","title":"Returns","name":"Returns","body":"<p>30 days</p>","section_id":9,"locale":"en-us","label_names":["refund","return"],"draft":false,"updated_at":"2026-02-01T00:00:00Z","edited_at":"2026-01-05T00:00:00Z","user_segment_id":null},
        {"id":36002,"html_url":"https://example.com/hc/en-us/articles/36002","title":"Unfinished","body":null,"section_id":9,"locale":"en-us","label_names":[],"draft":true,"updated_at":"2026-02-01T00:00:00Z"}]}"#;
    let second = r#"{"articles":[
        {"id":36003,"html_url":"https://example.com/hc/en-us/articles/36003","title":"For agents","body":"x","section_id":10,"locale":"en-us","label_names":[],"draft":false,"updated_at":"2026-02-01T00:00:00Z","user_segment_id":77},
        {"id":36001,"html_url":"https://example.com/hc/de/articles/36001","title":"Rückgabe","body":"<p>30 Tage</p>","section_id":9,"locale":"de","label_names":[],"draft":false,"updated_at":"2026-02-01T00:00:00Z"}]}"#;
    let sections = r#"{"sections":[{"id":9,"name":"Orders"}],"next_page":null}"#;
    check_fields(
        &[
            ("hc/1.json", first),
            ("hc/2.json", second),
            ("hc/sections.json", sections),
        ],
        &[
            "36001 | Returns | https://example.com/hc/en-us/articles/36001 | Orders | 2026-01-05T00:00:00Z |  | en-us | refund,return",
            "36003 | For agents | https://example.com/hc/en-us/articles/36003 |  | 2026-02-01T00:00:00Z | internal | en-us | ",
            "36001-de | Rückgabe | https://example.com/hc/de/articles/36001 | Orders | 2026-02-01T00:00:00Z |  | de | ",
        ],
        &["1 article that is a draft"],
    );
    check(
        "a.json",
        "{\"tickets\":[]}",
        &[],
        &[(Some(1), "no list of articles")],
    );
    check("a.json", "[{\"title\":\"A\",", &[], &[(Some(1), "EOF")]);
}

#[test]
fn reads_feeds() {
    check_fields(
        &[(
            "news.rss",
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Help</title><language>en</language>\
             <item><title>Returns &amp; refunds</title><link>https://example.com/r</link><guid isPermaLink=\"false\">id-7</guid><description>Short.</description><content:encoded><![CDATA[<p>Within <b>30</b> days.</p>]]></content:encoded><category>Orders</category><pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate></item>\
             <item><description>No title &lt;b&gt;here&lt;/b&gt;.</description><link>https://example.com/n</link></item></channel></rss>",
        )],
        &[
            "id-7 | Returns & refunds | https://example.com/r |  | 2026-03-03T10:00:00Z |  | en | Orders",
            "https://example.com/n |  | https://example.com/n |  |  |  | en | ",
        ],
        &[],
    );
    let atom = of(&[(
        "feed.xml",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>Help</title><entry><id>urn:a</id><title type=\"html\">Lost &lt;i&gt;parcel&lt;/i&gt;</title><link rel=\"self\" href=\"https://example.com/feed\"/><link href=\"https://example.com/a\"/><updated>2026-01-02T00:00:00Z</updated><category term=\"shipping\"/><content type=\"xhtml\"><div><p>Ask the <em>carrier</em> &amp; us.</p></div></content></entry></feed>",
    )]);
    let article = &atom.articles[0].article;
    assert_eq!(article.title, "Lost parcel");
    assert_eq!(article.url.as_deref(), Some("https://example.com/a"));
    assert_eq!(
        article.body,
        "<div><p>Ask the <em>carrier</em> &amp; us.</p></div>"
    );
    // A feed holds what is newest: what is not in it any more stays.
    assert!(atom.partial.contains("feed.xml"));
    check(
        "a.xml",
        "<opml/>",
        &[],
        &[(Some(1), "neither a feed nor a sitemap")],
    );
    check(
        "a.xml",
        "<rss>\n<channel>",
        &[],
        &[(Some(2), "no sound XML")],
    );
    check(
        "a.xml",
        "<rss>\n</channel>",
        &[],
        &[(Some(2), "no sound XML")],
    );
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Returns | Example Help</title>
<style>p{}</style></head><body class="has-sidebar"><header><a href="/">Example</a></header>
<nav><ul><li>Home<li>Help</ul></nav><div id="content"><div class="breadcrumbs">Help &gt; Orders</div>
<h1>Returning <em>goods</em> <button>Copy link</button></h1><p>Within 30 days of delivery, unused, with the label that came with the parcel.</p>
<script>track("x")</script><h2>Refunds</h2><p>They reach your card within five working days after we have the goods.</p>
<div class="article-votes">Was this helpful?</div></div>
<aside>Popular articles</aside><footer>© Example Ltd</footer></body></html>"#;

#[test]
fn takes_the_main_content_of_saved_pages() {
    let sitemap = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\
        <url><loc>https://example.com/help/returns/</loc><lastmod>2026-01-02</lastmod></url>\
        <url><loc>https://example.com/help/shipping</loc></url>\
        <url><loc>https://example.com/help/contact</loc></url></urlset>";
    let saved = "<!-- saved from url=(0033)https://example.com/help/shipping -->\n<html><body><main><article><header><h1>Shipping</h1></header><p>Two days.</p></article><p>Read also</p></main></body></html>";
    let files = [
        ("site/sitemap.xml", sitemap),
        ("site/help/returns/index.html", PAGE),
        ("site/Shipping – Example.html", saved),
    ];
    check_fields(
        &files,
        &[
            "help/returns/index | Returning goods | https://example.com/help/returns/ |  | 2026-01-02 |  | en | ",
            "Shipping – Example | Shipping | https://example.com/help/shipping |  |  |  |  | ",
        ],
        &[
            "1 of 3 pages of the sitemap are not among the files, such as https://example.com/help/contact",
        ],
    );
    let read = of(&files);
    assert_eq!(
        elements::words(&read.articles[0].article.body),
        "Within 30 days of delivery, unused, with the label that came with the parcel. Refunds They reach your card within five working days after we have the goods."
    );
    assert!(!read.articles[0].article.body.contains("track("));
    assert_eq!(elements::words(&read.articles[1].article.body), "Two days.");
    let bare = of(&[("a-b.html", "<p>Only text.</p>")]);
    assert_eq!(bare.articles[0].article.title, "a b");
    check(
        "a.html",
        "<html><script>x</script></html>",
        &[],
        &[(None, "no text of its own")],
    );
}

#[test]
fn takes_files_of_a_folder_apart() {
    check_fields(
        &[
            ("docs/billing/refunds.md", "# Refunds\nA"),
            ("docs/orders/refunds.md", "# Refunds of orders\nB"),
            ("docs/other.md", "C"),
        ],
        &[
            "billing/refunds | Refunds |  |  |  |  |  | ",
            "orders/refunds | Refunds of orders |  |  |  |  |  | ",
            "other | other |  |  |  |  |  | ",
        ],
        &[],
    );
}

#[test]
fn says_what_is_too_long_or_no_text() {
    let long = format!("# Long\n{}é", "word ".repeat(1_000_000));
    let read = of(&[("long.md", &long)]);
    assert_eq!(read.articles[0].article.body.len(), MOST_BODY);
    assert!(
        read.faults[0].message.contains("has 5.0 MB"),
        "{:?}",
        read.faults
    );
    // It is there all the same, so what the file held before may go.
    assert!(read.partial.is_empty());
    check("a.md", "\0\0\u{1}", &[], &[(None, "no text")]);
}

/// What a helpdesk answered, as it was recorded: `id | title | url | section | updated_at | body`.
#[track_caller]
fn check_helpdesk(platform: &str, payload: Value, expected: &[&str]) {
    let mut collected = Collected::default();
    let answer = HelpdeskAnswer {
        platform: platform.to_owned(),
        origin: "http://desk.example.com".to_owned(),
        payload,
    };
    add_helpdesk(&mut collected, &answer);
    let got: Vec<String> = collected
        .articles
        .iter()
        .map(|Sourced { article, .. }| {
            let text = |field: &Option<String>| field.clone().unwrap_or_default();
            [
                article.id.clone(),
                article.title.clone(),
                text(&article.url),
                text(&article.section),
                text(&article.updated_at),
                crate::knowledge::markup::blocks(&article.body)
                    .into_iter()
                    .map(|block| block.text)
                    .collect::<Vec<_>>()
                    .join("/"),
            ]
            .join(" | ")
        })
        .collect();
    assert_eq!(got, expected, "{:?}", collected.faults);
    let source = format!("{platform} http://desk.example.com");
    assert!(collected.sources.contains(source.as_str()));
    assert_eq!(
        collected.partial.contains(source.as_str()),
        expected.is_empty()
    );
}

macro_rules! recorded {
    ($path:literal) => {
        include_str!(concat!("../../../tests/fixtures/payloads/", $path))
    };
}

#[test]
fn reads_the_knowledge_base_of_django_helpdesk() {
    let page = |path: &str, html: &str| serde_json::json!({"path": path, "html": html});
    let payload = serde_json::json!({"complete": true, "pages": [
        page("/kb/orders/", recorded!("django_helpdesk/kb_orders.page.html")),
        page("/kb/accounts/", recorded!("django_helpdesk/kb_accounts.page.html")),
    ]});
    check_helpdesk(
        "django_helpdesk",
        payload,
        &[
            "kbitem-1 | Cancelling an order | http://desk.example.com/kb/orders/?kbitem=1 | Orders |  | Can I cancel my order?/You can cancel an order within 60 minutes in your account. After that we pack it./open My orders/choose Cancel",
            "kbitem-2 | Grinder burrs | http://desk.example.com/kb/orders/?kbitem=2 | Orders |  | When do the burrs of the grinder have to be changed?/Change the burrs of the grinder after about 400 kg of coffee. They cost $39 & fit all models.",
            "kbitem-3 | Changing the address | http://desk.example.com/kb/accounts/?kbitem=3 | Accounts |  | How do I change my address?/Open your account, choose Addresses and edit the one that has changed.",
        ],
    );
    check_helpdesk("django_helpdesk", serde_json::json!({"pages": 1}), &[]);
}

#[test]
fn reads_the_articles_of_request_tracker() {
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let mut retired = json(recorded!("request_tracker/article_3.json"));
    retired["Disabled"] = "1".into();
    let payload = serde_json::json!({
        "complete": true,
        "base": "/rt",
        "articles": [
            json(recorded!("request_tracker/article_1.json")),
            json(recorded!("request_tracker/article_2.json")),
            retired,
        ],
        "classes": {"2": json(recorded!("request_tracker/class_2.json"))["Name"]},
    });
    check_helpdesk(
        "request_tracker",
        payload,
        &[
            "rt-article-1 | Cancelling an order | http://desk.example.com/rt/Articles/Article/Display.html?id=1 | Orders | 2026-11-22T13:06:21Z | Can I cancel my order?/You can cancel an order within 60 minutes in your account. After that we pack it./open My orders/choose Cancel",
            "rt-article-2 | Grinder burrs | http://desk.example.com/rt/Articles/Article/Display.html?id=2 | Orders | 2026-11-22T13:06:21Z | When do the burrs of the grinder have to be changed?/Change the burrs of the grinder after about 400 kg of coffee. They cost $39 & fit all models.",
        ],
    );
    check_helpdesk("request_tracker", serde_json::json!({}), &[]);
    check_helpdesk("another_desk", serde_json::json!({}), &[]);
}

/// Files that are cut short anywhere, and names that do not fit, give articles or faults, and nothing else.
#[test]
fn survives_what_is_cut_short() {
    let samples = [
        ("a.html", PAGE),
        (
            "a.xml",
            "<rss><channel><item><title>A &amp; B</title><description><![CDATA[<p>x</p>]]></description></item></channel></rss>",
        ),
        (
            "a.json",
            r#"{"articles":[{"id":1,"html_url":"u","section_id":2,"title":"T","body":"<p>é</p>","label_names":["x"]}]}"#,
        ),
        ("a.csv", "id,title,body\n1,\"A, B\",\"é\"\n"),
        ("a.md", "---\ntitle: x\nlabels:\n  - a\n---\n# T\nB"),
    ];
    for (_, text) in samples {
        for end in 0..=text.len() {
            for (name, _) in samples {
                let file = SourceFile {
                    name: name.to_owned(),
                    bytes: text.as_bytes()[..end].to_vec(),
                };
                let read = read(&[file], &|_, bytes| {
                    Some(String::from_utf8_lossy(bytes).into_owned())
                });
                for Sourced { article, .. } in read.articles {
                    assert!(!article.id.is_empty(), "{name} {end}");
                    assert!(
                        !(article.title.is_empty() && article.body.is_empty()),
                        "{name} {end}"
                    );
                }
            }
        }
    }
}

/// The examples of the guide are read as it says, without a word.
#[test]
fn the_guide_tells_the_truth() {
    let guide = include_str!("../../../docs/KNOWLEDGE.md");
    let (articles, solved) = guide.split_once("## Solved tickets").unwrap();
    let examples = |text: &str| -> Vec<SourceFile> {
        let blocks = text.split("```").skip(1).step_by(2);
        let block = |(number, block): (usize, &str)| {
            let (kind, content) = block.split_once('\n').unwrap();
            SourceFile {
                name: format!("{number}.{kind}"),
                bytes: content.as_bytes().to_vec(),
            }
        };
        blocks.enumerate().map(block).collect()
    };
    let files = examples(articles);
    assert_eq!(files.len(), 3);
    for file in files {
        let read = read(&[file], &|_, _| None);
        let article = &read.articles[0].article;
        assert_eq!(article.id, "returns");
        assert_eq!(article.title, "Returning goods");
        assert!(article.body.contains("within 30 days."));
        assert!(read.faults.is_empty(), "{:?}", read.faults);
    }
    let read = crate::knowledge::history::import::read(&examples(solved), &|_, _| None, true);
    assert_eq!(
        read.tickets[0].0.resolution,
        "Sent the return label by mail."
    );
    assert!(read.faults.is_empty(), "{:?}", read.faults);
}
