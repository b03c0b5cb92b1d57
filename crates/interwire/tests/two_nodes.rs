//! Two real nodes on loopback: an offer between strangers, a story, a correction, a kill, a picture larger than a row.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::news::{kill, publish, shown};
use common::{ASTANA, HANOI, free_port, partners, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_story_and_a_picture_are_delivered_corrected_and_killed() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let a = HANOI.start_at(dir_a.path(), free_port()).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let version = partners((&HANOI, &a), (&ASTANA, &b), 1).await;
    let id = version.agreement.id.clone();
    let story = publish((&HANOI, &a), &id, "urn:hanoi:1", 1, None).await;
    until("the story is shown", || async { shown(&b, &story).await == Some(1) }).await;
    publish((&HANOI, &a), &id, "urn:hanoi:1", 2, None).await;
    until("the correction is shown", || async { shown(&b, &story).await == Some(2) }).await;
    let picture = publish((&ASTANA, &b), &id, "urn:astana:1", 1, Some(vec![7; 300_000])).await;
    let film = publish((&ASTANA, &b), &id, "urn:astana:2", 1, Some(vec![8; 3_000_000])).await;
    until("the picture is shown", || async { shown(&a, &picture).await == Some(1) }).await;
    until("the film is shown", || async { shown(&a, &film).await == Some(1) }).await;
    kill(&a, &story).await;
    until("the story is gone", || async { shown(&b, &story).await.is_none() }).await;
    a.stop().await;
    b.stop().await;
}

/// One side can be reached, the other cannot: everything is pushed by the one that can reach.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_behind_a_firewall_exchanges_both_ways() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let a = HANOI.start_at(dir_a.path(), 0).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let version = partners((&HANOI, &a), (&ASTANA, &b), 1).await;
    let id = version.agreement.id.clone();
    let from_a = publish((&HANOI, &a), &id, "urn:hanoi:1", 1, Some(vec![7; 100_000])).await;
    let from_b = publish((&ASTANA, &b), &id, "urn:astana:1", 1, Some(vec![8; 100_000])).await;
    let film = publish((&HANOI, &a), &id, "urn:hanoi:2", 1, Some(vec![9; 3_000_000])).await;
    until("pushed", || async { shown(&b, &from_a).await == Some(1) }).await;
    until("the film is brought", || async { shown(&b, &film).await == Some(1) }).await;
    until("pulled", || async { shown(&a, &from_b).await == Some(1) }).await;
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restarted_node_goes_on_where_it_was() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let ports = [free_port(), free_port()];
    let a = HANOI.start_at(dir_a.path(), ports[0]).await;
    let b = ASTANA.start_at(dir_b.path(), ports[1]).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    b.stop().await;
    let story = publish((&HANOI, &a), &id, "urn:hanoi:1", 1, None).await;
    a.stop().await;
    let a = HANOI.start_at(dir_a.path(), ports[0]).await;
    let while_unconfirmed = publish((&HANOI, &a), &id, "urn:hanoi:2", 1, None).await;
    let b = ASTANA.start_at(dir_b.path(), ports[1]).await;
    until("the first story is shown", || async { shown(&b, &story).await == Some(1) }).await;
    until("the waiting story is shown", || async { shown(&b, &while_unconfirmed).await == Some(1) }).await;
    a.stop().await;
    b.stop().await;
}
