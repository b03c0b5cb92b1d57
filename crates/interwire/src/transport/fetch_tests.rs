//! Addresses that lead inside the house, in all the ways in which they can be written, looked up and redirected to, with
//! listening traps where they lead: nothing may connect to a trap. And what goes well, in size, time and hosts.

use super::super::client::Settings;
use super::super::testing::{Hands, Ring, party, serve, settings};
use super::*;
use crate::transport::guard::Guard;
use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use futures::{Stream, StreamExt};
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;

/// Listens, and is never to be spoken to.
struct Trap(Vec<TcpListener>);

impl Trap {
    /// On one port of several loopback addresses.
    fn set() -> (Self, u16) {
        let first = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = first.local_addr().unwrap().port();
        // A machine without IPv6 has one trap fewer.
        let others = ["127.0.0.2", "::1"].map(|ip| TcpListener::bind((ip.parse::<IpAddr>().unwrap(), port)).ok());
        let all: Vec<_> = [Some(first)].into_iter().chain(others).flatten().collect();
        all.iter().for_each(|listener| listener.set_nonblocking(true).unwrap());
        (Self(all), port)
    }

    fn is_untouched(&self) -> bool {
        self.0.iter().all(|listener| listener.accept().is_err())
    }
}

/// A client to which every name that ends in `.example` means these addresses.
fn client(guard: Guard, addresses: &'static [&'static str]) -> Client {
    let lookup = move |_| {
        let found = addresses.iter().map(|ip| ip.parse().unwrap()).collect();
        Box::pin(async move { Ok(found) }) as futures::future::BoxFuture<'static, std::io::Result<Vec<IpAddr>>>
    };
    let settings = Settings { guard, ..settings() };
    Client::with_lookup(settings, party("hanoi"), Arc::new(Ring("hanoi")), Hands::new().clock(), Arc::new(lookup))
        .unwrap()
}

const PUBLIC: Guard = Guard { allow_private: false, allow_plain: true };
const PRIVATE: Guard = Guard { allow_private: true, allow_plain: true };

async fn refused(client: &Client, address: &str) -> SendCause {
    match client.fetch(address, |_| true, 1000).await {
        Ok(_) => panic!("{address} was answered"),
        Err(error) => error.cause,
    }
}

#[tokio::test]
async fn no_way_of_writing_an_address_leads_inside() {
    let (trap, port) = Trap::set();
    let outside = client(PUBLIC, &["127.0.0.1"]);
    for host in [
        "127.0.0.1",
        "127.1",
        "127.0.0.2",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "017700000001",
        "0177.0.0.1",
        "0",
        "0.0.0.0",
        "１２７．０．０．１",
        "127%2e0%2e0%2e1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fd00::1]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "localhost",
        "LOCALHOST.",
        "db.localhost",
        "printer.local",
        "metadata.google.internal",
        "intranet",
    ] {
        assert_eq!(refused(&outside, &format!("http://{host}:{port}/a.jpg")).await, SendCause::Address, "{host}");
    }
    assert!(trap.is_untouched());
}

#[tokio::test]
async fn no_scheme_user_or_trick_of_writing_leads_inside() {
    let (trap, port) = Trap::set();
    let outside = client(PUBLIC, &["127.0.0.1"]);
    for address in [
        format!("http://media.example@127.0.0.1:{port}/"),
        format!("http://media.example:80@127.0.0.1:{port}/"),
        format!("http://@media.example:{port}/"),
        format!("http://media.example\\@127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port}\\@media.example/"),
        format!("http://127.0.0.1:{port}#@media.example/"),
        format!("http://127.0.0.1:{port}?@media.example/"),
        format!(" http://127.0.0.1:{port}/"),
        format!("http://127.0.0.1\t:{port}/"),
        format!("http:127.0.0.1:{port}/"),
        format!("ftp://127.0.0.1:{port}/a.jpg"),
        format!("gopher://127.0.0.1:{port}/_GET"),
        "file:///etc/passwd".to_owned(),
        "data:image/png;base64,AA==".to_owned(),
        "jar:http://127.0.0.1/".to_owned(),
        "unix:///run/docker.sock".to_owned(),
        "//127.0.0.1/a.jpg".to_owned(),
        String::new(),
    ] {
        assert_eq!(refused(&outside, &address).await, SendCause::Address, "{address}");
    }
    let tls_only = client(Guard::default(), &["127.0.0.1"]);
    assert_eq!(refused(&tls_only, &format!("http://media.example:{port}/")).await, SendCause::Address);
    assert!(trap.is_untouched());
}

#[tokio::test]
async fn a_name_is_judged_by_what_it_means_when_it_is_connected_to() {
    let (trap, port) = Trap::set();
    for addresses in [
        &["127.0.0.1"][..],
        &["10.0.0.1", "127.0.0.1", "::1"],
        &["::ffff:127.0.0.1"],
        &["169.254.169.254", "127.0.0.2"],
        &["0.0.0.0"],
        &[],
    ] {
        let outside = client(PUBLIC, addresses);
        let cause = refused(&outside, &format!("http://media.example:{port}/a.jpg")).await;
        assert_eq!(cause, SendCause::Address, "{addresses:?}");
    }
    assert!(trap.is_untouched());
}

#[tokio::test]
async fn no_redirect_leads_to_where_the_address_itself_might_not() {
    let (trap, port) = Trap::set();
    let to: Vec<(String, SendCause)> = vec![
        (format!("http://127.0.0.2:{port}/"), SendCause::Address),
        (format!("//127.0.0.2:{port}/"), SendCause::Address),
        (format!("http://[::1]:{port}/"), SendCause::Address),
        (format!("http://127.0.0.1@127.0.0.2:{port}/"), SendCause::Address),
        (format!("http://other.example:{port}/"), SendCause::Address),
        ("http://169.254.169.254/latest/meta-data/".to_owned(), SendCause::Address),
        ("file:///etc/passwd".to_owned(), SendCause::Address),
        (format!("gopher://127.0.0.2:{port}/_x"), SendCause::Address),
        ("/round".to_owned(), SendCause::Redirect),
        (String::new(), SendCause::Redirect),
    ];
    for (place, expected) in to {
        let answer = place.clone();
        let respond = move || {
            let place = answer.clone();
            async move { (http::StatusCode::FOUND, [(header::LOCATION, place)]).into_response() }
        };
        let base = serve(Router::new().route("/a", get(respond.clone())).route("/round", get(respond))).await;
        let inside = client(PRIVATE, &["127.0.0.2"]);
        let fetched = inside.fetch(&format!("{base}/a"), |host| host == "127.0.0.1", 1000).await;
        assert_eq!(fetched.map(|_| ()).unwrap_err().cause, expected, "{place}");
    }
    assert!(trap.is_untouched());
}

async fn whole(client: &Client, address: &str, max: u64) -> Result<(Option<String>, Vec<u8>), SendError> {
    let opened = client.fetch(address, |host| host == "127.0.0.1", max).await?;
    let (media_type, mut stream, mut bytes) = (opened.media_type, opened.stream, Vec::new());
    while let Some(piece) = stream.next().await {
        bytes.extend(piece?);
    }
    Ok((media_type, bytes))
}

#[tokio::test]
async fn a_file_comes_by_a_redirect_and_not_beyond_its_bounds() {
    let base = serve(
        Router::new()
            .route("/old", get(|| async { (http::StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, "/new")]) }))
            .route("/new", get(|| async { ([(header::CONTENT_TYPE, "Image/JPEG; q=1")], vec![7; 1000]) }))
            .route("/packed", get(|| async { ([(header::CONTENT_ENCODING, "gzip")], vec![7; 10]) }))
            .route("/endless", get(|| async { axum::body::Body::from_stream(drip(0)) }))
            .route("/slow", get(|| async { axum::body::Body::from_stream(drip(200)) }))
            .route("/busy", get(|| async { http::StatusCode::SERVICE_UNAVAILABLE })),
    )
    .await;
    let client = client(PRIVATE, &[]);
    let (media_type, bytes) = whole(&client, &format!("{base}/old#page=2"), 1000).await.unwrap();
    assert_eq!((media_type.as_deref(), bytes), (Some("image/jpeg"), vec![7; 1000]));
    for (path, max, expected) in [
        ("/new", 999, SendCause::TooLarge),
        ("/endless", 100_000, SendCause::TooLarge),
        ("/slow", 100_000, SendCause::TooSlow),
        ("/packed", 1000, SendCause::Garbage),
        ("/busy", 1000, SendCause::Busy),
        ("/none", 1000, SendCause::Refused),
    ] {
        let error = whole(&client, &format!("{base}{path}"), max).await.unwrap_err();
        assert_eq!(error.cause, expected, "{path}: {error}");
    }
}

/// A byte now and then, or a lot of them at once, for ever.
fn drip(wait_ms: u64) -> impl Stream<Item = Result<Bytes, std::io::Error>> {
    futures::stream::unfold((), move |()| async move {
        tokio::time::sleep(Duration::from_millis(wait_ms)).await;
        let count = if wait_ms == 0 { 10_000 } else { 1 };
        Some((Ok(Bytes::from(vec![1; count])), ()))
    })
}
