//! Requests as an attacker makes them: any bytes on the wire, signed by any key, sent as often as wanted.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use interwire::transport::signature::{Nonce, Signer, Target};
use interwire_core::exchange::message::Request;
use interwire_core::ids::{Hash, PartyId};
use interwire_core::keys::NodeKey;
use interwire_core::protocol::v1::wire;
use interwire_core::time::Time;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Whoever signs.
#[derive(Clone)]
pub struct Attacker {
    pub party: PartyId,
    pub key: NodeKey,
    pub to: PartyId,
    pub at: SocketAddr,
}

/// A request as it lies on the wire.
#[derive(Clone)]
pub struct Raw(pub Vec<u8>);

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub status: u16,
    pub code: String,
    pub body: Vec<u8>,
}

fn now() -> Time {
    let ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    Time::from_ms(i64::try_from(ms).unwrap())
}

impl Attacker {
    /// A request to this target (path and query), signed now.
    pub fn sign(&self, method: &str, target: &str, more: &str, body: &[u8]) -> Raw {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let mut nonce = [0; 16];
        nonce[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        nonce[8..].copy_from_slice(&now().ms().to_be_bytes());
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let signer = Signer { party: &self.party, key: &self.key, now: now() };
        let signed = signer.request(&Target { method, path, query }, &self.to, &Hash::of(body), Nonce(nonce));
        let mut head = format!("{method} {target} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{more}", self.at);
        for (name, value) in &signed.headers {
            head += &format!("{name}: {}\r\n", value.to_str().unwrap());
        }
        if !more.contains("content-length") {
            head += &format!("content-length: {}\r\n", body.len());
        }
        let mut bytes = (head + "\r\n").into_bytes();
        bytes.extend_from_slice(body);
        Raw(bytes)
    }

    /// A request of the protocol, signed now.
    pub fn request(&self, request: &Request) -> Raw {
        let wire = wire::write_request(request);
        self.sign(wire.method, &wire.path, &format!("content-type: {}\r\n", wire.content_type), &wire.body)
    }

    pub async fn send(&self, raw: &Raw) -> Said {
        tokio::time::timeout(Duration::from_secs(20), exchange(self.at, &raw.0)).await.expect("no answer")
    }

    pub async fn ask(&self, request: &Request) -> Said {
        self.send(&self.request(request)).await
    }

    pub async fn get(&self, target: &str, more: &str) -> Said {
        self.send(&self.sign("GET", target, more, &[])).await
    }
}

/// Sends bytes and reads what comes until the end.
pub async fn exchange(at: SocketAddr, bytes: &[u8]) -> Said {
    let mut stream = TcpStream::connect(at).await.unwrap();
    // A refusal may come, and the connection end, before all is sent.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").map_or(answer.len(), |n| n + 4);
    let (head, body) = answer.split_at(end);
    let head = String::from_utf8_lossy(head);
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
    let json: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let code = json["error"]["code"].as_str().unwrap_or_default().to_owned();
    Said { status, code, body: body.to_vec() }
}
