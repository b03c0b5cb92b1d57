//! Item versions arriving: announced by `published`, complete when their blobs are held, taken when their document
//! was read and agrees with its statement. Our own versions walk the same way, so that a restored node takes them back.

use super::Planted;
use super::fold::code;
use super::machine::{Binding, Effect, Machine, Turn};
use super::store::{ItemRow, Soon, Stored, Verdict, VersionRow, VersionState};
use crate::ids::{AgreementId, Hash, ItemKey, Position};
use crate::keys::PublicKey;
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::item::DOCUMENT_BYTES_MAX;
use crate::protocol::v1::statement::signed::version_message;
use crate::protocol::v1::statement::{Body, Code, Published, Statement};

impl Machine {
    /// A version was announced.
    pub(super) fn fold_published(
        &mut self,
        turn: &mut Turn,
        position: &Position,
        statement: &Statement,
        published: &Published,
    ) -> Stored<()> {
        let author = &position.journal.party;
        let deal = self.deals.get(&position.journal.agreement);
        if *author != self.identity.me && deal.is_some_and(|deal| deal.waits_to_be_understood(position)) {
            // Nothing of it is known until then, so that nothing has to be taken back.
            return Ok(());
        }
        let key = key_of(position, published);
        if let Some(cause) = self.objection(position, statement, published) {
            if matches!(cause, "not-the-source" | "bad-item-signature" | "no-such-article") {
                self.breach(turn, position, cause)?;
            }
            return self.refuse(turn, position, cause);
        }
        if *author == self.identity.me {
            turn.store.put_sent(&key, &position.journal.agreement)?;
        }
        match turn.store.version(&key, published.version)? {
            Some(mut row) if row.doc != published.doc => {
                row.conflict = true;
                turn.store.put_version(&row)?;
                // Both documents are signed, so it is the source that contradicts itself, whoever passed them on.
                self.breach_by(turn, position, &key.source, "version-conflict")?;
                self.refuse(turn, position, "version-conflict")
            }
            Some(row) => self.announce_again(turn, position, published, &row),
            None => self.announce(turn, position, published, key),
        }
    }

    /// Why a `published` has no effect.
    fn objection(&self, position: &Position, statement: &Statement, published: &Published) -> Option<&'static str> {
        let author = &position.journal.party;
        let deal = self.deals.get(&position.journal.agreement)?;
        if self.planted(Planted::RoleUnchecked) {
            return None;
        }
        if published.source.as_ref() == Some(author) {
            // Its own items have one spelling.
            return Some("not-the-source");
        }
        let source = published.source.as_ref().unwrap_or(author);
        if let Err(cause) = deal.lets_publish(author, source, &published.article, statement.at) {
            return Some(cause);
        }
        // A lie is one whether or not deliveries count now.
        let message = version_message(source, published);
        let signed = Signed { message: &message, key: &published.key, sig: &published.sig, stops: false };
        let signed = self.is_signed(deal, author, source, &signed);
        if !signed && !self.planted(Planted::ItemSignatureUnchecked) {
            return Some("bad-item-signature");
        }
        if deal.life.delivering_version(statement.at).is_none() {
            return Some("not-in-force");
        }
        (published.doc.size > DOCUMENT_BYTES_MAX as u64).then_some("document-too-large")
    }

    /// A version never seen before.
    fn announce(&mut self, turn: &mut Turn, position: &Position, published: &Published, key: ItemKey) -> Stored<()> {
        turn.store.put_version(&VersionRow {
            key: key.clone(),
            version: published.version,
            doc: published.doc,
            status: published.status,
            state: VersionState::Waiting,
            position: position.clone(),
            conflict: false,
            test: published.test,
        })?;
        if turn.store.item(&key)?.is_none() {
            turn.store.put_item(&ItemRow { key, guid: None, current: None, recall: None })?;
        }
        self.want_all(turn, position, published)
    }

    /// The same version under another statement: say of it what was said, or wait with it.
    fn announce_again(
        &mut self,
        turn: &mut Turn,
        position: &Position,
        published: &Published,
        row: &VersionRow,
    ) -> Stored<()> {
        if position.journal.party == self.identity.me {
            return self.want_all(turn, position, published);
        }
        match &row.state {
            VersionState::Held => self.decide(turn, position, Verdict::Received),
            VersionState::Refused(cause) => self.decide(turn, position, Verdict::Refused(cause.clone())),
            VersionState::Waiting => self.want_all(turn, position, published),
        }
    }

    fn want_all(&mut self, turn: &mut Turn, position: &Position, published: &Published) -> Stored<()> {
        self.want(turn, position, &published.doc)?;
        if !turn.store.waits(position)? || self.planted(Planted::AckBeforeBlobs) {
            self.complete(turn, position, published)?;
        }
        Ok(())
    }

    /// Fetches a blob for a statement, unless it is held. Whoever wrote the statement serves it; so do we, once we
    /// have it from them, to the agreement's parties.
    pub(super) fn want(&mut self, turn: &mut Turn, position: &Position, blob: &BlobRef) -> Stored<()> {
        if position.journal.party == self.identity.me {
            turn.store.grant(&position.journal.agreement, &blob.hash)?;
        }
        // A blob that we have from elsewhere is asked for all the same: that its hash was named here proves nothing, and
        // an answer would tell that we have it.
        let ours = position.journal.party == self.identity.me;
        let shown = ours || turn.store.granted(&position.journal.agreement, &blob.hash)?;
        if shown && turn.store.has_blob(&blob.hash)? {
            return Ok(());
        }
        turn.store.put_want(position, blob)
    }

    /// Blobs that came under an agreement; what was not asked for is left. Returns their hashes.
    ///
    /// # Errors
    /// If the store fails.
    pub fn take_blobs(&mut self, turn: &mut Turn, agreement: &AgreementId, came: &[Vec<u8>]) -> Stored<Vec<Hash>> {
        let hashes: Vec<Hash> = came.iter().map(|bytes| Hash::of(bytes)).collect();
        let soon: Vec<_> = hashes.iter().map(|hash| Soon::Wanted(agreement, hash)).collect();
        turn.store.foresee(&soon)?;
        for (hash, bytes) in hashes.iter().zip(came) {
            if bytes.len() <= DOCUMENT_BYTES_MAX && turn.store.is_wanted(agreement, hash)? {
                turn.read.insert(*hash, (self.identity.reader)(bytes));
            }
        }
        let read = std::mem::take(&mut turn.read);
        let soon: Vec<_> = read.values().flatten().map(|head| Soon::Guid(&head.source, &head.guid)).collect();
        turn.store.foresee(&soon)?;
        turn.read = read;
        for (hash, bytes) in hashes.iter().zip(came) {
            self.take_blob(turn, agreement, hash, bytes)?;
        }
        turn.read.clear();
        Ok(hashes)
    }

    /// One blob that came under an agreement; whether it was wanted.
    pub(super) fn take_blob(
        &mut self,
        turn: &mut Turn,
        agreement: &AgreementId,
        hash: &Hash,
        bytes: &[u8],
    ) -> Stored<bool> {
        let first = if self.planted(Planted::BlobHashUnchecked) {
            turn.store.wants(agreement, 0..=u64::MAX, 1)?.first().map(|blob| blob.hash)
        } else {
            None
        };
        let hash = first.unwrap_or(*hash);
        if !turn.store.is_wanted(agreement, &hash)? {
            return Ok(false);
        }
        turn.store.put_blob(&hash, bytes)?;
        self.blob_held(turn, agreement, &hash)?;
        Ok(true)
    }

    /// A blob is held and durable, however it came: what waited for it goes on.
    ///
    /// # Errors
    /// If the store fails.
    pub fn blob_held(&mut self, turn: &mut Turn, agreement: &AgreementId, hash: &Hash) -> Stored<()> {
        turn.store.grant(agreement, hash)?;
        for position in turn.store.satisfy(hash)? {
            if turn.store.waits(&position)? {
                continue;
            }
            match turn.statement(&position)?.map(|statement| statement.body) {
                Some(Body::Published(published)) => self.complete(turn, &position, &published)?,
                Some(Body::Offered { .. } | Body::Signed { .. } | Body::Epoch { .. }) => {
                    self.advance(turn, agreement)?
                }
                _ => {}
            }
        }
        turn.effects.push(Effect::Changed(agreement.clone()));
        Ok(())
    }

    /// The blobs of a version that were asked for are held. When that was the document, it names the media; when it was
    /// all of them, the version is taken or refused.
    fn complete(&mut self, turn: &mut Turn, position: &Position, published: &Published) -> Stored<()> {
        let key = key_of(position, published);
        let Some(mut row) = turn.store.version(&key, published.version)? else { return Ok(()) };
        if row.doc != published.doc {
            return Ok(());
        }
        let first_time = row.state == VersionState::Waiting;
        let read = match row.state {
            VersionState::Refused(_) => None,
            _ => Some(self.read_document(turn, &key, published)?),
        };
        if let Some(Ok(head)) = &read {
            // What we name ourselves is served from here on, under each agreement under which we name it.
            let asked = if first_time || position.journal.party == self.identity.me { &head.media[..] } else { &[] };
            asked.iter().try_for_each(|media| self.want(turn, position, media))?;
            if turn.store.waits(position)? && !self.planted(Planted::AckBeforeBlobs) {
                return Ok(());
            }
        }
        let verdict = match (&row.state, read) {
            (VersionState::Held, _) => Verdict::Received,
            (VersionState::Refused(cause), _) => Verdict::Refused(cause.clone()),
            (VersionState::Waiting, read) => match read.unwrap_or_else(|| Err(code("blob-missing"))) {
                Ok(head) => {
                    self.hold(turn, &key, published, head)?;
                    row.state = VersionState::Held;
                    Verdict::Received
                }
                Err(cause) => {
                    row.state = VersionState::Refused(cause.clone());
                    Verdict::Refused(cause)
                }
            },
        };
        turn.store.put_version(&row)?;
        if position.journal.party == self.identity.me {
            return Ok(());
        }
        if first_time && verdict == Verdict::Received {
            turn.effects.push(Effect::Arrived(key, published.version));
        }
        self.decide(turn, position, verdict)
    }

    /// Reads the document and holds it against its statement and against what is known of the item.
    fn read_document(&self, turn: &mut Turn, key: &ItemKey, published: &Published) -> Stored<Result<Binding, Code>> {
        let Some(bytes) = turn.store.blob(&published.doc.hash)? else {
            return Ok(if self.planted(Planted::AckBeforeBlobs) {
                Ok(made_up(key, published))
            } else {
                Err(code("blob-missing"))
            });
        };
        if bytes.len() as u64 != published.doc.size {
            return Ok(Err(code("document-differs")));
        }
        let read = turn.read.remove(&published.doc.hash);
        let head = match read.unwrap_or_else(|| (self.identity.reader)(&bytes)) {
            Ok(head) => head,
            Err(cause) => return Ok(Err(cause)),
        };
        let agrees = head.source == key.source
            && head.item == key.item
            && head.version == published.version
            && head.status == published.status;
        if !agrees {
            return Ok(Err(code("document-differs")));
        }
        let known = turn.store.item(key)?.and_then(|item| item.guid);
        let taken = turn.store.item_by_guid(&key.source, &head.guid)?;
        let same_guid = known.is_none_or(|guid| guid == head.guid) && taken.is_none_or(|other| other == *key);
        Ok(if same_guid { Ok(head) } else { Err(code("guid-differs")) })
    }

    /// The version is part of what the node has: the item's current version is the greatest.
    fn hold(&self, turn: &mut Turn, key: &ItemKey, published: &Published, head: Binding) -> Stored<()> {
        let known = turn.store.item(key)?;
        let mut item = known.unwrap_or(ItemRow { key: key.clone(), guid: None, current: None, recall: None });
        item.guid = Some(head.guid);
        let newer = item.current.is_none_or(|current| published.version > current);
        if newer || self.planted(Planted::OldVersionReplaces) {
            item.current = Some(published.version);
        }
        if self.planted(Planted::RecallForgottenByNewVersion) {
            item.recall = None;
        }
        turn.store.put_item(&item)
    }
}

/// A message about an item, and who is said to have signed it.
pub(super) struct Signed<'a> {
    pub message: &'a [u8],
    pub key: &'a PublicKey,
    pub sig: &'a [u8; 64],
    /// It stops something: better obeyed too often than not at all.
    pub stops: bool,
}

/// The item that a statement is about.
fn key_of(position: &Position, published: &Published) -> ItemKey {
    let source = published.source.as_ref().unwrap_or(&position.journal.party);
    ItemKey { source: source.clone(), item: published.item.clone() }
}

/// What the planted bug "acknowledge before the blobs are held" believes of a document it has not read.
fn made_up(key: &ItemKey, published: &Published) -> Binding {
    Binding {
        source: key.source.clone(),
        item: key.item.clone(),
        // A guid that no document has.
        guid: key.item.as_str().parse().unwrap_or_else(|_| unreachable!("an item id is a guid")),
        version: published.version,
        status: published.status,
        media: Vec::new(),
    }
}
