//! One item of our own house becomes a version: compared with what is known, written as the one document that all
//! partners get, decided about, announced. All of it in the transaction of one step.

use super::decide::{self, Ruled, earlier_article, kept};
use super::document::status;
use super::letters;
use super::outcome::{Fate, Outcome};
use super::recall;
use super::row::{desk_row, merged_embargo, notes_json};
use crate::node::{House, Step};
use crate::store::decisions::{DecisionRow, HoldRow};
use crate::store::desk::DeskRow;
use crate::store::tx::failed;
use interwire_core::exchange::recall::Publication;
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::ids::{AgreementId, ArticleId, Guid, Hash, ItemId, ItemKey};
use interwire_core::item::{Extra, Item, Limits, Note, PubStatus};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::item::{DocumentError, read_document, write_document};
use interwire_core::protocol::v1::statement::{self, Action};
use interwire_core::route::{RouteItem, Verdict};

/// An item that was read at our intake.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// The item, with its media attached.
    pub item: Item,
    /// What its reader noted.
    pub notes: Vec<Note>,
    /// The service of ours that carries it.
    pub service: Option<String>,
    /// The feed it came by.
    pub feed: String,
    /// The arrival it was read from.
    pub intake: Option<i64>,
    /// The bytes it was read from, and their format.
    pub original: Option<(Hash, &'static str)>,
    /// A test, never news.
    pub test: bool,
}

/// The property under which an item keeps the status that its source stated, once a person has approved it.
pub(super) const STATED_STATUS: &str = "stated_pub_status";

/// Takes an item of this house in.
///
/// # Errors
/// If the store fails. What is wrong with the item itself becomes a dead letter.
pub fn publish(step: &mut Step, house: &House, arrival: &Arrival) -> Stored<Outcome> {
    let mut outcome = dead(arrival);
    let version = outcome.version;
    let Some(guid) = &arrival.item.guid else {
        outcome.dead_letter = Some(letters::no_guid(step, arrival)?);
        return Ok(outcome);
    };
    let key = key_of(house, guid);
    outcome.item = Some(key.item.clone());
    let known = step.tx.desk_versions(&key)?;
    if let Some(same) = known.iter().find(|row| row.version == version) {
        return again(step, arrival, same, outcome);
    }
    let doc = match write(step, &key, &arrival.item)? {
        Ok(doc) => doc,
        Err(cause) => {
            outcome.dead_letter = Some(letters::not_carried(step, arrival, &cause)?);
            return Ok(outcome);
        }
    };
    step.tx.put_desk(&desk_row(&key, doc.hash, arrival, step.now))?;
    outcome.fate = Fate::New;
    if known.last().is_some_and(|newest| newest.version > version) && !may_be_late(step, &key, &known)? {
        outcome.fate = Fate::Older;
        return Ok(outcome);
    }
    let item = Version { key, version, doc, item: &arrival.item, service: arrival.service.clone(), test: arrival.test };
    make_known(step, house, &item, outcome)
}

/// What becomes of an item of which nothing can be published, until the letter about it is added.
fn dead(arrival: &Arrival) -> Outcome {
    Outcome {
        fate: Fate::Dead,
        guid: arrival.item.guid.clone(),
        item: None,
        version: arrival.item.version.number(),
        decisions: Vec::new(),
        ordered: None,
        released: false,
        dead_letter: None,
    }
}

/// An item that names a file larger than `max` bytes waits for a person: without the file it would be another item.
///
/// # Errors
/// If the store fails.
pub fn without_its_file(step: &mut Step, house: &House, arrival: &Arrival, file: &str, max: u64) -> Stored<Outcome> {
    let letter = letters::media_too_large(step, arrival, file, max)?;
    let item = arrival.item.guid.as_ref().map(|guid| key_of(house, guid).item);
    Ok(Outcome { item, dead_letter: Some(letter), ..dead(arrival) })
}

/// An item that names a file elsewhere which is not here yet, or (with the dead letter about it) never will be.
#[must_use]
pub fn without_its_fetched_file(house: &House, arrival: &Arrival, letter: Option<i64>) -> Outcome {
    let item = arrival.item.guid.as_ref().map(|guid| key_of(house, guid).item);
    let fate = if letter.is_some() { Fate::Dead } else { Fate::Waiting };
    Outcome { fate, item, dead_letter: letter, ..dead(arrival) }
}

/// The key of an item of ours.
#[must_use]
pub fn key_of(house: &House, guid: &Guid) -> ItemKey {
    ItemKey { source: house.me.clone(), item: ItemId::derive(&house.item_secret, guid) }
}

/// The version number is known.
fn again(step: &mut Step, arrival: &Arrival, known: &DeskRow, outcome: Outcome) -> Stored<Outcome> {
    let same = read_item(step, &known.doc)?.is_some_and(|item| as_stated(item) == arrival.item);
    if same {
        let outcome = Outcome { fate: Fate::Known, ..outcome };
        return kept(step, outcome, &known.key);
    }
    let letter = letters::conflict(step, arrival, known)?;
    Ok(Outcome { fate: Fate::Conflict, dead_letter: Some(letter), ..outcome })
}

/// An item as its source stated it, before a person approved it.
fn as_stated(mut item: Item) -> Item {
    if let Some(at) = item.extra.iter().position(|extra| extra.name == STATED_STATUS) {
        item.pub_status = Some(PubStatus::parse(&item.extra.remove(at).value));
    }
    item
}

/// The item in a document of ours.
pub(super) fn read_item(step: &mut Step, doc: &Hash) -> Stored<Option<Item>> {
    let bytes = step.tx.blob(doc)?;
    Ok(bytes.and_then(|bytes| read_document(&bytes, &Limits::default()).ok()).map(|document| document.item))
}

/// Whether a version that comes after a newer one may still go out: nothing of the item was sent, and nothing newer
/// waits or was stopped.
fn may_be_late(step: &mut Step, key: &ItemKey, known: &[DeskRow]) -> Stored<bool> {
    let stopped = step.tx.item(key)?.and_then(|item| item.recall).is_some_and(|recall| recall.action.is_some());
    let usable = known.last().is_some_and(|newest| newest.pub_status == statement::PubStatus::Usable);
    Ok(!stopped && usable && step.tx.sent(key)?.is_empty() && step.tx.holds_of(key)?.is_empty())
}

/// Writes the document of a version and keeps it as a blob.
pub(super) fn write(step: &mut Step, key: &ItemKey, item: &Item) -> Stored<Result<BlobRef, DocumentError>> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(failed)?;
    let bytes = match write_document(item, &key.source, &key.item, salt) {
        Ok(bytes) => bytes,
        Err(cause) => return Ok(Err(cause)),
    };
    let doc = BlobRef { hash: Hash::of(&bytes), size: bytes.len() as u64 };
    step.tx.put_blob(&doc.hash, &bytes)?;
    Ok(Ok(doc))
}

/// A version of ours, written and on the desk.
pub(super) struct Version<'a> {
    pub key: ItemKey,
    pub version: u64,
    pub doc: BlobRef,
    pub item: &'a Item,
    pub service: Option<String>,
    pub test: bool,
}

impl Version<'_> {
    /// What routing needs to know of it, with the embargo of all versions.
    pub fn facts(&self, step: &mut Step) -> Stored<RouteItem> {
        let mut facts = RouteItem::of(self.item, &self.key.source, self.service.clone().into_iter().collect());
        facts.embargo = merged_embargo(step, &self.key, facts.embargo)?;
        Ok(facts)
    }

    /// Announces it under these agreements.
    pub fn announce(&self, step: &mut Step, under: Vec<(AgreementId, ArticleId)>) -> Stored<()> {
        let Some(status) = status(&self.item.status()) else {
            return Err(failed(format!("version {} of {} has no status of the protocol", self.version, self.key.item)));
        };
        let (item, version, doc, test) = (self.key.item.clone(), self.version, self.doc, self.test);
        let publication = Publication { item, version, status, doc, under, test };
        step.exchange(|machine, turn| machine.publish(turn, &publication))
    }
}

/// Orders what the status means, decides, announces, holds.
fn make_known(step: &mut Step, house: &House, version: &Version, mut outcome: Outcome) -> Stored<Outcome> {
    outcome.released = version.item.status().is_usable() && recall::release_withheld(step, &version.key)?;
    let facts = version.facts(step)?;
    let ruled = decide::rule(step.machine, house, &facts, step.now);
    let ruled = give_all_that_had_it(step, house, version, ruled)?;
    let ruled = keep_recalled(step, version, ruled)?;
    outcome.ordered = order(step, version, &ruled)?;
    drop_older_holds(step, version)?;
    carry_out(step, version, &ruled)?;
    kept(step, outcome, &version.key)
}

/// A canceled or withheld version goes to everyone who had an earlier one, whatever the articles now say of it.
fn give_all_that_had_it(step: &mut Step, house: &House, version: &Version, ruled: Vec<Ruled>) -> Stored<Vec<Ruled>> {
    if action_of(version.item).is_none() {
        return Ok(ruled);
    }
    let sent = step.tx.sent(&version.key)?;
    let earlier = step.tx.decisions(&version.key)?;
    let now = step.now;
    let mut all = Vec::new();
    for one in ruled {
        let had = sent.contains(&one.agreement) && !matches!(one.verdict, Verdict::Deliver { .. });
        let open = step.machine.deals().get(&one.agreement).is_some_and(|deal| deal.deliveries_allowed(now));
        let article = earlier_article(step.machine, house, &one.agreement, &earlier, now);
        all.push(match article.filter(|_| had && open) {
            Some(article) => one.but(Verdict::Deliver { article }, "pub_status", "stopped", "told to all who had it"),
            None => one,
        });
    }
    Ok(all)
}

/// A usable version of a recalled item goes only where the recall went: there it arrives recalled.
fn keep_recalled(step: &mut Step, version: &Version, ruled: Vec<Ruled>) -> Stored<Vec<Ruled>> {
    let action = recall::action_now(step, &version.key)?.filter(|_| version.item.status().is_usable());
    let sent = step.tx.sent(&version.key)?;
    let keep = |one: Ruled| if sent.contains(&one.agreement) { one } else { one.unless_recalled(action) };
    Ok(ruled.into_iter().map(keep).collect())
}

/// What the status of a version orders about its item.
fn action_of(item: &Item) -> Option<Action> {
    match status(&item.status())? {
        statement::PubStatus::Usable => None,
        statement::PubStatus::Withheld => Some(Action::Withhold),
        statement::PubStatus::Canceled => Some(Action::Kill),
    }
}

/// The order goes first, and to all who had the item or are about to get this version of it.
fn order(step: &mut Step, version: &Version, ruled: &[Ruled]) -> Stored<Option<Action>> {
    let Some(action) = action_of(version.item) else { return Ok(None) };
    for one in ruled.iter().filter(|one| matches!(one.verdict, Verdict::Deliver { .. })) {
        step.tx.put_sent(&version.key, &one.agreement)?;
    }
    recall::order_by_version(step, &version.key, action, version.version)
}

/// What waited and is not the newest any more is not sent.
fn drop_older_holds(step: &mut Step, version: &Version) -> Stored<()> {
    let verdicts = step.tx.decisions(&version.key)?;
    for hold in step.tx.holds_of(&version.key)? {
        if hold.version >= version.version {
            continue;
        }
        let (older, newer) = (hold.version.to_string(), version.version.to_string());
        drop_hold(step, hold, &verdicts, ("version", &older, &newer))?;
    }
    Ok(())
}

/// What waited goes to nobody, because of a field, its value and what was wanted instead.
pub(super) fn drop_hold(
    step: &mut Step,
    hold: HoldRow,
    decisions: &[DecisionRow],
    (field, value, wanted): (&'static str, &str, &str),
) -> Stored<()> {
    step.tx.remove_hold(&hold.key, hold.version, &hold.agreement)?;
    let held = |one: &&DecisionRow| one.version == hold.version && one.agreement == hold.agreement;
    let parties = decisions.iter().filter(held).map(|one| one.party.clone()).collect();
    let ruled = Ruled { agreement: hold.agreement, parties, verdict: Verdict::Exclude, reasons: Vec::new() };
    for row in ruled.but(Verdict::Exclude, field, value, wanted).rows(&hold.key, hold.version, step.now) {
        step.tx.put_decision(&row)?;
    }
    Ok(())
}

/// Announces, holds, and keeps why.
pub(super) fn carry_out(step: &mut Step, version: &Version, ruled: &[Ruled]) -> Stored<()> {
    let mut under = Vec::new();
    for one in ruled {
        for row in one.rows(&version.key, version.version, step.now) {
            step.tx.put_decision(&row)?;
        }
        let until = match &one.verdict {
            Verdict::Deliver { article } => {
                under.push((one.agreement.clone(), article.clone()));
                continue;
            }
            Verdict::HoldUntil { time, .. } => Some(*time),
            Verdict::HoldForPerson { .. } => None,
            Verdict::Exclude => continue,
        };
        let (key, agreement, cause) = (version.key.clone(), one.agreement.clone(), one.cause());
        step.tx.put_hold(&HoldRow { key, version: version.version, agreement, until, cause })?;
    }
    if under.is_empty() { Ok(()) } else { version.announce(step, under) }
}

/// Marks that a person has made the item usable whose status nobody knew.
pub(super) fn approved(mut item: Item) -> Item {
    if let PubStatus::Other(word) = item.status() {
        item.extra.push(Extra::text(STATED_STATUS, word.as_str()));
        item.pub_status = Some(PubStatus::Usable);
    }
    item
}

/// Notes as the desk keeps them.
pub(super) fn notes_of(arrival: &Arrival) -> String {
    notes_json(&arrival.notes)
}
