//! Letting texts and files of items go, a few items in one transaction.

use super::needed::is_needed;
use super::{Care, Gone, breathe, delete_files};
use crate::config::Retention;
use crate::node::{NodeError, Step};
use crate::store::about::About;
use crate::store::let_go::{Freed, Old, Rule};
use crate::store::tx::failed;
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, Hash, ItemKey};
use interwire_core::protocol::v1::statement::{Body, Code};
use interwire_core::time::Time;
use std::collections::{BTreeMap, BTreeSet};
use tokio_util::sync::CancellationToken;

/// Versions whose files are learnt in one step.
const LEARNT: usize = 200;
/// Items that are looked at in one step.
const LOOKED_AT: usize = 20;
/// A file that more items name than this stays: it is a logo, and small.
const NAMED_MAX: usize = 50;

/// What one step let go.
#[derive(Default)]
struct Went {
    /// Where the next begins; none if this was the last.
    next: Option<i64>,
    blobs: Vec<(Freed, Rule)>,
    keys: Vec<ItemKey>,
}

/// Lets go what is due.
pub(super) async fn all(care: &Care, gone: &mut Gone, stop: &CancellationToken) -> Result<(), NodeError> {
    while care.node.step(|step| step.tx.learn_files(LEARNT)).await? == LEARNT {
        if !breathe(stop).await {
            return Ok(());
        }
    }
    let mut after = Some(0);
    while let Some(from) = after {
        let keep = care.keep.clone();
        let went = care.node.step(move |step| Look { keep: &keep, now: step.now }.step(step, from)).await?;
        after = went.next;
        for (freed, rule) in &went.blobs {
            gone.add(*rule, 1, freed.size);
        }
        if !went.blobs.is_empty() {
            delete_files(care, went.blobs.iter().map(|(freed, _)| *freed)).await?;
            let media = went.blobs.iter().filter(|(_, rule)| *rule == Rule::Media);
            care.previews.forget(media.map(|(freed, _)| freed.hash).collect()).await?;
            care.index.again(went.keys);
        }
        if !breathe(stop).await {
            return Ok(());
        }
    }
    Ok(())
}

/// One look at old items.
struct Look<'a> {
    keep: &'a Retention,
    now: Time,
}

/// What an item has to let go.
#[derive(Default)]
struct Due {
    texts: Vec<Hash>,
    files: Vec<Hash>,
}

impl Look<'_> {
    fn step(&self, step: &mut Step, from: i64) -> Stored<Went> {
        let mut went = Went::default();
        let Some(before) = self.keep.before(Rule::Media, self.now) else { return Ok(went) };
        // Versions that came meanwhile may name old files: the next pass knows.
        if !step.tx.knows_all_files()? {
            return Ok(went);
        }
        let awaited: BTreeSet<Hash> = step.tx.files_awaited()?.into_iter().collect();
        let old = step.tx.old_items(from, before, LOOKED_AT)?;
        went.next = old.last().filter(|_| old.len() == LOOKED_AT).map(|old| old.seq);
        for Old { key, .. } in old {
            if self.came(step, &key)? >= before || is_needed(step, &key)? {
                continue;
            }
            let due = self.due(step, &key, before, &awaited)?;
            self.let_go(step, &key, due, &mut went)?;
        }
        Ok(went)
    }

    /// When the last version of an item came.
    fn came(&self, step: &mut Step, key: &ItemKey) -> Stored<Time> {
        let versions = step.tx.desk_versions(key)?;
        Ok(versions.iter().map(|row| row.arrived_at).max().unwrap_or_default())
    }

    /// What of an item is due, and needed by no other.
    fn due(&self, step: &mut Step, key: &ItemKey, before: Time, awaited: &BTreeSet<Hash>) -> Stored<Due> {
        let mut due = Due::default();
        let files = step.tx.files_of(key)?;
        for file in &files {
            let others = step.tx.items_with(file, NAMED_MAX)?;
            if !awaited.contains(file) && !step.tx.is_in_use(file)? && self.may_go(step, key, others, before)? {
                due.files.push(*file);
            }
        }
        let Some(before) = self.keep.before(Rule::Texts, self.now) else { return Ok(due) };
        if self.came(step, key)? >= before {
            return Ok(due);
        }
        let versions = step.tx.desk_versions(key)?;
        due.texts.extend(versions.iter().map(|row| row.doc));
        let originals: BTreeSet<Hash> = versions.iter().filter_map(|row| row.original).collect();
        for original in originals.into_iter().filter(|original| !files.contains(original)) {
            let others = step.tx.items_read_from(&original, NAMED_MAX)?;
            let named = step.tx.items_with(&original, 1)?;
            if named.is_empty() && !step.tx.is_in_use(&original)? && self.may_go(step, key, others, before)? {
                due.texts.push(original);
            }
        }
        Ok(due)
    }

    /// Whether all other items that have the same bytes are old too, and need them no more.
    fn may_go(&self, step: &mut Step, own: &ItemKey, others: Vec<ItemKey>, before: Time) -> Stored<bool> {
        if others.len() >= NAMED_MAX {
            return Ok(false);
        }
        for other in others.iter().filter(|other| *other != own) {
            if self.came(step, other)? >= before || is_needed(step, other)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Lets it go, and says so under each agreement under which it was published.
    fn let_go(&self, step: &mut Step, key: &ItemKey, due: Due, went: &mut Went) -> Stored<()> {
        let (all, files): (bool, BTreeSet<Hash>) = (!due.texts.is_empty(), due.files.iter().copied().collect());
        let said = if all { Vec::new() } else { self.places(step, key, &files)? };
        let before = went.blobs.len();
        let texts = due.texts.into_iter().map(|hash| (hash, Rule::Texts));
        for (hash, rule) in texts.chain(due.files.into_iter().map(|hash| (hash, Rule::Media))) {
            let days = self.keep.days(rule).unwrap_or_default();
            let freed = step.tx.let_go(&hash, rule, days, self.now)?;
            went.blobs.extend(freed.map(|freed| (freed, rule)));
        }
        if went.blobs.len() == before {
            return Ok(());
        }
        went.keys.push(key.clone());
        self.say(step, key, all, &said)
    }

    /// Which files of which versions those are, counted from 0 in the document of each.
    fn places(&self, step: &mut Step, key: &ItemKey, files: &BTreeSet<Hash>) -> Stored<Vec<(u64, u64)>> {
        let mut places = Vec::new();
        for version in step.tx.desk_versions(key)? {
            let named = step.tx.files_named(&version.doc)?;
            let nth = named.iter().zip(0..).filter(|(hash, _)| files.contains(hash)).map(|(_, nth)| nth);
            places.extend(nth.map(|nth| (version.version, nth)));
        }
        Ok(places)
    }

    fn say(&self, step: &mut Step, key: &ItemKey, all: bool, files: &[(u64, u64)]) -> Stored<()> {
        let why: Code = "retention".parse().map_err(failed)?;
        let mut bodies = BTreeMap::<AgreementId, Vec<Body>>::new();
        for (position, about, version) in step.tx.statements_about(key)? {
            let (journal, index) = (position.journal, position.index);
            if about != About::Published || !step.machine.deals().contains_key(&journal.agreement) {
                continue;
            }
            let erased = |media| Body::Erased {
                of: journal.party.clone(),
                epoch: journal.epoch,
                index,
                media,
                why: why.clone(),
            };
            let mine = files.iter().filter(|(of, _)| Some(*of) == version).map(|(_, nth)| erased(Some(*nth)));
            let said = bodies.entry(journal.agreement.clone()).or_default();
            if all {
                said.push(erased(None));
            } else {
                said.extend(mine);
            }
        }
        for (agreement, bodies) in bodies {
            step.exchange(|machine, turn| machine.say(turn, &agreement, bodies))?;
        }
        Ok(())
    }
}
