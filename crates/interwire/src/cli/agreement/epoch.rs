//! `interwire agreement epoch`: new journals under an agreement, where the old ones cannot go on.

use super::list::tell;
use crate::cli::confirm::confirm;
use crate::cli::node::NodeArgs;
use crate::cli::{Done, Out};
use crate::errors::Error;
use crate::ops::agreement::epoch::{Accept, Propose, Proposed};
use crate::ops::agreement::list::Listed;
use crate::ops::agreement::show::{Show, Shown};

/// Begin new journals under an agreement after a fork, a loss that nobody can make good, or a stolen key.
///
/// One party proposes, after a talk by telephone; each other accepts. Everything that counts in the old journals goes on
/// counting; nothing in the new ones takes effect for a party before it has accepted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  interwire agreement epoch propose --node hanoi astana --reason fork")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Propose new journals: what your node holds of the old ones shall count.
    #[command(after_help = "Example:\n  interwire agreement epoch propose --node hanoi astana --reason fork")]
    Propose {
        #[command(flatten)]
        node: NodeArgs,
        /// The agreement: its id, the beginning of it, or the partner's id.
        agreement: String,
        /// Why, as one word that the other parties read: fork, lost-disk, compromised-key.
        #[arg(long, value_name = "WORD")]
        reason: Option<String>,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
        /// One line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// Accept the new journals that another party proposes.
    #[command(after_help = "Example:\n  interwire agreement epoch accept --node astana hanoi")]
    Accept {
        #[command(flatten)]
        node: NodeArgs,
        /// The agreement: its id, the beginning of it, or the partner's id.
        agreement: String,
        /// The document of the proposal, or the beginning of its hash, if several wait.
        #[arg(long, value_name = "HASH")]
        document: Option<String>,
        /// Give up what only your node holds of your own old journal.
        #[arg(long)]
        abandon_own: bool,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
        /// One line of JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If it is not possible now, or you do not confirm.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let (begun, json): (Listed, bool) = match self.verb {
            Verb::Propose { node, agreement, reason, yes, json } => {
                out.set_json(json);
                confirm(&format!("Begin new journals under {agreement}, as agreed with its parties?"), yes)?;
                let input = Propose { agreement, reason };
                (node.with(async |caller, _| caller.call("agreement-epoch-propose", &input).await)?, json)
            }
            Verb::Accept { node, agreement, document, abandon_own, yes, json } => {
                out.set_json(json);
                let begun = node.with(async |caller, _| {
                    let show = Show { agreement: agreement.clone(), language: None };
                    let shown: Shown = caller.call("agreement-show", &show).await?;
                    if !json {
                        shown.head.proposed.iter().try_for_each(|one| tell_proposed(one, out))?;
                        out.finish()?;
                    }
                    if !shown.head.proposed.is_empty() {
                        confirm("Have you talked with the proposer, and do you accept?", yes)?;
                    }
                    caller.call("agreement-epoch-accept", &Accept { agreement, document, abandon_own }).await
                })?;
                (begun, json)
            }
        };
        if json {
            out.value(&begun)?
        } else {
            tell(&begun, out)?
        }
        Ok(Done::Fine)
    }
}

fn tell_proposed(one: &Proposed, out: &mut Out) -> Result<(), Error> {
    let Proposed { by, epoch, document, reason, heads } = one;
    out.line(&format!("{by} proposes epoch {epoch} ({reason}), document {document}"))?;
    for (party, epoch, counts, held) in heads {
        out.line(&format!("  journal {epoch} of {party}: {counts} entries count, {held} are held here"))?;
    }
    Ok(())
}
