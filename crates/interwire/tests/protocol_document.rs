//! docs/protocol.md against the program: the table of refusals, and the headers of its worked example.
#![allow(missing_docs, clippy::unwrap_used)]

use http::HeaderMap;
use interwire::transport::refusal;
use interwire::transport::signature::{Nonce, Signer, Target, verify_response};
use interwire_core::ids::{Hash, PartyId};
use interwire_core::keys::NodeKey;
use interwire_core::time::Time;

const PROTOCOL: &str = include_str!("../../../docs/protocol.md");
const EXAMPLE: &str = include_str!("../../interwire-core/tests/golden/example.txt");

/// The lines under a heading of the example.
fn block(name: &str) -> &'static str {
    let begin = EXAMPLE.find(&format!("# {name}\n")).unwrap() + name.len() + 3;
    EXAMPLE[begin..].split("\n\n").next().unwrap()
}

fn headers(name: &str) -> HeaderMap {
    let pairs = block(name).lines().map(|line| line.split_once(": ").unwrap());
    pairs.map(|(name, value)| (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap())).collect()
}

fn party(name: &str) -> PartyId {
    name.parse().unwrap()
}

#[test]
fn the_table_of_refusals_is_the_one_of_the_program() {
    assert!(PROTOCOL.contains(&refusal::table()), "put this into section 8:\n{}", refusal::table());
}

#[test]
fn the_example_is_signed_as_this_node_signs_and_verifies() {
    let (hanoi, key) = (party("hanoi"), NodeKey::from_seed(&[2; 32]));
    let signer = Signer { party: &hanoi, key: &key, now: Time::from_ms(1_795_395_723_456) };
    let target = Target { method: "GET", path: "/v1/heads", query: Some("wait_s=25&since=5") };
    let nonce = Nonce([7; 16]);
    let signed = signer.request(&target, &party("astana"), &Hash::of(b""), nonce);
    assert_eq!(signed.headers.into_iter().collect::<HeaderMap>(), headers("request: headers"));
    let keys = [NodeKey::from_seed(&[12; 32]).public()];
    let astana = party("astana");
    let answer = headers("answer: headers");
    let checked = verify_response(200, &answer, nonce, &signed.signature, &astana, &keys).unwrap();
    assert_eq!(checked.digest, Hash::of(block("answer: body").as_bytes()));
}
