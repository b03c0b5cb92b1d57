//! Publishing and recalling our own items, and obeying the recalls of others: at once, for ever until released, and
//! with an answer.

use super::Planted;
use super::arrive::Signed;
use super::fold::code;
use super::machine::{Effect, Machine, Turn, own_statement_failed};
use super::orders::Given;
use super::store::{ItemRow, RecallRow, Stored};
use crate::ids::{AgreementId, ArticleId, ItemId, ItemKey, PartyId, Position};
use crate::keys::SIGNATURE_BYTES;
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::statement::signed::{ITEM_DOMAIN, recall_message, release_message, version_message};
use crate::protocol::v1::statement::{Action, Answer, Body, Code, PubStatus, Published, Recalled, Released, Statement};

/// The place of a signature that is yet to be made.
const UNSIGNED: [u8; SIGNATURE_BYTES] = [0; SIGNATURE_BYTES];

/// A version of ours to be made available.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Its item.
    pub item: ItemId,
    /// Its number.
    pub version: u64,
    /// Its status.
    pub status: PubStatus,
    /// Its document, already stored as a blob, as are the media that it names.
    pub doc: BlobRef,
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
        let Publication { item, version, status, doc, under, test } = publication;
        let key = self.own_key(item);
        for (agreement, article) in under {
            let standing = self.standing_order(turn, &key, agreement)?;
            turn.store.put_sent(&key, agreement)?;
            let body = self.signed(Body::Published(Published {
                article: article.clone(),
                doc: *doc,
                item: item.clone(),
                key: self.identity.key.public(),
                sig: UNSIGNED,
                source: None,
                status: *status,
                test: *test,
                version: *version,
            }));
            self.say(turn, agreement, standing.into_iter().chain([body]).collect())?;
        }
        Ok(())
    }

    /// Recalls an item of ours everywhere it was sent. Our own people cannot see it from now on.
    ///
    /// # Errors
    /// If the store fails.
    pub fn order(&mut self, turn: &mut Turn, item: &ItemId, order: &Order) -> Stored<Vec<AgreementId>> {
        let Order { action, reason, through, replaced_by } = order.clone();
        let given = self.give(turn, item, Some(action), through, Some(reason))?;
        let body = self.order_body(item, &given, replaced_by);
        self.everywhere(turn, item, &body)
    }

    /// Ends the recall of an item of ours everywhere it was sent.
    ///
    /// # Errors
    /// If the store fails.
    pub fn release(&mut self, turn: &mut Turn, item: &ItemId) -> Stored<Vec<AgreementId>> {
        let given = self.give(turn, item, None, 0, None)?;
        let body = self.order_body(item, &given, None);
        self.everywhere(turn, item, &body)
    }

    /// Numbers a new order of ours and obeys it.
    fn give(
        &self,
        turn: &mut Turn,
        item: &ItemId,
        action: Option<Action>,
        through: u64,
        reason: Option<Code>,
    ) -> Stored<Given> {
        let key = self.own_key(item);
        let last = turn.store.item(&key)?.and_then(|item| item.recall).map_or(0, |recall| recall.order);
        let given = Given { order: last + 1, action, through, reason, at: turn.now };
        self.obey(turn, &key, &given)?;
        Ok(given)
    }

    fn own_key(&self, item: &ItemId) -> ItemKey {
        ItemKey { source: self.identity.me.clone(), item: item.clone() }
    }

    /// The statement of an order of ours, signed.
    fn order_body(&self, item: &ItemId, given: &Given, replaced_by: Option<ItemId>) -> Body {
        let (item, key, order) = (item.clone(), self.identity.key.public(), given.order);
        let (sig, source) = (UNSIGNED, None);
        self.signed(match given.action {
            None => Body::Released(Released { item, key, order, sig, source }),
            Some(action) => {
                let (reason, through) = (given.reason.clone().unwrap_or_else(no_reason), given.through);
                Body::Recalled(Recalled { action, item, key, order, reason, replaced_by, sig, source, through })
            }
        })
    }

    /// A statement about an item of ours with our signature. What has waited while our key changed is signed anew, so
    /// that it is good where it comes to stand.
    pub(super) fn signed(&self, mut body: Body) -> Body {
        let (me, ours) = (&self.identity.me, &self.identity.key);
        let sign = |message: Vec<u8>| ours.sign(ITEM_DOMAIN, &message).0;
        match &mut body {
            Body::Published(said) if said.source.is_none() => {
                said.key = ours.public();
                said.sig = sign(version_message(me, said));
            }
            Body::Recalled(said) if said.source.is_none() => {
                said.key = ours.public();
                said.sig = sign(recall_message(me, said));
            }
            Body::Released(said) if said.source.is_none() => {
                said.key = ours.public();
                said.sig = sign(release_message(me, said));
            }
            _ => {}
        }
        body
    }

    fn everywhere(&mut self, turn: &mut Turn, item: &ItemId, body: &Body) -> Stored<Vec<AgreementId>> {
        let sent = turn.store.sent(&self.own_key(item))?;
        for agreement in &sent {
            self.say(turn, agreement, vec![body.clone()])?;
        }
        Ok(sent)
    }

    /// The order in force about an item of ours that is to be published under an agreement for the first time: its
    /// parties have not heard of it.
    fn standing_order(&self, turn: &mut Turn, key: &ItemKey, agreement: &AgreementId) -> Stored<Option<Body>> {
        if turn.store.sent(key)?.contains(agreement) {
            return Ok(None);
        }
        let Some(recall) = turn.store.item(key)?.and_then(|item| item.recall) else { return Ok(None) };
        let RecallRow { order, action, through, reason, at, .. } = recall;
        let given = Given { order, action, through, reason, at };
        Ok(action.map(|_| self.order_body(&key.item, &given, None)))
    }

    /// An order of ours that waits to be written was numbered without knowing later ones, which our restored disk had
    /// lost: it is the newest, and is numbered anew.
    pub(super) fn numbered_anew(&self, turn: &mut Turn, body: Body) -> Stored<Body> {
        let (item, order) = match &body {
            Body::Recalled(recalled) => (&recalled.item, recalled.order),
            Body::Released(released) => (&released.item, released.order),
            _ => return Ok(body),
        };
        let last = turn.store.item(&self.own_key(item))?.and_then(|item| item.recall).map_or(0, |r| r.order);
        if order > last {
            return Ok(body);
        }
        let item = item.clone();
        let (action, through, reason, replaced_by) = match body {
            Body::Recalled(r) => (Some(r.action), r.through, Some(r.reason), r.replaced_by),
            _ => (None, 0, None, None),
        };
        let given = self.give(turn, &item, action, through, reason)?;
        Ok(self.order_body(&item, &given, replaced_by))
    }

    /// A recall takes effect.
    pub(super) fn fold_recalled(
        &mut self,
        turn: &mut Turn,
        position: &Position,
        statement: &Statement,
        recalled: &Recalled,
    ) -> Stored<()> {
        let Recalled { action, item, key, order, reason, sig, through, .. } = recalled;
        let source = recalled.source.as_ref().unwrap_or(&position.journal.party);
        let message = recall_message(source, recalled);
        let signed = Signed { message: &message, key, sig, stops: true };
        if !self.may_order(turn, position, recalled.source.as_ref(), &signed)? {
            return Ok(());
        }
        let key = ItemKey { source: source.clone(), item: item.clone() };
        let (reason, at) = (Some(reason.clone()), statement.at);
        let given = Given { order: *order, action: Some(*action), through: *through, reason, at };
        if self.obey(turn, &key, &given)? {
            let source = Some(source.clone());
            self.pass_on(turn, position, &key, Body::Recalled(Recalled { source, ..recalled.clone() }))?;
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
        let source = released.source.as_ref().unwrap_or(&position.journal.party);
        let message = release_message(source, released);
        let signed = Signed { message: &message, key: &released.key, sig: &released.sig, stops: false };
        if !self.may_order(turn, position, released.source.as_ref(), &signed)? {
            return Ok(());
        }
        let key = ItemKey { source: source.clone(), item: released.item.clone() };
        let given = Given { order: released.order, action: None, through: 0, reason: None, at: statement.at };
        if self.obey(turn, &key, &given)? {
            let source = Some(source.clone());
            self.pass_on(turn, position, &key, Body::Released(Released { source, ..released.clone() }))?;
        }
        Ok(())
    }

    /// Whether the author may give orders about the item, and did.
    fn may_order(
        &self,
        turn: &mut Turn,
        position: &Position,
        source: Option<&PartyId>,
        signed: &Signed<'_>,
    ) -> Stored<bool> {
        let author = &position.journal.party;
        let Some(deal) = self.deals.get(&position.journal.agreement) else { return Ok(false) };
        if self.planted(Planted::RoleUnchecked) {
            return Ok(true);
        }
        let relayed = |source: &PartyId| source != author && deal.relayed_root(author, source).is_some();
        if !source.is_none_or(relayed) {
            self.breach(turn, position, "not-the-source")?;
            return Ok(false);
        }
        let signed = self.is_signed(deal, author, source.unwrap_or(author), signed)
            || self.planted(Planted::ItemSignatureUnchecked);
        if !signed {
            self.breach(turn, position, "bad-item-signature")?;
        }
        Ok(signed)
    }

    /// Lets an order take effect on its item; returns whether it is newer than all before.
    fn obey(&self, turn: &mut Turn, key: &ItemKey, given: &Given) -> Stored<bool> {
        let known = turn.store.item(key)?;
        let mut item = known.unwrap_or(ItemRow { key: key.clone(), guid: None, current: None, recall: None });
        let mut recall = item.recall.take().unwrap_or_default();
        let (before, newer) = ((recall.action, recall.through), given.order > recall.order);
        if self.planted(Planted::OldOrderReplaces) {
            recall = RecallRow::default();
        }
        recall.take(given);
        let (action, changed) = (recall.action, (recall.action, recall.through) != before);
        item.recall = Some(recall);
        turn.store.put_item(&item)?;
        match action {
            Some(_) if changed => turn.effects.push(Effect::Recalled(key.clone())),
            None if changed => turn.effects.push(Effect::Released(key.clone())),
            _ => {}
        }
        Ok(newer)
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
        turn.urgent.insert(journal.agreement.clone());
        turn.store.queue(&journal.agreement, &bytes)
    }
}

/// The reason given when none was.
#[must_use]
pub fn no_reason() -> Code {
    code("unspecified")
}
