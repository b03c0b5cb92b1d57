//! `interwire fsck`: repairs a data directory.

use super::confirm::confirm;
use super::out::count;
use super::verify::as_json;
use super::watch::{OfflineArgs, Place, watch};
use super::{Done, Out};
use crate::errors::{Code, Error};
use crate::fsck::{Repair, fsck};
use serde_json::json;

/// Repair the data directory of a node that does not run: compute again what can be, and let go of what is damaged.
///
/// Damaged entries and blobs come back from partners when the node runs again. What nobody else has is listed as lost.
/// Copy the folder first: what is damaged is removed.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    place: OfflineArgs,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire fsck --node hanoi
  interwire fsck --yes hanoi/data

Exit code: 0 if everything is whole now, 3 if something is lost or still damaged.";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If there is no node, it runs, it is a backup, or you do not confirm.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let (args, yes) = (self.place, self.yes);
        let repair = watch(out, async |progress| {
            let Place { dir, whose, is_backup } = args.place().await?;
            if is_backup {
                return Err(Error::new(Code::IsBackup).with("path", dir.display()));
            }
            confirm(&format!("Is {} copied? What is damaged in it will be removed.", dir.display()), yes)?;
            Ok(fsck(&dir, &whose, progress).await?)
        })?;
        if self.json {
            out.value(&value(&repair))?
        } else {
            tell(&repair, out)?
        }
        Ok(if repair.after.is_whole() && repair.lost.is_empty() { Done::Fine } else { Done::Found })
    }
}

fn tell(repair: &Repair, out: &mut Out) -> Result<(), Error> {
    let Repair { before, repaired, to_fetch, lost, after } = repair;
    if before.is_whole() && repaired.is_empty() {
        return out.line("everything is whole; nothing was changed");
    }
    let lists = [("repaired", repaired), ("comes back from partners", to_fetch), ("lost", lost)];
    for (word, all) in lists {
        all.iter().try_for_each(|one| out.line(&format!("{word}: {one}")))?;
    }
    after.problems.iter().try_for_each(|problem| out.line(&format!("still damaged: {problem}")))?;
    let found = count(before.problems.len(), "damaged place");
    out.line(&match (after.is_whole(), lost.is_empty()) {
        (true, true) => format!("{found} mended. Start the node: `interwire serve`."),
        (true, false) => format!("{found} mended; what is lost must be entered again, or restored from a backup."),
        (false, _) => "It cannot be repaired in full: restore a backup with `interwire restore`.".to_owned(),
    })
}

fn value(repair: &Repair) -> serde_json::Value {
    let Repair { before, repaired, to_fetch, lost, after } = repair;
    json!({
        "before": as_json(before), "repaired": repaired, "to_fetch": to_fetch, "lost": lost, "after": as_json(after),
    })
}
