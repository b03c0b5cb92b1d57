//! Stories in HTML, NITF of any age and plain text, written as NITF: the structure that comes of it, every character in
//! order, and valid whatever came.
#![allow(clippy::unwrap_used, reason = "a test")]

mod xmllint;

use interwire_core::item::{Body, Item, Limits, Markup, text};
use interwire_formats::{read, write};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn item(markup: Markup, text: &str) -> Item {
    let body = Body { markup, text: text.to_owned(), ..Body::default() };
    Item { guid: Some("urn:astana:1".parse().unwrap()), bodies: vec![body], ..Item::default() }
}

/// The story as written, and the losses of it.
fn story(item: &Item) -> (String, String) {
    let written = write("nitf", item).unwrap();
    let text = String::from_utf8(written.bytes).unwrap();
    let story = text.split_once("<body.content>").and_then(|(_, rest)| rest.rsplit_once("</body.content>"));
    let losses: Vec<&str> = written.losses.iter().filter(|loss| loss.field == "bodies").map(|loss| loss.code).collect();
    (story.map(|(story, _)| story).unwrap_or_default().to_owned(), losses.join(" "))
}

#[test]
fn html_becomes_the_blocks_of_nitf() {
    for (html, nitf, losses) in [
        ("Vũ Việt<br>Trang<p>hai</p>", "<p>Vũ Việt<br/>Trang</p><p>hai</p>", ""),
        (
            "<div><h1>А</h1><h3 class=x>Б</h3><p>В</div>",
            "<hl2 class=\"h1\">А</hl2><hl2 class=\"x\">Б</hl2><p>В</p>",
            "",
        ),
        (
            "<p><b>жаңа</b> <a href='https://hanoi.example/' target=_blank>сілтеме</a> m<sup>2</sup></p>",
            "<p><em class=\"b\">жаңа</em> <a href=\"https://hanoi.example/\">сілтеме</a> m<num><sup>2</sup></num></p>",
            "attribute_lost",
        ),
        ("<ul><li>1<li><p>2</p><ol><li>3</ol></ul>", "<ul><li>1</li><li><p>2</p><ol><li>3</li></ol></li></ul>", ""),
        (
            "<table width=80%><caption>Cədvəl</caption><thead><tr><th>a</th></tr></thead><tr><td rowspan=2>b<td><ul><li>c</ul></table>",
            "<table width=\"80%\"><caption>Cədvəl</caption><thead><tr><th>a</th></tr></thead><tr><td rowspan=\"2\">b</td><td><ul><li>c</li></ul></td></tr></table>",
            "",
        ),
        ("<blockquote>سفير<p>قال</p></blockquote>", "<bq><block><p>سفير</p><p>قال</p></block></bq>", ""),
        (
            "<p>a<img src=a.jpg alt='Əliyev' width=100%>b</p>",
            "<p>a</p><media media-type=\"image\"><media-reference source=\"a.jpg\" alternate-text=\"Əliyev\"/></media><p>b</p>",
            "markup_lost",
        ),
        (
            "<figure><img src=a.jpg><figcaption>Ảnh: <i>HN</i></figcaption></figure>",
            "<media media-type=\"image\"><media-reference source=\"a.jpg\"/><media-caption>Ảnh: <em class=\"i\">HN</em></media-caption></media>",
            "",
        ),
        ("<pre>1  2\n3  4</pre><hr>", "<pre>1  2\n3  4</pre><hr/>", ""),
        ("<dl><dt>a<dd>b</dl>", "<dl><dt>a</dt><dd><p>b</p></dd></dl>", ""),
        ("<table><tr><td>1</table><tfoot>", "<table><tr><td>1</td></tr></table>", "markup_lost"),
    ] {
        assert_eq!(story(&item(Markup::Html, html)), (nitf.to_owned(), losses.to_owned()), "{html}");
    }
}

#[test]
fn old_nitf_becomes_that_of_today() {
    for (old, new, losses) in [
        (
            "<body.content><p class='lead' lead='true'>A <person>B <function>C</function></person></p></body.content>",
            "<p class=\"lead\">A <person>B <function>C</function></person></p>",
            "attribute_lost",
        ),
        (
            "<body.content><block id='1'><block id='x'><hl2>A</hl2></block><p id='x'>B</p></block></body.content>",
            "<block><hl2>A</hl2><p id=\"x\">B</p></block>",
            "markup_lost attribute_lost",
        ),
        (
            "<body.content><media><media-producer>P</media-producer><media-caption>C</media-caption></media></body.content>",
            "<media media-type=\"other\"><media-reference/><media-caption>P</media-caption><media-caption>C</media-caption></media>",
            "",
        ),
        (
            "<body.content><table><tbody><tr/></tbody><tbody><tr><th>A</th>B</tr></tbody></table></body.content>",
            "<table><tbody><tr><td/></tr><tr><th>A</th><td>B</td></tr></tbody></table>",
            "",
        ),
        (
            "<body.content>A<bq><block><p>B</p></block><credit>C</credit></bq></body.content>",
            "<p>A</p><bq><block><p>B</p></block><credit>C</credit></bq>",
            "",
        ),
    ] {
        assert_eq!(story(&item(Markup::Xml, old)), (new.to_owned(), losses.to_owned()), "{old}");
    }
}

#[test]
fn plain_text_keeps_its_paragraphs_and_columns() {
    for (plain, nitf) in [
        ("một\nhai", "<p>một</p><p>hai</p>"),
        ("một\nhai\n\nba", "<p>một<br/>hai</p><p>ba</p>"),
        ("A      1\nB      2", "<pre>A      1\nB      2</pre>"),
    ] {
        assert_eq!(story(&item(Markup::Plain, plain)).0, nitf);
    }
}

/// Tags of every sort, in any order, and text of our languages.
fn soup() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "p",
        "b",
        "em",
        "a",
        "div",
        "span",
        "ul",
        "ol",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "col",
        "colgroup",
        "blockquote",
        "bq",
        "block",
        "credit",
        "pre",
        "h1",
        "hl2",
        "dl",
        "dt",
        "dd",
        "img",
        "figure",
        "figcaption",
        "media",
        "media-reference",
        "media-caption",
        "media-producer",
        "media-object",
        "media-metadata",
        "note",
        "fn",
        "body.content",
        "nitf-table",
        "nitf-table-metadata",
        "nitf-col",
        "person",
        "name.given",
        "location",
        "city",
        "num",
        "sub",
        "frac",
        "alt-code",
        "org",
        "q",
        "lang",
        "br",
        "hr",
        "x:y",
        "video",
        "object",
        "postaddr",
        "copyrite",
        "datasource",
        "byline",
        "abstract",
        "tobject",
        "script",
    ];
    const ATTRIBUTES: &[&str] = &[
        "",
        " id=a",
        " id=1",
        " class='x y'",
        " width=5",
        " colspan='2 3'",
        " align=left",
        " align=x",
        " onclick=e",
        " href=u",
        " xml:lang=vi",
        " xml:lang='?'",
        " value=v idsrc=s",
        " nowrap",
        " media-type=image",
        " type=npa",
    ];
    let name = proptest::sample::select(NAMES);
    let attribute = proptest::sample::select(ATTRIBUTES);
    let piece = prop_oneof![
        3 => (name.clone(), attribute).prop_map(|(name, attribute)| format!("<{name}{attribute}>")),
        2 => name.prop_map(|name| format!("</{name}>")),
        2 => proptest::sample::select(&["Vũ ", "Қаз", "Əli", "сл ", "é", "سفير", " ", "&amp;", "5 < 6", "\n"][..])
            .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn whatever_a_story_is_made_of_it_is_written_whole_and_valid() {
    let mut runner = TestRunner::deterministic();
    let mut documents = Vec::new();
    for round in 0..1500 {
        let source = soup().new_tree(&mut runner).unwrap().current();
        let html = item(Markup::Html, &source);
        let bytes = write("nitf", &html).unwrap().bytes;
        let back = read(&bytes, None, &Limits::default()).unwrap().items.remove(0).item;
        let nothing = text::plain(&html.bodies[0]).trim().is_empty() && back.bodies.is_empty();
        assert!(
            nothing || text::body_sha(&html) == text::body_sha(&back),
            "{source}\n{}",
            String::from_utf8_lossy(&bytes)
        );
        documents.push((format!("{round}: {source}"), bytes.clone()));
        // The same tree as XML.
        let xml = Item { bodies: back.bodies.clone(), ..html };
        documents.push((format!("{round} again: {source}"), write("nitf", &xml).unwrap().bytes));
    }
    let wrong = xmllint::invalid("nitf/schemas/nitf-3-6.xsd", &documents);
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_a_document_says_around_its_story_is_said_again() {
    let source = r#"<nitf uno="u1" baselang="vi"><head><title>T</title><meta name="a" content="b"/>
      <tobject tobject.type="news"><tobject.property tobject.property.type="current"/>
        <tobject.subject tobject.subject.refnum="15054000" tobject.subject.matter="Bóng đá"/>
        <tobject.subject tobject.subject.ipr="HANOI" tobject.subject.refnum="KT"/></tobject>
      <docdata management-status="usable" management-doc-idref="hn-3" management-idref-status="canceled">
        <correction info="sửa tên" id-string="hn-3" regsrc="HN"/><evloc city="Bakı" iso-cc="AZE"/>
        <doc-id regsrc="HN" id-string="hn-4"/><del-list><from-src src-name="HN" level-number="1"/></del-list>
        <urgency ed-urg="2"/><fixture fix-id="F"/><date.issue norm="20261123T100000+0700"/>
        <date.release norm="20261124T100000+0700"/><date.expire norm="20261223"/><doc-scope scope="S"/>
        <ed-msg msg-type="m" info="i"/><du-key key="K" version="7" part="1"/><doc.copyright holder="H" year="2026"/>
        <doc.rights owner="O" limitations="L" type="R"/><key-list><keyword key="k"/></key-list>
        <identified-content><person value="1" idsrc="x.example">P</person><org>O</org><location location-code="L1"/>
        <classifier idsrc="medtop" value="20000178">d</classifier><classifier value="https://hanoi.example/t"/></identified-content>
      </docdata><revision-history name="N" function="editor" norm="20261123T095500Z" comment="c"/></head>
      <body><body.head><hedline><hl1>H1</hl1><hl2>H2</hl2></hedline><byline>Vũ Việt Trang</byline><distributor>D</distributor>
      <dateline>Hà Nội, <location>Hà Nội</location> (HN) <story.date norm="20261123T093000+0700"/></dateline>
      <abstract><p>A</p></abstract></body.head><body.content><p>x</p></body.content><body.end><tagline>T</tagline></body.end></body></nitf>"#;
    let limits = Limits::default();
    let first = read(source.as_bytes(), None, &limits).unwrap().items.remove(0).item;
    let written = write("nitf", &first).unwrap();
    let mut second = read(&written.bytes, None, &limits).unwrap().items.remove(0).item;
    let losses: Vec<String> = written.losses.iter().map(|loss| format!("{} {}", loss.code, loss.field)).collect();
    assert_eq!(losses, ["markup_lost datelines", "markup_lost descriptions"]);
    let mut first = first;
    for item in [&mut first, &mut second] {
        // White space and where a namespace is declared may differ; so may the markup of lines, as the losses say.
        item.bodies[0].text = text::plain(&item.bodies[0]);
        for line in item.datelines.iter_mut().chain(&mut item.descriptions).chain(&mut item.bylines) {
            line.extra.clear();
        }
        item.extra
            .iter_mut()
            .for_each(|extra| extra.value = extra.value.replace(" xmlns=\"http://iptc.org/std/NITF/2006-10-18/\"", ""));
        item.extra.sort();
    }
    assert_eq!(first, second);
    let wrong = xmllint::invalid("nitf/schemas/nitf-3-6.xsd", &[("own".to_owned(), written.bytes)]);
    assert!(wrong.is_empty(), "{wrong}");
}
