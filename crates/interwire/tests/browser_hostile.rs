//! What 120 hostile strings come to in a real browser, where one is found: as headlines, captions, bodies, bylines, file
//! names, texts of an agreement, words of a search and of people. They are shown as text, and nothing runs.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::chromium::{self, Chromium};
use common::markup::hostile;
use common::pages::{Visitor, give, item, picture, start, until_shown};
use common::{ASTANA, BAKU, HANOI, agreement, free_port, partners};
use interwire::running::Running;
use interwire::store::fetches::FetchRow;
use interwire::store::intake::{DeadLetter, IntakeRow, IntakeState, LetterState};
use interwire::users::Role;
use interwire_core::agreement::{Signatory, Wording};
use interwire_core::ids::Hash;
use interwire_core::item::{Blob, Body, Concept, EdNote, Item, Line, Link, Markup, Moment, Rendition, Rights};
use interwire_core::protocol::v1::agreement::AgreementVersion;

/// What no page of ours has, whoever wrote its words: what acts, what looks elsewhere, what hides the page.
const ACTS: &str = "[...document.querySelectorAll('*')].filter((one) =>
    ['svg', 'math', 'iframe', 'object', 'embed', 'base', 'style', 'template', 'noscript', 'frame', 'portal']
        .includes(one.localName)
    || (one.localName === 'script' && !(one.src.startsWith(location.origin + '/static/') && !one.text))
    || (one.localName === 'meta' && one.httpEquiv)
    || [...one.attributes].some(({ name, value }) => name.startsWith('on') || name === 'style' || name === 'srcdoc'
        || (['href', 'src', 'action', 'formaction', 'poster', 'data', 'ping', 'xlink:href'].includes(name)
            && new URL(value, location.href).origin !== location.origin))
).map((one) => one.outerHTML.slice(0, 300))";

/// An item of which everything that can be shown is this string.
fn item_of(n: usize, bad: &str, file: &[u8]) -> Item {
    let line = || vec![Line { lang: Some(bad.to_owned()), ..Line::of(bad) }];
    let blob = Blob { hash: Hash::of(file), size_bytes: file.len() as u64 };
    let mut shown = Item {
        headlines: vec![Line::of(bad), Line::of(bad)],
        descriptions: line(),
        bylines: line(),
        datelines: line(),
        creditlines: line(),
        sluglines: line(),
        keywords: line(),
        languages: vec![bad.to_owned()],
        urgency: Some(1),
        bodies: vec![Body { markup: Markup::Html, text: bad.to_owned(), ..Body::default() }],
        subjects: vec![Concept::of_name(bad)],
        ed_notes: vec![EdNote { text: bad.to_owned(), ..EdNote::default() }],
        rights: vec![Rights { notices: line(), terms: line(), linked: vec![bad.to_owned()], ..Rights::default() }],
        links: vec![Link { title: Some(bad.to_owned()), href: Some(bad.to_owned()), ..Link::default() }],
        renditions: vec![Rendition {
            name: Some(bad.to_owned()),
            href: Some(bad.to_owned()),
            content_type: Some(bad.to_owned()),
            blob: Some(blob),
            ..Rendition::default()
        }],
        ..item(&format!("urn:astana:hostile-{n}"), "")
    };
    shown.times.version_created = Some(Moment::new(bad));
    shown.times.expires = Some(Moment::new(bad));
    shown
}

/// An agreement in which people wrote these strings wherever they may write.
fn agreement_of(strings: &[String]) -> AgreementVersion {
    // Nobody can offer one with characters that are not to be seen.
    let strings: Vec<String> = strings.iter().map(|bad| bad.replace('\t', " ")).collect();
    let mut draft = agreement(9, &[BAKU, HANOI]).agreement.clone();
    let wording = |text: &str| Wording::from([("en".parse().unwrap(), text.to_owned())]);
    draft.title = wording(&strings[0]);
    for (party, bad) in draft.parties.iter_mut().zip(&strings[1..]) {
        party.name = wording(bad);
        party.address = Some(bad.clone());
        party.signatory = Some(Signatory { name: bad.clone(), office: bad.clone() });
    }
    for article in &mut draft.articles {
        article.wording = wording(&strings.join(" "));
    }
    AgreementVersion::of(&draft).unwrap()
}

fn letter(bad: &str, intake: i64, blob: Hash) -> DeadLetter {
    DeadLetter {
        id: 0,
        intake: Some(intake),
        party: None,
        blob: Some(blob),
        code: "bad_xml".into(),
        message: bad.to_owned(),
        next_step: bad.to_owned(),
        attempts: 1,
        first_at: "2026-11-23T01:02:03.456Z".parse().unwrap(),
        last_at: "2026-11-23T02:02:03.456Z".parse().unwrap(),
        state: LetterState::Open,
        closed_by: None,
        closed_at: None,
    }
}

fn intake(bad: &str, blob: Hash) -> IntakeRow {
    IntakeRow {
        id: 0,
        feed: bad.to_owned(),
        path: bad.to_owned(),
        blob,
        size: 1,
        at: "2026-11-23T01:02:03.456Z".parse().unwrap(),
        service: None,
        hint: None,
        media: None,
        test: false,
        state: IntakeState::Arrived,
        format: None,
        items: 0,
        notes: "[]".to_owned(),
    }
}

/// In the house: files that could not be read, files that are still fetched, and what people did, under such names.
async fn furnish(node: &Running, strings: &[String]) {
    for bad in strings {
        let bad = bad.clone();
        let put = move |step: &mut interwire::node::Step| {
            let bytes = format!("{bad}{bad}").into_bytes();
            let blob = Hash::of(&bytes);
            interwire_core::exchange::store::Store::put_blob(step.tx, &blob, &bytes)?;
            let number = step.tx.put_intake(&intake(&bad, blob))?;
            step.tx.put_dead_letter(&letter(&bad, number, blob))?;
            let fetch = FetchRow::new(number, &bad, step.now.plus_ms(600_000));
            step.tx.put_fetch(&FetchRow { attempts: 2, cause: Some(bad.clone()), ..fetch })?;
            step.tx.audit(step.now, &bad, &bad, &bad)
        };
        node.node.step(put).await.unwrap();
    }
}

/// A browser that looks for anything that acts.
struct Guard<'a> {
    browser: Chromium,
    base: &'a str,
    pages: usize,
    refused: usize,
}

impl Guard<'_> {
    fn visit(&mut self, path: &str) {
        self.browser.go(&format!("{}{path}", self.base));
        self.look(path);
    }

    fn look(&mut self, name: &str) {
        let acts = self.browser.eval(ACTS);
        assert_eq!(acts, serde_json::json!([]), "{name}");
        assert_eq!(self.browser.eval("document.documentElement.dataset.pwned ?? 'quiet'"), "quiet", "{name}");
        self.refused += self.browser.eval("window.__refused.length").as_u64().unwrap() as usize;
        self.pages += 1;
    }

    /// Every word of a string is there to be read, in an element.
    fn reads(&mut self, selector: &str, text: &str, name: &str) {
        let shown = self.browser.eval(&format!("document.querySelector('{selector}').textContent"));
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(shown.as_str().unwrap()), words(text), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_that_others_wrote_runs_and_all_of_it_can_be_read() {
    let Some(program) = chromium::find() else { return };
    let dirs = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dirs[0].path(), free_port()).await;
    let b = ASTANA.start_at(dirs[1].path(), free_port()).await;
    let c = BAKU.start_at(dirs[2].path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let (strings, base) = (hostile(), format!("http://{}", a.address));
    assert_eq!(strings.len(), 120);
    let offer = agreement_of(&strings);
    let (bytes, sealed) = (offer.bytes.clone(), BAKU.sealed(&offer));
    let offered = c.node.exchange(move |m, t| m.offer(t, &bytes, &[], Some(&sealed))).await.unwrap().unwrap();
    let asked = offered.clone();
    let request = c.node.exchange(move |m, t| m.offer_request(t, &asked)).await.unwrap();
    let root = HANOI.root().public();
    interwire::pump::carry::offer(&c.node, &c.client, &c.peers, &HANOI.id(), root, &base, request).await.unwrap();
    furnish(&a, &strings).await;
    let mut admin = Visitor::logged_in(&pages, Role::Admin).await;
    for bad in strings.iter().step_by(6) {
        let name: String = bad.chars().filter(|c| !c.is_control()).take(80).collect();
        admin
            .submit("/searches", &[("name", &name), ("query", "kind:text OR kind:picture"), ("on_board", "yes")])
            .await;
    }

    let mut browser = Chromium::open(&program);
    browser.cookie(&base, admin.cookie.as_deref().unwrap());
    browser.size(1200, 900, false);
    let mut guard = Guard { browser, base: &base, pages: 0, refused: 0 };
    guard.visit("/board");
    guard.browser.until("!document.querySelector('#live').hidden");
    let files = [picture(60, 40), b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()];
    let mut items = Vec::new();
    for (n, bad) in strings.iter().enumerate() {
        let file = &files[n % 2];
        let key = give((&ASTANA, &b), &id, item_of(n, bad, file), 1, vec![file.clone()]).await;
        items.push(format!("/items/{}/{}", key.source, key.item));
    }
    guard.browser.until("document.querySelectorAll('.row').length === 120");
    guard.browser.until("document.querySelectorAll('.thumb').length === 60");
    guard.look("the board, live");
    // A correction, to be compared.
    for (n, bad) in strings.iter().enumerate().step_by(6) {
        let other = &strings[(n + 1) % strings.len()];
        let changed = item_of(n, &format!("{bad} {other}"), &files[1]);
        give((&ASTANA, &b), &id, changed, 2, vec![files[1].clone()]).await;
    }
    let last = format!("{}?version=2", items[114]);
    until_shown(&mut admin, &last, "version=2").await;
    for (n, (bad, item)) in strings.iter().zip(&items).enumerate() {
        guard.visit(&format!("{item}?version=1"));
        guard.reads("h1", bad, item);
        if n % 6 == 0 {
            guard.visit(&format!("{item}/compare"));
            guard.visit(&format!("{item}/1/as"));
            let words = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", bad).finish();
            guard.visit(&format!("/board?{words}"));
            guard.visit(&format!("/dead-letters/{}", n + 1));
            guard.reads("p > bdi[lang]", bad, "a dead letter");
        }
    }
    for path in [
        "/board".to_owned(),
        "/board?sort=urgency".to_owned(),
        "/searches".to_owned(),
        "/alerts".to_owned(),
        "/holds".to_owned(),
        "/sent".to_owned(),
        "/agreements".to_owned(),
        format!("/agreements/{offered}"),
        format!("/agreements/{offered}/text"),
        format!("/agreements/{offered}/sign"),
        "/partners".to_owned(),
        "/health".to_owned(),
        "/dead-letters".to_owned(),
        "/audit".to_owned(),
        "/storage".to_owned(),
        "/keys".to_owned(),
        "/users".to_owned(),
        "/me".to_owned(),
    ] {
        guard.visit(&path);
    }
    guard.browser.noticed().check(&base, "hostile markup");
    println!("{} pages; the policy had to refuse {} times", guard.pages, guard.refused);
    assert_eq!(guard.refused, 0, "the policy of a page is the second wall: nothing may come as far as there");
    drop(guard);
    for node in [a, b, c] {
        node.stop().await;
    }
}
