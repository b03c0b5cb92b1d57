//! `interwire agreement sign`: your party's signature under an offered agreement.

use super::list::tell;
use super::seal::SealArgs;
use super::show;
use crate::cli::about::AgreementArgs;
use crate::cli::confirm::confirm;
use crate::cli::{Done, Out};
use crate::errors::{Code, Error};
use crate::ops::agreement::list::Listed;
use crate::ops::agreement::show::{Show, Shown};
use crate::ops::agreement::sign::Sign;
use std::io::IsTerminal;

/// Sign an offered agreement. The exchange begins by itself when all parties have signed.
///
/// At a terminal the agreement is shown once more, with the fingerprints to compare by telephone, before you are asked.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    about: AgreementArgs,
    /// The version, or the beginning of its hash, if several wait.
    #[arg(long, value_name = "HASH")]
    version: Option<String>,
    #[command(flatten)]
    seal: SealArgs,
}

const EXAMPLE: &str = "\
Example:
  interwire agreement sign --node astana hanoi --signatory \"Айгүл Сейітова\" --office \"Director General\" \\
      --place Astana";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If nothing waits, it may not be signed, nobody is named to sign, or the passphrase is not the right one.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let AgreementArgs { node, agreement, yes, json } = self.about;
        out.set_json(json);
        let (version, seal) = (self.version, self.seal);
        let ask = std::io::stdin().is_terminal() && !yes;
        let signed: Listed = node.with(async |caller, _| {
            if ask {
                let input = Show { agreement: agreement.clone(), language: None };
                let shown: Shown = caller.call("agreement-show", &input).await?;
                show::tell(&shown, out)?;
                out.finish()?;
                confirm("Have you read it and compared the fingerprints, and do you sign it?", false)?;
            }
            let seal = seal.seal()?.ok_or_else(|| Error::new(Code::SignatoryMissing))?;
            caller.call("agreement-sign", &Sign { agreement, version, seal }).await
        })?;
        out.tell(&signed, tell)?;
        Ok(Done::Fine)
    }
}
