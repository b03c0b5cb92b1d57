//! The secret of a link by which a person sets a password: 32 random bytes, shown once. Whoever holds the link sets the
//! password, so it is valid once and for a short time, and the database has only its hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use interwire_core::ids::Hash;
use sha2::{Digest, Sha256};

/// How long a link can be used, in ms: a weekend.
pub const LINK_MS: i64 = 72 * 3600 * 1000;

/// Where a link leads.
pub const LINK_PATH: &str = "/welcome/";

/// A new secret.
///
/// # Errors
/// If the system gives no random bytes.
pub fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What the database keeps of a secret; nothing if this cannot be one.
#[must_use]
pub fn hash(secret: &str) -> Option<Hash> {
    let is_one = URL_SAFE_NO_PAD.decode(secret).is_ok_and(|bytes| bytes.len() == 32);
    is_one.then(|| Hash(Sha256::new().chain_update("interwire/link\n").chain_update(secret).finalize().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_by_its_hash_and_nothing_else_is_one() {
        let (one, other) = (secret().unwrap(), secret().unwrap());
        assert_eq!(hash(&one), hash(&one));
        assert!(hash(&one).is_some() && hash(&one) != hash(&other));
        for none in ["", "short", &format!("{one}A"), &one[1..], "../etc/passwd"] {
            assert_eq!(hash(none), None, "{none}");
        }
    }
}
