//! What a dossier proves: claims, each with its verdict, from the document up to the root keys that a reader must know.
//! Every byte of a dossier takes part in a claim, so a change of any is found here or by `form`.

use super::Dossier;
use super::claims::{Claim, Examined, Kind, Unfit};
use super::rings::{Read, Rings, read, roots};
use crate::agreement::articles::Terms;
use crate::ids::{Hash, ItemKey, PartyId};
use crate::item::Limits;
use crate::journal::proof::verify_inclusion;
use crate::journal::tree::leaf_hash;
use crate::keys::{KeyPaper, KeyRing, PublicKey, RevocationReason, Role, Signature};
use crate::protocol::v1::agreement::AgreementVersion;
use crate::protocol::v1::item::read_document;
use crate::protocol::v1::page::SignaturePage;
use crate::protocol::v1::statement::signed::{ITEM_DOMAIN, recall_message, release_message, version_message};
use crate::protocol::v1::statement::{Body, Published};
use crate::time::Time;
use std::collections::{BTreeMap, BTreeSet};

/// Examines a dossier.
///
/// # Errors
/// If it is about nothing.
pub fn examine(dossier: &Dossier) -> Result<Examined, Unfit> {
    let parsed = AgreementVersion::read(&dossier.agreement).map_err(|_| Unfit::Agreement)?;
    let version = parsed.version();
    let entries = read(&dossier.entries)?;
    let mut found = entries.iter().filter(|read| matches!(read.statement.body, Body::Published(_)));
    let (Some(main), None) = (found.next(), found.next()) else { return Err(Unfit::Published) };
    let Body::Published(published) = &main.statement.body else { return Err(Unfit::Published) };
    let author = main.journal().party.clone();
    let source = published.source.clone().unwrap_or_else(|| author.clone());
    let mut court = Court { version, rings: Rings::of(&version.agreement), claims: Vec::new() };
    court.keys(&entries);
    court.document(&dossier.document, &source, published);
    court.item(main, &author, &source, published);
    court.places(&entries);
    court.article(&author, &source, published);
    court.signed(&entries, &dossier.pages);
    let key = ItemKey { source, item: published.item.clone() };
    let order = court.orders(&entries, &key);
    let mut claims = court.claims;
    claims.sort_by_key(|claim| claim.kind);
    Ok(Examined {
        roots: roots(&version.agreement, &author, &key.source),
        published: published.clone(),
        at: main.statement.at,
        position: main.position(),
        agreement: version.hash,
        key,
        claims,
        order,
    })
}

/// Judges one claim after the other.
struct Court<'a> {
    version: &'a AgreementVersion,
    rings: Rings<'a>,
    claims: Vec<Claim>,
}

impl Court<'_> {
    fn claim(&mut self, kind: Kind, party: &PartyId, detail: impl ToString, verdict: Result<(), &'static str>) {
        let (party, detail) = (party.clone(), detail.to_string());
        self.claims.push(Claim { kind, party, detail, key: None, at: None, wrong: verdict.err() });
    }

    fn signed_by(&mut self, key: PublicKey, at: Time) {
        if let Some(claim) = self.claims.last_mut() {
            (claim.key, claim.at) = (Some(key), Some(at));
        }
    }

    /// The papers of all parties, each by the root key that the agreement names.
    fn keys(&mut self, entries: &[Read<'_>]) {
        for read in entries {
            let Body::Keys { certified, revoked } = &read.statement.body else { continue };
            let author = read.journal().party.clone();
            let texts = certified.iter().chain(revoked);
            let papers: Result<Vec<_>, _> = texts.map(|text| KeyPaper::from_bytes(text.as_bytes())).collect();
            let Ok(mut papers) = papers else {
                self.claim(Kind::Keys, &author, read.entry.index, Err("paper-not-signed-by-its-root"));
                continue;
            };
            papers.sort_by_key(KeyPaper::number);
            self.rings.papers.extend(papers.into_iter().map(|paper| (author.clone(), read.place(), paper)));
        }
        let brought: BTreeSet<_> =
            self.rings.papers.iter().map(|(by, _, paper)| (by.clone(), paper.party().clone())).collect();
        for (author, subject) in brought {
            let papers = self.rings.papers.iter().filter(|(by, _, paper)| *by == author && *paper.party() == subject);
            let count = papers.count() as u64;
            let verdict = match self.rings.ring(&author, &subject, None) {
                None => Err("root-not-in-agreement"),
                Some(ring) if ring.number() == count => Ok(()),
                Some(_) => Err("paper-does-not-follow"),
            };
            self.claim(Kind::Keys, &subject, count, verdict);
        }
    }

    fn document(&mut self, bytes: &[u8], source: &PartyId, published: &Published) {
        let same = Hash::of(bytes) == published.doc.hash && bytes.len() as u64 == published.doc.size;
        let verdict = match read_document(bytes, &Limits::default()) {
            _ if !same => Err("document-differs"),
            Err(_) => Err("document-unreadable"),
            Ok(read) => {
                let head = &read.head;
                let agrees = head.source == *source
                    && head.item == published.item
                    && head.version == published.version
                    && head.status.as_str() == published.status.word();
                if agrees { Ok(()) } else { Err("document-says-otherwise") }
            }
        };
        self.claim(Kind::Document, source, published.doc.hash, verdict);
    }

    fn item(&mut self, main: &Read<'_>, author: &PartyId, source: &PartyId, published: &Published) {
        let signed = published.key.verify(ITEM_DOMAIN, &version_message(source, published), &Signature(published.sig));
        let ring = self.rings.ring(author, source, Some(main.place()));
        let verdict = match ring {
            _ if signed.is_err() => Err("signature-false"),
            None => Err("root-not-in-agreement"),
            Some(ring) if !ring.has_certified(&published.key, Role::Node) => Err("key-not-certified"),
            Some(ring) if author == source && !ring.is_valid(&published.key, Role::Node) => Err("key-revoked-before"),
            Some(ring) => match ring.revocation(&published.key) {
                Some(RevocationReason::Lost | RevocationReason::Compromised) => Err("key-revoked-before"),
                _ => Ok(()),
            },
        };
        self.claim(Kind::Item, source, format!("{} {}", published.item, published.version), verdict);
        self.signed_by(published.key, main.statement.at);
    }

    /// Every statement at its place, every head signed, every line under a head by a known key.
    fn places(&mut self, entries: &[Read<'_>]) {
        let mut heads: BTreeMap<&str, &Read<'_>> = BTreeMap::new();
        for read in entries {
            let (entry, head) = (read.entry, read.entry.head.unverified());
            let leaf = leaf_hash(&entry.statement);
            let verdict = match verify_inclusion(&leaf, entry.index, head.size, &entry.path, &head.root) {
                _ if head.origin.agreement != self.version.agreement.id => Err("journal-of-another-agreement"),
                Err(_) => Err("not-in-the-tree"),
                Ok(()) => Ok(()),
            };
            let kind = read.statement.body.kind().to_owned();
            self.claim(Kind::Place, &head.origin.party, format!("{kind} {}/{}", entry.index, head.size), verdict);
            heads.entry(entry.head.as_str()).or_insert(read);
        }
        heads.into_values().for_each(|read| self.head(read));
    }

    fn head(&mut self, read: &Read<'_>) {
        let (head, journal) = (&read.entry.head, read.journal());
        let own = self.rings.ring(&journal.party, &journal.party, None);
        let keys: Vec<PublicKey> = own.iter().flat_map(|ring| ring.ever(Role::Node).copied()).collect();
        let signed = head.verify_any(journal, &keys);
        let known = self.cosigners(&journal.party);
        let cosigned: Vec<(PartyId, PublicKey, Time)> = known
            .into_iter()
            .filter_map(|(party, key)| Some((party.clone(), key, head.cosigned_by(&party, &key)?)))
            .collect();
        let lines = head.note().signatures.len();
        let verdict = match &signed {
            Err(_) => Err("head-not-signed"),
            Ok(_) if lines != 1 + cosigned.len() => Err("line-by-nobody-known"),
            Ok(_) => Ok(()),
        };
        let root = head.unverified().root;
        self.claim(Kind::Head, &journal.party, format!("{} {root}", head.unverified().size), verdict);
        if let (Ok((_, key)), Some(claim)) = (&signed, self.claims.last_mut()) {
            claim.key = Some(*key);
        }
        for (party, key, at) in cosigned {
            self.claim(Kind::Cosigned, &party, format!("{} {}", journal.party, head.unverified().size), Ok(()));
            self.signed_by(key, at);
        }
    }

    /// Node keys of the other parties.
    fn cosigners(&self, author: &PartyId) -> Vec<(PartyId, PublicKey)> {
        let parties = self.version.agreement.parties.iter().map(|party| party.id.clone());
        let others = parties.filter(|party| party != author);
        let keys = |party: PartyId| {
            let ring = self.rings.ring(&party, &party, None);
            let keys: Vec<_> = ring.iter().flat_map(|ring| ring.ever(Role::Node).copied()).collect();
            keys.into_iter().map(move |key| (party.clone(), key))
        };
        others.flat_map(keys).collect()
    }

    fn article(&mut self, author: &PartyId, source: &PartyId, published: &Published) {
        let article = self.version.agreement.article(&published.article);
        let verdict = match article.map(|article| &article.terms) {
            None => Err("no-such-article"),
            Some(Terms::Exchange(exchange)) if exchange.from != *author => Err("article-of-another-party"),
            Some(Terms::Exchange(exchange)) if !exchange.takes_items_of(source) => Err("article-without-the-source"),
            Some(Terms::Exchange(_)) => Ok(()),
            Some(_) => Err("article-of-another-kind"),
        };
        self.claim(Kind::Article, author, &published.article, verdict);
    }

    /// The signature of each party under the agreement; every page belongs to one.
    fn signed(&mut self, entries: &[Read<'_>], pages: &[Vec<u8>]) {
        let mut used = BTreeSet::new();
        let parties: Vec<PartyId> = self.version.agreement.parties.iter().map(|party| party.id.clone()).collect();
        for party in parties {
            let said = entries.iter().filter(|read| read.journal().party == party).find_map(|read| {
                match &read.statement.body {
                    Body::Signed { agreement_version, page, seal } if *agreement_version == self.version.hash => {
                        Some((read, page.hash, *seal))
                    }
                    _ => None,
                }
            });
            let Some((read, hash, seal)) = said else {
                self.claim(Kind::Signed, &party, "", Err("signature-not-in-the-dossier"));
                continue;
            };
            used.insert(hash);
            let page =
                pages.iter().find(|page| Hash::of(page) == hash).and_then(|page| SignaturePage::from_bytes(page).ok());
            let Some(page) = page else {
                self.claim(Kind::Signed, &party, "", Err("page-not-in-the-dossier"));
                continue;
            };
            let ring = self.rings.ring(&party, &party, Some(read.place()));
            let verdict = match () {
                () if !page.is_for(&self.version.agreement.id, &self.version.hash, &party) => Err("page-of-another"),
                () if page.verify(&Signature(seal)).is_err() => Err("seal-false"),
                () if !ring.is_some_and(|ring| ring.is_valid(&page.seal_key, Role::Seal)) => Err("key-not-certified"),
                () => Ok(()),
            };
            self.claim(Kind::Signed, &party, format!("{}, {}", page.signatory, page.office), verdict);
            self.signed_by(page.seal_key, read.statement.at);
        }
        for page in pages.iter().filter(|page| !used.contains(&Hash::of(page))) {
            let author = self.version.agreement.parties.first().map(|party| party.id.clone());
            if let Some(author) = author {
                self.claim(Kind::Stray, &author, Hash::of(page), Err("page-of-nobody"));
            }
        }
    }

    /// Orders about the item; returns the last. A statement that is neither that nor anything before is out of place.
    fn orders(&mut self, entries: &[Read<'_>], key: &ItemKey) -> Option<(u64, &'static str, Time)> {
        let mut last: Option<(u64, &'static str, Time)> = None;
        for read in entries {
            let (author, at) = (read.journal().party.clone(), read.statement.at);
            let (item, source, number, word, by, sig, message) = match &read.statement.body {
                Body::Keys { .. } | Body::Published(_) => continue,
                Body::Signed { agreement_version, .. } if *agreement_version == self.version.hash => continue,
                Body::Recalled(of) => {
                    let source = of.source.clone().unwrap_or_else(|| author.clone());
                    let message = recall_message(&source, of);
                    (&of.item, source, of.order, of.action.word(), of.key, of.sig, message)
                }
                Body::Released(of) => {
                    let source = of.source.clone().unwrap_or_else(|| author.clone());
                    let message = release_message(&source, of);
                    (&of.item, source, of.order, "release", of.key, of.sig, message)
                }
                other => {
                    self.claim(Kind::Stray, &author, other.kind(), Err("statement-out-of-place"));
                    continue;
                }
            };
            let certified = |ring: KeyRing| ring.has_certified(&by, Role::Node);
            let verdict = match () {
                () if *item != key.item || source != key.source => Err("order-about-another-item"),
                () if by.verify(ITEM_DOMAIN, &message, &Signature(sig)).is_err() => Err("signature-false"),
                () if !self.rings.ring(&author, &source, None).is_some_and(certified) => Err("key-not-certified"),
                () => Ok(()),
            };
            self.claim(Kind::Order, &source, format!("{number} {word}"), verdict);
            self.signed_by(by, at);
            if verdict.is_ok() && last.is_none_or(|(known, _, _)| number > known) {
                last = Some((number, word, at));
            }
        }
        last
    }
}
