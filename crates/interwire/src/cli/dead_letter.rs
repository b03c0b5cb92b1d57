//! `interwire dead-letter`: what could not be read, matched or delivered.

use super::node::NodeArgs;
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::item::ingest::Ingested;
use crate::ops::item::letter::{Letter, Number, Which};

/// List what could not be read, matched or delivered; read it again, or put it away.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  interwire dead-letter list --node hanoi")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// List dead letters, newest first.
    #[command(after_help = "Example:\n  interwire dead-letter list --node hanoi")]
    List {
        #[command(flatten)]
        node: NodeArgs,
        /// Those that were dealt with, too.
        #[arg(long)]
        all: bool,
        /// One line of JSON for each letter.
        #[arg(long)]
        json: bool,
    },
    /// Read the kept bytes of a dead letter again, as after an update.
    #[command(after_help = "Example:\n  interwire dead-letter retry --node hanoi 17")]
    Retry {
        #[command(flatten)]
        node: NodeArgs,
        /// Its number.
        letter: i64,
        /// One line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// Put a dead letter away; its bytes stay.
    #[command(after_help = "Example:\n  interwire dead-letter drop --node hanoi 17")]
    Drop {
        #[command(flatten)]
        node: NodeArgs,
        /// Its number.
        letter: i64,
    },
}

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the node cannot be asked, or the letter is not open.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        match self.verb {
            Verb::List { node, all, json } => {
                out.set_json(json);
                let letters: Vec<Letter> =
                    node.with(async |caller, _| caller.call("dead-letter-list", &Which { all }).await)?;
                out.tell_all(&letters, "There are no dead letters.", tell)?;
            }
            Verb::Retry { node, letter, json } => {
                out.set_json(json);
                let taken: Ingested =
                    node.with(async |caller, _| caller.call("dead-letter-retry", &Number { letter }).await)?;
                out.tell(&taken, super::ingest::tell)?;
            }
            Verb::Drop { node, letter } => {
                let _: Number =
                    node.with(async |caller, _| caller.call("dead-letter-drop", &Number { letter }).await)?;
                out.line(&format!("dead letter {letter} is put away"))?;
            }
        }
        Ok(Done::Fine)
    }
}

fn tell(one: &Letter, out: &mut Out) -> Result<(), Error> {
    let party = one.party.as_ref().map_or_else(String::new, |party| format!(" {party}"));
    out.line(&format!("{}{party} {} ({}, {}): {}", one.letter, one.last_at, one.state, one.code, one.message))?;
    out.line(&format!("  {}", one.next_step))
}
