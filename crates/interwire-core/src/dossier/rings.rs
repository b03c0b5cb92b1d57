//! The statements of a dossier as they were read, and the keys of parties as their journals had shown them at a place.

use super::{Entry, Unfit};
use crate::agreement::Agreement;
use crate::agreement::articles::Terms;
use crate::ids::{JournalId, PartyId, Position};
use crate::keys::{KeyPaper, KeyRing, PublicKey};
use crate::protocol::v1::statement::Statement;
use std::collections::BTreeMap;

/// An entry that was read.
pub(super) struct Read<'a> {
    pub(super) entry: &'a Entry,
    pub(super) statement: Statement,
}

impl Read<'_> {
    pub(super) fn journal(&self) -> &JournalId {
        &self.entry.head.unverified().origin
    }

    pub(super) fn position(&self) -> Position {
        Position { journal: self.journal().clone(), index: self.entry.index }
    }

    /// Its place among all that its author says under the agreement.
    pub(super) fn place(&self) -> (u32, u64) {
        (self.journal().epoch, self.entry.index)
    }
}

pub(super) fn read(entries: &[Entry]) -> Result<Vec<Read<'_>>, Unfit> {
    let one = |entry| {
        let Entry { statement, .. }: &Entry = entry;
        Statement::from_bytes(statement).map(|statement| Read { entry, statement }).map_err(|_| Unfit::Statement)
    };
    let mut read = entries.iter().map(one).collect::<Result<Vec<_>, _>>()?;
    read.sort_by(|a, b| (&a.journal().party, a.place()).cmp(&(&b.journal().party, b.place())));
    Ok(read)
}

/// The root key under which an agreement knows a party, or a source that a party relays.
pub(super) fn root_of(agreement: &Agreement, author: &PartyId, subject: &PartyId) -> Option<PublicKey> {
    if let Some(party) = agreement.party(subject) {
        return Some(party.root_key);
    }
    agreement.articles.iter().find_map(|article| match &article.terms {
        Terms::Exchange(exchange) if exchange.from == *author => exchange.root_of(subject).copied(),
        _ => None,
    })
}

pub(super) fn roots(agreement: &Agreement, author: &PartyId, source: &PartyId) -> BTreeMap<PartyId, PublicKey> {
    let mut roots: BTreeMap<_, _> = agreement.parties.iter().map(|party| (party.id.clone(), party.root_key)).collect();
    roots.extend(root_of(agreement, author, source).map(|root| (source.clone(), root)));
    roots
}

/// Papers as journals brought them: by whom, about whom, from which place on.
pub(super) struct Rings<'a> {
    agreement: &'a Agreement,
    pub(super) papers: Vec<(PartyId, (u32, u64), KeyPaper)>,
}

impl<'a> Rings<'a> {
    pub(super) fn of(agreement: &'a Agreement) -> Self {
        Self { agreement, papers: Vec::new() }
    }

    /// The keys of `subject` as `author` had shown them before a place; all that it has shown without one.
    pub(super) fn ring(&self, author: &PartyId, subject: &PartyId, before: Option<(u32, u64)>) -> Option<KeyRing> {
        let mut ring = KeyRing::new(subject.clone(), root_of(self.agreement, author, subject)?);
        for (by, place, paper) in &self.papers {
            if by == author && paper.party() == subject && before.is_none_or(|before| *place < before) {
                // One that does not follow changes nothing.
                let _ = ring.apply(paper.clone());
            }
        }
        Some(ring)
    }
}
