//! `interwire key`: the keys of the node, and what to do when one is lost, stolen or to be renewed.

use super::confirm::confirm;
use super::node::NodeArgs;
use super::{Done, Out};
use crate::errors::Error;
use crate::house::passphrase::Sources;
use crate::house::replace::{Replaced, Root, is_sealed, replace};
use crate::house::ring;
use crate::store;
use clap::ValueEnum;
use interwire_core::keys::{KeyPaper, KeyRing, RevocationReason, Role};
use serde_json::{Value, json};
use std::path::PathBuf;

/// List the keys of the node, or replace one that was lost, stolen, or served long enough.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  interwire key list --node hanoi")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// List every key that the root key has certified, the revoked ones too.
    #[command(after_help = "Example:\n  interwire key list --node hanoi")]
    List {
        #[command(flatten)]
        node: NodeArgs,
        /// One line of JSON for each key.
        #[arg(long)]
        json: bool,
    },
    /// Replace the node key or the seal key, and revoke the one before. Needs the root key; the node must not run.
    ///
    /// Partners learn of it when the node runs again. What was signed before stays signed.
    #[command(
        after_help = "Examples:\n  interwire key replace --node hanoi node --root-key /media/safe/hanoi-root.key\n  \
        interwire key replace --node hanoi seal --root-key /media/safe/hanoi-root.key --reason lost"
    )]
    Replace(ReplaceArgs),
}

#[derive(Debug, clap::Args)]
struct ReplaceArgs {
    #[command(flatten)]
    node: NodeArgs,
    /// Which.
    #[arg(value_enum)]
    which: Which,
    /// The file of the root key.
    #[arg(long, value_name = "FILE")]
    root_key: PathBuf,
    /// A file with the passphrase of the root key, if it has one; else INTERWIRE_ROOT_PASSPHRASE, else you are asked.
    #[arg(long, value_name = "FILE")]
    root_passphrase_file: Option<PathBuf>,
    /// A file with the passphrase of the new seal key; else INTERWIRE_PASSPHRASE, else you are asked.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Why, as everybody reads who has the record.
    #[arg(long, value_enum, default_value = "retired")]
    reason: Reason,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// The key that signs what the node sends.
    Node,
    /// The key that signs agreements.
    Seal,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Reason {
    /// Replaced in good order.
    Retired,
    /// Nobody has it, or its passphrase, any more.
    Lost,
    /// Somebody else has it, or may have.
    Compromised,
}

impl Reason {
    const fn word(self) -> RevocationReason {
        match self {
            Self::Retired => RevocationReason::Retired,
            Self::Lost => RevocationReason::Lost,
            Self::Compromised => RevocationReason::Compromised,
        }
    }
}

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If a key cannot be read or written, the node runs, or you do not confirm.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        match self.verb {
            Verb::List { node, json } => {
                out.set_json(json);
                let config = node.config()?;
                list(&ring(&config.files.keys, &config.party)?, out)?;
            }
            Verb::Replace(args) => args.run(out)?,
        }
        Ok(Done::Fine)
    }
}

impl ReplaceArgs {
    fn run(self, out: &mut Out) -> Result<(), Error> {
        out.set_json(self.json);
        let config = self.node.config()?;
        // A running node would go on signing with the old key.
        let _held = store::lock(&config.files.data)?;
        let root = Sources {
            file: self.root_passphrase_file,
            variable: "INTERWIRE_ROOT_PASSPHRASE",
            prompt: "Passphrase of the root key",
        };
        let seal = Sources {
            file: self.passphrase_file,
            variable: "INTERWIRE_PASSPHRASE",
            prompt: "New passphrase for the new seal key",
        };
        let which = if self.which == Which::Node { "node" } else { "seal" };
        let sealed = is_sealed(&self.root_key, &config.party)?;
        confirm(
            &format!("Shall {} have a new {which} key, and the one before be revoked for good?", config.party),
            self.yes,
        )?;
        let opened = if sealed { Some(root.ask()?) } else { None };
        let under = if self.which == Which::Seal { Some(seal.choose()?) } else { None };
        let root = Root { path: &self.root_key, passphrase: opened.as_ref() };
        let done = replace(&config.files.keys, &config.party, &root, under.as_ref(), self.reason.word())?;
        tell(which, &done, out)
    }
}

fn tell(which: &str, done: &Replaced, out: &mut Out) -> Result<(), Error> {
    if out.is_json() {
        let revoked: Vec<String> = done.revoked.iter().map(ToString::to_string).collect();
        return out.value(&json!({ "new": done.new.to_string(), "revoked": revoked, "papers": done.papers }));
    }
    out.line(&format!("The new {which} key is {}.", done.new))?;
    done.revoked.iter().try_for_each(|key| out.line(&format!("Revoked: {key}")))?;
    out.line(
        "Take the root key away again, back up the folder of keys, and start the node: partners learn of it by themselves.",
    )
}

fn list(ring: &KeyRing, out: &mut Out) -> Result<(), Error> {
    if !out.is_json() {
        out.line(&format!("root  {}  fingerprint {}", ring.root(), ring.root().fingerprint()))?;
    }
    for paper in ring.papers() {
        let KeyPaper::Certificate(paper) = paper else { continue };
        let role = if paper.role == Role::Node { "node" } else { "seal" };
        let reason = ring.revocation(&paper.key).map(|reason| serde_json::to_value(reason).unwrap_or(Value::Null));
        if out.is_json() {
            out.value(&json!({
                "role": role, "key": paper.key.to_string(), "paper": paper.number, "revoked": reason,
            }))?;
        } else {
            let state = reason
                .map_or_else(|| "good".to_owned(), |word| format!("revoked: {}", word.as_str().unwrap_or_default()));
            out.line(&format!("{role}  {}  {state}", paper.key))?;
        }
    }
    Ok(())
}
