//! `interwire partner`: who the partners are, how they are, and where.

use super::node::NodeArgs;
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::Nothing;
use crate::ops::partner::address::Move;
use crate::ops::partner::card::{Shown, Where};
use crate::ops::partner::{self, Partner};

/// List the partners and how they are, read a node's card, or set a partner's address.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  interwire partner list --node hanoi")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// List the partners and how they are.
    #[command(after_help = "Example:\n  interwire partner list --node hanoi")]
    List {
        #[command(flatten)]
        node: NodeArgs,
        /// One line of JSON for each partner.
        #[arg(long)]
        json: bool,
    },
    /// Read what the node at an address says of itself: party, name and root key, before you draft an agreement with it.
    ///
    /// It proves nothing before you have compared the fingerprint by telephone.
    #[command(after_help = "Example:\n  interwire partner card --node hanoi https://wire.astana.example")]
    Card {
        #[command(flatten)]
        node: NodeArgs,
        /// The base address of the node.
        address: String,
        /// One line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// Set where a partner's node is, if neither node can reach the other any more.
    #[command(after_help = "Example:\n  interwire partner address --node hanoi astana https://new.astana.example")]
    Address {
        #[command(flatten)]
        node: NodeArgs,
        /// The partner's id.
        party: String,
        /// The base address of its node.
        address: String,
        /// Take the address even if the partner does not answer there now.
        #[arg(long)]
        unseen: bool,
        /// One line of JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the node, or the partner, cannot be asked.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        match self.verb {
            Verb::List { node, json } => {
                out.set_json(json);
                let all: Vec<Partner> = node.with(async |caller, _| caller.call("partner-list", &Nothing {}).await)?;
                out.tell_all(&all, "There are no partners yet: `interwire agreement new` begins with one.", tell)?;
            }
            Verb::Card { node, address, json } => {
                out.set_json(json);
                let shown: Shown =
                    node.with(async |caller, _| caller.call("partner-card", &Where { address }).await)?;
                out.tell(&shown, tell_card)?;
            }
            Verb::Address { node, party, address, unseen, json } => {
                out.set_json(json);
                let input = Move { party, address, unseen };
                let moved: partner::Partner =
                    node.with(async |caller, _| caller.call("partner-address", &input).await)?;
                out.tell(&moved, tell)?;
            }
        }
        Ok(Done::Fine)
    }
}

/// One partner in a few lines.
pub(super) fn tell(one: &Partner, out: &mut Out) -> Result<(), Error> {
    let name = one.name.as_deref().unwrap_or(&one.party);
    let at = one.address.as_deref().unwrap_or("no address known");
    out.line(&format!("{} ({name})  {at}\n  {}: {}", one.party, one.health, one.words))?;
    match &one.trouble {
        Some(trouble) => out.line(&format!("  {} ({})", trouble.next_step, trouble.code)),
        None => Ok(()),
    }
}

fn tell_card(shown: &Shown, out: &mut Out) -> Result<(), Error> {
    out.line(&format!(
        "{} ({}) at {}\n  root key     {}\n  fingerprint  {}\n\
         Compare the fingerprint by telephone, then draft an agreement:\n  \
         interwire agreement new --partner {} --name {:?} --key {}",
        shown.party,
        shown.name,
        shown.address,
        shown.root_key,
        shown.fingerprint,
        shown.party,
        shown.name,
        shown.root_key
    ))
}
