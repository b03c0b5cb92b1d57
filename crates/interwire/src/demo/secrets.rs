//! The keys of an example agency: fresh for each demo, in memory, or in files as `interwire init` makes them.

use super::stage::{Agency, PASSPHRASE, StageError};
use crate::errors::Error;
use crate::house::{self, Keys, Passphrase, init};
use interwire_core::agreement::Lang;
use interwire_core::ids::PartyId;
use interwire_core::keys::{NodeKey, PublicKey, RootKey, SealKey};
use std::path::Path;

/// The keys of an agency and their papers.
pub(super) struct Secrets {
    pub root: PublicKey,
    pub seal: SealKey,
    pub key: NodeKey,
    pub papers: Vec<String>,
    pub item_secret: [u8; 32],
}

impl Secrets {
    /// In memory only.
    pub fn fresh(agency: Agency) -> Result<Self, StageError> {
        let me: PartyId = agency.id.parse()?;
        let (root, key) = (RootKey::from_seed(&seed()?), NodeKey::from_seed(&seed()?));
        let seal = SealKey::from_seed(&seed()?);
        let papers = [root.certify_node(&me, &key, 1), root.certify_seal(&me, &seal, 2)];
        let papers = papers.iter().map(|paper| String::from_utf8_lossy(&paper.to_bytes()).into_owned()).collect();
        Ok(Self { root: root.public(), seal, key, papers, item_secret: seed()? })
    }

    /// Makes the folder of a node, opens its keys, and the seal key with them.
    pub async fn in_files(agency: Agency, home: &Path) -> Result<Self, StageError> {
        let party: PartyId = agency.id.parse()?;
        let new = init::NewNode {
            home: home.to_owned(),
            party: party.clone(),
            name: agency.name.to_owned(),
            language: Lang::english(),
            root_key: home.with_file_name(format!("{}-root.key", agency.id)),
            seal: Passphrase::new(PASSPHRASE),
            root: None,
            listen: None,
            base_url: None,
        };
        let opened = tokio::task::spawn_blocking(move || {
            init::make(&new)?;
            let keys = new.home.join("keys");
            let seal = house::open_seal(&keys, &party, &new.seal)?;
            Ok::<_, Error>((Keys::open(&keys, &party)?, seal))
        });
        let (keys, seal) = opened.await.map_err(|e| StageError::Other(e.to_string()))??;
        let (root, papers, item_secret) = (keys.root(), keys.certificates(), *keys.item_secret);
        Ok(Self { root, seal, key: keys.node, papers, item_secret })
    }
}

/// 32 bytes that nobody can guess.
pub(super) fn seed() -> Result<[u8; 32], StageError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|e| StageError::Other(e.to_string()))?;
    Ok(seed)
}
