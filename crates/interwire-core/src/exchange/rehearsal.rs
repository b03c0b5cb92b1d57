//! Two machines in one process, without network or disk: how tests of this and other crates exchange something and
//! look at what arrived. Keys follow from numbers; nothing here is for a real node.
#![allow(clippy::unwrap_used, missing_docs, reason = "test support: what fails here fails the test")]

use super::machine::{Effect, Identity, Machine, Reader, Turn};
use super::memory::MemoryStore;
use super::message::{Request, Response};
use super::offer::Sealed;
use super::session::{Lane, Session};
use crate::agreement::articles::exchange::{Exchange, MEDIA, Price};
use crate::agreement::articles::term::Term;
use crate::agreement::articles::texts::Texts;
use crate::agreement::{Agreement, Article, Party, Terms, Wording};
use crate::ids::{AgreementId, PartyId};
use crate::keys::{NodeKey, RootKey, SealKey};
use crate::protocol::v1::agreement::AgreementVersion;
use crate::protocol::v1::page::SignaturePage;
use crate::time::Time;
use std::collections::BTreeMap;

pub struct Node {
    pub machine: Machine,
    pub store: MemoryStore,
    pub effects: Vec<Effect>,
}

pub fn root(n: u8) -> RootKey {
    RootKey::from_seed(&[n; 32])
}

pub fn identity(name: &str, n: u8, reader: Reader) -> Identity {
    let me: PartyId = name.parse().unwrap();
    let key = NodeKey::from_seed(&[n + 100; 32]);
    let seal = SealKey::from_seed(&[n + 200; 32]);
    let papers = [root(n).certify_node(&me, &key, 1).to_bytes(), root(n).certify_seal(&me, &seal, 2).to_bytes()];
    let certificates = papers.map(|bytes| String::from_utf8(bytes).unwrap()).to_vec();
    Identity { me, key, certificates, reader }
}

impl Node {
    pub fn new(name: &str, n: u8, reader: Reader) -> Self {
        let mut store = MemoryStore::default();
        let machine = Machine::load(identity(name, n, reader), &mut store).unwrap();
        Self { machine, store, effects: Vec::new() }
    }
    pub fn turn<T>(&mut self, now: i64, act: impl FnOnce(&mut Machine, &mut Turn) -> T) -> T {
        let mut turn = Turn::new(&mut self.store, Time::from_ms(now));
        let done = act(&mut self.machine, &mut turn);
        self.effects.extend(turn.effects);
        done
    }
}

pub fn agreement(parties: &[(&str, u8)]) -> Agreement {
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
    let texts = Texts { languages: vec!["en".parse().unwrap()], equally_authentic: true, prevails: None };
    let mut articles = vec![article("texts", Terms::Texts(texts)), article("term", Terms::Term(Term::default()))];
    for from in &ids {
        let to = ids.iter().filter(|to| *to != from).cloned().collect();
        let exchange = Exchange {
            from: from.clone(),
            to,
            media: MEDIA.iter().map(|word| word.parse().unwrap()).collect(),
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
pub fn sealed(version: &AgreementVersion, party: &str, n: u8) -> Sealed {
    sealed_by(version, party, &[n + 200; 32])
}

/// The same by a key of one's choice.
pub fn sealed_by(version: &AgreementVersion, party: &str, seed: &[u8; 32]) -> Sealed {
    let key = SealKey::from_seed(seed);
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
pub fn converge(nodes: &mut [Node], now: &mut i64) {
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
pub fn partners(reader: Reader) -> (Vec<Node>, AgreementId, i64) {
    let mut nodes = vec![Node::new("hanoi", 1, reader), Node::new("astana", 2, reader)];
    let mut now = 1_000_000;
    let id = bind(&mut nodes, [(0, 1), (1, 2)], &agreement(&[("hanoi", 1), ("astana", 2)]), &mut now);
    (nodes, id, now)
}

/// The first of two nodes offers and signs an agreement, the second signs it; each with the number of its keys.
pub fn bind(nodes: &mut [Node], [a, b]: [(usize, u8); 2], agreement: &Agreement, now: &mut i64) -> AgreementId {
    let document = AgreementVersion::of(agreement).unwrap();
    let (from, to) = (nodes[a.0].machine.me().clone(), nodes[b.0].machine.me().clone());
    let seal = sealed(&document, from.as_str(), a.1);
    let id = nodes[a.0].turn(*now, |m, t| m.offer(t, &document.bytes, &[], Some(&seal))).unwrap().unwrap();
    let offer = nodes[a.0].turn(*now, |m, t| m.offer_request(t, &id)).unwrap();
    let answer = nodes[b.0].turn(*now, |m, t| m.serve(t, &from, offer)).unwrap();
    assert!(matches!(answer, Response::Heads(_)), "{answer:?}");
    *now += 10;
    let seal = sealed(&document, to.as_str(), b.1);
    nodes[b.0].turn(*now, |m, t| m.sign(t, &id, document.hash, &seal)).unwrap().unwrap();
    converge(nodes, now);
    id
}
