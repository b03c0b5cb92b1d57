//! A partner, or the line to it, misbehaves in every way: the node stays healthy and bounded, says what is wrong,
//! delivers to others meanwhile, and once it is over has lost nothing and doubled nothing.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::audit::{findings, settled};
use common::news::{publish, shown};
use common::proxy::Mode;
use common::stage::Stage;
use common::{ASTANA, copy_dir, put_back, until};
use interwire_core::ids::Hash;
use interwire_core::journal::evidence::ForkEvidence;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partner_that_is_away_or_says_no_is_named_and_served_later() {
    let mut stage = Stage::set().await;
    stage.fault(Mode::Down, &["IW-send-unreachable"]).await;
    stage.fault(Mode::Status(500), &["IW-send-failing"]).await;
    stage.fault(Mode::Status(404), &["IW-send-refused"]).await;
    stage.fault(Mode::TooMany(2), &["IW-send-busy"]).await;
    stage.waits_as_long_as_it_is_told().await;
    let hits = Arc::new(AtomicUsize::new(0));
    let trap = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let (address, count) = (trap.local_addr().unwrap(), Arc::clone(&hits));
    tokio::spawn(async move {
        while trap.accept().await.is_ok() {
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    stage.fault(Mode::Redirect(address), &["IW-send-redirect"]).await;
    assert_eq!(hits.load(Ordering::SeqCst), 0, "a redirect was followed");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_are_broken_forged_or_old_are_named_and_asked_for_again() {
    let mut stage = Stage::set().await;
    let stories = stage.stories().await;
    stage.delivered(&stories).await;
    stage.fault(Mode::Garbage, &["IW-send-signature", "IW-send-garbage"]).await;
    stage.fault(Mode::Half, &["IW-send-truncated"]).await;
    stage.fault(Mode::ForgedBody, &["IW-send-signature"]).await;
    stage.fault(Mode::ForgedSignature, &["IW-send-signature"]).await;
    stage.fault(Mode::Replay, &["IW-send-signature"]).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partner_that_drips_floods_or_keeps_silent_is_cut_off() {
    let mut stage = Stage::set().await;
    stage.fault(Mode::Slow, &["IW-send-too-slow"]).await;
    stage.fault(Mode::Endless, &["IW-send-too-large"]).await;
    stage.fault(Mode::Silent, &["IW-send-timeout"]).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_bytes_are_never_taken_and_fetched_again() {
    let mut stage = Stage::set().await;
    // A picture whose bytes have changed on the partner's disk; whatever else it sends arrives.
    stage.proxy.be(Mode::Down).await;
    let picture = vec![200; 20_000];
    let hash = Hash::of(&picture);
    let guid = "urn:astana:damaged";
    let damaged = publish((&ASTANA, stage.astana()), &stage.with_astana, guid, 1, Some(picture.clone())).await;
    stage.damage(hash, &[201; 20_000]).await;
    stage.proxy.be(Mode::Honest).await;
    let stories = stage.stories().await;
    stage.delivered(&stories).await;
    until("the wrong picture is named", || async { stage.trouble().as_deref() == Some("IW-send-forged") }).await;
    stage.baku_goes_on().await;
    assert_eq!(shown(&stage.hanoi, &damaged).await, None);
    stage.damage(hash, &picture).await;
    stage.hanoi.peers.nudge(&ASTANA.id());
    until("the picture is shown", || async { shown(&stage.hanoi, &damaged).await.is_some() }).await;
    let film = vec![7; 1_200_000];
    stage.proxy.be(Mode::WrongBlob).await;
    let with_film = publish((&ASTANA, stage.astana()), &stage.with_astana, "urn:astana:film", 1, Some(film)).await;
    let named = || async { stage.trouble().as_deref() == Some("IW-send-wrong-bytes") };
    until("the wrong film is named", named).await;
    stage.proxy.be(Mode::Honest).await;
    stage.hanoi.peers.nudge(&ASTANA.id());
    until("the film is shown", || async { shown(&stage.hanoi, &with_film).await.is_some() }).await;
    until("it is over", || async { stage.trouble().is_none() }).await;
    stage.end().await;
}

/// Astana's disk is put back from an old copy, and a person there lets the node write on, against all advice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rewritten_history_is_proven_and_shown_and_harms_nobody_else() {
    let mut stage = Stage::set().await;
    let copies = tempfile::tempdir().unwrap();
    let (dir, copy) = (stage.dirs[1].path().to_owned(), copies.path().join("copy"));
    let port = stage.astana().address.port();
    settled(&stage.hanoi, stage.astana(), &stage.with_astana).await;
    stage.restart_astana(port, || copy_dir(&dir, &copy)).await;
    let stories = stage.stories().await;
    stage.delivered(&stories).await;
    settled(&stage.hanoi, stage.astana(), &stage.with_astana).await;
    stage.proxy.be(Mode::Down).await;
    stage.restart_astana(port, || put_back(&copy, &dir)).await;
    let under = stage.with_astana.clone();
    stage
        .astana()
        .node
        .exchange(move |machine, _| {
            machine.confirm_by_person(&under);
            Ok(())
        })
        .await
        .unwrap();
    for n in 0..4 {
        publish((&ASTANA, stage.astana()), &stage.with_astana, &format!("urn:astana:other-{n}"), 1, None).await;
    }
    stage.proxy.be(Mode::Honest).await;
    until("the fork is found", || async { !findings(&stage.hanoi).await.is_empty() }).await;
    stage.baku_goes_on().await;
    let found = findings(&stage.hanoi).await;
    let [fork] = &found[..] else { panic!("{found:?}") };
    assert_eq!((fork.code.as_str(), &fork.about), ("fork", &ASTANA.id()));
    let evidence = ForkEvidence::from_bytes(&fork.evidence).unwrap();
    assert!(evidence.verify(&fork.journal, &ASTANA.key().public()), "anybody can check it");
    // What Hanoi holds stays as it was signed first, and Hanoi still delivers to Astana.
    let first = shown(&stage.hanoi, &stories[1]).await;
    assert_eq!(first, Some(1));
    for node in [stage.hanoi, stage.astana.unwrap(), stage.baku] {
        node.stop().await;
    }
}
