//! Every request and answer reads back as it was written; the bytes of each are golden.

use super::*;
use crate::exchange::message::{HeadRow, Heads, Offer, Page};
use crate::ids::JournalId;
use crate::protocol::v1::fields::BlobRef;
use expect_test::expect_file;

fn journal() -> JournalId {
    format!("interwire/{}/hanoi/0", "0a".repeat(16)).parse().unwrap()
}
fn blob() -> BlobRef {
    BlobRef { hash: Hash::of(b"doc"), size: 3 }
}
fn heads() -> Heads {
    let row = |head: Option<&str>, newest: Option<&str>| HeadRow {
        journal: journal(),
        holds: 7,
        head: head.map(str::to_owned),
        newest: newest.map(str::to_owned),
    };
    Heads {
        from: "hanoi".parse().unwrap(),
        endpoint: Some("https://hanoi.example/interwire".into()),
        journals: vec![row(Some("a note\n"), None), row(None, Some("another\n"))],
        wants: vec![(journal().agreement, blob())],
        token: 12,
    }
}
fn page() -> Page {
    Page {
        journal: journal(),
        from: 3,
        entries: vec![b"{}".to_vec(), "{\"a\":\"Қазақстан\"}".into()],
        checkpoint: "a note\n".into(),
        proof: vec![Hash::of(b"x")],
    }
}

fn requests() -> Vec<Request> {
    let agreement = journal().agreement;
    let offer = Offer {
        document: b"{\"v\":1}".to_vec(),
        blobs: vec![vec![0, 255]],
        page: Page { from: 0, proof: vec![], ..page() },
        others: vec![Page { from: 0, ..page() }],
        holds: 0,
        endpoint: None,
    };
    vec![
        Request::Heads { since: None },
        Request::Heads { since: Some(5) },
        Request::TellHeads(heads()),
        Request::Entries { journal: journal(), from: 1, to: 9 },
        Request::GiveEntries(page()),
        Request::Consistency { journal: journal(), old: 1, new: 2 },
        Request::Blobs { agreement: agreement.clone(), blobs: vec![blob()] },
        Request::GiveBlobs { agreement, blobs: vec![vec![], vec![1, 2, 3]] },
        Request::Offer(Box::new(offer)),
        Request::TellKeys(vec!["{\"kind\":\"certificate\"}".into()]),
    ]
}

#[test]
fn every_request_reads_back_and_has_golden_bytes() {
    let mut golden = String::new();
    for request in requests() {
        let wire = write_request(&request);
        let (path, query) = wire.path.split_once('?').unwrap_or((&wire.path, ""));
        assert_eq!(read_request(wire.method, path, query, &wire.body).unwrap(), request);
        let body = wire.body.escape_ascii();
        golden.push_str(&format!("{} {}\n{}\n{body}\n\n", wire.method, wire.path, wire.content_type));
    }
    expect_file!["../../../../tests/golden/requests.txt"].assert_eq(&golden);
}

#[test]
fn every_answer_reads_back() {
    let consistency =
        Response::Consistency { root_at_old: Hash::of(b"r"), proof: vec![Hash::of(b"p")], checkpoint: "n\n".into() };
    let (asked, told) = (requests(), Response::Heads(heads()));
    for (request, response) in [
        (&asked[0], told.clone()),
        (&asked[2], told.clone()),
        (&asked[3], Response::Page(page())),
        (&asked[5], consistency),
        (&asked[6], Response::Blobs(vec![vec![9; 300], vec![]])),
        (&asked[8], told.clone()),
        (&asked[9], told),
    ] {
        let (_, body) = write_response(&response).unwrap();
        assert_eq!(read_response(request, &body).unwrap(), response);
    }
}

#[test]
fn what_does_not_add_up_is_refused() {
    let whole = write_page(&page());
    for cut in 1..whole.len() {
        if let Ok(read) = read_page(&journal(), &whole[..cut]) {
            assert!(read.entries.len() < 2, "cut at {cut}");
        }
    }
    assert!(read_blobs(&[0, 0, 0, 9, 1]).is_err() && read_blobs(&[0, 0]).is_err());
    assert!(read_blobs(&[0xff; 8]).is_err());
    for path in ["/v1/heads/", "/v1/journals/x/hanoi/0/entries", "/v2/heads", "/v1/journals/a/b", ""] {
        assert!(read_request("GET", path, "from=1&to=2", b"").is_err(), "{path}");
    }
    let entries = format!("/v1/journals/{}/hanoi/0/entries", "0a".repeat(16));
    for query in ["", "from=1", "from=1&to=x", "from=1&to=2&to=3", "from=+1&to=2", "from=1&to=99999999999999999999"] {
        assert!(read_request("GET", &entries, query, b"").is_err(), "{query}");
    }
    assert!(read_request("GET", &entries.replace("/0/", "/00/"), "from=1&to=2", b"").is_err());
    assert_eq!((wait_s("wait_s=99999"), wait_s("since=1"), wait_s("wait_s=3")), (25, 0, 3));
}
