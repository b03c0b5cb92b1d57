//! Listening by TLS and in the clear, and those who hold the door.

use super::*;
use crate::transport::client::{Ask, Client, Settings};
use crate::transport::send_error::SendCause;
use crate::transport::testing::{Hands, Ring, baku_at, party, settings};
use crate::transport::verify::{Admission, Authenticated, Gate};
use axum::routing::get;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const LIMITS: Limits = Limits {
    connections_max: 4,
    head: Duration::from_millis(300),
    silence: Duration::from_millis(600),
    stop: Duration::from_secs(5),
};

struct Door {
    port: u16,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

async fn open(tls: Option<Arc<Tls>>, hands: &Hands) -> Door {
    let gate = Gate::new(party("baku"), Arc::new(Ring("baku")), hands.clock(), "");
    hands.move_s(60);
    let heads = Router::new().route("/v1/heads", get(|caller: Authenticated| async move { caller.party.to_string() }));
    let slow = get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move {
        sleep(Duration::from_millis(400)).await;
        peer.ip().to_string()
    });
    let router = gate.guard(heads, Admission::partners(1024)).route("/slow", slow);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(serve(listener, tls, router, LIMITS, async { stopped.await.unwrap() }));
    Door { port, stop: Some(stop), task }
}

/// A certificate for localhost that signs itself, on disk.
fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let paths = (folder.join("chain.pem"), folder.join("key.pem"));
    std::fs::write(&paths.0, made.cert.pem()).unwrap();
    std::fs::write(&paths.1, made.signing_key.serialize_pem()).unwrap();
    paths
}

fn client(hands: &Hands, trusted_pem: Vec<Vec<u8>>) -> Client {
    let settings = Settings { trusted_pem, ..settings() };
    Client::new(settings, party("hanoi"), Arc::new(Ring("hanoi")), hands.clock()).unwrap()
}

#[tokio::test]
async fn a_partner_is_reached_by_tls_if_its_certificate_is_trusted() {
    let (folder, hands) = (tempfile::tempdir().unwrap(), Hands::new());
    let (chain, secret) = certificate(folder.path());
    let tls = Arc::new(Tls::read(&chain, &secret).unwrap());
    let trusted = vec![std::fs::read(&chain).unwrap()];
    let door = open(Some(Arc::clone(&tls)), &hands).await;
    let at = |host: &str| baku_at(&format!("https://{host}:{}", door.port));
    let ask = Ask::get("/v1/heads");
    let answer = client(&hands, trusted.clone()).send(&at("localhost"), &ask).await.unwrap();
    assert_eq!(answer.body.as_ref(), b"hanoi");
    let untrusted = client(&hands, Vec::new()).send(&at("localhost"), &ask).await.unwrap_err();
    assert_eq!((untrusted.cause, untrusted.retryable()), (SendCause::Tls, true), "{untrusted}");
    let another_name = client(&hands, trusted.clone()).send(&at("127.0.0.1"), &ask).await.unwrap_err();
    assert_eq!(another_name.cause, SendCause::Tls, "{another_name}");
    let stop = CancellationToken::new();
    let renewing = tokio::spawn(renew(Arc::clone(&tls), Duration::from_millis(20), stop.clone()));
    sleep(Duration::from_millis(50)).await;
    certificate(folder.path());
    sleep(Duration::from_millis(300)).await;
    stop.cancel();
    renewing.await.unwrap();
    let renewed = client(&hands, trusted).send(&at("localhost"), &ask).await.unwrap_err();
    assert_eq!(renewed.cause, SendCause::Tls, "the renewed certificate is another");
    std::fs::write(&secret, "no key").unwrap();
    assert!(tls.read_again().unwrap_err().to_string().contains("key.pem"));
}

#[tokio::test]
async fn who_holds_the_door_without_a_word_is_let_go_and_others_get_in() {
    let hands = Hands::new();
    let door = open(None, &hands).await;
    let mut holders = Vec::new();
    for begin in [&b""[..], b"G", b"GET /v1/heads HTTP/1.1\r\nhost: x\r\nx-slow: ", b"PRI * HTTP/2.0\r\n\r\n"] {
        let mut stream = TcpStream::connect(("127.0.0.1", door.port)).await.unwrap();
        stream.write_all(begin).await.unwrap();
        holders.push(stream);
    }
    sleep(Duration::from_millis(50)).await;
    let peer = baku_at(&format!("http://127.0.0.1:{}", door.port));
    let answer = client(&hands, Vec::new()).send(&peer, &Ask::get("/v1/heads").waiting(Duration::from_secs(3))).await;
    assert_eq!(answer.unwrap().body.as_ref(), b"hanoi", "a place became free");
    for mut stream in holders {
        let ended = timeout(Duration::from_secs(3), stream.read_to_end(&mut Vec::new())).await;
        assert!(ended.is_ok(), "the holder is still connected");
    }
}

#[tokio::test]
async fn a_running_request_ends_before_the_listener_does() {
    let hands = Hands::new();
    let mut door = open(None, &hands).await;
    let mut stream = TcpStream::connect(("127.0.0.1", door.port)).await.unwrap();
    stream.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    sleep(Duration::from_millis(100)).await;
    door.stop.take().unwrap().send(()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("127.0.0.1"), "{answer}");
    timeout(Duration::from_secs(3), door.task).await.unwrap().unwrap();
    assert!(TcpStream::connect(("127.0.0.1", door.port)).await.is_err());
}
