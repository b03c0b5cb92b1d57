//! `interwire recall`: correct, withhold or kill an item of your own, everywhere it was sent.

use super::about::ItemArgs;
use super::confirm::confirm;
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::item::chain::Link;
use crate::ops::item::recall::{Recall, Recalled};
use crate::ops::item::spread::Has;

/// Correct, withhold or kill an item of yours everywhere it was sent; first you are told who has it.
///
/// A kill is for ever unless you release the item. Without an order the command only tells who has the item and who has
/// answered.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    about: ItemArgs,
    /// Nothing of it may ever be used.
    #[arg(long, group = "order")]
    kill: bool,
    /// Nothing of it may be used until it is released.
    #[arg(long, group = "order")]
    withhold: bool,
    /// Versions up to now are wrong; a corrected one follows.
    #[arg(long, group = "order")]
    correct: bool,
    /// Why, as one word that partners read: a-z, 0-9 and hyphens.
    #[arg(long, value_name = "WORD", requires = "order")]
    reason: Option<String>,
    /// The newest version it is about [default: the newest there is]
    #[arg(long, value_name = "VERSION", requires = "order")]
    through: Option<u64>,
    /// The item that replaces it.
    #[arg(long, value_name = "ITEM", requires = "order", allow_hyphen_values = true)]
    replaced_by: Option<String>,
    /// Why, for your house alone: no partner is told.
    #[arg(long, value_name = "TEXT", requires = "order", default_value = "")]
    note: String,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire recall --node hanoi tag:hanoi.example,2026:flood --kill --reason false-report
  interwire recall --node hanoi tag:hanoi.example,2026:flood       who has it, who has answered";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If no such item is yours, something stronger is ordered already, or you do not confirm.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let action = self.action().map(str::to_owned);
        let ItemArgs { node, item, json } = self.about;
        out.set_json(json);
        let look = Recall { item, ..Recall::default() };
        let order = Recall {
            action,
            reason: self.reason,
            through: self.through,
            replaced_by: self.replaced_by,
            note: self.note,
            ..look.clone()
        };
        let yes = self.yes;
        let recalled: Recalled = node.with(async |caller, _| {
            let found: Recalled = caller.call("recall", &look).await?;
            let Some(word) = &order.action else { return Ok(found) };
            if !json {
                tell(&found, out)?;
                out.finish()?;
            }
            confirm(&format!("{word} {} everywhere?", found.guid.as_deref().unwrap_or(&found.item)), yes)?;
            // By its id: nothing that came in between can be meant by the same beginning.
            caller.call("recall", &Recall { item: found.item, ..order }).await
        })?;
        out.tell(&recalled, tell)?;
        Ok(Done::Fine)
    }

    fn action(&self) -> Option<&'static str> {
        let orders = [(self.kill, "kill"), (self.withhold, "withhold"), (self.correct, "correct")];
        orders.into_iter().find(|(given, _)| *given).map(|(_, word)| word)
    }
}

/// Who has an item, and who has answered.
pub(super) fn tell(recalled: &Recalled, out: &mut Out) -> Result<(), Error> {
    out.line(&format!("{}  {}", recalled.item, recalled.guid.as_deref().unwrap_or_default()))?;
    if let Some(headline) = &recalled.headline {
        out.line(&format!("  {headline}"))?;
    }
    if let Some(order) = &recalled.in_force {
        out.line(&format!("  in force: {order}"))?;
    }
    if recalled.holders.is_empty() {
        out.line("  no partner was sent it")?;
    }
    for one in &recalled.notes {
        out.line(&format!("  noted by {} with the {} at {}: {}", one.by, one.order, one.at, one.note))?;
    }
    recalled.holders.iter().try_for_each(|has| tell_link(has, out))
}

/// One party: what it has, what it does with it, and whom to call if it does not answer.
fn tell_link(has: &Has, out: &mut Out) -> Result<(), Error> {
    let Link { last_contact, silent, trouble, behind, uses, passed_on, name, address, people } = &has.link;
    out.line(&format!("  {}: {} ({})", has.party, has.words, has.agreement))?;
    uses.iter().try_for_each(|used| out.line(&format!("    {}", used.words())))?;
    for (under, version) in passed_on {
        out.line(&format!("    passed version {version} on ({under})"))?;
    }
    let order = has.order.as_ref();
    if let Some(by) = order.filter(|order| order.answers.is_empty()).and_then(|order| order.stopped_by.as_ref()) {
        out.line(&format!("    the agreement wants an answer by {by}"))?;
    }
    let late = order.is_some_and(|order| order.overdue);
    if !*silent && !late {
        return Ok(());
    }
    let since = last_contact.as_deref().unwrap_or("the start of the node");
    let what = if *silent { format!("silent since {since}") } else { "its answer is late".to_owned() };
    let why = trouble.as_ref().map_or_else(String::new, |trouble| format!(" ({trouble})"));
    out.line(&format!("    {what}{why}, {behind} statements behind; call {name}"))?;
    if people.is_empty() {
        out.line("      the agreement names nobody")?;
    }
    people.iter().try_for_each(|(person, office)| out.line(&format!("      {person}, {office}")))?;
    address.iter().try_for_each(|address| out.line(&format!("      {address}")))
}
