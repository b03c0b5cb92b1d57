//! Media on the pages: files by ranges and under safe names, small pictures made as versions come, films with a still,
//! and what cannot be shown with its cause.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod common;

use axum::body::to_bytes;
use common::pages::{Visitor, give, item, picture, start};
use common::{ASTANA, HANOI, free_port, partners, until};
use http::{Request, StatusCode, header};
use interwire::intake::document::read_binding;
use interwire::preview::{self, folder::Size};
use interwire::store::fetches::FetchRow;
use interwire::store::intake::{IntakeRow, IntakeState};
use interwire::users::Role;
use interwire::verify::{Whose, verify_copy};
use interwire_core::ids::{AgreementId, Hash, ItemKey};
use interwire_core::item::{Blob, Item, Line, Link, Rendition};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use tower::ServiceExt;

/// Hanoi with pages and an agreement, and an editor who reads them.
struct Desk {
    hanoi: interwire::running::Running,
    pages: axum::Router,
    agreement: AgreementId,
    editor: Visitor,
    astana: interwire::running::Running,
    dirs: [tempfile::TempDir; 2],
}

impl Desk {
    async fn open() -> Self {
        let dirs = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let (hanoi, pages) = start(&HANOI, dirs[0].path(), free_port()).await;
        let (astana, _) = start(&ASTANA, dirs[1].path(), free_port()).await;
        let agreement = partners((&HANOI, &hanoi), (&ASTANA, &astana), 1).await.agreement.id.clone();
        let editor = Visitor::logged_in(&pages, Role::Editor).await;
        Self { hanoi, pages, agreement, editor, astana, dirs }
    }

    /// Astana sends an item with these files; it is waited for.
    async fn receive(&self, guid: &str, files: &[(&str, Vec<u8>)]) -> ItemKey {
        let rendition = |(href, bytes): &(&str, Vec<u8>)| Rendition {
            href: Some((*href).to_owned()),
            blob: Some(Blob { hash: Hash::of(bytes), size_bytes: bytes.len() as u64 }),
            ..Rendition::default()
        };
        let renditions = files.iter().map(rendition).collect();
        let sent = Item { renditions, descriptions: vec![Line::of("Caption")], ..item(guid, "Quốc hội \"họp\"") };
        let bytes = files.iter().map(|(_, bytes)| bytes.clone()).collect();
        let key = give((&ASTANA, &self.astana), &self.agreement, sent, 1, bytes).await;
        until("it arrived", async || !self.hanoi.node.db().desk_of_item(&key).await.unwrap().is_empty()).await;
        key
    }

    async fn ask(&self, path: &str, lines: &[(header::HeaderName, &str)]) -> (StatusCode, http::HeaderMap, Vec<u8>) {
        self.ask_as("GET", path, lines).await
    }

    async fn ask_as(
        &self,
        method: &str,
        path: &str,
        lines: &[(header::HeaderName, &str)],
    ) -> (StatusCode, http::HeaderMap, Vec<u8>) {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::COOKIE, self.editor.cookie.as_ref().unwrap());
        let request = lines.iter().fold(request, |request, (name, value)| request.header(name, *value));
        let request = request.body(axum::body::Body::empty()).unwrap();
        let (parts, body) = self.pages.clone().oneshot(request).await.unwrap().into_parts();
        (parts.status, parts.headers, to_bytes(body, 1 << 24).await.unwrap().to_vec())
    }

    async fn page(&self, key: &ItemKey) -> String {
        let (status, _, bytes) = self.ask(&format!("/items/{}/{}", key.source, key.item), &[]).await;
        assert_eq!(status, StatusCode::OK);
        String::from_utf8(bytes).unwrap()
    }

    async fn close(self) {
        self.hanoi.stop().await;
        self.astana.stop().await;
    }
}

fn address(key: &ItemKey, bytes: &[u8]) -> String {
    format!("/items/{}/{}/1/media/{}", key.source, key.item, Hash::of(bytes))
}

fn text(headers: &http::HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_come_by_ranges_as_what_they_are_and_under_safe_names() {
    let desk = Desk::open().await;
    let (photo, page) = (picture(1000, 700), b"<svg onload=alert(1)>".to_vec());
    let files = [("https://astana.example/%E1%BA%A3nh.jpg", photo.clone()), ("../bản đồ.svg", page.clone())];
    let key = desk.receive("urn:astana:files", &files).await;
    let path = address(&key, &photo);
    let (status, headers, whole) = desk.ask(&path, &[]).await;
    assert_eq!((status, &whole), (StatusCode::OK, &photo));
    assert_eq!(text(&headers, header::CONTENT_TYPE), "image/jpeg");
    assert_eq!(text(&headers, header::ACCEPT_RANGES), "bytes");
    assert_eq!(
        text(&headers, header::CONTENT_DISPOSITION),
        "inline; filename=\"_nh.jpg\"; filename*=UTF-8''%E1%BA%A3nh.jpg"
    );
    let tag = text(&headers, header::ETAG).to_owned();
    let size = photo.len();
    for (lines, status, range, expected) in [
        (vec![(header::RANGE, "bytes=10-19")], 206, format!("bytes 10-19/{size}"), &photo[10..20]),
        (vec![(header::RANGE, "bytes=-5")], 206, format!("bytes {}-{}/{size}", size - 5, size - 1), &photo[size - 5..]),
        (
            vec![(header::RANGE, "bytes=9-"), (header::IF_RANGE, &tag)],
            206,
            format!("bytes 9-{}/{size}", size - 1),
            &photo[9..],
        ),
        (vec![(header::RANGE, "bytes=9-"), (header::IF_RANGE, "\"other\"")], 200, String::new(), &photo[..]),
        (vec![(header::RANGE, "bytes=0-1,5-9")], 200, String::new(), &photo[..]),
        (vec![(header::RANGE, "bytes=99999999-")], 416, format!("bytes */{size}"), &[][..]),
        (vec![(header::IF_NONE_MATCH, &tag)], 304, String::new(), &[][..]),
    ] {
        let (found, headers, bytes) = desk.ask(&path, &lines).await;
        assert_eq!((found.as_u16(), text(&headers, header::CONTENT_RANGE), &bytes[..]), (status, &*range, expected));
        if status != 304 {
            assert_eq!(text(&headers, header::CONTENT_LENGTH), bytes.len().to_string());
        }
    }
    let (status, headers, none) = desk.ask_as("HEAD", &path, &[]).await;
    assert_eq!((status, none.len(), text(&headers, header::CONTENT_LENGTH)), (StatusCode::OK, 0, &*size.to_string()));
    let kept = desk.ask(&format!("{path}?download=1"), &[]).await.1;
    assert_eq!(text(&kept, header::CONTENT_TYPE), "application/octet-stream");
    assert!(text(&kept, header::CONTENT_DISPOSITION).starts_with("attachment; "));
    let (_, headers, _) = desk.ask(&address(&key, &page), &[]).await;
    assert_eq!(text(&headers, header::CONTENT_TYPE), "application/octet-stream");
    assert!(
        text(&headers, header::CONTENT_DISPOSITION).starts_with("attachment; filename=\"b_n __.svg\""),
        "{headers:?}"
    );
    assert_eq!(text(&headers, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(text(&headers, header::CONTENT_SECURITY_POLICY).starts_with("sandbox; default-src 'none'"));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn small_pictures_are_made_as_versions_come_and_again_when_they_are_gone() {
    let desk = Desk::open().await;
    let (photo, smaller) = (picture(1600, 900), picture(200, 100));
    let files = [("a.jpg", smaller.clone()), ("b.jpg", photo.clone())];
    let key = desk.receive("urn:astana:photo", &files).await;
    let db = desk.hanoi.node.db();
    until("the larger one stands for it", async || db.thumbnail(&key, 1).await.unwrap() == Some(Hash::of(&photo)))
        .await;
    let known = db.media(&Hash::of(&photo)).await.unwrap().unwrap();
    assert_eq!((known.width, known.height, known.preview, known.cause), (Some(1600), Some(900), true, None));
    for (size, sides) in [(Size::Small, (320, 180)), (Size::Large, (1280, 720))] {
        let path = preview::path(&key, 1, &Hash::of(&photo), size);
        let (status, headers, bytes) = desk.ask(&path, &[]).await;
        assert_eq!((status, text(&headers, header::CONTENT_TYPE)), (StatusCode::OK, "image/jpeg"));
        assert_eq!(image::load_from_memory(&bytes).unwrap().into_rgb8().dimensions(), sides);
        let tag = text(&headers, header::ETAG).to_owned();
        assert_eq!(desk.ask(&path, &[(header::IF_NONE_MATCH, &tag)]).await.0, StatusCode::NOT_MODIFIED);
    }
    let small = preview::path(&key, 1, &Hash::of(&photo), Size::Small);
    let board = String::from_utf8(desk.ask("/board", &[]).await.2).unwrap();
    assert!(board.contains(&format!("<img class=\"thumb\" src=\"{small}\" alt=\"\"")), "{board}");
    let page = desk.page(&key).await;
    let large = preview::path(&key, 1, &Hash::of(&photo), Size::Large);
    let shown = format!("<img src=\"{large}\" alt=\"Quốc hội &#34;họp&#34;\">");
    assert!(page.contains(&shown), "{page}");
    for text in [
        "<figcaption dir=\"auto\" lang=\"en\">Caption",
        "The source gives no alternative text",
        "1600\u{202f}×\u{202f}900",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    // The folder is nobody's record: without it everything is as it was, and a check of the node says so.
    std::fs::remove_dir_all(desk.dirs[0].path().join("derived")).unwrap();
    assert_eq!(desk.ask(&format!("{}/small", address(&key, &photo)), &[]).await.0, StatusCode::OK);
    assert_eq!(desk.ask(&format!("{}/huge", address(&key, &photo)), &[]).await.0, StatusCode::NOT_FOUND);
    let dir = desk.dirs[0].path().to_owned();
    std::fs::write(dir.join("derived/stray"), b"x").unwrap();
    desk.hanoi.stop().await;
    desk.astana.stop().await;
    let whose = Whose { party: HANOI.id(), reader: read_binding };
    let report = verify_copy(&dir, &whose, Arc::new(|_, _| ())).await.unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_a_picture_is_noted_once_with_its_cause() {
    let desk = Desk::open().await;
    let mut bomb = picture(16, 16);
    // The height and width in the header of its one frame.
    let frame = bomb.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    let broken = b"\x89PNG\r\n\x1a\nno more than this".to_vec();
    let files = [("bomb.jpg", bomb.clone()), ("broken.png", broken.clone()), ("a.pdf", b"%PDF-1.7".to_vec())];
    let key = desk.receive("urn:astana:broken", &files).await;
    let db = desk.hanoi.node.db();
    for ((_, bytes), cause) in files.iter().zip(["picture-too-large", "picture-broken", "unsupported"]) {
        let hash = Hash::of(bytes);
        until("it was looked at", async || db.media(&hash).await.unwrap().is_some()).await;
        let first = db.media(&hash).await.unwrap().unwrap();
        assert_eq!((first.cause.unwrap().word(), first.preview), (cause, false));
        assert_eq!(desk.ask(&format!("{}/small", address(&key, bytes)), &[]).await.0, StatusCode::NOT_FOUND);
        assert_eq!(db.media(&hash).await.unwrap().unwrap(), first, "it was not looked at again");
    }
    assert_eq!(db.thumbnail(&key, 1).await.unwrap(), None);
    desk.close().await;
}

/// ffmpeg, or nothing with a word about it; where everything must be tested it has to be there.
fn ffmpeg() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|dir| dir.join("ffmpeg")).find(|file| file.is_file());
    if found.is_none() {
        let cure = "no ffmpeg on the path: apt-get install -y ffmpeg";
        assert!(std::env::var_os("INTERWIRE_CORPUS").is_none(), "{cure}");
        println!("skipped: {cure}");
    }
    found
}

/// What ffmpeg makes of a drawing and a tone.
fn made(ffmpeg: &Path, words: &str, name: &str) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(name);
    let mut command = Command::new(ffmpeg);
    command.args(["-v", "error", "-nostdin"]).args(words.split(' ')).arg(&file).stdin(Stdio::null());
    assert!(command.status().unwrap().success());
    std::fs::read(file).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn films_have_a_still_and_sounds_a_length_and_a_list_of_files_has_nothing() {
    let Some(ffmpeg) = ffmpeg() else { return };
    let desk = Desk::open().await;
    let film = made(&ffmpeg, "-f lavfi -i testsrc=d=3:s=640x360:r=10 -c:v mpeg4 -q:v 9", "film.mp4");
    let sound = made(&ffmpeg, "-f lavfi -i sine=d=2 -c:a flac", "sound.flac");
    let small = made(&ffmpeg, "-f lavfi -i sine=d=0.3 -c:a flac", "small.flac");
    let list = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n".to_vec();
    let broken = film[..600].to_vec();
    let files = [film.clone(), sound.clone(), small.clone(), list, broken].map(|bytes| ("file", bytes));
    let key = desk.receive("urn:astana:film", &files).await;
    let db = desk.hanoi.node.db();
    until("all were looked at", async || {
        let all = files.iter().map(async |(_, bytes)| db.media(&Hash::of(bytes)).await.unwrap().is_some());
        futures::future::join_all(all).await.into_iter().all(|known| known)
    })
    .await;
    let mut told = String::new();
    for (_, bytes) in &files {
        let known = db.media(&Hash::of(bytes)).await.unwrap().unwrap();
        told += &format!(
            "{:?} {:?} {:?} {:?} {} {:?}\n",
            known.media_type.as_deref().unwrap_or("-"),
            known.width.zip(known.height),
            known.duration_ms,
            known.codecs.as_deref().unwrap_or("-"),
            known.preview,
            known.cause
        );
    }
    expect_test::expect![[r#"
        "video/mp4" Some((640, 360)) Some(3000) "mpeg4" true None
        "audio/flac" None Some(2000) "flac" false None
        "audio/flac" None Some(300) "flac" false None
        "-" None None "-" false Some(Unsupported)
        "video/mp4" None None "-" false Some(FilmBroken)
    "#]]
    .assert_eq(&told);
    until("its still stands for it", async || db.thumbnail(&key, 1).await.unwrap() == Some(Hash::of(&film))).await;
    let (page, path) = (desk.page(&key).await, address(&key, &film));
    let player = format!("<video controls preload=\"metadata\" poster=\"{path}/large\"");
    let source = format!("<source src=\"{path}\" type=\"video/mp4\">");
    for text in
        [&*player, &source, "640\u{202f}×\u{202f}360, 0:03", "no still: it cannot be read", "no preview of this kind"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    let (status, headers, bytes) = desk.ask(&format!("{path}/large"), &[]).await;
    assert_eq!((status, text(&headers, header::CONTENT_TYPE)), (StatusCode::OK, "image/jpeg"));
    assert_eq!(image::load_from_memory(&bytes).unwrap().into_rgb8().dimensions(), (640, 360));
    let (_, headers, part) = desk.ask(&address(&key, &film), &[(header::RANGE, "bytes=4-7")]).await;
    assert_eq!((text(&headers, header::CONTENT_TYPE), &part[..]), ("video/mp4", &b"ftyp"[..]));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_package_leads_to_its_members_that_are_here_and_alternative_text_is_no_caption() {
    let desk = Desk::open().await;
    let member = desk.receive("urn:astana:member", &[]).await;
    let link = |guid: &str| Link { guid: Some(guid.to_owned()), title: Some(guid.to_owned()), ..Link::default() };
    let photo = picture(64, 64);
    let alternative = Line { role: Some("drol:altText".to_owned()), ..Line::of("Two people shake hands") };
    let blob = Some(Blob { hash: Hash::of(&photo), size_bytes: photo.len() as u64 });
    let package = Item {
        links: vec![link("urn:astana:member"), link("urn:astana:nowhere")],
        descriptions: vec![alternative, Line::of("A caption")],
        renditions: vec![Rendition { blob, ..Rendition::default() }],
        ..item("urn:astana:package", "A package")
    };
    let key = give((&ASTANA, &desk.astana), &desk.agreement, package, 1, vec![photo]).await;
    until("it arrived", async || !desk.hanoi.node.db().desk_of_item(&key).await.unwrap().is_empty()).await;
    let page = desk.page(&key).await;
    let leads = format!("<a href=\"/items/{}/{}\"><bdi>urn:astana:member</bdi></a>", member.source, member.item);
    for text in
        [&*leads, "<p><bdi>urn:astana:nowhere</bdi></p>", "alt=\"Two people shake hands\"", ">A caption</figcaption>"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(!page.contains("gives no alternative text") && !page.contains("shake hands</figcaption>"), "{page}");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_sees_which_file_is_waited_for_and_why_it_is_not_here() {
    let desk = Desk::open().await;
    let arrival = IntakeRow {
        id: 0,
        feed: "cms".to_owned(),
        path: "story.json".to_owned(),
        blob: Hash::of(b"story"),
        size: 5,
        at: desk.hanoi.node.now(),
        service: None,
        hint: None,
        media: None,
        test: false,
        state: IntakeState::Arrived,
        format: None,
        items: 1,
        notes: "[]".to_owned(),
    };
    let note = move |step: &mut interwire::node::Step| {
        let intake = step.tx.put_intake(&arrival)?;
        let row = FetchRow::new(intake, "https://media.hanoi.example/<a>.jpg", step.now.plus_ms(60_000));
        step.tx.put_fetch(&FetchRow { attempts: 2, cause: Some("status 404".to_owned()), ..row })
    };
    desk.hanoi.node.step(note).await.unwrap();
    let (_, _, page) = desk.ask("/holds", &[]).await;
    let page = String::from_utf8(page).unwrap();
    for text in ["https://media.hanoi.example/&#60;a&#62;.jpg", "Tries: 2", "status 404"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    desk.close().await;
}
