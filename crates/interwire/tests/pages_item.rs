//! The page of an item: what is taken away from it, its versions compared, and what is refused to whom.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::doors::{key as own_key, story as own_story};
use common::pages::{Visitor, give, item, start, until_shown};
use common::{ASTANA, HANOI, free_port, partners};
use http::StatusCode;
use interwire::intake::holds::end_due;
use interwire::intake::media::MediaFrom;
use interwire::intake::take::{Source, take};
use interwire::users::Role;
use interwire_core::item::{Body, EdNote, Item, Limits, Line, Markup, Moment};

fn words(item: &mut Item, text: &str) {
    item.bodies = vec![Body { markup: Markup::Html, text: text.to_owned(), ..Body::default() }];
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_editor_takes_text_credit_and_files_away_and_nobody_takes_what_was_recalled() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let (b, _) = start(&ASTANA, dir_b.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let mut story = item("urn:astana:1", "Сұхбат <script>alert(1)</script>");
    words(&mut story, "<p>First paragraph.</p><p>Second &lt;/textarea&gt; one.</p>");
    story.creditlines = vec![Line::of("Photo: Astana desk")];
    story.ed_notes = vec![EdNote { text: "Not for print: hold the name.".into(), ..EdNote::default() }];
    story.urgency = Some(4);
    story.times.version_created = Some(Moment::new("2026-03-01T10:00:00+05:00"));
    let key = give((&ASTANA, &b), &id, story, 1, vec![]).await;
    let path = format!("/items/{}/{}", key.source, key.item);
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    let page = until_shown(&mut editor, &path, "Second &#60;/textarea").await;
    let (_, area) = page.text.split_once("<textarea id=\"copy-text\"").unwrap();
    let area = area.split_once("</textarea>").unwrap().0;
    assert!(area.contains("First paragraph.\n\nSecond"), "{area}");
    assert!(!area.contains("hold the name") && page.text.contains("hold the name"), "{}", page.text);
    assert!(page.text.contains("Photo: Astana desk") && page.text.contains("data-copy=\"stated-1\""));
    assert!(page.text.contains("/copy.js\""), "the buttons have their script");

    let file = editor.get(&format!("{path}/1/as/plain-text")).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text);
    let header = |name: &str| file.headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(
        header("content-disposition"),
        format!("attachment; filename=\"astana-{}-v1.plain-text.txt\"", key.item)
    );
    assert!(header("content-security-policy").starts_with("sandbox"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(!header("interwire-losses").is_empty());
    let html = editor.get(&format!("{path}/1/as/html")).await;
    assert!(html.headers["content-type"].to_str().unwrap().starts_with("text/html"));
    assert!(html.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let ninjs = editor.get(&format!("{path}/1/as/ninjs")).await;
    let read = interwire_formats::read(ninjs.text.as_bytes(), Some("ninjs"), &Limits::default()).unwrap();
    assert_eq!(read.items[0].item.urgency, Some(4));
    let list = editor.get(&format!("{path}/1/as")).await;
    assert!(list.text.contains("as/newsml-g2") && list.text.contains("lost"), "{}", list.text);
    assert_eq!(editor.get(&format!("{path}/1/as/pdf")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(editor.get(&format!("{path}/2/as/ninjs")).await.status, StatusCode::NOT_FOUND);

    common::news::kill(&b, &key).await;
    let page = until_shown(&mut editor, &path, "a false report").await;
    assert!(!page.text.contains("copy-text"), "{}", page.text);
    for refused in [format!("{path}/1/as"), format!("{path}/1/as/ninjs"), format!("{path}/compare")] {
        assert_eq!(editor.get(&refused).await.status, StatusCode::NOT_FOUND, "{refused}");
    }
    let mut auditor = Visitor::logged_in(&pages, Role::Auditor).await;
    assert_eq!(auditor.get(&format!("{path}/1/as/ninjs")).await.status, StatusCode::OK, "to check what was killed");
    assert!(!auditor.get(&path).await.text.contains("copy-text"), "not to be used by anybody");
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_changed_between_two_versions_is_told_in_words() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let mut story = item("urn:astana:1", "Flood reaches the second alarm");
    words(&mut story, "<p>The river is at level 2.</p><p>Nobody is hurt.</p>");
    story.urgency = Some(4);
    story.keywords = vec![Line::of("flood")];
    give((&ASTANA, &b), &id, story.clone(), 1, vec![]).await;
    story.headlines = vec![Line::of("Flood reaches the third alarm")];
    words(&mut story, "<p>The river is at level <b>3</b>.</p><p>Nobody is hurt.</p><p>Schools <img src=x>close.</p>");
    story.urgency = Some(2);
    story.keywords = vec![Line::of("flood"), Line::of("<script>schools"), Line::of("rain")];
    let key = give((&ASTANA, &b), &id, story, 2, vec![]).await;
    let path = format!("/items/{}/{}", key.source, key.item);
    let mut reader = Visitor::logged_in(&pages, Role::ReadOnly).await;
    until_shown(&mut reader, &path, "name=\"from\"").await;
    let page = reader.get(&format!("{path}/compare")).await;
    let text = &page.text;
    for told in [
        "<del><span class=\"said\">removed: </span>second</del><ins><span class=\"said\">inserted: </span>third</ins>",
        "level <del><span class=\"said\">removed: </span>2</del>",
        "<ins><span class=\"said\">inserted: </span>Schools close.</ins>",
        "changed from 4 to 2",
        "added: rain",
        "added: &#60;script&#62;schools",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    assert!(!text.contains("removed: flood") && text.contains("<p dir=\"auto\">Nobody is hurt.</p>"));
    let back = reader.get(&format!("{path}/compare?from=2&to=1")).await;
    assert!(back.text.contains("changed from 2 to 4"), "{}", back.text);
    let same = reader.get(&format!("{path}/compare?from=2&to=2")).await;
    assert!(same.text.contains("say the same"), "{}", same.text);
    assert_eq!(reader.get(&format!("{path}/compare?from=7")).await.status, StatusCode::NOT_FOUND);
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_editor_stops_an_embargoed_story_before_it_goes_out() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let (b, _) = start(&ASTANA, dir_b.path(), free_port()).await;
    partners((&HANOI, &a), (&ASTANA, &b), 1).await;
    let moment = a.node.now().plus_ms(3_600_000);
    let mut story = own_story("urn:hanoi:1", "1", "usable");
    story["embargoed"] = moment.to_string().into();
    let source = |bytes: Vec<u8>| Source {
        feed: "test".to_owned(),
        path: "tin.json".to_owned(),
        service: None,
        hint: None,
        bytes,
        media: MediaFrom::Nowhere,
        test: false,
    };
    take(&a.node, source(story.to_string().into_bytes())).await.unwrap();
    let path = format!("/items/hanoi/{}", own_key("urn:hanoi:1").item);
    let mut reader = Visitor::logged_in(&pages, Role::Auditor).await;
    let page = reader.get(&path).await;
    assert!(page.text.contains("Held") && !page.text.contains("This version waits"), "{}", page.text);
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    assert!(editor.get("/holds").await.text.contains(&format!("{path}/stop")));
    assert!(editor.get(&path).await.text.contains("This version waits"));
    let wrong = editor.submit(&format!("{path}/stop"), &[("version", "7")]).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    let done = editor.submit(&format!("{path}/stop"), &[("version", "1")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = editor.get(&path).await;
    assert!(page.text.contains("by a person before it went out"), "{}", page.text);
    assert!(!page.text.contains("This version waits"), "{}", page.text);
    assert!(reader.get("/audit").await.text.contains("stopped"));
    assert!(a.node.db().holds(10).await.unwrap().is_empty(), "nothing ends by itself any more");
    assert_eq!(end_due(&a.node).await.unwrap(), 0);
    let key = own_key("urn:hanoi:1");
    assert!(a.node.db().sent_under(&key).await.unwrap().is_empty(), "it was published under no agreement");
    let again = editor.submit(&format!("{path}/stop"), &[("version", "1")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text.contains("does not wait"), "{}", again.text);
    a.stop().await;
    b.stop().await;
}
