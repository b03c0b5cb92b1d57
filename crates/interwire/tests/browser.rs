//! A day of an editor and of a head of cooperation in a real browser, where one is found: a story comes, is opened, is
//! corrected and killed; an agreement is read and signed; a dead letter is read. `INTERWIRE_CHROMIUM` names the browser.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::chromium::{self, Chromium};
use common::exhibit::letter;
use common::pages::{PASSPHRASE, PASSWORD, give, item, picture, start};
use common::{ASTANA, BAKU, HANOI, agreement, free_port, partners};
use interwire::running::Running;
use interwire_core::exchange::store::Store;
use interwire_core::ids::{AgreementId, Hash, ItemKey};
use interwire_core::item::{Blob, Body, Item, Line, Markup, Rendition};

const HEADLINE: &str = "Khởi công cầu Hoa Sen: سفير và Əliyev dự lễ";

fn story(text: &str, photo: &[u8]) -> Item {
    let blob = Blob { hash: Hash::of(photo), size_bytes: photo.len() as u64 };
    Item {
        languages: vec!["vi".into()],
        bylines: vec![Line::of("Vũ Việt Trang")],
        descriptions: vec![Line::of("Cầu Hoa Sen. Ảnh: Astana")],
        renditions: vec![Rendition { blob: Some(blob), ..Rendition::default() }],
        bodies: vec![Body { markup: Markup::Html, text: format!("<p>{text}</p>"), ..Body::default() }],
        ..item("urn:astana:bridge", HEADLINE)
    }
}

/// Baku offers Hanoi an agreement that it has signed.
async fn offer(baku: &Running, hanoi: &Running) -> AgreementId {
    let offer = agreement(3, &[BAKU, HANOI]);
    let (bytes, sealed) = (offer.bytes.clone(), BAKU.sealed(&offer));
    let offered = baku.node.exchange(move |m, t| m.offer(t, &bytes, &[], Some(&sealed))).await.unwrap().unwrap();
    let asked = offered.clone();
    let request = baku.node.exchange(move |m, t| m.offer_request(t, &asked)).await.unwrap();
    let (base, root) = (format!("http://{}", hanoi.address), HANOI.root().public());
    let (node, client, peers) = (&baku.node, &baku.client, &baku.peers);
    interwire::pump::carry::offer(node, client, peers, &HANOI.id(), root, &base, request).await.unwrap();
    offered
}

fn log_in(browser: &mut Chromium, base: &str, name: &str) {
    browser.go(&format!("{base}/login"));
    browser.submit("form.stack", &[("name", name), ("password", PASSWORD)]);
    assert_eq!(browser.eval("location.pathname"), "/board", "{name} is not logged in");
}

fn log_out(browser: &mut Chromium) {
    browser.submit("form.who", &[]);
    assert_eq!(browser.eval("location.pathname"), "/login");
}

/// What stands in the page, as a person reads it.
fn text(browser: &mut Chromium) -> String {
    browser.eval("document.body.innerText").as_str().unwrap().to_owned()
}

/// The editor sees the story on the board as it comes, opens it, and sees what becomes of it.
async fn follows_a_story(
    browser: &mut Chromium,
    base: &str,
    give: impl AsyncFn(&str, u64) -> ItemKey,
    astana: &Running,
) {
    let board = format!("{base}/board");
    browser.go(&board);
    browser.until("!document.querySelector('#live').hidden");
    assert_eq!(browser.eval("document.querySelectorAll('.row').length"), 0);
    give("Cầu dài 900 mét.", 1).await;
    browser.until("document.querySelector('.row .headline a').textContent.includes('Khởi công cầu Hoa Sen')");
    browser.until("document.querySelector('.row.pictured .thumb')?.complete");
    assert!(browser.eval("document.querySelector('.thumb').naturalWidth").as_u64().unwrap() > 0);
    browser.eval("document.querySelector('.row .headline a').click()");
    browser.until(
        "document.querySelector('h1')?.textContent.includes('cầu Hoa Sen') && document.readyState === 'complete'",
    );
    assert!(text(browser).contains("Cầu dài 900 mét."));
    browser.go(&board);
    browser.until("!document.querySelector('#live').hidden");
    let key = give("Cầu dài 920 mét.", 2).await;
    browser.until("document.querySelector('.row .marks').textContent.includes('v2')");
    assert_eq!(
        browser.eval("document.querySelectorAll('.row').length"),
        1,
        "a correction takes the place of the story"
    );
    let item = format!("{base}/items/{}/{}", key.source, key.item);
    browser.go(&item);
    assert!(text(browser).contains("Cầu dài 920 mét."));
    browser.go(&format!("{item}/compare"));
    assert_eq!(browser.eval("document.querySelector('del').lastChild.textContent"), "900");
    browser.go(&board);
    browser.until("!document.querySelector('#live').hidden");
    common::news::kill(astana, &key).await;
    browser.until("document.querySelector('.row.recalled .mark.killed') !== null");
    browser.until("document.querySelector('#calls').textContent.includes('cầu Hoa Sen')");
    assert_eq!(browser.eval("document.querySelector('.thumb')"), serde_json::Value::Null, "a killed picture is gone");
    assert_eq!(browser.eval("performance.getEntriesByType('navigation').length"), 1, "all that without a reload");
    browser.go(&item);
    let killed = text(browser);
    assert!(killed.contains("a false report") && !killed.contains("920"), "{killed}");
}

/// The head of cooperation finds what is offered, reads it and signs it.
fn signs(browser: &mut Chromium, base: &str, offered: &AgreementId) {
    browser.go(&format!("{base}/agreements"));
    browser.eval(&format!("document.querySelector('.cards a[href$=\"{offered}\"]').click()"));
    browser.until("document.querySelector('a.button[href$=\"/sign\"]') && document.readyState === 'complete'");
    browser.eval("document.querySelector('a.button[href$=\"/sign\"]').click()");
    browser.until("document.querySelector('#passphrase') && document.readyState === 'complete'");
    assert!(browser.eval("document.querySelectorAll('.articles li').length").as_u64().unwrap() >= 4);
    let sign = |passphrase| {
        [
            ("signatory", "Nguyễn Thị Mẫu"),
            ("office", "Tổng giám đốc"),
            ("place", "Hà Nội"),
            ("compared", "yes"),
            ("passphrase", passphrase),
        ]
    };
    browser.noticed().check(base, "until it is signed");
    browser.submit("form[action$='/sign']", &sign("a wrong passphrase"));
    assert!(browser.eval("document.querySelector('.banner.bad').textContent").as_str().unwrap().contains("passphrase"));
    // The browser notes an answer that is a refusal as an error.
    browser.noticed();
    browser.submit("form[action$='/sign']", &sign(PASSPHRASE));
    browser.go(&format!("{base}/agreements/{offered}"));
    let read = text(browser);
    assert!(read.contains("Nguyễn Thị Mẫu") && read.contains("Tổng giám đốc"), "{read}");
}

/// The technician reads what could not be read, and puts it away.
fn reads_a_dead_letter(browser: &mut Chromium, base: &str) {
    browser.go(&format!("{base}/dead-letters"));
    browser.eval("document.querySelector('.cards h2 a').click()");
    browser.until("document.querySelector('pre.excerpt') && document.readyState === 'complete'");
    let read = text(browser);
    assert!(read.contains("the tag <hl1> is not closed") && read.contains("<hl1>Tin ảnh"), "{read}");
    browser.submit("form[action$='/drop']", &[]);
    assert_eq!(browser.eval("document.querySelectorAll('.cards .attention').length"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_story_is_followed_an_agreement_signed_and_a_dead_letter_read() {
    let Some(program) = chromium::find() else { return };
    let dirs = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let (a, _) = start(&HANOI, dirs[0].path(), free_port()).await;
    let b = ASTANA.start_at(dirs[1].path(), free_port()).await;
    let c = BAKU.start_at(dirs[2].path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let offered = offer(&c, &a).await;
    let unread = "<nitf>\n<body.head>\n<hl1>Tin ảnh".as_bytes().to_vec();
    let put = a.node.step(move |step| {
        step.tx.put_blob(&Hash::of(&unread), &unread)?;
        step.tx.put_dead_letter(&letter(Hash::of(&unread)))
    });
    put.await.unwrap();
    let (base, photo) = (format!("http://{}", a.address), picture(640, 400));
    let give =
        async |text: &str, version| give((&ASTANA, &b), &id, story(text, &photo), version, vec![photo.clone()]).await;

    let mut browser = Chromium::open(&program);
    browser.size(1440, 900, false);
    log_in(&mut browser, &base, "editor");
    follows_a_story(&mut browser, &base, give, &b).await;
    log_out(&mut browser);
    browser.size(390, 844, true);
    log_in(&mut browser, &base, "cooperation");
    signs(&mut browser, &base, &offered);
    log_out(&mut browser);
    log_in(&mut browser, &base, "technician");
    reads_a_dead_letter(&mut browser, &base);
    browser.noticed().check(&base, "the day");
    drop(browser);
    for node in [a, b, c] {
        node.stop().await;
    }
}
