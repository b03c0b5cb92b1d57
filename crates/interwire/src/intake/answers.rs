//! What the house says about partners' items: that they were used, and that recalled ones are gone.

use crate::node::{Node, NodeError, Step};
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::ids::{AgreementId, Hash, ItemKey};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::statement::{Answer, Body, Code, Used};
use interwire_core::time::Time;

/// A use of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Which version.
    pub version: u64,
    /// In which language (BCP 47).
    pub language: String,
    /// Where: web, print, broadcast, social ...
    pub medium: Code,
    /// Where it can be seen; kept in a blob, so that it can be erased.
    pub address: Option<String>,
    /// Since when; now if not given.
    pub since: Option<Time>,
}

/// Why nothing was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSaid {
    /// No such version of a partner's item.
    #[error("no partner has sent this version of that item")]
    Unknown,
    /// The item is not recalled.
    #[error("the item is not recalled")]
    NotRecalled,
    /// Not a language tag.
    #[error("the language must be a BCP 47 tag of at most 35 characters")]
    BadLanguage,
}

/// Says under the agreement by which the version came that it was used; returns which.
///
/// # Errors
/// If the store fails.
pub fn used(step: &mut Step, key: &ItemKey, what: &Use, who: &str) -> Stored<Result<AgreementId, NotSaid>> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    if !(1..=35).contains(&what.language.len()) || !what.language.bytes().all(plain) {
        return Ok(Err(NotSaid::BadLanguage));
    }
    let known = step.tx.version(key, what.version)?.filter(|_| key.source != *step.machine.me());
    let Some(agreement) = known.map(|row| row.position.journal.agreement) else { return Ok(Err(NotSaid::Unknown)) };
    let address = match &what.address {
        Some(address) => {
            let blob = BlobRef { hash: Hash::of(address.as_bytes()), size: address.len() as u64 };
            step.tx.put_blob(&blob.hash, address.as_bytes())?;
            Some(blob)
        }
        None => None,
    };
    let body = Body::Used(Used {
        address,
        item: key.item.clone(),
        language: what.language.clone(),
        medium: what.medium.clone(),
        source: key.source.clone(),
        since: what.since.unwrap_or(step.now),
        version: what.version,
    });
    step.tx.audit(step.now, who, "used", &format!("{}/{}", key.source, key.item))?;
    step.exchange(|machine, turn| machine.say(turn, &agreement, vec![body]))?;
    Ok(Ok(agreement))
}

/// Says under every agreement by which the last recall came that the item is gone, or never was used; returns which.
///
/// # Errors
/// If the store fails.
pub async fn removed(
    node: &Node,
    key: &ItemKey,
    answer: Answer,
    who: &str,
) -> Result<Result<Vec<AgreementId>, NotSaid>, NodeError> {
    let said = node.db().said_about(key).await?;
    let (key, who) = (key.clone(), who.to_owned());
    node.step(move |step| {
        let Some(item) = step.tx.item(&key)?.filter(|_| key.source != *step.machine.me()) else {
            return Ok(Err(NotSaid::Unknown));
        };
        let Some(recall) = item.recall.filter(|recall| recall.action.is_some()) else {
            return Ok(Err(NotSaid::NotRecalled));
        };
        let mut told = Vec::new();
        for one in said {
            let last = matches!(&one.statement.body, Body::Recalled(recalled) if recalled.order == recall.order);
            if !last || one.answers.iter().any(|(by, said, _)| by == step.machine.me() && *said == answer) {
                continue;
            }
            let journal = one.position.journal;
            let (of, epoch, index) = (journal.party, journal.epoch, one.position.index);
            let body = Body::Answered { answer, of, epoch, index };
            step.exchange(|machine, turn| machine.say(turn, &journal.agreement, vec![body]))?;
            told.push(journal.agreement);
        }
        step.tx.audit(step.now, &who, answer.word(), &format!("{}/{}", key.source, key.item))?;
        Ok(Ok(told))
    })
    .await
}
