//! Who uses an item and where: what every party has told in its journal, and beside ours what only the house knows.

use crate::errors::{Code, Error};
use crate::ops::{Ctx, fault};
use crate::store::named::Named;
use crate::store::uses::{HouseUse, SaidUse};
use interwire_core::ids::ItemKey;
use interwire_core::protocol::v1::salted;
use serde::{Deserialize, Serialize};

/// The uses of an item.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Told {
    /// Whose item.
    pub source: String,
    /// Its id.
    pub item: String,
    /// Its guid.
    pub guid: Option<String>,
    /// What its source has ordered, if a use of an item was told that may not be used.
    pub warning: Option<String>,
    /// The uses.
    pub uses: Vec<OneUse>,
}

/// One use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneUse {
    /// Who uses it.
    pub by: String,
    /// That is this house.
    pub by_us: bool,
    /// Under which agreement it was told.
    pub agreement: String,
    /// Which version.
    pub version: u64,
    /// In which language.
    pub language: String,
    /// Where: web, print, broadcast ...
    pub medium: String,
    /// Where it can be seen; nothing while it has not arrived, or if none was told.
    pub address: Option<String>,
    /// Since when.
    pub since: String,
    /// Until when, once its end was told.
    pub until: Option<String>,
    /// It was told by mistake and taken back.
    pub taken_back: bool,
    /// It waits to be written into our journal.
    pub waits: bool,
    /// Names it; a beginning will do.
    pub mark: String,
    /// What only the house knows of it.
    pub house: Option<House>,
}

/// What only the house knows of a use of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct House {
    /// The outlet.
    pub outlet: String,
    /// The credit that was given.
    pub credit: String,
    /// A note.
    pub note: String,
    /// Who told it.
    pub who: String,
}

impl OneUse {
    /// What a person may call it: its outlet, else its address, else its mark.
    #[must_use]
    pub fn name(&self) -> String {
        let outlet = self.house.as_ref().map(|house| house.outlet.clone()).filter(|outlet| !outlet.is_empty());
        outlet.or_else(|| self.address.clone()).unwrap_or_else(|| self.mark.chars().take(8).collect())
    }

    /// It in one sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { by, version, language, medium, since, .. } = self;
        let what = match &self.until {
            _ if self.taken_back => format!("{by} took back that it used version {version}"),
            Some(until) => format!("{by} used version {version} from {since} until {until}"),
            None => format!("{by} uses version {version} since {since}"),
        };
        let at = self.address.as_ref().map_or_else(String::new, |address| format!(" at {address}"));
        let waits = if self.waits { "; our journal waits to be written" } else { "" };
        format!("{what}, {medium}, {language}{at}{waits}")
    }
}

/// The uses of an item.
///
/// # Errors
/// If the store fails.
pub async fn told(ctx: &Ctx, named: &Named) -> Result<Told, Error> {
    let key = &named.key;
    let uses = uses(ctx, key).await?;
    let (source, item) = (key.source.to_string(), key.item.to_string());
    Ok(Told { source, item, guid: named.guid.clone(), warning: None, uses })
}

/// The uses of an item.
///
/// # Errors
/// If the store fails.
pub async fn uses(ctx: &Ctx, key: &ItemKey) -> Result<Vec<OneUse>, Error> {
    let failed = |e| fault::store(crate::node::NodeError::from(e));
    let (db, me) = (ctx.node.db(), &ctx.node.house().me);
    let house = db.house_uses(key).await.map_err(failed)?;
    let mut all = Vec::new();
    for one in db.uses(key, me).await.map_err(failed)? {
        let address = address(ctx, &one).await?;
        let mark = one.mark();
        let known = house.iter().find(|(of, _)| *of == mark).map(|(_, house)| house.clone());
        all.push(OneUse {
            by_us: one.by == *me,
            agreement: one.agreement.to_string(),
            version: one.used.version,
            language: one.used.language.clone(),
            medium: one.used.medium.to_string(),
            address,
            since: one.used.since.to_string(),
            until: one.until.map(|until| until.to_string()),
            taken_back: one.taken_back(),
            waits: one.position.is_none(),
            mark: mark.to_string(),
            house: known.filter(|_| one.by == *me).map(|HouseUse { outlet, credit, note, who, .. }| House {
                outlet,
                credit,
                note,
                who,
            }),
            by: one.by.to_string(),
        });
    }
    Ok(all)
}

/// Where a use can be seen, if that was told, has arrived and reads.
async fn address(ctx: &Ctx, one: &SaidUse) -> Result<Option<String>, Error> {
    let Some(blob) = one.used.address else { return Ok(None) };
    let found = ctx.node.db().read_blob(&blob.hash).await.map_err(|e| fault::store(e.into()))?;
    let Some(reader) = found else { return Ok(None) };
    let bytes = reader.bytes(blob.size).await.map_err(|cause| Error::new(Code::StoreFailed).because(cause))?;
    Ok(salted::read(&bytes).map(str::to_owned))
}
