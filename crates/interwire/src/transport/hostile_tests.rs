//! Requests of attackers, written byte by byte: none reaches a handler, and each is refused with its own code.

use super::signature::{Nonce, Signer, Target};
use super::testing::{Baku, NOW_MS, key, party};
use interwire_core::ids::Hash;
use interwire_core::time::Time;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What is signed, and by whom.
struct Letter {
    party: &'static str,
    key: &'static str,
    to: &'static str,
    age_s: i64,
    method: &'static str,
    path: &'static str,
    query: Option<&'static str>,
    body: &'static [u8],
    nonce: u8,
}

/// What then goes over the wire.
struct Wire {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    announced_bytes: usize,
}

const LETTER: Letter = Letter {
    party: "hanoi",
    key: "hanoi",
    to: "baku",
    age_s: 0,
    method: "PUT",
    path: "/v1/heads",
    query: Some("wait_s=25"),
    body: "{\"heads\":\"Қазақстан\"}".as_bytes(),
    nonce: 1,
};

impl Letter {
    fn sign(&self) -> Wire {
        let (party, key, to) = (party(self.party), key(self.key), party(self.to));
        let signer = Signer { party: &party, key: &key, now: Time::from_ms(NOW_MS + (60 - self.age_s) * 1000) };
        let target = Target { method: self.method, path: self.path, query: self.query };
        let signed = signer.request(&target, &to, &Hash::of(self.body), Nonce([self.nonce; 16]));
        let text = |value: http::HeaderValue| value.to_str().unwrap().to_owned();
        Wire {
            method: self.method.to_owned(),
            target: self.query.map_or_else(|| self.path.to_owned(), |query| format!("{}?{query}", self.path)),
            headers: signed.headers.into_iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
            body: self.body.to_vec(),
            announced_bytes: self.body.len(),
        }
    }
}

impl Wire {
    fn header(&mut self, name: &str) -> &mut String {
        &mut self.headers.iter_mut().find(|(found, _)| found == name).unwrap().1
    }
    fn edit(&mut self, name: &str, from: &str, to: &str) {
        let value = self.header(name);
        assert!(value.contains(from), "{from} is not in {value}");
        *value = value.replacen(from, to, 1);
    }
    fn without(&mut self, name: &str) {
        self.headers.retain(|(found, _)| found != name);
    }
    fn again(&mut self, name: &str) {
        let value = self.header(name).clone();
        self.headers.push((name.to_owned(), value));
    }
    fn body(&mut self, body: &[u8]) {
        self.body = body.to_vec();
        self.announced_bytes = body.len();
    }

    /// Sends it, and returns the status and the code of the refusal, if there is one.
    async fn send(&self, base: &str) -> (u16, String) {
        let mut bytes =
            format!("{} {} HTTP/1.1\r\nhost: baku.example\r\nconnection: close\r\n", self.method, self.target);
        self.headers.iter().for_each(|(name, value)| bytes.push_str(&format!("{name}: {value}\r\n")));
        bytes.push_str(&format!("content-length: {}\r\n\r\n", self.announced_bytes));
        let mut stream = TcpStream::connect(base.trim_start_matches("http://")).await.unwrap();
        stream.write_all(&[bytes.as_bytes(), &self.body].concat()).await.unwrap();
        if self.announced_bytes > self.body.len() {
            stream.shutdown().await.unwrap();
        }
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let code = answer.split("\"code\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        (status, code.to_owned())
    }
}

type Case = (&'static str, fn(&mut Letter), fn(&mut Wire), &'static str);
const SI: &str = "signature-input";
const COVERED: &str = r#""@method" "@path" "@query" "content-digest" "interwire-to""#;

fn same<T>(_: &mut T) {}

/// Signed rightly, then changed on the way.
fn changed_on_the_way() -> Vec<Case> {
    vec![
        ("another method", same, |w| w.method = "GET".into(), "IW-401-signature"),
        ("another path", same, |w| w.target = "/v1/offers?wait_s=25".into(), "IW-401-signature"),
        ("another path case", same, |w| w.target = "/V1/heads?wait_s=25".into(), "IW-401-signature"),
        ("a path case within a segment", same, |w| w.target = "/v1/Heads?wait_s=25".into(), "IW-401-signature"),
        ("a doubled slash", same, |w| w.target = "//v1/heads?wait_s=25".into(), "IW-401-signature"),
        ("a percent-encoded letter", same, |w| w.target = "/v1/head%73?wait_s=25".into(), "IW-401-signature"),
        ("a dot segment", same, |w| w.target = "/v1/./heads?wait_s=25".into(), "IW-401-signature"),
        ("a last slash", same, |w| w.target = "/v1/heads/?wait_s=25".into(), "IW-401-signature"),
        ("another query", same, |w| w.target = "/v1/heads?wait_s=26".into(), "IW-401-signature"),
        ("no query", same, |w| w.target = "/v1/heads".into(), "IW-401-signature"),
        ("a longer query", same, |w| w.target = "/v1/heads?wait_s=25&x".into(), "IW-401-signature"),
        ("another body", same, |w| w.body(b"{\"heads\":{}}"), "IW-400-digest"),
        ("no body", same, |w| w.body(b""), "IW-400-digest"),
        ("a longer body", same, |w| w.body(b"{\"heads\":\"x\"} "), "IW-400-digest"),
        (
            "another body and its digest",
            same,
            |w| {
                w.body(b"{}");
                *w.header("content-digest") = super::digest::write(&Hash::of(b"{}"));
            },
            "IW-401-signature",
        ),
        ("a weaker digest beside", same, |w| w.header("content-digest").push_str(", md5=:AAAA:"), "IW-401-form"),
        ("a digest of another algorithm", same, |w| w.edit("content-digest", "sha-256", "md5"), "IW-401-form"),
        ("another recipient", same, |w| *w.header("interwire-to") = "astana".into(), "IW-421-recipient"),
        ("a later time", same, |w| w.edit(SI, "created=1795000060", "created=1795000061"), "IW-401-signature"),
        ("another nonce", same, |w| w.edit(SI, "AQEBAQ", "AgEBAQ"), "IW-401-signature"),
        ("another party", same, |w| w.edit(SI, "hanoi/", "astana/"), "IW-401-key"),
        ("a party unknown here", same, |w| w.edit(SI, "hanoi/", "nobody/"), "IW-401-party"),
        ("another key id", same, |w| w.edit(SI, "hanoi/", "hanoi/0"), "IW-401-key"),
        ("a bit of the signature", same, |w| w.edit("signature", ":", ":A"), "IW-401-form"),
    ]
}

/// The headers of the signature bent.
fn bent_headers() -> Vec<Case> {
    vec![
        ("reordered components", same, |w| w.edit(SI, r#""@method" "@path""#, r#""@path" "@method""#), "IW-401-form"),
        (
            "reordered parameters",
            same,
            |w| w.edit(SI, r#";alg="ed25519";tag="interwire-v1""#, r#";tag="interwire-v1";alg="ed25519""#),
            "IW-401-form",
        ),
        ("only the method covered", same, |w| w.edit(SI, COVERED, r#""@method""#), "IW-401-form"),
        ("nothing covered", same, |w| w.edit(SI, COVERED, ""), "IW-401-form"),
        ("a component twice", same, |w| w.edit(SI, r#""@path""#, r#""@path" "@path""#), "IW-401-form"),
        ("an unknown component", same, |w| w.edit(SI, r#""@path""#, r#""@path" "@moon""#), "IW-401-form"),
        (
            "a component of a header sent twice",
            same,
            |w| w.edit(SI, r#""interwire-to""#, r#""interwire-to";bs"#),
            "IW-401-form",
        ),
        ("no nonce", same, |w| w.edit(SI, r#";nonce="AQEBAQEBAQEBAQEBAQEBAQ""#, ""), "IW-401-form"),
        ("a short nonce", same, |w| w.edit(SI, "AQEBAQEBAQEBAQEBAQEBAQ", "AQEB"), "IW-401-form"),
        ("an algorithm without signature", same, |w| w.edit(SI, "ed25519", "none"), "IW-401-algorithm"),
        ("the public key as a shared secret", same, |w| w.edit(SI, "ed25519", "hmac-sha256"), "IW-401-algorithm"),
        ("another version", same, |w| w.edit(SI, "interwire-v1", "interwire-v0"), "IW-401-form"),
        ("the tag of an answer", same, |w| w.edit(SI, "interwire-v1", "interwire-v1-response"), "IW-401-form"),
        ("another label", same, |w| w.edit(SI, "interwire=", "sig1="), "IW-401-form"),
        ("two signatures", same, |w| w.header("signature").push_str(", b=:AAAA:"), "IW-401-form"),
        ("two inputs", same, |w| w.header(SI).push_str(", b=()"), "IW-401-form"),
        ("an empty signature", same, |w| *w.header("signature") = "interwire=::".into(), "IW-401-form"),
        ("no signature", same, |w| w.without("signature"), "IW-401-unsigned"),
        ("no input", same, |w| w.without(SI), "IW-401-unsigned"),
        ("no digest", same, |w| w.without("content-digest"), "IW-401-unsigned"),
        ("no recipient", same, |w| w.without("interwire-to"), "IW-401-unsigned"),
        ("no header at all", same, |w| w.headers.clear(), "IW-401-unsigned"),
        ("a signature twice", same, |w| w.again("signature"), "IW-401-duplicate"),
        ("an input twice", same, |w| w.again(SI), "IW-401-duplicate"),
        ("a digest twice", same, |w| w.again("content-digest"), "IW-401-duplicate"),
        ("a recipient twice", same, |w| w.again("interwire-to"), "IW-401-duplicate"),
        (
            "a truncated body",
            same,
            |w| {
                w.body.truncate(5);
            },
            "IW-400-truncated",
        ),
    ]
}

/// Signed by the wrong one, for another, or at another time.
fn wrongly_signed() -> Vec<Case> {
    vec![
        ("expired", |l| l.age_s = 301, same, "IW-401-expired"),
        ("of last year", |l| l.age_s = 31_536_000, same, "IW-401-expired"),
        ("of the future", |l| l.age_s = -301, same, "IW-401-future"),
        ("of before the node's start", |l| l.age_s = 61, same, "IW-503-starting"),
        ("for another node", |l| l.to = "astana", same, "IW-421-recipient"),
        ("by a stranger", |l| (l.party, l.key) = ("almaty", "almaty"), same, "IW-401-party"),
        ("by a stranger's key in a partner's name", |l| l.key = "almaty", same, "IW-401-key"),
        ("by one partner in another's name", |l| l.key = "astana", same, "IW-401-key"),
        (
            "by a stranger's key under a partner's key id",
            |l| l.key = "almaty",
            |w| {
                let id = super::signature::key_id(&party("hanoi"), &key("hanoi").public());
                let own = super::signature::key_id(&party("hanoi"), &key("almaty").public());
                w.edit(SI, &own, &id);
            },
            "IW-401-signature",
        ),
        (
            "by this node itself, reflected",
            |l| (l.party, l.key, l.to) = ("baku", "baku", "hanoi"),
            same,
            "IW-421-recipient",
        ),
        ("a body over the limit", |l| l.body = &[b'x'; 1025], same, "IW-413-too-large"),
        ("an announced body over the limit", same, |w| w.announced_bytes = 1 << 40, "IW-413-too-large"),
        ("to an address that does not exist", |l| (l.path, l.nonce) = ("/v1/nothing", 2), same, "IW-404-not-found"),
        ("with a method that is not taken", |l| (l.method, l.nonce) = ("DELETE", 3), same, "IW-405-method"),
        (
            "to a route that was left before the gate",
            |l| (l.method, l.path) = ("GET", "/v1/forgotten"),
            same,
            "IW-500-internal",
        ),
    ]
}

#[tokio::test]
async fn no_hostile_request_reaches_a_handler() {
    let baku = Baku::start().await;
    let cases: Vec<Case> = [changed_on_the_way(), bent_headers(), wrongly_signed()].concat();
    assert!(cases.len() >= 60, "{}", cases.len());
    for (name, before, after, code) in &cases {
        let mut letter = LETTER;
        before(&mut letter);
        let mut wire = letter.sign();
        after(&mut wire);
        let (status, found) = wire.send(&baku.base).await;
        assert_eq!((found.as_str(), baku.handled()), (*code, 0), "{name}: status {status}");
        assert_eq!(format!("IW-{status}"), code[..6], "{name}");
    }
    assert_eq!(LETTER.sign().send(&baku.base).await.0, 200, "none of them used up the nonce");
    assert_eq!(baku.handled(), 1);
}

#[tokio::test]
async fn a_request_is_handled_once_however_often_it_is_sent() {
    let baku = Baku::start().await;
    let wire = LETTER.sign();
    let answers = futures::future::join_all((0..40).map(|_| wire.send(&baku.base))).await;
    assert_eq!(answers.iter().filter(|(status, _)| *status == 200).count(), 1);
    assert_eq!(answers.iter().filter(|(_, code)| code == "IW-401-replay").count(), 39);
    for passed_s in [1, 299] {
        baku.hands.move_s(passed_s);
        assert_eq!(wire.send(&baku.base).await.1, "IW-401-replay");
    }
    baku.hands.move_s(1);
    assert_eq!(wire.send(&baku.base).await.1, "IW-401-expired");
    baku.hands.move_s(-301);
    assert_eq!(wire.send(&baku.base).await.1, "IW-401-replay");
    assert_eq!(baku.handled(), 1);
}

#[tokio::test]
async fn the_order_of_the_header_lines_does_not_matter_but_changes_nothing_either() {
    let baku = Baku::start().await;
    let mut wire = LETTER.sign();
    wire.headers.reverse();
    assert_eq!(wire.send(&baku.base).await.0, 200);
    assert_eq!(LETTER.sign().send(&baku.base).await.1, "IW-401-replay");
}
