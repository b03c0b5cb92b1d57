//! A house with something on every page: the demo's three agencies after all that happens in it, with long headlines,
//! people of every role, a dead letter, a finding and a partner that is gone.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use super::chromium::Chromium;
use super::pages::{PASSWORD, item};
use super::until;
use interwire::demo::show::Show;
use interwire::demo::stage::{Desk, Player};
use interwire::intake::media::MediaFrom;
use interwire::intake::take::{Source, take};
use interwire::store::intake::{DeadLetter, LetterState};
use interwire::users::{self, Role};
use interwire_core::exchange::store::{Finding, Store};
use interwire_core::ids::{Hash, ItemKey, JournalId};
use interwire_core::item::words::SafeNumber;
use interwire_core::item::{Body, Concept, EdNote, Embargo, Item, ItemType, Markup, Moment, Rendition, Version};
use std::time::Duration;
use tempfile::TempDir;

/// A sound of the demo's.
const BELLS: &[u8] = include_bytes!("../../src/demo/stories/bells.mp3");

pub struct Exhibit {
    players: Vec<Player>,
    pub base: String,
    _dir: TempDir,
}

impl Exhibit {
    pub async fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut show = Show::begin(dir.path(), Desk::Pages, &[]).await.unwrap();
        show.play(Duration::ZERO, |_| ()).await.unwrap();
        show.offer().await.unwrap();
        let journal = JournalId { agreement: show.agreements[1].0.clone(), party: "baku".parse().unwrap(), epoch: 0 };
        let mut players = show.players;
        // Hanoi, whose pages are looked at, hears nothing more from Baku.
        players.pop().unwrap().end().await;
        let exhibit = Self { base: players[0].address(), players, _dir: dir };
        exhibit.furnish(journal).await;
        exhibit
    }

    async fn furnish(&self, journal: JournalId) {
        let node = self.players[0].node();
        std::fs::write(self.players[1].newsroom().join("bells.mp3"), BELLS).unwrap();
        for role in Role::ALL {
            let user = users::new(role.word(), PASSWORD, role, node.now()).unwrap();
            node.step(move |step| users::add(step.tx, &user, "console", step.now)).await.unwrap();
        }
        let unread = b"<nitf>\n<body.head>\n<hl1>Tin \xe1\xba\xa3nh".to_vec();
        let about = journal.party.clone();
        let put = node.step(move |step| {
            step.tx.put_blob(&Hash::of(&unread), &unread)?;
            step.tx.put_dead_letter(&letter(Hash::of(&unread)))?;
            let evidence = b"{}".to_vec();
            step.tx.put_finding(&Finding { about, journal, index: Some(3), code: "fork", evidence }, step.now)
        });
        put.await.unwrap();
        hand_in(&self.players[0], &embargoed(), 1).await;
    }

    /// Astana publishes a version of an item, and Hanoi gets it.
    pub async fn publish(&self, item: &Item, version: u64) -> String {
        let key = hand_in(&self.players[1], item, version).await;
        until("it arrived", async || {
            let listed = self.players[0].node().db().desk_of_item(&key).await.unwrap();
            listed.iter().any(|listed| listed.row.version == version)
        })
        .await;
        format!("/items/{}/{}", key.source, key.item)
    }

    pub fn log_in(&self, browser: &mut Chromium, role: Role) {
        browser.call("Network.clearBrowserCookies", serde_json::json!({}));
        browser.go(&format!("{}/login", self.base));
        browser.submit("form.stack", &[("name", role.word()), ("password", PASSWORD)]);
        assert_eq!(browser.eval("location.pathname"), "/board", "{role} is not logged in");
    }

    pub async fn close(self) {
        for player in self.players {
            player.end().await;
        }
    }
}

/// A newsroom hands in a version of an item.
async fn hand_in(player: &Player, item: &Item, version: u64) -> ItemKey {
    let item = Item { version: Version::Number(SafeNumber::new(version).unwrap()), ..item.clone() };
    let source = Source {
        feed: "newsroom".to_owned(),
        path: item.guid.as_ref().unwrap().to_string(),
        service: None,
        hint: Some("ninjs".to_owned()),
        bytes: interwire_formats::write("ninjs", &item).unwrap().bytes,
        media: MediaFrom::Folder(player.newsroom().to_owned()),
        test: false,
    };
    let taken = take(player.node(), source).await.unwrap();
    let item = taken.outcomes[0].item.clone().unwrap_or_else(|| panic!("{taken:?}"));
    ItemKey { source: player.id().clone(), item }
}

pub fn letter(blob: Hash) -> DeadLetter {
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

fn told(guid: &str, language: &str, headline: &str, body: &str) -> Item {
    Item {
        languages: vec![language.to_owned()],
        urgency: Some(4),
        bodies: vec![Body { markup: Markup::Html, text: body.to_owned(), ..Body::default() }],
        ..item(guid, headline)
    }
}

pub fn vietnamese() -> Item {
    told(
        "urn:astana:long-vi",
        "vi",
        "Thủ tướng hai nước chứng kiến lễ ký kết thỏa thuận hợp tác trao đổi thông tin, đào tạo phóng viên và phối hợp \
         sản xuất nội dung đa phương tiện giai đoạn 2026–2030 tại trụ sở Chính phủ ở thủ đô Hà Nội",
        "<p>HÀ NỘI. <strong>Lễ ký kết</strong> diễn ra sáng nay, theo Vũ Việt Trang.</p><ul><li>Ảnh</li><li>Tin</li></ul>",
    )
}

pub fn arabic() -> Item {
    told(
        "urn:astana:long-ar",
        "ar",
        "السفير: اتفاقية تبادل الأخبار بين Astana Press و Hanoi Press رقم 12 تدخل حيز التنفيذ اليوم بعد مراسم توقيع في \
         Hà Nội حضرها ممثلو وكالات الأنباء من 14 دولة",
        "<p>أستانا 6 مايو. قال السفير إن الاتفاقية رقم 12 تدخل حيز التنفيذ اليوم.</p>\
         <blockquote>Mixed: the ambassador said “نعم” at 10:30.</blockquote>",
    )
}

/// A story of Hanoi's own that waits for its moment.
fn embargoed() -> Item {
    let mut item = told("urn:hanoi:embargoed", "en", "Central bank to publish its yearly figures", "<p>Not yet.</p>");
    item.times.embargoed = Some(Embargo::Until(Moment::new("2090-01-01T08:00:00+07:00")));
    item
}

pub fn sound() -> Item {
    let file = Rendition { href: Some("bells.mp3".to_owned()), ..Rendition::default() };
    Item {
        kind: Some(ItemType::parse("audio")),
        renditions: vec![file],
        ..told("urn:astana:bells", "kk", "Қоңыраулар: Қазақстан таңы", "")
    }
}

pub fn unbroken() -> Item {
    let mut item = told(
        "urn:astana:unbroken",
        "az",
        "Azərbaycan-Qazaxıstan-Vyetnam-xəbərmübadiləsisazişininimzalanmasımərasimindəçıxışedənƏliyevbildirdi",
        "<table><tr><th>Şəhər</th><th>2024</th><th>2025</th><th>2026</th><th>2027</th><th>2028</th></tr>\
         <tr><td>Bakı</td><td>1 234 567</td><td>2 345 678</td><td>3 456 789</td><td>4 567 890</td><td>5 678 901</td>\
         </tr></table>",
    );
    item.ed_notes.push(EdNote { text: "Not to be read on air before noon.".into(), ..EdNote::default() });
    item.subjects = ["economy", "central bank", "interest rate"].map(Concept::of_name).to_vec();
    item
}
