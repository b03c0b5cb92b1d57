//! What a partner cannot make us keep or believe: another's heads, epochs without end, entries beyond the limit.

use super::*;
use crate::exchange::message::{EPOCHS_AHEAD_MAX, Page, Refusal};
use crate::exchange::replicate::Taken;
use crate::ids::JournalId;
use crate::journal::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::journal::tree;
use crate::protocol::v1::statement::STATEMENT_BYTES_MAX;

#[test]
fn heads_in_the_name_of_another_are_refused_and_are_no_answer() {
    let (mut nodes, _, now) = partners(read_words);
    let (hanoi, astana) = (nodes[0].machine.me().clone(), nodes[1].machine.me().clone());
    let mut heads = nodes[0].turn(now, |m, t| m.heads_for(t, &astana)).unwrap();
    let told = |heads: &super::super::message::Heads| Request::TellHeads(heads.clone());
    let good = nodes[1].turn(now, |m, t| m.serve(t, &hanoi, told(&heads))).unwrap();
    assert!(matches!(good, Response::Heads(_)));
    heads.from = "baku".parse().unwrap();
    let answer = nodes[1].turn(now, |m, t| m.serve(t, &hanoi, told(&heads))).unwrap();
    assert_eq!(answer, Response::Refused(Refusal::Forged));
    let mut lane = Session::new(hanoi, Lane::Pull);
    let request = nodes[1].turn(now, |m, t| lane.next(m, t)).unwrap().unwrap();
    nodes[1].turn(now, |m, t| lane.done(m, t, &request, Ok(Response::Heads(heads)), 0)).unwrap();
    assert_eq!(lane.trouble().1, Some(super::super::session::Failure::Garbage));
}

fn page_of(journal: JournalId, entries: Vec<Vec<u8>>) -> Page {
    let leaves: Vec<_> = entries.iter().map(|bytes| tree::leaf_hash(bytes)).collect();
    let head = Checkpoint { origin: journal.clone(), size: entries.len() as u64, root: tree::root_of(&leaves) };
    let signed = SignedCheckpoint::sign(&head, &NodeKey::from_seed(&[101; 32])).unwrap();
    Page { journal, from: 0, entries, checkpoint: signed.as_str().to_owned(), proof: vec![] }
}

#[test]
fn endless_epochs_fill_no_disk() {
    let (mut nodes, id, now) = partners(read_words);
    let hanoi = nodes[0].machine.me().clone();
    let before = nodes[1].store.all_journals().count();
    for epoch in 1..50 {
        let journal = JournalId { agreement: id.clone(), party: hanoi.clone(), epoch };
        let page = page_of(journal.clone(), vec![b"{}".to_vec()]);
        let mut heads = nodes[0].turn(now, |m, t| m.heads_for(t, &"astana".parse().unwrap())).unwrap();
        heads.journals[0].journal = journal;
        heads.journals[0].head = Some(page.checkpoint.clone());
        nodes[1].turn(now, |m, t| m.hear(t, &hanoi, &heads)).unwrap();
        let taken = nodes[1].turn(now, |m, t| m.take_page(t, &hanoi, &page)).unwrap();
        assert_eq!(taken == Taken::Closed, epoch > EPOCHS_AHEAD_MAX, "{epoch}: {taken:?}");
    }
    assert_eq!(nodes[1].store.all_journals().count() - before, EPOCHS_AHEAD_MAX as usize);
}

#[test]
fn an_entry_beyond_the_limit_is_not_taken_with_its_page() {
    let (mut nodes, id, now) = partners(read_words);
    let hanoi = nodes[0].machine.me().clone();
    let journal = JournalId { agreement: id, party: hanoi.clone(), epoch: 1 };
    for (bytes, expected) in [(STATEMENT_BYTES_MAX + 1, Taken::Forged), (STATEMENT_BYTES_MAX, Taken::Grown)] {
        let page = page_of(journal.clone(), vec![vec![b' '; bytes]]);
        assert_eq!(nodes[1].turn(now, |m, t| m.take_page(t, &hanoi, &page)).unwrap(), expected);
    }
}
