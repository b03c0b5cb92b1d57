//! A film over a line that breaks ten times at random: it arrives once, resumed and not begun again, in flat memory, and
//! every story that is published meanwhile overtakes it. Its size is 200 MB, or what INTERWIRE_LARGE says, as `2G`: then
//! the test tells what it measured.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr)]

mod common;

use common::audit::{findings, memory_mb, settled};
use common::news::{publish, publish_held, shown};
use common::proxy::{Mode, Proxy};
use common::{ASTANA, HANOI, partners_at};
use interwire::blobs::{StoredBlob, hash_of_file};
use interwire::running::Running;
use interwire_core::ids::{AgreementId, ItemKey};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::time::{Duration, Instant};

const FILM_BYTES: u64 = 200 << 20;
const PIECE_BYTES: usize = 1 << 20;
const BREAKS: u64 = 10;
/// What may be under way on a connection when it breaks.
const IN_FLIGHT_BYTES: u64 = 8 << 20;
/// How much more than before may be in use, for both nodes, the proxy between them and the test, which are one process.
const MEMORY_GROWTH_MB: u64 = 64;

/// The size of the film.
fn film_bytes() -> u64 {
    let Ok(text) = std::env::var("INTERWIRE_LARGE") else { return FILM_BYTES };
    let (digits, unit) = text.split_at(text.len() - 1);
    let number: u64 = digits.parse().expect("INTERWIRE_LARGE is a number and M or G");
    match unit {
        "M" => number << 20,
        "G" => number << 30,
        _ => panic!("INTERWIRE_LARGE is a number and M or G"),
    }
}

/// The longest for anything to happen to a film of this size.
fn patience(bytes: u64) -> Duration {
    Duration::from_secs(60 + bytes / (2 << 20))
}

/// Writes a film of which every piece is another.
async fn film(at: &Running, bytes: u64) -> StoredBlob {
    let mut film = at.node.db().blobs().writer(bytes);
    let mut piece = vec![0; PIECE_BYTES];
    for number in 0..bytes / PIECE_BYTES as u64 {
        piece[..8].copy_from_slice(&number.to_be_bytes());
        film.write(&piece).await.unwrap();
    }
    film.finish(None).await.unwrap()
}

/// Publishes a story and waits until the other node shows it; returns how long that took.
async fn story(from: &Running, to: &Running, under: &AgreementId, name: &str) -> Duration {
    let began = Instant::now();
    let story = publish((&ASTANA, from), under, &format!("urn:astana:{name}"), 1, None).await;
    while shown(to, &story).await.is_none() {
        assert!(began.elapsed() < Duration::from_secs(60), "the story {name} does not arrive");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    began.elapsed()
}

/// The greatest memory since it was last forgotten, and the processor's time, of this process.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024 / 1_000_000
}

fn forget_peak() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

fn processor_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    // The twelfth and thirteenth behind the name, in hundredths of a second.
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

fn told(latencies: &mut [Duration]) -> String {
    latencies.sort();
    let at = |part: usize| latencies[(latencies.len() - 1) * part / 100].as_millis();
    format!("{} stories, p50 {} ms, most {} ms", latencies.len(), at(50), at(100))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_film_arrives_over_a_line_that_breaks_and_delays_no_story() {
    let bytes = film_bytes();
    let dirs = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let a = HANOI.start_as(dirs[0].path(), 0, None, |_| ()).await;
    let b = ASTANA.start_as(dirs[1].path(), 0, None, |_| ()).await;
    let proxy = Proxy::before(b.address).await;
    let id = partners_at((&HANOI, &a), (&ASTANA, &b), 1, &proxy.base()).await.agreement.id;
    let film = film(&b, bytes).await;
    let hash = film.hash;
    let mut before = Vec::new();
    for number in 0..BREAKS {
        before.push(story(&b, &a, &id, &format!("before-{number}")).await);
    }
    forget_peak();
    let (memory, processor, began) = (memory_mb(), processor_s(), Instant::now());

    let mut rng = StdRng::seed_from_u64(11);
    // Ten of these are at most five sixths of the film, so all ten breaks come before its end.
    let mut somewhere = || rng.random_range(bytes / 40..bytes / 12);
    proxy.be(Mode::Cut(somewhere())).await;
    let with_film = publish_held((&ASTANA, &b), &id, "urn:astana:film", film).await;
    let mut meanwhile = Vec::new();
    for cut in 0..BREAKS {
        until(&format!("break {cut}"), bytes, async || proxy.cuts() > cut).await;
        proxy.be(Mode::Cut(if cut + 1 < BREAKS { somewhere() } else { u64::MAX })).await;
        meanwhile.push(story(&b, &a, &id, &format!("meanwhile-{cut}")).await);
        // After the last break nothing holds the film up.
        let under_way = shown(&a, &with_film).await.is_none();
        assert!(under_way || cut + 1 == BREAKS, "the film should still be under way");
    }
    until("the film is shown", bytes, async || shown(&a, &with_film).await == Some(1)).await;
    let (took, growth) = (began.elapsed(), peak_mb().saturating_sub(memory));
    eprintln!(
        "{} MB in {:.1} s, {:.1} s of the processor, {} breaks, {} MB sent again; memory {memory} MB and {growth} MB more\n\
         before: {}\nmeanwhile: {}",
        bytes >> 20,
        took.as_secs_f64(),
        processor_s() - processor,
        proxy.cuts(),
        (proxy.blob_bytes() - bytes) >> 20,
        told(&mut before),
        told(&mut meanwhile),
    );
    assert!(proxy.cuts() >= BREAKS, "the line broke {} times", proxy.cuts());
    let extra = proxy.blob_bytes() - bytes;
    assert!(extra < proxy.cuts() * IN_FLIGHT_BYTES, "{extra} bytes were sent again");
    assert!(growth < MEMORY_GROWTH_MB, "memory grew from {memory} MB by {growth} MB");
    once(&a, &with_film, &hash, bytes).await;
    settled(&a, &b, &id).await;
    assert!(findings(&a).await.is_empty());
    a.stop().await;
    b.stop().await;
}

/// The film is there once, with the right bytes, and nothing half of it is left.
async fn once(at: &Running, key: &ItemKey, hash: &interwire_core::ids::Hash, bytes: u64) {
    let blobs = at.node.db().blobs().clone();
    let (path, dir, expected) = (blobs.path(hash), blobs.dir().to_owned(), (*hash, bytes));
    let found = tokio::task::spawn_blocking(move || hash_of_file(&path).unwrap()).await.unwrap();
    assert_eq!(found, expected);
    for folder in ["resume", "incoming"] {
        let left = std::fs::read_dir(dir.join(folder)).unwrap().count();
        assert_eq!(left, 0, "something is left in {folder}");
    }
    let key = key.clone();
    let versions = at.node.db().desk_of_item(&key).await.unwrap();
    assert_eq!(versions.len(), 1);
}

async fn until(what: &str, bytes: u64, done: impl AsyncFn() -> bool) {
    let end = Instant::now() + patience(bytes);
    while !done().await {
        assert!(Instant::now() < end, "it never came to this: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
