//! Requests and answers that go well, and refusals as the partner sees them.

use super::client::{Ask, Client};
use super::download::Wanted;
use super::guard::Guard;
use super::send_error::SendCause;
use super::testing::{Baku, Ring, baku_at, blob_bytes, hanoi, party, settings};
use interwire_core::ids::Hash;
use std::sync::Arc;

#[tokio::test]
async fn a_signed_request_is_answered_by_a_signed_answer() {
    let baku = Baku::start().await;
    let (client, peer) = (hanoi(&baku.hands), baku_at(&baku.base));
    let text = "Vũ Việt Trang, Қазақстан, Əliyev, سفير";
    let answer = client.send(&peer, &Ask::put("/v1/heads?wait_s=0", "application/json", text)).await.unwrap();
    assert_eq!((answer.status, answer.body.as_ref(), answer.skew_s), (200, text.as_bytes(), 0));
    let empty = client.send(&peer, &Ask::get("/v1/heads")).await.unwrap();
    assert!(empty.body.is_empty());
    assert_eq!(baku.handled(), 2);
}

#[tokio::test]
async fn a_partners_refusal_is_shown_with_its_code_and_is_never_a_success() {
    let baku = Baku::start().await;
    let (client, peer) = (hanoi(&baku.hands), baku_at(&baku.base));
    let error = client.send(&peer, &Ask::get("/v1/nothing")).await.unwrap_err();
    assert_eq!((error.cause, error.status, error.authentic), (SendCause::Refused, Some(404), true));
    assert_eq!(error.partner.as_ref().unwrap().code, "IW-404-not-found");
    assert!(!error.retryable());
    let error = client.send(&peer, &Ask::post("/v1/heads", "text/plain", "x")).await.unwrap_err();
    assert_eq!(error.partner.unwrap().code, "IW-405-method");
    let error = client.send(&peer, &Ask::put("/v1/heads", "text/plain", vec![0; 1025])).await.unwrap_err();
    assert_eq!(error.partner.unwrap().code, "IW-413-too-large");
    let error = client.send(&peer, &Ask::get("/v1/forgotten")).await.unwrap_err();
    assert_eq!((error.cause, error.authentic, error.retryable()), (SendCause::Failing, false, true));
    assert_eq!(baku.handled(), 0);
}

#[tokio::test]
async fn a_stranger_is_heard_only_where_first_offers_are() {
    let baku = Baku::start().await;
    let client = Client::new(settings(), party("almaty"), Arc::new(Ring("almaty")), baku.hands.clock()).unwrap();
    let peer = baku_at(&baku.base);
    let error = client.send(&peer, &Ask::get("/v1/heads")).await.unwrap_err();
    assert_eq!(error.partner.unwrap().code, "IW-401-party");
    let offer = |named: &'static str| Ask::put("/v1/first-offers", "text/plain", named);
    let error = client.send(&peer, &offer("someone-else")).await.unwrap_err();
    assert_eq!(error.partner.unwrap().code, "IW-401-key");
    assert_eq!(client.send(&peer, &offer("almaty")).await.unwrap().body.as_ref(), b"almaty");
}

#[tokio::test]
async fn a_blob_is_fetched_from_where_it_stopped_and_proven_by_its_hash() {
    let baku = Baku::start().await;
    let (client, peer) = (hanoi(&baku.hands), baku_at(&baku.base));
    let (folder, bytes) = (tempfile::tempdir().unwrap(), blob_bytes());
    let wanted = Wanted { hash: Hash::of(&bytes), size_bytes: 1_000_000 };
    let file = folder.path().join("partial");
    for begun in [&bytes[..0], &bytes[..123_456], &bytes[..], &[&bytes[..], b"more"].concat()] {
        std::fs::write(&file, begun).unwrap();
        client.download(&peer, "/v1/blobs/x", wanted, &file).await.unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), bytes);
    }
    std::fs::write(&file, b"other bytes").unwrap();
    let error = client.download(&peer, "/v1/blobs/x", wanted, &file).await.unwrap_err();
    assert_eq!(error.cause, SendCause::WrongBytes);
    client.download(&peer, "/v1/blobs/x", wanted, &file).await.unwrap();
}

#[tokio::test]
async fn a_blob_is_sent_as_a_stream_of_known_hash() {
    let baku = Baku::start().await;
    let (client, peer) = (hanoi(&baku.hands), baku_at(&baku.base));
    let bytes = blob_bytes();
    let pieces: Vec<_> = bytes.chunks(10_000).map(|piece| Ok(piece.to_vec().into())).collect();
    let sent = Wanted { hash: Hash::of(&bytes), size_bytes: 1_000_000 };
    let answer = client.upload(&peer, "/v1/blobs/x", sent, futures::stream::iter(pieces)).await.unwrap();
    assert_eq!(answer.body.as_ref(), b"1000000");
}

#[tokio::test]
async fn private_addresses_are_not_connected_to_unless_permitted() {
    let baku = Baku::start().await;
    let guarded = super::client::Settings { guard: Guard { allow_private: false, allow_plain: true }, ..settings() };
    let client = Client::new(guarded, party("hanoi"), Arc::new(Ring("hanoi")), baku.hands.clock()).unwrap();
    for base in
        [baku.base.clone(), baku.base.replace("127.0.0.1", "localhost"), baku.base.replace("127.0.0.1", "2130706433")]
    {
        let error = client.send(&baku_at(&base), &Ask::get("/v1/heads")).await.unwrap_err();
        assert_eq!((error.cause, error.retryable()), (SendCause::Address, false), "{base}");
    }
    assert_eq!(baku.handled(), 0);
}

#[tokio::test]
async fn an_address_without_a_node_is_unreachable() {
    let baku = Baku::start().await;
    let client = hanoi(&baku.hands);
    for base in ["http://127.0.0.1:1", "http://nobody.invalid"] {
        let error = client.send(&baku_at(base), &Ask::get("/v1/heads")).await.unwrap_err();
        assert_eq!((error.cause, error.retryable()), (SendCause::Unreachable, true), "{error}");
    }
}
