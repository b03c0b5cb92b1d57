//! A film of 200 MB over a line that breaks ten times: it arrives once, resumed and not begun again, in flat memory,
//! and a story overtakes it.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::audit::{findings, memory_mb, settled};
use common::news::{publish, publish_held, shown};
use common::proxy::{Mode, Proxy};
use common::{ASTANA, HANOI, partners_at, until};
use interwire_core::ids::Hash;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const FILM_BYTES: u64 = 200 << 20;
const PIECE_BYTES: usize = 1 << 20;
/// What may be under way on a connection when it breaks.
const IN_FLIGHT_BYTES: u64 = 8 << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_film_arrives_over_a_line_that_breaks_and_delays_no_story() {
    let dirs = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let a = HANOI.start_as(dirs[0].path(), 0, None, |_| ()).await;
    let b = ASTANA.start_as(dirs[1].path(), 0, None, |_| ()).await;
    let proxy = Proxy::before(b.address).await;
    let id = partners_at((&HANOI, &a), (&ASTANA, &b), 1, &proxy.base()).await.agreement.id;
    let memory = memory_mb();

    let mut film = b.node.db().blobs().writer(FILM_BYTES);
    let mut piece = vec![0; PIECE_BYTES];
    for number in 0..FILM_BYTES / PIECE_BYTES as u64 {
        piece[..8].copy_from_slice(&number.to_be_bytes());
        film.write(&piece).await.unwrap();
    }
    let film = film.finish(None).await.unwrap();
    let hash = film.hash;
    let mut rng = StdRng::seed_from_u64(11);
    let mut largest = 0;
    proxy.be(Mode::Cut(rng.random_range(4 << 20..16 << 20))).await;
    let with_film = publish_held((&ASTANA, &b), &id, "urn:astana:film", film).await;
    for cut in 0..10_u64 {
        let (before, end) = (proxy.blob_bytes(), Instant::now() + Duration::from_secs(30));
        while proxy.cuts() <= cut {
            assert!(Instant::now() < end, "break {cut} is not overcome: {before} bytes so far");
            largest = largest.max(memory_mb());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        proxy.be(Mode::Cut(rng.random_range(4 << 20..16 << 20))).await;
        if cut == 3 {
            let story = publish((&ASTANA, &b), &id, "urn:astana:story", 1, None).await;
            until("the story overtakes the film", || async { shown(&a, &story).await == Some(1) }).await;
            assert_eq!(shown(&a, &with_film).await, None, "the film should still be under way");
        }
    }
    proxy.be(Mode::Honest).await;
    let sampled = AtomicU64::new(0);
    until("the film is shown", || async {
        sampled.fetch_max(memory_mb(), Ordering::SeqCst);
        shown(&a, &with_film).await == Some(1)
    })
    .await;
    let largest = largest.max(sampled.into_inner());
    assert!(proxy.cuts() >= 10, "the line broke {} times", proxy.cuts());
    let extra = proxy.blob_bytes() - FILM_BYTES;
    assert!(extra < proxy.cuts() * IN_FLIGHT_BYTES, "{extra} bytes were sent again");
    assert!(largest.saturating_sub(memory) < 64, "memory grew from {memory} to {largest} MB");
    let reader = a.node.db().read_blob(&hash).await.unwrap().unwrap();
    assert_eq!((reader.size(), Hash::of(&reader.bytes(FILM_BYTES).await.unwrap())), (FILM_BYTES, hash));
    settled(&a, &b, &id).await;
    assert!(findings(&a).await.is_empty());
    a.stop().await;
    b.stop().await;
}
