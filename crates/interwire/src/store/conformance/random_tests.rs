//! Long random runs of calls: SQLite answers as memory does.

use super::super::testing::*;
use super::time;
use interwire_core::exchange::memory::MemoryStore;
use interwire_core::exchange::store::*;
use interwire_core::ids::Hash;
use interwire_core::journal::tile_path::TileId;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::statement::Answer;
use proptest::prelude::*;
use proptest::test_runner::TestRng;
use rand::RngExt;

/// One random call, and its answer as text.
fn step(store: &mut dyn Store, kind: u8, a: u8, b: u8) -> String {
    let agreement = agreement(a % 3);
    let id = journal(&agreement, ["hanoi", "astana", "baku"][usize::from(b % 3)], u32::from(b % 2));
    let place = position(&id, u64::from(b / 8));
    let key = item(["hanoi", "astana"][usize::from(a % 2)], u32::from(b % 16));
    let bytes = vec![a % 8; 20_000 * usize::from(a % 8)];
    let blob = BlobRef { hash: Hash::of(&bytes), size: bytes.len() as u64 };
    let by = ["astana", "baku"][usize::from(a / 8 % 2)];
    // Of a statement that is not held nothing is said.
    let held = !store.entries(&id, u64::from(b / 8), 1, 0).unwrap().is_empty();
    match kind % 32 {
        0 => format!("{:?}", store.journal(&id)),
        1 => format!("{:?}", store.journals(&agreement)),
        2 => {
            let mut row = store.journal(&id).unwrap().unwrap_or_else(|| JournalRow::new(id));
            row.folded += 1;
            row.seen.insert((party(by), 0), u64::from(a));
            format!("{:?}", store.put_journal(&row))
        }
        3 | 4 => {
            let held = store.entries(&id, 0, u64::MAX, usize::MAX).unwrap().len() as u64;
            let entries: Vec<_> = (0..a % 40).map(|n| vec![n, b]).collect();
            format!("{:?}", store.append(&id, held + u64::from(a == 255), &entries).is_ok())
        }
        5 => format!("{:?}", store.entries(&id, u64::from(a), u64::from(b), usize::from(b))),
        6 => format!("{:?}", store.put_tile(&id, TileId { level: a % 3, index: u64::from(b) }, &[a; 32])),
        7 => format!("{:?}", store.tile(&id, TileId { level: a % 3, index: u64::from(b) })),
        8 => {
            let row = LifeRow { position: place, bytes: vec![a], seen: [].into() };
            format!("{:?} {:?}", store.put_life(&row), store.life(&agreement))
        }
        9 => format!("{:?} {:?}", store.put_agreement(&agreement), store.agreements()),
        10 => {
            let put = store.put_agreement_document(&agreement, &blob.hash);
            format!("{put:?} {:?}", store.agreement_documents(&agreement))
        }
        11 => format!("{:?}", store.put_blob(&blob.hash, &bytes)),
        12 => {
            let held = store.blob(&blob.hash).map(|held| held.map(|held| held == bytes));
            format!("{:?} {held:?}", store.has_blob(&blob.hash))
        }
        13 => format!("{:?}", store.grant(&agreement, &blob.hash)),
        14 => format!("{:?}", store.granted(&agreement, &blob.hash)),
        15 | 16 if held => format!("{:?}", store.put_want(&place, &blob)),
        17 => format!(
            "{:?} {:?}",
            store.wants(&agreement, 0..=u64::from(b) * 1000, usize::from(b % 5)),
            store.waits(&place)
        ),
        18 => format!("{:?} {:?}", store.is_wanted(&agreement, &blob.hash), store.satisfy(&blob.hash)),
        19 => format!("{:?} {:?}", store.item(&key), store.version(&key, u64::from(a))),
        20 => {
            // No two items of a source ever share a guid: the exchange refuses the second.
            let guid = format!("urn:{}:{}", key.item, a % 2);
            let old = format!("urn:{}:{}", key.item, (a % 2) ^ 1);
            let put = store.put_item(&item_row(&key, (a > 20).then_some(guid.as_str()), Some(u64::from(a))));
            let found = [guid, old].map(|guid| store.item_by_guid(&key.source, &guid.parse().unwrap()));
            format!("{put:?} {found:?}")
        }
        21 => format!("{:?}", store.put_version(&version_row(&key, u64::from(a), place))),
        22 => format!("{:?} {:?}", store.put_sent(&key, &agreement), store.sent(&key)),
        23 | 24 if held => {
            // Only one party of an agreement, this node's, has words that are not yet said.
            let at = (by == "baku" || a.is_multiple_of(4)).then_some(time(i64::from(b)));
            format!("{:?}", store.put_ack(&place, &Ack { by: party(by), verdict: Verdict::Received, at }))
        }
        25 => format!("{:?} {:?}", store.acks(&place), store.unsaid(&agreement, usize::from(b % 7))),
        26 => {
            let answer = [Answer::Stopped, Answer::Removed, Answer::Unused][usize::from(a % 3)];
            let row = AnswerRow { by: party(by), answer, at: time(i64::from(a)) };
            format!("{:?} {:?}", store.put_answer(&place, &row), store.answers(&place))
        }
        27 => format!("{:?}", store.queue(&agreement, &[a, b])),
        28 => format!("{:?}", store.unqueue(&agreement, usize::from(b % 4))),
        29 | 30 => {
            let other = item(["hanoi", "astana"][usize::from(b % 2)], u32::from(a % 16));
            let (party, guid) = (party(by), format!("urn:{}:{}", key.item, a % 2).parse().unwrap());
            let soon = [
                Soon::Item(&key),
                Soon::Item(&other),
                Soon::Wanted(&agreement, &blob.hash),
                Soon::Served(&agreement, &blob.hash),
                Soon::Guid(&party, &guid),
            ];
            format!("{:?}", store.foresee(&soon))
        }
        _ => {
            let finding =
                Finding { about: party(by), journal: id, index: Some(u64::from(a % 4)), code: "x", evidence: vec![] };
            format!("{:?}", store.put_finding(&finding, time(1)))
        }
    }
}

#[test]
fn in_long_random_runs_with_rollbacks_and_restarts_sqlite_answers_as_memory_does() {
    for seed in 0..12u8 {
        let mut random = TestRng::from_seed(prop::test_runner::RngAlgorithm::ChaCha, &[seed; 32]);
        let mut bench = Bench::new();
        let (mut model, mut writer) = (MemoryStore::default(), bench.writer());
        for turn in 0..40 {
            let mut trial = model.clone();
            let mut tx = writer.begin().unwrap();
            for nth in 0..random.random_range(1..60) {
                let (kind, a, b) = (random.random(), random.random(), random.random());
                let expected = step(&mut trial, kind, a, b);
                assert_eq!(step(&mut tx, kind, a, b), expected, "seed {seed} turn {turn} step {nth}: {kind} {a} {b}");
            }
            if random.random_ratio(3, 4) {
                tx.commit().unwrap();
                model = trial;
            } else {
                drop(tx);
            }
            if random.random_ratio(1, 10) {
                writer.close().unwrap();
                bench.reopen();
                writer = bench.writer();
            }
        }
    }
}
