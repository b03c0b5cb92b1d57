//! `interwire use-ended`: tell a partner that an item of its is no longer used.

use super::about::ItemArgs;
use super::used::tell;
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::item::used::UseEnded;
use crate::ops::item::using::Told;

/// Tell the source that a use of its item has ended, or was told by mistake.
///
/// A statement in a journal stays, but the next one can end it at once: `--mistake` ends a use when it began, which reads
/// as taken back. One that waits to be written is not written at all.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    about: ItemArgs,
    /// Which use: its mark or the beginning of it, its address or its outlet [default: the only one that runs]
    #[arg(long, value_name = "USE", conflicts_with = "all")]
    which: Option<String>,
    /// All uses of yours that run.
    #[arg(long)]
    all: bool,
    /// Until when, such as 2026-11-30T14:00:00+07:00 [default: now]
    #[arg(long, value_name = "MOMENT", conflicts_with = "mistake")]
    at: Option<String>,
    /// It was told by mistake.
    #[arg(long)]
    mistake: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire use-ended --node astana tag:hanoi.example,2026:flood
  interwire use-ended --node astana tag:hanoi.example,2026:flood --which Portal --mistake";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If none or several uses are meant.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let ItemArgs { node, item, json } = self.about;
        out.set_json(json);
        let input =
            UseEnded { item, source: None, which: self.which, all: self.all, at: self.at, mistake: self.mistake };
        let told: Told = node.with(async |caller, _| caller.call("use-ended", &input).await)?;
        out.tell(&told, tell)?;
        Ok(Done::Fine)
    }
}
