//! Who signs, as the commands that sign take it.

use crate::errors::Error;
use crate::house::passphrase::Sources;
use crate::ops::agreement::seal::{Seal, Secret};
use std::path::PathBuf;

/// Who signs, in which office, where and when.
#[derive(Debug, clap::Args)]
pub struct SealArgs {
    /// The name of the person who signs.
    #[arg(long, value_name = "NAME", requires = "office", requires = "place")]
    signatory: Option<String>,
    /// The office that entitles the person.
    #[arg(long)]
    office: Option<String>,
    /// Where it is signed.
    #[arg(long)]
    place: Option<String>,
    /// The day, as 2026-05-06 [default: today in the agreement's time zone]
    #[arg(long)]
    date: Option<String>,
    /// A file with the passphrase of the seal key on its first line; else INTERWIRE_PASSPHRASE, else you are asked.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl SealArgs {
    /// Who signs, if anybody does.
    ///
    /// # Errors
    /// If there is no passphrase to be had.
    pub fn seal(self) -> Result<Option<Seal>, Error> {
        let (Some(signatory), Some(office), Some(place)) = (self.signatory, self.office, self.place) else {
            return Ok(None);
        };
        let prompt = "Passphrase of the seal key";
        let sources = Sources { file: self.passphrase_file, variable: "INTERWIRE_PASSPHRASE", prompt };
        let passphrase = sources.ask()?;
        let text = String::from_utf8_lossy(passphrase.as_bytes());
        Ok(Some(Seal { signatory, office, place, date: self.date, passphrase: Secret::new(&text) }))
    }
}
