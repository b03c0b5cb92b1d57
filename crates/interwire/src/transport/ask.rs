//! What is asked of whom, and what is answered: the words of [`super::client`].

use super::keys::PublicKey;
use bytes::Bytes;
use http::{HeaderMap, Method};
use interwire_core::ids::PartyId;
use std::time::Duration;

/// The node of a partner, as known here.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Its base address.
    pub base: String,
    /// The party.
    pub party: PartyId,
    /// Its valid keys, one of which must have signed the answer.
    pub keys: Vec<PublicKey>,
}

/// One request.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The method.
    pub method: Method,
    /// Path and query, from the slash on.
    pub path: String,
    /// The body and its type.
    pub body: Option<(&'static str, Bytes)>,
    /// Bytes of the answer, at most.
    pub answer_bytes_max: u64,
    /// How long the partner was asked to wait before it answers.
    pub wait: Duration,
    /// The first byte wanted, for blobs.
    pub(super) from_byte: u64,
    /// The size of a streamed body.
    pub(super) size_bytes: Option<u64>,
}

impl Ask {
    fn new(method: Method, path: impl Into<String>, body: Option<(&'static str, Bytes)>) -> Self {
        let path = path.into();
        Self { method, path, body, answer_bytes_max: 1 << 20, wait: Duration::ZERO, from_byte: 0, size_bytes: None }
    }
    /// Asks for `path`.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path, None)
    }
    /// Puts a body of this type to `path`.
    #[must_use]
    pub fn put(path: impl Into<String>, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self::new(Method::PUT, path, Some((content_type, body.into())))
    }
    /// Posts a body of this type to `path`.
    #[must_use]
    pub fn post(path: impl Into<String>, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self::new(Method::POST, path, Some((content_type, body.into())))
    }
    /// With this many bytes of answer at most (1 MiB if not said).
    #[must_use]
    pub const fn up_to(mut self, answer_bytes_max: u64) -> Self {
        self.answer_bytes_max = answer_bytes_max;
        self
    }
    /// With so much more time until the answer begins.
    #[must_use]
    pub const fn waiting(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }
}

/// A partner's signed answer of success.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status, 200 to 299.
    pub status: u16,
    /// The headers; only status and body are covered by the signature.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// Seconds by which the partner's clock is ahead of ours (transit included); negative if behind.
    pub skew_s: i64,
}
