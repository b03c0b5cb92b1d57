//! The signature page, version 1: who signs which agreement version, in which office, where and on which day. It is a
//! blob of its own; the `signed` statement names it and carries the seal, the signature over it by the seal key.

use super::agreement::{BadAgreement, constant};
use super::fields::{BadField, object};
use crate::canonical::{self, NotCanonical};
use crate::ids::{AgreementId, Hash, PartyId};
use crate::keys::{BadSignature, PublicKey, SealKey, Signature};
use jiff::civil::Date;
use serde_json::json;

/// The domain of the seal (see `keys`).
pub const SIGNATURE_PAGE_DOMAIN: &str = "interwire/v1/signature-page";
/// A signature page is at most 4 KiB.
pub const PAGE_BYTES_MAX: usize = 4096;

/// What a signatory seals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignaturePage {
    /// The agreement.
    pub agreement: AgreementId,
    /// Hash of the version's bytes.
    pub agreement_version: Hash,
    /// For whom.
    pub party: PartyId,
    /// The person's name, as the person writes it.
    pub signatory: String,
    /// The office that entitles them.
    pub office: String,
    /// Where.
    pub place: String,
    /// The day, at that place.
    pub date: Date,
    /// The key that seals; the party's root key has certified it.
    pub seal_key: PublicKey,
}

impl SignaturePage {
    /// The canonical bytes.
    ///
    /// # Errors
    /// If they are more than [`PAGE_BYTES_MAX`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, NotCanonical> {
        let bytes = canonical::to_bytes(&json!({
            "agreement": self.agreement.as_str(), "agreement_version": self.agreement_version.to_string(),
            "date": self.date.to_string(), "office": self.office, "party": self.party.as_str(), "place": self.place,
            "seal_key": self.seal_key.to_string(), "signatory": self.signatory, "type": "signature", "v": 1,
        }))?;
        if bytes.len() > PAGE_BYTES_MAX {
            return Err(NotCanonical::Size { len: bytes.len(), max: PAGE_BYTES_MAX });
        }
        Ok(bytes)
    }

    /// Reads a page.
    ///
    /// # Errors
    /// If the bytes are not canonical, or a field is missing, wrong or unknown.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadAgreement> {
        let mut fields = object(bytes, PAGE_BYTES_MAX)?;
        constant(&mut fields, "v", &json!(1))?;
        constant(&mut fields, "type", &json!("signature"))?;
        let page = Self {
            agreement: fields.parsed("agreement")?,
            agreement_version: fields.parsed("agreement_version")?,
            party: fields.parsed("party")?,
            signatory: fields.text("signatory")?,
            office: fields.text("office")?,
            place: fields.text("place")?,
            date: fields.parsed("date")?,
            seal_key: fields.parsed("seal_key")?,
        };
        if let Some(name) = fields.left().into_iter().next() {
            return Err(BadField { name, expected: "is not a field of a signature page".to_owned() }.into());
        }
        if page.to_bytes()? == bytes { Ok(page) } else { Err(BadAgreement::Spelling) }
    }

    /// Seals the page.
    ///
    /// # Errors
    /// If it is too long.
    pub fn seal(&self, key: &SealKey) -> Result<Signature, NotCanonical> {
        Ok(key.sign(SIGNATURE_PAGE_DOMAIN, &self.to_bytes()?))
    }

    /// Verifies a seal over the page's bytes by the key the page names. Whether that key is the party's is for
    /// [`crate::keys::KeyRing`] to say, and whether the page belongs to the statement for [`SignaturePage::is_for`].
    ///
    /// # Errors
    /// If it is another's.
    pub fn verify(&self, seal: &Signature) -> Result<(), BadSignature> {
        let bytes = self.to_bytes().map_err(|_| BadSignature)?;
        self.seal_key.verify(SIGNATURE_PAGE_DOMAIN, &bytes, seal)
    }

    /// Whether the page is of this party, for this version of this agreement.
    #[must_use]
    pub fn is_for(&self, agreement: &AgreementId, version: &Hash, party: &PartyId) -> bool {
        self.agreement == *agreement && self.agreement_version == *version && self.party == *party
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn page() -> (SignaturePage, SealKey) {
        let key = SealKey::from_seed(&[7; 32]);
        let page = SignaturePage {
            agreement: AgreementId::from_random([10; 16]),
            agreement_version: Hash::of(b"agreement"),
            party: "hanoi".parse().unwrap(),
            signatory: "Vũ Việt Trang".to_owned(),
            office: "Director General".to_owned(),
            place: "Hà Nội".to_owned(),
            date: "2026-11-23".parse().unwrap(),
            seal_key: key.public(),
        };
        (page, key)
    }

    #[test]
    fn the_bytes_of_a_signature_page_and_its_seal_are_pinned() {
        let (page, key) = page();
        let bytes = page.to_bytes().unwrap();
        let seal = key.sign(SIGNATURE_PAGE_DOMAIN, &bytes);
        expect![[r#"
            {"agreement":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a","agreement_version":"46a81739c6ee7c1d5ed084e7de843a7ed79435cd445513e4dd5c4e5ac395fb4b","date":"2026-11-23","office":"Director General","party":"hanoi","place":"Hà Nội","seal_key":"6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw","signatory":"Vũ Việt Trang","type":"signature","v":1}
            Khusk04fr5FsxJt99pq4x-3GmXGQDnx51bi_K8AIV-1ra07x0bo78EKXdnUcaeT_-6OHFO99ZGpZt9nHiAWxDQ
        "#]].assert_eq(&format!("{}\n{seal}\n", String::from_utf8(bytes.clone()).unwrap()));
        assert_eq!(SignaturePage::from_bytes(&bytes).unwrap(), page);
        assert_eq!(page.verify(&seal), Ok(()));
    }

    #[test]
    fn a_seal_is_of_one_page_only() {
        let (page, key) = page();
        let seal = page.seal(&key).unwrap();
        let other = SignaturePage { office: "Deputy Director General".to_owned(), ..page.clone() };
        assert_eq!(other.verify(&seal), Err(BadSignature));
        assert!(!page.is_for(&page.agreement, &page.agreement_version, &"astana".parse().unwrap()));
    }

    #[test]
    fn a_page_with_another_spelling_or_an_unknown_field_is_refused() {
        let text = String::from_utf8(page().0.to_bytes().unwrap()).unwrap();
        for (from, to) in [("\"v\":1", "\"v\":2"), ("2026-11-23", "20261123"), ("\"place\"", "\"plaza\"")] {
            assert!(SignaturePage::from_bytes(text.replace(from, to).as_bytes()).is_err(), "{to}");
        }
    }
}
