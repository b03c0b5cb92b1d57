//! What the house says about partners' items: that they were used, and that recalled ones are gone.

use super::unsent::take_out;
use crate::node::{Node, NodeError, Step};
use crate::store::uses::{HouseUse, SaidUse, mark};
use interwire_core::exchange::fold::usable;
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::ids::{AgreementId, Hash, ItemKey, JournalId, Position};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::salted::{self, SALT_BYTES};
use interwire_core::protocol::v1::statement::{Answer, Body, Code, Statement, Used};
use interwire_core::time::Time;

/// A use of an item, and what only the house knows of it.
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
    /// Told although its source has recalled the item.
    pub although_recalled: bool,
    /// What no partner is told.
    pub house: HouseUse,
}

/// Why nothing was said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSaid {
    /// No such version of a partner's item.
    #[error("no partner has sent this version of that item")]
    Unknown,
    /// The item is not recalled.
    #[error("the item is not recalled")]
    NotRecalled,
    /// It may not be used, and nobody has said that they know.
    #[error("its source has withdrawn it from use")]
    NotUsable,
    /// Not a language tag.
    #[error("the language must be a BCP 47 tag of at most 35 characters")]
    BadLanguage,
    /// Empty, too long, or with control characters.
    #[error("the address must be one line of at most {ADDRESS_BYTES_MAX} bytes")]
    BadAddress,
    /// An outlet, credit or note that is too long.
    #[error("outlet, credit and note have at most {HOUSE_BYTES_MAX} bytes each")]
    TooLong,
    /// It would end before it began.
    #[error("a use cannot end before it began")]
    EndsBeforeItBegan,
    /// It was told in an epoch that is over, and our journal of the new one may not be written yet.
    #[error("our journal waits to be written; end the use when the partner has been in touch")]
    JournalWaits,
    /// Nothing like it runs.
    #[error("no such use of ours runs")]
    NoSuchUse,
    /// No random bytes for the salt of the address.
    #[error("the system gives no random bytes")]
    NoRandomBytes,
}

/// The longest address of a use.
pub const ADDRESS_BYTES_MAX: usize = 2048;
/// The longest text that the house keeps beside a use or an order.
pub const HOUSE_BYTES_MAX: usize = 2000;

/// Says under the agreement by which the version came that it was used; returns which, and the mark of the use.
///
/// # Errors
/// If the store fails.
pub fn used(step: &mut Step, key: &ItemKey, what: &Use, who: &str) -> Stored<Result<(AgreementId, Hash), NotSaid>> {
    if let Err(why) = well_formed(what) {
        return Ok(Err(why));
    }
    let known = step.tx.version(key, what.version)?.filter(|_| key.source != *step.machine.me());
    let Some(version) = known else { return Ok(Err(NotSaid::Unknown)) };
    let recall = step.tx.item(key)?.and_then(|item| item.recall);
    if !usable(version.status, what.version, recall.as_ref()) && !what.although_recalled {
        return Ok(Err(NotSaid::NotUsable));
    }
    let Ok(address) = what.address.as_deref().map(|text| keep_address(step, text)).transpose()?.transpose() else {
        return Ok(Err(NotSaid::NoRandomBytes));
    };
    let mut said = Used {
        address,
        item: key.item.clone(),
        language: what.language.clone(),
        medium: what.medium.clone(),
        source: key.source.clone(),
        since: what.since.unwrap_or(step.now),
        version: what.version,
    };
    // Two outlets may begin at the same moment, in the same medium and language and without addresses.
    while step.tx.has_house_use(key, &mark(&said))? {
        said.since = said.since.plus_ms(1);
    }
    let (mark, agreement) = (mark(&said), version.position.journal.agreement);
    step.tx.put_house_use(key, &mark, &HouseUse { who: who.to_owned(), at: step.now, ..what.house.clone() })?;
    step.tx.audit(step.now, who, "used", &format!("{}/{}", key.source, key.item))?;
    step.exchange(|machine, turn| machine.say(turn, &agreement, vec![Body::Used(said)]))?;
    Ok(Ok((agreement, mark)))
}

fn well_formed(what: &Use) -> Result<(), NotSaid> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    if !(1..=35).contains(&what.language.len()) || !what.language.bytes().all(plain) {
        return Err(NotSaid::BadLanguage);
    }
    let one_line =
        |text: &str| !text.trim().is_empty() && text.len() <= ADDRESS_BYTES_MAX && !text.chars().any(char::is_control);
    if !what.address.as_deref().is_none_or(one_line) {
        return Err(NotSaid::BadAddress);
    }
    let HouseUse { outlet, credit, note, .. } = &what.house;
    let short = [outlet, credit, note].iter().all(|text| text.len() <= HOUSE_BYTES_MAX);
    if short { Ok(()) } else { Err(NotSaid::TooLong) }
}

/// Keeps an address as the protocol wants it: behind a salt, so that nobody can guess it from its hash.
fn keep_address(step: &mut Step, text: &str) -> Stored<Result<BlobRef, getrandom::Error>> {
    let mut salt = [0; SALT_BYTES];
    if let Err(e) = getrandom::fill(&mut salt) {
        return Ok(Err(e));
    }
    let bytes = salted::write(salt, text);
    let blob = BlobRef { hash: Hash::of(&bytes), size: bytes.len() as u64 };
    step.tx.put_blob(&blob.hash, &bytes)?;
    Ok(Ok(blob))
}

/// Says that a use of ours has ended. One that no partner was told of yet is taken back instead, and is as if it had
/// never been said.
///
/// # Errors
/// If the store fails.
pub fn use_ended(step: &mut Step, said: &SaidUse, until: Time, who: &str) -> Stored<Result<(), NotSaid>> {
    let key = ItemKey { source: said.used.source.clone(), item: said.used.item.clone() };
    if said.by != *step.machine.me() || !said.runs() {
        return Ok(Err(NotSaid::NoSuchUse));
    }
    if until < said.used.since {
        return Ok(Err(NotSaid::EndsBeforeItBegan));
    }
    let is_it = |body: &Body| matches!(body, Body::Used(used) if *used == said.used);
    let told = match &said.position {
        None => take_out(step, &said.agreement, is_it)?.then_some(()).ok_or(NotSaid::NoSuchUse),
        Some(at) => end_at(step, said, at, until)?,
    };
    if told.is_ok() {
        step.tx.audit(step.now, who, "use-ended", &format!("{}/{}", key.source, key.item))?;
        if said.position.is_none() {
            step.tx.remove_house_use(&key, &said.mark())?;
        }
    }
    Ok(told)
}

/// Ends the use whose statement stands at a place. In an epoch that is over nothing can be said any more: the use is
/// told again in the running one, and ended there.
fn end_at(step: &mut Step, said: &SaidUse, at: &Position, until: Time) -> Stored<Result<(), NotSaid>> {
    let Some(epoch) = step.machine.deals().get(&said.agreement).map(|deal| deal.epoch) else {
        return Ok(Err(NotSaid::NoSuchUse));
    };
    let is_it = |body: &Body| matches!(body, Body::Used(used) if *used == said.used);
    let mut index = Some(at.index);
    if at.journal.epoch < epoch {
        let body = Body::Used(said.used.clone());
        step.exchange(|machine, turn| machine.say(turn, &said.agreement, vec![body]))?;
        let journal = JournalId { epoch, ..at.journal.clone() };
        let size = step.tx.journal(&journal)?.map_or(0, |row| row.size());
        let last = size.checked_sub(1).map(|last| step.tx.entries(&journal, last, 1, usize::MAX)).transpose()?;
        let told = |bytes: &Vec<u8>| Statement::from_bytes(bytes).is_ok_and(|statement| is_it(&statement.body));
        index = last.into_iter().flatten().any(|bytes| told(&bytes)).then(|| size.saturating_sub(1));
    }
    let Some(index) = index else {
        take_out(step, &said.agreement, is_it)?;
        return Ok(Err(NotSaid::JournalWaits));
    };
    let body = Body::UseEnded { index, until };
    step.exchange(|machine, turn| machine.say(turn, &said.agreement, vec![body]))?;
    Ok(Ok(()))
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
