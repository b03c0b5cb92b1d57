//! `interwire agreement withdraw`: an offer of yours is taken back.

use super::list::tell;
use crate::cli::about::AgreementArgs;
use crate::cli::confirm::confirm;
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
    about: AgreementArgs,
    /// The version, or the beginning of its hash, if several are open.
    #[arg(long, value_name = "HASH")]
    version: Option<String>,
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
        let AgreementArgs { node, agreement, yes, json } = self.about;
        out.set_json(json);
        confirm(&format!("Take back your offer of {}?", agreement), yes)?;
        let input = Withdraw { agreement, version: self.version };
        let withdrawn: Listed = node.with(async |caller, _| caller.call("agreement-withdraw", &input).await)?;
        out.tell(&withdrawn, tell)?;
        Ok(Done::Fine)
    }
}
