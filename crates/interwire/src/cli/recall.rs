//! `interwire recall`: who has an item of the house, and orders about it.

use super::node::{NodeArgs, ask};
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::item::{Held, Recall, Recalled};

/// Show who has an item of the house; kill, withhold, correct or release it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// The item's guid or id.
    item: String,
    /// It may never be used.
    #[arg(long, conflicts_with_all = ["withhold", "correct", "release"])]
    kill: bool,
    /// It may not be used until it is released.
    #[arg(long, conflicts_with_all = ["correct", "release"])]
    withhold: bool,
    /// Its versions so far are wrong; a corrected one follows.
    #[arg(long, conflicts_with = "release")]
    correct: bool,
    /// It may be used again.
    #[arg(long)]
    release: bool,
    /// The public reason: a short word like error-of-fact, never free text.
    #[arg(long)]
    reason: Option<String>,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Example:
  interwire recall --node hanoi tag:hanoi.example,2026:story-1
  interwire recall --node hanoi tag:hanoi.example,2026:story-1 --kill --reason error-of-fact

Without an order it shows who has the item, and how each partner answered the last order.";

impl Args {
    fn action(&self) -> Option<String> {
        let all =
            [(self.kill, "kill"), (self.withhold, "withhold"), (self.correct, "correct"), (self.release, "release")];
        all.into_iter().find(|(given, _)| *given).map(|(_, word)| word.to_owned())
    }

    /// Runs the command.
    ///
    /// # Errors
    /// If the house has no such item, or the order is not possible.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let input = Recall { item: self.item.clone(), action: self.action(), reason: self.reason.clone() };
        let told: Recalled = ask(&self.node, "item-recall", &input)?;
        if out.is_json() {
            out.value(&told)?;
            return Ok(Done::Fine);
        }
        if let Some(action) = &input.action {
            out.line(&format!("{action} {}: told under {} agreements", told.guid, told.told_under.len()))?;
        }
        if told.holders.is_empty() {
            out.line("No partner was sent it.")?;
        }
        told.holders.iter().try_for_each(|held| out.line(&line(held)))?;
        Ok(Done::Fine)
    }
}

fn line(held: &Held) -> String {
    let word = |(version, has): &(u64, bool)| format!("{version}{}", if *has { "" } else { " (not confirmed)" });
    let versions: Vec<_> = held.versions.iter().map(word).collect();
    let mut line = format!("{}: versions {}", held.party, versions.join(", "));
    if let Some(order) = &held.order {
        let answers: Vec<_> = held.answers.iter().map(|(answer, at)| format!("{answer} {at}")).collect();
        let answers = if answers.is_empty() { "no answer yet".to_owned() } else { answers.join(", ") };
        line += &format!("; {order}: {answers}");
    }
    line
}
