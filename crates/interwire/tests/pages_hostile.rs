//! What hostile sources come to in the pages.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::markup::hostile;
use common::pages::{Visitor, give, item, start, until_shown};
use common::{ASTANA, HANOI, free_port, partners};
use http::StatusCode;
use interwire::users::Role;
use interwire_core::ids::Hash;
use interwire_core::item::{Blob, Body, Item, Line, Markup, Rendition};

/// The tags of a page with their attributes, as a browser would see them.
fn tags(html: &str) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    for piece in html.split('<').skip(1) {
        let name: String = piece.chars().take_while(|c| c.is_ascii_alphanumeric() || "/!?-".contains(*c)).collect();
        tags.push((name.to_lowercase(), piece.split('>').next().unwrap_or_default().to_lowercase()));
    }
    tags
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_a_hostile_source_writes_can_act_in_a_page() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let strings = hostile();
    assert_eq!(strings.len(), 120);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let blob = Blob { hash: Hash::of(&svg), size_bytes: svg.len() as u64 };
    let mut last = None;
    for (n, bad) in strings.chunks(5).enumerate() {
        let picture = Rendition {
            name: Some(bad[4].clone()),
            content_type: Some(if n % 2 == 0 { "image/png".into() } else { bad[3].clone() }),
            blob: Some(blob),
            ..Rendition::default()
        };
        let story = Item {
            headlines: vec![Line::of(&bad[1])],
            descriptions: vec![Line::of(&bad[2])],
            bylines: vec![Line::of(&bad[3])],
            sluglines: vec![Line { lang: Some(bad[3].clone()), ..Line::of(&bad[2]) }],
            languages: vec![bad[4].clone()],
            bodies: vec![Body { markup: Markup::Html, text: bad[0].clone(), ..Body::default() }],
            renditions: vec![picture],
            ..item(&format!("urn:astana:hostile-{n}"), "")
        };
        last = Some(give((&ASTANA, &b), &id, story, 1, vec![svg.clone()]).await);
    }
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    let last = last.unwrap();
    let marker = format!("/items/{}/{}", last.source, last.item);
    let board = until_shown(&mut editor, "/board", &marker).await;
    let mut seen = 0;
    let links = board.text.split("href=\"").filter_map(|rest| rest.split('"').next());
    let items: std::collections::BTreeSet<_> = links.filter(|link| link.starts_with("/items/")).collect();
    for path in ["/board"].into_iter().chain(items.iter().copied()) {
        let page = editor.get(path).await;
        seen += 1;
        for (tag, inside) in tags(&page.text) {
            for never in [
                "svg",
                "math",
                "iframe",
                "object",
                "embed",
                "meta http",
                "base",
                "style",
                "template",
                "video",
                "noscript",
                "details",
            ] {
                // What folds away on our pages; what slipped through of a source would have its attributes.
                let ours = inside == "details" || inside.starts_with("details class=\"choices-more\"");
                let is_it = tag.as_str() == never || inside.starts_with(&format!("{never} "));
                assert!(ours || !is_it, "{path}: <{inside}>");
            }
            let script = tag == "script" && !inside.starts_with("script src=\"/static/");
            let quoted = inside.split('"').step_by(2).collect::<String>();
            let acts = quoted.contains(" on") && !quoted.contains(" only") || quoted.contains("style=");
            let leads = ["href", "src", "action"].iter().any(|name| {
                ["javascript", "data", "//evil"].iter().any(|bad| inside.contains(&format!(" {name}=\"{bad}")))
            });
            assert!(!script && !acts && !leads, "{path}: <{inside}>");
        }
    }
    assert_eq!(seen, 25, "{items:?}");
    let file = editor.get(&format!("{marker}/1/media/{}", blob.hash)).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.headers.get("content-type").unwrap(), "application/octet-stream");
    assert!(file.headers.get("content-disposition").unwrap().to_str().unwrap().starts_with("attachment"));
    assert!(file.headers.get("content-security-policy").unwrap().to_str().unwrap().starts_with("sandbox"));
    a.stop().await;
    b.stop().await;
}
