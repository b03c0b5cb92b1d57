//! `interwire why`: why an item went where it went, and why not elsewhere.

use super::node::{NodeArgs, ask};
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::item::{Which, Why};

/// Say why an item went to each partner or did not: agreement, article, and what decided.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// The item's guid or id.
    item: String,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Example:
  interwire why --node hanoi tag:hanoi.example,2026:story-1";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If there is no such item.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let why: Why = ask(&self.node, "item-why", &Which { item: self.item.clone() })?;
        if out.is_json() {
            out.value(&why)?;
            return Ok(Done::Fine);
        }
        if why.decisions.is_empty() {
            out.line(&format!("Nothing was decided about {}; it is {}'s.", why.guid, why.source))?;
        }
        for one in &why.decisions {
            let article = one.article.as_deref().map_or_else(String::new, |article| format!(" by article {article}"));
            let until = one.until.as_deref().map_or_else(String::new, |until| format!(" until {until}"));
            out.line(&format!("version {}, {}: {}{article}{until}", one.version, one.party, one.verdict))?;
            for reason in one.reasons.as_array().into_iter().flatten() {
                let text = |name: &str| reason[name].as_str().unwrap_or_default();
                out.line(&format!("  {} is {}; wanted {}", text("field"), text("value"), text("wanted")))?;
            }
        }
        Ok(Done::Fine)
    }
}
