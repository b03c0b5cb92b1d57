//! Who takes part: parties with their keys, and the agreements between them.

use crate::words;
use interwire_core::agreement::articles::exchange::{Exchange, Price};
use interwire_core::agreement::articles::term::Term;
use interwire_core::agreement::articles::texts::Texts;
use interwire_core::agreement::{self, Agreement, Article, Terms, Wording};
use interwire_core::exchange::machine::Identity;
use interwire_core::exchange::offer::Sealed;
use interwire_core::ids::{AgreementId, ArticleId, PartyId};
use interwire_core::keys::{NodeKey, RootKey, SealKey};
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::page::SignaturePage;
use std::collections::BTreeMap;

const NAMES: [&str; 5] = ["hanoi", "astana", "baku", "dushanbe", "muscat"];

/// The most parties of one run.
pub const PARTIES_MAX: usize = NAMES.len();

/// A party with all its keys.
#[derive(Debug)]
pub struct Party {
    /// Its name.
    pub id: PartyId,
    /// Signs heads and items.
    pub key: NodeKey,
    root: RootKey,
    seal: SealKey,
    certificates: Vec<String>,
}

impl Party {
    /// The party of this number; the same in every run.
    #[must_use]
    pub fn new(n: usize) -> Self {
        let byte = u8::try_from(n).unwrap_or(u8::MAX);
        let id: PartyId = literal(NAMES[n % NAMES.len()]);
        let (root, key) = (RootKey::from_seed(&[byte + 1; 32]), NodeKey::from_seed(&[byte + 101; 32]));
        let seal = SealKey::from_seed(&[byte + 201; 32]);
        let papers = [root.certify_node(&id, &key, 1).to_bytes(), root.certify_seal(&id, &seal, 2).to_bytes()];
        let certificates = papers.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).to_vec();
        Self { id, key, root, seal, certificates }
    }

    /// What its machine must know.
    #[must_use]
    pub fn identity(&self) -> Identity {
        let certificates = self.certificates.clone();
        Identity { me: self.id.clone(), key: self.key.clone(), certificates, reader: words::read }
    }

    /// Its signature on a version.
    #[must_use]
    pub fn sealed(&self, version: &AgreementVersion) -> Sealed {
        let page = SignaturePage {
            agreement: version.agreement.id.clone(),
            agreement_version: version.hash,
            party: self.id.clone(),
            signatory: "Сания Ахметова".into(),
            office: "Director General".into(),
            place: "Астана".into(),
            date: literal("2026-11-23"),
            seal_key: self.seal.public(),
        };
        let seal = page.seal(&self.seal).map_or([0; 64], |seal| seal.0);
        Sealed { page: page.to_bytes().unwrap_or_default(), seal }
    }

    /// The article under which it publishes.
    #[must_use]
    pub fn article(&self) -> ArticleId {
        literal(&format!("news-{}", self.id))
    }
}

/// A literal of this crate that reads as what it is.
pub fn literal<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| unreachable!("{text:?} was written to be read"))
}

/// An agreement in which each of these parties publishes for all others.
#[must_use]
pub fn agreement(id: [u8; 16], parties: &[&Party]) -> AgreementVersion {
    let wording = |text: &str| Wording::from([(literal("en"), text.to_owned())]);
    let article = |id: ArticleId, terms| Article { id, terms, sentence: BTreeMap::new(), wording: BTreeMap::new() };
    let texts = Texts { languages: vec![literal("en")], equally_authentic: true, prevails: None };
    let mut articles =
        vec![article(literal("texts"), Terms::Texts(texts)), article(literal("term"), Terms::Term(Term::default()))];
    for from in parties {
        let to = parties.iter().filter(|to| to.id != from.id).map(|to| to.id.clone()).collect();
        let exchange = Exchange {
            from: from.id.clone(),
            to,
            media: vec![literal("text")],
            languages: vec![],
            subjects: vec![],
            services: vec![],
            sources: vec![],
            originals: false,
            price: Price::Free,
        };
        articles.push(article(from.article(), Terms::Exchange(exchange)));
    }
    let party = |party: &&Party| agreement::Party {
        id: party.id.clone(),
        name: wording(party.id.as_str()),
        root_key: party.root.public(),
        country: None,
        address: None,
        signatory: None,
    };
    let agreement = Agreement {
        id: AgreementId::from_random(id),
        title: wording("Exchange of news"),
        predecessor: None,
        parties: parties.iter().map(party).collect(),
        articles,
    };
    AgreementVersion::of(&agreement).unwrap_or_else(|e| unreachable!("an agreement of this crate: {e}"))
}
