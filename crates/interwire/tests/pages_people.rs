//! What a person chooses for themselves is how every page looks to that person, and to nobody else.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::HANOI;
use common::pages::{Page, Visitor, start};
use expect_test::expect;
use http::StatusCode;
use interwire::users::Role;

/// What the page says of its looks, and its footer.
fn looks(page: &Page) -> String {
    let html = page.text.split("<html ").nth(1).unwrap().split('>').next().unwrap();
    let footer = page.text.split("<footer>").nth(1).map(|rest| rest.split("</footer>").next().unwrap().trim());
    format!("{html}\n{}\n", footer.unwrap_or_default().split(" · ").next().unwrap())
}

const VIETNAMESE: [(&str, &str); 6] = [
    ("language", "vi"),
    ("zone", "Asia/Almaty"),
    ("scheme", "dark"),
    ("density", "compact"),
    ("text_size", "large"),
    ("sounds", "yes"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_look_as_their_reader_has_chosen() {
    let dir = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, dir.path(), 0).await;
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    let mut reader = Visitor::logged_in(&pages, Role::ReadOnly).await;
    let mut text = looks(&editor.get("/board").await);
    let saved = editor.submit("/me", &VIETNAMESE).await;
    assert_eq!(saved.headers.get("location").unwrap(), "/me?saved=yes", "{}", saved.text);
    let page = editor.get("/me?saved=yes").await;
    assert!(page.text.contains("Đã lưu.") && page.text.contains("value=\"Asia/Almaty\" selected"), "{}", page.text);
    assert!(page.text.contains("Русский (chờ hiệu đính)"), "{}", page.text);
    text += &looks(&page);
    text += &looks(&reader.get("/board").await);
    // Failures speak to their reader too.
    text += &looks(&editor.get("/users").await);
    expect![[r#"
        lang="en" dir="ltr" data-scheme="system" data-density="comfortable" data-text-size="normal"
        <p>Times are those of Asia/Ho_Chi_Minh (UTC+07:00)
        lang="vi" dir="ltr" data-scheme="dark" data-density="compact" data-text-size="large" data-sounds
        <p>Giờ hiển thị theo Asia/Almaty (UTC+05:00)
        lang="en" dir="ltr" data-scheme="system" data-density="comfortable" data-text-size="normal"
        <p>Times are those of Asia/Ho_Chi_Minh (UTC+07:00)
        lang="vi" dir="ltr" data-scheme="dark" data-density="compact" data-text-size="large" data-sounds

    "#]]
    .assert_eq(&text);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_chosen_is_refused_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, dir.path(), 0).await;
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    for (field, value) in
        [("language", "xx"), ("zone", "Asia/Hanoi"), ("scheme", "\"><script>"), ("density", ""), ("text_size", "9")]
    {
        let wrong = VIETNAMESE.map(|(name, kept)| (name, if name == field { value } else { kept }));
        let page = editor.submit("/me", &wrong).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(page.text.contains("That is not one of the choices"), "{}", page.text);
        assert!(page.text.contains("lang=\"en\" dir=\"ltr\" data-scheme=\"system\""), "{field}: {}", page.text);
    }
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_can_run_from_right_to_left() {
    let dir = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, dir.path(), 0).await;
    let mut admin = Visitor::logged_in(&pages, Role::Admin).await;
    let mirrored = VIETNAMESE.map(|(name, value)| (name, if name == "language" { "ar-XB" } else { value }));
    assert_eq!(admin.submit("/me", &mirrored).await.status, StatusCode::SEE_OTHER);
    let places = ["/board", "/sent", "/holds", "/agreements", "/partners", "/dead-letters", "/audit", "/users", "/me"];
    for path in places.into_iter().chain(["/items/hanoi/nothing"]) {
        let page = admin.get(path).await;
        assert!(page.text.contains("<html lang=\"ar-XB\" dir=\"rtl\""), "{path}: {}", page.text);
    }
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fonts_come_from_the_node_and_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, dir.path(), 0).await;
    let mut visitor = Visitor::new(&pages);
    let login = visitor.get("/login").await;
    let policy = login.headers.get("content-security-policy").unwrap().to_str().unwrap();
    assert!(policy.contains("font-src 'self';"), "{policy}");
    let sheet = login.text.split('"').find(|text| text.ends_with("/fonts.css")).unwrap();
    let fonts = visitor.get(sheet).await.text;
    let names: Vec<_> = fonts.split("url(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(names.len(), 7, "{fonts}");
    for name in names {
        let font = visitor.get(&sheet.replace("fonts.css", name)).await;
        assert_eq!(font.headers.get("content-type").unwrap(), "font/woff2", "{name}");
        assert!(font.headers.get("cache-control").unwrap().to_str().unwrap().contains("immutable"), "{name}");
        assert!(font.text.starts_with("wOF2"), "{name}");
    }
    node.stop().await;
}
