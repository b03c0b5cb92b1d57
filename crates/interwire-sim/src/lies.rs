//! Statements that are not their author's to make, each with what must be found.

use crate::raw;
use crate::script::blob;
use crate::words;
use crate::world::World;
use interwire_core::exchange::machine::Binding;
use interwire_core::exchange::store::Store;
use interwire_core::ids::{AgreementId, Hash, ItemId, JournalId, PartyId};
use interwire_core::keys::NodeKey;
use interwire_core::protocol::v1::statement::signed::{ITEM_DOMAIN, recall_message, version_message};
use interwire_core::protocol::v1::statement::{
    Action, Answer, Body, PubStatus, Published, Ranges, Recalled, Released, Seen, Statement,
};

/// A false statement that was written.
#[derive(Debug, Clone)]
pub struct Lie {
    /// Where.
    pub journal: JournalId,
    /// At which index.
    pub index: u64,
    /// The finding, or the cause of the refusal, that must follow.
    pub code: &'static str,
}

impl Lie {
    /// Whether only who takes the version, and reads it, can find the lie.
    #[must_use]
    pub fn is_in_document(&self) -> bool {
        matches!(self.code, "version-conflict" | "guid-differs" | "document-differs")
    }
}

/// What each kind of lie is, by number.
pub const NAMES: [&str; 20] = [
    "lie: published under the victim's article",
    "lie: published in the victim's name",
    "lie: a version signed falsely",
    "lie: the signature of another version",
    "lie: recalled in the victim's name",
    "lie: a recall signed falsely",
    "lie: a release signed falsely",
    "lie: received what is its own",
    "lie: received what was never written",
    "lie: answered what was never written",
    "lie: has seen another head than there was",
    "lie: has seen more than there is",
    "lie: has seen the journal of a stranger",
    "lie: no statement at all",
    "lie: an invented statement that must be understood",
    "lie: two documents of one version",
    "lie: another guid in a later version",
    "lie: a document of another version",
    "lie: signed again with a false seal",
    "lie: withdrawn what was never offered",
];

/// The liar and its victim under one agreement.
struct Stage {
    me: PartyId,
    victim: PartyId,
    article: interwire_core::ids::ArticleId,
    victims_article: interwire_core::ids::ArticleId,
    key: NodeKey,
    journal: JournalId,
    victims_size: u64,
    item: ItemId,
    version: Hash,
}

/// What a lie consists of: blobs, then entries of which the last is the lie.
struct Told {
    blobs: Vec<Vec<u8>>,
    entries: Vec<Vec<u8>>,
    code: &'static str,
}

impl World {
    /// The liar writes a false statement into one of its journals.
    pub fn tell_a_lie(&mut self, who: usize) {
        let deals: Vec<AgreementId> = {
            let now = self.nodes[who].clock(self.now);
            let machine = self.nodes[who].machine();
            let running = |m: &interwire_core::exchange::machine::Machine| {
                let runs = m.deals().iter().filter(|(_, deal)| deal.deliveries_allowed(now));
                runs.map(|(id, _)| id.clone()).collect::<Vec<_>>()
            };
            machine.map(running).unwrap_or_default()
        };
        let Some(agreement) = self.dice.pick(&deals) else { return };
        let Some(stage) = self.stage(who, &agreement) else { return };
        let (kind, salt) = (self.dice.index(NAMES.len()), self.dice.any());
        let at = self.nodes[who].clock(self.now);
        let Some(Told { blobs, entries, code }) = stage.lie(kind, salt, at) else { return };
        self.saw(NAMES[kind]);
        self.log(|w| format!("{} lies: {code} under {agreement}", w.name(who)));
        let disk = &mut self.nodes[who].brains[0].disk;
        for bytes in blobs {
            let hash = Hash::of(&bytes);
            let _ = disk.put_blob(&hash, &bytes);
            let _ = disk.grant(&agreement, &hash);
        }
        let mut last = None;
        for entry in entries {
            last = raw::append(disk, &stage.journal, &stage.key, entry).ok();
        }
        if let (Some(index), Some(evil)) = (last, &mut self.evil) {
            evil.lies.push(Lie { journal: stage.journal, index, code });
        }
        self.wake_by(who, &[interwire_core::exchange::machine::Effect::Changed(agreement)]);
    }

    fn stage(&mut self, who: usize, agreement: &AgreementId) -> Option<Stage> {
        let bond = self.script.bond(agreement)?;
        let version = bond.version.hash;
        let others: Vec<usize> = bond.parties.iter().copied().filter(|party| *party != who).collect();
        let victim = self.dice.pick(&others)?;
        let item = ItemId::from_bytes(self.dice.bytes16());
        let (me, them) = (&self.nodes[who].party, &self.nodes[victim].party);
        let journal = |party: &PartyId| JournalId { agreement: agreement.clone(), party: party.clone(), epoch: 0 };
        let theirs = journal(&them.id);
        let held = self.nodes[who].disk().all_journals().find(|(row, _)| row.id == theirs);
        let own = journal(&me.id);
        // Before its keys are certified in its journal nobody could tell a lie from nonsense.
        self.nodes[who].disk().all_journals().find(|(row, _)| row.id == own && row.size() > 0)?;
        Some(Stage {
            me: me.id.clone(),
            victim: them.id.clone(),
            article: me.article(),
            victims_article: them.article(),
            key: me.key.clone(),
            victims_size: held.map_or(0, |(row, _)| row.folded),
            journal: own,
            item,
            version,
        })
    }
}

impl Stage {
    fn lie(&self, kind: usize, salt: u64, at: interwire_core::time::Time) -> Option<Told> {
        let say = |body: Body| Statement::new(at, Vec::new(), body).to_bytes().unwrap_or_default();
        let one = |body: Body, code| Told { blobs: Vec::new(), entries: vec![say(body)], code };
        let ranges = |of: &PartyId, index| Ranges { of: of.clone(), epoch: 0, ranges: vec![(index, index)] };
        let head = |party: &PartyId, size, root| Seen { party: party.clone(), epoch: 0, size, root };
        let note = |after| Statement::new(at, after, Body::Note { text: blob(b"") }).to_bytes().unwrap_or_default();
        let bytes = |entry: Vec<u8>, code| Told { blobs: Vec::new(), entries: vec![entry], code };
        Some(match kind {
            0 => self.publish(&say, salt, |p| p.article = self.victims_article.clone(), "no-such-article"),
            1 => self.publish(&say, salt, |p| p.source = Some(self.victim.clone()), "not-the-source"),
            2 => self.publish(&say, salt, |p| p.sig[0] ^= 1, "bad-item-signature"),
            3 => self.publish(&say, salt, |p| p.version += 1, "bad-item-signature"),
            4 => one(self.recall(Some(self.victim.clone()), 0), "not-the-source"),
            5 => one(self.recall(None, 1), "bad-item-signature"),
            6 => one(
                Body::Released(Released {
                    item: self.item.clone(),
                    key: self.key.public(),
                    order: 1,
                    sig: [0; 64],
                    source: None,
                }),
                "bad-item-signature",
            ),
            7 => one(Body::Received(ranges(&self.me, 0)), "answer-to-nothing"),
            8 => one(Body::Received(ranges(&self.victim, 1_000_000)), "answer-to-nothing"),
            9 => one(
                Body::Answered { answer: Answer::Stopped, of: self.victim.clone(), epoch: 0, index: 1_000_000 },
                "answer-to-nothing",
            ),
            10 if self.victims_size > 0 => {
                bytes(note(vec![head(&self.victim, self.victims_size, Hash::of(b"lie"))]), "after-conflict")
            }
            11 => bytes(note(vec![head(&self.victim, 1_000_000, Hash::of(b"lie"))]), "after-conflict"),
            12 => bytes(note(vec![head(&crate::party::literal("nobody"), 1, Hash::of(b""))]), "after-unknown"),
            13 => bytes(b"{\"kind\":1}".to_vec(), "unreadable-statement"),
            14 => {
                let kind = "invented".to_owned();
                let unknown = Body::Unknown { kind, fields: serde_json::Map::new() };
                let statement = Statement { must_understand: true, ..Statement::new(at, Vec::new(), unknown) };
                bytes(statement.to_bytes().unwrap_or_default(), "not-understood")
            }
            15 => self.two_documents(&say, salt, "version-conflict", |_| ()),
            16 => self.two_documents(&say, salt, "guid-differs", |binding| {
                binding.version = 2;
                binding.guid = crate::party::literal("tag:another");
            }),
            17 => self.two_documents(&say, salt, "document-differs", |binding| binding.version = 3),
            18 => {
                let page = salt.to_le_bytes().to_vec();
                let body = Body::Signed { agreement_version: self.version, page: blob(&page), seal: [7; 64] };
                Told { blobs: vec![page], entries: vec![say(body)], code: "bad-seal" }
            }
            19 => one(Body::Withdrawn { agreement_version: Hash::of(&salt.to_le_bytes()) }, "life-refused"),
            _ => return None,
        })
    }

    fn binding(&self) -> Binding {
        Binding {
            source: self.me.clone(),
            item: self.item.clone(),
            guid: crate::party::literal(&format!("tag:{}:{}", self.me, self.item)),
            version: 1,
            status: PubStatus::Usable,
            media: Vec::new(),
        }
    }

    fn published(&self, version: u64, document: &[u8]) -> Published {
        let doc = blob(document);
        let unsigned = Published {
            article: self.article.clone(),
            doc,
            item: self.item.clone(),
            key: self.key.public(),
            sig: [0; 64],
            source: None,
            status: PubStatus::Usable,
            test: false,
            version,
        };
        let message = version_message(&self.me, &unsigned);
        Published { sig: self.key.sign(ITEM_DOMAIN, &message).0, ..unsigned }
    }

    fn publish(
        &self,
        say: &impl Fn(Body) -> Vec<u8>,
        salt: u64,
        change: impl FnOnce(&mut Published),
        code: &'static str,
    ) -> Told {
        let document = words::write(&self.binding(), &salt.to_string());
        let mut published = self.published(1, &document);
        change(&mut published);
        Told { blobs: vec![document], entries: vec![say(Body::Published(published))], code }
    }

    /// A version, and another document that does not go with it.
    fn two_documents(
        &self,
        say: &impl Fn(Body) -> Vec<u8>,
        salt: u64,
        code: &'static str,
        change: impl FnOnce(&mut Binding),
    ) -> Told {
        let mut binding = self.binding();
        let first = words::write(&binding, &salt.to_string());
        change(&mut binding);
        let second = words::write(&binding, &format!("{salt} again"));
        let version = if code == "document-differs" { 2 } else { binding.version };
        let said = [self.published(1, &first), self.published(version, &second)];
        let entries = said.into_iter().map(|published| say(Body::Published(published))).collect();
        Told { blobs: vec![first, second], entries, code }
    }

    fn recall(&self, source: Option<PartyId>, flip: u8) -> Body {
        let reason = crate::party::literal("false-report");
        let (item, key, sig, action) = (self.item.clone(), self.key.public(), [0; 64], Action::Kill);
        let mut recalled = Recalled { action, item, key, order: 1, reason, replaced_by: None, sig, source, through: 1 };
        recalled.sig = self.key.sign(ITEM_DOMAIN, &recall_message(&self.me, &recalled)).0;
        recalled.sig[0] ^= flip;
        Body::Recalled(recalled)
    }
}
