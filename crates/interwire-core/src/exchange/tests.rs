//! Two machines in one test: an agreement offered and signed, a story delivered, corrected, killed and released.
//! The simulation does the same with everything going wrong.

mod epochs;
mod hostile;

use super::machine::{Binding, Effect};
use super::memory::MemoryStore;
use super::message::{Request, Response};
use super::offer::Sealed;
use super::recall::{Order, Publication};
use super::rehearsal::{Node, agreement, converge, partners, sealed};
use super::session::{Lane, Session};
use super::store::{Store, VersionState};
use crate::ids::{AgreementId, Hash, ItemId, ItemKey, JournalId, Position};
use crate::keys::NodeKey;
use crate::protocol::v1::agreement::AgreementVersion;
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::statement::{Action, Code, PubStatus};
use crate::time::Time;

/// A stand-in for item documents: `source item version status media...`, one word each.
pub(super) fn read_words(bytes: &[u8]) -> Result<Binding, Code> {
    let unreadable = || "unreadable".parse::<Code>().unwrap();
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
    let words: Vec<_> = text.split(' ').collect();
    let [source, item, version, status, ..] = words[..] else { return Err(unreadable()) };
    Ok(Binding {
        source: source.parse().map_err(|_| unreadable())?,
        item: item.parse().map_err(|_| unreadable())?,
        guid: format!("urn:{source}:{item}").parse().unwrap(),
        version: version.parse().map_err(|_| unreadable())?,
        status: status.parse().map_err(|_| unreadable())?,
        media: Vec::new(),
    })
}

pub(super) fn publish(node: &mut Node, agreement: &AgreementId, n: u8, version: u64, now: i64) -> ItemKey {
    let me = node.machine.me().clone();
    let item = ItemId::from_bytes([n; 16]);
    let doc = format!("{me} {item} {version} usable text");
    let blob = BlobRef { hash: Hash::of(doc.as_bytes()), size: doc.len() as u64 };
    let publication = Publication {
        item: item.clone(),
        version,
        status: PubStatus::Usable,
        doc: blob,
        under: vec![(agreement.clone(), format!("news-{me}").parse().unwrap())],
        test: false,
    };
    node.turn(now, |m, t| {
        t.store.put_blob(&blob.hash, doc.as_bytes()).unwrap();
        m.publish(t, &publication).unwrap();
    });
    ItemKey { source: me, item }
}

fn order(node: &mut Node, key: &ItemKey, action: Action, through: u64, now: i64) {
    let order = Order { action, reason: "false-report".parse().unwrap(), through, replaced_by: None };
    node.turn(now, |m, t| m.order(t, &key.item, &order)).unwrap();
}

pub(super) fn shown(node: &mut Node, key: &ItemKey) -> Option<u64> {
    let item = node.store.item(key).unwrap()?;
    let version = node.store.version(key, item.current?).unwrap()?;
    super::fold::usable(version.status, version.version, item.recall.as_ref()).then_some(version.version)
}

#[test]
fn a_story_is_delivered_corrected_killed_and_released() {
    let (mut nodes, id, mut now) = partners(read_words);
    assert!(nodes.iter().all(|n| n.machine.deals()[&id].deliveries_allowed(Time::from_ms(now))));
    let key = publish(&mut nodes[0], &id, 1, 1, now);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[1], &key), Some(1));
    publish(&mut nodes[0], &id, 1, 2, now);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[1], &key), Some(2));
    order(&mut nodes[0], &key, Action::Kill, 2, now);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[1], &key), None);
    // A later version arrives recalled.
    publish(&mut nodes[0], &id, 1, 3, now);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[1], &key), None);
    assert!(nodes[0].store.all_answers().count() > 0, "the source knows that it was stopped");
    nodes[0].turn(now, |m, t| m.release(t, &key.item)).unwrap();
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[1], &key), Some(3));
    let arrived = nodes[1].effects.iter().filter(|e| matches!(e, Effect::Arrived(..))).count();
    assert_eq!(arrived, 3);
    assert_eq!(nodes.iter().flat_map(|n| n.store.findings()).count(), 0);
}

#[test]
fn both_hold_the_same_journals_and_every_publication_is_acknowledged_once() {
    let (mut nodes, id, mut now) = partners(read_words);
    for n in 1..20 {
        publish(&mut nodes[usize::from(n % 2)], &id, n, 1, now);
    }
    converge(&mut nodes, &mut now);
    let copy =
        |node: &Node| -> Vec<_> { node.store.all_journals().map(|(row, e)| (row.id.clone(), e.to_vec())).collect() };
    assert_eq!(copy(&nodes[0]), copy(&nodes[1]));
    for node in &mut nodes {
        let versions: Vec<_> = node.store.versions().cloned().collect();
        for version in versions {
            assert_eq!(version.state, VersionState::Held);
            let acks = node.store.acks(&version.position).unwrap();
            assert!(acks.len() == 1 && acks[0].at.is_some(), "{acks:?}");
        }
    }
}

#[test]
fn a_correction_stops_the_versions_it_is_about() {
    let (mut nodes, id, mut now) = partners(read_words);
    let key = publish(&mut nodes[0], &id, 1, 1, now);
    order(&mut nodes[0], &key, Action::Correct, 1, now);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[1], &key), None);
    publish(&mut nodes[0], &id, 1, 2, now);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[1], &key), Some(2));
}

#[test]
fn a_disk_restored_from_an_old_copy_takes_its_journal_back_before_it_writes() {
    let (mut nodes, id, mut now) = partners(read_words);
    publish(&mut nodes[0], &id, 1, 1, now);
    converge(&mut nodes, &mut now);
    let old = nodes[0].store.clone();
    let lost = publish(&mut nodes[0], &id, 2, 1, now);
    converge(&mut nodes, &mut now);
    let before = nodes[1].store.clone();
    nodes[0].store = old;
    let mut store = nodes[0].store.clone();
    nodes[0].machine.reload(&mut store).unwrap();
    // It may not write yet: this waits.
    let waiting = publish(&mut nodes[0], &id, 3, 1, now);
    assert_eq!(nodes[0].store.queued(), 1);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[0], &lost), Some(1), "its own item is back, with its document");
    assert_eq!(shown(&mut nodes[1], &waiting), Some(1));
    assert_eq!(nodes[1].store.findings().count(), 0);
    let prefix = |store: &MemoryStore| store.all_journals().map(|(_, e)| e.to_vec()).collect::<Vec<_>>();
    for (then, now) in prefix(&before).iter().zip(prefix(&nodes[1].store)) {
        assert!(now.starts_with(then));
    }
}

#[test]
fn a_party_that_signs_two_histories_is_proven_to_have() {
    let (mut nodes, id, mut now) = partners(read_words);
    publish(&mut nodes[0], &id, 1, 1, now);
    converge(&mut nodes, &mut now);
    let old = nodes[0].store.clone();
    publish(&mut nodes[0], &id, 2, 1, now);
    converge(&mut nodes, &mut now);
    nodes[0].store = old;
    let mut store = nodes[0].store.clone();
    nodes[0].machine.reload(&mut store).unwrap();
    nodes[0].machine.confirm_by_person(&id);
    publish(&mut nodes[0], &id, 3, 1, now);
    publish(&mut nodes[0], &id, 4, 1, now);
    converge(&mut nodes, &mut now);
    let findings: Vec<_> = nodes[1].store.findings().cloned().collect();
    assert!(findings.iter().any(|f| f.code == "fork" && f.about.as_str() == "hanoi"), "{findings:?}");
    let evidence = crate::journal::evidence::ForkEvidence::from_bytes(&findings[0].evidence).unwrap();
    assert!(evidence.verify(evidence.journal(), &NodeKey::from_seed(&[101; 32]).public()));
}

#[test]
fn a_signature_under_a_false_seal_does_not_bind() {
    let mut nodes = vec![Node::new("hanoi", 1, read_words), Node::new("astana", 2, read_words)];
    let document = AgreementVersion::of(&agreement(&[("hanoi", 1), ("astana", 2)])).unwrap();
    let mut now = 1_000_000;
    let good = sealed(&document, "hanoi", 1);
    let id = nodes[0].turn(now, |m, t| m.offer(t, &document.bytes, &[], Some(&good))).unwrap().unwrap();
    let offer = nodes[0].turn(now, |m, t| m.offer_request(t, &id)).unwrap();
    let hanoi = nodes[0].machine.me().clone();
    nodes[1].turn(now, |m, t| m.serve(t, &hanoi, offer)).unwrap();
    let false_seal = Sealed { seal: [1; 64], ..sealed(&document, "astana", 2) };
    nodes[1].turn(now, |m, t| m.sign(t, &id, document.hash, &false_seal)).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    assert!(!nodes[0].machine.deals()[&id].deliveries_allowed(Time::from_ms(now)));
    assert!(nodes[0].store.findings().any(|f| f.code == "bad-seal" && f.about.as_str() == "astana"));
    nodes[1].turn(now, |m, t| m.sign(t, &id, document.hash, &sealed(&document, "astana", 2))).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    assert!(nodes[0].machine.deals()[&id].deliveries_allowed(Time::from_ms(now)));
}

#[test]
fn a_kill_does_not_wait_behind_a_long_list_of_documents() {
    let (mut nodes, id, now) = partners(read_words);
    let first = publish(&mut nodes[0], &id, 1, 1, now);
    for n in 2..60 {
        publish(&mut nodes[0], &id, n, 1, now);
    }
    let hanoi = nodes[0].machine.me().clone();
    let astana = nodes[1].machine.me().clone();
    let mut lane = Session::new(hanoi, Lane::Pull);
    let mut asked = Vec::new();
    for (round, later) in (0..8).zip((0..).map(|n| now + n * 300)) {
        let request = nodes[1].turn(later, |m, t| lane.next(m, t)).unwrap().unwrap();
        asked.push(matches!(request, Request::Heads { .. }));
        let answer = nodes[0].turn(later, |m, t| m.serve(t, &astana, request.clone())).unwrap();
        // One document at a time, as over a thin line.
        let answer = match answer {
            Response::Blobs(mut blobs) => Response::Blobs(blobs.drain(..1).collect()),
            other => other,
        };
        nodes[1].turn(later, |m, t| lane.done(m, t, &request, Ok(answer), 0)).unwrap();
        if round == 2 {
            order(&mut nodes[0], &first, Action::Kill, 1, later);
        }
    }
    assert!(asked.iter().filter(|heads| **heads).count() >= 2, "{asked:?}");
    assert_eq!(shown(&mut nodes[1], &first), None);
    assert!(nodes[1].store.item(&first).unwrap().unwrap().recall.is_some(), "{asked:?}");
}

/// The journal of astana has forked; both agree on a new epoch and go on.
#[test]
fn a_new_epoch_cures_a_fork_once_both_have_begun_it() {
    let (mut nodes, id, mut now) = partners(read_words);
    publish(&mut nodes[1], &id, 1, 1, now);
    converge(&mut nodes, &mut now);
    let old = nodes[1].store.clone();
    publish(&mut nodes[1], &id, 2, 1, now);
    converge(&mut nodes, &mut now);
    nodes[1].store = old;
    let mut store = nodes[1].store.clone();
    nodes[1].machine.reload(&mut store).unwrap();
    nodes[1].machine.confirm_by_person(&id);
    publish(&mut nodes[1], &id, 3, 1, now);
    converge(&mut nodes, &mut now);
    assert!(nodes[0].store.findings().any(|f| f.code == "fork"));

    // The honest side proposes what it holds; the other gives up what only it has.
    let document = nodes[0].turn(now, |m, t| m.propose_epoch(t, &id, "fork".parse().unwrap())).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    let outcome = nodes[1].turn(now, |m, t| m.accept_epoch(t, &id, &document, false)).unwrap();
    assert_eq!(outcome, Err(super::epoch::NoEpoch::OtherHeads));
    let before = publish(&mut nodes[0], &id, 6, 1, now);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[1], &before), None, "nothing of the epoch has effect before we began it too");
    nodes[1].turn(now, |m, t| m.accept_epoch(t, &id, &document, true)).unwrap().unwrap();
    let after = publish(&mut nodes[1], &id, 4, 1, now);
    let back = publish(&mut nodes[0], &id, 5, 1, now);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[0], &after), Some(1));
    assert_eq!(shown(&mut nodes[1], &back), Some(1));
    assert_eq!(shown(&mut nodes[1], &before), Some(1));
}

/// Reads from another node until nothing is left to ask.
fn pull(nodes: &mut [Node], reader: usize, from: usize, now: i64) {
    let (us, them) = (nodes[reader].machine.me().clone(), nodes[from].machine.me().clone());
    let mut lane = Session::new(them, Lane::Pull);
    while let Some(request) = nodes[reader].turn(now, |m, t| lane.next(m, t)).unwrap() {
        if matches!(request, Request::Heads { since: Some(_) }) {
            return;
        }
        let answer = nodes[from].turn(now, |m, t| m.serve(t, &us, request.clone())).unwrap();
        nodes[reader].turn(now, |m, t| lane.done(m, t, &request, Ok(answer), 0)).unwrap();
    }
}

#[test]
fn answers_that_crossed_the_proposal_of_an_epoch_are_said_again_in_it() {
    let (mut nodes, id, mut now) = partners(read_words);
    publish(&mut nodes[0], &id, 1, 1, now);
    let journal = JournalId { agreement: id.clone(), party: nodes[0].machine.me().clone(), epoch: 0 };
    let index = nodes[0].store.journal(&journal).unwrap().unwrap().size() - 1;
    pull(&mut nodes, 1, 0, now);
    nodes[1].turn(now, |m, t| m.flush(t, &id)).unwrap();
    // Hanoi has not heard that astana has it.
    let document = nodes[0].turn(now, |m, t| m.propose_epoch(t, &id, "fork".parse().unwrap())).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    nodes[1].turn(now, |m, t| m.accept_epoch(t, &id, &document, false)).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    let acks = nodes[0].store.acks(&Position { journal, index }).unwrap();
    assert_eq!(acks.len(), 1, "{acks:?}");
    let mut lane = Session::new(nodes[1].machine.me().clone(), Lane::Pull);
    let heads = nodes[0].turn(now, |m, t| lane.next(m, t)).unwrap().unwrap();
    let hanoi = nodes[0].machine.me().clone();
    let answer = nodes[1].turn(now, |m, t| m.serve(t, &hanoi, heads.clone())).unwrap();
    nodes[0].turn(now, |m, t| lane.done(m, t, &heads, Ok(answer), 0)).unwrap();
    let next = nodes[0].turn(now, |m, t| lane.next(m, t)).unwrap();
    assert!(
        matches!(next, Some(Request::Heads { since: Some(_) })),
        "nothing is asked of what is left behind: {next:?}"
    );
    let after = publish(&mut nodes[1], &id, 2, 1, now);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[0], &after), Some(1));
}

#[test]
fn a_stranger_cannot_speak_as_a_party_that_we_know_under_another_root() {
    let (mut nodes, id, mut now) = partners(read_words);
    let key = publish(&mut nodes[0], &id, 1, 1, now);
    converge(&mut nodes, &mut now);
    let mut evil = Node::new("evil", 7, read_words);
    let mut false_hanoi = agreement(&[("evil", 7), ("astana", 2), ("hanoi", 40)]);
    false_hanoi.id = AgreementId::from_random([0xff; 16]);
    let version = AgreementVersion::of(&false_hanoi).unwrap();
    let offered = evil.turn(now, |m, t| m.offer(t, &version.bytes, &[], None)).unwrap().unwrap();
    let offer = evil.turn(now, |m, t| m.offer_request(t, &offered)).unwrap();
    let answer = nodes[1].turn(now, |m, t| m.serve(t, &"evil".parse().unwrap(), offer)).unwrap();
    assert_eq!(answer, Response::Refused(super::message::Refusal::BadOffer));
    assert_eq!(nodes[1].machine.rings_of(&key.source).len(), 1);
    assert_eq!(shown(&mut nodes[1], &key), Some(1));
}

#[test]
fn an_offer_that_was_taken_back_can_no_longer_be_signed() {
    let mut nodes = vec![Node::new("hanoi", 1, read_words), Node::new("astana", 2, read_words)];
    let document = AgreementVersion::of(&agreement(&[("hanoi", 1), ("astana", 2)])).unwrap();
    let now = 1_000_000;
    let id = nodes[0].turn(now, |m, t| m.offer(t, &document.bytes, &[], None)).unwrap().unwrap();
    let hanoi = nodes[0].machine.me().clone();
    let bring = |nodes: &mut Vec<Node>| {
        let offer = nodes[0].turn(now, |m, t| m.offer_request(t, &id)).unwrap();
        let answer = nodes[1].turn(now, |m, t| m.serve(t, &hanoi, offer)).unwrap();
        assert!(matches!(answer, Response::Heads(_)), "{answer:?}");
    };
    bring(&mut nodes);
    nodes[0].turn(now, |m, t| m.withdraw(t, &id, document.hash)).unwrap().unwrap();
    assert!(nodes[0].turn(now, |m, t| m.withdraw(t, &id, document.hash)).unwrap().is_err(), "twice");
    bring(&mut nodes);
    let signed = nodes[1].turn(now, |m, t| m.sign(t, &id, document.hash, &sealed(&document, "astana", 2))).unwrap();
    assert!(signed.is_err(), "{signed:?}");
    assert!(nodes[1].turn(now, |m, t| m.withdraw(t, &id, document.hash)).unwrap().is_err(), "it is not astana's");
}

#[test]
fn an_offer_has_no_effect_but_to_be_read_until_we_have_signed() {
    let mut nodes = vec![Node::new("hanoi", 1, read_words), Node::new("astana", 2, read_words)];
    let document = AgreementVersion::of(&agreement(&[("hanoi", 1), ("astana", 2)])).unwrap();
    let mut now = 1_000_000;
    let signed = sealed(&document, "hanoi", 1);
    let id = nodes[0].turn(now, |m, t| m.offer(t, &document.bytes, &[], Some(&signed))).unwrap().unwrap();
    let key = publish(&mut nodes[0], &id, 1, 1, now);
    order(&mut nodes[0], &key, Action::Kill, 1, now);
    let offer = nodes[0].turn(now, |m, t| m.offer_request(t, &id)).unwrap();
    let hanoi = nodes[0].machine.me().clone();
    nodes[1].turn(now, |m, t| m.serve(t, &hanoi, offer)).unwrap();
    nodes[1].turn(now, |m, t| m.flush(t, &id)).unwrap();
    assert!(nodes[1].store.items().next().is_none());
    assert!(nodes[1].store.all_journals().all(|(row, _)| row.id.party == hanoi), "we have written something");
    assert!(nodes[1].machine.rings_of(&hanoi).is_empty(), "hanoi may not speak to us yet");
    let page = nodes[0].turn(now, |m, t| m.serve(t, &hanoi, Request::Heads { since: None })).unwrap();
    let Response::Heads(heads) = page else { panic!("{page:?}") };
    nodes[1].turn(now, |m, t| m.serve(t, &hanoi, Request::TellHeads(heads))).unwrap();
    now += 1;
    nodes[1].turn(now, |m, t| m.sign(t, &id, document.hash, &sealed(&document, "astana", 2))).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    assert!(nodes[0].machine.deals()[&id].deliveries_allowed(Time::from_ms(now)));
    let first = nodes[1].store.clone().entries(&own(&nodes[1], &id), 0, 1, 0).unwrap();
    assert!(String::from_utf8_lossy(&first[0]).contains("\"kind\":\"keys\""));
}

fn own(node: &Node, id: &AgreementId) -> crate::ids::JournalId {
    crate::ids::JournalId { agreement: id.clone(), party: node.machine.me().clone(), epoch: 0 }
}

#[test]
fn an_order_that_says_more_than_we_know_is_obeyed() {
    let (mut nodes, id, mut now) = partners(read_words);
    let key = publish(&mut nodes[0], &id, 1, 1, now);
    order(&mut nodes[0], &key, Action::Kill, 1, now);
    converge(&mut nodes, &mut now);
    let all = nodes[0].store.all_journals().flat_map(|(_, entries)| entries.to_vec()).collect::<Vec<_>>();
    let kill = all.iter().find(|bytes| String::from_utf8_lossy(bytes).contains("\"kind\":\"recalled\"")).unwrap();
    let more = String::from_utf8_lossy(kill).replace("\"v\":1", "\"urgent\":true,\"v\":1");
    let read = crate::protocol::v1::statement::Statement::from_bytes(more.as_bytes()).unwrap();
    assert!(matches!(read.body, crate::protocol::v1::statement::Body::Recalled(_)));
}
