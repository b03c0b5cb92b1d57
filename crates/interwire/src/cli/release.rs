//! `interwire release`: the end of a recall.

use super::about::ItemArgs;
use super::confirm::confirm;
use super::recall::tell;
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::item::recall::{Recalled, Release};

/// End the recall of an item of yours: it may be used again. That it was recalled is remembered.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    about: ItemArgs,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

const EXAMPLE: &str = "\
Example:
  interwire release --node hanoi tag:hanoi.example,2026:flood";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If no such item is yours, or nothing is ordered about it.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let ItemArgs { node, item, json } = self.about;
        out.set_json(json);
        confirm(&format!("Release {} everywhere?", item), self.yes)?;
        let input = Release { item };
        let released: Recalled = node.with(async |caller, _| caller.call("release", &input).await)?;
        out.tell(&released, tell)?;
        Ok(Done::Fine)
    }
}
