//! `interwire status`: how the node is, and what a person should do.

use super::agreement::tell;
use super::node::NodeArgs;
use super::{Done, Out, partner};
use crate::errors::Error;
use crate::ops::Nothing;
use crate::ops::status::Status;

/// Say how the node is: agreements, partners, what waits and what needs a person.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire status --node hanoi
  interwire status --json | jq '.counts.dead_letters'";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the node cannot be asked.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let (status, runs): (Status, bool) =
            self.node.with(async |caller, _| Ok((caller.call("status", &Nothing {}).await?, caller.is_running())))?;
        if self.json {
            let mut value = serde_json::json!(status);
            value["running"] = runs.into();
            out.value(&value)?;
            return Ok(Done::Fine);
        }
        let runs = if runs { "runs" } else { "does not run" };
        out.line(&format!("{} ({}) {runs}\nroot key {}", status.party, status.name, status.fingerprint))?;
        headed(out, "Agreements", &status.agreements, tell)?;
        headed(out, "Partners", &status.partners, partner::tell)?;
        counts(&status, out)?;
        headed(out, "To do", &status.to_do, |one, out| out.line(one))?;
        Ok(Done::Fine)
    }
}

fn headed<T>(
    out: &mut Out,
    title: &str,
    all: &[T],
    tell: impl Fn(&T, &mut Out) -> Result<(), Error>,
) -> Result<(), Error> {
    if all.is_empty() {
        return Ok(());
    }
    out.line(&format!("\n{title}"))?;
    all.iter().try_for_each(|one| tell(one, out))
}

fn counts(status: &Status, out: &mut Out) -> Result<(), Error> {
    let counts = &status.counts;
    let numbers = [
        (counts.items, "item", " in journals"),
        (counts.unanswered, "version", " for which no partner has answered yet"),
        (counts.wanted, "file", " still to come"),
        (counts.queued, "statement", " waiting until a journal may be written"),
        (counts.held_back, "version", " held back for a moment or a person"),
        (counts.dead_letters, "dead letter", ""),
        (counts.findings, "finding", ""),
    ];
    let told: Vec<_> = numbers.into_iter().filter(|(number, ..)| *number > 0).collect();
    headed(out, "In numbers", &told, |(number, noun, what), out| {
        let ending = if *number == 1 { "" } else { "s" };
        out.line(&format!("{number:>8} {noun}{ending}{what}"))
    })
}
