//! The writer thread bears jobs that fail and jobs that panic: each fails alone, nothing of it is kept, and the node goes
//! on as if it had not been.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::audit::settled;
use common::news::{publish, shown};
use common::{ASTANA, HANOI, free_port, partners, until};
use interwire::node::NodeError;
use interwire_core::exchange::store::StoreError;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_fails_or_panics_is_undone_and_the_exchange_goes_on_at_once() {
    let dirs = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let ports = [free_port(), free_port()];
    let a = HANOI.start_at(dirs[0].path(), ports[0]).await;
    let b = ASTANA.start_at(dirs[1].path(), ports[1]).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id;
    settled(&a, &b, &id).await;
    // Nobody is there who could confirm Hanoi's journal anew.
    b.stop().await;
    let failed: Result<(), _> = a
        .node
        .step(|step| {
            step.tx.put_setting("half", "done")?;
            Err(StoreError("the disk is full".to_owned()))
        })
        .await;
    assert_eq!(failed, Err(NodeError::Store(StoreError("the disk is full".to_owned()))));
    let broken: Result<(), _> = a
        .node
        .step(|step| {
            step.tx.put_setting("half", "done")?;
            panic!("an index out of range")
        })
        .await;
    assert_eq!(broken, Err(NodeError::Broken("an index out of range".to_owned())));
    let (half, writable) = a
        .node
        .step({
            let id = id.clone();
            move |step| Ok((step.tx.setting("half")?, step.machine.is_confirmed(&id)))
        })
        .await
        .unwrap();
    assert_eq!((half, writable), (None, true), "nothing of them is kept, and Hanoi may still write");
    let story = publish((&HANOI, &a), &id, "urn:hanoi:1", 1, None).await;
    let b = ASTANA.start_at(dirs[1].path(), ports[1]).await;
    until("it arrives", || async { shown(&b, &story).await == Some(1) }).await;
    settled(&a, &b, &id).await;
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn among_many_jobs_each_is_kept_whole_or_told_to_have_failed() {
    let dir = tempfile::tempdir().unwrap();
    let a = HANOI.start_as(dir.path(), 0, None, |_| ()).await;
    let jobs = (0..200).map(|n| {
        let node = a.node.clone();
        tokio::spawn(async move {
            let done = node.step(move |step| {
                step.tx.put_setting(&format!("job {n}"), "done")?;
                assert!(n % 20 != 7, "job {n} is mistaken");
                Ok(())
            });
            (n, done.await)
        })
    });
    let (mut kept, mut broken, mut undone) = (0, 0, 0);
    for job in jobs.collect::<Vec<_>>() {
        let (n, outcome) = job.await.unwrap();
        let found = a.node.db().setting(&format!("job {n}")).await.unwrap();
        assert_eq!(found.is_some(), outcome.is_ok(), "job {n}: {outcome:?}");
        match outcome {
            Ok(()) => kept += 1,
            Err(NodeError::Broken(_)) if n % 20 == 7 => broken += 1,
            Err(NodeError::Store(_)) if n % 20 != 7 => undone += 1,
            Err(other) => panic!("job {n}: {other}"),
        }
    }
    assert_eq!((broken, kept + undone), (10, 190), "{kept} kept, {undone} undone");
    a.stop().await;
}
