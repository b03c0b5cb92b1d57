//! JSON of agencies made to hurt: each has an outcome with a code, and what is no news is refused.
#![allow(clippy::unwrap_used, reason = "a test")]

use interwire_core::item::{Item, Limits, PubStatus, Version};
use interwire_formats::read;

/// The code of the error, or the codes of all notes.
fn outcome(source: &str) -> String {
    match read(source.as_bytes(), None, &Limits::default()) {
        Err(error) => error.code.to_owned(),
        Ok(read) => {
            let notes = read.notes.iter().chain(read.items.iter().flat_map(|one| &one.notes));
            format!("{} {}", read.format, notes.map(|note| note.code).collect::<Vec<_>>().join(" "))
        }
    }
}

fn one(source: &str) -> Item {
    read(source.as_bytes(), None, &Limits::default()).unwrap().items.remove(0).item
}

/// A story in the shape of an agency, with one more member.
fn story(more: &str) -> String {
    format!(
        r#"{{"urn":"urn:x","headline":"Vũ","versioncreated":"2026-11-23T10:00:00Z","pubstatus":"usable","body_html":"<p>a</p>"{more}}}"#
    )
}

#[test]
fn what_is_no_news_is_refused_however_it_looks() {
    for source in [
        r#"{"a":1}"#,
        "[]",
        "[1,2]",
        r#"[{"a":1}]"#,
        // A ticket, a page of a shop, a person, a schema, a list of references, an error.
        r#"{"id":7,"title":"It fails","created_at":"2026-11-23T10:00:00Z","body":"x","state":"open","url":"http://a"}"#,
        r#"{"id":"p","name":"Lamp","description":"x","created":"2026-11-23","status":"active","price":3}"#,
        r#"{"id":"p","name":"Lê","language":"vi","version":1,"updated":"2026-11-23"}"#,
        r#"{"$schema":"http://x","title":"ninjs","description":"x","type":"object","properties":{"headline":{},"byline":{}}}"#,
        r#"{"data":{"items":[{"id":"a","kind":"TEXTARTICLE","modified":"2026-11-23T10:00:00Z"}],"hasMore":true}}"#,
        r#"{"hasError":true,"data":null}"#,
        r#"{"headline":"only","byline":"two"}"#,
    ] {
        assert_eq!(outcome(source), "unknown_format", "{source}");
    }
    let hinted = read(b"{\"a\":1}", Some("agency-json"), &Limits::default());
    assert_eq!(hinted.unwrap_err().code, "not_news");
    assert_eq!(read(b"[{\"a\":", Some("agency-json"), &Limits::default()).unwrap_err().code, "json_broken");
    // Text that begins with a bracket is text.
    assert_eq!(read("[hanoi] Mưa".as_bytes(), Some("plain-text"), &Limits::default()).unwrap().format, "plain-text");
}

#[test]
fn a_dialect_nobody_named_is_read_by_the_same_names() {
    let source = r#"{"@context":"https://schema.org","@type":"NewsArticle","@id":"https://baku.example/1","headline":"Sərgi",
        "datePublished":"2026-11-23T10:00:00+04:00","dateModified":"2026-11-23T11:00:00+04:00","inLanguage":"az",
        "articleBody":"Bakıda sərgi açıldı.","author":[{"@type":"Person","name":"Nigar Əliyeva"}],"thumbnailUrl":"https://baku.example/1.jpg"}"#;
    let item = one(source);
    assert_eq!((item.headline(), item.language()), (Some("Sərgi"), Some("az")));
    assert_eq!(
        (item.bodies[0].text.as_str(), item.creators[0].names[0].text.as_str()),
        ("Bakıda sərgi açıldı.", "Nigar Əliyeva")
    );
    assert_eq!(item.times.version_created.unwrap().as_str(), "2026-11-23T11:00:00+04:00");
    assert_eq!(item.renditions[0].href.as_deref(), Some("https://baku.example/1.jpg"));
}

#[test]
fn envelopes_are_opened_so_far_and_no_further() {
    let wrapped = |depth: usize| format!("{}{}{}", r#"{"a":"#.repeat(depth), story(""), "}".repeat(depth));
    assert_eq!(outcome(&wrapped(5)), "agency-json ");
    assert_eq!(outcome(&wrapped(6)), "unknown_format");
    // What stands beside one item is kept with it; what stands beside two belongs to neither, or it would be kept as
    // often as there are items.
    let beside = one(&format!(r#"{{"item":{},"meta":{{"product":3}}}}"#, story("")));
    assert_eq!(beside.extra.iter().map(|extra| extra.value.as_str()).collect::<Vec<_>>(), [r#"{"product":3}"#]);
    let many: Vec<String> = (0..2000).map(|at| format!(r#""{at}":{}"#, story(""))).collect();
    let found = read(format!("{{{}}}", many.join(",")).as_bytes(), None, &Limits::default()).unwrap();
    assert!(found.items.len() == 2000 && found.items.iter().all(|one| one.item.extra.is_empty()));
}

#[test]
fn depth_number_and_size_are_bounded() {
    let deep = |depth: usize| story(&format!(r#","x":{}1{}"#, "[".repeat(depth), "]".repeat(depth)));
    assert_eq!(outcome(&deep(90)), "agency-json ");
    assert_eq!(outcome(&deep(105)), "json_too_deep");
    assert_eq!(outcome(&deep(100_000)), "json_too_deep");
    assert_eq!(outcome(&story(&format!(r#","x":[{}1]"#, "1,".repeat(2_000_001)))), "json_too_many_values");
    let list = |count: usize| format!("[{}]", vec![story(""); count].join(","));
    assert_eq!(outcome(&list(10_001)), "too_many_items");
    let few = Limits { items_max: 2, ..Limits::default() };
    assert_eq!(read(list(3).as_bytes(), None, &few).unwrap_err().code, "too_many_items");
    assert_eq!(read(list(2).as_bytes(), None, &few).unwrap().items.len(), 2);
}

#[test]
fn odd_values_are_kept_and_never_guessed_at() {
    assert_eq!(outcome(&story(r#","version":1e999"#)), "json_broken");
    assert_eq!(outcome(&story(r#","version":99999999999999999999"#)), "agency-json version_not_a_number");
    assert_eq!(one(&story(r#","version":7"#)).version, Version::of(7));
    assert_eq!(outcome(&story(r#","headline":"Trang""#)), "agency-json duplicate_key");
    assert_eq!(one(&story(r#","headline":"Trang""#)).headline(), Some("Trang"));
    assert_eq!(outcome(&story(r#","byline":"\ud800""#)), "agency-json lone_surrogate");
    assert_eq!(outcome(&story(r#","urgency":12,"subjects":{"a":[1]},"renditions":7"#)), "agency-json ");
    let odd = one(&story(r#","urgency":12,"subjects":{"a":[1]},"renditions":7,"width":"1e3""#));
    let names: Vec<&str> = odd.extra.iter().map(|extra| extra.name.as_str()).collect();
    assert_eq!((names, odd.urgency), (vec!["urgency", "subjects", "renditions", "width"], None));
}

#[test]
fn an_order_counts_for_more_than_the_status_beside_it() {
    let status = |more: &str| one(&story(more)).status();
    assert_eq!(status(""), PubStatus::Usable);
    assert_eq!(status(r#","editorialtypes":["Lead"]"#), PubStatus::Usable);
    for kill in [
        r#","editorialtypes":["Lead","Kill"]"#,
        r#","signal":"sig:kill""#,
        r#","state":"recalled""#,
        r#","slugline":"KILL KILL KILL""#,
        r#","ednotes":[{"role":"x","ednote":"STORY WITHDRAWN"}]"#,
    ] {
        assert_eq!(status(kill), PubStatus::Canceled, "{kill}");
        assert_eq!(outcome(&story(kill)), "agency-json order_over_status", "{kill}");
    }
    assert_eq!(status(r#","editorialtypes":["Hold"]"#), PubStatus::Withheld);
    assert_eq!(status(r#","editorialtypes":["HoldReleased"]"#), PubStatus::Usable);
    assert_eq!(status(r#","state":"scheduled""#), PubStatus::Withheld);
    assert_eq!(status(r#","type":"event","state":"cancelled""#), PubStatus::Usable);
    assert_eq!(status(r#","signals":["skill","household","newscontent"]"#), PubStatus::Usable);
    let other = story("").replace("usable", "Gesperrt");
    assert_eq!((one(&other).status().is_usable(), outcome(&other).as_str()), (false, "agency-json status_unknown"));
    let sealed = one(&story(r#","embargoed":true"#));
    assert!(sealed.times.embargoed.is_some_and(|embargo| embargo.ends().is_none()));
}
