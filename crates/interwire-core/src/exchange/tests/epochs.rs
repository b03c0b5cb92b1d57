//! A new epoch goes on from the old one: what was seen there counts, and what counts there comes first.

use super::*;
use crate::exchange::fold::usable;

/// An amendment of the agreement of [`partners`], offered and signed by the first of them.
fn amended(nodes: &mut [Node], now: i64) -> AgreementVersion {
    let first = agreement(&[("hanoi", 1), ("astana", 2)]);
    let predecessor = Some(AgreementVersion::of(&first).unwrap().hash);
    let title = [("en".parse().unwrap(), "Exchange of news, amended".to_owned())].into();
    let version = AgreementVersion::of(&crate::agreement::Agreement { predecessor, title, ..first }).unwrap();
    let seal = sealed(&version, "hanoi", 1);
    nodes[0].turn(now, |m, t| m.offer(t, &version.bytes, &[], Some(&seal))).unwrap().unwrap();
    version
}

#[test]
fn an_offer_of_the_former_epoch_is_signed_in_the_next() {
    let (mut nodes, id, mut now) = partners(read_words);
    let version = amended(&mut nodes, now);
    converge(&mut nodes, &mut now);
    // Astana tells in the former epoch that it has seen the offer, and never again.
    publish(&mut nodes[1], &id, 1, 1, now);
    converge(&mut nodes, &mut now);
    let document = nodes[0].turn(now, |m, t| m.propose_epoch(t, &id, "fork".parse().unwrap())).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    nodes[1].turn(now, |m, t| m.accept_epoch(t, &id, &document, false)).unwrap().unwrap();
    let seal = sealed(&version, "astana", 2);
    nodes[1].turn(now, |m, t| m.sign(t, &id, version.hash, &seal)).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    for node in &nodes {
        let delivering = node.machine.deals()[&id].life.delivering_version(Time::from_ms(now));
        assert_eq!(delivering, Some(version.hash), "{}", node.machine.me());
        assert_eq!(node.store.findings().count(), 0);
    }
}

#[test]
fn journals_of_an_epoch_that_come_before_the_former_ones_wait_for_them() {
    let (mut nodes, id, mut now) = partners(read_words);
    let document = nodes[0].turn(now, |m, t| m.propose_epoch(t, &id, "fork".parse().unwrap())).unwrap().unwrap();
    let between = publish(&mut nodes[0], &id, 1, 1, now);
    converge(&mut nodes, &mut now);
    nodes[1].turn(now, |m, t| m.accept_epoch(t, &id, &document, false)).unwrap().unwrap();
    converge(&mut nodes, &mut now);

    // Astana has lost all of its disk but the blobs, and hears of the newest journals first.
    let mut again = Node::new("astana", 2, read_words);
    for (hash, bytes) in nodes[1].store.all_blobs() {
        again.store.put_blob(hash, bytes).unwrap();
    }
    let hanoi = nodes[0].machine.me().clone();
    let offer = nodes[0].turn(now, |m, t| m.offer_request(t, &id)).unwrap();
    again.turn(now, |m, t| m.serve(t, &hanoi, offer)).unwrap();
    let mut ids: Vec<JournalId> = nodes[1].store.all_journals().map(|(row, _)| row.id.clone()).collect();
    ids.sort_by_key(|id| std::cmp::Reverse(id.epoch));
    for id in ids {
        let size = nodes[1].store.journal(&id).unwrap().unwrap().size();
        let from = again.store.journal(&id).unwrap().map_or(0, |row| row.size());
        if from == size {
            continue;
        }
        let ask = Request::Entries { journal: id, from, to: size };
        let Response::Page(page) = nodes[0].turn(now, |m, t| m.serve(t, &"astana".parse().unwrap(), ask)).unwrap()
        else {
            panic!("hanoi holds all journals");
        };
        again.turn(now, |m, t| m.take_page(t, &hanoi, &page)).unwrap();
    }
    let version = again.store.version(&between, 1).unwrap().expect("it took effect once the agreement had");
    assert!(usable(version.status, 1, None));
    assert_eq!(again.store.findings().count(), 0);
}
