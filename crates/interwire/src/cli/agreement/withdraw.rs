//! `interwire agreement withdraw`: an offer of yours is taken back.

use super::list::tell;
use crate::cli::confirm::confirm;
use crate::cli::node::NodeArgs;
use crate::cli::{Done, Out};
use crate::errors::Error;
use crate::ops::agreement::list::Listed;
use crate::ops::agreement::withdraw::Withdraw;

/// Take back an offer of yours that not all parties have signed.
///
/// Those who have the offer are told. Should one of them have signed before that word came, and you as well, it counts.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// The agreement: its id, the beginning of it, or the partner's id.
    agreement: String,
    /// The version, or the beginning of its hash, if several are open.
    #[arg(long, value_name = "HASH")]
    version: Option<String>,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Example:
  interwire agreement withdraw --node hanoi astana";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If no offer of yours is open, or you do not confirm.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        confirm(&format!("Take back your offer of {}?", self.agreement), self.yes)?;
        let input = Withdraw { agreement: self.agreement, version: self.version };
        let withdrawn: Listed = self.node.with(async |caller, _| caller.call("agreement-withdraw", &input).await)?;
        if self.json {
            out.value(&withdrawn)?
        } else {
            tell(&withdrawn, out)?
        }
        Ok(Done::Fine)
    }
}
