//! `interwire agreement list`: the agreements of the node, each with its state.

use crate::cli::node::NodeArgs;
use crate::cli::{Done, Out};
use crate::errors::Error;
use crate::ops::Nothing;
use crate::ops::agreement::list::Listed;

/// List the agreements, those that wait for your signature first.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// One line of JSON for each agreement.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire agreement list --node hanoi
  interwire agreement list --json | jq -r 'select(.waits_for_us) | .agreement'";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the node cannot be asked.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let all: Vec<Listed> = self.node.with(async |caller, _| caller.call("agreement-list", &Nothing {}).await)?;
        out.tell_all(&all, "There are no agreements yet. `interwire agreement new` writes the draft of one.", tell)?;
        Ok(Done::Fine)
    }
}

/// One agreement in a few lines.
pub(in crate::cli) fn tell(one: &Listed, out: &mut Out) -> Result<(), Error> {
    out.line(&format!("{}  with {}\n  {}\n  {}", one.agreement, one.with.join(", "), one.title, one.standing.words))?;
    if one.waits_for_us {
        out.line(&format!("  it waits for your signature: interwire agreement show {}", one.agreement))?;
    }
    if !one.said.is_empty() {
        out.line(&format!("  what you said waits until the partners are in touch: {}", one.said.join(", ")))?;
    }
    for proposed in &one.proposed {
        let (by, epoch, reason) = (&proposed.by, proposed.epoch, &proposed.reason);
        out.line(&format!(
            "  {by} proposes new journals, epoch {epoch} ({reason}): interwire agreement epoch accept {}",
            one.agreement
        ))?;
    }
    if one.halted {
        out.line("  nothing is delivered: a partner said something that this version does not understand")?;
    }
    one.due.iter().try_for_each(|due| out.line(&format!("  {due}")))
}
