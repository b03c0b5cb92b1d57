//! Names of things: parties, agreements, articles, journals, items, and the SHA-256 of bytes.
//! Every id is a type of its own, checked when it is made, so a wrong one cannot travel.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {what}: {text:?}")]
pub struct BadId {
    /// What was expected.
    pub what: &'static str,
    /// The text, cut to 80 characters.
    pub text: String,
}

fn bad(what: &'static str, text: &str) -> BadId {
    BadId { what, text: text.chars().take(80).collect() }
}

/// SHA-256 of some bytes; written as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
    /// The first eight hex digits, for people.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}
impl FromStr for Hash {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let refuse = || bad("sha-256 (64 lower-case hex digits)", text);
        hex_bytes(text).ok_or_else(refuse).map(Self)
    }
}

fn hex_bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N {
        return None;
    }
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $ok:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);
        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                let ok: fn(&str) -> bool = $ok;
                if ok(text) { Ok(Self(text.to_owned())) } else { Err(bad($what, text)) }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    };
}

fn slug(text: &str, max: usize, extra: &[u8]) -> bool {
    let bytes = text.as_bytes();
    let edge = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    (1..=max).contains(&bytes.len())
        && bytes.first().is_some_and(edge)
        && bytes.last().is_some_and(edge)
        && bytes.iter().all(|b| edge(b) || extra.contains(b))
        && !text.contains("..")
}

text_id!(
    /// A party: an agency or body. 1 to 63 of `a-z 0-9 - .`, best a domain name the party owns.
    PartyId, "party id (1 to 63 of a-z 0-9 - .)", |t| slug(t, 63, b"-.")
);
text_id!(
    /// An agreement: 32 lower-case hex digits, chosen at random by the party that offers first.
    AgreementId, "agreement id (32 hex digits)", |t| hex_bytes::<16>(t).is_some()
);
text_id!(
    /// An article within one agreement: 1 to 24 of `a-z 0-9 -`.
    ArticleId, "article id (1 to 24 of a-z 0-9 -)", |t| slug(t, 24, b"-")
);
text_id!(
    /// The opaque name of an item in statements, chosen by its source and the same for all versions of a guid:
    /// 22 characters of base64url (16 bytes). It tells nothing of the guid.
    ItemId, "item id (22 characters of base64url)", |t| URL_SAFE_NO_PAD.decode(t).is_ok_and(|b| b.len() == 16)
);
text_id!(
    /// The globally unique name of an item as its source gave it (IPTC `guid`, ninjs `uri`): 1 to 1024 bytes
    /// without control characters.
    Guid, "guid (1 to 1024 bytes, no control characters)",
    |t| (1..=1024).contains(&t.len()) && !t.chars().any(char::is_control)
);

impl AgreementId {
    /// The id for 16 random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes.iter().map(|b| format!("{b:02x}")).collect())
    }
}

impl ItemId {
    /// The id for 16 bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The id a source gives to `guid`: the first 16 bytes of SHA-256 over a secret of the source, its length and
    /// the guid. Whoever lacks the secret cannot tell which guid an id stands for.
    #[must_use]
    pub fn derive(secret: &[u8; 32], guid: &Guid) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"interwire/v1/item-id\n");
        hasher.update(secret);
        hasher.update(guid.as_str().as_bytes());
        let digest: [u8; 32] = hasher.finalize().into();
        let mut head = [0; 16];
        head.copy_from_slice(&digest[..16]);
        Self::from_bytes(head)
    }
}

/// An item anywhere in the world: who answers for it, and its opaque id there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey {
    /// The party whose item it is.
    pub source: PartyId,
    /// Its id there.
    pub item: ItemId,
}

/// One journal: what one party writes under one agreement in one epoch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JournalId {
    /// The agreement.
    pub agreement: AgreementId,
    /// The only party that writes it.
    pub party: PartyId,
    /// 0 for the first; the next opens after a fork, a compromised key, or a change of members.
    pub epoch: u32,
}

impl JournalId {
    /// The checkpoint origin line and note key name of this journal (C2SP tlog-checkpoint).
    #[must_use]
    pub fn origin(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for JournalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "interwire/{}/{}/{}", self.agreement, self.party, self.epoch)
    }
}
impl FromStr for JournalId {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let refuse = || bad("journal origin (interwire/agreement/party/epoch)", text);
        let mut parts = text.split('/');
        let (Some("interwire"), Some(agreement), Some(party), Some(epoch), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(refuse());
        };
        let number: u32 = epoch.parse().map_err(|_| refuse())?;
        if number.to_string() != epoch {
            return Err(refuse());
        }
        Ok(Self { agreement: agreement.parse()?, party: party.parse()?, epoch: number })
    }
}

/// One statement's place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The journal.
    pub journal: JournalId,
    /// Zero-based index in it.
    pub index: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_refuse_what_could_travel_wrongly() {
        for good in ["hanoi", "vna.example", "a-b.c0"] {
            assert!(good.parse::<PartyId>().is_ok(), "{good}");
        }
        for wrong in ["", "Hanoi", "a/b", "..", "a..b", "-a", "a-", "é", "a b", &"a".repeat(64)] {
            assert!(wrong.parse::<PartyId>().is_err(), "{wrong}");
        }
        assert!("urn:x\n".parse::<Guid>().is_err());
        assert!("tag:Қазақстан,2026:Əliyev".parse::<Guid>().is_ok());
    }

    #[test]
    fn journal_origin_reads_back_and_has_one_spelling() {
        let origin = format!("interwire/{}/vna.example/7", "0a".repeat(16));
        assert_eq!(origin.parse::<JournalId>().unwrap().origin(), origin);
        assert!(origin.replace("/7", "/07").parse::<JournalId>().is_err());
        assert!(origin.replace("/7", "/7/").parse::<JournalId>().is_err());
    }

    #[test]
    fn hashes_have_one_spelling() {
        let text = Hash::of(b"").to_string();
        assert_eq!(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(text.parse::<Hash>().unwrap(), Hash::of(b""));
        assert!(text.to_uppercase().parse::<Hash>().is_err());
    }
}
