//! Requests to partners: signed, to permitted addresses only, no redirect followed, bounded in time and size, and
//! answered by the partner's own signature. Large blobs are streamed by [`super::download`] and [`super::upload`].

pub use super::ask::{Answer, Ask, Peer};
use super::guard::{Guard, GuardedResolver, Lookup, system_lookup};
use super::keys::Keyring;
use super::pace::Slowest;
use super::receive::{self, Bounds};
use super::send_error::{SendCause, SendError};
use super::signature::{self, Nonce, Signed, Signer, Target};
use super::{Clock, digest};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use interwire_core::ids::{Hash, PartyId};
use interwire_core::time::Time;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// How this node makes requests.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which addresses are permitted.
    pub guard: Guard,
    /// The outgoing proxy, as `http://proxy.house:3128`; the environment's is never used.
    pub proxy: Option<String>,
    /// Certificates in PEM that are trusted besides the system's.
    pub trusted_pem: Vec<Vec<u8>>,
    /// How the node calls itself.
    pub user_agent: String,
    /// Time for the connection.
    pub connect: Duration,
    /// Time until the answer begins, added to what the partner was asked to wait.
    pub header: Duration,
    /// Time for the whole of a buffered answer, from its beginning.
    pub body: Duration,
    /// The slowest answer that is borne.
    pub slowest: Slowest,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            guard: Guard::default(),
            proxy: None,
            trusted_pem: Vec::new(),
            user_agent: concat!("interwire/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect: Duration::from_secs(10),
            header: Duration::from_secs(30),
            body: Duration::from_secs(60),
            slowest: Slowest { bytes: 4096, stretch: Duration::from_secs(10) },
        }
    }
}

/// Makes the requests of one party.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    settings: Arc<Settings>,
    me: PartyId,
    keyring: Arc<dyn Keyring>,
    clock: Clock,
}

/// A request that has been sent, and the beginning of its answer.
pub(super) struct Begun {
    pub(super) response: reqwest::Response,
    nonce: Nonce,
    signature: String,
}

impl Client {
    /// A client of the party `me`.
    ///
    /// # Errors
    /// [`SendCause::Local`] if the proxy or a certificate cannot be read.
    pub fn new(settings: Settings, me: PartyId, keyring: Arc<dyn Keyring>, clock: Clock) -> Result<Self, SendError> {
        Self::with_lookup(settings, me, keyring, clock, system_lookup())
    }

    /// A client that looks names up in another way than the system's.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_lookup(
        settings: Settings,
        me: PartyId,
        keyring: Arc<dyn Keyring>,
        clock: Clock,
        lookup: Lookup,
    ) -> Result<Self, SendError> {
        let local = |error: reqwest::Error| SendError::new(SendCause::Local, error.to_string());
        #[expect(clippy::disallowed_methods, reason = "this is the client that guards")]
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .user_agent(&settings.user_agent)
            .connect_timeout(settings.connect)
            .pool_idle_timeout(Duration::from_secs(60))
            .http1_max_headers(64)
            .http2_max_header_list_size(64 * 1024);
        let mut proxy_host = None;
        builder = match &settings.proxy {
            None => builder.no_proxy(),
            Some(text) => {
                let url =
                    Url::parse(text).map_err(|error| SendError::new(SendCause::Local, format!("proxy: {error}")))?;
                proxy_host = Some(url.host_str().unwrap_or_default().to_owned());
                builder.proxy(reqwest::Proxy::all(url).map_err(local)?)
            }
        };
        for pem in &settings.trusted_pem {
            builder = builder.tls_certs_merge(reqwest::Certificate::from_pem_bundle(pem).map_err(local)?);
        }
        let resolver = GuardedResolver::new(settings.guard, lookup, proxy_host);
        let http = builder.dns_resolver(resolver).build().map_err(local)?;
        Ok(Self { http, settings: Arc::new(settings), me, keyring, clock })
    }

    /// Sends a signed request and returns the partner's signed answer.
    ///
    /// # Errors
    /// [`SendError`]: any answer but a success signed by one of the partner's keys for this request.
    pub async fn send(&self, peer: &Peer, ask: &Ask) -> Result<Answer, SendError> {
        let hash = Hash::of(ask.body.as_ref().map_or(&[], |(_, body)| body));
        let body = ask.body.clone().map(|(kind, bytes)| (kind, reqwest::Body::from(bytes)));
        let patience = self.patience(ask.body.as_ref().map_or(0, |(_, body)| body.len())) + ask.wait;
        let begun = self.begin(peer, ask, &hash, body, patience).await?;
        self.finish(peer, begun, ask.answer_bytes_max).await
    }

    /// Reads an address that needs no signature and gives none, as a node's own description of itself.
    ///
    /// # Errors
    /// As [`Client::send`], except for signatures.
    pub async fn read_public(&self, base: &str, path: &str, bytes_max: u64) -> Result<Bytes, SendError> {
        let url = self.address(base, path)?;
        let sent = timeout(self.settings.header, self.http.get(url).send()).await;
        let response = sent.map_err(|_| SendError::new(SendCause::Timeout, "no answer"))??;
        let (status, retry_after) = (response.status().as_u16(), retry_after(response.headers(), (self.clock)()));
        let body = self.body(response, bytes_max).await?;
        if (200..300).contains(&status) {
            Ok(body)
        } else {
            Err(SendError::of_answer(status, &body, false, retry_after))
        }
    }

    /// Whether an address can be a partner's at all; what its name stands for is looked at when it is asked.
    ///
    /// # Errors
    /// [`SendCause::Address`] if it is none, or one that the settings do not permit.
    pub fn check(&self, base: &str) -> Result<(), SendError> {
        self.address(base, "/").map(drop)
    }

    fn address(&self, base: &str, path: &str) -> Result<Url, SendError> {
        let base = self.settings.guard.check_base(base)?;
        Ok(self.settings.guard.check(&format!("{}{path}", base.as_str().trim_end_matches('/')))?)
    }

    pub(super) async fn begin(
        &self,
        peer: &Peer,
        ask: &Ask,
        hash: &Hash,
        body: Option<(&'static str, reqwest::Body)>,
        patience: Duration,
    ) -> Result<Begun, SendError> {
        let url = self.address(&peer.base, &ask.path)?;
        let mut nonce = Nonce([0; 16]);
        getrandom::fill(&mut nonce.0).map_err(|error| SendError::new(SendCause::Local, error.to_string()))?;
        let key = self.keyring.own();
        let signer = Signer { party: &self.me, key: &key, now: (self.clock)() };
        let target = Target { method: ask.method.as_str(), path: url.path(), query: url.query() };
        let Signed { headers, signature } = signer.request(&target, &peer.party, hash, nonce);
        let mut request = self.http.request(ask.method.clone(), url).headers(collect(headers));
        if ask.from_byte > 0 {
            request = request.header(header::RANGE, format!("bytes={}-", ask.from_byte));
        }
        if let Some(bytes) = ask.size_bytes {
            request = request.header(header::CONTENT_LENGTH, bytes);
        }
        if let Some((kind, body)) = body {
            request = request.header(header::CONTENT_TYPE, kind).body(body);
        }
        let sent = timeout(patience, request.send()).await;
        let response = sent.map_err(|_| SendError::new(SendCause::Timeout, format!("no answer in {patience:?}")))??;
        Ok(Begun { response, nonce, signature })
    }

    /// Reads the rest of a buffered answer and checks its signature.
    pub(super) async fn finish(&self, peer: &Peer, begun: Begun, bytes_max: u64) -> Result<Answer, SendError> {
        let Begun { response, nonce, signature } = begun;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let is_success = (200..300).contains(&status);
        // What goes with an error is a short sentence, whatever was asked for.
        let body = self.body(response, if is_success { bytes_max } else { bytes_max.min(64 * 1024) }).await;
        let checked = signature::verify_response(status, &headers, nonce, &signature, &peer.party, &peer.keys);
        if !is_success {
            let body = body.unwrap_or_default();
            let authentic = checked.is_ok_and(|answered| digest::check(&answered.digest, &body).is_ok());
            return Err(SendError::of_answer(status, &body, authentic, retry_after(&headers, (self.clock)())));
        }
        let body = body?;
        let unsigned = |refusal: super::refusal::Refusal| SendError::new(SendCause::Signature, refusal.message());
        let answered = checked.map_err(unsigned)?;
        digest::check(&answered.digest, &body).map_err(unsigned)?;
        let skew_s = answered.created_s.saturating_sub((self.clock)().ms().div_euclid(1000));
        Ok(Answer { status, headers, body, skew_s })
    }

    async fn body(&self, response: reqwest::Response, bytes_max: u64) -> Result<Bytes, SendError> {
        if response.content_length().is_some_and(|bytes| bytes > bytes_max) {
            return Err(receive::Broken::TooLarge(bytes_max).into());
        }
        let bounds = Bounds { bytes_max, slowest: self.settings.slowest, total: self.settings.body };
        Ok(receive::whole(response.bytes_stream(), bounds).await?)
    }

    /// How long the answer may take to begin after a body of this size was handed to the machine, which may hold a few
    /// megabytes of it while it goes out over a slow line.
    pub(super) fn patience(&self, body_bytes: usize) -> Duration {
        let slow_line_bytes_per_s = 16 * 1024;
        self.settings.header + Duration::from_secs(body_bytes.min(4 << 20) as u64 / slow_line_bytes_per_s)
    }

    /// What makes connections, to permitted addresses only; requests carry nothing of ours.
    pub(super) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// Which addresses are permitted.
    pub(super) fn guard(&self) -> Guard {
        self.settings.guard
    }

    /// The slowest stream that is borne, either way.
    pub(super) fn slowest(&self) -> Slowest {
        self.settings.slowest
    }
}

fn collect(headers: Vec<(HeaderName, HeaderValue)>) -> HeaderMap {
    headers.into_iter().collect()
}

/// `Retry-After`, in seconds or as a date.
fn retry_after(headers: &HeaderMap, now: Time) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp().as_millisecond();
    Some(Duration::from_millis(u64::try_from(date.saturating_sub(now.ms())).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date() {
        let now = Time::from_ms(784_111_717_000);
        let read = |text: &str| {
            let headers = [(header::RETRY_AFTER, HeaderValue::from_str(text).unwrap())].into_iter().collect();
            retry_after(&headers, now).map(|wait| wait.as_secs())
        };
        assert_eq!(read("120"), Some(120));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(60));
        assert_eq!(read("Sun, 06 Nov 1994 08:40:00 GMT"), Some(0));
        assert_eq!(read("soon"), None);
        assert_eq!(read("-5"), None);
    }
}
