//! Which events count. A view is a set of events that do; admitting one looks only at the view of its author.
//!
//! Two versions of which neither follows the other are never both signed by all. For suppose they are: some party
//! signed one first, then the other, which is admitted only if a further party had then declined the first, without
//! having signed it, or had seen its withdrawal; and that party's signature on the first is refused from then on.

use super::{LifeEvent, Mark, Offer, Refusal, What};
use crate::agreement::calendar;
use crate::ids::{Hash, PartyId};
use crate::time::Time;
use std::collections::{BTreeMap, BTreeSet};

/// A set of events that count.
pub(super) struct View<'a> {
    events: Vec<&'a LifeEvent>,
}

/// What the author of an event had written and seen before it.
pub(super) fn past<'a>(entries: &'a [LifeEvent], event: &LifeEvent) -> View<'a> {
    let had = |e: &&LifeEvent| e.author == event.author || event.seen.has(&e.author, e.mark);
    View { events: entries.iter().filter(had).collect() }
}

impl<'a> View<'a> {
    /// Of everything that counts.
    pub(super) fn all(entries: &'a [LifeEvent]) -> Self {
        Self { events: entries.iter().collect() }
    }

    pub(super) fn events(&self) -> impl Iterator<Item = &'a LifeEvent> + '_ {
        self.events.iter().copied()
    }

    /// Each version with its offer and who offered it. Two parties may have offered the same bytes; then the one whose
    /// id comes first stands for both.
    pub(super) fn offers(&self) -> Vec<(&'a LifeEvent, &'a Offer)> {
        let mut all: Vec<_> = self
            .events()
            .filter_map(|event| match &event.what {
                What::Offered(offer) => Some((event, &**offer)),
                _ => None,
            })
            .collect();
        all.sort_by_key(|(event, offer)| (offer.version, &event.author));
        all.dedup_by_key(|(_, offer)| offer.version);
        all
    }

    pub(super) fn offer(&self, version: &Hash) -> Option<&'a Offer> {
        self.events().find_map(|event| match &event.what {
            What::Offered(offer) if offer.version == *version => Some(&**offer),
            _ => None,
        })
    }

    fn offered_by(&self, party: &PartyId, version: &Hash) -> bool {
        let is = |what: &What| matches!(what, What::Offered(offer) if offer.version == *version);
        self.events().any(|event| event.author == *party && is(&event.what))
    }

    /// Whether `older` is `version` or one of its predecessors.
    pub(super) fn descends(&self, version: &Hash, older: &Hash) -> bool {
        self.line(version).contains(older)
    }

    /// A version and its predecessors, back to the first. Each must have been offered before the next, so it ends.
    pub(super) fn line(&self, version: &Hash) -> Vec<Hash> {
        let mut line = vec![*version];
        while let Some(before) = line.last().and_then(|last| self.offer(last)).and_then(|offer| offer.predecessor) {
            line.push(before);
        }
        line
    }

    pub(super) fn signatures(&self, version: &Hash) -> BTreeMap<&'a PartyId, Time> {
        self.about(version, |what| matches!(what, What::Signed(_)))
    }

    pub(super) fn declines(&self, version: &Hash) -> BTreeMap<&'a PartyId, Time> {
        self.about(version, |what| matches!(what, What::Declined(_)))
    }

    fn about(&self, version: &Hash, is: impl Fn(&What) -> bool) -> BTreeMap<&'a PartyId, Time> {
        let found = self.events().filter(|event| is(&event.what) && version_of(&event.what) == *version);
        found.map(|event| (&event.author, event.at)).collect()
    }

    /// Its withdrawals: one, unless several parties had offered it.
    pub(super) fn withdrawals(&self, version: &Hash) -> Vec<&'a LifeEvent> {
        self.events().filter(|event| event.what == What::Withdrawn(*version)).collect()
    }

    /// Whether all parties have signed.
    pub(super) fn complete(&self, version: &Hash) -> bool {
        let signed = self.signatures(version);
        self.offer(version).is_some_and(|offer| offer.parties.iter().all(|party| signed.contains_key(party)))
    }

    /// From when a version that all have signed is in force by itself.
    pub(super) fn in_force_from(&self, version: &Hash) -> Option<Time> {
        let offer = self.offer(version).filter(|_| self.complete(version))?;
        let last = self.signatures(version).into_values().max()?;
        Some(calendar::in_force_from(&offer.term, last))
    }

    /// Whether a version can never be signed by all any more: a party that had not signed it declined it, or said
    /// something after it had seen its withdrawal.
    fn dead(&self, version: &Hash) -> bool {
        let Some(offer) = self.offer(version) else { return false };
        let signed = self.signatures(version);
        let unsigned = |party: &PartyId| offer.parties.contains(party) && !signed.contains_key(party);
        let declined = self.declines(version).into_keys().any(unsigned);
        let saw = |w: &LifeEvent| self.events().any(|e| unsigned(&e.author) && e.seen.has(&w.author, w.mark));
        declined || self.withdrawals(version).into_iter().any(|w| saw(w) || unsigned(&w.author))
    }

    /// Whether an event counts, in the view of its author.
    pub(super) fn admit(&self, event: &LifeEvent) -> Result<(), Refusal> {
        if let What::Offered(offer) = &event.what {
            return self.admit_offer(&event.author, offer);
        }
        let version = version_of(&event.what);
        let offer = self.offer(&version).ok_or(Refusal::UnknownVersion)?;
        if !offer.parties.contains(&event.author) {
            return Err(Refusal::NotAParty);
        }
        match &event.what {
            What::Offered(_) => Ok(()),
            What::Withdrawn(_) if !self.offered_by(&event.author, &version) => Err(Refusal::NotYours),
            What::Withdrawn(_) if !self.withdrawals(&version).is_empty() => Err(Refusal::Withdrawn),
            What::Withdrawn(_) if self.complete(&version) => Err(Refusal::Complete),
            What::Withdrawn(_) => Ok(()),
            What::Signed(_) => self.admit_signature(&event.author, &version),
            What::Declined(_) if self.signatures(&version).contains_key(&event.author) => Err(Refusal::SignedBefore),
            What::Declined(_) if self.declines(&version).contains_key(&event.author) => Err(Refusal::Declined),
            What::Declined(_) => Ok(()),
            _ if !self.complete(&version) => Err(Refusal::NotSigned),
            What::Suspended(_) if !offer.term.suspension => Err(Refusal::NoSuspension),
            What::Resumed(_) if !self.suspends(&event.author, None) => Err(Refusal::NotSuspended),
            What::Notice(_) => match self.notice_from(&version, event.at) {
                Some(_) => Ok(()),
                None => Err(Refusal::NoNotice),
            },
            What::Suspended(_) | What::Resumed(_) | What::Ended(_) => Ok(()),
        }
    }

    fn admit_offer(&self, author: &PartyId, offer: &Offer) -> Result<(), Refusal> {
        if !offer.parties.contains(author) {
            return Err(Refusal::NotAParty);
        }
        if self.offer(&offer.version).is_some() {
            return Err(Refusal::OfferedBefore);
        }
        match &offer.predecessor {
            None if !self.offers().is_empty() => Err(Refusal::UnknownPredecessor),
            None => Ok(()),
            Some(before) => match self.offer(before) {
                None => Err(Refusal::UnknownPredecessor),
                Some(before) if before.parties != offer.parties => Err(Refusal::OtherParties),
                Some(_) => Ok(()),
            },
        }
    }

    fn admit_signature(&self, author: &PartyId, version: &Hash) -> Result<(), Refusal> {
        if self.declines(version).contains_key(author) {
            return Err(Refusal::Declined);
        }
        if !self.withdrawals(version).is_empty() {
            return Err(Refusal::Withdrawn);
        }
        let mine = self.events().filter(|event| event.author == *author);
        for event in mine {
            let What::Signed(signed) = &event.what else { continue };
            if signed == version {
                return Err(Refusal::SignedBefore);
            }
            if !self.descends(version, signed) && !self.dead(signed) {
                return Err(Refusal::SignedOther);
            }
        }
        Ok(())
    }

    /// Whether a party's suspension stands at a moment, or now that all its events are known.
    pub(super) fn suspends(&self, party: &PartyId, at: Option<Time>) -> bool {
        let said = self.events().filter(|event| event.author == *party && at.is_none_or(|at| event.at <= at));
        let last =
            said.filter(|event| matches!(event.what, What::Suspended(_) | What::Resumed(_))).max_by_key(|e| e.mark);
        last.is_some_and(|event| matches!(event.what, What::Suspended(_)))
    }

    /// When a notice given at a moment ends a version.
    pub(super) fn notice_from(&self, version: &Hash, given: Time) -> Option<Time> {
        let offer = self.offer(version)?;
        calendar::notice_ends(&offer.term, self.in_force_from(version)?, given)
    }

    /// When the notices that stand end a version. Signing a later version takes one's own notice back.
    pub(super) fn notice_effect(&self, version: &Hash) -> Option<Time> {
        let notices = self.standing(|what| matches!(what, What::Notice(_)));
        notices.iter().filter_map(|event| self.notice_from(version, event.at)).min()
    }

    /// When all parties had consented to the end.
    pub(super) fn ended_at(&self) -> Option<Time> {
        let consents = self.standing(|what| matches!(what, What::Ended(_)));
        let who: BTreeSet<_> = consents.iter().map(|event| &event.author).collect();
        let offer = consents.first().and_then(|event| self.offer(&version_of(&event.what)))?;
        if !offer.parties.iter().all(|party| who.contains(party)) {
            return None;
        }
        let first =
            |party: &PartyId| consents.iter().filter(|event| event.author == *party).map(|event| event.at).min();
        offer.parties.iter().filter_map(first).max()
    }

    /// Notices or consents whose author has not signed another version, that came to be signed by all, after them.
    pub(super) fn standing(&self, is: impl Fn(&What) -> bool) -> Vec<&'a LifeEvent> {
        let signed_later = |party: &PartyId, mark: Mark| {
            self.events()
                .any(|e| e.author == *party && e.mark > mark && matches!(&e.what, What::Signed(v) if self.complete(v)))
        };
        self.events().filter(|e| is(&e.what) && !signed_later(&e.author, e.mark)).collect()
    }
}

/// The version an event is about.
pub(super) fn version_of(what: &What) -> Hash {
    match what {
        What::Offered(offer) => offer.version,
        What::Withdrawn(version)
        | What::Signed(version)
        | What::Declined(version)
        | What::Suspended(version)
        | What::Resumed(version)
        | What::Notice(version)
        | What::Ended(version) => *version,
    }
}
