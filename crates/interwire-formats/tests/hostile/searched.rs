//! How far the readers look for something: what is within reach is found, what is beyond is not, and the case fails
//! where the cap is taken away. (`guards` says which case stands for which cap.)

use super::{measured, one};
use interwire_core::item::{Item, Limits, text};
use interwire_formats::read;

fn plain(item: &Item) -> String {
    text::plain(&item.bodies[0])
}

#[test]
fn pages_are_searched_so_far() {
    let labelled = |before: usize| {
        let head = format!("<html><!--{}--><meta charset=macintosh><title>Caf", "x".repeat(before));
        one(&[head.as_bytes(), b"\x8e</title>"].concat()).headline().map(str::to_owned)
    };
    assert_eq!(labelled(4000).as_deref(), Some("Café"));
    assert_ne!(labelled(4100).as_deref(), Some("Café"));
    // A page with more tags that never end is text as it stands.
    let open = |count: usize| plain(&one(format!("<html><p>Vũ</p>{}", "<a ".repeat(count)).as_bytes()));
    assert!(!open(10).contains("<p>") && open(40).contains("<p>"), "{} {}", open(10), open(40));
    let article = r#"{"@type":"NewsArticle","headline":"Vũ"}"#;
    for (start, end) in [("[", "]"), (r#"{"@graph":"#, "}")] {
        let stated = |depth: usize| {
            let json = format!("{}{article}{}", start.repeat(depth), end.repeat(depth));
            let page = format!("<html><script type='application/ld+json'>{json}</script><p>a</p>");
            one(page.as_bytes()).headline().map(str::to_owned)
        };
        assert_eq!((stated(3).as_deref(), stated(4)), (Some("Vũ"), None), "{start}");
    }
    // What stands around the story and repeats one of its first lines is left out.
    let outside = |count: usize| {
        let names: String = (0..count).map(|at| format!("<meta name=author content='Trang {at}.'>")).collect();
        let page = format!("<html>{names}<body>Trang {}.<article><p>a</p></article></body></html>", count - 1);
        one(page.as_bytes()).extra.iter().filter(|extra| extra.name == "html/outside").count()
    };
    assert_eq!((outside(5), outside(20)), (0, 1));
}

#[test]
fn feeds_are_searched_so_far() {
    let within = |depth: usize, inside: &str| format!("{}{inside}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    let entries = |depth: usize| {
        let feed = format!("<rss>{}</rss>", within(depth, "<item><title>a</title></item>"));
        measured(feed.as_bytes(), None, &Limits::default()).unwrap().items.len()
    };
    assert_eq!((entries(5), entries(6)), (1, 0));
    let bodies = |depth: usize| {
        let declared = within(depth, "<a xmlns:q='http://purl.org/rss/1.0/modules/content/'/>");
        let entry = "<item><title>a</title><q:encoded>b</q:encoded></item>";
        one(format!("<rss>{declared}{entry}</rss>").as_bytes()).bodies.len()
    };
    assert_eq!((bodies(3), bodies(4)), (1, 0));
    // A base that is long, or would become so, is none: the one around it stays.
    let long = "x".repeat(120);
    for (base, expected) in [
        (format!("{}y/", "./".repeat(50)), format!("http://a.example/{long}/y/b")),
        (format!("{}y/", "./".repeat(150)), format!("http://a.example/{long}/b")),
        (format!("{long}/"), format!("http://a.example/{long}/b")),
    ] {
        let entry = format!("<entry xml:base='{base}'><link href='b'/></entry>");
        let item = one(format!("<feed xml:base='http://a.example/{long}/'>{entry}</feed>").as_bytes());
        assert!(format!("{item:?}").contains(&format!("\"{expected}\"")), "{base}: {item:?}");
    }
    // A long list is not searched for what is in it already.
    let subjects = |count: usize| {
        let all: String = (0..count).chain([0]).map(|at| format!("<category>{at}</category>")).collect();
        one(format!("<rss><item><title>a</title>{all}</item></rss>").as_bytes()).subjects.len()
    };
    assert_eq!((subjects(50), subjects(150)), (50, 151));
    let others: String = (0..80).map(|at| format!("<x{at}/>")).collect();
    let feed = format!("<rss><channel>{others}<item><title>a</title></item></channel></rss>");
    let notes = measured(feed.as_bytes(), None, &Limits::default()).unwrap().notes;
    let told = notes.iter().find(|note| note.code == "feed_properties_left_out").unwrap();
    assert_eq!(told.message.split(", ").count(), 50);
}

#[test]
fn documents_of_agencies_are_searched_so_far() {
    let subjects = |count: usize| {
        let all: Vec<String> = (0..count).chain([0]).map(|at| format!("\"s{at}\"")).collect();
        let facts =
            r#""headline":"Vũ","versioncreated":"2026-11-23T10:00:00Z","pubstatus":"usable","body_html":"<p>a</p>""#;
        let story = format!(r#"{{"urn":"urn:x",{facts},"subject":[{}]}}"#, all.join(","));
        let found = measured(story.as_bytes(), None, &Limits::default()).unwrap();
        assert_eq!(found.format, "agency-json");
        found.items[0].item.subjects.len()
    };
    assert_eq!((subjects(50), subjects(150)), (50, 151));
}

#[test]
fn orders_are_searched_so_far() {
    let note = |text: &str| one(format!(r#"{{"uri":"urn:hanoi:x","ednote":"{text}"}}"#).as_bytes());
    let ordered = |before: usize| note(&format!("{}KILL KILL KILL", "a\\n".repeat(before)));
    assert!(!ordered(2).status().is_usable() && ordered(3).status().is_usable());
    let named = |before: usize| note(&format!("KILL KILL KILL\\n{}urn:hanoi:1", "a\\n".repeat(before)));
    assert_eq!((named(10).links.len(), named(11).links.len()), (1, 0));
    let numbers: String = (10..40).map(|at| format!("hna01{at} ")).collect();
    assert_eq!(note(&format!("KILL KILL KILL\\n{numbers}")).links.len(), 20);
}

#[test]
fn letters_and_lists_of_items_are_searched_so_far() {
    let letter = b"From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: \
                   application/xml\n\n<newsItem guid='urn:x' version='1'/>\n--b--\n";
    let nested = |nesting_max| read(letter, None, &Limits { nesting_max, ..Limits::default() });
    assert_eq!(nested(1).unwrap_err().code, "nested_too_deep");
    assert_eq!(nested(2).unwrap().items.len(), 1);
    // Readers of one item count none: what calls them does.
    for source in ["<nitf/>", "{\"uri\":\"urn:x\"}", "<html><p>a</p></html>"] {
        let counted = |items_max| read(source.as_bytes(), None, &Limits { items_max, ..Limits::default() });
        assert_eq!(counted(0).unwrap_err().code, "too_many_items", "{source}");
        assert_eq!(counted(1).unwrap().items.len(), 1, "{source}");
    }
    let lines: String = (0..1000).map(|at| format!("no line {at}\n")).collect();
    let calendar = format!("BEGIN:VCALENDAR\n{lines}END:VCALENDAR\n");
    let notes = measured(calendar.as_bytes(), None, &Limits::default()).unwrap().notes;
    let told = notes.iter().find(|note| note.code == "lines_not_understood").unwrap();
    assert_eq!(told.message.chars().count(), 1000);
}
