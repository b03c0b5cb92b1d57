//! Three machines in one agreement: what a party may rely upon when another one lies, or cannot be reached.

use super::machine::Binding;
use super::message::{HeadRow, Heads, Request, Response};
use super::rehearsal::{Node, agreement, converge, sealed};
use super::session::{Lane, Session};
use super::store::{Standing, Store};
use super::write::extend;
use crate::ids::{AgreementId, Hash, JournalId};
use crate::protocol::v1::agreement::AgreementVersion;
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::statement::{AgreementAct, Body, Code, Seen, Statement};
use crate::time::Time;

const POOL: [(&str, u8); 3] = [("hanoi", 1), ("astana", 2), ("baku", 3)];

fn read_nothing(_: &[u8]) -> Result<Binding, Code> {
    Err("unreadable".parse().unwrap())
}

/// Hanoi has offered to astana and baku, and astana has signed; baku has heard of nothing.
fn offered() -> (Vec<Node>, AgreementVersion, i64) {
    let mut nodes: Vec<_> = POOL.iter().map(|(name, n)| Node::new(name, *n, read_nothing)).collect();
    let document = AgreementVersion::of(&agreement(&POOL)).unwrap();
    let now = 1_000_000;
    let seal = sealed(&document, "hanoi", 1);
    nodes[0].turn(now, |m, t| m.offer(t, &document.bytes, &[], Some(&seal))).unwrap().unwrap();
    introduce(&mut nodes, 0, 1, &document.agreement.id, now);
    sign(&mut nodes[1], &document, 2, now + 1);
    (nodes, document, now + 2)
}

/// The pool, in force.
fn pool() -> (Vec<Node>, AgreementId, i64) {
    let (mut nodes, document, mut now) = offered();
    let id = document.agreement.id.clone();
    introduce(&mut nodes, 1, 2, &id, now);
    sign(&mut nodes[2], &document, 3, now);
    converge(&mut nodes, &mut now);
    assert!(nodes.iter().all(|node| node.machine.deals()[&id].deliveries_allowed(Time::from_ms(now))));
    (nodes, id, now)
}

fn introduce(nodes: &mut [Node], from: usize, to: usize, id: &AgreementId, now: i64) {
    let offer = nodes[from].turn(now, |m, t| m.offer_request(t, id)).unwrap();
    let name = nodes[from].machine.me().clone();
    let answer = nodes[to].turn(now, |m, t| m.serve(t, &name, offer)).unwrap();
    assert!(matches!(answer, Response::Heads(_)), "{answer:?}");
}

fn sign(node: &mut Node, document: &AgreementVersion, n: u8, now: i64) {
    let (name, id) = (node.machine.me().clone(), document.agreement.id.clone());
    let seal = sealed(document, name.as_str(), n);
    // Who cannot be reached cannot tell what it holds of our journal; a person answers for it.
    node.machine.confirm_by_person(&id);
    node.turn(now, |m, t| m.sign(t, &id, document.hash, &seal)).unwrap().unwrap();
}

fn note(node: &mut Node, id: &AgreementId, now: i64) {
    let text = BlobRef { hash: Hash::of(b""), size: 0 };
    node.turn(now, |m, t| m.say(t, id, vec![Body::Note { text }])).unwrap();
}

fn journal(id: &AgreementId, party: &str) -> JournalId {
    JournalId { agreement: id.clone(), party: party.parse().unwrap(), epoch: 0 }
}

/// Writes into a node's own journal what its machine would not.
fn write_raw(node: &mut Node, id: &AgreementId, statement: &Statement) {
    let own = journal(id, node.machine.me().as_str());
    let bytes = statement.to_bytes().unwrap();
    node.turn(0, |m, t| {
        let mut row = t.journal(&own).unwrap();
        let size = row.size();
        extend(t, &mut row, size, &[bytes]).unwrap();
        let head = m.signed_head(&own, row.size(), row.frontier.root()).unwrap();
        (row.head, row.head_size) = (Some(head.clone()), row.size());
        (row.newest, row.newest_size, row.folded) = (Some(head), row.size(), row.size());
        t.store.put_journal(&row).unwrap();
    });
}

fn folded(node: &mut Node, id: &JournalId) -> (u64, u64) {
    node.store.journal(id).unwrap().map_or((0, 0), |row| (row.folded, row.size()))
}

fn found(node: &Node) -> Vec<(String, &'static str)> {
    node.store.findings().map(|finding| (finding.about.to_string(), finding.code)).collect()
}

#[test]
fn an_agreement_can_be_signed_although_its_offerer_cannot_be_reached() {
    let (mut nodes, document, now) = offered();
    let id = document.agreement.id.clone();
    introduce(&mut nodes, 1, 2, &id, now);
    let stands = nodes[2].machine.deals()[&id].life.versions().to_vec();
    let missing: Vec<_> = stands.iter().flat_map(|stand| &stand.missing).map(|party| party.as_str()).collect();
    assert_eq!(missing, ["baku"], "what hanoi and astana said was read");
    sign(&mut nodes[2], &document, 3, now);
    assert!(nodes[2].machine.deals()[&id].deliveries_allowed(Time::from_ms(now)));
}

#[test]
fn who_heard_of_an_agreement_from_another_party_is_introduced_to_it_all_the_same() {
    let (mut nodes, document, now) = offered();
    let id = document.agreement.id.clone();
    let baku = nodes[2].machine.me().clone();
    let told = |holds: &[&str]| {
        let row = |party: &&str| HeadRow { journal: journal(&id, party), holds: 2, head: None, newest: None };
        let journals = holds.iter().map(row).collect();
        Response::Heads(Heads { from: baku.clone(), endpoint: None, journals, wants: vec![], token: 0 })
    };
    for (holds, introduced) in [(&["astana"][..], true), (&["astana", "hanoi"], false)] {
        let mut push = Session::new(baku.clone(), Lane::Push);
        let ask = nodes[0].turn(now, |m, t| push.next(m, t)).unwrap().unwrap();
        nodes[0].turn(now, |m, t| push.done(m, t, &ask, Ok(told(holds)), 0)).unwrap();
        let next = nodes[0].turn(now, |m, t| push.next(m, t)).unwrap().unwrap();
        assert_eq!(matches!(next, Request::Offer(_)), introduced, "{next:?}");
    }
}

#[test]
fn a_head_that_never_was_holds_up_nobody_who_knows_better() {
    let (mut nodes, id, mut now) = pool();
    let (hanoi, astana) = (journal(&id, "hanoi"), journal(&id, "astana"));
    let lie = Seen { party: astana.party.clone(), epoch: 0, size: 1_000_000, root: Hash::of(b"lie") };
    let text = BlobRef { hash: Hash::of(b""), size: 0 };
    let said = Statement::new(Time::from_ms(now), vec![lie], Body::Note { text });
    write_raw(&mut nodes[0], &id, &said);
    converge(&mut nodes, &mut now);
    let (seen, held) = folded(&mut nodes[2], &hanoi);
    assert_eq!(seen + 1, held, "baku cannot know yet whether astana has written so much");
    note(&mut nodes[1], &id, now);
    converge(&mut nodes, &mut now);
    for journal in [&hanoi, &astana] {
        let (seen, held) = folded(&mut nodes[2], journal);
        assert_eq!(seen, held, "{journal}");
    }
    let row = nodes[2].store.journal(&hanoi).unwrap().unwrap();
    assert!(row.seen.values().all(|size| *size < 1_000), "what never was does not count as seen: {:?}", row.seen);
    assert_eq!(found(&nodes[1]), [("hanoi".to_owned(), "after-conflict")]);
    assert_eq!(found(&nodes[2]), [], "whether hanoi or astana lies is not for baku to say");
}

#[test]
fn who_builds_upon_a_history_that_we_do_not_hold_is_not_accused() {
    let (mut nodes, document, mut now) = offered();
    let id = document.agreement.id.clone();
    converge(&mut nodes[..2], &mut now);
    introduce(&mut nodes, 1, 2, &id, now);
    // Baku signs in the history that hanoi sees, and says something else in the one that astana sees.
    let before = nodes[2].store.clone();
    sign(&mut nodes[2], &document, 3, now);
    let two = [nodes.remove(0), nodes.remove(1)];
    let mut with_hanoi: Vec<Node> = two.into();
    converge(&mut with_hanoi, &mut now);
    let declined = with_hanoi.pop().unwrap();
    let mut other = Node { store: before, ..declined };
    let mut store = other.store.clone();
    other.machine.reload(&mut store).unwrap();
    other.machine.confirm_by_person(&id);
    let reason = "unspecified".parse().unwrap();
    other.turn(now, |m, t| m.decline(t, &id, document.hash, reason)).unwrap().unwrap();
    let mut with_astana = vec![nodes.remove(0), other];
    converge(&mut with_astana, &mut now);
    let mut nodes = vec![with_hanoi.remove(0), with_astana.remove(0)];
    let reason = "unspecified".parse().unwrap();
    nodes[0].turn(now, |m, t| m.act(t, &id, AgreementAct::Suspended, reason)).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    let baku = nodes[1].store.journal(&journal(&id, "baku")).unwrap().unwrap();
    assert_eq!(baku.standing, Standing::Forked);
    assert_eq!(folded(&mut nodes[1], &journal(&id, "hanoi")), folded(&mut nodes[0], &journal(&id, "hanoi")));
    assert_eq!(found(&nodes[1]), [("baku".to_owned(), "fork")]);
}
