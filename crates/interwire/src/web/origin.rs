//! Where a version came from, in plain words: agreement, article, place in the journal, signatures, all checked now
//! with the keys that are valid now.

use super::Web;
use super::failure::Failure;
use super::page::{Frame, When};
use super::rows::journals;
use interwire_core::ids::{AgreementId, ArticleId, Hash, PartyId, Position};
use interwire_core::journal::checkpoint::SignedCheckpoint;
use interwire_core::keys::{PublicKey, Signature};
use interwire_core::protocol::v1::statement::signed::{ITEM_DOMAIN, version_message};
use interwire_core::protocol::v1::statement::{Body, Published};

/// Where a version came from.
pub struct Origin {
    /// The statement's place.
    pub position: Position,
    /// When its author wrote it.
    pub at: When,
    /// The title of the agreement.
    pub agreement: String,
    /// The article under which it was delivered.
    pub article: ArticleId,
    /// Its sentence.
    pub sentence: String,
    /// The document's hash.
    pub doc: Hash,
    /// Whose item it is.
    pub source: PartyId,
    /// The source's signature over item, version and document is good.
    pub signature: bool,
    /// The signed head that covers it.
    pub head: Option<Head>,
}

/// A signed head of the journal.
pub struct Head {
    /// Its number of entries.
    pub size: u64,
    /// Its root.
    pub root: Hash,
    /// The author's signature is good.
    pub signed: bool,
    /// Who has cosigned it, and when.
    pub cosigned: Vec<(PartyId, When)>,
}

/// Where the statement at a position puts a version.
///
/// # Errors
/// If the store fails.
pub async fn of(web: &Web, frame: &Frame, position: &Position) -> Result<Option<Origin>, Failure> {
    let db = web.node().db();
    let Some(statement) = journals::statement(db, position).await? else { return Ok(None) };
    let Body::Published(published) = &statement.body else { return Ok(None) };
    let source = published.source.clone().unwrap_or_else(|| position.journal.party.clone());
    let head = journals::head(db, &position.journal).await?.filter(|head| head.unverified().size > position.index);
    let (agreement, sentence) = words(web, &position.journal.agreement, &published.article).await?;
    Ok(Some(Origin {
        at: frame.when(statement.at),
        agreement,
        article: published.article.clone(),
        sentence,
        doc: published.doc.hash,
        signature: is_signed(web, position, &source, published).await?,
        head: head.map(|head| head_of(web, frame, position, &head)),
        source,
        position: position.clone(),
    }))
}

fn keys(web: &Web, party: &PartyId) -> Vec<PublicKey> {
    if *party == web.node().house().me {
        return vec![web.node().house().key.public()];
    }
    web.node().directory().party(party).map(|entry| entry.keys.clone()).unwrap_or_default()
}

/// Whether the signature is good, by a key that was certified to the source under the agreement.
async fn is_signed(web: &Web, at: &Position, source: &PartyId, published: &Published) -> Result<bool, Failure> {
    let (key, message) = (published.key, version_message(source, published));
    let (journal, source) = (at.journal.clone(), source.clone());
    let certified = web.node().exchange(move |machine, _| {
        let deal = machine.deals().get(&journal.agreement);
        Ok(deal.is_some_and(|deal| deal.has_certified(&journal.party, &source, &key)))
    });
    Ok(certified.await? && key.verify(ITEM_DOMAIN, &message, &Signature(published.sig)).is_ok())
}

fn head_of(web: &Web, frame: &Frame, position: &Position, head: &SignedCheckpoint) -> Head {
    let journal = &position.journal;
    let signed = keys(web, &journal.party).iter().any(|key| head.verify(journal, key).is_ok());
    let directory = web.node().directory();
    let parties = directory.parties().map(|(party, _)| party.clone()).chain([web.node().house().me.clone()]);
    let known = |party: PartyId| keys(web, &party).into_iter().map(move |key| (party.clone(), key));
    let known: Vec<(PartyId, PublicKey)> = parties.flat_map(known).collect();
    let cosigned = head.cosigners(&known).into_iter().map(|(party, at)| (party, frame.when(at))).collect();
    let checkpoint = head.unverified();
    Head { size: checkpoint.size, root: checkpoint.root, signed, cosigned }
}

/// The title of an agreement and the sentence of one of its articles.
async fn words(web: &Web, agreement: &AgreementId, article: &ArticleId) -> Result<(String, String), Failure> {
    let (agreement, article) = (agreement.clone(), article.clone());
    let found = web.node().exchange(move |machine, turn| {
        let english = interwire_core::agreement::Lang::english();
        let best = |wording| interwire_core::agreement::lang::best(wording, &english).unwrap_or_default().to_owned();
        let running = machine.deals().get(&agreement).and_then(|deal| deal.agreement_at(turn.now));
        let title = running.map(|running| best(&running.title));
        let sentence = running.and_then(|running| running.article(&article)).map(|article| best(&article.sentence));
        Ok((title.unwrap_or_else(|| agreement.to_string()), sentence.unwrap_or_default()))
    });
    Ok(found.await?)
}
