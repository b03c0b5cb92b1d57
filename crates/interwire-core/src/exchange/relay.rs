//! Passing on items of others: the source's own document and signature, under an agreement whose article names the
//! source and its root key. The receivers can verify them without an agreement with the source; the source's papers
//! travel in our journal. What the source orders about an item that we passed on, we pass on too, at once.

use super::arrive::Signed;
use super::deal::Deal;
use super::fold::usable;
use super::machine::{Machine, Turn, own_statement_failed};
use super::store::{Stored, VersionState};
use crate::ids::{AgreementId, ArticleId, ItemKey, PartyId, Position};
use crate::keys::{KeyPaper, PublicKey, RevocationReason, Role, Signature};
use crate::protocol::v1::statement::signed::ITEM_DOMAIN;
use crate::protocol::v1::statement::{Body, Published, Statement};

/// Papers in one `keys` statement.
const PAPERS_MAX: usize = 32;

impl Machine {
    /// Passes on a version that we hold under agreements whose article lets us relay its source. Returns those under
    /// which it was said: not where the article does not allow it, and nowhere if it may not be used.
    ///
    /// # Errors
    /// If the store fails.
    pub fn relay(
        &mut self,
        turn: &mut Turn,
        key: &ItemKey,
        version: u64,
        under: &[(AgreementId, ArticleId)],
    ) -> Stored<Vec<AgreementId>> {
        let Some(row) = turn.store.version(key, version)?.filter(|row| row.state == VersionState::Held) else {
            return Ok(Vec::new());
        };
        let recall = turn.store.item(key)?.and_then(|item| item.recall);
        let Some(Body::Published(told)) = turn.statement(&row.position)?.map(|statement| statement.body) else {
            return Ok(Vec::new());
        };
        if key.source == self.identity.me || !usable(row.status, version, recall.as_ref()) {
            return Ok(Vec::new());
        }
        let mut said = Vec::new();
        for (agreement, article) in under {
            let Some(deal) = self.deals.get(agreement) else { continue };
            let allowed = deal.lets_publish(&self.identity.me, &key.source, article, turn.now).is_ok();
            if !allowed || deal.is_halted() || !deal.deliveries_allowed(turn.now) {
                continue;
            }
            let source = Some(key.source.clone());
            let body = Body::Published(Published { article: article.clone(), source, ..told.clone() });
            let papers = self.papers_of_source(deal, &key.source);
            turn.store.put_sent(key, agreement)?;
            self.say(turn, agreement, papers.into_iter().chain([body]).collect())?;
            said.push(agreement.clone());
        }
        Ok(said)
    }

    /// Papers of a source that our journal under an agreement has not brought yet.
    fn papers_of_source(&self, deal: &Deal, source: &PartyId) -> Vec<Body> {
        let Some(root) = deal.relayed_root(&self.identity.me, source) else { return Vec::new() };
        let brought = deal.folded.get(&(self.identity.me.clone(), source.clone())).map_or(0, |ring| ring.number());
        let known = self.known.get(&(source.clone(), root)).map_or(&[][..], |ring| ring.papers());
        keys_bodies(known.iter().filter(|paper| paper.number() > brought))
    }

    /// The source has ordered something new about an item that we passed on: those to whom we did so must hear it.
    pub(super) fn pass_on(&self, turn: &mut Turn, position: &Position, key: &ItemKey, body: Body) -> Stored<()> {
        let me = &self.identity.me;
        if position.journal.party == *me || key.source == *me {
            return Ok(());
        }
        let sent = turn.store.sent(key)?;
        for agreement in sent.into_iter().filter(|agreement| *agreement != position.journal.agreement) {
            let papers =
                self.deals.get(&agreement).map_or_else(Vec::new, |deal| self.papers_of_source(deal, &key.source));
            for body in papers.into_iter().chain([body.clone()]) {
                let bytes = Statement::new(turn.now, Vec::new(), body).to_bytes().map_err(own_statement_failed)?;
                turn.store.queue(&agreement, &bytes)?;
            }
            turn.urgent.insert(agreement);
        }
        Ok(())
    }

    /// Whether a signature about an item is good where it stands (docs/protocol.md, 5.4). The author's own papers up to
    /// there decide; of items that the author relays also what else is known of the source's keys, since no place in
    /// the relay's journal tells when the source signed. A recall is obeyed under any key that ever was.
    pub(super) fn is_signed(&self, deal: &Deal, author: &PartyId, source: &PartyId, signed: &Signed<'_>) -> bool {
        let Signed { message, key, sig, stops } = signed;
        let Some(ring) = deal.folded.get(&(author.clone(), source.clone())) else { return false };
        let stolen = |key: &PublicKey| {
            let known = self.known.get(&(source.clone(), *ring.root()));
            let reasons = known.into_iter().chain([ring]).filter_map(|ring| ring.revocation(key));
            reasons.into_iter().any(|reason| reason != RevocationReason::Retired)
        };
        let good = if author == source {
            ring.is_valid(key, Role::Node)
        } else {
            ring.has_certified(key, Role::Node) && (*stops || !stolen(key))
        };
        good && key.verify(ITEM_DOMAIN, message, &Signature(**sig)).is_ok()
    }
}

/// `keys` statements that bring papers.
pub(super) fn keys_bodies<'a>(papers: impl Iterator<Item = &'a KeyPaper>) -> Vec<Body> {
    let papers: Vec<_> = papers.collect();
    let text = |paper: &KeyPaper| String::from_utf8_lossy(&paper.to_bytes()).into_owned();
    let body = |some: &[&KeyPaper]| {
        let (certified, revoked): (Vec<&KeyPaper>, Vec<&KeyPaper>) =
            some.iter().partition(|paper| matches!(paper, KeyPaper::Certificate(_)));
        let texts = |papers: Vec<&KeyPaper>| papers.into_iter().map(text).collect();
        Body::Keys { certified: texts(certified), revoked: texts(revoked) }
    };
    papers.chunks(PAPERS_MAX).map(body).collect()
}

#[cfg(test)]
mod tests;
