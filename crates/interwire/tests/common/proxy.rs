//! A machine between two nodes that misbehaves on demand: every mode is a way in which a partner, or the line to it,
//! goes wrong.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use axum::body::Body;
use bytes::Bytes;
use futures::{StreamExt, stream};
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// How the machine behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It passes everything on.
    Honest,
    /// Connections are refused.
    Down,
    /// Connections are taken, requests are never answered.
    Silent,
    /// One byte of the answer a second.
    Slow,
    /// This status and a page of HTML.
    Status(u16),
    /// 429 with these seconds of Retry-After.
    TooMany(u32),
    /// 200 and noise.
    Garbage,
    /// The true answer's length, half of its body.
    Half,
    /// One bit of the body is another.
    ForgedBody,
    /// One character of the signature is another.
    ForgedSignature,
    /// 200 and bytes without end.
    Endless,
    /// 302 to the trap.
    Redirect(SocketAddr),
    /// The first answer of success ever given to such a request.
    Replay,
    /// Heads pass, entries do not.
    OnlyHeads,
    /// Blobs that are fetched by themselves have other bytes.
    WrongBlob,
    /// Blobs that are fetched by themselves break off after so many bytes.
    Cut(u64),
}

/// A machine on the way.
pub struct Proxy {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Mutex<Option<tokio::task::JoinHandle<()>>>,
}

struct Shared {
    to: SocketAddr,
    mode: Mutex<Mode>,
    first: Mutex<HashMap<String, (StatusCode, http::HeaderMap, Bytes)>>,
    client: reqwest::Client,
    requests: AtomicUsize,
    sent: AtomicU64,
    cuts: AtomicU64,
}

impl Proxy {
    /// A machine before `to`, honest at first.
    pub async fn before(to: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            to,
            mode: Mutex::new(Mode::Honest),
            first: Mutex::default(),
            client: unguarded(),
            requests: AtomicUsize::new(0),
            sent: AtomicU64::new(0),
            cuts: AtomicU64::new(0),
        });
        let proxy = Self { address, shared, accepting: Mutex::new(None) };
        proxy.accept(listener);
        proxy
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }
    /// Requests that came so far.
    pub fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::SeqCst)
    }
    /// Bytes of blobs that were sent on by themselves so far.
    pub fn blob_bytes(&self) -> u64 {
        self.shared.sent.load(Ordering::SeqCst)
    }
    /// Blobs broken off so far.
    pub fn cuts(&self) -> u64 {
        self.shared.cuts.load(Ordering::SeqCst)
    }
    fn accept(&self, listener: TcpListener) {
        let task = tokio::spawn(accept(listener, Arc::clone(&self.shared)));
        *self.accepting.lock().unwrap() = Some(task);
    }

    /// Behaves so from now on. A change to a fault of the whole line breaks all connections.
    pub async fn be(&self, mode: Mode) {
        let before = std::mem::replace(&mut *self.shared.mode.lock().unwrap(), mode);
        let of_answers = |mode| matches!(mode, Mode::Honest | Mode::Cut(_) | Mode::OnlyHeads);
        if before != Mode::Down && (mode == Mode::Honest || of_answers(mode) && of_answers(before)) {
            return;
        }
        let task = self.accepting.lock().unwrap().take();
        if let Some(task) = task {
            task.abort();
            let _ = task.await;
        }
        if mode != Mode::Down {
            let listener = loop {
                match TcpListener::bind(self.address).await {
                    Ok(listener) => break listener,
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                }
            };
            self.accept(listener);
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            let service = service_fn(move |request| {
                let shared = Arc::clone(&shared);
                async move { Ok::<_, Infallible>(answer(&shared, request).await) }
            });
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
        while connections.try_join_next().is_some() {}
    }
}

fn plain(status: u16, text: &'static str) -> Response<Body> {
    Response::builder().status(status).header(header::CONTENT_TYPE, "text/html").body(Body::from(text)).unwrap()
}

async fn answer(shared: &Arc<Shared>, request: Request<Incoming>) -> Response<Body> {
    shared.requests.fetch_add(1, Ordering::SeqCst);
    let mode = *shared.mode.lock().unwrap();
    match mode {
        Mode::Silent => std::future::pending().await,
        Mode::Status(status) => plain(status, "<h1>It does not work</h1>"),
        Mode::TooMany(seconds) => {
            let mut response = plain(429, "later");
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            response
        }
        Mode::Garbage => plain(200, "\u{1}{{{<<<"),
        Mode::Endless => {
            let zeros = Bytes::from(vec![0; 64 * 1024]);
            Response::new(Body::from_stream(stream::repeat_with(move || Ok::<_, io::Error>(zeros.clone()))))
        }
        Mode::Redirect(trap) => {
            let mut response = plain(302, "elsewhere");
            response.headers_mut().insert(header::LOCATION, format!("http://{trap}/v1/heads").parse().unwrap());
            response
        }
        Mode::OnlyHeads if request.uri().path().ends_with("/entries") => plain(500, "no entries"),
        _ => pass_on(shared, request, mode).await,
    }
}

async fn pass_on(shared: &Arc<Shared>, request: Request<Incoming>, mode: Mode) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().unwrap().as_str().to_owned();
    let alone = parts.method == Method::GET && parts.uri.path().starts_with("/v1/blobs/");
    let name = format!("{} {}", parts.method, parts.uri.path());
    let body = body.collect().await.map(|whole| whole.to_bytes()).unwrap_or_default();
    let sent = shared.client.request(parts.method, format!("http://{}{path}", shared.to)).headers(parts.headers);
    let Ok(answer) = sent.body(body).send().await else { return plain(502, "not there") };
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    if alone {
        return blob(shared, mode, status, headers, answer);
    }
    let mut body = answer.bytes().await.unwrap_or_default();
    if mode == Mode::Replay {
        let kept = shared.first.lock().unwrap().get(&name).cloned();
        (_, headers, body) = kept.unwrap_or((status, headers, body));
    } else if status.is_success() {
        let mut first = shared.first.lock().unwrap();
        first.entry(name).or_insert_with(|| (status, headers.clone(), body.clone()));
    }
    spoil(mode, status, headers, body)
}

fn spoil(mode: Mode, status: StatusCode, mut headers: http::HeaderMap, body: Bytes) -> Response<Body> {
    let body = match mode {
        Mode::Half => {
            let half = Ok(body.slice(..body.len() / 2));
            Body::from_stream(stream::iter([half, Err(io::Error::other("cut"))]))
        }
        Mode::Slow => Body::from_stream(stream::iter(body).then(|byte| async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok::<_, io::Error>(Bytes::from(vec![byte]))
        })),
        Mode::ForgedBody => {
            let mut bytes = body.to_vec();
            if let Some(byte) = bytes.last_mut() {
                *byte ^= 1;
            }
            Body::from(bytes)
        }
        Mode::ForgedSignature => {
            if let Some(value) = headers.get_mut("signature") {
                let text = value.to_str().unwrap().replacen(":A", ":B", 1);
                let changed = if text.as_bytes() == value.as_bytes() { flip(&text) } else { text };
                *value = changed.parse().unwrap();
            }
            Body::from(body)
        }
        _ => Body::from(body),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// Another letter somewhere within the signature.
fn flip(text: &str) -> String {
    let place = text.find(':').unwrap() + 5;
    let other = if text.as_bytes()[place] == b'x' { "y" } else { "x" };
    format!("{}{other}{}", &text[..place], &text[place + 1..])
}

fn blob(
    shared: &Arc<Shared>,
    mode: Mode,
    status: StatusCode,
    headers: http::HeaderMap,
    answer: reqwest::Response,
) -> Response<Body> {
    let (shared, mut left) = (Arc::clone(shared), if let Mode::Cut(bytes) = mode { bytes } else { u64::MAX });
    let pieces = answer.bytes_stream().map(move |piece| {
        let piece = piece.map_err(io::Error::other)?;
        if left == 0 {
            shared.cuts.fetch_add(1, Ordering::SeqCst);
            return Err(io::Error::other("cut"));
        }
        let kept = piece.slice(..piece.len().min(usize::try_from(left).unwrap_or(usize::MAX)));
        left -= kept.len() as u64;
        shared.sent.fetch_add(kept.len() as u64, Ordering::SeqCst);
        let wrong = mode == Mode::WrongBlob;
        Ok(if wrong { kept.iter().map(|byte| byte ^ 1).collect() } else { kept })
    });
    let mut response = Response::new(Body::from_stream(pieces));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// It speaks to the nodes of the test only.
#[allow(clippy::disallowed_methods, reason = "what stands between the nodes guards nothing")]
fn unguarded() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}
