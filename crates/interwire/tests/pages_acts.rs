//! What people do on the pages, and what comes of it on both sides.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::doors::{key, story};
use common::pages::{PASSPHRASE, Visitor, give, item, start, until_shown};
use common::{ASTANA, BAKU, HANOI, agreement, free_port, partners};
use http::StatusCode;
use interwire::intake::media::MediaFrom;
use interwire::intake::take::{Source, take};
use interwire::users::Role;
use interwire_core::item::Embargo;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_item_shows_its_order_and_its_content_only_to_those_who_check() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let (b, theirs) = start(&ASTANA, dir_b.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let key = give((&ASTANA, &b), &id, item("urn:astana:1", "Сұхбат"), 1, vec![]).await;
    let path = format!("/items/{}/{}", key.source, key.item);
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    until_shown(&mut editor, "/board", "Сұхбат").await;
    let page = until_shown(&mut editor, &path, "The secret story.").await;
    assert!(page.text.contains("The signature of astana over item"), "{}", page.text);
    let mut sender = Visitor::logged_in(&theirs, Role::Admin).await;
    common::news::kill(&b, &key).await;
    let page = until_shown(&mut editor, &path, "a false report").await;
    assert!(!page.text.contains("secret story") && page.text.contains("Killed"), "{}", page.text);
    assert!(editor.get("/board").await.text.contains("recalled"));
    let page = Visitor::logged_in(&pages, Role::Auditor).await.get(&path).await;
    assert!(page.text.contains("The secret story."), "an auditor checks what was killed");
    let page = until_shown(&mut sender, &path, "stopped it").await;
    assert!(page.text.contains("hanoi"), "{}", page.text);
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_of_a_stranger_is_signed_by_passphrase_alone() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let b = BAKU.start_at(dir_b.path(), free_port()).await;
    let version = agreement(3, &[BAKU, HANOI]);
    let (bytes, sealed) = (version.bytes.clone(), BAKU.sealed(&version));
    let id = b.node.exchange(move |m, t| m.offer(t, &bytes, &[], Some(&sealed))).await.unwrap().unwrap();
    let asked = id.clone();
    let request = b.node.exchange(move |m, t| m.offer_request(t, &asked)).await.unwrap();
    let (base, root) = (format!("http://{}", a.address), HANOI.root().public());
    interwire::pump::carry::offer(&b.node, &b.client, &b.peers, &HANOI.id(), root, &base, request).await.unwrap();
    let mut officer = Visitor::logged_in(&pages, Role::Cooperation).await;
    let page = until_shown(&mut officer, "/agreements", "Offer of a stranger").await;
    assert!(page.text.contains("Waits for our signature"));
    let path = format!("/agreements/{id}/sign");
    let page = officer.get(&path).await;
    assert!(page.text.contains(&BAKU.root().public().fingerprint()), "{}", page.text);
    let hash = version.hash.to_string();
    let form = |passphrase: &'static str, compared: &'static str| {
        [
            ("version", hash.clone()),
            ("signatory", "Vũ Việt Trang".to_owned()),
            ("office", "Director General".to_owned()),
            ("place", "Hà Nội".to_owned()),
            ("compared", compared.to_owned()),
            ("passphrase", passphrase.to_owned()),
        ]
    };
    for (form, why) in
        [(form(PASSPHRASE, ""), "Compare the fingerprints"), (form("wrong one", "yes"), "not the passphrase")]
    {
        let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = officer.submit(&path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains(why) && !page.text.contains("wrong one"), "{}", page.text);
    }
    let form = form(PASSPHRASE, "yes");
    let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = officer.submit(&path, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let page = until_shown(&mut officer, &format!("/agreements/{id}"), "In force").await;
    assert!(page.text.contains("Vũ Việt Trang") && !page.text.contains("Offer of a stranger"), "{}", page.text);
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_for_a_person_is_let_go_and_the_record_says_by_whom() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let mut early = item("urn:astana:early", "Келісімге қол қою");
    early.times.embargoed = Some(Embargo::new("2026-11-23"));
    let key = give((&ASTANA, &b), &id, early, 1, vec![]).await;
    let mut technician = Visitor::logged_in(&pages, Role::Technician).await;
    let page = until_shown(&mut technician, "/holds", "Келісімге қол қою").await;
    assert!(!page.text.contains("Let it go"), "a technician decides nothing about news");
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    assert!(editor.get("/holds").await.text.contains("Let it go"));
    let path = format!("/items/{}/{}", key.source, key.item);
    assert!(editor.get(&path).await.text.contains("until the source releases it"));
    let wrong = editor.submit(&format!("{path}/approve"), &[("version", "7")]).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    assert!(wrong.text.contains("does not wait for a person") && wrong.text.contains("pages.css"), "{}", wrong.text);
    assert_eq!(editor.submit(&format!("{path}/approve"), &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    assert!(editor.get("/holds").await.text.contains("Nothing waits for a person."));
    assert!(!editor.get(&path).await.text.contains("until the source releases it"));
    let page = Visitor::logged_in(&pages, Role::Auditor).await.get("/audit").await;
    assert!(page.text.contains("<bdi>editor</bdi></td><td>approved"), "{}", page.text);
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_item_is_killed_and_released_on_its_page() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let (b, theirs) = start(&ASTANA, dir_b.path(), free_port()).await;
    partners((&HANOI, &a), (&ASTANA, &b), 1).await;
    let mut story = story("urn:hanoi:1", "1", "usable");
    story["bodies"] = serde_json::json!([{"value": "The secret story."}]);
    let source = Source {
        feed: "test".to_owned(),
        path: "tin.json".to_owned(),
        service: None,
        hint: None,
        bytes: story.to_string().into_bytes(),
        media: MediaFrom::Nowhere,
        test: false,
    };
    take(&a.node, source).await.unwrap();
    let path = format!("/items/hanoi/{}", key("urn:hanoi:1").item);
    let mut reader = Visitor::logged_in(&theirs, Role::ReadOnly).await;
    until_shown(&mut reader, &path, "The secret story.").await;
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    assert!(!editor.get(&path).await.text.contains("Release this item"));
    let form = [("action", "kill"), ("reason", "legal")];
    let preview = editor.submit(&format!("{path}/recall"), &form).await;
    assert!(preview.text.contains("Give the order") && preview.text.contains("astana"), "{}", preview.text);
    assert!(reader.get(&path).await.text.contains("The secret story."), "nothing is ordered by a preview");
    let sure = [form[0], form[1], ("confirmed", "yes")];
    assert_eq!(editor.submit(&format!("{path}/recall"), &sure).await.status, StatusCode::SEE_OTHER);
    until_shown(&mut reader, &path, "Killed").await;
    let weaker = [("action", "correct"), ("reason", "legal"), ("confirmed", "yes")];
    assert!(editor.submit(&format!("{path}/recall"), &weaker).await.text.contains("cannot be given"));
    assert!(editor.get(&path).await.text.contains("Release this item"));
    assert_eq!(editor.submit(&format!("{path}/release"), &[]).await.status, StatusCode::SEE_OTHER);
    until_shown(&mut reader, &path, "The secret story.").await;
    let again = editor.submit(&format!("{path}/release"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text.contains("nothing is ordered"), "{}", again.text);
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_house_consents_to_the_end_of_an_agreement_on_its_page() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let path = format!("/agreements/{id}");
    let mut officer = Visitor::logged_in(&pages, Role::Cooperation).await;
    assert!(officer.get(&path).await.text.contains("consent to the end"));
    assert!(!Visitor::logged_in(&pages, Role::Editor).await.get(&path).await.text.contains("consent to the end"));
    let form = [("act", "ended"), ("reason", "terms")];
    let unsure = officer.submit(&format!("{path}/act"), &form).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = officer.submit(&format!("{path}/act"), &[form[0], form[1], ("sure", "yes")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    until_shown(&mut officer, &path, "consented to the end").await;
    let resumed = officer.submit(&format!("{path}/act"), &[("act", "resumed"), form[1], ("sure", "yes")]).await;
    assert!(resumed.text.contains("you have not suspended it"), "{}", resumed.text);
    a.stop().await;
    b.stop().await;
}
