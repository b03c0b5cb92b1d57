//! `interwire removed`: the last answer to a recall.

use super::about::ItemArgs;
use super::used::tell;
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::item::used::Removed;
use crate::ops::item::using::Told;

/// Tell the source that an item it recalled is gone from everything you published.
///
/// That it arrived and is stopped your node says by itself. Uses that you have told end first: `interwire use-ended`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    about: ItemArgs,
    /// It never was in anything that you published.
    #[arg(long)]
    unused: bool,
}

const EXAMPLE: &str = "\
Example:
  interwire removed --node astana tag:hanoi.example,2026:flood";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If it is no recalled item of a partner, or uses of it still run.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let ItemArgs { node, item, json } = self.about;
        out.set_json(json);
        let input = Removed { item, source: None, unused: self.unused };
        let told: Told = node.with(async |caller, _| caller.call("removed", &input).await)?;
        out.tell(&told, tell)?;
        Ok(Done::Fine)
    }
}
