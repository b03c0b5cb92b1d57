//! Disks put back from old copies: a node takes its own journals back from its partners before it writes a word.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::audit::{findings, journals, published, settled};
use common::news::{publish, shown};
use common::proxy::{Mode, Proxy};
use common::{ASTANA, HANOI, copy_dir, free_port, partners, partners_at, put_back, until};
use interwire::running::Running;
use interwire_core::exchange::store::Standing;
use interwire_core::ids::{AgreementId, Hash, JournalId};
use std::time::Duration;

fn own(under: &AgreementId) -> JournalId {
    JournalId { agreement: under.clone(), party: HANOI.id(), epoch: 0 }
}

/// Entries and standing of Hanoi's journal at a node, and the size of its newest head that was seen there.
async fn standing(at: &Running, under: &AgreementId) -> (u64, Standing, u64) {
    let id = own(under);
    let row = at.node.exchange(move |_, turn| turn.store.journal(&id)).await.unwrap().unwrap();
    (row.size(), row.standing.clone(), row.newest_size)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_put_back_from_an_old_copy_has_all_its_items_again_and_goes_on() {
    let dirs = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let (dir, copy) = (dirs[0].path(), dirs[2].path().join("copy"));
    let ports = [free_port(), free_port()];
    let b = ASTANA.start_at(dirs[1].path(), ports[1]).await;
    let a = HANOI.start_at(dir, ports[0]).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id;
    publish((&HANOI, &a), &id, "urn:hanoi:1", 1, None).await;
    settled(&a, &b, &id).await;
    a.stop().await;
    copy_dir(dir, &copy);

    // What follows is on no disk of Hanoi's any more: a story, a correction, a picture and a film.
    let a = HANOI.start_at(dir, ports[0]).await;
    let (picture, film) = (vec![5; 90_000], vec![6; 2_500_000]);
    let story = publish((&HANOI, &a), &id, "urn:hanoi:1", 2, None).await;
    let with_picture = publish((&HANOI, &a), &id, "urn:hanoi:2", 1, Some(picture.clone())).await;
    let with_film = publish((&HANOI, &a), &id, "urn:hanoi:3", 1, Some(film.clone())).await;
    let from_b = publish((&ASTANA, &b), &id, "urn:astana:1", 1, None).await;
    let before = settled(&a, &b, &id).await;
    a.stop().await;
    put_back(&copy, dir);

    let a = HANOI.start_at(dir, ports[0]).await;
    let waiting = publish((&HANOI, &a), &id, "urn:hanoi:4", 1, None).await;
    for (key, version) in [(&story, 2), (&with_picture, 1), (&with_film, 1), (&from_b, 1), (&waiting, 1)] {
        until("its items are back", || async { shown(&a, key).await == Some(version) }).await;
    }
    until("what waited is delivered", || async { shown(&b, &waiting).await == Some(1) }).await;
    for bytes in [picture, film] {
        let reader = a.node.db().read_blob(&Hash::of(&bytes)).await.unwrap().unwrap();
        assert_eq!(reader.bytes(u64::MAX).await.unwrap(), bytes, "its media are back");
    }
    let after = settled(&a, &b, &id).await;
    for (name, entries) in &before {
        assert!(after[name].starts_with(entries), "{name} has another history");
    }
    assert_eq!(published(&after).len(), published(&before).len() + 1);
    assert!(findings(&a).await.is_empty() && findings(&b).await.is_empty());
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_put_back_writes_nothing_until_a_partner_has_told_what_it_holds() {
    let dirs = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let (dir, copy) = (dirs[0].path(), dirs[2].path().join("copy"));
    let b = ASTANA.start_as(dirs[1].path(), 0, None, |_| ()).await;
    let proxy = Proxy::before(b.address).await;
    let a = HANOI.start_as(dir, 0, None, |_| ()).await;
    let id = partners_at((&HANOI, &a), (&ASTANA, &b), 1, &proxy.base()).await.agreement.id;
    settled(&a, &b, &id).await;
    a.stop().await;
    copy_dir(dir, &copy);
    let a = HANOI.start_as(dir, 0, None, |_| ()).await;
    publish((&HANOI, &a), &id, "urn:hanoi:1", 1, None).await;
    settled(&a, &b, &id).await;
    a.stop().await;
    put_back(&copy, dir);
    proxy.be(Mode::Down).await;

    let a = HANOI.start_as(dir, 0, None, |_| ()).await;
    let (size, ..) = standing(&a, &id).await;
    let waiting = publish((&HANOI, &a), &id, "urn:hanoi:2", 1, None).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(standing(&a, &id).await.0, size, "it wrote what may be a second history");
    proxy.be(Mode::Honest).await;
    until("what waited is delivered", || async { shown(&b, &waiting).await == Some(1) }).await;
    assert_eq!(published(&settled(&a, &b, &id).await).len(), 2);
    assert!(findings(&a).await.is_empty() && findings(&b).await.is_empty());
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_whose_newest_entries_nobody_holds_is_blocked_and_says_so() {
    let dirs = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let (dir, copy) = (dirs[0].path(), dirs[2].path().join("copy"));
    let b = ASTANA.start_as(dirs[1].path(), 0, None, |_| ()).await;
    let proxy = Proxy::before(b.address).await;
    let a = HANOI.start_as(dir, 0, None, |_| ()).await;
    let id = partners_at((&HANOI, &a), (&ASTANA, &b), 1, &proxy.base()).await.agreement.id;
    settled(&a, &b, &id).await;
    a.stop().await;
    copy_dir(dir, &copy);

    // Astana sees a head of Hanoi's, and never its entries.
    proxy.be(Mode::OnlyHeads).await;
    let a = HANOI.start_as(dir, 0, None, |_| ()).await;
    until("it may write", || async {
        let id = id.clone();
        a.node.exchange(move |machine, _| Ok(machine.is_confirmed(&id))).await.unwrap()
    })
    .await;
    publish((&HANOI, &a), &id, "urn:hanoi:1", 1, None).await;
    until("the head is seen", || async { standing(&b, &id).await.2 > standing(&b, &id).await.0 }).await;
    a.stop().await;
    put_back(&copy, dir);
    proxy.be(Mode::Honest).await;

    let a = HANOI.start_as(dir, 0, None, |_| ()).await;
    publish((&HANOI, &a), &id, "urn:hanoi:2", 1, None).await;
    until("it is blocked", || async { standing(&a, &id).await.1 == Standing::Lost }).await;
    let found = findings(&a).await;
    assert_eq!(found.iter().map(|f| (f.code.as_str(), &f.about)).collect::<Vec<_>>(), [("entries-lost", &HANOI.id())]);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (ours, theirs) = (journals(&a, &id).await, journals(&b, &id).await);
    let name = own(&id).to_string();
    assert_eq!(ours[&name], theirs[&name], "nothing was written on");
    // It still takes what its partner says.
    let from_b = publish((&ASTANA, &b), &id, "urn:astana:1", 1, None).await;
    until("it still receives", || async { shown(&a, &from_b).await == Some(1) }).await;
    assert!(findings(&b).await.is_empty(), "nobody lied");
    a.stop().await;
    b.stop().await;
}
