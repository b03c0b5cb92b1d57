//! Sealing a signature page: who signs, in which office, where and when, under the passphrase of the seal key.

use crate::errors::{Code, Error};
use crate::house::{self, Passphrase};
use crate::ops::{Ctx, fault};
use interwire_core::exchange::offer::Sealed;
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::page::SignaturePage;
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

/// The longest name, office or place, in characters.
pub const WORDS_CHARS_MAX: usize = 200;

/// Who signs, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Seal {
    /// The person's name, as the person writes it.
    pub signatory: String,
    /// The office that entitles them.
    pub office: String,
    /// Where.
    pub place: String,
    /// The day, `2026-05-06`; without it, today by the agreement's own time zone.
    pub date: Option<String>,
    /// The passphrase of the seal key.
    pub passphrase: Secret,
}

/// A text that is wiped from memory when dropped and never shown.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Seals a version for our party.
///
/// # Errors
/// If the passphrase is not the right one, the page lacks something, or the version names another root key for us.
pub async fn seal(ctx: &Ctx, version: &AgreementVersion, by: Seal) -> Result<Sealed, Error> {
    own_root(ctx, version)?;
    let house = ctx.node.house();
    for (what, text) in [("the signatory", &by.signatory), ("the office", &by.office), ("the place", &by.place)] {
        if text.trim().is_empty() || text.chars().count() > WORDS_CHARS_MAX || text.chars().any(char::is_control) {
            let wanted = format!("it must have 1 to {WORDS_CHARS_MAX} characters, on one line");
            return Err(fault::unreadable(what, text, &wanted));
        }
    }
    let date = match &by.date {
        None => version.agreement.term().time_zone.date(ctx.node.now()),
        Some(text) => text.parse().map_err(|e| fault::unreadable("the date", text, &e))?,
    };
    let (keys, me, passphrase) = (ctx.keys.clone(), house.me.clone(), Passphrase::new(by.passphrase.text()));
    let opened = tokio::task::spawn_blocking(move || house::open_seal(&keys, &me, &passphrase)).await;
    let key = opened.map_err(|e| Error::new(Code::StoreFailed).because(e))??;
    let page = SignaturePage {
        agreement: version.agreement.id.clone(),
        agreement_version: version.hash,
        party: house.me.clone(),
        signatory: by.signatory.trim().to_owned(),
        office: by.office.trim().to_owned(),
        place: by.place.trim().to_owned(),
        date,
        seal_key: key.public(),
    };
    let long = |e| fault::unreadable("the signature page", &by.signatory, &e);
    Ok(Sealed { page: page.to_bytes().map_err(long)?, seal: page.seal(&key).map_err(long)?.0 })
}

/// Refuses a version that names another root key for us: what we signed under it could never be verified.
///
/// # Errors
/// [`Code::RootDiffers`].
pub fn own_root(ctx: &Ctx, version: &AgreementVersion) -> Result<(), Error> {
    let house = ctx.node.house();
    let named = version.agreement.party(&house.me).map(|party| party.root_key);
    if named == Some(house.root) {
        return Ok(());
    }
    let named = named.map_or_else(|| "none".to_owned(), |key| key.fingerprint());
    Err(Error::new(Code::RootDiffers)
        .with("party", &house.me)
        .with("named", named)
        .with("own", house.root.fingerprint()))
}
