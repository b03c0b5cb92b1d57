//! `interwire used`: tell a partner that you use an item of its.

use super::about::ItemArgs;
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::item::used::Used;
use crate::ops::item::using::Told;

/// Tell the source that you use an item of its, and where.
///
/// Version, medium, language, time and address are signed into your journal for the source to read. Outlet, credit and
/// note stay in your house. What was told by mistake is taken back with `interwire use-ended ITEM --mistake`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    about: ItemArgs,
    /// The version that is used [default: the newest that is here]
    #[arg(long)]
    version: Option<u64>,
    /// Where: web, print, broadcast, social, wire, or another word of a-z, 0-9 and hyphens.
    #[arg(long, value_name = "WORD", default_value = "web")]
    medium: String,
    /// In which language it is used, such as vi [default: the item's own]
    #[arg(long)]
    language: Option<String>,
    /// Where it can be seen.
    #[arg(long, value_name = "ADDRESS")]
    address: Option<String>,
    /// Since when, such as 2026-11-30T14:00:00+07:00 [default: now]
    #[arg(long, value_name = "MOMENT")]
    at: Option<String>,
    /// Your name for the outlet; no partner is told.
    #[arg(long, value_name = "NAME", default_value = "")]
    outlet: String,
    /// The credit as it was given there; no partner is told.
    #[arg(long, value_name = "TEXT", default_value = "")]
    credit: String,
    /// A note; no partner is told.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// It was used although its source has recalled it.
    #[arg(long)]
    although_recalled: bool,
}

const EXAMPLE: &str = "\
Example:
  interwire used --node astana tag:hanoi.example,2026:flood --outlet Portal --address https://astana.example/1";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If no partner has sent it, or it may not be used.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let ItemArgs { node, item, json } = self.about;
        out.set_json(json);
        let input = Used {
            item,
            source: None,
            version: self.version,
            language: self.language,
            medium: Some(self.medium),
            address: self.address,
            at: self.at,
            although_recalled: self.although_recalled,
            outlet: self.outlet,
            credit: self.credit,
            note: self.note,
        };
        let told: Told = node.with(async |caller, _| caller.call("used", &input).await)?;
        out.tell(&told, tell)?;
        Ok(if told.warning.is_some() { Done::Found } else { Done::Fine })
    }
}

/// Who uses an item.
pub(super) fn tell(told: &Told, out: &mut Out) -> Result<(), Error> {
    out.line(&format!("{} of {}  {}", told.item, told.source, told.guid.as_deref().unwrap_or_default()))?;
    if let Some(order) = &told.warning {
        out.line(&format!(
            "  its source has ordered {order}: take it out of use, then `interwire use-ended {}`",
            told.item
        ))?;
    }
    if told.uses.is_empty() {
        out.line("  nobody has told that they use it")?;
    }
    for one in &told.uses {
        let mark: String = one.mark.chars().take(8).collect();
        out.line(&format!("  {mark}  {}", one.words()))?;
        let Some(house) = &one.house else { continue };
        let own = [("outlet", &house.outlet), ("credit", &house.credit), ("note", &house.note)];
        for (name, text) in own.into_iter().filter(|(_, text)| !text.is_empty()) {
            out.line(&format!("            {name}: {text}"))?;
        }
    }
    Ok(())
}
