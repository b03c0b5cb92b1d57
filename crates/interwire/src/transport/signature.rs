//! HTTP Message Signatures (RFC 9421) of requests and answers, in the one form of protocol version 1.
//!
//! A request covers method, path, query, body digest and the party it is meant for; an answer covers its status, its
//! body digest, the request's nonce and the request's own signature, so that it answers that request and no other.
//! The form is fixed: what is spelled in any other way is refused, whether or not it might mean the same.
//! Pure: time, keys and nonces are told. Replays are refused one step later, by [`super::replay`].

use super::digest::{self, CONTENT_DIGEST, single};
pub use super::form::{Nonce, base};
use super::form::{Params, REQUEST, REQUEST_TAG, RESPONSE, RESPONSE_TAG, signature_bytes};
use super::keys::{NodeKey, PublicKey};
use super::refusal::{Cause, Refusal};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue};
use interwire_core::ids::{Hash, PartyId};
use interwire_core::keys::Signature;
use interwire_core::time::Time;

/// The header that names the covered components and parameters.
pub const SIGNATURE_INPUT: &str = "signature-input";
/// The header that carries the signature.
pub const SIGNATURE: &str = "signature";
/// The header that names the party a request is meant for.
pub const INTERWIRE_TO: &str = "interwire-to";
/// The header of an answer that repeats the request's nonce.
pub const INTERWIRE_NONCE: &str = "interwire-nonce";
/// How far, in seconds, the time of a request may be from the receiver's clock.
pub const WINDOW_S: i64 = 300;

/// The name of a key in a signature: `<party>/<first 16 hex digits of the SHA-256 of the 32 bytes of the public key>`.
#[must_use]
pub fn key_id(party: &PartyId, key: &PublicKey) -> String {
    format!("{party}/{}", key_tag(key))
}

fn key_tag(key: &PublicKey) -> String {
    Hash::of(key.as_bytes()).to_string().chars().take(16).collect()
}

/// Headers to add to a message, and its signature.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The headers.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The value of the `Signature` header.
    pub signature: String,
}

fn signed(key: &NodeKey, components: &[(&str, &str)], params: &str, more: &[(&'static str, &str)]) -> Signed {
    let signature = format!("interwire=:{}:", STANDARD.encode(key.sign_raw(base(components, params).as_bytes()).0));
    let input = format!("interwire={params}");
    let all = [(SIGNATURE_INPUT, input.as_str()), (SIGNATURE, signature.as_str())];
    let header = |(name, value): &(&'static str, &str)| {
        // Every value is printable ASCII by construction: ids, base64 and fixed words.
        HeaderValue::from_str(value).ok().map(|value| (HeaderName::from_static(name), value))
    };
    let headers = more.iter().chain(&all).filter_map(header).collect();
    Signed { headers, signature }
}

/// The parts of a request that are signed besides its body.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The method, upper case.
    pub method: &'a str,
    /// The path as it stands in the request, with the prefix of a reverse proxy.
    pub path: &'a str,
    /// The query without its question mark, if there is one.
    pub query: Option<&'a str>,
}

impl Target<'_> {
    fn base(&self, digest: &str, to: &str, params: &str) -> String {
        let query = format!("?{}", self.query.unwrap_or_default());
        base(&request_components(self, &query, digest, to), params)
    }
}

fn request_components<'a>(
    target: &Target<'a>,
    query: &'a str,
    digest: &'a str,
    to: &'a str,
) -> [(&'a str, &'a str); 5] {
    [
        (r#""@method""#, target.method),
        (r#""@path""#, target.path),
        (r#""@query""#, query),
        (r#""content-digest""#, digest),
        (r#""interwire-to""#, to),
    ]
}

/// Who signs, and when.
#[derive(Clone, Copy)]
pub struct Signer<'a> {
    /// The party that signs.
    pub party: &'a PartyId,
    /// Its node key.
    pub key: &'a NodeKey,
    /// The present moment; signatures carry whole seconds.
    pub now: Time,
}

impl Signer<'_> {
    fn params<R>(&self, nonce: Option<Nonce>, write: impl FnOnce(&Params<'_>) -> R) -> R {
        let key_id = key_id(self.party, &self.key.public());
        write(&Params { created_s: self.now.ms().div_euclid(1000), nonce, key_id: &key_id })
    }

    /// Signs a request to `to` whose body has the hash `body` (of no bytes, if it has none).
    #[must_use]
    pub fn request(&self, target: &Target<'_>, to: &PartyId, body: &Hash, nonce: Nonce) -> Signed {
        let params = self.params(Some(nonce), |params| params.write(REQUEST, REQUEST_TAG));
        let digest = digest::write(body);
        let query = format!("?{}", target.query.unwrap_or_default());
        let components = request_components(target, &query, &digest, to.as_str());
        signed(self.key, &components, &params, &[(CONTENT_DIGEST, &digest), (INTERWIRE_TO, to.as_str())])
    }

    /// Signs an answer with this status and body to the request that had this nonce and `Signature` header.
    #[must_use]
    pub fn response(&self, status: u16, body: &Hash, nonce: Nonce, request_signature: &str) -> Signed {
        let params = self.params(None, |params| params.write(RESPONSE, RESPONSE_TAG));
        let (digest, nonce, status) = (digest::write(body), nonce.to_string(), status.to_string());
        let components = response_components(&status, &digest, &nonce, request_signature);
        signed(self.key, &components, &params, &[(CONTENT_DIGEST, &digest), (INTERWIRE_NONCE, &nonce)])
    }
}

fn response_components<'a>(
    status: &'a str,
    digest: &'a str,
    nonce: &'a str,
    request_signature: &'a str,
) -> [(&'a str, &'a str); 4] {
    [
        (r#""@status""#, status),
        (r#""content-digest""#, digest),
        (r#""interwire-nonce""#, nonce),
        (r#""signature";req"#, request_signature),
    ]
}

/// What the signature headers of a request claim; nothing of it is proven yet.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The party that claims to have signed.
    pub party: PartyId,
    /// The nonce.
    pub nonce: Nonce,
    /// When it was signed, in seconds since 1970.
    pub created_s: i64,
    /// The announced hash of the body.
    pub digest: Hash,
    /// The `Signature` header, which the answer covers.
    pub signature: String,
    to: String,
    key_tag: String,
    params: String,
    bytes: Signature,
}

impl Claim {
    /// Reads the four headers, each of which must be there once and in the protocol's own spelling.
    ///
    /// # Errors
    /// [`Cause::Unsigned`], [`Cause::Duplicate`], [`Cause::Form`], [`Cause::Algorithm`].
    pub fn read(headers: &HeaderMap) -> Result<Self, Refusal> {
        let form = |what: &str| Refusal::new(Cause::Form).about(what);
        let (input, signature) = (single(headers, SIGNATURE_INPUT)?, single(headers, SIGNATURE)?);
        let (digest, to) = (single(headers, CONTENT_DIGEST)?, single(headers, INTERWIRE_TO)?);
        let params = Params::read(input, REQUEST, REQUEST_TAG, true)?;
        let (party, key_tag) = params.key_id.split_once('/').ok_or_else(|| form("keyid"))?;
        Ok(Self {
            party: party.parse().map_err(|_| form("keyid"))?,
            nonce: params.nonce.ok_or_else(|| form("nonce"))?,
            created_s: params.created_s,
            digest: digest::read(digest).ok_or_else(|| form("content-digest"))?,
            signature: signature.to_owned(),
            to: to.to_owned(),
            key_tag: key_tag.to_owned(),
            params: params.write(REQUEST, REQUEST_TAG),
            bytes: signature_bytes(signature).ok_or_else(|| form("signature"))?,
        })
    }

    /// Checks recipient and time, which needs no key.
    ///
    /// # Errors
    /// [`Cause::Recipient`]; [`Cause::Expired`] or [`Cause::Future`], which name both clocks.
    pub fn check(&self, me: &PartyId, now: Time) -> Result<(), Refusal> {
        if self.to != me.as_str() {
            return Err(Refusal::new(Cause::Recipient).about(format!("this is {me}")));
        }
        let age_s = now.ms().div_euclid(1000).saturating_sub(self.created_s);
        let clocks = || format!("signed at {}, here it is {now}", Time::from_ms(self.created_s.saturating_mul(1000)));
        match age_s {
            age if age > WINDOW_S => Err(Refusal::new(Cause::Expired).about(clocks())),
            age if age < -WINDOW_S => Err(Refusal::new(Cause::Future).about(clocks())),
            _ => Ok(()),
        }
    }

    /// Checks the signature against the keys that are valid for the party now, and tells which one signed.
    ///
    /// # Errors
    /// [`Cause::Key`] if none has the named id, [`Cause::Signature`] if the signature is not that key's.
    pub fn verify(&self, target: &Target<'_>, keys: &[PublicKey]) -> Result<PublicKey, Refusal> {
        let base = target.base(&digest::write(&self.digest), &self.to, &self.params);
        let named: Vec<_> = keys.iter().filter(|key| key_tag(key) == self.key_tag).collect();
        if named.is_empty() {
            return Err(Refusal::new(Cause::Key).about(self.key_tag.clone()));
        }
        let signer = named.into_iter().find(|key| key.verify_raw(base.as_bytes(), &self.bytes).is_ok());
        signer.copied().ok_or_else(|| Refusal::new(Cause::Signature))
    }
}

/// Checks the signature of an answer; its body must then have the returned hash.
///
/// # Errors
/// As [`Claim::read`] and [`Claim::verify`]; [`Cause::Signature`] also if the nonce is not the request's.
pub fn verify_response(
    status: u16,
    headers: &HeaderMap,
    nonce: Nonce,
    request_signature: &str,
    from: &PartyId,
    keys: &[PublicKey],
) -> Result<Answered, Refusal> {
    let form = |what: &str| Refusal::new(Cause::Form).about(what);
    let params = Params::read(single(headers, SIGNATURE_INPUT)?, RESPONSE, RESPONSE_TAG, false)?;
    let bytes = signature_bytes(single(headers, SIGNATURE)?).ok_or_else(|| form("signature"))?;
    let digest = digest::read(single(headers, CONTENT_DIGEST)?).ok_or_else(|| form("content-digest"))?;
    if single(headers, INTERWIRE_NONCE)? != nonce.to_string() {
        return Err(Refusal::new(Cause::Signature).about("nonce"));
    }
    let signer = keys.iter().find(|key| key_id(from, key) == params.key_id);
    let key = signer.ok_or_else(|| Refusal::new(Cause::Key).about(params.key_id))?;
    let (status, nonce, digest_text) = (status.to_string(), nonce.to_string(), digest::write(&digest));
    let components = response_components(&status, &digest_text, &nonce, request_signature);
    let base = base(&components, &params.write(RESPONSE, RESPONSE_TAG));
    key.verify_raw(base.as_bytes(), &bytes).map_err(|_| Refusal::new(Cause::Signature))?;
    Ok(Answered { digest, created_s: params.created_s })
}

/// What a verified answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// The announced hash of its body.
    pub digest: Hash,
    /// When it was signed by the partner's clock, in seconds since 1970.
    pub created_s: i64,
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;
