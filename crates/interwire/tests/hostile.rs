//! A whole node under attack by strangers and by its own partners: everything is refused with a code, nothing is taken
//! twice, nothing leaks.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::audit::findings;
use common::news::{publication, write};
use common::raw::{Attacker, Said};
use common::siege::{SECRET, Siege, check, publish_quietly};
use common::{ASTANA, BAKU, HANOI, Who, agreement};
use interwire_core::exchange::machine::{Binding, Identity, Machine, Turn};
use interwire_core::exchange::memory::MemoryStore;
use interwire_core::exchange::message::{Heads, Page, Request, Response};
use interwire_core::exchange::offer::UNREAD_OFFERS_MAX;
use interwire_core::ids::{AgreementId, Hash, JournalId};
use interwire_core::item::Blob;
use interwire_core::keys::RootKey;
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::statement::{Body, Code};
use interwire_core::protocol::v1::wire;
use interwire_core::time::Time;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_captured_is_taken_once() {
    let siege = Siege::begin().await;
    let (under, media) = (siege.ours.clone(), vec![9; 66_000]);
    let blob = Blob { hash: Hash::of(&media), size_bytes: media.len() as u64 };
    let (item, doc) = publication(&ASTANA, &siege.astana, &under, "urn:astana:1", 1, Some(blob));
    let (given, bytes) = (media.clone(), doc.clone());
    siege.astana.step(move |step| write(step, &item, &bytes, Some(&given))).await.unwrap();
    let heads = siege.astana.exchange(|machine, turn| machine.heads_for(turn, &HANOI.id())).await.unwrap();
    let captured = [
        Request::TellHeads(heads),
        Request::GiveEntries(siege.page(siege.held(&ASTANA).await).await),
        Request::GiveBlobs { agreement: under.clone(), blobs: vec![doc, media] },
    ]
    .map(|request| siege.attacker.request(&request));
    for raw in &captured {
        let said = siege.attacker.send(raw).await;
        assert_eq!(said.status, 200, "{said:?}");
    }
    let before = siege.all().await;
    for _ in 0..3 {
        for raw in &captured {
            siege.refused("a replay", raw, &["IW-401-replay"]).await;
        }
    }
    // The same once more under a signature of its own is known, and taken no second time.
    let page = siege.page(0).await;
    assert_eq!(siege.attacker.ask(&Request::GiveEntries(page)).await.status, 200);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let after = siege.all().await;
    let astana = siege.journal(&siege.ours, &ASTANA).to_string();
    assert_eq!(before.0[&astana], after.0[&astana]);
    assert!(findings(&siege.hanoi).await.is_empty());
    siege.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partner_gets_nothing_of_another_agreement() {
    let siege = Siege::begin().await;
    let (ours, others, attacker) = (siege.ours.clone(), siege.others.clone(), &siege.attacker);
    let (secret, size) = (Hash::of(&SECRET), SECRET.len() as u64);
    let before = siege.all().await;
    let foreign = siege.journal(&others, &HANOI);
    let hidden = &["IW-403-not-shared", "IW-404-not-found"];
    for request in [
        Request::Entries { journal: foreign.clone(), from: 0, to: 9 },
        Request::Consistency { journal: foreign, old: 1, new: 2 },
        Request::Blobs { agreement: others.clone(), blobs: vec![BlobRef { hash: secret, size }] },
        Request::GiveBlobs { agreement: others.clone(), blobs: vec![SECRET.to_vec()] },
    ] {
        siege.refused("another agreement", &attacker.request(&request), hidden).await;
    }
    for under in [&ours, &others] {
        check("its blob", &attacker.get(&format!("/v1/blobs/{under}/{secret}"), "").await, hidden);
    }
    // Known by its hash, and named in a statement of his own: it is still not his.
    let blob = Blob { hash: secret, size_bytes: size };
    let (item, doc) = publication(&ASTANA, &siege.astana, &ours, "urn:astana:2", 1, Some(blob));
    let bytes = doc.clone();
    siege.astana.step(move |step| write(step, &item, &bytes, Some(&SECRET))).await.unwrap();
    let page = siege.page(siege.held(&ASTANA).await).await;
    assert_eq!(attacker.ask(&Request::GiveEntries(page)).await.status, 200);
    let given = Request::GiveBlobs { agreement: ours.clone(), blobs: vec![doc] };
    assert_eq!(attacker.ask(&given).await.status, 200);
    check("named by himself", &attacker.get(&format!("/v1/blobs/{ours}/{secret}"), "").await, hidden);
    let asked = Request::Blobs { agreement: ours.clone(), blobs: vec![BlobRef { hash: secret, size }] };
    let said = attacker.ask(&asked).await;
    assert!(!said.body.windows(32).any(|window| window == &SECRET[..32]), "it leaks in a stream");
    // His own heads name nothing of the other agreement.
    let said = attacker.get("/v1/heads", "").await;
    assert!(said.status == 200 && !String::from_utf8_lossy(&said.body).contains(others.as_str()));
    assert_eq!(siege.all().await.1, before.1);
    siege.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_writes_in_anothers_journal() {
    let siege = Siege::begin().await;
    let before = siege.all().await;
    publish_quietly(&siege).await;
    let page = siege.page(0).await;
    let as_of = |journal: JournalId| Request::GiveEntries(Page { journal, ..page.clone() });
    let not_his = &["IW-403-not-shared", "IW-422-unacceptable", "IW-409-conflict"];
    let epoch = |epoch| JournalId { epoch, ..siege.journal(&siege.ours, &ASTANA) };
    for journal in [
        siege.journal(&siege.ours, &BAKU),
        siege.journal(&siege.others, &ASTANA),
        siege.journal(&siege.others, &BAKU),
        epoch(1),
        epoch(u32::MAX),
    ] {
        siege.refused(&format!("as {journal}"), &siege.attacker.request(&as_of(journal)), not_his).await;
    }
    // Hanoi's own journal, longer than Hanoi's and signed by another: whatever is said, nothing is taken.
    let mut longer = page.clone();
    longer.journal = siege.journal(&siege.ours, &HANOI);
    longer.entries = page.entries.iter().cycle().take(40).cloned().collect();
    siege.refused("Hanoi's own", &siege.attacker.request(&Request::GiveEntries(longer)), not_his).await;
    let mut changed = page.clone();
    *changed.entries.last_mut().unwrap() = b"{}".to_vec();
    siege.refused("another entry", &siege.attacker.request(&Request::GiveEntries(changed)), not_his).await;
    let gap = Page { from: 1000, ..page.clone() };
    siege.refused("a gap", &siege.attacker.request(&Request::GiveEntries(gap)), &["IW-409-conflict"]).await;
    assert_eq!(siege.all().await, before);
    siege.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sizes_paths_numbers_and_ranges_do_what_the_protocol_says_or_nothing() {
    let siege = Siege::begin().await;
    let (ours, attacker) = (siege.ours.clone(), &siege.attacker);
    let before = siege.all().await;
    let too_large = &["IW-413-too-large"];
    for (method, target) in [("PUT", "/v1/heads"), ("POST", "/v1/offers"), ("PUT", &format!("/v1/blobs/{ours}"))] {
        let raw = attacker.sign(method, target, "content-length: 99999999999\r\n", b"{}");
        siege.refused(target, &raw, too_large).await;
    }
    let many = vec![BlobRef { hash: Hash::of(b"x"), size: 1 }; 5000];
    let raw = attacker.request(&Request::Blobs { agreement: ours.clone(), blobs: many });
    siege.refused("too many blobs", &raw, &["IW-413-too-large", "IW-400-malformed"]).await;
    let hash = Hash::of(&[3; 80_000]);
    let raw = attacker.sign("PUT", &format!("/v1/blobs/{ours}/{hash}"), "", &[3; 80_000]);
    siege.refused("a blob that nobody wants", &raw, &["IW-403-not-shared"]).await;

    let journal = format!("/v1/journals/{ours}/hanoi/0/entries");
    let nowhere = &["IW-404-not-found", "IW-401-signature", "IW-405-method"];
    let plain = "/v1/../v1/heads /v1/%2e%2e/v1/heads /v1/./heads //v1/heads /v1//heads /V1/heads /v1/HEADS /v1/heads/ \
        /v1/heads%00 /v1/he%61ds /v1/journals /v1/journals/ /v1/blobs/ /";
    let journals = "HANOI/0/entries hanoi/00/entries hanoi/+0/entries hanoi/4294967296/entries %2e%2e/0/entries \
        hanoi/0/entries/ hanoi/0/../0/entries";
    let (upper, big) = (hash.to_string().to_uppercase(), ours.as_str().to_uppercase());
    let blobs = ["%2e%2e%2f%2e%2e%2finterwire.db", "../../interwire.db", &upper, &format!("{hash}%20")];
    let in_journals = journals.split(' ').map(|path| format!("/v1/journals/{ours}/{path}?from=0&to=9"));
    let in_blobs = blobs.iter().map(|path| format!("/v1/blobs/{ours}/{path}"));
    let more = in_journals.chain(in_blobs).chain([format!("/v1/blobs/{big}/{hash}")]);
    for target in plain.split(' ').map(str::to_owned).chain(more) {
        check(&target, &attacker.get(&target, "").await, nowhere);
    }
    let numbers = "from=99999999999999999999&to=9 from=-1&to=9 from=0&from=1&to=9 from=0x1&to=9 from=0 to=9  \
        from=&to=9 from=0&to=1e3 from=%30&to=9";
    for query in numbers.split(' ') {
        check(query, &attacker.get(&format!("{journal}?{query}"), "").await, &["IW-400-malformed"]);
    }
    let max = u64::MAX;
    for query in [format!("from={max}&to={max}"), format!("from={max}&to=0"), "from=5&to=5".to_owned()] {
        check(&query, &attacker.get(&format!("{journal}?{query}"), "").await, &["IW-404-not-found"]);
    }
    let consistency = format!("/v1/journals/{ours}/hanoi/0/consistency");
    for query in [format!("old={max}&new={max}"), format!("old=0&new={max}"), format!("old={max}&new=1")] {
        check(&query, &attacker.get(&format!("{consistency}?{query}"), "").await, &["IW-404-not-found"]);
    }
    let heads = attacker.get(&format!("/v1/heads?wait_s={max}&since=7"), "").await;
    assert_eq!(heads.status, 200, "a token of another state does not wait");

    let blob = format!("/v1/blobs/{ours}/{hash}");
    let ranges = "bytes=99999999999- bytes=80000- bytes=0-5 bytes=-5 bytes=9-2 bytes=0-,5- items=0- \
        bytes=18446744073709551616- bytes=+5- bytes=0x5- bytes=-";
    for range in ranges.split(' ') {
        let said = attacker.get(&blob, &format!("range: {range}\r\n")).await;
        check(range, &said, &["IW-416-range"]);
    }
    let rest = attacker.get(&blob, "range: bytes=79999-\r\n").await;
    assert_eq!((rest.status, rest.body.as_slice()), (206, &[3][..]));
    assert_eq!(siege.all().await, before);
    siege.end().await;
}

fn read_nothing(_: &[u8]) -> Result<Binding, Code> {
    Err("unreadable".parse().unwrap())
}

/// A stranger of this number, his machine, and his offer to Hanoi. `also` are parties he names besides.
fn stranger(name: &'static str, n: u8, number: u8, also: &[Who]) -> (Machine, MemoryStore, AgreementId, Request) {
    let who = Who { name, n };
    let mut parties = vec![who.clone(), HANOI];
    parties.extend_from_slice(also);
    let version = agreement(number, &parties);
    let house = who.house(None);
    let identity = Identity { me: who.id(), key: who.key(), certificates: house.certificates, reader: read_nothing };
    let mut store = MemoryStore::default();
    let mut machine = Machine::load(identity, &mut store).unwrap();
    let id = offer(&mut machine, &mut store, &who, &version);
    let mut turn = Turn::new(&mut store, Time::from_ms(1_800_000_000_000));
    let request = machine.offer_request(&mut turn, &id).unwrap();
    (machine, store, id, request)
}

fn offer(machine: &mut Machine, store: &mut MemoryStore, who: &Who, version: &AgreementVersion) -> AgreementId {
    let mut turn = Turn::new(store, Time::from_ms(1_800_000_000_000));
    machine.offer(&mut turn, &version.bytes, &[], Some(&who.sealed(version))).unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_fill_a_quarantine_and_no_more() {
    let siege = Siege::begin().await;
    let at = siege.hanoi.address;
    let names: Vec<&'static str> = (0..=UNREAD_OFFERS_MAX).map(|n| &*format!("stranger-{n}").leak()).collect();
    let mut first = None;
    for (n, name) in names.iter().enumerate() {
        let n = u8::try_from(n).unwrap() + 10;
        let (machine, store, id, request) = stranger(name, n, n, &[]);
        let him = Attacker { party: name.parse().unwrap(), key: Who { name, n }.key(), to: HANOI.id(), at };
        let raw = him.request(&request);
        let said = him.send(&raw).await;
        if usize::from(n) - 10 < UNREAD_OFFERS_MAX {
            assert_eq!(said.status, 200, "{name}: {}", said.code);
            check("a replayed offer", &him.send(&raw).await, &["IW-401-replay"]);
        } else {
            check("one offer too many", &said, &["IW-503-busy"]);
        }
        first = first.or(Some((machine, store, id, him)));
    }
    // Whoever is in quarantine cannot make the node keep a journal without end, or any blob.
    let (mut machine, mut store, id, him) = first.unwrap();
    let mut turn = Turn::new(&mut store, Time::from_ms(1_800_000_000_001));
    let text = BlobRef { hash: Hash::of(b"much"), size: 4 };
    for _ in 0..100 {
        machine.say(&mut turn, &id, vec![Body::Note { text }]).unwrap();
    }
    let journal = JournalId { agreement: id.clone(), party: him.party.clone(), epoch: 0 };
    let asked = Request::Entries { journal, from: 0, to: 999 };
    let Response::Page(page) = machine.serve(&mut turn, &HANOI.id(), asked).unwrap() else { panic!("no page") };
    for request in [Request::GiveEntries(page), Request::GiveBlobs { agreement: id, blobs: vec![b"much".to_vec()] }] {
        check("what is not in his offer", &him.ask(&request).await, &["IW-401-party"]);
    }
    siege.end().await;
}

/// He names Astana in an offer of his own, with a root key of his: nothing that he signs as Astana counts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_cannot_bring_keys_for_a_known_party() {
    let siege = Siege::begin().await;
    let false_astana = Who { name: "astana", n: 40 };
    let (_, _, id, request) = stranger("mallory", 30, 7, std::slice::from_ref(&false_astana));
    let (party, at) = ("mallory".parse().unwrap(), siege.hanoi.address);
    let mallory = Attacker { party, key: Who { name: "mallory", n: 30 }.key(), to: HANOI.id(), at };
    check("a false root key", &mallory.ask(&request).await, &["IW-422-unacceptable"]);

    // A journal of "Astana" under that agreement, in good order under the false root key.
    let version = agreement(7, &[Who { name: "mallory", n: 30 }, HANOI, false_astana.clone()]);
    let house = false_astana.house(None);
    let (me, key) = (false_astana.id(), false_astana.key());
    let false_papers = Request::TellKeys(house.certificates.clone());
    let identity = Identity { me, key: key.clone(), certificates: house.certificates, reader: read_nothing };
    let mut store = MemoryStore::default();
    let mut machine = Machine::load(identity, &mut store).unwrap();
    offer(&mut machine, &mut store, &false_astana, &version);
    let mut turn = Turn::new(&mut store, Time::from_ms(1_800_000_000_000));
    let journal = JournalId { agreement: id, party: ASTANA.id(), epoch: 0 };
    let asked = Request::Entries { journal, from: 0, to: 99 };
    let Response::Page(page) = machine.serve(&mut turn, &HANOI.id(), asked).unwrap() else { panic!("no page") };
    check("keys for another", &mallory.ask(&Request::GiveEntries(page)).await, &["IW-401-party"]);

    let as_astana = Attacker { party: ASTANA.id(), key, to: HANOI.id(), at };
    let keys = &["IW-401-key", "IW-401-signature"];
    check("as Astana", &as_astana.get("/v1/heads", "").await, keys);
    let blob = Hash::of(&[3; 80_000]);
    check("as Astana", &as_astana.get(&format!("/v1/blobs/{}/{blob}", siege.ours), "").await, keys);
    check("false papers", &as_astana.ask(&false_papers).await, keys);
    check("papers of nobody", &mallory.ask(&false_papers).await, &["IW-401-party"]);
    let (_, root): (_, RootKey) = (0, false_astana.root());
    assert_ne!(siege.hanoi.node.directory().party(&ASTANA.id()).unwrap().root, Some(root.public()));
    // The true Astana is heard as before; false papers that it shows are no news.
    assert_eq!(siege.attacker.ask(&false_papers).await.status, 200);
    check("as Astana", &as_astana.get("/v1/heads", "").await, keys);
    assert_eq!(siege.attacker.get("/v1/heads", "").await.status, 200);
    let Heads { from, .. } = wire_heads(&siege.attacker.get("/v1/heads", "").await);
    assert_eq!(from, HANOI.id());
    siege.end().await;
}

fn wire_heads(said: &Said) -> Heads {
    match wire::read_response(&Request::Heads { since: None }, &said.body).unwrap() {
        Response::Heads(heads) => heads,
        other => panic!("{other:?}"),
    }
}
