//! Two machines in one test: an agreement offered and signed, a story delivered, corrected, killed and released.
//! The simulation does the same with everything going wrong.

use super::machine::{Binding, Effect, Identity, Machine, Turn};
use super::memory::MemoryStore;
use super::message::{Request, Response};
use super::offer::Sealed;
use super::recall::{Order, Publication};
use super::session::{Lane, Session};
use super::store::{Store, VersionState};
use crate::agreement::articles::exchange::{Exchange, Price};
use crate::agreement::articles::term::Term;
use crate::agreement::{Agreement, Article, Party, Terms, Wording};
use crate::ids::{AgreementId, Hash, ItemId, ItemKey, PartyId};
use crate::keys::{NodeKey, RootKey, SealKey};
use crate::protocol::v1::agreement::AgreementVersion;
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::page::SignaturePage;
use crate::protocol::v1::statement::{Action, Code, PubStatus};
use crate::time::Time;
use std::collections::BTreeMap;

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

pub(super) struct Node {
    pub(super) machine: Machine,
    pub(super) store: MemoryStore,
    effects: Vec<Effect>,
}

pub(super) fn root(n: u8) -> RootKey {
    RootKey::from_seed(&[n; 32])
}

pub(super) fn identity(name: &str, n: u8) -> Identity {
    let me: PartyId = name.parse().unwrap();
    let key = NodeKey::from_seed(&[n + 100; 32]);
    let seal = SealKey::from_seed(&[n + 200; 32]);
    let papers = [root(n).certify_node(&me, &key, 1).to_bytes(), root(n).certify_seal(&me, &seal, 2).to_bytes()];
    let certificates = papers.map(|bytes| String::from_utf8(bytes).unwrap()).to_vec();
    Identity { me, key, certificates, reader: read_words }
}

impl Node {
    pub(super) fn new(name: &str, n: u8) -> Self {
        let mut store = MemoryStore::default();
        let machine = Machine::load(identity(name, n), &mut store).unwrap();
        Self { machine, store, effects: Vec::new() }
    }
    pub(super) fn turn<T>(&mut self, now: i64, act: impl FnOnce(&mut Machine, &mut Turn) -> T) -> T {
        let mut turn = Turn::new(&mut self.store, Time::from_ms(now));
        let done = act(&mut self.machine, &mut turn);
        self.effects.extend(turn.effects);
        done
    }
}

pub(super) fn agreement(parties: &[(&str, u8)]) -> Agreement {
    let ids: Vec<PartyId> = parties.iter().map(|(name, _)| name.parse().unwrap()).collect();
    let party = |(name, n): &(&str, u8)| Party {
        id: name.parse().unwrap(),
        name: Wording::from([("en".parse().unwrap(), (*name).to_owned())]),
        root_key: root(*n).public(),
        country: None,
        address: None,
        signatory: None,
    };
    let article = |id: &str, terms| Article {
        id: id.parse().unwrap(),
        terms,
        sentence: BTreeMap::new(),
        wording: BTreeMap::new(),
    };
    let mut articles = vec![article("term", Terms::Term(Term::default()))];
    for from in &ids {
        let to = ids.iter().filter(|to| *to != from).cloned().collect();
        let exchange = Exchange {
            from: from.clone(),
            to,
            media: vec!["text".parse().unwrap()],
            languages: vec![],
            subjects: vec![],
            services: vec![],
            sources: vec![],
            originals: false,
            price: Price::Free,
        };
        articles.push(article(&format!("news-{from}"), Terms::Exchange(exchange)));
    }
    Agreement {
        id: AgreementId::from_random([9; 16]),
        title: Wording::from([("en".parse().unwrap(), "Exchange of news".to_owned())]),
        predecessor: None,
        parties: parties.iter().map(party).collect(),
        articles,
    }
}

/// The signature of a party's head on a version.
pub(super) fn sealed(version: &AgreementVersion, party: &str, n: u8) -> Sealed {
    let key = SealKey::from_seed(&[n + 200; 32]);
    let page = SignaturePage {
        agreement: version.agreement.id.clone(),
        agreement_version: version.hash,
        party: party.parse().unwrap(),
        signatory: "Vũ Việt Trang".into(),
        office: "Director General".into(),
        place: "Hà Nội".into(),
        date: "2026-05-06".parse().unwrap(),
        seal_key: key.public(),
    };
    Sealed { page: page.to_bytes().unwrap(), seal: page.seal(&key).unwrap().0 }
}

/// Lets both lanes of each node speak until nothing changes.
pub(super) fn converge(nodes: &mut [Node], now: &mut i64) {
    let mut quiet = 0;
    let names: Vec<_> = nodes.iter().map(|node| node.machine.me().clone()).collect();
    let mut lanes = Vec::new();
    for (i, _) in names.iter().enumerate() {
        for (k, peer) in names.iter().enumerate().filter(|(k, _)| *k != i) {
            lanes.push((i, k, Session::new(peer.clone(), Lane::Pull)));
        }
    }
    while quiet < 4 {
        *now += 10;
        quiet += 1;
        for (from, to, session) in &mut lanes {
            for _ in 0..50 {
                let request = nodes[*from].turn(*now, |m, t| session.next(m, t)).unwrap();
                let Some(request) = request else { break };
                let asker = nodes[*from].machine.me().clone();
                let answer = nodes[*to].turn(*now, |m, t| m.serve(t, &asker, request.clone())).unwrap();
                let only_heads = matches!(request, Request::Heads { .. });
                nodes[*from].turn(*now, |m, t| session.done(m, t, &request, Ok(answer), 0)).unwrap();
                if only_heads {
                    break;
                }
                quiet = 0;
            }
            let ids: Vec<_> = nodes[*from].machine.deals().keys().cloned().collect();
            for id in ids {
                nodes[*from].turn(*now, |m, t| m.flush(t, &id)).unwrap();
            }
        }
    }
}

/// Two nodes with an agreement in force.
pub(super) fn partners() -> (Vec<Node>, AgreementId, i64) {
    let mut nodes = vec![Node::new("hanoi", 1), Node::new("astana", 2)];
    let document = AgreementVersion::of(&agreement(&[("hanoi", 1), ("astana", 2)])).unwrap();
    let mut now = 1_000_000;
    let id = nodes[0]
        .turn(now, |m, t| m.offer(t, &document.bytes, &[], Some(&sealed(&document, "hanoi", 1))))
        .unwrap()
        .unwrap();
    let offer = nodes[0].turn(now, |m, t| m.offer_request(t, &id)).unwrap();
    let hanoi = nodes[0].machine.me().clone();
    let answer = nodes[1].turn(now, |m, t| m.serve(t, &hanoi, offer)).unwrap();
    assert!(matches!(answer, Response::Heads(_)), "{answer:?}");
    now += 10;
    nodes[1].turn(now, |m, t| m.sign(t, &id, document.hash, &sealed(&document, "astana", 2))).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    (nodes, id, now)
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
        media: vec![],
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

fn shown(node: &mut Node, key: &ItemKey) -> Option<u64> {
    let item = node.store.item(key).unwrap()?;
    let version = node.store.version(key, item.current?).unwrap()?;
    super::fold::usable(version.status, version.version, item.recall.as_ref()).then_some(version.version)
}

#[test]
fn a_story_is_delivered_corrected_killed_and_released() {
    let (mut nodes, id, mut now) = partners();
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
    let (mut nodes, id, mut now) = partners();
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
    let (mut nodes, id, mut now) = partners();
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
    let (mut nodes, id, mut now) = partners();
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
    let (mut nodes, id, mut now) = partners();
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
    let mut nodes = vec![Node::new("hanoi", 1), Node::new("astana", 2)];
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
