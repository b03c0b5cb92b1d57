//! The keys that sign requests and answers, as the node tells them to the transport.

use interwire_core::ids::PartyId;
pub use interwire_core::keys::{NodeKey, PublicKey};

/// What the node knows of keys, asked at every request: a change is effective at once.
pub trait Keyring: Send + Sync + 'static {
    /// The key this node signs with now.
    fn own(&self) -> NodeKey;
    /// The keys of `party` that are valid here now; none if the party is not known.
    fn of(&self, party: &PartyId) -> Vec<PublicKey>;
    /// The keys of a known party that are valid when what it shows of its root key's papers is added to what is known.
    fn in_papers(&self, party: &PartyId, papers: &[u8]) -> Vec<PublicKey> {
        let _ = papers;
        self.of(party)
    }
    /// The keys that the first offer of a stranger names for itself. The offer proves only that its sender has them.
    fn in_offer(&self, party: &PartyId, offer: &[u8]) -> Vec<PublicKey> {
        let _ = (party, offer);
        Vec::new()
    }
}
