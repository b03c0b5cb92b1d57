//! What every implementation of the exchange's store must do: one suite, run over the store in memory and over SQLite;
//! then long random runs in which both must answer alike, with commits, rollbacks and restarts in between.

mod random_tests;

use super::testing::*;
use interwire_core::exchange::memory::MemoryStore;
use interwire_core::exchange::store::*;
use interwire_core::ids::{Guid, Hash};
use interwire_core::journal::checkpoint::{Checkpoint, SignedCheckpoint};
use interwire_core::journal::tile_path::TileId;
use interwire_core::journal::tree::leaf_hash;
use interwire_core::keys::NodeKey;
use interwire_core::protocol::v1::statement::{Action, Answer, PubStatus};
use interwire_core::time::Time;

type Check = fn(&mut dyn Store);

const SUITE: &[(&str, Check)] = &[
    ("journals read back whole, by party and epoch", journals),
    ("entries are written once, in order, and read within limits", entries),
    ("tiles grow and are apart", tiles),
    ("life is kept in the order of the calls, each position once", life),
    ("agreements and their documents are known once", agreements),
    ("blobs, large ones too, and grants", blobs),
    ("wants are oldest first, each once, and end together", wants),
    ("items read back whole and are found by guid", items),
    ("versions read back whole, whatever their number", versions),
    ("sent agreements are kept once", sent),
    ("acknowledgements are replaced, and unsaid ones listed in order", acks),
    ("answers are kept in order, each step once", answers),
    ("the queue gives the oldest first, each once", queue),
    ("a finding is new once", findings),
];

#[test]
fn the_store_in_memory_passes_the_suite() {
    for (name, check) in SUITE {
        println!("{name}");
        check(&mut MemoryStore::default());
    }
}

#[test]
fn sqlite_passes_the_suite_and_a_rolled_back_suite_leaves_nothing() {
    let bench = Bench::new();
    let mut writer = bench.writer();
    for (name, check) in SUITE {
        println!("{name}");
        // Twice: what a dropped transaction did must be gone, or the checks would find it.
        for _ in 0..2 {
            check(&mut writer.begin().unwrap());
        }
    }
    assert_eq!(writer.begin().unwrap().agreements().unwrap(), []);
}

fn time(ms: i64) -> Time {
    Time::from_ms(ms)
}

fn journals(store: &mut dyn Store) {
    let agreement = agreement(1);
    let id = journal(&agreement, "hanoi", 1);
    assert_eq!(store.journal(&id).unwrap(), None);
    let mut row = JournalRow::new(id.clone());
    store.put_journal(&row).unwrap();
    assert_eq!(store.journal(&id).unwrap().as_ref(), Some(&row));
    (0..5u8).for_each(|n| row.frontier.push(leaf_hash(&[n])));
    let head = Checkpoint { origin: id.clone(), size: 5, root: row.frontier.root() };
    let head = SignedCheckpoint::sign(&head, &NodeKey::from_seed(&[7; 32])).unwrap();
    (row.head, row.head_size) = (Some(head.clone()), 5);
    (row.newest, row.newest_size, row.folded, row.told) = (Some(head), 9, 4, 3);
    row.last_at = time(1_795_000_000_123);
    row.seen.insert((party("astana"), 0), 17);
    row.seen.insert((party("baku.example"), 2), u64::MAX);
    row.standing = Standing::Forked;
    store.put_journal(&row).unwrap();
    assert_eq!(store.journal(&id).unwrap().as_ref(), Some(&row));
    let others = [("astana", 3), ("hanoi", 0), ("baku", 0)].map(|(name, epoch)| journal(&agreement, name, epoch));
    for other in &others {
        store.put_journal(&JournalRow { standing: Standing::Lost, ..JournalRow::new(other.clone()) }).unwrap();
    }
    store.put_journal(&JournalRow::new(journal(&super::testing::agreement(2), "hanoi", 0))).unwrap();
    let ids: Vec<_> = store.journals(&agreement).unwrap().into_iter().map(|row| row.id).collect();
    assert_eq!(ids, [others[0].clone(), others[2].clone(), others[1].clone(), id]);
    assert_eq!(store.journal(&others[0]).unwrap().unwrap().standing, Standing::Lost);
}

fn entries(store: &mut dyn Store) {
    let id = journal(&agreement(1), "hanoi", 0);
    let all: Vec<Vec<u8>> = (0..100u8).map(|n| vec![n; 10 + usize::from(n)]).collect();
    assert_eq!(store.entries(&id, 0, 10, 100).unwrap(), Vec::<Vec<u8>>::new());
    store.append(&id, 0, &all[..70]).unwrap();
    store.append(&id, 70, &all[70..]).unwrap();
    assert_eq!(store.entries(&id, 0, u64::MAX, usize::MAX).unwrap(), all);
    assert_eq!(store.entries(&id, 98, 10, usize::MAX).unwrap(), all[98..]);
    assert_eq!(store.entries(&id, 100, 10, usize::MAX).unwrap().len(), 0);
    assert_eq!(store.entries(&id, 5, 0, usize::MAX).unwrap().len(), 0);
    assert_eq!(store.entries(&id, 50, 10, 0).unwrap(), all[50..51]);
    assert_eq!(store.entries(&id, 0, 10, 21).unwrap(), all[..2]);
    assert_eq!(store.entries(&id, 0, 10, 20).unwrap(), all[..1]);
    for wrong in [0, 99, 101] {
        assert!(store.append(&id, wrong, &all[..1]).is_err(), "{wrong}");
    }
}

fn tiles(store: &mut dyn Store) {
    let (id, other) = (journal(&agreement(1), "hanoi", 0), journal(&agreement(1), "hanoi", 1));
    let tile = TileId { level: 1, index: 3 };
    assert_eq!(store.tile(&id, tile).unwrap(), None);
    store.put_tile(&id, tile, &[1; 32]).unwrap();
    store.put_tile(&id, tile, &[2; 64]).unwrap();
    store.put_tile(&id, TileId { level: 0, index: 3 }, &[3; 8192]).unwrap();
    assert_eq!(store.tile(&id, tile).unwrap(), Some(vec![2; 64]));
    assert_eq!(store.tile(&other, tile).unwrap(), None);
}

fn life(store: &mut dyn Store) {
    let agreement = agreement(1);
    let row = |name, index, byte| LifeRow {
        position: position(&journal(&agreement, name, 0), index),
        bytes: vec![byte; 40],
        seen: [((party("astana"), 0), index)].into(),
    };
    let rows = [row("hanoi", 5, 1), row("astana", 0, 2), row("hanoi", 1, 3)];
    rows.iter().for_each(|row| store.put_life(row).unwrap());
    store.put_life(&row("hanoi", 5, 9)).unwrap();
    assert_eq!(store.life(&agreement).unwrap(), rows);
    assert_eq!(store.life(&super::testing::agreement(2)).unwrap(), []);
}

fn agreements(store: &mut dyn Store) {
    let (first, second, third) = (agreement(1), agreement(2), agreement(3));
    store.put_agreement(&second).unwrap();
    store.put_agreement(&first).unwrap();
    store.put_agreement(&second).unwrap();
    // A journal of an agreement does not make the agreement known.
    store.put_journal(&JournalRow::new(journal(&agreement(9), "hanoi", 0))).unwrap();
    assert_eq!(store.agreements().unwrap(), [first.clone(), second]);
    for n in [3, 1, 2, 3] {
        store.put_agreement_document(&first, &blob(n).hash).unwrap();
    }
    store.put_agreement_document(&third, &blob(1).hash).unwrap();
    store.put_agreement(&first).unwrap();
    assert_eq!(store.agreement_documents(&first).unwrap(), [3, 1, 2].map(|n| blob(n).hash));
    assert_eq!(store.agreements().unwrap().last(), Some(&third));
    assert_eq!(store.agreement_documents(&agreement(7)).unwrap(), []);
}

fn blobs(store: &mut dyn Store) {
    for bytes in [Vec::new(), b"item".to_vec(), vec![7; 64 * 1024], vec![8; 64 * 1024 + 1]] {
        let hash = Hash::of(&bytes);
        // A large one's file may be there from a transaction that was undone; its row is not.
        assert!(!store.has_blob(&hash).unwrap());
        assert_eq!(store.blob(&hash).unwrap(), None);
        store.put_blob(&hash, &bytes).unwrap();
        store.put_blob(&hash, &bytes).unwrap();
        assert!(store.has_blob(&hash).unwrap());
        assert_eq!(store.blob(&hash).unwrap(), Some(bytes));
        assert!(!store.granted(&agreement(1), &hash).unwrap());
        store.grant(&agreement(1), &hash).unwrap();
        store.grant(&agreement(1), &hash).unwrap();
        assert!(store.granted(&agreement(1), &hash).unwrap());
        assert!(!store.granted(&agreement(2), &hash).unwrap());
    }
}

fn wants(store: &mut dyn Store) {
    let (ours, theirs) = (agreement(1), agreement(2));
    let (hanoi, astana) = (journal(&ours, "hanoi", 0), journal(&theirs, "astana", 0));
    assert!(!store.waits(&position(&hanoi, 4)).unwrap());
    for (index, n) in [(4, 2), (4, 1), (3, 2), (4, 2), (9, 3)] {
        store.put_want(&position(&hanoi, index), &blob(n)).unwrap();
    }
    store.put_want(&position(&astana, 0), &blob(2)).unwrap();
    assert_eq!(store.wants(&ours, 0..=u64::MAX, 10).unwrap(), [2, 1, 3].map(blob));
    assert_eq!(store.wants(&ours, 0..=u64::MAX, 2).unwrap(), [2, 1].map(blob));
    assert_eq!(store.wants(&ours, 0..=u64::MAX, 0).unwrap(), []);
    assert_eq!(store.wants(&ours, 2..=3, 10).unwrap(), [2, 3].map(blob));
    assert_eq!(store.wants(&ours, 4..=u64::MAX, 10).unwrap(), []);
    assert_eq!(store.wants(&theirs, 0..=u64::MAX, 10).unwrap(), [blob(2)]);
    assert!(store.is_wanted(&ours, &blob(3).hash).unwrap() && !store.is_wanted(&theirs, &blob(3).hash).unwrap());
    let waited = [position(&hanoi, 3), position(&hanoi, 4), position(&astana, 0)];
    assert_eq!(store.satisfy(&blob(2).hash).unwrap(), waited);
    assert_eq!(store.satisfy(&blob(2).hash).unwrap(), []);
    assert!(store.waits(&position(&hanoi, 4)).unwrap());
    assert!(!store.waits(&position(&hanoi, 3)).unwrap() && !store.waits(&position(&astana, 0)).unwrap());
    assert_eq!(store.satisfy(&blob(1).hash).unwrap(), [position(&hanoi, 4)]);
    store.put_want(&position(&hanoi, 4), &blob(1)).unwrap();
    assert_eq!(store.wants(&ours, 0..=u64::MAX, 10).unwrap(), [3, 1].map(blob));
}

fn items(store: &mut dyn Store) {
    let key = item("hanoi", 1);
    assert_eq!(store.item(&key).unwrap(), None);
    let mut row = item_row(&key, None, None);
    store.put_item(&row).unwrap();
    assert_eq!(store.item(&key).unwrap().as_ref(), Some(&row));
    let guid: Guid = "tag:hanoi.example,2026:Vũ-Việt-Trang".parse().unwrap();
    assert_eq!(store.item_by_guid(&key.source, &guid).unwrap(), None);
    (row.guid, row.current) = (Some(guid.clone()), Some(u64::MAX));
    for recall in [
        RecallRow { order: 1, action: None, through: 0, reason: None, at: time(0), ..RecallRow::default() },
        RecallRow {
            order: u64::MAX,
            action: Some(Action::Kill),
            through: u64::MAX - 1,
            reason: Some("rights".parse().unwrap()),
            at: time(5),
            stopped: 7,
            corrected: u64::MAX,
            released: 1,
        },
    ] {
        row.recall = Some(recall);
        store.put_item(&row).unwrap();
        assert_eq!(store.item(&key).unwrap().as_ref(), Some(&row));
    }
    assert_eq!(store.item_by_guid(&key.source, &guid).unwrap(), Some(key.clone()));
    assert_eq!(store.item_by_guid(&party("astana"), &guid).unwrap(), None);
    store.put_item(&item_row(&item("astana", 1), Some(guid.as_str()), Some(2))).unwrap();
    assert_eq!(store.item_by_guid(&key.source, &guid).unwrap(), Some(key.clone()));
    row.guid = Some("urn:another".parse().unwrap());
    store.put_item(&row).unwrap();
    assert_eq!(store.item_by_guid(&key.source, &guid).unwrap(), None);
}

fn versions(store: &mut dyn Store) {
    let key = item("hanoi", 1);
    let at = position(&journal(&agreement(1), "hanoi", 0), 7);
    for (version, state, status) in [
        (1, VersionState::Waiting, PubStatus::Usable),
        (u64::MAX, VersionState::Held, PubStatus::Withheld),
        (1 << 63, VersionState::Refused("document-differs".parse().unwrap()), PubStatus::Canceled),
    ] {
        assert_eq!(store.version(&key, version).unwrap(), None);
        let mut row = VersionRow { state, status, test: true, ..version_row(&key, version, at.clone()) };
        store.put_version(&row).unwrap();
        row.conflict = true;
        store.put_version(&row).unwrap();
        assert_eq!(store.version(&key, version).unwrap(), Some(row));
    }
    assert_eq!(store.version(&item("hanoi", 2), 1).unwrap(), None);
    assert_eq!(store.item(&key).unwrap(), None);
}

fn sent(store: &mut dyn Store) {
    let key = item("hanoi", 1);
    assert_eq!(store.sent(&key).unwrap(), []);
    for n in [2, 1, 2] {
        store.put_sent(&key, &agreement(n)).unwrap();
    }
    store.put_sent(&item("hanoi", 2), &agreement(3)).unwrap();
    assert_eq!(store.sent(&key).unwrap(), [agreement(1), agreement(2)]);
}

fn acks(store: &mut dyn Store) {
    let agreement = agreement(1);
    let (hanoi, baku) = (journal(&agreement, "hanoi", 0), journal(&agreement, "baku", 0));
    let refused = Verdict::Refused("not-in-force".parse().unwrap());
    let ack = |by: &str, verdict: &Verdict, at: Option<i64>| Ack {
        by: party(by),
        verdict: verdict.clone(),
        at: at.map(time),
    };
    let ours = |index| position(&hanoi, index);
    store.put_ack(&ours(3), &ack("hanoi", &Verdict::Received, Some(1))).unwrap();
    store.put_ack(&ours(3), &ack("baku", &refused, None)).unwrap();
    store.put_ack(&ours(3), &ack("astana", &Verdict::Received, Some(2))).unwrap();
    let names: Vec<_> = store.acks(&ours(3)).unwrap().into_iter().map(|ack| ack.by.to_string()).collect();
    assert_eq!(names, ["astana", "baku", "hanoi"]);
    for index in [9, 1, 5] {
        store.put_ack(&position(&baku, index), &ack("astana", &Verdict::Received, None)).unwrap();
    }
    let unsaid = store.unsaid(&agreement, 10).unwrap();
    let expected = [1, 5, 9].map(|index| (position(&baku, index), Verdict::Received));
    assert_eq!(unsaid[..3], expected);
    assert_eq!(unsaid[3..], [(ours(3), refused.clone())]);
    assert_eq!(store.unsaid(&agreement, 2).unwrap(), expected[..2]);
    assert_eq!(store.unsaid(&super::testing::agreement(2), 2).unwrap(), []);
    store.put_ack(&ours(3), &ack("baku", &Verdict::Received, Some(7))).unwrap();
    assert_eq!(store.acks(&ours(3)).unwrap()[1], ack("baku", &Verdict::Received, Some(7)));
    assert_eq!(store.unsaid(&agreement, 10).unwrap(), expected);
    assert_eq!(store.acks(&ours(4)).unwrap(), []);
}

fn answers(store: &mut dyn Store) {
    let place = position(&journal(&agreement(1), "hanoi", 0), 2);
    let answer = |by: &str, answer, ms| AnswerRow { by: party(by), answer, at: time(ms) };
    let given =
        [answer("baku", Answer::Stopped, 5), answer("astana", Answer::Unused, 3), answer("baku", Answer::Removed, 9)];
    given.iter().for_each(|answer| store.put_answer(&place, answer).unwrap());
    store.put_answer(&place, &answer("baku", Answer::Stopped, 11)).unwrap();
    assert_eq!(store.answers(&place).unwrap(), given);
    let other = position(&place.journal, 3);
    assert_eq!(store.answers(&other).unwrap(), []);
}

fn queue(store: &mut dyn Store) {
    let (first, second) = (agreement(1), agreement(2));
    for n in 0..5u8 {
        store.queue(&first, &[n]).unwrap();
        store.queue(&second, &[n + 10]).unwrap();
    }
    assert_eq!(store.unqueue(&first, 2).unwrap(), [[0], [1]]);
    store.queue(&first, &[0]).unwrap();
    assert_eq!(store.unqueue(&first, 0).unwrap().len(), 0);
    assert_eq!(store.unqueue(&first, 10).unwrap(), [[2], [3], [4], [0]]);
    assert_eq!(store.unqueue(&first, 10).unwrap().len(), 0);
    assert_eq!(store.unqueue(&second, 10).unwrap().len(), 5);
}

fn findings(store: &mut dyn Store) {
    let id = journal(&agreement(1), "astana", 0);
    let finding = |index, code, evidence: &[u8]| Finding {
        about: party("astana"),
        journal: id.clone(),
        index,
        code,
        evidence: evidence.to_vec(),
    };
    for (finding, new) in [
        (finding(None, "fork", b"{}"), true),
        (finding(None, "fork", b"{}"), false),
        (finding(Some(0), "fork", b"{}"), true),
        (finding(None, "after-conflict", b"{}"), true),
        (finding(None, "fork", b""), true),
    ] {
        assert_eq!(store.put_finding(&finding, time(1)).unwrap(), new, "{finding:?}");
    }
}
