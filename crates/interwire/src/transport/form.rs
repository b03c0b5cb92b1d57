//! The one form of a signature (RFC 9421): which components are covered, in which order, with which parameters, and
//! how each is spelled. [`super::signature`] fills it in and checks it.

use super::refusal::{Cause, Refusal};
use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use interwire_core::keys::Signature;
use std::fmt;

/// The components that a request's signature covers, in their only order.
pub(super) const REQUEST: &str = r#"("@method" "@path" "@query" "content-digest" "interwire-to")"#;
/// The components that an answer's signature covers, in their only order.
pub(super) const RESPONSE: &str = r#"("@status" "content-digest" "interwire-nonce" "signature";req)"#;
/// The tag of a request's signature.
pub(super) const REQUEST_TAG: &str = "interwire-v1";
/// The tag of an answer's signature.
pub(super) const RESPONSE_TAG: &str = "interwire-v1-response";

/// Sixteen random bytes, new for every request; written as 22 characters of base64url.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nonce(pub [u8; 16]);

impl Nonce {
    fn read(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }
}
impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// The signature base (RFC 9421 section 2.5): one line for each component, then the parameters.
#[must_use]
pub fn base(components: &[(&str, &str)], params: &str) -> String {
    let mut text = String::new();
    for (name, value) in components {
        text.push_str(&format!("{name}: {value}\n"));
    }
    text + "\"@signature-params\": " + params
}

/// What a signature says beside the components.
pub(super) struct Params<'a> {
    pub(super) created_s: i64,
    pub(super) nonce: Option<Nonce>,
    pub(super) key_id: &'a str,
}

impl<'a> Params<'a> {
    pub(super) fn write(&self, components: &str, tag: &str) -> String {
        let nonce = self.nonce.map_or_else(String::new, |nonce| format!(";nonce=\"{nonce}\""));
        let Self { created_s, key_id, .. } = self;
        format!("{components};created={created_s}{nonce};keyid=\"{key_id}\";alg=\"ed25519\";tag=\"{tag}\"")
    }

    /// Reads the fixed form; `form` says what is wrong.
    pub(super) fn read(input: &'a str, components: &str, tag: &str, with_nonce: bool) -> Result<Self, Refusal> {
        let form = |what: &str| Refusal::new(Cause::Form).about(what);
        let rest = input.strip_prefix("interwire=").ok_or_else(|| form("one signature, labelled interwire"))?;
        let rest = rest.strip_prefix(components).ok_or_else(|| form("components"))?;
        let rest = rest.strip_prefix(";created=").ok_or_else(|| form("created"))?;
        let (digits, rest) = rest.split_once(';').ok_or_else(|| form("created"))?;
        let created_s: i64 = digits.parse().map_err(|_| form("created"))?;
        let mut rest = rest;
        let mut nonce = None;
        if with_nonce {
            let text = quoted(&mut rest, "nonce").ok_or_else(|| form("nonce"))?;
            nonce = Some(Nonce::read(text).ok_or_else(|| form("nonce"))?);
        }
        let key_id = quoted(&mut rest, "keyid").ok_or_else(|| form("keyid"))?;
        if quoted(&mut rest, "alg").ok_or_else(|| form("alg"))? != "ed25519" {
            return Err(Refusal::new(Cause::Algorithm));
        }
        let params = Self { created_s, nonce, key_id };
        if input.strip_prefix("interwire=") != Some(params.write(components, tag).as_str()) {
            return Err(form("tag, or another spelling"));
        }
        Ok(params)
    }
}

/// Takes `name="value"` and a following semicolon off the front of `rest`.
fn quoted<'a>(rest: &mut &'a str, name: &str) -> Option<&'a str> {
    let (value, after) = rest.strip_prefix(name)?.strip_prefix("=\"")?.split_once('"')?;
    *rest = after.strip_prefix(';').unwrap_or(after);
    Some(value)
}

/// Reads the one member of a `Signature` header: `interwire=:<base64 of 64 bytes>:`.
pub(super) fn signature_bytes(value: &str) -> Option<Signature> {
    let bytes = STANDARD.decode(value.strip_prefix("interwire=:")?.strip_suffix(':')?).ok()?;
    bytes.try_into().ok().map(Signature)
}
