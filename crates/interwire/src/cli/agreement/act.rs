//! `interwire agreement act`: what your party says of an agreement in force.

use super::list::tell;
use crate::cli::confirm::confirm;
use crate::cli::node::NodeArgs;
use crate::cli::{Done, Out};
use crate::errors::Error;
use crate::ops::agreement::act::Act;
use crate::ops::agreement::list::Listed;
use clap::ValueEnum;

/// Suspend or resume an agreement, give notice of it, or consent to its end. Corrections and kills go on all the same.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// The agreement: its id, the beginning of it, or the partner's id.
    agreement: String,
    /// What your party says.
    #[arg(value_enum)]
    act: Word,
    /// Why, as one word that the other parties read: a-z, 0-9 and hyphens.
    #[arg(long, value_name = "WORD")]
    reason: Option<String>,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Word {
    /// Deliveries pause.
    Suspend,
    /// They go on.
    Resume,
    /// The agreement shall not run on after its period.
    Notice,
    /// The agreement shall end; it does when all parties say so.
    End,
}

impl Word {
    fn of_statement(self) -> &'static str {
        match self {
            Self::Suspend => "suspended",
            Self::Resume => "resumed",
            Self::Notice => "notice",
            Self::End => "ended",
        }
    }
}

const EXAMPLE: &str = "\
Examples:
  interwire agreement act --node hanoi astana suspend --reason technical
  interwire agreement act --node hanoi 0a1b notice --yes";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the agreement does not allow it now, or you do not confirm.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let act = self.act.of_statement();
        confirm(&format!("Say \"{act}\" of {} to the other parties?", self.agreement), self.yes)?;
        let input = Act { agreement: self.agreement, act: act.to_owned(), reason: self.reason };
        let said: Listed = self.node.with(async |caller, _| caller.call("agreement-act", &input).await)?;
        out.tell(&said, tell)?;
        Ok(Done::Fine)
    }
}
