//! The pages in a real browser, where one is found: nothing hostile acts, new lines and kills come without reload.
//! `INTERWIRE_CHROMIUM` names the browser; `INTERWIRE_SCREENSHOTS` a folder for pictures of every page.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::chromium::{self, Chromium};
use common::pages::{Visitor, give, start, until_shown};
use common::{ASTANA, BAKU, HANOI, agreement, free_port, partners};
use interwire::store::intake::{DeadLetter, LetterState};
use interwire::users::Role;
use interwire_core::exchange::store::Store;
use interwire_core::ids::Hash;
use interwire_core::item::{Blob, Body, Concept, EdNote, Embargo, Item, ItemType, Line, Markup, Moment, Rendition};
use std::path::PathBuf;

fn story(guid: &str, language: &str, headline: &str, body: &str) -> Item {
    Item {
        guid: Some(guid.parse().unwrap()),
        kind: Some(ItemType::parse("text")),
        languages: vec![language.to_owned()],
        headlines: vec![Line::of(headline)],
        bylines: vec![Line::of("Əliyev, Vũ Việt Trang")],
        urgency: Some(3),
        bodies: vec![Body { markup: Markup::Html, text: body.to_owned(), ..Body::default() }],
        ..Item::default()
    }
}

fn samples() -> Vec<Item> {
    let mut embargoed = story("urn:astana:4", "en", "Central bank to publish its yearly figures", "<p>Not yet.</p>");
    embargoed.times.embargoed = Some(Embargo::Until(Moment::new("2090-01-01T08:00:00+07:00")));
    embargoed.ed_notes.push(EdNote { text: "Embargoed until the press conference.".into(), ..EdNote::default() });
    embargoed.subjects = ["economy", "central bank", "interest rate"].map(Concept::of_name).to_vec();
    let headline = "مسودة بيان مشترك: لا تُنشر قبل إعلان Astana و Hà Nội عن موعد التوقيع على اتفاقية التعاون";
    let mut unclear = story("urn:astana:unclear", "ar", headline, "<p>ليس للنشر.</p>");
    unclear.times.embargoed = Some(Embargo::new("2090-01-01"));
    vec![
        story("urn:astana:1", "kk", "Қазақстан мен Вьетнам жаңа келісімге қол қойды", "<p>АСТАНА.</p>"),
        story(
            "urn:astana:2",
            "ar",
            "السفير: اتفاقية تبادل الأخبار بين Astana Press و Hanoi Press تدخل حيز التنفيذ",
            "<p>أستانا 6 مايو. قال السفير إن الاتفاقية رقم 12 تدخل حيز التنفيذ اليوم.</p>\
             <p>Mixed: the ambassador said “نعم” at 10:30.</p><script>document.documentElement.dataset.pwned=1</script>",
        ),
        story(
            "urn:astana:3",
            "vi",
            "Thủ tướng hai nước chứng kiến lễ ký kết thỏa thuận hợp tác trao đổi thông tin, đào tạo phóng viên và \
             phối hợp sản xuất nội dung đa phương tiện giai đoạn 2026–2030 tại trụ sở Chính phủ ở thủ đô Hà Nội",
            "<p>HÀ NỘI. <strong>Lễ ký kết</strong> diễn ra sáng nay.</p><ul><li>Ảnh</li><li>Tin</li></ul>",
        ),
        embargoed,
        story(
            "urn:astana:5",
            "en",
            "<img src=x onerror=document.documentElement.dataset.pwned=1> hostile headline",
            "",
        ),
        unclear,
    ]
}

/// A picture: 64 × 40 points of a gradient, as an uncompressed PNG.
fn png() -> Vec<u8> {
    let (width, height) = (640_u32, 400_u32);
    let row = |y: u32| {
        let point = move |x: u32| [(x * 255 / width) as u8, (y * 255 / height) as u8, 160];
        std::iter::once(0).chain((0..width).flat_map(point))
    };
    let raw: Vec<u8> = (0..height).flat_map(row).collect();
    let mut data = vec![0x78, 0x01];
    let chunks = raw.chunks(65_535);
    let last = chunks.len() - 1;
    for (n, chunk) in chunks.enumerate() {
        let len = chunk.len() as u16;
        data.push(u8::from(n == last));
        data.extend(len.to_le_bytes().into_iter().chain((!len).to_le_bytes()).chain(chunk.iter().copied()));
    }
    let (a, b) = raw.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (a + b) % 65_521)
    });
    data.extend((b << 16 | a).to_be_bytes());
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    for (kind, data) in [(b"IHDR", &head), (b"IDAT", &data), (b"IEND", &Vec::new())] {
        let chunk = [&kind[..], data].concat();
        let crc = !chunk.iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
        });
        file.extend((data.len() as u32).to_be_bytes().into_iter().chain(chunk).chain(crc.to_be_bytes()));
    }
    file
}

fn letter(blob: Hash) -> DeadLetter {
    DeadLetter {
        id: 0,
        intake: None,
        party: None,
        blob: Some(blob),
        code: "bad_xml".into(),
        message: "it cannot be read: line 3: the tag <hl1> is not closed".into(),
        next_step: "Have the sender repair it.".into(),
        attempts: 2,
        first_at: "2026-11-23T01:02:03.456Z".parse().unwrap(),
        last_at: "2026-11-23T02:02:03.456Z".parse().unwrap(),
        state: LetterState::Open,
        closed_by: None,
        closed_at: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_sees_news_and_kills_as_they_come_and_nothing_hostile_acts() {
    let Some(program) = chromium::find() else { return };
    let (dir_a, dir_b, dir_c) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let c = BAKU.start_at(dir_c.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let offer = agreement(3, &[BAKU, HANOI]);
    let (bytes, sealed) = (offer.bytes.clone(), BAKU.sealed(&offer));
    let offered = c.node.exchange(move |m, t| m.offer(t, &bytes, &[], Some(&sealed))).await.unwrap().unwrap();
    let asked = offered.clone();
    let request = c.node.exchange(move |m, t| m.offer_request(t, &asked)).await.unwrap();
    let (base, root) = (format!("http://{}", a.address), HANOI.root().public());
    interwire::pump::carry::offer(&c.node, &c.client, &c.peers, &HANOI.id(), root, &base, request).await.unwrap();
    let picture = png();
    let blob = Blob { hash: Hash::of(&picture), size_bytes: picture.len() as u64 };
    let shown = Item {
        kind: Some(ItemType::parse("picture")),
        renditions: vec![Rendition {
            name: Some("highRes".into()),
            content_type: Some("image/png".into()),
            width: Some(640),
            height: Some(400),
            blob: Some(blob),
            ..Rendition::default()
        }],
        descriptions: vec![Line::of("Ambassador سفير at the signing in Hà Nội. Photo: Astana Press")],
        ..story("urn:astana:6", "en", "Signing ceremony in Hà Nội", "")
    };
    let photo = give((&ASTANA, &b), &id, shown, 1, vec![picture]).await;
    let mut keys = Vec::new();
    for item in samples() {
        keys.push(give((&ASTANA, &b), &id, item, 1, vec![]).await);
    }
    let unread = b"<nitf>\n<body.head>\n<hl1>Tin".to_vec();
    let mended = a.node.step(move |step| {
        step.tx.put_blob(&Hash::of(&unread), &unread)?;
        step.tx.put_dead_letter(&letter(Hash::of(&unread)))
    });
    mended.await.unwrap();
    let mut admin = Visitor::logged_in(&pages, Role::Admin).await;
    until_shown(&mut admin, "/board", "مسودة").await;
    let killed = keys[0].clone();
    common::news::kill(&b, &killed).await;
    until_shown(&mut admin, "/board", "recalled").await;

    let mut browser = Chromium::open(&program);
    browser.cookie(&base, admin.cookie.as_deref().unwrap());
    browser.size(1200, 900, false);
    browser.go(&format!("{base}/board"));
    browser.until("document.querySelector('#live') && !document.querySelector('#live').hidden");
    assert_eq!(browser.eval("document.querySelectorAll('.row').length"), 7);
    assert_eq!(browser.eval("document.querySelectorAll('.recalled').length"), 1);
    let new = story("urn:astana:7", "en", "A story that has just come", "<p>Now.</p>");
    let fresh = give((&ASTANA, &b), &id, new, 1, vec![]).await;
    browser.until("document.querySelector('.row').textContent.includes('A story that has just come')");
    common::news::kill(&b, &fresh).await;
    browser.until("document.querySelectorAll('.recalled').length === 2");
    assert_eq!(browser.eval("performance.getEntriesByType('navigation').length"), 1);
    let item = |key: &interwire_core::ids::ItemKey| format!("/items/{}/{}", key.source, key.item);
    let places = [
        ("login", "/login".to_owned()),
        ("board", "/board".to_owned()),
        ("photo", item(&photo)),
        ("arabic", item(&keys[1])),
        ("vietnamese", item(&keys[2])),
        ("embargo", item(&keys[3])),
        ("hostile", item(&keys[4])),
        ("killed", item(&killed)),
        ("agreements", "/agreements".to_owned()),
        ("agreement", format!("/agreements/{id}")),
        ("sign", format!("/agreements/{offered}/sign")),
        ("partners", "/partners".to_owned()),
        ("letters", "/dead-letters".to_owned()),
        ("letter", "/dead-letters/1".to_owned()),
        ("sent", "/sent".to_owned()),
        ("holds", "/holds".to_owned()),
        ("audit", "/audit".to_owned()),
        ("people", "/users".to_owned()),
        ("nothing", "/nothing".to_owned()),
    ];
    let folder = std::env::var_os("INTERWIRE_SCREENSHOTS").map(PathBuf::from);
    for (width, height, dark) in [(1440, 900, false), (1440, 900, true), (390, 844, false), (390, 844, true)] {
        browser.size(width, height, dark);
        for (name, path) in &places {
            browser.go(&format!("{base}{path}"));
            let wide = browser.eval("document.documentElement.scrollWidth");
            assert!(wide.as_u64().is_some_and(|wide| wide <= u64::from(width)), "{name} is {wide} wide at {width}");
            assert_eq!(browser.eval("document.documentElement.dataset.pwned ?? ''"), "", "{name}");
            assert_eq!(browser.eval("document.querySelectorAll('h1').length"), 1, "{name}");
            if let Some(folder) = &folder {
                let scheme = if dark { "dark" } else { "light" };
                browser.shot(&folder.join(format!("{name}-{width}-{scheme}.png")));
            }
        }
    }
    drop(browser);
    for node in [a, b, c] {
        node.stop().await;
    }
}
