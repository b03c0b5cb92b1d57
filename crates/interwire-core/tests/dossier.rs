//! The dossier of the worked example (docs/protocol.md, section 14): its bytes, what it proves, and that a change of any
//! byte is found.
#![allow(missing_docs, clippy::unwrap_used)]

use expect_test::{expect, expect_file};
use interwire_core::dossier::{BadDossier, Dossier, Entry, Kind, Unfit, examine, from_bytes, to_bytes};
use interwire_core::ids::Hash;
use interwire_core::journal::checkpoint::SignedCheckpoint;
use interwire_core::journal::proof::{climb, inclusion};
use interwire_core::journal::tile::{TileId, append};
use interwire_core::journal::tree::leaf_hash;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write;

const EXAMPLE: &str = include_str!("golden/example.txt");

/// A block of the example by its name.
fn block(name: &str) -> String {
    let (_, rest) = EXAMPLE.split_once(&format!("# {name}\n")).unwrap();
    let end = rest.find("\n\n# ").unwrap_or(rest.len());
    rest[..end].to_owned()
}

/// The entries of a party with a head of all of them.
fn journal(party: &str, count: usize, head: &str) -> Vec<Entry> {
    let statements: Vec<Vec<u8>> = (0..count).map(|nth| block(&format!("{party}: entry {nth}")).into_bytes()).collect();
    let leaves: Vec<Hash> = statements.iter().map(|bytes| leaf_hash(bytes)).collect();
    let tiles: BTreeMap<TileId, Vec<u8>> =
        append(0, &leaves, |_| Ok::<_, Infallible>(None)).unwrap().tiles.into_iter().collect();
    let path = |index| inclusion(index, count as u64, |id| Ok::<_, Infallible>(tiles.get(&id).cloned())).unwrap();
    let head = SignedCheckpoint::parse(&format!("{}\n", block(head))).unwrap();
    let entry = |(statement, index)| Entry { statement, index, path: path(index), head: head.clone() };
    statements.into_iter().zip(0..).map(entry).collect()
}

fn dossier() -> Dossier {
    let hanoi = journal("hanoi", 5, "hanoi: head of 5 entries, cosigned by astana");
    let astana = journal("astana", 4, "astana: head of 4 entries");
    let take = |all: &[Entry], which: &[usize]| which.iter().map(|nth| all[*nth].clone()).collect::<Vec<_>>();
    Dossier {
        agreement: block("agreement").into_bytes(),
        pages: ["hanoi", "astana"].map(|party| block(&format!("{party}: signature page")).into_bytes()).to_vec(),
        entries: [take(&hanoi, &[0, 2, 3, 4]), take(&astana, &[0, 1])].concat(),
        document: block("item document").into_bytes(),
    }
}

/// What a dossier proves, line by line.
fn verdicts(dossier: &Dossier) -> String {
    let mut text = String::new();
    for claim in examine(dossier).unwrap().claims {
        let verdict = claim.wrong.unwrap_or("good");
        writeln!(text, "{} {} [{}] {verdict}", claim.kind.word(), claim.party, claim.detail).unwrap();
    }
    text
}

/// Whether a reader would believe it.
fn is_believed(bytes: &[u8]) -> bool {
    from_bytes(bytes).is_ok_and(|dossier| examine(&dossier).is_ok_and(|examined| examined.holds()))
}

#[test]
fn the_example_is_written_read_and_proven() {
    let dossier = dossier();
    let bytes = to_bytes(&dossier);
    expect_file!["golden/dossier.txt"].assert_eq(std::str::from_utf8(&bytes).unwrap());
    assert_eq!(from_bytes(&bytes), Ok(dossier.clone()));
    expect![[r#"
        document hanoi [4d3b6cbd0d33627274d230bd769f780696694491ee1ffd6a9014a53deb922395] good
        item hanoi [BwcHBwcHBwcHBwcHBwcHBw 1] good
        place astana [keys 0/4] good
        place astana [signed 1/4] good
        place hanoi [keys 0/5] good
        place hanoi [signed 2/5] good
        place hanoi [published 3/5] good
        place hanoi [recalled 4/5] good
        head astana [4 9cd0669713a314ef261137068e27b679dd4e1d1c3dccada85172f5c1efa9506c] good
        head hanoi [5 a0340c9db45628cdf01a3884413378a891ed38604420aa16ecc6b39708d294b6] good
        cosigned astana [hanoi 5] good
        keys astana [2] good
        keys hanoi [2] good
        article hanoi [3] good
        signed hanoi [Vũ Việt Trang, Director General] good
        signed astana [Сәуле Қазақ, Director] good
        order hanoi [1 kill] good
    "#]]
    .assert_eq(&verdicts(&dossier));
    let examined = examine(&dossier).unwrap();
    assert!(examined.holds() && is_believed(&bytes));
    assert_eq!(examined.order.map(|(number, what, _)| (number, what)), Some((1, "kill")));
    assert_eq!(examined.roots.len(), 2);
}

#[test]
fn every_step_of_a_proof_leads_on_to_the_root() {
    for entry in dossier().entries {
        let head = entry.head.unverified();
        let steps = climb(&leaf_hash(&entry.statement), entry.index, head.size, &entry.path);
        assert_eq!(steps.len(), entry.path.len());
        assert_eq!(steps.last().unwrap().above, head.root);
    }
}

#[test]
fn a_change_of_any_byte_is_found() {
    let bytes = to_bytes(&dossier());
    let mut changed = bytes.clone();
    for nth in 0..bytes.len() {
        changed[nth] ^= 1 << (nth % 8);
        assert!(!is_believed(&changed), "byte {nth} of {}", bytes.len());
        changed[nth] = bytes[nth];
    }
    assert!(is_believed(&changed));
}

#[test]
fn what_is_cut_off_added_or_left_out_is_named() {
    let whole = dossier();
    let bytes = to_bytes(&whole);
    for end in 0..bytes.len() {
        assert!(from_bytes(&bytes[..end]).is_err(), "the first {end} bytes");
    }
    assert_eq!(from_bytes(b"interwire-dossier/v2\n"), Err(BadDossier::First));
    let at = bytes.len();
    assert_eq!(from_bytes(&[&bytes[..], b"\n"].concat()), Err(BadDossier::Part { at, wanted: "the end" }));
    let padded = String::from_utf8(bytes).unwrap().replacen("agreement ", "agreement 0", 1);
    assert_eq!(from_bytes(padded.as_bytes()), Err(BadDossier::Spelling));

    let without = |nth: usize| {
        let mut less = whole.clone();
        less.entries.remove(nth);
        less
    };
    let wrong = |dossier: &Dossier| {
        let claims = examine(dossier).unwrap().claims;
        let wrong = claims.iter().filter_map(|claim| Some((claim.kind, claim.party.to_string(), claim.wrong?)));
        wrong.collect::<Vec<_>>()
    };
    let hanoi = |kind, wrong| (kind, "hanoi".to_owned(), wrong);
    assert!(wrong(&without(0)).contains(&hanoi(Kind::Item, "key-not-certified")), "without its keys");
    assert!(wrong(&without(1)).contains(&hanoi(Kind::Signed, "signature-not-in-the-dossier")), "without the signature");
    assert_eq!(examine(&without(2)), Err(Unfit::Published));
    // That an order was left out nobody can see: docs/data.md says so.
    assert_eq!(wrong(&without(3)), []);
    let mut more = whole.clone();
    more.pages.push(b"{}".to_vec());
    assert_eq!(wrong(&more), [hanoi(Kind::Stray, "page-of-nobody")]);
    let mut moved = whole.clone();
    moved.entries[2].index = 2;
    assert!(wrong(&moved).contains(&hanoi(Kind::Place, "not-in-the-tree")));
    let mut other = whole.clone();
    other.document = other.document.replace_first(b"H\xc3\xa0 N", b"H\xc3\xa1 N");
    assert_eq!(wrong(&other), [hanoi(Kind::Document, "document-differs")]);
    let mut fresh = whole;
    let head = fresh.entries[0].head.as_str().replace("interwire/astana", "interwire/almaty");
    fresh.entries[0].head = SignedCheckpoint::parse(&head).unwrap();
    assert_eq!(wrong(&fresh), [hanoi(Kind::Head, "line-by-nobody-known")]);
}

trait ReplaceFirst {
    fn replace_first(&self, from: &[u8], to: &[u8]) -> Vec<u8>;
}

impl ReplaceFirst for Vec<u8> {
    fn replace_first(&self, from: &[u8], to: &[u8]) -> Vec<u8> {
        let at = self.windows(from.len()).position(|window| window == from).unwrap();
        [&self[..at], to, &self[at + from.len()..]].concat()
    }
}
