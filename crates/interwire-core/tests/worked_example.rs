//! The worked example of docs/protocol.md, section 14: two parties, one agreement, a story and its kill, byte by byte.
//! The golden file and the document hold the same text; whoever writes a second implementation compares with it.
#![allow(missing_docs, clippy::unwrap_used)]

use base64::{Engine, engine::general_purpose::STANDARD};
use expect_test::expect_file;
use interwire_core::canonical;
use interwire_core::ids::{AgreementId, Hash, ItemId, JournalId, PartyId};
use interwire_core::item::{Body as Text, Item, Line, Markup, Version, words::SafeNumber};
use interwire_core::journal::checkpoint::{Checkpoint, SignedCheckpoint};
use interwire_core::journal::tile::{self, TileId};
use interwire_core::journal::{proof, tree};
use interwire_core::keys::{NodeKey, RootKey, SealKey};
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::item::write_document;
use interwire_core::protocol::v1::page::SignaturePage;
use interwire_core::protocol::v1::statement::signed::{ITEM_DOMAIN, recall_message, version_message};
use interwire_core::protocol::v1::statement::{
    Action, Answer, Body, PubStatus, Published, Ranges, Recalled, Seen, Statement,
};
use interwire_core::time::Time;
use serde_json::json;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// A party of the example: its three keys are made of 32 equal bytes.
struct Who {
    id: PartyId,
    root: RootKey,
    node: NodeKey,
    seal: SealKey,
}

impl Who {
    fn new(name: &str, byte: u8) -> Self {
        let (root, node) = (RootKey::from_seed(&[byte; 32]), NodeKey::from_seed(&[byte + 1; 32]));
        Self { id: name.parse().unwrap(), root, node, seal: SealKey::from_seed(&[byte + 2; 32]) }
    }
    fn papers(&self) -> Vec<String> {
        let papers = [self.root.certify_node(&self.id, &self.node, 1), self.root.certify_seal(&self.id, &self.seal, 2)];
        papers.iter().map(|paper| String::from_utf8(paper.to_bytes()).unwrap()).collect()
    }
    fn journal(&self) -> JournalId {
        JournalId { agreement: agreement_id(), party: self.id.clone(), epoch: 0 }
    }
    /// The signature page and its seal.
    fn signs(&self, version: &Hash, (signatory, office, place): (&str, &str, &str)) -> (Vec<u8>, [u8; 64]) {
        let page = SignaturePage {
            agreement: agreement_id(),
            agreement_version: *version,
            party: self.id.clone(),
            signatory: signatory.to_owned(),
            office: office.to_owned(),
            place: place.to_owned(),
            date: "2026-11-23".parse().unwrap(),
            seal_key: self.seal.public(),
        };
        (page.to_bytes().unwrap(), page.seal(&self.seal).unwrap().0)
    }
}

fn agreement_id() -> AgreementId {
    AgreementId::from_random([10; 16])
}

fn at(second: i64) -> Time {
    Time::from_ms(1_795_395_723_456 + second * 1000)
}

fn blob(bytes: &[u8]) -> BlobRef {
    BlobRef { hash: Hash::of(bytes), size: bytes.len() as u64 }
}

fn agreement(hanoi: &Who, astana: &Who) -> AgreementVersion {
    let party = |who: &Who, name: &str| json!({"party": who.id.as_str(), "name": {"en": name}, "root_key": who.root.public().to_string()});
    let exchange = |number: &str, from: &Who, to: &Who| {
        json!({"article": number, "kind": "exchange", "terms": {
            "from": from.id.as_str(), "to": [to.id.as_str()], "media": ["text"], "languages": [], "subjects": [],
            "services": [], "sources": [], "originals": false, "price": "free"}})
    };
    let value = json!({
        "v": 1, "type": "agreement", "agreement": agreement_id().as_str(), "title": {"en": "Exchange of news"},
        "parties": [party(hanoi, "Hanoi Press"), party(astana, "Astana Press")],
        "articles": [
            {"article": "1", "kind": "texts", "terms": {"languages": ["en"], "equally_authentic": true}},
            {"article": "2", "kind": "term", "terms": {"duration": "open", "renewal": "none", "notice": "P3M",
                "early_end": false, "time_zone": "UTC", "suspension": true, "survives": []}},
            exchange("3", hanoi, astana), exchange("4", astana, hanoi),
        ],
    });
    let parsed = AgreementVersion::read(&canonical::to_bytes(&value).unwrap()).unwrap();
    assert!(parsed.may_sign(), "{:?}", parsed.problems());
    parsed.version().clone()
}

/// A journal as it grows, with the tiles that its proofs are made of.
#[derive(Default)]
struct Journal {
    entries: Vec<Vec<u8>>,
    tiles: BTreeMap<TileId, Vec<u8>>,
}

impl Journal {
    fn push(&mut self, second: i64, after: Vec<Seen>, body: Body) {
        let bytes = Statement::new(at(second), after, body).to_bytes().unwrap();
        let read = |id: TileId| Ok::<_, Infallible>(self.tiles.get(&id).cloned());
        let grown = tile::append(self.size(), &[tree::leaf_hash(&bytes)], read).unwrap();
        self.tiles.extend(grown.tiles);
        self.entries.push(bytes);
    }
    fn size(&self) -> u64 {
        self.entries.len() as u64
    }
    fn root(&self, size: u64) -> Hash {
        tile::root_at(size, |id| Ok::<_, Infallible>(self.tiles.get(&id).cloned())).unwrap()
    }
    fn seen(&self, who: &Who) -> Vec<Seen> {
        vec![Seen { party: who.id.clone(), epoch: 0, size: self.size(), root: self.root(self.size()) }]
    }
    fn head(&self, who: &Who) -> SignedCheckpoint {
        let head = Checkpoint { origin: who.journal(), size: self.size(), root: self.root(self.size()) };
        SignedCheckpoint::sign(&head, &who.node).unwrap()
    }
}

/// The text of the example: a name, then bytes, block by block.
#[derive(Default)]
struct Page(String);

impl Page {
    fn block(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
        let text = std::str::from_utf8(bytes.as_ref()).unwrap();
        self.0.push_str(&format!("# {name}\n{}\n\n", text.trim_end_matches('\n')));
    }
    fn hashes(&mut self, name: &str, hashes: &[Hash]) {
        let lines: Vec<String> = hashes.iter().map(ToString::to_string).collect();
        self.block(name, lines.join("\n"));
    }
    fn who(&mut self, who: &Who) {
        for (role, key) in [("root", who.root.public()), ("node", who.node.public()), ("seal", who.seal.public())] {
            self.block(&format!("{}: {role} key, fingerprint", who.id), format!("{key}\n{}", key.fingerprint()));
        }
        for (number, paper) in (1..).zip(who.papers()) {
            self.block(&format!("{}: certificate {number}", who.id), paper);
        }
    }
    fn journal(&mut self, who: &Who, journal: &Journal) {
        for (index, entry) in journal.entries.iter().enumerate() {
            self.block(&format!("{}: entry {index}", who.id), entry);
            self.block(&format!("{}: leaf hash {index}", who.id), tree::leaf_hash(entry).to_string());
        }
    }
}

/// hanoi's version 1 of a story: document, the message its signature covers, and the statement.
fn story(hanoi: &Who, item: &ItemId, page: &mut Page) -> Published {
    let story = Item {
        guid: Some("tag:hanoi.example,2026:1".parse().unwrap()),
        version: Version::Number(SafeNumber::new(1).unwrap()),
        languages: vec!["vi".into()],
        headlines: vec![Line::of("Vũ Việt Trang ký thỏa thuận")],
        bodies: vec![Text {
            content_type: Some("text/html".into()),
            markup: Markup::Html,
            text: "<p>Hà Nội</p>".into(),
            ..Text::default()
        }],
        ..Item::default()
    };
    let document = write_document(&story, &hanoi.id, item, [9; 16]).unwrap();
    let doc = blob(&document);
    let (article, item, key) = ("3".parse().unwrap(), item.clone(), hanoi.node.public());
    let (sig, status) = ([0; 64], PubStatus::Usable);
    let unsigned = Published { article, doc, item, key, sig, source: None, status, test: false, version: 1 };
    let message = version_message(&hanoi.id, &unsigned);
    page.block("item document", &document);
    page.block("item document: hash", doc.hash.to_string());
    page.block("version message (signed under interwire/v1/item)", &message);
    Published { sig: hanoi.node.sign(ITEM_DOMAIN, &message).0, ..unsigned }
}

fn kill(hanoi: &Who, item: &ItemId, page: &mut Page) -> Recalled {
    let (action, reason) = (Action::Kill, "false-report".parse().unwrap());
    let (item, key, sig) = (item.clone(), hanoi.node.public(), [0; 64]);
    let unsigned = Recalled { action, item, key, order: 1, reason, replaced_by: None, sig, source: None, through: 1 };
    let message = recall_message(&hanoi.id, &unsigned);
    page.block("recall message (signed under interwire/v1/item)", &message);
    Recalled { sig: hanoi.node.sign(ITEM_DOMAIN, &message).0, ..unsigned }
}

fn example() -> String {
    let (hanoi, astana) = (Who::new("hanoi", 1), Who::new("astana", 11));
    let mut page = Page::default();
    page.who(&hanoi);
    page.who(&astana);
    let version = agreement(&hanoi, &astana);
    page.block("agreement", &version.bytes);
    page.block("agreement version", version.hash.to_string());
    let signatures = [
        (&hanoi, hanoi.signs(&version.hash, ("Vũ Việt Trang", "Director General", "Hà Nội"))),
        (&astana, astana.signs(&version.hash, ("Сәуле Қазақ", "Director", "Астана"))),
    ];
    for (who, (bytes, _)) in &signatures {
        page.block(&format!("{}: signature page", who.id), bytes);
    }
    let signed = |(bytes, seal): &(Vec<u8>, [u8; 64])| Body::Signed {
        agreement_version: version.hash,
        page: blob(bytes),
        seal: *seal,
    };
    let keys = |who: &Who| Body::Keys { certified: who.papers(), revoked: vec![] };
    let item = ItemId::from_bytes([7; 16]);
    let (published, recalled) = (story(&hanoi, &item, &mut page), kill(&hanoi, &item, &mut page));

    let (mut ours, mut theirs) = (Journal::default(), Journal::default());
    ours.push(0, vec![], keys(&hanoi));
    let offered =
        Body::Offered { agreement_version: version.hash, predecessor: None, blobs: vec![blob(&version.bytes)] };
    ours.push(0, vec![], offered);
    ours.push(0, vec![], signed(&signatures[0].1));
    theirs.push(60, ours.seen(&hanoi), keys(&astana));
    theirs.push(60, vec![], signed(&signatures[1].1));
    ours.push(120, theirs.seen(&astana), Body::Published(published));
    let of = hanoi.id.clone();
    theirs.push(121, ours.seen(&hanoi), Body::Received(Ranges { of: of.clone(), epoch: 0, ranges: vec![(3, 3)] }));
    ours.push(180, theirs.seen(&astana), Body::Recalled(recalled));
    let stopped = Body::Answered { answer: Answer::Stopped, of, epoch: 0, index: 4 };
    theirs.push(181, ours.seen(&hanoi), stopped);

    page.journal(&hanoi, &ours);
    page.journal(&astana, &theirs);
    let mut head = ours.head(&hanoi);
    head.cosign(&astana.id, &astana.node, at(181)).unwrap();
    page.block("hanoi: head of 5 entries, cosigned by astana", head.as_str());
    page.block("astana: head of 4 entries", theirs.head(&astana).as_str());
    let read = |id: TileId| Ok::<_, Infallible>(ours.tiles.get(&id).cloned());
    page.hashes("hanoi: inclusion proof of entry 3 in 5", &proof::inclusion(3, 5, read).unwrap());
    page.hashes("hanoi: root at 3 entries", &[ours.root(3)]);
    page.hashes("hanoi: consistency proof from 3 to 5", &proof::consistency(3, 5, read).unwrap());
    http(&hanoi, &astana, &mut page);
    page.0
}

/// A signed request and its answer, spelled here by hand and not by the program that sends them.
fn http(hanoi: &Who, astana: &Who, page: &mut Page) {
    let digest = |body: &[u8]| format!("sha-256=:{}:", STANDARD.encode(Hash::of(body).0));
    let key_id = |who: &Who| format!("{}/{}", who.id, &Hash::of(who.node.public().as_bytes()).to_string()[..16]);
    let nonce = "BwcHBwcHBwcHBwcHBwcHBw";
    let created = at(0).ms() / 1000;
    let params = format!(
        r#"("@method" "@path" "@query" "content-digest" "interwire-to");created={created};nonce="{nonce}";keyid="{}";alg="ed25519";tag="interwire-v1""#,
        key_id(hanoi)
    );
    let base = format!(
        "\"@method\": GET\n\"@path\": /v1/heads\n\"@query\": ?wait_s=25&since=5\n\"content-digest\": {}\n\"interwire-to\": astana\n\"@signature-params\": {params}",
        digest(b"")
    );
    let signature = format!("interwire=:{}:", STANDARD.encode(hanoi.node.sign_raw(base.as_bytes()).0));
    page.block("request: signature base", &base);
    page.block(
        "request: headers",
        format!(
            "content-digest: {}\ninterwire-to: astana\nsignature-input: interwire={params}\nsignature: {signature}",
            digest(b"")
        ),
    );
    let params = format!(
        r#"("@status" "content-digest" "interwire-nonce" "signature";req);created={created};keyid="{}";alg="ed25519";tag="interwire-v1-response""#,
        key_id(astana)
    );
    let body = r#"{"from":"astana","journals":[],"token":6,"wants":[]}"#;
    let digest = digest(body.as_bytes());
    let base = format!(
        "\"@status\": 200\n\"content-digest\": {digest}\n\"interwire-nonce\": {nonce}\n\"signature\";req: {signature}\n\"@signature-params\": {params}"
    );
    page.block("answer: body", body);
    page.block("answer: signature base", &base);
    page.block(
        "answer: headers",
        format!(
            "content-digest: {digest}\ninterwire-nonce: {nonce}\nsignature-input: interwire={params}\nsignature: interwire=:{}:",
            STANDARD.encode(astana.node.sign_raw(base.as_bytes()).0)
        ),
    );
}

#[test]
fn the_worked_example_keeps_its_bytes_for_ever() {
    expect_file!["golden/example.txt"].assert_eq(&example());
}

#[test]
fn the_worked_example_stands_in_the_protocol_word_for_word() {
    let protocol = include_str!("../../../docs/protocol.md");
    let golden = include_str!("golden/example.txt");
    assert!(protocol.contains(&format!("```\n{golden}```\n")), "copy tests/golden/example.txt into section 14");
}
