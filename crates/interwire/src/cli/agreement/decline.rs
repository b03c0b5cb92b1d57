//! `interwire agreement decline`: an offered agreement that your party does not want.

use super::list::tell;
use crate::cli::confirm::confirm;
use crate::cli::node::NodeArgs;
use crate::cli::{Done, Out};
use crate::errors::Error;
use crate::ops::agreement::act::Decline;
use crate::ops::agreement::list::Listed;

/// Decline an offered agreement, for good. To ask for changes, offer a version of your own that names it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// The agreement: its id, the beginning of it, or the partner's id.
    agreement: String,
    /// The version, or the beginning of its hash, if several wait.
    #[arg(long, value_name = "HASH")]
    version: Option<String>,
    /// Why, as one word that the other parties read: a-z, 0-9 and hyphens.
    #[arg(long, value_name = "WORD")]
    reason: Option<String>,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
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
        out.set_json(self.json);
        confirm(&format!("Decline {} for good?", self.agreement), self.yes)?;
        let input = Decline { agreement: self.agreement, version: self.version, reason: self.reason };
        let declined: Listed = self.node.with(async |caller, _| caller.call("agreement-decline", &input).await)?;
        if self.json {
            out.value(&declined)?
        } else {
            tell(&declined, out)?
        }
        Ok(Done::Fine)
    }
}
