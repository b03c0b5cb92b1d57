//! `interwire hold`: versions of yours that wait before they go out.

use super::about::ItemArgs;
use super::node::NodeArgs;
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::Nothing;
use crate::ops::item::hold::{Approve, Held, Stop};
use crate::ops::item::why::Decided;

/// List versions that wait for a moment or a person, let one go, or stop one of yours.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  interwire hold list --node hanoi")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// List versions that wait, those for a person first.
    #[command(after_help = "Example:\n  interwire hold list --node hanoi")]
    List {
        #[command(flatten)]
        node: NodeArgs,
        /// One line of JSON for each version.
        #[arg(long)]
        json: bool,
    },
    /// Let a version go that waits for a person. A certain embargo still holds it.
    #[command(after_help = "Example:\n  interwire hold approve --node hanoi tag:hanoi.example,2026:flood")]
    Approve {
        #[command(flatten)]
        about: ItemArgs,
        /// The version [default: the newest that waits for a person]
        #[arg(long)]
        version: Option<u64>,
    },
    /// Stop a version of yours that waits, before it goes out. What is out already is not touched: recall it.
    #[command(after_help = "Example:\n  interwire hold stop --node hanoi tag:hanoi.example,2026:flood")]
    Stop {
        #[command(flatten)]
        about: ItemArgs,
        /// The version [default: the newest that waits]
        #[arg(long)]
        version: Option<u64>,
    },
}

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the node cannot be asked, or nothing of the item waits for a person.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        match self.verb {
            Verb::List { node, json } => {
                out.set_json(json);
                let all: Vec<Held> = node.with(async |caller, _| caller.call("hold-list", &Nothing {}).await)?;
                out.tell_all(&all, "No version of yours waits.", tell)?;
            }
            Verb::Approve { about: ItemArgs { node, item, json }, version } => {
                out.set_json(json);
                let input = Approve { item, version };
                let all: Vec<Decided> = node.with(async |caller, _| caller.call("hold-approve", &input).await)?;
                all.iter().try_for_each(|one| out.tell(one, super::why::tell_decision))?;
            }
            Verb::Stop { about: ItemArgs { node, item, json }, version } => {
                out.set_json(json);
                let input = Stop { item, version };
                let all: Vec<Decided> = node.with(async |caller, _| caller.call("hold-stop", &input).await)?;
                all.iter().try_for_each(|one| out.tell(one, super::why::tell_decision))?;
            }
        }
        Ok(Done::Fine)
    }
}

fn tell(one: &Held, out: &mut Out) -> Result<(), Error> {
    let until = one.until.as_deref().unwrap_or("a person says so");
    out.line(&format!("{} version {} until {until} ({}): {}", one.item, one.version, one.agreement, one.cause))
}
