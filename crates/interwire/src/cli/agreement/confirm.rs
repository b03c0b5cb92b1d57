//! `interwire agreement confirm`: our journal may be written although no counterparty has told its head.

use crate::cli::about::AgreementArgs;
use crate::cli::confirm::confirm;
use crate::cli::{Done, Out};
use crate::errors::Error;
use crate::ops::journal::{Confirm, Confirmed};

/// Write our journal under an agreement again before a partner has told which head of it it holds.
///
/// After each start the node waits for that word, so that a disk restored from an old copy never signs a second history.
/// Confirm only if this disk is the newest there is, and no partner can answer for a long time.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    about: AgreementArgs,
}

const EXAMPLE: &str = "\
Example:
  interwire agreement confirm --node hanoi astana";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If there is no such agreement, or you do not confirm.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let AgreementArgs { node, agreement, yes, json } = self.about;
        out.set_json(json);
        confirm("Is this disk the newest there is, not a copy and not a restored backup?", yes)?;
        let input = Confirm { agreement };
        let done: Confirmed = node.with(async |caller, _| caller.call("journal-confirm", &input).await)?;
        out.tell(&done, tell)?;
        Ok(Done::Fine)
    }
}

fn tell(done: &Confirmed, out: &mut Out) -> Result<(), Error> {
    let word = if done.already { "could be written already" } else { "can be written until the next start" };
    out.line(&format!("our journal under {} {word}", done.agreement))
}
