//! Any bytes as each of the papers that parties sign and keep: a statement, a signature page, a certificate, a
//! revocation, the paper of an epoch, an item document. What reads has the one spelling that was read.

use interwire_core::canonical;
use interwire_core::ids::Hash;
use interwire_core::item::{Concept, Item, Limits, Line};
use interwire_core::keys::{Certificate, NodeKey, Revocation, RevocationReason, RootKey, SealKey};
use interwire_core::protocol::v1::epoch::EpochDocument;
use interwire_core::protocol::v1::item::{read_document, read_head, write_document};
use interwire_core::protocol::v1::page::SignaturePage;
use interwire_core::protocol::v1::statement::{Body, Statement};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const STATEMENTS: &str = include_str!("../golden/statements.txt");

/// An order without the fields that none of its kind has: it is obeyed all the same (docs/protocol.md 4.3).
fn without_unknown(order: &[u8], kind: &str) -> Vec<u8> {
    let fields = |bytes| serde_json::from_slice::<Map<String, Value>>(bytes).unwrap();
    let of_kind = STATEMENTS.lines().filter(|line| line.starts_with('{')).map(|line| fields(line.as_bytes()));
    let known: BTreeSet<String> = of_kind
        .filter(|known| known["kind"] == kind)
        .flat_map(|known| known.into_iter().map(|(name, _)| name))
        .collect();
    let mut order = fields(order);
    order.retain(|name, _| known.contains(name));
    canonical::to_bytes(&order).unwrap()
}

/// Reads the bytes as every kind.
pub fn run(data: &[u8]) -> bool {
    let mut read = 0;
    if let Ok(statement) = Statement::from_bytes(data) {
        let known = match statement.body {
            Body::Recalled(_) | Body::Released(_) => without_unknown(data, statement.body.kind()),
            _ => data.to_vec(),
        };
        assert_eq!(String::from_utf8(statement.to_bytes().unwrap()), String::from_utf8(known));
        read += 1;
    }
    if let Ok(page) = SignaturePage::from_bytes(data) {
        assert_eq!(page.to_bytes().unwrap(), data);
        read += 1;
    }
    if let Ok(certificate) = Certificate::from_bytes(data) {
        assert_eq!(certificate.to_bytes(), data);
        read += 1;
    }
    if let Ok(revocation) = Revocation::from_bytes(data) {
        assert_eq!(revocation.to_bytes(), data);
        read += 1;
    }
    if let Ok(epoch) = EpochDocument::from_bytes(data) {
        assert_eq!(epoch.to_bytes().unwrap(), data);
        read += 1;
    }
    if let Ok(document) = read_document(data, &Limits::default()) {
        let head = read_head(data, &Limits::default()).unwrap();
        assert_eq!(head, document.head);
        assert_eq!(write_document(&document.item, &head.source, &head.item, document.salt).unwrap(), data);
        read += 1;
    }
    assert!(read < 2, "bytes that are two papers");
    read == 1
}

/// The golden statements and one of each other kind.
pub fn seeds() -> Vec<Vec<u8>> {
    let (party, root) = ("hanoi".parse().unwrap(), RootKey::from_seed(&[1; 32]));
    let (node, seal) = (NodeKey::from_seed(&[2; 32]), SealKey::from_seed(&[3; 32]));
    let page = SignaturePage {
        agreement: "0a".repeat(16).parse().unwrap(),
        agreement_version: Hash::of(b"agreement"),
        party: "hanoi".parse().unwrap(),
        signatory: "Vũ Việt Trang".to_owned(),
        office: "Director General".to_owned(),
        place: "Hà Nội".to_owned(),
        date: "2026-11-23".parse().unwrap(),
        seal_key: seal.public(),
    };
    let item = Item {
        guid: Some("urn:hanoi:1".parse().unwrap()),
        headlines: vec![Line::of("Подписано")],
        people: vec![Concept::of_name("Vũ Việt Trang")],
        ..Item::default()
    };
    let id = interwire_core::ids::ItemId::from_bytes([1; 16]);
    let mut seeds = super::lines(STATEMENTS);
    seeds.extend([
        page.to_bytes().unwrap(),
        root.certify_node(&party, &node, 1).to_bytes(),
        root.certify_seal(&party, &seal, 2).to_bytes(),
        root.revoke(&party, node.public(), RevocationReason::Compromised, 3).to_bytes(),
        write_document(&item, &party, &id, [7; 16]).unwrap(),
    ]);
    seeds
}
