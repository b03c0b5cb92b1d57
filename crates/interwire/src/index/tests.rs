//! The index holds what the database holds: after a crash, after damage, and when a source takes an item back.

use super::fill::step;
use super::folder::Pen;
use super::{Ask, FOLDER, Found, Index, IndexError, Order, Progress};
use crate::intake::row::row_of_item;
use crate::store::outlet::{OutletEvent, OutletKind};
use crate::store::testing::{Bench, item, item_row, party};
use interwire_core::exchange::store::{ItemRow, RecallRow, Store};
use interwire_core::ids::{Hash, ItemKey};
use interwire_core::item::words::SafeNumber;
use interwire_core::item::{Body, Item, Line, Markup, Version};
use interwire_core::protocol::v1::item::write_document;
use interwire_core::protocol::v1::statement::Action;
use interwire_core::time::Time;
use std::fs;

fn story(n: u32, version: u64, headline: &str, urgency: Option<u8>) -> Item {
    Item {
        guid: Some(format!("urn:newsml:{n}").parse().unwrap()),
        version: Version::Number(SafeNumber::new(version).unwrap()),
        headlines: vec![Line::of(headline)],
        languages: vec!["vi".into()],
        urgency,
        bodies: vec![Body { markup: Markup::Plain, text: format!("Story number {n}."), ..Body::default() }],
        ..Item::default()
    }
}

/// Puts a version on the desk, as when it arrives.
fn arrive(bench: &Bench, source: &str, n: u32, item_of: &Item, test: bool) -> ItemKey {
    let key = item(source, n);
    let doc = write_document(item_of, &key.source, &key.item, [3; 16]).unwrap();
    let mut writer = bench.writer();
    let mut tx = writer.begin().unwrap();
    let (hash, guid) = (Hash::of(&doc), item_of.guid.clone().unwrap());
    tx.put_blob(&hash, &doc).unwrap();
    let row = row_of_item(&key, item_of.version.number(), &guid, hash, item_of, Time::from_ms(1));
    tx.put_desk(&crate::store::desk::DeskRow { test, ..row }).unwrap();
    tx.put_item(&item_row(&key, None, Some(item_of.version.number()))).unwrap();
    tx.commit().unwrap();
    key
}

/// The source takes an item back, or gives it free again.
fn turn(bench: &Bench, key: &ItemKey, action: Option<Action>) {
    let mut writer = bench.writer();
    let mut tx = writer.begin().unwrap();
    let at = Time::from_ms(2);
    let recall = Some(RecallRow { order: 1, action, through: 1, at, ..RecallRow::default() });
    tx.put_item(&ItemRow { recall, ..item_row(key, None, Some(1)) }).unwrap();
    let kind = if action.is_some() { OutletKind::Recalled } else { OutletKind::Released };
    let event = OutletEvent { seq: 0, kind, key: key.clone(), version: None, action, reason: None, at };
    tx.put_outlet_event(&event).unwrap();
    tx.commit().unwrap();
}

fn open(bench: &Bench) -> Pen {
    let (desk, events) = bench.runtime.block_on(bench.db().newest_of_desk()).unwrap();
    Pen::open(&bench.path().join(FOLDER), Progress { desk, events, whole: true }).unwrap()
}

/// Writes all that the database holds, without a commit.
fn write_all(bench: &Bench, mut pen: Pen) -> Pen {
    loop {
        let (rest, count) = bench.runtime.block_on(step(pen, bench.db(), &party("hanoi"))).unwrap();
        pen = rest;
        if count == 0 {
            return pen;
        }
    }
}

fn index_of(bench: &Bench, pen: &Pen) -> Index {
    let index = Index::new(bench.path());
    index.put(Some(pen.opened()));
    index
}

/// Opens the index, brings it up to the database, and closes it again.
fn filled(bench: &Bench) -> Index {
    let mut pen = write_all(bench, open(bench));
    pen.commit().unwrap();
    index_of(bench, &pen)
}

fn ask(query: &str) -> Ask {
    Ask { query: query.parse().unwrap(), recalled: false, order: Order::Arrival, after: None, limit: 10 }
}

fn found(bench: &Bench, index: &Index, query: &str) -> Vec<i64> {
    bench.runtime.block_on(index.search(ask(query))).unwrap().places
}

#[test]
fn the_newest_version_of_partners_news_is_found_with_and_without_diacritics() {
    let bench = Bench::new();
    arrive(&bench, "astana", 1, &story(1, 1, "Lễ ký tại Hà Nội", None), false);
    arrive(&bench, "astana", 2, &story(2, 1, "Thời tiết", None), false);
    arrive(&bench, "hanoi", 3, &story(3, 1, "Hà Nội của nhà", None), false);
    arrive(&bench, "astana", 4, &story(4, 1, "Hà Nội, a test", None), true);
    arrive(&bench, "astana", 1, &story(1, 2, "Lễ ký hoãn tại Hà Nội", None), false);
    let index = filled(&bench);
    let places = |query| found(&bench, &index, query);
    assert_eq!((places("\"hà nội\""), places("~\"ha noi\""), places("\"ha noi\"")), (vec![5], vec![5], vec![]));
    assert_eq!((places("hoãn"), places("version:1"), places("source:astana")), (vec![5], vec![2], vec![5, 2]));
    assert_eq!(bench.runtime.block_on(index.count(vec!["*".parse().unwrap()])).unwrap(), [2]);
}

#[test]
fn what_its_source_has_taken_back_is_found_only_by_those_who_may_see_it() {
    let bench = Bench::new();
    let key = arrive(&bench, "astana", 1, &story(1, 1, "Oil price", None), false);
    filled(&bench);
    turn(&bench, &key, Some(Action::Kill));
    let index = filled(&bench);
    assert_eq!(found(&bench, &index, "oil"), [0; 0]);
    let seeing = Ask { recalled: true, ..ask("oil") };
    assert_eq!(bench.runtime.block_on(index.search(seeing)).unwrap().places, [1]);
    turn(&bench, &key, None);
    assert_eq!(found(&bench, &filled(&bench), "oil"), [1]);
}

#[test]
fn a_crash_between_writing_and_commit_misses_nothing_and_doubles_nothing() {
    let bench = Bench::new();
    for n in 0..250 {
        arrive(&bench, "astana", n, &story(n, 1, "Grain harvest", None), false);
    }
    filled(&bench);
    for n in 250..300 {
        arrive(&bench, "astana", n, &story(n, 1, "Grain harvest", None), false);
    }
    let pen = write_all(&bench, open(&bench));
    assert_eq!(pen.at().desk, 300);
    drop(pen);
    let pen = open(&bench);
    assert_eq!(pen.at().desk, 250, "the cursor is of the last commit");
    drop(pen);
    let index = filled(&bench);
    assert_eq!(bench.runtime.block_on(index.count(vec!["grain".parse().unwrap()])).unwrap(), [300]);
}

#[test]
fn an_index_that_cannot_be_used_is_made_again() {
    let bench = Bench::new();
    arrive(&bench, "astana", 1, &story(1, 1, "Wheat", None), false);
    filled(&bench);
    let folder = bench.path().join(FOLDER);
    let spoil_meta = || fs::write(folder.join("meta.json"), "{").unwrap();
    let spoil_segment = || {
        let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let file = files.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "idx")).unwrap();
        let mut bytes = fs::read(&file).unwrap();
        bytes[3] ^= 0x55;
        fs::write(&file, bytes).unwrap();
    };
    let other_version = || {
        let text = fs::read_to_string(folder.join("meta.json")).unwrap();
        fs::write(folder.join("meta.json"), text.replace("\"1 1 0\"", "\"0 1 0\"")).unwrap();
    };
    let ahead = || {
        let text = fs::read_to_string(folder.join("meta.json")).unwrap();
        fs::write(folder.join("meta.json"), text.replace("\"1 1 0\"", "\"1 7 0\"")).unwrap();
    };
    let gone = || fs::remove_dir_all(&folder).unwrap();
    let spoils: [&dyn Fn(); 5] = [&spoil_meta, &spoil_segment, &other_version, &ahead, &gone];
    for (number, spoil) in spoils.into_iter().enumerate() {
        spoil();
        let pen = open(&bench);
        assert_eq!(pen.at(), Progress::default(), "spoilt in way {number}");
        drop(pen);
        assert_eq!(found(&bench, &filled(&bench), "wheat"), [1], "spoilt in way {number}");
    }
}

#[test]
fn lists_go_on_where_they_ended_in_every_order() {
    let bench = Bench::new();
    for n in 1..=25_u32 {
        let headline = if n == 7 { "rice rice rice rice" } else { "rice and many other words" };
        let urgency = (n % 5 > 0).then_some((n % 5) as u8);
        arrive(&bench, "astana", n, &story(n, 1, headline, urgency), false);
    }
    let index = filled(&bench);
    let all = |order| {
        let (mut places, mut after) = (Vec::new(), None);
        loop {
            let asked = Ask { order, after, ..ask("rice") };
            let Found { places: some, next, total } = bench.runtime.block_on(index.search(asked)).unwrap();
            assert!(total == 25 && some.len() <= 10);
            places.extend(some);
            after = next;
            if next.is_none() {
                return places;
            }
        }
    };
    assert_eq!(all(Order::Arrival), (1..=25).rev().collect::<Vec<i64>>());
    let urgent: Vec<i64> =
        [1, 2, 3, 4, 0].into_iter().flat_map(|rest| (1..=25).rev().filter(move |n| n % 5 == rest)).collect();
    assert_eq!(all(Order::Urgency), urgent);
    let relevant = all(Order::Relevance);
    assert_eq!((relevant.len(), relevant.first()), (25, Some(&7)));
}

#[test]
fn without_an_index_a_search_says_so_and_two_never_write_one() {
    let bench = Bench::new();
    let index = Index::new(bench.path());
    assert_eq!(bench.runtime.block_on(index.search(ask("oil"))), Err(IndexError::Absent));
    let pen = open(&bench);
    let second = Pen::open(&bench.path().join(FOLDER), pen.at());
    assert!(matches!(second.err(), Some(IndexError::Failed(_))));
}
