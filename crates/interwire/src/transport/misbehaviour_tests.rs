//! Partners that misbehave: each gives its own error, in bounded time and memory.

use super::client::{Ask, Client};
use super::download::Wanted;
use super::refusal::{Cause, Refusal};
use super::send_error::{SendCause, SendError};
use super::signature::{Claim, Signer};
use super::testing::{Hands, NOW_MS, Ring, baku_at, hanoi, key, party, serve, settings};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::stream;
use http::{HeaderMap, StatusCode};
use interwire_core::ids::Hash;
use interwire_core::time::Time;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A partner that answers every connection with these bytes and closes it, or keeps it open.
async fn raw(answer: &'static [u8], then_wait: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(answer).await;
                if then_wait {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                }
            });
        }
    });
    format!("http://{address}")
}

/// A partner that answers every request so.
async fn answering(answer: impl Fn(Request) -> Response + Clone + Send + Sync + 'static) -> String {
    serve(Router::new().fallback(move |request: Request| {
        let response = answer(request);
        async move { response }
    }))
    .await
}

async fn error_of(base: &str) -> SendError {
    hanoi(&Hands::new()).send(&baku_at(base), &Ask::get("/v1/heads").up_to(100_000)).await.unwrap_err()
}

#[tokio::test]
async fn bytes_that_are_no_answer_give_an_error_of_their_own() {
    let cases: &[(&str, &[u8], bool, SendCause)] = &[
        ("garbage", b"\x00\x01\x02 this is not HTTP\r\n\r\n", false, SendCause::Garbage),
        ("another protocol", b"SSH-2.0-OpenSSH_9.2\r\n", false, SendCause::Garbage),
        ("nothing", b"", false, SendCause::Truncated),
        ("half a head", b"HTTP/1.1 200 OK\r\ncontent-le", false, SendCause::Truncated),
        ("half a head, then silence", b"HTTP/1.1 200 OK\r\ncontent-le", true, SendCause::Timeout),
        ("silence", b"", true, SendCause::Timeout),
        ("half a body", b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"heads\":", false, SendCause::Truncated),
        ("half a body, then silence", b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"he", true, SendCause::TooSlow),
        ("a broken chunk", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", false, SendCause::Truncated),
        (
            "a huge announced body",
            b"HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n",
            true,
            SendCause::TooLarge,
        ),
        ("an unsigned success", b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", false, SendCause::Signature),
        ("a portal's page", b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n<html>log in", false, SendCause::Signature),
        (
            "a redirect",
            b"HTTP/1.1 301 X\r\nlocation: /v1/heads\r\ncontent-length: 0\r\n\r\n",
            false,
            SendCause::Redirect,
        ),
        (
            "a redirect inside",
            b"HTTP/1.1 307 X\r\nlocation: http://10.0.0.1/\r\ncontent-length: 0\r\n\r\n",
            false,
            SendCause::Redirect,
        ),
        ("a proxy's 404", b"HTTP/1.1 404 X\r\ncontent-length: 4\r\n\r\nnope", false, SendCause::Refused),
        ("a proxy's 502", b"HTTP/1.1 502 X\r\ncontent-length: 4\r\n\r\nnope", false, SendCause::Failing),
        ("an early end of 500", b"HTTP/1.1 500 X\r\ncontent-length: 400\r\n\r\nnope", false, SendCause::Failing),
        ("a 429", b"HTTP/1.1 429 X\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n", false, SendCause::Busy),
        ("a 503", b"HTTP/1.1 503 X\r\nretry-after: soon\r\ncontent-length: 0\r\n\r\n", false, SendCause::Busy),
    ];
    for (name, answer, then_wait, cause) in cases {
        let error = error_of(&raw(answer, *then_wait).await).await;
        assert_eq!((error.cause, error.authentic, error.retryable()), (*cause, false, true), "{name}: {error}");
    }
    let busy = error_of(&raw(cases[17].1, false).await).await;
    assert_eq!((busy.status, busy.retry_after), (Some(429), Some(Duration::from_secs(7))));
}

#[tokio::test]
async fn an_endless_answer_is_cut_at_its_bound() {
    static SENT: AtomicUsize = AtomicUsize::new(0);
    let endless = answering(|_| {
        let pieces = stream::repeat_with(|| {
            SENT.fetch_add(16_384, Ordering::Relaxed);
            Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 16_384]))
        });
        Response::new(Body::from_stream(pieces))
    })
    .await;
    assert_eq!(error_of(&endless).await.cause, SendCause::TooLarge);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let sent = SENT.load(Ordering::Relaxed);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(SENT.load(Ordering::Relaxed), sent, "the connection is closed, nothing more is drawn");
}

#[tokio::test]
async fn an_answer_that_drips_is_cut() {
    let dripping = answering(|_| {
        let drops = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Some((Ok::<_, std::io::Error>(Bytes::from_static(b"x")), ()))
        });
        Response::new(Body::from_stream(drops))
    })
    .await;
    assert_eq!(error_of(&dripping).await.cause, SendCause::TooSlow);
}

/// An answer signed by `who`, to the request it belongs to unless `bend` changes that.
fn signed(who: &'static str, request: &Request, response: Response, body: &'static str) -> Response {
    let claim = Claim::read(request.headers()).unwrap();
    let (party, key) = (party("baku"), key(who));
    let signer = Signer { party: &party, key: &key, now: Time::from_ms(NOW_MS) };
    let (mut parts, _) = response.into_parts();
    let signed = signer.response(parts.status.as_u16(), &Hash::of(body.as_bytes()), claim.nonce, &claim.signature);
    parts.headers.extend(signed.headers);
    Response::from_parts(parts, Body::from(body))
}

#[tokio::test]
async fn a_success_not_signed_by_the_partner_for_this_request_is_none() {
    let good = answering(|request| signed("baku", &request, StatusCode::OK.into_response(), "{}")).await;
    let client = hanoi(&Hands::new());
    assert!(client.send(&baku_at(&good), &Ask::get("/v1/heads")).await.is_ok());
    let other_key = answering(|request| signed("astana", &request, StatusCode::OK.into_response(), "{}")).await;
    let other_body = answering(|request| {
        let (parts, _) = signed("baku", &request, StatusCode::OK.into_response(), "{}").into_parts();
        Response::from_parts(parts, Body::from("[]"))
    })
    .await;
    let other_status = answering(|request| {
        let mut response = signed("baku", &request, StatusCode::OK.into_response(), "{}");
        *response.status_mut() = StatusCode::CREATED;
        response
    })
    .await;
    let kept: Arc<std::sync::Mutex<Option<HeaderMap>>> = Arc::default();
    let replayed = answering(move |request| {
        let fresh = signed("baku", &request, StatusCode::OK.into_response(), "{}");
        let mut kept = kept.lock().unwrap();
        let first = kept.get_or_insert_with(|| fresh.headers().clone()).clone();
        (first, "{}").into_response()
    })
    .await;
    client.send(&baku_at(&replayed), &Ask::get("/v1/heads")).await.unwrap();
    for (name, base) in [("key", other_key), ("body", other_body), ("status", other_status), ("replay", replayed)] {
        let error = client.send(&baku_at(&base), &Ask::get("/v1/heads")).await.unwrap_err();
        assert_eq!(error.cause, SendCause::Signature, "{name}: {error}");
    }
}

#[tokio::test]
async fn only_a_signed_refusal_ends_the_attempts() {
    let refusing = |who| {
        answering(move |request| {
            let refusal = Refusal::new(Cause::NotShared);
            let body: &'static str = refusal.body().leak();
            signed(who, &request, refusal.into_response(), body)
        })
    };
    let error = error_of(&refusing("baku").await).await;
    assert_eq!((error.cause, error.authentic, error.retryable()), (SendCause::Refused, true, false));
    assert_eq!(error.partner.unwrap().code, "IW-403-not-shared");
    let error = error_of(&refusing("astana").await).await;
    assert_eq!((error.cause, error.authentic, error.retryable()), (SendCause::Refused, false, true));
}

#[tokio::test]
async fn a_blob_with_other_bytes_too_many_or_too_few_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = vec![7; 50_000];
    let wanted = Wanted { hash: Hash::of(&bytes), size_bytes: 50_000 };
    let body = |length: usize, byte: u8| answering(move |_| Response::new(Body::from(vec![byte; length])));
    let ranged =
        answering(|_| (StatusCode::PARTIAL_CONTENT, [("content-range", "bytes 5-49999/50000")], "x").into_response());
    let cases = [
        ("other", body(50_000, 8).await, SendCause::WrongBytes, 0),
        ("more", body(900_000, 7).await, SendCause::TooLarge, 50_000),
        ("fewer", body(20_000, 7).await, SendCause::Truncated, 20_000),
        ("another range", ranged.await, SendCause::Garbage, 0),
    ];
    for (name, base, cause, kept_max) in cases {
        let file = folder.path().join(name);
        let error = hanoi(&Hands::new()).download(&baku_at(&base), "/v1/blobs/x", wanted, &file).await.unwrap_err();
        assert_eq!(error.cause, cause, "{name}: {error}");
        assert!(std::fs::metadata(&file).unwrap().len() <= kept_max, "{name}");
    }
}

#[tokio::test]
async fn a_partner_that_stops_reading_is_let_go() {
    let base = raw(b"", true).await;
    let sent = Wanted { hash: Hash::of(b"whatever"), size_bytes: 1 << 30 };
    let endless = stream::repeat_with(|| Ok(Bytes::from_static(&[0; 65_536])));
    let error = hanoi(&Hands::new()).upload(&baku_at(&base), "/v1/blobs/x", sent, endless).await.unwrap_err();
    assert_eq!(error.cause, SendCause::TooSlow, "{error}");
}

#[tokio::test]
async fn through_a_proxy_the_address_is_still_checked() {
    let proxy = raw(b"HTTP/1.1 502 X\r\ncontent-length: 0\r\n\r\n", false).await;
    let guard = super::guard::Guard { allow_private: false, allow_plain: true };
    let settings =
        super::client::Settings { guard, proxy: Some(proxy.replace("127.0.0.1", "localhost")), ..settings() };
    let client = Client::new(settings, party("hanoi"), Arc::new(Ring("hanoi")), Hands::new().clock()).unwrap();
    let error = client.send(&baku_at("http://wire.example"), &Ask::get("/v1/heads")).await.unwrap_err();
    assert_eq!((error.cause, error.status), (SendCause::Failing, Some(502)), "{error}");
    for inside in ["http://10.0.0.1", "http://metadata.google.internal", "http://[::1]:80"] {
        let error = client.send(&baku_at(inside), &Ask::get("/v1/heads")).await.unwrap_err();
        assert_eq!(error.cause, SendCause::Address, "{inside}");
    }
}
