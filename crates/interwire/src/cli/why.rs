//! `interwire why`: what became of an item, and for which reasons.

use super::about::ItemArgs;
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::item::why::{Decided, Explained, Why};

/// Say what became of an item: versions, what was decided for whom and why, who has it, orders and answers.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    about: ItemArgs,
}

const EXAMPLE: &str = "\
Example:
  interwire why --node hanoi tag:hanoi.example,2026:flood";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If none or several items are meant.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let ItemArgs { node, item, json } = self.about;
        out.set_json(json);
        let input = Why { item };
        let explained: Explained = node.with(async |caller, _| caller.call("why", &input).await)?;
        out.tell(&explained, tell)?;
        Ok(Done::Fine)
    }
}

fn tell(one: &Explained, out: &mut Out) -> Result<(), Error> {
    out.line(&format!("{} of {}  {}", one.item, one.source, one.guid.as_deref().unwrap_or_default()))?;
    for version in &one.versions {
        let by = version.feed.as_deref().map_or_else(|| "from a partner".to_owned(), |feed| format!("by {feed}"));
        let test = if version.test { ", a test" } else { "" };
        let headline = version.headline.as_deref().unwrap_or("without a headline");
        out.line(&format!(
            "version {} ({}, {}{test}) came {by} at {}: {headline}",
            version.version, version.kind, version.status, version.arrived_at
        ))?;
        if let Some(until) = &version.embargo_until {
            out.line(&format!("  not to be used before {until}"))?;
        }
        one.decisions
            .iter()
            .filter(|decided| decided.version == version.version)
            .try_for_each(|decided| tell_decision(decided, out))?;
    }
    if let Some(order) = &one.recall {
        let reason = order.reason.as_deref().unwrap_or("no reason");
        out.line(&format!("{} at {} ({reason}), through version {}", order.order, order.at, order.through))?;
    }
    one.holders.iter().try_for_each(|has| out.line(&format!("{}: {} ({})", has.party, has.words, has.agreement)))?;
    one.uses.iter().try_for_each(|used| out.line(&used.words()))
}

/// One decision with its reasons.
pub(super) fn tell_decision(decided: &Decided, out: &mut Out) -> Result<(), Error> {
    let by = decided.article.as_ref().map_or_else(String::new, |article| format!(" by article {article}"));
    let until = match (&decided.until, decided.verdict.as_str()) {
        (Some(until), _) => format!(" until {until}"),
        (None, "hold") => " until a person says so: interwire hold approve".to_owned(),
        _ => String::new(),
    };
    out.line(&format!("  {} for {}{by}{until} ({})", decided.verdict, decided.party, decided.agreement))?;
    decided.reasons.iter().try_for_each(|reason| out.line(&format!("    {reason}")))
}
