//! Any bytes as what comes over the wire: a request (method, a space, path and query, a line feed, the body), or the
//! answer to one (`ANSWER` and the number of the request in the list). What reads is written as it was read.

use interwire_core::exchange::message::Request;
use interwire_core::ids::{AgreementId, Hash, JournalId};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::wire::{read_request, read_response, wait_s, write_request, write_response};

const GOLDEN: &str = include_str!("../golden/requests.txt");

/// Reads the one or the other.
pub fn run(data: &[u8]) -> bool {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (head, body) = (String::from_utf8_lossy(&data[..end]), data.get(end + 1..).unwrap_or_default());
    let (method, target) = head.split_once(' ').unwrap_or((&head, ""));
    if method == "ANSWER" {
        return answer(target, body);
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    assert!(wait_s(query) <= 25);
    let Ok(request) = read_request(method, path, query, body) else { return false };
    let wire = write_request(&request);
    let (path, query) = wire.path.split_once('?').unwrap_or((&wire.path, ""));
    assert_eq!(read_request(wire.method, path, query, &wire.body).as_ref(), Ok(&request));
    true
}

fn answer(number: &str, body: &[u8]) -> bool {
    let asked = asked();
    let request = &asked[number.parse::<usize>().unwrap_or(0) % asked.len()];
    let Ok(response) = read_response(request, body) else { return false };
    let (_, written) = write_response(&response).unwrap();
    assert_eq!(read_response(request, &written).as_ref(), Ok(&response));
    true
}

/// A request for every kind of answer.
fn asked() -> [Request; 4] {
    let agreement: AgreementId = "0a".repeat(16).parse().unwrap();
    let journal: JournalId = format!("interwire/{agreement}/hanoi/0").parse().unwrap();
    let blobs = vec![BlobRef { hash: Hash::of(b"doc"), size: 3 }];
    [
        Request::Heads { since: None },
        Request::Entries { journal: journal.clone(), from: 1, to: 9 },
        Request::Consistency { journal, old: 1, new: 2 },
        Request::Blobs { agreement, blobs },
    ]
}

/// The golden requests, and their bodies as answers where an answer looks the same.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for request in GOLDEN.split("\n\n").map(str::trim_start) {
        let mut lines = request.splitn(3, '\n');
        let (head, body) = (lines.next().unwrap_or_default(), unescaped(lines.nth(1).unwrap_or_default().trim_end()));
        let with = |head: &str| [head.as_bytes(), b"\n", &body].concat();
        seeds.push(with(head));
        for (kind, number) in [("/heads", 0), ("/entries", 1), ("PUT /v1/blobs", 3)] {
            if head.contains(kind) && !body.is_empty() {
                seeds.push(with(&format!("ANSWER {number}")));
            }
        }
    }
    let hash = Hash::of(b"r");
    seeds.push(
        format!("ANSWER 2\n{{\"checkpoint\":\"n\\n\",\"proof\":[\"{hash}\"],\"root_at_old\":\"{hash}\"}}").into_bytes(),
    );
    seeds
}

/// The reverse of `escape_ascii`.
fn unescaped(text: &str) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, tail @ ..] = rest {
        let (byte, len) = match (first, tail) {
            (b'\\', [b'x', high, low, ..]) => {
                let digits = [*high, *low];
                (u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap(), 4)
            }
            (b'\\', [b'n', ..]) => (b'\n', 2),
            (b'\\', [b'r', ..]) => (b'\r', 2),
            (b'\\', [b't', ..]) => (b'\t', 2),
            (b'\\', [plain, ..]) => (*plain, 2),
            _ => (*first, 1),
        };
        out.push(byte);
        rest = &rest[len..];
    }
    out
}
