//! `interwire release`: the end of a recall.

use super::confirm::confirm;
use super::node::NodeArgs;
use super::recall::tell;
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::item::recall::{Recalled, Release};

/// End the recall of an item of yours: it may be used again. That it was recalled is remembered.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// The item: its guid, its id, or the beginning of either.
    #[arg(allow_hyphen_values = true)]
    item: String,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
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
        out.set_json(self.json);
        confirm(&format!("Release {} everywhere?", self.item), self.yes)?;
        let input = Release { item: self.item };
        let released: Recalled = self.node.with(async |caller, _| caller.call("release", &input).await)?;
        if self.json {
            out.value(&released)?
        } else {
            tell(&released, out)?
        }
        Ok(Done::Fine)
    }
}
