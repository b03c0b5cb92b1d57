//! hanoi's items reach baku through astana; keys change and are revoked; what is not understood stops deliveries.

use crate::agreement::articles::document::Document;
use crate::agreement::articles::exchange::Source;
use crate::agreement::life::State;
use crate::agreement::{Agreement, Article, Terms};
use crate::exchange::machine::{Effect, Machine};
use crate::exchange::offer::CannotAct;
use crate::exchange::recall::Order;
use crate::exchange::rehearsal::{Node, agreement, bind, converge, identity, partners, root, sealed};
use crate::exchange::store::{Store, Stored, Verdict, VersionState};
use crate::exchange::tests::{publish, read_words, shown};
use crate::exchange::write::extend;
use crate::ids::{AgreementId, ItemKey, JournalId, PartyId};
use crate::keys::{NodeKey, RevocationReason, Role};
use crate::protocol::v1::agreement::AgreementVersion;
use crate::protocol::v1::statement::{Action, Body, Statement};
use crate::time::Time;
use std::collections::BTreeMap;

fn id_of(node: &Node) -> PartyId {
    node.machine.me().clone()
}

/// hanoi and astana exchange; astana relays hanoi's items to baku, if the second agreement says so.
fn chain(relays: bool) -> (Vec<Node>, AgreementId, AgreementId, i64) {
    let (mut nodes, first, mut now) = partners(read_words);
    nodes.push(Node::new("baku", 3, read_words));
    let mut second = agreement(&[("astana", 2), ("baku", 3)]);
    second.id = AgreementId::from_random([8; 16]);
    for article in &mut second.articles {
        if let Terms::Exchange(exchange) = &mut article.terms
            && exchange.from.as_str() == "astana"
            && relays
        {
            let source = |party: &str, n| Source { party: party.parse().unwrap(), root_key: root(n).public() };
            exchange.sources = vec![source("astana", 2), source("hanoi", 1)];
        }
    }
    let second = bind(&mut nodes, [(1, 2), (2, 3)], &second, &mut now);
    (nodes, first, second, now)
}

fn relay(nodes: &mut [Node], key: &ItemKey, version: u64, under: &AgreementId, now: i64) -> usize {
    let under = [(under.clone(), "news-astana".parse().unwrap())];
    nodes[1].turn(now, |m, t| m.relay(t, key, version, &under)).unwrap().len()
}

fn order(node: &mut Node, key: &ItemKey, action: Action, now: i64) {
    let order = Order { action, reason: "false-report".parse().unwrap(), through: 1, replaced_by: None };
    node.turn(now, |m, t| m.order(t, &key.item, &order)).unwrap();
}

#[test]
fn an_item_its_kill_and_its_release_pass_through_a_relay_under_the_sources_own_signature() {
    let (mut nodes, first, second, mut now) = chain(true);
    let key = publish(&mut nodes[0], &first, 1, 1, now);
    converge(&mut nodes, &mut now);
    assert_eq!(relay(&mut nodes, &key, 1, &second, now), 1);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[2], &key), Some(1), "{:?}", nodes[2].store.findings().collect::<Vec<_>>());
    order(&mut nodes[0], &key, Action::Kill, now);
    converge(&mut nodes, &mut now);
    assert_eq!((shown(&mut nodes[1], &key), shown(&mut nodes[2], &key)), (None, None));
    let answered = nodes[1].store.all_answers().filter(|(_, answer)| answer.by == id_of(&nodes[2])).count();
    assert_eq!(answered, 1, "the relay knows that it was stopped");
    assert_eq!(relay(&mut nodes, &key, 1, &second, now), 0, "what is recalled is not relayed");
    nodes[0].turn(now, |m, t| m.release(t, &key.item)).unwrap();
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[2], &key), Some(1));
    assert_eq!(nodes.iter().flat_map(|node| node.store.findings()).count(), 0);
}

#[test]
fn nobody_relays_what_the_agreement_does_not_name() {
    let (mut nodes, first, second, mut now) = chain(false);
    let key = publish(&mut nodes[0], &first, 1, 1, now);
    converge(&mut nodes, &mut now);
    assert_eq!(relay(&mut nodes, &key, 1, &second, now), 0);
    // Said all the same, it is refused and seen.
    let position = nodes[1].store.version(&key, 1).unwrap().unwrap().position;
    let entry = nodes[1].store.entries(&position.journal, position.index, 1, 0).unwrap().remove(0);
    let Body::Published(mut told) = Statement::from_bytes(&entry).unwrap().body else { panic!() };
    (told.source, told.article) = (Some(id_of(&nodes[0])), "news-astana".parse().unwrap());
    nodes[1].turn(now, |m, t| m.say(t, &second, vec![Body::Published(told)])).unwrap();
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[2], &key), None);
    assert!(nodes[2].store.findings().any(|found| found.code == "not-the-source" && found.about == id_of(&nodes[1])));
}

#[test]
fn a_relayed_version_under_a_stolen_key_is_refused_though_its_kill_is_obeyed() {
    let (mut nodes, first, second, mut now) = chain(true);
    let key = publish(&mut nodes[0], &first, 1, 1, now);
    let later = publish(&mut nodes[0], &first, 2, 1, now);
    converge(&mut nodes, &mut now);
    relay(&mut nodes, &key, 1, &second, now);
    converge(&mut nodes, &mut now);
    let hanoi = id_of(&nodes[0]);
    let stolen = NodeKey::from_seed(&[101; 32]).public();
    let revocation = root(1).revoke(&hanoi, stolen, RevocationReason::Compromised, 3);
    let known = nodes[2].machine.known.get_mut(&(hanoi, root(1).public())).unwrap();
    known.apply(revocation).unwrap();
    relay(&mut nodes, &later, 1, &second, now);
    order(&mut nodes[0], &key, Action::Kill, now);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[1], &later), Some(1), "the relay has not heard of the theft");
    assert_eq!((shown(&mut nodes[2], &later), shown(&mut nodes[2], &key)), (None, None));
    assert!(nodes[2].store.item(&key).unwrap().unwrap().recall.is_some(), "the kill is obeyed all the same");
    assert!(nodes[2].store.findings().any(|found| found.code == "bad-item-signature"));
}

/// Two agreements between hanoi and astana.
fn two_agreements() -> (Vec<Node>, AgreementId, AgreementId, i64) {
    let (mut nodes, first, mut now) = partners(read_words);
    let mut other = agreement(&[("hanoi", 1), ("astana", 2)]);
    other.id = AgreementId::from_random([6; 16]);
    let second = bind(&mut nodes, [(0, 1), (1, 2)], &other, &mut now);
    (nodes, first, second, now)
}

#[test]
fn a_key_that_was_revoked_under_one_agreement_is_good_under_none() {
    let (mut nodes, first, second, mut now) = two_agreements();
    let (hanoi, old, new) = (id_of(&nodes[0]), NodeKey::from_seed(&[101; 32]), NodeKey::from_seed(&[150; 32]));
    let mut thief = Node { store: nodes[0].store.clone(), ..Node::new("hanoi", 1, read_words) };
    thief.machine = Machine::load(identity("hanoi", 1, read_words), &mut thief.store).unwrap();
    // The owner changes the key, and a version that waits was signed by the old one.
    let waiting = publish(&mut thief, &second, 4, 1, now);
    nodes[0].store = thief.store.clone();
    let mut changed = identity("hanoi", 1, read_words);
    let papers = [
        root(1).certify_node(&hanoi, &new, 3).to_bytes(),
        root(1).revoke(&hanoi, old.public(), RevocationReason::Compromised, 4).to_bytes(),
    ];
    changed.certificates.extend(papers.map(|bytes| String::from_utf8(bytes).unwrap()));
    changed.key = new.clone();
    nodes[0].machine = Machine::load(changed, &mut nodes[0].store.clone()).unwrap();
    nodes[0].machine.confirm_by_person(&first);
    nodes[0].turn(now, |m, t| m.flush(t, &first)).unwrap();
    let row = nodes[0].store.journal(&journal(&hanoi, &first)).unwrap().unwrap();
    let page = nodes[0].turn(now, |m, t| m.page(t, &row, 0)).unwrap().unwrap();
    nodes[1].turn(now, |m, t| m.take_page(t, &hanoi, &page)).unwrap();
    for id in [&first, &second] {
        let ring = &nodes[1].machine.deals()[id].rings[&hanoi];
        assert!(!ring.is_valid(&old.public(), Role::Node) && ring.is_valid(&new.public(), Role::Node), "{id}");
    }
    // Who has the old key can write no more, under no agreement.
    thief.machine.confirm_by_person(&second);
    thief.turn(now, |m, t| m.flush(t, &second)).unwrap();
    let row = thief.store.journal(&journal(&hanoi, &second)).unwrap().unwrap();
    let page = thief.turn(now, |m, t| m.page(t, &row, 0)).unwrap().unwrap();
    let taken = nodes[1].turn(now, |m, t| m.take_page(t, &hanoi, &page)).unwrap();
    assert_eq!(taken, crate::exchange::replicate::Taken::Forged);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[1], &waiting), Some(1), "what waited was signed anew");
    assert_eq!(nodes[1].store.findings().count(), 0, "{:?}", nodes[1].store.findings().collect::<Vec<_>>());
}

#[test]
fn papers_that_a_node_shows_count_at_once_if_the_root_key_of_the_agreement_signed_them() {
    let (mut nodes, first, second, now) = two_agreements();
    let (hanoi, old, new) = (id_of(&nodes[0]), NodeKey::from_seed(&[101; 32]), NodeKey::from_seed(&[150; 32]));
    let papers = |seed: u8| -> Vec<String> {
        let certified = root(seed).certify_node(&hanoi, &new, 3).to_bytes();
        let revoked = root(seed).revoke(&hanoi, old.public(), RevocationReason::Lost, 4).to_bytes();
        // In whatever order they come.
        [revoked, certified].map(|bytes| String::from_utf8(bytes).unwrap()).to_vec()
    };
    let mut show = |papers: &[String]| -> bool {
        nodes[1].turn(now, |m, t| Stored::Ok(m.learn_papers(t, &hanoi, papers))).unwrap()
    };
    assert!(!show(&papers(9)), "another root key");
    assert!(!show(&["no paper".into()]));
    assert!(!show(&papers(1)[..1]), "paper 3 is missing");
    assert!(show(&papers(1)) && !show(&papers(1)), "news once");
    for id in [&first, &second] {
        let ring = &nodes[1].machine.deals()[id].rings[&hanoi];
        assert!(!ring.is_valid(&old.public(), Role::Node) && ring.is_valid(&new.public(), Role::Node), "{id}");
        assert!(nodes[1].effects.contains(&Effect::Agreement(id.clone())));
    }
}

fn journal(party: &PartyId, agreement: &AgreementId) -> JournalId {
    JournalId { agreement: agreement.clone(), party: party.clone(), epoch: 0 }
}

#[test]
fn what_is_not_understood_stops_deliveries_both_ways_and_no_kill() {
    let (mut nodes, id, mut now) = partners(read_words);
    let (ours, theirs) = (publish(&mut nodes[1], &id, 1, 1, now), publish(&mut nodes[0], &id, 2, 1, now));
    converge(&mut nodes, &mut now);
    let fields = serde_json::Map::new();
    let invented = Body::Unknown { kind: "invented".into(), fields };
    nodes[0].turn(now, |m, t| {
        let entry = Statement { must_understand: true, ..Statement::new(t.now, vec![], invented) };
        let mut row = t.store.journal(&journal(m.me(), &id)).unwrap().unwrap();
        let first = row.size();
        extend(t, &mut row, first, &[entry.to_bytes().unwrap()]).unwrap();
        // hanoi's program is newer and understands it.
        row.folded = row.size();
        let signed = m.signed_head(&row.id, row.size(), row.frontier.root()).unwrap();
        (row.head, row.head_size) = (Some(signed.clone()), row.size());
        (row.newest, row.newest_size) = (Some(signed), row.size());
        t.store.put_journal(&row).unwrap();
    });
    let late = publish(&mut nodes[0], &id, 3, 1, now);
    converge(&mut nodes, &mut now);
    assert!(nodes[1].machine.deals()[&id].is_halted());
    assert!(nodes[1].store.findings().any(|found| found.code == "not-understood"));
    let held_back = publish(&mut nodes[1], &id, 5, 1, now);
    order(&mut nodes[0], &theirs, Action::Kill, now);
    order(&mut nodes[1], &ours, Action::Kill, now);
    converge(&mut nodes, &mut now);
    assert_eq!((shown(&mut nodes[1], &late), shown(&mut nodes[0], &held_back)), (None, None));
    assert!(nodes[1].store.version(&late, 1).unwrap().is_none(), "nothing is known of it yet, and nothing answered");
    assert_eq!(nodes[1].store.queued(), 1, "what is to be published waits");
    assert_eq!((shown(&mut nodes[1], &theirs), shown(&mut nodes[0], &ours)), (None, None), "kills go both ways");
    // People agree on a new epoch: what waited goes on.
    let document = nodes[0].turn(now, |m, t| m.propose_epoch(t, &id, "upgrade".parse().unwrap())).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    nodes[1].turn(now, |m, t| m.accept_epoch(t, &id, &document, false)).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    assert!(!nodes[1].machine.deals()[&id].is_halted());
    assert_eq!((shown(&mut nodes[1], &late), shown(&mut nodes[0], &held_back)), (Some(1), Some(1)));
    let position = nodes[1].store.version(&late, 1).unwrap().unwrap().position;
    assert!(matches!(&nodes[0].store.acks(&position).unwrap()[..], [ack] if ack.verdict == Verdict::Received));
    // A node that starts anew comes to the same.
    let mut store = nodes[1].store.clone();
    nodes[1].machine.reload(&mut store).unwrap();
    converge(&mut nodes, &mut now);
    assert!(!nodes[1].machine.deals()[&id].is_halted());
    let versions: Vec<_> = nodes[1].store.versions().map(|row| row.state.clone()).collect();
    assert_eq!(versions, vec![VersionState::Held; 4]);
}

#[test]
fn an_agreement_ends_with_the_beginning_of_one_that_all_its_parties_put_in_its_place() {
    let (mut nodes, first, mut now) = partners(read_words);
    nodes.push(Node::new("baku", 3, read_words));
    let replacing = |parties: &[(&str, u8)], n| {
        let mut next = agreement(parties);
        next.id = AgreementId::from_random([n; 16]);
        let document = Document { supersedes: vec![first.clone()], ..Document::default() };
        let (sentence, wording) = (BTreeMap::new(), BTreeMap::new());
        let terms = Terms::Document(document);
        next.articles.push(Article { id: "document".parse().unwrap(), terms, sentence, wording });
        next
    };
    let runs = |node: &Node, now| node.machine.deals()[&first].deliveries_allowed(Time::from_ms(now));
    bind(&mut nodes, [(0, 1), (2, 3)], &replacing(&[("hanoi", 1), ("baku", 3)], 5), &mut now);
    assert!(runs(&nodes[0], now) && runs(&nodes[1], now), "hanoi and baku cannot end what hanoi and astana agreed on");
    let second = bind(&mut nodes, [(0, 1), (1, 2)], &replacing(&[("hanoi", 1), ("astana", 2)], 4), &mut now);
    assert!(!runs(&nodes[0], now) && !runs(&nodes[1], now));
    let state = nodes[1].machine.deals()[&first].life.state(Time::from_ms(now));
    assert!(matches!(state, State::Superseded { by, .. } if by == second));
    // What a party publishes before it has heard of it is taken, and after a start all is as before.
    let early = publish(&mut nodes[0], &first, 1, 1, now);
    converge(&mut nodes, &mut now);
    assert_eq!(shown(&mut nodes[1], &early), Some(1));
    let mut store = nodes[1].store.clone();
    nodes[1].machine.reload(&mut store).unwrap();
    assert!(!runs(&nodes[1], now));
    assert!(nodes[0].effects.contains(&Effect::Agreement(first.clone())));
}

#[test]
fn what_must_not_be_signed_is_neither_offered_nor_signed() {
    let mut nodes = [Node::new("hanoi", 1, read_words), Node::new("astana", 2, read_words)];
    let now = 1_000_000;
    let mut wrong: Agreement = agreement(&[("hanoi", 1), ("astana", 2)]);
    wrong.articles.retain(|article| !matches!(article.terms, Terms::Texts(_)));
    let mut unknown = agreement(&[("hanoi", 1), ("astana", 2)]);
    let (id, sentence, wording) = ("embargo".parse().unwrap(), BTreeMap::new(), BTreeMap::new());
    let terms = Terms::Unknown { kind: "embargo".into(), terms: BTreeMap::new() };
    unknown.articles.push(Article { id, terms, sentence, wording });
    for not_for_us in [wrong, unknown] {
        let document = AgreementVersion::of(&not_for_us).unwrap();
        let seal = sealed(&document, "hanoi", 1);
        let offered = nodes[0].turn(now, |m, t| m.offer(t, &document.bytes, &[], Some(&seal))).unwrap();
        assert_eq!(offered, Err(CannotAct::MustNotSign));
        // Another program offers it: it is shown, and we do not sign it.
        let deal = crate::exchange::deal::Deal::of(document.hash, not_for_us.clone());
        nodes[1].store.put_blob(&document.hash, &document.bytes).unwrap();
        nodes[1].machine.deals.insert(not_for_us.id.clone(), deal);
        let seal = sealed(&document, "astana", 2);
        let signed = nodes[1].turn(now, |m, t| m.sign(t, &not_for_us.id, document.hash, &seal)).unwrap();
        assert_eq!(signed, Err(CannotAct::MustNotSign));
    }
}

#[test]
fn a_key_signs_nothing_outside_its_role() {
    let mut nodes = vec![Node::new("hanoi", 1, read_words), Node::new("astana", 2, read_words)];
    let document = AgreementVersion::of(&agreement(&[("hanoi", 1), ("astana", 2)])).unwrap();
    let mut now = 1_000_000;
    let good = sealed(&document, "hanoi", 1);
    let id = nodes[0].turn(now, |m, t| m.offer(t, &document.bytes, &[], Some(&good))).unwrap().unwrap();
    let offer = nodes[0].turn(now, |m, t| m.offer_request(t, &id)).unwrap();
    let hanoi = id_of(&nodes[0]);
    nodes[1].turn(now, |m, t| m.serve(t, &hanoi, offer)).unwrap();
    // astana's node key is no seal, though it is certified: a page that it seals binds nobody.
    let seal = crate::exchange::rehearsal::sealed_by(&document, "astana", &[102; 32]);
    nodes[1].turn(now, |m, t| m.sign(t, &id, document.hash, &seal)).unwrap().unwrap();
    converge(&mut nodes, &mut now);
    assert!(nodes[0].store.findings().any(|found| found.code == "bad-seal"));
    assert!(!nodes[0].machine.deals()[&id].deliveries_allowed(Time::from_ms(now)));
    // A seal key is no node key: neither a head nor an item that it signs is taken.
    let mut sealer = identity("hanoi", 1, read_words);
    sealer.key = NodeKey::from_seed(&[201; 32]);
    let mut false_node = Node { store: nodes[0].store.clone(), ..Node::new("hanoi", 1, read_words) };
    false_node.machine = Machine::load(sealer, &mut false_node.store).unwrap();
    false_node.machine.confirm_by_person(&id);
    publish(&mut false_node, &id, 1, 1, now);
    let row = false_node.store.journal(&journal(&hanoi, &id)).unwrap().unwrap();
    let page = false_node.turn(now, |m, t| m.page(t, &row, 0)).unwrap().unwrap();
    let taken = nodes[1].turn(now, |m, t| m.take_page(t, &hanoi, &page)).unwrap();
    assert_eq!(taken, crate::exchange::replicate::Taken::Forged);
}
