//! How the agencies of the demo come to an agreement: a draft with terms of its own, offered by one node to the other,
//! signed by both, through the requests and statements that any two agencies use.

use super::stage::{Player, StageError};
use crate::node::Node;
use crate::pump::carry;
use interwire_core::agreement::{Lang, Party, Problem, Signatory, Wording, draft};
use interwire_core::exchange::offer::Sealed;
use interwire_core::ids::AgreementId;
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::page::SignaturePage;
use std::time::{Duration, Instant};

/// In which office the example signatories sign.
pub const OFFICE: &str = "Director General";
/// How long an agreement may take to come into force.
const PATIENCE: Duration = Duration::from_secs(60);

/// What one party gives the other. An empty list means all.
#[derive(Debug, Clone, Copy)]
pub struct Gives {
    /// Media by their names.
    pub media: &'static [&'static str],
    /// Languages.
    pub languages: &'static [&'static str],
    /// Media Topics.
    pub subjects: &'static [&'static str],
}

/// What two parties agree on; all else is as the template has it.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Its title.
    pub title: &'static str,
    /// How long it runs.
    pub duration: &'static str,
    /// What the first party gives.
    pub first: Gives,
    /// What the second party gives.
    pub second: Gives,
}

/// All that an item can be.
pub const ALL_MEDIA: &[&str] = &["text", "picture", "video", "audio", "graphic", "composite"];

impl Default for Terms {
    fn default() -> Self {
        let gives = Gives { media: &["text", "picture"], languages: &[], subjects: &[] };
        Self {
            title: "Agreement on cooperation in the exchange of news",
            duration: "3 years",
            first: gives,
            second: gives,
        }
    }
}

impl Terms {
    /// The draft between two parties.
    ///
    /// # Errors
    /// If the system has no randomness.
    pub fn draft(&self, a: &Player, b: &Player) -> Result<String, StageError> {
        let mut number = [0; 16];
        getrandom::fill(&mut number).map_err(|e| StageError::Other(e.to_string()))?;
        let mut text = draft::template(&AgreementId::from_random(number), &[party(a)?, party(b)?]);
        // The articles that say who gives what come in the order of the parties; a list that is filled in is not found
        // again.
        text = text.replacen(Self::default().title, self.title, 1).replacen("3 years", self.duration, 2);
        for gives in [&self.first, &self.second] {
            text = text
                .replacen("\nmedia = [\"text\", \"picture\"]", &format!("\nmedia = {} ", list(gives.media)), 1)
                .replacen("\nlanguages = []", &format!("\nlanguages = {} ", list(gives.languages)), 1)
                .replacen("\nsubjects = []", &format!("\nsubjects = {} ", list(gives.subjects)), 1);
        }
        Ok(text)
    }
}

fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    format!("[{}]", quoted.join(", "))
}

fn party(player: &Player) -> Result<Party, StageError> {
    let agency = player.agency;
    Ok(Party {
        id: agency.id.parse()?,
        name: Wording::from([(Lang::english(), agency.name.to_owned())]),
        root_key: player.root_key(),
        country: None,
        address: None,
        signatory: Some(Signatory { name: agency.signatory.to_owned(), office: OFFICE.to_owned() }),
    })
}

fn sealed(player: &Player, version: &AgreementVersion) -> Result<Sealed, StageError> {
    let page = SignaturePage {
        agreement: version.agreement.id.clone(),
        agreement_version: version.hash,
        party: player.id().clone(),
        signatory: player.agency.signatory.to_owned(),
        office: OFFICE.to_owned(),
        place: player.agency.place.to_owned(),
        date: player.node().now().timestamp().to_zoned(jiff::tz::TimeZone::UTC).date(),
        seal_key: player.seal_key().public(),
    };
    let other = |e: interwire_core::canonical::NotCanonical| StageError::Other(e.to_string());
    Ok(Sealed { page: page.to_bytes().map_err(other)?, seal: page.seal(player.seal_key()).map_err(other)?.0 })
}

/// The first of two offers and signs, the second signs; returns when both may deliver.
///
/// # Errors
/// If any step of it fails, or it is not in force after a minute.
pub async fn agree(a: &Player, b: &Player, terms: &Terms) -> Result<AgreementId, StageError> {
    agree_over(a, b, terms, [&a.address(), &b.address()]).await
}

/// As [`agree`]; each reaches the other at the address given here, the first one's first.
///
/// # Errors
/// As [`agree`].
pub async fn agree_over(
    a: &Player,
    b: &Player,
    terms: &Terms,
    [at_a, at_b]: [&str; 2],
) -> Result<AgreementId, StageError> {
    let text = terms.draft(a, b)?;
    let wrong = |problems: Vec<Problem>| {
        StageError::Other(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    };
    let mut agreement = draft::parse(&text).map_err(wrong)?;
    agreement.write_sentences(&|_, _| None);
    let version = AgreementVersion::of(&agreement).map_err(|e| StageError::Other(e.to_string()))?;
    let (bytes, signature) = (version.bytes.clone(), sealed(a, &version)?);
    let offered = a.node().exchange(move |m, t| m.offer(t, &bytes, &[], Some(&signature))).await?;
    let id = offered.map_err(|e| StageError::Other(e.to_string()))?;
    let asked = id.clone();
    let request = a.node().exchange(move |m, t| m.offer_request(t, &asked)).await?;
    let (client, peers) = (&a.running.client, &a.running.peers);
    carry::offer(a.node(), client, peers, b.id(), b.root_key(), at_b, request).await?;
    b.running.peers.learn_endpoint(b.node(), a.id(), Some(at_a)).await;
    let (hash, signature, asked) = (version.hash, sealed(b, &version)?, id.clone());
    let signed = b.node().exchange(move |m, t| m.sign(t, &asked, hash, &signature)).await?;
    signed.map_err(|e| StageError::Other(e.to_string()))?;
    for player in [a, b] {
        in_force(player.node(), &id).await?;
    }
    Ok(id)
}

async fn in_force(node: &Node, id: &AgreementId) -> Result<(), StageError> {
    let end = Instant::now() + PATIENCE;
    loop {
        let (asked, now) = (id.clone(), node.now());
        let runs = move |deals: &std::collections::BTreeMap<AgreementId, interwire_core::exchange::deal::Deal>| {
            deals.get(&asked).is_some_and(|deal| deal.deliveries_allowed(now))
        };
        if node.exchange(move |machine, _| Ok(runs(machine.deals()))).await? {
            return Ok(());
        }
        if Instant::now() > end {
            return Err(StageError::Other("the agreement did not come into force".to_owned()));
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
