//! `interwire agreement offer`: the draft to the partner's node, by its address.

use super::draft_text;
use super::list::tell;
use super::seal::SealArgs;
use crate::cli::node::NodeArgs;
use crate::cli::{Done, Out};
use crate::errors::Error;
use crate::ops::agreement::offer::{Offer, Offered};
use std::path::PathBuf;

/// Offer a drafted agreement to the other parties, and sign it at once if --signatory is given.
///
/// The offer waits at the partner's node until a person there has read it. If the node is down it gets the offer as soon
/// as it is back, provided that yours runs.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// The draft.
    file: PathBuf,
    /// Where a partner's node is: https://..., or ID=https://...; repeat it for each partner.
    #[arg(long, value_name = "ADDRESS")]
    to: Vec<String>,
    #[command(flatten)]
    seal: SealArgs,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire agreement offer --node hanoi with-astana.toml --to https://wire.astana.example
  interwire agreement offer --node hanoi with-astana.toml --to https://wire.astana.example \\
      --signatory \"Vũ Việt Trang\" --office \"Director General\" --place \"Hà Nội\"";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the draft may not be offered, or somebody else is at the address.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let input = Offer { draft: draft_text(&self.file)?, to: self.to, seal: self.seal.seal()? };
        let offered: Offered = self.node.with(async |caller, _| {
            let offered: Offered = caller.call("agreement-offer", &input).await?;
            if !caller.is_running() && offered.delivered.iter().any(|one| !one.delivered) {
                out.remark("The node is not running: run `interwire serve`, and it delivers the offer.");
            }
            Ok(offered)
        })?;
        if self.json {
            out.value(&offered)?;
            return Ok(Done::Fine);
        }
        for warning in &offered.warnings {
            out.remark(&format!("{}: {warning}", self.file.display()));
        }
        tell(&offered.head, out)?;
        for one in &offered.delivered {
            let came = match &one.trouble {
                None => "has the offer".to_owned(),
                Some(trouble) => format!("does not have the offer yet: {trouble}"),
            };
            out.line(&format!("{} at {} {came}", one.party, one.address))?;
            out.line(&format!("  its root key, to be compared by telephone: {}", one.fingerprint))?;
        }
        Ok(Done::Fine)
    }
}
