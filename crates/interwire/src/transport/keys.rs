//! The Ed25519 keys that sign requests and answers.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use interwire_core::ids::PartyId;

/// A node's secret signing key.
#[derive(Clone)]
pub struct NodeKey(SigningKey);

impl NodeKey {
    /// The key of a 32-byte seed.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }
    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }
    /// The Ed25519 signature over exactly these bytes.
    #[must_use]
    pub fn sign_raw(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).to_bytes()
    }
}

/// A public signing key, 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(pub [u8; 32]);

impl PublicKey {
    /// Whether `signature` is this key's over exactly these bytes (strict: no weak keys, one spelling).
    #[must_use]
    pub fn verify_raw(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| key.verify_strict(bytes, &Signature::from_bytes(signature)).is_ok())
    }
}

/// What the node knows of keys, asked at every request: a change is effective at once.
pub trait Keyring: Send + Sync + 'static {
    /// The key this node signs with now.
    fn own(&self) -> NodeKey;
    /// The keys of `party` that are valid here now; none if the party is not known.
    fn of(&self, party: &PartyId) -> Vec<PublicKey>;
    /// The keys that the first offer of a stranger names for itself. The offer proves only that its sender has them.
    fn in_offer(&self, party: &PartyId, offer: &[u8]) -> Vec<PublicKey> {
        let _ = (party, offer);
        Vec::new()
    }
}
