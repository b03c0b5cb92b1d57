//! `interwire agreement decline`: an offered agreement that your party does not want.

use super::list::tell;
use crate::cli::about::AgreementArgs;
use crate::cli::confirm::confirm;
use crate::cli::{Done, Out};
use crate::errors::Error;
use crate::ops::agreement::act::Decline;
use crate::ops::agreement::list::Listed;

/// Decline an offered agreement, for good. To ask for changes, offer a version of your own that names it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    about: AgreementArgs,
    /// The version, or the beginning of its hash, if several wait.
    #[arg(long, value_name = "HASH")]
    version: Option<String>,
    /// Why, as one word that the other parties read: a-z, 0-9 and hyphens.
    #[arg(long, value_name = "WORD")]
    reason: Option<String>,
}

const EXAMPLE: &str = "\
Example:
  interwire agreement decline --node astana hanoi --reason terms-differ";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If nothing waits, or you do not confirm.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let AgreementArgs { node, agreement, yes, json } = self.about;
        out.set_json(json);
        confirm(&format!("Decline {} for good?", agreement), yes)?;
        let input = Decline { agreement, version: self.version, reason: self.reason };
        let declined: Listed = node.with(async |caller, _| caller.call("agreement-decline", &input).await)?;
        out.tell(&declined, tell)?;
        Ok(Done::Fine)
    }
}
