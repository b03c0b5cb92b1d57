//! `Content-Digest` of requests and answers (RFC 9530), in the one form the protocol uses: `sha-256=:<base64>:`.

use super::refusal::{Cause, Refusal};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::HeaderMap;
use interwire_core::ids::Hash;
use subtle::ConstantTimeEq;

/// The name of the header.
pub const CONTENT_DIGEST: &str = "content-digest";

/// The header's value for a body of this hash.
#[must_use]
pub fn write(hash: &Hash) -> String {
    format!("sha-256=:{}:", STANDARD.encode(hash.0))
}

/// The hash that a header's value names; `None` if it has any other form, algorithm or spelling.
#[must_use]
pub fn read(value: &str) -> Option<Hash> {
    let text = value.strip_prefix("sha-256=:")?.strip_suffix(':')?;
    let bytes: [u8; 32] = STANDARD.decode(text).ok()?.try_into().ok()?;
    Some(Hash(bytes))
}

/// Refuses a body that is not the one announced.
///
/// # Errors
/// [`Cause::Digest`] if the hash of `body` is another.
pub fn check(announced: &Hash, body: &[u8]) -> Result<(), Refusal> {
    if bool::from(Hash::of(body).0.ct_eq(&announced.0)) { Ok(()) } else { Err(Refusal::new(Cause::Digest)) }
}

/// The one value of a header that must be there exactly once.
///
/// # Errors
/// [`Cause::Unsigned`] if it is missing, [`Cause::Duplicate`] if it is there twice, [`Cause::Form`] if it is not
/// printable ASCII.
pub fn single<'h>(headers: &'h HeaderMap, name: &str) -> Result<&'h str, Refusal> {
    let mut values = headers.get_all(name).iter();
    let first = values.next().ok_or_else(|| Refusal::new(Cause::Unsigned).about(name))?;
    if values.next().is_some() {
        return Err(Refusal::new(Cause::Duplicate).about(name));
    }
    first.to_str().map_err(|_| Refusal::new(Cause::Form).about(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_one_of_rfc_9530() {
        let body = b"{\"hello\": \"world\"}";
        let header = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
        assert_eq!(write(&Hash::of(body)), header);
        assert!(check(&read(header).unwrap(), body).is_ok());
        assert_eq!(check(&read(header).unwrap(), b"{\"hello\": \"World\"}").unwrap_err().cause(), Cause::Digest);
    }

    #[test]
    fn a_digest_has_one_spelling() {
        let good = write(&Hash::of(b""));
        assert_eq!(good, "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
        for wrong in [
            "sha-512=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
            "SHA-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
            "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU:",
            "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=:",
            "sha-256=:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=:",
            "sha-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            " sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
            "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:, sha-256=:AAAA:",
            "sha-256=::",
            "",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
