//! Publishing and recalling our own items, and obeying the recalls of others: at once, for ever until released, and
//! with an answer.

use super::Planted;
use super::fold::code;
use super::machine::{Effect, Machine, Turn, own_statement_failed};
use super::store::{ItemRow, RecallRow, Stored};
use crate::ids::{AgreementId, ArticleId, ItemId, ItemKey, Position};
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::statement::signed::{ITEM_DOMAIN, recall_message, release_message, version_message};
use crate::protocol::v1::statement::{Action, Answer, Body, Code, PubStatus, Published, Recalled, Released, Statement};

/// A version of ours to be made available.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Its item.
    pub item: ItemId,
    /// Its number.
    pub version: u64,
    /// Its status.
    pub status: PubStatus,
    /// Its document, already stored as a blob.
    pub doc: BlobRef,
    /// Its media, already stored as blobs.
    pub media: Vec<BlobRef>,
    /// Under which agreements, by which article of each.
    pub under: Vec<(AgreementId, ArticleId)>,
    /// A test never counts.
    pub test: bool,
}

/// An order about an item of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What is ordered.
    pub action: Action,
    /// The public reason.
    pub reason: Code,
    /// The newest version it is about.
    pub through: u64,
    /// The item that replaces it.
    pub replaced_by: Option<ItemId>,
}

impl Machine {
    /// Publishes a version of ours under each agreement.
    ///
    /// # Errors
    /// If the store fails.
    pub fn publish(&mut self, turn: &mut Turn, publication: &Publication) -> Stored<()> {
        let Publication { item, version, status, doc, media, under, test } = publication;
        let key = ItemKey { source: self.identity.me.clone(), item: item.clone() };
        let message = version_message(&key.source, item, *version, *status, &doc.hash);
        let sig = self.identity.key.sign(ITEM_DOMAIN, &message).0;
        for (agreement, article) in under {
            turn.store.put_sent(&key, agreement)?;
            let body = Body::Published(Published {
                article: article.clone(),
                doc: *doc,
                item: item.clone(),
                media: media.clone(),
                sig,
                source: None,
                status: *status,
                test: *test,
                version: *version,
            });
            self.say(turn, agreement, vec![body])?;
        }
        Ok(())
    }

    /// Recalls an item of ours everywhere it was sent.
    ///
    /// # Errors
    /// If the store fails.
    pub fn order(&mut self, turn: &mut Turn, item: &ItemId, order: &Order) -> Stored<Vec<AgreementId>> {
        let (key, number) = self.next_order(turn, item)?;
        let Order { action, reason, through, replaced_by } = order;
        let message = recall_message(&key.source, item, number, *action, *through, reason, replaced_by.as_ref());
        let recalled = Recalled {
            action: *action,
            item: item.clone(),
            order: number,
            reason: reason.clone(),
            replaced_by: replaced_by.clone(),
            sig: self.identity.key.sign(ITEM_DOMAIN, &message).0,
            source: None,
            through: *through,
        };
        self.everywhere(turn, &key, &Body::Recalled(recalled))
    }

    /// Ends the recall of an item of ours everywhere it was sent.
    ///
    /// # Errors
    /// If the store fails.
    pub fn release(&mut self, turn: &mut Turn, item: &ItemId) -> Stored<Vec<AgreementId>> {
        let (key, number) = self.next_order(turn, item)?;
        let message = release_message(&key.source, item, number);
        let sig = self.identity.key.sign(ITEM_DOMAIN, &message).0;
        let released = Released { item: item.clone(), order: number, sig, source: None };
        self.everywhere(turn, &key, &Body::Released(released))
    }

    /// The item's key and the number its next order gets, which is taken at once: two orders never share one.
    fn next_order(&mut self, turn: &mut Turn, item: &ItemId) -> Stored<(ItemKey, u64)> {
        let key = ItemKey { source: self.identity.me.clone(), item: item.clone() };
        let known = turn.store.item(&key)?;
        let mut row = known.unwrap_or(ItemRow { key: key.clone(), guid: None, current: None, recall: None });
        let number = row.recall.as_ref().map_or(0, |recall| recall.order) + 1;
        let recall =
            row.recall.get_or_insert(RecallRow { order: 0, action: None, through: 0, reason: None, at: turn.now });
        // Only the number: what the order says takes effect when it is in our journal, as with everybody's.
        recall.order = number;
        turn.store.put_item(&row)?;
        Ok((key, number))
    }

    fn everywhere(&mut self, turn: &mut Turn, key: &ItemKey, body: &Body) -> Stored<Vec<AgreementId>> {
        let sent = turn.store.sent(key)?;
        for agreement in &sent {
            self.say(turn, agreement, vec![body.clone()])?;
        }
        Ok(sent)
    }

    /// A recall takes effect.
    pub(super) fn fold_recalled(
        &mut self,
        turn: &mut Turn,
        position: &Position,
        statement: &Statement,
        recalled: &Recalled,
    ) -> Stored<()> {
        let author = &position.journal.party;
        let Recalled { action, item, order, reason, replaced_by, sig, source, through } = recalled;
        let message = recall_message(author, item, *order, *action, *through, reason, replaced_by.as_ref());
        if !self.may_order(turn, position, source.as_ref(), &message, sig)? {
            return Ok(());
        }
        let key = ItemKey { source: author.clone(), item: item.clone() };
        let recall = RecallRow {
            order: *order,
            action: Some(*action),
            through: *through,
            reason: Some(reason.clone()),
            at: statement.at,
        };
        if self.obey(turn, &key, recall)? {
            turn.effects.push(Effect::Recalled(key.clone()));
        }
        self.answer(turn, position, &key)
    }

    /// A release takes effect.
    pub(super) fn fold_released(
        &mut self,
        turn: &mut Turn,
        position: &Position,
        statement: &Statement,
        released: &Released,
    ) -> Stored<()> {
        let author = &position.journal.party;
        let message = release_message(author, &released.item, released.order);
        if !self.may_order(turn, position, released.source.as_ref(), &message, &released.sig)? {
            return Ok(());
        }
        let key = ItemKey { source: author.clone(), item: released.item.clone() };
        let recall = RecallRow { order: released.order, action: None, through: 0, reason: None, at: statement.at };
        if self.obey(turn, &key, recall)? {
            turn.effects.push(Effect::Released(key));
        }
        Ok(())
    }

    /// Whether the author may give orders about the item, and did.
    fn may_order(
        &self,
        turn: &mut Turn,
        position: &Position,
        source: Option<&crate::ids::PartyId>,
        message: &[u8],
        sig: &[u8; 64],
    ) -> Stored<bool> {
        let author = &position.journal.party;
        let Some(deal) = self.deals.get(&position.journal.agreement) else { return Ok(false) };
        if self.planted(Planted::RoleUnchecked) {
            return Ok(true);
        }
        if source.is_some_and(|source| source != author) {
            self.breach(turn, position, "not-the-source")?;
            return Ok(false);
        }
        let signed = self.signed_by(deal, author, message, sig) || self.planted(Planted::ItemSignatureUnchecked);
        if !signed {
            self.breach(turn, position, "bad-item-signature")?;
        }
        Ok(signed)
    }

    /// Sets the item's recall, unless a later order has already been obeyed. Returns whether anything changed.
    fn obey(&self, turn: &mut Turn, key: &ItemKey, recall: RecallRow) -> Stored<bool> {
        let known = turn.store.item(key)?;
        let mut item = known.unwrap_or(ItemRow { key: key.clone(), guid: None, current: None, recall: None });
        let ours = key.source == self.identity.me;
        let last = item.recall.as_ref().map_or(0, |recall| recall.order);
        // Our own number was taken when the order was given, so here it may be the last one itself.
        let stale = recall.order < last || (recall.order == last && !ours);
        if stale && !self.planted(Planted::OldOrderReplaces) {
            return Ok(false);
        }
        item.recall = Some(recall);
        turn.store.put_item(&item)?;
        Ok(true)
    }

    /// Our people can no longer see the item, or never could: say so.
    fn answer(&mut self, turn: &mut Turn, position: &Position, key: &ItemKey) -> Stored<()> {
        let me = &self.identity.me;
        if position.journal.party == *me || self.planted(Planted::AnswersForgotten) {
            return Ok(());
        }
        if turn.store.answers(position)?.iter().any(|answer| answer.by == *me) {
            return Ok(());
        }
        let held = turn.store.item(key)?.is_some_and(|item| item.current.is_some());
        let answer = if held { Answer::Stopped } else { Answer::Unused };
        let journal = &position.journal;
        let body = Body::Answered { answer, of: journal.party.clone(), epoch: journal.epoch, index: position.index };
        let bytes = Statement::new(turn.now, Vec::new(), body).to_bytes().map_err(own_statement_failed)?;
        turn.urgent = true;
        turn.store.queue(&journal.agreement, &bytes)
    }
}

/// The reason given when none was.
#[must_use]
pub fn no_reason() -> Code {
    code("unspecified")
}
