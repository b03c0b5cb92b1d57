//! `interwire init`: a new node with its keys, and what its people must do with them.

use super::{Done, Out};
use crate::errors::Error;
use crate::house::init::{Made, NewNode, make};
use crate::house::passphrase::Sources;
use interwire_core::agreement::Lang;
use interwire_core::ids::PartyId;
use serde_json::json;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Make a new node: its folder, its keys and its settings.
///
/// Three keys are made. The root key is named in agreements and certifies the others; it is written to a file of its
/// own, to be taken off this machine. The node key signs what the node sends. The seal key signs agreements and is kept
/// under a passphrase that the signatory chooses.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// The folder to make; it must not be there yet.
    dir: PathBuf,
    /// The id of your party, as it will stand in agreements: a-z, 0-9, - and dots, best a domain name you own.
    #[arg(long, value_name = "ID")]
    party: PartyId,
    /// The name of your party.
    #[arg(long)]
    name: String,
    /// The language of that name.
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: Lang,
    /// Where to write the root key [default: DIR-root.key]
    #[arg(long, value_name = "FILE")]
    root_key: Option<PathBuf>,
    /// A file with the passphrase of the seal key on its first line; else INTERWIRE_PASSPHRASE, else you are asked.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// A file with a passphrase for the root key too; else INTERWIRE_ROOT_PASSPHRASE, else it is written in clear.
    #[arg(long, value_name = "FILE")]
    root_passphrase_file: Option<PathBuf>,
    /// Where the node shall listen [default: 127.0.0.1:8440]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// The address that partners will know, if there is a reverse proxy before the node.
    #[arg(long, value_name = "URL")]
    base_url: Option<url::Url>,
    /// The public keys as one line of JSON.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire init hanoi --party hanoi --name \"Hanoi News Agency\"
  interwire init hanoi --party hanoi.example --name \"Hãng tin Hà Nội\" --language vi \\
      --root-key /media/safe/hanoi-root.key --passphrase-file seal.txt";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the folder is there, a passphrase is missing, or something cannot be written.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let root_key = self.root_key.clone().unwrap_or_else(|| {
            let name = self.dir.file_name().unwrap_or(self.party.as_str().as_ref()).to_string_lossy();
            self.dir.with_file_name(format!("{name}-root.key"))
        });
        let seal = Sources {
            file: self.passphrase_file,
            variable: "INTERWIRE_PASSPHRASE",
            prompt: "New passphrase for the seal key, which signs agreements",
        };
        let root = Sources { file: self.root_passphrase_file, variable: "INTERWIRE_ROOT_PASSPHRASE", prompt: "" };
        let new = NewNode {
            home: self.dir,
            party: self.party,
            name: self.name,
            language: self.language,
            root_key,
            seal: seal.choose()?,
            root: root.given()?.map(|given| given.good_enough()).transpose()?,
            listen: self.listen,
            base_url: self.base_url,
        };
        let made = make(&new)?;
        tell(&new, &made, out)?;
        Ok(Done::Fine)
    }
}

fn tell(new: &NewNode, made: &Made, out: &mut Out) -> Result<(), Error> {
    let (home, root_key) = (new.home.display(), new.root_key.display());
    if out.is_json() {
        return out.value(&json!({
            "party": new.party.as_str(), "node": home.to_string(),
            "root_key": made.root.to_string(), "root_fingerprint": made.root.fingerprint(),
            "node_key": made.node.to_string(), "seal_key": made.seal.to_string(),
            "root_key_file": root_key.to_string(),
        }));
    }
    let protection = if new.root.is_some() { "under its passphrase" } else { "in clear" };
    out.line(&format!(
        "The node of {} ({}) is made in {home}.\n\n\
         Root key     {}\n\
         Fingerprint  {}\n\
         Read the fingerprint to your partners over the telephone before they sign with you.\n\n\
         1. The root key is in {root_key}, {protection}. Copy it to two sticks, lock them away in two places, and\n   \
         delete it here. It is needed only to replace the other keys; whoever has it can speak for {}.\n\
         2. Keep the passphrase of the seal key: it signs agreements, and nobody can find it again.\n\
         3. Look at the settings in {home}/interwire.toml, then run\n   \
         interwire config check --node {home}\n   \
         interwire serve --node {home}",
        new.party,
        new.name,
        made.root,
        made.root.fingerprint(),
        new.party,
    ))
}
